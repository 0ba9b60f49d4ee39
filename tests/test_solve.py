"""linalg.solve of stacks: x2 is one vector if it has one axis, else matrices, on every backend."""

from __future__ import annotations

import numpy as np
import pytest

import unified_arrays as ua

from support import MEMORY, VALUE, assert_same, bits

RANDOM = np.random.default_rng(5)
# The shapes of x1 and x2, and that of the result; None: they do not go together.
SHAPES = [
    ((5, 5), (5,), (5,)),
    ((2, 5, 5), (5,), (2, 5)),
    ((0, 5, 5), (5,), (0, 5)),
    ((2, 0, 0), (0,), (2, 0)),
    ((2, 2, 2), (2, 2), (2, 2, 2)),
    ((2, 5, 5), (5, 1), (2, 5, 1)),
    ((0, 5, 5), (5, 2), (0, 5, 2)),
    ((0, 5, 5), (1, 5, 3), (0, 5, 3)),
    ((5, 5), (2, 5, 3), (2, 5, 3)),
    ((5, 5), (5, 0), (5, 0)),
    ((2, 1, 5, 5), (3, 5, 2), (2, 3, 5, 2)),
    ((2, 5, 5), (2, 5), None),
    ((0, 5, 5), (2, 5), None),
    ((5, 5), (3, 5), None),
    ((5, 5), (4,), None),
    ((2, 5, 5), (1,), None),
    ((5, 5), (), None),
    ((3, 5, 5), (2, 5, 1), None),
    ((2, 3), (2,), None),
    ((5,), (5,), None),
]


def case(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    matrices = RANDOM.normal(size=first)
    if len(first) > 1 and first[-1] == first[-2]:
        matrices = matrices + 9 * np.eye(first[-1])
    return matrices, RANDOM.normal(size=second)


@pytest.mark.parametrize(("first", "second", "shape"), [one for one in SHAPES if one[2] is not None])
def test_shapes_that_go_together(
    backend: str, first: tuple[int, ...], second: tuple[int, ...], shape: tuple[int, ...]
) -> None:
    x1, x2 = case(first, second)
    expected = np.linalg.inv(x1) @ x2
    assert expected.shape == shape
    arguments = VALUE[backend](x1), VALUE[backend](x2)
    assert_same(ua.linalg.solve(*arguments), expected, tolerance=100)
    out = MEMORY[backend](np.zeros(shape))
    assert ua.linalg.solve(*arguments, out=out) is out
    assert_same(out, expected, tolerance=100)


@pytest.mark.parametrize(("first", "second"), [one[:2] for one in SHAPES if one[2] is None])
def test_shapes_that_do_not(backend: str, first: tuple[int, ...], second: tuple[int, ...]) -> None:
    x1, x2 = (VALUE[backend](one) for one in case(first, second))
    out = MEMORY[backend](np.ones((2, 5)))
    before = bits(out)
    for namespace in (ua, ua.array_namespace(x1)):
        for options in ({}, {"out": out}):
            with pytest.raises(ValueError) as caught:
                namespace.linalg.solve(x1, x2, **options)
            if len(first) < 2 or first[-1] != first[-2]:
                assert str(caught.value) == f"linalg.solve: x1 has shape {first}, expected square matrices (..., M, M)"
                continue
            assert str(caught.value) == (
                f"linalg.solve: x1 has shape {first}, x2 has shape {second}, expected square matrices (..., M, M) in "
                "x1, and in x2 one vector (M,) or matrices (..., M, K), the others broadcasting: reshape one of them"
            )
    assert bits(out) == before
