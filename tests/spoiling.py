"""Right calls made wrong: arguments, options and outs that do not fit, of every kind."""

from __future__ import annotations

import importlib.util
import inspect
from typing import Any

import numpy as np

from frameworks import arranged, dtypes_of, function_of, in_dtype, leaves, values
from unified_arrays.testing._inputs import REAL, SQUARE, TENSOR, WHOLE, Row

from attack import Choices
from support import MEMORY, VALUE, arrays_of


def foreign(backend: str, values: np.ndarray) -> Any:
    """An array of another backend, or a list if no other is installed."""
    others = [name for name in VALUE if name != backend and importlib.util.find_spec(name) is not None]
    return VALUE[others[0]](values) if others else values.tolist()


# What an option may be set to: of the right kind or not, in range or not.
ODD: list[Any] = [
    None, 0, 1, -1, 2, 5, -7, True, False, 0.5, 2.5, 1 + 1j, float("nan"), float("inf"), "x", "float32", "int8", "bool",
    (), (0,), (0, 0), (1, -1), (0, 5), (2, 6), (4, 3), [0], [1.5], [[0], [1]], {}, np.float64, np.int64(1), np.array(2),
    np.array([1, 2]), "left", "right", "ij", "xy", "ortho", "nuc", "fro",
]  # fmt: skip
SHAPES = [(), (0,), (1,), (3,), (4,), (3, 4), (4, 3), (1, 4), (3, 1), (2, 2), (3, 3), (0, 3), (2, 3, 4), (2, 3, 3)]


def odd_array(choose: Choices, backend: str, like: np.ndarray) -> Any:
    """Another array where `like` belongs: of a wrong shape, dtype or backend, or of values that make trouble."""
    how = choose.below(10)
    if how == 0:
        return VALUE[backend](like.T)
    if how == 1:
        return VALUE[backend](like[..., None] if like.ndim else like[None])
    if how == 2:
        return VALUE[backend](like[:-1] if like.ndim and len(like) else np.array(like))
    if how == 3:
        return VALUE[backend](np.zeros_like(like))  # a singular matrix, a division by zero
    if how == 4:
        return VALUE[backend](-np.abs(like) if like.dtype.kind not in "bu" else like)  # not positive, negative counts
    if how == 5:
        return VALUE[backend](np.full_like(like, np.nan if like.dtype.kind in "fc" else 101))  # indices out of range
    if how == 6:
        return VALUE[backend](np.zeros(choose.one_of(SHAPES), like.dtype))
    if how == 7:
        dtype = choose.one_of(dtypes_of(backend))
        return in_dtype(backend, like.real if np.dtype("bool" if dtype == "bfloat16" else dtype).kind != "c" or dtype
                        == "bfloat16" else like, dtype)  # fmt: skip
    if how == 8:
        return foreign(backend, like)
    return choose.one_of([None, 1.5, 2, "x", [1.0, 2.0], True, REAL.tolist(), VALUE[backend](choose.one_of(
        [REAL, SQUARE, TENSOR, WHOLE]))])  # fmt: skip


def spoilt(choose: Choices, backend: str, row: Row) -> tuple[list[Any], dict[str, Any]]:
    """The arguments and options of a row, one or two of them changed."""
    arguments, options = arrays_of(backend, list(row.arguments)), dict(row.options)
    parameters = inspect.signature(function_of(row.function)).parameters.values()
    keywords = [one.name for one in parameters if one.kind is one.KEYWORD_ONLY and one.name not in ("out", "device")]
    flags = [one.name for one in parameters if isinstance(one.default, bool) or one.name == "copy"]
    arrays = leaves(row.arguments)
    for _ in range(1 + choose.below(2)):
        how = choose.below(3)
        if how == 0 and arrays:
            found = leaves(arguments)
            if len(found) == len(arrays):
                place = choose.below(len(arrays))
                found[place] = odd_array(choose, backend, arrays[place])
                arguments = arranged(list(row.arguments), found)
        elif how == 1 and keywords:
            keyword = choose.one_of(keywords)
            # A flag of another type counts as true or false, which is no matter of out=.
            options[keyword] = choose.one_of([True, False] if keyword in flags else ODD)
        elif arguments:
            place = choose.below(len(arguments))
            if not leaves([arguments[place]]):
                arguments[place] = choose.one_of(ODD)
    return arguments, options


def odd_out(choose: Choices, backend: str, result: Any) -> Any:
    """An out for that result: mostly right, else of another shape or dtype."""
    like = values(result)
    shape = choose.one_of(SHAPES) if choose.rarely(6) else like.shape
    if choose.rarely(6):
        return in_dtype(backend, np.full(shape, 7.0), choose.one_of(dtypes_of(backend)), memory=True)
    return MEMORY[backend](np.full(shape, 7).astype(like.dtype))
