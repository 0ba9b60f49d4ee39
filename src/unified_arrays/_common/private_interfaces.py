"""What a framework does not make public and a backend uses all the same: looked up once, missed with a warning.

Each framework has one module of such names, with the reason for each. A version that lacks one costs speed or a
feature, as its row says: the backend works, and there is one warning. Where nothing can stand in for a name, it is an
ImportError.
"""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

from . import errors


class PrivateInterface(NamedTuple):
    """One name that is not public."""

    name: str  # "module:attribute.attribute"
    why: str  # why nothing public does instead
    without: str  # what happens where it is missing
    looked_up: bool = True  # False: a mark that is set, or what is found elsewhere


class VersionRange(NamedTuple):
    """The versions of a framework with which the tests are run."""

    framework: str  # as people write it
    oldest: str
    newest: str

    def include(self, version: str) -> bool:
        """True if `version` is in the tested range; its last part does not matter: 2.21.3 is 2.21."""
        return _numbers(self.oldest) <= _numbers(version) <= _numbers(self.newest)

    def __str__(self) -> str:
        return f"{self.oldest} to {self.newest}" if self.oldest != self.newest else self.oldest


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])


class PrivateInterfaces:
    """The private names that a backend uses, and which of them this version of its framework lacks."""

    def __init__(self, version: str, tested: VersionRange) -> None:
        self.version = version
        self.tested = tested
        self.used: list[PrivateInterface] = []
        self.missing: list[PrivateInterface] = []

    def find(self, name: str, *, why: str, without: str, instead: Callable[[], Any] | None = None) -> Any:
        """The object of that name, or with a warning what `instead()` returns.

        Raises ImportError if the name is missing and there is no `instead`.
        """
        interface = PrivateInterface(name, why, without)
        self.used.append(interface)
        try:
            return look_up(name)
        except (ImportError, AttributeError):
            message = errors.missing_private_interface(self.tested, self.tested.framework, self.version, name, without)
        if instead is None:
            raise ImportError(message)
        self.missing.append(interface)
        warnings.warn(message, RuntimeWarning, stacklevel=2)
        return instead()

    def note(self, name: str, *, why: str, without: str) -> None:
        """A row for what is not found by its name: a mark that is set, or what is asked for elsewhere."""
        self.used.append(PrivateInterface(name, why, without, looked_up=False))


def look_up(name: str) -> Any:
    """The object called "module:attribute.attribute"; of "module:function()" what the function returns.

    Raises ImportError or AttributeError.
    """
    module, _, path = name.partition(":")
    found: Any = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part.removesuffix("()"))
        if part.endswith("()"):
            found = found()
    return found
