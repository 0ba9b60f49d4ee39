"""at(x)[index] against NumPy's own assignment and ufunc.at, in memory of any layout and dtype, bit for bit."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_strategies

import unified_arrays as ua
from frameworks import in_dtype
from frameworks import values as values_of

from attack import Attack
from draws import has_dtype
from support import VALUE, arrays_of, assert_same, bits

UFUNCS = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "min": np.minimum,
    "max": np.maximum,
}
METHODS = {"set": "biufc", "divide": "fc", "min": "iuf", "max": "iuf"}  # of which kinds of dtypes; the others: iufc
DTYPES = [
    *"bool int8 int16 int32 int64 uint8 uint16 uint32 uint64".split(),
    *"float16 bfloat16 float32 float64 complex64 complex128".split(),
]


def methods_of(dtype: str) -> list[str]:
    kind = "f" if dtype == "bfloat16" else np.dtype(dtype).kind
    return [one for one in ("set", *UFUNCS) if kind in METHODS.get(one, "iufc")]


def selected(x: np.ndarray, index: Any) -> np.ndarray:
    """x[index]. Where nothing is selected, NumPy 2.2 only warns of an index out of range."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        try:
            return x[index]  # type: ignore[no-any-return]
        except DeprecationWarning as warning:
            raise IndexError(str(warning)) from None


def written(x: np.ndarray, method: str, index: Any, value: Any) -> np.ndarray:
    """What NumPy makes of it, in a copy; the values are taken one after the other."""
    result = np.array(x)
    value = np.broadcast_to(
        value, selected(x, index).shape
    )  # NumPy (2.4.6) may read past a value that add.at has to broadcast
    with np.errstate(all="ignore"):
        if method == "set":
            result[index] = value
        else:
            UFUNCS[method].at(result, index, value)
    return result


SELDOM = st.sampled_from([False] * 19 + [True])

# -- memory -----------------------------------------------------------------------------------------------------------

LAYOUTS = {
    "numpy": ["contiguous", "strided", "transposed", "reversed", "Fortran", "byte order"],
    "torch": ["contiguous", "strided", "transposed", "Fortran"],
    "tensorflow": ["ArrayVariable", "tf.Variable", "of unknown sizes"],
    "jax": ["contiguous", "window"],
    "dask": ["contiguous", "window"],
    "cupy": ["contiguous", "strided", "transposed"],
}


def memory(backend: str, values: np.ndarray, dtype: str, layout: str) -> Any:
    """The values in memory of a backend, as a view of a larger array where the layout says so."""
    if backend == "tensorflow":
        import tensorflow as tf

        value = tf.cast(tf.constant(values), dtype)
        if layout == "ArrayVariable":
            return ua.asarray(value, copy=True)
        return tf.Variable(value, shape=tf.TensorShape([None] * values.ndim) if "unknown" in layout else None)
    if backend in ("jax", "dask"):
        if layout == "contiguous":
            return in_dtype(backend, values, dtype, memory=True)
        wide = np.pad(values, [(1, 2)] * values.ndim) if values.ndim else values
        return in_dtype(backend, wide, dtype, memory=True)[(*(slice(1, -2) for _ in values.shape), ...)]
    if layout == "transposed":
        return (
            memory(backend, values.T, dtype, "strided").T if values.ndim == 2 else memory(backend, values, dtype, "F")
        )
    if layout == "Fortran" and values.ndim:
        order = tuple(range(values.ndim))[::-1]
        return ua.permute_dims(memory(backend, values.transpose(order), dtype, "contiguous"), order)
    window: tuple[Any, ...] = (...,)
    if layout in ("strided", "reversed") and values.ndim:
        base = np.full([2 * size + 1 for size in values.shape], 77).astype(values.dtype)
        step = slice(-2, None, -2) if layout == "reversed" else slice(1, None, 2)
        window = (step,) * values.ndim
        base[window] = values
        values = base
    if backend == "numpy":
        own = np.array(values, dtype)
        if layout == "byte order":
            own = own.astype(own.dtype.newbyteorder())
        return own[window]
    return in_dtype(backend, values, dtype)[window]


def drawn(draw: st.DrawFn, dtype: str, shape: tuple[int, ...], *, small: bool) -> np.ndarray:
    """Values whose sums and products are exact in the dtype, in any order; held in float64 for bfloat16."""
    if dtype == "bool":
        elements: Any = st.booleans()
    elif small:
        elements = st.sampled_from([1, 2] if dtype.startswith("u") else [1, 2, -1])
    else:
        elements = st.integers(0 if dtype.startswith("u") else -8, 9)
    if dtype[:2] in ("fl", "bf"):
        elements = st.one_of(elements, elements, elements, st.sampled_from([np.nan, np.inf]))
    held = "float64" if dtype == "bfloat16" else dtype
    return draw(numpy_strategies.arrays(held, shape, elements=elements.map(lambda one: np.dtype(held).type(one))))


def drawn_index(draw: st.DrawFn, shape: tuple[int, ...]) -> Any:
    """An index of any kind; now and then one that names what is not there, or too much."""
    kinds = [numpy_strategies.basic_indices(shape, allow_newaxis=True)]
    if shape and 0 not in shape:
        kinds += [
            numpy_strategies.integer_array_indices(shape, dtype=np.dtype(one)) for one in ("int64", "int8", "uint16")
        ]
        far = st.lists(st.integers(-max(shape) - 1, max(shape)), min_size=1, max_size=3).map(np.array)
        kinds.append(st.tuples(*[st.one_of(far, st.slices(size), st.integers(-size, size - 1)) for size in shape]))
    if shape:
        kinds.append(numpy_strategies.arrays(bool, shape[: draw(st.integers(1, len(shape)))]))
        kinds.append(numpy_strategies.arrays(bool, (shape[0] + (draw(SELDOM)),)))
    index = draw(st.one_of(kinds))
    return index if not draw(SELDOM) else (*(index if isinstance(index, tuple) else (index,)), 0)


def case_of(draw: st.DrawFn, backend: str) -> tuple[Any, np.ndarray, str, Any, np.ndarray]:
    """x, its values, a method, an index, and the values to write."""
    dtype = draw(st.sampled_from([one for one in DTYPES if has_dtype(backend, one)]))
    shape = draw(numpy_strategies.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
    values = drawn(draw, dtype, shape, small=False)
    x = memory(backend, values, dtype, draw(st.sampled_from(LAYOUTS[backend])))
    method = draw(st.sampled_from(methods_of(dtype)))
    index = drawn_index(draw, shape)
    try:
        wanted = selected(values, index).shape
    except (IndexError, ValueError):
        wanted = ()
    wanted = tuple(draw(st.sampled_from([1, size, size])) for size in wanted[draw(st.integers(0, len(wanted))) :])
    if draw(SELDOM):
        wanted = (*wanted, 3)
    return x, values, method, index, drawn(draw, dtype, wanted, small=method in ("multiply", "divide"))


def as_dtype(backend: str, values: np.ndarray, x: Any) -> Any:
    """An array of the backend in the dtype of x."""
    if backend == "numpy":
        return values.astype(x.dtype)
    if backend == "torch":
        return VALUE[backend](values).to(x.dtype)
    if backend in ("jax", "dask", "cupy"):
        return VALUE[backend](values).astype(x.dtype)
    import tensorflow as tf

    return tf.cast(VALUE[backend](values), x.dtype)


def native(backend: str, index: Any) -> Any:
    """The index with the arrays of a backend in it."""
    return tuple(arrays_of(backend, one) for one in index) if isinstance(index, tuple) else arrays_of(backend, index)


def test_any_index_into_any_memory(attack: Attack, backend: str) -> None:
    cases = st.composite(lambda draw: case_of(draw, backend))()

    def case(data: st.DataObject) -> None:
        x, values, method, index, value = data.draw(cases)
        given, where = as_dtype(backend, value, x), native(backend, index)
        attack.judge(
            lambda: as_dtype(backend, written(values, method, index, value), x),
            lambda: getattr(ua.at(x)[where], method)(given),
            (x,),
            around=[given],
            tolerance=0.0,
            accepts=None if 0 in values.shape else True,  # NumPy lets some indices pass that name nothing
        )

    attack.run(case, examples=100)


def test_the_value_and_the_index_are_memory_of_x(attack: Attack, backend: str) -> None:
    def case(data: st.DataObject) -> None:
        size = data.draw(st.integers(1, 7), "size")
        values = data.draw(numpy_strategies.arrays(np.int64, size, elements=st.integers(-size, size - 1)), "x")
        x = memory(backend, values, "int64", data.draw(st.sampled_from(LAYOUTS[backend]), "layout"))
        method = data.draw(st.sampled_from(methods_of("int64")), "method")
        window = data.draw(st.sampled_from([np.s_[:], np.s_[1:], np.s_[:-1], np.s_[::2]]), "window")
        places, value = x[window], x[window]
        index: Any = places if data.draw(st.booleans(), "index of x") else native(backend, values[window].copy())
        attack.judge(
            lambda: as_dtype(backend, written(values, method, values[window], values[window]), x),
            lambda: getattr(ua.at(x)[index], method)(value),
            (x,),
        )
        x = memory(backend, values, "int64", "contiguous" if backend != "tensorflow" else "ArrayVariable")
        attack.judge(  # the value lies the other way round than the places
            lambda: as_dtype(backend, written(values, method, np.s_[::-1], values), x),
            lambda: getattr(ua.at(x)[::-1], method)(x),
            (x,),
        )

    attack.run(case)


# -- by hand ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["uint64", "float32"])
def test_a_hundred_thousand_places(dtype: str, backend: str) -> None:
    generator = np.random.default_rng(1)
    index = generator.integers(-500, 500, 100_000)
    for method in methods_of(dtype):
        small = method in ("multiply", "divide")  # products stay exact: powers of two, as many up as down
        value = generator.integers(1, 4, index.size).astype(dtype)
        if small:
            value = np.where(np.arange(index.size) % 2, 1, -1).astype(dtype)
        values = generator.integers(1, 9, 500).astype(dtype)
        x = memory(backend, values, dtype, LAYOUTS[backend][0])
        getattr(ua.at(x)[VALUE[backend](index)], method)(VALUE[backend](value))
        np.testing.assert_array_equal(values_of(x), written(values, method, index, value))


@pytest.mark.parametrize("dtype", ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"])
def test_places_of_every_integer_dtype(dtype: str, backend: str) -> None:
    for layout in LAYOUTS[backend]:
        x = memory(backend, np.zeros((3, 5)), "float64", layout)
        index = VALUE[backend](np.array([0, 2, 2], dtype))
        ua.at(x)[index].add(1.0)
        ua.at(x)[:, index].multiply(2.0)
        expected = written(written(np.zeros((3, 5)), "add", [0, 2, 2], 1.0), "multiply", np.s_[:, [0, 2, 2]], 2.0)
        assert_same(values_of(x), expected)
        before = bits(x)
        if dtype == "uint64":  # NumPy takes the largest for -1
            continue
        far = VALUE[backend](np.array([0, np.iinfo(dtype).max], dtype))
        with pytest.raises(IndexError, match="(?s)out of"):
            ua.at(x)[far].add(1.0)
        assert bits(x) == before


@pytest.mark.filterwarnings("ignore:invalid value encountered in divide:RuntimeWarning")  # dask computes later
@pytest.mark.parametrize("method", ["set", "add", "subtract", "multiply", "divide"])
@pytest.mark.parametrize("index", [np.s_[:], [0, 1, 2, 3, 4], [0, 0, 0, 1, 1], [True] * 5], ids=str)
def test_signs_of_zeros_and_nan(method: str, index: Any, backend: str) -> None:
    """All bits but those of NaN; minimum and maximum of two zeros may be either."""
    values, value = np.array([0.0, -0.0, -0.0, np.nan, 1.0]), np.array([-0.0, -0.0, 0.0, -0.0, np.nan])
    x = memory(backend, values, "float64", LAYOUTS[backend][0])
    with np.errstate(all="ignore"):
        getattr(ua.at(x)[index], method)(VALUE[backend](value))
    expected, found = written(values, method, index, value), values_of(x)
    np.testing.assert_array_equal(found, expected)
    numbers = ~np.isnan(expected)
    np.testing.assert_array_equal(np.signbit(found[numbers]), np.signbit(expected[numbers]))


@pytest.mark.parametrize("index", [(), ..., (..., None), (None,), True], ids=str)
def test_no_axes(index: Any, backend: str) -> None:
    for method, result in {"set": 3.0, "add": 5.0, "multiply": 6.0, "divide": 2 / 3, "min": 2.0, "max": 3.0}.items():
        x = memory(backend, np.array(2.0), "float64", LAYOUTS[backend][0])
        where = VALUE[backend](np.array(True)) if index is True else index
        assert getattr(ua.at(x)[where], method)(3.0) is x
        assert_same(x, np.array(result))
    x = memory(backend, np.array(2.0), "float64", LAYOUTS[backend][0])
    ua.at(x)[VALUE[backend](np.array(False))].set(9.0)
    assert_same(x, np.array(2.0))


def test_axes_without_elements(backend: str) -> None:
    for shape in ((0,), (0, 3), (3, 0), (2, 0, 4)):
        for layout in LAYOUTS[backend]:
            x = memory(backend, np.zeros(shape), "float64", layout)
            for index in (np.s_[:], np.s_[::-1], np.s_[..., None], np.array([], int), np.zeros(shape, bool)):
                for method in methods_of("float64"):
                    assert getattr(ua.at(x)[native(backend, index)], method)(1.0) is x
            assert tuple(values_of(x).shape) == shape
    x = memory(backend, np.zeros((0, 3)), "float64", LAYOUTS[backend][0])
    with pytest.raises(IndexError):
        ua.at(x)[0].add(1.0)
    with pytest.raises(IndexError):
        ua.at(x)[native(backend, np.array([0]))].add(1.0)


@pytest.mark.backends("numpy", "torch")  # variables have no strides
def test_strides_beyond_32_bits(backend: str) -> None:
    base = np.zeros(2**32 + 3, np.int8)  # pages that nobody writes to are not memory
    x = base[:: 2**31]
    if backend == "torch":
        import torch

        x = torch.from_numpy(base)[:: 2**31]
    ua.at(x)[[0, 2, 2]].add(1)
    ua.at(x)[1:].subtract(5)
    ua.at(x)[native(backend, np.array([False, False, True]))].multiply(2)
    assert base[:: 2**31].tolist() == [1, -5, -6]
    assert base[2**31 - 2 : 2**31 + 3].tolist() == [0, 0, -5, 0, 0]


def test_floating_point_errors_come_before_the_write() -> None:
    """In places that an array names; a window is NumPy's own kernel (docs/out.md, 8)."""
    for index in ([0, 0], [0, 1], np.array([True, True])):
        for method in ("divide", "multiply"):
            x = np.array([1e300, 1e300])
            with np.errstate(all="raise"), pytest.raises(FloatingPointError):
                getattr(ua.at(x)[index], method)(0.0 if method == "divide" else 1e300)
            assert x.tolist() == [1e300, 1e300]
            with warnings.catch_warnings(), pytest.raises(RuntimeWarning):
                warnings.simplefilter("error")
                getattr(ua.at(x)[index], method)(0.0 if method == "divide" else 1e300)
            assert x.tolist() == [1e300, 1e300]


WRITES: dict[str, Callable[[Any], Any]] = {
    "a value that does not fit": lambda x: ua.at(x)[[0, 0]].add(ua.ones(3, dtype=ua.int8)),
    "a number that does not fit": lambda x: ua.at(x)[[0, 0]].add(300),
    "a number that does not fit a window": lambda x: ua.at(x)[:1].set(300),
    "a number of a higher kind": lambda x: ua.at(x)[[0, 0]].add(1.5),
    "a number of a higher kind for a mask": lambda x: ua.at(x)[[True, True, False, False]].set(1j),
    "a place that is not there": lambda x: ua.at(x)[[0, 4]].add(1),
    "one among many": lambda x: ua.at(x)[[0, 1, 2, 3, -5]].set(1),
    "places that do not broadcast": lambda x: ua.at(x)[None, [0, 1], None, [0]].add(1),
    "nothing to divide": lambda x: ua.at(x)[[0, 0]].divide(2),
    "no value": lambda x: ua.at(x)[0].add(None),
    "a text": lambda x: ua.at(x)["0"].add(1),
    "a nested list": lambda x: ua.at(x)[[[0], [1, 2]]].add(1),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=list(WRITES))
def test_a_call_that_raises_leaves_every_bit(write: Callable[[Any], Any], backend: str) -> None:
    for layout in LAYOUTS[backend]:
        x = memory(backend, np.arange(4), "int8", layout)
        before = bits(x)
        with ua.use_backend(backend), pytest.raises((TypeError, ValueError, IndexError, OverflowError, RuntimeError)):
            write(x)
        assert bits(x) == before


# -- graphs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS["tensorflow"])
@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "bool"])
def test_in_a_graph(layout: str, dtype: str) -> None:
    tf = pytest.importorskip("tensorflow")
    values = np.arange(12).reshape(3, 4) % 2 if dtype == "bool" else np.arange(12).reshape(3, 4)
    indices = [np.s_[1:], np.s_[..., 2], np.arange(12).reshape(3, 4) > 5, np.array([True, False, True])]
    if layout != "of unknown sizes":
        indices += [
            np.s_[::-1],
            np.s_[1, ::-2],
            np.array([0, -1, 0]),
            (np.array([0, 0]), np.array([1, -1])),
            np.s_[:, [0, 0]],
        ]
    held = values.astype("float64" if dtype in ("bfloat16", "float32") else dtype)
    methods = methods_of(dtype)
    for number, index in enumerate(indices):
        for method in {methods[number % len(methods)], methods[(number + 3) % len(methods)]}:  # tracing takes its time
            x = memory("tensorflow", values, dtype, layout)
            result = tf.function(one_write(x, index, method))(tf.cast(tf.constant(1), dtype))
            expected = written(held, method, index, np.ones((), held.dtype))
            np.testing.assert_array_equal(tf.cast(result, tf.float64).numpy(), expected)


def one_write(x: Any, index: Any, method: str) -> Callable[[Any], Any]:
    def program(value: Any) -> Any:
        getattr(ua.at(x)[native("tensorflow", index)], method)(value)
        return x.read_value()

    return program


def test_a_graph_that_knows_no_sizes_says_so() -> None:
    tf = pytest.importorskip("tensorflow")
    x = memory("tensorflow", np.zeros(3), "float64", "of unknown sizes")
    for index in ([0, 0], np.s_[::-1]):
        with pytest.raises(ValueError, match=r"at.add: x has shape \(None,\), expected known sizes for an index with"):
            tf.function(one_write(x, index, "add"))(tf.constant(1.0, tf.float64))
    place = tf.constant([0, 3])
    known = memory("tensorflow", np.zeros(3), "float64", "tf.Variable")
    with pytest.raises(tf.errors.InvalidArgumentError, match="out of range|out of bounds|not in"):
        tf.function(lambda: ua.at(known)[place].add(1.0))()
    assert_same(known, np.zeros(3))
