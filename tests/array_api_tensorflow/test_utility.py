"""diff against NumPy. all and any are among the reductions of test_statistical."""

from __future__ import annotations

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from unified_arrays.array_api_tensorflow import ArrayVariable, diff  # noqa: E402
from unified_arrays.array_api_tensorflow._dtypes import ALL  # noqa: E402

X = np.array([[[1.0, 4.0, 9.0, 7.0], [2.0, 2.0, -3.0, 0.0]]])


@pytest.mark.parametrize("n", [0, 1, 2, 5])
@pytest.mark.parametrize("axis", [-1, 0, 1])
def test_values(axis, n):
    want = np.diff(X, n=n, axis=axis)
    for got in (diff(tf.constant(X), axis=axis, n=n), diff(ArrayVariable(tf.constant(X)), axis=axis, n=n)):
        assert isinstance(got, tf.Tensor)
        np.testing.assert_array_equal(got, want)
    unknown = tf.function(lambda x: diff(x, axis=axis, n=n), input_signature=[tf.TensorSpec([None] * 3, X.dtype)])
    np.testing.assert_array_equal(unknown(X), want)


@pytest.mark.parametrize("dtype", ALL, ids=lambda dtype: dtype.name)
def test_every_dtype(dtype):
    x = tf.cast([3, 1, 1, 2], dtype)  # unsigned differences wrap
    got = diff(x)
    assert got.dtype == dtype
    want = np.diff(np.asarray(x).astype(np.float32)) if dtype.name == "bfloat16" else np.diff(np.asarray(x))
    np.testing.assert_array_equal(got, want)


def test_prepend_and_append():
    x, before, after = tf.constant(X), tf.constant(X[..., :2]), ArrayVariable(tf.constant(X[..., :1]))
    for kw in ({"prepend": before}, {"append": after}, {"prepend": before, "append": after, "n": 2}):
        np.testing.assert_array_equal(diff(x, **kw), np.diff(X, **{k: np.asarray(v) for k, v in kw.items()}))
    np.testing.assert_array_equal(diff(x, n=0, append=after), np.concatenate([X, X[..., :1]], -1))  # not NumPy's
    assert diff(tf.constant([1, 2]), prepend=tf.constant([0.5])).dtype == tf.float32


def test_gradient():
    x = tf.constant([1.0, 2.0, 4.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = diff(x, prepend=x[:1])
    np.testing.assert_array_equal(tape.gradient(y, x), [-1, 0, 1])


def test_errors():
    x = tf.constant(X)
    for error, kw in [
        (ValueError, {"n": -1}),
        (IndexError, {"axis": 3}),
        (ValueError, {"append": x[0]}),
        (ValueError, {"append": x[:, :1]}),
        (TypeError, {"append": [[[1.0]]]}),
    ]:
        with pytest.raises(error):
            diff(x, **kw)
