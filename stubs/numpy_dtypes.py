"""Which dtype comes out of which on NumPy: not written down, but found by calling each function on its row of inputs.

The arrays of a row that have the dtype of its first one are cast to every dtype, and the others stay as they are: the
condition of `where`, the indices of `take`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

import unified_arrays as ua
from unified_arrays._common.spec import SPECS, Spec
from unified_arrays.testing._inputs import EVERY
from unified_arrays.testing._rows import Row

DTYPES = (
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float32", "float64", "complex64", "complex128"),
)
Results = tuple[str, ...]  # the dtypes of all results


@dataclass
class Measured:
    """What the rows of a function have shown."""

    varying: set[str] = field(default_factory=set)  # the parameters whose arrays were cast
    given: set[str] = field(default_factory=set)  # all that some row gives
    results: dict[str, Results | None] = field(default_factory=dict)  # by dtype; None where rows differ
    without_arrays: set[Results] = field(default_factory=set)  # of rows that hold no array
    fields: tuple[str, tuple[str, ...]] | None = None  # name and fields of the named tuple that it returns

    def add(self, dtype: str, result: Any) -> None:
        """A call in `dtype` gave this."""
        found = self.seen(result)
        if self.results.setdefault(dtype, found) != found:
            self.results[dtype] = None

    def seen(self, result: Any) -> Results:
        """The dtypes of one result, or of several."""
        if not isinstance(result, (tuple, list)):
            return (str(result.dtype),)
        if hasattr(result, "_fields"):
            self.fields = (type(result).__name__, result._fields)
        return tuple(str(one.dtype) for one in result)

    def forget(self) -> None:
        """The dtype of the result depends on more than what was cast."""
        self.results = dict.fromkeys(self.results)


@cache
def measured(name: str) -> Measured:
    """Of the function of that name."""
    spec, found = SPECS[name], Measured()
    for row in (_without_dtype(spec, row) for row in EVERY if row.function == name):
        arguments = spec.inputs.bind(*row.arguments, **row.options).arguments
        arrays = {key: list(_arrays(value)) for key, value in arguments.items()}
        every = [one for several in arrays.values() for one in several]
        if not every:
            found.without_arrays.add(found.seen(_call(spec, row)))
            continue
        dtype = next((one for one in every if one.dtype != bool), every[0]).dtype
        found.given |= set(arguments)
        found.varying |= {key for key, several in arrays.items() if any(one.dtype == dtype for one in several)}
        texts = {key.name: str(spec.signature.parameters[key.name].annotation) for key in spec.keys}
        numbers = {
            name for name, text in texts.items() if "complex" in text and isinstance(arguments.get(name), (int, float))
        }
        found.varying |= numbers
        has_floats = any(isinstance(arguments[name], float) for name in numbers)
        for new in DTYPES:
            if has_floats and not np.issubdtype(new, np.inexact):
                continue  # the result has the dtype of the number
            _try(found, spec, _cast(row, dtype, new), new)
        for other in {one.dtype for one in every} - {dtype}:
            _see_whether_it_matters(found, spec, row, other, str(dtype))
    return found


def _without_dtype(spec: Spec, row: Row) -> Row:
    options = {name: value for name, value in row.options.items() if name not in spec.dtype_parameters}
    return replace(row, options=options)


def _try(found: Measured, spec: Spec, row: Row, dtype: str) -> None:
    with suppress(TypeError, ValueError, IndexError, OverflowError):  # the function does not take this dtype
        found.add(dtype, _call(spec, row))


def _see_whether_it_matters(found: Measured, spec: Spec, row: Row, other: np.dtype[Any], dtype: str) -> None:
    """Whether the dtype of the arrays that stay as they are changes that of the result."""
    for new in ("int32", "float32", "complex128"):
        _try(found, spec, _cast(row, other, new), dtype)
    if found.results.get(dtype, ()) is None:
        found.forget()


def _call(spec: Spec, row: Row) -> Any:
    function: Any = ua
    for part in spec.name.split("."):
        function = getattr(function, part)
    with warnings.catch_warnings(), np.errstate(all="ignore"), ua.use_backend("numpy"):
        warnings.simplefilter("ignore")
        return function(*row.arguments, **row.options)


def _arrays(argument: Any) -> Iterator[np.ndarray[Any, Any]]:
    if isinstance(argument, np.ndarray):
        yield argument
    elif isinstance(argument, (list, tuple)):
        for one in argument:
            yield from _arrays(one)


def _cast(row: Row, old: np.dtype[Any], new: str) -> Row:
    """The row with its arrays of dtype `old` in dtype `new`."""

    def cast(argument: Any) -> Any:
        if isinstance(argument, np.ndarray) and argument.dtype == old:
            plain = argument if np.issubdtype(new, np.complexfloating) else argument.real
            with np.errstate(invalid="ignore"):  # NaN has no integer
                return (np.abs(plain) if new.startswith("u") else plain).astype(new)
        return type(argument)(map(cast, argument)) if isinstance(argument, (list, tuple)) else argument

    options = {name: cast(value) for name, value in row.options.items()}
    return replace(row, arguments=tuple(map(cast, row.arguments)), options=options)
