"""Whether arrays are alike, and of what kind their elements are."""

from __future__ import annotations

from math import inf
from typing import Any

from .._common import argument_errors
from .._common.known_sizes import shapes_agree
from .arguments import FLOATING, holds, promoted
from .parts import device_of, sizes_of


def isclose(xp: Any, x1: Any, x2: Any, /, *, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> Any:
    # An integer that the dtype of the array does not hold is compared, too.
    x1, x2 = (float(x) if type(x) is int else x for x in (x1, x2))
    first, second = promoted(xp, x1, x2)
    same = xp.equal(first, second)
    # The differences of integers are those of NumPy, which has them in float64.
    first, second = (x if xp.isdtype(x.dtype, FLOATING) else xp.astype(x, xp.float64) for x in (first, second))
    distance = xp.abs(xp.subtract(first, second))
    allowed = xp.add(xp.multiply(xp.abs(second), rtol), atol)
    near = xp.logical_and(xp.less_equal(distance, allowed), xp.isfinite(second))
    close = xp.logical_or(near, same)
    if not equal_nan:
        return close
    return xp.logical_or(close, xp.logical_and(xp.isnan(first), xp.isnan(second)))


def allclose(xp: Any, x1: Any, x2: Any, /, *, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> Any:
    return xp.all(xp.isclose(x1, x2, rtol=rtol, atol=atol, equal_nan=equal_nan))


def array_equal(xp: Any, x1: Any, x2: Any, /, *, equal_nan: bool = False) -> Any:
    if not shapes_agree(tuple(x1.shape), tuple(x2.shape)):
        return _false(xp, x1)
    result = xp.all(_equal(xp, x1, x2, equal_nan))
    for size, other in zip(sizes_of(xp, x1), sizes_of(xp, x2), strict=True):
        if not (isinstance(size, int) and isinstance(other, int)):  # of unknown sizes 1 broadcasts to the other
            result = xp.logical_and(result, xp.equal(size, other))
    return result


def array_equiv(xp: Any, x1: Any, x2: Any, /) -> Any:
    pairs = zip(reversed(tuple(x1.shape)), reversed(tuple(x2.shape)), strict=False)
    if any(None not in pair and 1 not in pair and pair[0] != pair[1] for pair in pairs):
        return _false(xp, x1)
    return xp.all(xp.equal(x1, x2))


def _equal(xp: Any, x1: Any, x2: Any, equal_nan: bool) -> Any:
    same = xp.equal(x1, x2)
    if equal_nan and all(xp.isdtype(x.dtype, FLOATING) for x in (x1, x2)):
        return xp.logical_or(same, xp.logical_and(xp.isnan(x1), xp.isnan(x2)))
    return same


def _false(xp: Any, x: Any) -> Any:
    return xp.asarray(False, device=device_of(x))


def iscomplexobj(xp: Any, x: Any, /) -> bool:
    if isinstance(x, (bool, int, float, complex)):
        return isinstance(x, complex)
    return bool(xp.isdtype(getattr(x, "dtype", x), "complex floating"))


def isrealobj(xp: Any, x: Any, /) -> bool:
    return not iscomplexobj(xp, x)


def iscomplex(xp: Any, x: Any, /) -> Any:
    if xp.isdtype(x.dtype, "complex floating"):
        return xp.not_equal(xp.imag(x), 0)
    return xp.zeros_like(x, dtype=xp.bool)


def isreal(xp: Any, x: Any, /) -> Any:
    return xp.logical_not(xp.iscomplex(x))


def isposinf(xp: Any, x: Any, /) -> Any:
    return _is_infinite(xp, "isposinf", x, positive=True)


def isneginf(xp: Any, x: Any, /) -> Any:
    return _is_infinite(xp, "isneginf", x, positive=False)


def _is_infinite(xp: Any, function: str, x: Any, *, positive: bool) -> Any:
    if xp.isdtype(x.dtype, "complex floating"):
        raise argument_errors.wrong_dtype(function, "x", x.dtype, "a real one, for complex numbers have no sign")
    if not xp.isdtype(x.dtype, "real floating"):
        return xp.zeros_like(x, dtype=xp.bool)
    own = xp.own(f"{function}.of_floats")
    return own(x) if own is not None else xp.equal(x, inf if positive else -inf)


def asarray_chkfinite(xp: Any, x: Any, /) -> Any:
    if xp.isdtype(x.dtype, FLOATING) and holds(xp, xp.logical_not(xp.all(xp.isfinite(x)))):
        raise argument_errors.wrong_values("asarray_chkfinite", "x", "NaN or infinities", "finite numbers")
    return x
