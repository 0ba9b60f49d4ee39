"""`python -m unified_arrays`: what is installed, and what happens to addresses and bytes on each backend."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Callable, Sequence

from .backends import KNOWN


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; without a command, print the help."""
    parser = argparse.ArgumentParser(prog="python -m unified_arrays", description=__doc__)
    commands = parser.add_subparsers(dest="command", title="commands")
    memory = commands.add_parser("memory", help="why repeating an operation moves an array, and what does not move it")
    memory.add_argument("--backend", choices=list(KNOWN), action="append", help="only this one; may be repeated")
    commands.add_parser("info", help="which versions are here, and whether the tests are run with them")
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return 0
    if options.command == "info":
        from . import __version__
        from ._diagnostics.info import report  # which imports every framework

        for part in report(__version__):
            _printer()(part)
        return 0
    from ._diagnostics.memory_demo import show  # which computes

    missing = show(options.backend or list(KNOWN), _printer())
    return 1 if options.backend and missing else 0


def _printer() -> Callable[[object], None]:
    """print, or that of rich on a terminal."""
    if importlib.util.find_spec("rich") is None or not sys.stdout.isatty():
        return print
    from rich.console import Console

    return Console().print


if __name__ == "__main__":
    raise SystemExit(main())
