"""The fft extension against NumPy: sizes, axes and norms of each transform; gradients by finite differences."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from unified_arrays.array_api_tensorflow import ArrayVariable, fft  # noqa: E402

NORMS = ("backward", "ortho", "forward")
OF_ONE_AXIS = ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft")
OF_AXES = ("fftn", "ifftn", "rfftn", "irfftn")
OF_REAL = ("rfft", "rfftn", "ihfft")
TO_REAL = ("irfft", "irfftn", "hfft")
FLOATING = ("float32", "float64", "complex64", "complex128")
OTHERS = ("bool", "int8", "int64", "uint64", "float16", "bfloat16")
TOLERANCE = {"float32": 1e-5, "complex64": 1e-5, "float64": 1e-13, "complex128": 1e-13}


def is_double(dtype):
    return dtype in ("float64", "complex128")


def result_of(name, dtype):
    if name in TO_REAL:
        return "float64" if is_double(dtype) else "float32"
    return "complex128" if is_double(dtype) else "complex64"


def arrays(dtype, shape, seed=0):
    """A tensor of any dtype, and the same values in NumPy's widest dtype of the kind."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-3, 3, shape) + (1j * rng.uniform(-3, 3, shape) if "complex" in dtype else 0)
    t = tf.cast(tf.constant(abs(x) if dtype in OTHERS else x), dtype)
    return t, np.asarray(tf.cast(t, "complex128" if "complex" in dtype else "float64"))


def assert_close(got, want, dtype):
    assert isinstance(got, tf.Tensor)
    assert not isinstance(got, tf.Variable)
    assert got.dtype.name == dtype
    assert tuple(got.shape) == np.shape(want)
    scale = max(1, np.max(np.abs(want), initial=0))
    np.testing.assert_allclose(got, want, rtol=0, atol=TOLERANCE[dtype] * scale)


def takes(name, dtype):
    return name not in OF_REAL or "complex" not in dtype


@pytest.mark.parametrize("name", OF_ONE_AXIS)
@pytest.mark.parametrize("dtype", FLOATING)
@pytest.mark.parametrize("norm", NORMS)
def test_of_one_axis(name, dtype, norm):
    function, oracle = getattr(fft, name), getattr(np.fft, name)
    x, wide = arrays(dtype, (4, 3, 5))
    if not takes(name, dtype):
        with pytest.raises(TypeError, match=f"{name} takes real arrays, got {dtype}"):
            function(x)
        return
    for n, axis in itertools.product((None, 1, 2, 5, 6, 13), (-1, 0, 1)):
        got = function(ArrayVariable(x), n=n, axis=axis, norm=norm)
        assert_close(got, oracle(wide, n=n, axis=axis, norm=norm), result_of(name, dtype))
    for shape in ((7,), (0, 4), (2, 1009)):
        x, wide = arrays(dtype, shape)
        assert_close(function(x, norm=norm), oracle(wide, norm=norm), result_of(name, dtype))


@pytest.mark.parametrize("name", OF_AXES)
@pytest.mark.parametrize("dtype", FLOATING)
@pytest.mark.parametrize("norm", NORMS)
def test_of_axes(name, dtype, norm):
    function, oracle = getattr(fft, name), getattr(np.fft, name)
    x, wide = arrays(dtype, (4, 3, 2, 5, 3))
    if not takes(name, dtype):
        with pytest.raises(TypeError, match=f"{name} takes real arrays, got {dtype}"):
            function(x)
        return
    for axes, s in (
        (None, None),
        (None, (2, 3, 4, 4, 5)),
        ((-1,), None),
        ((0, 1), None),
        ((3, 0), (7, 2)),
        ([2, -1, 0], [1, 4, 3]),
        ((4, 3, 2, 1), (2, 6, -1, 3)),
    ):
        got = function(ArrayVariable(x), s=s, axes=axes, norm=norm)
        sizes = (
            None if s is None else [wide.shape[a] if n == -1 else n for a, n in zip(axes or range(5), s, strict=True)]
        )
        axes = range(5) if axes is None else axes
        assert_close(got, oracle(wide, s=sizes, axes=axes, norm=norm), result_of(name, dtype))


def test_sizes_without_axes_are_of_the_last():
    x, wide = arrays("complex128", (2, 3, 4))
    assert_close(fft.fftn(x, s=(5, 2)), np.fft.fftn(wide, s=(5, 2), axes=(1, 2)), "complex128")


def test_no_axes():
    x, wide = arrays("float64", (2, 3))
    assert_close(fft.fftn(x, axes=()), wide, "complex128")
    assert_close(fft.ifftn(tf.constant(2.0)), 2, "complex64")


def test_sizes_of_minus_one():
    x, wide = arrays("complex64", (3, 4))
    for name in OF_AXES[:2]:
        want = getattr(np.fft, name)(wide, (3, 2), (0, 1))
        assert_close(getattr(fft, name)(x, s=(-1, 2), axes=(0, 1)), want, "complex64")
    want = np.fft.irfftn(wide, (3, 6), (0, 1))
    assert_close(fft.irfftn(x, s=(-1, -1), axes=(0, 1)), want, "float32")


@pytest.mark.parametrize("name", [*OF_ONE_AXIS, *OF_AXES])
@pytest.mark.parametrize("dtype", OTHERS)
def test_other_dtypes_are_taken_in_single_precision(name, dtype):
    x, wide = arrays(dtype, (3, 4))
    assert_close(getattr(fft, name)(x), getattr(np.fft, name)(wide), result_of(name, "float32"))


@pytest.mark.parametrize("norm", NORMS)
def test_there_and_back(norm):
    x, wide = arrays("complex128", (3, 5, 4))
    assert_close(fft.ifft(fft.fft(x, norm=norm), norm=norm), wide, "complex128")
    assert_close(fft.ifftn(fft.fftn(x, norm=norm), norm=norm), wide, "complex128")
    x, wide = arrays("float32", (3, 4, 5))
    assert_close(fft.irfft(fft.rfft(x, norm=norm), n=5, norm=norm), wide, "float32")
    assert_close(fft.irfftn(fft.rfftn(x, norm=norm), s=(3, 4, 5), axes=(0, 1, 2), norm=norm), wide, "float32")
    assert_close(fft.hfft(fft.ihfft(x, norm=norm), n=5, norm=norm), wide, "float32")


@pytest.mark.parametrize("n", [1, 2, 3, 8, 9])
@pytest.mark.parametrize("d", [1.0, 0.1, 3])
def test_frequencies(n, d):
    for name in ("fftfreq", "rfftfreq"):
        function, want = getattr(fft, name), getattr(np.fft, name)(n, d)
        np.testing.assert_array_equal(function(n, d=d), want.astype(np.float32))
        got = function(n, d=d, dtype=tf.float64, device="CPU:0")
        assert got.dtype == tf.float64
        assert "CPU:0" in got.device
        np.testing.assert_array_equal(got, want)
        assert function(n, dtype="float16").dtype == tf.float16


@pytest.mark.parametrize("dtype", [*FLOATING, *OTHERS])
def test_shifts(dtype):
    x = arrays(dtype, (4, 3, 5))[0]
    plain = np.asarray(tf.cast(x, "float32") if dtype == "bfloat16" else x)
    for axes in (None, 0, -1, (1,), [0, 2], (), (0, 1, 2)):
        for name in ("fftshift", "ifftshift"):
            got = getattr(fft, name)(ArrayVariable(x), axes=axes)
            assert got.dtype == dtype
            got = tf.cast(got, "float32") if dtype == "bfloat16" else got
            np.testing.assert_array_equal(got, getattr(np.fft, name)(plain, axes=axes))
    assert tuple(fft.fftshift(x[:0]).shape) == (0, 3, 5)
    np.testing.assert_array_equal(fft.ifftshift(tf.constant(3.0)), 3.0)


@pytest.mark.parametrize(
    ("call", "error", "match"),
    [
        (lambda x: fft.fft(x, norm="none"), ValueError, "'backward', 'ortho', 'forward'"),
        (lambda x: fft.fft(x, n=0), ValueError, "at least 1"),
        (lambda x: fft.fft(x[:, :0]), ValueError, "at least 1"),
        (lambda x: fft.rfft(x[:, :0]), ValueError, "at least 1"),
        (lambda x: fft.irfft(x[:, :1]), ValueError, "at least 1"),
        (lambda x: fft.irfft(x, n=-1), ValueError, "at least 1"),
        (lambda x: fft.fftn(x, s=(2, 0)), ValueError, "at least 1"),
        (lambda x: fft.fftn(x, s=(2,), axes=(0, 1)), ValueError, "sizes for each"),
        (lambda x: fft.rfftn(x, axes=()), ValueError, "1 or more axes"),
        (lambda x: fft.irfftn(x[0, 0]), ValueError, "1 or more axes"),
        (lambda x: fft.fftn(x, axes=(0, -2)), ValueError, "twice"),
        (lambda x: fft.fft(x, axis=2), IndexError, "out of range"),
        (lambda x: fft.irfft(x[0, 0]), IndexError, "out of range"),
        (lambda x: fft.fft(x, n=2.5), TypeError, "integer"),
        (lambda x: fft.fft([1.0]), TypeError, "asarray"),
        (lambda x: fft.fftfreq(0), ValueError, "at least 1"),
        (lambda x: fft.fftfreq(4, dtype="complex64"), TypeError, "real"),
        (lambda x: fft.rfftfreq(4, device="GPU:7"), ValueError, "GPU:7"),
    ],
)
def test_refused(call, error, match):
    with pytest.raises(error, match=match):
        call(tf.ones((2, 3)))


# -- tf.function and gradients ---------------------------------------------------------------------------------------

CALLS = {name: getattr(fft, name) for name in (*OF_ONE_AXIS, *OF_AXES, "fftshift", "ifftshift")}
CALLS |= {
    f"{name} of {n}": lambda x, f=CALLS[name], n=n, norm=norm: f(x, n=n, axis=-2, norm=norm)
    for name, (n, norm) in itertools.product(OF_ONE_AXIS, ((2, "ortho"), (7, "forward")))
}
CALLS |= {
    f"{name} of {s}": lambda x, f=CALLS[name], s=s: f(x, s=s, axes=(2, 0), norm="ortho")
    for name, s in itertools.product(OF_AXES, ((2, 5), (5, 2)))
}


def dtype_for(name):
    return "float64" if name.split()[0] in OF_REAL else "complex128"


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("spec", [[None, 3, 4], [None, None, None]], ids=str)
def test_in_tf_function(name, spec):
    dtype = dtype_for(name)
    compiled = tf.function(CALLS[name], input_signature=[tf.TensorSpec(spec, dtype)])
    for shape in ((2, 3, 4), (3, 3, 4)):
        x = arrays(dtype, shape)[0]
        assert_close(compiled(x), CALLS[name](x).numpy(), result_of(name.split()[0], dtype))


def test_sizes_given_are_known_in_tf_function():
    shapes = []

    @tf.function(input_signature=[tf.TensorSpec([None, None], "float32")])
    def call(x):
        shapes.append([fft.fft(x, n=4).shape.as_list(), fft.irfft(x, n=5).shape.as_list()])
        return fft.fft(x, n=4)

    np.testing.assert_allclose(call(tf.ones((1, 6))), [[4, 0, 0, 0]])
    np.testing.assert_allclose(call(tf.ones((1, 2))), np.fft.fft(np.ones((1, 2)), 4), atol=1e-6)
    assert shapes == [[[None, 4], [None, 5]]]


def total(result):
    """One real number that depends on every part of a result."""
    flat = tf.reshape(result, [-1])
    weights = tf.cos(tf.cast(tf.range(tf.size(flat)), "float64") + 1)
    imaginary = tf.math.imag(flat) if flat.dtype.is_complex else tf.zeros_like(flat)
    return tf.reduce_sum(weights * tf.math.real(flat) + weights[::-1] * imaginary)


@pytest.mark.applies(where=lambda name, dtype: takes(name.split()[0], dtype))
@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("dtype", ["float64", "complex128"])
def test_gradient(name, dtype, monkeypatch):
    said = []
    monkeypatch.setattr(tf.get_logger(), "handle", said.append)
    x, direction = arrays(dtype, (2, 3, 4))[0], arrays(dtype, (2, 3, 4), 1)[0]
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = total(CALLS[name](x))
    slope = tape.gradient(y, x)
    assert slope.dtype == x.dtype
    along = tf.reduce_sum(tf.math.real(tf.math.conj(slope) * direction))
    numeric = total(CALLS[name](x + direction)) - y  # linear functions: any step will do
    np.testing.assert_allclose(along, numeric, rtol=1e-10, atol=1e-10)
    assert not said  # TensorFlow warns about gradients of casts from real to complex


def test_what_tensorflow_warns_of_is_seen(monkeypatch):
    said = []
    monkeypatch.setattr(tf.get_logger(), "handle", said.append)
    x = tf.constant([1 + 1j])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.cast(x, tf.float64)
    tape.gradient(y, x)
    assert said
