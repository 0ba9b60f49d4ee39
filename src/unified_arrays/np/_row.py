"""A row of the tables as data: NumPy's signature, and the call of ours that answers it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

import unified_arrays as ua

from .._common.spec import SPECS, Spec


class _NoValue:
    """The default of options whose absence means something."""

    def __repr__(self) -> str:
        return "NO_VALUE"

    def __reduce__(self) -> str:
        return "NO_VALUE"


NO_VALUE = _NoValue()


def _not_compiled(*arguments: Any, **options: Any) -> Any:
    raise AssertionError("a row is answered once it is compiled")


@dataclass(frozen=True)
class ArrayArgument:
    """An argument of our function that is an array, or several."""

    text: str  # what is passed: the name of NumPy's parameter
    name: str  # of our parameter
    place: int | str  # where our function takes it: a position or a name
    is_sequence: bool
    is_starred: bool
    takes_numbers: bool  # beside an array
    takes_also: tuple[type, ...]  # what it may be that is no array and no number

    @property
    def first(self) -> int:
        """The position of the first one."""
        assert isinstance(self.place, int)
        return self.place


@dataclass(eq=False)
class Row:
    """One function of `unified_arrays.np`."""

    signature: str
    call: str
    in_floats: bool  # integers are computed with in the default dtype
    answered: Callable[..., Any] = _not_compiled  # NumPy's function

    @cached_property
    def _definition(self) -> ast.FunctionDef:
        (definition,) = ast.parse(f"def {self.signature}: pass").body
        assert isinstance(definition, ast.FunctionDef)
        return definition

    @cached_property
    def our_call(self) -> ast.Call:
        call = ast.parse(self.call, mode="eval").body
        assert isinstance(call, ast.Call)
        return call

    @property
    def name(self) -> str:
        return self._definition.name

    @cached_property
    def our_name(self) -> str:
        return ast.unparse(self.our_call.func)

    @property
    def spec(self) -> Spec:
        return SPECS.get(self.our_name) or SPECS[self.our_name.removeprefix("linalg.")]

    @property
    def function(self) -> Callable[..., Any]:
        """Ours."""
        function: Callable[..., Any] = attrgetter(self.our_name)(ua)
        return function

    @cached_property
    def defaults(self) -> dict[str, str | None]:
        """NumPy's parameters, and the texts of their defaults."""
        arguments = self._definition.args
        positional = [*arguments.posonlyargs, *arguments.args]
        without = [None] * (len(positional) - len(arguments.defaults))
        pairs = [
            *zip(positional, [*without, *arguments.defaults], strict=True),
            *([(arguments.vararg, None)] if arguments.vararg else []),
            *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
        ]
        return {name.arg: None if default is None else ast.unparse(default) for name, default in pairs}

    @cached_property
    def _default_values(self) -> dict[str, Any]:
        texts = {name: text for name, text in self.defaults.items() if text is not None}
        return {name: eval(text, {"NO_VALUE": NO_VALUE}) for name, text in texts.items()}

    def is_default(self, name: str, value: Any) -> bool:
        """Whether a value is the default of one of NumPy's parameters."""
        if name not in self._default_values:
            return False
        default = self._default_values[name]
        return value is default or (type(value) is type(default) and value == default)

    @cached_property
    def conditions(self) -> int:
        """How many of the first arrays are conditions, and no operands whose dtypes promote."""
        return int(self.our_name == "where")

    @cached_property
    def inspected(self) -> inspect.Signature:
        """NumPy's signature."""
        _, _, parameters = self.signature.partition("(")
        return inspect.signature(eval(f"lambda {parameters[:-1]}: None", {"NO_VALUE": NO_VALUE}))

    @cached_property
    def numpys_alone(self) -> dict[str, str]:
        """The parameters that the call does not mention, and their defaults."""
        mentioned = {node.id for node in ast.walk(self.our_call) if isinstance(node, ast.Name)}
        return {name: str(default) for name, default in self.defaults.items() if name not in mentioned}

    @cached_property
    def arrays(self) -> list[ArrayArgument]:
        """What our function is given that decides its backend."""
        ours = list(self.spec.signature.parameters)
        named = {keyword.arg: keyword.value for keyword in self.our_call.keywords}
        found: list[ArrayArgument] = []
        for key in self.spec.keys:
            place: int | str = key.name
            value = named.get(key.name)
            if value is None and ours.index(key.name) < len(self.our_call.args):
                value = self.our_call.args[place := ours.index(key.name)]
            is_starred = isinstance(value, ast.Starred)
            value = value.value if isinstance(value, ast.Starred) else value
            if isinstance(value, ast.Name):
                numbers = key.accepts is not None and float in key.accepts
                annotation = str(self.spec.signature.parameters[key.name].annotation)
                words = re.findall(r"\w+", annotation)
                also: tuple[type, ...] = tuple(kind for kind in (int, slice) if kind.__name__ in words)
                if "NestedSequence" in annotation and found:  # in the dtype of the first array
                    also = (int, float, list, tuple)
                found.append(ArrayArgument(value.id, key.name, place, key.sequence, is_starred, numbers, (*also, str)))
        return found

    def is_positional(self, name: str) -> bool:
        """Whether a parameter of NumPy's can be given by its position only."""
        return self.inspected.parameters[name].kind.name == "POSITIONAL_ONLY"
