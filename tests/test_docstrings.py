"""What the docstrings of functions say: all that numpydoc asks for, and examples that are true on every backend."""

from __future__ import annotations

import doctest
import inspect
import pydoc
import re
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
import unified_arrays.memory
import unified_arrays.random
from docstring_examples import examples_in
from docstring_examples import values_of as values_in
from unified_arrays import backends, testing
from unified_arrays._common.spec import SPECS
from unified_arrays._dispatch import examples, parameter_texts

from support import assert_same, is_of, numpy_of, selected

CHECKER = doctest.OutputChecker()
# Parameters, returns and raises: named, typed, described; an example is there.
ASKED = {
    *(f"PR{i:02}" for i in range(1, 11)),
    *(f"RT{i:02}" for i in range(1, 6)),
    "EX01",
    "GL03",
    "GL06",
    "GL07",
    "GL08",
}
SEE_ALSO = {f"SA{i:02}" for i in range(1, 5)}  # of declared functions: the others stand alone


def examples_of(name: str) -> list[doctest.Example]:
    spec = SPECS[name]
    function: Any = getattr(ua, spec.module.partition(".")[2], ua) if "." in name else ua
    found = examples_in(getattr(function, spec.last_name))
    assert len(found) > 1, f"the docstring of {name} shows no call"
    return found


def test_help_begins_with_a_page_of_what_there_is() -> None:
    first = pydoc.plain(pydoc.render_doc(ua)).splitlines()[:45]
    assert any("help(ua.add)" in line for line in first)
    named = set(re.findall(r"\bua\.(\w+)", ua.__doc__ or ""))
    assert len(named) > 30
    assert named <= set(dir(ua))
    assert {line.strip() for line in (ua.__doc__ or "").splitlines()} <= {line.strip() for line in first} | {
        (ua.__doc__ or "").splitlines()[0]
    }


# Public, but not declared: they serve no single backend.
OTHERS = {
    f"{module.__name__}.{name}": function
    for module in (ua, ua.memory, testing, ua.random)
    for name in module.__all__
    if inspect.isfunction(function := getattr(module, name)) and (module is not ua or name not in SPECS)
} | {"unified_arrays.backends.register_backend": backends.register_backend}
COUNTS_MEMORY = not isinstance(backends.by_name("numpy").memory(ua.Device("cpu")), str)


def test_numpydoc_has_nothing_to_ask() -> None:
    """The session `docs` installs it."""
    validate = pytest.importorskip("numpydoc.validate", reason="numpydoc is not installed").validate
    names = [*(f"{spec.module}.{spec.last_name}" for spec in SPECS.values()), *OTHERS]
    found = {name: validate(name)["errors"] for name in names}
    asked = {
        name: [one for one in errors if one[0] in (ASKED if name in OTHERS else ASKED | SEE_ALSO)]
        for name, errors in found.items()
    }
    assert not {name: errors for name, errors in asked.items() if errors}
    assert any(code == "ES01" for errors in found.values() for code, _ in errors)  # it looks at the docstrings


def values_of(name: str) -> list[Any]:
    """What the lines of the example that are expressions are, on the selected backend."""
    values = values_in(examples_of(name))
    assert values
    return values


@pytest.mark.parametrize("name", SPECS)
def test_an_example_prints_what_it_shows(name: str) -> None:
    """On NumPy, to the letter."""
    values = values_of(name)
    shown = [one.want for one in examples_of(name) if one.want]
    for value, wanted in zip(values, shown, strict=True):
        assert CHECKER.check_output(wanted, f"{value!r}\n", 0), f"{value!r} is not {wanted}"


def assert_alike(found: Any, wanted: Any) -> None:
    if isinstance(wanted, tuple) and not all(isinstance(one, int) for one in wanted):
        assert len(found) == len(wanted)
        for one, other in zip(found, wanted, strict=True):
            assert_alike(one, other)
    elif isinstance(wanted, (np.ndarray, np.generic)):
        values = numpy_of(found)  # floating ones of the backend's default dtype
        assert values.dtype.kind == wanted.dtype.kind
        assert_same(values, wanted.astype(values.dtype), tolerance=10.0)
    elif isinstance(wanted, float):
        assert found == pytest.approx(wanted, rel=1e-5)
    else:
        assert (tuple(found) if isinstance(wanted, tuple) else found) == wanted


@pytest.mark.backends("torch", "tensorflow", "jax")
@pytest.mark.parametrize("name", [name for name in SPECS if name != "spacing"])  # of the default dtype, which differs
def test_an_example_is_true_on_every_backend(name: str, backend: str) -> None:
    wanted = values_of(name)
    with selected(backend):
        found = values_of(name)
    for one, other in zip(found, wanted, strict=True):
        assert_alike(one, other)
        if isinstance(other, np.ndarray):
            assert is_of(backend, one)


@pytest.mark.parametrize("name", OTHERS)
def test_the_examples_of_other_functions(name: str) -> None:
    """On NumPy, to the letter."""
    if not COUNTS_MEMORY and name.rpartition(".")[2] in ("allocated", "peak", "reset_peak", "counted_by"):
        pytest.skip("nobody counts the memory of the CPU here")
    (test,) = doctest.DocTestFinder(recurse=False).find(OTHERS[name], name, globs={})
    assert test.examples, f"the docstring of {name} shows no call"
    ran = doctest.DocTestRunner().run(test)
    assert ran.attempted == len(test.examples)
    assert not ran.failed


def test_the_tables_have_no_line_too_many() -> None:
    """What no function needs would be believed."""
    assert {*examples.EXAMPLES} <= {*SPECS}
    assert not [
        name for name, spec in SPECS.items() if name in examples.EXAMPLES and "Examples" in str(spec.stub.__doc__)
    ]
    shown = {
        f"*{one.name}" if one.kind is one.VAR_POSITIONAL else one.name: None
        for spec in SPECS.values()
        for one in spec.signature.parameters.values()
    }
    for key in parameter_texts.PARAMETERS:
        function, _, name = key.rpartition(":")
        if function:
            assert name in SPECS[function].signature.parameters, key
        else:
            assert all(one in shown for one in name.split(", ")), key
    annotations = {str(one.annotation) for spec in SPECS.values() for one in spec.signature.parameters.values()}
    assert {*parameter_texts.TYPES} <= annotations | {"Literal['fro', 'nuc']"}
