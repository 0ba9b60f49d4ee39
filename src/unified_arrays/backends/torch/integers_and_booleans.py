"""Integers and booleans where PyTorch (2.13) takes floating numbers only, and booleans where it takes numbers only.

NumPy and TensorFlow take them. Each function that needs it stands in a table with what is computed instead. It is tried
as it is first, so other calls cost nothing, and a kernel that PyTorch adds is used from then on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import attrgetter
from types import ModuleType
from typing import Any, NamedTuple

import torch

from ..._agnostic.namespaces import repaired

Call = Callable[..., Any]


class Instead(NamedTuple):
    """What is computed where PyTorch refuses a dtype."""

    takes: Call  # True of a dtype that is replaced
    change: Call  # an array of it, and the floating dtype of the other arguments -> the array to compute with
    result: Call = lambda result: result


def _is_whole(dtype: torch.dtype) -> bool:
    return not dtype.is_floating_point and not dtype.is_complex


def _is_bool(dtype: torch.dtype) -> bool:
    return dtype is torch.bool


def _as(dtype: torch.dtype) -> Call:
    return lambda x, floating: x.to(dtype)


_FLOATS = Instead(_is_whole, lambda x, floating: x.to(floating))
# Sums of many integers are exact in float64, and rounded once.
_MOMENT = Instead(_is_whole, _as(torch.float64), lambda result: result.to(torch.get_default_dtype()))
_POSITION = Instead(_is_bool, _as(torch.uint8))
_CHOICE = Instead(_is_bool, _as(torch.uint8), lambda result: result.to(torch.bool))
_COUNT = Instead(_is_bool, _as(torch.int32), lambda result: result != 0)
_TRUTH = Instead(_is_whole, lambda x, floating: x != 0)

INSTEAD: dict[str, Instead] = {
    **dict.fromkeys(("hypot", "logaddexp", "nextafter"), _FLOATS),
    **dict.fromkeys(
        [
            f"linalg.{name}"
            for name in (
                "cholesky det eigh eigvalsh eig eigvals inv matrix_norm matrix_rank pinv qr slogdet solve svd svdvals "
                "vector_norm"
            ).split()
        ],
        _FLOATS,
    ),
    **dict.fromkeys(("mean", "std", "var"), _MOMENT),
    **dict.fromkeys(("argmax", "argmin", "isin", "searchsorted"), _POSITION),
    "clip": _CHOICE,
    **dict.fromkeys(("matmul", "tensordot", "vecdot", "linalg.matrix_power"), _COUNT),
    **dict.fromkeys(("logical_and", "logical_or", "logical_xor", "logical_not"), _TRUTH),
}
# Of booleans these change nothing.
UNCHANGED = ("abs", "ceil", "floor", "round", "trunc")


def _computed_instead(function: Call, instead: Instead) -> Call:
    def call(*arguments: Any, **options: Any) -> Any:
        dtypes = [one.dtype for one in (*arguments, *options.values()) if isinstance(one, torch.Tensor)]
        if not any(map(instead.takes, dtypes)):
            return function(*arguments, **options)
        if not torch.compiler.is_compiling():  # Dynamo (2.13) does not catch what a kernel refuses
            try:
                return function(*arguments, **options)
            except RuntimeError:  # NotImplementedError, too: what else is wrong is said below
                pass
        floats = [one for one in dtypes if not _is_whole(one)] or [torch.get_default_dtype()]
        floating = reduce(torch.promote_types, floats)

        def changed(x: Any) -> Any:
            return instead.change(x, floating) if isinstance(x, torch.Tensor) and instead.takes(x.dtype) else x

        named = {name: changed(one) for name, one in options.items()}
        return instead.result(function(*map(changed, arguments), **named))

    return call


def _copied_if_bool(function: Call) -> Call:
    def call(x: Any, /) -> Any:
        return torch.clone(x) if isinstance(x, torch.Tensor) and x.dtype is torch.bool else function(x)

    return call


def _imag(x: Any, /) -> Any:
    return x.imag if x.is_complex() else torch.zeros_like(x)


def _tile(tile: Call) -> Call:
    # torch.tile takes a tuple; NumPy's a number, too.
    def call(x: Any, repetitions: Any, /) -> Any:
        return tile(x, repetitions if isinstance(repetitions, (tuple, list, torch.Size)) else (repetitions,))

    return call


def _tensordot(tensordot: Call) -> Call:
    # torch.tensordot takes pairs of sequences; NumPy's and TensorFlow's pairs of numbers, too.
    def call(x1: Any, x2: Any, /, *, axes: Any = 2) -> Any:
        if isinstance(axes, (tuple, list)):
            axes = tuple(one if isinstance(one, (tuple, list)) else (one,) for one in axes)
        return tensordot(x1, x2, axes=axes)

    return call


def _meshgrid(*arrays: Any, indexing: str = "xy") -> tuple[Any, ...]:
    # torch.meshgrid (2.13) refuses arrays of different dtypes.
    if len({one.dtype for one in arrays}) < 2:
        return tuple(torch.meshgrid(*arrays, indexing=indexing))

    def grid(i: int) -> Any:
        others = arrays[i].new_empty(())  # of which only the sizes matter
        return torch.meshgrid(
            *(one if j == i else others.expand(one.shape) for j, one in enumerate(arrays)), indexing=indexing
        )[i]

    return tuple(map(grid, range(len(arrays))))


def with_other_kinds(namespace: ModuleType) -> ModuleType:
    """`namespace`, its functions that stand in the tables for integers and booleans too."""
    repairs = {name: _computed_instead(attrgetter(name)(namespace), instead) for name, instead in INSTEAD.items()}
    repairs |= {name: _copied_if_bool(attrgetter(name)(namespace)) for name in UNCHANGED}
    repairs |= {"imag": _imag, "meshgrid": _meshgrid, "tile": _tile(namespace.tile)}
    return repaired(namespace, {**repairs, "tensordot": _tensordot(repairs["tensordot"])})
