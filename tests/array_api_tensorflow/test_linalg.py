"""The linalg extension against NumPy; decompositions also by what they promise; gradients by finite differences."""

from __future__ import annotations

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from unified_arrays.array_api_tensorflow import ArrayVariable, linalg  # noqa: E402

inf = float("inf")
FLOATING = ("float32", "float64", "complex64", "complex128")
EVERY = ("float16", "bfloat16", *FLOATING, "int8", "uint64", "bool")
REAL_OF = {"complex64": "float32", "complex128": "float64"}
COMPLEX_OF = {"float32": "complex64", "float64": "complex128", "float16": "complex64", "bfloat16": "complex64"}
TOLERANCE = {"float16": 5e-3, "bfloat16": 4e-2, "float32": 2e-5, "complex64": 2e-5}
SQUARE = ((3, 3), (1, 1), (2, 4, 4), (2, 0, 2, 2), (0, 0), (3, 0, 0))
MATRICES = ((3, 3), (4, 2), (2, 3, 5), (3, 0), (0, 3), (0, 2, 3))


def result_of(dtype):
    return dtype if dtype in (*FLOATING, "float16", "bfloat16") else "float32"


def real_of(dtype):
    return REAL_OF.get(result_of(dtype), result_of(dtype))


def complex_of(dtype):
    return COMPLEX_OF.get(result_of(dtype), result_of(dtype))


def arrays(dtype, shape, seed=0):
    """A tensor of any dtype, well conditioned if square, and the same values in NumPy's widest dtype of the kind."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, shape) + (1j * rng.uniform(-1, 1, shape) if "complex" in dtype else 0)
    if len(shape) > 1 and shape[-1] == shape[-2]:
        x = x + 2 * np.eye(shape[-1])
    x = abs(np.round(x)) if dtype in ("int8", "uint64", "bool") else x
    t = tf.cast(tf.constant(x), dtype)
    return t, np.asarray(tf.cast(t, "complex128" if "complex" in dtype else "float64"))


def hermitian(dtype, shape):
    """A positive definite matrix."""
    _, x = arrays("complex128" if "complex" in dtype else "float64", shape, 5)
    t = tf.cast(tf.constant(x @ np.conj(x).swapaxes(-1, -2) + np.eye(shape[-1])), dtype)
    return t, np.asarray(tf.cast(t, "complex128" if "complex" in dtype else "float64"))


def assert_close(got, want, dtype, scale=1.0):
    assert isinstance(got, tf.Tensor)
    assert not isinstance(got, tf.Variable)
    assert got.dtype.name == dtype
    assert tuple(got.shape) == np.shape(want)
    tolerance = TOLERANCE.get(dtype, 1e-11) * scale
    wide = np.asarray(tf.cast(got, "complex128" if "complex" in dtype else "float64"))
    np.testing.assert_allclose(wide, want, rtol=tolerance, atol=tolerance)


# -- what has one answer ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", EVERY)
@pytest.mark.parametrize("shape", SQUARE, ids=str)
def test_square(dtype, shape):
    x, wide = arrays(dtype, shape)
    own = result_of(dtype)
    assert_close(linalg.det(x), np.linalg.det(wide), own, 10)
    result = linalg.slogdet(ArrayVariable(x))
    assert result._fields == ("sign", "logabsdet")
    assert_close(result.sign, np.linalg.slogdet(wide)[0], own)
    assert_close(result.logabsdet, np.linalg.slogdet(wide)[1], real_of(dtype))
    assert np.all(abs(np.linalg.det(wide)) > 1e-3)
    assert_close(linalg.inv(ArrayVariable(x)), np.linalg.inv(wide), own, 10)
    for n in (-2, -1):
        assert_close(linalg.matrix_power(x, n), np.linalg.matrix_power(wide, n), own, 10)


@pytest.mark.parametrize("dtype", [*EVERY, "int16", "int32", "int64", "uint8", "uint16", "uint32"])
@pytest.mark.parametrize("n", [0, 1, 2, 3, 6])
def test_matrix_power_keeps_the_dtype(dtype, n):
    x, wide = arrays(dtype, (2, 3, 3))
    if dtype not in (*FLOATING, "float16", "bfloat16"):
        want = np.linalg.matrix_power(np.asarray(x), n)
        assert linalg.matrix_power(ArrayVariable(x), n).dtype == dtype
        np.testing.assert_array_equal(linalg.matrix_power(x, n), want)
    else:
        want = np.linalg.matrix_power(wide, n)
        assert_close(linalg.matrix_power(x, n), want, dtype, 20 * max(1, abs(want).max()))


@pytest.mark.parametrize("dtype", FLOATING)
@pytest.mark.parametrize(
    ("shape1", "shape2"),
    [
        ((3, 3), (3,)),
        ((3, 3), (3, 2)),
        ((2, 3, 3), (3,)),
        ((2, 3, 3), (3, 4)),
        ((3, 3), (2, 3, 4)),
        ((2, 1, 3, 3), (5, 3, 1)),
        ((2, 2, 2), (2, 2)),
        ((3, 3), (3, 0)),
        ((0, 0), (0, 2)),
        ((0, 3, 3), (3, 1)),
    ],
    ids=str,
)
def test_solve(dtype, shape1, shape2):
    (a, wide_a), (b, wide_b) = arrays(dtype, shape1), arrays(dtype, shape2, 1)
    assert_close(linalg.solve(a, ArrayVariable(b)), np.linalg.solve(wide_a, wide_b), dtype, 10)


def test_solve_promotes():
    a, b = tf.eye(2, dtype="float32") * 2, tf.ones(2, "complex128")
    assert_close(linalg.solve(a, b), np.full(2, 0.5), "complex128")
    assert_close(linalg.solve(tf.cast(a, "int32"), tf.ones(2, "int8")), np.full(2, 0.5), "float32")
    assert_close(linalg.solve(tf.cast(a, "bfloat16"), tf.ones(2, "bfloat16")), np.full(2, 0.5), "bfloat16")


@pytest.mark.parametrize("dtype", EVERY)
@pytest.mark.parametrize("shape", MATRICES, ids=str)
def test_singular_values(dtype, shape):
    x, wide = arrays(dtype, shape)
    assert_close(linalg.svdvals(ArrayVariable(x)), np.linalg.svd(wide, compute_uv=False), real_of(dtype), 3)
    if dtype in FLOATING:
        assert_close(linalg.pinv(ArrayVariable(x)), np.linalg.pinv(wide, rtol=None), dtype, 100)
        rank = linalg.matrix_rank(x)
        assert rank.dtype == tf.int64
        # NumPy before 2.4 raises for matrices without elements.
        expected = np.linalg.matrix_rank(wide, rtol=1e-5) if wide.size else np.zeros(wide.shape[:-2])
        np.testing.assert_array_equal(rank, expected)


@pytest.mark.parametrize("dtype", FLOATING)
def test_rtol(dtype):
    x = tf.cast(tf.linalg.diag([[4.0, 1.0, 0.1], [4.0, 2.0, 1e-9]]), dtype)
    real = real_of(dtype)
    for rtol, want in ((None, [3, 2 + ("64" in real)]), (0.1, [2, 2]), (0.5, [1, 1]), (0, [3, 3])):
        np.testing.assert_array_equal(linalg.matrix_rank(x, rtol=rtol), want)
    per_matrix = tf.constant([0.3, 0.3e-2], real)
    np.testing.assert_array_equal(linalg.matrix_rank(x, rtol=per_matrix), [1, 2])
    inverse = [[[0.25, 0, 0], [0, 0, 0], [0, 0, 0]], [[0.25, 0, 0], [0, 0.5, 0], [0, 0, 0]]]
    assert_close(linalg.pinv(x, rtol=ArrayVariable(per_matrix)), inverse, dtype)
    assert_close(linalg.pinv(x, rtol=0.5), [np.diag([0.25, 0, 0])] * 2, dtype)


def test_rank_of_zeros_and_nan():
    np.testing.assert_array_equal(linalg.matrix_rank(tf.zeros((2, 3, 3))), [0, 0])
    assert_close(linalg.pinv(tf.zeros((2, 3))), np.zeros((3, 2)), "float32")
    assert np.isnan(linalg.det(tf.fill((2, 2), np.nan)))


@pytest.mark.parametrize("dtype", FLOATING)
def test_singular(dtype):
    x = tf.cast([[[1, 2], [2, 4]], [[1, 0], [0, 1]], [[0, 0], [0, 0]]], dtype)
    assert_close(linalg.det(x), [0, 1, 0], dtype)
    assert_close(linalg.slogdet(x).sign, [0, 1, 0], dtype)
    assert_close(linalg.slogdet(x).logabsdet, [-inf, 0, -inf], real_of(dtype))


# -- decompositions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", EVERY[:-3])
@pytest.mark.parametrize("shape", SQUARE, ids=str)
def test_hermitian(dtype, shape):
    x, wide = hermitian(dtype, shape)
    lower = np.linalg.cholesky(wide)
    assert_close(linalg.cholesky(ArrayVariable(x)), lower, dtype, 4)
    assert_close(linalg.cholesky(x, upper=True), np.conj(lower).swapaxes(-1, -2), dtype, 4)
    result = linalg.eigh(ArrayVariable(x))
    assert result._fields == ("eigenvalues", "eigenvectors")
    values = np.linalg.eigvalsh(wide)
    assert_close(result.eigenvalues, values, real_of(dtype), 10)
    assert_close(linalg.eigvalsh(x), values, real_of(dtype), 10)
    vectors = np.asarray(tf.cast(result.eigenvectors, wide.dtype))
    assert result.eigenvectors.dtype == dtype
    tolerance = TOLERANCE.get(dtype, 1e-11) * 20
    np.testing.assert_allclose(wide @ vectors, vectors * values[..., None, :], atol=tolerance)
    unit = np.broadcast_to(np.eye(shape[-1]), shape)
    np.testing.assert_allclose(np.conj(vectors).swapaxes(-1, -2) @ vectors, unit, atol=tolerance)


def test_which_triangle_is_read():
    x = tf.constant([[4.0, 9.0], [1.0, 3.0]])
    assert_close(linalg.eigvalsh(x), np.linalg.eigvalsh([[4, 1], [1, 3]]), "float32")
    assert_close(linalg.cholesky(x), np.linalg.cholesky([[4, 1], [1, 3]]), "float32")
    x = tf.constant([[4.0, 1.0], [9.0, 3.0]])
    assert_close(linalg.cholesky(x, upper=True), np.linalg.cholesky([[4, 1], [1, 3]]).T, "float32")


@pytest.mark.parametrize("dtype", EVERY)
@pytest.mark.parametrize("shape", SQUARE, ids=str)
def test_eig(dtype, shape):
    x, wide = arrays(dtype, shape)
    result = linalg.eig(ArrayVariable(x))
    assert result._fields == ("eigenvalues", "eigenvectors")
    assert [one.dtype.name for one in result] == [complex_of(dtype)] * 2
    assert (tuple(result[0].shape), tuple(result[1].shape)) == (shape[:-1], shape)
    values, vectors = (np.asarray(one, np.complex128) for one in result)
    tolerance = TOLERANCE.get(complex_of(dtype), 1e-11)
    np.testing.assert_allclose(wide @ vectors, vectors * values[..., None, :], atol=tolerance)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=-2), np.ones(shape[:-1]), rtol=tolerance)
    alone = linalg.eigvals(x)
    assert alone.dtype.name == complex_of(dtype)
    np.testing.assert_allclose(np.sum(alone, -1), np.trace(wide, axis1=-2, axis2=-1), atol=10 * tolerance)
    np.testing.assert_allclose(np.sort(np.abs(alone)), np.sort(np.abs(values)), atol=10 * tolerance)


# -- norms -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", EVERY)
@pytest.mark.parametrize("ord", [2, 1, 0, -1, -2, inf, -inf, 3, 0.5, -1.5, np.float32(4), np.int8(2)])
def test_vector_norm(dtype, ord):
    x, wide = arrays(dtype, (2, 3, 4))
    for axis in (None, 0, -1, (0, 2), (-1, 0, 1), ()):
        for keepdims in (False, True):
            with np.errstate(divide="ignore"):  # a negative power of 0
                want = np.linalg.vector_norm(wide, axis=axis, keepdims=keepdims, ord=float(ord))
            got = linalg.vector_norm(ArrayVariable(x), axis=axis, keepdims=keepdims, ord=ord)
            finite = np.abs(want[np.isfinite(want)]) if np.ndim(want) else np.abs(want)
            assert_close(got, want, real_of(dtype), 4 * max(1, np.max(finite, initial=1)))


def test_vector_norm_of_nothing_and_of_one():
    empty = tf.zeros((2, 0))
    for ord in (0, 1, 2, 3, inf, -1):
        assert_close(linalg.vector_norm(empty, axis=1, ord=ord), [inf, inf] if ord == -1 else [0, 0], "float32")
        assert_close(linalg.vector_norm(tf.constant(-3.0)), 3, "float32")
    assert np.isnan(linalg.vector_norm(tf.constant([np.nan, 1])))
    assert np.isnan(linalg.vector_norm(tf.constant([np.nan, 1]), ord=inf))


@pytest.mark.parametrize("dtype", EVERY)
@pytest.mark.parametrize("ord", ["fro", None, "nuc", 1, -1, 2, -2, inf, -inf])
def test_matrix_norm(dtype, ord):
    for shape in ((3, 4), (2, 4, 3), (0, 2, 2)):
        x, wide = arrays(dtype, shape)
        for keepdims in (False, True):
            want = np.linalg.matrix_norm(wide, ord=ord or "fro", keepdims=keepdims)
            assert_close(linalg.matrix_norm(ArrayVariable(x), ord=ord, keepdims=keepdims), want, real_of(dtype), 4)
    if ord in ("fro", "nuc", 1, 2, inf):
        for shape in ((0, 3), (3, 0), (0, 0)):
            assert_close(linalg.matrix_norm(tf.zeros(shape), ord=ord), 0, "float32")


# -- products and diagonals ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["int8", "uint64", "int32", "float16", *FLOATING])
def test_cross_and_outer(dtype):
    for shape1, shape2, axis in (
        ((3,), (3,), -1),
        ((2, 3), (2, 3), -1),
        ((2, 3), (3,), -1),
        ((4, 1, 3), (2, 3), -1),
        ((3, 4), (3, 4), 0),
        ((3, 1), (2, 3, 4), -2),
        ((0, 3), (3,), -1),
    ):
        a, b = arrays(dtype, shape1)[0], arrays(dtype, shape2, 1)[0]
        moved = [np.moveaxis(np.asarray(one), axis, -1) for one in (a, b)]
        want = np.moveaxis(np.cross(*moved), -1, axis)
        got = linalg.cross(ArrayVariable(a), b, axis=axis)
        assert got.dtype == dtype
        assert tuple(got.shape) == want.shape
        np.testing.assert_allclose(got, want, atol=TOLERANCE.get(dtype, 1e-12))
    a, b = arrays(dtype, (4,))[0], arrays(dtype, (0,))[0]
    np.testing.assert_allclose(linalg.outer(a, ArrayVariable(a)), np.outer(a, a))
    assert tuple(linalg.outer(a, b).shape) == (4, 0)


def test_cross_and_outer_promote():
    a, b = tf.ones(3, "int8"), tf.ones(3, "float64")
    assert linalg.cross(a, b).dtype == linalg.outer(a, b).dtype == tf.float64
    assert linalg.outer(tf.ones(2, "bool"), tf.ones(2, "bool")).dtype == tf.bool


@pytest.mark.parametrize("dtype", ["bool", "int8", "uint8", "uint16", "uint64", "float16", *FLOATING])
@pytest.mark.parametrize("shape", [(3, 4), (4, 2), (2, 3, 3), (0, 3), (3, 0), (0, 2, 2)], ids=str)
def test_diagonal_and_trace(dtype, shape):
    x = arrays(dtype, shape)[0]
    plain = np.asarray(x)
    for offset in (0, 1, -1, 2, -3, 9, -9):
        want = np.linalg.diagonal(plain, offset=offset)
        got = linalg.diagonal(ArrayVariable(x), offset=offset)
        assert got.dtype == dtype
        assert tuple(got.shape) == want.shape
        np.testing.assert_array_equal(got, want)
        want = np.linalg.trace(plain, offset=offset)
        got = linalg.trace(x, offset=offset)
        assert got.dtype == want.dtype
        np.testing.assert_allclose(got, want, rtol=TOLERANCE.get(dtype, 1e-12))
    assert linalg.trace(x, dtype="complex128").dtype == tf.complex128


# -- errors ----------------------------------------------------------------------------------------------------------

CALLS = {
    name: getattr(linalg, name)
    for name in "cholesky det eig eigh eigvals eigvalsh inv slogdet svdvals pinv matrix_rank matrix_norm".split()
}
CALLS |= {
    "upper": lambda x: linalg.cholesky(x, upper=True),
    "power 3": lambda x: linalg.matrix_power(x, 3),
    "power -1": lambda x: linalg.matrix_power(x, -1),
    "power 0": lambda x: linalg.matrix_power(x, 0),
    "spectral norm": lambda x: linalg.matrix_norm(x, ord=2),
    "row norm": lambda x: linalg.matrix_norm(x, ord=inf),
    "trace": lambda x: linalg.trace(x, offset=1),
    "diagonal": lambda x: linalg.diagonal(x, offset=-1),
}
OF_MATRICES = "svdvals", "pinv", "matrix_rank", "matrix_norm", "trace", "diagonal", "spectral norm", "row norm"
OF_SQUARE_MATRICES = [name for name in CALLS if name not in OF_MATRICES]
CALLS |= {
    "solve": lambda x: linalg.solve(x, x[..., :1]),
    "solve one vector": lambda x: linalg.solve(x, tf.reshape(x, [-1])[:3]),
    "vector norm": lambda x: linalg.vector_norm(x, axis=-1),
    "norm of order 3": lambda x: linalg.vector_norm(x, ord=3),
    "outer": lambda x: linalg.outer(tf.reshape(x, [-1]), tf.reshape(x[..., 1], [-1])),
    "cross": lambda x: linalg.cross(x, x[..., ::-1]),
}


@pytest.mark.parametrize("name", [*OF_SQUARE_MATRICES, *OF_MATRICES])
def test_wrong_shapes(name):
    with pytest.raises(ValueError, match="expected a matrix or a stack of matrices"):
        CALLS[name](tf.ones(2))
    if name in OF_SQUARE_MATRICES:
        with pytest.raises(ValueError, match="expected square matrices"):
            CALLS[name](tf.ones((2, 3)))


@pytest.mark.parametrize("dtype", FLOATING)
@pytest.mark.parametrize("matrix", [[[1, 2], [2, 4]], [[0, 0], [0, 0]]], ids=str)
def test_singular_is_refused(dtype, matrix):
    x = tf.stack([tf.eye(2, dtype=dtype), tf.cast(matrix, dtype)])
    for call in (linalg.inv, lambda x: linalg.solve(x, x), lambda x: linalg.matrix_power(x, -2)):
        with pytest.raises(ValueError, match=rf"of {dtype}\[2, 2, 2\].*singular.*pinv"):
            call(x)
        with pytest.raises(tf.errors.InvalidArgumentError):
            tf.function(call)(x)


def test_cholesky_compiles():
    x = hermitian("complex64", (2, 3, 3))[0]  # XLA has no op for the second version of the check
    np.testing.assert_allclose(tf.function(linalg.cholesky, jit_compile=True)(x), linalg.cholesky(x), atol=1e-5)


@pytest.mark.parametrize("dtype", FLOATING)
@pytest.mark.parametrize("upper", [False, True])
def test_not_positive_definite_is_refused(dtype, upper):
    x = tf.stack([tf.eye(2, dtype=dtype), tf.cast([[1, 2], [2, 1]], dtype)])
    with pytest.raises(ValueError, match="positive definite"):
        linalg.cholesky(x, upper=upper)
    with pytest.raises(tf.errors.InvalidArgumentError):
        tf.function(linalg.cholesky)(x, upper=upper)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda x: linalg.solve(x, tf.ones(3)), ValueError),
        (lambda x: linalg.solve(x[0], x[0]), ValueError),
        (lambda x: linalg.solve(x[:1], x), ValueError),
        (lambda x: linalg.solve(x, tf.constant(1.0)), ValueError),
        (lambda x: linalg.solve(tf.stack([x] * 2), tf.ones((3, 2, 1))), ValueError),
        (lambda x: linalg.eigvals(x * np.nan), ValueError),
        (lambda x: linalg.cross(x, x), ValueError),
        (lambda x: linalg.cross(tf.ones((3, 3)), tf.ones((2, 3, 3)), axis=1), ValueError),
        (lambda x: linalg.cross(tf.ones((1, 3)), tf.ones((3, 3)), axis=-2), ValueError),
        (lambda x: linalg.cross(tf.ones(3), tf.ones((3, 3)), axis=-2), IndexError),
        (lambda x: linalg.outer(x, x), ValueError),
        (lambda x: linalg.vector_norm(x, ord="fro"), ValueError),
        (lambda x: linalg.vector_norm(x, axis=2), IndexError),
        (lambda x: linalg.matrix_norm(x, ord=3), ValueError),
        (lambda x: linalg.matrix_norm(tf.zeros((0, 3)), ord=-2), ValueError),
        (lambda x: linalg.matrix_power(x, 0.5), TypeError),
        (lambda x: linalg.inv([[1.0]]), TypeError),
    ],
)
def test_refused(call, error):
    with pytest.raises(error):
        call(tf.eye(2))


# -- tf.function and gradients ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("spec", [[None, 3, 3], [None, None, None], [None, None]], ids=str)
def test_in_tf_function(name, spec):
    x = hermitian("float64", (2, 3, 3) if len(spec) == 3 else (3, 3))[0]
    want = tf.nest.flatten(CALLS[name](x))
    got = tf.nest.flatten(tf.function(CALLS[name], input_signature=[tf.TensorSpec(spec, "float64")])(x))
    for one, other in zip(got, want, strict=True):
        assert one.dtype == other.dtype
        np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-12)


def total(result):
    """One real number that depends on every part of a result."""
    weights = [tf.cos(tf.cast(tf.range(tf.size(one)), "float64") + 1) for one in tf.nest.flatten(result)]
    sums = [
        tf.reduce_sum(w * tf.math.real(v)) + tf.reduce_sum(w[::-1] * (tf.math.imag(v) if v.dtype.is_complex else 0.0))
        for w, v in zip(weights, (tf.reshape(one, [-1]) for one in tf.nest.flatten(result)), strict=True)
    ]
    return tf.add_n(sums)


def gradient_of(function, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = function(x)
    return tape.gradient(y, x)


def assert_gradient(function, x, step=1e-5):
    """The gradient, along a direction, against what the function does along it."""
    direction = arrays(x.dtype.name, tuple(x.shape), 9)[0]
    along = tf.reduce_sum(tf.math.real(tf.math.conj(gradient_of(function, x)) * direction))
    numeric = (function(x + step * direction) - function(x - step * direction)) / (2 * step)
    np.testing.assert_allclose(along, numeric, rtol=1e-5, atol=1e-7)


def projector(result):
    """The eigenvectors in a form that does not depend on their free factors."""
    weighted = result.eigenvectors * tf.cast([1, 2, 3], result.eigenvectors.dtype)
    return result.eigenvalues, weighted @ tf.linalg.inv(result.eigenvectors)


DIFFERENTIABLE = {name: call for name, call in CALLS.items() if name not in ("eig", "eigh", "matrix_rank", "power 0")}
DIFFERENTIABLE |= {
    "eig": lambda x: projector(linalg.eig(x)),
    "eigh": lambda x: projector(linalg.eigh(x)),
    "nuclear norm": lambda x: linalg.matrix_norm(x, ord="nuc"),
    "solve for x2": lambda x: linalg.solve(tf.cast([[2, 1, 0], [0, 1, 1], [1, 0, 3]], x.dtype), x),
}


@pytest.mark.parametrize("name", DIFFERENTIABLE)
@pytest.mark.parametrize("dtype", ["float64", "complex128"])
def test_gradient(name, dtype):
    def function(x):
        hermitian_part = name in ("cholesky", "upper", "eigh", "eigvalsh")
        return total(call(x @ tf.linalg.adjoint(x) + tf.eye(3, dtype=dtype) if hermitian_part else x))

    call = DIFFERENTIABLE[name]
    assert_gradient(function, arrays(dtype, (2, 3, 3))[0])


@pytest.mark.parametrize("dtype", ["float64", "complex128"])
@pytest.mark.parametrize("shape", [(2, 5), (5, 2), (2, 4, 3)], ids=str)
def test_gradient_of_rectangular(dtype, shape):
    x = arrays(dtype, shape)[0]
    for call in (linalg.pinv, linalg.svdvals, linalg.matrix_norm):
        assert_gradient(lambda x, call=call: total(call(x)), x)
    deep = x[..., :1] @ x[..., :1, :]  # rank 1, and along it
    product = lambda y: total(linalg.pinv(y[..., :1] @ y[..., :1, :], rtol=1e-6))  # noqa: E731
    assert_gradient(product, deep)


@pytest.mark.parametrize("dtype", ["float64", "complex128"])
@pytest.mark.parametrize("name", ["det", "slogdet", "pinv", "inv"])
def test_second_gradient(dtype, name):
    def slope(x):
        return total(gradient_of(lambda y: total(CALLS[name](y)), x))

    x = arrays(dtype, (2, 3, 3))[0]
    assert_gradient(slope, x)
    compiled = tf.function(lambda x: gradient_of(slope, x), input_signature=[tf.TensorSpec([None, None, None], dtype)])
    np.testing.assert_allclose(compiled(x), gradient_of(slope, x), rtol=1e-8)


@pytest.mark.parametrize("dtype", ["float64", "complex128"])
@pytest.mark.parametrize("name", ["det", "slogdet", "pinv"])
def test_forward_gradient(dtype, name):
    x, step = arrays(dtype, (3, 3))[0], arrays(dtype, (3, 3), 1)[0] * 1e-5
    with tf.autodiff.ForwardAccumulator(x, step) as forward:
        results = tf.nest.flatten(CALLS[name](x))
    before, after = (tf.nest.flatten(CALLS[name](one)) for one in (x - step, x + step))
    for result, low, high in zip(results, before, after, strict=True):
        slope = forward.jvp(result, unconnected_gradients="zero")
        np.testing.assert_allclose(slope, (high - low) / 2, rtol=1e-6, atol=1e-13)


@pytest.mark.parametrize("dtype", ["float64", "complex128"])
def test_gradient_of_the_logarithm_of_no_determinant(dtype):
    x = tf.cast([[[1, 2], [2, 4]], [[2, 0], [0, 4]], [[np.nan, 0], [0, 1]]], dtype)
    slope = gradient_of(lambda x: tf.reduce_sum(linalg.slogdet(x)[1]), x)
    np.testing.assert_allclose(slope[1], [[0.5, 0], [0, 0.25]])
    assert np.isnan(slope[0]).all()
    assert np.isnan(slope[2]).all()


@pytest.mark.parametrize("dtype", ["float64", "complex128"])
def test_gradient_of_the_determinant_of_a_singular_matrix(dtype):
    rank2, rank1 = [[1, 2, 3], [2, 4, 6], [1, 0, 1]], [[1, 2, 3], [2, 4, 6], [-1, -2, -3]]
    x = tf.cast([rank2, np.eye(3), rank1, np.zeros((3, 3))], dtype)
    assert_gradient(lambda x: total(linalg.det(x)), x)
    compiled = tf.function(lambda x: gradient_of(linalg.det, x))
    np.testing.assert_allclose(compiled(x), gradient_of(linalg.det, x), atol=1e-12)
    bad = tf.concat([x, x[:1] * np.nan], 0)  # the others still have theirs
    np.testing.assert_allclose(gradient_of(linalg.det, bad)[:4], gradient_of(linalg.det, x), atol=1e-12)
    second = gradient_of(lambda x: total(gradient_of(linalg.det, x)), x).numpy()
    assert np.isnan(second[0]).any()  # not known, and said so
    alone = gradient_of(lambda x: total(gradient_of(linalg.det, x)), x[1:2])
    assert np.isfinite(alone).all()
    assert np.isfinite(second[1]).all()


@pytest.mark.parametrize("dtype", FLOATING)
def test_gradient_of_the_norm_of_zeros(dtype):
    x = tf.zeros((2, 3), dtype)
    for ord in (1, 1.5, 2, 3, inf):
        np.testing.assert_array_equal(gradient_of(lambda x, k=ord: linalg.vector_norm(x, ord=k), x), np.zeros((2, 3)))
    np.testing.assert_array_equal(gradient_of(linalg.matrix_norm, x), np.zeros((2, 3)))
