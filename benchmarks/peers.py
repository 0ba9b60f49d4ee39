"""Other libraries that run one program on several frameworks: the same call, as their users write it.

A peer that is not installed, or that cannot make a call, is left out with the reason.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .natives import FRAMEWORKS
from support import VALUE

Names = dict[str, Any]
FLOOR = "one dict lookup, by hand"
FLOOR_OUT = "the same, and out looked at"


@dataclass(frozen=True)
class Peer:
    """`load(backend)` imports it and says what its texts refer to; a text for each case of calls.py that it can do."""

    name: str
    load: Callable[[str], Names]
    texts: Mapping[str, str]


def _floor(backend: str) -> Names:
    framework = FRAMEWORKS[backend]
    own = importlib.import_module(framework.module).add

    def assigned(x1: Any, x2: Any, /, *, out: Any) -> Any:
        return out.assign(own(x1, x2))

    array = type(VALUE[backend](np.ones(1)))
    plain = {array: own}
    into = {array: own if framework.takes_out else assigned}

    def add(x1: Any, x2: Any, /, *, out: Any = None) -> Any:
        if out is None:
            return plain[type(x1)](x1, x2)
        return into[type(x1)](x1, x2, out=out)

    return {"by_hand": add}


# What has to be known of out before a framework's own function may fill it; on PyTorch no gradient yet.
_APART = "({x} is out or {x}.is_contiguous() and abs({x}.data_ptr() - out.data_ptr()) >= out.nbytes)"
_LOOKED_AT = {
    "numpy": "x1.dtype is x2.dtype is out.dtype and x1.shape == out.shape and out.flags.carray",
    "torch": "x1.dtype is x2.dtype is out.dtype and x1.shape == x2.shape == out.shape and out.is_contiguous()"
    f" and {_APART.format(x='x1')} and {_APART.format(x='x2')}",
}


def _floor_with_out(backend: str) -> Names:
    if backend not in _LOOKED_AT:
        message = "what is assigned takes another buffer: there is no memory to look at"
        raise LookupError(message)
    names: Names = {"into": {type(VALUE[backend](np.ones(1))): importlib.import_module(backend).add}}
    exec(
        "def looked_at(x1, x2, /, *, out):\n"
        f"    if {_LOOKED_AT[backend]}:\n"
        "        return into[type(x1)](x1, x2, out=out)\n"
        "    raise ValueError\n",
        names,
    )
    return {"looked_at": names["looked_at"]}


def _array_api_compat(backend: str) -> Names:
    return {"array_namespace": importlib.import_module("array_api_compat").array_namespace}


def _array_api_compat_function(backend: str) -> Names:
    if backend == "tensorflow":
        message = "array_api_compat has no namespace for TensorFlow"
        raise ImportError(message)
    return {"compat": importlib.import_module(f"array_api_compat.{backend}")}


def _autoray(backend: str) -> Names:
    return {"do": importlib.import_module("autoray").do}


def _eagerpy(backend: str) -> Names:
    return {"astensor": importlib.import_module("eagerpy").astensor}


def _keras(backend: str) -> Names:
    keras = importlib.import_module("keras")  # its backend is a setting of the process, made by the worker
    if keras.backend.backend() != backend:
        message = f"keras runs on {keras.backend.backend()} here"
        raise ImportError(message)
    return {"ops": keras.ops}


def _ivy(backend: str) -> Names:
    ivy = importlib.import_module("ivy")
    ivy.set_backend(backend)
    return {"ivy": ivy}


PEERS = (
    # No library: the least that a function in Python costs which asks for the type of an argument, and checks nothing.
    Peer(FLOOR, _floor, {"add": "by_hand(a, b)", "add out=": "by_hand(a, b, out=c)"}),
    # The least with out=: what the contract has to know of the plainest case, asked in the function itself.
    Peer(FLOOR_OUT, _floor_with_out, {"add out=": "looked_at(a, b, out=c)"}),
    Peer(
        "array-api-compat",
        _array_api_compat,
        {
            "add": "array_namespace(a, b).add(a, b)",
            "add out=": "array_namespace(a, b).add(a, b, out=c)",
            "sum": "array_namespace(a).sum(a)",
            "matmul": "array_namespace(m, m).matmul(m, m)",
            "reshape": "array_namespace(a).reshape(a, (2, 4))",
        },
    ),
    Peer(
        "array-api-compat, its function",
        _array_api_compat_function,
        {
            "add": "compat.add(a, b)",
            "add out=": "compat.add(a, b, out=c)",
            "sum": "compat.sum(a)",
            "matmul": "compat.matmul(m, m)",
            "reshape": "compat.reshape(a, (2, 4))",
        },
    ),
    Peer(
        "autoray",
        _autoray,
        {
            "add": "do('add', a, b)",
            "add out=": "do('add', a, b, out=c)",
            "sum": "do('sum', a)",
            "matmul": "do('matmul', m, m)",
            "reshape": "do('reshape', a, (2, 4))",
        },
    ),
    Peer(
        "keras.ops",
        _keras,
        {
            "add": "ops.add(a, b)",
            "sum": "ops.sum(a)",
            "matmul": "ops.matmul(m, m)",
            "reshape": "ops.reshape(a, (2, 4))",
        },
    ),
    Peer(
        "eagerpy",
        _eagerpy,
        {
            "add": "(astensor(a) + astensor(b)).raw",
            "sum": "astensor(a).sum().raw",
            "matmul": "astensor(m).matmul(astensor(m)).raw",
            "reshape": "astensor(a).reshape((2, 4)).raw",
        },
    ),
    Peer(
        "ivy",
        _ivy,
        {
            "add": "ivy.add(a, b)",
            "add out=": "ivy.add(a, b, out=c)",
            "sum": "ivy.sum(a)",
            "matmul": "ivy.matmul(m, m)",
            "reshape": "ivy.reshape(a, (2, 4))",
        },
    ),
)
