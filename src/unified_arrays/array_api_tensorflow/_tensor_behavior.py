"""tf.Tensor and tf.Variable with what the array API standard asks of an array: a switch, off until it is turned on.

It gives a meaning to what is an error in stock TensorFlow: attributes and methods that are missing, operators on mixed
dtypes, vectors and numbers of another kind, arrays as indices. TensorFlow is always asked first, and this package
computes only what it refuses. There are three exceptions, where TensorFlow (2.21) does not refuse, and computes without
a word something else than NumPy does. With the switch on they have NumPy's meaning:

    x * y, one of booleans, one of numbers    makes both booleans: 2.5 * True is True
    x[[0, 2]], x[[True, False]]               reads a list as if it were a tuple: one element
    integers + np.array([1.5])                cuts the array, or the scalar, down to integers
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import tensorflow as tf

from ._arguments import is_array
from ._array_object import ArrayObject
from ._array_variable import ArrayVariable
from ._array_variable import Base as ResourceVariable
from ._devices import beside
from ._dtypes import bool as boolean
from ._indexing import read, read_value
from ._methods import ArrayMethods
from ._operators import IN_PLACE, NOT_IN_PLACE, Operators
from ._private import EagerTensor, left_alone_by_autograph

# What TensorFlow raises for operands and indices that it does not take.
_REFUSALS = (
    TypeError,
    ValueError,
    OverflowError,
    tf.errors.InvalidArgumentError,
    tf.errors.NotFoundError,
    tf.errors.UnimplementedError,
)
_NUMPY = (np.ndarray, np.generic)


def _instead(refusal: Exception, compute: Callable[..., Any], *arguments: Any) -> Any:
    """What this package computes; what TensorFlow raised, if it refuses as well."""
    try:
        result = compute(*arguments)
    except _REFUSALS:
        result = NotImplemented
    if result is NotImplemented:
        raise refusal
    return result


# -- operators -------------------------------------------------------------------------------------------------------

_KINDS = "biufc"  # of NumPy's dtypes: what comes later cannot be represented in what comes before


def _is_cut(x: Any, other: Any) -> bool:
    """True for a NumPy operand that TensorFlow would convert to the dtype of `x`, whose kind cannot represent it."""
    if not isinstance(other, _NUMPY) or other.dtype.kind not in _KINDS or x.dtype.as_numpy_dtype is object:
        return False
    kind = np.dtype(x.dtype.as_numpy_dtype).kind  # "V" is bfloat16
    kind = {"V": "f", "u": "i"}.get(kind, kind)
    return kind in _KINDS and _KINDS.index(other.dtype.kind.replace("u", "i")) > _KINDS.index(kind)


def _is_misread_product(x: Any, other: Any) -> bool:
    """True as well where one operand holds booleans and the other one numbers."""
    if is_array(other):
        return (x.dtype is boolean) is not (other.dtype is boolean)
    if isinstance(other, _NUMPY):
        return _is_cut(x, other)
    return x.dtype is boolean and not isinstance(other, bool)


def _binary(dunder: str, original: Callable[..., Any]) -> Callable[..., Any]:
    ours = getattr(Operators, dunder)
    is_misread = _is_misread_product if dunder in ("__mul__", "__rmul__") else _is_cut

    def operator(self: Any, other: Any) -> Any:
        if is_misread(self, other):
            result = ours(self, other)
            if result is not NotImplemented:
                return result
        try:
            return original(self, other)
        except _REFUSALS as error:
            return _instead(error, ours, self, other)

    return operator


def _unary(dunder: str, original: Callable[..., Any]) -> Callable[..., Any]:
    ours = getattr(Operators, dunder)

    def operator(self: Any) -> Any:
        try:
            return original(self)
        except _REFUSALS as error:
            return _instead(error, ours, self)

    return operator


_UNARY = ("__neg__", "__abs__", "__invert__")


# -- indices ---------------------------------------------------------------------------------------------------------


def _is_index_array(key: list[Any]) -> bool:
    """True for a list that NumPy takes as an array of indices or a mask."""
    return all(
        _is_index_array(item)
        if type(item) is list
        else item.shape.rank == 0
        if is_array(item)
        else isinstance(item, (int, np.integer, np.bool))
        for item in key
    )


def _is_refused(key: Any) -> bool:
    """True for an array of integers, which TensorFlow refuses after a while."""
    kind = type(key)
    return (kind is EagerTensor or kind is np.ndarray) and key.ndim > 0 and key.dtype != boolean


def _getitem(original: Callable[..., Any], read_ours: Callable[[Any, Any], tf.Tensor]) -> Callable[..., Any]:
    def __getitem__(self: Any, key: Any) -> Any:
        if (type(key) is list and _is_index_array(key)) or _is_refused(key):
            return _read(read_ours, self, key)
        try:
            return original(self, key)
        except _REFUSALS as error:
            return _read(read_ours, self, key, error)

    return __getitem__


def _read(read_ours: Callable[[Any, Any], tf.Tensor], x: Any, key: Any, refusal: Exception | None = None) -> tf.Tensor:
    """x[key] as this package reads it; where it refuses too, what TensorFlow raised.

    But if TensorFlow does not take that kind of key, and this package does, our error says more.
    """
    with beside(x, None):
        try:
            return read_ours(x, key)
        except (*_REFUSALS, IndexError) as error:
            if refusal is None or (isinstance(refusal, TypeError) and not isinstance(error, TypeError)):
                raise
    raise refusal


def _setitem(self: Any, key: Any, value: Any) -> None:
    message = (
        "a tf.Tensor cannot be written to: make an array that can, by x = asarray(x, copy=True), or compute a new one, "
        "as where(mask, value, x) does"
    )
    raise TypeError(message)


# -- exchange --------------------------------------------------------------------------------------------------------


def _dlpack(original: Callable[..., Any]) -> Callable[..., Any]:
    """TensorFlow's, and this package's for the keywords of the standard that TensorFlow (2.21) refuses."""

    def __dlpack__(self: Any, **keywords: Any) -> Any:
        if keywords.get("dl_device") is None and keywords.get("copy") is None:
            return original(
                self, **{name: value for name, value in keywords.items() if name not in ("dl_device", "copy")}
            )
        return ArrayObject.__dlpack__(self, **keywords)

    return __dlpack__


# -- shapes ----------------------------------------------------------------------------------------------------------


def _joined(dunder: str, original: Callable[..., Any]) -> Callable[..., Any]:
    """A shape and a tuple with -1, for reshape, where TensorFlow (2.21) refuses the size: a tuple."""

    def operator(self: Any, other: Any) -> Any:
        try:
            return original(self, other)
        except ValueError:
            if not isinstance(other, tuple):
                raise
            sizes = tuple(self)
            return sizes + other if dunder == "__add__" else other + sizes

    return operator


# -- what changes ----------------------------------------------------------------------------------------------------


def _home(kind: type, name: str) -> type | None:
    """The class that a class has an attribute from; None if it has none, or what every object has."""
    return next((base for base in kind.__mro__[:-1] if name in base.__dict__), None)


def _changes_of_operators(kind: type) -> Iterator[tuple[type, str, Any]]:
    for dunder in NOT_IN_PLACE:
        if _home(kind, dunder) is None:
            yield kind, dunder, vars(Operators)[dunder]  # shifts, and +x
        else:
            yield kind, dunder, (_unary if dunder in _UNARY else _binary)(dunder, getattr(kind, dunder))


def _missing(kind: type, instances: type, source: type, names: list[str]) -> Iterator[tuple[type, str, Any]]:
    """Attributes of `source` for the class `kind`, where no object of the class `instances` has them."""
    return ((kind, name, vars(source)[name]) for name in names if _home(instances, name) is None)


_METHODS = [name for name in vars(ArrayMethods) if not name.startswith("_")] + ["__array_namespace__"]
_OF_VARIABLES = [
    *("fill", "sort", "__len__", "__index__", "__complex__", "__round__"),
    *("__dlpack__", "__dlpack_device__"),
]


def _changes() -> Iterator[tuple[type, str, Any]]:
    """Every attribute that the switch sets: class, name, value."""
    yield from _changes_of_operators(tf.Tensor)
    yield tf.Tensor, "__getitem__", _getitem(tf.Tensor.__getitem__, read_value)
    yield tf.Tensor, "__setitem__", _setitem
    yield from _missing(tf.Tensor, EagerTensor, ArrayMethods, _METHODS)
    for dunder in ("__add__", "__radd__"):
        yield tf.TensorShape, dunder, _joined(dunder, getattr(tf.TensorShape, dunder))
    home = _home(EagerTensor, "__dlpack__")
    if home is not None:  # since 2.20
        yield home, "__dlpack__", _dlpack(home.__dict__["__dlpack__"])
    yield from _changes_of_operators(tf.Variable)
    yield tf.Variable, "__getitem__", _getitem(tf.Variable.__getitem__, read)
    yield from _missing(tf.Variable, ResourceVariable, ArrayMethods, _METHODS)
    yield from _missing(tf.Variable, ResourceVariable, ArrayObject, _OF_VARIABLES)
    yield from _missing(tf.Variable, ResourceVariable, ArrayVariable, ["__setitem__"])
    for dunder in IN_PLACE:
        home = _home(ResourceVariable, dunder)
        if home is not None:  # it raises: use assign_add
            yield home, dunder, vars(Operators)[dunder]


class _Switch:
    """What has been changed, and what stood there before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reasons: set[str] = set()
        self._before: list[tuple[type, str, Any]] = []

    @property
    def is_on(self) -> bool:
        return bool(self._reasons)

    def turn_on(self, reason: str) -> None:
        with self._lock:
            if not self._reasons:
                for kind, name, value in list(_changes()):
                    self._before.append((kind, name, kind.__dict__.get(name, self)))
                    setattr(kind, name, left_alone_by_autograph(value))
            self._reasons.add(reason)

    def turn_off(self, *reasons: str) -> None:
        with self._lock:
            was_on = bool(self._reasons)
            self._reasons -= set(reasons)
            if was_on and not self._reasons:
                while self._before:
                    kind, name, value = self._before.pop()
                    if value is self:  # there was none
                        delattr(kind, name)
                    else:
                        setattr(kind, name, value)


_SWITCH = _Switch()
_CALLED, SELECTED = "enable_array_api_behavior was called", "the process selects TensorFlow"


def enable_array_api_behavior() -> None:
    """Give tf.Tensor and tf.Variable, in the whole process, what the array API standard asks of an array.

    Operators promote mixed dtypes, `A @ v` takes vectors, arrays of integers and masks are indices anywhere, and the
    standard's attributes and NumPy's common methods are there: `x.T`, `x.mT`, `x.size`, `x.sum()`, `x.reshape(2, 3)`,
    `x.__array_namespace__()`. What TensorFlow computes by itself stays as it is, but for three cases in which it
    silently computes something else than NumPy: docs/programs.md lists them.

    Examples
    --------
    >>> import tensorflow as tf
    >>> enable_array_api_behavior()
    >>> (tf.constant([1, 2]) + 1.5).sum()
    <tf.Tensor: shape=(), dtype=float32, numpy=6.0>
    >>> disable_array_api_behavior()
    """
    _SWITCH.turn_on(_CALLED)


def disable_array_api_behavior() -> None:
    """Undo `enable_array_api_behavior`: every attribute is what it was before."""
    _SWITCH.turn_off(_CALLED, SELECTED)


def tensors_are_arrays() -> bool:
    """True while the switch is on."""
    return _SWITCH.is_on


def follow_selection(selected: bool) -> None:
    """On while the process selects TensorFlow, off where it no longer does; a call of a user's weighs more."""
    if selected:
        _SWITCH.turn_on(SELECTED)
    else:
        _SWITCH.turn_off(SELECTED)
