"""Shape functions against NumPy: eager, from variables, and in a tf.function that does not know the sizes."""

from __future__ import annotations

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from unified_arrays.array_api_tensorflow import ArrayVariable  # noqa: E402
from unified_arrays.array_api_tensorflow import manipulation as xp  # noqa: E402
from unified_arrays.array_api_tensorflow._dtypes import ALL  # noqa: E402

X = np.arange(6.0, dtype=np.float32).reshape(2, 3)
ONES = X.reshape(1, 2, 1, 3)

# A row: the call, what NumPy does, the input.
CALLS = {
    "reshape": (lambda x: xp.reshape(x, (3, 2)), lambda x: x.reshape(3, 2), X),
    "reshape-1": (lambda x: xp.reshape(x, (3, -1)), lambda x: x.reshape(3, -1), X),
    "reshape-copy": (lambda x: xp.reshape(x, [6], copy=True), lambda x: x.reshape(6), X),
    "reshape-no-copy": (lambda x: xp.reshape(x, (1, 6), copy=False), lambda x: x.reshape(1, 6), X),
    "reshape-empty": (lambda x: xp.reshape(x, (-1, 3)), lambda x: x.reshape(-1, 3), np.ones((0, 3))),
    "reshape-0d": (lambda x: xp.reshape(x, ()), lambda x: x.reshape(()), np.ones((1, 1))),
    "permute_dims": (lambda x: xp.permute_dims(x, (2, 0, -1, 1)), lambda x: x.transpose(2, 0, 3, 1), ONES),
    "permute_dims-0d": (lambda x: xp.permute_dims(x, ()), lambda x: x, np.float32(3)),
    "broadcast_to": (lambda x: xp.broadcast_to(x, (4, 2, 3)), lambda x: np.broadcast_to(x, (4, 2, 3)), X),
    "broadcast_to-1": (lambda x: xp.broadcast_to(x, (2, 3)), lambda x: np.broadcast_to(x, (2, 3)), X[:, :1]),
    "broadcast_to-0": (lambda x: xp.broadcast_to(x, (0, 3)), lambda x: np.broadcast_to(x, (0, 3)), X[:1]),
    "expand_dims": (lambda x: xp.expand_dims(x, 0), lambda x: x[None], X),
    "expand_dims-last": (lambda x: xp.expand_dims(x, -1), lambda x: x[..., None], X),
    "expand_dims-tuple": (lambda x: xp.expand_dims(x, (-1, 1)), lambda x: np.expand_dims(x, (-1, 1)), X),
    "squeeze": (lambda x: xp.squeeze(x, 0), lambda x: x.squeeze(0), ONES),
    "squeeze-tuple": (lambda x: xp.squeeze(x, (0, -2)), lambda x: x.squeeze((0, -2)), ONES),
    "squeeze-none": (lambda x: xp.squeeze(x, ()), lambda x: x, ONES),
    "flip": (xp.flip, np.flip, X),
    "flip-axis": (lambda x: xp.flip(x, axis=-1), lambda x: np.flip(x, -1), X),
    "flip-tuple": (lambda x: xp.flip(x, axis=(0, 1)), np.flip, X),
    "flip-0d": (xp.flip, np.flip, np.float32(3)),
    "concat": (lambda x: xp.concat([x, x]), lambda x: np.concatenate([x, x]), X),
    "concat-1": (lambda x: xp.concat((x, x[:, :1]), axis=-1), lambda x: np.concatenate([x, x[:, :1]], -1), X),
    "concat-one": (lambda x: xp.concat([x]), lambda x: x, X),
    "concat-flat": (lambda x: xp.concat([x, x[0]], axis=None), lambda x: np.concatenate([x, x[0]], None), X),
    "stack": (lambda x: xp.stack([x, x, x]), lambda x: np.stack([x, x, x]), X),
    "stack-last": (lambda x: xp.stack((x, x), axis=-1), lambda x: np.stack([x, x], -1), X),
}


@pytest.mark.parametrize("name", CALLS)
def test_values(name):
    call, oracle, x = CALLS[name]
    want = oracle(x)
    for got in (call(tf.constant(x)), call(ArrayVariable(tf.constant(x)))):
        assert isinstance(got, tf.Tensor)
        assert tuple(got.shape) == want.shape
        assert got.dtype == want.dtype
        np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("name", CALLS)
def test_in_tf_function_without_sizes(name):
    call, oracle, x = CALLS[name]
    signature = tf.TensorSpec([None] * np.ndim(x), x.dtype)
    np.testing.assert_array_equal(tf.function(call, input_signature=[signature])(x), oracle(x))


@pytest.mark.parametrize("name", [name for name in CALLS if CALLS[name][2].dtype == np.float32])
def test_gradient(name):
    call, oracle, x = CALLS[name]
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_sum(call(x))
    want = np.sum(oracle(np.ones(x.shape))) if x.shape.num_elements() else 0
    np.testing.assert_array_equal(tf.reduce_sum(tape.gradient(y, x)), want)


@pytest.mark.parametrize("dtype", ALL, ids=lambda dtype: dtype.name)
def test_every_dtype(dtype):
    x = tf.constant([[True, False, True]])
    t = tf.cast(x, dtype)
    for call in [
        lambda x: xp.reshape(x, (3, 1)),
        lambda x: xp.permute_dims(x, (1, 0)),
        lambda x: xp.broadcast_to(x, (2, 3)),
        lambda x: xp.expand_dims(x, 1),
        lambda x: xp.squeeze(x, 0),
        xp.flip,
        lambda x: xp.concat([x, x]),
        lambda x: xp.stack([x, x]),
    ]:
        got = call(t)
        assert got.dtype == dtype
        np.testing.assert_array_equal(tf.cast(got, tf.bool), call(x))


@pytest.mark.parametrize("function", [xp.concat, xp.stack])
def test_joining_promotes(function):
    got = function(
        [tf.constant([1], tf.int8), ArrayVariable(tf.constant([2], tf.uint8)), tf.constant([3.0], tf.float16)]
    )
    assert got.dtype == tf.float16
    np.testing.assert_array_equal(tf.reshape(got, [-1]), [1, 2, 3])


def test_reshape_to_a_size_known_at_run_time():
    flat = tf.function(lambda x: xp.reshape(x, (tf.shape(x)[1], -1)), input_signature=[tf.TensorSpec([None, None])])
    np.testing.assert_array_equal(flat(X), X.reshape(3, 2))


@pytest.mark.parametrize(
    ("error", "call"),
    [
        (ValueError, lambda x: xp.reshape(x, (4, 2))),
        (ValueError, lambda x: xp.reshape(x, (4, -1))),
        (ValueError, lambda x: xp.reshape(x, (-1, -1))),
        (ValueError, lambda x: xp.reshape(x, (-2, -3))),
        (ValueError, lambda x: xp.permute_dims(x, (0,))),
        (ValueError, lambda x: xp.permute_dims(x, (0, 0))),
        (IndexError, lambda x: xp.permute_dims(x, (0, 2))),
        (ValueError, lambda x: xp.broadcast_to(x, (2, 4))),
        (ValueError, lambda x: xp.broadcast_to(x, (3,))),
        (IndexError, lambda x: xp.expand_dims(x, 3)),
        (ValueError, lambda x: xp.expand_dims(x, (0, 0))),
        (ValueError, lambda x: xp.squeeze(x, 0)),
        (IndexError, lambda x: xp.squeeze(x, 2)),
        (IndexError, lambda x: xp.flip(x, axis=2)),
        (ValueError, lambda x: xp.concat([])),
        (ValueError, lambda x: xp.concat([x, x[0]])),
        (ValueError, lambda x: xp.concat([x, x[:1]], axis=1)),
        (ValueError, lambda x: xp.concat([x[0, 0], x[0, 0]])),
        (IndexError, lambda x: xp.concat([x, x], axis=2)),
        (TypeError, lambda x: xp.concat([tf.constant([1]), tf.constant([1], tf.uint64)])),
        (TypeError, lambda x: xp.concat([x, [1.0]])),
        (ValueError, lambda x: xp.stack([x, x[:1]])),
        (IndexError, lambda x: xp.stack([x, x], axis=3)),
        (TypeError, lambda x: xp.flip([1.0])),
    ],
)
def test_errors(error, call):
    with pytest.raises(error):
        call(tf.constant(X))
