"""Numbers that grow by a factor."""

from __future__ import annotations

from cmath import phase
from math import log10
from typing import Any

from .._common import argument_errors
from .arguments import created


def logspace(
    xp: Any,
    start: float,
    stop: float,
    /,
    num: int = 50,
    *,
    endpoint: bool = True,
    base: float = 10.0,
    dtype: Any = None,
    device: Any = None,
) -> Any:
    # In float64 as in NumPy, for an error of the exponent is one of the result times its logarithm.
    exponents = xp.linspace(start, stop, num, dtype=xp.float64, endpoint=endpoint)
    return created(xp, xp.pow(base, exponents), dtype, device)


def geomspace(
    xp: Any,
    start: complex,
    stop: complex,
    /,
    num: int = 50,
    *,
    endpoint: bool = True,
    dtype: Any = None,
    device: Any = None,
) -> Any:
    for name, one in (("start", start), ("stop", stop)):
        if one == 0:
            raise argument_errors.wrong_value("geomspace", name, one, "a number other than 0")
    is_complex = isinstance(start, complex) or isinstance(stop, complex)
    if not is_complex and (start < 0) is not (stop < 0):  # type: ignore[operator]
        raise argument_errors.wrong_value(
            "geomspace", "stop", stop, f"the sign of start, which is {start}, or complex numbers"
        )
    exponents = xp.linspace(log10(abs(start)), log10(abs(stop)), num, dtype=xp.float64, endpoint=endpoint)
    result = xp.pow(10.0, exponents)
    if is_complex:
        turned = phase(complex(stop) / complex(start))
        angles = xp.linspace(0.0, turned, num, dtype=xp.float64, endpoint=endpoint)
        result = xp.add(xp.multiply(result, xp.cos(angles)), xp.multiply(xp.multiply(result, xp.sin(angles)), 1j))
        result = xp.multiply(result, complex(start) / abs(start))
    elif start < 0:  # type: ignore[operator]
        result = xp.negative(result)
    ends = [xp.full((1,), one, dtype=result.dtype) for one in (start, stop)]
    if num > 1 and endpoint:
        result = xp.concat([ends[0], result[1:-1], ends[1]])
    elif num > 0:
        result = xp.concat([ends[0], result[1:]])
    return created(xp, result, dtype, device)
