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
COUNTS = tf.constant([2, 0, 1], tf.uint8)

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
    "moveaxis": (lambda x: xp.moveaxis(x, 1, -1), lambda x: np.moveaxis(x, 1, -1), ONES),
    "moveaxis-tuple": (lambda x: xp.moveaxis(x, (3, 0), (0, -2)), lambda x: np.moveaxis(x, (3, 0), (0, -2)), ONES),
    "moveaxis-none": (lambda x: xp.moveaxis(x, 2, -2), lambda x: x, ONES),
    "repeat": (lambda x: xp.repeat(x, 2), lambda x: np.repeat(x, 2), X),
    "repeat-axis": (lambda x: xp.repeat(x, 3, axis=-1), lambda x: np.repeat(x, 3, -1), X),
    "repeat-first": (lambda x: xp.repeat(x, np.int8(2), axis=0), lambda x: np.repeat(x, 2, 0), X),
    "repeat-0": (lambda x: xp.repeat(x, 0, axis=0), lambda x: np.repeat(x, 0, 0), X),
    "repeat-0d": (lambda x: xp.repeat(x, 2), lambda x: np.repeat(x, 2), np.float32(3)),
    "repeat-array": (lambda x: xp.repeat(x, COUNTS, axis=1), lambda x: np.repeat(x, [2, 0, 1], 1), X),
    "repeat-array-first": (lambda x: xp.repeat(x, COUNTS[:2], axis=0), lambda x: np.repeat(x, [2, 0], 0), X),
    "repeat-array-one": (lambda x: xp.repeat(x, COUNTS[:1]), lambda x: np.repeat(x, 2), X),
    "repeat-array-0d": (lambda x: xp.repeat(x, COUNTS[0], axis=1), lambda x: np.repeat(x, 2, 1), X),
    "repeat-array-empty": (lambda x: xp.repeat(x, COUNTS[:0]), lambda x: x.ravel(), X[:0]),
    "roll": (lambda x: xp.roll(x, 1), lambda x: np.roll(x, 1), X),
    "roll-axis": (lambda x: xp.roll(x, -1, axis=-1), lambda x: np.roll(x, -1, -1), X),
    "roll-tuples": (lambda x: xp.roll(x, (1, -5), axis=(0, 1)), lambda x: np.roll(x, (1, -5), (0, 1)), X),
    "roll-int-tuple": (lambda x: xp.roll(x, 1, axis=(0, 1)), lambda x: np.roll(x, 1, (0, 1)), X),
    "roll-same-twice": (lambda x: xp.roll(x, (1, 1), axis=(1, 1)), lambda x: np.roll(x, 2, 1), X),
    "roll-far": (lambda x: xp.roll(x, 2**40 + 1, axis=1), lambda x: np.roll(x, 2**40 + 1, 1), X),
    "roll-0d": (lambda x: xp.roll(x, 3), lambda x: x, np.float32(3)),
    "roll-empty": (lambda x: xp.roll(x, 3, axis=(0, 1)), lambda x: x, X[:0]),
    "tile": (lambda x: xp.tile(x, (2, 3)), lambda x: np.tile(x, (2, 3)), X),
    "tile-fewer": (lambda x: xp.tile(x, (2,)), lambda x: np.tile(x, (2,)), X),
    "tile-more": (lambda x: xp.tile(x, (2, 1, 1, 2)), lambda x: np.tile(x, (2, 1, 1, 2)), X),
    "tile-0": (lambda x: xp.tile(x, (0, 1)), lambda x: np.tile(x, (0, 1)), X),
    "tile-0d": (lambda x: xp.tile(x, (2,)), lambda x: np.tile(x, (2,)), np.float32(3)),
    "tile-none": (lambda x: xp.tile(x, ()), lambda x: x, X),
    "broadcast_arrays": (
        lambda x: xp.broadcast_arrays(x, x[0], x[:, :1])[2],
        lambda x: np.broadcast_arrays(x, x[0], x[:, :1])[2],
        X,
    ),
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
        lambda x: xp.moveaxis(x, 0, 1),
        lambda x: xp.repeat(x, 2),
        lambda x: xp.repeat(x, COUNTS, axis=1),
        lambda x: xp.roll(x, 1),
        lambda x: xp.tile(x, (2, 2)),
        lambda x: xp.unstack(x, axis=1)[2],
        lambda x: xp.broadcast_arrays(x, tf.zeros((2, 1)))[0],
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
        (ValueError, lambda x: xp.moveaxis(x, (0, 1), 0)),
        (ValueError, lambda x: xp.moveaxis(x, (0, 0), (0, 1))),
        (IndexError, lambda x: xp.moveaxis(x, 0, 2)),
        (ValueError, lambda x: xp.repeat(x, -1)),
        (IndexError, lambda x: xp.repeat(x, 1, axis=2)),
        (ValueError, lambda x: xp.repeat(x, COUNTS, axis=0)),
        (ValueError, lambda x: xp.repeat(x, tf.constant([1, -1]), axis=0)),
        (ValueError, lambda x: xp.repeat(x, tf.constant([[1, 1]]), axis=0)),
        (TypeError, lambda x: xp.repeat(x, tf.constant([1.0, 1.0]), axis=0)),
        (TypeError, lambda x: xp.repeat(x, 1.5)),
        (ValueError, lambda x: xp.roll(x, (1, 1), axis=0)),
        (IndexError, lambda x: xp.roll(x, 1, axis=2)),
        (ValueError, lambda x: xp.tile(x, (1, -1))),
        (TypeError, lambda x: xp.tile(x, (1.5,))),
        (IndexError, lambda x: xp.unstack(x, axis=2)),
        (IndexError, lambda x: xp.unstack(x[0, 0])),
        (ValueError, lambda x: xp.broadcast_arrays(x, x[:, :2])),
        (ValueError, lambda x: xp.broadcast_shapes((2, 3), (2,))),
        (ValueError, lambda x: xp.broadcast_shapes((2,), (None,), (3,))),
    ],
)
def test_errors(error, call):
    with pytest.raises(error):
        call(tf.constant(X))


@pytest.mark.parametrize(
    ("shapes", "want"),
    [
        ((), ()),
        (((),), ()),
        (((2, 3),), (2, 3)),
        (((2, 1), (3,), ()), (2, 3)),
        (((0, 1), (1, 4)), (0, 4)),
        (((None, 1), (3,)), (None, 3)),
        (((None,), (3,)), (None,)),
        (((None,), (1,)), (None,)),
    ],
    ids=str,
)
def test_broadcast_shapes(shapes, want):
    assert xp.broadcast_shapes(*shapes) == want


def test_broadcast_arrays():
    x, y = tf.constant(X), tf.constant([[1], [2]], tf.int8)
    got = xp.broadcast_arrays(x, ArrayVariable(y), tf.constant(True))
    assert isinstance(got, tuple)
    assert got[0] is x  # nothing to do
    assert [one.dtype for one in got] == [tf.float32, tf.int8, tf.bool]
    np.testing.assert_array_equal(got[1], np.broadcast_to(y, X.shape))
    assert xp.broadcast_arrays() == ()


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_unstack(axis):
    parts = xp.unstack(ArrayVariable(tf.constant(X)), axis=axis)
    assert isinstance(parts, tuple)
    np.testing.assert_array_equal(parts, np.moveaxis(X, axis, 0))
    assert xp.unstack(tf.zeros((0, 3))) == ()
    known = tf.function(lambda x: xp.unstack(x, axis=1), input_signature=[tf.TensorSpec([None, 3])])
    np.testing.assert_array_equal(known(X), X.T)
    with pytest.raises(ValueError, match="must be known"):
        tf.function(xp.unstack, input_signature=[tf.TensorSpec([None, 3])])(X)


def test_broadcasting_many_axes():
    """More alternations of kept and repeated axes than TensorFlow's BroadcastTo has kernels for."""
    x = np.arange(16.0).reshape(2, 1, 2, 1, 2, 1, 2, 1)
    np.testing.assert_array_equal(xp.broadcast_to(tf.constant(x), (3,) + (2,) * 8), np.broadcast_to(x, (3,) + (2,) * 8))


def test_negative_counts_in_a_tf_function():
    repeat = tf.function(xp.repeat)
    with pytest.raises(tf.errors.InvalidArgumentError):
        repeat(tf.constant([1.0, 2.0]), tf.constant([2, -1]))
