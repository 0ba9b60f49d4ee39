"""Numbers that grow by a factor."""

from __future__ import annotations

from ..._common.types import Array, DeviceLike, DTypeLike, NewArray
from ..._dispatch.declare import creation

__all__ = ["geomspace", "logspace"]


@creation
def geomspace(
    start: complex,
    stop: complex,
    /,
    num: int = 50,
    *,
    endpoint: bool = True,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    out: Array | None = None,
) -> NewArray:
    """`num` numbers from `start` to `stop`, each the same multiple of the one before.

    Parameters
    ----------
    start, stop : float or complex
        Of one sign, if they are real; none is zero.
    num : int
    endpoint : bool
        Whether `stop` is the last of them.
    dtype : dtype, optional
        None: the backend's floating one.
    device : device, optional

    Returns
    -------
    array
        Computed in float64.

    Raises
    ------
    ValueError
        For zeros, and for real numbers of two signs.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.geomspace(1.0, 100.0, 3)
    array([  1.,  10., 100.])
    """


@creation
def logspace(
    start: float,
    stop: float,
    /,
    num: int = 50,
    *,
    endpoint: bool = True,
    base: float = 10.0,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    out: Array | None = None,
) -> NewArray:
    """`num` numbers from base**start to base**stop, each the same multiple of the one before.

    Parameters
    ----------
    start, stop : float
        Exponents.
    num : int
    endpoint : bool
        Whether base**stop is the last of them.
    base : float
    dtype : dtype, optional
        None: the backend's floating one.
    device : device, optional

    Returns
    -------
    array
        Computed in float64.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.logspace(0.0, 2.0, 3)
    array([  1.,  10., 100.])
    """
