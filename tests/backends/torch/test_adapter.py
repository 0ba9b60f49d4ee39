"""What the PyTorch backend repairs: unsigned integers, special values, and the rest of its namespace.

NumPy is the reference for integers: every result must be its own, bit for bit.
"""

from __future__ import annotations

import cmath
import itertools
import math
import random
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import array_api_compat.numpy as reference  # noqa: E402

import unified_arrays as ua  # noqa: E402
import unified_arrays.torch as xp  # noqa: E402
from unified_arrays.backends.torch.memory_layout import may_overlap  # noqa: E402

UNSIGNED = ("uint8", "uint16", "uint32", "uint64")
SIGNED = ("int8", "int16", "int32", "int64")
# Pairs with an unsigned dtype that promote to an integer dtype.
PAIRS = [(one, other) for one in UNSIGNED for other in UNSIGNED]
PAIRS += [pair for one in UNSIGNED[:3] for other in SIGNED for pair in ((one, other), (other, one))]
BINARY = (
    "add subtract multiply floor_divide remainder pow bitwise_and bitwise_or bitwise_xor bitwise_left_shift "
    "bitwise_right_shift equal not_equal less less_equal greater greater_equal maximum minimum isin"
).split()
UNARY = "abs positive negative square sign bitwise_invert trunc".split()
WHOLE = (
    "max min sort argsort argmax argmin count_nonzero nonzero unique_values tril triu flip diff sum prod any all"
).split()


def integers(dtype: str, seed: int = 0, shape: tuple[int, ...] = (4, 6)) -> np.ndarray:
    """Small numbers, numbers from the whole range, and both ends of it."""
    limits, rng = np.iinfo(dtype), np.random.default_rng(seed)
    values = rng.integers(limits.min, limits.max, shape, dtype=dtype, endpoint=True)
    values = np.where(rng.random(shape) < 0.3, rng.integers(0, 9, shape).astype(dtype), values)
    values.flat[0], values.flat[-1] = limits.max, limits.min
    return values


def tensor(values: Any) -> Any:
    return torch.from_numpy(np.array(values))


def assert_exact(actual: Any, expected: Any) -> None:
    """Same dtype, shape and values; of a tuple, in each entry."""
    if isinstance(expected, tuple):
        for one, other in zip(actual, expected, strict=True):
            assert_exact(one, other)
        return
    expected = np.asarray(expected)
    assert actual.numpy().dtype == expected.dtype
    np.testing.assert_array_equal(actual.numpy(), expected)


def fitting(function: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """`y` as a second operand for which the function is defined: no zero to divide by, no long shift."""
    if function in ("floor_divide", "remainder"):
        return np.where(y == 0, np.array(3, y.dtype), y)
    if "shift" in function:
        return (np.abs(y.astype(np.int64)) % (8 * np.result_type(x, y).itemsize)).astype(y.dtype)
    return np.where(y < 0, np.array(3, y.dtype), y) if function == "pow" else y


# -- unsigned integers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", BINARY)
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_binary_functions_of_unsigned(function: str, first: str, second: str) -> None:
    for shape1, shape2 in (((4, 6), (4, 6)), ((4, 6), ()), ((), (4, 6))):
        x, y = integers(first, 1, shape1), integers(second, 2, shape2)
        y = fitting(function, x, y)
        with np.errstate(all="ignore"):
            expected = getattr(reference, function)(x, y)
        result = getattr(xp, function)(tensor(x), tensor(y))
        assert_exact(result, expected)
        if function != "isin":
            out = torch.empty_like(result)
            assert getattr(xp, function)(tensor(x), tensor(y), out=out) is out
            assert_exact(out, expected)


@pytest.mark.parametrize("dtype", UNSIGNED)
@pytest.mark.parametrize("function", UNARY + WHOLE)
def test_functions_of_one_unsigned_array(function: str, dtype: str) -> None:
    x = integers(dtype)
    with np.errstate(all="ignore"):
        expected = getattr(reference, function)(x)
    result = getattr(xp, function)(tensor(x))
    assert_exact(result, expected)
    if isinstance(result, torch.Tensor):
        assert_exact(getattr(xp, function)(tensor(x), out=torch.empty_like(result)), expected)


@pytest.mark.parametrize("dtype", UNSIGNED)
def test_scalars_beside_unsigned(dtype: str) -> None:
    x, top = integers(dtype), int(np.iinfo(dtype).max)
    assert_exact(xp.less(tensor(x), top), x < top)
    assert_exact(xp.maximum(tensor(x), top), np.maximum(x, np.array(top, dtype)))
    assert_exact(xp.add(1, tensor(x)), x + np.array(1, dtype))
    assert_exact(xp.floor_divide(tensor(x), 7), x // np.array(7, dtype))
    assert_exact(xp.clip(tensor(x), 2, top - 1), np.clip(x, np.array(2, dtype), np.array(top - 1, dtype)))


@pytest.mark.parametrize("dtype", UNSIGNED)
def test_shapes_indices_and_products_of_unsigned(dtype: str) -> None:
    x, y = integers(dtype, 1), integers(dtype, 2)
    a, b = tensor(x), tensor(y)
    counts = np.array([1, 0, 2, 3], dtype)
    assert_exact(xp.repeat(a, tensor(counts), axis=0), np.repeat(x, counts.astype(np.int64), axis=0))
    assert_exact(xp.take(a, tensor(counts), axis=0), np.take(x, counts.astype(np.int64), axis=0))
    assert_exact(xp.where(tensor(x > y), a, b), np.where(x > y, x, y))
    assert_exact(xp.matmul(a, xp.matrix_transpose(b)), x @ y.T)
    assert_exact(xp.tensordot(a, b), np.tensordot(x, y))
    assert_exact(xp.vecdot(a, b), np.vecdot(x, y))
    assert_exact(xp.linalg.outer(a[0], b[0]), np.outer(x[0], y[0]))
    assert_exact(xp.linalg.cross(a[:, :3], b[:, :3]), np.cross(x[:, :3], y[:, :3]))
    assert_exact(xp.linalg.trace(a), np.trace(x))
    assert_exact(xp.searchsorted(tensor(np.sort(x[0])), b), np.searchsorted(np.sort(x[0]), y))
    assert_exact(xp.diff(a, axis=0, prepend=b[:1], append=b[1:]), np.diff(x, axis=0, prepend=y[:1], append=y[1:]))


@pytest.mark.parametrize("function", ["sum", "prod", "cumulative_sum", "cumulative_prod"])
@pytest.mark.parametrize("dtype", UNSIGNED)
def test_accumulation_of_unsigned(function: str, dtype: str) -> None:
    x = integers(dtype)
    for options in ({}, {"dtype": "uint16"}, {"dtype": "uint64"}, {"dtype": "int64"}):
        expected = getattr(reference, function)(x, axis=1, **options)
        result = getattr(ua, function)(tensor(x), axis=1, **options)
        assert_exact(result, expected)
        assert_exact(getattr(ua, function)(tensor(x), axis=1, **options, out=torch.empty_like(result)), expected)


def test_promotion_of_unsigned() -> None:
    for first, second in PAIRS:
        expected = getattr(torch, np.result_type(first, second).name)
        assert xp.result_type(getattr(torch, first), getattr(torch, second)) == expected
        assert xp.result_type(torch.zeros(2, dtype=getattr(torch, first)), getattr(torch, second), 3) == expected
        assert xp.can_cast(getattr(torch, first), expected)
    assert not xp.can_cast(torch.uint64, torch.int64)
    assert xp.result_type(torch.zeros(2, dtype=torch.uint16), 1.5) == torch.float32


def test_uint64_has_no_dtype_in_common_with_signed_integers() -> None:
    x, y = torch.ones(2, dtype=torch.uint64), torch.ones(2, dtype=torch.int64)
    for call in (lambda: xp.add(x, y), lambda: xp.result_type(x, y), lambda: xp.less(x, y[0])):
        with pytest.raises(TypeError, match=r"no integer dtype holds both torch\.uint64 and torch\.int64"):
            call()


def test_errors_of_unsigned_are_those_of_signed() -> None:
    with pytest.raises(ValueError, match="broadcast together"):
        xp.add(torch.ones(2, dtype=torch.uint16), torch.ones(3, dtype=torch.uint16))


def test_isin_compares_in_the_common_dtype() -> None:
    assert xp.isin(torch.tensor([0, 1], dtype=torch.uint8), torch.tensor(256)).tolist() == [False, False]


# -- special values ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_quotients_with_one_infinity(dtype: Any) -> None:
    cases = [(math.inf, 2.0, math.inf), (math.inf, -2.0, -math.inf), (-math.inf, 2.0, -math.inf)]
    cases += [(1.0, -math.inf, -0.0), (-1.0, math.inf, -0.0), (1.0, math.inf, 0.0), (7.0, -2.0, -4.0)]
    for x, y, expected in cases:
        for second in (y, torch.tensor(y, dtype=dtype)):
            result = xp.floor_divide(torch.tensor([x], dtype=dtype), second)
            assert result.dtype == dtype
            assert repr(result.item()) == repr(expected)
    assert math.isnan(xp.floor_divide(torch.tensor([math.inf]), math.inf).item())


def test_a_zero_remainder_has_the_sign_of_the_divisor() -> None:
    for x in (0.0, -0.0, 6.0, -6.0):
        for y in (3.0, -3.0):
            for second in (y, torch.tensor(y)):
                assert repr(xp.remainder(torch.tensor([x]), second).item()) == repr(math.copysign(0.0, y))


def test_the_sign_of_a_zero_remainder_costs_no_gradient() -> None:
    x = torch.tensor([6.0, -6.0, 5.0], requires_grad=True)
    y = torch.tensor([3.0, 3.0, -3.0], requires_grad=True)
    xp.remainder(x, y).sum().backward()
    assert x.grad.tolist() == [1.0, 1.0, 1.0]
    assert y.grad.tolist() == [-2.0, 2.0, 2.0]


INF, NAN = math.inf, math.nan
COMPLEX = [
    ("acos", complex(0, 0), complex(math.pi / 2, -0.0)),
    ("acos", complex(0.5, -0.0), complex(math.acos(0.5), 0.0)),
    ("expm1", complex(-0.0, 0), complex(0, 0)),
    ("expm1", complex(0, -0.0), complex(0, -0.0)),
    ("expm1", complex(INF, 0), complex(INF, 0)),
    ("expm1", complex(-INF, INF), complex(-1, 0)),
    ("expm1", complex(-INF, NAN), complex(-1, 0)),
    ("expm1", complex(INF, INF), complex(INF, NAN)),
    ("expm1", complex(INF, NAN), complex(INF, NAN)),
    ("expm1", complex(NAN, 0), complex(NAN, 0)),
    ("log1p", complex(1, INF), complex(INF, math.pi / 2)),
    ("log1p", complex(INF, NAN), complex(INF, NAN)),
    ("log1p", complex(NAN, INF), complex(INF, NAN)),
    ("log1p", complex(-INF, -1), complex(INF, -math.pi)),
]


@pytest.mark.parametrize(("function", "x", "expected"), COMPLEX, ids=str)
@pytest.mark.parametrize("dtype", [torch.complex64, torch.complex128])
def test_special_complex_values(function: str, x: complex, expected: complex, dtype: Any) -> None:
    array = torch.full((9,), x, dtype=dtype)
    plain = getattr(xp, function)(array)
    into = getattr(xp, function)(array, out=torch.zeros(9, dtype=dtype))
    for result in (plain[0].item(), plain[-1].item(), into[0].item()):
        for part, wanted in ((result.real, expected.real), (result.imag, expected.imag)):
            assert math.isnan(part) == math.isnan(wanted)
            assert math.isnan(wanted) or math.isclose(part, wanted, rel_tol=1e-6)
            assert math.isnan(wanted) or math.copysign(1, part) == math.copysign(1, wanted)


@pytest.mark.parametrize("dtype", [torch.complex64, torch.complex128])
def test_log1p_of_subnormal_numbers(dtype: Any) -> None:
    """As small as they are, each is its own log1p; torch.log1p has nan."""
    step = float(torch.finfo(dtype).smallest_normal) * torch.finfo(dtype).eps
    x = torch.tensor([complex(7 * step, -300 * step), complex(0, step), complex(-step, 0)], dtype=torch.complex128)
    np.testing.assert_array_equal(ua.log1p(x.to(dtype)).numpy(), x.to(dtype).numpy())


@pytest.mark.parametrize("function", ["acos", "expm1", "log1p"])
def test_ordinary_complex_values_and_gradients(function: str) -> None:
    values = [0.3 + 0.2j, 0.1 - 0.4j, 1e-9 + 1e-9j]
    x = torch.tensor(values, dtype=torch.complex128, requires_grad=True)
    exact = {"acos": cmath.acos, "expm1": lambda z: cmath.exp(z) - 1, "log1p": lambda z: cmath.log(1 + z)}[function]
    for one, value in zip(getattr(xp, function)(x).tolist(), values, strict=True):
        assert cmath.isclose(one, exact(value), rel_tol=1e-6)
    assert torch.autograd.gradcheck(getattr(xp, function), (x,))


# -- the rest ---------------------------------------------------------------------------------------------------------


def test_unique_of_complex_numbers() -> None:
    x = torch.tensor([[1 + 1j, 2, 1 + 1j], [complex(NAN, 1), complex(NAN, 1), 2]])
    result = xp.unique_all(x)
    assert result.values[:2].tolist() == [1 + 1j, 2]
    assert result.indices.tolist() == [0, 1, 3, 4]
    assert result.counts.tolist() == [2, 2, 1, 1]
    assert result.inverse_indices.tolist() == [[0, 1, 0], [2, 3, 1]]
    assert xp.unique_counts(x).counts.tolist() == [2, 2, 1, 1]
    assert xp.unique_inverse(x).inverse_indices.tolist() == [[0, 1, 0], [2, 3, 1]]
    assert xp.unique_values(x[:0]).shape == (0,)


def test_std_takes_any_correction() -> None:
    x = np.arange(6.0).reshape(2, 3)
    for axis in (None, 0, (0, 1)):
        expected = reference.std(x, axis=axis, correction=0.5, keepdims=True)
        np.testing.assert_allclose(xp.std(tensor(x), axis=axis, correction=0.5, keepdims=True).numpy(), expected)


def test_shapes_that_do_not_broadcast_are_a_value_error() -> None:
    with pytest.raises(ValueError, match="broadcast"):
        xp.broadcast_shapes((2, 3), (2, 4))
    assert xp.broadcast_shapes((2, 1), (3,)) == (2, 3)


@pytest.mark.parametrize("wrong", [9, 3, -4])
@pytest.mark.parametrize("function", ["take", "take_along_axis"])
def test_an_index_that_is_too_large_is_refused(function: str, wrong: int) -> None:
    x, indices = torch.arange(3.0), torch.tensor([0, wrong])
    out = torch.full((2,), 7.0)
    for options in ({}, {"out": out}):
        with pytest.raises(IndexError, match="out of (range|bounds)"):
            getattr(ua, function)(x, indices, axis=0, **options)
    assert out.tolist() == [7.0, 7.0]


def test_take_along_axis_broadcasts() -> None:
    x = np.arange(12.0).reshape(2, 3, 2)
    for indices, axis in ((np.array([[[0], [-1], [2], [1]]]), 1), (np.array([[[1, -2]], [[0, 0]]]), -1)):
        wide = np.broadcast_to(indices, np.broadcast_shapes(indices.shape, (2, 1, 1) if axis == 1 else (2, 3, 1)))
        expected = np.take_along_axis(x, wide if axis == -1 else np.broadcast_to(indices, (2, 4, 2)), axis)
        for dtype in (np.int8, np.int64):
            result = ua.take_along_axis(torch.tensor(x), torch.tensor(indices.astype(dtype)), axis=axis)
            np.testing.assert_array_equal(result.numpy(), expected)


# -- where tensors lie ------------------------------------------------------------------------------------------------


def places(x: Any) -> set[int]:
    """The addresses of all elements, one by one."""
    steps = zip(x.shape, x.stride(), strict=True)
    offsets = [sum(one) for one in itertools.product(*([i * step for i in range(size)] for size, step in steps))]
    return {x.data_ptr() + one * x.element_size() for one in offsets}


def test_tensors_that_share_an_element_may_overlap_and_those_in_the_gaps_of_another_do_not() -> None:
    random_ = random.Random(0)
    memory, told_apart = torch.zeros(400), 0
    for _ in range(5000):
        rank = random_.randint(1, 3)
        shape = [random_.randint(1, 4) for _ in range(rank)]
        steps = [random_.choice([1, 2, 3, 4, 6, 8, 12, 24]) for _ in range(rank)]
        x, y = (memory.as_strided(shape, steps, random_.randrange(60)) for _ in range(2))
        share = not places(x).isdisjoint(places(y))
        assert may_overlap(x, y) or not share
        within = max(min(places(x)), min(places(y))) <= min(max(places(x)), max(places(y)))
        told_apart += within and not may_overlap(x, y)
    assert told_apart > 500


@pytest.mark.parametrize("name", ["add", "multiply", "maximum"])
def test_columns_of_one_matrix_are_filled_in_place(name: str) -> None:
    matrix = torch.arange(32.0).reshape(8, 4)
    expected = getattr(np, name)(matrix[:, 0].numpy(), matrix[:, 1].numpy())
    for _ in range(2):
        with ua.memory.trace() as trace:
            getattr(ua, name)(matrix[:, 0], matrix[:, 1], out=matrix[:, 2])
        assert [one.mode for one in trace.rows] == ["native"]
        getattr(ua, name)(matrix[:, 0], matrix[:, 1], out=matrix[:, 2])
        np.testing.assert_array_equal(matrix[:, 2].numpy(), expected)
    assert matrix[:, 3].tolist() == [3.0 + 4 * i for i in range(8)]
