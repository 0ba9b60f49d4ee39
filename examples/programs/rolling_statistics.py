"""Rolling statistics of a price with gaps: means, bands, drawdowns, correlations, and what happened in each month."""

import numpy as np


def prices(days):
    t = np.arange(days)
    walk = np.cumsum(0.01 * np.sin(t * 12.9898) * np.cos(t * 78.233)) + 0.0005 * t
    price = 100 * np.exp(walk)
    price[[5, 17, 18]] = np.nan
    return price


def fill_gaps(x):
    bad = np.isnan(x)
    x = np.copy(x)
    x[bad] = np.interp(np.flatnonzero(bad), np.nonzero(~bad)[0], x[~bad])
    return x


def rolling_mean(x, window):
    sums = np.insert(np.cumsum(x), 0, 0.0)
    return (sums[window:] - sums[:-window]) / window


def main(size=250, window=20):
    raw = prices(size)
    price = fill_gaps(raw)
    returns = np.diff(np.log(price))
    view = np.lib.stride_tricks.sliding_window_view(price, window)
    mean, spread = view.mean(axis=-1), np.std(view, axis=-1, ddof=1)
    z = np.zeros_like(mean)
    np.divide(price[window - 1 :] - mean, spread, out=z, where=spread > 0)
    peak = np.maximum.accumulate(price)
    drawdown = price / peak - 1
    worst = int(np.argmin(drawdown))

    month = np.arange(size) // 21
    last = np.r_[np.flatnonzero(np.diff(month)), size - 1]
    totals = np.bincount(month, weights=price) / np.bincount(month)
    highest = np.maximum.reduceat(price, np.r_[0, last[:-1] + 1])

    weights = 0.94 ** np.arange(30)
    smooth = np.convolve(returns**2, weights / weights.sum(), mode="valid")
    lagged = np.stack([returns[k : len(returns) - 5 + k] for k in range(5)])
    return {
        "gaps": np.argwhere(np.isnan(raw)).ravel(),
        "mean": mean,
        "same mean": np.allclose(mean, rolling_mean(price, window)),
        "outside the bands": np.count_nonzero(np.abs(z) > 2),
        "z": z,
        "drawdown": [drawdown.min(), worst, np.argmax(price[: worst + 1])],
        "monthly": np.column_stack([totals, highest, price[last]]),
        "volatility": np.sqrt(252 * smooth),
        "correlations": np.corrcoef(lagged),
        "mean without gaps": np.nanmean(raw),
        "quantiles": np.nanquantile(raw, [0.05, 0.5, 0.95]),
        "up and down": np.unique(np.sign(returns), return_counts=True)[1],
        "longest rise": np.max(np.diff(np.flatnonzero(np.concatenate(([True], returns <= 0, [True]))))) - 1,
    }


if __name__ == "__main__":
    print(main())
