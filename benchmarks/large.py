"""Functions beyond the standard on 1e5 elements, beside what an expert writes in that framework.

On arrays of this size a ratio tells who computes, not what a call costs. A framework that has no such function is
measured with what its users write instead; one whose users have nothing short to write is left out, with its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

import unified_arrays as ua

from .natives import names_in_texts
from .records import Record
from .timing import Call, Effort, beside

SIZE = 100_000


@dataclass(frozen=True)
class Row:
    """One call of ours, and the texts of the frameworks; None where there is nothing to write."""

    ours: str
    numpy: str | None
    torch: str | None
    tensorflow: str | None

    @property
    def function(self) -> str:
        return self.ours.partition("(")[0].removeprefix("ua.")


# x, y: floats in [0, 1); s: those of x in order; m: a square of them; n: floats, some NaN; z: complex;
# i, j: whole numbers below 1000; d: numbers as far apart as these.
ROWS = (
    Row("ua.angle(x)", "np.angle(x)", "torch.angle(x)", "tf.math.angle(x)"),
    Row("ua.angle(z)", "np.angle(z)", "torch.angle(z)", "tf.math.angle(z)"),
    Row("ua.nansum(n)", "np.nansum(n)", "torch.nansum(n)", "tf.reduce_sum(tf.where(tf.math.is_nan(n), 0.0, n))"),
    Row(
        "ua.nanmean(n)",
        "np.nanmean(n)",
        "torch.nanmean(n)",
        "tf.reduce_mean(tf.boolean_mask(n, ~tf.math.is_nan(n)))",
    ),
    Row("ua.nanmax(n)", "np.nanmax(n)", "torch.where(n.isnan(), -torch.inf, n).max()",
        "tf.reduce_max(tf.where(tf.math.is_nan(n), -float('inf'), n))"),
    Row("ua.nanstd(n)", "np.nanstd(n)", "n[~n.isnan()].std(correction=0)",
        "tf.math.reduce_std(tf.boolean_mask(n, ~tf.math.is_nan(n)))"),
    Row("ua.nancumsum(n, axis=0)", "np.nancumsum(n, axis=0)", "torch.where(n.isnan(), 0.0, n).cumsum(0)",
        "tf.cumsum(tf.where(tf.math.is_nan(n), 0.0, n))"),
    Row("ua.nanmedian(n)", "np.nanmedian(n)", "torch.nanquantile(n, 0.5)", None),
    Row("ua.median(x)", "np.median(x)", "torch.quantile(x, 0.5)", None),
    Row("ua.quantile(x, 0.25)", "np.quantile(x, 0.25)", "torch.quantile(x, 0.25)", None),
    Row("ua.percentile(m, 30, axis=0)", "np.percentile(m, 30, axis=0)", "torch.quantile(m, 0.3, dim=0)", None),
    Row("ua.nan_to_num(n)", "np.nan_to_num(n)", "torch.nan_to_num(n)", None),
    Row("ua.isposinf(n)", "np.isposinf(n)", "torch.isposinf(n)", "tf.equal(n, float('inf'))"),
    Row("ua.isneginf(n)", "np.isneginf(n)", "torch.isneginf(n)", "tf.equal(n, -float('inf'))"),
    Row("ua.isclose(x, y)", "np.isclose(x, y)", "torch.isclose(x, y)", "tf.abs(x - y) <= 1e-8 + 1e-5 * tf.abs(y)"),
    Row("ua.allclose(x, y)", "np.allclose(x, y)", "torch.allclose(x, y)",
        "tf.reduce_all(tf.abs(x - y) <= 1e-8 + 1e-5 * tf.abs(y))"),
    Row("ua.bincount(i)", "np.bincount(i)", "torch.bincount(i)", "tf.math.bincount(i)"),
    Row("ua.bincount(i, weights=x)", "np.bincount(i, weights=x)", "torch.bincount(i, weights=x)",
        "tf.math.bincount(i, weights=x)"),
    Row("ua.digitize(x, s[::1000])", "np.digitize(x, s[::1000])", "torch.bucketize(x, s[::1000], right=True)",
        "tf.searchsorted(s[::1000], x, side='right')"),
    Row("ua.histogram(x, bins=10)", "np.histogram(x, bins=10)", "torch.histogram(x, bins=10)",
        "tf.histogram_fixed_width(x, [tf.reduce_min(x), tf.reduce_max(x)], 10)"),
    Row("ua.unique(i)", "np.unique(i)", "torch.unique(i)", "tf.sort(tf.unique(i)[0])"),
    Row("ua.union1d(i, j)", "np.union1d(i, j)", "torch.unique(torch.cat((i, j)))",
        "tf.sort(tf.unique(tf.concat((i, j), 0))[0])"),
    Row("ua.intersect1d(i, j)", "np.intersect1d(i, j)", None, None),
    Row("ua.setdiff1d(i, j)", "np.setdiff1d(i, j)", None, None),
    Row("ua.partition(x, 50)", "np.partition(x, 50)", "torch.sort(x)[0]", "tf.sort(x)"),
    Row("ua.argpartition(x, 50)", "np.argpartition(x, 50)", "torch.argsort(x)", "tf.argsort(x)"),
    Row("ua.top_k(x, 10)", "np.sort(np.partition(x, -10)[-10:])[::-1]", "torch.topk(x, 10)", "tf.math.top_k(x, 10)"),
    Row("ua.lexsort((i, j))", "np.lexsort((i, j))", None, None),
    Row("ua.cumulative_max(x)", "np.maximum.accumulate(x)", "torch.cummax(x, 0)[0]", None),
    Row("ua.pad(m, 3)", "np.pad(m, 3)", "torch.nn.functional.pad(m, (3, 3, 3, 3))", "tf.pad(m, ((3, 3), (3, 3)))"),
    Row("ua.pad(m, 3, mode='reflect')", "np.pad(m, 3, mode='reflect')",
        "torch.nn.functional.pad(m[None], (3, 3, 3, 3), mode='reflect')[0]",
        "tf.pad(m, ((3, 3), (3, 3)), mode='REFLECT')"),
    Row("ua.hstack((m, m))", "np.hstack((m, m))", "torch.hstack((m, m))", "tf.concat((m, m), 1)"),
    Row("ua.append(x, y)", "np.append(x, y)", "torch.cat((x, y))", "tf.concat((x, y), 0)"),
    Row("ua.rot90(m)", "np.rot90(m)", "torch.rot90(m)", "tf.reverse(tf.transpose(m), (0,))"),
    Row("ua.flatnonzero(i)", "np.flatnonzero(i)", "torch.nonzero(i)[:, 0]", "tf.where(i)[:, 0]"),
    Row("ua.argwhere(m > 0.5)", "np.argwhere(m > 0.5)", "torch.argwhere(m > 0.5)", "tf.where(m > 0.5)"),
    Row("ua.compress(x > 0.5, x)", "np.compress(x > 0.5, x)", "x[x > 0.5]", "tf.boolean_mask(x, x > 0.5)"),
    Row("ua.select([x > 0.7, x > 0.3], [x, y], default=0.0)", "np.select([x > 0.7, x > 0.3], [x, y], 0.0)",
        "torch.where(x > 0.7, x, torch.where(x > 0.3, y, 0.0))",
        "tf.where(x > 0.7, x, tf.where(x > 0.3, y, 0.0))"),
    Row("ua.unravel_index(i, (10, 100))", "np.unravel_index(i, (10, 100))", "torch.unravel_index(i, (10, 100))",
        "tf.unravel_index(i, (10, 100))"),
    Row("ua.ravel_multi_index((i, j), (1000, 1000))", "np.ravel_multi_index((i, j), (1000, 1000))", "i * 1000 + j",
        "i * 1000 + j"),
    Row("ua.ptp(x)", "np.ptp(x)", "x.max() - x.min()", "tf.reduce_max(x) - tf.reduce_min(x)"),
    Row("ua.cov(m)", "np.cov(m)", "torch.cov(m)", None),
    Row("ua.corrcoef(m)", "np.corrcoef(m)", "torch.corrcoef(m)", None),
    Row("ua.average(x, weights=y)", "np.average(x, weights=y)", "(x * y).sum() / y.sum()",
        "tf.reduce_sum(x * y) / tf.reduce_sum(y)"),
    Row("ua.convolve(x, s[:50])", "np.convolve(x, s[:50])",
        "torch.nn.functional.conv1d(x[None], s[:50].flip(0)[None, None], padding=49)[0]",
        "tf.nn.conv1d(tf.pad(x, ((49, 49),))[None, :, None], tf.reverse(s[:50], (0,))[:, None, None], 1, 'VALID')"),
    Row("ua.gradient(x)", "np.gradient(x)", "torch.gradient(x)[0]", None),
    Row("ua.ediff1d(x)", "np.ediff1d(x)", "torch.diff(x)", "x[1:] - x[:-1]"),
    Row("ua.trapezoid(x)", "np.trapezoid(x)", "torch.trapezoid(x)", "tf.reduce_sum((x[1:] + x[:-1]) / 2)"),
    Row("ua.interp(x, s, s)", "np.interp(x, s, s)", None, None),
    Row("ua.unwrap(x)", "np.unwrap(x)", None, None),
    Row("ua.deg2rad(x)", "np.deg2rad(x)", "torch.deg2rad(x)", "x * (np.pi / 180)"),
    Row("ua.exp2(x)", "np.exp2(x)", "torch.exp2(x)", "tf.pow(2.0, x)"),
    Row("ua.cbrt(x)", "np.cbrt(x)", "torch.pow(x, 1 / 3)", "tf.pow(x, 1 / 3)"),
    Row("ua.fmax(x, y)", "np.fmax(x, y)", "torch.fmax(x, y)",
        "tf.where(tf.math.is_nan(x), y, tf.where(tf.math.is_nan(y), x, tf.maximum(x, y)))"),
    Row("ua.fmod(x, y)", "np.fmod(x, y)", "torch.fmod(x, y)", "tf.truncatemod(x, y)"),
    Row("ua.modf(x)", "np.modf(x)", "(torch.frac(x), torch.trunc(x))", None),
    Row("ua.frexp(x)", "np.frexp(x)", "torch.frexp(x)", None),
    Row("ua.ldexp(x, 3)", "np.ldexp(x, 3)", "torch.ldexp(x, torch.tensor(3))", "x * 8.0"),
    Row("ua.heaviside(x, 0.5)", "np.heaviside(x, 0.5)", "torch.heaviside(x, torch.tensor(0.5))", None),
    Row("ua.gcd(i, j)", "np.gcd(i, j)", "torch.gcd(i, j)", None),
    Row("ua.sinc(x)", "np.sinc(x)", "torch.sinc(x)", None),
    Row("ua.i0(x)", "np.i0(x)", "torch.i0(x)", "tf.math.bessel_i0(x)"),
    Row("ua.erf(x)", None, "torch.erf(x)", "tf.math.erf(x)"),
    Row("ua.gammaln(x)", None, "torch.lgamma(x)", "tf.math.lgamma(x)"),
    Row("ua.logsumexp(x)", None, "torch.logsumexp(x, 0)", "tf.reduce_logsumexp(x)"),
    Row("ua.polyval(s[:8], x)", "np.polyval(s[:8], x)", None, "tf.math.polyval(tf.unstack(s[:8]), x)"),
    Row("ua.polyfit(x, y, 3)", "np.polyfit(x, y, 3)", "torch.linalg.lstsq(torch.vander(x, 4), y[:, None])[0]", None),
    Row("ua.vander(x, 4)", "np.vander(x, 4)", "torch.vander(x, 4)", None),
    Row("ua.dot(m, m)", "np.dot(m, m)", "torch.matmul(m, m)", "tf.matmul(m, m)"),
    Row("ua.inner(m, m)", "np.inner(m, m)", "torch.inner(m, m)", "tf.matmul(m, m, transpose_b=True)"),
    Row("ua.kron(s[:300], s[:300])", "np.kron(s[:300], s[:300])", "torch.kron(s[:300], s[:300])", None),
    Row("ua.sliding_window_view(x, 5)", "np.lib.stride_tricks.sliding_window_view(x, 5)", "x.unfold(0, 5, 1)",
        "tf.signal.frame(x, 5, 1)"),
    Row("ua.linalg.norm(m)", "np.linalg.norm(m)", "torch.linalg.norm(m)", "tf.norm(m)"),
    Row("ua.linalg.lstsq(m[:, :8], m[:, 8:10])", "np.linalg.lstsq(m[:, :8], m[:, 8:10])",
        "torch.linalg.lstsq(m[:, :8], m[:, 8:10])", "tf.linalg.lstsq(m[:, :8], m[:, 8:10])"),
    Row("ua.linalg.cond(m)", "np.linalg.cond(m)", "torch.linalg.cond(m)", None),
    Row("ua.linalg.multi_dot((m, m, m))", "np.linalg.multi_dot((m, m, m))", "torch.linalg.multi_dot((m, m, m))",
        "m @ m @ m"),
    Row("ua.linalg.eigvals(m)", "np.linalg.eigvals(m)", "torch.linalg.eigvals(m)", "tf.linalg.eigvals(m)"),
)  # fmt: skip


def arguments(backend: str) -> dict[str, Any]:
    """The arrays that the texts name."""
    draw = np.random.default_rng(0)
    x, y = (draw.random(SIZE, np.float32) for _ in range(2))
    values = {
        "x": x,
        "y": y,
        "s": np.sort(x),
        "m": draw.random((300, 300), np.float32),
        "n": np.where(x > 0.9, np.float32(np.nan), x),
        "z": (x - 0.5j * y).astype(np.complex64),
        "i": draw.integers(0, 1000, SIZE),
        "j": draw.integers(0, 1000, SIZE),
    }
    return names_in_texts(backend) | {name: ua.to_backend(value, backend) for name, value in values.items()}


def measure(backend: str, effort: Effort) -> Iterator[Record | tuple[str, str, str, str]]:
    """The figure of each row; and what is left out, with the reason."""
    names = arguments(backend)
    for row in ROWS:
        text = getattr(row, backend)
        if text is None:
            yield "large", backend, row.function, "there is nothing short to write"
            continue
        one = beside(Call(text, names), Call(row.ours, names), effort)
        yield Record(
            "large", backend, row.ours, "ours", one.ratio, False, one.low, one.high, one.seconds,
            size=SIZE, text=row.ours, native=text,
        )  # fmt: skip
