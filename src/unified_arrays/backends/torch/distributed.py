"""DTensor: tensors of which each process has a part. What is written to one reaches the parts of all processes.

Each process makes the same calls, and each question here has the same answer on all of them, whatever part they have:
where one refused and another waited for it, that would wait for ever.
"""

from __future__ import annotations

import sys
from typing import Any

import torch

GATHERED = (
    "it is a slice of a DTensor along an axis that is sharded, and PyTorch (2.13) makes a copy for that: write to "
    "at(x)[index] of the whole DTensor, or to the slice of to_local()"
)


def is_distributed(x: Any) -> bool:
    """Whether it is a DTensor."""
    if type(x) is torch.Tensor:
        return False
    # If it is not imported, there is no DTensor; the import takes a second.
    distributed = sys.modules.get("torch.distributed.tensor")
    return distributed is not None and isinstance(x, distributed.DTensor)


def local(x: Any) -> Any:
    """The part of this process."""
    return x.detach().to_local()


def is_gathered(out: Any) -> bool:
    """Whether it is a DTensor that claims to be a view, but does not share the memory of its base."""
    if not is_distributed(out) or out._base is None:
        return False
    sizes, sizes_of_base = (
        [(i, x.shape[placement.dim]) for i, placement in enumerate(x.placements) if placement.is_shard()]
        for x in (out, out._base)
    )
    is_reshaped = len(sizes) == len(sizes_of_base) and out.numel() == out._base.numel()
    return sizes != sizes_of_base and not is_reshaped


def gathered(x: Any, index: Any) -> torch.Tensor | None:
    """The whole of a DTensor on this process, if x[index] is no memory of x; None of anything else.

    `index` None: the whole of a DTensor.
    """
    if not is_distributed(x):
        return None
    if index is not None and _keeps_sharded_axes(x, index):
        return None
    whole: torch.Tensor = x.full_tensor()
    return whole.clone() if index is not None and all(one.is_replicate() for one in x.placements) else whole


def _keeps_sharded_axes(x: Any, index: Any) -> bool:
    """Whether the index takes all of each axis that is sharded, so that each process can write to what it has."""
    items = index if isinstance(index, tuple) else (index,)
    if any(not isinstance(item, (int, slice, type(None), type(...))) or isinstance(item, bool) for item in items):
        return False
    if any(placement.is_partial() for placement in x.placements):
        return False
    by_axis = [item for item in items if item is not None]
    if ... in by_axis:
        place = by_axis.index(...)
        by_axis[place : place + 1] = [slice(None)] * (x.ndim - len(by_axis) + 1)
    sharded = {placement.dim % x.ndim for placement in x.placements if placement.is_shard()}
    return all(item == slice(None) for axis, item in enumerate(by_axis) if axis in sharded)


def write(out: Any, value: Any) -> None:
    """Write a DTensor into one of any placements, or a tensor that is the same on all processes."""
    if not is_distributed(value):
        value = _replicated(value, out.device_mesh)
    if any(placement.is_partial() for placement in out.placements):
        # PyTorch (2.13) has no way from a shard to sums that are pending, but one from a whole.
        out.copy_(_replicated(value.full_tensor(), out.device_mesh))
    else:  # not by DTensor.copy_ (2.13), which refuses some shards with nothing in them
        own = value.redistribute(out.device_mesh, out.placements)
        local(out).copy_(local(own))


def _replicated(whole: torch.Tensor, mesh: Any) -> Any:
    """A DTensor of which each process has all."""
    distributed = sys.modules["torch.distributed.tensor"]
    return distributed.DTensor.from_local(whole, mesh, [distributed.Replicate()] * mesh.ndim, run_check=False)
