"""What NumPy, and a library with NumPy's names, has for functions of the standard: ufuncs that fill out, and views."""

from __future__ import annotations

from typing import Any

# Functions whose result is always a view: the fallback copies it into out.
VIEWS = frozenset(
    "broadcast_arrays broadcast_to expand_dims flip linalg.diagonal matrix_transpose moveaxis permute_dims real "
    "squeeze unstack".split()
)

# The standard's name -> the ufunc, for elementwise functions whose name is not the ufunc's.
_RENAMED = {
    "bitwise_invert": "invert",
    "bitwise_left_shift": "left_shift",
    "bitwise_right_shift": "right_shift",
}
_SAME_NAME = (
    "abs acos acosh add asin asinh atan atan2 atanh bitwise_and bitwise_or bitwise_xor ceil conj copysign cos "
    "cosh divide equal exp expm1 floor floor_divide greater greater_equal hypot isfinite isinf isnan less less_equal "
    "log log10 log1p log2 logaddexp logical_and logical_not logical_or logical_xor maximum minimum multiply negative "
    "nextafter not_equal positive reciprocal remainder sign signbit sin sinh sqrt square subtract tan tanh trunc "
).split()


def ufuncs(module: Any) -> dict[str, Any]:
    """The standard's name -> the ufunc of that module, for all elementwise functions that are nothing else."""
    return {name: getattr(module, _RENAMED.get(name, name)) for name in (*_SAME_NAME, *_RENAMED)}
