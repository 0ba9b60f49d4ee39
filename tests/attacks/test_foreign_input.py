"""Attacks by what no program means: names, devices, dtypes, axes and shapes that are anything at all.

Right is an error of a promised type whose message can be read. What this library looks at itself (names of backends,
devices, dtypes) is a TypeError or a ValueError; what a framework looks at (axes, shapes) keeps the framework's type.
"""

from __future__ import annotations

import fractions
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

import unified_arrays as ua
from unified_arrays import backends
from unified_arrays._common.dtypes import ALL

from attack import Attack, fail, shown
from support import MEMORY

LONGEST = 1000  # characters of a message


class Odd:
    """An object that refuses everything that a message or a lookup may ask of it."""

    def __repr__(self) -> str:
        raise RuntimeError("no repr")

    @property
    def type(self) -> str:
        raise RuntimeError("no type")

    @property
    def index(self) -> int:
        raise RuntimeError("no index")


class LongRepr:
    def __repr__(self) -> str:
        return "x" * 100_000


class Unhashable:
    __hash__ = None  # type: ignore[assignment]


class OddModule:
    __module__ = 5  # type: ignore[assignment]


TEXTS = [
    "", " ", "numpy ", "NumPy", "os", "numpy.linalg", "__main__", "../torch", "/etc/passwd", "torch\x00", "torch\n",
    "\udcff\udc80", "\uff4eumpy", "mlx", "paddle", "sys.exit()", "unified_arrays", "unified_arrays.backends.numpy",
    "x" * 100_000, "numpy" * 50_000, "cpu:", "cpu:-1", "gpu:1.5", "cuda:" + "9" * 10_000, "cpu:\u0663", "//cpu",
    "meta:x", "/job:a/replica:0/task:0/device:CPU:0:0", "float32 ", "Float32", "<f4", "float33", "int", "O", "U",
    "real floating",
]  # fmt: skip
OBJECTS: list[Any] = [
    None, True, False, -1, 10**30, 0.5, float("nan"), 1j, b"numpy", bytearray(b"numpy"), [], ["numpy"], (), ("cpu", 1),
    {}, {"numpy"}, frozenset(), range(3), object(), Odd(), LongRepr(), Unhashable(), OddModule(), Odd, OddModule, int,
    type, dict, np, np.ones, np.ones(2), np.float32(1.0), np.array("numpy"), np.array(["cpu"]), slice(None), ...,
    fractions.Fraction(1, 2), [0] * 100_000, "x" * 100_000, lambda: None, list[int],
    type("numpy", (str,), {})("numpyy"), type("float32", (), {}), np.dtype("O"), np.dtype("M8[s]"), np.dtype(">f4"),
    np.dtype([(f"field{i}", "f8") for i in range(2000)]), memoryview(b"cpu"), ValueError("numpy"),
]  # fmt: skip


GENERATED = st.one_of(
    st.text(max_size=20),
    st.binary(max_size=5),
    st.integers(),
    st.floats(),
    st.lists(st.one_of(st.integers(-3, 3), st.text(max_size=3), st.none()), max_size=4),
    st.tuples(st.integers(-3, 3), st.floats(allow_nan=False)),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


def anything(data: st.DataObject) -> Any:
    """Any object. What hypothesis draws it prints, which some of these objects refuse: so it draws their number."""
    fixed = [*TEXTS, *OBJECTS]
    number = data.draw(st.integers(0, len(fixed) * 3 // 2), "number")
    return fixed[number] if number < len(fixed) else data.draw(GENERATED, "value")


def readable(error: BaseException, about: str, *, ours: bool = True) -> None:
    """Fail for a message that is endless, or cannot be printed; of a framework's error, for such a note of ours."""
    whole = "\n".join([*([str(error)] if ours else []), *getattr(error, "__notes__", ())])
    if len(whole) > LONGEST:
        fail(f"{about} has a message of {len(whole)} characters: {whole[:200]}", error)
    whole.encode("utf-8")


def judged(
    attack: Attack, call: Callable[[], Any], promised: tuple[type[BaseException], ...], about: str, *, ours: bool = True
) -> Any:
    """What `call()` returns, or None after an error that is promised."""
    try:
        result = call()
    except promised as error:
        readable(error, about, ours=ours)
        attack.counts["raised"] += 1
        return None
    except Exception as error:
        fail(f"{about} raised {shown(error)}", error)
    attack.counts["right"] += 1
    return result


OURS = (TypeError, ValueError)


def test_names_of_backends(attack: Attack, backend: str) -> None:
    x = MEMORY[backend](np.ones(2))

    def enter(name: Any) -> None:
        with ua.use_backend(name):
            assert ua.get_backend() == name

    calls: dict[str, Callable[[Any], Any]] = {
        "use_backend": enter,
        "set_backend": ua.set_backend,
        "to_backend": lambda name: ua.to_backend(x, name),
        "devices": ua.devices,
        "write_mode": lambda name: ua.write_mode("add", name),
    }

    def case(data: st.DataObject) -> None:
        known = data.draw(st.integers(0, 9), "known") == 0
        name = backend if known else anything(data)
        if name is None or (isinstance(name, str) and name in backends.KNOWN and not known):
            return
        function = data.draw(st.sampled_from(list(calls)), "function")
        try:
            calls[function](name)
        except ValueError as error:
            readable(error, function)
            if known or not str(error).startswith(f"{function}: "):
                fail(f"{function} raised {shown(error)}")
            attack.counts["raised"] += 1
        except Exception as error:
            fail(f"{function} raised {shown(error)}", error)
        else:
            if not known:
                fail(f"{function} took a name that is none")
            attack.counts["right"] += 1

    try:
        attack.run(case, examples=120)
    finally:
        ua.set_backend(None)
    assert ua.get_backend() == backend


def test_devices(attack: Attack, backend: str) -> None:
    x = MEMORY[backend](np.ones(2))
    calls: dict[str, Callable[[Any], Any]] = {
        "Device": ua.Device,
        "Device with an index": lambda device: ua.Device("gpu", device),
        "zeros": lambda device: ua.zeros(2, device=device),
        "to_device": lambda device: ua.to_device(x, device),
        "to_backend": lambda device: ua.to_backend(x, "numpy", device=device),
        "use_device": lambda device: ua.use_device(device).__enter__(),
        "==": lambda device: ua.Device("cpu") == device,
    }

    def case(data: st.DataObject) -> None:
        device = anything(data)
        function = data.draw(st.sampled_from(list(calls)), "function")
        if function == "use_device":
            with_device(attack, device)
            return
        judged(attack, lambda: calls[function](device), (ValueError,), function)

    attack.run(case, examples=120)


def with_device(attack: Attack, device: Any) -> None:
    block = ua.use_device(device)
    if judged(attack, block.__enter__, (ValueError,), "use_device") is None:
        block.gen.close()


def test_dtypes(attack: Attack, backend: str) -> None:
    x = MEMORY[backend](np.ones(2))
    calls: dict[str, Callable[[Any], Any]] = {
        "zeros": lambda dtype: ua.zeros(2, dtype=dtype),
        "asarray": lambda dtype: ua.asarray([1.0], dtype=dtype),
        "arange": lambda dtype: ua.arange(2, dtype=dtype),
        "empty_like": lambda dtype: ua.empty_like(x, dtype=dtype),
        "astype": lambda dtype: ua.astype(x, dtype),
        "sum": lambda dtype: ua.sum(x, dtype=dtype),
        "sum with out": lambda dtype: ua.sum(x, dtype=dtype, out=MEMORY[backend](np.ones(()))),
        "finfo": ua.finfo,
        "iinfo": ua.iinfo,
        "isdtype": lambda dtype: ua.isdtype(dtype, "numeric"),
        "isdtype with a kind": lambda kind: ua.isdtype(ua.float32, kind),
        "result_type": lambda dtype: ua.result_type(x, dtype),
        "can_cast": lambda dtype: ua.can_cast(dtype, ua.float64),
        "can_cast to": lambda dtype: ua.can_cast(ua.float64, dtype),
        "==": lambda dtype: ua.float32 == dtype,
    }

    def case(data: st.DataObject) -> None:
        dtype = anything(data)
        function = data.draw(st.sampled_from(list(calls)), "function")
        promised = (*OURS, OverflowError) if isinstance(dtype, int) else OURS  # result_type takes numbers
        judged(attack, lambda: calls[function](dtype), promised, f"{function} of {kind(dtype)}")

    attack.run(case, examples=250)


def kind(value: Any) -> str:
    return f"a {type(value).__name__}"


def frameworks_own(backend: str) -> tuple[type[BaseException], ...]:
    """What a framework may say of an axis or a shape, beside TypeError and ValueError; RuntimeError is Odd's, too."""
    own: tuple[type[BaseException], ...] = (*OURS, IndexError, OverflowError, MemoryError, RuntimeError)
    if backend == "tensorflow":
        import tensorflow as tf

        own = (*own, tf.errors.OpError)
    return own


@pytest.mark.filterwarnings("ignore:std.*degrees of freedom:UserWarning")  # PyTorch's, for too large a correction
def test_axes_and_shapes(attack: Attack, backend: str) -> None:
    def x() -> Any:
        return MEMORY[backend](np.arange(6.0).reshape(2, 3))

    calls: dict[str, Callable[[Any], Any]] = {
        "sum axis": lambda axis: ua.sum(x(), axis=axis),
        "sum axis with out": lambda axis: ua.sum(x(), axis=axis, out=MEMORY[backend](np.ones(3))),
        "max keepdims": lambda keepdims: ua.max(x(), keepdims=keepdims),
        "max keepdims with out": lambda keepdims: ua.max(
            x(), axis=0, keepdims=keepdims, out=MEMORY[backend](np.ones(3))
        ),
        "std correction": lambda correction: ua.std(x(), correction=correction),
        "argmax axis": lambda axis: ua.argmax(x(), axis=axis),
        "concat axis": lambda axis: ua.concat([x(), x()], axis=axis),
        "stack axis with out": lambda axis: ua.stack([x(), x()], axis=axis, out=MEMORY[backend](np.ones((2, 2, 3)))),
        "sort axis": lambda axis: ua.sort(x(), axis=axis),
        "flip axis": lambda axis: ua.flip(x(), axis=axis),
        "expand_dims axis": lambda axis: ua.expand_dims(x(), axis=axis),
        "squeeze axis": lambda axis: ua.squeeze(x(), axis=axis),
        "cumulative_sum axis with out": lambda axis: ua.cumulative_sum(x(), axis=axis, out=x()),
        "unstack axis": lambda axis: ua.unstack(x(), axis=axis),
        "take axis": lambda axis: ua.take(x(), MEMORY[backend](np.array([0])), axis=axis),
        "reshape shape": lambda shape: ua.reshape(x(), shape),
        "broadcast_to shape": lambda shape: ua.broadcast_to(x(), shape),
        "permute_dims axes": lambda axes: ua.permute_dims(x(), axes),
        "zeros shape": ua.zeros,
        "full shape": lambda shape: ua.full(shape, 1.0),
        "full value": lambda value: ua.full(2, value),
        "empty shape with out": lambda shape: ua.empty(shape, out=x()),
        "eye": ua.eye,
        "arange": ua.arange,
        "arange stop": lambda stop: ua.arange(0.0, stop, 0.5),
        "linspace num": lambda num: ua.linspace(0.0, 1.0, num),
        "tril k": lambda k: ua.tril(x(), k=k),
        "roll shift": lambda shift: ua.roll(x(), shift),
        "repeat": lambda repeats: ua.repeat(x(), repeats),
        "tile": lambda repetitions: ua.tile(x(), repetitions),
        "einsum": lambda subscripts: ua.einsum(subscripts, x()),
        "clip": lambda bound: ua.clip(x(), bound),
        "add": lambda other: ua.add(x(), other),
        "add out": lambda out: ua.add(x(), x(), out=out),
        "unstack out": lambda out: ua.unstack(x(), out=out),
        "astype copy": lambda copy: ua.astype(x(), ua.float32, copy=copy),
        "asarray copy": lambda copy: ua.asarray(x(), copy=copy),
        "at index": lambda index: ua.at(x())[index].add(1.0),
        "at value": lambda value: ua.at(x())[0].set(value),
        "matrix_norm ord": lambda ord: ua.linalg.matrix_norm(x(), ord=ord),
        "fft n": lambda n: ua.fft.fft(x(), n=n),
        "searchsorted side": lambda side: ua.searchsorted(x()[0], x(), side=side),
        "meshgrid indexing": lambda indexing: ua.meshgrid(x()[0], x()[0], indexing=indexing),
    }
    promised = frameworks_own(backend)

    def case(data: st.DataObject) -> None:
        value = anything(data)
        if allocates(value):
            return
        function = data.draw(st.sampled_from(list(calls)), "function")
        judged(attack, lambda: calls[function](value), promised, f"{function} of {kind(value)}", ours=False)

    attack.run(case, examples=400)


def allocates(value: Any) -> bool:
    """A size that is no nonsense, only large: some framework would fill the memory of the machine."""
    sizes = value if isinstance(value, (list, tuple)) else [value]
    return any(isinstance(one, (int, float)) and 1000 < abs(one) < 1e16 for one in sizes) or len(sizes) > 1000


# -- the environment --------------------------------------------------------------------------------------------------

SHOW_MODULES = """
import sys
before = set(sys.modules)
try:
    import unified_arrays
except ValueError as error:
    text = str(error)
    assert len(text) < 500, len(text)
    print(text.partition(":")[0], "expected one of numpy, torch, tensorflow" in text, "is no device" in text)
else:
    print(unified_arrays.get_backend())
print(sorted(name for name in set(sys.modules) - before
             if name.partition(".")[0] in ("torch", "tensorflow", "antigravity", "this", "evil", "jax", "turtle")))
"""


def with_environment(folder: str, **variables: bytes) -> list[str]:
    package = os.fsencode(Path(ua.__file__).resolve().parents[1])
    environment = {**os.environb, b"PYTHONPATH": package, **{name.encode(): one for name, one in variables.items()}}
    command = [sys.executable, "-W", "error", "-c", SHOW_MODULES]
    done = subprocess.run(command, env=environment, capture_output=True, cwd=folder, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode().splitlines()


BACKEND_BYTES = [
    b"os", b"antigravity", b"numpy.linalg", b"__main__", b"evil", b"./evil", b"/etc/passwd", b"\xff\xfe\x80",
    b"x" * 100_000, b"numpy ", b" ", b"NUMPY", b"torch,numpy", "\uff54orch".encode(),
]  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "environb"), reason="this system's environment holds no bytes")
@pytest.mark.parametrize("value", BACKEND_BYTES, ids=lambda value: repr(value[:20]))
def test_a_variable_that_names_no_backend_imports_nothing(tmp_path: Any, value: bytes) -> None:
    (tmp_path / "evil.py").write_text("raise SystemExit('imported')")
    lines = with_environment(str(tmp_path), UNIFIED_ARRAYS_BACKEND=value)
    assert lines == ["UNIFIED_ARRAYS_BACKEND True False", "[]"]


@pytest.mark.skipif(not hasattr(os, "environb"), reason="this system's environment holds no bytes")
@pytest.mark.parametrize("value", [b"nonsense", b"\xff\xfe", b"x" * 100_000, b"cpu:" + b"9" * 9000, b"cuda;1"], ids=len)
def test_a_variable_that_names_no_device(tmp_path: Any, value: bytes) -> None:
    lines = with_environment(str(tmp_path), UNIFIED_ARRAYS_DEVICE=value)
    assert lines == ["UNIFIED_ARRAYS_DEVICE False True", "[]"]


@pytest.mark.skipif(not hasattr(os, "environb"), reason="this system's environment holds no bytes")
def test_empty_variables_are_unset(tmp_path: Any) -> None:
    assert with_environment(str(tmp_path), UNIFIED_ARRAYS_BACKEND=b"", UNIFIED_ARRAYS_DEVICE=b"") == ["numpy", "[]"]


def test_every_neutral_dtype_still_has_its_names() -> None:
    for name, dtype in ALL.items():
        assert dtype == name
        assert name == "bfloat16" or dtype == np.dtype(name) == getattr(np, name)
