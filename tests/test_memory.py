"""ua.memory: what a device holds; and on a GPU, that native writes hold nothing more."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import unified_arrays as ua

import support
from support import MEMORY, VALUE

ASKING = {"allocated": ua.memory.allocated, "peak": ua.memory.peak, "reset_peak": ua.memory.reset_peak}
asking = pytest.mark.parametrize(("name", "ask"), ASKING.items(), ids=list(ASKING))
REMEDY = {"numpy": "tracemalloc", "torch": "torch.profiler", "tensorflow": "tf.profiler"}


@asking
def test_what_is_not_counted_is_said(name: str, ask: Callable[..., object], backend: str) -> None:
    with pytest.raises(
        NotImplementedError, match=f"^memory.{name}: the memory of cpu:0 is not known: .*{REMEDY[backend]}"
    ):
        ask("cpu", backend=backend)
    with ua.use_backend(backend), pytest.raises(NotImplementedError, match=REMEDY[backend]):
        ask(ua.Device("cpu"))


@asking
def test_a_device_that_is_not_there(name: str, ask: Callable[..., object], backend: str) -> None:
    with pytest.raises(ua.DeviceNotFoundError, match=f"^memory.{name}: device gpu:7 is not there: {backend} has cpu:0"):
        ask("gpu:7", backend=backend)


@asking
def test_what_is_no_backend(name: str, ask: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match=f"^memory.{name}: 'jax' is no backend"):
        ask("cpu", backend="jax")


N = 1_000_000
NATIVE: dict[str, Callable[..., object]] = {
    "add": lambda x, out: ua.add(x, x, out=out),
    "exp": lambda x, out: ua.exp(x, out=out),
    "cumulative_sum": lambda x, out: ua.cumulative_sum(x, out=out),
    "where": lambda x, out: ua.where(x > 0, x, x, out=out),
}


@pytest.mark.parametrize("function", NATIVE)
def test_a_native_write_holds_nothing_more_on_a_gpu(function: str, backend: str) -> None:
    if support.DEVICE is None or backend != "torch":
        pytest.skip("a GPU of PyTorch is needed: run with --device gpu")
    device = ua.Device(support.DEVICE)
    x, out = VALUE[backend](np.ones(N)), MEMORY[backend](np.ones(N))
    condition = 0 if function != "where" else N  # its booleans

    NATIVE[function](x, out)
    ua.memory.reset_peak(device, backend=backend)
    before = ua.memory.allocated(device, backend=backend)
    NATIVE[function](x, out)
    assert ua.memory.peak(device, backend=backend) - before <= condition + N // 8
    NATIVE[function](x, VALUE[backend](np.ones(N)))
    copied = ua.add(x, x)
    assert ua.memory.allocated(device, backend=backend) - before >= 8 * N
    assert copied is not None
