"""A function of several calls as one program of torch.compile.

The function is traced in full (`fullgraph=True`) or not at all: so it is known before anything runs that it cannot be
compiled, and the function can still be called uncompiled. Dynamo caches the programs, with finer guards than kinds of
calls: it makes floats and sizes dynamic by itself, instead of a new program for each kind.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from ..._common.errors import first_line
from .. import Invocation, NotCompiled, Program
from ..common.failures import Failures
from .in_programs import runs_programs
from .private_interfaces import COMPILERS, compiler_of_graphs
from .undoing import WentWrong, compile_graph

# 16-bit floats are rounded after each operation, as without compilation: (60000 + 60000) / 2 is infinite.
_OPTIONS: dict[str, str | int | bool | Callable[..., Any]] = {"emulate_precision_casts": True}


def compile_program(invocation: Invocation) -> Program:
    """The program for invocations of that kind. It raises NotCompiled when it is first run."""
    how: dict[str, Any] = {"fullgraph": True, "options": _OPTIONS}
    if compiler_of_graphs() is not None:
        how["backend"] = compile_graph
    programs = [torch.compile(invocation.function, **how)]
    if invocation.numbers:
        # Dynamo (2.13) traces a float that changes as a symbol, on which it cannot trace hasattr. The second program is
        # recompiled for each value, up to torch._dynamo.config.recompile_limit.
        programs.append(torch.compile(invocation.function, dynamic=False, **how))

    failures = Failures()

    def run_first_that_compiles(invocation: Invocation) -> Any:
        while len(programs) > 1:
            try:
                return _run(programs[0], invocation, failures)
            except NotCompiled:
                del programs[:-1]
        return _run(programs[0], invocation, failures)

    return Program(run_first_that_compiles)


def _run(program: Callable[..., Any], invocation: Invocation, failures: Failures) -> Any:
    try:
        with runs_programs(undone=compiler_of_graphs() is not None):
            result = program(*invocation.arguments, **invocation.options)
    except WentWrong:
        return failures.result()
    except Exception as error:
        if not any(kind.__module__.startswith(COMPILERS) for kind in type(error).__mro__):
            raise
        raise NotCompiled(f"{type(error).__name__} of torch.compile: {first_line(error)}") from error
    failures.end()
    return result
