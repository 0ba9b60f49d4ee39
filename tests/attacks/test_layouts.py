"""Arrays of every layout, byte order, class and kind of variable, as inputs and as out."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from hypothesis import note
from hypothesis import strategies as st

from frameworks import arranged, function_of, leaves, values
from unified_arrays.testing._inputs import LARGE, ONE_RESULT, SEVERAL, Row

from attack import Attack, Choices, any_namespace, rows
from dressings import Dressing, dressings
from support import arrays_of


def four_axes(row: Row) -> Row:
    """An elementwise row on arrays of four axes, which alone may be channels_last."""
    arguments = tuple(np.reshape(one, (2, 4, 6, 5)) if isinstance(one, np.ndarray) else one for one in row.arguments)
    return Row(row.function, arguments, row.options, row.oracle, row.also, row.backend_dtype, f"{row.label}4d")


ROWS = [*ONE_RESULT, *map(four_axes, LARGE)]


def dressed(choose: Choices, choice: list[Dressing], array: np.ndarray) -> tuple[Dressing, Any]:
    """`array` in one of the dressings that fit it; the plain one as often as all others, so that pairs are seen."""
    dressing = choose.one_of(choice) if choose.below(2) else choice[0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of PyTorch: some kinds are experimental, others go
        made = dressing.make(array)
    return (dressing, made) if made is not None else (choice[0], choice[0].make(array))


def test_every_kind_of_array(attack: Attack, backend: str) -> None:
    any_row = rows(ROWS)
    for_inputs, for_outs = dressings(backend)

    def case(data: st.DataObject) -> None:
        row = data.draw(any_row, "row")
        result = values(function_of(row.function)(*arrays_of(backend, list(row.arguments)), **row.options))
        choose = Choices(data)
        inputs = [dressed(choose, for_inputs, one) for one in leaves(row.arguments)]
        # Without inputs out decides who computes, and where.
        outs = [one for one in for_outs if inputs or one.name not in ("ndarray", "meta")]
        dressing, out = dressed(choose, outs, np.full(result.shape, 7).astype(result.dtype))
        namespace = any_namespace(choose, backend)
        note(f"inputs: {[one for one, _ in inputs]}, out: {dressing}")
        verdicts = [dressing.as_out, *(one.as_input for one, _ in inputs)]
        attack.call(
            row.function,
            arranged(list(row.arguments), [array for _, array in inputs]),
            row.options,
            out,
            accepts=False if False in verdicts else None if None in verdicts else True,
            identity=dressing.identity,
            namespace=namespace,
        )

    attack.run(case, examples=300)


def test_every_kind_of_array_for_several_results(attack: Attack, backend: str) -> None:
    any_row = rows(SEVERAL)
    for_inputs, for_outs = dressings(backend)

    def case(data: st.DataObject) -> None:
        row = data.draw(any_row, "row")
        results = function_of(row.function)(*arrays_of(backend, list(row.arguments)), **row.options)
        choose = Choices(data)
        inputs = [dressed(choose, for_inputs, one) for one in leaves(row.arguments)]
        outs: list[Any] = []
        verdicts = [one.as_input for one, _ in inputs]
        for one in map(values, results):
            if choose.rarely(4):
                outs.append(None)
                continue
            dressing, out = dressed(choose, for_outs, np.full(one.shape, 7).astype(one.dtype))
            note(f"out: {dressing}")
            outs.append(out)
            verdicts.append(dressing.as_out)
        attack.call(
            row.function,
            arranged(list(row.arguments), [array for _, array in inputs]),
            row.options,
            tuple(outs),
            accepts=False if False in verdicts else None if None in verdicts else True,
            identity=False,
            namespace=any_namespace(choose, backend),
        )

    attack.run(case, examples=100)
