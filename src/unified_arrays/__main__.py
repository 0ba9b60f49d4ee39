"""`unified-arrays`, or `python -m unified_arrays`: what is installed, what functions do with out, what is wrong."""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from . import __version__
from .backends import KNOWN

# What a command ends with, as the shell sees it.
DONE, FOUND, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says, and return its exit code; without a command, print the help and return 2."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return USAGE
    return int(options.run(options))


def _parser() -> argparse.ArgumentParser:
    name = "unified-arrays"
    described = "What is installed, what each function does with out=, and what of this machine is wrong or slow."
    codes = "exit codes: 0 done; 1 something is missing or to be changed; 2 the command line is wrong"
    parser = argparse.ArgumentParser(prog=name, description=described, epilog=codes)
    parser.add_argument("--version", action="version", version=f"unified_arrays {__version__}")
    commands = parser.add_subparsers(dest="command", title="commands")
    told = argparse.ArgumentParser(add_help=False)
    told.add_argument("--json", action="store_true", help="print JSON, for programs")

    info = commands.add_parser(
        "info", parents=[told], help="which versions are here, and whether the tests are run with them"
    )
    info.set_defaults(run=_info)
    matrix = commands.add_parser("matrix", parents=[told], help="how each function, or one, is written into out=")
    matrix.add_argument("function", nargs="?", help="such as add or linalg.svd; default: all")
    matrix.set_defaults(run=_matrix)
    memory = commands.add_parser(
        "memory", parents=[told], help="why repeating an operation moves an array, and what does not move it"
    )
    memory.add_argument("--backend", choices=list(KNOWN), action="append", help="only this one; may be repeated")
    memory.set_defaults(run=_memory)
    doctor = commands.add_parser(
        "doctor", parents=[told], help="what of this machine is known to be wrong or slow: threads, processor, memory"
    )
    doctor.set_defaults(run=_doctor)
    bench = commands.add_parser(
        "bench", parents=[told], help="what calls cost here, beside the framework's own, without out= and with it"
    )
    bench.add_argument("--quick", action="store_true", help="rough figures, in a second for each backend")
    bench.add_argument("--backend", choices=list(KNOWN), action="append", help="only this one; may be repeated")
    bench.set_defaults(run=_bench)
    for command in commands.choices.values():
        command.epilog = codes
    return parser


# The modules below import every framework that is installed.


def _info(options: argparse.Namespace) -> int:
    from ._diagnostics import info

    found = info.facts(__version__)
    _show(options, found, lambda: info.report(found))
    return DONE


def _matrix(options: argparse.Namespace) -> int:
    from ._common.spec import SPECS
    from ._diagnostics import matrix

    name = options.function
    if name is not None and name not in SPECS:
        print(matrix.unknown(name), file=sys.stderr)
        return USAGE
    found = matrix.modes([*SPECS] if name is None else [name], matrix.installed())
    _show(options, found, lambda: matrix.parts(found))
    return DONE


def _memory(options: argparse.Namespace) -> int:
    from . import backends
    from ._diagnostics import memory_demo

    names = options.backend or list(KNOWN)
    if options.json:
        missing = [name for name in names if not backends.is_installed(name)]
        there = [name for name in names if name not in missing]
        _print_json({name: [asdict(step) for step in memory_demo.seen_on(name)] for name in there})
    else:
        missing = memory_demo.show(names, _printer())
    return FOUND if options.backend and missing else DONE


def _doctor(options: argparse.Namespace) -> int:
    from . import backends
    from ._diagnostics import doctor

    found = doctor.findings([backends.by_name(name) for name in KNOWN if backends.is_installed(name)])
    _show(options, [one._asdict() for one in found], lambda: [doctor.table_of(found)])
    return FOUND if any(one.level == doctor.PROBLEM for one in found) else DONE


def _bench(options: argparse.Namespace) -> int:
    from . import backends
    from ._diagnostics import bench

    names = options.backend or list(KNOWN)
    missing = [name for name in names if not backends.is_installed(name)]
    for name in missing if options.backend else ():
        print(f"bench: {backends.not_installed(name)}", file=sys.stderr)
    seconds = bench.QUICK if options.quick else bench.THOROUGH
    found = [one for name in names if name not in missing for one in bench.measured(name, seconds)]
    _show(options, [one._asdict() for one in found], lambda: bench.parts(found))
    return FOUND if options.backend and missing else DONE


def _show(options: argparse.Namespace, found: Any, parts: Callable[[], Any]) -> None:
    """What was found, for programs or for people."""
    if options.json:
        _print_json(found)
        return
    show_text = _printer()
    for part in parts():
        show_text(part)


def _print_json(found: Any) -> None:
    print(json.dumps(found, indent=2))


def _printer() -> Callable[[object], None]:
    """print, or that of rich on a terminal."""
    if importlib.util.find_spec("rich") is None or not sys.stdout.isatty():
        return print
    from rich.console import Console

    return Console().print


if __name__ == "__main__":
    raise SystemExit(main())
