"""A function of several calls as one program of torch.compile.

It is traced as a whole (`fullgraph=True`) or not at all: what cannot be compiled is then known before anything runs, so
that the function can still be called as it is. Dynamo keeps the programs, with guards that are finer than kinds of
calls: it leaves floats and sizes open by itself, and makes no new program for each kind.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from ..._common.errors import first_line
from .. import Invocation, NotCompiled, Program
from .private_interfaces import COMPILERS

# Numbers of 16 bits are rounded after each operation, as they are call by call: (60000 + 60000) / 2 is infinite.
_OPTIONS: dict[str, str | int | bool | Callable[..., Any]] = {"emulate_precision_casts": True}


def compiled(invocation: Invocation) -> Program:
    """The program for invocations of that kind. What cannot be compiled shows when it runs."""
    programs = [torch.compile(invocation.function, fullgraph=True, options=_OPTIONS)]
    if invocation.numbers:
        # Dynamo (2.13) traces a float that changes as a symbol, of which it cannot ask what attributes it has. The
        # second way makes a program for each value, up to torch._dynamo.config.recompile_limit.
        programs.append(torch.compile(invocation.function, fullgraph=True, dynamic=False, options=_OPTIONS))

    def run(invocation: Invocation) -> Any:
        while len(programs) > 1:
            try:
                return _run(programs[0], invocation)
            except NotCompiled:
                del programs[:-1]
        return _run(programs[0], invocation)

    return Program(run)


def _run(program: Callable[..., Any], invocation: Invocation) -> Any:
    try:
        return program(*invocation.arguments, **invocation.options)
    except Exception as error:
        if not any(one.__module__.startswith(COMPILERS) for one in type(error).__mro__):
            raise
        raise NotCompiled(f"{type(error).__name__} of torch.compile: {first_line(error)}") from error
