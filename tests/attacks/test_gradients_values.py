"""Without out=, gradients are those of the function: against finite differences, once and twice differentiated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frameworks import function_of, leaves
from unified_arrays.testing._inputs import LARGE, ONE_RESULT, Row

from support import VALUE, arrays_of, numpy_of

LARGE_FUNCTIONS = ("acos", "pow", "hypot", "logaddexp", "maximum", "copysign")
SYMMETRIC = ("linalg.cholesky", "linalg.eigvalsh", "linalg.eigvals")  # the last has its values in any order


def is_smooth(values: Any) -> bool:
    return isinstance(values, np.ndarray) and values.dtype.kind in "fc"


def arrays_in(argument: Any) -> list[np.ndarray]:
    return [one for one in leaves(argument) if is_smooth(one)]


ROWS = [
    row
    for row in (*ONE_RESULT, *(row for row in LARGE if row.function in LARGE_FUNCTIONS))
    if arrays_in(row.arguments) and np.asarray(row.expected()).dtype in (np.float64, np.complex128)
]

# What differentiates nothing, by (function, backend), and says so in one of two ways.
NO_DERIVATIVE = {("floor_divide", "torch"): "derivative for aten::floor_divide is not implemented"}
IS_A_VARIABLE = {("asarray", "tensorflow")}  # docs/out.md, 9


@pytest.fixture
def differentiate(backend: str) -> Callable[..., Any]:
    """(program, arrays) -> its gradient for each of the arrays, which can be differentiated itself; None for zero."""
    return {"torch": _in_torch, "tensorflow": _in_tensorflow}[backend]


def _in_torch(program: Callable[..., Any], arrays: list[Any]) -> list[Any]:
    import torch

    if not any(one.requires_grad for one in arrays):
        arrays = [one.requires_grad_() for one in arrays]
    result = program(*arrays)
    found = torch.autograd.grad(result, arrays, create_graph=True, allow_unused=True) if result.requires_grad else None
    return list(found or [None] * len(arrays))


def _in_tensorflow(program: Callable[..., Any], arrays: list[Any]) -> list[Any]:
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(arrays)
        result = program(*arrays)
    return list(tape.gradient(result, arrays))


class Case:
    """A row near its values, as a real function of its arrays: a fixed combination of the result's elements."""

    def __init__(self, row: Row, backend: str, seed: int) -> None:
        self.row, self.backend = row, backend
        self.random = np.random.default_rng(seed)
        self.points = [one + 0.01 + 0.002 * np.tanh(self.like(one)) for one in arrays_in(row.arguments)]
        self.directions = [self.like(one) for one in self.points]
        weights = self.like(numpy_of(self.call(*self.native(self.points))))
        self.weights = VALUE[backend](np.ones_like(weights) if row.function == "linalg.eigvals" else weights)

    def like(self, values: np.ndarray) -> np.ndarray:
        """Random values; symmetric where the function takes a symmetric matrix."""
        found = self.random.normal(size=values.shape)
        if self.row.function in SYMMETRIC and found.ndim == 2 and found.shape[0] == found.shape[1]:
            found = found + found.T
        return found + 1j * self.random.normal(size=values.shape) if values.dtype.kind == "c" else found

    def native(self, values: list[np.ndarray]) -> list[Any]:
        return [VALUE[self.backend](one) for one in values]

    def call(self, *arrays: Any) -> Any:
        rest = iter(arrays)

        def put(argument: Any) -> Any:
            if isinstance(argument, list):
                return [put(one) for one in argument]
            return next(rest) if is_smooth(argument) else arrays_of(self.backend, argument)

        return function_of(self.row.function)(*map(put, self.row.arguments), **self.row.options)

    def combination(self, *arrays: Any) -> Any:
        return inner(self.weights, self.call(*arrays))

    def moved(self, step: float) -> list[Any]:
        return self.native([x + step * along for x, along in zip(self.points, self.directions, strict=True)])

    def slope(self, function: Callable[..., float], step: float = 1e-6) -> float:
        """The derivative of a function of the arrays along the directions."""
        ahead, behind = (function(*self.moved(one)) for one in (step, -step))
        return (ahead - behind) / (2 * step)


def inner(first: Any, second: Any) -> Any:
    """The real inner product of two arrays of the framework, by its own operators."""
    module = type(first).__module__.partition(".")[0]
    if module == "torch":
        import torch

        second = second.to(torch.complex128) if first.is_complex() else second
        return (first.conj() * second).real.sum() if first.is_complex() else (first * second.to(first.dtype)).sum()
    import tensorflow as tf

    second = tf.cast(second, first.dtype)
    return tf.reduce_sum(tf.math.real(tf.math.conj(first) * second))


def along(directions: list[np.ndarray], gradients: list[Any]) -> float:
    """The directional derivative that gradients say; None is zero."""
    pairs = [(u, dense(g)) for u, g in zip(directions, gradients, strict=True) if g is not None]
    return float(sum(np.sum((np.conj(g) * u).real) for u, g in pairs))


def dense(gradient: Any) -> np.ndarray:
    """As an ndarray; PyTorch has lazy zeros, TensorFlow the rows that are not zero."""
    if type(gradient).__module__.startswith("torch"):
        return gradient.numpy(force=True)
    import tensorflow as tf

    return tf.convert_to_tensor(gradient).numpy()


@pytest.mark.backends("torch", "tensorflow")
@pytest.mark.parametrize("row", ROWS, ids=str)
@settings(deadline=None, max_examples=2, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32 - 1))
def test_gradient(row: Row, seed: int, backend: str, differentiate: Callable[..., Any]) -> None:
    case = Case(row, backend, seed)
    if (row.function, backend) in NO_DERIVATIVE:
        with pytest.raises(RuntimeError, match=NO_DERIVATIVE[row.function, backend]):
            differentiate(case.combination, case.native(case.points))
        return
    if (row.function, backend) in IS_A_VARIABLE:
        assert differentiate(case.combination, case.native(case.points)) == [None]
        return
    said = along(case.directions, differentiate(case.combination, case.native(case.points)))
    wanted = case.slope(lambda *arrays: float(dense(case.combination(*arrays))))
    assert said == pytest.approx(wanted, rel=1e-5, abs=1e-5)


@pytest.mark.backends("torch", "tensorflow")
@pytest.mark.parametrize("row", [row for row in ROWS if row.function not in ("floor_divide", "asarray")], ids=str)
def test_gradient_of_the_gradient(row: Row, backend: str, differentiate: Callable[..., Any]) -> None:
    case = Case(row, backend, 1)
    others = case.native([case.like(one) for one in case.points])

    def derivative(*arrays: Any) -> Any:
        gradients = differentiate(case.combination, list(arrays))
        terms = [inner(u, g) for u, g in zip(others, gradients, strict=True) if g is not None]
        return sum(terms[1:], terms[0]) if terms else inner(others[0], 0 * others[0])

    said = along(case.directions, differentiate(derivative, case.native(case.points)))
    wanted = case.slope(lambda *arrays: float(dense(derivative(*arrays))))
    assert said == pytest.approx(wanted, rel=1e-5, abs=1e-5)
