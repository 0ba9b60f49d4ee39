"""On workers of dask.distributed, which are other processes: what they compute, and what they write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from support import assert_same

pytestmark = [pytest.mark.backends("dask"), pytest.mark.filterwarnings("ignore::ResourceWarning")]
VALUES = np.arange(24.0).reshape(6, 4)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Of two workers."""
    distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed")
    options = {"n_workers": 2, "threads_per_worker": 1, "memory_limit": 0, "dashboard_address": ":0"}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as found:
        yield found


def graph_of(values: np.ndarray, chunks: Any = 2) -> Any:
    import dask.array as da

    return da.from_array(values, chunks=chunks)


def test_workers_compute_what_is_written_to_memory(backend: str, client: Any) -> None:
    x = graph_of(VALUES)
    out = ua.zeros_like(x)
    ua.multiply(x[1:], 2.0, out=out[1:])
    ua.cbrt(out, out=out)  # NumPy's own function, by this library's name, on each chunk
    out[0, 0] = -1.0
    expected = np.cbrt(np.concatenate([VALUES[:1] * 0.0, VALUES[1:] * 2.0]))
    expected[0, 0] = -1.0
    assert_same(out, expected)
    assert out.persist() is out
    assert_same(out, expected)


def test_functions_of_numpy_run_on_workers(backend: str, client: Any) -> None:
    stack = np.stack([np.eye(3) + one for one in range(4)])
    assert_same(ua.linalg.inv(graph_of(stack, (1, -1, -1))), np.linalg.inv(stack), tolerance=8)


def test_workers_write_into_zarr(backend: str, client: Any, tmp_path: Path) -> None:
    import zarr

    store = zarr.create_array(tmp_path / "store", shape=(6, 4), chunks=(4, 3), dtype="float64")
    ua.copyto(store, graph_of(VALUES))
    assert_same(store[...], VALUES)


def test_maps_of_files_are_refused_as_workers_have_copies(backend: str, client: Any, tmp_path: Path) -> None:
    store = np.memmap(tmp_path / "store", np.float64, "w+", shape=(6, 4))
    with pytest.raises(TypeError, match=r"^copyto: dst is a numpy.memmap, and x is computed by other processes"):
        ua.copyto(store, graph_of(VALUES))
    assert_same(store, np.zeros((6, 4)))
