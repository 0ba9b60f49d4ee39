"""Joining arrays, and taking them apart."""

from __future__ import annotations

from collections.abc import Sequence

from ..._common.types import Array
from ..._dispatch.declare import array_function

__all__ = ["hstack"]


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
