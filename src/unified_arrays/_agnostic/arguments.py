"""What functions beyond the standard do with their arguments: promotion, axes that are reduced, what values say."""

from __future__ import annotations

from typing import Any

from .._common import argument_errors
from .parts import axis_of, device_of, sizes_of, values_are_known

FLOATING = ("real floating", "complex floating")


def floating(xp: Any, x: Any) -> Any:
    """`x`; integers and booleans in the backend's default floating dtype."""
    if xp.isdtype(x.dtype, FLOATING):
        return x
    return xp.astype(x, xp.__array_namespace_info__().default_dtypes(device=device_of(x))["real floating"])


def created(xp: Any, x: Any, dtype: Any, device: Any) -> Any:
    """A new floating array as it was asked for: on that device; None is the backend's default dtype."""
    if dtype is None:
        kind = "complex floating" if xp.isdtype(x.dtype, "complex floating") else "real floating"
        dtype = xp.__array_namespace_info__().default_dtypes(device=device)[kind]
    return xp.asarray(xp.astype(x, dtype, copy=False), device=device)


def doubles(xp: Any, x: Any) -> Any:
    """`x` in float64, or complex128: where NumPy computes in these whatever comes."""
    return xp.astype(x, xp.complex128 if xp.isdtype(x.dtype, "complex floating") else xp.float64, copy=False)


def promoted(xp: Any, *operands: Any) -> list[Any]:
    """Arrays and Python numbers as arrays of the dtype that they promote to."""
    arrays = [operand for operand in operands if hasattr(operand, "shape")]
    first = arrays[0]
    dtype = first.dtype
    for array in arrays[1:]:
        dtype = dtype if array.dtype == dtype else xp.result_type(dtype, array.dtype)
    for operand in operands:
        dtype = dtype if hasattr(operand, "shape") else _with_number(xp, dtype, operand, first)
    return [
        xp.astype(operand, dtype, copy=False) if hasattr(operand, "shape") else _element(xp, operand, dtype, first)
        for operand in operands
    ]


def _element(xp: Any, number: complex, dtype: Any, beside_of: Any) -> Any:
    if isinstance(number, int) and xp.isdtype(dtype, "integral"):
        limits = xp.iinfo(dtype)
        if not limits.min <= number <= limits.max:
            raise OverflowError(number)  # which the caller words
    return xp.asarray(number, dtype=dtype, device=device_of(beside_of))


def _with_number(xp: Any, dtype: Any, number: complex, beside_of: Any) -> Any:
    """What arrays of that dtype and a Python number promote to; Dynamo (2.13) traces no result_type of numbers."""
    kinds = xp.__array_namespace_info__().default_dtypes(device=device_of(beside_of))
    if isinstance(number, int):
        return kinds["integral"] if xp.isdtype(dtype, "bool") and not isinstance(number, bool) else dtype
    if isinstance(number, float):
        return dtype if xp.isdtype(dtype, FLOATING) else kinds["real floating"]
    return xp.result_type(dtype, xp.complex64) if xp.isdtype(dtype, FLOATING) else kinds["complex floating"]


def promoted_floating(xp: Any, *operands: Any) -> list[Any]:
    """The same of integers and booleans in the default floating dtype, which holds numbers of any size."""
    operands = tuple(float(operand) if type(operand) is int else operand for operand in operands)
    return [floating(xp, operand) for operand in promoted(xp, *operands)]


def refuse_nothing(function: str, x: Any, axis: Any) -> None:
    """ValueError along an axis of length 0, of which there is no extreme."""
    if any(x.shape[number] == 0 for number in axes_of(function, axis, x.ndim)):
        raise argument_errors.wrong_shape(function, "x", tuple(x.shape), "an element at least along the axes reduced")


def holds(xp: Any, truth: Any) -> bool:
    """Whether an array of one boolean is true, as far as values are known: nobody knows those of a graph."""
    return values_are_known(xp, truth) and bool(truth)


def axes_of(function: str, axis: Any, rank: int) -> tuple[int, ...]:
    """`axis` as a tuple of axes that are not negative; None means all."""
    axes = tuple(range(rank)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    found = tuple(axis_of(function, one, rank) for one in axes)
    if len(set(found)) != len(found):
        raise argument_errors.axis_twice(function, axis)
    return found


def reduced_last(xp: Any, x: Any, axes: tuple[int, ...]) -> Any:
    """`x` with these axes made one, the last."""
    if axes == (x.ndim - 1,):
        return x
    kept = [axis for axis in range(x.ndim) if axis not in axes]
    moved = xp.permute_dims(x, (*kept, *axes))
    if len(axes) == 1:
        return moved
    known = sizes_of(xp, x)
    length: Any = 1
    for axis in axes:
        length = length * known[axis]
    return xp.reshape(moved, (*(known[axis] for axis in kept), length))


def restored(xp: Any, x: Any, axes: tuple[int, ...], keepdims: bool) -> Any:
    """`x`, reduced along these axes, with them in place again if `keepdims`."""
    for axis in sorted(axes) if keepdims else ():
        x = xp.expand_dims(x, axis=axis)
    return x
