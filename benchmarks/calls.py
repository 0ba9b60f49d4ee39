"""The smallest calls, on arrays of 8 elements: the framework's own, ours, the fixed namespace, and other libraries'."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

import unified_arrays as ua

from .natives import FRAMEWORKS
from .peers import PEERS
from .records import Record
from .timing import Call, Effort, timed
from support import MEMORY, VALUE

# case -> the call, where {xp} is the library's name; what TensorFlow's users write in its place.
CASES = {
    "add": "{xp}.add(a, b)",
    "add out=": "{xp}.add(a, b, out=c)",
    "add into an input": "{xp}.add(c, b, out=c)",
    "add into a column": "{xp}.add(a, b, out=w[:, 1])",
    "sum": "{xp}.sum(a)",
    "matmul": "{xp}.matmul(m, m)",
    "reshape": "{xp}.reshape(a, (2, 4))",
}
TENSORFLOW = {
    "add out=": "c.assign(tf.add(a, b))",
    "add into an input": "c.assign(tf.add(c, b))",
    "add into a column": "w[:, 1].assign(tf.add(a, b))",
    "sum": "tf.reduce_sum(a)",
}


def names_for(backend: str, size: int = 8) -> dict[str, Any]:
    """What the texts refer to: arrays a, b, c, matrices m and w; the framework, `ua`, the fixed namespace."""
    framework = FRAMEWORKS[backend]
    ones = np.ones(size, np.float32)
    return {
        "a": VALUE[backend](ones),
        "b": VALUE[backend](ones),
        "c": MEMORY[backend](ones),
        "m": VALUE[backend](np.ones((4, 4), np.float32)),
        "w": MEMORY[backend](np.ones((min(size, 8), 4), np.float32)),
        "ua": ua,
        "fixed": importlib.import_module(f"unified_arrays.{backend}"),
        framework.alias: importlib.import_module(framework.module),
    }


def native_text(backend: str, case: str) -> str:
    """The framework's own call for a case."""
    if backend == "tensorflow" and case in TENSORFLOW:
        return TENSORFLOW[case]
    return CASES[case].format(xp=FRAMEWORKS[backend].alias)


def own_calls(backend: str, case: str, names: dict[str, Any], *, fixed: bool = True) -> dict[str, Call]:
    """The framework's own call first, then ours."""
    calls = {"native": Call(native_text(backend, case), names), "ours": Call(CASES[case].format(xp="ua"), names)}
    if fixed:
        calls["fixed"] = Call(CASES[case].format(xp="fixed"), names)
    return calls


def measure(backend: str, effort: Effort) -> Iterator[Record | tuple[str, str, str, str]]:
    """Every case by everybody who can do it, in one group; and who cannot, with the reason."""
    loaded: dict[str, dict[str, Any]] = {}
    for peer in PEERS:
        try:
            loaded[peer.name] = peer.load(backend)
        except Exception as error:  # whatever an import raises is a reason
            yield "calls", backend, peer.name, f"{type(error).__name__}: {error}".splitlines()[0]
    for case in CASES:
        names = names_for(backend)
        calls = own_calls(backend, case, names)
        for peer in PEERS:
            if case in peer.texts and peer.name in loaded:
                call = Call(peer.texts[case], names | loaded[peer.name])
                reason = _fails(call)
                if reason is None:
                    calls[peer.name] = call
                else:
                    yield "calls", backend, f"{peer.name}: {case}", reason
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            timings = timed(calls, effort)
        del timings["native"]  # the unit
        for who, one in timings.items():
            yield Record(
                "calls", backend, case, who, one.ratio, "out" in case or "into" in case, one.low, one.high,
                one.seconds, text=calls[who].text, native=calls["native"].text,
            )  # fmt: skip


def _fails(call: Call) -> str | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            call()
    except Exception as error:  # a library that cannot make the call says why
        return f"{call.text}: {type(error).__name__}: {error}".splitlines()[0][:160]
    return None
