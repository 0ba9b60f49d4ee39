"""pad: an array with more elements before and after it along each axis."""

from __future__ import annotations

from typing import Any

from ..._common.types import Array
from ..._dispatch.declare import array_function

__all__ = ["pad"]


@array_function
def pad(
    x: Array,
    /,
    pad_width: Any,
    *,
    mode: str = "constant",
    stat_length: Any = None,
    constant_values: Any = 0,
    end_values: Any = 0,
    reflect_type: str = "even",
    out: Array | None = None,
) -> Array:
    """`x` with more elements before and after it along each axis.

    Parameters
    ----------
    x : array
    pad_width : int, pair of ints, sequence of pairs, or dict
        How many before and after: one number for all, one pair for all axes, a pair for each, or by axis.
    mode : str
        - "constant": `constant_values`
        - "edge": the first and the last element
        - "linear_ramp": from `end_values` to the first and the last element
        - "maximum", "mean", "median", "minimum": those of the `stat_length` first and last elements; of all if None
        - "reflect", "symmetric": the elements in reverse order, without and with that at the edge
        - "wrap": the elements from the other end
        - "empty": elements that are not to be read
    stat_length, constant_values, end_values : number, pair, or sequence of pairs
        As `pad_width`. Numbers only, which become elements of the dtype of `x`.
    reflect_type : str
        "even", or "odd": as far beyond the element at the edge as the mirrored one was before it.

    Returns
    -------
    array
        A new array, in the dtype of `x`.

    Raises
    ------
    ValueError
        For a mode that is none (functions are not taken), negative widths, and an axis without elements in a mode that
        needs some.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.pad(ua.asarray([1, 2, 3]), (1, 2), mode="reflect")
    array([2, 1, 2, 3, 2, 1])
    """
