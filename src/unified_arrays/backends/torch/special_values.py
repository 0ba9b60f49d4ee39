"""Elementwise functions whose special values in PyTorch deviate from the standard.

Each fix changes those elements only, and no gradient. Remove when PyTorch's kernels follow annex G of C99, the source
of the standard; for the two real ones, when floor_divide and remainder return the signs of zeros and the results for
infinities that the standard requires.
"""

from __future__ import annotations

import math
from typing import Any

import array_api_compat.torch as compat
import torch


def floor_divide(x1: Any, x2: Any, /) -> Any:
    # torch.floor_divide subtracts the remainder first: nan for infinity / 2, -1 for 1 / -infinity. In the standard the
    # result is the quotient, +-infinity or +-0, if exactly one operand is infinite.
    x2, zero = _replace_integer_zeros(x1, x2)
    result = compat.floor_divide(x1, x2)
    if not result.is_floating_point():
        return result if zero is None else torch.where(zero, 0, result)
    if torch.compiler.is_compiling():
        return _divide_as_kernels_do(x1, x2, result)[0]
    first, second = (x.detach().to(result.dtype) if isinstance(x, torch.Tensor) else x for x in (x1, x2))
    one_infinite = _isinf(first) ^ _isinf(second)
    return torch.where(one_infinite, torch.divide(first, second), result)


def _replace_integer_zeros(x1: Any, x2: Any) -> tuple[Any, Any]:
    """For integers: x2 with 1 for its zeros, and their mask, since PyTorch raises and NumPy has 0. Else x2, None."""
    if any(x.is_floating_point() if isinstance(x, torch.Tensor) else isinstance(x, float) for x in (x1, x2)):
        return x2, None
    if isinstance(x2, torch.Tensor):
        zero = x2 == 0
        return torch.where(zero, 1, x2), zero
    return (1, torch.ones((), dtype=torch.bool, device=x1.device)) if x2 == 0 else (x2, None)


def floor_divide_floats(x1: Any, x2: Any) -> Any:
    """floor_divide of arrays of one real dtype: the quotient itself is right if an operand is not finite."""
    if torch.compiler.is_compiling():
        return floor_divide(x1, x2)
    first, second = x1.detach(), x2.detach()
    both = torch.add(first, second, alpha=0)  # x1 + 0 * x2
    zero = both.sub_(both)  # or a nan
    return torch.where(zero == zero, x1.floor_divide(x2), first.div(second))


def _isinf(x: Any) -> Any:
    return torch.isinf(x) if isinstance(x, torch.Tensor) else math.isinf(x)


def remainder(x1: Any, x2: Any, /) -> Any:
    # torch.remainder gives a zero the sign of x1; in the standard every result has the sign of x2.
    x2, zero = _replace_integer_zeros(x1, x2)
    result = compat.remainder(x1, x2)
    if zero is not None:
        return torch.where(zero, 0, result)
    if result.is_floating_point() and torch.compiler.is_compiling():
        return _divide_as_kernels_do(x1, x2, result)[1]
    if result.is_floating_point():
        # In place and without autograd: copysign would have the gradient 0 at 0. The gradient does not need the result.
        result.detach().copysign_(x2.detach() if isinstance(x2, torch.Tensor) else x2)
    return result


def _divide_as_kernels_do(x1: Any, x2: Any, like: Any) -> tuple[Any, Any]:
    """Quotient and remainder of real numbers in the dtype of `like`, for torch.compile.

    Its C++ (2.13) computes floor(x1 / x2), which is 10 for 3.0 // 0.3, and x1 - floor(x1 / x2) * x2. Here they are as
    in PyTorch's own kernels. Remove when torch.compile(torch.floor_divide)(3.0, 0.3) is 9.
    """
    wide = torch.float64 if like.dtype == torch.float64 else torch.float32
    x, y = (torch.as_tensor(operand, dtype=like.dtype, device=like.device).to(wide) for operand in (x1, x2))
    rest = torch.fmod(x, y)
    opposite = (rest != 0) & ((rest < 0) != (y < 0))
    rounded = torch.round((x - rest) / y - opposite.to(wide)).detach()
    ratio = (x / y).detach()
    special = (y == 0) | (torch.isinf(x) ^ torch.isinf(y))
    quotient = torch.where(special, ratio, torch.where(rounded == 0, torch.zeros_like(y).copysign(ratio), rounded))
    remainder = torch.where(opposite, rest + y, rest)
    remainder = torch.where(remainder == 0, torch.copysign(torch.zeros_like(y), y), remainder)
    return quotient.to(like.dtype), remainder.to(like.dtype)


def acos(x: Any, /) -> Any:
    # The imaginary part has the sign opposite to that of x; torch.acos loses it for a zero in complex128.
    result = torch.acos(x)
    if x.is_complex():
        torch.view_as_real(result.detach())[..., 1].copysign_(-x.detach().imag)
    return result


def expm1(x: Any, /) -> Any:
    # torch.expm1 multiplies an infinite exp by the sin and cos of 0, infinity or nan.
    result = torch.expm1(x)
    if not x.is_complex():
        return result
    real, imag = x.detach().real, x.detach().imag
    is_minus_infinity = real == -math.inf
    not_finite_angle = ~torch.isfinite(imag)
    special = ~torch.isfinite(real) & (not_finite_angle | (imag == 0))
    fixed = torch.complex(
        torch.where(is_minus_infinity, -1.0, real),
        torch.where(not_finite_angle, torch.where(is_minus_infinity, 0.0, math.nan), imag),
    )
    # The real part of 0 is +0, whatever the sign of x: -0 and +0 are +0. The imaginary part keeps its sign.
    parts = torch.view_as_real(result) + real.new_tensor([0.0, -0.0])
    return torch.where(special, fixed, torch.view_as_complex(parts))


def log1p(x: Any, /) -> Any:
    # torch.log1p returns nan if one part is infinite and the other nan, or if both are subnormal, and a wrong angle if
    # one is huge.
    result = torch.log1p(x)
    if not x.is_complex():
        return result
    real, imag = x.detach().real, x.detach().imag
    small = torch.finfo(real.dtype).tiny ** 0.5  # its square is negligible
    result = torch.where((real.abs() < small) & (imag.abs() < small), x, result)
    fixed = torch.complex(torch.full_like(real, math.inf), torch.atan2(imag, real))
    return torch.where(torch.isinf(real) | torch.isinf(imag), fixed, result)


SPECIAL_VALUES = {"floor_divide": floor_divide, "remainder": remainder, "acos": acos, "expm1": expm1, "log1p": log1p}
