"""What users see of a declared function: the standard's signature plus out, its docstring, its name, its source."""

from __future__ import annotations

import copy
import inspect
import linecache
import pickle
import pydoc
import traceback
import typing
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._api import extras
from unified_arrays._common.spec import SPECS

from standard_signatures import STANDARD, WITHOUT_ARRAYS
from support import running

BEYOND_THE_STANDARD = {*extras.__all__}
QUESTIONS = {"iscomplexobj", "isrealobj"}  # beyond the standard, with a Python bool as the answer
OUT = inspect.Parameter("out", inspect.Parameter.KEYWORD_ONLY, default=None)
Shown = list[tuple[str, str, Any]]


def public(name: str) -> Callable[..., Any]:
    found: Any = ua
    for part in name.split("."):
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


FUNCTIONS = {name: public(name) for name in SPECS}
OTHERS = {  # public, but not declared: they serve no single backend
    name: value for name in ua.__all__ if inspect.isfunction(value := getattr(ua, name)) and name not in FUNCTIONS
}


def shown(signature: inspect.Signature, *more: inspect.Parameter) -> Shown:
    """Names, kinds and defaults."""
    parameters = [*signature.parameters.values(), *more]
    return [(one.name, one.kind.description, one.default) for one in parameters]


# -- signatures -------------------------------------------------------------------------------------------------------


def test_the_table_of_the_standard_is_whole() -> None:
    assert len(STANDARD) == 174
    assert len([name for name in STANDARD if name not in WITHOUT_ARRAYS]) == 168


def test_every_declared_function_is_the_standard_s_or_known_to_be_more() -> None:
    beyond = {name for name, spec in SPECS.items() if spec.category_beyond_standard is not None}
    assert {*SPECS} - {*STANDARD} == BEYOND_THE_STANDARD | beyond
    assert len(SPECS) >= 119


@pytest.mark.parametrize("name", [name for name in STANDARD if name in SPECS])
def test_the_signature_is_the_standard_s_with_out(name: str) -> None:
    more = [] if name in WITHOUT_ARRAYS else [OUT]
    assert shown(inspect.signature(FUNCTIONS[name])) == shown(STANDARD[name], *more)


@pytest.mark.parametrize("name", ["matmul", "matrix_transpose", "tensordot", "vecdot"])
def test_linalg_repeats_the_products_of_the_main_namespace(name: str) -> None:
    assert getattr(ua.linalg, name) is getattr(ua, name)
    assert shown(inspect.signature(getattr(ua.linalg, name))) == shown(STANDARD[f"linalg.{name}"], OUT)


def test_out_is_the_last_keyword_beyond_the_standard_too() -> None:
    for name in {*SPECS} - {*STANDARD} - QUESTIONS:
        assert shown(inspect.signature(FUNCTIONS[name]))[-1] == shown(inspect.Signature(), OUT)[0]


@pytest.mark.parametrize("name", SPECS)
def test_the_function_that_runs_has_the_signature_that_it_shows(name: str) -> None:
    runs = inspect.signature(running(FUNCTIONS[name]), follow_wrapped=False)
    assert shown(runs) == shown(inspect.signature(FUNCTIONS[name]))


@pytest.mark.parametrize("name", SPECS)
def test_type_hints_can_be_read(name: str) -> None:
    hints = FUNCTIONS[name].__annotations__
    assert set(hints) == {*inspect.signature(FUNCTIONS[name]).parameters, "return"}
    assert ("out" in hints) is (name not in {*WITHOUT_ARRAYS} | QUESTIONS)
    assert typing.get_type_hints(SPECS[name].stub).keys() == hints.keys()


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda x: ua.add(x), "x2"),
        (lambda x: ua.add(x, x, x), "3"),
        (lambda x: ua.add(x1=x, x2=x), "x1"),
        (lambda x: ua.sum(x, 0), "2"),
        (lambda x: ua.reshape(x), "shape"),
        (lambda x: ua.exp(x, where=True), "where"),
    ],
    ids=["one too few", "one too many", "positional-only", "keyword-only", "missing", "unknown"],
)
def test_a_wrong_call_is_python_s_own_error(call: Callable[[Any], Any], named: str) -> None:
    with pytest.raises(TypeError, match=named):
        call(np.ones(3))


# -- docstrings and names ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*FUNCTIONS, *OTHERS])
def test_a_docstring_begins_with_a_sentence(name: str) -> None:
    text = (FUNCTIONS | OTHERS)[name].__doc__
    assert text
    first = text.splitlines()[0]
    assert first == first.strip()
    assert first.endswith(".")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_found_under_its_own_name(name: str) -> None:
    function = FUNCTIONS[name]
    chapter, _, last = name.rpartition(".")
    assert function.__name__ == function.__qualname__ == last
    assert function.__module__ == (f"unified_arrays.{chapter}" if chapter else "unified_arrays")
    assert inspect.isfunction(function)
    page = pydoc.plain(pydoc.render_doc(function))
    assert f"{last}(" in page
    assert (function.__doc__ or "").splitlines()[0] in page


@pytest.mark.parametrize("name", [*FUNCTIONS, *OTHERS])
def test_a_public_function_survives_pickle_and_copies(name: str) -> None:
    function = (FUNCTIONS | OTHERS)[name]
    assert pickle.loads(pickle.dumps(function)) is function
    assert copy.deepcopy(function) is function
    assert copy.copy(function) is function


@pytest.mark.parametrize("module", [ua, ua.linalg], ids=["unified_arrays", "linalg"])
def test_public_names_are_sorted_and_there(module: ModuleType) -> None:
    names = module.__all__
    assert names == sorted(set(names))
    assert all(hasattr(module, name) for name in names)


def test_every_declared_function_is_public() -> None:
    for name in SPECS:
        chapter, _, last = name.rpartition(".")
        assert last in (getattr(ua, chapter).__all__ if chapter else ua.__all__)


def test_nothing_else_looks_public() -> None:
    modules = {name for name, value in vars(ua).items() if isinstance(value, ModuleType)}
    assert {name for name in vars(ua) if not name.startswith("_")} - modules - {*ua.__all__} == set()


def test_a_missing_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_function"):
        ua.no_such_function  # noqa: B018
    with pytest.raises(AttributeError, match="no_such_function"):
        ua.linalg.no_such_function  # noqa: B018
    with pytest.raises(ImportError, match="no_such_function"):
        exec("from unified_arrays import no_such_function")


# -- tracebacks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "name", "line"),
    [
        (lambda: ua.add([1.0], 2.0), "add", "find_first("),
        (lambda: ua.add(np.ones(2), 2.0, out=[1.0]), "add", "find_first("),
        (lambda: ua.concat(np.ones(2)), "concat", "plain["),
        (lambda: ua.zeros(3, dtype="nonsense"), "zeros", "native_dtype"),
        (lambda: ua.linalg.svd([1.0]), "svd", "find_first("),
        (lambda: ua.array_namespace(np.ones(2)).zeros(3, out=np.ones(2)), "zeros", "into"),
    ],
)
def test_tracebacks_show_the_generated_source(call: Callable[[], Any], name: str, line: str) -> None:
    linecache.checkcache()  # what the interpreter does before it prints a traceback
    with pytest.raises((TypeError, ValueError)) as raised:
        call()
    frames = [one for one in traceback.extract_tb(raised.value.__traceback__) if one.filename.startswith("<unified")]
    assert frames
    assert all(name in one.filename and one.line for one in frames)
    assert any(line in (one.line or "") for one in frames)


def test_the_source_of_a_function_can_be_shown() -> None:
    assert inspect.getsource(ua.add.__code__).startswith("def add(x1, x2, /, *, out=None):")
