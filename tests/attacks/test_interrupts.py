"""Promise 8 where an exception comes from outside: KeyboardInterrupt between any two lines of the library.

Python cannot hold a signal back, so an interrupt that comes while out is being written, or after, cannot be undone
(docs/out.md says so). Out then holds the old values or the new ones, except in functions that write in steps.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
from hypothesis import note
from hypothesis import strategies as st

import unified_arrays as ua
from frameworks import function_of, leaves, memory_of, values
from unified_arrays.testing._inputs import ONE_RESULT, SEVERAL

from attack import Attack, Choices, Lost, Wrong, compare, described, rows
from support import MEMORY, arrays_of

# They write in several steps, so that an interrupt may come in between.
IN_PARTS = {"roll", "fft.fftshift", "fft.ifftshift", "where", "tril", "triu", "eye"}

HOME = str(Path(ua.__file__).parent)


class Interrupt:
    """Raises KeyboardInterrupt before the n-th line of the library that runs inside the block."""

    def __init__(self, line: int) -> None:
        self._left = line
        self.where = ""

    def __enter__(self) -> Interrupt:
        self._outer = sys.gettrace()
        sys.settrace(self._called)
        return self

    def __exit__(self, *error: object) -> None:
        sys.settrace(self._outer)

    def _called(self, frame: FrameType, event: str, argument: Any) -> Any:
        name = frame.f_code.co_filename
        return self._line if name.startswith((HOME, "<unified_arrays")) else None

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            self._left -= 1
            if self._left < 0 and not self.where:
                self.where = f"{frame.f_code.co_filename.rpartition('/')[2]}:{frame.f_lineno}"
                raise KeyboardInterrupt
        return self._line


def interrupted(attack: Attack, data: st.DataObject, any_row: st.SearchStrategy[Any], *, several: bool) -> None:
    row = data.draw(any_row, "row")
    choose = Choices(data)
    call = function_of(row.function)
    arguments = arrays_of(attack.backend, list(row.arguments), MEMORY)
    results = call(*arguments, **row.options)
    wanted = [values(one) for one in (results if several else [results])]
    dtypes = [one.dtype for one in wanted]
    if choose.rarely(3):  # written with a cast: the general way
        dtypes = [np.dtype("complex128") for _ in wanted]
    memory = MEMORY[attack.backend]
    outs = [memory(np.full(one.shape, 7).astype(dtype)) for one, dtype in zip(wanted, dtypes, strict=True)]
    same = [one for one in leaves(arguments) if one.shape == outs[0].shape and one.dtype == outs[0].dtype]
    if same and choose.rarely(3):  # out is an input
        outs[0] = same[0]
    others = [one for one in leaves(arguments) if one is not outs[0]]
    before, old = [memory_of(one) for one in others], [values(one) for one in outs]
    line = choose.below(50) * choose.below(50)
    note(f"outs: {described(outs)}, line {line}")
    try:
        with Interrupt(line) as interrupt:
            call(*arguments, **row.options, out=tuple(outs) if several else outs[0])
    except KeyboardInterrupt:
        attack.counts["raised"] += 1
        fault: type[AssertionError] = Lost
    else:
        attack.counts["right"] += 1
        fault = Wrong
    if [memory_of(one) for one in others] != before:
        message = f"{row.function}, interrupted at {interrupt.where}, changed an input"
        raise fault(message)
    for out, held, new, dtype in zip(outs, old, wanted, dtypes, strict=True):
        if fault is Lost and (row.function in IN_PARTS or values(out).tobytes() == held.tobytes()):
            continue
        try:
            compare(out, new.astype(dtype), 4.0, row.function, new)
        except Wrong as error:
            message = f"{row.function}, interrupted at {interrupt.where}: out holds neither the old nor the new values"
            raise fault(message) from error


def test_an_interrupt_anywhere(attack: Attack, backend: str) -> None:
    any_row = rows(ONE_RESULT)
    attack.run(lambda data: interrupted(attack, data, any_row, several=False), examples=200)


def test_an_interrupt_anywhere_with_several_results(attack: Attack, backend: str) -> None:
    any_row = rows(SEVERAL)
    attack.run(lambda data: interrupted(attack, data, any_row, several=True), examples=60)
