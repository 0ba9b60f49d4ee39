"""at(x)[index]: every kind of index and method against NumPy's own, and what is refused. copyto is in test_extras."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_strategies

import unified_arrays as ua
from part_writes import METHODS, expected
from unified_arrays._dispatch import at

from support import MEMORY, VALUE, arrays_of, assert_same, bits, numpy_of

X = np.arange(1.0, 25.0).reshape(2, 3, 4)


def native(backend: str, index: Any) -> Any:
    """The index with the arrays of a backend in it."""
    return tuple(arrays_of(backend, one) for one in index) if isinstance(index, tuple) else arrays_of(backend, index)


def check(backend: str, values: np.ndarray, method: str, index: Any, value: Any) -> None:
    x = MEMORY[backend](values)
    given_value = VALUE[backend](value) if isinstance(value, np.ndarray) else value
    assert getattr(ua.at(x)[native(backend, index)], method)(given_value) is x
    assert_same(x, expected(values, method, index, value), tolerance=4)


MASK = X % 3 == 1
INDICES: dict[str, Any] = {
    "an integer": 1,
    "a negative integer": -2,
    "all integers": (1, -1, 2),
    "an ellipsis": ...,
    "nothing": (),
    "a slice": slice(1, None),
    "a slice with a step": (..., slice(None, None, 3)),
    "descending": slice(None, None, -1),
    "descending from the end by two": (0, slice(2, 0, -2), slice(-1, None, -3)),
    "descending, empty": (slice(0, 1, -1),),
    "a new axis": (None, 1, None),
    "past the end": (slice(0, 100), slice(5, 9)),
    "a NumPy integer": np.int64(1),
    "a list": [1, 0, 1],
    "an empty list": [],
    "an array": np.array([0, 1, 1, 0, 0]),
    "an array of uint8": np.array([0, 1, 1], dtype=np.uint8),
    "a 0-d array": np.array(1),
    "two axes of an array": np.array([[0, -1], [-1, 1]]),
    "three arrays": (np.array([0, 1, 0]), np.array([2, 0, 2]), np.array([-1, 3, 3])),
    "arrays that broadcast": (np.array([[0], [1]]), np.array([0, 1, 0]), 2),
    "an array and a slice": (slice(None), np.array([0, 2, 0])),
    "arrays apart": (np.array([0, 1, 0]), slice(1, 3), np.array([0, 0, 0])),
    "an array beside a descending slice": (slice(None, None, -1), [0, 2, 2], slice(3, 0, -2)),
    "a mask": MASK,
    "a mask of rows": np.array([False, True]),
    "a mask of nothing": np.zeros((2, 3), bool),
    "a list of truths": [True, False],
    "a mask beside a slice": (slice(None), np.array([True, False, True]), slice(1, 3)),
    "a mask beside a descending slice": (slice(None, None, -1), np.array([True, False, True])),
    "a mask beside an array": (np.array([0, 0]), np.array([True, False, True])),
}


# Places that repeat are taken together in a copy of x, or sorted where x is much longer.
BOTH_WAYS = pytest.mark.parametrize("rows_for_each", [at.ROWS_FOR_EACH, 0], ids=["in a copy", "sorted"])


@BOTH_WAYS
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("index", INDICES.values(), ids=list(INDICES))
def test_every_kind_of_index(
    index: Any, method: str, rows_for_each: int, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at, "ROWS_FOR_EACH", rows_for_each)
    selected = X[index]
    check(backend, X, method, index, 2.5)
    check(backend, X, method, index, np.linspace(0.3, 4.0, selected.size).reshape(selected.shape))
    if selected.ndim:
        check(backend, X, method, index, np.linspace(1.0, 2.0, selected.shape[-1]))


DTYPES = "int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128".split()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("dtype", ["bool", *DTYPES])
@pytest.mark.parametrize("index", [slice(None, None, 2), [0, 2, 0, 0]], ids=["slice", "repeated"])
def test_every_dtype(dtype: str, method: str, index: Any, backend: str) -> None:
    x = np.array([3, 250, 5, 7]).astype(dtype)
    value = np.array([200, 7, 2, 9][: len(x[index])]).astype(dtype)
    if np.dtype(dtype).kind == "u" and np.dtype(dtype).itemsize == 8:
        x[2], value[1] = 2**63 + 5, 2**63 + 9
    kinds = {"set": "biufc", "divide": "fc", "min": "iuf", "max": "iuf"}.get(method, "iufc")
    if np.dtype(dtype).kind in kinds:
        with np.errstate(over="ignore"):
            check(backend, x, method, index, value)
        return
    target = MEMORY[backend](x)
    with pytest.raises(TypeError, match=rf"^at.{method}: dtype is {dtype}, expected one of the kinds"):
        getattr(ua.at(target)[index], method)(VALUE[backend](value))
    assert bits(target) == x.tobytes()


@pytest.mark.parametrize("method", ["min", "max"])
@pytest.mark.parametrize("index", [slice(None), [0, 0, 1, 1]], ids=["slice", "repeated"])
def test_nan_wins(method: str, index: Any, backend: str) -> None:
    check(backend, np.array([1.0, np.nan, 3.0, 4.0]), method, index, np.array([np.nan, 1.0, 2.0, np.nan]))


@pytest.mark.parametrize("count", [10, 10_000])
def test_the_last_of_repeated_values_is_left(count: int, backend: str) -> None:
    generator = np.random.default_rng(count)
    index = generator.integers(0, 7, count)
    check(backend, np.zeros(7), "set", index, generator.normal(size=count))


def test_a_histogram(backend: str) -> None:
    index = np.random.default_rng(1).integers(0, 10, 100_000)
    x = MEMORY[backend](np.zeros(10, np.int64))
    ua.at(x)[VALUE[backend](index)].add(1)
    assert_same(x, np.bincount(index))


@st.composite
def cases(draw: st.DrawFn) -> tuple[np.ndarray, str, Any, np.ndarray]:
    """Any x, method, index and value that fits."""
    shape = draw(numpy_strategies.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
    dtype = draw(st.sampled_from(["int16", "int64", "uint8", "float64"]))
    x = (np.arange(np.prod(shape)).reshape(shape) % 11 + 1).astype(dtype)
    kinds = [numpy_strategies.basic_indices(shape, allow_newaxis=True)]
    if shape and 0 not in shape:
        kinds.append(numpy_strategies.integer_array_indices(shape))
        kinds.append(mixed_index(shape))
    if shape:
        kinds.append(numpy_strategies.arrays(bool, shape[: draw(st.integers(1, len(shape)))]))
    index = draw(st.one_of(kinds))
    method = draw(st.sampled_from([one for one in METHODS if one != "divide" or dtype == "float64"]))
    wanted = x[index].shape
    value_shape = tuple(draw(st.sampled_from([1, size])) for size in wanted[draw(st.integers(0, len(wanted))) :])
    value = draw(numpy_strategies.arrays(dtype, value_shape, elements=st.integers(1, 9)))
    return x, method, index, value


@st.composite
def mixed_index(draw: st.DrawFn, shape: tuple[int, ...]) -> tuple[Any, ...]:
    """Integers, slices, masks and arrays of integers of one shape, in any order."""
    length = draw(st.integers(0, 3))
    items: list[Any] = []
    for size in shape:
        kind = draw(st.sampled_from(["integer", "slice", "array", "mask", "full"]))
        if kind == "integer":
            items.append(draw(st.integers(-size, size - 1)))
        elif kind == "slice":
            items.append(draw(st.slices(size)))
        elif kind == "array":
            items.append(draw(numpy_strategies.arrays(np.int64, (length,), elements=st.integers(-size, size - 1))))
        elif kind == "mask":
            mask = np.zeros(size, bool)
            mask[: min(length, size)] = True
            items.append(mask if min(length, size) == length else slice(None))
        else:
            items.append(slice(None))
    return tuple(items)


@BOTH_WAYS
@settings(deadline=None, max_examples=100, derandomize=True)
@given(case=cases())
def test_any_index(case: tuple[np.ndarray, str, Any, np.ndarray], rows_for_each: int, backend: str) -> None:
    with mock.patch.object(at, "ROWS_FOR_EACH", rows_for_each):
        check(backend, *case)


# -- the contract -----------------------------------------------------------------------------------------------------

REFUSED: dict[str, tuple[Any, Any, type[Exception], str]] = {
    "too far": (5, 1.0, IndexError, r"the index has 5 for axis 0, expected at least -3 and less than 3"),
    "too far back": ((0, -5), 1.0, IndexError, r"the index has -5 for axis 1"),
    "too many axes": ((0, 0, 0), 1.0, IndexError, r"the index has 3 axes, expected at most 2"),
    "two ellipses": ((..., ...), 1.0, IndexError, r"the index has 2 times ..., expected"),
    "a float": (1.5, 1.0, IndexError, r"the index has a float, expected integers, slices"),
    "an array of floats": (np.ones(2), 1.0, IndexError, r"the index has an array of float64, expected arrays of integ"),
    "a mask that does not fit": (np.ones(4, bool), 1.0, IndexError, r"the index has a mask of shape \(4,\) at axis 0"),
    "a value that does not fit": (0, np.ones(3), ValueError, r"x\[index\] has shape \(4,\), value has shape \(3,\)"),
    "nor here": ([0, 0], np.ones((3, 4)), ValueError, r"x\[index\] has shape \(2, 4\), value has shape \(3, 4\)"),
    "nor here either": (np.ones(3, bool), np.ones((1, 3, 4)), ValueError, r"x\[index\] has shape \(3, 4\), value"),
    "a complex value": (0, 1j, TypeError, r"x\[index\] has dtype float64, which cannot hold"),
    "complex values": ([0, 0], np.full((2, 4), 1j), TypeError, r"x has dtype float64, which cannot hold"),
    "a list of values": (0, [1.0], TypeError, r"value is a list, expected an array"),
}


@pytest.mark.parametrize("method", ["set", "add"])
@pytest.mark.parametrize(("index", "value", "error", "message"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_refused(
    index: Any, value: Any, error: type[Exception], message: str, method: str, backend: str
) -> None:
    x = MEMORY[backend](np.ones((3, 4)))
    before = bits(x)
    with pytest.raises(error, match=f"^at.{method}: {message}"):
        getattr(ua.at(x)[native(backend, index)], method)(arrays_of(backend, value))
    assert bits(x) == before


@pytest.mark.parametrize("method", METHODS)
def test_an_array_of_places_that_are_not_there(method: str, backend: str) -> None:
    x = MEMORY[backend](np.ones((3, 4)))
    before = bits(x)
    with pytest.raises(IndexError, match="(?s)out of"):
        getattr(ua.at(x)[VALUE[backend](np.array([0, 3]))], method)(2.0)
    assert bits(x) == before


# NumPy before 2.4 warns as well.
@pytest.mark.filterwarnings("ignore:Out of bound index found:DeprecationWarning")
def test_a_wrong_place_is_found_where_nothing_is_selected(backend: str) -> None:
    x = MEMORY[backend](np.zeros((1, 1)))
    with pytest.raises(IndexError, match="out of (range|bounds) for (axis|dimension) 0"):
        ua.at(x)[VALUE[backend](np.array([1])), 0:0].set(1.0)
    assert ua.at(x)[VALUE[backend](np.array([0])), 0:0].set(1.0) is x
    assert_same(x, np.zeros((1, 1)))


def test_what_is_no_array() -> None:
    with pytest.raises(TypeError, match="^at: x is a list, expected an array"):
        ua.at([1.0])


@pytest.mark.backends("torch", "tensorflow")
def test_another_backend(backend: str) -> None:
    x = MEMORY[backend](np.ones(3))
    with pytest.raises(TypeError, match=f"^at.add: x is an array of {backend} but value is one of numpy"):
        ua.at(x)[0:1].add(np.ones(1))
    with pytest.raises(IndexError, match="^at.add: the index has a numpy.ndarray, expected"):
        ua.at(x)[np.array([0])].add(1.0)
    ua.at(x)[0].add(np.float64(2.0))  # NumPy's scalars are numbers
    assert_same(x, np.array([3.0, 1.0, 1.0]))


def test_what_cannot_be_written(backend: str) -> None:
    if backend == "numpy":
        x: Any = np.ones(3)
        x.flags.writeable = False
    elif backend == "torch":
        x = VALUE[backend](np.ones(1)).expand(3)
    elif backend == "cupy":
        x = ua.broadcast_to(VALUE[backend](np.ones(1)), (3,))
    else:
        x = VALUE[backend](np.ones(3))
    for index in (0, [0]):
        with pytest.raises(ValueError, match="^at.add: x cannot be written to: "):
            ua.at(x)[index].add(1.0)


def test_the_value_may_be_memory_of_x(backend: str) -> None:
    values = np.arange(12.0).reshape(3, 4)
    cases: list[tuple[Any, Callable[[Any], Any]]] = [
        (slice(None, None, -1), lambda x: x),
        ([2, 0, 1], lambda x: x),
        (slice(1, None), lambda x: x[:-1]),
        (values > 3, lambda x: ua.reshape(x, (-1,))[4:]),
    ]
    for index, part in cases:
        for method in ("set", "add"):
            x = MEMORY[backend](values)
            getattr(ua.at(x)[native(backend, index)], method)(part(x))
            assert_same(x, expected(values, method, index, part(values).copy()))


def test_the_index_may_be_memory_of_x(backend: str) -> None:
    x = MEMORY[backend](np.array([2, 0, 1, 1]))
    ua.at(x)[x].add(x)
    assert_same(x, np.array([2, 2, 3, 1]))
    x = MEMORY[backend](np.array([True, False, True]))
    ua.at(x)[x].set(False)
    assert_same(x, np.zeros(3, bool))


@pytest.mark.backends("numpy", "torch")  # a variable has no surroundings
def test_memory_around_x_stays(backend: str) -> None:
    base = VALUE[backend](np.zeros((7, 9)))
    x = base[1:6:2, 1:8:2].T
    ua.at(x)[[0, 0, 3], 1:].add(1.0)
    ua.at(x)[::-1, 0].set(VALUE[backend](np.arange(1.0, 5.0)))
    wanted = np.zeros((7, 9))
    view = wanted[1:6:2, 1:8:2].T
    np.add.at(view, ([0, 0, 3], slice(1, None)), 1.0)
    view[::-1, 0] = np.arange(1.0, 5.0)
    assert_same(base, wanted)


def test_a_gradient_is_not_cut_on_torch() -> None:
    torch = pytest.importorskip("torch")
    y = torch.ones(2, requires_grad=True)
    for index in (slice(0, 2), [0, 0], torch.tensor([True, True, False])):
        x = torch.zeros(3)
        with pytest.raises(ua.GradientError, match="^at.add: writing the result into x"):
            ua.at(x)[index].add(y)
        assert_same(x, np.zeros(3, np.float32))
        with torch.no_grad():
            ua.at(x)[index].add(y)
        assert float(x.sum()) == 2.0


def test_a_gradient_is_not_cut_on_tensorflow() -> None:
    tf = pytest.importorskip("tensorflow")
    y = tf.Variable([1.0, 1.0])
    for index in (slice(0, 2), [0, 0], tf.constant([True, True, False])):
        x = tf.Variable([0.0, 0.0, 0.0])
        with tf.GradientTape(persistent=True) as tape:
            with pytest.raises(ua.GradientError, match="^at.add: writing the result into x"):
                ua.at(x)[index].add(y)
            assert_same(x, np.zeros(3, np.float32))
            with tape.stop_recording():
                ua.at(x)[index].add(y)
        assert float(tf.reduce_sum(x)) == 2.0


@pytest.mark.parametrize("method", METHODS)
def test_in_a_graph(method: str) -> None:
    tf = pytest.importorskip("tensorflow")
    for index in (slice(None, None, -2), np.array([0, 0, 2]), np.array([True, False, True])):

        def place(variable: Any, index: Any = index) -> Any:
            return ua.at(variable)[native("tensorflow", index)]

        for variable in (tf.Variable([1.0, 2.0, 4.0]), MEMORY["tensorflow"](np.array([1.0, 2.0, 4.0], np.float32))):

            @tf.function
            def write(value: Any, place: Any = place, variable: Any = variable) -> Any:
                getattr(place(variable), method)(value)
                return variable.read_value()

            selected = np.ones(3)[index].shape
            value = np.linspace(2.0, 3.0, selected[0]).astype(np.float32)
            wanted = expected(numpy_of(variable), method, index, value)
            assert_same(write(VALUE["tensorflow"](value)), wanted)
            assert_same(variable, wanted)


def test_nothing_is_allocated_for_a_window() -> None:
    """Adding a number to half of x on NumPy is one native call."""
    import tracemalloc

    x = np.zeros(200_000)
    ua.at(x)[::2].add(1.0)
    tracemalloc.start()
    try:
        ua.at(x)[::2].add(1.0)
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()
    assert sys.getrefcount(x) <= 3
    assert float(x.sum()) == 200_000.0
