"""Prices of options: Monte Carlo paths with antithetic draws beside the formula of Black and Scholes, and a tree."""

import numpy as np

SPOT, STRIKE, RATE, VOLATILITY, YEARS = 100.0, 105.0, 0.03, 0.25, 1.0


def normal_cdf(x):
    """Abramowitz and Stegun 7.1.26."""
    t = 1 / (1 + 0.3275911 * np.abs(x) / np.sqrt(2))
    tail = np.polyval([1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592, 0.0], t)
    return 0.5 * (1 + np.sign(x) * (1 - tail * np.exp(-(x**2) / 2)))


def black_scholes(strikes):
    d1 = (np.log(SPOT / strikes) + (RATE + VOLATILITY**2 / 2) * YEARS) / (VOLATILITY * np.sqrt(YEARS))
    d2 = d1 - VOLATILITY * np.sqrt(YEARS)
    call = SPOT * normal_cdf(d1) - strikes * np.exp(-RATE * YEARS) * normal_cdf(d2)
    return call, call - SPOT + strikes * np.exp(-RATE * YEARS)


def paths(count, steps, rng):
    dt = YEARS / steps
    draws = rng.standard_normal(size=(count // 2, steps))
    draws = np.concatenate((draws, -draws))
    increments = (RATE - 0.5 * VOLATILITY**2) * dt + VOLATILITY * np.sqrt(dt) * draws
    return SPOT * np.exp(np.cumsum(increments, axis=1))


def american_put(steps):
    """By a tree that is folded from its leaves to its root, each level in place."""
    dt = YEARS / steps
    up = np.exp(VOLATILITY * np.sqrt(dt))
    p = (np.exp(RATE * dt) - 1 / up) / (up - 1 / up)
    prices = SPOT * up ** np.arange(-steps, steps + 1, 2)
    values = np.maximum(STRIKE - prices, 0)
    for level in range(steps, 0, -1):
        held = np.exp(-RATE * dt) * (p * values[1:] + (1 - p) * values[:-1])
        prices = SPOT * up ** np.arange(-level + 1, level, 2)
        values = np.fmax(held, STRIKE - prices)
    return values[0]


def main(size=20000, steps=12):
    rng = np.random.default_rng(2024)
    price = paths(size, steps, rng)
    discount = np.exp(-RATE * YEARS)
    payoff = discount * np.maximum(price[:, -1] - STRIKE, 0.0)
    average = discount * np.clip(np.mean(price, axis=1) - STRIKE, 0, None)
    knocked_out = (price > 140).any(axis=1)
    barrier = np.where(knocked_out, 0.0, payoff)
    strikes = np.linspace(80, 120, 9)
    calls, puts = black_scholes(strikes)
    return {
        "call": payoff.mean(),
        "standard error": np.std(payoff, ddof=1) / size**0.5,
        "asian call": average.mean(),
        "barrier call": barrier.mean(),
        "quartiles": np.percentile(price[:, -1], [25, 50, 75]),
        "formula": calls,
        "put formula": puts,
        "american put": american_put(200),
    }


if __name__ == "__main__":
    print(main())
