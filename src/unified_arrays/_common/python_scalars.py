"""Python numbers beside arrays: one meaning on every backend for what a dtype does not hold.

- Comparisons are exact: no uint8 equals 300, each is greater than -1.
- Where the result is floating whatever the operands are (divide, atan2, ...), a number counts as a floating one.
- Everywhere else, and in all that is written, an integer that the dtype does not hold is refused with OverflowError.
- What is too large for a floating dtype is an infinity, as a result that is too large would be.
- nan and infinities are refused for integers, and complex numbers for real dtypes: TypeError.

NumPy's ufuncs have these rules themselves, and no function is asked in the plain case: see `fitting`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import Any

from . import errors
from .dtypes import ALL, DType
from .framework_compilers import as_written
from .spec import Call

NUMBERS = (bool, int, float, complex)
PLAIN: Any = (int, float)  # looked through more quickly than asked for with isinstance

# What an integer dtype holds, by its name.
LIMITS: dict[str, tuple[int, int]] = {
    name: (0, 2 ** (8 * dtype.itemsize) - 1) if dtype.kind == "unsigned integer" else (-(2**bits), 2**bits - 1)
    for name, dtype in ALL.items()
    if dtype.is_integer
    for bits in (8 * dtype.itemsize - 1,)
}
# The bits of a fraction and the largest exponent, by the name of the dtype; others are as large as Python's floats.
_FORMATS = {"float16": (10, 15), "bfloat16": (7, 127), "float32": (23, 127), "complex64": (23, 127)}
_LARGEST = {name: (2 - 2.0**-bits) * 2.0**exponent for name, (bits, exponent) in _FORMATS.items()}
# Half a step beyond, from where on numbers are rounded to an infinity.
_INFINITE_FROM = {name: (2 - 2.0 ** (-bits - 1)) * 2.0**exponent for name, (bits, exponent) in _FORMATS.items()}

_COMPARISONS = {"greater": False, "greater_equal": False, "less": True, "less_equal": True}  # of what lies below
_EQUALITIES = {"equal": False, "not_equal": True}
# The same comparison seen from the other operand.
_MIRRORED = {"greater": "less", "less": "greater", "greater_equal": "less_equal", "less_equal": "greater_equal"}
SEARCHING = ("isin", "searchsorted")
LOGICAL = frozenset({"logical_and", "logical_or", "logical_xor"})
FLOATING = frozenset({"divide", "atan2", "copysign", "hypot", "logaddexp", "nextafter"})
OF_TWO = (
    frozenset(
        "add bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor floor_divide maximum minimum "
        "multiply pow remainder subtract".split()
    )
    | _COMPARISONS.keys()
    | _EQUALITIES.keys()
    | LOGICAL
    | FLOATING
)


def fits_anywhere(value: Any) -> bool:
    """True of arrays, and of numbers that every dtype holds."""
    return not isinstance(value, NUMBERS) or (not isinstance(value, complex) and 0 <= value <= 127)


def is_plain(value: Any, *, floating: bool) -> bool:
    """Whether `value` is a number that arrays of every dtype take as it is, if floating or of integers.

    Only the limits of the dtypes of integers are left to be looked at.
    """
    kind = type(value)
    return (kind is int and -2048 <= value <= 2048) or (floating and kind is float and -6e4 <= value <= 6e4)


def limits(number: Any, dtype: str) -> tuple[int, int] | None:
    """The least and the largest integer of the dtype that an integer takes beside `dtype`; None if it is no integer."""
    if isinstance(number, bool) or not isinstance(number, int):
        return None
    return LIMITS["int64"] if dtype == "bool" else LIMITS.get(dtype)


def _is_within(bounds: tuple[int, int], number: Any) -> bool:
    return bool(bounds[0] <= number <= bounds[1])


def rounded(function: str, parameter: str, number: Any, dtype: str) -> Any:
    """A number as a floating dtype takes it: infinite if it is too large. OverflowError beyond Python's own floats."""
    if isinstance(number, complex):
        return complex(*(rounded(function, parameter, part, dtype) for part in (number.real, number.imag)))
    try:
        value = float(number)
    except OverflowError:
        raise errors.number_too_large(function, parameter, number, dtype) from None
    if abs(value) > _LARGEST.get(dtype, math.inf):
        return math.copysign(math.inf if abs(value) >= _INFINITE_FROM[dtype] else _LARGEST[dtype], value)
    return value if isinstance(number, int) and abs(value) >= 2**63 else number  # frameworks read no larger integers


def written(function: str, parameter: str, number: Any, dtype: DType | None) -> Any:
    """A number that is to become an element of `dtype`, as that holds it; OverflowError or TypeError if it does not."""
    if dtype is None or dtype == "bool" or isinstance(number, bool) or not isinstance(number, NUMBERS):
        return number
    if isinstance(number, complex):
        if not dtype.is_complex:
            raise errors.number_of_another_kind(function, parameter, number, dtype, "a real number")
        return rounded(function, parameter, number, dtype.name)
    if not dtype.is_integer:
        return rounded(function, parameter, number, dtype.name)
    if isinstance(number, float) and not math.isfinite(number):
        raise errors.number_of_another_kind(function, parameter, number, dtype, "a finite number")
    low, high = LIMITS[dtype.name]
    if not low <= int(number) <= high:
        raise errors.number_not_held(function, parameter, number, dtype, low, high)
    return number


def elements(function: str, parameter: str, nested: Any, dtype: DType | None) -> Any:
    """What asarray makes an array of `dtype` of, its numbers as that holds them."""
    if not isinstance(nested, (list, tuple, range)):
        return written(function, parameter, nested, dtype)
    if dtype is not None and dtype.is_integer:  # else the frameworks have these rules themselves
        are_integers = set(map(type, nested)) == {int}
        for item in (min(nested), max(nested)) if are_integers else nested:
            elements(function, parameter, item, dtype)
    return nested


def misfit(function: str, named: dict[str, Any], dtypes: list[DType]) -> Exception | None:
    """The error for the first of these numbers that one of the dtypes does not hold; None if they hold all."""
    for dtype in dtypes:
        for parameter, number in named.items():
            bounds = limits(number, dtype.name)
            if bounds is not None and not _is_within(bounds, number):
                return errors.number_not_held(function, parameter, number, dtype, *bounds)
            if bounds is None:
                try:
                    rounded(function, parameter, number, dtype.name)
                except OverflowError as error:
                    return error
    return None


def _refuse_bounds_of_truth(bounds: dict[str, Any]) -> None:
    """TypeError for bounds of clip that are numbers, where x is of booleans: frameworks differ in what that means."""
    for parameter, bound in bounds.items():
        if isinstance(bound, NUMBERS) and not isinstance(bound, bool):
            raise errors.number_beside_truth("clip", parameter, bound)


def _for_arrays(fitted: Call, function: Call) -> Call:
    """`fitted`, with what is called in its place where no argument is a number."""
    fitted.for_arrays = function  # type: ignore[attr-defined]
    return fitted


class Fitting:
    """Who makes numbers fit: what a framework's arrays are asked, and its functions by their names in the standard.

    dtype_of: the name of an array's dtype; None for what is no array. floating: the name of the dtype that a float
    takes beside integers.
    """

    def __init__(
        self, functions: Callable[[str], Call], dtype_of: Callable[[Any], str | None], floating: Callable[[], str]
    ) -> None:
        self._functions = functions
        self._dtype_of = dtype_of
        self._floating = floating

    def all(self) -> dict[str, Call]:
        """Each of its functions that takes numbers beside arrays, by its name."""
        return {
            **{name: self.of_two(name, self._functions(name)) for name in OF_TWO},
            **{name: self.searching(name, self._functions(name)) for name in SEARCHING},
            "where": self.where(self._functions("where")),
            "clip": self.clip(self._functions("clip")),
        }

    def of_two(self, name: str, function: Call, slow: Call | None = None) -> Call:
        """`function` of x1 and x2, one of which may be a number; `slow`: of numbers beyond 127 and negative ones.

        0 to 127 is in every dtype. That is asked here; who knows that both are arrays calls `for_arrays`.
        """

        @as_written
        @wraps(function)
        def fitted(x1: Any, x2: Any, /) -> Any:
            if type(x1) is type(x2):
                return function(x1, x2)
            if type(x2) in PLAIN:
                if not 0 <= x2 <= 127:
                    return self._beside(name, slow or function, x1, x2, 1, {})
            elif isinstance(x2, NUMBERS):
                return self._beside(name, slow or function, x1, x2, 1, {})
            elif isinstance(x1, NUMBERS):
                return self._beside(name, slow or function, x2, x1, 0, {})
            return function(x1, x2)

        return _for_arrays(fitted, function)

    def searching(self, name: str, function: Call) -> Call:
        """isin and searchsorted, which have options, too."""

        @as_written
        @wraps(function)
        def fitted(x1: Any, x2: Any, /, **options: Any) -> Any:
            if isinstance(x2, NUMBERS):
                return self._beside(name, function, x1, x2, 1, options)
            if isinstance(x1, NUMBERS):
                return self._beside(name, function, x2, x1, 0, options)
            return function(x1, x2, **options)

        return _for_arrays(fitted, function)

    def where(self, function: Call) -> Call:
        """`where`, one of whose values may be a number."""

        @as_written
        @wraps(function)
        def fitted(condition: Any, x1: Any, x2: Any, /) -> Any:
            if type(x2) in PLAIN and 0 <= x2 <= 127:  # which are in every dtype
                return function(condition, x1, x2)
            if isinstance(x2, NUMBERS):
                x2 = self._value("where", "x2", x2, x1)
            elif isinstance(x1, NUMBERS):
                x1 = self._value("where", "x1", x1, x2)
            return function(condition, x1, x2)

        return _for_arrays(fitted, function)

    def clip(self, function: Call) -> Call:
        """`clip`, whose bounds may be numbers: those that bound nothing are left out."""

        @as_written
        @wraps(function)
        def fitted(x: Any, /, min: Any = None, max: Any = None) -> Any:
            dtype = self._dtype_of(x) or ""
            if dtype == "bool":
                _refuse_bounds_of_truth({"min": min, "max": max})
            bounds = limits(min, dtype)
            min = None if bounds and min < bounds[0] else self._value("clip", "min", min, x)
            bounds = limits(max, dtype)
            max = None if bounds and max > bounds[1] else self._value("clip", "max", max, x)
            return function(x, min, max)

        return fitted

    def _value(self, function: str, parameter: str, number: Any, array: Any) -> Any:
        """A number as it is beside an array; refused if that would change it."""
        dtype = self._dtype_of(array)
        if dtype is None or not isinstance(number, NUMBERS):
            return number
        bounds = limits(number, dtype)
        if bounds is not None:
            if not _is_within(bounds, number):
                raise errors.number_not_held(function, parameter, number, dtype, *bounds)
            return number
        if isinstance(number, bool):
            return number
        return rounded(function, parameter, number, self._floating() if dtype in LIMITS or dtype == "bool" else dtype)

    def _beside(
        self, name: str, function: Call, array: Any, number: Any, position: int, options: dict[str, Any]
    ) -> Any:
        """The call with a number, at that position, that need not fit."""
        parameter, dtype = ("x1", "x2")[position], self._dtype_of(array)

        def call(value: Any) -> Any:
            return function(array, value, **options) if position else function(value, array, **options)

        if dtype is None or isinstance(number, bool):
            return call(number)
        if name in LOGICAL:
            return call(number != 0)
        bounds = limits(number, dtype)
        if bounds is None:
            return call(self._value(name, parameter, number, array))
        if _is_within(bounds, number):
            return call(number)
        if name in FLOATING:
            return call(rounded(name, parameter, float(number), self._floating()))
        return self._beyond(name, array, number, position, bounds, options)

    def _beyond(
        self, name: str, array: Any, number: int, position: int, bounds: tuple[int, int], options: dict[str, Any]
    ) -> Any:
        """The call with an integer that the dtype of the array does not hold."""
        low, high = bounds
        ask = self._functions
        if name == "isin":
            if position:
                return ask("less_equal" if options.get("invert") else "greater")(array, high)
            return (
                ask("any")(ask("greater")(array, high))
                if not options.get("invert")
                else ask("all")(ask("less_equal")(array, high))
            )
        if name == "searchsorted" and position:
            inside, side = (low, "left") if number < low else (high, "right")
            return ask(name)(array, inside, **{**options, "side": side})
        as_asked = name if position else _MIRRORED.get(name, name)
        is_below = number > high  # each element
        true = _EQUALITIES.get(as_asked, _COMPARISONS.get(as_asked) is is_below)
        if as_asked in _EQUALITIES or as_asked in _COMPARISONS:
            return ask("less_equal" if true else "greater")(array, high)
        raise errors.number_not_held(name, ("x1", "x2")[position], number, self._dtype_of(array), low, high)
