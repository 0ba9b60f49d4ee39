"""What NumPy refuses at the call, and dask (2026.8) when it computes, in other words, or never."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import Any

from numpy.lib.array_utils import normalize_axis_tuple

from ..._agnostic.namespaces import function_of
from ..._common import argument_errors

REDUCTIONS = "all any argmax argmin count_nonzero max mean min prod std sum var".split()
WITHOUT_IDENTITY = frozenset("argmax argmin max min".split())
OF_AXES = ("diff", "flip")
OF_FOURIER = "fft ifft rfft irfft hfft ihfft fftn ifftn rfftn irfftn".split()
NORMS = ("backward", "ortho", "forward")


def refuse_chunked(function: str, parameter: str, x: Any, axes: tuple[int, ...]) -> None:
    """ValueError if one of these axes is in several chunks."""
    for axis in axes:
        if x.numblocks[axis] > 1:
            message = (
                f"{function}: {parameter} has chunks {x.chunks[axis]} along axis {axis}, expected one chunk there: "
                f"rechunk it with rechunk({{{', '.join(f'{one}: -1' for one in axes)}}})"
            )
            raise ValueError(message)


def refuse_other(function: str, parameter: str, value: Any, choices: tuple[str, ...]) -> None:
    """ValueError for a text that is none of the choices."""
    if value not in choices:
        raise argument_errors.unknown_choice(function, parameter, value, choices)


def _checking_axes(name: str, function: Callable[..., Any], *, axis: Any) -> Callable[..., Any]:
    """ValueError for an axis that is not there or is named twice, and for the largest of nothing."""

    @wraps(function)
    def with_axes(x: Any, /, **options: Any) -> Any:
        given = options.get("axis", axis)
        axes = tuple(range(x.ndim)) if given is None else normalize_axis_tuple(given, x.ndim, "axis")
        if name in WITHOUT_IDENTITY and 0 in {x.shape[one] for one in axes}:
            message = f"{name}: x has shape {x.shape}, and of no elements there is no {name}"
            raise ValueError(message)
        return function(x, **options)

    return with_axes


def _checking_chunks(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """ValueError for a norm that is none, and for an axis that is transformed and is in several chunks."""

    @wraps(function)
    def with_whole_axes(x: Any, /, **options: Any) -> Any:
        refuse_other(f"fft.{name}", "norm", options.get("norm", "backward"), NORMS)
        if name.endswith("n"):
            axes, sizes = options.get("axes"), options.get("s")
            if axes is None:
                axes = tuple(range(-(x.ndim if sizes is None else len(sizes)), 0))
        else:
            axes = (options.get("axis", -1),)
        normalize_axis_tuple(axes, x.ndim, "axis")
        refuse_chunked(f"fft.{name}", "x", x, tuple(axes))
        return function(x, **options)

    return with_whole_axes


def checking(namespace: Any) -> dict[str, Any]:
    """The functions of a namespace that are checked here first, by their names."""
    found: dict[str, Any] = {}
    for name in (*REDUCTIONS, *OF_AXES):
        own: Any = function_of(namespace, name)
        found[name] = _checking_axes(name, own, axis=-1 if name == "diff" else None)
    return found | {f"fft.{name}": _checking_chunks(name, getattr(namespace.fft, name)) for name in OF_FOURIER}


def of_known_sizes(value: Any) -> Any:
    """`value`, a dask array. ValueError if its sizes depend on elements that are not computed yet."""
    if any(map(math.isnan, value.shape)):
        message = (
            f"an array that can be written to has known sizes, and what is written to it has them too: x has shape "
            f"{value.shape}, which depends on values: call x.compute_chunk_sizes() first"
        )
        raise ValueError(message)
    return value
