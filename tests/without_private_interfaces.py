"""Run by test_private_interfaces.py in a process of its own: a backend without one of the private names that it uses.

    python without_private_interfaces.py tensorflow '["module:name", ...]'

For each name the process forks, so that the framework is imported once; the child hides the name, loads the backend and
computes. One line of JSON for each: the name, the warnings, and what went wrong.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

import unified_arrays as ua
from unified_arrays._common import private_interfaces

look_up = private_interfaces.look_up


def hide(hidden: str) -> None:
    """From now on the name is missing."""

    def without(name: str) -> Any:
        if name == hidden:
            raise AttributeError(name)
        return look_up(name)

    private_interfaces.look_up = without


def compute(backend: str) -> None:
    """A bit of everything that private names are used for: each result is right, or refused where a gradient is cut."""
    x = ua.asarray([[1.0, 2.0], [3.0, 4.0]])
    out = ua.empty_like(x)
    assert ua.add(x, x, out=out) is out
    expect(out, [[2, 4], [6, 8]])
    expect(ua.multiply(out[0, :], 2.0, out=out[1, :]), [4, 8])
    expect(out, [[2, 4], [4, 8]])
    ua.at(out)[[0, 0]].add(1.0)
    expect(out, [[4, 6], [4, 8]])
    with ua.memory.trace() as trace:
        ua.add(x, x)
    assert trace.rows[0].peak is not None or trace.rows[0].note, trace.rows
    globals()[f"compute_{backend}"](x)


def compute_torch(x: Any) -> None:
    import torch

    y = x.clone().requires_grad_()
    refused(lambda: ua.add(y, y, out=torch.empty(2, 2, dtype=y.dtype)))
    with torch.autograd.forward_ad.dual_level():
        dual = torch.autograd.forward_ad.make_dual(x, torch.ones_like(x))
        refused(lambda: ua.add(dual, dual, out=torch.empty_like(x)))
    parameter = torch.nn.Parameter(x.clone(), requires_grad=False)
    expect(ua.add(parameter, parameter, out=torch.empty_like(x)), np.asarray(x) * 2)
    compiler_of_graphs = importlib.import_module("unified_arrays.backends.torch.private_interfaces").compiler_of_graphs
    assert compiler_of_graphs() is None or callable(compiler_of_graphs())  # which is looked up when a program is made


def compute_tensorflow(x: Any) -> None:
    import tensorflow as tf

    variable = ua.empty_like(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        refused(lambda: ua.add(x, x, out=variable))
    with tf.autodiff.ForwardAccumulator(x, tf.ones_like(x)):
        refused(lambda: ua.add(x, x, out=variable))

    @tf.function
    def graph(x: Any) -> Any:
        ua.multiply(x[0, :], 3.0, out=variable[0, :])
        return ua.add(x, variable, out=variable)

    variable.assign(x)
    expect(graph(x), np.asarray(x) * [[4], [2]])
    with tf.device("CPU:1"):
        assert ua.device(ua.zeros(3)) == "cpu:1"
    assert ua.device(ua.add(x, x)) == "cpu:0"
    with ua.in_place_writes():
        expect(ua.multiply(x, 2.0, out=variable), np.asarray(x) * 2)
    program = ua.compile(lambda x, out: ua.add(ua.multiply(x, 2.0), 1.0, out=out))
    expect(program(x, variable), np.asarray(x) * 2 + 1)


def expect(actual: Any, expected: Any) -> None:
    np.testing.assert_allclose(np.asarray(actual), expected)


def refused(call: Callable[[], Any]) -> None:
    try:
        call()
    except ua.GradientError:
        return
    raise AssertionError("a gradient was cut without a word")


def outcome(backend: str, hidden: str) -> dict[str, Any]:
    hide(hidden)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            with ua.use_backend(backend):
                compute(backend)
            problem = ""
        except Exception:
            problem = traceback.format_exc()
    said = [str(one.message) for one in caught if issubclass(one.category, RuntimeWarning)]
    return {"name": hidden, "warnings": said, "problem": problem}


def in_a_child(run: Callable[[], object]) -> None:
    sys.stdout.flush()
    child = os.fork()
    if not child:
        print(json.dumps(run()), flush=True)
        os._exit(0)
    os.waitpid(child, 0)


def main(backend: str, names: list[str]) -> None:
    framework: Any = importlib.import_module(backend)
    if backend == "tensorflow":
        cpu = framework.config.list_physical_devices("CPU")[0]
        framework.config.set_logical_device_configuration(cpu, [framework.config.LogicalDeviceConfiguration()] * 2)
    for name in names:
        in_a_child(lambda name=name: outcome(backend, name))


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
