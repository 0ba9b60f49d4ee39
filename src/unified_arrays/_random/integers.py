"""Integers within bounds, and uniform numbers, whose parameters are bounds, too."""

from __future__ import annotations

from math import inf, isfinite
from typing import Any

from .. import backends
from .._common import argument_errors, errors
from . import portable
from .arguments import INTEGERS, Place, integer
from .core import PORTABLE, Core
from .drawing import Domain, Parameter

_DIFFERENCE = Domain("finite numbers that are not below 0", lambda x: (x < 0) | (x == inf) | (x != x))


def uniform_parameters(place: Place, low: Any, high: Any) -> dict[str, Any]:
    """`low`, and how far `high` is above it."""
    low, high = (place.parameter("uniform", Parameter(name), value) for name, value in (("low", low), ("high", high)))
    if place.is_array(low) or place.is_array(high):
        if place.is_array(low) and place.is_array(high):
            place.shape("uniform", None, None, {"low": low, "high": high})
            common = place.xp.result_type(low, high, place.default_float())
            low, high = place.cast(low, common), place.cast(high, common)
        with place.backend.quietly():
            difference = high - low
        place.check_domain("uniform", "high - low", difference, _DIFFERENCE)
        return {"low": low, "high": difference}
    if not (isfinite(high - low) and low <= high):
        raise argument_errors.bad_parameter("uniform", "high - low", high - low, "a finite number that is not below 0")
    return {"low": low, "high": high - low}


class Integers(Core):
    """See `Generator`."""

    def integers(
        self,
        low: Any,
        high: Any = None,
        size: Any = None,
        dtype: Any = None,
        endpoint: bool = False,
        *,
        out: Any = None,
    ) -> Any:
        """Integers from `low` up to but not including `high`, each with exactly the same probability.

        Parameters
        ----------
        low : int or array of integers
            The least; without `high` they are from 0 up to `low`.
        high : int or array of integers, optional
            One above the largest, or the largest if `endpoint` is true.
        size : int or tuple of ints, optional
            The shape; without it that of `out`, else the one that the parameters broadcast to.
        dtype : dtype, optional
            An integer one or bool; without it that of `out`, else int64.
        endpoint : bool
            Whether `high` is included.
        out : array, optional
            Memory to write to, under the contract of out= (docs/out.md).

        Returns
        -------
        array
            `out`, or a new one.
        """
        function, place = "integers", self._place
        self._check_out(function, out)
        if high is None:
            low, high = 0, low
        with self._source.on_device():
            native, named = place.dtype(function, dtype, out, "int64", INTEGERS)
            wide = "uint64" if named.name == "uint64" else "int64"
            bounds = {name: self._bound(name, value) for name, value in (("low", low), ("high", high))}
            shape = place.shape(function, size, out, bounds)
            least, largest = self._inclusive(bounds, wide, endpoint)
            self._check_bounds(least, largest, named)

        def compute(memory: Any) -> Any:
            with self._source.on_device():
                host, parameters = self._host, [least, largest]
                if self._stream == PORTABLE:
                    parameters = portable.to_host(function, place.backend, parameters)
                sizes = self._sizes(shape, parameters, out)
                drawn_as = "uint8" if named.name == "bool" else named.name
                first, last = parameters
                drawn = self._source.integers(first, last, sizes, host.backend.dtypes[drawn_as])
                return self._as_result(drawn, native)

        return self._deliver(function, shape, named, out, tuple(filter(place.is_array, bounds.values())), compute)

    def _bound(self, name: str, value: Any) -> Any:
        place = self._place
        is_array = backends.by_type(type(value)) is not None or isinstance(value, (list, tuple))
        if is_array and not backends.is_scalar(value):
            array = place.array("integers", name, value)
            place.check_kind("integers", name, array, INTEGERS)
            return array
        return integer("integers", name, value)

    def _inclusive(self, bounds: dict[str, Any], wide: str, endpoint: bool) -> tuple[Any, Any]:
        """The least and the largest integer: both numbers, or both arrays of the dtype `wide`."""
        place, low, high = self._place, bounds["low"], bounds["high"]
        if not place.is_array(high):
            high = high - (not endpoint)
        if not place.is_array(low) and not place.is_array(high):
            return low, high
        dtype, (floor, ceiling) = place.backend.dtypes[wide], limits(wide)
        for name, value in (("low", low), ("high", high)):
            if not place.is_array(value) and not floor <= value <= ceiling:
                raise errors.number_not_held("integers", name, value, wide, floor, ceiling)
            if place.is_array(value) and place.is_known:
                self._check_sign(name, value, wide)
        xp, device = place.xp, place.native_device
        arrays = [
            place.cast(value, dtype) if place.is_array(value) else xp.asarray(value, dtype=dtype, device=device)
            for value in (low, high)
        ]
        if place.is_array(high) and not endpoint:
            if place.is_known and place.any(arrays[1] == floor):
                raise argument_errors.bad_parameter(
                    "integers", "high", "an array that holds others", "integers above all of `low`"
                )
            arrays[1] = xp.subtract(arrays[1], xp.asarray(1, dtype=dtype, device=device))
        return arrays[0], arrays[1]

    def _check_sign(self, name: str, bound: Any, wide: str) -> None:
        """ValueError for an array of bounds that changes in `wide`: negative ones in uint64, and the reverse."""
        held = self._place.backend.dtype(bound)
        if (held == "uint64" and wide == "int64") or (wide == "uint64" and held is not None and held.kind[0] == "s"):
            signed = self._place.cast(bound, self._place.backend.dtypes["int64"])
            self._place.check_domain("integers", name, signed, Domain(f"integers that {wide} holds", lambda x: x < 0))

    def _check_bounds(self, least: Any, largest: Any, named: Any) -> None:
        """ValueError if there is no integer between them, or one that the dtype does not hold."""
        place, (floor, ceiling) = self._place, limits(named.name)
        if not place.is_array(least):
            if least > largest:
                raise argument_errors.bad_parameter("integers", "low", errors.shown(least), f"one of at most {largest}")
            for name, value in (("low", least), ("high", largest)):
                if not floor <= value <= ceiling:
                    raise errors.number_not_held("integers", name, value, named.name, floor, ceiling)
        elif place.is_known:
            xp = place.xp
            if place.any(xp.greater(least, largest)):
                raise argument_errors.bad_parameter(
                    "integers", "low", "an array that holds others", "integers below those of `high`"
                )
            if named.itemsize < 8 and place.any((least < floor) | (largest > ceiling)):
                raise argument_errors.bad_parameter(
                    "integers", "low or high", "an array that holds others", f"integers that {named.name} holds"
                )


def limits(name: str) -> tuple[int, int]:
    """The least and the largest integer of a dtype."""
    if name == "bool":
        return 0, 1
    bits = int(name.lstrip("uint"))
    return (0, 2**bits - 1) if name.startswith("u") else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
