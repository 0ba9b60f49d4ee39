"""Every function on every backend against every promise of out=. NumPy is the oracle.

The promises and the rows of inputs are in the package, which has them for backends elsewhere, too: _promises.py and
_inputs.py of unified_arrays.testing. A bug that is found becomes a row there, not a test.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._common.spec import SPECS
from unified_arrays.testing._arrays import function_of
from unified_arrays.testing._inputs import EVERY, WITHOUT_ROW, Row
from unified_arrays.testing._promises import PROMISES, Promise

from support import ARRAYS, VALUE, WITHOUT_VIEWS, arrays_of, selected


def unwritable(backend: str, values: np.ndarray) -> Iterator[tuple[str, Any]]:
    """Arrays of the right shape and dtype that cannot be written to."""
    if backend == "numpy":
        locked = values.copy()
        locked.flags.writeable = False
        yield "read-only", locked
        if values.size > 1:
            yield (
                "share one place",
                np.lib.stride_tricks.as_strided(np.zeros(1, values.dtype), values.shape, (0,) * values.ndim),
            )
    elif backend == "strict":
        locked = values.copy()
        locked.flags.writeable = False
        yield "read-only", VALUE[backend](values).__array_namespace__().asarray(locked, copy=False)
    elif backend in ("torch", "cupy"):  # they have nothing that is read-only, only elements that share one place
        if values.size > 1:
            one = VALUE[backend](np.zeros((), values.dtype))
            yield "share one place", ua.broadcast_to(one, values.shape)
    else:
        yield "is a value", VALUE[backend](values)


TESTED = {name: replace(arrays, unwritable=partial(unwritable, name)) for name, arrays in ARRAYS.items()}

# Functions that a backend has for some inputs only, as the standard allows.
IN_PART = {("strict", "isin"): "array_api_strict takes integers only, as the standard asks for no more"}


@pytest.fixture(autouse=True)
def on_backend(request: pytest.FixtureRequest) -> Iterator[None]:
    row = request.node.callspec.params.get("row") if hasattr(request.node, "callspec") else None
    reason = IN_PART.get((request.node.callspec.params.get("backend"), row.function)) if row is not None else None
    if reason is not None:
        pytest.skip(reason)
    with selected(request.getfixturevalue("backend")) if "backend" in request.fixturenames else nullcontext():
        yield


def test_every_function_has_a_row() -> None:
    inspections = {name for name, spec in SPECS.items() if spec.family == "inspection"}
    assert {row.function for row in EVERY} | set(WITHOUT_ROW) | inspections == set(SPECS)


@pytest.mark.applies(where=lambda promise, row, backend: promise.applies(row, TESTED[backend]))
@pytest.mark.parametrize(
    ("promise", "row"), [pytest.param(one, row, id=f"{one.name}-{row}") for one in PROMISES for row in one.rows]
)
def test_a_promise_is_kept(promise: Promise, row: Row, backend: str) -> None:
    promise.check(row, TESTED[backend])


def test_views_are_tested_where_there_are_some(backend: str) -> None:
    assert ARRAYS[backend].has_views is (backend not in WITHOUT_VIEWS)


# -- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", {SPECS[row.function].family: row for row in EVERY}.values(), ids=str)
def test_a_misspelt_keyword_is_named(row: Row, backend: str) -> None:
    with pytest.raises(TypeError, match=r"outt"):
        ARRAYS[backend].call(row, outt=None)


def array_parameters(row: Row) -> list[str]:
    """The parameters of a function that are arrays, not lists of arrays, nor numbers that an array may stand for.

    None if its first parameter is one or may be one.
    """
    spec = SPECS[row.function]
    if spec.keys and (spec.keys[0].sequence or list in (spec.keys[0].accepts or ())):
        return []
    arrays = [one.name for one in spec.keys if one.accepts is not None and not one.sequence]
    return [name for name in arrays if name not in spec.number_parameters]


@pytest.mark.parametrize("row", [row for row in EVERY if array_parameters(row)], ids=str)
def test_a_list_where_an_array_belongs_is_named(row: Row, backend: str) -> None:
    arguments = arrays_of(backend, list(row.arguments))
    arguments[0] = [1.0, 2.0]
    with pytest.raises(TypeError, match=f"^{row.function}: {array_parameters(row)[0]} is a list, expected an array"):
        function_of(row)(*arguments, **row.options)
