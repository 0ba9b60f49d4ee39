"""What NumPy takes for an array: lists, numbers and NumPy arrays, taken in to the backend that computes.

Arrays that are there decide, as everywhere. NumPy's own are data on their way in, where another backend is selected,
or is that of the other arguments; memory that is written to (`out`) is not taken in, and decides.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import numpy

import unified_arrays as ua

from .. import backends
from .._common import errors
from .._common.dtypes import neutral
from .._common.framework_compilers import FoundTable
from .._common.python_scalars import NUMBERS
from .._common.trees import leaves
from .._dispatch.selection import get_backend
from ..backends import HOST
from . import _dtypes

FLOATING = ("real floating", "complex floating")
_EXPECTED = "an array, a number or a nested sequence of numbers"


class Plan(NamedTuple):
    """What happens to values of some types before they are computed with."""

    backend: str  # whose arrays they will be
    taken_in: tuple[int, ...]  # the places of those that are no arrays of it
    arrays: tuple[int, ...]  # the places of those that are


def _plan(key: tuple[str, tuple[type, ...], tuple[type, ...]]) -> Plan:
    """The plan for the selected backend, the types of inputs, and those of memory that is written to."""
    selected, types, written = key
    owners = [_owner(kind) for kind in types]
    found = [name for name in map(_owner, (*written, *types)) if name not in (None, HOST)]
    backend = next(filter(None, (*found, *map(_owner, written))), selected)
    own = tuple(place for place, name in enumerate(owners) if name == backend)
    others = tuple(
        place
        for place, (name, kind) in enumerate(zip(owners, types, strict=True))
        if kind is not type(None) and (name is None or (name == HOST != backend))
    )
    return Plan(backend, others, own)


def _owner(kind: type) -> str | None:
    """The name of the backend that arrays of a type belong to."""
    backend = backends.by_type(kind)
    return None if backend is None else backend.name


plans = FoundTable(_plan)


def plan_of(values: Sequence[Any], written: Sequence[Any] = ()) -> Plan:
    """What is to happen to values, where the second ones are written to."""
    key = (get_backend(), tuple(map(type, values)), tuple(map(type, written)))
    try:
        plan: Plan = plans.ready[key]
    except KeyError:
        plan = plans[key]
    return plan


def converted(function: str, values: Sequence[Any], stay: Collection[int] = (), out: Any = None) -> list[Any]:
    """The values as arrays of one backend, but for those at the places that `stay`, and None."""
    plan = plan_of(values, () if out is None else (out,))
    if not plan.taken_in:
        return list(values)
    device = ua.device(values[plan.arrays[0]]) if plan.arrays else None
    taken = list(values)
    for place in plan.taken_in:
        if place not in stay:
            taken[place] = taken_in(function, values[place], plan.backend, device)
    return taken


def arrays(function: str, *values: Any, out: Any = None) -> list[Any]:
    """The values as arrays of one backend; None stays None."""
    return converted(function, values, (), out)


def operands(function: str, *values: Any, out: Any = None) -> list[Any]:
    """The values as arrays of one backend; Python numbers stay numbers if there is an array beside them."""
    numbers = [place for place, value in enumerate(values) if type(value) in NUMBERS]
    only_numbers = len(numbers) == sum(value is not None for value in values)
    return converted(function, values, () if only_numbers else numbers, out)


def array(function: str, value: Any) -> Any:
    """One value as an array."""
    return converted(function, [value])[0]


def several(function: str, parameter: str, values: Any) -> list[Any]:
    """What a parameter takes that is for several arrays, as a list; one array stands for its rows."""
    if isinstance(values, (list, tuple)):
        return list(values)
    if backends.of_array(values) is None:
        raise errors.not_an_array(function, parameter, type(values), "a sequence of arrays")
    return list(ua.unstack(array(function, values)))


def in_floats(value: Any) -> Any:
    """An array of integers or booleans in the default dtype; whatever else it is, as it is."""
    if backends.of_array(value) is None or ua.isdtype(value.dtype, FLOATING):
        return value
    return ua.astype(value, _dtypes.floating_dtype("astype", None))


def on_host(value: Any) -> Any:
    """An array of any backend as one of NumPy; whatever else it is, as it is."""
    return ua.to_backend(value, HOST) if ua.is_array(value) else value


def taken_in(function: str, value: Any, backend: str, device: Any = None) -> Any:
    """A value as an array of that backend, on a device or where new arrays are made."""
    if backends.of_array(value) is None:
        foreign = _foreign(value)
        if foreign is not None:
            return _stacked(function, value, foreign, device)
        value = _on_host(function, value)
    return ua.to_backend(value, backend, device=device)


def _foreign(value: Any) -> str | None:
    """The backend of arrays in a nested list, if they are not NumPy's."""
    if not isinstance(value, (list, tuple)):
        return None
    names = {_owner(kind) for kind in set(map(type, leaves(value)))} - {None, HOST}
    return min(names) if names else None  # type: ignore[type-var]


def _stacked(function: str, nested: Any, backend: str, device: Any) -> Any:
    """A nested list that holds arrays, as one array."""
    if not isinstance(nested, (list, tuple)):
        return nested if backends.of_array(nested) is not None else taken_in(function, nested, backend, device)
    return ua.stack([_stacked(function, part, backend, device) for part in nested])


def _on_host(function: str, value: Any) -> Any:
    """What is no array yet as one of NumPy, in NumPy's dtype; what is made of Python's floats in the default one."""
    if value is None or isinstance(value, (str, bytes)):
        raise errors.not_an_array(function, "an argument", type(value), _EXPECTED)
    found = numpy.asarray(value)
    if neutral(found.dtype) is None:
        raise errors.not_an_array(function, "an argument", type(value), _EXPECTED)
    if isinstance(value, (*NUMBERS, list, tuple)) and _dtypes.default_name() == "float32":
        smaller = {"float64": "float32", "complex128": "complex64"}.get(found.dtype.name)
        return found if smaller is None else found.astype(smaller)
    return found
