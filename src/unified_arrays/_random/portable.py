"""The portable stream: NumPy draws on the host, in float64, and the numbers are rounded and brought to the backend.

So they are the same on every backend, and where the stream goes on does not depend on the dtype.
"""

from __future__ import annotations

from typing import Any

from .. import backends
from .._common import errors
from .._common.dtypes import neutral
from ..backends import HOST, Backend
from ..backends.randomness import RandomSource, Seeds

# The largest number below 1, which rounding must not pass.
_BELOW_ONE = {"float16": 1 - 2.0**-11, "bfloat16": 1 - 2.0**-8, "float32": 1 - 2.0**-24}


def source_of(seeds: Seeds) -> RandomSource:
    """NumPy's generator of Philox."""
    kind: Any = backends.by_name(HOST).random_source()
    source: RandomSource = kind.philox(seeds)
    return source


def to_host(function: str, backend: Backend, values: list[Any]) -> list[Any]:
    """Parameters as NumPy takes them; numbers stay."""
    return [
        _exported(function, backend, value) if isinstance(value, backend.array_types) else value for value in values
    ]


def _exported(function: str, backend: Backend, array: Any) -> Any:
    values, reason = backend.export(array)
    if values is None:
        raise errors.refused_array(function, "a parameter", str(reason))
    return values


def to_backend(backend: Backend, device: Any, values: Any, dtype: Any, *, below_one: bool = False) -> Any:
    """An array of the backend with the values of one of NumPy's, rounded to a dtype of the backend."""
    named, host = neutral(dtype), backends.by_name(HOST)
    assert named is not None
    if below_one and named.name in _BELOW_ONE:
        values = host.namespace.minimum(values, _BELOW_ONE[named.name])
    # NumPy has no bfloat16, to which everybody rounds float32 alike.
    with host.quietly():  # what a narrow dtype does not hold is infinite
        values = host.namespace.astype(values, host.dtypes.get(named.name, host.dtypes["float32"]), copy=False)
    array = backend.namespace.asarray(host.namespace.asarray(values), device=device)
    return backend.namespace.astype(array, dtype, copy=False)
