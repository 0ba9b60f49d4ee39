"""Every function on arrays of several chunks: the oracle's result, or an error that says what to rechunk."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays.testing._inputs import AMBIGUOUS, EVERY, ONE_RESULT, Row

from support import ARRAYS, MEMORY, assert_same, numpy_of, selected

pytestmark = pytest.mark.backends("dask")


def in_chunks(values: np.ndarray) -> Any:
    """An array whose axes are cut after every second element."""
    import dask.array as da

    return da.from_array(np.array(values), chunks=2)


# Which need an axis in one chunk.
WHOLE_AXES = """
linalg.cholesky linalg.cond linalg.det linalg.eigvalsh linalg.inv linalg.matrix_power linalg.matrix_rank linalg.pinv
linalg.slogdet linalg.solve linalg.solve_triangular linalg.svdvals polyfit
fft.fft fft.fftn fft.hfft fft.ifft fft.ifftn fft.ihfft fft.irfft fft.irfftn fft.rfft fft.rfftn
""".split()


@pytest.mark.parametrize("row", [row for row in EVERY if row.function not in AMBIGUOUS], ids=str)
def test_the_result_is_the_oracle_s(row: Row, backend: str) -> None:
    with selected(backend):
        if row.function in WHOLE_AXES:
            with pytest.raises(ValueError, match=r"\w+ has chunks .*: rechunk it with rechunk\(") as caught:
                ARRAYS[backend].call(row, in_chunks)
            assert row.function in "".join([str(caught.value), *getattr(caught.value, "__notes__", [])])
            return
        actual, expected = ARRAYS[backend].call(row, in_chunks), row.expected()
    pairs = zip(actual, expected, strict=True) if isinstance(expected, tuple) else [(actual, expected)]
    for one, wanted in pairs:
        assert_same(one, wanted, dtype=not row.backend_dtype, tolerance=8)


@pytest.mark.parametrize("row", [row for row in ONE_RESULT if row.function not in {*WHOLE_AXES, *AMBIGUOUS}], ids=str)
def test_out_keeps_its_chunks(row: Row, backend: str) -> None:
    with selected(backend):
        expected = ARRAYS[backend].plain(row)
        out = MEMORY[backend](np.full(expected.shape, 77).astype(expected.dtype))
        if 0 not in expected.shape:
            out = type(out)(out.value.rechunk(3))
        chunks = out.chunks
        assert ARRAYS[backend].call(row, in_chunks, out=out) is out
    assert out.chunks == out.value.chunks == chunks
    assert_same(out, expected, tolerance=8)


SQUARE = np.array([[4.0, 1.0, 0.5, 0.0], [1.0, 3.0, -1.0, 0.25], [0.5, -1.0, 2.0, 0.5], [0.0, 0.25, 0.5, 5.0]])


@pytest.mark.parametrize(
    ("name", "more"),
    [("cholesky", ()), ("inv", ()), ("solve", (SQUARE[:, 1:3],)), ("solve", (SQUARE[0],)), ("solve", (SQUARE,))],
)
def test_matrices_in_equal_squares(name: str, more: tuple[np.ndarray, ...], backend: str) -> None:
    found = getattr(ua.linalg, name)(in_chunks(SQUARE), *map(in_chunks, more))
    assert found.numblocks[0] == 2
    assert_same(found, getattr(np.linalg, name)(SQUARE, *more), tolerance=8)


def test_matrices_that_are_cut_one_way(backend: str) -> None:
    values = np.arange(24.0).reshape(8, 3) ** 2 - 50.0
    tall = in_chunks(values).rechunk({1: -1})
    q, r = ua.linalg.qr(tall)
    assert_same(ua.matmul(q, r), values, tolerance=8)
    assert_same(ua.linalg.svdvals(tall), np.linalg.svd(values, compute_uv=False), tolerance=8)
    for x in (tall, tall.T):
        u, s, vh = ua.linalg.svd(x, full_matrices=False)
        assert_same(ua.matmul(ua.multiply(u, s), vh), numpy_of(x), tolerance=8)


@pytest.mark.parametrize("name", sorted(AMBIGUOUS))
def test_decompositions_say_what_to_rechunk(name: str, backend: str) -> None:
    with pytest.raises(ValueError, match=rf"^{name}: x has chunks \(2, 2\) along axis -2, expected one chunk there"):
        getattr(ua.linalg, name.removeprefix("linalg."))(in_chunks(SQUARE))


def test_stacks_of_matrices_are_cut_anywhere_else(backend: str) -> None:
    import dask.array as da

    stack = np.stack([SQUARE, SQUARE + 1.0, SQUARE @ SQUARE])
    found = ua.linalg.inv(da.from_array(stack, chunks=(2, -1, -1)))
    assert found.numblocks == (2, 1, 1)
    assert_same(found, np.linalg.inv(stack), tolerance=8)


@pytest.mark.parametrize("shapes", [((3, 4), (4,)), ((3, 1), (4,)), ((3, 4), (1, 4)), ((), (3, 4)), ((3, 4), (3, 4))])
def test_functions_of_elements_broadcast_whatever_the_chunks(shapes: tuple[tuple[int, ...], ...], backend: str) -> None:
    import dask.array as da

    x, y = (np.arange(1.0, 1.0 + int(np.prod(shape))).reshape(shape) for shape in shapes)
    for first, second in ((1, 2), (2, 3), (3, 2)):
        found = ua.fmod(da.from_array(x, chunks=first), da.from_array(y, chunks=second))
        assert_same(found, np.fmod(x, y))
    assert_same(ua.heaviside(da.from_array(x, chunks=2), 0.5), np.heaviside(x, 0.5))
