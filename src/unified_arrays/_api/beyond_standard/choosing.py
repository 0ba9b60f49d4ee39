"""Elements taken from one of several arrays, or computed by one of several functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..._common.types import Array
from ..._dispatch.declare import array_function

__all__ = ["choose", "piecewise", "select"]


@array_function
def select(
    condlist: Sequence[Array],
    choicelist: Sequence[Array | complex],
    /,
    *,
    default: Array | complex = 0,
    out: Array | None = None,
) -> Array:
    """The elements of the first of several arrays whose condition is true, and `default` where none is.

    Parameters
    ----------
    condlist : sequence of arrays of bools
    choicelist : sequence of arrays and numbers
        One for each condition; all broadcast together.
    default : array or number

    Returns
    -------
    array
        In the dtype that all choices and the default promote to.

    Raises
    ------
    ValueError
        For no conditions, or another number of choices.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.asarray([1, 2, 3, 4])
    >>> ua.select([x < 2, x < 4], [x, x * 10], default=-1)
    array([ 1, 20, 30, -1])
    """


@array_function
def choose(x: Array, choices: Sequence[Array | complex], /, *, mode: str = "raise", out: Array | None = None) -> Array:
    """The elements of several arrays, of each of which `x` says from which one it comes.

    Parameters
    ----------
    x : array of ints
        Numbers of choices.
    choices : sequence of arrays and numbers
        All broadcast together, and with `x`.
    mode : str
        What is done with numbers out of range: "raise", "wrap" or "clip".

    Returns
    -------
    array
        In the dtype that all choices promote to.

    Raises
    ------
    ValueError
        For numbers out of range. In a graph or a compiled program they are not looked at.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.choose(ua.asarray([0, 1, 0]), [ua.asarray([1, 2, 3]), -1])
    array([ 1, -1,  3])
    """


@array_function
def piecewise(
    x: Array,
    condlist: Sequence[Array],
    funclist: Sequence[Callable[..., Any] | complex],
    /,
    *,
    out: Array | None = None,
) -> Array:
    """What several functions make of the elements of `x`, each of those for which its condition is true.

    Parameters
    ----------
    x : array
    condlist : sequence of arrays of bools
        Of the last one that is true the function is taken.
    funclist : sequence of functions and numbers
        One for each condition, and maybe one more for all other elements, which are 0 without it. A function takes the
        elements as a vector, and returns as many, or one.

    Returns
    -------
    array
        In the dtype of `x`, as in NumPy.

    Raises
    ------
    ValueError
        For another number of functions.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.asarray([-2.0, 3.0])
    >>> ua.piecewise(x, [x < 0], [lambda v: -v, 10.0])
    array([ 2., 10.])
    """
