"""Angles: degrees and radians."""

from __future__ import annotations

from ..._common.types import Array
from ..._dispatch.declare import elementwise

__all__ = ["angle", "deg2rad", "degrees", "rad2deg", "radians"]


@elementwise
def angle(x: Array, /, *, deg: bool = False, out: Array | None = None) -> Array:
    """The angle of each complex number, in (-pi, pi]; of real numbers 0 or pi.

    Parameters
    ----------
    x : array
    deg : bool
        Whether in degrees.

    Returns
    -------
    array
        Floating, and real.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.angle(ua.asarray([1j, -1.0 + 0j]))
    array([1.57079633, 3.14159265])
    """


@elementwise
def deg2rad(x: Array, /, *, out: Array | None = None) -> Array:
    """Degrees as radians.

    Parameters
    ----------
    x : array

    Returns
    -------
    array
        Floating.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.deg2rad(ua.asarray([180.0]))
    array([3.14159265])
    """


@elementwise
def degrees(x: Array, /, *, out: Array | None = None) -> Array:
    """Radians as degrees: `rad2deg` by another name.

    Parameters
    ----------
    x : array

    Returns
    -------
    array
        Floating.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.degrees(ua.asarray([ua.pi]))
    array([180.])
    """


@elementwise
def rad2deg(x: Array, /, *, out: Array | None = None) -> Array:
    """Radians as degrees.

    Parameters
    ----------
    x : array

    Returns
    -------
    array
        Floating.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.rad2deg(ua.asarray([ua.pi]))
    array([180.])
    """


@elementwise
def radians(x: Array, /, *, out: Array | None = None) -> Array:
    """Degrees as radians: `deg2rad` by another name.

    Parameters
    ----------
    x : array

    Returns
    -------
    array
        Floating.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.radians(ua.asarray([180.0]))
    array([3.14159265])
    """
