"""What is known of a function from its declaration, as data that everything else reads."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from .codegen import out_first

Call = Callable[..., Any]


class Parameter(NamedTuple):
    """A parameter whose type takes part in finding the backend."""

    name: str
    sequence: bool  # holds several arrays
    accepts: tuple[type, ...] | None  # what it may be besides an array; None: anything
    takes_dtypes: bool  # a native dtype names a backend, too
    expected: str  # for messages

    @property
    def key_text(self) -> str:
        return f"element_types(spec.name, {self.name!r}, {self.name})" if self.sequence else f"type_of({self.name})"


@dataclass(frozen=True, eq=False)
class Spec:
    """One function of unified_arrays, as its stub declares it. Specs are compared by identity."""

    name: str  # "add", "linalg.svd": where it is found in an array-API namespace
    family: str
    stub: Callable[..., Any]
    signature: inspect.Signature
    keys: tuple[Parameter, ...]
    dtype_parameters: tuple[str, ...]
    device_parameters: tuple[str, ...]
    inspected_parameters: tuple[str, ...]
    number_parameters: tuple[str, ...]  # of creation functions: numbers, or 0-d arrays if it is a key, too
    takes_nested: bool  # its first argument may be a nested list

    def of(self, name: str, stub: Callable[..., Any]) -> Spec:
        """The same of another function, whose stub has these parameters too: dataclasses.replace, but quick."""
        spec = object.__new__(Spec)
        vars(spec).update(vars(self), name=name, stub=stub)
        return spec

    @property
    def last_name(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def namespaces(self) -> tuple[str, ...]:
        """Where it is a name: "" is the main namespace; linalg repeats the products of the main one."""
        extension = self.name.rpartition(".")[0]
        return ("", "linalg") if self.stub.__module__.endswith(".linear_algebra") else (extension,)

    @property
    def category_beyond_standard(self) -> str | None:
        """The module of `_agnostic` that has it, if the standard does not."""
        package, _, category = self.stub.__module__.rpartition(".")
        return category if package.endswith(".beyond_standard") else None

    @property
    def is_seldom_called(self) -> bool:
        """True of functions beyond the standard and in extensions: a program calls few, and they take some time."""
        return self.category_beyond_standard is not None or self.namespaces[0] != ""

    @property
    def module(self) -> str:
        """The public module it belongs to."""
        return ".".join(filter(None, ("unified_arrays", self.namespaces[0])))

    @property
    def several(self) -> bool:
        return self.family == "several_arrays"

    @property
    def may_be_several(self) -> bool:
        """Whether out may be a tuple: always, or as the options say."""
        return self.several or self.family == "one_or_several_arrays"

    @property
    def takes_out(self) -> bool:
        return "out" in self.signature.parameters

    @property
    def needs_array(self) -> bool:
        """True if a call without any array is an error, not a question for the selection."""
        takes_lists = any(list in (parameter.accepts or ()) for parameter in self.keys)
        return self.family not in ("creation", "inspection") and bool(self.keys) and not takes_lists

    @cached_property
    def inputs(self) -> inspect.Signature:
        """The signature without out: the standard's own."""
        return self.signature.replace(
            parameters=[parameter for parameter in self.signature.parameters.values() if parameter.name != "out"]
        )

    @cached_property
    def with_out(self) -> inspect.Signature:
        """The signature of what the `into` table holds."""
        return out_first(self.inputs)


OUT = Parameter("out", sequence=False, accepts=None, takes_dtypes=False, expected="an array")

EXTENSIONS = ("linalg", "fft")  # chapters whose functions are called by the chapter's name: linalg.svd

SPECS: dict[str, Spec] = {}  # every declared function by its name, filled while `api` is imported
