"""blockwise: a function on one block after the other does what it does on the whole."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import unified_arrays as ua
from unified_arrays import backends

from support import MEMORY, VALUE, assert_same, bits, numpy_of

RNG = np.random.default_rng(5)


class Store:
    """What zarr arrays are, for the reader: shape, dtype, and slices."""

    def __init__(self, values: np.ndarray, chunks: tuple[int, ...] | None = None) -> None:
        self._values = values.copy()
        self.shape, self.dtype, self.chunks = values.shape, values.dtype, chunks
        self.read: list[Any] = []
        self.written: list[Any] = []

    def __getitem__(self, index: Any) -> np.ndarray:
        self.read.append(index)
        return self._values[index].copy()

    def __setitem__(self, index: Any, value: Any) -> None:
        assert type(value) is np.ndarray
        self.written.append(index)
        self._values[index] = value

    def values(self) -> np.ndarray:
        return self._values


def hypotenuse(x: Any, y: Any, out: Any) -> Any:
    ua.multiply(x, x, out=out)
    ua.add(out, ua.multiply(y, y), out=out)
    return ua.sqrt(out, out=out)


def mapped(folder: Path, name: str, values: np.ndarray) -> np.memmap:
    array = np.memmap(folder / name, values.dtype, "w+", shape=values.shape)
    array[...] = values
    return array


@pytest.mark.parametrize("block_bytes", [24, 100, 10**9])
@pytest.mark.parametrize("shape", [(13,), (7, 5), (2, 3, 4), (0, 3), ()])
def test_it_is_the_function_on_the_whole(shape: tuple[int, ...], block_bytes: int, backend: str) -> None:
    x, y = RNG.normal(size=shape), RNG.normal(size=shape)
    out = MEMORY[backend](np.zeros(shape))
    axes = max(1, len(shape))
    found = ua.blockwise(hypotenuse, VALUE[backend](x), VALUE[backend](y), out=out, axes=axes, block_bytes=block_bytes)
    assert found is out
    assert_same(out, np.sqrt(x * x + y * y), tolerance=2)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_inputs_broadcast_as_the_function_does(data: st.DataObject) -> None:
    shape = tuple(data.draw(st.lists(st.integers(0, 5), min_size=1, max_size=4)))
    inputs = []
    for _ in range(data.draw(st.integers(1, 3))):
        kept = data.draw(st.integers(0, len(shape)))
        own = tuple(data.draw(st.sampled_from([size, 1])) for size in shape[len(shape) - kept :])
        inputs.append(RNG.normal(size=own))
    out = np.zeros(shape)
    axes = data.draw(st.integers(1, len(shape)))
    # An input has as many elements as out where that has some, and may have more where it has none.
    least = 8 * (len(inputs) + 1) * math.prod(max(1, size) for size in shape[axes:])
    budget = least + data.draw(st.integers(0, 400))
    largest = []

    def total(*blocks: Any, out: Any) -> None:
        largest.append(sum(one.nbytes for one in blocks) + out.nbytes)
        out[...] = 0
        for block in blocks:
            np.add(out, block, out=out)

    assert ua.blockwise(total, *inputs, out=out, axes=axes, block_bytes=budget) is out
    np.testing.assert_array_equal(out, total_of(inputs, shape))
    assert max(largest) <= budget or not out.size  # where nothing is cut


def total_of(inputs: list[np.ndarray], shape: tuple[int, ...]) -> np.ndarray:
    expected = np.zeros(shape)
    for one in inputs:
        expected = expected + one
    return expected


def test_axes_that_are_not_cut_are_the_function_s(backend: str) -> None:
    """Rows are sorted, multiplied by a matrix, and summed."""
    x, matrix = RNG.normal(size=(9, 4)), RNG.normal(size=(4, 6))
    rows, weights = VALUE[backend](x), VALUE[backend](matrix)
    small = {"block_bytes": 200}
    product, ordered, total = (MEMORY[backend](np.zeros(shape)) for shape in ((9, 6), (9, 4), (9, 1)))
    ua.blockwise(lambda x, out: ua.matmul(x, weights, out=out), rows, out=product, **small)
    ua.blockwise(lambda x, out: ua.sort(x, out=out), rows, out=ordered, **small)
    ua.blockwise(lambda x, out: ua.sum(x, axis=1, keepdims=True, out=out), rows, out=total, **small)
    assert_same(product, x @ matrix, tolerance=4)
    assert_same(ordered, np.sort(x))
    assert_same(total, x.sum(axis=1, keepdims=True), tolerance=4)


def test_several_results(backend: str) -> None:
    x = RNG.normal(size=(8, 3, 3)) + 3 * np.eye(3)
    outs = MEMORY[backend](np.zeros((8, 3, 3))), MEMORY[backend](np.zeros((8, 3, 3)))
    found = ua.blockwise(lambda x, out: ua.linalg.qr(x, out=out), VALUE[backend](x), out=outs, block_bytes=500)
    assert found is outs
    assert_same(numpy_of(outs[0]) @ numpy_of(outs[1]), x, tolerance=64)


def test_what_the_function_returns_is_written(backend: str) -> None:
    x = RNG.normal(size=10)
    out = MEMORY[backend](np.zeros(10))
    ua.blockwise(lambda x, out: ua.add(x, 1.0), VALUE[backend](x), out=out, block_bytes=50)
    assert_same(out, x + 1.0)


def test_an_input_may_be_out(backend: str) -> None:
    x = RNG.normal(size=(10, 2))
    out = MEMORY[backend](x)
    ua.blockwise(lambda x, out: ua.multiply(x, 3.0, out=out), out, out=out, block_bytes=64)
    assert_same(out, x * 3.0)


def test_numbers_are_passed_on(backend: str) -> None:
    x = RNG.normal(size=10)
    out = MEMORY[backend](np.zeros(10))
    ua.blockwise(lambda x, y, out: ua.multiply(x, y, out=out), VALUE[backend](x), 2.0, out=out, block_bytes=64)
    assert_same(out, x * 2.0)


def test_a_part_of_an_array_is_written(backend: str) -> None:
    x = RNG.normal(size=(4, 3))
    whole = MEMORY[backend](np.zeros((10, 3)))
    ua.blockwise(lambda x, out: ua.negative(x, out=out), VALUE[backend](x), out=whole[5:9], block_bytes=64)
    assert_same(whole[5:9], -x)
    assert not numpy_of(whole)[:5].any()


def test_memory_maps_feed_every_backend(backend: str, tmp_path: Path) -> None:
    x, y = RNG.normal(size=(20, 6)).astype("f4"), RNG.normal(size=6).astype("f4")
    first, out = mapped(tmp_path, "x", x), mapped(tmp_path, "out", np.zeros((20, 6), "f4"))
    seen = []

    def add(x: Any, y: Any, out: Any) -> Any:
        seen.append({backends.of_array(one).name for one in (x, y, out)})
        return ua.add(x, y, out=out)

    assert ua.blockwise(add, first, y, out=out, backend=backend, block_bytes=200) is out
    assert_same(out, x + y)
    assert len(seen) > 3
    assert all(one == {backend} for one in seen)


def test_arrays_of_one_backend_are_written_to_a_memory_map(backend: str, tmp_path: Path) -> None:
    x = RNG.normal(size=(20, 6))
    out = mapped(tmp_path, "out", np.zeros((20, 6)))
    ua.blockwise(lambda x, out: ua.exp(x, out=out), VALUE[backend](x), out=out, backend=backend, block_bytes=200)
    assert_same(out, np.exp(x))


def test_stores_are_read_and_written_by_slices(backend: str) -> None:
    x, y = Store(RNG.normal(size=(20, 6))), Store(RNG.normal(size=(20, 1)))
    out = Store(np.zeros((20, 6)), chunks=(4, 6))
    ua.blockwise(lambda x, y, out: ua.add(x, y, out=out), x, y, out=out, backend=backend, block_bytes=700)
    np.testing.assert_array_equal(out.values(), x.values() + y.values())
    # Seven rows fit in, and four are kept together.
    assert out.written == [(slice(i, i + 4),) for i in range(0, 20, 4)]
    assert not out.read


def test_a_store_that_is_not_cut_is_read_once() -> None:
    x, y = Store(RNG.normal(size=(20, 6))), Store(RNG.normal(size=(6,)))
    out = Store(np.zeros((20, 6)))
    ua.blockwise(lambda x, y, out: ua.add(x, y, out=out), x, y, out=out, block_bytes=300)
    np.testing.assert_array_equal(out.values(), x.values() + y.values())
    assert len(y.read) == 1 < len(x.read)


def test_zarr_arrays(backend: str, tmp_path: Path) -> None:
    zarr = pytest.importorskip("zarr", reason="zarr is not installed")
    values = RNG.normal(size=(20, 6))
    x = zarr.create_array(tmp_path / "x", shape=(20, 6), chunks=(5, 6), dtype="f8")
    x[...] = values
    out = zarr.create_array(tmp_path / "out", shape=(20, 6), chunks=(5, 6), dtype="f8")
    assert ua.blockwise(hypotenuse, x, x, out=out, backend=backend, block_bytes=1000) is out
    assert_same(out[...], np.sqrt(2 * values * values), tolerance=2)
    ua.blockwise(lambda x, out: ua.negative(x, out=out), out, out=out, block_bytes=1000)
    assert_same(out[...], -np.sqrt(2 * values * values), tolerance=2)
    with pytest.raises(ValueError, match="out cannot be written to: it is a store that is open for reading"):
        ua.blockwise(hypotenuse, x, x, out=zarr.open_array(tmp_path / "out", mode="r"))


# -- what is refused, with nothing written ----------------------------------------------------------------------------


def add(x: Any, y: Any, out: Any) -> Any:
    return ua.add(x, y, out=out)


ROWS = np.arange(12.0).reshape(6, 2)
REFUSED: dict[str, tuple[type[Exception], str, Any]] = {
    "shape": (ValueError, r"arrays\[1\] has shape \(5, 2\), expected 6 or 1", lambda out: (add, [ROWS, ROWS[:5]], out)),
    "more axes": (ValueError, "more axes than out", lambda out: (add, [ROWS[None], ROWS], out)),
    "reduction": (ValueError, "reduce each block", lambda out: (add, [ROWS, ROWS], out[:1])),
    "no function": (TypeError, "function is a int, expected a function", lambda out: (3, [ROWS], out)),
    "list": (TypeError, r"arrays\[0\] is a list, expected an array", lambda out: (add, [[1.0], ROWS], out)),
    "list as out": (TypeError, r"out\[0\] is a float, expected an array", lambda out: (add, [ROWS, ROWS], [1.0])),
    "none": (TypeError, "out is empty", lambda out: (add, [ROWS, ROWS], ())),
    "twice": (ValueError, r"out\[0\] and out\[1\] share memory", lambda out: (add, [ROWS, ROWS], (out, out[::-1]))),
    "apart": (ValueError, "as many axes", lambda out: (add, [ROWS, ROWS], (out, np.zeros(5)))),
    "shape of the result": (ValueError, "the result has shape", lambda out: (add, [ROWS[:, :1]] * 2, out)),
    "dtype": (TypeError, "cannot hold the result's dtype", lambda out: (add, [ROWS * 1j, ROWS], out)),
    "results": (TypeError, "the function returns is 2 results", lambda out: (lambda x, out: [x, x], [ROWS], [out])),
    "returned": (TypeError, "what the function returns is a list", lambda out: (lambda x, out: [1.0], [ROWS], out)),
    "returned shape": (ValueError, "the result has shape", lambda out: (lambda x, out: x[:, :1], [ROWS], out)),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    error, message, make = REFUSED[case]
    memory = np.full((6, 2), 7.0)
    function, inputs, out = make(memory)
    with pytest.raises(error, match=message):
        ua.blockwise(function, *inputs, out=out, block_bytes=64)
    assert (memory == 7.0).all()


@pytest.mark.parametrize(
    "options", [{"axes": 0}, {"axes": True}, {"block_bytes": 0}, {"block_bytes": 1.5}, {"block_bytes": 8}]
)
def test_refused_options(options: dict[str, Any]) -> None:
    memory = np.full((6, 2), 7.0)
    with pytest.raises(ValueError, match=f"^blockwise: {next(iter(options))} is "):
        ua.blockwise(add, ROWS, ROWS, out=memory, **options)
    assert (memory == 7.0).all()


def test_shifted_overlap_is_refused(backend: str) -> None:
    x = MEMORY[backend](np.arange(10.0))
    before = bits(x)
    with pytest.raises(ValueError, match=r"arrays\[0\] shares memory with out in other places"):
        ua.blockwise(lambda x, out: ua.negative(x, out=out), x[:-1], out=x[1:], block_bytes=32)
    assert bits(x) == before
    ua.blockwise(lambda x, out: ua.negative(x, out=out), x[:5], out=x[5:], block_bytes=32)  # apart
    assert_same(x, np.concatenate([np.arange(5.0), -np.arange(5.0)]))


def test_a_file_that_is_mapped_twice(tmp_path: Path) -> None:
    values = np.arange(4000.0)
    mapped(tmp_path, "x", values).flush()
    first = np.memmap(tmp_path / "x", "f8", "r", shape=4000)
    second = np.memmap(tmp_path / "x", "f8", "r+", shape=4000)
    part = np.memmap(tmp_path / "x", "f8", "r+", offset=8 * 1001, shape=1000)  # not at the beginning of a page

    def negative(x: Any, out: Any) -> Any:
        return ua.negative(x, out=out)

    for x, out in (
        (first[:-1], second[1:]),
        (first[1001:2001], part[::-1]),
        (first[1000:2000], part),
        (first[::-1], second),
    ):
        with pytest.raises(ValueError, match="shares memory with out in other places"):
            ua.blockwise(negative, x, out=out, block_bytes=4096)
    ua.blockwise(negative, first[1001:2001], out=part, block_bytes=4096)
    ua.blockwise(negative, first[:1001], out=second[:1001], block_bytes=4096)
    ua.blockwise(negative, first[2001:3000], out=second[3000:3999], block_bytes=4096)
    expected = np.concatenate([-values[:2001], values[2001:3000], -values[2001:3000], values[3999:]])
    np.testing.assert_array_equal(first, expected)


def test_read_only_memory_is_refused(tmp_path: Path) -> None:
    mapped(tmp_path, "x", np.zeros(10)).flush()
    with pytest.raises(ValueError, match="out cannot be written to: it is a read-only ndarray"):
        ua.blockwise(add, np.ones(10), 1.0, out=np.memmap(tmp_path / "x", "f8", "r"))


@pytest.mark.backends("torch", "tensorflow", "jax")
def test_two_backends_need_a_name(backend: str) -> None:
    x, out = VALUE[backend](np.arange(4.0)), np.zeros(4)
    with pytest.raises(TypeError, match=f"expected one backend: name the one that computes, with backend='{backend}'"):
        ua.blockwise(add, x, 1.0, out=out)
    assert not out.any()


def test_an_error_in_a_later_block_says_what_is_written() -> None:
    out = np.zeros(10)

    def refuse_large(x: Any, out: Any) -> None:
        if x.max() > 5:
            raise ValueError("too large")
        np.negative(x, out=out)

    with pytest.raises(ValueError, match="too large") as raised:
        ua.blockwise(refuse_large, np.arange(10.0), out=out, block_bytes=32)
    assert raised.value.__notes__ == ["raised in block 4 of 5, out[6:8]; 3 blocks are written"]
    np.testing.assert_array_equal(out, [-0.0, -1, -2, -3, -4, -5, 0, 0, 0, 0])


def test_an_error_in_the_first_block_leaves_out_as_it_is(backend: str) -> None:
    out = MEMORY[backend](np.full(10, 7.0))

    def write_and_raise(x: Any, out: Any) -> None:
        ua.negative(x, out=out)
        raise ValueError("after it has written")

    with pytest.raises(ValueError, match="after it has written"):
        ua.blockwise(write_and_raise, VALUE[backend](np.arange(10.0)), out=out, block_bytes=32)
    assert (numpy_of(out) == 7.0).all()


@pytest.mark.backends("torch")
def test_a_gradient_is_not_cut(backend: str) -> None:
    import torch

    x = torch.arange(4.0, requires_grad=True)
    out = torch.zeros(4)
    with pytest.raises(ua.GradientError, match="would cut the gradient"):
        ua.blockwise(lambda x, out: x * 2, x, out=out)
    assert not out.any()


# -- progress ---------------------------------------------------------------------------------------------------------


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    ua.blockwise(
        add, np.ones(10), 1.0, out=np.zeros(10), block_bytes=64, progress=lambda *numbers: told.append(numbers)
    )
    assert told == [(1, 3), (2, 3), (3, 3)]
    with pytest.raises(TypeError, match="progress is a str, expected True, None or a function"):
        ua.blockwise(add, np.ones(10), 1.0, out=np.zeros(10), progress="bar")


def test_a_bar_of_rich(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("rich", reason="rich is not installed")
    ua.blockwise(add, np.ones(10), 1.0, out=np.zeros(10), block_bytes=64, progress=True)
    assert "blockwise" in capsys.readouterr().out


def test_a_bar_without_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "rich.progress", None)
    out = np.zeros(10)
    with pytest.raises(ImportError, match="rich, which is not installed: pip install"):
        ua.blockwise(add, np.ones(10), 1.0, out=out, progress=True)
    assert not out.any()
