"""at(x)[index] with integers, slices, None, an ellipsis, arrays and masks mixed at will: what NumPy says of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import note
from hypothesis import strategies as st

import unified_arrays as ua
from mixed_indices import APART, mixed_index, native

from attack import Attack, Choices
from support import MEMORY, VALUE, assert_same, bits


def written(method: str, values: np.ndarray, index: Any, new: np.ndarray) -> np.ndarray:
    result = values.copy()
    if method == "set":
        result[index] = new
    else:
        np.add.at(result, index, np.broadcast_to(new, values[index].shape))
    return result


def test_any_mixed_index(attack: Attack, backend: str) -> None:
    def case(data: st.DataObject) -> None:
        choose = Choices(data)
        shape = choose.one_of([(2, 3, 4), (3, 2), (4,), (2, 2, 3, 2), (1, 3, 2), (3, 0, 2), ()])
        values = np.arange(1.0, 1 + np.prod(shape)).reshape(shape)
        index = mixed_index(choose, shape)
        method = choose.one_of(["set", "add"])
        note(f"shape {shape}, index {index}, {method}")
        try:
            selected = values[index].shape
        except IndexError:
            selected = ()
        given = 100.0 + np.arange(np.prod(selected)).reshape(selected)
        x, value = MEMORY[backend](values), VALUE[backend](given)
        attack.judge(
            lambda: VALUE[backend](written(method, values, index, given)),
            lambda: getattr(ua.at(x)[native(backend, index)], method)(value),
            (x,),
            around=[value],
            accepts=None if 0 in shape else True,  # NumPy lets some indices pass that name nothing
        )

    attack.run(case, examples=250)


@pytest.mark.parametrize("name", APART)
def test_where_the_axes_of_arrays_stand(backend: str, name: str) -> None:
    index = APART[name]
    values = np.zeros((2, 2, 2))
    new = 1.0 + np.arange(values[index].size).reshape(values[index].shape)
    x = MEMORY[backend](values)
    assert ua.at(x)[index].set(VALUE[backend](new)) is x
    assert_same(x, written("set", values, index, new))


@pytest.mark.parametrize("truth", [True, False, np.True_, np.False_], ids=repr)
def test_a_truth_value_is_a_mask_without_axes(backend: str, truth: Any) -> None:
    for shape in ((), (2, 3)):
        x, expected = MEMORY[backend](np.ones(shape)), np.ones(shape)
        expected[truth] = 5.0
        assert ua.at(x)[truth].set(5.0) is x
        assert_same(x, expected)
        ua.at(x)[truth].add(1.0)
        expected[truth] += 1.0
        assert_same(x, expected)


def test_arrays_that_do_not_broadcast(backend: str) -> None:
    x = MEMORY[backend](np.ones((3, 2, 3)))
    before = bits(x)
    with pytest.raises(IndexError, match=r"^at\.set: the index has arrays of shapes \(2,\), \(3,\), expected shapes"):
        ua.at(x)[[0, 1], :, [0, 1, 2]].set(1.0)
    assert bits(x) == before
