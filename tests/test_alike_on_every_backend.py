"""Where frameworks differ, one answer: the standard's, and NumPy's where the standard leaves it open."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from frameworks import dtype_name, function_of, in_dtype

from support import MEMORY, VALUE, assert_same, bits, numpy_of, selected

INTEGERS = "int8 int16 int32 int64 uint8 uint16 uint32 uint64".split()


def both_ways(backend: str, function: str, arguments: list[Any], expected: np.ndarray, **options: Any) -> None:
    """Without out= and with it."""
    call = function_of(function)
    assert_same(call(*arguments, **options), expected)
    out = MEMORY[backend](np.full(expected.shape, 77).astype(expected.dtype))
    assert call(*arguments, **options, out=out) is out
    assert_same(out, expected)


# -- nan --------------------------------------------------------------------------------------------------------------

SORTED = {
    "nan at the end": [1.0, 2.0, np.nan, np.nan],
    "infinity and nan": [-np.inf, 1.0, np.inf, np.inf, np.nan],
    "nan alone": [np.nan, np.nan],
    "no nan": [1.0, 2.0, 2.0, np.inf],
    "nothing": [],
}


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("name", SORTED)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_nan_is_sorted_behind_infinity(backend: str, dtype: str, name: str, side: Any) -> None:
    x1 = np.array(SORTED[name], dtype)
    x2 = np.array([[1.5, np.inf, np.nan, -np.inf], [2.0, 1.0, 7.0, 0.0]], dtype)
    arguments = [VALUE[backend](x1), VALUE[backend](x2)]
    both_ways(backend, "searchsorted", arguments, np.searchsorted(x1, x2, side), side=side)
    order = np.arange(x1.size)[::-1].copy()
    arguments = [VALUE[backend](x1[::-1].copy()), VALUE[backend](x2)]
    both_ways(
        backend, "searchsorted", arguments, np.searchsorted(x1, x2, side), side=side, sorter=VALUE[backend](order)
    )


# -- clip -------------------------------------------------------------------------------------------------------------

X = [-5, 0, 1, 2, 3, 100]
BOUNDS = {
    "int64": (np.array(1), np.array(3)),
    "beyond": (np.array(-(2**40)), np.array(2**40)),
    "below": (None, np.array(-(2**40))),
    "above": (np.array(2**40), None),
    "int8": (np.array(1, "int8"), None),
    "float64": (np.array(1.5), np.array(1e30)),
    "numbers": (1, 3),
    "large numbers": (-(2**70), 2**70),
    "a large number": (300, None),
    "floats": (1.5, 2.5),
    "infinity": (-np.inf, np.inf),
}


@pytest.mark.parametrize("name", BOUNDS)
@pytest.mark.parametrize("dtype", ["int8", "int32", "int64"])
def test_clip_has_the_dtype_of_x(backend: str, dtype: str, name: str) -> None:
    low, high = BOUNDS[name]
    limits = np.iinfo(dtype)
    if name == "a large number" and low > limits.max:  # no number of the result could be so large
        for call in (ua.clip, ua.array_namespace(VALUE[backend](np.array(X, dtype))).clip):
            with pytest.raises(OverflowError, match="^clip: min is 300"):
                call(VALUE[backend](np.array(X, dtype)), low, high)
        return

    def own(bound: Any) -> int | None:
        return None if bound is None else int(min(max(int(limits.min), bound), int(limits.max)))

    x = np.array(X, dtype)
    expected = x
    expected = expected if low is None else np.maximum(expected, np.array(own(low), dtype))
    expected = expected if high is None else np.minimum(expected, np.array(own(high), dtype))
    arguments = [VALUE[backend](one) if isinstance(one, np.ndarray) else one for one in (x, low, high)]
    both_ways(backend, "clip", arguments, expected)


def test_clip_of_floats_has_the_dtype_of_x(backend: str) -> None:
    x = np.array([0.5, 1.5, 3.5], "float32")
    both_ways(backend, "clip", [VALUE[backend](one) for one in (x, np.array([1.0] * 3), np.array(2))],
              np.array([1.0, 1.5, 2.0], "float32"))  # fmt: skip


def test_clip_leaves_its_bounds(backend: str) -> None:
    bound = VALUE[backend](np.array([2**40, 1]))
    before = bits(bound)
    ua.clip(VALUE[backend](np.array([1, 2], "int32")), bound)
    assert bits(bound) == before


# -- promotion --------------------------------------------------------------------------------------------------------

ARITHMETIC = "add subtract multiply divide maximum minimum atan2 hypot logaddexp copysign pow floor_divide".split()
SHAPES = [((3,), ()), ((), (3,)), ((3,), (3,)), ((), ())]


@pytest.mark.applies(where=lambda small, backend: (backend, small) != ("numpy", "bfloat16"))  # it has none
@pytest.mark.parametrize("function", [*ARITHMETIC, "result_type"])
@pytest.mark.parametrize(("small", "large"), [("float16", "float32"), ("float16", "float64"), ("bfloat16", "float32")])
def test_half_precision_is_promoted_by_dtypes_alone(backend: str, small: str, large: str, function: str) -> None:
    for first, second in SHAPES:
        x1 = in_dtype(backend, np.ones(first), small)
        x2 = in_dtype(backend, np.full(second, 2.0), large)
        for pair in ((x1, x2), (x2, x1)):
            result = function_of(function)(*pair)
            assert dtype_name(result if hasattr(result, "dtype") else np.empty(0, str(result).split(".")[-1])
                              if not hasattr(result, "name") else np.empty(0, result.name)) == large  # fmt: skip


def test_half_precision_in_where(backend: str) -> None:
    condition = VALUE[backend](np.array([True, False]))
    x1, x2 = in_dtype(backend, np.ones(2), "float16"), in_dtype(backend, np.array(1e6), "float32")
    assert_same(ua.where(condition, x1, x2), np.array([1.0, 1e6], "float32"))


KINDS = {
    "unsigned": "uint8 uint16 uint32 uint64".split(),
    "signed": "int8 int16 int32 int64".split(),
    "mixed": "uint8 uint16 uint32 int8 int16 int32 int64".split(),
    "real": "float32 float64".split(),
}
OF_INTEGERS = "add subtract multiply maximum minimum floor_divide remainder bitwise_and bitwise_or bitwise_xor".split()
OF_REALS = "add subtract multiply divide maximum minimum atan2 copysign hypot logaddexp pow remainder".split()


@pytest.mark.parametrize("kind", KINDS)
def test_the_standards_table(backend: str, kind: str) -> None:
    for name, other in itertools.product(KINDS[kind], repeat=2):
        expected = np.result_type(name, other).name
        for first, second in SHAPES:
            x1, x2 = in_dtype(backend, np.ones(first), name), in_dtype(backend, np.ones(second), other)
            for function in OF_REALS if kind == "real" else OF_INTEGERS:
                assert dtype_name(function_of(function)(x1, x2)) == expected, (function, name, other, first, second)


# -- division by zero -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", ["floor_divide", "remainder"])
@pytest.mark.parametrize("dtype", INTEGERS)
def test_integers_divided_by_zero_are_zero(backend: str, dtype: str, function: str) -> None:
    x1, x2 = np.array([7, 8, 3, 0], dtype), np.array([0, 3, 0, 0], dtype)
    with np.errstate(divide="ignore"):
        expected = getattr(np, function)(x1, x2)
        assert expected[[0, 2, 3]].tolist() == [0, 0, 0]
        both_ways(backend, function, [VALUE[backend](x1), VALUE[backend](x2)], expected)
        both_ways(backend, function, [VALUE[backend](x1), 0], np.zeros(4, dtype))
        both_ways(backend, function, [7, VALUE[backend](x2)], getattr(np, function)(np.array(7, dtype), x2))


# -- even distances ---------------------------------------------------------------------------------------------------

SPACED = {
    "rfftfreq": ("fft.rfftfreq", (20,), {"d": 1 / 2000}, lambda: np.fft.rfftfreq(20, 1 / 2000)),
    "fftfreq": ("fft.fftfreq", (4999,), {"d": 1 / 44100}, lambda: np.fft.fftfreq(4999, 1 / 44100)),
    "linspace": ("linspace", (0.1, 1000.3, 777), {}, lambda: np.linspace(0.1, 1000.3, 777)),
    "linspace, open": ("linspace", (0.1, 1000.3, 777), {"endpoint": False},
                       lambda: np.linspace(0.1, 1000.3, 777, endpoint=False)),
    "arange": ("arange", (0.1, 300.0, 0.3), {}, lambda: np.arange(0.1, 300.0, 0.3)),
}  # fmt: skip


@pytest.mark.backends("torch")  # NumPy makes float32 itself of arange's steps, TensorFlow of linspace's
@pytest.mark.parametrize("name", SPACED)
def test_float32_is_rounded_once(backend: str, name: str) -> None:
    function, arguments, options, oracle = SPACED[name]
    expected = oracle().astype("float32")
    with selected(backend):
        exact = numpy_of(function_of(function)(*arguments, **options, dtype=ua.float32))
        out = MEMORY[backend](np.zeros(expected.shape, "float32"))
        function_of(function)(*arguments, **options, dtype=ua.float32, out=out)
    for result in (exact, numpy_of(out)):
        wrong = np.abs(result - expected) > np.spacing(np.abs(expected))  # float64 itself may be rounded otherwise
        assert not wrong.any()
        assert (result == expected).mean() > 0.99


# -- scalars and objects ----------------------------------------------------------------------------------------------

REDUCTIONS = "all any argmax argmin count_nonzero max mean min prod std sum var".split()


@pytest.mark.parametrize("function", REDUCTIONS)
def test_axes_are_integers_of_numpy(backend: str, function: str) -> None:
    x = VALUE[backend](np.array([[1.0, 2.0, 0.0], [4.0, 5.0, 6.0]]))
    call = function_of(function)
    expected = numpy_of(call(x, axis=1, keepdims=True))
    keepdims = np.bool_(True) if backend == "torch" else True  # which NumPy itself does not take
    both_ways(backend, function, [x], expected, axis=np.int64(1), keepdims=keepdims)
    if not function.startswith("arg"):
        assert_same(call(x, axis=(np.int64(0), np.int8(1))), numpy_of(call(x, axis=(0, 1))))


@pytest.mark.backends("numpy", "torch")
def test_axes_of_other_functions_are_integers_of_numpy(backend: str) -> None:
    x, one = VALUE[backend](np.ones((2, 3))), np.int64(1)
    assert tuple(ua.squeeze(ua.expand_dims(x, axis=one), axis=one).shape) == (2, 3)
    assert tuple(ua.tensordot(x, ua.matrix_transpose(x), axes=one).shape) == (2, 2)
    assert_same(ua.linalg.vector_norm(x, axis=one), np.full(2, np.sqrt(3)))
    assert_same(ua.cumulative_sum(x, axis=one), np.cumsum(np.ones((2, 3)), 1))


class Holder:
    """What pandas, xarray and PIL have for NumPy."""

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.arange(3.0)


def test_objects_that_make_an_ndarray(backend: str) -> None:
    with selected(backend):
        assert_same(ua.asarray(Holder()), np.arange(3.0))
        assert_same(ua.asarray([Holder(), Holder()]), np.stack([np.arange(3.0)] * 2))
        assert_same(ua.asarray([np.float32(2), np.float32(3)], dtype=ua.int32), np.array([2, 3], "int32"))


def test_a_shape_is_a_sequence_of_numbers(backend: str) -> None:
    x = VALUE[backend](np.zeros((2, 3)))
    with selected(backend):
        assert numpy_of(ua.asarray(x.shape)).tolist() == [2, 3]


@pytest.mark.parametrize("dtype", ["int8", "int16", "int32", "uint8", "uint64"])
def test_indices_of_any_integer_dtype(backend: str, dtype: str) -> None:
    x, index = VALUE[backend](np.arange(4.0)), in_dtype(backend, np.array([1, 2, 0, 3]), dtype)
    assert_same(ua.take(x, index, axis=0), np.array([1.0, 2.0, 0.0, 3.0]))
    assert_same(ua.repeat(x, index), np.array([0.0, 1.0, 1.0, 3.0, 3.0, 3.0]))
    if dtype.startswith("int"):
        both_ways(backend, "searchsorted", [x, x], np.array([0, 1, 2, 3]),
                  sorter=in_dtype(backend, np.arange(4), dtype))  # fmt: skip


@pytest.mark.parametrize("order", [0, -1, -2.5])
@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_norms_of_no_elements(backend: str, shape: tuple[int, int], order: float) -> None:
    for axis in (0, 1, None):
        with np.errstate(divide="ignore"):
            expected = np.linalg.vector_norm(np.zeros(shape), axis=axis, ord=order)
            result = ua.linalg.vector_norm(VALUE[backend](np.zeros(shape)), axis=axis, ord=order)
        assert_same(result, expected)
