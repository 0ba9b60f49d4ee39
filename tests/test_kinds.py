"""Integers and booleans: every function that NumPy computes of them gives the same numbers on every backend."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._common.spec import SPECS

from support import MEMORY, VALUE, numpy_of

# NumPy's own warnings for the logarithm of 0 and its like.
pytestmark = pytest.mark.filterwarnings("ignore:(divide by zero|invalid value) encountered:RuntimeWarning")

DTYPES = ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
# NumPy computes these of bool as of int8; the standard has no bool there, and the other frameworks refuse or keep it.
NOT_OF_BOOL = {
    *(
        "bitwise_left_shift",
        "bitwise_right_shift",
        "conj",
        "floor_divide",
        "fmod",
        "pow",
        "remainder",
        "round",
        "square",
    )
}
FIRST, SECOND = np.array([[1, 0], [3, 1]]), np.array([[2, 1], [1, 1]])
SYMMETRIC = np.array([[3, 1], [1, 2]])
# What is called besides elementwise functions and reductions: arguments, options.
CALLS: dict[str, list[tuple[tuple[Any, ...], dict[str, Any]]]] = {
    **{name: [((FIRST, SECOND), {})] for name in ("matmul", "tensordot", "vecdot", "linalg.outer", "isin")},
    **{name: [((FIRST,), {}), ((FIRST,), {"axis": 0})] for name in ("argmax", "argmin", "linalg.vector_norm")},
    **{name: [((SYMMETRIC,), {})] for name in ("linalg.det", "linalg.inv", "linalg.cholesky", "linalg.eigvalsh")},
    **{name: [((SYMMETRIC,), {})] for name in ("linalg.svdvals", "linalg.matrix_rank", "linalg.matrix_norm")},
    "linalg.outer": [((FIRST[0], SECOND[0]), {})],
    "linalg.matrix_power": [((FIRST, 3), {})],
    "linalg.pinv": [((SYMMETRIC,), {})],
    "linalg.solve": [((SYMMETRIC, FIRST), {})],
    "searchsorted": [((np.array([0, 1, 1]), FIRST[1]), {}), ((np.array([0, 1, 1]), FIRST[1]), {"side": "right"})],
    "clip": [((FIRST, SECOND), {})],
    "tile": [((FIRST, 2), {}), ((FIRST, (2,)), {}), ((FIRST, (2, 1, 1)), {})],
    "imag": [((FIRST,), {})],
    **{name: [((FIRST, 0.3), {}), ((FIRST, 0.3), {"axis": 0})] for name in ("quantile", "nanquantile")},
    **{name: [((FIRST, 30), {}), ((FIRST, 30), {"axis": 0})] for name in ("percentile", "nanpercentile")},
}


def calls(name: str) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
    if name in CALLS:
        return CALLS[name]
    spec = SPECS[name]
    if spec.family == "elementwise":
        return [((FIRST, SECOND, FIRST)[: len(spec.keys)], {})]
    return [((FIRST,), {}), ((FIRST,), {"axis": 0}), ((FIRST,), {"axis": (0, 1), "keepdims": True})]


# NumPy's reciprocal of integers is 0 or 1; the standard has it of floating numbers only.
NAMES = [
    name
    for name, spec in SPECS.items()
    if name != "reciprocal" and (name in CALLS or spec.family in ("elementwise", "reduction"))
]


@pytest.mark.parametrize("name", NAMES)
def test_what_numpy_computes_is_computed(name: str, backend: str) -> None:
    function = attrgetter(name)(ua)
    computed = set()
    for dtype in DTYPES:
        for arguments, options in calls(name) if dtype != "bool" or name not in NOT_OF_BOOL else []:
            given = [one.astype(dtype) if isinstance(one, np.ndarray) else one for one in arguments]
            try:
                expected = function(*given, **options)
            except (TypeError, np.linalg.LinAlgError):  # such as `negative` of bool, or a matrix of ones
                continue
            arrays = [VALUE[backend](one) if isinstance(one, np.ndarray) else one for one in given]
            result = function(*arrays, **options)
            values = numpy_of(result)
            assert values.dtype.kind == expected.dtype.kind, (dtype, options)
            # float16, which NumPy gives for the smallest integers, has 11 bits.
            tolerance = 2e-3 if expected.dtype == np.float16 else 1e-5
            close = np.allclose(values, numpy_of(expected), rtol=tolerance, atol=tolerance, equal_nan=True)
            assert close, (dtype, options, values, expected)
            out = MEMORY[backend](np.zeros_like(values))
            assert function(*arrays, **options, out=out) is out
            assert np.array_equal(numpy_of(out), values, equal_nan=True), (dtype, options)
            computed.add(dtype)
    assert computed, "NumPy computes none"


def test_many_true_values_do_not_wrap(backend: str) -> None:
    """256 pairs of True are no 0."""
    ones = VALUE[backend](np.ones((1, 256), bool))
    for product in (ua.matmul(ones, ua.matrix_transpose(ones)), ua.vecdot(ones, ones)):
        assert bool(numpy_of(product).all())


def test_means_of_large_integers_are_rounded_once(backend: str) -> None:
    values = np.array([2**24 + 1, 2**24 + 1, 2**24 + 3], np.int64)
    for function in (ua.mean, ua.var):
        result = numpy_of(function(VALUE[backend](values)))
        np.testing.assert_array_equal(result, function(values).astype(result.dtype))


@pytest.mark.parametrize("indexing", ["xy", "ij"])
def test_a_grid_of_two_dtypes(indexing: str, backend: str) -> None:
    given = [np.array([1, 2, 3], np.int32), np.array([0.5, 1.5]), np.array([True])]
    found = ua.meshgrid(*(VALUE[backend](one) for one in given), indexing=indexing)
    for one, expected in zip(found, np.meshgrid(*given, indexing=indexing), strict=True):
        np.testing.assert_array_equal(numpy_of(one), expected)
        assert numpy_of(one).dtype == expected.dtype


@pytest.mark.parametrize("axes", [(1, 0), (-1, -2), ((1,), (0,)), ([0, 1], [1, 0]), 0, 1, 2])
def test_axes_of_tensordot(axes: Any, backend: str) -> None:
    x, y = np.arange(4.0).reshape(2, 2), np.arange(4.0, 8.0).reshape(2, 2)
    found = numpy_of(ua.tensordot(VALUE[backend](x), VALUE[backend](y), axes=axes))
    np.testing.assert_array_equal(found, np.tensordot(x, y, axes=axes))
