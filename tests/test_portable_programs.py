"""The tables of docs/programs.md: an idiom does what its row says, and the portable spelling is NumPy's everywhere."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from support import MEMORY, numpy_of, selected

TEXT = (Path(__file__).parents[1] / "docs" / "programs.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip().strip("`") for cell in line.split("|")[1:-1]]
    for line in TEXT.partition("## Idioms of NumPy")[2].splitlines()
    if line.startswith("| `")
]
assert len(ROWS) == 20

X = np.array([[1.5, -2.0, 3.0], [0.5, 4.0, 0.0]], np.float32)


def names(backend: str) -> dict[str, Any]:
    make = MEMORY[backend]
    arrays = {"x": X, "d": X.astype(np.float64), "i": (X * 2).astype(np.int64), "v": X[0]}
    return {name: make(array.copy()) for name, array in arrays.items()} | {"n": np, "ua": ua, "math": math}


def result_of(text: str, known: dict[str, Any]) -> Any:
    """The value; where it is written to x, as sort() does, what x is then."""
    result = eval(text, known)
    return known["x"] if result is None else result


def numpy_s(idiom: str) -> Any:
    return result_of(idiom.replace("ua.float64", "n.float64"), names("numpy"))


@pytest.mark.parametrize(("idiom", "says", "portable"), ROWS, ids=[row[0] for row in ROWS])
def test_the_portable_spelling_means_the_same(idiom: str, says: str, portable: str, backend: str) -> None:
    with selected(backend):
        found = result_of(portable, names(backend))
    expected = numpy_s(idiom)
    pairs = list(zip(found, expected, strict=True)) if isinstance(expected, tuple) else [(found, expected)]
    for one, wanted in pairs:
        array = numpy_of(one) if ua.is_array(one) else np.asarray(one)
        np.testing.assert_allclose(array, wanted, rtol=1e-6)
        assert array.shape == np.shape(wanted)


@pytest.mark.parametrize(("idiom", "says", "portable"), ROWS, ids=[row[0] for row in ROWS])
def test_pytorch_refuses_the_idiom_or_means_something_else(idiom: str, says: str, portable: str) -> None:
    pytest.importorskip("torch")
    try:
        found = result_of(idiom, names("torch"))
    except (TypeError, ValueError, RuntimeError, AttributeError) as error:
        assert ":" not in says or type(error).__name__ == says.partition(":")[0]
        return
    expected = numpy_s(idiom)
    same = ua.is_array(found) and np.shape(expected) == tuple(found.shape) and np.allclose(numpy_of(found), expected)
    assert not same or idiom == "x.sort()"
    assert ":" not in says


@pytest.mark.parametrize(("idiom", "says", "portable"), ROWS, ids=[row[0] for row in ROWS])
def test_tensorflow_with_the_switch_on_takes_the_idiom(idiom: str, says: str, portable: str) -> None:
    tf = pytest.importorskip("tensorflow")
    xp = pytest.importorskip("unified_arrays.tensorflow")
    xp.enable_array_api_behavior()
    try:
        known = names("tensorflow")
        found = result_of(idiom, known | {"x": tf.Variable(X) if "sort" in idiom else tf.constant(X)})
    finally:
        xp.disable_array_api_behavior()
    expected = numpy_s(idiom)
    pairs = list(zip(found, expected, strict=True)) if isinstance(expected, tuple) else [(found, expected)]
    assert pairs
    if idiom != "x.sort()":
        for one, wanted in pairs:
            np.testing.assert_allclose(one.numpy() if hasattr(one, "numpy") else one, wanted, rtol=1e-6)
