"""Statistical functions: reductions along axes, and running sums and products.

`axis` is an integer, a tuple of integers, or None for all axes; negative ones count from the end. `keepdims` leaves
the reduced axes in place with length 1.
"""

from __future__ import annotations

from .._common.types import Array, Axes, DTypeLike
from .._dispatch.declare import array_function, reduction

__all__ = ["cumulative_prod", "cumulative_sum", "max", "mean", "min", "prod", "std", "sum", "var"]


@array_function
def cumulative_prod(
    x: Array,
    /,
    *,
    axis: int | None = None,
    dtype: DTypeLike | None = None,
    include_initial: bool = False,
    out: Array | None = None,
) -> Array:
    """Product of all elements up to each one, along `axis` (None: `x` must have one axis).

    With `include_initial` the result starts with 1 and is one longer.
    """


@array_function
def cumulative_sum(
    x: Array,
    /,
    *,
    axis: int | None = None,
    dtype: DTypeLike | None = None,
    include_initial: bool = False,
    out: Array | None = None,
) -> Array:
    """Sum of all elements up to each one, along `axis` (None: `x` must have one axis).

    With `include_initial` the result starts with 0 and is one longer.
    """


@reduction
def max(
    x: Array,
    /,
    *,
    axis: Axes | None = None,
    keepdims: bool = False,
    out: Array | None = None,
) -> Array:
    """Largest element along `axis`; NaN if there is one. Raises ValueError along an axis of length 0."""


@reduction
def mean(
    x: Array,
    /,
    *,
    axis: Axes | None = None,
    keepdims: bool = False,
    out: Array | None = None,
) -> Array:
    """Arithmetic mean along `axis`; NaN where there is nothing to average."""


@reduction
def min(
    x: Array,
    /,
    *,
    axis: Axes | None = None,
    keepdims: bool = False,
    out: Array | None = None,
) -> Array:
    """Smallest element along `axis`; NaN if there is one. Raises ValueError along an axis of length 0."""


@reduction
def prod(
    x: Array,
    /,
    *,
    axis: Axes | None = None,
    dtype: DTypeLike | None = None,
    keepdims: bool = False,
    out: Array | None = None,
) -> Array:
    """Product along `axis`, 1 where there is nothing to multiply.

    Small integers in 64 bits unless `dtype` says otherwise.
    """


@reduction
def std(
    x: Array,
    /,
    *,
    axis: Axes | None = None,
    correction: float = 0.0,
    keepdims: bool = False,
    out: Array | None = None,
) -> Array:
    """Standard deviation along `axis`: the root of `var`."""


@reduction
def sum(
    x: Array,
    /,
    *,
    axis: Axes | None = None,
    dtype: DTypeLike | None = None,
    keepdims: bool = False,
    out: Array | None = None,
) -> Array:
    """Sum along `axis`, 0 where there is nothing to add; small integers in 64 bits unless `dtype` says otherwise."""


@reduction
def var(
    x: Array,
    /,
    *,
    axis: Axes | None = None,
    correction: float = 0.0,
    keepdims: bool = False,
    out: Array | None = None,
) -> Array:
    """Variance along `axis`: squared distances from the mean, divided by their number less `correction`."""
