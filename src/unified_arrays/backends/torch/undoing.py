"""Programs of torch.compile that may raise an error when they run: what they had written by then is undone.

Inductor's kernels find a wrong index, a zero divisor or a singular matrix half-way through a program (2.13), when other
kernels of it have written. So the tensors that such a program writes to are copied before it runs. If it raises, they
get their values back, and the function is called as it is: that leaves what the calls leave, and raises their error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch

from .private_interfaces import compiler_of_graphs


class WentWrong(Exception):
    """A program raised an error, and has been undone."""


# Parts of the names of functions that raise an error because of values.
_JUDGING = frozenset(
    "assert bincount cholesky det eig eigh eigvals eigvalsh embedding gather index inv inverse linalg lstsq lu pinv "
    "put qr scatter slogdet solve svd take".split()
)
_DIVIDING = frozenset("div divide floor floordiv fmod mod remainder".split())


def compile_graph(graph: Any, inputs: Sequence[Any], *, options: dict[str, Any]) -> Callable[..., Any]:
    """What torch.compile calls: Inductor's program for a graph, undone if it raises."""
    program: Callable[..., Any] = compiler_of_graphs()(graph, inputs, config_patches=options)
    return _undone_if_it_raises(program) if any(map(_may_raise, graph.graph.nodes)) else program


def _may_raise(node: Any) -> bool:
    """Whether an operation of a graph raises an error for some values of its arguments."""
    if node.op not in ("call_function", "call_method"):
        return False
    name = node.target if isinstance(node.target, str) else getattr(node.target, "__name__", str(node.target))
    parts = frozenset(name.replace(".", "_").split("_"))
    if parts & _JUDGING:
        return True
    if parts & _DIVIDING:
        return not any(_is(one, lambda dtype: dtype.is_floating_point) for one in (node, *node.args))
    keys = node.args[1:2] if name in ("getitem", "setitem") else ()
    return any(_is(one, lambda dtype: True) for one in _leaves(keys))


def _is(node: Any, condition: Callable[[torch.dtype], bool]) -> bool:
    """Whether something in a graph stands for a tensor of such a dtype."""
    value = getattr(node, "meta", {}).get("example_value")
    return isinstance(value, torch.Tensor) and condition(value.dtype)


def _leaves(argument: Any) -> Iterator[Any]:
    if isinstance(argument, (list, tuple)):
        for item in argument:
            yield from _leaves(item)
    else:
        yield argument


def _undone_if_it_raises(program: Callable[..., Any]) -> Callable[..., Any]:
    changed: list[int] | None = None  # the inputs that it writes to, which its first run shows

    def run(*inputs: Any) -> Any:
        nonlocal changed
        watched = range(len(inputs)) if changed is None else changed
        tensors = [(i, inputs[i]) for i in watched if isinstance(inputs[i], torch.Tensor)]
        with torch.no_grad():
            before = [(i, tensor, tensor.clone(), _version(tensor)) for i, tensor in tensors]
        try:
            outputs = program(*inputs)
        except Exception as error:
            with torch.no_grad():
                for _, tensor, values, version in before:
                    if _is_changed(tensor, version):
                        tensor.copy_(values)
            raise WentWrong from error
        if changed is None:
            changed = [i for i, tensor, _, version in before if _is_changed(tensor, version)]
        return outputs

    return run


def _version(tensor: torch.Tensor) -> int | None:
    """How often it has been written to; None if PyTorch does not count that."""
    return None if tensor.is_inference() else tensor._version


def _is_changed(tensor: torch.Tensor, version: int | None) -> bool:
    return version is None or tensor._version != version
