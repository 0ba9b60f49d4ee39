"""Item access of ArrayVariable against NumPy, slices as targets, and take."""

from __future__ import annotations

import time

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from unified_arrays.array_api_tensorflow import ArrayVariable  # noqa: E402
from unified_arrays.array_api_tensorflow import indexing as xp  # noqa: E402
from unified_arrays.array_api_tensorflow._dtypes import ALL as DTYPES  # noqa: E402
from unified_arrays.array_api_tensorflow._indexing import read, write  # noqa: E402
from unified_arrays.array_api_tensorflow.indexing import variable_of_slice, write_slice  # noqa: E402

X = np.arange(24).reshape(2, 3, 4)
LINE, GRID, MASK = np.array([1, 0]), np.array([[2, -1], [0, 1]]), X % 3 == 0
ALL = slice(None)

BASIC = [
    0,
    -1,
    slice(1, None),
    (ALL, slice(None, None, -1)),
    slice(3, 0, -2),
    ...,
    (),
    None,
    (None, 1),
    (1, 2, 3),
    (..., -1),
    (1, ..., None),
    (ALL, None, slice(1, 3)),
    (0, ..., slice(None, None, 2)),
    slice(5, 1),
    slice(-(10**30), 10**30),
    (None, None, slice(1, None), 2),
    np.int64(1),
    (np.array(1), 0),
]
ARRAYS = [
    LINE,
    GRID % 2,
    (ALL, GRID),
    (..., GRID),
    (LINE, LINE),
    (LINE, ALL, LINE),
    (ALL, LINE, LINE),
    (0, LINE),
    (0, ALL, LINE),
    (ALL, 0, LINE),
    (LINE, 0),
    (ALL, LINE, 0),
    (LINE, None, LINE),
    (None, LINE, None, LINE),
    (slice(1), LINE, slice(None, None, 2)),
    (ALL, slice(1, 3), LINE),
    (LINE[:, None], LINE),
    (slice(None, None, -1), LINE, GRID),
    (GRID % 2, 0, slice(1, 3)),
    (LINE, 1, 2),
    (LINE, LINE, LINE),
    (ALL, 1, GRID),
    (LINE.astype(np.uint8), ...),
    [1, 0],
    [],
    MASK,
    MASK[:, 0, 0],
    (ALL, MASK[0]),
    (0, MASK[0]),
    (MASK[:, :, 0], slice(1, 3)),
    (..., MASK[0, 0]),
    np.zeros(2, bool),
    np.array(True),
    False,
]


def as_tensors(key):
    """The key with its arrays as tensors."""
    if isinstance(key, tuple):
        return tuple(as_tensors(one) for one in key)
    return tf.constant(key) if isinstance(key, np.ndarray) else key


@pytest.mark.parametrize("key", BASIC + ARRAYS, ids=repr)
@pytest.mark.parametrize("convert", [lambda key: key, as_tensors], ids=["ndarray", "tensor"])
def test_read_and_write(key, convert):
    want = X[key]
    got = ArrayVariable(tf.constant(X))[convert(key)]
    assert tuple(got.shape) == want.shape
    np.testing.assert_array_equal(got, want)
    values = [7, tf.constant(-3, tf.int8), np.arange(100, 100 + want.size).reshape(want.shape)]
    if want.ndim and want.size:
        values += [[5], np.arange(want.shape[-1]) + 50, np.arange(want.size).reshape(1, 1, *want.shape)]
    for value in values:
        if want.size == 0 and np.ndim(value) > X.ndim:
            continue
        expected = X.copy()
        expected[key] = np.reshape(value, np.shape(value)[2:]) if np.ndim(value) > want.ndim + 1 else value
        v = ArrayVariable(tf.constant(X))
        v[convert(key)] = value
        np.testing.assert_array_equal(v, expected)


@pytest.mark.parametrize("key", [key for key in BASIC + ARRAYS if np.ndim(X[key]) <= 3 and X[key].size], ids=repr)
@pytest.mark.parametrize("shape", [X.shape, (None, None, None)], ids=["known", "unknown"])
def test_in_tf_function(key, shape):
    v = tf.Variable(X, shape=tf.TensorShape(shape))

    @tf.function(autograph=False)
    def add_100():
        selected = read(v, key)
        write(v, key, selected + 100)
        return selected

    np.testing.assert_array_equal(add_100(), X[key])
    expected = X.copy()
    expected[key] += 100
    np.testing.assert_array_equal(v.read_value(), expected)


def test_places_that_only_run_time_knows():
    v = ArrayVariable(tf.constant(X))

    @tf.function
    def move(i, places, mask):
        selected = v[i, 1:i], v[:, places], v[mask]
        v[i, 0] = selected[0][0]
        v[places] = 0
        v[mask] = -1
        return selected

    signature = tf.constant(-1), tf.constant([1]), tf.constant(MASK)
    got = move(*signature)
    for one, want in zip(got, (X[-1, 1:-1], X[:, [1]], X[MASK]), strict=True):
        np.testing.assert_array_equal(one, want)
    expected = X.copy()
    expected[[1]] = 0
    expected[MASK] = -1
    np.testing.assert_array_equal(v, expected)


@pytest.mark.parametrize(
    ("error", "key", "value"),
    [
        (IndexError, 2, 0),
        (IndexError, (0, -4), 0),
        (IndexError, (0, 0, 0, 0), 0),
        (IndexError, (..., ...), 0),
        (IndexError, [0, 2], 0),
        (IndexError, (0, [1, -4]), 0),
        (IndexError, (ALL, [0, 1], [3, 4]), 0),
        (IndexError, ([0, 1], [0, 1, 2]), 0),
        (IndexError, np.ones((3, 3), bool), 0),
        (IndexError, 1.0, 0),
        (IndexError, [1.0], 0),
        (IndexError, "text", 0),
        (ValueError, slice(None, None, 0), 0),
        (TypeError, 0, 1.5),
        (TypeError, 0, [1.5]),
        (TypeError, 0, np.float32(1)),
        (TypeError, MASK, tf.constant(1.5)),
        (TypeError, 0, "text"),
        (OverflowError, 0, 2**70),
        (ValueError, 0, np.arange(3)),
        (ValueError, ..., np.arange(3)),
        (ValueError, slice(1), np.zeros((2, 3, 4), int)),
        (ValueError, [0, 1], np.arange(3)),
        (ValueError, MASK, np.arange(3)),
        (ValueError, slice(5, 1), np.arange(3)),
    ],
    ids=repr,
)
def test_a_refused_write_writes_nothing(error, key, value):
    v = ArrayVariable(tf.constant(X))
    with pytest.raises(error):
        v[key] = value
    np.testing.assert_array_equal(v, X)


def test_out_of_range_in_tf_function_writes_nothing():
    v = ArrayVariable(tf.constant(X))

    @tf.function
    def write_at(places):
        v[places, 0] = -1

    with pytest.raises(tf.errors.InvalidArgumentError, match="out of range"):
        write_at(tf.constant([0, 5]))
    np.testing.assert_array_equal(v, X)


@pytest.mark.parametrize("dtype", DTYPES, ids=lambda d: d.name)
def test_every_dtype(dtype):
    v = ArrayVariable(tf.zeros((3, 10), dtype))
    one = tf.ones((), dtype)
    v[1] = one  # rows, by the scatter kernel
    v[:, 1:3] = one  # elements, by the strided one
    v[[2], 5] = one  # places
    v[tf.constant([True, False, False])] = one
    expected = np.zeros((3, 10), bool)
    expected[[0, 1]] = expected[:, 1:3] = expected[2, 5] = True
    np.testing.assert_array_equal(tf.cast(v, tf.bool), expected)


@pytest.mark.parametrize("key", [np.zeros(0, bool), np.zeros((0, 3), bool), (ALL, np.zeros((0, 0), bool))], ids=str)
def test_a_mask_without_elements_selects_nothing(key):
    v = ArrayVariable(tf.constant(X))
    axes = sum(one.ndim if isinstance(one, np.ndarray) else 1 for one in (key if isinstance(key, tuple) else (key,)))
    got = v[key]
    assert tuple(got.shape) == (*X.shape[: isinstance(key, tuple)], 0, *X.shape[axes:])
    v[key] = 7
    v[key] = got
    np.testing.assert_array_equal(v, X)
    with pytest.raises(IndexError, match="mask"):
        v[np.zeros((0, 2), bool)]


@pytest.mark.parametrize("key", [True, False, (LINE, None, LINE), np.ones((3, 2), bool), LINE], ids=str)
def test_reading_empty_rows(key):
    x = np.zeros((3, 2, 0))
    assert tuple(ArrayVariable(tf.constant(x))[key].shape) == x[key].shape


@pytest.mark.parametrize("key", [(), ..., None, (None, None)], ids=repr)
def test_no_axes(key):
    v = ArrayVariable(tf.constant(1.0))
    v[key] = 2
    assert tuple(v[key].shape) == np.float32(2)[key].shape
    np.testing.assert_array_equal(v, 2)


def test_overlapping_writes():
    v = ArrayVariable(tf.range(20.0))
    v[1:] = v[:-1]
    np.testing.assert_array_equal(v, [0, *range(19)])
    v[::-1] = v
    np.testing.assert_array_equal(v, [*range(18, -1, -1), 0])


@pytest.mark.parametrize("key", [slice(1, -1), (ALL, 1), [0, 2], ...], ids=repr)
def test_reads_stay_cheap_after_a_write(key):
    v = ArrayVariable(tf.zeros((2000, 2000)))
    v[key] = 1.0
    v[key] = 2.0
    times = []
    for _ in range(20):
        start = time.perf_counter()
        v.value()
        times.append(time.perf_counter() - start)
    assert min(times) < 5e-4  # 16 MB are not copied in that time


# ------------------------------------------------------------------------------------------------- slices as targets


@pytest.mark.parametrize("make", [ArrayVariable, tf.Variable])
@pytest.mark.parametrize("key", [slice(1, 2), 0, (ALL, slice(None, None, -1)), (..., None), (0, 0, 0)], ids=repr)
def test_write_slice(make, key):
    v = make(tf.constant(X))
    target = v[key]
    assert variable_of_slice(target) is v
    assert write_slice(target, target + 100) is None
    expected = X.copy()
    expected[key] += 100
    np.testing.assert_array_equal(v, expected)


def test_what_is_no_slice():
    v = ArrayVariable(tf.constant(X))
    for one in (v, tf.Variable(1.0), tf.constant(X), v.value(), v[MASK], v[[0]], v[0] + 1, v.value()[0][0], 1, None):
        assert variable_of_slice(one) is None
    with pytest.raises(TypeError, match="no slice"):
        write_slice(v.value(), v.value())


# ------------------------------------------------------------------------------------------------------------- take


@pytest.mark.parametrize("make", [tf.constant, ArrayVariable])
@pytest.mark.parametrize("axis", [0, 1, -1])
def test_take(axis, make):
    got = xp.take(make(tf.constant(X)), tf.constant([1, -1, 0], tf.int32), axis=axis)
    np.testing.assert_array_equal(got, np.take(X, [1, -1, 0], axis=axis))


def test_take_without_axis_and_errors():
    np.testing.assert_array_equal(xp.take(tf.range(5), tf.constant([-1, 2])), [4, 2])
    np.testing.assert_array_equal(xp.take(tf.constant(X), tf.constant([[0, 7]])), np.take(X, [[0, 7]]))
    for error, call in [
        (IndexError, lambda: xp.take(tf.range(5), tf.constant([5]))),
        (IndexError, lambda: xp.take(tf.range(5), tf.constant([-6]))),
        (IndexError, lambda: xp.take(tf.range(5), tf.constant([0]), axis=1)),
        (TypeError, lambda: xp.take(tf.range(5), tf.constant([0.0]))),
    ]:
        with pytest.raises(error):
            call()


# -------------------------------------------------------------------------------------------------- take_along_axis


@pytest.mark.parametrize("make", [tf.constant, ArrayVariable])
@pytest.mark.parametrize(
    ("axis", "shape"), [(-1, (2, 3, 5)), (0, (1, 3, 4)), (1, (2, 7, 4)), (1, (1, 7, 1)), (2, (2, 1, 2)), (2, (2, 3, 0))]
)
def test_take_along_axis(axis, shape, make):
    size = X.shape[axis]
    indices = np.random.default_rng(0).integers(-size, size, shape)
    got = xp.take_along_axis(make(tf.constant(X)), make(tf.constant(indices, tf.int8)), axis=axis)
    others = [size if own != axis % 3 else indices.shape[own] for own, size in enumerate(X.shape)]
    want = np.take_along_axis(X, np.broadcast_to(indices, others), axis)
    np.testing.assert_array_equal(got, want)
    unknown = tf.function(
        lambda x, indices: xp.take_along_axis(x, indices, axis=axis),
        input_signature=[tf.TensorSpec([None, None, 4], X.dtype), tf.TensorSpec([None] * 3, tf.int64)],
    )
    np.testing.assert_array_equal(unknown(X, indices), want)


def test_take_along_axis_broadcasts_the_array():
    x, indices = tf.constant([[1.0, 2.0, 3.0]]), tf.constant([[0, 0], [2, 1], [-1, 0]])
    np.testing.assert_array_equal(xp.take_along_axis(x, indices), [[1, 1], [3, 2], [3, 1]])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = xp.take_along_axis(x, indices)
        line = xp.take_along_axis(x[0], tf.constant([1, 1]))
    np.testing.assert_array_equal(tape.gradient(y, x), [[3, 1, 2]])
    np.testing.assert_array_equal(tape.gradient(line, x), [[0, 2, 0]])


@pytest.mark.parametrize("dtype", DTYPES, ids=lambda dtype: dtype.name)
def test_take_along_axis_of_every_dtype(dtype):
    x = tf.constant([[True, False], [False, False]])
    got = xp.take_along_axis(tf.cast(x, dtype), tf.constant([[1], [0]]))
    assert got.dtype == dtype
    np.testing.assert_array_equal(tf.cast(got, tf.bool), [[False], [False]])


def test_take_along_axis_errors():
    x = tf.constant(X)
    for error, indices, axis in [
        (IndexError, tf.constant([[[4]]]), -1),
        (IndexError, tf.constant([[[-5]]]), -1),
        (IndexError, tf.constant([[[0]]]), 3),
        (ValueError, tf.constant([0]), -1),
        (ValueError, tf.zeros((2, 2, 4), tf.int32), -1),
        (TypeError, tf.constant([[[0.0]]]), -1),
    ]:
        with pytest.raises(error):
            xp.take_along_axis(x, indices, axis=axis)
