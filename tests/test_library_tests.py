"""What judges the calls of other libraries: tests/library_tests/kinds.py finds what is not as it should be."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

sys.path.append(str(Path(__file__).parent / "library_tests"))

from kinds import Kind, difference, holds_arrays

A = np.array([1.0, 2.0, 3.0])


class OtherArray(np.ndarray):
    """Stands for the arrays of another library."""


def other(values: Any) -> Any:
    return np.asarray(values).view(OtherArray)


OTHER = Kind("other", ua.numpy, other, lambda x: isinstance(x, OtherArray))


def test_arguments_become_arrays_of_the_kind() -> None:
    made = OTHER.of({"x": A, "rows": [A, (A, 2)], "xp": np, "dtype": np.float32, "name": "full"})
    assert type(made["x"]) is type(made["rows"][1][0]) is OtherArray
    assert made["x"] is not A
    assert made["rows"][1][1] == 2
    assert made["xp"] is ua.numpy
    assert made["dtype"] == ua.numpy.float32
    assert made["name"] == "full"


def test_functions_get_the_namespace_of_the_kind() -> None:
    xp: Any = np
    a = A

    def called(x: Any) -> Any:
        return xp, a, x

    namespace, array, x = OTHER.of(called)(3)
    assert namespace is ua.numpy
    assert type(array) is OtherArray
    assert x == 3


def test_what_is_a_call_with_arrays() -> None:
    assert holds_arrays(((1, [A]), {}))
    assert holds_arrays(((), {"xp": np}))
    assert not holds_arrays(((1, "x", [2.0]), {"axis": None}))


RIGHT = [(other(A), A), ((other(A), 2), (A, 2)), ({"x": other(A), "nit": 3}, {"x": A, "nit": 4}), (other(2.0), 2.0)]
WRONG = [
    (A, A),
    (other(A + 1e-3), A),
    (other(A[:2]), A),
    ([other(A)], [A, A]),
    ({"x": other(A)}, {"y": A}),
    (None, A),
    ("text", 2.0),
    (other(np.array([1, 2])), np.array([1, 3])),
    (SimpleNamespace(), (A,)),
]


@pytest.mark.parametrize(("found", "expected"), RIGHT)
def test_what_is_right(found: Any, expected: Any) -> None:
    assert difference(OTHER, found, expected) is None


@pytest.mark.parametrize(("found", "expected"), WRONG)
def test_what_is_wrong(found: Any, expected: Any) -> None:
    assert difference(OTHER, found, expected)
