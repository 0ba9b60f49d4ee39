"""Products against NumPy, exact for integers; decompositions by what they promise."""

from __future__ import annotations

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from unified_arrays.array_api_tensorflow import ArrayVariable, linalg  # noqa: E402
from unified_arrays.array_api_tensorflow._dtypes import ALL, COMPLEX, bfloat16, float16  # noqa: E402
from unified_arrays.array_api_tensorflow.linalg import qr, svd  # noqa: E402
from unified_arrays.array_api_tensorflow.linear_algebra import (  # noqa: E402
    matmul,
    matrix_transpose,
    tensordot,
    vecdot,
)

RTOL = {"float16": 1e-2, "bfloat16": 5e-2, "float32": 1e-5, "complex64": 1e-5}


def by_name(dtype):
    return dtype.name


def sample(dtype, shape, seed=0):
    """Values over the whole range of an integer dtype, so that products wrap around."""
    rng = np.random.default_rng(seed)
    if dtype == tf.bool:
        return rng.random(shape) < 0.3
    if dtype.is_integer:
        return rng.integers(dtype.min, dtype.max, shape, dtype.as_numpy_dtype, endpoint=True)
    x = rng.standard_normal(shape) + (1j * rng.standard_normal(shape) if dtype in COMPLEX else 0)
    return x.astype(dtype.as_numpy_dtype)


def assert_product(got, dtype, oracle, *operands):
    if dtype in (float16, bfloat16):
        operands = [one.astype(np.float32) for one in operands]
    want = oracle(*operands)
    assert got.dtype == dtype
    assert tuple(got.shape) == np.shape(want)
    if dtype == tf.bool or dtype.is_integer:
        np.testing.assert_array_equal(got, want)
    else:
        got = np.asarray(tf.cast(got, tf.float32) if dtype in (float16, bfloat16) else got)
        np.testing.assert_allclose(got, want, rtol=RTOL.get(dtype.name, 1e-12), atol=RTOL.get(dtype.name, 1e-12))


MATMUL_SHAPES = [
    ((3,), (3,)),
    ((3,), (3, 4)),
    ((2, 3), (3,)),
    ((2, 3), (3, 4)),
    ((5, 2, 3), (3, 4)),
    ((3,), (5, 3, 4)),
    ((5, 2, 3), (3,)),
    ((5, 1, 2, 3), (4, 3, 2)),
    ((2, 0), (0, 4)),
    ((0, 3), (3, 4)),
]


@pytest.mark.parametrize("dtype", ALL, ids=by_name)
def test_matmul(dtype):
    for shape1, shape2 in MATMUL_SHAPES:
        a, b = sample(dtype, shape1), sample(dtype, shape2, 1)
        assert_product(matmul(tf.constant(a), ArrayVariable(tf.constant(b))), dtype, np.matmul, a, b)


@pytest.mark.parametrize("dtype", ALL, ids=by_name)
def test_tensordot(dtype):
    a, b = sample(dtype, (2, 3, 4)), sample(dtype, (4, 3, 2), 1)
    for axes in (0, 1, ((1,), (1,)), ((0, -1), (-1, 0)), ((2, 1, 0), (0, 1, 2)), (1, 1)):
        assert_product(
            tensordot(tf.constant(a), tf.constant(b), axes=axes),
            dtype,
            lambda *ab, k=axes: np.tensordot(*ab, axes=k),
            a,
            b,
        )
    c = sample(dtype, (3, 4, 5), 2)
    assert_product(tensordot(tf.constant(a), tf.constant(c)), dtype, np.tensordot, a, c)


@pytest.mark.parametrize("dtype", ALL, ids=by_name)
def test_vecdot(dtype):
    def oracle(a, b):
        return np.einsum("...i,...i->...", np.conj(a) if a.dtype.kind == "c" else a, b)

    for shape1, shape2 in [((5,), (5,)), ((2, 5), (5,)), ((3, 1, 5), (2, 5)), ((2, 0), (2, 0))]:
        a, b = sample(dtype, shape1), sample(dtype, shape2, 1)
        assert_product(vecdot(tf.constant(a), ArrayVariable(tf.constant(b))), dtype, oracle, a, b)
    a, b = sample(dtype, (5, 3)), sample(dtype, (5, 1), 1)
    assert_product(vecdot(tf.constant(a), tf.constant(b), axis=-2), dtype, lambda a, b: oracle(a.T, b.T), a, b)


def test_products_promote():
    a, b = tf.ones((2, 2), tf.int8), tf.ones((2, 2), tf.float64)
    for function in (matmul, tensordot, vecdot):
        assert function(a, b).dtype == tf.float64
        assert function(a, tf.ones((2, 2), tf.uint8)).dtype == tf.int16
        with pytest.raises(TypeError):
            function(a, tf.ones((2, 2), tf.uint64))


def test_matrix_transpose():
    x = np.arange(24).reshape(2, 3, 4)
    np.testing.assert_array_equal(matrix_transpose(ArrayVariable(tf.constant(x))), x.swapaxes(-1, -2))
    assert linalg.matrix_transpose is matrix_transpose


@pytest.mark.parametrize(
    "call",
    [
        lambda x: matmul(x, x),
        lambda x: matmul(x, x[0, 0]),
        lambda x: matmul(x[0], x),
        lambda x: tensordot(x, x, axes=1),
        lambda x: tensordot(x, x, axes=3),
        lambda x: tensordot(x, x, axes=((0,), (1,))),
        lambda x: tensordot(x, x, axes=((0, 1), (0,))),
        lambda x: vecdot(x, x[:, :1]),
        lambda x: vecdot(x, x[:, :2]),
        lambda x: matrix_transpose(x[0]),
        lambda x: svd(x[0]),
        lambda x: qr(x, mode="full"),
    ],
)
def test_errors(call):
    with pytest.raises(ValueError, match=r"axes|axis|shape|mode"):
        call(tf.ones((2, 3)))


# --------------------------------------------------------------------------------------------------- decompositions


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64", "complex64", "complex128", "int32"])
@pytest.mark.parametrize("shape", [(3, 3), (4, 2), (2, 4), (2, 3, 2), (3, 0), (0, 3, 3)], ids=str)
@pytest.mark.parametrize("full", [False, True])
def test_decompositions(dtype, shape, full):
    x = sample(getattr(tf, dtype), shape) if dtype != "int32" else np.arange(np.prod(shape), dtype=dtype).reshape(shape)
    result_dtype = tf.float32 if dtype == "int32" else getattr(tf, dtype)
    *batch, m, n = shape
    k = min(m, n)
    tolerance = max(RTOL.get(result_dtype.name, 1e-12), 1e-12) * 10
    product_dtype = np.complex128 if result_dtype in COMPLEX else np.float64

    def plain(t):
        return np.asarray(tf.cast(t, product_dtype))

    result = svd(tf.constant(x), full_matrices=full)
    assert result._fields == ("U", "S", "Vh")
    assert [one.dtype for one in result] == [
        result_dtype,
        {tf.complex64: tf.float32, tf.complex128: tf.float64}.get(result_dtype, result_dtype),
        result_dtype,
    ]
    u, s, vh = map(plain, result)
    assert (u.shape, s.shape, vh.shape) == (
        (*batch, m, m if full else k),
        (*batch, k),
        (*batch, n if full else k, n),
    )
    np.testing.assert_allclose((u[..., :k] * s[..., None, :]) @ vh[..., :k, :], plain(x), atol=tolerance)
    assert np.all(np.diff(s.real, axis=-1) <= tolerance)

    result = qr(ArrayVariable(tf.constant(x)), mode="complete" if full else "reduced")
    assert result._fields == ("Q", "R")
    assert [one.dtype for one in result] == [result_dtype, result_dtype]
    q, r = map(plain, result)
    assert (q.shape, r.shape) == ((*batch, m, m if full else k), (*batch, m if full else k, n))
    np.testing.assert_allclose(q @ r, plain(x), atol=tolerance)
    np.testing.assert_allclose(
        np.conj(q).swapaxes(-1, -2) @ q,
        np.broadcast_to(np.eye(q.shape[-1]), (*batch, *[q.shape[-1]] * 2)),
        atol=tolerance,
    )
    np.testing.assert_array_equal(np.tril(r, -1), 0)


# ---------------------------------------------------------------------------------------- tf.function and gradients

CALLS = {
    "matmul": lambda x: matmul(x, matrix_transpose(x)),
    "vector": lambda x: matmul(x[0], x[1]),
    "batch": lambda x: matmul(x, tf.ones((2, 3, 1)) + x[0, 0]),
    "tensordot": lambda x: tensordot(x, x, axes=((1,), (1,))),
    "outer": lambda x: tensordot(x, x, axes=0),
    "vecdot": lambda x: vecdot(x, x),
    "svd": lambda x: svd(x, full_matrices=False).S,
    "qr": lambda x: tf.abs(qr(x).R),
}


@pytest.mark.parametrize("name", CALLS)
def test_in_tf_function_and_gradient(name):
    x = tf.constant([[1.0, 2.0, 4.0], [3.0, -1.0, 0.5]])
    compiled = tf.function(CALLS[name], input_signature=[tf.TensorSpec([None, None])])
    np.testing.assert_allclose(compiled(x), CALLS[name](x), rtol=1e-5)
    analytic, numeric = tf.test.compute_gradient(CALLS[name], [x], delta=1e-2)
    np.testing.assert_allclose(analytic[0], numeric[0], atol=2e-2)
