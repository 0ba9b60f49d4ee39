"""What NumPy's test modules get where they import NumPy: the namespace under test, and NumPy's assert functions.

`rewritten` changes the import statements of a module's text, and no other line; they call `module` and `name` here. The
assert functions take arrays of every backend: they are brought to NumPy first. Of an error that is expected, the class
is compared and not the words, which are this package's own.
"""

from __future__ import annotations

import ast
import importlib
import os
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from types import ModuleType
from typing import Any

import numpy
import numpy.testing

BACKEND = os.environ.get("NUMPY_TESTS_BACKEND", "plain")
# "plain" is NumPy itself: what it fails says nothing about this package.
TESTED = "numpy" if BACKEND == "plain" else "unified_arrays.np"
PARTS = ("fft", "linalg", "random")  # the namespaces within NumPy's that are tested, too
ARE_NUMPYS = ("testing", "exceptions", "ma", "dtypes", "char", "rec", "strings", "ctypeslib")

# What modules call while they are imported.
MAKE_CONSTANTS = (
    "array",
    "zeros",
    "ones",
    "full",
    "empty",
    "arange",
    "linspace",
    "isnan",
    "eye",
    "finfo",
    "Generator",
    "rand",
    "randn",
)


def host(value: Any) -> Any:
    """`value` with arrays of other backends in it as NumPy's, however deep."""
    if type(value) in (list, tuple):
        return type(value)(host(one) for one in value)
    if type(value) is dict:
        return {key: host(one) for key, one in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*map(host, value))
    if isinstance(value, type):
        return value
    if type(value).__module__.partition(".")[0] in ("torch", "tensorflow", "unified_arrays"):
        if hasattr(value, "resolve_conj"):
            value = value.detach().cpu().resolve_conj().resolve_neg()
        if hasattr(value, "numpy") and hasattr(value, "shape"):
            return numpy.asarray(value.numpy())
    return value


def of_arrays(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def check(*arguments: Any, **options: Any) -> Any:
        return function(*host(arguments), **host(options))

    return check


def raises(*arguments: Any, **options: Any) -> Any:
    """numpy.testing.assert_raises, which outside of tests, where a class is made, would keep all tests from running."""
    if Namespace.importing and len(arguments) == 1:
        return suppress(Exception, AssertionError)
    return numpy.testing.assert_raises(*arguments, **options)


def raises_in_any_words(error: Any, words: str, *arguments: Any, **options: Any) -> Any:
    """numpy.testing.assert_raises_regex, whatever the error says."""
    return raises(error, *arguments, **options)


def own_dtype(value: Any) -> Any:
    """NumPy's dtype for one of PyTorch, which NumPy does not take; whatever else it is, as it is."""
    is_torchs = type(value).__module__ == "torch" and type(value).__name__ == "dtype"
    return numpy.dtype(str(value).removeprefix("torch.")) if is_torchs else value


class NumpysAtFirst:
    """A function that makes the constants of a module: NumPy's while that is imported, for they are NumPy's data, and
    what a framework's arrays cannot do would keep all of its tests from running. In tests it is the tested one.
    """

    def __init__(self, function: Callable[..., Any], own: Callable[..., Any]) -> None:
        self.function, self.own = function, own

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        if not Namespace.importing:
            return self.function(*arguments, **options)
        return self.own(*map(own_dtype, arguments), **{name: own_dtype(value) for name, value in options.items()})


def dtype_of(tested: Any) -> Callable[..., Any]:
    """The tested `dtype` while a module is imported; what it does not know is NumPy's, and the tests of it fail."""

    def dtype(*arguments: Any, **options: Any) -> Any:
        try:
            found = tested.dtype(*arguments, **options)
        except TypeError:
            return numpy.dtype(*arguments, **options)
        if not hasattr(found, "newbyteorder"):  # modules ask for it, in parameters of tests that do not apply
            type(found).newbyteorder = lambda self, *order: numpy.dtype(self.name).newbyteorder(*order)
        return found

    return dtype


class Testing:
    """numpy.testing, with assert functions that take arrays of every backend."""

    def __getattr__(self, name: str) -> Any:
        if name == "assert_raises_regex" and BACKEND != "plain":
            return raises_in_any_words
        if name == "assert_raises":
            return raises
        found = getattr(numpy.testing, name)
        calls_back = (
            "assert_raises",
            "assert_raises_regex",
            "assert_warns",
            "assert_no_warnings",
            "assert_no_gc_cycles",
        )
        return of_arrays(found) if name.startswith("assert_") and name not in calls_back else found


class Missing:
    """A function that a test module names while it is imported, and that is not there: only tests that call it fail."""

    def __init__(self, name: str, error: AttributeError) -> None:
        self.__name__, self.error = name, error

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        raise self.error

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise self.error


class Namespace:
    """The tested namespace or a part of it; `own` is NumPy's module, for what only that has."""

    importing = True  # until the tests run: the plugin changes it

    def __init__(self, tested: Any, own: ModuleType, public: bool = True) -> None:
        self._tested, self._own, self._public = tested, own, public

    def __getattr__(self, name: str) -> Any:
        if name in ARE_NUMPYS and self._own is numpy:
            return Testing() if name == "testing" else getattr(numpy, name)
        if name == "lib" and self._own is numpy and Namespace.importing:
            return numpy.lib  # for data, too
        if name == "_core" and self._own is numpy:
            return Namespace(self._tested, numpy._core, public=False)
        if name in PARTS and self._own is numpy:
            return Namespace(getattr(self._tested, name), getattr(numpy, name))
        is_public = self._public or getattr(numpy, name, None) is getattr(self._own, name, self)
        if name == "sctypes" and BACKEND != "plain":
            return {kind: [self._tested_type(one) for one in types] for kind, types in self._own.sctypes.items()}
        if not is_public:
            return getattr(self._own, name) if hasattr(self._own, name) else _submodule(self._own, name)
        try:
            found = getattr(self._tested, name)
            if name == "dtype" and Namespace.importing:
                return dtype_of(self._tested)
            makes_constants = name in MAKE_CONSTANTS and Namespace.importing
            return NumpysAtFirst(found, getattr(self._own, name)) if makes_constants else found
        except AttributeError as error:
            if not Namespace.importing:
                raise
            found = getattr(self._own, name)  # a typo of ours is an error
            is_function = callable(found) and not isinstance(found, type)
            return Missing(name, error) if is_function else found

    def _tested_type(self, own: type) -> Any:
        return getattr(self._tested, own.__name__, own)


def _submodule(package: ModuleType, name: str) -> ModuleType:
    return importlib.import_module(f"{package.__name__}.{name}")


def module(path: str) -> Any:
    """What `import path as name` binds."""
    own = importlib.import_module(path)
    if path.startswith("numpy.testing"):
        return Testing() if path == "numpy.testing" else own
    parts = path.split(".")
    if len(parts) > 1 and parts[1] in PARTS and len(parts) == 2:
        return Namespace(getattr(importlib.import_module(TESTED), parts[1]), own)
    if path == "numpy":
        return Namespace(importlib.import_module(TESTED), own)
    if parts[1] in ("lib", "_core"):  # private: of what it holds, the names that are public are the tested ones
        return Namespace(importlib.import_module(TESTED), own, public=False)
    return own


def rewritten(text: str) -> str:
    """The module's text, lines and all, whose imports of NumPy are calls of `module`."""
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            paths = [(one.name, one.asname) for one in node.names if one.name.partition(".")[0] == "numpy"]
            bound = [
                f"{name} = module({path!r})" if name else f"numpy = module('numpy'); module({path!r})"
                for path, name in paths
            ]
            if paths and len(paths) != len(node.names):
                raise ValueError(ast.unparse(node))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "numpy" and not node.level:
            bound = [f"{one.asname or one.name} = module({node.module!r}).{one.name}" for one in node.names]
        else:
            continue
        if bound:
            start = lines[node.lineno - 1][: node.col_offset]
            lines[node.lineno - 1 : node.end_lineno] = [
                start + "from in_place_of_numpy import module; " + "; ".join(bound),
                *[""] * ((node.end_lineno or node.lineno) - node.lineno),
            ]
    return "\n".join(lines) + "\n"
