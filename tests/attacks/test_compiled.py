"""@compile: a chain of calls as one program, and call by call, leaves the same bytes and raises the same errors."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import note
from hypothesis import strategies as st

import unified_arrays as ua
from frameworks import arranged, function_of, leaves, values
from unified_arrays._dispatch.compile import kept
from unified_arrays.testing._inputs import BROADCAST, ELEMENTWISE, ONE_RESULT, REDUCTIONS, VIEWS, Row

from attack import Attack, Choices, Wrong, outcome, rows
from support import MEMORY, VALUE, arrays_of

# Functions through which an error in the last place stays one, so that they may be fed what others have computed.
GENTLE = frozenset(
    "add subtract multiply negative positive abs square conj real imag maximum minimum asinh atan tanh hypot cos sin "
    "sum mean max min cumulative_sum matmul vecdot clip where concat stack reshape permute_dims matrix_transpose "
    "broadcast_to expand_dims squeeze flip moveaxis roll tril triu logical_and logical_or logical_xor logical_not "
    "bitwise_and bitwise_or bitwise_xor bitwise_invert any all".split()
)
OF_NUMBERS = frozenset(row.function for row in [*ELEMENTWISE, *BROADCAST]) | {"full_like", "where"}
FACTORS = [2.5, 0.5, -1.5, 1.0, -0.0, 3.0]
LARGEST = 1e6  # beyond it rounding errors may have grown, too


@dataclass(frozen=True)
class Place:
    """An array among the arguments of a chain, or a slice of it."""

    number: int
    index: Any = None

    def of(self, arrays: list[Any]) -> Any:
        return arrays[self.number] if self.index is None else arrays[self.number][self.index]


@dataclass(frozen=True)
class Factor:
    """A float among the arguments of a chain."""

    number: int


@dataclass(frozen=True)
class Step:
    """One call of a chain."""

    function: str
    arguments: list[Any]
    options: dict[str, Any]
    out: Place | None


class Plan:
    """A chain that is being drawn: its steps, and the arrays and floats that it is to be called with."""

    def __init__(self, choose: Choices, backend: str) -> None:
        self._choose = choose
        self._backend = backend
        self.steps: list[Step] = []
        self._values: list[np.ndarray] = []
        self._makes: list[Callable[[np.ndarray], Any]] = []
        self._same: list[int] = []  # for each array the first place that it is in
        self._factors = 0

    def add(self, row: Row) -> None:
        choose = self._choose
        result = values(function_of(row.function)(*arrays_of(self._backend, list(row.arguments)), **row.options))
        places = [self._input(one, row.function in GENTLE) for one in leaves(row.arguments)]
        arguments = arranged(list(row.arguments), list(places))
        if row.function in OF_NUMBERS:
            arguments = [self._factor() if type(one) is float else one for one in arguments]
        out = None if choose.rarely(8) else self._out(result)
        self.steps.append(Step(row.function, arguments, row.options, out))

    def _input(self, array: np.ndarray, gentle: bool) -> Place:
        alike = self._alike(array.shape, array.dtype) if gentle else []
        if alike and self._choose.below(3):
            return Place(alike[-1 - self._choose.below(len(alike))])
        return self._new(array, MEMORY if self._choose.below(2) else VALUE)

    def _out(self, result: np.ndarray) -> Place:
        choose = self._choose
        shape, dtype = result.shape, result.dtype
        if choose.rarely(6):
            dtype = np.dtype(choose.one_of(["float32", "complex128", "complex64", "float64", "int64"]))
        if choose.rarely(20):
            shape = (*shape, 2)
        alike = self._alike(shape, dtype)
        if alike and choose.rarely(2):
            return Place(alike[choose.below(len(alike))])
        if shape and choose.rarely(4):
            larger = np.full([size + 2 for size in shape], 1).astype(dtype)
            inside = slice(1, -1) if choose.below(2) else slice(-2, 0, -1)
            return Place(self._new(larger, MEMORY).number, (inside,) * len(shape))
        return self._new(np.full(shape, 1).astype(dtype), MEMORY)

    def _alike(self, shape: tuple[int, ...], dtype: np.dtype) -> list[int]:
        return [i for i, one in enumerate(self._values) if one.shape == shape and one.dtype == dtype]

    def _new(self, array: np.ndarray, make: dict[str, Callable[[np.ndarray], Any]]) -> Place:
        number = len(self._values)
        alike = [one for one in self._alike(array.shape, array.dtype) if self._makes[one] is make[self._backend]]
        self._same.append(self._choose.one_of(alike) if alike and self._choose.rarely(6) else number)
        self._values.append(array)
        self._makes.append(make[self._backend])
        return Place(number)

    def _factor(self) -> Factor:
        self._factors += 1
        return Factor(self._factors - 1)

    def arrays(self, turn: int) -> list[Any]:
        """New arrays for a call: in every second turn with their values in reverse."""
        made: list[Any] = []
        for number, (array, make, same) in enumerate(zip(self._values, self._makes, self._same, strict=True)):
            turned = array.ravel()[:: -1 if turn % 2 else 1].reshape(array.shape)
            made.append(make(turned) if same == number else made[same])
        return made

    def factors(self, turn: int) -> list[float]:
        return [FACTORS[(number + turn) % len(FACTORS)] for number in range(self._factors)]

    def function(self) -> Callable[[list[Any], list[float]], list[Any]]:
        """What makes the calls, one after another, and returns their results."""
        steps = self.steps

        def chain(arrays: list[Any], factors: list[float]) -> list[Any]:
            results = []
            for step in steps:
                arguments = filled(step.arguments, arrays, factors)
                into = {} if step.out is None else {"out": step.out.of(arrays)}
                result = function_of(step.function)(*arguments, **step.options, **into)
                if step.out is None or step.out.index is None:  # a slice of a variable is a new tensor each time
                    results.append(result)
            return results

        return chain


def filled(argument: Any, arrays: list[Any], factors: list[float]) -> Any:
    if isinstance(argument, Place):
        return argument.of(arrays)
    if isinstance(argument, Factor):
        return factors[argument.number]
    return [filled(one, arrays, factors) for one in argument] if isinstance(argument, list) else argument


def is_tame(things: Any) -> bool:
    """Whether no number is so large, or none at all, that rounding decides what it is."""
    found = [values(one) for one in leaves(things)]
    return all(bool(np.all(np.abs(one) < LARGEST)) for one in found if one.dtype.kind in "fc")


def digits(array: Any) -> int:
    return int(np.finfo(values(array).dtype).precision)


ROWS = [row for row in [*ELEMENTWISE, *BROADCAST, *REDUCTIONS, *VIEWS] if not row.backend_dtype]


def attacked(attack: Attack, forget: Callable[[], Any], *, examples: int) -> int:
    """How many programs were made in the cases of this attack; `forget` lets the framework drop those of a case."""
    usual, any_other = rows(ROWS), rows(ONE_RESULT)
    programs = 0

    def case(data: st.DataObject) -> None:
        nonlocal programs
        choose = Choices(data, count=120)
        plan = Plan(choose, attack.backend)
        for _ in range(2 + choose.below(4)):
            plan.add(data.draw(any_other if choose.rarely(12) else usual, "row"))
        function = plan.function()
        note("\n".join(map(str, plan.steps)))
        program = ua.compile(function)
        forget()  # Dynamo keeps few programs of one piece of code, and all chains are one
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for turn in range(3):
                factors = plan.factors(turn)
                tried = plan.arrays(turn)
                results = outcome(lambda: function(tried, factors))  # noqa: B023
                if not is_tame([tried, results if isinstance(results, list) else []]):
                    attack.counts["right"] += 0
                    continue
                mine, theirs = plan.arrays(turn), plan.arrays(turn)
                attack.alike(
                    lambda: function(theirs, factors),  # noqa: B023
                    lambda: program(mine, factors),  # noqa: B023
                    mine=mine,
                    theirs=theirs,
                    tolerance=200.0,
                    precision=min((one for one in mine if values(one).dtype.kind in "fc"), key=digits, default=None),
                    about=f"turn {turn} of the program",
                )
        programs += kept(program) if hasattr(program, "__wrapped__") else 0

    attack.run(case, examples=examples)
    return programs


def test_a_chain_is_its_calls(attack: Attack, backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    forget: Callable[[], Any] = list
    if backend == "torch":
        import torch

        forget = torch._dynamo.reset
        monkeypatch.setattr(torch, "compile", partial(torch.compile, backend="aot_eager"))
    programs = attacked(attack, forget, examples={"numpy": 60, "torch": 12, "tensorflow": 60}[backend])
    assert (programs == 0) == (backend == "numpy")


@pytest.mark.backends("numpy")
def test_a_program_that_keeps_its_first_floats_is_found_out(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def compile_once(function: Callable[..., Any]) -> Callable[..., Any]:
        first: list[list[float]] = []

        def call(arrays: list[Any], factors: list[float]) -> Any:
            first.append(factors)
            return function(arrays, first[0])

        return call

    monkeypatch.setattr(ua, "compile", compile_once)
    attack = Attack("keeps floats", backend)
    with pytest.raises((Wrong, ExceptionGroup)):  # of several, if some are lost
        attacked(attack, list, examples=200)
    assert attack.counts["wrong"]
