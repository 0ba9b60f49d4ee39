"""Functions beyond the standard compared with NumPy's own: on one backend, for many arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from support import arrays_of, assert_same, selected

Case = tuple[tuple[Any, ...], dict[str, Any]]


def case(*arguments: Any, **options: Any) -> Case:
    return arguments, options


def mixed(backend: str, *cases: Case) -> list[Case]:
    """Cases with dtypes of two kinds, which array_api_strict does not promote."""
    return [] if backend == "strict" else list(cases)


def alike(
    function: str,
    backend: str,
    cases: Iterable[Case],
    *,
    oracle: Callable[..., Any] | None = None,
    dtype: bool = True,
    tolerance: float = 4.0,
) -> int:
    """How many cases there were; each gives on that backend what NumPy gives."""
    count = 0
    for arguments, options in cases:
        label = f"{function}{arguments}{options}"
        expected = (oracle or getattr(np, function))(*arguments, **options)
        with selected(backend):
            own = {name: arrays_of(backend, value) for name, value in options.items()}
            result = getattr(ua, function)(*arrays_of(backend, list(arguments)), **own)
        several = isinstance(expected, (tuple, list))
        assert isinstance(result, tuple) == several, label
        for one, wanted in zip(result, expected, strict=True) if several else [(result, expected)]:
            assert_same(one, wanted, dtype=dtype, tolerance=tolerance, label=label)
        count += 1
    return count


def refused(
    function: str, backend: str, error: type[Exception], match: str | None, *arguments: Any, **options: Any
) -> None:
    """The call raises that error, whose message begins with the function's name."""
    with selected(backend), pytest.raises(error, match=match) as raised:
        getattr(ua, function)(*arrays_of(backend, list(arguments)), **options)
    told = [str(raised.value), *getattr(raised.value, "__notes__", [])]
    assert any(text.startswith((f"{function}:", f"raised by {function}")) for text in told), told
