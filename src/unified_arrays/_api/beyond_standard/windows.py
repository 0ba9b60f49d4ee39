"""Windows: weights of the samples of a signal, symmetric, largest in the middle."""

from __future__ import annotations

from ..._common.types import Array, DeviceLike, DTypeLike, NewArray
from ..._dispatch.declare import creation

__all__ = ["bartlett", "blackman", "hamming", "hanning", "kaiser"]


@creation
def bartlett(
    M: int, /, *, dtype: DTypeLike | None = None, device: DeviceLike | None = None, out: Array | None = None
) -> NewArray:
    """The triangular window.

    Parameters
    ----------
    M : int
        How many there are; none if it is less than 1.
    dtype : dtype, optional
        None: the backend's floating one.
    device : device, optional

    Returns
    -------
    array

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.bartlett(3)
    array([0., 1., 0.])
    """


@creation
def blackman(
    M: int, /, *, dtype: DTypeLike | None = None, device: DeviceLike | None = None, out: Array | None = None
) -> NewArray:
    """Blackman's window: 0.42 - 0.5 cos(2 pi n / (M - 1)) + 0.08 cos(4 pi n / (M - 1)).

    Parameters
    ----------
    M : int
        How many there are; none if it is less than 1.
    dtype : dtype, optional
        None: the backend's floating one.
    device : device, optional

    Returns
    -------
    array

    Examples
    --------
    >>> import unified_arrays as ua
    >>> bool(ua.allclose(ua.blackman(3), ua.asarray([0.0, 1.0, 0.0])))
    True
    """


@creation
def hamming(
    M: int, /, *, dtype: DTypeLike | None = None, device: DeviceLike | None = None, out: Array | None = None
) -> NewArray:
    """Hamming's window: 0.54 - 0.46 cos(2 pi n / (M - 1)).

    Parameters
    ----------
    M : int
        How many there are; none if it is less than 1.
    dtype : dtype, optional
        None: the backend's floating one.
    device : device, optional

    Returns
    -------
    array

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.hamming(3)
    array([0.08, 1.  , 0.08])
    """


@creation
def hanning(
    M: int, /, *, dtype: DTypeLike | None = None, device: DeviceLike | None = None, out: Array | None = None
) -> NewArray:
    """Hann's window: 0.5 - 0.5 cos(2 pi n / (M - 1)).

    Parameters
    ----------
    M : int
        How many there are; none if it is less than 1.
    dtype : dtype, optional
        None: the backend's floating one.
    device : device, optional

    Returns
    -------
    array

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.hanning(3)
    array([0., 1., 0.])
    """


@creation
def kaiser(
    M: int,
    beta: float,
    /,
    *,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    out: Array | None = None,
) -> NewArray:
    """Kaiser's window, of Bessel functions.

    Parameters
    ----------
    M : int
        How many there are; none if it is less than 1.
    beta : float
        How narrow it is; 0 is a rectangle.
    dtype : dtype, optional
        None: the backend's floating one.
    device : device, optional

    Returns
    -------
    array

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.kaiser(3, 0.0)
    array([1., 1., 1.])
    """
