"""The dtype that a result will have, known before anything is computed.

It is not written down: the function is tried once, on arrays of one element of those dtypes, and the answer kept. What
the framework does is by definition what the table says. Only what cannot be tried on one element has a rule.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._common.caches import BoundedTable
from ..backends import Backend

# Functions that cannot be tried on one element (a shape or an index does not fit it) -> the result's dtype from x.
BY_FIRST_INPUT: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("reshape", "take", "take_along_axis", "linalg.cross"), lambda x: x.dtype),
    "fft.irfft": lambda x: x.real.dtype,
}


class ResultDtypes:
    """Which native dtype a function gives for inputs of these dtypes, found by trying it once on tiny arrays."""

    def __init__(
        self, name: str, function: Callable[..., Any], backend: Backend, *, takes_sequence: bool = False
    ) -> None:
        self._function = function
        self._backend = backend
        self._of_first = BY_FIRST_INPUT.get(name)
        self._takes_sequence = takes_sequence  # the first argument holds the arrays, as that of concat does
        self._known = BoundedTable()

    def operands(self, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        """What is computed with: the arguments, or what the first one holds."""
        return tuple(arguments[0]) if self._takes_sequence else arguments

    def __call__(self, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """The dtype for this call; None if the function does not take such inputs (the fallback will say why)."""
        arrays = self.operands(arguments)
        if self._of_first is not None:
            return None if self._backend.dtype(arrays[0]) is None else self._of_first(arrays[0])
        key = (*map(self._key, arrays), options.get("dtype"), self._backend.default_dtype())
        dtype = self._known.ready.get(key)
        if dtype is None:
            dtype = self._try(arguments, options)
            if dtype is not None:  # a failure may come from other arguments than the dtypes
                self._known.keep(key, dtype)
        return dtype

    def stays(self, dtype: Any, arguments: tuple[Any, ...], options: dict[str, Any]) -> bool:
        """True if these arguments will always give `dtype`: it is theirs, or not the default one, which may change."""
        given = (*self.operands(arguments), *options.values())
        return dtype is not self.default() or any(getattr(value, "dtype", value) is dtype for value in given)

    def default(self) -> Any:
        """The dtype of floating results from integers, if users can change it."""
        return self._backend.default_dtype()

    def _key(self, argument: Any) -> Any:
        """What the result's dtype can depend on: the dtype of an array, a dtype itself, the type of anything else."""
        dtype = getattr(argument, "dtype", None)
        if dtype is not None:
            return dtype
        return argument if isinstance(argument, self._backend.dtype_types) else type(argument)

    def _try(self, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        try:
            with self._backend.quietly():
                result = self._function(*map(self._tiny, arguments), **options)
        except Exception:  # whatever is wrong with these inputs, the real call will raise it with the user's values
            return None
        return result.dtype if self._backend.dtype(result) is not None else None

    def _tiny(self, argument: Any) -> Any:
        if isinstance(argument, (list, tuple)):
            return [self._tiny(item) for item in argument]
        if isinstance(argument, self._backend.array_types):
            return self._backend.ones(argument)
        # A Python number of the same kind, 1: True, 1, 1.0, 1 + 0j.
        return next((kind(1) for kind in (bool, int, float, complex) if isinstance(argument, kind)), argument)
