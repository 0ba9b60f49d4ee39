"""The standard's fft extension: discrete Fourier transforms.

TensorFlow transforms the last axes, of complex64 and complex128 (or float32 and float64) and of the sizes that arrays
have. Here axes are brought to the end first, padded or cut; other dtypes are taken in one of these.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from math import prod
from typing import Any, Literal

import tensorflow as tf

from . import _raw_ops as raw
from ._arguments import cast, integers, normalize_axes, normalize_axis, short_repr, static_rank, tensor
from ._devices import on
from ._dtypes import (
    ALL,
    COMPLEX,
    COMPLEX_OF,
    DEFAULT_COMPLEX,
    DEFAULT_REAL,
    HALF,
    REAL,
    REAL_PART,
    float32,
    float64,
    int64,
)
from ._kernels import complex_of

Norm = Literal["backward", "ortho", "forward"]
Sizes = Sequence[int] | None
AxisAndSize = tuple[int, int | None]  # an axis counted from the front, and the size it gets (None: keeps its own)

# The dtype that an array is transformed in, where it has to be complex and where it has to be real.
AS_COMPLEX = {dtype: dtype if dtype in COMPLEX else COMPLEX_OF.get(dtype, DEFAULT_COMPLEX) for dtype in ALL}
AS_REAL = {
    dtype: float32 if dtype in HALF else dtype if dtype in REAL else DEFAULT_REAL
    for dtype in ALL
    if dtype not in COMPLEX
}

# Forward transforms are divided by this power of the number of elements, inverse ones by 1 minus it.
NORMS = {"backward": 0.0, "ortho": 0.5, "forward": 1.0}

# TensorFlow's ops over the last 1, 2 and 3 axes: they do not scale forward transforms, and divide inverse ones.
FORWARD = {1: raw.FFT, 2: raw.FFT2D, 3: raw.FFT3D}
INVERSE = {1: raw.IFFT, 2: raw.IFFT2D, 3: raw.IFFT3D}


def fft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: Norm = "backward") -> tf.Tensor:
    """The transform of `n` elements along `axis`: complex, of real numbers too."""
    x = _as_complex(x)
    return _complex(FORWARD, x, [_one_axis(x, axis, n)], -_norm(norm))


def ifft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: Norm = "backward") -> tf.Tensor:
    """The inverse of fft."""
    x = _as_complex(x)
    return _complex(INVERSE, x, [_one_axis(x, axis, n)], _norm(norm))


def fftn(x: Any, /, *, s: Sizes = None, axes: Sizes = None, norm: Norm = "backward") -> tf.Tensor:
    """The transform of `s` elements along `axes` (None: all, or the last len(s)): complex, of real numbers too."""
    x = _as_complex(x)
    return _complex(FORWARD, x, _several_axes(x, axes, s), -_norm(norm))


def ifftn(x: Any, /, *, s: Sizes = None, axes: Sizes = None, norm: Norm = "backward") -> tf.Tensor:
    """The inverse of fftn."""
    x = _as_complex(x)
    return _complex(INVERSE, x, _several_axes(x, axes, s), _norm(norm))


def rfft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: Norm = "backward") -> tf.Tensor:
    """The transform of `n` real elements along `axis`: its n//2 + 1 first elements, complex."""
    x = _as_real("rfft", x)
    return _from_real(x, _one_axis(x, axis, n), -_norm(norm))


def irfft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: Norm = "backward") -> tf.Tensor:
    """The inverse of rfft: `n` real elements along `axis`, 2*(M - 1) if it is None."""
    x = _as_complex(x)
    return _to_real(x, _one_axis(x, axis, n), _norm(norm))


def rfftn(x: Any, /, *, s: Sizes = None, axes: Sizes = None, norm: Norm = "backward") -> tf.Tensor:
    """The transform of real elements along `axes`: along the last of them only its s[-1]//2 + 1 first elements."""
    x, power = _as_real("rfftn", x), -_norm(norm)
    *others, last = _several_axes(x, axes, s, at_least=1)
    return _complex(FORWARD, _from_real(x, last, power), others, power)


def irfftn(x: Any, /, *, s: Sizes = None, axes: Sizes = None, norm: Norm = "backward") -> tf.Tensor:
    """The inverse of rfftn: real, s[-1] elements along the last of `axes`, 2*(M - 1) if `s` is None."""
    x, power = _as_complex(x), _norm(norm)
    *others, last = _several_axes(x, axes, s, at_least=1)
    return _to_real(_complex(INVERSE, x, others, power), last, power)


def hfft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: Norm = "backward") -> tf.Tensor:
    """The transform of `n` elements of which `x` has the n//2 + 1 first, the others being their conjugates: real."""
    x = raw.Conj(input=_as_complex(x))
    return _to_real(x, _one_axis(x, axis, n), 1 - _norm(norm))


def ihfft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: Norm = "backward") -> tf.Tensor:
    """The inverse of hfft, of real elements: the n//2 + 1 first elements, complex."""
    x = _as_real("ihfft", x)
    return raw.Conj(input=_from_real(x, _one_axis(x, axis, n), _norm(norm) - 1))


def fftfreq(n: int, /, *, d: float = 1.0, dtype: Any = None, device: str | None = None) -> tf.Tensor:
    """The frequencies (n,) that belong to the elements of an fft of samples `d` apart; float32 if no dtype is given."""
    return _frequencies(n, d, dtype, device, lambda: (tf.range(n, dtype=int64) + n // 2) % n - n // 2)


def rfftfreq(n: int, /, *, d: float = 1.0, dtype: Any = None, device: str | None = None) -> tf.Tensor:
    """The frequencies (n//2 + 1,) that belong to the elements of an rfft; float32 if no dtype is given."""
    return _frequencies(n, d, dtype, device, lambda: tf.range(n // 2 + 1, dtype=int64))


def fftshift(x: Any, /, *, axes: int | Sequence[int] | None = None) -> tf.Tensor:
    """`x` with the element of frequency 0 in the middle of `axes` (None: all)."""
    return _shifted(x, axes, lambda size: size // 2)


def ifftshift(x: Any, /, *, axes: int | Sequence[int] | None = None) -> tf.Tensor:
    """The inverse of fftshift."""
    return _shifted(x, axes, lambda size: -(size // 2))


# -- one transform, of any axes, sizes and norm ----------------------------------------------------------------------


def _complex(ops: dict[int, Any], x: tf.Tensor, todo: list[AxisAndSize], power: float) -> tf.Tensor:
    """A complex transform, times the number of elements to `power`; up to three axes at a time."""
    for first in range(0, len(todo), len(ops)):
        axes, sizes = zip(*todo[first : first + len(ops)], strict=True)
        x = _resized(_with_axes_last(x, axes), sizes)
        elements = _product([_size(x, place) for place in range(-len(axes), 0)])
        x = _scaled(ops[len(axes)](input=x), elements, power)
        x = _with_axes_last(x, axes, back=True)
    return x


def _from_real(x: tf.Tensor, axis_and_size: AxisAndSize, power: float) -> tf.Tensor:
    """The first half of a transform of real numbers along one axis, times their number to `power`."""
    axis, size = axis_and_size
    x = _resized(_with_axes_last(x, [axis]), [size])
    n = _size(x, -1)
    transformed = raw.RFFT(input=x, fft_length=_as_length(n), Tcomplex=COMPLEX_OF[x.dtype])
    return _with_axes_last(_scaled(transformed, n, power), [axis], back=True)


def _to_real(x: tf.Tensor, axis_and_size: AxisAndSize, power: float) -> tf.Tensor:
    """The inverse transform of the first half of `n` elements along one axis, times `n` to `power`: real."""
    axis, n = axis_and_size
    x = _with_axes_last(x, [axis])
    n = 2 * (_size(x, -1) - 1) if n is None else n
    _require_elements(x, n)
    x = _resized(x, [n // 2 + 1])
    transformed = raw.IRFFT(input=x, fft_length=_as_length(n), Treal=REAL_PART[x.dtype])
    return _with_axes_last(_scaled(transformed, n, power), [axis], back=True)


def _one_axis(x: tf.Tensor, axis: int, n: int | None) -> AxisAndSize:
    place = normalize_axis(axis, static_rank(x))
    size = None if n is None else operator.index(n)
    _require_elements(x, x.shape[place] if size is None else size)
    return place, size


def _several_axes(x: tf.Tensor, axes: Sizes, sizes: Sizes, at_least: int = 0) -> list[AxisAndSize]:
    """What to transform. A size of -1 keeps an axis as it is; sizes without axes are those of the last axes."""
    rank = static_rank(x)
    if axes is None and sizes is not None:
        axes = range(rank - len(sizes), rank)
    places = normalize_axes(None if axes is None else tuple(axes), rank)
    wanted = [None] * len(places) if sizes is None else [None if size == -1 else size for size in sizes]
    if len(wanted) != len(places) or len(places) < at_least:
        message = f"expected sizes for each of {at_least} or more axes, got sizes {sizes} for axes {places}"
        raise ValueError(message)
    return [_one_axis(x, axis, size) for axis, size in zip(places, wanted, strict=True)]


def _require_elements(x: tf.Tensor, size: Any) -> None:
    if isinstance(size, int) and size < 1:
        message = f"cannot transform {size} elements of an array of shape {tuple(x.shape)}: at least 1 is needed"
        raise ValueError(message)


def _with_axes_last(x: tf.Tensor, axes: Sequence[int], *, back: bool = False) -> tf.Tensor:
    """`x` with `axes` moved to the end; with `back`, where they were."""
    rank = static_rank(x)
    order = [*(axis for axis in range(rank) if axis not in axes), *axes]
    if order == list(range(rank)):
        return x
    return raw.Transpose(x=x, perm=integers([order.index(axis) for axis in range(rank)] if back else order))


def _resized(x: tf.Tensor, sizes: Sequence[int | None]) -> tf.Tensor:
    """`x` with its last axes cut, or padded with zeros, to `sizes`; None keeps an axis."""
    first = static_rank(x) - len(sizes)
    now = [_size(x, place) for place in range(first + len(sizes))]
    new = now[:first] + [old if size is None else size for old, size in zip(now[first:], sizes, strict=True)]
    pairs = list(zip(now, new, strict=True))
    if any(_may(operator.gt, *pair) for pair in pairs):
        shape = [old if old is size else _smaller(old, size) for old, size in pairs]
        x = raw.Slice(input=x, begin=integers([0] * len(shape)), size=_dims(shape))
    if any(_may(operator.lt, *pair) for pair in pairs):
        after = _dims([0 if old is size else _excess(size, old) for old, size in pairs])
        x = raw.Pad(input=x, paddings=tf.stack([tf.zeros_like(after), after], axis=1))
    if not x.shape.is_fully_defined():  # in a tf.function, which cannot see what the dynamic sizes come to
        x.set_shape([size if isinstance(size, int) else None for size in new])
    return x


def _may(compare: Callable[[Any, Any], Any], old: Any, new: Any) -> bool:
    """Whether a comparison of sizes holds, or is not known yet."""
    if old is new:
        return False
    return bool(compare(old, new)) if isinstance(old, int) and isinstance(new, int) else True


def _smaller(one: Any, other: Any) -> Any:
    return min(one, other) if isinstance(one, int) and isinstance(other, int) else tf.minimum(one, other)


def _excess(one: Any, other: Any) -> Any:
    """How much greater one size is than another, or 0."""
    return one - _smaller(one, other)


def _dims(sizes: Sequence[Any]) -> tf.Tensor:
    """Sizes, some of them tensors in a tf.function, as one tensor."""
    return integers(sizes) if all(isinstance(size, int) for size in sizes) else tf.stack(sizes)


def _size(x: tf.Tensor, axis: int) -> Any:
    """The size of an axis: an int if it is known, else a tensor."""
    size = x.shape.as_list()[axis]
    return tf.shape(x)[axis] if size is None else size


def _product(sizes: Sequence[Any]) -> Any:
    return prod(sizes) if all(isinstance(size, int) for size in sizes) else tf.reduce_prod(tf.stack(sizes))


def _as_length(n: Any) -> tf.Tensor:
    return integers([n]) if isinstance(n, int) else tf.reshape(n, [1])


def _scaled(x: tf.Tensor, n: Any, power: float) -> tf.Tensor:
    """`x` times n ** power."""
    if power == 0:
        return x
    factor = tf.constant(n**power, float64) if isinstance(n, int) else tf.cast(n, float64) ** power
    return raw.Mul(x=x, y=tf.cast(factor, x.dtype))


# -- arguments -------------------------------------------------------------------------------------------------------


def _norm(norm: str) -> float:
    if norm not in NORMS:
        message = f"norm must be one of {', '.join(map(repr, NORMS))}, got {short_repr(norm)}"
        raise ValueError(message)
    return NORMS[norm]


def _as_complex(x: Any) -> tf.Tensor:
    x = tensor(x)
    if x.dtype.is_complex:
        return x
    real = cast(x, REAL_PART[AS_COMPLEX[x.dtype]])
    return complex_of(real, raw.ZerosLike(x=real))  # not a cast: its gradient logs a warning


def _as_real(name: str, x: Any) -> tf.Tensor:
    x = tensor(x)
    if x.dtype not in AS_REAL:
        message = f"{name} takes real arrays, got {x.dtype.name}: use the transform without the r or h, or take real(x)"
        raise TypeError(message)
    return cast(x, AS_REAL[x.dtype])


def _shifted(x: Any, axes: Any, shift: Callable[[Any], Any]) -> tf.Tensor:
    x = tensor(x)
    places = normalize_axes(tuple(axes) if isinstance(axes, Sequence) else axes, static_rank(x))
    if not places:
        return x
    return raw.Roll(input=x, shift=_dims([shift(_size(x, axis)) for axis in places]), axis=integers(places))


def _frequencies(n: int, d: float, dtype: Any, device: str | None, numbers: Callable[[], tf.Tensor]) -> tf.Tensor:
    wanted = DEFAULT_REAL if dtype is None else tf.as_dtype(dtype)
    if wanted not in REAL:
        message = f"frequencies are real floating numbers, got dtype {wanted.name}"
        raise TypeError(message)
    if operator.index(n) < 1:
        message = f"frequencies need a number of samples of at least 1, got {n}"
        raise ValueError(message)
    with on(device):
        return cast(cast(numbers(), float64) * (1.0 / (n * d)), wanted)


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
