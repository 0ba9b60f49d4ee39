"""Who computes: one package a framework, `base` says what a backend is, `registry` which ones there are."""

from .base import (
    Backend,
    Bytes,
    Invocation,
    Kernel,
    MemoryCounter,
    NotCompiled,
    Overlap,
    PlainCase,
    Program,
    WriteMode,
)
from .registry import KNOWN, Location, by_name, by_type, check_name, is_real_number, loaded, of_array

__all__ = [
    "KNOWN",
    "Backend",
    "Bytes",
    "Invocation",
    "Kernel",
    "Location",
    "MemoryCounter",
    "NotCompiled",
    "Overlap",
    "PlainCase",
    "Program",
    "WriteMode",
    "by_name",
    "by_type",
    "check_name",
    "is_real_number",
    "loaded",
    "of_array",
]
