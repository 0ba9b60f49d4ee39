"""Every function in jax.jit, with an out that is made there: what it writes is what it writes outside.

And what cannot be: results whose shape, or whose course, depends on values. JAX says so, and nothing else happens.
"""

from __future__ import annotations

from typing import Any

import pytest

import unified_arrays as ua
from frameworks import arranged, function_of, leaves
from unified_arrays.testing._inputs import ONE_RESULT, Row

from support import arrays_of, assert_same, numpy_of, selected

# Rows whose results are as large as their values say.
ASK_FOR_VALUES = frozenset(
    "repeat-each unique_values trim_zeros extract compress argwhere flatnonzero unique union1d intersect1d setdiff1d "
    "setxor1d bincount bincount-weighted".split()
)

asks = pytest.mark.parametrize("row", [row for row in ONE_RESULT if str(row) in ASK_FOR_VALUES], ids=str)
does_not_ask = pytest.mark.parametrize("row", [row for row in ONE_RESULT if str(row) not in ASK_FOR_VALUES], ids=str)


def test_every_row_that_asks_is_there() -> None:
    assert {str(row) for row in ONE_RESULT} >= ASK_FOR_VALUES


def in_jit(row: Row, backend: str) -> Any:
    """What a program of jax.jit writes into memory that it makes, and what the same call writes outside."""
    import jax

    function = function_of(row.function)
    arguments = arrays_of(backend, list(row.arguments))
    expected = numpy_of(function(*arguments, **row.options))

    def program(arrays: list[Any]) -> Any:
        out = ua.empty(expected.shape, dtype=expected.dtype.name)
        inside = [arranged(argument, arrays) for argument in row.arguments]
        assert function(*inside, **row.options, out=out) is out
        return out

    return jax.jit(program)(leaves(arguments)), expected


@pytest.mark.backends("jax")
@does_not_ask
def test_it_writes_the_same_in_jit(row: Row, backend: str) -> None:
    with selected(backend):
        written, expected = in_jit(row, backend)
    assert_same(written, expected, tolerance=4)


@pytest.mark.backends("jax")
@asks
def test_what_asks_for_values_is_an_error_of_jax(row: Row, backend: str) -> None:
    import jax

    with selected(backend), pytest.raises(jax.errors.JAXTypeError):
        in_jit(row, backend)
