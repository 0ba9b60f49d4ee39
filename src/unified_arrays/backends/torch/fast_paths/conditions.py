"""What several fast paths of PyTorch ask for."""

from __future__ import annotations

import torch

REFUSALS = (AttributeError, LookupError, RuntimeError, TypeError, ValueError)  # the fallback says what is wrong
NUMBERS = (int, float)
SCALARS = (float, int, bool, complex)
INTEGERS = frozenset({torch.int8, torch.int16, torch.int32, torch.int64})
REAL = frozenset({torch.float16, torch.bfloat16, torch.float32, torch.float64})
FLOATING = REAL | {torch.complex64, torch.complex128}
