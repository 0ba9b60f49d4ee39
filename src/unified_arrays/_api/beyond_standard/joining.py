"""Joining arrays, and taking them apart."""

from __future__ import annotations

from collections.abc import Sequence

from ..._common.types import Array, DeviceLike, NestedSequence
from ..._dispatch.declare import array_function, creation, several_arrays

__all__ = [
    "append",
    "array_split",
    "atleast_1d",
    "atleast_2d",
    "atleast_3d",
    "block",
    "column_stack",
    "dsplit",
    "dstack",
    "hsplit",
    "hstack",
    "split",
    "vsplit",
    "vstack",
]


@creation
def atleast_1d(
    x: Array | complex | NestedSequence, /, *, device: DeviceLike | None = None, out: Array | None = None
) -> Array:
    """`x` with one axis at least: a number becomes an array of shape (1,).

    Parameters
    ----------
    x : array, number or nested sequence of numbers
        What is no array becomes one, as with `asarray`. One at a time: NumPy takes several.
    device : device, optional
        Where a new array is made.

    Returns
    -------
    array
        `x` itself, or a view of it.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.atleast_1d(2.5)
    array([2.5])
    """


@creation
def atleast_2d(
    x: Array | complex | NestedSequence, /, *, device: DeviceLike | None = None, out: Array | None = None
) -> Array:
    """`x` with two axes at least: new ones of length 1 are the first ones, so that a vector becomes a row.

    Parameters
    ----------
    x : array, number or nested sequence of numbers
        What is no array becomes one, as with `asarray`. One at a time: NumPy takes several.
    device : device, optional
        Where a new array is made.

    Returns
    -------
    array
        `x` itself, or a view of it.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.atleast_2d([1, 2])
    array([[1, 2]])
    """


@creation
def atleast_3d(
    x: Array | complex | NestedSequence, /, *, device: DeviceLike | None = None, out: Array | None = None
) -> Array:
    """`x` with three axes at least: (N,) becomes (1, N, 1), and (M, N) becomes (M, N, 1).

    Parameters
    ----------
    x : array, number or nested sequence of numbers
        What is no array becomes one, as with `asarray`. One at a time: NumPy takes several.
    device : device, optional
        Where a new array is made.

    Returns
    -------
    array
        `x` itself, or a view of it.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.atleast_3d([1, 2]).shape
    (1, 2, 1)
    """


@array_function
def hstack(arrays: Sequence[Array], /, *, out: Array | None = None) -> Array:
    """Arrays joined along the second axis; those of one axis, or none, along the first.

    Parameters
    ----------
    arrays : sequence of arrays
        Of equal shapes but along that axis.

    Returns
    -------
    array
        In the dtype that `result_type` of them all has.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.hstack([ua.asarray([1, 2]), ua.asarray([3])])
    array([1, 2, 3])
    """


@array_function
def vstack(arrays: Sequence[Array], /, *, out: Array | None = None) -> Array:
    """Arrays joined along the first axis; those of one axis, or none, are rows.

    Parameters
    ----------
    arrays : sequence of arrays
        Of equal shapes but along that axis.

    Returns
    -------
    array
        In the dtype that `result_type` of them all has.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.vstack([ua.asarray([1, 2]), ua.asarray([3, 4])])
    array([[1, 2],
           [3, 4]])
    """


@array_function
def dstack(arrays: Sequence[Array], /, *, out: Array | None = None) -> Array:
    """Arrays joined along the third axis, with the axes that `atleast_3d` gives them.

    Parameters
    ----------
    arrays : sequence of arrays
        Of equal shapes but along that axis.

    Returns
    -------
    array
        In the dtype that `result_type` of them all has.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.dstack([ua.asarray([1, 2]), ua.asarray([3, 4])])
    array([[[1, 3],
            [2, 4]]])
    """


@array_function
def column_stack(arrays: Sequence[Array], /, *, out: Array | None = None) -> Array:
    """Vectors as the columns of a matrix; matrices among them are joined as they are.

    Parameters
    ----------
    arrays : sequence of arrays
        Of one or two axes, and of as many rows.

    Returns
    -------
    array
        In the dtype that `result_type` of them all has.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.column_stack([ua.asarray([1, 2]), ua.asarray([3, 4])])
    array([[1, 3],
           [2, 4]])
    """


@array_function
def append(x: Array, values: Array | complex, /, *, axis: int | None = None, out: Array | None = None) -> Array:
    """`values` joined to the end of `x` along `axis`; both flattened first if it is None.

    Parameters
    ----------
    x : array
    values : array or number
        With an axis: of the shape of `x` but along that axis. A number has the dtype that it has beside `x`.
    axis : int or None
        NumPy's default, too, is None.

    Returns
    -------
    array
        A new array, in the dtype that both promote to.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.append(ua.asarray([1, 2]), 3)
    array([1, 2, 3])
    """


@creation
def block(arrays: Array | NestedSequence, /, *, out: Array | None = None) -> Array:
    """A matrix of matrices: the arrays of the innermost lists are joined along the last axis, the next ones before it.

    Parameters
    ----------
    arrays : nested list of arrays and numbers
        All lists of one depth. A number has the dtype that it has beside the first array.

    Returns
    -------
    array
        In the dtype that `result_type` of them all has.

    Raises
    ------
    ValueError
        For tuples, empty lists, lists of several depths, and shapes that do not go together.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.block([[ua.eye(2), ua.zeros((2, 1))], [ua.ones((1, 2)), 5.0]])
    array([[1., 0., 0.],
           [0., 1., 0.],
           [1., 1., 5.]])
    """


@several_arrays
def split(
    x: Array, indices_or_sections: int | Sequence[int], /, *, axis: int = 0, out: Sequence[Array | None] | None = None
) -> tuple[Array, ...]:
    """`x` in parts along `axis`.

    Parameters
    ----------
    x : array
    indices_or_sections : int or sequence of ints
        How many equal parts, or the positions at which a new one begins.
    axis : int

    Returns
    -------
    tuple of arrays
        Possibly views of `x`. NumPy makes a list.

    Raises
    ------
    ValueError
        If `x` cannot be divided into so many equal parts: `array_split` makes parts that are not.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.split(ua.asarray([1, 2, 3]), [1])
    (array([1]), array([2, 3]))
    """


@several_arrays
def array_split(
    x: Array, indices_or_sections: int | Sequence[int], /, *, axis: int = 0, out: Sequence[Array | None] | None = None
) -> tuple[Array, ...]:
    """`x` in parts along `axis`, as `split`; of parts that cannot be equal, the first ones are longer by one.

    Parameters
    ----------
    x : array
    indices_or_sections : int or sequence of ints
        How many parts, or the positions at which a new one begins.
    axis : int

    Returns
    -------
    tuple of arrays
        Possibly views of `x`. NumPy makes a list.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.array_split(ua.asarray([1, 2, 3]), 2)
    (array([1, 2]), array([3]))
    """


@several_arrays
def hsplit(
    x: Array, indices_or_sections: int | Sequence[int], /, *, out: Sequence[Array | None] | None = None
) -> tuple[Array, ...]:
    """`x` in parts along the second axis; if it has one axis, along that. See `split`."""


@several_arrays
def vsplit(
    x: Array, indices_or_sections: int | Sequence[int], /, *, out: Sequence[Array | None] | None = None
) -> tuple[Array, ...]:
    """`x`, of two axes at least, in parts along the first axis. See `split`."""


@several_arrays
def dsplit(
    x: Array, indices_or_sections: int | Sequence[int], /, *, out: Sequence[Array | None] | None = None
) -> tuple[Array, ...]:
    """`x`, of three axes at least, in parts along the third axis. See `split`."""
