"""Backends of other packages: registered or by entry point, found by name, by type, and as a fixed namespace."""

from __future__ import annotations

import importlib.metadata
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays import backends
from unified_arrays.backends import Backend, Kernel, Location, registry

from fresh import fresh_python

STRICT = str(Path(__file__).resolve().parents[2] / "examples" / "strict_backend" / "src")


class Tagged(np.ndarray):
    """An array type of a backend that is made here; its module says that it lives in a package `tagged`."""

    __module__ = "tagged.arrays"


class TaggedBackend(Backend):
    name = "tagged"
    array_types = (Tagged,)
    namespace = types.ModuleType("tagged")

    def write(self, out: Any, value: Any) -> Any:
        out[...] = value
        return out


def _of_tagged(function: Any) -> Any:
    return lambda *arguments, **options: np.asarray(function(*arguments, **options)).view(Tagged)


vars(TaggedBackend.namespace).update(
    {name: _of_tagged(getattr(np, name)) for name in ("add", "ones", "zeros", "asarray", "take", "reshape")},
    float64=np.dtype("float64"),
    int64=np.dtype("int64"),
    linalg=types.ModuleType("tagged.linalg"),
    astype=np.astype,
    result_type=np.result_type,
    subtract=np.subtract,
    multiply=np.multiply,
    minimum=np.minimum,
    maximum=np.maximum,
)


@pytest.fixture
def tagged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Location]:
    """The backend "tagged", registered while a test runs."""
    module = types.ModuleType("tagged")
    module.BACKEND = TaggedBackend()  # type: ignore[attr-defined]
    module.__spec__ = importlib.machinery.ModuleSpec("tagged", None)
    monkeypatch.setitem(sys.modules, "tagged", module)
    monkeypatch.setattr(registry, "KNOWN", dict(registry.KNOWN))
    monkeypatch.setattr(registry, "_loaded", dict(registry._loaded))
    location = Location("tagged:BACKEND", ("tagged",), "pip install tagged")
    backends.register_backend("tagged", location)
    yield location
    registry._of_types.ready.clear()


def test_arrays_of_it_are_found_by_their_type(tagged: Location) -> None:
    x = np.ones(3).view(Tagged)
    assert backends.by_type(Tagged) is backends.by_name("tagged")
    out = np.zeros(3).view(Tagged)
    assert ua.add(x, x, out=out) is out
    assert out.tolist() == [2.0, 2.0, 2.0]
    with pytest.raises(ValueError, match=r"^add: out has shape \(4,\)"):
        ua.add(x, x, out=np.zeros(4).view(Tagged))


def test_it_can_be_selected(tagged: Location) -> None:
    with ua.use_backend("tagged"):
        assert type(ua.ones(3)) is Tagged


def test_its_dtypes_are_numpys_and_decide_nothing(tagged: Location) -> None:
    x = np.ones(3).view(Tagged)
    assert ua.result_type(x, np.dtype("float64")) == np.dtype("float64")
    assert ua.result_type(np.dtype("int64"), x) == np.dtype("float64")
    assert backends.by_type(type(np.dtype("float64"))) is backends.by_name("numpy")


def test_what_it_has_not_is_said(tagged: Location) -> None:
    with pytest.raises(NotImplementedError, match="^sin: the backend 'tagged' has no such function"):
        ua.sin(np.ones(3).view(Tagged))


def test_average_and_einsum_come_with_it(tagged: Location) -> None:
    assert {"average", "einsum"} <= set(dir(backends.by_name("tagged").namespace))


def test_a_memory_trace_and_write_mode_know_it(tagged: Location) -> None:
    x = np.ones(3).view(Tagged)
    assert ua.write_mode("add", "tagged") == "copy"
    with ua.memory.trace() as trace:
        ua.add(x, x, out=np.zeros(3).view(Tagged))
    (row,) = trace.rows
    assert (row.backend, row.mode, row.address_kept) == ("tagged", "copy", True)
    assert row.note == "tagged does not count what it allocates"


@pytest.mark.parametrize("name", ["", "two words", "_hidden", "1st", None, 3])
def test_a_name_that_is_none_is_refused(name: Any) -> None:
    with pytest.raises(ValueError, match="^register_backend: name is .*, expected a Python identifier"):
        backends.register_backend(name, Location("a:B", ("a",)))


@pytest.mark.parametrize("location", [None, "a:B", Location("a", ("a",)), Location("a:B", ())])
def test_a_location_that_is_none_is_refused(location: Any) -> None:
    with pytest.raises(ValueError, match="^register_backend: location is .*, expected a Location"):
        backends.register_backend("new_one", location)
    assert "new_one" not in backends.KNOWN


def test_a_name_that_is_taken_is_refused(tagged: Location) -> None:
    backends.register_backend("tagged", tagged)  # the same one again
    with pytest.raises(ValueError, match="^register_backend: the backend 'numpy' is there already"):
        backends.register_backend("numpy", tagged)


@pytest.mark.parametrize(("adapter", "came"), [("json:dumps", "<function dumps"), ("json:NOTHING", "None")])
def test_an_adapter_that_is_none_is_refused(adapter: str, came: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "KNOWN", registry.KNOWN | {"wrong": Location(adapter, ("json",))})
    with pytest.raises(TypeError, match=f"^the backend 'wrong': {adapter} is {came}.*, expected an instance of"):
        ua.set_backend("wrong")
    assert "wrong" not in registry._loaded


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "KNOWN", registry.KNOWN | {"wrong": Location("no_package:B", ("no_package",))})
    with pytest.raises(ImportError, match="^the backend 'wrong' needs .* not installed: install no_package$"):
        ua.set_backend("wrong")


class Broken:
    name = "broken"
    value = "broken_package:LOCATION"

    def load(self) -> Any:
        message = "no module named broken_package"
        raise ImportError(message)


def test_an_entry_point_that_fails_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_looked_for", [])
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [Broken()])
    with (
        pytest.warns(RuntimeWarning, match="the backend 'broken' of .*:LOCATION cannot be used: ImportError"),
        pytest.raises(ValueError, match="'nothing' is no backend"),
    ):
        backends.by_name("nothing")


def test_entry_points_are_looked_for_once_and_late() -> None:
    program = """
import sys, importlib.metadata
looked = []
importlib.metadata.entry_points = lambda group: looked.append(group) or []
import unified_arrays as ua
ua.add(ua.ones(3), 1.0, out=ua.empty(3))
print(looked)
for _ in range(2):
    try:
        ua.set_backend("elsewhere")
    except ValueError as error:
        print(looked)
"""
    assert fresh_python(program) == ["[]", "['unified_arrays.backends']", "['unified_arrays.backends']"]


def test_the_smallest_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("array_api_strict", reason="the backend of examples/strict_backend needs it")
    program = f"""
import sys
sys.path.append({STRICT!r})
import unified_arrays as ua
from unified_arrays.backends import register_backend
from strict_backend import LOCATION
register_backend("strict", LOCATION)
print("array_api_strict" in sys.modules)
import unified_arrays.strict as us
x = us.ones(3)
print(ua.array_namespace(x) is us, ua.strict is us)
y = us.zeros(3)
print(us.add(x, x, out=y) is y, ua.to_backend(y, "numpy").tolist())
print(ua.to_backend(ua.at(y)[[0, 0]].add(1.0), "numpy").tolist())
"""
    assert fresh_python(program) == ["False", "True True", "True [2.0, 2.0, 2.0]", "[4.0, 2.0, 2.0]"]


def test_what_authors_need_is_public() -> None:
    assert all(getattr(backends, name) for name in backends.__all__)
    assert Kernel.__module__.startswith("unified_arrays.backends")
