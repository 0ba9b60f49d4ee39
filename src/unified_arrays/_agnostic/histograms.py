"""How many elements lie where: counts of integers, and histograms."""

from __future__ import annotations

from typing import Any

from .._common import argument_errors, errors
from .._common.dtypes import neutral
from .._common.known_sizes import shapes_agree
from .arguments import FLOATING, holds
from .bin_counts import bin_count
from .parts import device_of, flat, sizes_of, values_are_known


def bincount(xp: Any, x: Any, /, weights: Any = None, *, minlength: int = 0) -> Any:
    if x.ndim != 1:
        raise argument_errors.wrong_shape("bincount", "x", tuple(x.shape), "one axis")
    if not xp.isdtype(x.dtype, ("integral", "bool")):
        raise argument_errors.wrong_dtype("bincount", "x", x.dtype, "an integer one")
    _check_weights("bincount", weights, x)
    if minlength < 0:
        raise argument_errors.wrong_value("bincount", "minlength", minlength, "0 or more")
    counted = xp.own("counts")
    counts = counted(x, minlength) if counted is not None and weights is None else None
    if counts is not None:
        return counts
    x = xp.astype(x, xp.int64, copy=False)
    if x.shape[0] != 0 and holds(xp, xp.less(xp.min(x), 0)):
        raise argument_errors.wrong_values("bincount", "x", "what is negative", "integers from 0 on")
    if weights is not None:
        weights = xp.astype(weights, xp.float64)
    own = xp.own("sums_of_unknown_size")
    if own is not None:
        return own(x, weights, minlength)
    size = max(minlength, int(xp.max(x)) + 1 if x.shape[0] else 0)
    return _sums_at(xp, x, xp.ones_like(x) if weights is None else weights, size)


def _check_weights(function: str, weights: Any, x: Any) -> None:
    if weights is not None and not shapes_agree(tuple(weights.shape), tuple(x.shape)):
        raise argument_errors.wrong_shape(function, "weights", tuple(weights.shape), f"that of x, {tuple(x.shape)}")


def _sums_at(xp: Any, index: Any, values: Any, size: Any) -> Any:
    """The sum of the values whose index is 0, 1, ... up to `size`."""
    own = xp.own("sums_at")
    if own is not None:
        return own(index, values, size)
    places = xp.arange(size, dtype=index.dtype, device=device_of(index))
    chosen = xp.equal(xp.expand_dims(places, axis=1), index)
    return xp.sum(xp.where(chosen, values, xp.zeros_like(values)), axis=1)


def digitize(xp: Any, x: Any, bins: Any, /, *, right: bool = False) -> Any:
    if bins.ndim != 1:
        raise argument_errors.wrong_shape("digitize", "bins", tuple(bins.shape), "one axis")
    rises, falls = (xp.all(compare(bins[1:], bins[:-1])) for compare in (xp.greater_equal, xp.less_equal))
    if holds(xp, xp.logical_not(xp.logical_or(rises, falls))):
        raise argument_errors.wrong_values(
            "digitize", "bins", "what neither rises nor falls", "ascending or descending edges"
        )
    side = "left" if right else "right"
    rising = xp.searchsorted(bins, x, side=side)
    size = sizes_of(xp, bins)[0]
    falling = xp.subtract(size, xp.searchsorted(xp.flip(bins), x, side=side))
    return xp.where(rises, rising, falling)


def histogram_bin_edges(xp: Any, x: Any, /, bins: Any = 10, *, range: Any = None, weights: Any = None) -> Any:
    bins = _counted(xp, "histogram_bin_edges", x, bins, range, weights)
    return _edges(xp, "histogram_bin_edges", "x", x, bins, range)


def histogram(
    xp: Any, x: Any, /, bins: Any = 10, *, range: Any = None, weights: Any = None, density: bool = False
) -> tuple[Any, Any]:
    bins = _counted(xp, "histogram", x, bins, range, weights)
    edges = _edges(xp, "histogram", "x", x, bins, range)
    _check_weights("histogram", weights, x)
    x = flat(xp, x)
    if weights is None and not (isinstance(bins, int) and xp.own("sums_at") is not None):
        ordered = xp.sort(x)
        first = xp.searchsorted(ordered, edges[:-1], side="left")
        last = xp.searchsorted(ordered, edges[-1:], side="right")
        counts = xp.diff(xp.concat([first, last]))
    else:
        # Between the least and the largest element all lie inside, if these have been looked at.
        inside = range is None and isinstance(bins, int) and values_are_known(xp, x)
        place = _bin(xp, x, edges, bins, all_inside=inside)
        values = xp.ones_like(place) if weights is None else flat(xp, weights)
        length = sizes_of(xp, edges)[0] - 1
        counts = _sums_at(xp, place, values, length) if inside else _sums_in_bins(xp, [place], [length], values)
    if density:
        counts = _density(xp, counts, [edges])
    return counts, edges


def _counted(xp: Any, function: str, x: Any, bins: Any, range: Any, weights: Any) -> Any:
    """`bins`, as a number if it is the name of a rule."""
    if not isinstance(bins, str):
        return bins
    if weights is not None:
        raise argument_errors.rule_beside_weights(function, bins)
    edges = _edges(xp, function, "x", x, 1, range)
    low, high = float(edges[0]), float(edges[1])
    x = flat(xp, x)
    if range is not None:
        x = x[xp.logical_and(xp.greater_equal(x, low), xp.less_equal(x, high))]
    return bin_count(xp, function, x, bins, low, high)


def histogram2d(
    xp: Any, x: Any, y: Any, /, bins: Any = 10, *, range: Any = None, density: bool = False, weights: Any = None
) -> tuple[Any, Any, Any]:
    for name, one in (("x", x), ("y", y)):
        if one.ndim != 1:
            raise argument_errors.wrong_shape("histogram2d", name, tuple(one.shape), "one axis")
    if None not in (x.shape[0], y.shape[0]) and x.shape[0] != y.shape[0]:
        raise errors.shapes_apart("histogram2d", {"x": tuple(x.shape), "y": tuple(y.shape)}, "two of one length")
    if not (hasattr(bins, "shape") or isinstance(bins, int)) and len(bins) != 2:
        bins = [bins, bins]  # a list of edges
    return _histogram(xp, "histogram2d", {"x": x, "y": y}, bins, range, density, weights)


def histogramdd(
    xp: Any, sample: Any, /, bins: Any = 10, *, range: Any = None, density: bool = False, weights: Any = None
) -> tuple[Any, ...]:
    sample = xp.expand_dims(sample, axis=1) if sample.ndim == 1 else sample
    if sample.ndim != 2 or sample.shape[1] in (None, 0):
        raise argument_errors.wrong_shape("histogramdd", "sample", tuple(sample.shape), "a row for each point (N, D)")
    coordinates = {f"sample[:, {axis}]": one for axis, one in enumerate(xp.unstack(sample, axis=1))}
    return _histogram(xp, "histogramdd", coordinates, bins, range, density, weights)


def _histogram(
    xp: Any, function: str, coordinates: dict[str, Any], bins: Any, range: Any, density: bool, weights: Any
) -> tuple[Any, ...]:
    """The points counted in the bins of all axes, and the edges of each."""
    count, points = len(coordinates), list(coordinates.values())
    each = [bins] * count if hasattr(bins, "shape") or isinstance(bins, int) else list(bins)
    ranges = [None] * count if range is None else list(range)
    for name, given in (("bins", each), ("range", ranges)):
        if len(given) != count:
            raise argument_errors.wrong_value(function, name, given, f"one entry for each of {count} axes")
    _check_weights(function, weights, points[0])
    edges = [
        _edges(xp, function, name, one, own, own_range)
        for (name, one), own, own_range in zip(coordinates.items(), each, ranges, strict=True)
    ]
    lengths = [sizes_of(xp, one)[0] - 1 for one in edges]
    places = [_bin(xp, *one) for one in zip(points, edges, each, strict=True)]
    values = xp.ones_like(points[0], dtype=xp.float64) if weights is None else xp.astype(weights, xp.float64)
    counts = _sums_in_bins(xp, places, lengths, values)
    return (_density(xp, counts, edges) if density else counts), *edges


def _edges(xp: Any, function: str, parameter: str, x: Any, bins: Any, range: Any) -> Any:
    """The edges of the bins, which follow each other; evenly spaced if `bins` is their number."""
    if isinstance(bins, (list, tuple)):
        dtype = xp.float64 if any(isinstance(edge, float) for edge in bins) else xp.int64
        bins = xp.asarray(list(bins), dtype=dtype, device=device_of(x))
    if hasattr(bins, "shape") and bins.ndim:
        if bins.ndim != 1:
            raise argument_errors.wrong_shape(function, "bins", tuple(bins.shape), "one axis, or none")
        if holds(xp, xp.any(xp.less(bins[1:], bins[:-1]))):
            raise argument_errors.wrong_values(function, "bins", "what falls", "ascending edges")
        return bins
    if isinstance(bins, (str, float)) or hasattr(bins, "shape"):
        raise argument_errors.wrong_value(function, "bins", bins, "the number of bins, or an array of their edges")
    if bins < 1:
        raise argument_errors.wrong_value(function, "bins", bins, "1 or more")
    dtype = x.dtype if xp.isdtype(x.dtype, "real floating") else xp.float64
    if range is not None:
        low, high = map(float, range)
        if not low <= high or low == -float("inf") or high == float("inf"):
            raise argument_errors.wrong_value(function, "range", range, "two finite numbers, the first not the larger")
        low, high = (low - 0.5, high + 0.5) if low == high else (low, high)
        low, high = (xp.asarray(one, dtype=dtype, device=device_of(x)) for one in (low, high))
    elif 0 in tuple(x.shape):
        low, high = (xp.asarray(one, dtype=dtype, device=device_of(x)) for one in (0.0, 1.0))
    else:
        low, high = (xp.astype(find(x), dtype) for find in (xp.min, xp.max))
        if holds(xp, xp.logical_not(xp.isfinite(high - low))):
            raise argument_errors.wrong_values(function, parameter, "NaN or infinities", "finite numbers, or a range")
        wider = xp.astype(xp.equal(low, high), dtype) * 0.5
        low, high = low - wider, high + wider
    steps = xp.astype(xp.arange(bins, dtype=xp.int64, device=device_of(x)), dtype)
    edges = xp.concat([steps * ((high - low) / bins) + low, xp.reshape(high, (1,))])
    if holds(xp, xp.any(xp.less_equal(edges[1:], edges[:-1]))):
        expected = f"fewer, for {neutral(edges.dtype)} has no {bins + 1} edges so close to each other"
        raise argument_errors.wrong_value(function, "bins", bins, expected)
    return edges


def _bin(xp: Any, x: Any, edges: Any, bins: Any, *, all_inside: bool = False) -> Any:
    """The number of the bin that each element lies in: -1 or the number of bins where it lies in none."""
    if isinstance(bins, int):
        return _even_bin(xp, x, edges, bins, all_inside=all_inside)
    found = xp.subtract(xp.searchsorted(edges, x, side="right"), 1)
    if xp.isdtype(x.dtype, FLOATING):
        found = xp.where(xp.isnan(x), xp.full_like(found, -1), found)
    return xp.where(xp.equal(x, edges[-1:]), xp.subtract(found, 1), found)


def _even_bin(xp: Any, x: Any, edges: Any, bins: int, *, all_inside: bool) -> Any:
    """The same by division, which rounding may put into a bin beside the right one: the edges say so."""
    x = x if x.dtype == edges.dtype else xp.astype(x, edges.dtype)
    low, high = edges[:1], edges[-1:]
    inside = None if all_inside else xp.logical_and(xp.greater_equal(x, low), xp.less_equal(x, high))
    counted = x if inside is None else xp.where(inside, x, low)
    share = xp.divide(xp.subtract(counted, low), xp.subtract(high, low))
    place = xp.clip(xp.astype(xp.multiply(share, bins), xp.int64), 0, bins - 1)
    below = xp.less(x, xp.take(edges, place, axis=0))
    above = xp.logical_and(xp.greater_equal(x, xp.take(edges, xp.add(place, 1), axis=0)), xp.less(place, bins - 1))
    place = xp.add(place, xp.subtract(xp.astype(above, xp.int64), xp.astype(below, xp.int64)))
    return place if inside is None else xp.where(inside, place, xp.full_like(place, -1))


def _sums_in_bins(xp: Any, places: list[Any], lengths: list[Any], values: Any) -> Any:
    """The values summed by bins; those of no bin go to one more, which is left out again."""
    index, size = None, 1
    inside = None
    for place, length in zip(places, lengths, strict=True):
        here = xp.logical_and(xp.greater_equal(place, 0), xp.less(place, length))
        inside = here if inside is None else xp.logical_and(inside, here)
        index = place if index is None else xp.add(xp.multiply(index, length), place)
        size = size * length
    index = xp.where(inside, index, size)
    return xp.reshape(_sums_at(xp, index, values, size + 1)[:-1], tuple(lengths))


def _density(xp: Any, counts: Any, edges: list[Any]) -> Any:
    """Counts as parts of their sum for each unit of length."""
    result = xp.astype(counts, xp.float64)
    total = xp.sum(result)
    for axis, one in enumerate(edges):
        others = tuple(number for number in range(len(edges)) if number != axis)
        widths = xp.astype(xp.diff(one), xp.float64)
        result = xp.divide(result, xp.expand_dims(widths, axis=others) if others else widths)
    return xp.divide(result, total)
