"""See where the bytes go: the addresses of arrays, and how much memory of a device is in use."""

from ._common.public_names import belong_to as _belong_to
from ._diagnostics.memory_queries import (
    CountedBy,
    address,
    allocated,
    counted_by,
    nbytes,
    peak,
    programs,
    reset_peak,
    shares_memory,
)
from ._diagnostics.trace import Row, Trace, trace
from ._dispatch.namespaces import hold as _hold

__all__ = [
    "CountedBy",
    "Row",
    "Trace",
    "address",
    "allocated",
    "counted_by",
    "nbytes",
    "peak",
    "programs",
    "reset_peak",
    "shares_memory",
    "trace",
]

_belong_to(__name__, map(vars().get, __all__))
_hold(__name__)
