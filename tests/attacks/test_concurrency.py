"""Attacks by threads, tasks, processes and pickles: every call sees its own selection, and what is public travels."""

from __future__ import annotations

import asyncio
import copy
import importlib
import importlib.util
import inspect
import os
import pickle
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from frameworks import function_of, values
from unified_arrays._common.spec import SPECS

from fresh import fresh_python
from support import MEMORY, comes_back_whole, is_of

INSTALLED = [name for name in ("numpy", "torch", "tensorflow") if importlib.util.find_spec(name) is not None]
THREADS, TASKS, CALLS = 64, 200, 10_000


def wrong_calls(number: int, name: str) -> list[str]:
    """Calls without an array, made in the block that selects `name`; and a call of arrays of another backend."""
    found = []
    if ua.get_backend() != name:
        found.append(f"{number}: get_backend() is {ua.get_backend()}, selected is {name}")
    for call in (lambda: ua.zeros(2), lambda: ua.arange(2), lambda: ua.asarray([1.0, 2.0]), lambda: ua.full(2, 1.0)):
        x = call()
        if not is_of(name, x):
            found.append(f"{number}: a {type(x)}, selected is {name}")
    other = np.ones(2)
    if not is_of("numpy", ua.add(other, other)):
        found.append(f"{number}: the sum of ndarrays is not one")
    return found


# -- threads ----------------------------------------------------------------------------------------------------------


def in_threads(work: Callable[[int], None], count: int = THREADS) -> None:
    """Run `work` in that many threads that start together; what one raises is raised here."""
    start = threading.Barrier(count, timeout=60)
    raised: list[BaseException] = []

    def run(number: int) -> None:
        try:
            start.wait()
            work(number)
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads)
    if raised:
        raise raised[0]


def test_every_thread_sees_its_own_backend() -> None:
    found: list[str] = []

    def work(number: int) -> None:
        for one in range(CALLS // THREADS // 6):
            name = INSTALLED[(number + one) % len(INSTALLED)]
            with ua.use_backend(name):
                found.extend(wrong_calls(number, name))

    in_threads(work)
    assert found == []
    assert ua.get_backend() == "numpy"


def test_every_thread_sees_its_own_device() -> None:
    chosen = [(name, str(device)) for name in INSTALLED for device in ua.devices(name)]
    found: list[str] = []

    def work(number: int) -> None:
        for one in range(20):
            name, device = chosen[(number + one) % len(chosen)]
            with ua.use_backend(name), ua.use_device(device):
                came = ua.device(ua.zeros(2))
            if str(came) != device:
                found.append(f"{number}: {name} on {came}, selected is {device}")

    in_threads(work)
    assert found == []


def test_threads_may_write_into_arrays_of_their_own(backend: str) -> None:
    def work(number: int) -> None:
        x, out = MEMORY[backend](np.full(100, float(number))), MEMORY[backend](np.zeros(100))
        for _ in range(10):
            assert ua.multiply(x, 2.0, out=out) is out
            ua.add(out, x, out=out)
            ua.exp(ua.subtract(out, out), out=x)
            ua.multiply(x, float(number), out=x)
        np.testing.assert_array_equal(values(out), np.full(100, 3.0 * number))

    in_threads(work, 16)


COLD = """
import sys, threading
import unified_arrays as ua
raised, results, kinds = [], [], set()
start = threading.Barrier(32)

def run(name):
    try:
        start.wait()
        with ua.use_backend(name):
            x = ua.asarray([4.0, 9.0], dtype=ua.float64)
            out = ua.empty(2, dtype=ua.float64)
        kinds.add(type(x))
        results.append(float(ua.sum(ua.add(ua.sqrt(x), 1.0, out=out))) + float(ua.max(getattr(ua, name).exp(x) * 0)))
        ua.linalg.vector_norm(x)
        ua.concat([x, x]), ua.where(x > 5, x, out), ua.unique_all(x), ua.sum(x, dtype=ua.float32), ua.result_type(x, 1)
    except BaseException as error:
        raised.append(repr(error))

threads = [threading.Thread(target=run, args=(("numpy", {backend!r})[one % 2],)) for one in range(32)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(sorted(set(raised)), len(results), set(results), len(kinds))
"""


def test_first_calls_from_many_threads_at_once(backend: str) -> None:
    """Nothing but the package is imported: the threads load two frameworks, and fill the tables, at the same time."""
    kinds = 1 if backend == "numpy" else 2
    for _ in range(3 if backend == "numpy" else 1):
        assert fresh_python(COLD.format(backend=backend)) == [f"[] 32 {{7.0}} {kinds}"]


# -- asyncio ----------------------------------------------------------------------------------------------------------


def test_every_task_sees_its_own_backend() -> None:
    found: list[str] = []

    async def work(number: int) -> None:
        for one in range(CALLS // TASKS // 6 + 1):
            name = INSTALLED[(number + one) % len(INSTALLED)]
            with ua.use_backend(name):
                await asyncio.sleep(0)
                found.extend(wrong_calls(number, name))
                await asyncio.sleep(0)
                found.extend(wrong_calls(number, name))

    async def all_of_them() -> None:
        await asyncio.gather(*map(work, range(TASKS)))

    asyncio.run(all_of_them())
    assert found == []
    assert ua.get_backend() == "numpy"


def test_a_task_inherits_the_selection_and_keeps_its_changes() -> None:
    async def inner() -> str:
        before = ua.get_backend()
        with ua.use_backend("numpy"):
            await asyncio.sleep(0)
            assert ua.get_backend() == "numpy"
        return before

    async def outer(name: str) -> None:
        with ua.use_backend(name):
            assert await asyncio.gather(inner(), inner()) == [name, name]
            assert await asyncio.to_thread(ua.get_backend) == name
            assert ua.get_backend() == name

    asyncio.run(outer(INSTALLED[-1]))


# -- fork -------------------------------------------------------------------------------------------------------------

FORK = """
import os, warnings
warnings.simplefilter("ignore", DeprecationWarning)  # of a fork beside threads, which PyTorch has
import numpy as np
{imports}
import unified_arrays as ua

def work(number):
    for x in ({arrays}):
        out = ua.empty_like(x)
        assert ua.add(x, float(number), out=out) is out
        assert float(ua.sum(out)) == 3.0 + 3 * number
        assert float(ua.sum(ua.matmul(ua.reshape(x, (1, 3)), ua.reshape(x, (3, 1))))) == 3.0
    with ua.use_backend({selected!r}):
        assert float(ua.sum(ua.ones(3))) == 3.0

work(0)
children = []
for number in range(1, 5):
    child = os.fork()
    if child == 0:
        try:
            with ua.use_backend("numpy"):
                work(number)
        except BaseException as error:
            print(repr(error), flush=True)
            os._exit(1)
        os._exit(0)
    children.append(child)
work(5)
print([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children])
"""


@pytest.mark.backends("numpy", "torch")  # not TensorFlow: its threads are gone in the child, which waits for them
def test_a_fork_computes_on(backend: str) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("this system has no fork")
    imports, arrays = {"numpy": ("", "np.ones(3),"), "torch": ("import torch", "np.ones(3), torch.ones(3)")}[backend]
    assert fresh_python(FORK.format(imports=imports, arrays=arrays, selected=backend)) == ["[0, 0, 0, 0]"]


def test_the_extensions_of_a_fixed_namespace_can_be_imported(backend: str) -> None:
    for extension in ("linalg", "fft"):
        found = importlib.import_module(f"unified_arrays.{backend}.{extension}")
        assert found is getattr(getattr(ua, backend), extension)
        assert getattr(found, all_of(extension)[0]).__module__ == found.__name__


# -- pickle and copy --------------------------------------------------------------------------------------------------


def public() -> dict[str, Any]:
    """Every public object that is no array: of the main namespace, its extensions and the fixed ones."""
    found = {name: getattr(ua, name) for name in ua.__all__}
    found |= {f"{one}.{name}": getattr(getattr(ua, one), name) for one in ("linalg", "fft") for name in all_of(one)}
    for name in INSTALLED:
        found |= {f"{name}.{spec}": function_of(f"{name}.{spec}") for spec in SPECS}
    return {name: one for name, one in found.items() if not inspect.ismodule(one)}


def all_of(extension: str) -> list[str]:
    return [name.rpartition(".")[2] for name in SPECS if name.startswith(f"{extension}.")]


def roundtrips(one: Any) -> list[Any]:
    pickled = [pickle.loads(pickle.dumps(one, protocol)) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)]
    return [*pickled, copy.copy(one), copy.deepcopy(one)]


def test_everything_public_can_be_pickled_and_copied() -> None:
    failures = {}
    for name, one in public().items():
        try:
            for back in roundtrips(one):
                same = back is one or back == one or (isinstance(one, float) and one != one)
                if not same or type(back) is not type(one):
                    failures[name] = f"came back as {back!r}"
        except Exception as error:
            failures[name] = f"{type(error).__name__}: {error}"
    assert failures == {}


@pytest.mark.parametrize("one", [ua.Device("gpu:1"), ua.Device("cpu"), ua.float32, ua.bfloat16, ua.bool], ids=str)
def test_values_come_back_as_they_were(one: Any) -> None:
    for back in roundtrips(one):
        assert type(back) is type(one)
        assert back == one
        assert hash(back) == hash(one)
        assert repr(back) == repr(one)


def test_arrays_of_every_backend_come_back_writable(backend: str) -> None:
    for dtype in ("float64", "float32", "int8", "uint8", "bool", "complex64", "float16"):
        x = MEMORY[backend](np.array([[0, 1], [1, 0]]).astype(dtype))
        for back in roundtrips(x):
            assert type(back) is type(x)
            assert back.dtype == x.dtype
            np.testing.assert_array_equal(values(back), values(x))
        back = pickle.loads(pickle.dumps(x))
        ua.equal(back, back, out=back)
        assert values(x)[0, 0] == 0


def test_a_bfloat16_variable_comes_back() -> None:
    pytest.importorskip("tensorflow")
    for shape in ((), (2,), (0,)):
        x = ua.tensorflow.full(shape, 1.5, dtype="bfloat16")
        for back in roundtrips(x):
            assert type(back) is type(x)
            assert (back.dtype, tuple(back.shape)) == (x.dtype, shape)
            assert all(float(one) == 1.5 for one in ua.reshape(back, (-1,)))


def test_a_place_of_an_array_travels_with_the_array(backend: str) -> None:
    x = MEMORY[backend](np.zeros(3))
    places = ua.at(x)[1:]
    back = pickle.loads(pickle.dumps(places)) if backend != "tensorflow" else copy.deepcopy(places)
    assert values(back.add(2.0)).tolist() == [0.0, 2.0, 2.0]
    assert values(x).tolist() == [0.0, 0.0, 0.0]


def raised_errors(backend: str) -> list[BaseException]:
    """Errors of every class that this library raises, as they are raised, notes included."""
    x = MEMORY[backend](np.ones(3))
    locked = np.ones(3)
    locked.flags.writeable = False
    calls: list[Callable[[], Any]] = [
        lambda: ua.add(x, x, out=MEMORY[backend](np.ones((1, 3)))),
        lambda: ua.add(x, x, out=MEMORY[backend](np.ones(3, int))),
        lambda: ua.add(x, MEMORY[backend](np.ones(4))),
        lambda: ua.add(x, [1.0]),
        lambda: ua.add(locked, locked, out=locked),
        lambda: ua.to_device(x, "gpu:77"),
        lambda: ua.zeros(3, device="gpu:77"),
        lambda: ua.zeros(3, dtype="nonsense"),
        lambda: ua.Device("nonsense"),
        lambda: ua.at(x)[7].add(1.0),
        lambda: ua.use_backend("nonsense").__enter__(),
        lambda: ua.from_dlpack([1.0]),
        lambda: ua.sum(x, axis=7),
    ]
    if backend == "torch":
        import torch

        calls += [
            lambda: ua.add(torch.ones(3, requires_grad=True), 1.0, out=torch.ones(3)),
            lambda: ua.add(torch.ones(3), torch.ones(3, device="meta")),
        ]
    errors = []
    for call in calls:
        try:
            call()
        except Exception as error:
            errors.append(error)
    assert len(errors) == len(calls)
    return errors


def test_errors_can_be_pickled(backend: str) -> None:
    for error in raised_errors(backend):
        for back in roundtrips(error):
            assert type(back) is type(error)
            if comes_back_whole(back):
                assert str(back) == str(error)
            assert getattr(back, "__notes__", None) == getattr(error, "__notes__", None)


def test_errors_of_the_library_come_back_from_another_process() -> None:
    for kind in (ua.GradientError, ua.DeviceNotFoundError, ua.DeviceMismatchError):
        error = kind("what happened")
        error.add_note("where")
        back = pickle.loads(pickle.dumps(error))
        assert (type(back), back.args, back.__notes__) == (kind, ("what happened",), ["where"])
