"""Elementwise functions against NumPy: dtypes, special values, variables, tf.function, gradients, errors."""

from __future__ import annotations

import inspect
import itertools

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from unified_arrays import array_api_tensorflow as xp  # noqa: E402
from unified_arrays.array_api_tensorflow import elementwise  # noqa: E402

nan, inf = np.nan, np.inf

KEEPING = ("abs", "conj", "imag", "positive", "real", "square")
ROUNDING = ("ceil", "floor", "round", "trunc")
PREDICATES = ("isfinite", "isinf", "isnan", "logical_not", "signbit")
FLOATING = (
    "acos acosh asin asinh atan atanh cos cosh exp expm1 log log10 log1p log2 reciprocal sin sinh sqrt tan tanh".split()
)
FLOATING_2 = ("atan2", "copysign", "divide", "hypot", "logaddexp", "nextafter")
BITS = ("bitwise_and", "bitwise_or", "bitwise_xor")
SHIFTS = ("bitwise_left_shift", "bitwise_right_shift")
ORDER = ("greater", "greater_equal", "less", "less_equal")
LOGIC = ("logical_and", "logical_or", "logical_xor")
ARITHMETIC = ("add", "multiply", "subtract")
DIVISION = ("floor_divide", "remainder")

SIGNED = ("int8", "int16", "int32", "int64")
UNSIGNED = ("uint8", "uint16", "uint32", "uint64")
INTEGERS = SIGNED + UNSIGNED
REAL = ("float16", "float32", "float64")
COMPLEX = ("complex64", "complex128")
EVERY = ("bool", *INTEGERS, *REAL, *COMPLEX)
TOLERANCE = {"float16": 2e-3, "float32": 2e-6, "float64": 4e-15, "complex64": 3e-6, "complex128": 1e-14}

REALS = [0.0, -0.0, 0.3, -0.3, 0.5, -0.5, 1.0, -1.0, 1.5, 2.5, -2.5, 3.0, 7.25, -7.25, 8.0, 1000.0, 1e-3]
REALS += [inf, -inf, nan]


def values(dtype: str) -> np.ndarray:
    """Telling values of a dtype: extremes, signs, halves, zeros of both signs, infinities, nan."""
    kind = np.dtype(dtype).kind
    if kind == "b":
        return np.array([True, False])
    if kind in "iu":
        info = np.iinfo(dtype)
        return np.array([0, 1, 2, 3, 5, 7, info.max, info.max - 1, info.min, info.min + 1, info.max // 2], dtype)
    if kind == "c":  # finite ones only: on infinities complex arithmetic differs from one C library to the next
        parts = [0.0, 0.5, -1.0, 2.0, -3.0, 1e-3]
        return np.array([complex(a, b) for a, b in itertools.product(parts, parts)], dtype)
    return np.array([*REALS, *([1e30, -1e30] if dtype != "float16" else [])], dtype)


def pairs(dtype: str) -> tuple[np.ndarray, np.ndarray]:
    v = values(dtype)
    return np.repeat(v, v.size), np.tile(v, v.size)


def as_floats(name: str, arrays: tuple[np.ndarray, ...]) -> tuple[np.ndarray, ...]:
    """Integers in float32 for the functions of floating dtypes, where NumPy has other defaults."""
    converts = (*FLOATING, *FLOATING_2)
    return tuple(a.astype(np.float32) if a.dtype.kind in "biu" and name in converts else a for a in arrays)


def assert_same(got: object, want: np.ndarray) -> None:
    """Same dtype, shape and values; zeros of the same sign; nan where nan."""
    assert got.dtype.name == want.dtype.name
    got = np.asarray(got)
    assert got.shape == want.shape
    if want.dtype.kind in "biu":
        np.testing.assert_array_equal(got, want)
        return
    rtol = TOLERANCE[want.dtype.name]
    if want.dtype.kind == "c":
        finite = np.isfinite(want)
        np.testing.assert_allclose(got[finite], want[finite], rtol=rtol, atol=1e-7)
        for part in ("real", "imag"):  # allclose takes a number with an infinite part for different unless it is equal
            np.testing.assert_allclose(getattr(got, part)[~finite], getattr(want, part)[~finite], rtol=rtol)
        return
    np.testing.assert_allclose(got, want, rtol=rtol)
    zero = want == 0
    np.testing.assert_array_equal(np.signbit(got[zero]), np.signbit(want[zero]))


def check(name: str, *arrays: np.ndarray) -> None:
    with np.errstate(all="ignore"):
        want = getattr(np, name)(*as_floats(name, arrays))
    assert_same(getattr(xp, name)(*map(tf.constant, arrays)), np.asarray(want))


def test_assert_same_can_fail() -> None:
    for got, want in (([1.0], [2.0]), ([0.0], [-0.0]), ([nan], [0.0]), ([1], [1.0])):
        with pytest.raises(AssertionError):
            assert_same(tf.constant(got), np.array(want, np.float32))


UNARY = [
    *itertools.product(FLOATING, EVERY),
    *itertools.product(ROUNDING, INTEGERS + REAL),
    *itertools.product(KEEPING, INTEGERS + REAL + COMPLEX),
    *itertools.product(PREDICATES[:-1], EVERY),
    *itertools.product(("signbit",), INTEGERS + REAL),
    *itertools.product(("negative", "sign"), INTEGERS + REAL + COMPLEX),
    *itertools.product(("bitwise_invert",), ("bool", *INTEGERS)),
    ("round", "complex64"),
]
BINARY = [
    *itertools.product(FLOATING_2, ("bool", *INTEGERS, *REAL)),
    *itertools.product(ARITHMETIC, INTEGERS + REAL + COMPLEX),
    *itertools.product(("add", "multiply", *BITS, *ORDER), ("bool",)),
    *itertools.product(BITS, INTEGERS),
    *itertools.product((*DIVISION, *ORDER, "maximum", "minimum"), INTEGERS + REAL),
    *itertools.product(("maximum", "minimum"), ("bool",)),
    *itertools.product(("equal", "not_equal", *LOGIC), EVERY),
    *itertools.product(("pow",), UNSIGNED + REAL),
]


@pytest.mark.parametrize(("name", "dtype"), UNARY)
def test_unary(name: str, dtype: str) -> None:
    x = values(dtype)
    if name == "reciprocal" and np.iscomplexobj(x):  # 1 / 0j is nan before TensorFlow 2.22, as in NumPy, then infinite
        x = x[(x != 0) & np.isfinite(x)]
    check(name, x)


@pytest.mark.parametrize(("name", "dtype"), BINARY)
def test_binary(name: str, dtype: str) -> None:
    x1, x2 = pairs(dtype)
    if name == "nextafter":  # of two zeros the standard asks for x2, NumPy's float16 gives x1
        keep = (x1 != 0) | (x2 != 0)
        x1, x2 = x1[keep], x2[keep]
        if dtype not in ("float16",):  # the neighbours of 0 are subnormal, which other ops take for 0
            keep = x1 != 0
            x1, x2 = x1[keep], x2[keep]
    check(name, x1, x2)


@pytest.mark.parametrize("dtype", SIGNED)
def test_signed_values(dtype: str) -> None:
    """What negative numbers change: Python's signs in division, powers, shifts, the one that has no opposite."""
    info = np.iinfo(dtype)
    x = np.array([7, -7, 7, -7, 5, -5, 0, info.min, info.min, info.max], dtype)
    y = np.array([3, 3, -3, -3, 0, 0, 0, -1, 1, -1], dtype)
    for name in DIVISION:
        check(name, x, y)
    check("pow", x, np.abs(y))
    check("abs", x)
    check("negative", x)
    check("sign", x)


@pytest.mark.parametrize("dtype", INTEGERS)
@pytest.mark.parametrize("name", SHIFTS)
def test_shifts_up_to_and_past_the_width(name: str, dtype: str) -> None:
    x1 = values(dtype)
    counts = np.array([0, 1, 7, 8, 31, 32, 63, 64, 100, *([-1, -100] if dtype in SIGNED else [])], dtype)
    check(name, np.repeat(x1, counts.size), np.tile(counts, x1.size))


def test_uint64_powers_wrap() -> None:
    base = np.array([0, 1, 2, 3, 6, 2**63, 2**64 - 1], np.uint64)
    exponent = np.array([0, 1, 63, 64, 65, 2**62, 2**63, 2**63 + 1, 2**64 - 1], np.uint64)
    base, exponent = np.repeat(base, exponent.size), np.tile(exponent, base.size)
    want = [pow(int(b), int(e), 2**64) for b, e in zip(base, exponent, strict=True)]
    assert_same(xp.pow(tf.constant(base), tf.constant(exponent)), np.array(want, np.uint64))


@pytest.mark.parametrize("dtype", COMPLEX)
def test_complex_pow_and_divide(dtype: str) -> None:
    x1, x2 = pairs(dtype)
    safe = np.abs(x1) > 0.1  # TensorFlow's powers of small numbers are some digits worse than NumPy's
    check("pow", x1[safe], x2[safe])
    check("divide", x1[x2 != 0], x2[x2 != 0])
    assert_same(xp.pow(tf.zeros([2], dtype), tf.zeros([2], dtype)), np.ones(2, dtype))


def test_complex_infinities() -> None:
    z = np.array([complex(inf, 1), complex(-inf, 1), complex(1, inf), complex(-1, 0)], np.complex128)
    for name in ("log", "log1p", "log2", "log10", "abs", "isinf", "isfinite", "isnan"):
        check(name, z)


@pytest.mark.parametrize("dtype", COMPLEX)
def test_complex_logarithms_of_large_and_small_numbers(dtype: str) -> None:
    size = 1e200 if dtype == "complex128" else 1e30
    z = np.array([complex(size, -size), complex(1 / size, 1 / size), complex(-size, 1), complex(0, 1 / size)], dtype)
    for name in ("log", "log2", "log10"):
        check(name, z)
    small = z[[1, 3]]
    assert_same(xp.log1p(tf.constant(small)), small)  # NumPy's is 0
    assert_same(xp.expm1(tf.constant(small)), small)


def test_complex_expm1() -> None:
    z = np.array([complex(a, b) for a in (-2.0, 1e-9, 0.0, 3.0) for b in (-1.0, 1e-9, 0.0, 2.0)])
    check("expm1", z)
    check("expm1", np.array([88.07 + 0.9j], np.complex64))  # a part before the last step is too large for float32
    special = {  # NumPy has others
        complex(inf, 0.0): complex(inf, 0),
        complex(-inf, inf): complex(-1, 0),
        complex(-inf, nan): complex(-1, 0),
        complex(inf, inf): complex(inf, nan),
        complex(inf, nan): complex(inf, nan),
        complex(nan, 0.0): complex(nan, 0),
        complex(1.0, inf): complex(nan, nan),
    }
    got = np.asarray(xp.expm1(tf.constant(list(special), tf.complex128)))
    np.testing.assert_array_equal(got.real, np.real(list(special.values())))
    np.testing.assert_array_equal(got.imag, np.imag(list(special.values())))


@pytest.mark.parametrize(
    ("name", "slope"), [("log", lambda z: 1 / z), ("log1p", lambda z: 1 / (1 + z)), ("expm1", np.exp)]
)
def test_complex_gradients(name: str, slope: object) -> None:
    z = tf.constant([1e-10 + 1e-5j, 0.5 + 2j, -0.3 - 0.1j, 7 - 9j], tf.complex128)
    with tf.GradientTape() as tape:
        tape.watch(z)
        y = getattr(xp, name)(z)
    np.testing.assert_allclose(tape.gradient(y, z), np.conj(slope(z.numpy())), rtol=1e-12)


def test_bfloat16() -> None:
    x = tf.constant([-0.0, 1.0, -2.5, nan], tf.bfloat16)
    for name in (*FLOATING, *ROUNDING, "abs", "negative", "square"):
        assert getattr(xp, name)(x).dtype == tf.bfloat16, name
    assert np.asarray(xp.signbit(x)).tolist()[:3] == [True, False, True]
    start, goal = [0.0, 1.0, -1.0, inf, 1.0], [1.0, 2.0, 0.0, 0.0, nan]
    after = xp.nextafter(tf.constant(start, tf.bfloat16), tf.constant(goal, tf.bfloat16))
    bits = np.asarray(tf.bitcast(after, tf.uint16)).tolist()
    assert bits[:4] == [1, 0x3F81, 0xBF7F, 0x7F7F]
    assert np.isnan(float(after[4]))
    large = tf.constant(2e38, tf.bfloat16)
    assert float(xp.hypot(large, large)) == pytest.approx(2.83e38, rel=1e-2)


def test_exact_logarithms() -> None:
    for dtype in (np.float32, np.float64):
        powers = np.arange(-30, 31)
        assert np.asarray(xp.log2(tf.constant(np.exp2(powers).astype(dtype)))).tolist() == powers.tolist()
        tens = np.arange(0, 11)
        assert np.asarray(xp.log10(tf.constant((10.0**tens).astype(dtype)))).tolist() == tens.tolist()


def test_long_arrays_keep_nan_and_do_not_overflow() -> None:
    """TensorFlow computes long arrays in packets: other code than for short ones."""
    x = np.linspace(-3e38, 3e38, 10007).astype(np.float32)
    x[::13] = nan
    y = x[::-1].copy()
    for name in ("maximum", "minimum", "hypot", "logaddexp", "copysign", "remainder", "floor_divide"):
        check(name, x, y)


def test_sign_of_nan() -> None:
    nans = xp.copysign(tf.constant([nan, nan]), tf.constant([1.0, -1.0]))
    assert np.asarray(xp.signbit(nans)).tolist() == [False, True]


@pytest.mark.parametrize(
    ("low", "high"), [(None, None), (-1.0, None), (None, 2), (-1.0, 2.0), ("array", 2.0), (nan, 1.0)]
)
def test_clip(low: object, high: object) -> None:
    x = np.array(REALS, np.float32)
    low = np.linspace(-2, 2, x.size).astype(np.float32) if low == "array" else low
    as_tensor = tf.constant(low) if isinstance(low, np.ndarray) else low
    want = x if low is None and high is None else np.clip(x, low, high)
    assert_same(xp.clip(tf.constant(x), as_tensor, max=high), want.astype(np.float32))
    ints = tf.constant([-5, 3, 9])
    assert_same(xp.clip(ints, 0, 5), np.array([0, 3, 5], np.int32))


@pytest.mark.parametrize(
    ("first", "second", "common"),
    [
        ("int8", "uint8", "int16"),
        ("int32", "float32", "float32"),
        ("bool", "int16", "int16"),
        ("float32", "complex64", "complex64"),
        ("float64", "complex64", "complex128"),
        ("uint8", 3, "uint8"),
        ("int64", 1.5, "float32"),
        ("float64", 1, "float64"),
        ("float64", 1j, "complex128"),
        ("bool", 2, "int64"),
    ],
)
def test_promotion(first: str, second: object, common: str) -> None:
    x1 = tf.ones([2], first)
    x2 = tf.ones([2], second) if isinstance(second, str) else second
    assert xp.multiply(x1, x2).dtype.name == xp.multiply(x2, x1).dtype.name == common
    assert xp.equal(x1, x2).dtype == tf.bool


@pytest.mark.parametrize("shapes", [((), ()), ((), (3,)), ((2, 1), (3,)), ((0,), (1,)), ((2, 0, 3), (3,))])
@pytest.mark.parametrize("name", ["add", "hypot", "floor_divide", "remainder", "logaddexp", "copysign", "pow"])
def test_broadcasting(name: str, shapes: tuple[tuple[int, ...], ...]) -> None:
    arrays = [np.full(shape, 1.5 + at, np.float32) for at, shape in enumerate(shapes)]
    check(name, *arrays)


ONE_ARGUMENT = sorted({name for name, _ in UNARY})
TWO_ARGUMENTS = sorted({name for name, _ in BINARY} | set(SHIFTS))


def telling_operands(name: str, count: int) -> list[object]:
    dtype = "int32" if name.startswith("bitwise") else "float64"
    x = tf.constant(np.array([[1, 2, 3], [4, 5, 6]]) / (1 if dtype == "int32" else 8), dtype)
    return [x, x[0]][:count]


@pytest.mark.parametrize("name", [*ONE_ARGUMENT, *TWO_ARGUMENTS])
def test_variables_and_tf_function(name: str) -> None:
    """The same from variables, and in a tf.function that knows the number of axes only."""
    function = getattr(xp, name)
    arrays = telling_operands(name, 2 if name in TWO_ARGUMENTS else 1)
    want = np.asarray(function(*arrays))
    from_variables = function(*map(tf.Variable, arrays))
    assert isinstance(from_variables, tf.Tensor)
    np.testing.assert_array_equal(np.asarray(from_variables), want)
    signature = [tf.TensorSpec([None] * len(a.shape), a.dtype) for a in arrays]
    traced = tf.function(lambda *operands: function(*operands), input_signature=signature)
    np.testing.assert_allclose(np.asarray(traced(*arrays)), want, rtol=1e-12)


# Functions without a slope.
STEPS = {"ceil", "floor", "round", "trunc", "imag", "sign", "floor_divide"}


SMOOTH = [
    name
    for name in (*ONE_ARGUMENT, *TWO_ARGUMENTS)
    if name not in STEPS and not name.startswith(("bitwise", "is", "logical", "signbit", *ORDER, "equal", "not_equal"))
]


@pytest.mark.parametrize("name", SMOOTH)
def test_gradients(name: str) -> None:
    function = getattr(xp, name)
    offset = 1.25 if name == "acosh" else 0.0
    points = [tf.constant([0.31, 0.47, 0.83], tf.float64) + offset, tf.constant([0.55, 0.21, 0.37], tf.float64)]
    points = points[: 2 if name in TWO_ARGUMENTS else 1]
    with tf.GradientTape() as tape:
        tape.watch(points)
        y = function(*points)
    for at, slope in enumerate(tape.gradient(y, points)):
        step = [tf.constant(1e-6 if own == at else 0.0, tf.float64) for own in range(len(points))]
        ahead = function(*(p + s for p, s in zip(points, step, strict=True)))
        behind = function(*(p - s for p, s in zip(points, step, strict=True)))
        if slope is None:
            assert name in ("copysign",) and at == 1
        else:
            np.testing.assert_allclose(slope, (ahead - behind) / 2e-6, rtol=1e-6, atol=1e-8)


def test_gradient_of_a_tie() -> None:
    x = tf.constant([0.0, 3.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = xp.logaddexp(x, x + 0)
    assert np.asarray(tape.gradient(y, x)).tolist() == [1.0, 1.0]


def test_no_autograph_warnings(capfd: pytest.CaptureFixture[str]) -> None:
    tf.function(lambda x: xp.floor_divide(xp.hypot(x, x), xp.log2(x)))(tf.constant([3.0]))
    assert "AutoGraph" not in capfd.readouterr().err


def test_errors_say_what_came() -> None:
    with pytest.raises(TypeError, match="list"):
        xp.add(tf.constant(1.0), [1.0])
    with pytest.raises(TypeError, match="subtract does not take arrays of dtype bool"):
        xp.subtract(tf.constant(True), tf.constant(True))
    with pytest.raises(TypeError, match="uint64 and int64"):
        xp.add(tf.constant(1, tf.uint64), tf.constant(1, tf.int64))
    with pytest.raises(TypeError, match="complex64"):
        xp.less(tf.constant(1j, tf.complex64), 1)
    with pytest.raises(ValueError, match=r"add of float32\[2\] and float32\[3\]"):
        xp.add(tf.ones(2), tf.ones(3))
    with pytest.raises(ValueError, match="negative integer powers"):
        xp.pow(tf.constant([2]), -1)
    with pytest.raises(OverflowError, match="300"):
        xp.add(tf.constant(1, tf.int8), 300)


@pytest.mark.parametrize("name", [*ONE_ARGUMENT, *TWO_ARGUMENTS])
def test_signatures(name: str) -> None:
    function = getattr(elementwise, name)
    parameters = inspect.signature(function).parameters
    assert list(parameters) == (["x1", "x2"] if name in TWO_ARGUMENTS else ["x"])
    assert all(parameter.kind is parameter.POSITIONAL_ONLY for parameter in parameters.values())
    assert function.__name__ == name
    assert function.__doc__
