"""What can be sent to another process or stored: everything public, errors, compiled functions, dtypes in a file."""

from __future__ import annotations

import copy
import io
import pickle
import types
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
import unified_arrays.numpy
from unified_arrays._dispatch.compile import kept

from support import MEMORY, VALUE, assert_same, comes_back_whole, selected


@ua.compile
def doubled(x: Any) -> Any:
    return ua.add(x, x)


PUBLIC = [
    (namespace, name)
    for namespace in (ua, ua.linalg, ua.fft, unified_arrays.numpy)
    for name in dir(namespace)
    if not name.startswith("_") and not isinstance(getattr(namespace, name), types.ModuleType)
]


@pytest.mark.parametrize("protocol", [0, 2, pickle.HIGHEST_PROTOCOL])
def test_everything_public(protocol: int) -> None:
    for namespace, name in PUBLIC:
        value = getattr(namespace, name)
        for other in (pickle.loads(pickle.dumps(value, protocol)), copy.copy(value), copy.deepcopy(value)):
            assert type(other) is type(value), name
            assert other is value or other == value or value != value or name == "annotations", name


def test_dtypes_and_devices_are_made_anew_from_their_names() -> None:
    for value in (ua.float32, ua.Device("gpu:1")):
        other = pickle.loads(pickle.dumps(value))
        assert vars(other) == vars(value)
    with pytest.raises(TypeError, match="float31"):  # a pickle cannot say that a dtype is another one than its name
        pickle.loads(pickle.dumps(ua.float32).replace(b"float32", b"float31"))


# What was pickled before the modules moved.
OLD = [
    (b"cunified_arrays._core.dtypes\nDType\n(Vfloat32\ntR.", ua.float32),
    (b"cunified_arrays._core.devices\nDevice\n(Vgpu\nI1\ntR.", ua.Device("gpu:1")),
    (b"cunified_arrays._core.writing\ncopyto\n.", ua.copyto),
    (b"cunified_arrays._core.inspection\nto_backend\n.", ua.to_backend),
    (b"cunified_arrays._core.inspection\nwrite_mode\n.", ua.write_mode),
    (b"cunified_arrays._core.selection\nset_backend\n.", ua.set_backend),
    (b"cunified_arrays._core.compiling\ncompile\n.", ua.compile),
    (b"cunified_arrays._core.memory\naddress\n.", ua.memory.address),
    (b"cunified_arrays._core.recording\nRow\n.", ua.memory.Row),
    (b"cunified_arrays._core.errors\nDeviceNotFoundError\n.", ua.DeviceNotFoundError),
    (b"cunified_arrays\nadd\n.", ua.add),
]


@pytest.mark.parametrize(("pickled", "value"), OLD, ids=[str(pickled[1:40]) for pickled, _ in OLD])
def test_old_pickles_are_read(pickled: bytes, value: Any) -> None:
    assert pickle.loads(pickled) == value


def test_pickles_name_public_modules() -> None:
    for value in (ua.Device, ua.DeviceMismatchError, ua.copyto, ua.to_backend, ua.memory.Row, ua.memory.trace):
        assert b"unified_arrays._" not in pickle.dumps(value)


def test_errors(backend: str) -> None:
    x = VALUE[backend](np.ones(2))
    mistakes = [
        lambda: ua.full(2, 300, dtype="int8"),
        lambda: ua.add(x, x, out=MEMORY[backend](np.ones(3))),
        lambda: ua.add([1.0], x),
        lambda: ua.zeros(2, device="gpu:77"),
        lambda: ua.sum(x, axis=4),
    ]
    with selected(backend):
        for mistake in mistakes:
            with pytest.raises((ValueError, TypeError, OverflowError)) as raised:
                mistake()
            other = pickle.loads(pickle.dumps(raised.value))
            assert type(other) is type(raised.value)
            if comes_back_whole(other):
                assert str(other) == str(raised.value)


def test_a_compiled_function_of_a_module_goes_by_its_name(backend: str) -> None:
    doubled(VALUE[backend](np.ones(3)))
    assert pickle.loads(pickle.dumps(doubled)) is doubled


def test_a_compiled_function_without_a_name_goes_without_its_programs(backend: str) -> None:
    cloudpickle = pytest.importorskip("cloudpickle")
    factor = 3.0
    tripled = ua.compile(lambda x: ua.multiply(x, factor))
    x = np.array([1.0, 2.0])
    tripled(VALUE[backend](x))
    other = pickle.loads(cloudpickle.dumps(tripled))
    assert other is not tripled
    assert kept(other) == 0
    assert_same(other(VALUE[backend](x)), x * 3.0)


def test_what_holds_a_compiled_function(backend: str) -> None:
    holder = types.SimpleNamespace(function=doubled, programs=doubled.__compiled_programs__)  # type: ignore[attr-defined]
    doubled(VALUE[backend](np.ones(4)))
    other = copy.deepcopy(holder)
    assert other.function is doubled
    assert other.programs.kept() == 0


@pytest.mark.backends("torch")
def test_dtypes_and_devices_in_a_file_of_weights(backend: str) -> None:
    import torch

    with selected(backend):
        ua.zeros(1)
        file = io.BytesIO()
        torch.save({"dtype": ua.float32, "device": ua.Device("gpu:1"), "weights": torch.ones(2)}, file)
        file.seek(0)
        loaded = torch.load(file, weights_only=True)
    assert type(loaded["dtype"]) is type(ua.float32)
    assert ua.zeros(1, dtype=loaded["dtype"]).dtype == ua.float32
    assert loaded["device"] == ua.Device("gpu:1")
