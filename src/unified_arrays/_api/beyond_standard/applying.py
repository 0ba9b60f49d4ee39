"""A function of the user's, called for parts of an array."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..._common.types import Array, Axes
from ..._dispatch.declare import array_function

__all__ = ["apply_along_axis", "apply_over_axes"]


@array_function
def apply_along_axis(func1d: Callable[..., Any], axis: int, x: Array, /, *, out: Array | None = None) -> Array:
    """What a function makes of each of the vectors that lie in `x` along `axis`.

    Parameters
    ----------
    func1d : function
        Takes an array of one axis, and returns an array or a number, of the same shape each time. It is called once
        for each vector: functions that take `axis` themselves are quicker.
    axis : int
    x : array

    Returns
    -------
    array
        Of the shape of `x`, with the axes of the function's result in the place of `axis`.

    Raises
    ------
    ValueError
        If there is no vector.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.apply_along_axis(lambda v: v[0] + v[-1], 1, ua.asarray([[1, 2, 3], [4, 5, 6]]))
    array([ 4, 10])
    """


@array_function
def apply_over_axes(func: Callable[..., Any], x: Array, axes: Axes, /, *, out: Array | None = None) -> Array:
    """What a function makes of `x` along one axis after the other.

    Parameters
    ----------
    func : function
        Takes an array and an axis, and returns an array of as many axes, or without that one.
    x : array
    axes : int or tuple of ints

    Returns
    -------
    array
        Of as many axes as `x`.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.apply_over_axes(lambda x, axis: ua.sum(x, axis=axis), ua.asarray([[1, 2], [3, 4]]), (0, 1))
    array([[10]])
    """
