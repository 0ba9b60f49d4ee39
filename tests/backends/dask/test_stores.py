"""copyto(store, x): a dask array is computed into a store, which an error leaves as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from support import assert_same

pytestmark = pytest.mark.backends("dask")
VALUES = np.arange(35.0).reshape(7, 5)


def graph_of(values: np.ndarray, chunks: Any = 3) -> Any:
    import dask.array as da

    return da.from_array(values, chunks=chunks)


def zarr_array(place: Any, **options: Any) -> Any:
    import zarr

    settings = {"shape": (7, 5), "chunks": (2, 2), "dtype": "float64"} | options
    return zarr.create_array(place, **settings)


def failing(chunk: np.ndarray) -> np.ndarray:
    if chunk[-1, -1] == VALUES[-1, -1]:
        message = "the last chunk fails"
        raise RuntimeError(message)
    return chunk


@pytest.mark.parametrize("options", [{}, {"zarr_format": 2}, {"chunks": (2, 1), "shards": (4, 2)}, {"dtype": ">f4"}])
def test_into_zarr(options: dict[str, Any], backend: str, tmp_path: Path) -> None:
    store = zarr_array(tmp_path / "store", attributes={"unit": "m"}, **options)
    assert ua.copyto(store, graph_of(VALUES)) is store
    assert_same(store[...], VALUES.astype(store.dtype))
    assert store.attrs["unit"] == "m"
    assert [one.name for one in tmp_path.iterdir()] == ["store"]
    assert ua.copyto(store, ua.asarray(graph_of(VALUES[0]), copy=True)) is store  # broadcast, from memory
    assert_same(store[...], np.broadcast_to(VALUES[0], (7, 5)).astype(store.dtype))


def test_into_an_array_of_a_group(backend: str, tmp_path: Path) -> None:
    import zarr

    group = zarr.open_group(tmp_path)
    store = group.create_array("inner/x", shape=(7, 5), chunks=(2, 2), dtype="float64")
    ua.copyto(store, graph_of(VALUES))
    assert_same(zarr.open_group(tmp_path)["inner/x"][...], VALUES)


@pytest.mark.parametrize("kind", ["zarr", "zarr in memory", "memmap", "other"])
def test_what_fails_while_computing_leaves_the_store(kind: str, backend: str, tmp_path: Path) -> None:
    store = store_of(kind, tmp_path)
    store[...] = 7.0
    with pytest.raises(RuntimeError, match="the last chunk fails"):
        ua.copyto(store, graph_of(VALUES).map_blocks(failing))
    assert_same(np.asarray(store[...]), np.full((7, 5), 7.0))
    assert {one.name for one in tmp_path.iterdir()} <= {"store"}


@pytest.mark.parametrize("kind", ["zarr", "zarr in memory", "memmap", "other"])
def test_x_may_be_made_of_the_store(kind: str, backend: str, tmp_path: Path) -> None:
    import dask.array as da

    store = store_of(kind, tmp_path)
    store[...] = VALUES
    x = da.from_array(store, chunks=(2, 2))
    ua.copyto(store, ua.add(ua.flip(x, axis=0), x))
    assert_same(np.asarray(store[...]), VALUES + VALUES[::-1])


class Other:
    """A store of no known kind."""

    def __init__(self) -> None:
        self.held = np.zeros((7, 5))
        self.shape, self.dtype, self.ndim = self.held.shape, self.held.dtype, 2

    def __getitem__(self, key: Any) -> np.ndarray:
        return self.held[key]

    def __setitem__(self, key: Any, value: np.ndarray) -> None:
        self.held[key] = value


def store_of(kind: str, folder: Path) -> Any:
    import zarr

    if kind == "other":
        return Other()
    if kind == "memmap":
        return np.memmap(folder / "store", np.float64, "w+", shape=(7, 5))
    return zarr_array(folder / "store" if kind == "zarr" else zarr.storage.MemoryStore())


@pytest.mark.parametrize("shape", [(), (0, 3), (4,)])
def test_shapes(shape: tuple[int, ...], backend: str, tmp_path: Path) -> None:
    store = zarr_array(tmp_path / "store", shape=shape, chunks=tuple(max(1, size) for size in shape))
    ua.copyto(store, graph_of(np.full(shape, 3.0)))
    assert_same(np.asarray(store[...]), np.full(shape, 3.0))


def test_a_map_of_one_element(backend: str, tmp_path: Path) -> None:
    store = np.memmap(tmp_path / "store", np.float64, "w+", shape=(1,)).reshape(())
    ua.copyto(store, graph_of(np.asarray(3.0)))
    assert_same(store, np.asarray(3.0))


def test_what_does_not_fit_is_refused(backend: str, tmp_path: Path) -> None:
    import zarr

    store = zarr_array(tmp_path / "store", dtype="int32", fill_value=7)
    with pytest.raises(TypeError, match=r"^copyto: src has dtype float64, expected one that int32 can hold"):
        ua.copyto(store, graph_of(VALUES))
    with pytest.raises(ValueError, match=r"^copyto: dst has shape \(7, 5\), src has shape \(5, 7\), expected"):
        ua.copyto(store, graph_of(np.ones((5, 7), np.int32)))
    x = graph_of(VALUES.astype(np.int32))
    with pytest.raises(ValueError, match="compute_chunk_sizes"):
        ua.copyto(store, x[x > 3])
    with pytest.raises(ValueError, match=r"^copyto: dst cannot be written to: it is open for reading"):
        ua.copyto(zarr.open_array(tmp_path / "store", mode="r"), x)
    assert_same(store[...], np.full((7, 5), 7, np.int32))


def test_memory_of_numpy_is_no_store(backend: str) -> None:
    with pytest.raises(TypeError, match="dst is an array of numpy but src is one of dask"):
        ua.copyto(np.empty((7, 5)), graph_of(VALUES))


@pytest.mark.parametrize("kind", ["zarr in memory", "memmap", "other"])
def test_what_other_processes_would_copy_is_refused(kind: str, backend: str, tmp_path: Path) -> None:
    import dask

    store = store_of(kind, tmp_path)
    told = r"^copyto: dst is a [\w.]+, and x is computed by other processes"
    with dask.config.set(scheduler="processes"), pytest.raises(TypeError, match=told):
        ua.copyto(store, graph_of(VALUES))
    assert_same(np.asarray(store[...]), np.zeros((7, 5)))
