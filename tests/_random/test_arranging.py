"""Permutations, choices, shuffled arrays and bytes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from draws import STREAMS, generator
from support import MEMORY, VALUE, is_of, numpy_of

COUNT = 6000
both_streams = pytest.mark.parametrize("stream", STREAMS)


def is_even(values: Any, of: int) -> bool:
    """Whether each integer below `of` comes about as often as the others."""
    counts = np.bincount(np.asarray(values).reshape(-1), minlength=of)
    expected = counts.sum() / of
    return len(counts) == of and bool((abs(counts - expected) < 5 * np.sqrt(expected)).all())


@both_streams
def test_a_permutation_has_each_element_once_and_everywhere(stream: str, backend: str) -> None:
    rng = generator(backend, 31, stream)
    drawn = [numpy_of(rng.permutation(4)) for _ in range(600)]
    assert all(sorted(one) == [0, 1, 2, 3] for one in drawn)
    assert drawn[0].dtype == np.int64
    for place in range(4):
        assert is_even([one[place] for one in drawn], 4)
    assert len({tuple(one) for one in drawn}) == 24


@both_streams
@pytest.mark.parametrize("axis", [0, 1, -1])
def test_a_permutation_moves_whole_slices(axis: int, stream: str, backend: str) -> None:
    rng = generator(backend, 32, stream)
    values = np.arange(12.0).reshape(3, 4)
    drawn = numpy_of(rng.permutation(VALUE[backend](values), axis=axis))
    first = np.take(drawn, [0], axis=1 - axis % 2)
    order = np.argsort(first, axis=axis).reshape(-1)
    assert (np.take(drawn, order, axis=axis) == values).all()


@both_streams
def test_permuted_moves_each_slice_by_itself(stream: str, backend: str) -> None:
    rng = generator(backend, 33, stream)
    values = np.tile(np.arange(5), (2000, 1))
    drawn = numpy_of(rng.permuted(VALUE[backend](values), axis=1))
    assert (np.sort(drawn, axis=1) == values).all()
    assert all(is_even(drawn[:, place], 5) for place in range(5))
    everywhere = numpy_of(rng.permuted(VALUE[backend](values)))
    assert (np.sort(everywhere, axis=None) == np.sort(values, axis=None)).all()
    assert (np.sort(everywhere, axis=1) != values).any()


@both_streams
@pytest.mark.parametrize("axis", [0, 1])
def test_shuffle_changes_the_array_itself(axis: int, stream: str, backend: str) -> None:
    rng = generator(backend, 34, stream)
    values = np.arange(40.0).reshape(8, 5)
    x = MEMORY[backend](values)
    assert rng.shuffle(x, axis=axis) is None
    after = numpy_of(x)
    assert (after != values).any()
    assert (np.sort(after, axis=axis) == values).all()


@pytest.mark.backends("tensorflow")
def test_shuffle_of_a_slice_of_a_variable(backend: str) -> None:
    x = MEMORY[backend](np.arange(100))
    generator(backend).shuffle(x[10:90])
    after = numpy_of(x)
    assert (after[:10] == np.arange(10)).all() and (after[90:] == np.arange(90, 100)).all()
    assert (np.sort(after) == np.arange(100)).all() and (after != np.arange(100)).any()


def test_what_cannot_be_shuffled_is_refused(backend: str) -> None:
    rng = generator(backend)
    with pytest.raises(TypeError, match="shuffle: x is a list"):
        rng.shuffle([1, 2, 3])


def test_an_array_may_be_permuted_into_itself(backend: str) -> None:
    rng = generator(backend, 35)
    x = MEMORY[backend](np.arange(30))
    assert rng.permuted(x, out=x) is x
    assert rng.permutation(x, out=x) is x
    assert (np.sort(numpy_of(x)) == np.arange(30)).all() and (numpy_of(x) != np.arange(30)).any()


@both_streams
def test_choice_with_replacement(stream: str, backend: str) -> None:
    rng = generator(backend, 36, stream)
    drawn = rng.choice(5, size=(COUNT // 2, 2))
    assert is_of(backend, drawn) and tuple(drawn.shape) == (COUNT // 2, 2)
    assert is_even(numpy_of(drawn), 5)
    assert tuple(rng.choice(5).shape) == ()


@both_streams
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_choice_with_probabilities(dtype: str, stream: str, backend: str) -> None:
    rng = generator(backend, 37, stream)
    p = np.array([0.0, 0.5, 0.1, 0.0, 0.4, 0.0], dtype)
    counts = np.bincount(numpy_of(rng.choice(6, size=COUNT, p=VALUE[backend](p))), minlength=6)
    assert (counts[p == 0] == 0).all()
    assert (abs(counts - p * COUNT) < 5 * np.sqrt(COUNT)).all()


@both_streams
@pytest.mark.parametrize("shuffle", [True, False])
def test_choice_without_replacement(shuffle: bool, stream: str, backend: str) -> None:
    rng = generator(backend, 38, stream)
    drawn = [numpy_of(rng.choice(6, size=3, replace=False, shuffle=shuffle)) for _ in range(400)]
    assert all(len(set(one)) == 3 for one in drawn)
    assert is_even(drawn, 6)


@both_streams
def test_choice_without_replacement_with_probabilities(stream: str, backend: str) -> None:
    rng = generator(backend, 39, stream)
    p = [0.6, 0.3, 0.1, 0.0]
    drawn = np.array([numpy_of(rng.choice(4, size=2, replace=False, p=p)) for _ in range(500)])
    assert (drawn[:, 0] != drawn[:, 1]).all() and drawn.max() == 2
    assert (abs(np.bincount(drawn[:, 0], minlength=3) / 500 - p[:3]) < 0.1).all()
    # The second of those that are left, by what is left.
    second = [0.3 * 0.6 / 0.7 + 0.1 * 0.6 / 0.9, 0.6 * 0.3 / 0.4 + 0.1 * 0.3 / 0.9, 0.6 * 0.1 / 0.4 + 0.3 * 0.1 / 0.7]
    assert (abs(np.bincount(drawn[:, 1], minlength=3) / 500 - second) < 0.1).all()


@both_streams
@pytest.mark.parametrize("axis", [0, 1, -1])
@pytest.mark.parametrize("size", [None, 2, (2, 3)])
def test_choice_of_slices(axis: int, size: Any, stream: str, backend: str) -> None:
    rng = generator(backend, 40, stream)
    values = np.arange(12).reshape(3, 4)
    drawn = numpy_of(rng.choice(VALUE[backend](values), size=size, axis=axis))
    assert drawn.shape == np.random.default_rng().choice(values, size=size, axis=axis).shape
    assert np.isin(drawn, values).all()


@pytest.mark.parametrize(
    ("arguments", "options", "match"),
    [
        ((3, 4), {"replace": False}, "at most the 3 elements"),
        ((3, 3), {"replace": False, "p": [0.5, 0.5, 0.0]}, "at most the 2 elements with a probability above 0"),
        ((3, 3), {"p": [0.5, 0.5]}, "as many as elements"),
        ((3, 3), {"p": [0.5, 0.6, 0.5]}, "the sum of p"),
        ((3, 3), {"p": [1.5, -0.5, 0.0]}, "not below 0"),
        ((0, 3), {}, "at least one element"),
        ((-1, 3), {}, "not below 0"),
        ((3, -1), {}, "choice: size is -1"),
    ],
)
def test_what_cannot_be_chosen_is_refused(arguments: Any, options: Any, match: str, backend: str) -> None:
    with pytest.raises(ValueError, match=match):
        generator(backend).choice(*arguments, **options)


@pytest.mark.parametrize("method", ["permutation", "choice", "shuffle", "permuted"])
def test_an_axis_that_is_not_there_is_refused(method: str, backend: str) -> None:
    x = MEMORY[backend](np.arange(6).reshape(2, 3))
    with pytest.raises(ValueError, match=f"{method}: axis is 2, expected one of an array of 2 axes"):
        getattr(generator(backend), method)(x, axis=2)


@both_streams
def test_bytes(stream: str, backend: str) -> None:
    rng = generator(backend, 41, stream)
    drawn = rng.bytes(20_000)
    assert type(drawn) is bytes and len(drawn) == 20_000
    assert is_even(np.frombuffer(drawn, np.uint8), 256)
    assert rng.bytes(0) == b""


@both_streams
def test_nothing_is_arranged_as_something_is(stream: str, backend: str) -> None:
    rng = generator(backend, 42, stream)
    empty = VALUE[backend](np.zeros((0, 3)))
    p = [0.5, 0.5, 0.0]
    assert (
        tuple(rng.choice(0, 0).shape) == tuple(rng.choice(3, 0, p=p).shape) == tuple(rng.permutation(0).shape) == (0,)
    )
    assert tuple(rng.choice(3, (0, 2), replace=False, p=p).shape) == (0, 2)
    assert tuple(rng.choice(empty, 2, axis=1).shape) == (0, 2)
    for drawn in (rng.permutation(empty), rng.permuted(empty, axis=0), rng.permuted(empty)):
        assert tuple(drawn.shape) == (0, 3)
    assert tuple(rng.permuted(VALUE[backend](np.zeros(()))).shape) == ()
    rng.shuffle(MEMORY[backend](np.zeros((0, 3))))


@both_streams
def test_numbers_may_be_scalars_of_numpy(stream: str, backend: str) -> None:
    rng = generator(backend, 43, stream)
    assert 3 <= int(rng.integers(np.int64(3), np.int32(9))) < 9
    assert tuple(rng.permutation(np.int64(4)).shape) == tuple(rng.choice(np.int8(4), size=np.int64(4)).shape) == (4,)
    assert tuple(rng.normal(np.float32(1.0), np.float64(2.0), size=np.int64(4)).shape) == (4,)
    assert tuple(rng.binomial(np.int64(5), np.float64(0.5), size=4).shape) == (4,)


@both_streams
@pytest.mark.parametrize("dtype", ["int8", "uint16", "int32"])
def test_positions_are_never_wrapped(dtype: str, stream: str, backend: str) -> None:
    rng, limit = generator(backend, 44, stream), np.iinfo(dtype).max
    out = MEMORY[backend](np.zeros(5, dtype))
    assert rng.choice(100, 5, out=out) is out
    if limit < 2**31 - 1:
        before = numpy_of(out)
        with pytest.raises(OverflowError, match=f"choice: the largest is {limit + 1}, expected .* which {dtype} holds"):
            rng.choice(limit + 2, 5, out=out)
        assert (numpy_of(out) == before).all()
