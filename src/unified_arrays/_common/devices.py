"""One way to name a device: the `Device` value, and the only place where spellings are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from . import errors

__all__ = ["Device"]

# What the frameworks call a device -> what we call its kind.
_KINDS = {
    "cpu": "cpu",
    "gpu": "gpu",
    "cuda": "gpu",
    "mps": "gpu",
    "xpu": "gpu",
    "hip": "gpu",
    "tpu": "tpu",
    "xla": "tpu",
    "meta": "meta",
}

# "gpu", "cuda:1", "/GPU:1", "/device:GPU:1", "/job:localhost/replica:0/task:0/device:CPU:1"
_SPELLING = re.compile(
    r"(?:/job:\w+/replica:\d+/task:\d+)?/?(?:device:)?(?P<kind>[a-z]+)(?::(?P<index>\d{1,9}))?",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, init=False, eq=False, repr=False)
class Device:
    """Where an array lives: a kind (cpu, gpu, tpu, meta) and an index; prints as "gpu:0".

    `Device("gpu", 1)`, `Device("gpu:1")`, `Device("/GPU:1")` and `Device(torch.device("cuda:1"))` are the same. A kind
    alone means index 0, and a Device equals all of its spellings: `Device("cpu") == "cpu" == "cpu:0"`.

    Raises ValueError for a spelling that is none, with the list of the forms.
    """

    kind: str
    index: int

    def __init__(self, device: Any, index: int | None = None) -> None:
        kind, read_index = _read(device)
        if index is not None and (read_index is not None or type(index) is not int or index < 0):
            raise errors.not_a_device((device, index))
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "index", index or read_index or 0)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Device):
            try:
                other = Device(other)
            except ValueError:
                return NotImplemented
        return (self.kind, self.index) == (other.kind, other.index)

    def __hash__(self) -> int:
        return hash((self.kind, self.index))

    def __reduce__(self) -> tuple[Any, ...]:
        return Device, (self.kind, self.index)

    def __repr__(self) -> str:
        return f"{self.kind}:{self.index}"


def _parts(device: Any, kind: str, index: str) -> str:
    return f"{found}:{getattr(device, index, None) or 0}" if (found := getattr(device, kind, "")) else ""


def _read(device: Any) -> tuple[str, int | None]:
    """The kind and index that a spelling names."""
    if isinstance(device, Device):
        return device.kind, device.index
    # torch.device has a type and an index, jax.Device a platform and an id, and they print as themselves only with a
    # hint: read their parts.
    try:
        text = (
            device if isinstance(device, str) else _parts(device, "type", "index") or _parts(device, "platform", "id")
        )
    except Exception as error:  # any object may come here, with any attributes
        raise errors.not_a_device(device) from error
    match = _SPELLING.fullmatch(text)
    if match is None or match["kind"].lower() not in _KINDS:
        raise errors.not_a_device(device)
    return _KINDS[match["kind"].lower()], None if match["index"] is None else int(match["index"])


CPU = Device("cpu")
