"""@compile(engine=...): calls on NumPy arrays as programs of PyTorch, in the memory of the arrays."""

from __future__ import annotations

import copy
import threading
import warnings
from collections import namedtuple
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._dispatch.compile import kept
from unified_arrays.backends import registry

torch = pytest.importorskip("torch")

Pair = namedtuple("Pair", "first second")


@pytest.fixture(autouse=True)
def of_numpy() -> Iterator[None]:
    with ua.use_backend("numpy"):
        yield


@ua.compile(engine="torch")
def chain(a: Any, b: Any, out: Any) -> Any:
    ua.multiply(a, b, out=out)
    ua.add(out, 1.0, out=out)
    return ua.sqrt(out, out=out)


@contextmanager
def every_call_compiled() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", ua.CompileWarning)
        yield


def floats(count: int = 5) -> np.ndarray:
    return np.arange(1.0, count + 1.0, dtype=np.float32)


def test_what_is_written_is_in_numpys_memory() -> None:
    a, b, out = floats(), floats()[::-1].copy(), np.zeros(5, np.float32)
    with every_call_compiled():
        assert chain(a, b, out) is out
        assert np.allclose(out, np.sqrt(a * b + 1))
        before = kept(chain)
        chain(a * 2, b, out)  # the same kind of call: the same program
    assert kept(chain) == before >= 1
    assert np.allclose(out, np.sqrt(a * 2 * b + 1))


def test_results_are_numpys() -> None:
    @ua.compile(engine="torch")
    def several(x: Any, start: float) -> Any:
        made = ua.add(ua.linspace(0.0, 1.0, 3), start)
        return {"sum": ua.sum(x), "made": made, "pair": Pair(x, x[1:]), "list": [ua.greater(x, 2.0), None, "text"]}

    x = np.arange(4.0)
    with every_call_compiled():
        found = several(x, 0.5)
    wanted = several.__wrapped__(x, 0.5)  # type: ignore[attr-defined]
    assert type(found["sum"]) is type(wanted["sum"]) and found["sum"] == 6
    assert found["made"].dtype == wanted["made"].dtype == np.float64  # NumPy's default, not PyTorch's
    assert np.array_equal(found["made"], wanted["made"])
    assert found["pair"].first is x
    found["pair"].second[0] = 7.0
    assert x[1] == 7.0
    assert found["list"][0].tolist() == [False, False, False, True] and found["list"][1:] == [None, "text"]
    assert torch.get_default_dtype() == torch.float32


def test_one_array_in_two_places_is_one() -> None:
    x = floats()
    wanted = np.sqrt(x * x + 1)
    with every_call_compiled():
        assert chain(x, x, x) is x
    assert np.allclose(x, wanted)


def read_only() -> tuple[Any, ...]:
    a = floats()
    a.flags.writeable = False
    return a, floats(), np.zeros(5, np.float32)


def overlapping() -> tuple[Any, ...]:
    memory = floats(7)
    return memory[:5], floats(), memory[1:6]


REFUSED = {
    "memory that may be written to": read_only,
    "no negative strides": lambda: (floats()[::-1], floats(), np.zeros(5, np.float32)),
    "a dtype that both have": lambda: (floats().astype(">f4"), floats(), np.zeros(5, np.float32)),
    "two of its arrays share memory": overlapping,
    "float32 and int64 promote to float64 on numpy, to float32 on torch": lambda: (
        np.arange(5), floats(), np.zeros(5, np.float64)),
}  # fmt: skip


@pytest.mark.parametrize("reason", REFUSED)
def test_what_the_engine_does_not_take_is_computed_by_numpy(reason: str) -> None:
    program = ua.compile(chain.__wrapped__, engine="torch")  # type: ignore[attr-defined]
    a, b, out = REFUSED[reason]()
    wanted = np.sqrt(a * b + 1)
    with pytest.warns(ua.CompileWarning, match=reason) as told:
        assert program(a, b, out) is out
    assert len(told) == 1 and told[0].filename == __file__
    assert np.allclose(out, wanted)


def test_what_the_compiler_cannot_do_is_computed_by_numpy_without_another_warning() -> None:
    @ua.compile(engine="torch")
    def methods(x: Any) -> Any:
        return x.astype(np.float64).view(np.int64)

    x = floats()
    with pytest.warns(ua.CompileWarning, match="methods is computed call by call"):
        first = methods(x)
    with every_call_compiled():
        second = methods(x)
    assert np.array_equal(first, second) and first.dtype == np.int64


def test_errors_are_those_of_the_function_and_nothing_is_written() -> None:
    out = np.full(3, 7.0, np.float32)
    with pytest.raises(ValueError, match=r"^multiply: out has shape \(3,\), the result has shape \(5,\)"):
        chain(floats(), floats(), out)
    assert out.tolist() == [7.0, 7.0, 7.0]


def test_an_engine_that_takes_no_memory_and_one_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def double(x: Any) -> Any:
        return ua.multiply(x, 2.0)

    x = floats()
    with pytest.warns(ua.CompileWarning, match="numpy makes no programs of calls on arrays of numpy"):
        assert np.array_equal(ua.compile(double, engine="numpy")(x), x * 2)
    monkeypatch.setattr(registry, "is_installed", lambda name: name == "numpy")
    monkeypatch.setattr(registry, "_loaded", {"numpy": registry.by_name("numpy")})
    with pytest.warns(ua.CompileWarning, match=r"pip install 'unified_arrays\[torch\]'"):
        assert np.array_equal(ua.compile(double, engine="torch")(x), x * 2)


def test_a_name_that_is_no_backend() -> None:
    for name in ("numba", 3, ""):
        with pytest.raises(ValueError, match="compile: engine: .* is no backend, expected one of numpy"):
            ua.compile(engine=name)  # type: ignore[call-overload]


def test_arrays_of_the_engine_are_compiled_as_ever() -> None:
    a, out = torch.arange(1.0, 4.0), torch.empty(3)
    with every_call_compiled():
        assert chain(a, a, out) is out
    assert torch.allclose(out, torch.sqrt(a * a + 1))


def test_a_copy_has_the_engine() -> None:
    programs = copy.deepcopy(chain.__compiled_programs__)  # type: ignore[attr-defined]
    assert programs.kept() == 0 and programs._engine == "torch"


def test_threads() -> None:
    outs = [np.zeros(5, np.float32) for _ in range(4)]
    threads = [threading.Thread(target=chain, args=(floats() * i, floats(), outs[i])) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.allclose(outs[i], np.sqrt(floats() * i * floats() + 1)) for i in range(4))
    assert torch.get_default_dtype() == torch.float32
