"""One mistake, one traceback: what is told says all that a framework's own error does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from test_mistakes import AXES, SHAPES, SINGULAR, Make, ones

from support import MEMORY, VALUE, bits, selected

OTHERS: dict[str, Callable[[Make], Any]] = {
    "asarray": lambda o: ua.asarray([object()]),
    "asarray ": lambda o: ua.asarray([2**70]),
    "zeros": lambda o: ua.zeros(2, device="gpu:7"),
    "take_along_axis": lambda o: ua.take_along_axis(o(2, 3), ua.astype(ua.zeros_like(o(4, 1)), "int64"), axis=1),
    "sum": lambda o: ua.sum(o(2), axis=np.int64(4), keepdims=np.bool_(True)),
}
CALLS = {**SHAPES, **{f"{name} axis": call for name, call in AXES.items()}, **SINGULAR, **OTHERS}


def shown_with(error: BaseException) -> list[BaseException]:
    """The errors that a traceback shows before this one."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return [] if before is None else [*shown_with(before), before]


@pytest.mark.parametrize("name", CALLS)
def test_one_traceback(backend: str, name: str) -> None:
    with selected(backend), pytest.raises((ValueError, TypeError, OverflowError)) as caught:
        CALLS[name](ones(backend))
    assert not shown_with(caught.value)


def test_clip_of_booleans(backend: str) -> None:
    x, out = VALUE[backend](np.array([True, False])), MEMORY[backend](np.array([True, False]))
    before = bits(out)
    for bounds in ((0, 1), (-1, 5), (0.5, None), (None, 1)):
        for options in ({}, {"out": out}):
            with pytest.raises(TypeError, match=r"^clip: m(in|ax) is .*, expected True or False, for x has dtype bool"):
                ua.clip(x, *bounds, **options)
    assert bits(out) == before
    assert [bool(one) for one in ua.clip(x, False, True)] == [True, False]


def test_the_remedy_fits_where_there_is_no_array(backend: str) -> None:
    with selected(backend):
        for call in (lambda: ua.full((2,), 300, dtype="uint8"), lambda: ua.asarray([300], dtype="int8")):
            with pytest.raises(OverflowError, match="choose another number, or a wider dtype"):
                call()


def test_copyto_names_itself(backend: str) -> None:
    for shape, other in [((2, 3), (2,)), ((), (2,)), ((0, 3), (2, 3)), ((3,), (1, 3)), ((1, 3), (2, 3))]:
        dst, src = MEMORY[backend](np.ones(shape)), VALUE[backend](np.ones(other))
        with pytest.raises(ValueError, match=r"^copyto: dst has shape ") as caught:
            ua.copyto(dst, src)
        assert "broadcast_arrays" not in "".join([str(caught.value), *getattr(caught.value, "__notes__", [])])
        assert not shown_with(caught.value)
