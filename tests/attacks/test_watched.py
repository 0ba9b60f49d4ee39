"""memory.trace and write_mode only look: a traced call is the untraced one, and a rehearsal changes no byte."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import note
from hypothesis import strategies as st

import unified_arrays as ua
from frameworks import arranged, function_of, leaves, memory_of, slice_of, values
from unified_arrays.testing._inputs import LARGE, ONE_RESULT, SEVERAL, Row

from attack import Attack, Choices, Lost, Wrong, fail, outcome, rows, told
from spoiling import odd_out, spoilt
from support import MEMORY, arrays_of, selected
from windows import Pool, shared

# What it does with values that are not meant for it is not defined, and may be any amount of memory.
MEANT = {"bitwise_left_shift", "bitwise_right_shift", "take", "take_along_axis", "repeat"}


class Call:
    """A call with out=, its arrays in memory of their own."""

    def __init__(self, row: Row, arguments: list[Any], options: dict[str, Any], out: Any, memory: list[Any]) -> None:
        self.function = function_of(row.function)
        self.name = row.function
        self.arguments, self.options, self.out = arguments, options, out
        self.memory = [*leaves(arguments), *leaves(list(options.values())), *leaves([out]), *memory]

    def __call__(self) -> Any:
        return self.function(*self.arguments, **self.options, out=self.out)

    def rehearsed(self) -> Any:
        return ua.write_mode(self.function, arguments=self.arguments, options=self.options, out=self.out)


def results_of(row: Row, backend: str) -> Any:
    result = function_of(row.function)(*arrays_of(backend, list(row.arguments)), **row.options)
    return list(result) if isinstance(result, (tuple, list)) else [result]


def windows_of_one_memory(choose: Choices, backend: str, row: Row) -> Call:
    """Out and the inputs over each other: any windows of one memory."""
    inputs = leaves(row.arguments)
    [result] = map(values, results_of(row, backend))
    kinds = [(result.shape, result.dtype.name)]
    placed, (window,) = shared(choose, inputs, kinds, backend == "numpy", row.function not in MEANT)
    pool = Pool(backend, [*placed, window])
    arrays = [pool.array(one) for one in placed]
    for place, argument in zip(placed, inputs, strict=True):
        pool.fill(place, argument)
    return Call(row, arranged(list(row.arguments), arrays), row.options, pool.array(window), [pool.memory])


def variables(choose: Choices, backend: str, row: Row) -> Call:
    """Inputs that are variables, of which out is one or a slice of one."""
    inputs = arrays_of(backend, leaves(row.arguments), MEMORY)
    [result] = map(values, results_of(row, backend))
    alike = [one for one in inputs if tuple(one.shape) == result.shape and one.dtype == result.dtype.name]
    if alike and choose.below(2):
        out = choose.one_of(alike)
    elif result.ndim and choose.below(2):
        larger = MEMORY[backend](np.ones([size + 2 for size in result.shape]).astype(result.dtype))
        out = slice_of(larger, (slice(1, -1),) * result.ndim)
    else:
        out = MEMORY[backend](np.ones(result.shape).astype(result.dtype))
    return Call(row, arranged(list(row.arguments), list(inputs)), row.options, out, [])


def spoilt_call(choose: Choices, backend: str, row: Row, several: bool) -> Call:
    arguments, options = spoilt(choose, backend, row)
    outs = [odd_out(choose, backend, one) for one in results_of(row, backend)]
    return Call(row, arguments, options, tuple(outs) if several else outs[0], [])


def watch(attack: Attack, make: Any) -> None:
    """Make one call four times: as it is, traced, rehearsed, and traced after the rehearsal."""
    plain, traced, rehearsed = make(), make(), make()
    rows_: list[Any] = []

    def in_a_trace() -> Any:
        with ua.memory.trace() as trace:
            try:
                return traced()
            finally:
                rows_.extend(trace.rows)

    attack.alike(plain, in_a_trace, mine=traced.memory, theirs=plain.memory, about=f"traced, {plain.name}")
    if [one.function for one in rows_] not in ([plain.name], []):
        fail(f"the rows of one call of {plain.name}: {rows_}")
    before = [memory_of(one) for one in rehearsed.memory]
    said = outcome(rehearsed.rehearsed)
    if [memory_of(one) for one in rehearsed.memory] != before:
        message = f"the rehearsal of {plain.name} changed something"
        raise Lost(message)
    done = outcome(rehearsed)
    if isinstance(said, Exception) or isinstance(done, Exception):
        if type(said) is not type(done) or str(said) != str(done):
            fail(f"the rehearsal of {plain.name}: {told(said)}, the call: {told(done)}")
    elif rows_ and said != rows_[0].mode:
        fail(f"{plain.name}, which was said to be {said}, was {rows_[0].mode}")


def test_a_watched_call_is_the_same_call(attack: Attack, backend: str) -> None:
    watched(attack)


def test_a_rehearsal_that_writes_is_found_out(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Call, "rehearsed", Call.__call__)
    attack = Attack("writes", backend)
    with selected(backend), pytest.raises((Wrong, Lost, ExceptionGroup)):
        watched(attack)
    assert attack.counts["wrong"] or attack.counts["lost"]


def watched(attack: Attack) -> None:
    backend = attack.backend
    any_row, any_of_several = rows([*ONE_RESULT, *LARGE]), rows(SEVERAL)

    def case(data: st.DataObject) -> None:
        choose = Choices(data)
        how = choose.below(3)
        several = how == 1 and choose.rarely(3)
        row = data.draw(any_of_several if several else any_row, "row")

        def make() -> Call:
            choose.start_again()
            if how == 1:
                return spoilt_call(choose, backend, row, several)
            return (variables if backend == "tensorflow" else windows_of_one_memory)(choose, backend, row)

        note(f"{make().__dict__}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            watch(attack, make)

    attack.run(case, examples=100)
