"""Twelve programs by expressions and with out=, as they are and compiled, beside an expert's in each framework.

Other libraries run the programs by expressions with their functions, those that they can.

Seconds are of one thread, in turn, in one process: the ratio is to the expert's program as it is, without a compiler.
What compiling takes at the first call is a figure of its own. Peaks are of a process for each program and way, whose
allocators keep nothing: how far a second run raises its memory.
"""

from __future__ import annotations

import functools
import importlib
import itertools
import time
import warnings
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np

import unified_arrays as ua
from _measure import measured
from unified_arrays._common.errors import first_line

from . import whole_programs
from .memory import called_elsewhere
from .records import Record
from .timing import Effort, summarized
from .whole_programs import PROGRAMS, Decorator, Program, as_it_is, by_peers

# way -> the module that has the programs ("": of the framework), and whether their steps are compiled
WAYS = {
    "native": ("", False),
    "native compiled": ("", True),
    "ours": ("ours", False),
    "ours out=": ("with_out", False),
    "ours compiled": ("ours", True),
    "ours out= compiled": ("with_out", True),
}
IN_MEMORY = ("native", "ours", "ours out=")
ROUNDS = 15  # at most, and what the effort's seconds allow
TOLERANCE = 1e-9

LIMIT = 1.3
_NEW_ARRAYS = "each expression has a new array, and the expert writes in place"
_WRITTEN = "variables are written to, where the expert's steps return tensors"
_ENTERED = "arrays are small: to enter a program takes longer than its kernels"
_COPIED = "what is written to is copied before: kernels find a wrong index half-way"
# program, backend, way ("": all) -> why it takes more than LIMIT, as far as is known; the first that fits is told
_REASONS: dict[tuple[str, str, str], str] = {
    ("logistic_regression", "torch", ""): "the expert has sigmoid and addmv_, one function each",
    ("logistic_regression", "tensorflow", ""): "the expert has sigmoid, one function",
    ("attention", "", ""): "the expert has softmax, one function",
    ("histogram_equalisation", "torch", "ours out= compiled"): _COPIED,
    ("histogram_equalisation", "", ""): "what counts and looks up is looked at before: nothing wrong may be written",
    ("spectrogram", "numpy", ""): "windows are copied by take, and the expert has a view of them",
    ("conjugate_gradient", "torch", "ours out="): "the expert has addcmul_; here it is two calls on small arrays",
    ("conjugate_gradient", "numpy", "ours out="): "small arrays: what a call with out= costs",
    ("viterbi", "", "ours"): "small arrays: what a call costs",
    ("viterbi", "", "ours out="): "small arrays: what a call with out= costs, and slices that are made in it",
    ("viterbi", "tensorflow", "ours out= compiled"): "a row that is an argument is read and written to at each call",
    ("k_means", "torch", "ours compiled"): "rows are added to, read and put back, where the expert adds only",
    ("k_means", "torch", "ours out= compiled"): _COPIED,
    ("spectrogram", "torch", "ours out= compiled"): _COPIED,
    ("", "torch", "native compiled"): _ENTERED,
    ("", "torch", "ours compiled"): _ENTERED,
    ("", "torch", "ours out= compiled"): _ENTERED,
    ("", "numpy", "ours"): _NEW_ARRAYS,
    ("", "torch", "ours"): _NEW_ARRAYS,
    ("", "tensorflow", "ours"): "operators of two kinds of operands are ours, and are looked at",
    ("", "tensorflow", "ours out="): _WRITTEN,
    ("", "tensorflow", "ours out= compiled"): _WRITTEN,
}


def reason(record: Record) -> str:
    """Why a figure of ours is above the limit; "" if it is not, or if nobody knows."""
    if record.value <= LIMIT or record.who not in WAYS:
        return ""
    keys = itertools.product((record.case, ""), (record.backend, ""), (record.who, ""))
    return next((_REASONS[key] for key in keys if key in _REASONS), "")


@functools.cache
def _torch_compiled(step: Callable[..., Any]) -> Callable[..., Any]:
    import torch

    return torch.compile(step)


@functools.cache
def _tensorflow_compiled(step: Callable[..., Any]) -> Callable[..., Any]:
    import tensorflow as tf

    compiled: Callable[..., Any] = tf.function(step, jit_compile=True, autograph=False)
    return compiled


@functools.cache
def _ours_compiled(step: Callable[..., Any]) -> Callable[..., Any]:
    return ua.compile(step)


NATIVE_COMPILERS: dict[str, Decorator] = {"torch": _torch_compiled, "tensorflow": _tensorflow_compiled}


def ways(backend: str, name: str, scale: float = 1.0) -> dict[str, Callable[[], tuple[Any, ...]]]:
    """Each way that the program can run on that backend, as a call without arguments."""
    found = {}
    arrays = _arrays(backend, name, scale)
    for way, (module, compiles) in WAYS.items():
        compiler = as_it_is
        if compiles:
            if backend not in NATIVE_COMPILERS:
                continue
            compiler = _ours_compiled if module else NATIVE_COMPILERS[backend]
        found[way] = functools.partial(_program(module or f"by_{backend}", name), compiler, *arrays)
    return found


def _by_peer(peer: str, backend: str, name: str) -> Callable[[], tuple[Any, ...]]:
    """The program by expressions with the functions of another library, as a call without arguments."""
    program = getattr(_peers_programs(peer, backend), name)
    return functools.partial(program, as_it_is, *_arrays(backend, name, 1.0))


@functools.cache
def _peers_programs(peer: str, backend: str) -> ModuleType:
    return by_peers.programs(peer, backend)


def _program(module: str, name: str) -> Program:
    program: Program = getattr(importlib.import_module(f".whole_programs.{module}", __package__), name)
    return program


def _arrays(backend: str, name: str, scale: float) -> list[Any]:
    values = whole_programs.data(name, scale).values()
    if backend == "tensorflow":
        import tensorflow as tf

        return [tf.constant(value) for value in values]
    return [ua.to_backend(value, backend) for value in values]


def check(results: tuple[Any, ...], name: str, scale: float = 1.0) -> None:
    """AssertionError if they are not those of NumPy's program."""
    wanted = _program("by_numpy", name)(as_it_is, *whole_programs.data(name, scale).values())
    for found, right in zip(results, wanted, strict=True):
        found = np.asarray(found.numpy() if hasattr(found, "numpy") else found)
        np.testing.assert_allclose(found, right, rtol=TOLERANCE, atol=TOLERANCE, err_msg=name)


def measure(backend: str, effort: Effort) -> Iterator[Record | tuple[str, str, str, str]]:
    """Ratios and first calls of each program; then peaks, each way in a process of its own."""
    peers = []
    for peer in by_peers.PEERS:
        try:
            _peers_programs(peer, backend)
        except Exception as error:  # whatever an import raises is a reason
            yield "programs", backend, peer, f"{type(error).__name__}: {first_line(error)}"
        else:
            peers.append(peer)
    for name in PROGRAMS:
        calls = ways(backend, name)
        for way, call in list(calls.items()):
            with warnings.catch_warnings(record=True) as told:
                warnings.simplefilter("always")
                began = time.perf_counter()
                try:
                    results = call()
                except Exception as error:
                    if way != "native compiled":
                        raise
                    yield "programs", backend, f"{name}, {way}", f"{type(error).__name__}: {first_line(error)}"
                    del calls[way]
                    continue
                first = time.perf_counter() - began
            check(results, name)
            if way.endswith("compiled"):
                yield Record("programs", backend, name, f"{way}, first call", first, unit="s")
            for one in told:
                if issubclass(one.category, ua.CompileWarning):
                    yield "programs", backend, f"{name}, {way}", str(one.message)
        for peer in peers:
            call = _by_peer(peer, backend, name)
            try:
                check(call(), name)
            except Exception as error:  # whatever it lacks is a reason
                yield "programs", backend, f"{name}, {peer}", f"{type(error).__name__}: {first_line(error)}"
            else:
                calls[peer] = call
        for way, one in summarized(_taking_turns(calls, effort.group * 2)).items():
            yield Record(
                "programs", backend, name, way, one.ratio, "out=" in way, one.low, one.high, one.seconds,
                text=PROGRAMS[name][2],
            )  # fmt: skip
        for way in IN_MEMORY:
            yield Record(
                "programs", backend, name, f"{way}, peak", called_elsewhere(peak, backend, name, way), unit="MB"
            )


def _taking_turns(calls: dict[str, Callable[[], Any]], seconds: float) -> dict[str, list[float]]:
    """Processor time of each call: others that the machine runs do not count."""
    samples: dict[str, list[float]] = {way: [] for way in calls}
    ends = time.perf_counter() + seconds
    for number in range(ROUNDS):
        for way, call in calls.items():
            call()  # what the one before left in the caches of the processor does not count
            began = time.process_time()
            call()
            samples[way].append(time.process_time() - began)
        if number >= 4 and time.perf_counter() > ends:
            break
    return samples


def peak(backend: str, name: str, way: str) -> float:
    """Megabytes that a run takes at most beyond what the process held before."""
    with ua.use_backend(backend):
        call = ways(backend, name)[way]
        call()
        with measured() as cost:
            results = call()
        del results
    return float(cost.peak_bytes / 1e6)
