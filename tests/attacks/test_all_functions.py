"""The plainest attack: every function, each in its dtypes, into fresh memory."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from frameworks import function_of, values

from attack import Attack, rows
from support import MEMORY, arrays_of


def test_fresh_memory(attack: Attack, backend: str) -> None:
    any_row = rows()

    def case(data: st.DataObject) -> None:
        row = data.draw(any_row, "row")
        arguments = arrays_of(backend, list(row.arguments), MEMORY)
        result = values(function_of(row.function)(*arguments, **row.options))
        out = MEMORY[backend](np.full(result.shape, 77).astype(result.dtype))
        attack.call(row.function, arguments, row.options, out)

    attack.run(case)
