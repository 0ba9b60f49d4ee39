"""Integers and booleans where PyTorch (2.13) takes floating dtypes only, and booleans where it takes numbers only.

NumPy and TensorFlow take them. A table has such functions with the dtype to compute in instead. PyTorch's function is
tried first, so other calls cost nothing, and a kernel that PyTorch adds is used from then on.
"""

from __future__ import annotations

from functools import reduce
from operator import attrgetter
from types import ModuleType
from typing import Any, NamedTuple

import torch

from ..._common.spec import Call


class Substitute(NamedTuple):
    """How to compute where PyTorch refuses a dtype."""

    replaces: Call  # True for a dtype that is replaced
    convert: Call  # (an array of it, the floating dtype of the other arguments) -> the array to compute with
    result: Call = lambda result: result


def _is_integer_or_bool(dtype: torch.dtype) -> bool:
    return not dtype.is_floating_point and not dtype.is_complex


def _is_bool(dtype: torch.dtype) -> bool:
    return dtype is torch.bool


def _as(dtype: torch.dtype) -> Call:
    return lambda x, floating: x.to(dtype)


_AS_FLOAT = Substitute(_is_integer_or_bool, lambda x, floating: x.to(floating))
# Sums of many integers are exact in float64, and rounded once.
_IN_FLOAT64 = Substitute(_is_integer_or_bool, _as(torch.float64), lambda result: result.to(torch.get_default_dtype()))
_AS_UINT8 = Substitute(_is_bool, _as(torch.uint8))
_AS_UINT8_AND_BACK = Substitute(_is_bool, _as(torch.uint8), lambda result: result.to(torch.bool))
_AS_COUNT = Substitute(_is_bool, _as(torch.int32), lambda result: result != 0)
_AS_TRUTH = Substitute(_is_integer_or_bool, lambda x, floating: x != 0)

SUBSTITUTES: dict[str, Substitute] = {
    **dict.fromkeys(("hypot", "logaddexp", "nextafter"), _AS_FLOAT),
    **dict.fromkeys(
        [
            f"linalg.{name}"
            for name in (
                "cholesky det eigh eigvalsh eig eigvals inv matrix_norm matrix_rank pinv qr slogdet solve svd svdvals "
                "vector_norm"
            ).split()
        ],
        _AS_FLOAT,
    ),
    **dict.fromkeys(("mean", "std", "var"), _IN_FLOAT64),
    **dict.fromkeys(("argmax", "argmin", "isin", "searchsorted"), _AS_UINT8),
    "clip": _AS_UINT8_AND_BACK,
    **dict.fromkeys(("matmul", "tensordot", "vecdot", "linalg.matrix_power"), _AS_COUNT),
    **dict.fromkeys(("logical_and", "logical_or", "logical_xor", "logical_not"), _AS_TRUTH),
}
# For booleans these are the identity.
UNCHANGED = ("abs", "ceil", "floor", "round", "trunc")


def _with_substitute(function: Call, substitute: Substitute) -> Call:
    def call_or_substitute(*arguments: Any, **options: Any) -> Any:
        dtypes = [x.dtype for x in (*arguments, *options.values()) if isinstance(x, torch.Tensor)]
        if not any(map(substitute.replaces, dtypes)):
            return function(*arguments, **options)
        if not torch.compiler.is_compiling():  # Dynamo (2.13) does not catch what a kernel refuses
            try:
                return function(*arguments, **options)
            except RuntimeError:  # also NotImplementedError; other errors are raised again below
                pass
        floating_dtypes = [dtype for dtype in dtypes if not _is_integer_or_bool(dtype)] or [torch.get_default_dtype()]
        floating = reduce(torch.promote_types, floating_dtypes)

        def convert(x: Any) -> Any:
            if isinstance(x, torch.Tensor) and substitute.replaces(x.dtype):
                return substitute.convert(x, floating)
            return x

        converted_options = {name: convert(value) for name, value in options.items()}
        return substitute.result(function(*map(convert, arguments), **converted_options))

    return call_or_substitute


def _with_copy_of_bool(function: Call) -> Call:
    def copy_bool_or_call(x: Any, /) -> Any:
        return torch.clone(x) if isinstance(x, torch.Tensor) and x.dtype is torch.bool else function(x)

    return copy_bool_or_call


def _imag(x: Any, /) -> Any:
    return x.imag if x.is_complex() else torch.zeros_like(x)


def _tile(tile: Call) -> Call:
    # torch.tile takes a tuple only; NumPy also takes an int.
    def tile_with_int(x: Any, repetitions: Any, /) -> Any:
        return tile(x, repetitions if isinstance(repetitions, (tuple, list, torch.Size)) else (repetitions,))

    return tile_with_int


def _tensordot(tensordot: Call) -> Call:
    # torch.tensordot takes pairs of sequences only; NumPy and TensorFlow also take pairs of ints.
    def tensordot_with_ints(x1: Any, x2: Any, /, *, axes: Any = 2) -> Any:
        if isinstance(axes, (tuple, list)):
            axes = tuple(item if isinstance(item, (tuple, list)) else (item,) for item in axes)
        return tensordot(x1, x2, axes=axes)

    return tensordot_with_ints


def _meshgrid(*arrays: Any, indexing: str = "xy") -> tuple[Any, ...]:
    # torch.meshgrid (2.13) refuses arrays of different dtypes.
    if len({array.dtype for array in arrays}) < 2:
        return tuple(torch.meshgrid(*arrays, indexing=indexing))

    def coordinates(i: int) -> Any:
        others = arrays[i].new_empty(())  # only their sizes matter
        return torch.meshgrid(
            *(array if j == i else others.expand(array.shape) for j, array in enumerate(arrays)), indexing=indexing
        )[i]

    return tuple(map(coordinates, range(len(arrays))))


def layer(namespace: ModuleType) -> dict[str, Call]:
    """The functions in the tables, which also take integers and booleans."""
    fixes = {
        name: _with_substitute(attrgetter(name)(namespace), substitute) for name, substitute in SUBSTITUTES.items()
    }
    fixes |= {name: _with_copy_of_bool(attrgetter(name)(namespace)) for name in UNCHANGED}
    fixes |= {"imag": _imag, "meshgrid": _meshgrid, "tile": _tile(namespace.tile)}
    return {**fixes, "tensordot": _tensordot(fixes["tensordot"])}
