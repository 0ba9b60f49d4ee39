"""How many bins suit the data of a histogram: the rules that NumPy's `bins="auto"` and its kin name.

Each rule is a width of the bins. Sources: Freedman and Diaconis (1981) for "fd", Scott (1979), Sturges (1926), Doane
(1976) and Stone (1984) for the rules of their names; "auto" is as in NumPy (2.4).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from .._common import argument_errors

_Edges = tuple[float, float]
_Rule = Callable[[Any, Any, float, _Edges], float]


def bin_count(xp: Any, function: str, x: Any, rule: str, low: float, high: float) -> int:
    """The number of bins between two edges; `x` are the elements there, along one axis."""
    if rule not in RULES:
        raise argument_errors.unknown_choice(function, "bins", rule, RULES)
    if x.shape[0] == 0:
        return 1
    width = RULES[rule](xp, x, float(xp.max(x)) - float(xp.min(x)), (low, high))
    if width and width < 1 and xp.isdtype(x.dtype, "integral"):
        width = 1.0
    return math.ceil((high - low) / width) if width else 1


def _size(x: Any) -> int:
    return int(x.shape[0])


def _root(x: Any) -> float:
    return math.cbrt(_size(x))


def _sqrt(xp: Any, x: Any, extent: float, edges: _Edges) -> float:
    return extent / math.sqrt(_size(x))


def _sturges(xp: Any, x: Any, extent: float, edges: _Edges) -> float:
    return extent / (math.log2(_size(x)) + 1.0)


def _rice(xp: Any, x: Any, extent: float, edges: _Edges) -> float:
    return extent / (2.0 * _root(x))


def _scott(xp: Any, x: Any, extent: float, edges: _Edges) -> float:
    factor: float = (24.0 * math.pi**0.5) ** (1.0 / 3.0)
    return factor / _root(x) * float(xp.std(_floats(xp, x)))


def _doane(xp: Any, x: Any, extent: float, edges: _Edges) -> float:
    count = _size(x)
    x = _floats(xp, x)
    deviation = float(xp.std(x))
    if count <= 2 or deviation <= 0.0:
        return 0.0
    usual = math.sqrt(6.0 * (count - 2) / ((count + 1.0) * (count + 3)))
    skewness = float(xp.mean(xp.pow(xp.divide(xp.subtract(x, xp.mean(x)), deviation), 3.0)))
    return extent / (1.0 + math.log2(count) + math.log2(1.0 + abs(skewness) / usual))


def _fd(xp: Any, x: Any, extent: float, edges: _Edges) -> float:
    x = _floats(xp, x)
    quartiles = xp.percentile(x, xp.asarray([75.0, 25.0], dtype=x.dtype))
    return 2.0 * (float(quartiles[0]) - float(quartiles[1])) / _root(x)


def _stone(xp: Any, x: Any, extent: float, edges: _Edges) -> float:
    count = _size(x)
    if count <= 1 or extent == 0:
        return 0.0

    def loss(bins: int) -> float:
        counts = xp.astype(xp.histogram(x, bins, range=edges)[0], xp.float64)
        return (2 - (count + 1) * float(xp.sum(xp.square(counts))) / count**2) / (extent / bins)

    return extent / min(range(1, max(100, int(math.sqrt(count))) + 1), key=loss)


def _auto(xp: Any, x: Any, extent: float, edges: _Edges) -> float:
    return min(max(_fd(xp, x, extent, edges), _sqrt(xp, x, extent, edges) / 2), _sturges(xp, x, extent, edges))


def _floats(xp: Any, x: Any) -> Any:
    return x if xp.isdtype(x.dtype, "real floating") else xp.astype(x, xp.float64)


RULES: dict[str, _Rule] = {
    "auto": _auto,
    "doane": _doane,
    "fd": _fd,
    "rice": _rice,
    "scott": _scott,
    "sqrt": _sqrt,
    "stone": _stone,
    "sturges": _sturges,
}
