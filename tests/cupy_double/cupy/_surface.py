"""The functions of CuPy, made of NumPy's. Not in the package itself, where `any` and `max` are CuPy's."""

from __future__ import annotations

import inspect
import operator
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from . import cuda
from ._array import host, ndarray, there

_SURFACE = Path(__file__).parents[1] / "surface.txt"
# Functions of arrays that may be NumPy's, or whose results are not arrays.
_OF_HOST = {"asarray", "array", "asnumpy"}
_PLAIN_RESULTS = set("result_type can_cast isdtype min_scalar_type ndim shape size isscalar iterable".split())


def _solve(a: Any, b: Any) -> Any:
    if b.ndim > 1 and a.shape[:-1] != b.shape[:-1]:
        message = "a must have (..., M, M) shape and b must have (..., M, K) for multidimensional b"
        raise ValueError(message)
    return np.linalg.solve(a, b)


def _complex(x: Any) -> Any:
    return x.astype(np.result_type(x.dtype, np.complex64))


_UNLIKE_NUMPY: dict[str, Callable[..., Any]] = {
    "diff": lambda a, n=1, axis=-1, **ends: np.diff(a, n, axis, **{key: x for key, x in ends.items() if x is not None}),
    "linalg.eig": lambda a: tuple(map(_complex, np.linalg.eig(a))),
    "linalg.eigvals": lambda a: _complex(np.linalg.eigvals(a)),
    "linalg.solve": _solve,
    "take": lambda a, indices, axis=None: np.take(a, indices, axis, mode="wrap"),
    "take_along_axis": lambda a, indices, axis: np.take_along_axis(a, indices % max(a.shape[axis], 1), axis),
}


class ufunc:
    """An elementwise kernel: it reads and writes its memory in no order."""

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        self.__name__, self._function = name, function

    def __repr__(self) -> str:
        return f"<ufunc '{self.__name__}'>"

    def __call__(self, *arguments: Any, out: Any = None, dtype: Any = None, casting: str = "same_kind") -> Any:
        inputs = [host(one) for one in arguments]
        options: dict[str, Any] = {"dtype": dtype} if dtype is not None else {}
        if out is None:
            return there(self._function(*inputs, **options))
        values = host(out)
        with np.errstate(all="ignore"):
            result = np.asarray(self._function(*inputs, **options))
        if not np.can_cast(result.dtype, values.dtype, casting):
            message = f"Cannot cast output from {result.dtype} to {values.dtype}"
            raise TypeError(message)
        if result.shape != values.shape:
            message = f"Out shape is mismatched: {result.shape} and {values.shape}"
            raise ValueError(message)
        if any(isinstance(one, np.ndarray) and np.may_share_memory(one, values) for one in inputs):
            result = np.zeros_like(result)
        np.copyto(values, result, casting=casting)
        return out


def _parameters(words: list[str]) -> inspect.Signature:
    found, kind = [], inspect.Parameter.POSITIONAL_OR_KEYWORD
    for word in words:
        name = word.strip("*=")
        if word == "/":
            found = [one.replace(kind=one.POSITIONAL_ONLY) for one in found]
        elif word == "*":
            kind = inspect.Parameter.KEYWORD_ONLY
        elif word.startswith("**"):
            found.append(inspect.Parameter(name, inspect.Parameter.VAR_KEYWORD))
        elif word.startswith("*"):
            found.append(inspect.Parameter(name, inspect.Parameter.VAR_POSITIONAL))
            kind = inspect.Parameter.KEYWORD_ONLY
        else:
            default = None if word.endswith("=") else inspect.Parameter.empty
            found.append(inspect.Parameter(name, kind, default=default))
    return inspect.Signature(found)


def _function(name: str, signature: inspect.Signature, compute: Callable[..., Any]) -> Callable[..., Any]:
    def call(*arguments: Any, **options: Any) -> Any:
        signature.bind(*arguments, **options)  # TypeError for what CuPy's has not
        out = options.pop("out", None)
        result = compute(*map(host, arguments), **{key: host(one) for key, one in options.items()})
        if out is None:
            return result if name in _PLAIN_RESULTS else there(result)
        values = host(out)
        inputs = [one for part in arguments for one in (part if isinstance(part, (list, tuple)) else [part])]
        overlaps = any(isinstance(one, ndarray) and np.may_share_memory(one._values, values) for one in inputs)
        np.copyto(values, np.zeros_like(result) if overlaps else result, casting="same_kind")
        return out

    call.__name__ = call.__qualname__ = name.rpartition(".")[2]
    return call


def fill(package: ModuleType) -> None:
    """Put them into the package and its two modules."""
    modules = {"": package, "linalg": ModuleType("cupy.linalg"), "fft": ModuleType("cupy.fft")}
    for line in _SURFACE.read_text(encoding="utf-8").splitlines()[1:]:
        full, *words = line.split()
        chapter, _, name = full.rpartition(".")
        try:
            compute = _UNLIKE_NUMPY.get(full) or operator.attrgetter(full)(np)
        except AttributeError:
            continue  # NumPy has none to make it of
        if words == ["ufunc"]:
            made: Any = ufunc(name, compute)
        elif full in _OF_HOST or not callable(compute):
            continue
        else:
            made = _function(full, _parameters(words), compute)
        setattr(modules[chapter], name, made)
    for chapter in ("linalg", "fft"):
        sys.modules[f"cupy.{chapter}"] = modules[chapter]
        setattr(modules[""], chapter, modules[chapter])


def array(
    obj: Any,
    dtype: Any = None,
    copy: bool = True,
    order: str = "K",
    subok: bool = False,
    ndmin: int = 0,
    *,
    blocking: bool = False,
) -> ndarray:
    values = _taken(obj)
    if isinstance(obj, ndarray) and not copy and obj.device == cuda.Device() and dtype in (None, obj.dtype):
        return obj
    return there(np.array(values, dtype=dtype, ndmin=ndmin))  # type: ignore[no-any-return]


def asarray(
    a: Any, dtype: Any = None, order: Any = None, *, copy: bool | None = None, blocking: bool = False
) -> ndarray:
    return array(a, dtype, copy=bool(copy))


def _taken(obj: Any) -> Any:
    if isinstance(obj, ndarray):
        return obj._values
    return type(obj)(map(_taken, obj)) if type(obj) in (list, tuple) else obj


def asnumpy(a: Any, stream: Any = None, order: str = "C", out: Any = None, *, blocking: bool = True) -> np.ndarray:
    return a.get() if isinstance(a, ndarray) else np.asarray(a)


def from_dlpack(array: Any) -> ndarray:
    if isinstance(array, ndarray):
        return array
    message = "CuPy takes memory of a GPU only"
    raise BufferError(message)


def shares_memory(a: ndarray, b: ndarray, max_work: Any = None) -> bool:
    return np.shares_memory(a._values, b._values)


def may_share_memory(a: ndarray, b: ndarray, max_work: Any = None) -> bool:
    return np.may_share_memory(a._values, b._values)


OWN = {one.__name__: one for one in (array, asarray, asnumpy, from_dlpack, may_share_memory, shares_memory)}
