"""Options that NumPy's functions have and ours have not: `where`, `initial`, `dtype`, `casting`, `order` and others.

Each is honoured, allowed where it changes nothing, or refused by a TypeError. None is ignored.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import numpy

import unified_arrays as ua

from .. import backends
from .._common import argument_errors, errors
from .._common.dtypes import can_hold, neutral
from .._common.python_scalars import NUMBERS
from . import _array_likes, _dtypes
from ._row import NO_VALUE, Row

CASTINGS = ("no", "equiv", "safe", "same_kind", "unsafe")
# Options by name, with the values besides their defaults that change nothing.
_CHANGE_NOTHING: dict[str, tuple[Any, ...]] = {
    "assume_unique": (True, False),
    "kind": (None, "quicksort", "mergesort", "heapsort", "stable", "introselect", "sort", "table"),
    "like": (None,),
    "order": ("C", "K", "A", None),
    "overwrite_input": (True, False),
    "sorted": (True, False),
    "stable": (None, True, False),
    "subok": (True, False),
}


def answer(row: Row, arguments: dict[str, Any]) -> Any:
    """The result of a call with options that are NumPy's alone."""
    given = dict(arguments)
    options = {name: given.pop(name) for name in row.numpys_alone}
    changed = {
        name: value
        for name, value in options.items()
        if not row.is_default(name, value) and not _changes_nothing(name, value)
    }
    if "correction" in changed and given.get("ddof"):
        raise argument_errors.wrong_value(row.name, "correction", options["correction"], "either ddof or correction")
    if "dtype" in changed and given.get("out") is not None and "arrays" in given:
        raise argument_errors.not_honoured(row.name, "dtype", options["dtype"])
    own = _function_with_options(row, arguments) if changed else None
    if own is not None:
        with contextlib.suppress(TypeError):  # of which the way below says what is wrong
            return own()
    call = _Call(row, given, options.get("initial", NO_VALUE))
    call.wanted = _dtypes.as_dtype(row.name, options.get("dtype"))
    call.casting = options.get("casting", "same_kind")
    for name, honour in _HONOURED.items():
        if name in changed:
            honour(call, changed.pop(name))
    for name, value in changed.items():
        raise argument_errors.not_honoured(row.name, name, value)
    return call.result()


def _function_with_options(row: Row, arguments: dict[str, Any]) -> Callable[[], Any] | None:
    """The framework's own function, called with the options, where it has them as NumPy has."""
    arrays = [arguments[argument.text] for argument in row.arrays]
    if not arrays or any(argument.is_sequence for argument in row.arrays) or _dtypes.default_name() != _dtypes.DEFAULT:
        return None
    out, mask = arguments.get("out"), arguments.get("where", True)
    values = [*arrays, mask]
    plan = _array_likes.plan_of(values, () if out is None else (out,))
    backend = backends.by_name(plan.backend)
    if backend.numpy_functions is None or any(type(values[place]) not in NUMBERS for place in plan.taken_in):
        return None
    own = attrgetter(row.name)(backend.numpy_functions)
    if out is not None:
        shapes = [tuple(value.shape) for value in values if hasattr(value, "shape")]
        can_fill = isinstance(own, numpy.ufunc) and backend.unwritable(out) is None
        if not can_fill or tuple(out.shape) != ua.broadcast_shapes(*shapes):
            return None
    given = {name: value for name, value in arguments.items() if not row.is_default(name, value)}
    if "dtype" in given:
        given["dtype"] = numpy.dtype(_dtypes.name_of(row.name, given["dtype"]))
    positional = [given.pop(name) for name in list(given) if row.is_positional(name)]
    return lambda: own(*positional, **given)


def _changes_nothing(name: str, value: Any) -> bool:
    return any(value is allowed or value == allowed for allowed in _CHANGE_NOTHING.get(name, ()))


class _Call:
    """A call that is changed by its options, one after the other."""

    def __init__(self, row: Row, given: dict[str, Any], initial: Any) -> None:
        self.row, self.given, self.initial = row, given, initial
        self.names = [argument.text for argument in row.arrays]
        self.compute: Callable[[], Any] = self._called
        self.middle: Any = None  # the mean that deviations are from, where it is known
        self.wanted: Any = None  # the dtype that was asked for
        self.casting: Any = "same_kind"  # how far that goes
        self.finish: list[Callable[[Any], Any]] = []

    @property
    def out(self) -> Any:
        out = self.given.get("out")
        return out[0] if isinstance(out, tuple) and len(out) == 1 else out

    def take_in(self) -> list[Any]:
        """The array arguments, as arrays; numbers beside them stay numbers."""
        values = _array_likes.operands(self.row.name, *(self.given[name] for name in self.names), out=self.out)
        self.given.update(zip(self.names, values, strict=True))
        return values

    def _called(self) -> Any:
        positional = [name for name in self.given if self.row.is_positional(name)]
        options = {name: value for name, value in self.given.items() if name not in positional}
        return self.row.answered(*(self.given[name] for name in positional), **options)

    def result(self) -> Any:
        out = self.out
        is_changed = bool(self.finish) or self.compute != self._called
        if out is not None and is_changed:
            self.given["out"] = None
        result = self.compute()
        for finish in self.finish:
            result = finish(result)
        return into(self.row.name, result, out) if is_changed else result


def into(function: str, result: Any, out: Any) -> Any:
    """`result`, written to `out` if there is one."""
    if out is None:
        return result
    if tuple(result.shape) != tuple(out.shape):
        raise errors.out_shape(function, "out", tuple(out.shape), tuple(result.shape))
    held, wanted = neutral(result.dtype), neutral(out.dtype)
    if held is not None and wanted is not None and not can_hold(held, wanted):
        raise errors.out_dtype(function, "out", wanted, held)
    return ua.copyto(out, result)


def _casting(call: _Call, casting: Any) -> None:
    """How far the result may be cast to out."""
    if casting not in CASTINGS:
        raise argument_errors.not_honoured(call.row.name, "casting", casting)
    sequences = [argument.text for argument in call.row.arrays if argument.is_sequence]
    for name in sequences:
        _check_casts(call, casting, name)
    out = call.out
    if out is None or (sequences and casting != "unsafe"):
        return
    backend = backends.of_array(out)
    wanted = None if backend is None else backend.dtype(out)
    if wanted is None:
        raise errors.not_an_array(call.row.name, "out", type(out))

    def cast(result: Any) -> Any:
        held = neutral(result.dtype)
        if casting in ("no", "equiv") and held != wanted:
            raise errors.out_dtype(call.row.name, "out", wanted, held)
        if casting == "safe" and (held is None or not ua.can_cast(held, wanted)):
            raise errors.out_dtype(call.row.name, "out", wanted, held)
        return cast_unsafely(result, wanted) if casting == "unsafe" else result

    call.finish.append(cast)


def cast_unsafely(x: Any, wanted: Any) -> Any:
    """`x` in a dtype that may not hold its values."""
    loses_parts = ua.isdtype(x.dtype, "complex floating") and not wanted.is_complex
    return ua.astype(ua.real(x) if loses_parts else x, wanted)


def _check_casts(call: _Call, casting: Any, name: str) -> None:
    """TypeError if an array that is joined cannot be cast so to the dtype of the result."""
    parts = call.given[name]
    given = _array_likes.arrays(call.row.name, *_array_likes.several(call.row.name, name, parts), out=call.out)
    wanted = call.out.dtype if call.out is not None else call.wanted or ua.result_type(*given)
    for part in given:
        source, target = (_dtypes.name_of(call.row.name, dtype) for dtype in (part.dtype, wanted))
        if not numpy.can_cast(source, target, casting):
            raise argument_errors.not_cast(call.row.name, name, source, target, casting)


def _dtype(call: _Call, dtype: Any) -> None:
    """What is computed with."""
    wanted: Any = _dtypes.as_dtype(call.row.name, dtype)
    sequences = {argument.text for argument in call.row.arrays if argument.is_sequence}
    if sequences:
        (name,) = sequences
        _check_casts(call, call.casting, name)
        parts = _array_likes.arrays(call.row.name, *_array_likes.several(call.row.name, name, call.given[name]))
        call.given[name] = [ua.astype(part, wanted) for part in parts]
        return
    if wanted.name == "bool" and call.row.spec.family == "elementwise":
        return  # of comparisons and of what is logical: the dtype that they have
    for name, value in zip(call.names, call.take_in(), strict=True):
        if value is not None and type(value) not in NUMBERS:
            call.given[name] = ua.astype(value, wanted)


def _shape(call: _Call, shape: Any) -> None:
    """Of what is to be like another array but in shape."""
    (name,) = call.names
    x = _array_likes.array(call.row.name, call.given[name])
    size = (shape,) if isinstance(shape, int) else tuple(shape)
    call.given[name] = ua.broadcast_to(ua.zeros((), dtype=x.dtype, device=ua.device(x)), size)


def _correction(call: _Call, correction: Any) -> None:
    """Another name of ddof."""
    call.given["ddof"] = correction


def _mean(call: _Call, mean: Any) -> None:
    """The mean of a standard deviation or variance, where it is known."""
    if call.row.our_name not in ("std", "var"):
        raise argument_errors.not_honoured(call.row.name, "mean", mean)
    (a,) = call.names
    call.take_in()
    x, mean = _array_likes.operands(call.row.name, call.given[a], mean, out=call.out)
    if not hasattr(mean, "shape"):
        mean = _array_likes.array(call.row.name, mean)
    mask = ua.broadcast_to(ua.astype(ua.ones_like(mean), "bool"), tuple(x.shape))
    call.middle = mean
    call.compute = lambda: _deviation(call, x, mask)


def _order(call: _Call, order: Any) -> None:
    """Fortran order of the elements that are flattened, or of memory: nothing that TensorFlow shows."""
    if order != "F":
        raise argument_errors.not_honoured(call.row.name, "order", order)
    name = call.row.our_name
    if name in ("reshape", "ravel"):
        (a,) = call.names
        (x,) = call.take_in()
        shape = tuple(x.shape)
        wanted = call.given.get("shape", -1)
        wanted = (wanted,) if isinstance(wanted, int) else tuple(wanted)
        call.given[a] = ua.permute_dims(x, tuple(reversed(range(len(shape)))))
        if name == "reshape":
            call.given["shape"] = wanted[::-1]
        call.finish.append(lambda result: ua.permute_dims(result, tuple(reversed(range(len(result.shape))))))
        return
    if call.row.spec.family != "creation":
        raise argument_errors.not_honoured(call.row.name, "order", order)
    call.finish.append(in_fortran_order)


def in_fortran_order(x: Any) -> Any:
    """A copy whose elements lie in Fortran order in memory, where a framework has such."""
    axes = tuple(reversed(range(len(x.shape))))
    return x if len(axes) < 2 else ua.permute_dims(ua.asarray(ua.permute_dims(x, axes), copy=True), axes)


def _initial(call: _Call, initial: Any) -> None:
    """One more element of a sum, product, maximum or minimum."""
    if initial is None:
        return
    combine = {"sum": ua.add, "nansum": ua.add, "prod": ua.multiply, "nanprod": ua.multiply, "max": ua.maximum,
               "min": ua.minimum, "nanmax": ua.fmax, "nanmin": ua.fmin}[call.row.our_name]  # fmt: skip
    (a,) = call.take_in()
    if call.row.our_name[-3:] in ("max", "min") and 0 in tuple(a.shape):
        shape = tuple(ua.sum(a, axis=call.given["axis"], keepdims=call.given["keepdims"]).shape)
        empty = ua.full(shape, initial, dtype=a.dtype, device=ua.device(a))
        call.given.update(a=empty, axis=(), keepdims=False)
        return
    call.finish.append(lambda result: combine(result, initial))


def _where(call: _Call, where: Any) -> None:
    """Only places where a mask is true."""
    name = call.row.our_name
    if call.row.spec.family == "elementwise":
        _where_of_elements(call, where)
        return
    (a,) = call.names
    call.take_in()
    x, mask = _array_likes.arrays(call.row.name, call.given[a], where, out=call.out)
    mask = ua.broadcast_to(ua.astype(mask, "bool"), tuple(x.shape))
    if name in ("std", "var"):
        call.compute = lambda: _deviation(call, x, mask)
        return
    if name in ("max", "min", "nanmax", "nanmin"):
        if call.initial in (NO_VALUE, None):
            raise argument_errors.needs_initial(call.row.name)
        call.given[a] = ua.where(mask, x, call.initial)
    elif name in _OF_NOTHING:
        call.given[a] = ua.where(mask, x, ua.full_like(x, _OF_NOTHING[name], dtype=x.dtype))
    elif name == "mean":
        call.given[a] = ua.where(mask, x, ua.zeros_like(x))
        share = ua.mean(ua.astype(mask, "float64"), axis=call.given["axis"], keepdims=call.given["keepdims"])
        call.finish.append(lambda result: ua.divide(result, ua.astype(share, result.dtype)))
    elif name in ("nanmean", "nanstd", "nanvar"):
        call.given[a] = ua.where(mask, x, ua.full_like(x, float("nan")))
    else:
        raise argument_errors.not_honoured(call.row.name, "where", where)


# What a reduction without elements is.
_OF_NOTHING = {"sum": 0, "nansum": 0, "prod": 1, "nanprod": 1, "all": True, "any": False}


def _where_of_elements(call: _Call, where: Any) -> None:
    """Ones are computed with elsewhere, which warn of nothing; and nothing is written there."""
    values = call.take_in()
    *values, mask = _array_likes.operands(call.row.name, *values, where, out=call.out)
    mask = ua.astype(mask, "bool")
    for name, value in zip(call.names, values, strict=True):
        if type(value) not in NUMBERS and value is not None:
            call.given[name] = ua.where(mask, value, ua.ones_like(value))
    out = call.out
    if out is not None:

        def only_there(result: Any) -> Any:
            return ua.where(mask, result, out) if tuple(result.shape) == tuple(out.shape) else result

        call.finish.append(only_there)


def _deviation(call: _Call, x: Any, mask: Any) -> Any:
    """The variance of the elements where a mask is true, or its root; around their mean unless another is given."""
    axis, keepdims, ddof = call.given["axis"], call.given["keepdims"], call.given["ddof"]
    x = x if ua.isdtype(x.dtype, _array_likes.FLOATING) else ua.astype(x, "float64")
    nothing = ua.zeros_like(x)

    def summed(values: Any, keepdims: bool) -> Any:
        return ua.sum(ua.where(mask, values, nothing), axis=axis, keepdims=keepdims)

    middle = call.middle
    if middle is None:
        count = ua.sum(ua.astype(mask, "float64"), axis=axis, keepdims=True)
        middle = ua.divide(summed(x, True), ua.astype(count, x.dtype))
    squares = ua.square(ua.abs(ua.subtract(x, middle)))
    nothing = ua.zeros_like(squares)
    freedom = ua.subtract(ua.sum(ua.astype(mask, "float64"), axis=axis, keepdims=keepdims), ddof)
    variance = ua.divide(summed(squares, keepdims), ua.astype(ua.maximum(freedom, 0.0), squares.dtype))
    return ua.sqrt(variance) if call.row.our_name == "std" else variance


# In the order in which they are dealt with.
_HONOURED: dict[str, Callable[[_Call, Any], None]] = {
    "casting": _casting,
    "correction": _correction,
    "shape": _shape,
    "order": _order,
    "mean": _mean,
    "dtype": _dtype,
    "where": _where,
    "initial": _initial,
}
