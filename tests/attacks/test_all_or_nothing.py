"""Promise 8: a call that raises has changed nothing. Right calls are spoilt in every way, and mostly raise."""

from __future__ import annotations

from typing import Any

from hypothesis import note
from hypothesis import strategies as st

from frameworks import copied, function_of, leaves
from unified_arrays.testing._inputs import LARGE, ONE_RESULT, REAL, SEVERAL

from attack import Attack, Choices, any_namespace, rows
from spoiling import foreign, odd_out, spoilt
from support import arrays_of


def test_a_spoilt_call(attack: Attack, backend: str) -> None:
    any_row = rows([*ONE_RESULT, *LARGE])

    def case(data: st.DataObject) -> None:
        row = data.draw(any_row, "row")
        choose = Choices(data)
        arguments, options = spoilt(choose, backend, row)
        namespace = any_namespace(choose, backend)
        call = function_of(row.function)
        try:
            result = call(*copied(arguments), **options)
        except Exception:
            result = call(*arrays_of(backend, list(row.arguments)), **row.options)
        if isinstance(result, tuple):  # of a function whose options say that it has several results
            return
        out = odd_out(choose, backend, result)
        note(f"{row.function}(*{arguments}, **{options}, out={out})")
        attack.call(row.function, arguments, options, out, accepts=None, namespace=namespace)

    attack.run(case, examples=400)


def test_a_spoilt_call_with_several_results(attack: Attack, backend: str) -> None:
    any_row = rows(SEVERAL)

    def case(data: st.DataObject) -> None:
        row = data.draw(any_row, "row")
        choose = Choices(data)
        arguments, options = spoilt(choose, backend, row) if choose.below(2) else (
            arrays_of(backend, list(row.arguments)), row.options)  # fmt: skip
        namespace = any_namespace(choose, backend)
        call = function_of(row.function)
        try:
            results = call(*copied(arguments), **options)
        except Exception:
            results = call(*arrays_of(backend, list(row.arguments)), **row.options)
        outs: list[Any] = [odd_out(choose, backend, one) if choose.below(4) else None for one in results]
        for _ in range(choose.below(2)):
            place = choose.below(len(outs) + 1)
            odd = choose.one_of([None, 1.0, "x", [], foreign(backend, REAL), *outs])
            outs[place : place + choose.below(2)] = [odd] if choose.below(3) else []
        kind: Any = choose.one_of([tuple, list, iter, lambda outs: outs[0] if outs else None])
        note(f"{row.function}(*{arguments}, **{options}, out={outs})")
        out = kind(outs)
        if out is None:
            return
        watched = [one for one in outs if one is not None]
        fresh = copied(arguments)
        attack.judge(
            lambda: call(*fresh, **options),
            lambda: function_of(row.function, namespace)(*arguments, **options, out=out),
            outs if isinstance(out, (tuple, list)) else [*outs, *[None] * 9],  # no tuple: never legal
            several=True,
            around=[*leaves(arguments), *watched],
            accepts=None if isinstance(out, (tuple, list)) else False,
            about=row.function,
        )

    attack.run(case, examples=150)
