"""PyTorch's quick ways.

array_api_compat mends what PyTorch makes of a 0-d array beside another dtype, of Python numbers, of axis=() and of
keepdims without an axis; `_torch_unsigned` mends the unsigned dtypes. Two arrays of one dtype, floating numbers and one
axis need none of it.
"""

from __future__ import annotations

import math

import torch

from ._quick import Way

_REDUCTION = "x, /, *, axis=None, keepdims=False"
_SUM = "x, /, *, axis=None, dtype=None, keepdims=False"
_RUNNING = "x, /, *, axis=None, dtype=None, include_initial=False"
_X = "x, /"
_OF_ANYTHING = "obj, /, *, dtype=None, device=None, copy=None"
_NEW = "shape, *, dtype=None, device=None"

# PyTorch takes no keepdims without an axis, and reduces all axes if there are none in a tuple.
_ONE_AXIS = "(axis.__class__ is int or axis is None and not keepdims)"
_ONE_FLOATING_AXIS = f"dtype is None and x.dtype in FLOATING and {_ONE_AXIS}"
_RUNS = "dtype is None and not include_initial and x.dtype in FLOATING and (axis is not None or x.ndim == 1)"

_TWO_OF_INTEGERS = "x1.dtype is x2.dtype and x1.dtype in INTEGERS"

# The standard's name -> PyTorch's.
_OF_TWO = {name: name for name in (
    "add atan2 bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor copysign divide greater "
    "greater_equal hypot less less_equal logaddexp logical_and logical_or logical_xor maximum minimum multiply "
    "nextafter not_equal pow subtract"
).split()} | {"equal": "eq"}  # fmt: skip
_OF_ONE = {name: name for name in ("abs", "negative", "square")} | {"bitwise_invert": "bitwise_not"}

WAYS = (
    {name: Way("x1, x2, /", f"torch.{own}(x1, x2)", "x1.dtype is x2.dtype") for name, own in _OF_TWO.items()}
    | {name: Way(_X, f"torch.{own}(x)") for name, own in _OF_ONE.items()}
    | {
        name: Way(_SUM, f"torch.{name}(x) if axis is None else torch.{name}(x, axis, keepdims)", _ONE_FLOATING_AXIS)
        for name in ("sum", "prod")
    }
    | {
        # Of uint8, all and any are no bool.
        "all": Way(_REDUCTION, "torch.all(x)", "axis is None and not keepdims and x.dtype is not torch.uint8"),
        "any": Way(_REDUCTION, "torch.any(x)", "axis is None and not keepdims and x.dtype is not torch.uint8"),
        "mean": Way(_REDUCTION, "torch.mean(x) if axis is None else torch.mean(x, axis, keepdims)", _ONE_AXIS),
        "max": Way(_REDUCTION, "torch.amax(x) if axis is None else torch.amax(x, axis, keepdims)", _ONE_AXIS),
        "min": Way(_REDUCTION, "torch.amin(x) if axis is None else torch.amin(x, axis, keepdims)", _ONE_AXIS),
        "cumulative_sum": Way(_RUNNING, "torch.cumsum(x, 0 if axis is None else axis)", _RUNS),
        "cumulative_prod": Way(_RUNNING, "torch.cumprod(x, 0 if axis is None else axis)", _RUNS),
        "matmul": Way("x1, x2, /", "torch.matmul(x1, x2)", "x1.dtype is x2.dtype and x1.device == x2.device"),
        "linalg.cross": Way(
            "x1, x2, /, *, axis=-1",
            "torch.linalg.cross(x1, x2, dim=axis)",
            "x1.dtype is x2.dtype and x1.shape == x2.shape and x1.device == x2.device",
        ),
        "where": Way("condition, x1, x2, /", "torch.where(condition, x1, x2)", "x1.dtype is x2.dtype"),
        # Two arrays of integers; of floating numbers PyTorch's have other signs and infinities.
        **{name: Way("x1, x2, /", f"torch.{name}(x1, x2)", _TWO_OF_INTEGERS) for name in ("floor_divide", "remainder")},
        "sign": Way(
            _X,
            "torch.sign(x) if x.dtype in INTEGERS else torch.where(x != x, math.nan, torch.sign(x))",  # of nan it is 0
            "x.dtype in INTEGERS or x.dtype in REAL",
        ),
        "vecdot": Way(
            "x1, x2, /, *, axis=-1",
            "torch.matmul(x1.unsqueeze(-2), x2.unsqueeze(-1)).squeeze(-1).squeeze(-1)",
            "axis == -1 and x1.dtype is x2.dtype and x1.dtype in REAL"
            " and x1.shape == x2.shape and x1.device == x2.device",
        ),
        "matrix_transpose": Way(_X, "x.mT", "x.ndim > 1"),
        # PyTorch refuses negative indices, on other devices too late.
        "take": Way(
            "x, indices, /, *, axis=None",
            "torch.index_select(x, axis, indices)",
            "axis is not None and indices.dtype is torch.int64 and x.is_cpu and indices.is_cpu",
        ),
        "take_along_axis": Way(
            "x, indices, /, *, axis=-1",
            "torch.gather(x, axis, indices)",
            "x.ndim and indices.dtype is torch.int64 and x.is_cpu and indices.is_cpu and x.shape == indices.shape",
        ),
        "asarray": Way(_OF_ANYTHING, "obj", "obj.__class__ is torch.Tensor and dtype is device is copy is None"),
        "concat": Way("arrays, /, *, axis=0", "torch.concat(arrays, axis)", "axis is not None"),
        "stack": Way("arrays, /, *, axis=0", "torch.stack(arrays, axis)"),
        "expand_dims": Way("x, /, axis", "torch.unsqueeze(x, axis)", "axis.__class__ is int"),
        "squeeze": Way("x, /, axis", "torch.squeeze(x, axis)", "axis.__class__ is int and x.shape[axis] == 1"),
        "empty": Way(_NEW, "torch.empty(shape, dtype=dtype, device=device)"),
        "zeros": Way(_NEW, "torch.zeros(shape, dtype=dtype, device=device)"),
        "ones": Way(_NEW, "torch.ones(shape, dtype=dtype, device=device)"),
        "astype": Way(
            "x, dtype, /, *, copy=True, device=None",
            "x.to(dtype, copy=copy)",
            "device is None and not x.is_complex()",
        ),
    }
)

# What the rows refer to, besides their parameters.
NAMES = {
    "math": math,
    "torch": torch,
    "INTEGERS": frozenset({torch.int8, torch.int16, torch.int32, torch.int64}),
    "REAL": frozenset({torch.float16, torch.bfloat16, torch.float32, torch.float64}),
    "FLOATING": frozenset(
        {torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128}
    ),
}
REFUSALS = (AttributeError, IndexError, RuntimeError, TypeError)
