"""Elements that a condition or positions name, and where they are."""

from __future__ import annotations

from collections.abc import Sequence

from ..._common.types import Array, DeviceLike, DTypeLike, NewArray, Shape
from ..._dispatch.declare import array_function, creation, several_arrays

__all__ = [
    "argwhere",
    "compress",
    "extract",
    "flatnonzero",
    "indices",
    "ix_",
    "ravel_multi_index",
    "unravel_index",
]


@array_function
def extract(condition: Array | Sequence[bool], x: Array, /, *, out: Array | None = None) -> Array:
    """The elements of `x` where `condition` is true, as a vector; both are flattened.

    Parameters
    ----------
    condition : array or sequence of bools
        Of the size of `x`; what is not zero is true.
    x : array

    Returns
    -------
    array
        Its length depends on the values of `condition`.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.asarray([5, 6, 7])
    >>> ua.extract(x > 5, x)
    array([6, 7])
    """


@array_function
def compress(
    condition: Array | Sequence[bool], x: Array, /, *, axis: int | None = None, out: Array | None = None
) -> Array:
    """The slices of `x` along `axis` for which `condition` is true; of the flattened `x` if it is None.

    Parameters
    ----------
    condition : array or sequence of bools
        Of one axis; what is beyond its end is left out.
    x : array
    axis : int or None

    Returns
    -------
    array
        Its shape depends on the values of `condition`.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.compress([True, False], ua.asarray([[1, 2], [3, 4]]), axis=1)
    array([[1],
           [3]])
    """


@array_function
def argwhere(x: Array, /, *, out: Array | None = None) -> Array:
    """The positions of the elements that are not zero, in row-major order: a row for each, a column for each axis.

    Parameters
    ----------
    x : array

    Returns
    -------
    array
        Of int64; its length depends on the values.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.argwhere(ua.asarray([[0, 5], [6, 0]]))
    array([[0, 1],
           [1, 0]])
    """


@array_function
def flatnonzero(x: Array, /, *, out: Array | None = None) -> Array:
    """The positions of the elements of the flattened `x` that are not zero.

    Parameters
    ----------
    x : array

    Returns
    -------
    array
        Of int64, of one axis; its length depends on the values.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.flatnonzero(ua.asarray([[0, 5], [6, 0]]))
    array([1, 2])
    """


@several_arrays
def ix_(*args: Array | Sequence[int], out: Sequence[Array | None] | None = None) -> tuple[Array, ...]:
    """Positions along several axes, each with axes of length 1, so that as an index they name all their combinations.

    Parameters
    ----------
    *args : arrays or sequences of ints or bools
        Of one axis, for an axis each; booleans say of each position whether it is named.

    Returns
    -------
    tuple of arrays
        As many as there are arguments, each with as many axes.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.ix_([0, 1], [2, 4])
    (array([[0],
           [1]]), array([[2, 4]]))
    """


@creation
def indices(
    dimensions: tuple[int, ...],
    /,
    *,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    out: Array | None = None,
) -> NewArray:
    """The positions of all elements of an array of that shape: along each axis, joined along a new first axis.

    Parameters
    ----------
    dimensions : tuple of ints
        The shape.
    dtype : dtype, optional
        None is int64.
    device : device, optional

    Returns
    -------
    array
        Of shape (len(dimensions), *dimensions). For NumPy's `sparse=True` see `ix_` and `meshgrid`.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.indices((2, 2))
    array([[[0, 0],
            [1, 1]],
    <BLANKLINE>
           [[0, 1],
            [0, 1]]])
    """


@several_arrays
def unravel_index(
    indices: Array | int | Sequence[int], /, shape: Shape, *, out: Sequence[Array | None] | None = None
) -> tuple[Array, ...]:
    """Positions in a flattened array of that shape as positions along each of its axes.

    Parameters
    ----------
    indices : array of ints, int, or sequence of ints
    shape : int or tuple of ints

    Returns
    -------
    tuple of arrays
        Of int64, each of the shape of `indices`.

    Raises
    ------
    ValueError
        For positions that are not there. In a graph or a compiled program they are not looked at.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.unravel_index(ua.asarray([1, 5]), (2, 3))
    (array([0, 1]), array([1, 2]))
    """


@array_function
def ravel_multi_index(
    multi_index: Sequence[Array | int],
    /,
    dims: Shape,
    *,
    mode: str | tuple[str, ...] = "raise",
    out: Array | None = None,
) -> Array:
    """Positions along each axis of an array of shape `dims` as positions in the flattened array.

    Parameters
    ----------
    multi_index : sequence of arrays of ints
        One for each axis; they broadcast together.
    dims : int or tuple of ints
    mode : str or tuple of str
        What is done with positions out of range, by axis: "raise", "wrap" or "clip".

    Returns
    -------
    array
        Of int64.

    Raises
    ------
    ValueError
        For positions that are not there. In a graph or a compiled program they are not looked at.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.ravel_multi_index((ua.asarray([0, 1]), ua.asarray([1, 2])), (2, 3))
    array([1, 5])
    """
