"""The elements of an array in another arrangement, repeated, left out, or with others between them."""

from __future__ import annotations

from collections.abc import Sequence

from ..._common.types import Array, Axes, DeviceLike, DTypeLike, NestedSequence, Shape
from ..._dispatch.declare import array_function, creation, view

__all__ = [
    "ascontiguousarray",
    "delete",
    "fliplr",
    "flipud",
    "insert",
    "ravel",
    "resize",
    "rot90",
    "sliding_window_view",
    "swapaxes",
    "trim_zeros",
]


@view
def ravel(x: Array, /, *, out: Array | None = None) -> Array:
    """`x` as a vector, in row-major order: `reshape(x, (-1,))`.

    Parameters
    ----------
    x : array

    Returns
    -------
    array
        Possibly a view of `x`.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.ravel(ua.asarray([[1, 2], [3, 4]]))
    array([1, 2, 3, 4])
    """


@view
def swapaxes(x: Array, axis1: int, axis2: int, /, *, out: Array | None = None) -> Array:
    """`x` with two axes in each other's place.

    Parameters
    ----------
    x : array
    axis1, axis2 : int

    Returns
    -------
    array
        Possibly a view of `x`.

    Raises
    ------
    ValueError
        For an axis that is not there; it is an IndexError, too.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.swapaxes(ua.zeros((2, 3, 4)), 0, -1).shape
    (4, 3, 2)
    """


@view
def fliplr(x: Array, /, *, out: Array | None = None) -> Array:
    """`x`, of two axes at least, with its columns in reverse order.

    Parameters
    ----------
    x : array

    Returns
    -------
    array
        Possibly a view of `x`.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.fliplr(ua.asarray([[1, 2], [3, 4]]))
    array([[2, 1],
           [4, 3]])
    """


@view
def flipud(x: Array, /, *, out: Array | None = None) -> Array:
    """`x`, of one axis at least, with its rows in reverse order.

    Parameters
    ----------
    x : array

    Returns
    -------
    array
        Possibly a view of `x`.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.flipud(ua.asarray([[1, 2], [3, 4]]))
    array([[3, 4],
           [1, 2]])
    """


@view
def rot90(x: Array, /, *, k: int = 1, axes: Sequence[int] = (0, 1), out: Array | None = None) -> Array:
    """`x` turned by 90 degrees, `k` times, from the first of two axes towards the second.

    Parameters
    ----------
    x : array
        Of two axes at least.
    k : int
        Negative: the other way round.
    axes : two ints
        The plane that is turned.

    Returns
    -------
    array
        Possibly a view of `x`.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.rot90(ua.asarray([[1, 2], [3, 4]]))
    array([[2, 4],
           [1, 3]])
    """


@array_function
def resize(x: Array, /, new_shape: Shape, *, out: Array | None = None) -> Array:
    """An array of that shape filled with the elements of `x`, in row-major order, as often as it takes.

    Parameters
    ----------
    x : array
        If it is empty, the result is of zeros.
    new_shape : int or tuple of ints

    Returns
    -------
    array
        A new array, in the dtype of `x`.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.resize(ua.asarray([1, 2, 3]), (2, 2))
    array([[1, 2],
           [3, 1]])
    """


@creation
def ascontiguousarray(
    x: Array | complex | NestedSequence,
    /,
    *,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    out: Array | None = None,
) -> Array:
    """`x` as an array whose memory is contiguous, in row-major order, with one axis at least.

    Parameters
    ----------
    x : array, number or nested sequence of numbers
        What is no array becomes one, as with `asarray`.
    dtype, device : dtype and device, optional
        Those of `x` if they are None.

    Returns
    -------
    array
        `x` itself if it is contiguous already, else a copy.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.ascontiguousarray(ua.asarray([[1, 2], [3, 4]]).T)
    array([[1, 3],
           [2, 4]])
    """


@array_function
def trim_zeros(x: Array, /, trim: str = "fb", *, axis: Axes | None = None, out: Array | None = None) -> Array:
    """`x` without the zeros at its beginning and at its end.

    Parameters
    ----------
    x : array
    trim : str
        "f": at the beginning (front), "b": at the end (back), "fb": at both.
    axis : int, tuple of ints or None
        The axes along which slices of zeros are left out; all if it is None.

    Returns
    -------
    array
        Its shape depends on the values.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.trim_zeros(ua.asarray([0, 0, 1, 0, 2, 0]))
    array([1, 0, 2])
    """


@view
def sliding_window_view(
    x: Array, /, window_shape: Shape, *, axis: Axes | None = None, out: Array | None = None
) -> Array:
    """All windows of that shape in `x`: the windows' own axes come last.

    Parameters
    ----------
    x : array
    window_shape : int or tuple of ints
        A length for each of the axes that windows move along.
    axis : int, tuple of ints or None
        These axes; all if it is None.

    Returns
    -------
    array
        A view of `x` on NumPy, where it cannot be written to, and on PyTorch; a copy on TensorFlow.

    Raises
    ------
    ValueError
        For lengths that are negative, or longer than the axis.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.sliding_window_view(ua.asarray([1, 2, 3, 4]), 3)
    array([[1, 2, 3],
           [2, 3, 4]])
    """


@array_function
def delete(
    x: Array, obj: Array | int | slice | Sequence[int], /, *, axis: int | None = None, out: Array | None = None
) -> Array:
    """`x` without the elements at the positions `obj` along `axis`; flattened first if it is None.

    Parameters
    ----------
    x : array
    obj : int, slice, or sequence or array of ints or bools
        Positions, which may be negative and repeat; booleans say of each element whether it is left out.
    axis : int or None

    Returns
    -------
    array
        A new array. Its shape depends on the values of an `obj` that is an array.

    Raises
    ------
    IndexError
        For positions that are not there. In a graph or a compiled program those of arrays are not looked at.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.delete(ua.asarray([5, 6, 7, 8]), [0, -1])
    array([6, 7])
    """


@array_function
def insert(
    x: Array,
    obj: Array | int | slice | Sequence[int],
    values: Array | complex,
    /,
    *,
    axis: int | None = None,
    out: Array | None = None,
) -> Array:
    """`values` put before the elements at the positions `obj` of `x` along `axis`; flattened first if it is None.

    Parameters
    ----------
    x : array
    obj : int, slice, or sequence or array of ints or bools
        Positions in `x`, each of which takes one value. One position takes all that `values` has along `axis`.
    values : array or number
        Broadcast to what is inserted, and cast to the dtype of `x`.
    axis : int or None

    Returns
    -------
    array
        A new array, in the dtype of `x`.

    Raises
    ------
    IndexError
        For positions that are not there. In a graph or a compiled program those of arrays are not looked at.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.insert(ua.asarray([1, 2, 3]), [0, 2], ua.asarray([8, 9]))
    array([8, 1, 2, 9, 3])
    """
