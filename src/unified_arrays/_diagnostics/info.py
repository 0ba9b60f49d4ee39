"""What `python -m unified_arrays info` prints: the versions that are here, and whether the tests are run with them."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib import metadata
from typing import Any

from .. import backends
from .._common.devices import CPU
from .._dispatch import selection
from .text_table import TextTable

_PREFIX = "UNIFIED_ARRAYS_"
_SELECTING = f"{_PREFIX}BACKEND"


def facts(version: str) -> dict[str, Any]:
    """Everything that is told, as JSON has it; every framework that is installed is imported."""
    settings = {name: value for name, value in sorted(os.environ.items()) if name.startswith(_PREFIX)}
    here = {"unified_arrays": version, "array_api_compat": metadata.version("array-api-compat")}
    here["Python"] = platform.python_version()
    installed = [name for name in backends.KNOWN if backends.is_installed(name)]
    return {
        "versions": here,
        "platform": f"{platform.system()} {platform.machine()}",
        "selected": {"backend": selection.get_backend(), "by": _SELECTING if settings.get(_SELECTING) else "default"},
        "variables": settings,
        "backends": [_of(backends.by_name(name)) for name in installed],
        "not_installed": {name: str(backends.not_installed(name)) for name in backends.KNOWN if name not in installed},
    }


def _of(backend: backends.Backend) -> dict[str, Any]:
    private = backend.private
    counter = backend.memory(CPU)
    return {
        "name": backend.name,
        "version": None if private is None else private.version,
        "tested_with": None if private is None else str(private.tested),
        "is_tested": private is not None and private.tested.include(private.version),
        "devices": [str(device) for device in backend.devices()],
        "dtypes": list(backend.dtypes),
        "memory_counted_by": None if isinstance(counter, str) else counter.who,
        "private_names_used": len(private.used) if private else 0,
        "private_names_missing": {one.name: one.without for one in private.missing} if private else {},
        "framework": None if private is None else private.tested.framework,
    }


def report(found: dict[str, Any]) -> Iterator[object]:
    """Lines and tables for people."""
    yield ", ".join([*map(" ".join, found["versions"].items()), found["platform"]])
    yield f"selected: the backend {found['selected']['backend']} (by {found['selected']['by']})"
    settings = (f"{name}={value}" for name, value in found["variables"].items())
    yield "set: " + (", ".join(settings) or f"no {_PREFIX}* variable")
    yield ""
    yield TextTable(
        ("backend", "version", "tested with", "devices", "memory of the CPU is counted by", "private names"),
        [_line(one) for one in found["backends"]],
        notes=[_note(one) for one in found["backends"]],
    )
    yield from found["not_installed"].values()
    every = dict.fromkeys(dtype for one in found["backends"] for dtype in one["dtypes"])
    yield ""
    yield f"dtypes: {', '.join(every)}"
    for one in found["backends"]:
        missing = [dtype for dtype in every if dtype not in one["dtypes"]]
        if missing:
            yield f"not on {one['name']}: {', '.join(missing)}"


def _line(one: dict[str, Any]) -> tuple[str, ...]:
    used = one["private_names_used"]
    return (
        one["name"],
        one["version"] or "?",
        one["tested_with"] or "?",
        ", ".join(one["devices"]),
        one["memory_counted_by"] or "nobody",
        f"{used - len(one['private_names_missing'])} of {used}" if used else "none",
    )


def _note(one: dict[str, Any]) -> str:
    """What to know about this version, in one line."""
    said = [f"{name} is missing: {without}" for name, without in one["private_names_missing"].items()]
    if one["version"] is not None and not one["is_tested"]:
        said.append(f"the tests are not run with {one['framework']} {one['version']}: report what fails")
    return "; ".join(said)
