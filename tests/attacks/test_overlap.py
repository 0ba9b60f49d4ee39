"""Promise 7: out is any window of the memory that inputs are windows of, or the variable that they are read from."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import note
from hypothesis import strategies as st

import unified_arrays as ua
from frameworks import arranged, copied, function_of, is_slice, leaves, same_kind, slice_of, values
from unified_arrays.testing._inputs import (
    COLUMN,
    ELEMENTWISE,
    LARGE,
    ONE_RESULT,
    OTHER,
    POSITIVE,
    REAL,
    SEVERAL,
    SQUARE,
    Row,
)

from attack import Attack, Choices, Wrong, any_namespace, rows
from support import MEMORY, VALUE, arrays_of
from windows import Pool, Window, shared

# What they do with values that are not meant for them is not defined: their inputs share no memory with each other.
MEANT = {"bitwise_left_shift", "bitwise_right_shift", "take", "take_along_axis", "repeat"}

DTYPES = "bool uint8 int8 int16 int32 int64 float16 float32 float64 complex64 complex128".split()


# Arrays that come as options, which a native write must look at as well.
OPTIONS = [
    Row("diff", (REAL,), {"axis": 1, "prepend": COLUMN, "append": REAL}, also=()),
    Row("diff", (REAL,), {"axis": 0, "append": OTHER}, also=()),
    Row("average", (REAL,), {"weights": POSITIVE}, also=()),
    Row("average", (REAL,), {"axis": 1, "weights": POSITIVE[0]}, also=()),
    Row("searchsorted", (POSITIVE[0], REAL), {"sorter": np.argsort(POSITIVE[0])}, also=()),
    Row("linalg.pinv", (SQUARE,), {"rtol": np.array(1e-3)}, also=()),
    Row("clip", (REAL, COLUMN, REAL + 9), also=()),
]


def _huge(row: Row) -> Row:
    """The row with arrays that the frameworks give to several threads, or read in several buffers."""
    arguments = tuple(np.tile(one, (40, 80)) if isinstance(one, np.ndarray) else one for one in row.arguments)
    return Row(row.function, arguments, row.options, row.oracle, row.also, row.backend_dtype, f"{row.label}huge")


HUGE = [_huge(row) for row in ELEMENTWISE]


def parts_of(row: Row) -> list[Any]:
    return [list(row.arguments), list(row.options.values())]


def call_of(row: Row, parts: list[Any]) -> tuple[list[Any], dict[str, Any]]:
    """The arguments and the options again, from the like of `parts_of`."""
    return parts[0], dict(zip(row.options, parts[1], strict=True))


def result_of(row: Row, backend: str) -> Any:
    """The result without out=, on memory of its own."""
    arguments, options = call_of(row, arrays_of(backend, parts_of(row)))
    return function_of(row.function)(*arguments, **options)


@pytest.mark.backends("numpy", "torch")  # a variable has no views; its slices are attacked below
def test_any_window_of_the_inputs(attack: Attack, backend: str) -> None:
    any_row = rows([*ONE_RESULT, *LARGE, *OPTIONS])
    attack.run(lambda data: any_window_of_the_inputs(attack, data, any_row), examples=400)


@pytest.mark.backends("numpy", "torch")
def test_a_library_that_overlooks_overlap_is_found_out(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unified_arrays._out.contract._overlaps_wrongly", lambda *_: False)
    any_row = rows([row for row in ONE_RESULT if row.function in ("concat", "where", "stack")])
    attack = Attack("overlooked", backend)
    with pytest.raises(Wrong):
        attack.run(lambda data: any_window_of_the_inputs(attack, data, any_row), examples=400)
    assert attack.counts["wrong"]


@pytest.mark.backends("numpy", "torch")
def test_any_window_of_huge_inputs(attack: Attack, backend: str) -> None:
    any_row = rows(HUGE)
    attack.run(lambda data: any_window_of_the_inputs(attack, data, any_row), examples=25)


def any_window_of_the_inputs(attack: Attack, data: st.DataObject, any_row: st.SearchStrategy[Row]) -> None:
    backend = attack.backend
    row = data.draw(any_row, "row")
    result = result_of(row, backend)
    dtype = values(result).dtype.name
    choose = Choices(data)
    if choose.rarely(5):
        dtype = choose.one_of([one for one in DTYPES if same_kind(dtype, one)])
    inputs = leaves(parts_of(row))
    kind = [(tuple(result.shape), dtype)]
    placed, (window,) = shared(choose, inputs, kind, backend == "numpy", row.function not in MEANT)
    through_numpy = backend == "torch" and choose.rarely(2)
    note(f"out is {dtype}, {'from_numpy' * through_numpy}")
    pool = Pool(backend, [*placed, window], through_numpy=through_numpy)
    arrays = [pool.array(one) for one in placed]
    for place, argument in zip(placed, inputs, strict=True):
        pool.fill(place, argument)
    arguments, options = call_of(row, arranged(parts_of(row), arrays))
    out, accepts = pool.array(window), not window.shares_places
    around = [pool.memory, *leaves(list(options.values()))]
    attack.call(
        row.function,
        arguments,
        options,
        out,
        around=around,
        accepts=accepts,
        namespace=any_namespace(choose, backend),
    )


@pytest.mark.backends("numpy", "torch")
def test_copyto_between_windows(attack: Attack, backend: str) -> None:
    shapes: list[tuple[int, ...]] = [(3, 4), (4,), (2, 3, 4), (), (0, 3), (5, 1), (20, 30)]
    sources = [lambda shape: shape, lambda shape: shape[1:], lambda shape: (1,) * len(shape), lambda shape: (*shape, 2),
               lambda shape: tuple(1 if i % 2 else n for i, n in enumerate(shape))]  # fmt: skip

    def case(data: st.DataObject) -> None:
        choose = Choices(data)
        shape = choose.one_of(shapes)
        source = choose.one_of(sources)(shape)
        dtype, dtype_of_dst = choose.one_of(DTYPES), choose.one_of(DTYPES)
        values_ = np.arange(1, np.prod(source, dtype=int) + 1).reshape(source).astype(dtype)
        (place,), (window,) = shared(choose, [values_], [(shape, dtype_of_dst)], backend == "numpy", mix=True)
        note(f"{place} into {window}")
        pool = Pool(backend, [place, window])
        src, dst = pool.array(place), pool.array(window)
        pool.fill(place, values_)
        fits = len(source) <= len(shape) and all(n in (1, m) for n, m in zip(source[::-1], shape[::-1], strict=False))
        fresh = copied(src)
        attack.judge(
            lambda: ua.broadcast_to(fresh, shape),
            lambda: ua.copyto(dst, src),
            (dst,),
            around=[src, pool.memory],
            accepts=fits and not window.shares_places,
            about="copyto",
        )

    attack.run(case, examples=100)


@pytest.mark.backends("numpy", "torch")
def test_several_outs_over_the_inputs(attack: Attack, backend: str) -> None:
    any_row = rows(SEVERAL)

    def case(data: st.DataObject) -> None:
        row = data.draw(any_row, "row")
        results = [values(one) for one in result_of(row, backend)]
        inputs = leaves(row.arguments)
        choose = Choices(data)
        kinds = [(one.shape, one.dtype.name) for one in results]
        placed, outs = shared(choose, inputs, kinds, backend == "numpy", mix=True)
        if choose.rarely(2):  # else they mostly share memory, and are refused
            outs = [one.moved(number * 8192) for number, one in enumerate(outs)]
        given = [None if choose.rarely(5) else one for one in outs]
        note(f"given: {given}")
        pool = Pool(backend, [*placed, *outs])
        arrays = [pool.array(one) for one in placed]
        for place, argument in zip(placed, inputs, strict=True):
            pool.fill(place, argument)
        attack.call(
            row.function,
            arranged(list(row.arguments), arrays),
            row.options,
            tuple(None if one is None else pool.array(one) for one in given),
            around=[pool.memory],
            accepts=verdict(given),
            namespace=any_namespace(choose, backend),
        )

    attack.run(case, examples=100)


def verdict(outs: list[Window | None]) -> bool | None:
    """Whether outs may be written to together: not if they share a byte; either way if they are interleaved."""
    there = [one for one in outs if one is not None and one.places().size]
    if any(one.shares_places for one in there):
        return False
    taken = [np.add.outer(one.places(), np.arange(one.itemsize)).ravel() for one in there]
    if sum(map(len, taken)) > len({place for one in taken for place in one.tolist()}):
        return False
    ends = sorted(one.ends for one in there)
    return None if any(first[1] > second[0] for first, second in pairwise(ends)) else True


# -- TensorFlow -------------------------------------------------------------------------------------------------------


def any_index(choose: Choices, shape: tuple[int, ...]) -> Any:
    """An index into memory of twice that shape and one more that gives that shape."""
    index = []
    for size in shape:
        step = 1 + choose.below(2)
        start = choose.below(2 * size - step * (size - 1) + 1 if size else 2)
        stop = start + step * (size - 1) + 1 if size else start
        if size and choose.rarely(2):
            index.append(slice(stop - 1, start - 1 if start else None, -step))
        else:
            index.append(slice(start, stop, step))
    return tuple(index)


@pytest.mark.backends("tensorflow")
def test_slices_of_the_variable_that_is_read(attack: Attack, backend: str) -> None:
    import tensorflow as tf

    from unified_arrays.tensorflow import ArrayVariable

    any_row = rows([*ONE_RESULT, *LARGE])

    def case(data: st.DataObject) -> None:
        row = data.draw(any_row, "row")
        result = values(result_of(row, backend))
        choose = Choices(data)
        make = choose.one_of([ArrayVariable, tf.Variable])
        memory: dict[str, Any] = {}  # one variable for each dtype that occurs: all that can be shared
        inputs = leaves(row.arguments)

        def variable(shape: tuple[int, ...], dtype: str) -> Any:
            key = f"{dtype}{len(shape)}"
            if key not in memory:
                sides = [2 * max([one.shape[i] for one in [*inputs, result] if one.ndim == len(shape)]) + 1
                         for i in range(len(shape))]  # fmt: skip
                memory[key] = make(tf.constant(np.ones(sides, dtype)))
            return memory[key]

        arrays: list[Any] = []
        for argument in inputs:
            place = variable(argument.shape, argument.dtype.name)
            index = any_index(choose, argument.shape)
            place[index].assign(argument) if argument.ndim and argument.size else None
            arrays.append((place, index, argument))
        read = [place[index] if argument.ndim else VALUE[backend](argument) for place, index, argument in arrays]
        place = variable(result.shape, result.dtype.name)
        out = slice_of(place, any_index(choose, result.shape)) if result.ndim else place
        note(f"{make.__name__}s, read at {[index for _, index, _ in arrays]}")
        held = [one.read_value() for one in memory.values()]
        attack.call(
            row.function,
            arranged(list(row.arguments), read),
            row.options,
            out,
            around=[*memory.values(), *held],
            identity=not is_slice(out),
            namespace=any_namespace(choose, backend),
        )

    attack.run(case, examples=120)


def test_one_array_is_every_input(attack: Attack, backend: str) -> None:
    """One array as all inputs and as out, where its shape is the result's."""
    alike = [row for row in ONE_RESULT if leaves(row.arguments)]
    any_row = rows([row for row in alike if np.shape(row.expected()) == leaves(row.arguments)[0].shape])

    def case(data: st.DataObject) -> None:
        row = data.draw(any_row, "row")
        inputs = leaves(row.arguments)
        one = MEMORY[backend](inputs[0])
        same = [one if argument.shape == inputs[0].shape and argument.dtype == inputs[0].dtype else VALUE[backend](
            argument) for argument in inputs]  # fmt: skip
        attack.call(row.function, arranged(list(row.arguments), same), row.options, one)

    attack.run(case, examples=120)
