"""One of two processes that compute with DTensors: python on_two_processes.py RANK FILE. It prints "right" at the end.

Both make the same calls. Each result is compared with that of plain tensors, by the whole that a process gathers.
"""

from __future__ import annotations

import itertools
import sys
import warnings
from collections.abc import Callable
from typing import Any

import torch
import torch.distributed
from torch.distributed.tensor import DTensor, Partial, Replicate, Shard, distribute_tensor, init_device_mesh

import unified_arrays as ua

warnings.simplefilter("ignore")

PROCESSES = 2
PLACEMENTS = {"rows": Shard(0), "columns": Shard(1), "all": Replicate(), "pending": Partial()}
FIRST = torch.arange(1.0, 16.0).reshape(5, 3)  # 5 rows: one process has more of them
SECOND = torch.linspace(0.5, 3.0, 15).reshape(5, 3)
ONE_ROW = torch.arange(3.0).reshape(1, 3)  # one process has none

CALLS: dict[str, Callable[..., Any]] = {
    "add": lambda x, y, **out: ua.add(x, y, **out),
    "add a number": lambda x, y, **out: ua.add(x, 1.5, **out),
    "exp": lambda x, y, **out: ua.exp(x, **out),
    "where": lambda x, y, **out: ua.where(ua.greater(x, y), x, y, **out),
    "clip": lambda x, y, **out: ua.clip(x, 2.0, 9.0, **out),
    "sum": lambda x, y, **out: ua.sum(x, axis=0, **out),
    "std": lambda x, y, **out: ua.std(x, axis=1, **out),
    "argmax": lambda x, y, **out: ua.argmax(x, axis=0, **out),
    "median": lambda x, y, **out: ua.median(x, axis=0, **out),
    "cumulative_sum": lambda x, y, **out: ua.cumulative_sum(x, axis=0, **out),
    "sort": lambda x, y, **out: ua.sort(x, axis=0, descending=True, **out),
    "flip": lambda x, y, **out: ua.flip(x, axis=0, **out),
    "roll": lambda x, y, **out: ua.roll(x, 1, axis=0, **out),
    "concat": lambda x, y, **out: ua.concat([x, y], **out),
    "matmul": lambda x, y, **out: ua.matmul(x, ua.matrix_transpose(y), **out),
}
OF_ALL = ("rows", "columns")  # placements of inputs of each call
IN_EVERY_WAY = ("add", "sum", "matmul")

MASK = FIRST > 6
WRITES: dict[str, Callable[[Any, Any], Any]] = {
    "rows": lambda x, of: ua.at(x)[1:4].add(2.0),
    "a row": lambda x, of: ua.at(x)[-1].set(of(torch.tensor([7.0, 8.0, 9.0]))),
    "an element": lambda x, of: ua.at(x)[2, 1].multiply(10.0),
    "a column": lambda x, of: ua.at(x)[:, 1].set(5.0),
    "columns by an ellipsis": lambda x, of: ua.at(x)[..., 1:].add(1.0),
    "steps": lambda x, of: ua.at(x)[::2, ::2].subtract(1.0),
    "from the end": lambda x, of: ua.at(x)[::-1].set(of(SECOND)),
    "numbers": lambda x, of: ua.at(x)[[0, 3, 0]].add(of(SECOND[:3])),
    "a mask": lambda x, of: ua.at(x)[of(MASK)].set(0.0),
    "the least": lambda x, of: ua.at(x)[of(torch.tensor([4, 4]))].min(3.5),
}


def placed(x: torch.Tensor, placement: str, mesh: Any) -> Any:
    """The same values, kept by the processes in one of four ways."""
    if placement == "pending":
        return DTensor.from_local(x / PROCESSES, mesh, [Partial()])
    own = PLACEMENTS[placement]
    return distribute_tensor(x.clone(), mesh, [Shard(x.ndim - 1) if own.is_shard() and own.dim >= x.ndim else own])


def whole_of(x: Any) -> torch.Tensor:
    return x.full_tensor() if isinstance(x, DTensor) else x


def check_calls(mesh: Any) -> None:
    for (name, call), inputs, into in itertools.product(CALLS.items(), PLACEMENTS, PLACEMENTS):
        wanted = call(FIRST, SECOND)
        if into == "pending" and not wanted.is_floating_point():
            continue  # half of an integer is none
        if inputs not in OF_ALL and name not in IN_EVERY_WAY:
            continue
        x, y = placed(FIRST, inputs, mesh), placed(SECOND, "all" if inputs == "pending" else inputs, mesh)
        out = placed(torch.zeros_like(wanted), into, mesh)
        placements = out.placements
        assert call(x, y, out=out) is out
        torch.testing.assert_close(whole_of(out), wanted, msg=lambda told: f"{name} of {inputs} into {into}: {told}")  # noqa: B023
        assert out.placements == placements, (name, inputs, into)
        torch.testing.assert_close(whole_of(x), FIRST)


def check_writes(mesh: Any) -> None:
    for (name, write), placement in itertools.product(WRITES.items(), PLACEMENTS):
        wanted = FIRST.clone()
        write(wanted, lambda value: value)
        for place_of_value in ("all", "rows"):
            x = placed(FIRST, placement, mesh)
            assert write(x, lambda value: placed(value, place_of_value, mesh) if value.ndim == 2 else value) is x  # noqa: B023
            torch.testing.assert_close(whole_of(x), wanted, msg=lambda told: f"{name} of {placement}: {told}")  # noqa: B023


def check_one_row(mesh: Any) -> None:
    """A process that has no element decides what the others do."""
    x = placed(ONE_ROW, "rows", mesh)
    ua.at(x)[0].add(1.0)
    ua.at(x)[:, 1:].add(1.0)
    ua.add(x, x, out=x)
    assert whole_of(x).tolist() == [[2.0, 6.0, 8.0]]
    copied = ua.copyto(ua.empty_like(x), x)
    assert copied.placements == x.placements
    assert whole_of(ua.copyto(copied, torch.ones(3))).tolist() == [[1.0, 1.0, 1.0]]
    assert whole_of(x).tolist() == [[2.0, 6.0, 8.0]]


def check_overlap(mesh: Any) -> None:
    """What is read after it is written, in the part that a process has."""
    for write in (
        lambda x: ua.copyto(x[:, 1:], x[:, :-1]),
        lambda x: ua.add(x[:, :-1], x[:, 1:], out=x[:, 1:]),
        lambda x: ua.flip(x, axis=1, out=x),
        lambda x: ua.flip(x, axis=0, out=x),
        lambda x: ua.matrix_transpose(x, out=x),
        lambda x: ua.matmul(x, x, out=x),
        lambda x: ua.cumulative_sum(x, axis=0, out=x),
        lambda x: ua.broadcast_to(x[:1], (3, 3), out=x),
    ):
        wanted = FIRST[:3].clone()
        write(wanted)
        for placement in ("rows", "all"):
            x = placed(FIRST[:3], placement, mesh)
            write(x)
            torch.testing.assert_close(whole_of(x), wanted)


def check_refusals(mesh: Any) -> None:
    """On all processes, and nothing is written."""
    x = placed(FIRST, "rows", mesh)
    refused: list[tuple[type[Exception], str, Callable[[], Any]]] = [
        (ValueError, "a slice of a DTensor", lambda: ua.add(x[1:3], 1.0, out=x[1:3])),
        (ValueError, "a slice of a DTensor", lambda: ua.copyto(x[1:], 5.0 * x[1:])),
        (ValueError, "shape", lambda: ua.add(x, 1.0, out=placed(ONE_ROW, "rows", mesh))),
        (TypeError, "dtype", lambda: ua.divide(x, 2.0, out=placed(FIRST.to(torch.int64), "rows", mesh))),
        (IndexError, "at.add", lambda: ua.at(x)[[0, 5]].add(1.0)),
        (ValueError, "at.set", lambda: ua.at(x)[1:3].set(placed(torch.ones(3, 3), "all", mesh))),
    ]
    for kind, told, write in refused:
        try:
            write()
        except kind as error:
            assert told in str(error) + "".join(getattr(error, "__notes__", ())), error
        else:
            message = f"not refused: {told}"
            raise AssertionError(message)
    torch.testing.assert_close(whole_of(x), FIRST)


def main(rank: int, file: str) -> None:
    torch.set_num_threads(1)
    torch.distributed.init_process_group("gloo", rank=rank, world_size=PROCESSES, init_method=f"file://{file}")
    mesh = init_device_mesh("cpu", (PROCESSES,))
    for check in (check_calls, check_writes, check_one_row, check_overlap, check_refusals):
        check(mesh)
    torch.distributed.destroy_process_group()
    print("right")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
