"""Functions beyond the standard that NumPy has itself: all whose parameters and results are ours."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from ...._common import argument_errors

# In NumPy (2.4) these take what ours take, and return what ours return.
_ALIKE = (
    "dot inner kron vdot linalg.norm linalg.cond linalg.multi_dot iscomplex isreal isposinf isneginf isclose "
    "asarray_chkfinite median nanmedian "
    "nanmax nanmin nanargmax nanargmin nanmean nanprod nancumsum nancumprod nanvar nanstd "
    "deg2rad rad2deg degrees radians angle exp2 cbrt fmax fmin fmod divmod modf frexp ldexp logaddexp2 heaviside gcd "
    "lcm sinc i0 spacing float_power nan_to_num interp trapezoid convolve correlate ediff1d unwrap "
    "polyval polyadd polyder vander "
    "ptp cov corrcoef digitize histogram histogram_bin_edges"
).split()


def _allclose(x1: Any, x2: Any, /, **options: Any) -> Any:
    return np.bool_(np.allclose(x1, x2, **options))


def _array_equal(x1: Any, x2: Any, /, *, equal_nan: bool = False) -> Any:
    return np.bool_(np.array_equal(x1, x2, equal_nan))


def _array_equiv(x1: Any, x2: Any, /) -> Any:
    return np.bool_(np.array_equiv(x1, x2))


def _bincount(x: Any, /, weights: Any = None, *, minlength: int = 0) -> Any:
    # np.bincount (2.4) refuses uint64.
    return np.bincount(x.astype(np.int64) if x.dtype == np.uint64 else x, weights, minlength)


def _histogram2d(x: Any, y: Any, /, bins: Any = 10, **options: Any) -> tuple[Any, Any, Any]:
    return np.histogram2d(x, y, bins, **options)


# Methods whose result is an element of x.
_TAKING = ("inverted_cdf", "closest_observation", "lower", "higher", "nearest")


def _make_quantile(function: Any) -> Any:
    def quantile(x: Any, q: Any, /, *, method: str = "linear", weights: Any = None, **options: Any) -> Any:
        # NumPy takes weights that are NaN before 2.4.
        if weights is not None and np.isnan(weights).any():
            raise argument_errors.wrong_values(
                function.__name__, "weights", "what is not finite", "finite weights, none negative"
            )
        # NumPy (2.4) subtracts small integers in their own dtype, where the difference may be too large.
        x = x.astype(np.float64) if x.dtype.kind in "biu" and method not in _TAKING else x
        return function(x, q, method=method, weights=weights, **options)

    return quantile


def _make_running(function: str, ufunc: Any) -> Any:
    def running(x: Any, /, *, axis: int | None = None) -> Any:
        if axis is None and x.ndim != 1:
            raise argument_errors.wrong_value(function, "axis", axis, f"an axis, for x has shape {x.shape}")
        return ufunc.accumulate(x, 0 if axis is None else axis)

    return running


def _histogramdd(sample: Any, /, bins: Any = 10, **options: Any) -> tuple[Any, ...]:
    counts, edges = np.histogramdd(sample, bins, **options)
    return counts, *edges


def _gradient(f: Any, /, *spacing: Any, axis: Any = None, edge_order: int = 1) -> tuple[Any, ...]:
    compute: Any = np.gradient
    found = compute(f, *spacing, axis=axis, edge_order=edge_order)
    return found if isinstance(found, tuple) else (found,)


def _lstsq(x1: Any, x2: Any, rcond: float | None) -> tuple[Any, Any, Any, Any]:
    solution, residuals, rank, s = np.linalg.lstsq(x1, x2, rcond)
    return solution, residuals, np.int32(rank), s


def _top_k(x: Any, k: int, axis: int, largest: bool) -> tuple[Any, Any]:
    size = x.shape[axis]
    places = np.argpartition(x, size - k if largest else k - 1, axis)
    places = np.take(places, range(size - k, size) if largest else range(k), axis)
    values = np.take_along_axis(x, places, axis)
    order = np.argsort(values, axis)
    order = np.flip(order, axis) if largest else order
    return np.take_along_axis(values, order, axis), np.take_along_axis(places, order, axis)


def _ravelled(multi_index: Any, sizes: tuple[int, ...], modes: Any) -> Any:
    """None of what NumPy refuses: what is wrong there is found again, and said, by what all backends do."""
    try:
        return np.ravel_multi_index(tuple(multi_index), sizes, modes)
    except (TypeError, ValueError):
        return None


def _tri(N: int, /, M: int | None = None, *, k: int = 0, dtype: Any = None, device: Any = None) -> Any:
    width = None if M is None else operator.index(M)
    return np.tri(operator.index(N), width, operator.index(k), np.float64 if dtype is None else dtype)


def _make_special(name: str) -> Any:
    def call(x: Any) -> Any:
        try:
            from scipy import special
        except ImportError:
            raise argument_errors.needs_package(name, "SciPy", "pip install 'unified_arrays[special]'") from None
        return getattr(special, name)(x)

    return call


COMPUTING = {name: operator.attrgetter(name)(np) for name in _ALIKE} | {
    "allclose": _allclose,
    "array_equal": _array_equal,
    "array_equiv": _array_equiv,
    "bincount": _bincount,
    "histogram2d": _histogram2d,
    **{name: _make_quantile(getattr(np, name)) for name in ("quantile", "nanquantile", "percentile", "nanpercentile")},
    "cumulative_max": _make_running("cumulative_max", np.maximum),
    "cumulative_min": _make_running("cumulative_min", np.minimum),
    "gradient": _gradient,
    "histogramdd": _histogramdd,
    "linalg.lstsq.of_floats": _lstsq,
    "ravelled": _ravelled,
    "top_k.unstable": _top_k,
    "tri": _tri,
    "unravelled": np.unravel_index,
    **{f"special.{name}": _make_special(name) for name in ("erf", "erfc", "erfinv", "gammaln", "digamma")},
}
