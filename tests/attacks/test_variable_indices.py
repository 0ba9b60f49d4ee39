"""v[index] and v[index] = value of an ArrayVariable with any mixed index, of any rank: what NumPy selects."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import note
from hypothesis import strategies as st

from mixed_indices import APART, SLICES, mixed_index, native

from attack import Attack, Choices
from support import MEMORY, VALUE, assert_same, bits

tf = pytest.importorskip("tensorflow")

SHAPES = [(2, 3, 4), (3, 2), (4,), (2, 2, 3, 2), (1, 3, 2), (3, 0, 2), ()]
MANY = [(2,) * 8, (2, 1, 2, 1, 2, 1, 2, 1, 2), (1, 2) * 5, (2,) * 12]
RANKS = range(8, 13)


def own(choose: Choices, index: tuple[Any, ...]) -> tuple[Any, ...]:
    """The index with its arrays as they are, or TensorFlow's."""
    return native("tensorflow", index) if choose.rarely(2) else index


def written(values: np.ndarray, index: Any, new: Any) -> np.ndarray:
    result = values.copy()
    result[index] = new
    return result


def judged(choose: Choices, shape: tuple[int, ...], index: tuple[Any, ...]) -> None:
    values = np.arange(1.0, 1 + np.prod(shape)).reshape(shape)
    v, key = MEMORY["tensorflow"](values), own(choose, index)
    note(f"shape {shape}, index {index}")
    try:
        selected = values[index]
    except IndexError:
        with pytest.raises(IndexError):
            v[key]
        with pytest.raises(IndexError):
            v[key] = 1.0
        assert bits(v) == values.tobytes()
        return
    assert_same(v[key], selected)
    if choose.rarely(3):
        assert_same(tf.function(lambda: v[index], autograph=False)(), selected)
    new = -1.0 - np.arange(selected.size).reshape(selected.shape)
    for value in (new, np.array(7.0), new[:1] if new.ndim else new):
        v = MEMORY["tensorflow"](values)
        v[key] = VALUE["tensorflow"](value)
        assert_same(v, written(values, index, value))


@pytest.mark.backends("tensorflow")  # the arrays of others have their own indexing
def test_any_mixed_index(attack: Attack, backend: str) -> None:
    def case(data: st.DataObject) -> None:
        choose = Choices(data)
        shape = choose.one_of(SHAPES)
        judged(choose, shape, mixed_index(choose, shape))
        attack.counts["right"] += 1

    attack.run(case, examples=120)


@pytest.mark.backends("tensorflow")  # the arrays of others have their own indexing
def test_any_mixed_index_of_many_axes(attack: Attack, backend: str) -> None:
    def case(data: st.DataObject) -> None:
        choose = Choices(data)
        shape = choose.one_of(MANY)
        few = mixed_index(choose, shape[:3])
        rest = tuple(choose.one_of(SLICES) for _ in range(choose.below(len(shape) - 2)))
        judged(choose, shape, few if any(one is ... for one in few) else (*few, *rest))
        attack.counts["right"] += 1

    attack.run(case, examples=40)


@pytest.mark.parametrize("name", APART)
def test_where_the_axes_of_arrays_stand(name: str) -> None:
    index = APART[name]
    values = np.arange(8.0).reshape(2, 2, 2)
    v = MEMORY["tensorflow"](values)
    assert_same(v[index], values[index])
    new = -1.0 - np.arange(values[index].size).reshape(values[index].shape)
    v[index] = VALUE["tensorflow"](new)
    assert_same(v, written(values, index, new))


KEYS: dict[str, Any] = {
    "slices": np.s_[1:, ::-1],
    "integers": np.s_[1, 0],
    "a new axis": np.s_[..., None, 1],
    "integers in an array": np.s_[..., [1, 0, 1]],
    "two arrays": np.s_[[1, 0], ..., [0, 1]],
    "a mask": np.s_[[True, False]],
    "a mask of two axes": (np.array([[True, False], [True, True]]),),
    "the whole": np.s_[...],
}


@pytest.mark.parametrize("rank", RANKS)
@pytest.mark.parametrize("name", KEYS)
def test_many_axes(name: str, rank: int) -> None:
    index = KEYS[name]
    values = np.arange(2.0**rank).reshape((2,) * rank)
    judged_one(values, index)


@pytest.mark.parametrize("rank", RANKS)
def test_a_mask_of_many_axes(rank: int) -> None:
    values = np.arange(2.0**rank).reshape((2,) * rank)
    judged_one(values, values % 3 == 1)


def judged_one(values: np.ndarray, index: Any) -> None:
    v = MEMORY["tensorflow"](values)
    assert_same(v[index], values[index])
    new = -1.0 - np.arange(values[index].size).reshape(values[index].shape)
    for value in (new, np.array(7.0)):
        v = MEMORY["tensorflow"](values)
        v[index] = VALUE["tensorflow"](value)
        assert_same(v, written(values, index, value))


def test_what_a_program_computes_cannot_index_many_axes() -> None:
    v = MEMORY["tensorflow"](np.zeros((2,) * 9))
    with pytest.raises(
        NotImplementedError, match="an array of 9 axes cannot be indexed by what a tf.function computes"
    ):
        tf.function(lambda index: v[index, ..., [0, 1]], autograph=False)(tf.constant([0, 1]))
