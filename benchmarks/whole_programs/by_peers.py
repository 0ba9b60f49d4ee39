"""The programs by expressions, with functions of another library in the place of ours: what that has, it runs.

The text of `ours` is run anew with what the library calls its namespace. A function that it lacks is an error, which
says why the program is left out; so is a result that is not NumPy's.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any

from . import ours


def _array_api_compat(backend: str) -> Any:
    if backend == "tensorflow":
        message = "array_api_compat has no namespace for TensorFlow"
        raise ImportError(message)
    return importlib.import_module(f"array_api_compat.{backend}")


class _Respelled:
    """A namespace that also has functions under the standard's names which the library spells in another way."""

    float64 = "float64"

    def __init__(self, functions: Callable[[str], Callable[..., Any]]) -> None:
        self._functions = functions

    def __getattr__(self, name: str) -> Any:
        return self._functions(name)

    def matrix_transpose(self, x: Any) -> Any:
        """By the exchange of the last two axes."""
        return self._functions("swapaxes")(x, -2, -1)

    def vecdot(self, x1: Any, x2: Any) -> Any:
        """By a product and a sum."""
        return self._functions("sum")(x1 * x2, axis=-1)

    def cumulative_sum(self, x: Any) -> Any:
        """By its name in NumPy."""
        return self._functions("cumsum")(x, 0)


def _autoray(backend: str) -> Any:
    do = importlib.import_module("autoray").do
    found = _Respelled(lambda name: partial(do, name, like=backend))
    found.fft = _Respelled(lambda name: partial(do, f"fft.{name}", like=backend))  # type: ignore[attr-defined]
    return found


def _keras(backend: str) -> Any:
    keras = importlib.import_module("keras")  # its backend is a setting of the process
    if keras.backend.backend() != backend:
        message = f"keras runs on {keras.backend.backend()} here"
        raise ImportError(message)
    found = _Respelled(partial(getattr, keras.ops))
    found.astype = keras.ops.cast  # type: ignore[attr-defined]
    return found


def _ivy(backend: str) -> Any:
    ivy = importlib.import_module("ivy")
    ivy.set_backend(backend)
    return ivy


# library -> what has its functions as attributes
PEERS: dict[str, Callable[[str], Any]] = {
    "array-api-compat": _array_api_compat,
    "autoray": _autoray,
    "keras.ops": _keras,
    "ivy": _ivy,
}


def programs(peer: str, backend: str) -> ModuleType:
    """The module `ours` with the functions of that library; ImportError where it is not there for the backend."""
    spec = ours.__spec__
    if spec is None or spec.loader is None:
        message = "the module has no text to run anew"
        raise ImportError(message)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ua = PEERS[peer](backend)  # type: ignore[attr-defined]
    return module
