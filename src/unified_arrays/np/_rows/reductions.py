"""Reductions, and sums and products that go on along an axis."""

from __future__ import annotations

_WHERE = "initial=NO_VALUE, where=True"

ROWS = {
    f"sum(a, axis=None, dtype=None, out=None, keepdims=False, {_WHERE})":
    "sum(a, axis=axis, dtype=dtype, keepdims=keepdims, out=out)",
    f"prod(a, axis=None, dtype=None, out=None, keepdims=False, {_WHERE})":
    "prod(a, axis=axis, dtype=dtype, keepdims=keepdims, out=out)",
    **{
        f"{name}(a, axis=None, out=None, keepdims=False, {_WHERE})": f"{ours}(a, axis=axis, keepdims=keepdims, out=out)"
        for name, ours in (("max", "max"), ("amax", "max"), ("min", "min"), ("amin", "min"))
    },
    **{
        f"{name}(a, axis=None, out=None, keepdims=False, *, where=True)":
        f"{name}(a, axis=axis, keepdims=keepdims, out=out)"
        for name in ("all", "any")
    },
    "mean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=True)":
    "mean(a, axis=axis, keepdims=keepdims, out=out)",
    **{
        f"{name}(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=NO_VALUE, "
        "correction=NO_VALUE)": f"{name}(a, axis=axis, correction=ddof, keepdims=keepdims, out=out)"
        for name in ("std", "var", "nanstd", "nanvar")
    },
    **{
        f"{name}(a, axis=None, out=None, *, keepdims=False)": f"{name}(a, axis=axis, keepdims=keepdims, out=out)"
        for name in ("argmax", "argmin", "nanargmax", "nanargmin")
    },
    "count_nonzero(a, axis=None, *, keepdims=False)": "count_nonzero(a, axis=axis, keepdims=keepdims)",
    f"nansum(a, axis=None, dtype=None, out=None, keepdims=False, {_WHERE})":
    "nansum(a, axis=axis, dtype=dtype, keepdims=keepdims, out=out)",
    f"nanprod(a, axis=None, dtype=None, out=None, keepdims=False, {_WHERE})":
    "nanprod(a, axis=axis, dtype=dtype, keepdims=keepdims, out=out)",
    "nanmean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=True)":
    "nanmean(a, axis=axis, keepdims=keepdims, out=out)",
    **{
        f"{name}(a, axis=None, out=None, keepdims=False, {_WHERE})":
        f"{name}(a, axis=axis, keepdims=keepdims, out=out)"
        for name in ("nanmax", "nanmin")
    },
    "cumulative_sum(x, /, *, axis=None, dtype=None, out=None, include_initial=False)":
    "cumulative_sum(x, axis=axis, dtype=dtype, include_initial=include_initial, out=out)",
    "cumulative_prod(x, /, *, axis=None, dtype=None, out=None, include_initial=False)":
    "cumulative_prod(x, axis=axis, dtype=dtype, include_initial=include_initial, out=out)",
    "nancumsum(a, axis=None, dtype=None, out=None)": "nancumsum(a, axis=axis, dtype=dtype, out=out)",
    "nancumprod(a, axis=None, dtype=None, out=None)": "nancumprod(a, axis=axis, dtype=dtype, out=out)",
    "ptp(a, axis=None, out=None, keepdims=False)": "ptp(a, axis=axis, keepdims=keepdims, out=out)",
    **{
        f"{name}(a, axis=None, out=None, overwrite_input=False, keepdims=False)":
        f"{name}(a, axis=axis, keepdims=keepdims, out=out)"
        for name in ("median", "nanmedian")
    },
    **{
        f"{name}(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, weights=None)":
        f"{name}(a, q, axis=axis, method=method, keepdims=keepdims, weights=weights, out=out)"
        for name in ("percentile", "quantile", "nanpercentile", "nanquantile")
    },
    "cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None)":
    "cov(m, y, rowvar=rowvar, bias=bias, ddof=ddof, fweights=fweights, aweights=aweights, dtype=dtype)",
    "corrcoef(x, y=None, rowvar=True, *, dtype=None)": "corrcoef(x, y, rowvar=rowvar, dtype=dtype)",
    "histogram(a, bins=10, range=None, density=None, weights=None)":
    "histogram(a, bins, range=range, weights=weights, density=bool(density))",
    "histogram_bin_edges(a, bins=10, range=None, weights=None)":
    "histogram_bin_edges(a, bins, range=range, weights=weights)",
    "digitize(x, bins, right=False)": "digitize(x, bins, right=right)",
    "trapezoid(y, x=None, dx=1.0, axis=-1)": "trapezoid(y, x, dx=dx, axis=axis)",
}  # fmt: skip

# Parts of functions that are more than one call of ours.
HIDDEN = {
    "interp_of(x, xp, fp, left=None, right=None, period=None)":
    "interp(x, xp, fp, left=left, right=right, period=period)",
}  # fmt: skip

IN_FLOATS = frozenset(
    "mean std var nanmean nanstd nanvar median nanmedian percentile quantile nanpercentile nanquantile cov corrcoef "
    "trapezoid interp".split()
)
