"""Writing into an array at hand: the whole of it with copyto, a part of it with at(x)[index].

Both write as out= does, with every check of _out/contract.py before the first byte changes. What an index without
arrays selects is memory of x, so there `at(x)[index].add(y)` is nothing but `add(x[index], y, out=x[index])`. An index
with arrays selects elements that may repeat: their new values are worked out first, each once, and then put there.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, Generic, NamedTuple

from .. import backends
from .._common import errors, python_scalars
from .._common.dtypes import neutral
from .._common.framework_compilers import FoundTable, as_written
from .._common.known_sizes import broadcasts_to
from .._common.spec import SPECS, Call
from .._common.trees import map_leaves
from .._common.types import Array
from .._out import contract
from ..backends import Backend
from . import call_sites, transfer
from .calls import call_with_out, call_without_out
from .index_keys import Index, index_of
from .inspection import backend_of

__all__ = ["at", "copyto"]


def _never(*arguments: Any) -> bool:
    """What a backend that has no way for the plain case does there."""
    return False


def _plain_copy_of(kind: type) -> Callable[[Any, Any], bool]:
    backend = backends.by_type(kind)
    return _never if backend is None else backend.plain_copies.get(kind, _never)


def _plain_write_of(kind: type) -> Callable[[str, Any, Any, Any], bool]:
    backend = backends.by_type(kind)
    return _never if backend is None else backend.plain_writes.get(kind, _never)


# class of dst, or of x -> what writes to it in the plain case
_plain_copies, _plain_writes = FoundTable(_plain_copy_of), FoundTable(_plain_write_of)
plain_copies, plain_writes = _plain_copies.ready, _plain_writes.ready


@as_written
def copyto(dst: Array, src: Any, /) -> Array:
    """Write `src`, broadcast to the shape of `dst`, into `dst`, and return `dst`: what out= does for a value at hand.

    `src` is an array of the same backend or a number. Raises what a call with `out=dst` raises, and ValueError for a
    shape that does not broadcast to that of `dst`; dst is then untouched.

    An array of dask is also written to a zarr array or a map of a file: that computes it.

    Parameters
    ----------
    dst : array
        Written to.
    src : array or number
        Of a shape that broadcasts to that of `dst`.

    Returns
    -------
    array
        `dst`.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> c = ua.empty(2)
    >>> ua.copyto(c, 5.0)
    array([5., 5.])
    """
    if plain_copies.get(type(dst), _never)(dst, src):
        return dst
    source = backends.of_array(src)
    write_to_store = None if source is None else source.store_writer(dst)
    if write_to_store is not None:
        write_to_store("copyto", src)
        return dst
    written: Array = _fill("copyto", ("dst", dst), ("src", beside("copyto", "dst", dst, "src", src)))
    if type(dst) not in plain_copies:
        _plain_copies[type(dst)]  # to be found there from now on
    return written


def beside(function: str, name: str, x: Any, parameter: str, value: Any) -> Any:
    """`value` as an array beside `x`: a number in the dtype that it has there. TypeError for another backend's."""
    backend = backend_of(function, name, x)
    own = backends.by_type(type(value))
    if own is not None and own is not backend and issubclass(type(value), own.scalar_types):
        value = value.item()
    if type(value) in python_scalars.NUMBERS:
        fits = python_scalars.fits_anywhere(value)
        if type(value) is int and not fits:  # it changes no dtype of integers
            value = python_scalars.written(function, parameter, value, backend.dtype(x))
        dtype = backend.namespace.result_type(x, value)
        value = value if fits else python_scalars.written(function, parameter, value, neutral(dtype))
        return backend.namespace.asarray(value, dtype=dtype, device=backend.native_device(backend.device(x)))
    other = backend_of(function, parameter, value)
    if other is not backend:
        raise errors.two_backends(function, (name, backend.name), (parameter, other.name))
    transfer.refuse(function, name, x, backend)
    transfer.refuse(function, parameter, value, backend)
    if backend.decides_itself(type(value)) and not backend.decides_itself(type(x)):
        raise errors.loses_its_meaning(function, parameter, type(value), name)
    return value


def written(function: str, x: Any, value: Any) -> Any:
    """Write a value of the shape of `x` into `x`: what other functions that write in place end with."""
    return _fill(function, ("x", x), ("the result", value))


def _check_fits(function: str, place: tuple[str, Any], value: tuple[str, Any]) -> None:
    """ValueError if the second array does not broadcast to the shape of the first; both come with their names."""
    if not broadcasts_to(tuple(value[1].shape), tuple(place[1].shape)):
        shapes = {name: tuple(array.shape) for name, array in (place, value)}
        raise errors.shapes_apart(function, shapes, f"a shape of {value[0]} that broadcasts to that of {place[0]}")


def _fill(function: str, place: tuple[str, Any], value: tuple[str, Any]) -> Any:
    """Write the second array, broadcast, into the first; return what a call with out= does."""
    _check_fits(function, place, value)
    name, array = place
    backend = backend_of(function, name, array)
    spread = contract.general_call(function, backend, lambda source: _spread[backend.name](array, source)[1], name)
    return spread(array, value[1])


# -- at(x)[index] -----------------------------------------------------------------------------------------------------

REAL = ("unsigned integer", "signed integer", "real floating")
FLOATING = ("real floating", "complex floating")
NUMERIC = (*REAL, "complex floating")


ROWS_FOR_EACH = 32  # that is named: to copy so many rows of x is faster than to sort the numbers of those named


class Operation(NamedTuple):
    """What a method of at(x)[index] does with a place's value and a new one."""

    function: str  # of unified_arrays
    kinds: tuple[str, ...]  # of dtypes that it is for


OPERATIONS = {
    "add": Operation("add", NUMERIC),
    "subtract": Operation("subtract", NUMERIC),
    "multiply": Operation("multiply", NUMERIC),
    "divide": Operation("divide", FLOATING),
    "min": Operation("minimum", REAL),
    "max": Operation("maximum", REAL),
}


def part_call_with_out(function: str, backend: Backend, called: str) -> Call:
    """A call with out= that writes to a part of x; messages call the function so."""
    return call_with_out(SPECS[function], backend, called, "x[index]")


# (function, backend) -> its call without out=; (function, backend, what messages call it) -> its call with out=
_plain = FoundTable(lambda key: call_without_out(SPECS[key[0]], key[1]))
_into = FoundTable(lambda key: part_call_with_out(key[0], backends.by_name(key[1]), key[2]))
# backend -> broadcast_arrays, and what writes a part, both where the arrays live
_spread = FoundTable(lambda name: call_without_out(SPECS["broadcast_arrays"], name))
_writer = FoundTable(lambda name: backends.by_name(name).placed("at", _write_part))


@as_written
def at(x: Array, /) -> At[Array]:
    """A part of `x` to be written to, alike on every backend: `at(x)[index].add(value)` writes into `x` and returns it.

    The methods are set, add, subtract, multiply, divide, min and max. `index` is what an index is in NumPy: integers,
    slices, None, `...`, arrays or lists of integers or booleans. `value` is an array of the backend of `x` or a number;
    it is broadcast to the shape of `x[index]`. Where `index` names a place several times, set leaves the last value,
    and the others take all of them (divide: their product).

    Raises TypeError for a value of another backend or of a kind that `x` cannot hold, ValueError for an `x` that cannot
    be written to and for shapes that do not fit, IndexError for places that are not there, GradientError where a
    gradient would be cut. `x` is then untouched.

    Parameters
    ----------
    x : array
        Written to.

    Returns
    -------
    At
        An index of it is a part of `x` with the methods above.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.zeros(4)
    >>> ua.at(x)[ua.asarray([0, 2, 2])].add(1.0)
    array([1., 0., 2., 0.])
    """
    if type(x) not in plain_writes:
        backend_of("at", "x", x)
        _plain_writes[type(x)]  # to be found there from now on
    return At(x)


class At(Generic[Array]):
    """What `at(x)` returns: index it."""

    __slots__ = ("_x",)

    def __init__(self, x: Array, /) -> None:
        self._x = x

    def __getitem__(self, index: Any, /) -> Places[Array]:
        return Places(self._x, index)


class Places(Generic[Array]):
    """The places `x[index]`. Each method writes there and returns `x`."""

    __slots__ = ("_index", "_x")

    def __init__(self, x: Array, index: Any, /) -> None:
        self._x = x
        self._index = index

    def set(self, value: Any, /) -> Array:
        """x[index] = value."""
        return _write("set", self._x, self._index, value)

    def add(self, value: Any, /) -> Array:
        """x[index] += value."""
        return _write("add", self._x, self._index, value)

    def subtract(self, value: Any, /) -> Array:
        """x[index] -= value."""
        return _write("subtract", self._x, self._index, value)

    def multiply(self, value: Any, /) -> Array:
        """x[index] *= value."""
        return _write("multiply", self._x, self._index, value)

    def divide(self, value: Any, /) -> Array:
        """x[index] /= value, for floating `x`."""
        return _write("divide", self._x, self._index, value)

    def min(self, value: Any, /) -> Array:
        """x[index] = minimum(x[index], value), for real `x`; NaN where one of the values is."""
        return _write("min", self._x, self._index, value)

    def max(self, value: Any, /) -> Array:
        """x[index] = maximum(x[index], value), for real `x`; NaN where one of the values is."""
        return _write("max", self._x, self._index, value)


@as_written
def _write(method: str, x: Array, index: Any, value: Any) -> Array:
    if plain_writes.get(type(x), _never)(method, x, index, value):
        return x
    function = f"at.{method}"
    backend = backend_of(function, "x", x)
    contract.refuse_unwritable(function, "x", backend, x)
    whole = backend.gathered(function, x, index)
    if whole is not None:
        index, value = (map_leaves(lambda part: _whole(function, backend, part), given) for given in (index, value))
        _write(method, whole, index, value)
        backend.put(x, whole)
        return x
    operation = OPERATIONS.get(method)
    dtype = backend.dtype(x)
    if operation is not None and dtype is not None and dtype.kind not in operation.kinds:
        raise errors.wrong_kind(function, dtype, f"one of the kinds {', '.join(operation.kinds)}")
    value = beside(function, "x", x, "value", value)
    write_part = _writer[backend.name]
    try:
        written: Array = backend.in_order(lambda: write_part(x, value, index, function, method, operation))
        return written
    except IndexError as error:  # the framework's
        error.add_note(f"raised by {function}")
        raise


def _whole(function: str, backend: Backend, x: Any) -> Any:
    """`x`, or the whole of an array that is spread over processes."""
    whole = backend.gathered(function, x)
    return x if whole is None else whole


def _write_part(x: Any, value: Any, index: Any, function: str, method: str, operation: Operation | None) -> Any:
    where = index_of(function, backend_of(function, "x", x), x, index)
    if where.has_arrays:
        _write_places(function, method, operation, x, where, value)
    else:
        _write_window(function, operation, x, where, value)
    return x


def _write_window(function: str, operation: Operation | None, x: Any, where: Index, value: Any) -> None:
    """Where x[index] is memory of x: a call with out=."""
    backend, xp = where.backend, where.backend.namespace
    window = backend.read_item(x, where.window)
    _check_fits(function, ("x[index]", window), ("value", value))
    if where.turned:
        value = xp.flip(xp.broadcast_arrays(window, value)[1], axis=where.turned)
    if operation is None:
        _fill(function, ("x[index]", window), ("value", value))
    else:
        into = _into[operation.function, backend.name, function]
        into(window, window, value)


def _write_places(function: str, method: str, operation: Operation | None, x: Any, where: Index, value: Any) -> None:
    """Where x[index] is a copy: what it will be is complete, and checked, before anything is put there."""
    backend, xp = where.backend, where.backend.namespace
    places = where.items
    if not where.names_rows and (where.may_repeat or where.descends or where.differs):
        places = where.coordinates(function, backend.native_device(backend.device(x)))
    if where.may_repeat and method != "divide" and _scattered(method, function, x, where, places, value):
        return
    current = backend.read_item(x, places)
    if 0 in current.shape:  # PyTorch (2.13) does not look at the numbers in an index that selects nothing
        where.check_numbers(function)
    _check_fits(function, ("x[index]", current), ("value", value))
    value = xp.broadcast_arrays(current, value)[1]  # which also serves shapes that a graph does not know yet
    if where.may_repeat and 0 not in current.shape:
        new = _together(method, x, where, where.rows(places), current, value)
    else:
        new = value if operation is None else _plain[operation.function, backend.name](current, value)
    contract.check_all_but_shape(function, "x", backend, x, new)
    new = xp.astype(new, x.dtype, copy=False)
    backend.write_item(x, places, backend.apart_from(new, x))


def _scattered(method: str, function: str, x: Any, where: Index, places: tuple[Any, ...], value: Any) -> bool:
    """Whether the values were written into the memory of x, each once, where several may be for one place."""
    backend, xp = where.backend, where.backend.namespace
    shape, given = where.selected(places), backend.shape(value)
    if shape is None or given is None or 0 in shape or not broadcasts_to(given, shape):
        return False
    write = backend.row_writer(method, x, prod(shape))
    if write is None or xp.result_type(x, value) != x.dtype:
        return False
    where.check_numbers(function)
    contract.check_all_but_shape(function, "x", backend, x, value)
    values = xp.reshape(xp.broadcast_to(xp.astype(value, x.dtype, copy=False), shape), (-1, prod(where.row)))
    write(xp.reshape(where.rows(places), (-1,)), backend.apart_from(values, x))
    return True


def _together(method: str, x: Any, where: Index, rows: Any, current: Any, value: Any) -> Any:
    """What each place will hold when all values for it are taken: the same wherever it is named again."""
    backend, xp, row = where.backend, where.backend.namespace, where.row
    numbers, value = xp.reshape(rows, (-1,)), xp.reshape(value, (-1, *row))
    height = prod(where.shape) // prod(row)
    if None in current.shape or height <= ROWS_FOR_EACH * numbers.shape[0]:
        kept = xp.reshape(x, (height, *row))
    else:
        _, first, rows, _ = xp.unique_all(rows)
        numbers, kept = xp.reshape(rows, (-1,)), xp.take(xp.reshape(current, (-1, *row)), first, axis=0)
    if method == "set":
        order = xp.cumulative_sum(xp.ones_like(numbers)) - 1
        none = xp.zeros(kept.shape[0], dtype=numbers.dtype, device=backend.native_device(backend.device(x)))
        last = backend.accumulate["max"](none, numbers, order)
        return _picked(backend, value, _picked(backend, last, rows))
    dtype = xp.result_type(current, value)
    value = xp.astype(value, dtype, copy=False)
    if method == "divide":
        products = backend.accumulate["multiply"](xp.ones_like(kept, dtype=dtype), numbers, value)
        return xp.divide(current, _picked(backend, products, rows))
    return _picked(backend, backend.accumulate[method](xp.astype(kept, dtype, copy=False), numbers, value), rows)


def _picked(backend: Backend, x: Any, rows: Any) -> Any:
    """x[rows]."""
    return backend.namespace.take(x, rows, axis=0) if len(rows.shape) == 1 else backend.read_item(x, (rows,))


call_sites.add(globals(), looked_up=("backend_of", "_into", "_fill", "_write"))
call_sites.add(globals(), looked_up=("plain_copies", "plain_writes"), is_shortcut=True)
