"""NumPy's memory as tensors: for programs of calls on NumPy arrays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

from ..._common.caches import Locked
from ..._common.dtypes import ALL
from ..engine import Engine

_TAKEN = {np.dtype(name) for name in ALL if name != "bfloat16"}


class TorchEngine(Engine):
    """See `Engine`."""

    def __init__(self) -> None:
        self._turn = Locked()

    def lent(self, array: Any) -> torch.Tensor | None:
        if type(array) is not np.ndarray or not array.flags.writeable or array.dtype not in _TAKEN:
            return None
        if any(stride <= 0 or stride % array.itemsize for stride in array.strides):
            return None
        return torch.from_numpy(array)

    def returned(self, x: torch.Tensor) -> Any:
        return x.detach().resolve_conj().resolve_neg().numpy()[()]  # 0-d ones as scalars, as NumPy's functions do

    @contextmanager
    def computing(self, default_float: str) -> Iterator[None]:
        # PyTorch's default is that of the whole process: threads take turns, so that each puts back what was there.
        with self._turn.lock:
            before = torch.get_default_dtype()
            torch.set_default_dtype(getattr(torch, default_float))
            try:
                yield
            finally:
                torch.set_default_dtype(before)
