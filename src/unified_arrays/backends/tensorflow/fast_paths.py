"""Fast paths of TensorFlow: functions that are a single operation, for tensors on the device that computes by default.

Errors for what the operation refuses (another number of axes, matrices that are not square) come from the fallback.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from ...array_api_tensorflow import _raw_ops as raw
from ...array_api_tensorflow._decompositions import EighResult, QRResult, lower_factor
from ...array_api_tensorflow._devices import default_device
from ...array_api_tensorflow._dtypes import SIGNED, STANDARD, complex64, complex128, float32, float64
from ...array_api_tensorflow._private import EagerTensor, is_recording, scope
from ...array_api_tensorflow._solving import SlogdetResult
from ..common.fast_paths import Way


def can_join(arrays: Any) -> bool:
    """True for a list or tuple of tensors of one dtype that are on the device that computes by default."""
    if type(arrays) not in (list, tuple) or not arrays or type(arrays[0]) is not EagerTensor:
        return False
    dtype, device = arrays[0].dtype, arrays[0].device
    if id(dtype) not in STANDARD:
        return False
    for array in arrays:
        if type(array) is not EagerTensor or array.dtype is not dtype or array.device != device:
            return False
    return device == default_device() and not scope.device_name


def _identities(*dtypes: tf.DType) -> frozenset[int]:
    """The ids of dtypes, which are faster to look up than the dtypes."""
    return frozenset(map(id, dtypes))


NAMES: dict[str, Any] = {
    "EagerTensor": EagerTensor,
    "default_device": default_device,
    "raw": raw,
    "can_join": can_join,
    "tf_einsum": tf.einsum,
    "scope": scope,
    "is_recording": is_recording,
    "lower_factor": lower_factor,
    "EighResult": EighResult,
    "QRResult": QRResult,
    "SlogdetResult": SlogdetResult,
    "boolean": tf.bool,
    "REAL": _identities(float32, float64),
    "COMPLEX": _identities(complex64, complex128),
    "FLOATING": _identities(float32, float64, complex64, complex128),
    "BANDED": _identities(float32, float64, complex64, complex128, tf.bool),
    "CROSS_DTYPES": _identities(float32, float64, *SIGNED),
}
REFUSALS = (ValueError, tf.errors.OpError)  # ValueError in a graph, OpError eagerly

_ON_DEFAULT_DEVICE = "== default_device() and not scope.device_name"
_ONE = f"type(x) is EagerTensor and x.device {_ON_DEFAULT_DEVICE}"
_TWO = f"type(x1) is EagerTensor is type(x2) and x1.dtype is x2.dtype and x1.device == x2.device {_ON_DEFAULT_DEVICE}"
_LAST = "type(axis) is int and axis == -1"
_TRANSFORM = f"{_ONE} and id(x.dtype) in COMPLEX and n is None and {_LAST} and norm == 'backward' and x.shape.rank"

WAYS = {
    "concat": Way(
        "arrays, /, *, axis=0",
        "raw.ConcatV2(values=arrays, axis=axis)",
        "can_join(arrays) and len(arrays) > 1 and type(axis) is int",
    ),
    "einsum": Way(
        "subscripts, /, *operands",
        "tf_einsum(subscripts, *operands)",
        "type(subscripts) is str and ' ' not in subscripts and '>' in subscripts and can_join(operands)"
        " and id(operands[0].dtype) in FLOATING",
    ),
    "fft.fft": Way("x, /, *, n=None, axis=-1, norm='backward'", "raw.FFT(input=x)", f"{_TRANSFORM} and x.shape[-1]"),
    "fft.ifft": Way("x, /, *, n=None, axis=-1, norm='backward'", "raw.IFFT(input=x)", f"{_TRANSFORM} and x.shape[-1]"),
    "linalg.cholesky": Way(
        "x, /, *, upper=False", "lower_factor(x)", f"{_ONE} and id(x.dtype) in FLOATING and upper is False"
    ),
    "linalg.cross": Way(
        "x1, x2, /, *, axis=-1",
        "raw.Cross(a=x1, b=x2)",
        f"{_TWO} and id(x1.dtype) in CROSS_DTYPES and type(axis) is int and axis == -1",
    ),
    "linalg.det": Way(
        "x, /",
        "raw.MatrixDeterminant(input=x)",
        f"{_ONE} and id(x.dtype) in FLOATING and scope.is_eager and not is_recording()",
    ),
    "linalg.eigh": Way("x, /", "EighResult(*raw.SelfAdjointEigV2(input=x))", f"{_ONE} and id(x.dtype) in REAL"),
    "linalg.eigvalsh": Way(
        "x, /", "raw.SelfAdjointEigV2(input=x, compute_v=False).e", f"{_ONE} and id(x.dtype) in REAL"
    ),
    "linalg.inv": Way("x, /", "raw.MatrixInverse(input=x)", f"{_ONE} and id(x.dtype) in FLOATING"),
    "linalg.qr": Way(
        "x, /, *, mode='reduced'",
        "QRResult(*raw.Qr(input=x))",
        f"{_ONE} and id(x.dtype) in FLOATING and mode == 'reduced'",
    ),
    "linalg.slogdet": Way(
        "x, /",
        "SlogdetResult(*raw.LogMatrixDeterminant(input=x))",
        f"{_ONE} and id(x.dtype) in REAL and scope.is_eager and not is_recording()",
    ),
    "linalg.solve": Way(
        "x1, x2, /",
        "raw.MatrixSolve(matrix=x1, rhs=x2)",
        f"{_TWO} and id(x1.dtype) in FLOATING and x1.shape.rank == 2 == x2.shape.rank",
    ),
    "stack": Way(
        "arrays, /, *, axis=0", "raw.Pack(values=arrays, axis=axis)", "can_join(arrays) and type(axis) is int"
    ),
    "tril": Way(
        "x, /, *, k=0",
        "raw.MatrixBandPart(input=x, num_lower=-1, num_upper=k)",
        f"{_ONE} and id(x.dtype) in BANDED and type(k) is int and x.shape.rank > 1 and 0 <= k <= x.shape[-1]",
    ),
    "where": Way(
        "condition, x1, x2, /",
        "raw.SelectV2(condition=condition, t=x1, e=x2)",
        f"{_TWO} and type(condition) is EagerTensor and condition.dtype is boolean and condition.device == x1.device",
    ),
}
