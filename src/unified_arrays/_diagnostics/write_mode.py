"""How a call with out= reaches out's memory: by the tables of a backend, or by a dry run of the call itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .. import backends
from .._common import errors
from .._common.spec import SPECS, Spec
from .._dispatch import selection
from .._dispatch.inspection import backend_of
from .._out.result_shapes import shape_rule
from ..backends import WriteMode

__all__ = ["write_mode"]


def write_mode(
    function: str | Callable[..., Any],
    backend: str | None = None,
    *,
    arguments: Sequence[Any] | None = None,
    options: Mapping[str, Any] | None = None,
    out: Any = None,
) -> WriteMode:
    """How `function(..., out=)` reaches out's memory on a backend (the selected one if None), where the case is plain.

    "native": the library's kernel fills out, no temporary; "copy": computed, checked, copied into out; "assign": the
    result's buffer becomes the variable's; "update": in place where out is an input, assigned elsewhere. Inside
    `in_place_writes()` what XLA can compile is "native" on TensorFlow, too.

    With `out`, it is how the call `function(*arguments, **options, out=out)` would write, here and now. The call is
    made, with all its checks, but nothing is written: it takes the call's time, and memory of the size of out. An out
    of None in a tuple is left out, as in the call.

    Raises ValueError for an unknown function or one without out=; with `out`, what the call would raise, and
    NotImplementedError inside a graph.

    Parameters
    ----------
    function : str or function
        Such as 'add', 'linalg.svd' or `ua.add`.
    backend : str, optional
        The backend; None is the selected one. Not together with `out`.
    arguments : sequence, optional
        The arguments of a call.
    options : mapping, optional
        Its keyword arguments.
    out : array, or tuple of arrays and None, optional
        Its out.

    Returns
    -------
    str
        'native', 'copy', 'assign' or 'update'.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.write_mode("add", "numpy")
    'native'
    """
    name = function if isinstance(function, str) else _name_of(function)
    spec = SPECS.get(name) or SPECS.get(name.removeprefix("linalg."))  # the products have two names
    if spec is None or not spec.takes_out:
        message = f"write_mode: {name!r} is no function that takes out=, expected a name such as 'add' or 'linalg.svd'"
        raise ValueError(message)
    if arguments is not None or options is not None or out is not None:
        if backend is not None:
            raise errors.dry_run_names_backend("write_mode")
        called = function if callable(function) else getattr(sys.modules[spec.module], spec.last_name)
        return _dry_run(spec, called, arguments or (), options or {}, out)
    chosen = backends.by_name(selection.get_backend() if backend is None else backend, "write_mode")
    if spec.name in chosen.views or (spec.name in chosen.filled_in_place and selection.writes_in_place(chosen.name)):
        return "native"
    kernel = chosen.native.get(spec.name)
    return kernel.mode if kernel is not None and shape_rule(spec.name, spec.family) is not None else chosen.mode


def _dry_run(
    spec: Spec, function: Callable[..., Any], arguments: Sequence[Any], options: Mapping[str, Any], out: Any
) -> WriteMode:
    """How a call would write: the call itself, on a backend that notes what it does and writes to a stand-in."""
    # Calls are seldom watched, and what watches them takes a share of the package's import.
    from .probe import probing
    from .watched_calls import watched

    outs = [array for array in (out if isinstance(out, (tuple, list)) else [out]) if array is not None]
    if not outs:
        raise errors.dry_run_without_out("write_mode")
    backend = backend_of("write_mode", "out", outs[0])
    stand_in = out if backend.unwritable(outs[0]) else backend.stand_in(outs[0])  # the call refuses what is unwritable
    if isinstance(stand_in, str):
        raise errors.no_dry_run("write_mode", stand_in)
    with watched(), probing(stand_in) as seen:
        function(*arguments, **options, out=out)
    mode = seen.mode(backend, of_view=spec.name in backend.views)
    assert mode is not None  # what returns has written
    return mode


def _name_of(function: Callable[..., Any]) -> str:
    return next(
        (name for name, spec in SPECS.items() if spec.stub is getattr(function, "__wrapped__", None)), repr(function)
    )
