"""The NumPy error classes of mistakes for which PyTorch raises RuntimeError."""

from __future__ import annotations

import re

import numpy as np
import torch

from ..._common import errors

_TorchLinAlgError: type[Exception] = torch.linalg.LinAlgError  # type: ignore[attr-defined]


class LinAlgError(np.linalg.LinAlgError, _TorchLinAlgError):  # type: ignore[misc,valid-type]
    """For a matrix that is singular, or that does not converge: NumPy's class and PyTorch's."""


# PyTorch 2.13: the messages of RuntimeErrors for arguments that do not match, or are invalid.
_ARGUMENTS = re.compile(
    r"shape|sizes? of|\bsizes\b|invalid for input of size|must match|expanded size|equal size|the same size"
    r"|[Nn]egative dimension|negative size|non-negative|number of dim|\bdimension|at least \d dim|square matri"
    r"|appears multiple times|repeated dim|duplicate|\brepeats\b|\bsubscripts?\b|einsum|side can|empty TensorList"
    r"|unknown norm|[Ii]nvalid norm|^linalg.matrix_norm: Order|unrecognized mode|non-empty list|indexing must"
)
_NOTHING = re.compile(r"Expected reduction dim")
_INDICES = re.compile(r"out of (DATA )?(bounds|range)|index \d+ is out")


def common_class(error: Exception) -> type[Exception] | None:
    """The error class on every backend, if it is not that of PyTorch."""
    if type(error) is _TorchLinAlgError:
        return LinAlgError
    if type(error) in (RuntimeError, IndexError) and _NOTHING.search(str(error)):
        return errors.NothingError
    if type(error) is not RuntimeError:
        return None
    if _INDICES.search(str(error)):
        return errors.PlaceError
    return errors.ArgumentError if _ARGUMENTS.search(str(error)) else None
