"""A slice of conformance that every run takes: random shapes, dtypes and special values, 20 examples per function.

`unified_arrays.numpy` is the oracle, which the standard's own suite holds to the standard (CONTRIBUTING.md says how to
run it whole). Functions and their dtypes come from the rows in unified_arrays.testing._inputs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_strategies

import unified_arrays as ua
import unified_arrays.numpy as oracle
from unified_arrays._common.spec import SPECS
from unified_arrays.testing._inputs import ELEMENTWISE, REDUCTIONS, Row

from support import arrays_of, assert_same

SPECIAL = [0.0, -0.0, np.inf, -np.inf, np.nan, 1.0, -1.0, 0.5, 2.0]


def dtypes_of(rows: list[Row]) -> dict[str, list[str]]:
    """Function -> the dtypes of its rows."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        own = row.arguments[0].dtype.name
        found.setdefault(row.function, {}).update(dict.fromkeys((own, *row.also)))
    return {function: list(dtypes) for function, dtypes in found.items()}


def elements(dtype: str, *, special: bool) -> Any:
    """Small numbers; for floats also the special ones if asked for."""
    kind = np.dtype(dtype).kind
    if kind == "b":
        return st.booleans()
    if kind in "iu":
        return st.integers(0 if kind == "u" else -9, 9)
    finite = st.floats(-8, 8, width=16)
    if kind == "f":
        return st.one_of(st.sampled_from(SPECIAL), finite) if special else finite
    return st.builds(complex, finite, finite)


def arrays(dtype: str, shape: tuple[int, ...], *, special: bool = True) -> Any:
    return numpy_strategies.arrays(dtype, shape, elements=elements(dtype, special=special))


def same(backend: str, function: str, arguments: list[Any], tolerance: float = 8, **options: Any) -> None:
    found: Any = ua
    wanted: Any = oracle
    for part in function.split("."):
        found, wanted = getattr(found, part), getattr(wanted, part)
    with np.errstate(all="ignore"):
        expected = wanted(*arguments, **options)
        actual = found(*arrays_of(backend, arguments), **options)
    several = isinstance(expected, (tuple, list))
    for one, other in zip(actual, expected, strict=True) if several else [(actual, expected)]:
        assert_same(one, other, tolerance=tolerance)


ELEMENTWISE_DTYPES = dtypes_of([row for row in ELEMENTWISE if row.function != "clip"])
EXAMPLES = settings(max_examples=20, deadline=None, derandomize=True)


# What the standard leaves open, and frameworks do differently: quotients of infinities, complex zeros to a power or as
# a divisor.
OPEN = {"floor_divide": "infinities", "remainder": "infinities", "pow": "a complex zero", "divide": "a complex zero"}


@pytest.mark.parametrize("function", ELEMENTWISE_DTYPES)
@EXAMPLES
@given(data=st.data())
def test_elementwise(function: str, backend: str, data: st.DataObject) -> None:
    dtype = data.draw(st.sampled_from(ELEMENTWISE_DTYPES[function]))
    count = len(SPECS[function].keys)
    shapes = data.draw(numpy_strategies.mutually_broadcastable_shapes(num_shapes=count, max_dims=3, max_side=4))
    special = OPEN.get(function) != "infinities"
    arguments = [data.draw(arrays(dtype, shape, special=special)) for shape in shapes.input_shapes]
    if function in ("floor_divide", "remainder") and np.dtype(dtype).kind in "iu":
        arguments[1] = np.where(arguments[1] == 0, 3, arguments[1]).astype(dtype)
    if "shift" in function:
        arguments[1] = np.abs(arguments[1])
    if OPEN.get(function) == "a complex zero" and np.dtype(dtype).kind == "c":
        open_one = 1 if function == "divide" else 0
        arguments[open_one] = np.where(arguments[open_one] == 0, 1, arguments[open_one]).astype(dtype)
    same(backend, function, arguments)


@pytest.mark.parametrize("function", [one for one in dtypes_of(REDUCTIONS) if not one.startswith("arg")])
@EXAMPLES
@given(data=st.data())
def test_reductions(function: str, backend: str, data: st.DataObject) -> None:
    dtype = data.draw(st.sampled_from(dtypes_of(REDUCTIONS)[function]))
    empties = function not in ("max", "min", "mean", "std", "var")  # which have none, or only a warning, for nothing
    shape = data.draw(numpy_strategies.array_shapes(min_dims=0, max_dims=3, min_side=int(not empties), max_side=4))
    x = data.draw(arrays(dtype, shape, special=function in ("max", "min", "all", "any", "count_nonzero")))
    axes = st.lists(st.integers(-len(shape), len(shape) - 1), unique_by=lambda axis: axis % len(shape), min_size=1)
    axis = data.draw(st.one_of(st.none(), axes.map(tuple)) if shape else st.none())
    same(backend, function, [x], tolerance=64, axis=axis, keepdims=data.draw(st.booleans()))


def axis_of(shape: tuple[int, ...]) -> Any:
    return st.integers(-len(shape), len(shape) - 1)


# Function -> the options, and further arguments, for an array of a shape with at least one axis.
ALONG_AN_AXIS: dict[str, Callable[[tuple[int, ...]], Any]] = {
    "sort": lambda shape: st.fixed_dictionaries({"axis": axis_of(shape), "descending": st.booleans()}),
    "argsort": lambda shape: st.fixed_dictionaries({"axis": axis_of(shape), "descending": st.booleans()}),
    "argmax": lambda shape: st.fixed_dictionaries({"axis": axis_of(shape), "keepdims": st.booleans()}),
    "argmin": lambda shape: st.fixed_dictionaries({"axis": axis_of(shape), "keepdims": st.booleans()}),
    "cumulative_sum": lambda shape: st.fixed_dictionaries({"axis": axis_of(shape), "include_initial": st.booleans()}),
    "cumulative_prod": lambda shape: st.fixed_dictionaries({"axis": axis_of(shape), "include_initial": st.booleans()}),
    "flip": lambda shape: st.fixed_dictionaries({"axis": axis_of(shape)}),
    "diff": lambda shape: st.fixed_dictionaries({"axis": axis_of(shape), "n": st.integers(0, 3)}),
    "roll": lambda shape: st.fixed_dictionaries({"axis": axis_of(shape), "shift": st.integers(-5, 5)}),
    "repeat": lambda shape: st.fixed_dictionaries({"axis": axis_of(shape), "repeats": st.integers(0, 3)}),
    "expand_dims": lambda shape: st.fixed_dictionaries({"axis": axis_of((*shape, 1))}),
    "unstack": lambda shape: st.fixed_dictionaries({"axis": axis_of(shape)}),
}
BY_POSITION = ("shift", "repeats")


@pytest.mark.parametrize("function", ALONG_AN_AXIS)
@EXAMPLES
@given(data=st.data())
def test_along_an_axis(function: str, backend: str, data: st.DataObject) -> None:
    dtype = data.draw(st.sampled_from(["int8", "uint8", "int32", "int64", "float32", "float64"]))
    least = 1 if function in ("argmax", "argmin", "unstack") else 0
    shape = data.draw(numpy_strategies.array_shapes(min_dims=1, max_dims=3, min_side=least, max_side=4))
    # Where NaN is sorted to is open.
    x = data.draw(arrays(dtype, shape, special=function in ("flip", "roll", "repeat", "expand_dims", "unstack")))
    options = data.draw(ALONG_AN_AXIS[function](shape))
    arguments = [x, *(options.pop(name) for name in BY_POSITION if name in options)]
    same(backend, function, arguments, **options)


@pytest.mark.parametrize("function", ["concat", "stack", "matmul", "where", "take", "searchsorted", "tril", "triu"])
@EXAMPLES
@given(data=st.data())
def test_other_functions(function: str, backend: str, data: st.DataObject) -> None:
    dtype = data.draw(st.sampled_from(["int32", "int64", "float32", "float64"]))
    shape = data.draw(numpy_strategies.array_shapes(min_dims=2, max_dims=3, min_side=1, max_side=4))
    first, second = (data.draw(arrays(dtype, shape, special=False)) for _ in range(2))
    axis = data.draw(axis_of(shape))
    if function in ("concat", "stack"):
        same(backend, function, [[first, second]], axis=axis)
    elif function == "matmul":
        same(backend, function, [first, np.swapaxes(second, -1, -2)], tolerance=64)
    elif function == "where":
        same(backend, function, [data.draw(arrays("bool", shape)), first, second])
    elif function == "take":
        places = st.integers(-shape[axis], shape[axis] - 1)
        indices = data.draw(numpy_strategies.arrays(np.int64, st.integers(0, 5), elements=places))
        same(backend, function, [first, indices], axis=axis)
    elif function == "searchsorted":
        same(backend, function, [np.sort(first.ravel()), second], side=data.draw(st.sampled_from(["left", "right"])))
    else:
        same(backend, function, [first], k=data.draw(st.integers(-4, 4)))
