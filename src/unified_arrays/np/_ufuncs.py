"""The methods of NumPy's ufuncs, as attributes of functions: reduce, accumulate, outer, at and reduceat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import unified_arrays as ua

from .._common import argument_errors
from . import _array_likes
from ._row import NO_VALUE
from ._rows.elementwise import BINARY, UNARY

# Our function of a ufunc -> NumPy's function that reduces with it, and the one that accumulates.
_REDUCE = {"add": "sum", "multiply": "prod", "maximum": "max", "minimum": "min", "logical_and": "all",
           "logical_or": "any"}  # fmt: skip
_ACCUMULATE = {"add": "cumulative_sum", "multiply": "cumulative_prod", "maximum": "cumulative_max",
               "minimum": "cumulative_min"}  # fmt: skip
_AT = {"add": "add", "subtract": "subtract", "multiply": "multiply", "divide": "divide", "maximum": "max",
       "minimum": "min"}  # fmt: skip
_IDENTITY = {"add": 0, "multiply": 1, "logical_and": True, "logical_or": False, "logical_xor": False, "bitwise_or": 0,
             "bitwise_xor": 0, "bitwise_and": -1, "hypot": 0, "logaddexp": -float("inf"),
             "logaddexp2": -float("inf"), "gcd": 0}  # fmt: skip


def with_methods(name: str, function: Any, functions: Mapping[str, Any]) -> Any:
    """The function; if it is a ufunc, with its methods, some of which are others of the `functions`."""
    if name in UNARY:
        function.nin, function.nout = 1, 1
    if name in BINARY:
        ours = BINARY[name]
        function.nin, function.nout, function.identity = 2, 1, _IDENTITY.get(ours)
        function.outer = _outer(function)
        reduction = functions[_REDUCE[ours]] if ours in _REDUCE else None
        function.reduce = _reduce(name, function, reduction, function.identity)
        function.accumulate = _accumulate(name, function, getattr(ua, _ACCUMULATE.get(ours, ""), None))
        function.reduceat = _reduceat(name, function)
        function.at = _at(name, function, _AT.get(ours))
    return function


def _outer(function: Callable[..., Any]) -> Callable[..., Any]:
    def outer(A: Any, B: Any, /, **options: Any) -> Any:
        """The function of all pairs of elements."""
        A, B = _array_likes.arrays(function.__name__, A, B)
        return function(ua.reshape(A, tuple(A.shape) + (1,) * len(B.shape)), B, **options)

    return outer


def _reduce(
    name: str, function: Callable[..., Any], reduction: Callable[..., Any] | None, identity: Any
) -> Callable[..., Any]:
    def reduce(
        array: Any,
        /,
        axis: Any = 0,
        dtype: Any = None,
        out: Any = None,
        keepdims: bool = False,
        initial: Any = NO_VALUE,
        where: Any = True,
    ) -> Any:
        """The function of all elements along an axis, one after the other."""
        if reduction is not None:
            options = {"axis": axis, "out": out, "keepdims": keepdims, "where": where}
            if dtype is not None:
                options["dtype"] = dtype
            if initial is not NO_VALUE:
                options["initial"] = initial
            return reduction(array, **options)
        if where is not True or dtype is not None:
            raise argument_errors.not_honoured(f"{name}.reduce", "dtype" if where is True else "where", dtype)
        x = _array_likes.array(name, array)
        if axis is None:
            x, axis = ua.ravel(x), 0
        parts = list(ua.unstack(x, axis=axis))
        if initial is not NO_VALUE:
            parts.insert(0, _array_likes.arrays(name, initial, out=x)[0])
        if not parts and identity is not None:
            parts = [ua.full_like(ua.sum(x, axis=axis), identity)]
        if not parts:
            raise argument_errors.wrong_shape(f"{name}.reduce", "array", tuple(x.shape), "an element along axis")
        total = parts[0]
        for part in parts[1:]:
            total = function(total, part)
        total = ua.expand_dims(total, axis) if keepdims else total
        return total if out is None else ua.copyto(out, total)

    return reduce


def _accumulate(name: str, function: Callable[..., Any], running: Callable[..., Any] | None) -> Callable[..., Any]:
    def accumulate(array: Any, axis: int = 0, dtype: Any = None, out: Any = None) -> Any:
        """The function of all elements up to each one along an axis."""
        x = _array_likes.array(name, array)
        if dtype is not None:
            x = ua.astype(x, dtype)
        if running is not None:
            return running(x, axis=axis, out=out)
        parts = list(ua.unstack(x, axis=axis))
        totals = parts[:1]
        for part in parts[1:]:
            totals.append(function(totals[-1], part))
        return ua.stack(totals, axis=axis, out=out)

    return accumulate


def _reduceat(name: str, function: Any) -> Callable[..., Any]:
    def reduceat(array: Any, indices: Any, axis: int = 0, dtype: Any = None, out: Any = None) -> Any:
        """The function of the elements of each slice between two `indices`, along an axis."""
        x = ua.moveaxis(_array_likes.array(name, array), axis, 0)
        starts = [int(index) for index in _array_likes.array(name, indices)]
        ends = [*starts[1:], x.shape[0]]
        parts = [
            function.reduce(x[start:end], axis=0, dtype=dtype) if start < end else x[start]
            for start, end in zip(starts, ends, strict=True)
        ]
        result = ua.moveaxis(ua.stack(parts), 0, axis)
        return result if out is None else ua.copyto(out, result)

    return reduceat


def _at(name: str, function: Callable[..., Any], method: str | None) -> Callable[..., Any]:
    def at(a: Any, indices: Any, b: Any = None, /) -> None:
        """Write the function of the elements at `indices` and of `b` there, for each index in turn."""
        if method is None:
            raise argument_errors.no_method(f"{name}.at", [f"{ufunc}.at" for ufunc in _AT])
        (b,) = _array_likes.operands(name, a, b, out=a)[1:]
        key = tuple(_index(a, part) for part in indices) if isinstance(indices, tuple) else _index(a, indices)
        getattr(ua.at(a)[key], method)(b)

    return at


def _index(a: Any, key: Any) -> Any:
    """A list or NumPy array of indices as an array beside `a`."""
    if isinstance(key, list) or ua.is_array(key):
        return _array_likes.operands("at", a, key, out=a)[1]
    return key
