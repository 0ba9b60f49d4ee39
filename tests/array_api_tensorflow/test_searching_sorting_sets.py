"""Searching, sorting and sets against NumPy."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from unified_arrays.array_api_tensorflow import ArrayVariable  # noqa: E402
from unified_arrays.array_api_tensorflow._dtypes import ALL, COMPLEX, REAL  # noqa: E402
from unified_arrays.array_api_tensorflow.searching import (  # noqa: E402
    argmax,
    argmin,
    count_nonzero,
    nonzero,
    searchsorted,
    where,
)
from unified_arrays.array_api_tensorflow.sets import (  # noqa: E402
    isin,
    unique_all,
    unique_counts,
    unique_inverse,
    unique_values,
)
from unified_arrays.array_api_tensorflow.sorting import argsort, sort  # noqa: E402

ORDERED = [dtype for dtype in ALL if dtype not in COMPLEX]
SHAPES = [(), (7,), (0,), (3, 0), (4, 5), (2, 3, 4), (300,)]
SPECIAL = [np.nan, 0.0, -0.0, np.inf, -np.inf, 1.0, -1.0]


def by_name(dtype):
    return dtype.name


def sample(dtype, shape, seed=0):
    """Values with ties, the extremes and NaN, as far as `dtype` has them: as a NumPy array (bfloat16 by ml_dtypes)."""
    rng = np.random.default_rng(seed)
    if dtype == tf.bool:
        values = np.array([True, False])
    elif dtype.is_integer:
        values = np.array([dtype.min, dtype.max, 0, 1, 2, dtype.max - 1], dtype.as_numpy_dtype)
    elif dtype in COMPLEX:
        values = np.array([complex(*pair) for pair in itertools.product([np.nan, 0.0, -0.0, 1.0, -np.inf], repeat=2)])
    else:
        values = np.array(SPECIAL)
    return rng.choice(values, shape).astype(dtype.as_numpy_dtype)


def wide(x):
    """Half-precision values as float32, which NumPy's NaN handling covers."""
    return x.astype(np.float32) if x.dtype.itemsize == 2 and x.dtype.kind not in "iub" else x


@pytest.mark.parametrize("dtype", ALL, ids=by_name)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_sort(dtype, shape):
    x = sample(dtype, shape)
    for axis in range(-1, len(shape) - 1) if shape else ():
        order = np.argsort(wide(x), axis=axis, stable=True)
        got = argsort(tf.constant(x), axis=axis)
        assert got.dtype == tf.int64
        np.testing.assert_array_equal(got, order)
        want = np.take_along_axis(x, order, axis)
        np.testing.assert_array_equal(
            np.asarray(sort(ArrayVariable(tf.constant(x)), axis=axis)).view("u1"), want.view("u1")
        )


@pytest.mark.parametrize("dtype", ALL, ids=by_name)
def test_descending_is_stable(dtype):
    x = sample(dtype, (4, 50))
    # The reverse of the ascending order of the reversed array: greatest first, equal ones in their order.
    order = 49 - np.argsort(wide(x)[:, ::-1], axis=-1, stable=True)[:, ::-1]
    np.testing.assert_array_equal(argsort(tf.constant(x), descending=True), order)
    got = sort(tf.constant(x), descending=True)
    np.testing.assert_array_equal(np.asarray(got).view("u1"), np.take_along_axis(x, order, -1).view("u1"))


def test_zero_axes():
    assert argmax(tf.constant(3.0)).numpy() == 0
    for function in (sort, argsort):
        with pytest.raises(IndexError, match="0 axes"):
            function(tf.constant(3.0))


def test_every_nan_is_last_in_its_order():
    x = tf.constant(np.copysign([np.nan, 1.0, np.nan, np.inf], [-1, 1, 1, 1]), tf.float32)
    np.testing.assert_array_equal(argsort(x), [1, 3, 0, 2])
    np.testing.assert_array_equal(argsort(x, descending=True), [0, 2, 3, 1])


def test_denormal_numbers_are_not_zero():
    x = np.array([1e-40, 0.0, -1e-40, -0.0, 2e-40], np.float32)
    np.testing.assert_array_equal(argsort(tf.constant(x)), np.argsort(x, stable=True))
    np.testing.assert_array_equal(argsort(tf.constant(x), descending=True), [4, 0, 1, 3, 2])


@pytest.mark.parametrize("dtype", ORDERED, ids=by_name)
@pytest.mark.parametrize("shape", [shape for shape in SHAPES if 0 not in shape], ids=str)
@pytest.mark.parametrize(("function", "oracle"), [(argmax, np.argmax), (argmin, np.argmin)])
def test_arg_extremes(dtype, shape, function, oracle):
    for seed, axis, keepdims in itertools.product(range(2), (None, *range(-1, len(shape) - 1)), (False, True)):
        x = sample(dtype, shape, seed)
        if seed and dtype in REAL:
            x = np.where(np.isnan(wide(x)), np.asarray(0, x.dtype), x)
        got = function(tf.constant(x), axis=axis, keepdims=keepdims)
        assert got.dtype == tf.int64
        want = oracle(wide(x), axis=axis, keepdims=keepdims)
        assert tuple(got.shape) == np.shape(want)
        np.testing.assert_array_equal(got, want)


def test_arg_extremes_of_no_elements():
    for axis in (None, 0):
        with pytest.raises(ValueError, match="no elements"):
            argmax(tf.zeros((0, 3)), axis=axis)
    assert tuple(argmin(tf.zeros((0, 3)), axis=1).shape) == (0,)
    with pytest.raises(TypeError, match="complex64"):
        argmax(tf.constant([1j], tf.complex64))
    with pytest.raises(IndexError):
        argmax(tf.zeros((3,)), axis=1)


# ----------------------------------------------------------------------------------------------------------- where


@pytest.mark.parametrize("dtype", ALL, ids=by_name)
def test_where(dtype):
    condition, x = tf.constant([[True], [False]]), tf.cast([True, False, True], dtype)
    got = where(condition, ArrayVariable(x), tf.zeros((), dtype))
    assert got.dtype == dtype
    np.testing.assert_array_equal(tf.cast(got, tf.bool), [[True, False, True], [False, False, False]])


def test_where_promotes_and_takes_scalars():
    condition = tf.constant([True, False])
    assert where(condition, tf.constant(1, tf.int8), tf.constant(2.0, tf.float64)).dtype == tf.float64
    got = where(condition, tf.constant([1, 2], tf.int32), 2.5)
    assert got.dtype == tf.float32
    np.testing.assert_array_equal(got, [1, 2.5])
    assert where(condition, True, 2).dtype == tf.int64
    for error, arguments in [
        (TypeError, (tf.constant([1, 0]), 1, 2)),
        (ValueError, (condition, tf.zeros(3), tf.zeros(3))),
        (TypeError, (condition, tf.constant(1), tf.constant(1, tf.uint64))),
    ]:
        with pytest.raises(error):
            where(*arguments)


# ------------------------------------------------------------------------------------- nonzero, count_nonzero


@pytest.mark.parametrize("dtype", ALL, ids=by_name)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_nonzero_and_its_count(dtype, shape):
    x = sample(dtype, shape)
    for axis, keepdims in itertools.product((None, (), *range(-1, len(shape) - 1)), (False, True)):
        got = count_nonzero(ArrayVariable(tf.constant(x)), axis=axis, keepdims=keepdims)
        want = np.count_nonzero(wide(x), axis=axis, keepdims=keepdims)
        assert got.dtype == tf.int64
        assert tuple(got.shape) == np.shape(want)
        np.testing.assert_array_equal(got, want)
    if not shape:
        with pytest.raises(ValueError, match="0-d array"):
            nonzero(tf.constant(x))
        return
    places = nonzero(tf.constant(x))
    assert isinstance(places, tuple)
    assert {one.dtype for one in places} == {tf.int64}
    for got, want in zip(places, np.nonzero(wide(x)), strict=True):
        np.testing.assert_array_equal(got, want)


def test_an_imaginary_number_is_not_zero():
    x = tf.constant([0, 1j, complex(0, np.nan)], tf.complex128)
    np.testing.assert_array_equal(nonzero(x)[0], [1, 2])
    assert int(count_nonzero(x)) == 2
    with pytest.raises(IndexError):
        count_nonzero(x, axis=1)
    with pytest.raises(ValueError, match="twice"):
        count_nonzero(x, axis=(0, -1))


# ---------------------------------------------------------------------------------------------------- searchsorted


@pytest.mark.parametrize("dtype", ORDERED, ids=by_name)
@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("size", [0, 1, 9])
def test_searchsorted(dtype, side, size):
    x, v = sample(dtype, (size,)), sample(dtype, (2, 7), seed=1)
    order = np.argsort(wide(x), stable=True)
    want = np.searchsorted(np.sort(wide(x)), wide(v), side=side)
    got = searchsorted(tf.constant(x[order]), ArrayVariable(tf.constant(v)), side=side)
    assert got.dtype == tf.int64
    np.testing.assert_array_equal(got, want)
    sorter = tf.constant(order, tf.int32)
    np.testing.assert_array_equal(searchsorted(tf.constant(x), tf.constant(v), side=side, sorter=sorter), want)
    assert int(searchsorted(tf.constant(x[order]), tf.constant(v)[0, 0], side=side)) == want[0, 0]


def test_searchsorted_promotes_and_takes_scalars():
    x = tf.constant([1, 3, 5], tf.int8)
    assert int(searchsorted(x, 3)) == 1
    assert int(searchsorted(x, 3.5, side="right")) == 2
    np.testing.assert_array_equal(searchsorted(x, tf.constant([300, -300, 4], tf.int64)), [3, 0, 2])
    for error, call in [
        (ValueError, lambda: searchsorted(x, x, side="middle")),
        (ValueError, lambda: searchsorted(x[None], x)),
        (TypeError, lambda: searchsorted(tf.constant([1j]), 1)),
        (TypeError, lambda: searchsorted(x, x, sorter=tf.constant([0.0, 1.0, 2.0]))),
        (IndexError, lambda: searchsorted(x, x, sorter=tf.constant([0, 1, 3]))),
    ]:
        with pytest.raises(error):
            call()


# ------------------------------------------------------------------------------------------------------------ isin


@pytest.mark.parametrize("dtype", ALL, ids=by_name)
@pytest.mark.parametrize("shapes", [((), (3,)), ((5, 4), (2, 3)), ((7,), (0,)), ((0, 2), (3,)), ((9,), ())], ids=str)
def test_isin(dtype, shapes):
    x, v = sample(dtype, shapes[0]), sample(dtype, shapes[1], seed=2)
    for invert in (False, True):
        got = isin(tf.constant(x), ArrayVariable(tf.constant(v)), invert=invert)
        assert got.dtype == tf.bool
        assert tuple(got.shape) == shapes[0]
        np.testing.assert_array_equal(got, np.isin(wide(x), wide(v), invert=invert))


def test_isin_promotes_and_takes_scalars():
    x = tf.constant([[1, 2], [3, 1]], tf.int16)
    np.testing.assert_array_equal(isin(x, 1), [[True, False], [False, True]])
    np.testing.assert_array_equal(isin(x, 1, invert=True), [[False, True], [True, False]])
    assert bool(isin(3, x))
    np.testing.assert_array_equal(isin(x, tf.constant([2.0, 2.5])), [[False, True], [False, False]])
    with pytest.raises(TypeError):
        isin(tf.constant([1]), tf.constant([1], tf.uint64))


# ---------------------------------------------------------------------------------------------------------- unique


@pytest.mark.parametrize("dtype", ALL, ids=by_name)
@pytest.mark.parametrize("shape", [(), (0,), (9,), (5, 8), (2, 0)], ids=str)
def test_unique_all(dtype, shape):
    x = sample(dtype, shape)
    got = unique_all(tf.constant(x))
    want = np.unique(wide(x), return_index=True, return_inverse=True, return_counts=True, equal_nan=False)
    assert got._fields == ("values", "indices", "inverse_indices", "counts")
    assert [one.dtype for one in got] == [dtype, tf.int64, tf.int64, tf.int64]
    assert tuple(got.inverse_indices.shape) == shape
    for one, expected in zip(got, want, strict=True):
        np.testing.assert_array_equal(wide(np.asarray(one)), np.reshape(expected, one.shape))
    parts = {"values": unique_values(ArrayVariable(tf.constant(x)))}
    for part, fields in (
        (unique_counts(tf.constant(x)), ("values", "counts")),
        (unique_inverse(tf.constant(x)), ("values", "inverse_indices")),
    ):
        assert part._fields == fields
        parts |= part._asdict() | {f"values of {fields}": part.values}
    for name, one in parts.items():
        expected = getattr(got, name.split()[0])
        assert (one.dtype, one.shape) == (expected.dtype, expected.shape)
        np.testing.assert_array_equal(wide(np.asarray(one)), wide(np.asarray(expected)))


# ---------------------------------------------------------------------------------------- tf.function and gradients


OF_KNOWN_SHAPE = [
    *(sort, lambda x: sort(x, axis=0, descending=True), argsort, argmax, lambda x: argmin(x, axis=0, keepdims=True)),
    *(lambda x: where(x > 0, x, 0.0), lambda x: count_nonzero(x, axis=1), lambda x: isin(x, x[1, 1:4])),
    *(lambda x: searchsorted(sort(x[0]), x, side="right"), lambda x: isin(tf.complex(x, x), tf.complex(x, x)[1, 1:4])),
]
OF_UNKNOWN_SHAPE = [  # XLA has no such results
    *(
        lambda x: unique_all(x),
        lambda x: (unique_values(x), nonzero(x)),
        lambda x: (unique_counts(x), unique_inverse(x)),
    )
]


@pytest.mark.parametrize(
    ("call", "jit"), [*itertools.product(OF_KNOWN_SHAPE, (False, True)), *((call, False) for call in OF_UNKNOWN_SHAPE)]
)
def test_in_tf_function_without_sizes(call, jit):
    x = tf.constant(sample(tf.float32, (4, 6)))
    want = tf.nest.flatten(call(x))
    signature = None if jit else [tf.TensorSpec([None, None])]
    compiled = tf.function(call, input_signature=signature, jit_compile=jit)
    for got, expected in zip(tf.nest.flatten(compiled(x)), want, strict=True):
        np.testing.assert_array_equal(got, expected)


def test_gradients():
    x = tf.constant([3.0, -1.0, 2.0])
    weights = tf.constant([1.0, 10.0, 100.0])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        ordered = tf.reduce_sum(sort(x) * weights)
        chosen = tf.reduce_sum(where(x > 0, x * weights, 0.0))
    np.testing.assert_array_equal(tape.gradient(ordered, x), [100, 1, 10])
    np.testing.assert_array_equal(tape.gradient(chosen, x), [1, 0, 100])
