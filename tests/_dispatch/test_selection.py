"""Who computes: the arrays, else use_backend, else set_backend, else the environment, else NumPy."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from fresh import fresh_python
from support import MEMORY, VALUE, assert_same, is_of

ALL_NAMES = "expected one of numpy, torch, tensorflow, jax"
OTHERS = r"(, \w+)*"  # backends of other packages that are installed, such as that of examples/strict_backend


@pytest.fixture(autouse=True)
def _process_setting_ends_with_the_test() -> Iterator[None]:
    yield
    ua.set_backend(None)


@pytest.fixture
def other(backend: str) -> str:
    """A backend that is not the default: tests that ask for it are about those."""
    assert backend != "numpy"
    return backend


def values() -> np.ndarray:
    return np.array([1.0, 2.0, 3.0])


# -- use_backend ------------------------------------------------------------------------------------------------------


def test_without_any_setting_it_is_numpy() -> None:
    assert ua.get_backend() == "numpy"
    assert is_of("numpy", ua.zeros(3))


@pytest.mark.backends("torch", "tensorflow")
def test_a_with_block_selects_and_ends(other: str) -> None:
    with ua.use_backend(other):
        assert ua.get_backend() == other
        assert is_of(other, ua.zeros(3))
        with ua.use_backend("numpy"):
            assert is_of("numpy", ua.zeros(3))
        assert is_of(other, ua.zeros(3))
    assert is_of("numpy", ua.zeros(3))


@pytest.mark.backends("torch", "tensorflow")
def test_a_with_block_ends_when_its_body_raises(other: str) -> None:
    with pytest.raises(KeyError), ua.use_backend(other):
        raise KeyError
    assert ua.get_backend() == "numpy"


@pytest.mark.backends("torch", "tensorflow")
def test_every_thread_has_its_own_selection(other: str) -> None:
    both_inside = threading.Barrier(2, timeout=30)
    seen: dict[str, Any] = {}

    def work(name: str) -> None:
        with ua.use_backend(name):
            both_inside.wait()
            seen[name] = ua.zeros(3)
            both_inside.wait()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("numpy", other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert is_of("numpy", seen["numpy"])
    assert is_of(other, seen[other])
    assert ua.get_backend() == "numpy"


@pytest.mark.backends("torch", "tensorflow")
def test_every_asyncio_task_has_its_own_selection(other: str) -> None:
    seen: dict[str, Any] = {}

    async def work(name: str) -> None:
        with ua.use_backend(name):
            await asyncio.sleep(0)
            seen[name] = ua.zeros(3)
            await asyncio.sleep(0)

    async def work_together() -> None:
        await asyncio.gather(work(other), work("numpy"))

    asyncio.run(work_together())
    assert is_of("numpy", seen["numpy"])
    assert is_of(other, seen[other])


# -- set_backend, precedence ------------------------------------------------------------------------------------------


@pytest.mark.backends("torch", "tensorflow")
def test_set_backend_is_for_all_threads_until_none(other: str) -> None:
    ua.set_backend(other)
    seen: list[str] = []
    thread = threading.Thread(target=lambda: seen.append(ua.get_backend()))
    thread.start()
    thread.join()
    assert seen == [other]
    assert is_of(other, ua.zeros(3))
    ua.set_backend(None)
    assert ua.get_backend() == "numpy"


@pytest.mark.backends("torch", "tensorflow")
def test_a_with_block_goes_before_set_backend(other: str) -> None:
    ua.set_backend(other)
    with ua.use_backend("numpy"):
        assert is_of("numpy", ua.zeros(3))
    assert is_of(other, ua.zeros(3))


@pytest.mark.parametrize("name", ["torch", "tensorflow"])
def test_the_environment_comes_after_both(name: str) -> None:
    program = """if True:
        import unified_arrays as ua
        print(ua.get_backend())
        ua.set_backend("numpy")
        print(ua.get_backend())
        ua.set_backend(None)
        with ua.use_backend("numpy"):
            print(ua.get_backend())
        print(ua.get_backend())
    """
    assert fresh_python(program, UNIFIED_ARRAYS_BACKEND=name) == [name, "numpy", "numpy", name]


def zero_d(x: Any, position: int) -> Any:
    """One element as an array without axes (indexing an ndarray would give a scalar)."""
    return ua.reshape(x[position : position + 1], ())


OF_ONE_ARRAY: dict[str, Callable[[Any], Any]] = {
    "add": lambda x: ua.add(x, 1.0),
    "asarray": ua.asarray,
    "asarray of a list of 0-d arrays": lambda x: ua.asarray([zero_d(x, 0), zero_d(x, 1)]),
    "asarray of a nested list of 0-d arrays": lambda x: ua.asarray([[zero_d(x, 0)], [zero_d(x, 1)]]),
    "asarray of a number, then an array": lambda x: ua.asarray([0.0, zero_d(x, 1)]),
    "asarray of a list of rows": lambda x: ua.asarray([x, x]),
    "concat": lambda x: ua.concat([x, x]),
    "full_like": lambda x: ua.full_like(x, 7.0),
    "meshgrid": lambda x: ua.meshgrid(x, x)[0],
    "sum": ua.sum,
    "where": lambda x: ua.where(ua.greater(x, 1.0), x, 0.0),
    "zeros_like": ua.zeros_like,
}


@pytest.mark.backends("torch", "tensorflow")
@pytest.mark.parametrize("call", OF_ONE_ARRAY.values(), ids=list(OF_ONE_ARRAY))
def test_a_setting_never_overrides_an_array(call: Callable[[Any], Any], other: str) -> None:
    expected = call(values())
    assert is_of("numpy", expected)
    for setting in ("numpy", other):
        with ua.use_backend(setting):
            assert is_of("numpy", call(values()))
            result = call(VALUE[other](values()))
            assert is_of(other, result)
            assert_same(result, expected)


@pytest.mark.backends("torch", "tensorflow")
@pytest.mark.parametrize("scalar", [np.float64(1.5), np.float32(1.5), np.int64(1), np.bool_(True)], ids=repr)
def test_numpy_scalars_are_arrays_alone_and_numbers_in_lists(scalar: Any, other: str) -> None:
    with ua.use_backend(other):
        assert is_of("numpy", ua.asarray(scalar))
        assert is_of(other, ua.asarray([scalar, scalar]))


@pytest.mark.backends("torch", "tensorflow")
def test_arrays_of_two_backends_in_one_list_are_refused(other: str) -> None:
    arrays = [VALUE[other](np.array(1.0)), np.array(2.0)]
    for mixed in (arrays, arrays[::-1], [[arrays[0]], [arrays[1]]]):
        with pytest.raises(TypeError, match="^asarray: ") as raised:
            ua.asarray(mixed)
        assert "numpy" in str(raised.value)
        assert other in str(raised.value)


CREATION: dict[str, tuple[Callable[..., Any], list[float]]] = {
    "arange": (lambda **o: ua.arange(3.0, dtype="float64", **o), [0.0, 1.0, 2.0]),
    "asarray": (lambda **o: ua.asarray([1.0, 2.0, 3.0], **o), [1.0, 2.0, 3.0]),
    "full": (lambda **o: ua.full((3,), 7.0, **o), [7.0, 7.0, 7.0]),
    "linspace": (lambda **o: ua.linspace(0.0, 1.0, 3, **o), [0.0, 0.5, 1.0]),
    "ones": (lambda **o: ua.ones(3, **o), [1.0, 1.0, 1.0]),
    "zeros": (lambda **o: ua.zeros((3,), **o), [0.0, 0.0, 0.0]),
}


@pytest.mark.backends("torch", "tensorflow")
@pytest.mark.parametrize(("call", "expected"), CREATION.values(), ids=list(CREATION))
def test_out_decides_where_no_input_is_an_array(
    call: Callable[..., Any], expected: list[float], backend: str, other: str
) -> None:
    for setting, wanted in (("numpy", other), (other, "numpy")):
        out = MEMORY[wanted](values() + 50)
        with ua.use_backend(setting):
            assert call(out=out) is out
        assert_same(out, np.array(expected))


# -- names ------------------------------------------------------------------------------------------------------------

TAKES_A_NAME: dict[str, Callable[[Any], Any]] = {
    "use_backend": lambda name: ua.use_backend(name).__enter__(),
    "set_backend": ua.set_backend,
    "to_backend": lambda name: ua.to_backend(values(), name),
    "devices": ua.devices,
    "write_mode": lambda name: ua.write_mode("add", name),
}


@pytest.mark.parametrize("where", TAKES_A_NAME)
@pytest.mark.parametrize("name", ["mxnet", "NumPy", "", "os", "../x", 7])
def test_an_unknown_name_is_refused_with_the_known_ones(where: str, name: Any) -> None:
    with pytest.raises(ValueError, match=f"^{where}: {name!r} is no backend, {ALL_NAMES}{OTHERS}$"):
        TAKES_A_NAME[where](name)
    assert ua.get_backend() == "numpy"


@pytest.mark.parametrize("name", ["torch", "tensorflow"])
def test_a_framework_that_is_not_installed_is_named_with_its_extra(name: str) -> None:
    program = f"""if True:
        import sys
        sys.modules[{name!r}] = None  # what the import system takes for "not there"
        import unified_arrays as ua
        for call in (ua.set_backend, ua.devices, lambda name: ua.to_backend(ua.ones(1), name),
                     lambda name: ua.use_backend(name).__enter__()):
            try:
                call({name!r})
            except ImportError as error:
                print(error)
        print(ua.get_backend(), ua.sum(ua.ones(3)))
    """
    message = f"the backend '{name}' needs a package that is not installed: pip install 'unified_arrays[{name}]'"
    assert fresh_python(program) == [message] * 4 + ["numpy 3.0"]


# -- the environment --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["numpy", ""])
def test_the_environment_names_the_backend(name: str) -> None:
    program = "import unified_arrays as ua; print(ua.get_backend(), ua.zeros(2))"
    assert fresh_python(program, UNIFIED_ARRAYS_BACKEND=name) == ["numpy [0. 0.]"]


@pytest.mark.parametrize(
    "name", ["os", "this", "../x", " ", "NumPy", "numpy ", "unified_arrays.backends.numpy.adapter", "mxnet"]
)
def test_an_unknown_name_in_the_environment_is_refused_and_never_imported(name: str) -> None:
    program = """if True:
        import sys
        try:
            import unified_arrays
        except ValueError as error:
            print(error)
        print("this" in sys.modules, "mxnet" in sys.modules, "unified_arrays.backends.numpy.adapter" in sys.modules)
    """
    message = f"UNIFIED_ARRAYS_BACKEND: {name!r} is no backend, {ALL_NAMES}"
    said, imported = fresh_python(program, UNIFIED_ARRAYS_BACKEND=name)
    assert re.fullmatch(message + OTHERS, said)
    assert imported == "False False False"


def test_the_environment_is_read_once() -> None:
    program = """if True:
        import os, unified_arrays as ua
        os.environ["UNIFIED_ARRAYS_BACKEND"] = "torch"
        print(ua.get_backend())
    """
    assert fresh_python(program) == ["numpy"]


@pytest.mark.parametrize(
    ("device", "printed"),
    [
        ("cpu", "cpu:0"),
        ("", "cpu:0"),
        ("/CPU:0", "cpu:0"),
        ("tpu:3", "zeros: device tpu:3 is not there: numpy has cpu:0. Name one of these"),
    ],
)
def test_the_environment_names_the_device(device: str, printed: str) -> None:
    program = """if True:
        import unified_arrays as ua
        try:
            print(ua.device(ua.zeros(2)))
        except ua.DeviceNotFoundError as error:
            print(error)
    """
    assert fresh_python(program, UNIFIED_ARRAYS_DEVICE=device) == [printed]


def test_what_is_no_device_in_the_environment_is_refused_at_import() -> None:
    program = """if True:
        try:
            import unified_arrays
        except ValueError as error:
            print(error)
    """
    (message,) = fresh_python(program, UNIFIED_ARRAYS_DEVICE="nonsense")
    assert message.startswith(
        "UNIFIED_ARRAYS_DEVICE: 'nonsense' is no device, expected a Device or a string such as 'cpu', 'gpu'"
    )


def test_the_device_of_the_environment_serves_the_selected_backend() -> None:
    pytest.importorskip("torch")
    program = """if True:
        import unified_arrays as ua
        print(ua.device(ua.zeros(2)), ua.device(ua.zeros(2, device="cpu")))
        with ua.use_device("cpu"):
            print(ua.device(ua.zeros(2)))
    """
    printed = fresh_python(program, UNIFIED_ARRAYS_BACKEND="torch", UNIFIED_ARRAYS_DEVICE="meta")
    assert printed == ["meta:0 cpu:0", "cpu:0"]
