"""Quick ways: each gives, bit for bit, what the whole function gives, and each is taken by some ordinary call."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import numpy as np
import pytest

from unified_arrays import backends

from inputs import COUNTS, ONE_RESULT, OTHER, OTHER_WHOLE, REAL, SEVERAL, WHOLE, Row
from support import arrays_of, bits

pytestmark = pytest.mark.backends("numpy", "torch", "tensorflow")

DTYPES = (None, "float32", "float64", "complex64", "int8", "int64", "uint8", "uint16", "bool", "float16")


def ways_of(backend: str) -> dict[str, Callable[..., Any]]:
    names = importlib.import_module(f"unified_arrays.backends._{backend}_quick").WAYS
    adapter = backends.by_name(backend)
    functions = {name: attrgetter(name)(adapter.namespace) for name in names}
    if backend == "tensorflow":  # whose quick ways ask where arrays live, too
        return {name: adapter.placed(name, function) for name, function in functions.items()}
    return functions


def outcome(function: Callable[..., Any], row: Row, backend: str) -> Any:
    options = {name: value for name, value in row.options.items() if name != "dtype"}
    try:
        result = function(*arrays_of(backend, list(row.arguments)), **options)
    except Exception as error:
        return type(error)
    results = result if isinstance(result, tuple) else (result,)
    return [(str(one.dtype), tuple(one.shape), bits(one)) for one in results]


# Rows have other calls of these, or none.
PLAIN = [
    *ONE_RESULT,
    *SEVERAL,
    Row("nonzero", (REAL,)),
    Row("expand_dims", (REAL, 0)),
    *(Row(name, ((2, 3),)) for name in ("empty", "zeros", "ones")),
    Row("empty_like", (REAL,)),
    Row("asarray", (REAL,)),
    Row("vecdot", (REAL, OTHER)),
    Row("floor_divide", (WHOLE, OTHER_WHOLE)),
    Row("remainder", (WHOLE, OTHER_WHOLE)),
    Row("take_along_axis", (REAL, COUNTS)),
    Row("take_along_axis", (REAL, -COUNTS)),
    Row("take", (REAL, np.array([2, -1])), {"axis": 0}),
    Row("sign", (np.array([1.5, -0.0, np.nan, -np.nan, np.inf, -2.0]),)),
]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::UserWarning", "ignore:Casting complex values")
def test_a_quick_way_gives_what_the_whole_function_gives(dtype: str | None, backend: str) -> None:
    compared = 0
    for name, quick in ways_of(backend).items():
        if name.startswith("empty"):
            continue  # whose values are left to chance
        for row in PLAIN:
            if row.function == name:
                cast = row if dtype is None else row.in_dtype(dtype)
                whole = outcome(quick.__globals__["whole"], cast, backend)
                assert outcome(quick, cast, backend) == whole, f"{cast} in {dtype}"
                compared += isinstance(whole, list)
    assert compared > (8 if backend == "tensorflow" else 20)


def test_every_quick_way_is_taken(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = set()
    for name, quick in ways_of(backend).items():
        with monkeypatch.context() as patched:
            patched.setitem(quick.__globals__, "whole", lambda *_arguments, **_options: "the whole function")
            for row in PLAIN:
                if row.function == name:
                    arguments = arrays_of(backend, list(row.arguments))
                    if name == "astype":
                        arguments[1] = backends.by_name(backend).dtypes[arguments[1]]
                    options = {option: value for option, value in row.options.items() if option != "dtype"}
                    if not isinstance(quick(*arguments, **options), str):
                        taken.add(name)
    assert taken == set(ways_of(backend))
