"""Sums, statistics, rounding and comparisons."""

from __future__ import annotations

import numbers
from collections.abc import Sequence
from typing import Any

import numpy

import unified_arrays as ua

from ..._common import argument_errors
from ..._common.dtypes import neutral
from ..._common.python_scalars import NUMBERS
from .. import _array_likes, _dtypes
from .._options import CASTINGS, cast_unsafely, into
from .._row import NO_VALUE
from .._rows import elementwise, linear_algebra, reductions
from .._scalar_types import dtype
from .._table import Functions

__all__ = [
    "allclose",
    "around",
    "array_equal",
    "array_equiv",
    "average",
    "bitwise_count",
    "broadcast_shapes",
    "can_cast",
    "clip",
    "common_type",
    "cross",
    "cumprod",
    "cumsum",
    "einsum",
    "fix",
    "gradient",
    "histogram2d",
    "histogramdd",
    "interp",
    "iscomplexobj",
    "isdtype",
    "isrealobj",
    "isscalar",
    "may_share_memory",
    "nan_to_num",
    "poly",
    "polydiv",
    "polyfit",
    "polysub",
    "real_if_close",
    "result_type",
    "roots",
    "round",
    "shares_memory",
    "trace",
]
_of_rows = Functions({**elementwise.HIDDEN, **reductions.HIDDEN, **linear_algebra.HIDDEN}, reductions.IN_FLOATS)


def cumsum(a: Any, axis: int | None = None, dtype: Any = None, out: Any = None) -> Any:
    """Sums of the elements up to each one, along an axis, or of the flattened array."""
    a, axis = _flat_without_axis("cumsum", a, axis, out)
    return ua.cumulative_sum(a, axis=axis, dtype=_dtypes.as_dtype("cumsum", dtype), out=out)


def cumprod(a: Any, axis: int | None = None, dtype: Any = None, out: Any = None) -> Any:
    """Products of the elements up to each one, along an axis, or of the flattened array."""
    a, axis = _flat_without_axis("cumprod", a, axis, out)
    return ua.cumulative_prod(a, axis=axis, dtype=_dtypes.as_dtype("cumprod", dtype), out=out)


def _flat_without_axis(function: str, a: Any, axis: int | None, out: Any) -> tuple[Any, int]:
    (a,) = _array_likes.arrays(function, a, out=out)
    return (ua.ravel(a), 0) if axis is None else (a, axis)


def round(a: Any, decimals: int = 0, out: Any = None) -> Any:
    """The elements rounded to so many decimals, halves to the even neighbour."""
    (a,) = _array_likes.arrays("round", a, out=out)
    if decimals == 0 or (decimals > 0 and ua.isdtype(a.dtype, ("integral", "bool"))):
        return ua.round(a, out=out)
    is_integer = ua.isdtype(a.dtype, "integral")
    scale = 10.0 ** abs(decimals)
    x = ua.astype(a, "float64") if is_integer else a
    if decimals > 0:
        rounded = ua.divide(ua.round(ua.multiply(x, scale)), scale)
    else:
        rounded = ua.multiply(ua.round(ua.divide(x, scale)), scale)
    return into("round", ua.astype(rounded, a.dtype) if is_integer else rounded, out)


around = round


def fix(x: Any, out: Any = None) -> Any:
    """The elements rounded towards zero."""
    (x,) = _array_likes.arrays("fix", x, out=out)
    return ua.trunc(x, out=out)


def clip(
    a: Any,
    a_min: Any = NO_VALUE,
    a_max: Any = NO_VALUE,
    out: Any = None,
    *,
    min: Any = NO_VALUE,
    max: Any = NO_VALUE,
    **options: Any,
) -> Any:
    """The elements, none below `a_min` and none above `a_max`; None is no bound."""
    if (a_min is NO_VALUE) is not (a_max is NO_VALUE) and min is max is NO_VALUE:
        raise argument_errors.wrong_type("clip", "a_min and a_max", "one of two", "both, or min and max by name")
    low = min if a_min is NO_VALUE else a_min
    high = max if a_max is NO_VALUE else a_max
    if (a_min is not NO_VALUE and min is not NO_VALUE) or (a_max is not NO_VALUE and max is not NO_VALUE):
        raise argument_errors.wrong_value("clip", "min", "given as a_min or a_max too", "one of the two names")
    low, high = (None if bound is NO_VALUE else bound for bound in (low, high))
    a, low, high = _array_likes.operands("clip", a, low, high, out=out)
    if out is None and not ua.isdtype(a.dtype, _array_likes.FLOATING):
        common = result_type(a, *(bound for bound in (low, high) if bound is not None))
        a = ua.astype(a, common.name, copy=False)
    return _of_rows["clip_to_bounds"](a, low, high, out, **options)


def nan_to_num(x: Any, copy: bool = True, nan: float = 0.0, posinf: Any = None, neginf: Any = None) -> Any:
    """The elements, with numbers in the place of NaN and infinities; in place if `copy` is False."""
    return _of_rows["nan_to_num_of"](x, nan, posinf, neginf, None if copy else x)


def average(a: Any, axis: Any = None, weights: Any = None, returned: bool = False, *, keepdims: bool = False) -> Any:
    """The weighted mean along an axis; `returned`: and the sums of the weights."""
    a, weights = _array_likes.arrays("average", a, weights)
    a = _array_likes.in_floats(a)
    mean = ua.average(a, axis=axis, weights=weights, keepdims=keepdims)
    if not returned:
        return mean
    spread = ua.ones_like(a)
    if weights is not None:
        if axis is not None and tuple(weights.shape) != tuple(a.shape):
            lengths = [1] * len(a.shape)
            for place in (axis,) if isinstance(axis, int) else axis:
                lengths[place] = a.shape[place]
            weights = ua.reshape(weights, tuple(lengths))
        spread = ua.multiply(spread, weights)
    return mean, ua.sum(spread, axis=axis, keepdims=keepdims)


def interp(x: Any, xp: Any, fp: Any, left: Any = None, right: Any = None, period: Any = None) -> Any:
    """Values between the points (xp, fp), on straight lines."""
    return _of_rows["interp_of"](x, xp, fp, left, right, period)


def gradient(f: Any, *varargs: Any, axis: Any = None, edge_order: int = 1) -> Any:
    """Central differences along axes: one array, or a tuple of them for several axes."""
    f = _array_likes.in_floats(_array_likes.array("gradient", f))
    spacing = [
        value if type(value) in NUMBERS else _array_likes.arrays("gradient", value, out=f)[0] for value in varargs
    ]
    results = ua.gradient(f, *spacing, axis=axis, edge_order=edge_order)
    return results[0] if len(results) == 1 else results


def histogram2d(
    x: Any, y: Any, bins: Any = 10, range: Any = None, density: bool | None = None, weights: Any = None
) -> Any:
    """How many points lie in each cell of a grid, and the edges of the cells along the two axes."""
    x, y, weights = _array_likes.arrays("histogram2d", x, y, weights)
    if not isinstance(bins, int) and len(bins) not in (1, 2):
        bins = [bins, bins]
    return ua.histogram2d(x, y, _edges(x, bins), range=range, density=bool(density), weights=weights)


def histogramdd(
    sample: Any, bins: Any = 10, range: Any = None, density: bool | None = None, weights: Any = None
) -> Any:
    """How many points lie in each cell of a grid, and the edges of the cells along each axis."""
    if isinstance(sample, (list, tuple)):
        sample = ua.stack(_array_likes.arrays("histogramdd", *sample), axis=-1)
    sample, weights = _array_likes.arrays("histogramdd", sample, weights)
    if len(sample.shape) == 1:
        sample = ua.expand_dims(sample, 1)
    counts, *edges = ua.histogramdd(sample, _edges(sample, bins), range=range, density=bool(density), weights=weights)
    return counts, edges


def _edges(x: Any, bins: Any) -> Any:
    """Numbers of bins and edges, these as arrays beside `x`."""
    if isinstance(bins, (list, tuple)):
        return [bin_ if isinstance(bin_, int) else _array_likes.arrays("histogramdd", bin_, out=x)[0] for bin_ in bins]
    return bins


def allclose(a: Any, b: Any, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> bool:
    """Whether all elements agree within tolerances."""
    return bool(_of_rows["allclose_of"](a, b, rtol, atol, equal_nan))


def array_equal(a1: Any, a2: Any, equal_nan: bool = False) -> bool:
    """Whether shapes and all elements are equal."""
    return bool(_of_rows["array_equal_of"](a1, a2, equal_nan))


def array_equiv(a1: Any, a2: Any) -> bool:
    """Whether all elements are equal after broadcasting."""
    return bool(_of_rows["array_equiv_of"](a1, a2))


def trace(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1, dtype: Any = None, out: Any = None) -> Any:
    """The sums of the diagonals of the matrices along two axes."""
    (a,) = _array_likes.arrays("trace", a, out=out)
    a = ua.moveaxis(a, (axis1, axis2), (-2, -1))
    return ua.linalg.trace(a, offset=offset, dtype=_dtypes.as_dtype("trace", dtype), out=out)


def cross(a: Any, b: Any, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: int | None = None) -> Any:
    """Cross products of vectors of three elements; one of two has 0 as its third, of two such the third is returned."""
    if axis is not None:
        axisa = axisb = axisc = axis
    a, b = _array_likes.arrays("cross", a, b)
    for name, x in (("a", a), ("b", b)):
        if not len(x.shape):
            raise argument_errors.wrong_shape("cross", name, (), "one axis or more")
    a, b = ua.moveaxis(a, axisa, -1), ua.moveaxis(b, axisb, -1)
    lengths = (a.shape[-1], b.shape[-1])
    if not {2, 3}.issuperset(lengths):
        raise argument_errors.wrong_value("cross", "the lengths of vectors", lengths, "2 or 3")
    if lengths == (2, 2):
        return ua.subtract(ua.multiply(a[..., 0], b[..., 1]), ua.multiply(a[..., 1], b[..., 0]))
    a, b = (ua.concat([x, ua.zeros_like(x[..., :1])], axis=-1) if x.shape[-1] == 2 else x for x in (a, b))
    return ua.moveaxis(ua.linalg.cross(*ua.broadcast_arrays(a, b)), -1, axisc)


def einsum(*operands: Any, out: Any = None, optimize: Any = False, **options: Any) -> Any:
    """Sums of products, by Einstein's convention: with subscripts as a string first."""
    dtype, casting, order = options.pop("dtype", None), options.pop("casting", "safe"), options.pop("order", "K")
    for name, value, known in (("casting", casting, CASTINGS), ("order", order, "KCAF")):
        if value not in known:
            raise argument_errors.unknown_choice("einsum", name, value, known)
    if casting in ("no", "equiv") or order == "F":
        name, value = ("order", order) if order == "F" else ("casting", casting)
        raise argument_errors.not_honoured("einsum", name, value)
    for name, value in options.items():
        raise argument_errors.not_honoured("einsum", name, value)
    if not operands or not isinstance(operands[0], str):
        operands = _with_subscripts(operands)
    subscripts, *arrays = operands
    arrays = _array_likes.arrays("einsum", *arrays, out=out)
    is_unsafe = casting == "unsafe"
    if dtype is not None:
        wanted = _dtypes.as_dtype("einsum", dtype)
        arrays = [cast_unsafely(x, wanted) if is_unsafe else ua.astype(x, wanted) for x in arrays]
    if out is None or not is_unsafe:
        return ua.einsum(subscripts, *arrays, out=out)
    return into("einsum", cast_unsafely(ua.einsum(subscripts, *arrays), neutral(out.dtype)), out)


def _with_subscripts(operands: Sequence[Any]) -> tuple[Any, ...]:
    """`einsum(a, [0, 1], b, [1, 2], [0, 2])` as `einsum("ab,bc->ac", a, b)`."""
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

    def text(labels: Sequence[Any]) -> str:
        if any(label is not Ellipsis and not 0 <= label < len(letters) for label in labels):
            expected = f"lists of integers from 0 to {len(letters) - 1}"
            raise argument_errors.wrong_value("einsum", "the subscripts", list(labels), expected)
        return "".join("..." if label is Ellipsis else letters[label] for label in labels)

    pairs = len(operands) // 2
    inputs = ",".join(text(labels) for labels in operands[1 : 2 * pairs : 2])
    result = f"->{text(operands[-1])}" if len(operands) % 2 else ""
    return (inputs + result, *operands[0 : 2 * pairs : 2])


def polysub(a1: Any, a2: Any) -> Any:
    """The difference of two polynomials."""
    a1, a2 = _array_likes.arrays("polysub", a1, a2)
    return ua.polyadd(a1, ua.negative(a2))


def poly(seq_of_zeros: Any) -> Any:
    """The coefficients of the polynomial with these roots, or of the characteristic one of a matrix."""
    zeros = _array_likes.array("poly", seq_of_zeros)
    if len(zeros.shape) == 2:
        zeros = ua.linalg.eigvals(_array_likes.in_floats(zeros))
    coefficients = ua.ones((1,), dtype=_array_likes.in_floats(zeros).dtype, device=ua.device(zeros))
    for zero in ua.unstack(_array_likes.in_floats(ua.atleast_1d(zeros))):
        one = ua.ones_like(zero)
        coefficients = ua.convolve(coefficients, ua.stack([one, ua.negative(zero)]))
    return coefficients


def polydiv(u: Any, v: Any) -> Any:
    """The quotient and the remainder of two polynomials."""
    u, v = (_array_likes.in_floats(ua.atleast_1d(x)) for x in _array_likes.arrays("polydiv", u, v))
    rest, quotient = list(ua.unstack(u)), []
    divisor = list(ua.unstack(v))
    for _ in range(len(rest) - len(divisor) + 1):
        factor = ua.divide(rest[0], divisor[0])
        quotient.append(factor)
        rest = [
            ua.subtract(value, ua.multiply(factor, divisor[place])) if place < len(divisor) else value
            for place, value in enumerate(rest)
        ][1:]
    zero = ua.zeros_like(u[:1])
    while len(rest) > 1 and allclose(rest[0], 0, rtol=1e-14):
        rest = rest[1:]
    return ua.stack(quotient) if quotient else zero, ua.stack(rest) if rest else zero


def roots(p: Any) -> Any:
    """The zeros of a polynomial: real ones as real numbers, if all are."""
    p = _array_likes.array("roots", p)
    if len(p.shape) != 1:
        raise argument_errors.wrong_shape("roots", "p", tuple(p.shape), "one axis")
    places = ua.flatnonzero(p)
    if not places.shape[0]:
        return ua.zeros((0,), dtype="float64")
    zeros_at_end = p.shape[0] - 1 - int(places[-1])
    found = real_if_real(ua.roots(_array_likes.in_floats(p[int(places[0]) : int(places[-1]) + 1])), p)
    return ua.concat([found, ua.zeros((zeros_at_end,), dtype=found.dtype)]) if zeros_at_end else found


def polyfit(
    x: Any, y: Any, deg: int, rcond: float | None = None, full: bool = False, w: Any = None, cov: Any = False
) -> Any:
    """The coefficients of the polynomial that fits points best; with `full` or `cov`, and how well it does."""
    x, y, w = _array_likes.arrays("polyfit", x, y, w)
    x, y = _array_likes.in_floats(x), _array_likes.in_floats(y)
    if not full and not cov:
        return ua.polyfit(x, y, deg, rcond=rcond, w=w)
    left, right = ua.vander(x, deg + 1), y
    if w is not None:
        left = ua.multiply(left, ua.expand_dims(w, 1))
        right = ua.multiply(y, ua.expand_dims(w, 1) if len(y.shape) == 2 else w)
    scale = ua.sqrt(ua.sum(ua.square(left), axis=0))
    rcond = x.shape[0] * float(ua.finfo(x.dtype).eps) if rcond is None else rcond
    solution, residuals, rank, values = ua.linalg.lstsq(ua.divide(left, scale), right, rcond=rcond)
    coefficients = ua.divide(solution, ua.expand_dims(scale, 1) if len(y.shape) == 2 else scale)
    if full:
        return coefficients, residuals, rank, values, rcond
    covariance = ua.linalg.inv(ua.matmul(ua.matrix_transpose(left), left))
    if len(y.shape) == 2:
        covariance = ua.expand_dims(covariance, -1)
    if cov == "unscaled":
        return coefficients, covariance
    if x.shape[0] <= deg + 1:
        raise argument_errors.wrong_value("polyfit", "cov", cov, "more points than coefficients, or 'unscaled'")
    return coefficients, ua.multiply(covariance, ua.divide(residuals, float(x.shape[0] - deg - 1)))


def real_if_real(x: Any, given: Any) -> Any:
    """Complex results for real numbers as real ones, if all are; in a graph nobody knows."""
    if ua.isdtype(given.dtype, "complex floating") or not ua.isdtype(x.dtype, "complex floating"):
        return x
    return ua.real(x) if bool(ua.all(ua.equal(ua.imag(x), 0))) else x


def real_if_close(a: Any, tol: float = 100) -> Any:
    """The real parts of a complex array whose imaginary parts are all close to zero."""
    a = _array_likes.array("real_if_close", a)
    if not ua.isdtype(a.dtype, "complex floating"):
        return a
    if tol > 1:
        tol = float(ua.finfo(a.dtype).eps) * tol
    return ua.real(a) if bool(ua.all(ua.less(ua.abs(ua.imag(a)), tol))) else a


def bitwise_count(x: Any, /, out: Any = None) -> Any:
    """How many bits of the absolute values are 1."""
    (x,) = _array_likes.arrays("bitwise_count", x, out=out)
    bits = ua.iinfo(x.dtype).bits
    x = ua.abs(x)
    total = ua.zeros_like(x)
    for place in range(bits):
        total = ua.add(total, ua.bitwise_and(ua.bitwise_right_shift(x, place), 1))
    return into("bitwise_count", ua.astype(total, "uint8"), out)


def can_cast(from_: Any, to: Any, casting: Any = "safe") -> bool:
    """Whether one dtype can be cast to another one."""
    source = from_.dtype if ua.is_array(from_) else from_
    return bool(numpy.can_cast(_dtypes.name_of("can_cast", source), _dtypes.name_of("can_cast", to), casting))


def result_type(*arrays_and_dtypes: Any) -> Any:
    """The dtype that arrays, numbers and dtypes promote to."""
    plain = [
        numpy.dtype(_dtypes.name_of("result_type", value.dtype))
        if ua.is_array(value)
        else value
        if type(value) in NUMBERS
        else numpy.dtype(_dtypes.name_of("result_type", value))
        for value in arrays_and_dtypes
    ]
    return dtype(numpy.result_type(*plain))


def common_type(*arrays: Any) -> Any:
    """The floating dtype that arrays promote to."""
    floating = [value if ua.isdtype(value.dtype, _array_likes.FLOATING) else "float64" for value in arrays]
    return result_type(*floating)


def broadcast_shapes(*args: Any) -> tuple[int | None, ...]:
    """The shape that shapes broadcast to."""
    shapes = ((shape,) if isinstance(shape, int) else tuple(shape) for shape in args)
    return ua.broadcast_shapes(*shapes)


def isdtype(dtype: Any, kind: Any) -> bool:
    """Whether a dtype is of a kind."""
    return bool(ua.isdtype(dtype, kind))


def iscomplexobj(x: Any) -> bool:
    """Whether the dtype is complex."""
    return bool(ua.iscomplexobj(_array_likes.array("iscomplexobj", x)))


def isrealobj(x: Any) -> bool:
    """Whether the dtype is not complex."""
    return not iscomplexobj(x)


def isscalar(element: Any) -> bool:
    """Whether it is a number or a string and no array."""
    return isinstance(element, (str, bytes, numbers.Number)) or (
        ua.is_array(element) and not hasattr(element, "__setitem__")
    )


def shares_memory(a: Any, b: Any, /, max_work: Any = None) -> bool:
    """Whether two arrays have an element in the same memory."""
    return bool(ua.memory.shares_memory(a, b)) if ua.is_array(a) and ua.is_array(b) else False


def may_share_memory(a: Any, b: Any, /, max_work: Any = None) -> bool:
    """`shares_memory`."""
    return shares_memory(a, b)
