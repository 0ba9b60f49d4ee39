"""The functions of a backend: the standard's from its namespace, and those beyond the standard.

A function beyond the standard is declared in `_api/beyond_standard/CATEGORY.py` and written once in
`_agnostic/CATEGORY.py`, with the namespace as its first parameter, called xp. What a framework has itself, and right,
takes its place: `Backend.beyond_standard` names it. `of_inputs` among these names is no function of users: where inputs
are not as these functions need them, it makes of a function one that prepares them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any

from .._common.spec import SPECS
from .namespaces import function_of


class Functions:
    """What functions in `_agnostic` see as xp: the namespace of a backend, and the functions beyond the standard.

    `xp.linalg` and `xp.fft` are such objects, too. A module is imported when one of its functions is asked for.
    """

    def __init__(
        self,
        namespace: Any,
        natives: Mapping[str, Callable[..., Any]],
        extension: str = "",
        whole: Functions | None = None,
    ) -> None:
        self._namespace = namespace
        self._natives = natives
        self._extension = extension
        self._whole = whole or self

    def __getattr__(self, name: str) -> Any:
        found = self._find(f"{self._extension}{name}", name)
        setattr(self, name, found)  # which is found first from now on
        return found

    def _find(self, full_name: str, name: str) -> Any:
        if full_name in self._natives:
            return self._natives[full_name]
        spec = SPECS.get(full_name)
        if spec is not None and spec.category_beyond_standard is not None:
            module = import_module(f".{spec.category_beyond_standard}", __package__)
            written: Callable[..., Any] = partial(getattr(module, name), self._whole)
            return self._natives["of_inputs"](written) if "of_inputs" in self._natives else written
        found = getattr(self._namespace, name)
        if name in ("linalg", "fft") and not self._extension:
            return Functions(found, self._natives, f"{name}.", self)
        return found

    def own(self, name: str) -> Callable[..., Any] | None:
        """What the framework itself has of that name; None if it has nothing."""
        return self._natives.get(name)

    def function(self, name: str) -> Callable[..., Any] | None:
        """The function of a name such as "linalg.cross"; None if there is none."""
        return function_of(self, name)
