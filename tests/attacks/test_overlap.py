"""Promise 7: out is any window of the memory that inputs are windows of, or the variable that they are read from."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import note
from hypothesis import strategies as st

from attack import Attack, Choices, arranged, function_of, leaves, rows, same_kind, slice_of, values
from inputs import LARGE, ONE_RESULT, SEVERAL, Row
from support import MEMORY, VALUE, arrays_of
from windows import Pool, Window, any_window, part_of

# What they do with values that are not meant for them is not defined: their inputs share no memory with each other.
MEANT = {"bitwise_left_shift", "bitwise_right_shift", "take", "take_along_axis", "repeat"}

DTYPES = "bool uint8 int8 int16 int32 int64 float16 float32 float64 complex64 complex128".split()


def result_of(row: Row, backend: str) -> Any:
    """The result without out=, on memory of its own."""
    return function_of(row.function)(*arrays_of(backend, list(row.arguments)), **row.options)


def fill(array: Any, argument: np.ndarray) -> None:
    """Write values into a window; where its elements share a place, one of them stays."""
    if isinstance(array, np.ndarray):
        array[...] = argument
    else:
        import torch

        source = torch.from_numpy(np.array(argument))
        if 0 in array.stride() or array.numel() != len(set(np.ravel(places_of(array)).tolist())):
            for index in np.ndindex(*argument.shape):
                array[index] = source[index]
        else:
            array.copy_(source)


def places_of(tensor: Any) -> np.ndarray:
    places = np.array(0)
    for size, step in zip(tensor.shape, tensor.stride(), strict=True):
        places = np.add.outer(places, np.arange(size) * step)
    return places


def shared(
    choose: Choices, inputs: list[np.ndarray], results: list[tuple[tuple[int, ...], str]], negative: bool, mix: bool
) -> tuple[list[Window], list[Window]]:
    """Windows for the inputs and for the outs, over each other or near."""
    outs = [any_window(choose, shape, dtype, negative=negative, zero=False) for shape, dtype in results]
    placed: list[Window] = []
    for number, argument in enumerate(inputs):
        shape, dtype = argument.shape, argument.dtype.name
        whole = choose.one_of(outs)
        if whole.itemsize == argument.dtype.itemsize and choose.rarely(2):
            window = part_of(choose, whole, shape, dtype)
        else:
            window = any_window(choose, shape, dtype, negative=negative, zero=True)
        if number and not (mix and choose.rarely(2) and dtype == inputs[0].dtype.name):
            window = window.moved(16384 * number)  # out may reach one of the inputs only
        placed.append(window)
    if choose.rarely(4):  # out over another input than the first
        distance = 16384 * choose.below(len(inputs) or 1)
        outs = [one.moved(distance) for one in outs]
    note(f"inputs: {placed}\nouts: {outs}")
    return placed, outs


@pytest.mark.backends("numpy", "torch")  # a variable has no views; its slices are attacked below
def test_any_window_of_the_inputs(attack: Attack, backend: str) -> None:
    any_row = rows([*ONE_RESULT, *LARGE])

    def case(data: st.DataObject) -> None:
        row = data.draw(any_row, "row")
        result = result_of(row, backend)
        dtype = values(result).dtype.name
        choose = Choices(data)
        if choose.rarely(5):
            dtype = choose.one_of([one for one in DTYPES if same_kind(dtype, one)])
        inputs = leaves(row.arguments)
        kind = [(tuple(result.shape), dtype)]
        placed, (window,) = shared(choose, inputs, kind, backend == "numpy", row.function not in MEANT)
        through_numpy = backend == "torch" and choose.rarely(2)
        note(f"out is {dtype}, {'from_numpy' * through_numpy}")
        pool = Pool(backend, [*placed, window], through_numpy=through_numpy)
        arrays = [pool.array(one) for one in placed]
        for array, argument in zip(arrays, inputs, strict=True):
            fill(array, argument)
        attack.call(
            row.function,
            arranged(list(row.arguments), arrays),
            row.options,
            pool.array(window),
            around=[pool.memory],
            accepts=not window.shares_places,
        )

    attack.run(case, examples=400)


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
            outs = [one.moved(number * 4096) for number, one in enumerate(outs)]
        given = [None if choose.rarely(5) else one for one in outs]
        note(f"given: {given}")
        pool = Pool(backend, [*placed, *outs])
        arrays = [pool.array(one) for one in placed]
        for array, argument in zip(arrays, inputs, strict=True):
            fill(array, argument)
        attack.call(
            row.function,
            arranged(list(row.arguments), arrays),
            row.options,
            tuple(None if one is None else pool.array(one) for one in given),
            around=[pool.memory],
            accepts=verdict(given),
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
            identity=not result.ndim,
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
