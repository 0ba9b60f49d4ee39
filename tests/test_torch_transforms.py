"""Every function in the transforms of torch.func (vmap, jvp, vjp, grad) and in the traces of TorchScript."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays.testing._inputs import EVERY, Row

from graphs import Case
from support import assert_same, selected

torch = pytest.importorskip("torch")

pytestmark = [
    # PyTorch (2.13) warns of TorchScript, of whatever reads a size in a trace, and of functions it batches one by one.
    pytest.mark.filterwarnings(r"ignore:.torch.jit.*:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning"),
    pytest.mark.filterwarnings("ignore:There is a performance drop:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*input value tensor is non-contiguous:UserWarning"),  # of a number (2.14)
]


def has_array(argument: Any) -> bool:
    return isinstance(argument, np.ndarray) or (isinstance(argument, list) and any(map(has_array, argument)))


OF_ARRAYS = [row for row in EVERY if any(map(has_array, row.arguments))]

# Rows that torch.vmap (2.13) does not take, and what it says.
NOT_BATCHED = {
    **dict.fromkeys(("moveaxis", "vecdot-axis"), "aten::moveaxis"),
    **dict.fromkeys(("unique", "union1d", "intersect1d", "setdiff1d", "setxor1d"), "dynamic shape"),
    **dict.fromkeys(("unique_values", "unique_all", "unique_counts", "unique_inverse"), "dynamic shape"),
    **dict.fromkeys(
        ("argwhere", "compress", "extract", "flatnonzero", "ix_", "nonzero", "trim_zeros"), "aten::nonzero_numpy"
    ),
    **dict.fromkeys(("bincount-weighted", "roots"), r"\.item\(\)"),
    "linalg.eigvals": r"\.item\(\)",  # it looks for NaN, for which PyTorch ends the process
}
if [int(part) for part in torch.__version__.split(".")[:2]] >= [2, 14]:
    NOT_BATCHED["repeat-each"] = "output_size"  # the size of the result depends on values

# Rows whose derivatives are not compared.
NOT_DERIVED = {
    "divmod", "floor_divide",  # "forward AD with aten::floor_divide" is not supported (2.13); its derivative is 0
    "linalg.cholesky", "linalg.eigh", "linalg.eigvalsh",  # of symmetric matrices, in symmetric directions only
    "linalg.eig",  # the phase of an eigenvector is not determined, and PyTorch refuses to derive it
}  # fmt: skip


@pytest.fixture(autouse=True)
def on_torch() -> Any:
    with selected("torch"):
        yield


def program_of(case: Case) -> Any:
    """The row's call as a function of its arrays, which returns a tuple."""
    return lambda *arrays: tuple(case.as_list(case.function(*case.arguments(arrays), **case.row.options)))


@pytest.mark.parametrize("row", OF_ARRAYS, ids=str)
def test_every_function_over_an_axis_of_arrays(row: Row) -> None:
    case = Case(row, "torch")
    arrays = [torch.stack([one, one]) for one in case.arrays]
    if str(row) in NOT_BATCHED:
        with pytest.raises(RuntimeError, match=NOT_BATCHED[str(row)]):
            torch.func.vmap(program_of(case))(*arrays)
        return
    for one, wanted in zip(torch.func.vmap(program_of(case))(*arrays), case.expected, strict=True):
        assert_same(one, np.stack([wanted, wanted]))


@pytest.mark.parametrize("row", OF_ARRAYS, ids=str)
def test_every_function_traced_by_torchscript(row: Row) -> None:
    case = Case(row, "torch")
    results = torch.jit.trace(program_of(case), tuple(case.arrays))(*[one.clone() for one in case.arrays])
    results = results if isinstance(results, tuple) else (results,)  # it unpacks a tuple of one
    for one, wanted in zip(results, case.expected, strict=True):
        assert_same(one, wanted)


def is_derived(row: Row) -> bool:
    """True for a row from doubles to doubles or complex numbers of them."""
    doubles = [one for one in row.arguments if isinstance(one, np.ndarray) and one.dtype == np.float64]
    results = Case(row, "numpy").expected
    return bool(doubles) and str(row) not in NOT_DERIVED and any(one.dtype in ("f8", "c16") for one in results)


@pytest.mark.parametrize("row", [row for row in OF_ARRAYS if is_derived(row)], ids=str)
def test_derivatives(row: Row) -> None:
    """Forward mode is the limit of differences, and reverse mode is its transpose."""
    case = Case(row, "torch")
    places = [i for i, one in enumerate(case.arrays) if one.dtype is torch.float64]

    def program(*values: Any) -> tuple[Any, ...]:
        arrays = list(case.arrays)
        for i, one in zip(places, values, strict=True):
            arrays[i] = one
        results = program_of(case)(*arrays)
        reals = [torch.view_as_real(one.resolve_conj()) if one.is_complex() else one for one in results]
        return tuple(one for one in reals if one.dtype is torch.float64)

    generator = torch.Generator().manual_seed(1)
    # A little away from the row's own values, where a minimum has ties and floor a step.
    x = [case.arrays[i] + 0.01 + 0.02 * torch.rand(case.arrays[i].shape, generator=generator) for i in places]
    along = [torch.randn(one.shape, dtype=one.dtype, generator=generator) for one in x]
    after = program(*[one + 1e-6 * step for one, step in zip(x, along, strict=True)])
    before = program(*[one - 1e-6 * step for one, step in zip(x, along, strict=True)])
    results, tangents = torch.func.jvp(program, tuple(x), tuple(along))
    for one, high, low in zip(tangents, after, before, strict=True):
        torch.testing.assert_close(one, (high - low) / 2e-6, rtol=1e-3, atol=1e-4, equal_nan=True)
    weights = tuple(torch.randn(one.shape, dtype=one.dtype, generator=generator) for one in results)
    gradients = torch.func.vjp(program, *x)[1](weights)
    forward = sum(torch.sum(one * weight) for one, weight in zip(tangents, weights, strict=True))
    reverse = sum(torch.sum(one * step) for one, step in zip(gradients, along, strict=True))
    torch.testing.assert_close(forward, reverse, equal_nan=True)


def energy(x: Any) -> Any:
    return ua.sum(ua.multiply(ua.exp(x), 2.0))


def test_transforms_of_transforms() -> None:
    x = torch.arange(6.0).reshape(2, 3)
    gradient = (2 * torch.exp(x)).numpy()
    assert_same(torch.func.grad(energy)(x), gradient)
    assert_same(torch.func.hessian(energy)(x[0]), np.diag(gradient[0]))
    assert_same(torch.func.vmap(torch.func.grad(energy))(x), gradient)


@pytest.mark.parametrize("transform", [torch.func.grad, torch.func.vmap])
def test_transforms_that_are_compiled(transform: Any) -> None:
    x = torch.arange(6.0).reshape(2, 3)
    torch._dynamo.reset()
    compiled = torch.compile(transform(energy), fullgraph=True, backend="aot_eager")
    assert_same(compiled(x), transform(energy)(x).numpy())


def test_calls_with_out() -> None:
    x = torch.arange(6.0).reshape(2, 3)

    def with_out(x: Any) -> Any:
        return ua.exp(x, out=torch.empty_like(x))

    assert_same(torch.func.vmap(with_out)(x), torch.exp(x).numpy())
    with pytest.raises(ua.GradientError, match="^exp: writing the result into out would cut the gradient"):
        torch.func.grad(lambda x: ua.sum(with_out(x)))(x)
    with pytest.raises(ua.GradientError, match="^exp: writing the result into out would cut the gradient"):
        torch.func.jvp(with_out, (x,), (torch.ones_like(x),))


def test_a_trace_computes_anew() -> None:
    x = torch.arange(6.0).reshape(2, 3)
    traced = torch.jit.trace(lambda x: ua.add(ua.exp(x), ua.sum(x, axis=0)), (x,))
    assert_same(traced(torch.ones(2, 3)), np.full((2, 3), np.e + 2, np.float32))


def test_what_values_say_is_looked_at_where_a_tensor_has_one_value() -> None:
    """Inside torch.func.grad it has; inside torch.vmap it stands for a batch, however many transforms are around it."""
    x, weights = torch.randn(2, 4, dtype=torch.float64), torch.rand(3, 4, dtype=torch.float64) + 0.5

    def total(w: torch.Tensor) -> torch.Tensor:
        return ua.cov(x, aweights=w).sum()  # type: ignore[attr-defined, no-any-return]

    one_by_one = torch.stack([torch.func.grad(total)(w) for w in weights])
    torch.testing.assert_close(torch.func.vmap(torch.func.grad(total))(weights), one_by_one)
    torch.testing.assert_close(torch.func.vmap(total)(weights), torch.stack([total(w) for w in weights]))
    with pytest.raises(ValueError, match="^cov: aweights holds what is negative"):
        torch.func.grad(total)(-weights[0])
