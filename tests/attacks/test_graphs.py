"""The same calls inside a tf.function: out is a variable or a slice of one that the function captures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import note
from hypothesis import strategies as st

from frameworks import arranged, copied, function_of, leaves, slice_of, values
from unified_arrays.testing._inputs import SEVERAL, Row

from attack import Attack, Choices, rows

pytestmark = pytest.mark.backends("tensorflow")


def variable(like: np.ndarray, choose: Choices) -> Any:
    """A variable of one kind or another that holds those values."""
    import tensorflow as tf

    from unified_arrays.tensorflow import ArrayVariable

    tensor = tf.constant(like)
    kind = choose.below(12)
    if kind < 5:
        return ArrayVariable(tensor)
    if kind < 9:
        return tf.Variable(tensor)
    if kind < 11:
        return tf.Variable(tensor, shape=tf.TensorShape([None] * like.ndim))
    return tf.Variable(tensor).assign(tensor)  # which TensorFlow cannot capture: it says so in a TypeError


def may_be_refused(one: Any) -> bool:
    """What assign returns cannot be captured, and some functions ask for sizes."""
    return "Unread" in type(one).__name__ or not one.shape.is_fully_defined()


def attacked(attack: Attack, row: Row, choose: Choices, *, several: bool) -> None:
    import tensorflow as tf

    call = function_of(row.function)
    plain = arranged(list(row.arguments), [tf.constant(one) for one in leaves(row.arguments)])
    results = call(*plain, **row.options)
    inputs = [variable(one, choose) if choose.rarely(2) else tf.constant(one) for one in leaves(row.arguments)]
    outs: list[Any] = []
    for result in results if several else [results]:
        like = np.full(result.shape, 7).astype(values(result).dtype)
        same = [one for one in inputs if isinstance(one, tf.Variable) and one.dtype == like.dtype
                and one.shape == like.shape]  # fmt: skip
        outs.append(same[0] if same and choose.rarely(2) else variable(like, choose))
    if len({id(one) for one in outs}) < len(outs):
        return  # one array for two results is refused: test_every_function.py
    note(f"inputs: {[type(one).__name__ for one in inputs]}, outs: {[type(one).__name__ for one in outs]}")
    window = not several and bool(outs[0].shape.rank) and outs[0].shape.is_fully_defined() and choose.rarely(3)
    index = tuple(slice(None, None, -1) for _ in range(outs[0].shape.rank)) if window else None
    out = slice_of(outs[0], index) if window else outs[0]
    fresh = copied(inputs)

    @tf.function(autograph=choose.rarely(4))
    def graph(*tensors: Any) -> None:
        taken = iter(tensors)
        # Tensors are arguments, variables are captured.
        read = [one if isinstance(one, tf.Variable) else next(taken) for one in inputs]
        target = outs[0][index] if window else outs[0]
        call(*arranged(list(row.arguments), read), **row.options, out=tuple(outs) if several else target)

    def write() -> Any:
        graph(*[one for one in inputs if not isinstance(one, tf.Variable)])
        if several:
            return outs
        return out if not window else outs[0][index]

    attack.judge(
        lambda: call(*arranged(list(row.arguments), list(fresh)), **row.options),
        write,
        outs if several else (out,),
        several=several,
        around=inputs,
        identity=not window,
        accepts=None if any(map(may_be_refused, [*inputs, *outs])) else True,
        about=row.function,
    )


def test_inside_a_graph(attack: Attack, backend: str) -> None:
    any_row = rows()

    def case(data: st.DataObject) -> None:
        row = data.draw(any_row, "row")
        attacked(attack, row, Choices(data), several=False)

    attack.run(case, examples=60)


def test_inside_a_graph_several_results(attack: Attack, backend: str) -> None:
    any_row = rows(SEVERAL)

    def case(data: st.DataObject) -> None:
        row = data.draw(any_row, "row")
        attacked(attack, row, Choices(data), several=True)

    attack.run(case, examples=20)
