"""The standard's fft extension: discrete Fourier transforms.

TensorFlow's ops transform the last axes, in their full sizes, of complex64 and complex128 (or float32 and float64).
Here axes are first moved to the end, and padded or truncated; other dtypes are cast to one of these.
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
AxisAndSize = tuple[int, int | None]  # a non-negative axis, and its new size (None: unchanged)

# Input dtype -> the dtype to transform in, for complex and for real input.
AS_COMPLEX = {dtype: dtype if dtype in COMPLEX else COMPLEX_OF.get(dtype, DEFAULT_COMPLEX) for dtype in ALL}
AS_REAL = {
    dtype: float32 if dtype in HALF else dtype if dtype in REAL else DEFAULT_REAL
    for dtype in ALL
    if dtype not in COMPLEX
}

# Forward transforms are divided by the number of elements to this power, inverse ones by it to 1 minus this power.
NORMS = {"backward": 0.0, "ortho": 0.5, "forward": 1.0}

# TensorFlow's ops over the last 1, 2 and 3 axes: unscaled forward transforms, and scaled inverse ones.
FORWARD = {1: raw.FFT, 2: raw.FFT2D, 3: raw.FFT3D}
INVERSE = {1: raw.IFFT, 2: raw.IFFT2D, 3: raw.IFFT3D}


def fft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: Norm = "backward") -> tf.Tensor:
    """The transform of `n` elements along `axis`: complex, also of a real array."""
    x = _as_complex(x)
    return _complex_transform(FORWARD, x, [_one_axis(x, axis, n)], -_norm_exponent(norm))


def ifft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: Norm = "backward") -> tf.Tensor:
    """The inverse of fft."""
    x = _as_complex(x)
    return _complex_transform(INVERSE, x, [_one_axis(x, axis, n)], _norm_exponent(norm))


def fftn(x: Any, /, *, s: Sizes = None, axes: Sizes = None, norm: Norm = "backward") -> tf.Tensor:
    """The transform of `s` elements along `axes` (None: all, or the last len(s)): complex, also of a real array."""
    x = _as_complex(x)
    return _complex_transform(FORWARD, x, _several_axes(x, axes, s), -_norm_exponent(norm))


def ifftn(x: Any, /, *, s: Sizes = None, axes: Sizes = None, norm: Norm = "backward") -> tf.Tensor:
    """The inverse of fftn."""
    x = _as_complex(x)
    return _complex_transform(INVERSE, x, _several_axes(x, axes, s), _norm_exponent(norm))


def rfft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: Norm = "backward") -> tf.Tensor:
    """The transform of `n` real elements along `axis`: its n//2 + 1 first elements, complex."""
    x = _as_real("rfft", x)
    return _real_to_half(x, _one_axis(x, axis, n), -_norm_exponent(norm))


def irfft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: Norm = "backward") -> tf.Tensor:
    """The inverse of rfft: `n` real elements along `axis`, 2*(M - 1) if it is None."""
    x = _as_complex(x)
    return _half_to_real(x, _one_axis(x, axis, n), _norm_exponent(norm))


def rfftn(x: Any, /, *, s: Sizes = None, axes: Sizes = None, norm: Norm = "backward") -> tf.Tensor:
    """The transform of real elements along `axes`: along the last of them only its s[-1]//2 + 1 first elements."""
    x, power = _as_real("rfftn", x), -_norm_exponent(norm)
    *others, last = _several_axes(x, axes, s, at_least=1)
    return _complex_transform(FORWARD, _real_to_half(x, last, power), others, power)


def irfftn(x: Any, /, *, s: Sizes = None, axes: Sizes = None, norm: Norm = "backward") -> tf.Tensor:
    """The inverse of rfftn: real, s[-1] elements along the last of `axes`, 2*(M - 1) if `s` is None."""
    x, power = _as_complex(x), _norm_exponent(norm)
    *others, last = _several_axes(x, axes, s, at_least=1)
    return _half_to_real(_complex_transform(INVERSE, x, others, power), last, power)


def hfft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: Norm = "backward") -> tf.Tensor:
    """The transform of `n` elements of which `x` has the n//2 + 1 first, the others being their conjugates: real."""
    x = raw.Conj(input=_as_complex(x))
    return _half_to_real(x, _one_axis(x, axis, n), 1 - _norm_exponent(norm))


def ihfft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: Norm = "backward") -> tf.Tensor:
    """The inverse of hfft, of real elements: the n//2 + 1 first elements, complex."""
    x = _as_real("ihfft", x)
    return raw.Conj(input=_real_to_half(x, _one_axis(x, axis, n), _norm_exponent(norm) - 1))


def fftfreq(n: int, /, *, d: float = 1.0, dtype: Any = None, device: str | None = None) -> tf.Tensor:
    """The frequencies (n,) that belong to the elements of an fft of samples `d` apart; float32 if no dtype is given."""
    return _frequencies(n, d, dtype, device, lambda: (tf.range(n, dtype=int64) + n // 2) % n - n // 2)


def rfftfreq(n: int, /, *, d: float = 1.0, dtype: Any = None, device: str | None = None) -> tf.Tensor:
    """The frequencies (n//2 + 1,) that belong to the elements of an rfft; float32 if no dtype is given."""
    return _frequencies(n, d, dtype, device, lambda: tf.range(n // 2 + 1, dtype=int64))


def fftshift(x: Any, /, *, axes: int | Sequence[int] | None = None) -> tf.Tensor:
    """`x` with the element of frequency 0 in the middle of `axes` (None: all)."""
    return _shift(x, axes, lambda size: size // 2)


def ifftshift(x: Any, /, *, axes: int | Sequence[int] | None = None) -> tf.Tensor:
    """The inverse of fftshift."""
    return _shift(x, axes, lambda size: -(size // 2))


# -- transforms of any axes, sizes and norm --------------------------------------------------------------------------


def _complex_transform(ops: dict[int, Any], x: tf.Tensor, axes_and_sizes: list[AxisAndSize], power: float) -> tf.Tensor:
    """A complex transform, scaled by the number of elements to `power`; up to three axes at a time."""
    for first in range(0, len(axes_and_sizes), len(ops)):
        axes, sizes = zip(*axes_and_sizes[first : first + len(ops)], strict=True)
        x = _resize(_with_axes_last(x, axes), sizes)
        elements = _product([_size(x, axis) for axis in range(-len(axes), 0)])
        x = _scale(ops[len(axes)](input=x), elements, power)
        x = _with_axes_last(x, axes, back=True)
    return x


def _real_to_half(x: tf.Tensor, axis_and_size: AxisAndSize, power: float) -> tf.Tensor:
    """The first half of the transform of a real array along one axis, scaled by its size to `power`."""
    axis, size = axis_and_size
    x = _resize(_with_axes_last(x, [axis]), [size])
    n = _size(x, -1)
    transformed = raw.RFFT(input=x, fft_length=_as_length(n), Tcomplex=COMPLEX_OF[x.dtype])
    return _with_axes_last(_scale(transformed, n, power), [axis], back=True)


def _half_to_real(x: tf.Tensor, axis_and_size: AxisAndSize, power: float) -> tf.Tensor:
    """The real inverse transform of the first half of `n` elements along one axis, scaled by `n` to `power`."""
    axis, n = axis_and_size
    x = _with_axes_last(x, [axis])
    n = 2 * (_size(x, -1) - 1) if n is None else n
    _require_elements(x, n)
    x = _resize(x, [n // 2 + 1])
    transformed = raw.IRFFT(input=x, fft_length=_as_length(n), Treal=REAL_PART[x.dtype])
    return _with_axes_last(_scale(transformed, n, power), [axis], back=True)


def _one_axis(x: tf.Tensor, axis: int, n: int | None) -> AxisAndSize:
    axis = normalize_axis(axis, static_rank(x))
    size = None if n is None else operator.index(n)
    _require_elements(x, x.shape[axis] if size is None else size)
    return axis, size


def _several_axes(x: tf.Tensor, axes: Sizes, sizes: Sizes, at_least: int = 0) -> list[AxisAndSize]:
    """The axes and their new sizes. A size of -1 keeps that of the array; sizes without axes are for the last axes."""
    rank = static_rank(x)
    if axes is None and sizes is not None:
        axes = range(rank - len(sizes), rank)
    axes = normalize_axes(None if axes is None else tuple(axes), rank)
    new_sizes = [None] * len(axes) if sizes is None else [None if size == -1 else size for size in sizes]
    if len(new_sizes) != len(axes) or len(axes) < at_least:
        message = f"expected sizes for each of {at_least} or more axes, got sizes {sizes} for axes {axes}"
        raise ValueError(message)
    return [_one_axis(x, axis, size) for axis, size in zip(axes, new_sizes, strict=True)]


def _require_elements(x: tf.Tensor, size: Any) -> None:
    if isinstance(size, int) and size < 1:
        message = f"cannot transform {size} elements of an array of shape {tuple(x.shape)}: at least 1 is needed"
        raise ValueError(message)


def _with_axes_last(x: tf.Tensor, axes: Sequence[int], *, back: bool = False) -> tf.Tensor:
    """`x` with `axes` moved to the end; with `back`, moved back from there."""
    rank = static_rank(x)
    order = [*(axis for axis in range(rank) if axis not in axes), *axes]
    if order == list(range(rank)):
        return x
    return raw.Transpose(x=x, perm=integers([order.index(axis) for axis in range(rank)] if back else order))


def _resize(x: tf.Tensor, sizes: Sequence[int | None]) -> tf.Tensor:
    """`x` with its last axes truncated, or padded with zeros, to `sizes`; None keeps the size."""
    first = static_rank(x) - len(sizes)
    old_sizes = [_size(x, axis) for axis in range(first + len(sizes))]
    new_sizes = [*[None] * first, *sizes]
    new_sizes = [old if size is None else size for old, size in zip(old_sizes, new_sizes, strict=True)]
    pairs = list(zip(old_sizes, new_sizes, strict=True))
    if any(_may(operator.gt, *pair) for pair in pairs):
        shape = [old if old is size else _minimum(old, size) for old, size in pairs]
        x = raw.Slice(input=x, begin=integers([0] * len(shape)), size=_sizes_tensor(shape))
    if any(_may(operator.lt, *pair) for pair in pairs):
        after = _sizes_tensor([0 if old is size else _excess(size, old) for old, size in pairs])
        x = raw.Pad(input=x, paddings=tf.stack([tf.zeros_like(after), after], axis=1))
    if not x.shape.is_fully_defined():  # in a tf.function, which cannot infer the sizes
        x.set_shape([size if isinstance(size, int) else None for size in new_sizes])
    return x


def _may(compare: Callable[[Any, Any], Any], old: Any, new: Any) -> bool:
    """Whether a comparison of sizes is True, or unknown before the graph runs."""
    if old is new:
        return False
    return bool(compare(old, new)) if isinstance(old, int) and isinstance(new, int) else True


def _minimum(first: Any, second: Any) -> Any:
    return min(first, second) if isinstance(first, int) and isinstance(second, int) else tf.minimum(first, second)


def _excess(first: Any, second: Any) -> Any:
    """max(first - second, 0)."""
    return first - _minimum(first, second)


def _sizes_tensor(sizes: Sequence[Any]) -> tf.Tensor:
    """A list of sizes, some of which may be tensors in a tf.function, as one tensor."""
    return integers(sizes) if all(isinstance(size, int) for size in sizes) else tf.stack(sizes)


def _size(x: tf.Tensor, axis: int) -> Any:
    """The size of an axis: an int if it is known, else a tensor."""
    size = x.shape.as_list()[axis]
    return tf.shape(x)[axis] if size is None else size


def _product(sizes: Sequence[Any]) -> Any:
    return prod(sizes) if all(isinstance(size, int) for size in sizes) else tf.reduce_prod(tf.stack(sizes))


def _as_length(n: Any) -> tf.Tensor:
    return integers([n]) if isinstance(n, int) else tf.reshape(n, [1])


def _scale(x: tf.Tensor, n: Any, power: float) -> tf.Tensor:
    """`x` times n ** power."""
    if power == 0:
        return x
    factor = tf.constant(n**power, float64) if isinstance(n, int) else tf.cast(n, float64) ** power
    return raw.Mul(x=x, y=tf.cast(factor, x.dtype))


# -- arguments -------------------------------------------------------------------------------------------------------


def _norm_exponent(norm: str) -> float:
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


def _shift(x: Any, axes: Any, shift: Callable[[Any], Any]) -> tf.Tensor:
    x = tensor(x)
    axes = normalize_axes(tuple(axes) if isinstance(axes, Sequence) else axes, static_rank(x))
    if not axes:
        return x
    return raw.Roll(input=x, shift=_sizes_tensor([shift(_size(x, axis)) for axis in axes]), axis=integers(axes))


def _frequencies(n: int, d: float, dtype: Any, device: str | None, numbers: Callable[[], tf.Tensor]) -> tf.Tensor:
    target = DEFAULT_REAL if dtype is None else tf.as_dtype(dtype)
    if target not in REAL:
        message = f"frequencies are real floating numbers, got dtype {target.name}"
        raise TypeError(message)
    if operator.index(n) < 1:
        message = f"frequencies need a number of samples of at least 1, got {n}"
        raise ValueError(message)
    with on(device):
        return cast(cast(numbers(), float64) * (1.0 / (n * d)), target)


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
