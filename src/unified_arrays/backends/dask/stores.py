"""copyto(store, x): computes a dask array, chunk by chunk, into a store that is left as it was if that fails.

Every pass has two generations: all chunks are computed into a store beside the old one, and only then take its place.
So x may be made of what the store holds, and an error while computing leaves it whole.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import dask
import dask.array as da
import dask.base
import dask.local
import dask.threaded
import numpy as np

from ..._common import argument_errors, errors
from ..._common.dtypes import can_hold, neutral
from ..._common.known_sizes import broadcasts_to
from .checks import of_known_sizes

_IN_THIS_PROCESS = (dask.threaded.get, dask.local.get_sync)
_OF_STORES = ("shape", "dtype", "__getitem__", "__setitem__")
_METADATA = ("zarr.json", ".zarray", ".zattrs")


def is_store(x: Any) -> bool:
    """What copyto writes to: a map of a file, or what has a shape, a dtype and slices, and is no array."""
    if isinstance(x, np.ndarray):
        return isinstance(x, np.memmap)
    return all(hasattr(x, name) for name in _OF_STORES) and not hasattr(x, "__array_namespace__")


def write_to_store(function: str, store: Any, x: Any) -> None:
    """Compute `x`, a dask array, and write it to `store`; errors are raised before the store changes."""
    shape = tuple(store.shape)
    x = of_known_sizes(x)
    if not broadcasts_to(x.shape, shape):
        shapes = {"dst": shape, "src": x.shape}
        raise errors.shapes_apart(function, shapes, "a shape of src that broadcasts to that of dst")
    came, held = neutral(x.dtype), neutral(np.dtype(store.dtype).newbyteorder("="))
    if came is None or held is None or not can_hold(came, held):
        raise argument_errors.wrong_dtype(function, "src", x.dtype, f"one that {store.dtype} can hold")
    if getattr(store, "read_only", False) is True or not getattr(getattr(store, "flags", None), "writeable", True):
        raise errors.out_not_writable(function, "dst", "it is open for reading: open it with mode 'r+'")
    if 0 in shape:
        return
    x = da.broadcast_to(x, shape).astype(store.dtype)
    scheduler = dask.base.get_scheduler(collections=[x]) or da.Array.__dask_scheduler__
    folder = _folder_of(store)
    if folder is not None:
        _replace_folder(folder, _aligned(x, store))
        return
    if scheduler not in _IN_THIS_PROCESS:
        message = (
            f"{function}: dst is a {errors.kind_of(type(store))}, and x is computed by other processes, each of which "
            "would write to a copy of its own: pass a zarr array in a folder, or compute in this process with "
            'dask.config.set(scheduler="threads")'
        )
        raise TypeError(message)
    with _memory_map(x) as staged:
        da.store(x, staged, lock=False)
        da.store(_aligned(da.from_array(staged, chunks=x.chunks), store), store, lock=True)


def _folder_of(store: Any) -> Path | None:
    """The folder of a zarr array in a file system, which every process opens anew; None of other stores."""
    if type(store).__module__.partition(".")[0] != "zarr":
        return None
    from zarr.storage import LocalStore

    place = getattr(store, "store", None)
    return Path(place.root) / store.path if isinstance(place, LocalStore) else None


def _replace_folder(folder: Path, x: Any) -> None:
    """Write a new zarr array beside the one in `folder`, with the same metadata, and put it in its place."""
    import zarr

    token = uuid4().hex[:8]
    staged, old = (folder.with_name(f".{folder.name}.{name}-{token}") for name in ("next", "old"))
    staged.mkdir()
    try:
        for name in _METADATA:
            if (folder / name).exists():
                shutil.copy(folder / name, staged / name)
        da.store(x, zarr.open_array(staged, mode="r+"), lock=False)
    except BaseException:
        shutil.rmtree(staged)
        raise
    folder.rename(old)
    try:
        staged.rename(folder)
    except BaseException:
        old.rename(folder)
        raise
    shutil.rmtree(old)


@contextmanager
def _memory_map(x: Any) -> Iterator[np.memmap[Any, Any]]:
    """A file for the elements of `x`, where dask keeps temporary files; it is gone afterwards."""
    place = dask.config.get("temporary-directory", None)
    with tempfile.TemporaryDirectory(dir=place, ignore_cleanup_errors=True) as folder:  # Windows keeps what is mapped
        yield np.memmap(Path(folder) / "next", x.dtype, "w+", shape=x.shape or (1,)).reshape(x.shape)


def _aligned(x: Any, store: Any) -> Any:
    """`x` in chunks that are whole chunks of the store: two tasks that write to one would lose what the other wrote."""
    sizes = getattr(store, "shards", None) or getattr(store, "chunks", None)
    if not sizes:
        return x
    chunks = []
    for own, size in zip(x.chunks, sizes, strict=True):
        whole = all(one % size == 0 for one in own[:-1])
        chunks.append(own if whole else max(1, round(max(own) / size)) * size)
    return x.rechunk(tuple(chunks))
