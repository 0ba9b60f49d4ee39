"""in_place_writes on TensorFlow: the buffer that XLA fills is an input, a slice, of another dtype, of a wrong shape."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import note
from hypothesis import strategies as st

import unified_arrays as ua
from frameworks import DTYPES, arranged, function_of, in_dtype, leaves, same_kind, slice_of, values
from unified_arrays.testing._inputs import ONE_RESULT

from attack import Attack, Choices, rows
from support import arrays_of

tf = pytest.importorskip("tensorflow")
xp = pytest.importorskip("unified_arrays.tensorflow")

pytestmark = pytest.mark.backends("tensorflow")


def any_holder(choose: Choices, value: np.ndarray, *, memory: bool) -> Any:
    """`value` as a tensor (unless it is to be written to) or as a variable of some kind."""
    tensor = tf.constant(value)
    kinds = [
        lambda: ua.asarray(tensor, copy=True),
        lambda: tf.Variable(tensor),
        lambda: tf.Variable(tensor, shape=tf.TensorShape(None)),
        lambda: tf.Variable(tensor, shape=tf.TensorShape([None] * value.ndim)),
    ]
    return choose.one_of(kinds if memory else [lambda: tensor, *kinds])()


def any_out(choose: Choices, shape: tuple[int, ...], dtype: str) -> tuple[Any, bool]:
    """Memory for a result, and whether a call with it returns it: not for a slice of a tf.Variable."""
    if choose.rarely(6):
        shape = choose.one_of([(*shape, 1), (1, *shape), shape[1:], tuple(size + 1 for size in shape)])
    if shape and choose.rarely(4):
        whole = in_dtype("tensorflow", np.full([size + 2 for size in shape], 7), dtype)
        index = tuple(slice(1, size + 1) for size in shape)
        if choose.rarely(2):
            return xp.ArrayVariable(whole)[index], True
        return slice_of(tf.Variable(whole), index), False
    if dtype == "bfloat16":
        return in_dtype("tensorflow", np.full(shape, 7.0), dtype, memory=True), True
    return any_holder(choose, np.full(shape, 7).astype(dtype), memory=True), True


def test_filled_by_a_program(attack: Attack, backend: str) -> None:
    any_row = rows(ONE_RESULT)

    def case(data: st.DataObject) -> None:
        row = data.draw(any_row, "row")
        choose = Choices(data)
        result = values(function_of(row.function)(*arrays_of(backend, list(row.arguments)), **row.options))
        dtype = result.dtype.name
        if choose.rarely(3):
            dtype = choose.one_of([one for one in DTYPES if choose.rarely(5) or same_kind(dtype, one)] or [dtype])
        inputs = [any_holder(choose, one, memory=False) for one in leaves(row.arguments)]
        out, identity = any_out(choose, result.shape, dtype)
        shared = [i for i, one in enumerate(inputs) if isinstance(one, tf.Variable)]
        if shared and choose.rarely(2):
            out, identity = inputs[choose.one_of(shared)], True
            inputs = [out if type(one) is type(out) and _alike(one, out) else one for one in inputs]
        note(f"inputs: {[type(one).__name__ for one in inputs]}, out: {type(out).__name__} {out.dtype} {out.shape}")
        with ua.in_place_writes():
            attack.call(
                row.function,
                arranged(list(row.arguments), list(inputs)),
                row.options,
                out,
                identity=identity,
                tolerance=16.0,  # XLA's kernels are others
            )

    attack.run(case, examples=150)


def _alike(one: Any, other: Any) -> bool:
    return bool(one.dtype == other.dtype and tf.shape(one).numpy().tolist() == tf.shape(other).numpy().tolist())
