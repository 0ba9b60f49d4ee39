"""The promises about devices: every function on every device of a backend, with the rows of inputs.

Without a GPU a backend's second device is TensorFlow's logical CPU:1, or PyTorch's meta device, whose tensors have
shapes and dtypes but no values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays.testing._inputs import EVERY, ONE_RESULT, SEVERAL, Row

import support
from support import MEMORY, VALUE, arrays_of, assert_same, bits, numpy_of, selected

WITHOUT_A_GPU = {"numpy": ["cpu"], "torch": ["cpu", "meta"], "tensorflow": ["cpu:0", "cpu:1"]}


def devices_of(backend: str) -> list[str]:
    """The devices that are tested: with --device gpu that one and the CPU."""
    if backend == "cupy":  # it has no CPU
        return [str(device) for device in ua.devices(backend)][:2]
    return WITHOUT_A_GPU[backend] if support.DEVICE is None else [support.DEVICE, "cpu"]


DTYPES = ["bool", "int32", "int64", "float32", "float64", "complex64", "complex128"]

# What PyTorch cannot do on its meta device: there are no values, on which the shape of the result depends.
NO_META = {
    **dict.fromkeys(("unique", "union1d", "intersect1d", "setdiff1d", "setxor1d"), "how many values differ"),
    **dict.fromkeys(("unique_all", "unique_counts", "unique_inverse", "unique_values"), "how many values differ"),
    "nonzero": "how many values are not zero",
    "repeat-each": "the sum of the repetitions",
    **dict.fromkeys(
        ("argwhere", "compress", "extract", "flatnonzero", "ix_", "trim_zeros"), "where values are not zero"
    ),
    **dict.fromkeys(("bincount", "bincount-weighted"), "which integer is the largest"),
}


@pytest.fixture(autouse=True)
def on_backend(request: pytest.FixtureRequest) -> Iterator[None]:
    with selected(request.getfixturevalue("backend")) if "backend" in request.fixturenames else nullcontext():
        yield


def function_of(row: Row) -> Callable[..., Any]:
    found: Any = ua
    for part in row.function.split("."):
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


def placed(backend: str, device: str, kind: dict[str, Callable[[np.ndarray], Any]] = VALUE) -> dict[str, Any]:
    """How to make an array of a backend on a device, in the form that arrays_of takes."""
    return {backend: lambda values: moved(kind[backend](values), device)}


def moved(x: Any, device: str) -> Any:
    """`x` on a device; a variable stays one."""
    there = ua.to_device(x, device)
    return type(x)(there) if hasattr(x, "assign") and there is not x else there


@contextmanager
def no_silent_transfers(backend: str) -> Iterator[None]:
    """TensorFlow raises for copies between devices; not for int32, since it keeps axes and shapes on the host."""
    if backend != "tensorflow":
        yield
        return
    import tensorflow as tf

    before = tf.config.experimental.get_device_policy()
    tf.config.experimental.set_device_policy("silent_for_int32")
    try:
        yield
    finally:
        tf.config.experimental.set_device_policy(before)


@pytest.mark.backends("tensorflow")  # PyTorch has none
def test_a_silent_transfer_would_be_seen(backend: str) -> None:
    import tensorflow as tf

    x = moved(VALUE[backend](np.ones(3)), "cpu" if support.DEVICE else "cpu:1")
    with no_silent_transfers(backend), pytest.raises(tf.errors.InvalidArgumentError, match="conflicting devices"):
        tf.exp(x)  # TensorFlow computes on its default device


def leaves(result: Any) -> list[Any]:
    return list(result) if isinstance(result, (tuple, list)) else [result]


def run(row: Row, backend: str, device: str, **out: Any) -> Any:
    options = dict(row.options)
    if not any(ua.is_array(one) for part in row.arguments for one in (part if isinstance(part, list) else [part])):
        options["device"] = device  # a creation function: nothing else says where
    arguments = arrays_of(backend, list(row.arguments), placed(backend, device))
    with no_silent_transfers(backend):
        return function_of(row)(*arguments, **options, **out)


def computes(row: Row, backend: str, number: int) -> bool:
    """Whether a backend has a device of that number, which can compute a row."""
    if number >= len(devices_of(backend)):
        return False
    return devices_of(backend)[number] != "meta" or not {str(row), row.function} & NO_META.keys()


every_device = pytest.mark.parametrize("number", [0, 1], ids=["first", "second"])
computed_there = pytest.mark.applies(where=computes)
on_two_devices = pytest.mark.backends("torch", "tensorflow", "cupy")  # NumPy has one


@computed_there
@every_device
@pytest.mark.parametrize("row", EVERY, ids=str)
def test_results_are_where_the_inputs_are(row: Row, number: int, backend: str) -> None:
    device = devices_of(backend)[number]
    expected = leaves(run(row, backend, devices_of(backend)[0]))
    for one, wanted in zip(leaves(run(row, backend, device)), expected, strict=True):
        assert ua.device(one) == device
        if device == "meta":
            assert (tuple(one.shape), one.dtype) == (tuple(wanted.shape), wanted.dtype)
        else:
            assert_same(one, numpy_of(wanted))


def other_than(backend: str, number: int) -> str:
    found = devices_of(backend)
    if len(found) < 2:
        pytest.skip(f"a second device of {backend} is needed, here is {found[0]}")
    return found[1 - number]


def memory(backend: str, device: str, like: Any) -> Any:
    """Memory for a result, on a device."""
    name = next(name for name in DTYPES if getattr(ua, name) == like.dtype)
    return moved(MEMORY[backend](np.full(tuple(like.shape), 77).astype(name)), device)


@computed_there
@every_device
@pytest.mark.parametrize("row", ONE_RESULT, ids=str)
def test_an_out_beside_the_inputs_is_filled(row: Row, number: int, backend: str) -> None:
    device = devices_of(backend)[number]
    expected = run(row, backend, device)
    out = memory(backend, device, expected)
    assert run(row, backend, device, out=out) is out
    assert ua.device(out) == device
    if device != "meta":
        assert_same(out, numpy_of(expected))


@computed_there
@on_two_devices
@every_device
@pytest.mark.parametrize("row", ONE_RESULT, ids=str)
def test_an_out_elsewhere_is_refused(row: Row, number: int, backend: str) -> None:
    elsewhere, device = other_than(backend, number), devices_of(backend)[number]
    out = memory(backend, elsewhere, run(row, backend, device))
    before = None if elsewhere == "meta" else bits(out)
    with pytest.raises(ua.DeviceMismatchError, match=f"^{row.function}: out lives on {ua.Device(elsewhere)}, the res"):
        run(row, backend, device, out=out)
    assert elsewhere == "meta" or bits(out) == before


@computed_there
@on_two_devices
@every_device
@pytest.mark.parametrize("row", SEVERAL, ids=str)
def test_several_outs_elsewhere_are_refused(row: Row, number: int, backend: str) -> None:
    elsewhere, device = other_than(backend, number), devices_of(backend)[number]
    results = run(row, backend, device)
    outs = tuple(memory(backend, device, one) for one in results[:-1]) + (memory(backend, elsewhere, results[-1]),)
    with pytest.raises(ua.DeviceMismatchError, match=rf"^{row.function}: out\[{len(outs) - 1}\] lives on"):
        run(row, backend, device, out=outs)
    if device != "meta":
        assert all(bits(one) == bits(memory(backend, device, one)) for one in outs[:-1])


def arrays_in(row: Row) -> int:
    """How many arrays with axes a row has; those without may come from the CPU."""
    flat = [one for part in row.arguments for one in (part if isinstance(part, list) else [part])]
    return sum(isinstance(one, np.ndarray) and one.ndim > 0 for one in flat)


SEVERAL_ARRAYS = [row for row in EVERY if arrays_in(row) > 1]


@on_two_devices
@every_device
@pytest.mark.parametrize("row", SEVERAL_ARRAYS, ids=str)
def test_inputs_on_two_devices_are_refused(row: Row, number: int, backend: str) -> None:
    elsewhere, device = other_than(backend, number), devices_of(backend)[number]
    make, make_elsewhere = placed(backend, device), placed(backend, elsewhere)
    if isinstance(row.arguments[0], list):
        first, *others = row.arguments[0]
        arguments = [
            [make[backend](first), *arrays_of(backend, others, make_elsewhere)],
            *arrays_of(backend, list(row.arguments[1:]), make),
        ]
    else:
        place = max(i for i, one in enumerate(row.arguments) if isinstance(one, np.ndarray) and one.ndim)
        arguments = arrays_of(backend, list(row.arguments), make)
        arguments[place] = make_elsewhere[backend](row.arguments[place])
    with pytest.raises(ua.DeviceMismatchError, match=f"^{row.function}: the arrays live on .* and "):
        function_of(row)(*arguments, **row.options)
