"""Backends that break a promise of out= on purpose, each in one way, and what the suite for backends elsewhere says.

python tests/broken_backends.py                # for each promise what a right backend and a broken one come to, as JSON

In a process of its own, since what is known of a backend is kept for the life of a process.
"""

from __future__ import annotations

import importlib.machinery
import json
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import count
from types import MappingProxyType
from typing import Any

import numpy as np

import unified_arrays as ua
from unified_arrays import backends
from unified_arrays.backends import Backend, Kernel, Location
from unified_arrays.testing import backend_suite

NUMPYS = backends.by_name("numpy").namespace


class Own(np.ndarray):
    """The arrays of the backends that are made here; each has a class of its own, since calls are kept by classes."""


def numpys(x: Any) -> Any:
    if isinstance(x, (list, tuple)):
        return type(x)(map(numpys, x))
    return np.asarray(x) if isinstance(x, Own) else x


def of_class(kind: type[Own], x: Any) -> Any:
    """`x` with arrays of that class in place of NumPy's, in tuples too."""
    if isinstance(x, tuple):
        own = (of_class(kind, one) for one in x)
        return type(x)(*own) if hasattr(x, "_fields") else tuple(own)
    return np.asarray(x).view(kind) if isinstance(x, (np.ndarray, np.generic)) else x


def making(kind: type[Own], function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*arguments: Any, **options: Any) -> Any:
        return of_class(kind, function(*map(numpys, arguments), **{name: numpys(one) for name, one in options.items()}))

    return call


def namespace_of(kind: type[Own], changed: Mapping[str, Callable[..., Any]], numpy: Any = NUMPYS) -> types.ModuleType:
    """NumPy's namespace for arrays of that class; `changed` are functions of it in place of the right ones."""
    namespace = types.ModuleType("own")
    for name in dir(numpy):
        found = changed.get(name, getattr(numpy, name))
        if isinstance(found, types.ModuleType) and name in ("linalg", "fft"):
            found = namespace_of(kind, {one.removeprefix(f"{name}."): made for one, made in changed.items()}, found)
        elif callable(found) and not isinstance(found, (type, np.dtype)):
            found = making(kind, found)
        setattr(namespace, name, found)
    return namespace


class Sound(Backend):
    def __init__(self, name: str, functions: Mapping[str, Callable[..., Any]] = MappingProxyType({})) -> None:
        kind = type("Own", (Own,), {"__module__": f"{name}.arrays"})
        self.name = name
        self.array_types = (kind,)
        self.namespace = namespace_of(kind, functions)
        super().__init__()

    def write(self, out: Any, value: Any) -> Any:
        np.copyto(out, value)
        return out

    def unwritable(self, out: Any) -> str | None:
        return None if out.flags.writeable else "it is read-only"

    def memory_view(self, x: Any) -> Any:
        return np.asarray(x)


def read_only(backend: Backend, values: np.ndarray) -> Iterator[tuple[str, Any]]:
    locked = np.array(values).view(backend.array_types[0])
    locked.flags.writeable = False
    yield "read-only", locked


# -- the ways to break them -------------------------------------------------------------------------------------------


def wrong_factors(x: Any, mode: str) -> Any:
    q, r = np.linalg.qr(x)
    return q, 2 * r


def spoils(x1: Any, x2: Any) -> Any:
    result = np.add(x1, x2)
    x1[...] = 0
    return result


def one_by_one(x1: Any, x2: Any, *, out: Any) -> Any:
    for i in np.ndindex(out.shape):
        out[i] = x1[i] + x2[i]
    return out


def row_by_row(x1: Any, x2: Any, *, out: Any) -> Any:
    for i in range(len(out)):
        out[i] = x1[i] @ x2
    return out


def writes_around(self: Any, out: Any, value: Any) -> Any:
    np.copyto(out, value)
    root = out
    while root.base is not None:
        root = root.base
    root.reshape(-1)[:1] = 0
    return out


def casts_nothing(self: Any, out: Any, value: Any) -> Any:
    if value.dtype == out.dtype:
        np.copyto(out, value)
    return out


def writes_too_early(self: Any, out: Any) -> str | None:
    out[...] = 0
    return None


NUMBERS = count()
WRITES_NOTHING = {"write": lambda self, out, value: out}
# promise -> the name of a case, and what the backend does wrong
BY_THE_BACKEND: dict[str, tuple[str, dict[str, Any]]] = {
    "values": ("values-add", {"functions": {"add": np.subtract}}),
    "products": ("products-linalg.qr-4x3", {"functions": {"linalg.qr": wrong_factors}}),
    "identity": ("identity-add", WRITES_NOTHING),
    "fixed namespace": ("fixed_namespace-add", WRITES_NOTHING),
    "inputs stay": ("inputs_stay-add", {"functions": {"add": spoils}}),
    "shape": ("shape-add", {"shape": lambda self, x: (3, 4)}),
    "dtype": ("dtype-add", {"write": casts_nothing}),
    "unwritable": ("unwritable-add", {"unwritable": lambda self, out: None}),
    "overlap": ("overlap-add", {"native": {"add": Kernel(one_by_one, "any")}}),
    "one array": ("one_array-matmul", {"native": {"matmul": Kernel(row_by_row, "any")}}),
    "surroundings": ("surroundings-add", {"write": writes_around}),
    "each out": ("each_out-linalg.eigh", WRITES_NOTHING),
    "none for out": ("none_for_out-linalg.eigh", WRITES_NOTHING),
    "all or nothing": ("all_or_nothing-linalg.eigh", {"unwritable": writes_too_early}),
    "shared outs": ("shared_outs-linalg.qr-q", {"share_elements": lambda self, x, y: False}),
}
# What no backend decides: promise -> the name of a case, and the function that is wrong.
BY_THE_FUNCTION: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "no array": ("no_array-add", "add", lambda x1, x2, out=None: x1),
    "number of outs": ("number_of_outs-divmod", "divmod", lambda x1, x2, out=None: (x1, x2)),
}


def outcome(attributes: dict[str, Any], case: str) -> str:
    """What the case of that name comes to on a backend with these attributes in place of the right ones."""
    name = f"own_{next(NUMBERS)}"
    backend = type("Changed", (Sound,), attributes)(name, attributes.get("functions", {}))
    module = types.ModuleType(name)
    module.BACKEND = backend  # type: ignore[attr-defined]
    module.__spec__ = importlib.machinery.ModuleSpec(name, None)
    sys.modules[name] = module
    backends.register_backend(name, Location(f"{name}:BACKEND", (name,)))
    cases = {str(one): one for one in backend_suite(name, unwritable=partial(read_only, backend))}
    try:
        cases[case].run()
    except AssertionError:
        return "broken"
    return "kept"


def of_the_function(case: str, name: str, function: Callable[..., Any]) -> str:
    right = getattr(ua, name)
    setattr(ua, name, function)
    try:
        return outcome({}, case)
    finally:
        setattr(ua, name, right)


if __name__ == "__main__":
    found = {promise: [outcome({}, case), outcome(wrong, case)] for promise, (case, wrong) in BY_THE_BACKEND.items()}
    for promise, (case, *wrong) in BY_THE_FUNCTION.items():
        found[promise] = [outcome({}, case), of_the_function(case, *wrong)]
    print(json.dumps(found))
