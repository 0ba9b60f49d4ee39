"""What only dask has: arrays that hold a graph, and can be written to without computing anything."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from support import assert_same, selected

pytestmark = [pytest.mark.backends("dask"), pytest.mark.usefixtures("on_dask")]


@pytest.fixture
def on_dask(backend: str) -> Iterator[None]:
    with selected(backend):
        yield


def graph_of(values: Any, chunks: Any = 2) -> Any:
    import dask.array as da

    return da.from_array(np.asarray(values), chunks=chunks)


def memory_of(values: Any, chunks: Any = 2) -> Any:
    return ua.asarray(graph_of(values, chunks), copy=True)


def never(*chunks: Any, **options: Any) -> Any:
    """To be mapped over chunks that nobody may compute."""
    message = "a chunk was computed"
    raise AssertionError(message)


def test_what_is_allocated_can_be_written_and_graphs_cannot() -> None:
    from unified_arrays.dask import DaskMemory

    x = graph_of([1.0, 2.0, 3.0])
    for out in (ua.empty(3), ua.zeros(3), ua.ones_like(x), ua.asarray(x, copy=True), ua.asarray([1.0, 2.0, 3.0])):
        assert isinstance(out, DaskMemory)
        chunks = out.chunks
        assert ua.add(x, 1.0, out=out) is out
        assert out.chunks == chunks
        assert_same(out, np.array([2.0, 3.0, 4.0]))
    with pytest.raises(ValueError, match=r"^add: out cannot be written to: a dask array is a value.*empty_like"):
        ua.add(x, 1.0, out=x)


def test_nothing_is_computed_before_it_is_asked_for() -> None:
    x = graph_of(np.arange(8.0)).map_blocks(never, dtype=np.float64)
    out = ua.zeros_like(x)
    ua.add(x, x, out=out)
    ua.multiply(out[2:], 2.0, out=out[2:])
    out[:2] = 0.0
    out += x
    out[1] = x[0]
    ua.sum(ua.matmul(out, out))
    with pytest.raises(AssertionError, match="a chunk was computed"):
        out.compute()


def test_memory_that_is_larger_than_this_machine_s_is_a_graph() -> None:
    out = ua.empty((2**19, 2**18))  # 1 TiB
    ua.add(out, 1.0, out=out)
    out[0, :3] = 5.0
    assert_same(out[0, :4] * 1.0 - out[0, :4], np.zeros(4))
    assert out.chunks[0][0] * out.chunks[1][0] * 8 < 2**28


def test_a_write_changes_no_graph_that_others_have() -> None:
    x = graph_of([1.0, 2.0, 3.0])
    held = ua.asarray(x, copy=True)
    before = held.value
    held[1:] = 0.0
    held[[0, 1]] = [1.0, 5.0]
    held[held > 4.0] = 0.0
    ua.at(held)[[2, 2]].add(0.0)
    held += 1.0
    assert_same(held, np.array([2.0, 1.0, 1.0]))
    assert_same(before, np.array([1.0, 2.0, 3.0]))
    assert_same(x, np.array([1.0, 2.0, 3.0]))


def test_what_others_write_to_their_graph_changes_no_memory() -> None:
    from unified_arrays.dask import DaskMemory

    x = graph_of([1.0, 2.0, 3.0])
    held = [DaskMemory(x), DaskMemory(DaskMemory(x)), ua.asarray(x, copy=True), ua.empty_like(x)]
    held[-1][...] = x
    held.append(ua.copyto(ua.empty_like(x), x))
    held.append(ua.reshape(x, (3,), out=ua.empty_like(x)))
    x[0] = 9.0  # by dask, in place
    for one in held:
        assert_same(one, np.array([1.0, 2.0, 3.0]))


def test_slices_are_windows_and_elements_keep_their_value() -> None:
    expected = np.arange(12.0).reshape(3, 4)
    x = memory_of(expected.copy())
    window, inner = x[1:, ::2], x[1:, ::2][:, 1]
    window[0, 0], expected[1:, ::2][0, 0] = -1.0, -1.0
    inner += 10.0
    expected[1:, ::2][:, 1] += 10.0
    x[x < 1], expected[expected < 1] = 7.0, 7.0
    x[[0, 2], [1, 1]], expected[[0, 2], [1, 1]] = [20.0, 30.0], [20.0, 30.0]
    ua.add(x[:-1], x[1:], out=x[1:])
    expected[1:] = expected[:-1] + expected[1:]
    assert_same(x, expected)
    assert_same(window, expected[1:, ::2])
    x[0, 0], x[0, 1] = x[0, 1], x[0, 0]
    expected[0, 0], expected[0, 1] = expected[0, 1], expected[0, 0]
    element = x[0, 0]
    element += 1.0
    assert_same(x, expected)
    assert float(element) == expected[0, 0] + 1.0
    assert x.chunks == ((2, 1), (2, 2))


@pytest.mark.parametrize("key", [5, -6, (0, 0), [7], (slice(None), None, 0), [True, False]], ids=str)
def test_an_index_out_of_range_is_an_error_and_nothing_is_written(key: Any) -> None:
    x = memory_of(np.arange(5.0))
    with pytest.raises(IndexError):
        x[key]
    with pytest.raises(IndexError):
        x[key] = 0.0
    assert_same(x, np.arange(5.0))


def test_indices_that_are_computed_later_are_checked_then() -> None:
    x, rows = graph_of(np.arange(5.0)), graph_of([1, 7])
    taken = ua.take(x, rows)
    with pytest.raises(IndexError, match="index 7 is out of range for axis 0, which has 5 elements"):
        taken.compute()


def test_a_value_that_does_not_fit_is_refused() -> None:
    x = memory_of(np.arange(5))
    with pytest.raises(TypeError, match="float64 cannot be written to an array of int64"):
        x[:2] = graph_of([1.5, 2.5])
    with pytest.raises(ValueError, match="does not broadcast"):
        x[:2] = np.arange(3)
    assert_same(x, np.arange(5))


def test_it_is_an_array_for_dask_numpy_and_python() -> None:
    import dask
    import dask.array as da

    x = memory_of([1.0, 2.0, 4.0])
    assert_same(da.negative(x), np.array([-1.0, -2.0, -4.0]))
    assert_same(da.sum(x), np.asarray(7.0))
    assert_same(graph_of([1.0, 1.0, 1.0]) + x, np.array([2.0, 3.0, 5.0]))
    assert_same(np.asarray(x), np.array([1.0, 2.0, 4.0]))
    assert_same(dask.compute(x, x + 1)[1], np.array([2.0, 3.0, 5.0]))
    assert_same(pickle.loads(pickle.dumps(x)), np.array([1.0, 2.0, 4.0]))
    assert_same(copy.deepcopy(x[1:]), np.array([2.0, 4.0]))
    assert repr(x) == "DaskMemory(shape=(3,), dtype=float64, chunksize=(2,))"
    assert x.__array_namespace__() is ua.array_namespace(x) is ua.dask
    assert (len(x), [float(one) for one in x], bool(x[0]), x.sum().item(), x.T.ndim) == (3, [1, 2, 4], True, 7.0, 1)


def test_persist_ends_the_graph() -> None:
    x = memory_of(np.arange(6.0))
    for _ in range(20):
        ua.add(x, 1.0, out=x)
    assert x.persist() is x
    assert len(x.__dask_graph__()) == 3
    assert_same(x, np.arange(6.0) + 20)


def test_two_outs_that_share_an_element_are_refused() -> None:
    memory = ua.zeros((4, 3))
    with pytest.raises(ValueError, match=r"out\[0\] and out\[1\] share memory"):
        ua.linalg.qr(ua.eye(3), out=(memory[:3], memory[1:]))
    ua.linalg.qr(ua.eye(1), out=(memory[:1, :1], memory[1:2, :1]))
    assert abs(float(memory[0, 0] * memory[1, 0])) == 1.0


# -- sizes that are not known ----------------------------------------------------------------------------------------


def unknown() -> Any:
    x = graph_of([3.0, -1.0, 2.0])
    return x[x > 0]


def test_graphs_of_unknown_sizes_are_computed_with() -> None:
    assert_same(ua.add(unknown(), 1.0), np.array([4.0, 3.0]))
    assert float(ua.sum(unknown())) == 5.0


def test_memory_has_known_sizes() -> None:
    from unified_arrays.dask import DaskMemory

    told = r"x has shape \(nan,\).*call x.compute_chunk_sizes\(\) first"
    for make in (DaskMemory, ua.empty_like, lambda x: ua.asarray(x, copy=True)):
        with pytest.raises(ValueError, match=told):
            make(unknown())
    assert_same(DaskMemory(unknown().compute_chunk_sizes()), np.array([3.0, 2.0]))


def test_a_result_of_unknown_size_reaches_no_out() -> None:
    out = memory_of([7.0, 7.0])
    with pytest.raises(ValueError, match=r"shape \(nan,\).*compute_chunk_sizes"):
        ua.add(unknown(), 1.0, out=out)
    with pytest.raises(ValueError, match=r"shape \(nan,\).*compute_chunk_sizes"):
        out[:] = unknown()
    assert_same(out, np.array([7.0, 7.0]))


def test_what_memory_selects_has_known_sizes() -> None:
    x = memory_of([3.0, -1.0, 2.0])
    assert x[x > 0].shape == ua.nonzero(x > 0)[0].shape == (2,)
    assert ua.unique_values(x).shape == (3,)
