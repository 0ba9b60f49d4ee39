"""Fast paths of TensorFlow: functions that are a single operation, for tensors on the device that computes by default.

Errors for what the operation refuses (another number of axes, matrices that are not square) come from the fallback.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import tensorflow as tf

from ...array_api_tensorflow import _raw_ops as raw
from ...array_api_tensorflow._decompositions import EighResult, QRResult, lower_factor
from ...array_api_tensorflow._devices import default_device
from ...array_api_tensorflow._dtypes import SIGNED, STANDARD, complex64, complex128, float32, float64
from ...array_api_tensorflow._private import EagerTensor, is_recording, scope
from ...array_api_tensorflow._solving import SlogdetResult
from ..common.fast_paths import Call, FastPath, named

REFUSALS = (ValueError, tf.errors.OpError)  # in a graph, and eagerly

_einsum = tf.einsum
_concat, _pack, _select = raw.ConcatV2, raw.Pack, raw.SelectV2
_cross, _band = raw.Cross, raw.MatrixBandPart
_determinant, _log_determinant = raw.MatrixDeterminant, raw.LogMatrixDeterminant
_eigh, _inverse, _qr, _solve = raw.SelfAdjointEigV2, raw.MatrixInverse, raw.Qr, raw.MatrixSolve
_boolean = tf.bool


def _identities(*dtypes: tf.DType) -> frozenset[int]:
    """Dtypes as they are asked for."""
    return frozenset(map(id, dtypes))


_REAL = _identities(float32, float64)
_COMPLEX = _identities(complex64, complex128)
_FLOATING = _REAL | _COMPLEX
_BANDED = _FLOATING | _identities(tf.bool)
_CROSSED = _identities(float32, float64, *SIGNED)


def _is_here(x: Any) -> bool:
    """True of a tensor that is computed where it lives."""
    return type(x) is EagerTensor and x.device == default_device() and not scope.device_name


def _are_here(x1: Any, x2: Any) -> bool:
    """True of two such tensors of one dtype."""
    return (
        type(x1) is EagerTensor is type(x2)
        and x1.dtype is x2.dtype
        and x1.device == x2.device == default_device()
        and not scope.device_name
    )


def _alike(arrays: Any) -> bool:
    """True of a list or tuple of tensors of one dtype that are computed where they live."""
    if type(arrays) not in (list, tuple) or not arrays or type(arrays[0]) is not EagerTensor:
        return False
    dtype, device = arrays[0].dtype, arrays[0].device
    if id(dtype) not in STANDARD:
        return False
    for array in arrays:
        if type(array) is not EagerTensor or array.dtype is not dtype or array.device != device:
            return False
    return device == default_device() and not scope.device_name


def concat(fallback: Call) -> Call:
    def concat(arrays: Any, /, *, axis: int | None = 0) -> Any:
        try:
            if _alike(arrays) and len(arrays) > 1 and type(axis) is int:
                return _concat(values=arrays, axis=axis)
        except REFUSALS:
            pass
        return fallback(arrays, axis=axis)

    return concat


def stack(fallback: Call) -> Call:
    def stack(arrays: Any, /, *, axis: int = 0) -> Any:
        try:
            if _alike(arrays) and type(axis) is int:
                return _pack(values=arrays, axis=axis)
        except REFUSALS:
            pass
        return fallback(arrays, axis=axis)

    return stack


def einsum(fallback: Call) -> Call:
    def einsum(subscripts: Any, /, *operands: Any) -> Any:
        try:
            if (
                type(subscripts) is str
                and " " not in subscripts
                and ">" in subscripts
                and _alike(operands)
                and id(operands[0].dtype) in _FLOATING
            ):
                return _einsum(subscripts, *operands)
        except REFUSALS:
            pass
        return fallback(subscripts, *operands)

    return einsum


def where(fallback: Call) -> Call:
    def where(condition: Any, x1: Any, x2: Any, /) -> Any:
        try:
            if (
                _are_here(x1, x2)
                and type(condition) is EagerTensor
                and condition.dtype is _boolean
                and condition.device == x1.device
            ):
                return _select(condition=condition, t=x1, e=x2)
        except REFUSALS:
            pass
        return fallback(condition, x1, x2)

    return where


def tril(fallback: Call) -> Call:
    def tril(x: Any, /, *, k: int = 0) -> Any:
        try:
            if _is_here(x) and id(x.dtype) in _BANDED and type(k) is int and x.shape.rank > 1 and 0 <= k <= x.shape[-1]:
                return _band(input=x, num_lower=-1, num_upper=k)
        except REFUSALS:
            pass
        return fallback(x, k=k)

    return tril


def _transform(own: Call, fallback: Call) -> Call:
    def transform(x: Any, /, *, n: int | None = None, axis: int = -1, norm: str = "backward") -> Any:
        try:
            if (
                _is_here(x)
                and id(x.dtype) in _COMPLEX
                and n is None
                and type(axis) is int
                and axis == -1
                and norm == "backward"
                and x.shape.rank
                and x.shape[-1]
            ):
                return own(input=x)
        except REFUSALS:
            pass
        return fallback(x, n=n, axis=axis, norm=norm)

    return transform


def _of_matrix(own: Call, dtypes: frozenset[int], fallback: Call) -> Call:
    def of_matrix(x: Any, /) -> Any:
        try:
            if _is_here(x) and id(x.dtype) in dtypes:
                return own(x)
        except REFUSALS:
            pass
        return fallback(x)

    return of_matrix


def _determinant_of(own: Call, dtypes: frozenset[int], fallback: Call) -> Call:
    """Determinants: TensorFlow's own gradient of them is wrong for complex matrices and raises for singular ones."""

    def determinant(x: Any, /) -> Any:
        try:
            if _is_here(x) and id(x.dtype) in dtypes and scope.is_eager and not is_recording():
                return own(x)
        except REFUSALS:
            pass
        return fallback(x)

    return determinant


def cholesky(fallback: Call) -> Call:
    def cholesky(x: Any, /, *, upper: bool = False) -> Any:
        try:
            if _is_here(x) and id(x.dtype) in _FLOATING and upper is False:
                return lower_factor(x)
        except REFUSALS:
            pass
        return fallback(x, upper=upper)

    return cholesky


def qr(fallback: Call) -> Call:
    def qr(x: Any, /, *, mode: str = "reduced") -> Any:
        try:
            if _is_here(x) and id(x.dtype) in _FLOATING and mode == "reduced":
                return QRResult(*_qr(input=x))
        except REFUSALS:
            pass
        return fallback(x, mode=mode)

    return qr


def cross(fallback: Call) -> Call:
    def cross(x1: Any, x2: Any, /, *, axis: int = -1) -> Any:
        try:
            if _are_here(x1, x2) and id(x1.dtype) in _CROSSED and type(axis) is int and axis == -1:
                return _cross(a=x1, b=x2)
        except REFUSALS:
            pass
        return fallback(x1, x2, axis=axis)

    return cross


def solve(fallback: Call) -> Call:
    def solve(x1: Any, x2: Any, /) -> Any:
        try:
            if _are_here(x1, x2) and id(x1.dtype) in _FLOATING and x1.shape.rank == 2 == x2.shape.rank:
                return _solve(matrix=x1, rhs=x2)
        except REFUSALS:
            pass
        return fallback(x1, x2)

    return solve


FAST_PATHS: dict[str, FastPath] = {
    **named(concat, stack, einsum, where, tril),
    **named(cholesky, qr, cross, solve, extension="linalg."),
    "fft.fft": partial(_transform, raw.FFT),
    "fft.ifft": partial(_transform, raw.IFFT),
    "linalg.det": partial(_determinant_of, _determinant, _FLOATING),
    "linalg.slogdet": partial(_determinant_of, lambda x: SlogdetResult(*_log_determinant(input=x)), _REAL),
    "linalg.eigh": partial(_of_matrix, lambda x: EighResult(*_eigh(input=x)), _REAL),
    "linalg.eigvalsh": partial(_of_matrix, lambda x: _eigh(input=x, compute_v=False).e, _REAL),
    "linalg.inv": partial(_of_matrix, _inverse, _FLOATING),
}
