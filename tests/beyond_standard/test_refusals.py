"""One class of error for one mistake, on every backend, in functions beyond the standard; out= stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays.testing._rows import OTHER, REAL, TRUTH, WHOLE

from support import MEMORY, VALUE, assert_same, bits, is_of, selected

AXES: dict[str, Callable[[Any, Any], Any]] = {
    **{
        name: lambda x, out, name=name: getattr(ua, name)(x, 1, axis=5, out=out)
        for name in ("delete", "partition", "argpartition")
    },
    "split": lambda x, out: ua.split(x, 1, axis=5, out=(out,)),
    "array_split": lambda x, out: ua.array_split(x, 1, axis=-3, out=(out,)),
    "top_k": lambda x, out: ua.top_k(x, 1, axis=5, out=(out, None)),
    "append": lambda x, out: ua.append(x, x, axis=5, out=out),
    "insert": lambda x, out: ua.insert(x, 1, 2.0, axis=5, out=out),
    "compress": lambda x, out: ua.compress([True], x, axis=5, out=out),
    "unique": lambda x, out: ua.unique(x, axis=5, out=out),
    "swapaxes": lambda x, out: ua.swapaxes(x, 0, 5, out=out),
    "rot90": lambda x, out: ua.rot90(x, axes=(0, 5), out=out),
    "lexsort": lambda x, out: ua.lexsort([x], axis=5, out=out),
    "sliding_window_view": lambda x, out: ua.sliding_window_view(x, 1, axis=5, out=out),
    "trim_zeros": lambda x, out: ua.trim_zeros(x, axis=5, out=out),
    "apply_along_axis": lambda x, out: ua.apply_along_axis(ua.sum, 5, x, out=out),
    "apply_over_axes": lambda x, out: ua.apply_over_axes(lambda x, axis: ua.sum(x, axis=axis), x, 5, out=out),
}


@pytest.mark.parametrize("name", AXES)
def test_an_axis_that_is_not_there(name: str, backend: str) -> None:
    x, out = VALUE[backend](REAL), MEMORY[backend](np.zeros(3))
    before = bits(out)
    with pytest.raises(ValueError) as caught:
        AXES[name](x, out)
    assert isinstance(caught.value, IndexError)
    assert name in "\n".join([str(caught.value), *getattr(caught.value, "__notes__", [])])
    assert bits(out) == before


SHAPES: dict[str, Callable[[Any], Any]] = {
    "vstack": lambda x: ua.vstack([x, x[:, :2]]),
    "hstack": lambda x: ua.hstack([x, x[:2, :]]),
    "column_stack": lambda x: ua.column_stack([x, x[:2, :]]),
    "block": lambda x: ua.block([[x, x[:2, :]]]),
    "append": lambda x: ua.append(x, x[:, :2], axis=0),
    "insert": lambda x: ua.insert(x, [0, 1], x[:, :3], axis=0),
    "select": lambda x: ua.select([x > 0], [x[:2, :]]),
    "choose": lambda x: ua.choose(ua.astype(x > 0, "int64"), [x, x[:2, :]]),
    "piecewise": lambda x: ua.piecewise(x, [x[:2, :] > 0], [1.0]),
}


@pytest.mark.parametrize("name", SHAPES)
def test_what_does_not_fit_is_a_value_error(name: str, backend: str) -> None:
    with pytest.raises(ValueError) as caught:
        SHAPES[name](VALUE[backend](REAL))
    assert name in "\n".join([str(caught.value), *getattr(caught.value, "__notes__", [])])


def test_arrays_of_two_backends(backend: str) -> None:
    other = "torch" if backend == "numpy" else "numpy"
    pytest.importorskip(other)
    mine, foreign = VALUE[backend](REAL), VALUE[other](REAL)
    for call in (
        lambda: ua.vstack([mine, foreign]),
        lambda: ua.append(mine, foreign),
        lambda: ua.block([[mine, foreign]]),
        lambda: ua.delete(mine, VALUE[other](WHOLE[0])),
        lambda: ua.extract(VALUE[other](TRUTH), mine),
        lambda: ua.ix_(VALUE[backend](WHOLE[0]), VALUE[other](WHOLE[0])),
        lambda: ua.place(mine, VALUE[other](TRUTH), 1.0),
        lambda: ua.place(MEMORY[backend](REAL.copy()), VALUE[backend](TRUTH), foreign),
    ):
        with pytest.raises((TypeError, ValueError)) as caught:
            call()
        assert isinstance(caught.value, TypeError) or "cannot be written to" in str(caught.value)


@pytest.mark.backends("torch", "tensorflow")
def test_a_write_in_place_that_would_cut_a_gradient(backend: str) -> None:
    x = MEMORY[backend](REAL.copy())
    values = VALUE[backend](OTHER)
    mask = VALUE[backend](TRUTH)

    def writes() -> None:
        for call in (lambda: ua.place(x, mask, values), lambda: ua.putmask(x, mask, values)):
            with pytest.raises(ua.GradientError):
                call()

    if backend == "torch":
        values.requires_grad_()
        writes()
    else:
        import tensorflow as tf

        with tf.GradientTape() as tape:
            tape.watch(values)
            writes()
    assert_same(x, REAL)


def test_positions_made_without_arrays_are_of_the_selected_backend(backend: str) -> None:
    with selected(backend):
        made = [*ua.ix_([0, 1], [2]), *ua.unravel_index(5, (2, 3)), *ua.tril_indices(2), ua.indices((2, 2)), ua.tri(2)]
    assert all(is_of(backend, one) for one in made)
