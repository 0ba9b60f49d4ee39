"""What the docstrings of a generator's methods show is true, on every backend."""

from __future__ import annotations

import doctest
import inspect
from types import FunctionType

import numpy as np
import pytest

import unified_arrays as ua
from docstring_examples import examples_in, values_of
from unified_arrays._random.examples import EXAMPLES
from unified_arrays.random import Generator

from support import assert_same, numpy_of, selected

METHODS = [
    name for name in dir(Generator) if not name.startswith("_") and isinstance(getattr(Generator, name), FunctionType)
]
SECTIONS = ("Parameters\n---", "See Also\n---", "Examples\n---")


def test_every_line_of_the_table_is_of_a_method() -> None:
    assert {*EXAMPLES} == {*METHODS} - {"spawn"}


@pytest.mark.parametrize("name", METHODS)
def test_every_method_has_all_sections(name: str) -> None:
    text = inspect.getdoc(getattr(Generator, name)) or ""
    places = [text.find(section) for section in SECTIONS]
    assert -1 not in places
    assert places == sorted(places)
    assert hasattr(np.random.Generator, name)  # whose address is shown
    assert f"numpy.random.Generator.{name} : " in text


@pytest.mark.parametrize("name", METHODS)
def test_numpydoc_has_nothing_to_ask(name: str) -> None:
    """The session `docs` installs it."""
    validate = pytest.importorskip("numpydoc.validate", reason="numpydoc is not installed").validate
    errors = validate(f"unified_arrays.random.Generator.{name}")["errors"]
    assert not [one for one in errors if one[0][:2] in ("PR", "RT", "SA") or one[0] == "EX01"]


@pytest.mark.parametrize("name", METHODS)
def test_an_example_prints_what_it_shows(name: str) -> None:
    """On NumPy, to the letter."""
    (test,) = doctest.DocTestFinder(recurse=False).find(getattr(Generator, name), name, globs={})
    ran = doctest.DocTestRunner().run(test)
    assert ran.attempted == len(test.examples) >= 3
    assert not ran.failed


@pytest.mark.backends("torch", "tensorflow", "jax")
@pytest.mark.parametrize("name", METHODS)
def test_an_example_is_true_on_every_backend(name: str, backend: str) -> None:
    examples = examples_in(getattr(Generator, name))
    wanted = values_of(examples)
    assert wanted
    with selected(backend):
        found = values_of(examples)
    for one, other in zip(found, wanted, strict=True):
        if isinstance(other, np.ndarray):
            assert ua.is_array(one)
            values = numpy_of(one)  # floating ones of the backend's default dtype
            assert_same(values, other.astype(values.dtype), tolerance=50.0)
        else:
            assert one == other
