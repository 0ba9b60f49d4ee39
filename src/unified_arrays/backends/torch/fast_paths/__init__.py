"""PyTorch's fast paths.

array_api_compat mends what PyTorch makes of a 0-d array beside another dtype, of Python numbers, of axis=() and of
keepdims without an axis; `unsigned` mends the unsigned dtypes. Two arrays of one dtype, floating numbers and one
axis need none of it. Methods, and functions under their first names, cost less than torch.multiply and its like; sizes
one by one less than a tuple of them.
"""

from __future__ import annotations

import torch

from ...common.fast_paths import FastPath
from . import creation, data_types, elementwise, linalg, manipulation, searching, statistical

# Those that are PyTorch's under another name.
OWN = {"broadcast_to": torch.broadcast_to, "permute_dims": torch.permute}

FAST_PATHS: dict[str, FastPath] = {
    name: fast_path
    for category in (creation, data_types, elementwise, linalg, manipulation, searching, statistical)
    for name, fast_path in category.FAST_PATHS.items()
}
