"""Functions of the fft extension.

`norm` says where the factor 1/n goes: "backward" into the inverse, "forward" into the transform, "ortho" its root
into both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from .._common.types import Array, Axes, DeviceLike, DTypeLike, NewArray
from .._dispatch.declare import array_function, creation, view

__all__ = [
    "fft",
    "fftfreq",
    "fftn",
    "fftshift",
    "hfft",
    "ifft",
    "ifftn",
    "ifftshift",
    "ihfft",
    "irfft",
    "irfftn",
    "rfft",
    "rfftfreq",
    "rfftn",
]

Norm: TypeAlias = Literal["backward", "ortho", "forward"]


@array_function
def fft(
    x: Array,
    /,
    *,
    n: int | None = None,
    axis: int = -1,
    norm: Norm = "backward",
    out: Array | None = None,
) -> Array:
    """Fourier transform along `axis`, of `n` elements: longer arrays are cut, shorter ones padded with zeros."""


@creation
def fftfreq(
    n: int,
    /,
    *,
    d: float = 1.0,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    out: Array | None = None,
) -> NewArray:
    """Frequencies of the results of `fft` of `n` elements, `d` apart."""


@array_function
def fftn(
    x: Array,
    /,
    *,
    s: Sequence[int] | None = None,
    axes: Sequence[int] | None = None,
    norm: Norm = "backward",
    out: Array | None = None,
) -> Array:
    """Fourier transform along `axes` (None: the last len(s), or all)."""


@view
def fftshift(x: Array, /, *, axes: Axes | None = None, out: Array | None = None) -> Array:
    """Frequency zero moved to the middle of `axes` (None: all)."""


@array_function
def hfft(
    x: Array,
    /,
    *,
    n: int | None = None,
    axis: int = -1,
    norm: Norm = "backward",
    out: Array | None = None,
) -> Array:
    """Fourier transform of an array with Hermitian symmetry along `axis`, of which half is given: a real array."""


@array_function
def ifft(
    x: Array,
    /,
    *,
    n: int | None = None,
    axis: int = -1,
    norm: Norm = "backward",
    out: Array | None = None,
) -> Array:
    """Inverse of `fft`."""


@array_function
def ifftn(
    x: Array,
    /,
    *,
    s: Sequence[int] | None = None,
    axes: Sequence[int] | None = None,
    norm: Norm = "backward",
    out: Array | None = None,
) -> Array:
    """Inverse of `fftn`."""


@view
def ifftshift(x: Array, /, *, axes: Axes | None = None, out: Array | None = None) -> Array:
    """Inverse of `fftshift`."""


@array_function
def ihfft(
    x: Array,
    /,
    *,
    n: int | None = None,
    axis: int = -1,
    norm: Norm = "backward",
    out: Array | None = None,
) -> Array:
    """Inverse of `hfft`."""


@array_function
def irfft(
    x: Array,
    /,
    *,
    n: int | None = None,
    axis: int = -1,
    norm: Norm = "backward",
    out: Array | None = None,
) -> Array:
    """Inverse of `rfft`: a real array of `n` elements along `axis` (None: twice the length less two)."""


@array_function
def irfftn(
    x: Array,
    /,
    *,
    s: Sequence[int] | None = None,
    axes: Sequence[int] | None = None,
    norm: Norm = "backward",
    out: Array | None = None,
) -> Array:
    """Inverse of `rfftn`."""


@array_function
def rfft(
    x: Array,
    /,
    *,
    n: int | None = None,
    axis: int = -1,
    norm: Norm = "backward",
    out: Array | None = None,
) -> Array:
    """Fourier transform of a real array along `axis`: the half that is not redundant."""


@creation
def rfftfreq(
    n: int,
    /,
    *,
    d: float = 1.0,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    out: Array | None = None,
) -> NewArray:
    """Frequencies of the results of `rfft` of `n` elements, `d` apart."""


@array_function
def rfftn(
    x: Array,
    /,
    *,
    s: Sequence[int] | None = None,
    axes: Sequence[int] | None = None,
    norm: Norm = "backward",
    out: Array | None = None,
) -> Array:
    """Fourier transform of a real array along `axes`, the last one halved as by `rfft`."""
