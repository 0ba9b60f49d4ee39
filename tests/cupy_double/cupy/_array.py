"""The class of arrays: what CuPy 14 has of numpy.ndarray, over one. Its memory is the host's."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from .cuda import Device, current


class Flags:
    """CuPy's have no `writeable` and no `carray`."""

    def __init__(self, values: np.ndarray) -> None:
        self.c_contiguous, self.f_contiguous = values.flags.c_contiguous, values.flags.f_contiguous
        self.forc, self.fnc, self.owndata = values.flags.forc, values.flags.fnc, values.flags.owndata


class MemoryPointer:
    def __init__(self, address: int) -> None:
        self.ptr = address


def host(x: Any) -> Any:
    """Of an argument of a function the ndarray behind it, in tuples and lists too; arrays of NumPy are refused."""
    if isinstance(x, ndarray):
        if x.device != Device():
            message = f"Array device must be same as the current device: array device = {x.device.id}"
            raise ValueError(message)
        return x._values
    if isinstance(x, np.ndarray):
        message = f"Unsupported type {type(x)}"
        raise TypeError(message)
    return type(x)(map(host, x)) if type(x) in (tuple, list) else x


def there(x: Any) -> Any:
    """Of a result of NumPy the same with arrays of this class; a scalar is a 0-d array."""
    if isinstance(x, (np.ndarray, np.generic)):
        return ndarray._of(np.asarray(x))
    if isinstance(x, tuple):
        return type(x)(*map(there, x)) if hasattr(x, "_fields") else tuple(map(there, x))
    return list(map(there, x)) if isinstance(x, list) else x


def wrapped(key: Any, shape: tuple[int, ...]) -> Any:
    """An index whose arrays name elements that are there: CuPy wraps what is out of range."""
    keys = key if isinstance(key, tuple) else (key,)
    if not any(isinstance(one, ndarray) and one.dtype.kind in "iu" for one in keys):
        return host(key)
    found, axis = [], 0
    taken = sum(one.ndim if isinstance(one, ndarray) and one.dtype.kind == "b" else one is not None for one in keys)
    for one in keys:
        if one is Ellipsis:
            axis += len(shape) - (taken - 1)
            found.append(one)
        elif isinstance(one, ndarray) and one.dtype.kind in "iu":
            found.append(host(one) % max(shape[axis], 1))
            axis += 1
        else:
            found.append(host(one))
            axis += one.ndim if isinstance(one, ndarray) else one is not None
    return tuple(found)


class ndarray:
    __module__ = "cupy"
    __array_priority__ = 100
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, shape: Any, dtype: Any = float) -> None:
        self._values, self.device = np.empty(shape, dtype), Device()

    @classmethod
    def _of(cls, values: np.ndarray) -> ndarray:
        new = cls.__new__(cls)
        new._values, new.device = values, Device(current())
        return new

    shape = property(lambda self: self._values.shape)
    strides = property(lambda self: self._values.strides)
    dtype = property(lambda self: self._values.dtype)
    ndim = property(lambda self: self._values.ndim)
    size = property(lambda self: self._values.size)
    itemsize = property(lambda self: self._values.itemsize)
    nbytes = property(lambda self: self._values.nbytes)
    flags = property(lambda self: Flags(self._values))
    data = property(lambda self: MemoryPointer(self._values.__array_interface__["data"][0]))
    T = property(lambda self: there(self._values.T))
    mT = property(lambda self: there(self._values.mT))
    real = property(lambda self: there(self._values.real))
    imag = property(lambda self: there(self._values.imag))

    @property
    def __cuda_array_interface__(self) -> dict[str, Any]:
        own = self._values.__array_interface__
        return {key: own[key] for key in ("shape", "typestr", "data")} | {"strides": self.strides, "version": 3}

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        message = "Implicit conversion to a NumPy array is not allowed. Please use `.get()` to construct a NumPy array"
        raise TypeError(message)

    def __dlpack_device__(self) -> tuple[int, int]:
        return 2, self.device.id

    def __dlpack__(self, **options: Any) -> Any:
        message = "the double has no memory of a GPU to give"
        raise BufferError(message)

    def get(self) -> np.ndarray:
        return self._values.copy()

    def item(self, *place: int) -> Any:
        return self._values.item(*place)

    def tolist(self) -> Any:
        return self._values.tolist()

    def __getitem__(self, key: Any) -> ndarray:
        return there(self._values[wrapped(key, self.shape)])  # type: ignore[no-any-return]

    def __setitem__(self, key: Any, value: Any) -> None:
        if not self.ndim:
            self._values[...] = host(value)
            return
        key = wrapped(key, self.shape)
        places = np.arange(self.size).reshape(self.shape)[key]
        values = np.broadcast_to(host(value), places.shape).astype(self.dtype)
        # Of elements that are named twice any may win in CuPy: here the first one does, and in NumPy the last.
        self._values[np.unravel_index(places.reshape(-1)[::-1], self.shape)] = values.reshape(-1)[::-1]

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Any:
        return (self[i] for i in range(len(self)))

    def __repr__(self) -> str:
        return repr(self._values)

    def __reduce__(self) -> Any:
        return there, (self._values,)


def _method(name: str, parameters: str) -> Any:
    allowed = parameters.split()

    def method(self: ndarray, *arguments: Any, **options: Any) -> Any:
        assert options.keys() <= set(allowed), f"{name} has no {sorted(options.keys() - set(allowed))}"
        out = options.get("out")
        values = host(self)
        if isinstance(out, ndarray) and np.may_share_memory(out._values, values):
            out._values[...] = 0  # a kernel that reads what it has written
        result = getattr(values, name)(*map(host, arguments), **{key: host(one) for key, one in options.items()})
        return out if isinstance(out, ndarray) else there(result)

    return method


for _name, _parameters in {
    "sum": "axis dtype out keepdims",
    "prod": "axis dtype out keepdims",
    "mean": "axis dtype out keepdims",
    "max": "axis out keepdims",
    "min": "axis out keepdims",
    "all": "axis out keepdims",
    "any": "axis out keepdims",
    "argmax": "axis out keepdims",
    "argmin": "axis out keepdims",
    "cumsum": "axis dtype out",
    "cumprod": "axis dtype out",
    "astype": "dtype copy",
    "copy": "order",
    "view": "dtype",
    "reshape": "order",
    "ravel": "order",
    "transpose": "",
    "squeeze": "axis",
    "swapaxes": "",
    "fill": "",
}.items():
    setattr(ndarray, _name, _method(_name, _parameters))


def _operator(name: str, *, reflected: bool = False) -> Any:
    function = getattr(operator, f"__{name}__")

    def operate(self: ndarray, other: Any) -> Any:
        first, second = (host(other), host(self)) if reflected else (host(self), host(other))
        return there(function(first, second))

    return operate


for _name in "add sub mul truediv floordiv mod pow and or xor lshift rshift matmul".split():
    setattr(ndarray, f"__{_name}__", _operator(f"{_name}"))
    setattr(ndarray, f"__r{_name}__", _operator(f"{_name}", reflected=True))
for _name in "eq ne lt le gt ge".split():
    setattr(ndarray, f"__{_name}__", _operator(_name))
for _function in (operator.neg, operator.pos, operator.abs, operator.invert):
    setattr(ndarray, f"__{_function.__name__}__", lambda self, _function=_function: there(_function(host(self))))
for _kind in (bool, int, float, complex):
    setattr(ndarray, f"__{_kind.__name__}__", lambda self, _kind=_kind: _kind(self._values))
ndarray.__index__ = lambda self: operator.index(self._values)  # type: ignore[attr-defined]
