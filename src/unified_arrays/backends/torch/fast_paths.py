"""PyTorch's quick ways.

array_api_compat mends what PyTorch makes of a 0-d array beside another dtype, of Python numbers, of axis=() and of
keepdims without an axis; `unsigned` mends the unsigned dtypes. Two arrays of one dtype, floating numbers and one
axis need none of it. Methods, and functions under their first names, cost less than torch.multiply and its like; sizes
one by one less than a tuple of them.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import torch

from ..common.fast_paths import Way
from .namespace_fixes import UniqueCountsResult
from .special_values import floor_divide_floats
from .unsigned import promoted

_REDUCTION = "x, /, *, axis=None, keepdims=False"
_SUM = "x, /, *, axis=None, dtype=None, keepdims=False"
_SPREAD = "x, /, *, axis=None, correction=0.0, keepdims=False"
_RUNNING = "x, /, *, axis=None, dtype=None, include_initial=False"
_X = "x, /"
_TWO = "x1, x2, /"
_OF_ANYTHING = "obj, /, *, dtype=None, device=None, copy=None"
_NEW = "shape, *, dtype=None, device=None"
_BAND = "x, /, *, k=0"

# PyTorch takes no keepdims without an axis, and reduces all axes if there are none in a tuple.
_ONE_AXIS = "(axis.__class__ is int or axis is None and not keepdims)"
_ONE_FLOATING_AXIS = f"dtype is None and x.dtype in FLOATING and {_ONE_AXIS}"
_RUNS = "dtype is None and not include_initial and x.dtype in FLOATING and (axis is not None or x.ndim == 1)"

_ONE_DTYPE = "x1.dtype is x2.dtype"
# PyTorch itself refuses all other pairs of devices.
_ONE_DTYPE_AND_DEVICE = f"{_ONE_DTYPE} and x1.is_meta is x2.is_meta"

# The standard's name -> PyTorch's.
_OF_TWO = {name: name for name in (
    "add atan2 bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor copysign hypot logaddexp "
    "logical_and logical_or logical_xor maximum minimum nextafter pow"
).split()} | {
    "divide": "div", "multiply": "mul", "subtract": "sub", "equal": "eq", "not_equal": "ne",
    "greater": "gt", "greater_equal": "ge", "less": "lt", "less_equal": "le",
}  # fmt: skip
_OF_ONE = {"abs": "abs", "negative": "neg", "round": "round"}

# Those that are PyTorch's under another name.
OWN = {"broadcast_to": torch.broadcast_to, "permute_dims": torch.permute}

WAYS = (
    {name: Way(_TWO, f"torch.{own}(x1, x2)", _ONE_DTYPE) for name, own in _OF_TWO.items()}
    | {name: Way(_X, f"torch.{own}(x)") for name, own in _OF_ONE.items()}
    | {
        name: Way(_SUM, f"torch.{name}(x) if axis is None else torch.{name}(x, axis, keepdims)", _ONE_FLOATING_AXIS)
        for name in ("sum", "prod")
    }
    | {
        # Of uint8, all and any are no bool.
        name: Way(
            _REDUCTION,
            f"torch.{name}(x) if axis is None else torch.{name}(x, axis, keepdims)",
            f"{_ONE_AXIS} and x.dtype is not torch.uint8",
        )
        for name in ("all", "any")
    }
    | {
        name: Way(
            _SPREAD,
            f"torch.{name}(x, correction=correction) if axis is None"
            f" else torch.{name}(x, axis, correction=correction, keepdim=keepdims)",
            _ONE_AXIS,
        )
        for name in ("std", "var")
    }
    | {
        # Sizes one by one; the first one could be a shape.
        name: Way(
            _NEW,
            f"torch.{name}(*shape, dtype=dtype, device=device)",
            "shape.__class__ is tuple and shape and isinstance(shape[0], int)",
        )
        for name in ("empty", "ones", "zeros")
    }
    | {
        "mean": Way(_REDUCTION, "torch.mean(x) if axis is None else torch.mean(x, axis, keepdims)", _ONE_AXIS),
        "max": Way(_REDUCTION, "torch.amax(x) if axis is None else torch.amax(x, axis, keepdims)", _ONE_AXIS),
        "min": Way(_REDUCTION, "torch.amin(x) if axis is None else torch.amin(x, axis, keepdims)", _ONE_AXIS),
        "count_nonzero": Way(
            _REDUCTION, "torch.count_nonzero(x, axis)", "not keepdims and (axis is None or axis.__class__ is int)"
        ),
        "cumulative_sum": Way(_RUNNING, "torch.cumsum(x, 0 if axis is None else axis)", _RUNS),
        "cumulative_prod": Way(_RUNNING, "torch.cumprod(x, 0 if axis is None else axis)", _RUNS),
        "matmul": Way(_TWO, "torch.matmul(x1, x2)", _ONE_DTYPE_AND_DEVICE),
        # For two matrices torch.tensordot is a product, but computed in their dtype where others are not.
        "tensordot": Way(
            "x1, x2, /, *, axes=2",
            "torch.mm(x1, x2)",
            f"axes.__class__ is int and axes == 1 and {_ONE_DTYPE} and x1.is_cpu and x2.is_cpu"
            " and not torch.is_autocast_enabled('cpu')",
        ),
        "einsum": Way(
            "subscripts, /, *operands",
            "torch.einsum(subscripts, *operands)",
            "subscripts.__class__ is str and len(operands) == 2 and operands[0].dtype is operands[1].dtype"
            " and operands[0].dtype in FLOATING and operands[0].is_meta is operands[1].is_meta",
        ),
        "linalg.cross": Way(
            "x1, x2, /, *, axis=-1",
            "torch.linalg.cross(x1, x2)",
            f"axis.__class__ is int and axis == -1 and {_ONE_DTYPE_AND_DEVICE}",
        ),
        "linalg.outer": Way(_TWO, "torch.outer(x1, x2)", _ONE_DTYPE),
        # Of other pairs of axes PyTorch could take x2 for a stack of vectors.
        "linalg.solve": Way(_TWO, "torch.linalg.solve(x1, x2)", f"{_ONE_DTYPE_AND_DEVICE} and x1.ndim == x2.ndim"),
        "linalg.trace": Way(
            "x, /, *, offset=0, dtype=None",
            "torch.diagonal(x, offset).sum()",
            "dtype is None and x.ndim == 2 and x.dtype in FLOATING",
        ),
        "linalg.matrix_norm": Way(
            "x, /, *, keepdims=False, ord='fro'",
            "torch.linalg.matrix_norm(x)",
            "not keepdims and ord.__class__ is str and ord == 'fro'",
        ),
        "linalg.vector_norm": Way(
            "x, /, *, axis=None, keepdims=False, ord=2",
            "torch.linalg.vector_norm(x, ord, axis, keepdims)",
            "axis.__class__ is int",
        ),
        "where": Way("condition, x1, x2, /", "torch.where(condition, x1, x2)", _ONE_DTYPE),
        # Of floating numbers PyTorch's have other signs and infinities.
        "floor_divide": Way(
            _TWO,
            "x1.floor_divide(x2) if x1.dtype in INTEGERS else floor_divide_floats(x1, x2)",
            # A division of integers by 0 is refused on the CPU, and anything elsewhere.
            f"{_ONE_DTYPE} and (x1.dtype in INTEGERS and x1.is_cpu or x1.dtype in REAL)",
        ),
        "remainder": Way(
            _TWO,
            "x1.remainder(x2) if x1.dtype in INTEGERS"
            " else ((new := x1.remainder(x2)).detach().copysign_(x2.detach()), new)[1]",
            f"{_ONE_DTYPE} and (x1.dtype in INTEGERS and x1.is_cpu or x1.dtype in REAL and not is_compiling())",
        ),
        "sign": Way(
            _X,
            "x.sign() if x.dtype in INTEGERS else x.sign().masked_fill_(x != x, math.nan)",  # of nan it is 0
            "x.dtype in INTEGERS or x.dtype in REAL",
        ),
        "isfinite": Way(_X, "(zero := x.sub(x)).eq(zero)", "x.dtype in REAL"),  # or a nan
        "clip": Way(
            "x, /, min=None, max=None",
            "torch.clamp(x, min, max)",
            # PyTorch passes over a bound that is nan.
            "x.dtype in REAL and min.__class__ in NUMBERS and max.__class__ in NUMBERS and min == min and max == max",
        ),
        "vecdot": Way(
            "x1, x2, /, *, axis=-1",
            "torch.bmm(x1.unsqueeze(1), x2.unsqueeze(2)).squeeze((1, 2))",
            f"axis == -1 and x1.ndim == 2 and {_ONE_DTYPE_AND_DEVICE} and x1.dtype in REAL and x1.shape == x2.shape",
        ),
        "matrix_transpose": Way(_X, "x.mT", "x.ndim > 1"),
        # PyTorch refuses negative indices, on other devices too late.
        "take": Way(
            "x, indices, /, *, axis=None",
            "torch.index_select(x, axis, indices)",
            "x.ndim and axis is not None and indices.dtype is torch.int64 and x.is_cpu and indices.is_cpu",
        ),
        # PyTorch takes some of the other axes if indices has less.
        "take_along_axis": Way(
            "x, indices, /, *, axis=-1",
            "torch.gather(x, axis, indices)",
            "x.ndim and indices.dtype is torch.int64 and x.is_cpu and indices.is_cpu and axis.__class__ is int"
            " and x.shape[:axis] == indices.shape[:axis] and x.shape[axis:][1:] == indices.shape[axis:][1:]",
        ),
        "searchsorted": Way(
            "x1, x2, /, *, side='left', sorter=None",
            "torch.searchsorted(x1, x2, side=side)",
            f"sorter is None and {_ONE_DTYPE_AND_DEVICE} and x1.is_contiguous() and x2.is_contiguous()"
            # Among nan, which are last, PyTorch loses its way.
            " and (x1.dtype in INTEGERS or not is_compiling() and x1.is_cpu and x1[-1].item() <= math.inf)",
        ),
        "isin": Way(
            "x1, x2, /, *, invert=False",
            "torch.isin(x1, x2, invert=invert)",
            f"{_ONE_DTYPE_AND_DEVICE} and x2.is_contiguous()",
        ),
        # On some devices PyTorch counts a nan as 0.
        "unique_counts": Way(
            _X,
            "UniqueCountsResult(*torch.unique(x, return_counts=True))",
            "x.dtype in INTEGERS or x.is_cpu and x.dtype in REAL",
        ),
        "asarray": Way(_OF_ANYTHING, "obj", "obj.__class__ is torch.Tensor and dtype is device is copy is None"),
        "concat": Way("arrays, /, *, axis=0", "torch.cat(arrays, axis)", "axis is not None"),
        "stack": Way("arrays, /, *, axis=0", "torch.stack(arrays, axis)"),
        "unstack": Way("x, /, *, axis=0", "torch.unbind(x, axis)", "x.ndim"),
        "broadcast_arrays": Way(
            "*arrays",
            "(torch.broadcast_to(arrays[0], shape := torch.broadcast_tensors(*arrays)[0].shape),"
            " torch.broadcast_to(arrays[1], shape))",
            "len(arrays) == 2 and arrays[0].device == arrays[1].device",
        ),
        # Python's arithmetic on sizes is what a compiler traces.
        "broadcast_shapes": Way(
            "*shapes",
            "np.broadcast_shapes(*shapes)",
            "len(shapes) == 2 and shapes[0].__class__ is shapes[1].__class__ is tuple and not is_compiling()",
        ),
        "expand_dims": Way("x, /, axis", "torch.unsqueeze(x, axis)", "axis.__class__ is int"),
        "squeeze": Way("x, /, axis", "torch.squeeze(x, axis)", "axis.__class__ is int and x.shape[axis] == 1"),
        "reshape": Way("x, /, shape, *, copy=None", "torch.reshape(x, shape)", "copy is None"),
        "flip": Way("x, /, *, axis=None", "x.flip(axis)", "axis.__class__ is int"),
        "repeat": Way(
            "x, repeats, /, *, axis=None", "torch.repeat_interleave(x, repeats, axis)", "repeats.__class__ is int"
        ),
        "diff": Way("x, /, *, axis=-1, n=1, prepend=None, append=None", "torch.diff(x, n, axis, prepend, append)"),
        # Of more axes PyTorch may take a stride that means nothing for that between matrices.
        "tril": Way(_BAND, "torch.tril(x, k)", "x.ndim < 4"),
        "triu": Way(_BAND, "torch.triu(x, k)", "x.ndim < 4"),
        "full": Way(
            "shape, fill_value, *, dtype=None, device=None",
            "torch.full(shape, fill_value, dtype=dtype, device=device)",
            "fill_value.__class__ in SCALARS",
        ),
        "eye": Way(
            "n_rows, n_cols=None, /, *, k=0, dtype=None, device=None",
            "torch.eye(n_rows, n_rows if n_cols is None else n_cols, dtype=dtype, device=device)",
            "k.__class__ is int and k == 0",
        ),
        "arange": Way(
            "start, /, stop=None, step=1, *, dtype=None, device=None",
            "torch.arange(start, stop, step, dtype=dtype, device=device)",
            # Of floats PyTorch computes in the dtype of the result.
            "start.__class__ is stop.__class__ is step.__class__ is int and step > 0 and start < stop"
            " and dtype not in COARSE",
        ),
        "linspace": Way(
            "start, stop, /, num, *, dtype=None, device=None, endpoint=True",
            "torch.linspace(start, stop, num, dtype=torch.float64, device=device)"
            ".to(torch.get_default_dtype() if dtype is None else dtype)",
            "start.__class__ in SCALARS and stop.__class__ in SCALARS and endpoint"
            " and (dtype is None or dtype in REAL) and (device is None or device.type != 'mps')",
        ),
        "astype": Way(
            "x, dtype, /, *, copy=True, device=None",
            "x.type(dtype) if x.dtype is not dtype else x.clone() if copy else x",
            "device is None and dtype.__class__ is torch.dtype and copy.__class__ is bool and not x.is_complex()",
        ),
        "can_cast": Way("from_, to, /", "CASTS[from_, to]"),
        # Two dtypes of one kind have a common one whatever the axes, which PyTorch looks at.
        "result_type": Way(
            "*arrays_and_dtypes",
            "torch.result_type(*arrays_and_dtypes)",
            "len(arrays_and_dtypes) == 2 and (arrays_and_dtypes[0].dtype is arrays_and_dtypes[1].dtype"
            " or KIND[arrays_and_dtypes[0].dtype] is not KIND[arrays_and_dtypes[1].dtype])",
        ),
    }
)

_INTEGERS = frozenset({torch.int8, torch.int16, torch.int32, torch.int64})
_REAL = frozenset({torch.float16, torch.bfloat16, torch.float32, torch.float64})
_COMPLEX = frozenset({torch.complex64, torch.complex128})
_PAIRS = list(itertools.product((torch.bool, torch.uint8, *_INTEGERS, *_REAL, *_COMPLEX), repeat=2))

# What the rows refer to, besides their parameters.
NAMES = {
    "is_compiling": torch.compiler.is_compiling,
    "math": math,
    "np": np,
    "torch": torch,
    "floor_divide_floats": floor_divide_floats,
    "UniqueCountsResult": UniqueCountsResult,
    "INTEGERS": _INTEGERS,
    "COARSE": frozenset({torch.float16, torch.bfloat16, torch.float32}),
    "REAL": _REAL,
    "FLOATING": _REAL | _COMPLEX,
    "KIND": {**dict.fromkeys(_INTEGERS, "integer"), **dict.fromkeys(_REAL, "real")},
    "CASTS": {(one, other): promoted(one, other) is other for one, other in _PAIRS},
    "NUMBERS": (int, float),
    "SCALARS": (float, int, bool, complex),
}
REFUSALS = (AttributeError, LookupError, RuntimeError, TypeError, ValueError)
