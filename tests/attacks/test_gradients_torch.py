"""PyTorch's ways to record a gradient: a write raises GradientError or cuts nothing, and what raises wrote nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays.testing._inputs import ONE_RESULT, Row

from support import ARRAYS, assert_same, bits

torch = pytest.importorskip("torch")
forward_ad = pytest.importorskip("torch.autograd.forward_ad")

# PyTorch 2.13 uses what it has deprecated itself on the first use of forward mode.
pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated:DeprecationWarning")

every_row = pytest.mark.parametrize("row", ONE_RESULT, ids=str)
FLOATING = [row for row in ONE_RESULT if np.asarray(row.expected()).dtype.kind in "fc"]
every_floating_row = pytest.mark.parametrize("row", FLOATING, ids=str)

ONE, TWO = [1.0, 2.0], [3.0, 5.0]

# Every way to write what is computed of x into `out`, which has the shape of x.
WRITES: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda x, out: ua.add(x, x, out=out),
    "add a number": lambda x, out: ua.add(x, 1.0, out=out),
    "conj": lambda x, out: ua.conj(x, out=out),
    "exp": lambda x, out: ua.exp(x, out=out),
    "astype": lambda x, out: ua.astype(x, ua.float32, out=out),
    "matmul": lambda x, out: ua.matmul(torch.eye(2), x, out=out),
    "where": lambda x, out: ua.where(torch.tensor([True, False]), x, x, out=out),
    "concat": lambda x, out: ua.concat([x[:1], x[1:]], out=out),
    "cumulative_sum": lambda x, out: ua.cumulative_sum(x, out=out),
    "a sum, broadcast": lambda x, out: ua.broadcast_to(ua.sum(x), (2,), out=out),
    "a view": lambda x, out: ua.flip(x, out=out),
    "several": lambda x, out: ua.unstack(ua.stack([x, x]), out=(None, out))[1],
    "copyto": lambda x, out: ua.copyto(out, x),
    "at a slice": lambda x, out: ua.at(out)[:].set(x),
    "at places": lambda x, out: ua.at(out)[[0, 1]].add(x),
    "at a mask": lambda x, out: ua.at(out)[torch.tensor([True, True])].multiply(x),
    "fixed namespace": lambda x, out: ua.torch.add(x, x, out=out),
}
every_write = pytest.mark.parametrize("write", WRITES.values(), ids=list(WRITES))


def refused(write: Callable[[Any, Any], Any], x: Any, out: Any, match: str = "would cut the gradient") -> None:
    before = bits(out), bits(x)
    with pytest.raises(ua.GradientError, match=match):
        write(x, out)
    assert (bits(out), bits(x)) == before


# -- grad mode --------------------------------------------------------------------------------------------------------


@every_write
def test_an_input_that_requires_grad(write: Any) -> None:
    for x in (torch.tensor(ONE, requires_grad=True), torch.tensor(ONE, requires_grad=True) * 1):
        refused(write, x, torch.tensor(TWO), match="no_grad")
        with torch.no_grad():
            assert not write(x, torch.tensor(TWO)).requires_grad


@every_floating_row
@pytest.mark.parametrize("kind", ["leaf", "result", "view of a result"])
def test_an_out_that_requires_grad(row: Row, kind: str) -> None:
    out = ARRAYS["torch"].garbage(ARRAYS["torch"].plain(row)).requires_grad_()
    if kind != "leaf":
        out = (out * 1)[...] if "view" in kind else out * 1
    before = bits(out)
    with pytest.raises(ua.GradientError, match=f"^{row.function}: writing the result into out would cut"):
        ARRAYS["torch"].call(row, out=out)
    assert bits(out) == before


@every_write
def test_an_out_that_requires_grad_in_every_way(write: Any) -> None:
    base = torch.ones(4, requires_grad=True)
    with torch.no_grad():
        of_no_grad = base[:2]
    for out in (base[:2], base[::2], of_no_grad, torch.nn.Parameter(torch.tensor(TWO)), (base * 1).split(2)[0]):
        refused(write, torch.tensor(ONE), out)


def test_a_parameter_is_updated_without_grad() -> None:
    parameter = torch.nn.Parameter(torch.tensor(ONE))
    (parameter * torch.tensor(TWO)).sum().backward()
    with torch.no_grad():
        assert ua.subtract(parameter, ua.multiply(parameter.grad, 0.5), out=parameter) is parameter
        ua.at(parameter)[0].add(1.0)
    assert parameter.requires_grad
    assert parameter.is_leaf
    assert parameter.tolist() == [0.5, -0.5]


@every_row
def test_what_was_saved_for_backward_is_known_to_have_changed(row: Row) -> None:
    """PyTorch's backward counts writes: none may escape it."""
    out = ARRAYS["torch"].garbage(ARRAYS["torch"].plain(row))
    before = out._version
    ARRAYS["torch"].call(row, out=out)
    assert out._version > before


@every_write
@pytest.mark.parametrize("grad_mode", [True, False])
def test_backward_raises_for_a_saved_tensor(write: Any, grad_mode: bool) -> None:
    x, saved = torch.tensor(ONE, requires_grad=True), torch.tensor(TWO)
    y = (x * saved).sum()
    with torch.set_grad_enabled(grad_mode):
        write(torch.tensor(ONE), saved)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.backward()


def test_unsigned_writes_are_counted_too() -> None:
    x = torch.tensor([1, 2], dtype=torch.uint16)
    for write in (lambda: ua.at(x)[[0, 0]].add(x), lambda: ua.at(x)[0].set(3), lambda: ua.add(x, x, out=x)):
        before = x._version
        write()
        assert x._version > before


def test_an_out_inside_a_function_of_autograd() -> None:
    class Square(torch.autograd.Function):
        @staticmethod
        def forward(context: Any, x: Any) -> Any:
            context.save_for_backward(x)
            return ua.multiply(x, x, out=torch.empty_like(x))

        @staticmethod
        def backward(context: Any, gradient: Any) -> Any:
            (x,) = context.saved_tensors
            return ua.multiply(ua.multiply(x, 2.0), gradient, out=torch.empty_like(x))

    x = torch.tensor(ONE, requires_grad=True)
    Square.apply(x).sum().backward()
    assert x.grad.tolist() == [2.0, 4.0]


@pytest.mark.parametrize("use_reentrant", [True, False])
def test_checkpointing_does_not_hide_a_cut(use_reentrant: bool) -> None:
    from torch.utils.checkpoint import checkpoint

    def block(x: Any) -> Any:
        return ua.multiply(x, x, out=torch.empty(2)) * x

    x = torch.tensor(ONE, requires_grad=True)
    with pytest.raises(ua.GradientError):  # the reentrant one computes without grad first, and again in backward
        checkpoint(block, x, use_reentrant=use_reentrant).sum().backward()
    assert x.grad is None


# -- inference mode ---------------------------------------------------------------------------------------------------


def inference_tensor(values: Any) -> Any:
    with torch.inference_mode():
        return torch.tensor(values)


@every_row
def test_an_inference_tensor_is_no_out_outside(row: Row) -> None:
    """PyTorch raises for it when it has written."""
    like = ARRAYS["torch"].garbage(ARRAYS["torch"].plain(row))
    with torch.inference_mode():
        out = like.clone()
    with pytest.raises(ValueError, match=r"cannot be written to: it was made in torch.inference_mode\(\)"):
        ARRAYS["torch"].call(row, out=out)
    assert_same(out, like.numpy())


@every_write
def test_inference_tensors(write: Any) -> None:
    wanted = write(torch.tensor(ONE), torch.tensor(TWO)).clone()
    assert torch.equal(write(inference_tensor(ONE), torch.tensor(TWO)), wanted)
    for x, out in ((torch.tensor(ONE), inference_tensor(TWO)), (inference_tensor(ONE), inference_tensor(TWO))):
        for grad_mode in (True, False):
            before = bits(out)
            with torch.set_grad_enabled(grad_mode), pytest.raises(ValueError, match="inference_mode"):
                write(x, out)
            assert bits(out) == before
    for x in (torch.tensor(ONE), inference_tensor(ONE), torch.tensor(ONE, requires_grad=True)):
        for out in (torch.tensor(TWO), inference_tensor(TWO), torch.tensor(TWO, requires_grad=True)):
            with torch.inference_mode():
                assert torch.equal(write(x, out), wanted)


def test_an_inference_tensor_that_is_an_input_too() -> None:
    x = inference_tensor(ONE)
    for function in (ua.add, ua.multiply, ua.copysign):
        with pytest.raises(ValueError, match="inference_mode"):
            function(x, x, out=x)
    with torch.inference_mode():
        ua.add(x, x, out=x)
    assert x.tolist() == [2.0, 4.0]


# -- forward mode -----------------------------------------------------------------------------------------------------


@every_write
@pytest.mark.parametrize("grad_mode", [True, False])
def test_a_tangent_is_not_lost(write: Any, grad_mode: bool) -> None:
    with forward_ad.dual_level(), torch.set_grad_enabled(grad_mode):
        x = forward_ad.make_dual(torch.tensor(ONE), torch.ones(2))
        refused(write, x, torch.tensor(TWO), match=r"x.detach\(\)")
        refused(write, torch.tensor(ONE), forward_ad.make_dual(torch.tensor(TWO), torch.ones(2)))
        out = torch.tensor(TWO)
        assert forward_ad.unpack_dual(write(x.detach(), out)).tangent is None
    assert torch.equal(out, write(torch.tensor(ONE), torch.tensor(TWO)))


@pytest.mark.parametrize("function", ["add", "multiply", "subtract", "exp", "sum", "conj"])
def test_a_dual_out_that_is_an_input(function: str) -> None:
    """PyTorch's kernels raise here when they have written."""
    with forward_ad.dual_level():
        x = forward_ad.make_dual(torch.tensor(ONE if function != "sum" else 2.0), torch.tensor(1.0).expand(2)
                                 if function != "sum" else torch.tensor(1.0))  # fmt: skip
        arguments = [x, x] if function in ("add", "multiply", "subtract") else [x]
        for inputs in (arguments, [one.detach() for one in arguments]):
            before = bits(x)
            with pytest.raises(ua.GradientError):
                getattr(ua, function)(*inputs, out=x)
            assert bits(x) == before


def test_what_has_no_tangent_is_written_in_a_dual_level() -> None:
    with forward_ad.dual_level():
        x, out = forward_ad.make_dual(torch.tensor(ONE), torch.ones(2)), torch.tensor([False, False])
        assert ua.greater(x, 1.5, out=out) is out
        y = torch.tensor(TWO)
        assert ua.add(y, y, out=y) is y
    assert out.tolist() == [False, True]
    assert y.tolist() == [6.0, 10.0]


# -- torch.func -------------------------------------------------------------------------------------------------------

FUNC = torch.func
TRANSFORMS: dict[str, Callable[[Any], Callable[[Any], Any]]] = {
    "grad": lambda f: FUNC.grad(lambda x: f(x).sum()),
    "vjp": lambda f: lambda x: FUNC.vjp(f, x)[1](x)[0],
    "jvp": lambda f: lambda x: FUNC.jvp(f, (x,), (torch.ones(2),))[1],
    "jacrev": FUNC.jacrev,
    "jacfwd": FUNC.jacfwd,
    "hessian": lambda f: FUNC.hessian(lambda x: f(x).sum()),
}


@pytest.mark.parametrize("transform", TRANSFORMS.values(), ids=list(TRANSFORMS))
@every_write
def test_a_transform_refuses_out(write: Any, transform: Any) -> None:
    captured = torch.tensor(TWO)
    programs: list[Callable[[Any], Any]] = [
        lambda x: write(x, captured) * 1,
        lambda x: write(x, torch.tensor(TWO)) * 1,
        lambda x: write(x, torch.empty_like(x)) * 1,
        lambda x: write(torch.ones(2), x) * 1,  # out is what is differentiated
    ]
    for program in programs:
        x = torch.tensor(ONE)
        with pytest.raises(ua.GradientError):
            transform(program)(x)
        assert x.tolist() == ONE
    assert captured.tolist() == TWO


@pytest.mark.parametrize("transform", TRANSFORMS.values(), ids=list(TRANSFORMS))
@every_write
def test_a_transform_lets_through_what_is_not_differentiated(write: Any, transform: Any) -> None:
    def program(x: Any) -> Any:
        return x * x * write(torch.tensor(ONE), torch.tensor(TWO))

    factor = write(torch.tensor(ONE), torch.tensor(TWO))
    wanted = transform(lambda x: x * x * factor)(torch.tensor(ONE))
    assert torch.equal(transform(program)(torch.tensor(ONE)), wanted)


@pytest.mark.parametrize("inner", TRANSFORMS.values(), ids=list(TRANSFORMS))
@pytest.mark.parametrize("outer", TRANSFORMS.values(), ids=list(TRANSFORMS))
def test_a_transform_inside_a_transform(outer: Any, inner: Any) -> None:
    """A write that an outer transform differentiates raises, or keeps the gradient; it is never silently cut."""

    def program(square: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda x: inner(lambda y: square(x) * y * y)(torch.tensor(TWO)).sum() * torch.ones(2)

    wanted = outer(program(lambda x: ua.multiply(x, x)))(torch.tensor(ONE))
    for out in (lambda x: torch.empty(2), torch.empty_like):
        try:
            found = outer(program(lambda x, out=out: ua.multiply(x, x, out=out(x)) * 1))(torch.tensor(ONE))
        except ua.GradientError:
            continue
        assert torch.equal(found, wanted)


def test_autograd_outside_a_transform() -> None:
    x = torch.tensor(ONE, requires_grad=True)

    def program(y: Any) -> Any:
        return (ua.multiply(x, x, out=torch.empty(2)) * y).sum()

    try:
        found = FUNC.grad(program)(torch.ones(2))
    except ua.GradientError:
        return
    found.sum().backward()
    assert x.grad.tolist() == [2.0, 4.0]


X = np.arange(8.0).reshape(2, 2, 2)
BATCHED: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda x, out: ua.add(x, x.T, out=out),
    "exp": lambda x, out: ua.exp(x, out=out),
    "matmul": lambda x, out: ua.matmul(x, x, out=out),
    "flip": lambda x, out: ua.flip(x, out=out),
    "copyto": lambda x, out: ua.copyto(out, x[0]),
    "at": lambda x, out: ua.at(out)[..., 0].add(x[1]),
}


@pytest.mark.parametrize("write", BATCHED.values(), ids=list(BATCHED))
def test_vmap(write: Any) -> None:
    x = torch.tensor(X)
    wanted = torch.stack([write(one, torch.ones_like(one)) for one in x])
    out = torch.ones_like(x)
    assert torch.equal(FUNC.vmap(lambda x, out: write(x, out) * 1)(x, out), wanted)
    assert torch.equal(out, wanted)
    out = torch.ones_like(x)
    FUNC.vmap(lambda x, out: write(x, out) * 1, in_dims=(0, 2))(x, out.permute(1, 2, 0))
    assert torch.equal(out, wanted)
    assert torch.equal(FUNC.vmap(lambda x: write(x, torch.ones_like(x)) * 1)(x), wanted)
    same = x.clone()
    wanted = torch.stack([write(one, one.clone()) for one in x])  # the oracle: out is a copy of the input
    assert torch.equal(FUNC.vmap(lambda x: write(x, x) * 1)(same), wanted)
    assert torch.equal(same, wanted)


def test_vmap_refuses_what_does_not_fit() -> None:
    x = torch.ones(3, 2)
    with pytest.raises(ValueError, match=r"out has shape \(4,\), the result has shape \(2,\)"):
        FUNC.vmap(lambda x, out: ua.add(x, x, out=out))(x, torch.empty(3, 4))
    with pytest.raises(TypeError, match="out has dtype int64"):
        FUNC.vmap(lambda x, out: ua.add(x, x, out=out))(x, torch.empty(3, 2, dtype=torch.int64))
    captured = torch.full((2,), 7.0)
    with pytest.raises(RuntimeError, match="vmap"):  # which one of the three results?
        FUNC.vmap(lambda x: ua.add(x, x, out=captured) * 1)(x)
    assert captured.tolist() == [7.0, 7.0]


def test_grad_of_vmap_and_vmap_of_grad() -> None:
    """What vmap makes does not say that it requires a gradient: the write then keeps it."""
    x = torch.tensor([ONE, TWO])
    for transform in (
        lambda f: FUNC.grad(lambda x: FUNC.vmap(f)(x).sum()),
        lambda f: FUNC.vmap(FUNC.grad(lambda x: f(x).sum())),
        lambda f: FUNC.jacfwd(lambda x: FUNC.vmap(f)(x).sum()),
    ):
        wanted = transform(lambda x: torch.sin(x) * x)(x)
        try:
            found = transform(lambda x: ua.multiply(torch.sin(x), x, out=torch.empty_like(x)) * 1)(x)
        except ua.GradientError:
            continue
        assert torch.equal(found, wanted)
