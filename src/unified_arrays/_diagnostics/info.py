"""What `python -m unified_arrays info` prints: the versions that are here, and whether the tests are run with them."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib import metadata

from .. import backends
from .._common.devices import CPU
from .._dispatch import selection
from .text_table import TextTable

_PREFIX = "UNIFIED_ARRAYS_"


def report(version: str) -> Iterator[object]:
    """Lines and tables for people; every framework that is installed is imported."""
    here = {"unified_arrays": version, "array_api_compat": metadata.version("array-api-compat")}
    here["Python"] = platform.python_version()
    yield ", ".join([*map(" ".join, here.items()), f"{platform.system()} {platform.machine()}"])
    yield f"selected: the backend {selection.get_backend()}"
    settings = {name: value for name, value in sorted(os.environ.items()) if name.startswith(_PREFIX)}
    yield "set: " + (", ".join(f"{name}={value}" for name, value in settings.items()) or f"no {_PREFIX}* variable")
    yield ""
    installed = [name for name in backends.KNOWN if backends.is_installed(name)]
    loaded = [backends.by_name(name) for name in installed]
    yield TextTable(
        ("backend", "version", "tested with", "devices", "memory of the CPU is counted by", "private names"),
        [_line(backend) for backend in loaded],
        notes=[_note(backend) for backend in loaded],
    )
    for name in backends.KNOWN:
        if name not in installed:
            yield str(backends.not_installed(name))


def _line(backend: backends.Backend) -> tuple[str, ...]:
    private = backend.private
    counter = backend.memory(CPU)
    return (
        backend.name,
        "?" if private is None else private.version,
        "?" if private is None else str(private.tested),
        ", ".join(map(str, backend.devices())),
        "nobody" if isinstance(counter, str) else counter.who,
        f"{len(private.used) - len(private.missing)} of {len(private.used)}" if private and private.used else "none",
    )


def _note(backend: backends.Backend) -> str:
    """What to know about this version, in one line."""
    private = backend.private
    if private is None:
        return ""
    said = [f"{interface.name} is missing: {interface.without}" for interface in private.missing]
    if not private.tested.include(private.version):
        named = f"{private.tested.framework} {private.version}"
        said.append(f"the tests are not run with {named}: report what fails")
    return "; ".join(said)
