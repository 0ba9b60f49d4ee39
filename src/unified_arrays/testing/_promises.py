"""The promises of out= as checks of one row of inputs on one backend. docs/out.md is their text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

import unified_arrays as ua

from ._arrays import Arrays, NDArray, assert_same_values, function_of
from ._inputs import AMBIGUOUS, DECOMPOSED, EVERY, LARGE, ONE_RESULT, SEVERAL
from ._overlap import arrays_in, can_overlap, overlapping, with_elements
from ._rows import SQUARE, Row

_DTYPES = ("bool", "uint8", "int64", "float32", "float64", "complex128")


def _in_dtypes(rows: Sequence[Row]) -> list[Row]:
    return [*rows, *(row.in_dtype(dtype) for row in rows for dtype in row.also)]


def _assert_raises(error: type[Exception], match: str, call: Callable[[], Any]) -> None:
    """The call raises that error, and its message says what `match` does."""
    try:
        call()
    except error as raised:
        assert re.search(match, str(raised)), f"the message {str(raised)!r} does not say {match!r}"
        return
    except Exception as other:
        message = f"{type(other).__name__} was raised, expected {error.__name__}: {other}"
        raise AssertionError(message) from other
    message = f"nothing was raised, expected {error.__name__} that says {match!r}"
    raise AssertionError(message)


def _assert_refused(row: Row, arrays: Arrays, error: type[Exception], out: Any, match: str) -> None:
    """The call raises that error, naming the function and out, and out keeps every bit."""
    before = arrays.bits(out)
    _assert_raises(error, f"^{re.escape(row.function)}: out.*{match}", lambda: arrays.call(row, out=out))
    assert arrays.bits(out) == before, "out was changed by a call that was refused"


def _assert_is(returned: Any, out: Any) -> None:
    assert returned is out, f"the call with out= returned another object, a {type(returned).__name__}"


# -- without out= ------------------------------------------------------------------------------------------------------


def _values(row: Row, arrays: Arrays) -> None:
    """Without out= the result is NumPy's, and an array of the backend."""
    actual, expected = arrays.call(row), row.expected()
    pairs = zip(actual, expected, strict=True) if isinstance(expected, tuple) else [(actual, expected)]
    for one, wanted in pairs:
        assert arrays.belongs(one), f"a {type(one).__name__}, expected an array of {arrays.backend}"
        arrays.assert_same(one, wanted, dtype=not row.backend_dtype, tolerance=4 * arrays.tolerance)


def _products(row: Row, arrays: Arrays) -> None:
    """What a matrix is decomposed into multiplies to it."""
    [values] = row.arguments
    first, second, *rest = map(arrays.numpy, arrays.call(row))
    same_dtype = row.function != "linalg.eig"  # of complex numbers, for a real matrix
    scale = 20 * arrays.tolerance
    if row.function in ("linalg.eigh", "linalg.eig"):
        options: dict[str, Any] = {"tolerance": 5 * scale, "dtype": same_dtype}
        assert_same_values(values @ second, first[..., None, :] * second, **options)
    elif row.function == "linalg.qr":
        assert_same_values(first @ second, values, tolerance=scale)
    else:
        assert_same_values(first * second[..., None, :] @ rest[0], values, tolerance=scale)


# -- one result --------------------------------------------------------------------------------------------------------


def _identity(row: Row, arrays: Arrays) -> None:
    """The call returns the out that it was given, and that holds the result."""
    expected = arrays.plain(row)
    out = arrays.garbage(expected)
    _assert_is(arrays.call(row, out=out), out)
    arrays.assert_same(out, expected, tolerance=arrays.tolerance)


def _fixed_namespace(row: Row, arrays: Arrays) -> None:
    """The function of the backend's own namespace writes the same."""
    namespace = ua.array_namespace(arrays.value(np.ones(1)))
    expected = arrays.plain(row)
    out = arrays.garbage(expected)
    returned = function_of(row, namespace)(*arrays.of(list(row.arguments)), **row.options, out=out)
    _assert_is(returned, out)
    arrays.assert_same(out, expected, tolerance=arrays.tolerance)


def _inputs_stay(row: Row, arrays: Arrays) -> None:
    """A call with out= changes none of its inputs."""
    arguments = arrays.of(list(row.arguments), arrays.memory)
    leaves = [one for part in arguments for one in (part if isinstance(part, list) else [part]) if ua.is_array(one)]
    before = [arrays.bits(one) for one in leaves]
    assert before, f"{row} has no array"
    function_of(row)(*arguments, **row.options, out=arrays.garbage(arrays.plain(row)))
    assert [arrays.bits(one) for one in leaves] == before, "an input was changed"


def _shape(row: Row, arrays: Arrays) -> None:
    """An out of another shape is a ValueError, and stays as it was."""
    right = arrays.plain(row)
    a_new_axis = (1, *right.shape)
    longer = (*right.shape[:-1], right.shape[-1] + 1) if right.shape else (2,)
    empty = (0,) if right.shape != (0,) else (0, 0)
    for shape in (a_new_axis, longer, empty):
        _assert_refused(row, arrays, ValueError, arrays.memory(np.zeros(shape, right.dtype)), "shape")


def _dtype(row: Row, arrays: Arrays) -> None:
    """An out whose dtype can hold the result, by the rule "same_kind", gets it cast; any other is a TypeError."""
    right = arrays.plain(row)
    for dtype in _DTYPES:
        out = arrays.garbage(np.empty(right.shape, dtype))
        if np.can_cast(right.dtype, dtype, "same_kind"):
            _assert_is(arrays.call(row, out=out), out)
            arrays.assert_same(out, right.astype(dtype), tolerance=arrays.tolerance)
        else:
            _assert_refused(row, arrays, TypeError, out, "dtype")


def _no_array(row: Row, arrays: Arrays) -> None:
    """An out that is no array is a TypeError that says what it is."""
    for wrong in ([0.0], "out", 1.0):
        expected = f"^{re.escape(row.function)}: out is a {type(wrong).__name__}, expected"
        _assert_raises(TypeError, expected, lambda wrong=wrong: arrays.call(row, out=wrong))  # type: ignore[misc]


def _unwritable(row: Row, arrays: Arrays) -> None:
    """An out that cannot be written to is a ValueError that says why."""
    assert arrays.unwritable is not None
    for reason, out in arrays.unwritable(arrays.plain(row)):
        _assert_refused(row, arrays, ValueError, out, reason)


def _overlap(row: Row, arrays: Arrays) -> None:
    """An out may share memory with any input, in any way: the result is what it is without."""
    expected = arrays.plain(row)
    cases = [(path, *case) for path, argument in with_elements(row) for case in overlapping(arrays, argument, expected)]
    assert cases, f"{row} has no out that overlaps an input"
    for path, label, shared, out in cases:
        arguments = arrays.of(list(row.arguments))
        within = arguments
        for i in path[:-1]:
            within = within[i]
        within[path[-1]] = shared
        _assert_is(function_of(row)(*arguments, **row.options, out=out), out)
        arrays.assert_same(out, expected, label=label, tolerance=arrays.tolerance)


def _one_array(row: Row, arrays: Arrays) -> None:
    """All inputs and out may be one array."""
    expected = row.expected()
    one = arrays.memory(row.arguments[0])
    _assert_is(function_of(row)(one, one, out=one), one)
    arrays.assert_same(one, expected, tolerance=arrays.tolerance)


def _surroundings(row: Row, arrays: Arrays) -> None:
    """Where out is a part of an array, the rest of that stays as it was."""
    expected = arrays.plain(row)
    values = np.full([2 * size + 1 for size in expected.shape], 77).astype(expected.dtype)
    base = arrays.memory(values)
    window = tuple(slice(1, 2 * size + 1, 2) for size in expected.shape)
    out = base[window]
    _assert_is(arrays.call(row, out=out), out)
    values[window] = expected
    arrays.assert_same(base, values, tolerance=arrays.tolerance)


# -- several results ---------------------------------------------------------------------------------------------------


def _plain_results(row: Row, arrays: Arrays) -> list[NDArray]:
    return [arrays.numpy(one) for one in arrays.call(row)]


def _each_out(row: Row, arrays: Arrays) -> None:
    """Each of several results is written to its own out."""
    plain = arrays.call(row)
    expected = [arrays.numpy(one) for one in plain]
    outs = tuple(arrays.garbage(one) for one in expected)
    returned = arrays.call(row, out=outs)
    assert type(returned) is type(plain), f"a {type(returned).__name__}, expected a {type(plain).__name__}"
    for one, out, wanted in zip(returned, outs, expected, strict=True):
        _assert_is(one, out)
        arrays.assert_same(out, wanted, tolerance=arrays.tolerance)


def _none_for_out(row: Row, arrays: Arrays) -> None:
    """Where out has None, that result is a new array."""
    expected = _plain_results(row, arrays)
    out = arrays.garbage(expected[0])
    returned = arrays.call(row, out=(out, *[None] * (len(expected) - 1)))
    _assert_is(returned[0], out)
    for one, wanted in zip(returned, expected, strict=True):
        arrays.assert_same(one, wanted, tolerance=arrays.tolerance)


def _all_or_nothing(row: Row, arrays: Arrays) -> None:
    """One wrong out of several is a ValueError that names it, and all of them stay as they were."""
    expected = _plain_results(row, arrays)
    outs = [arrays.garbage(one) for one in expected]
    outs[-1] = arrays.memory(np.zeros((7, 7, 7, 7), expected[-1].dtype))
    before = [arrays.bits(one) for one in outs]
    match = rf"^{re.escape(row.function)}: out\[{len(outs) - 1}\] has shape \(7, 7, 7, 7\)"
    _assert_raises(ValueError, match, lambda: arrays.call(row, out=tuple(outs)))
    assert [arrays.bits(one) for one in outs] == before, "an out was changed by a call that was refused"


def _number_of_outs(row: Row, arrays: Arrays) -> None:
    """Another number of outs is a TypeError, and so is an array in the place of a tuple."""
    wrong = 1 if len(row.expected()) > 1 else 2
    name = re.escape(row.function)
    expected = f"^{name}: out is a tuple of {wrong}, expected a tuple of"
    _assert_raises(TypeError, expected, lambda: arrays.call(row, out=(None,) * wrong))
    _assert_raises(TypeError, f"^{name}: out is ", lambda: arrays.call(row, out=arrays.value(np.ones(3))))


def _shared_outs(row: Row, arrays: Arrays) -> None:
    """One array for two results is a ValueError, and stays as it was."""
    both = arrays.memory(np.zeros(SQUARE.shape))
    match = rf"^{re.escape(row.function)}: out\[0\] and out\[1\] share memory"
    _assert_raises(ValueError, match, lambda: arrays.call(row, out=(both, both)))
    arrays.assert_same(both, np.zeros(SQUARE.shape))


# -- which row is for which promise ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Promise:
    """What is checked, by name, and for which rows."""

    name: str
    check: Callable[[Row, Arrays], None]
    rows: Sequence[Row]
    applies: Callable[[Row, Arrays], bool] = lambda row, arrays: True


def _is_unwritable(row: Row, arrays: Arrays) -> bool:
    return arrays.unwritable is not None and any(True for _ in arrays.unwritable(np.asarray(row.expected())))


_WITH_ARRAYS = [row for row in ONE_RESULT if any(arrays_in(row.arguments))]
_WITH_AXES = [row for row in (*ONE_RESULT, *LARGE) if np.ndim(row.expected())]
_OVERLAPPING = [row for row in (*ONE_RESULT, *LARGE) if with_elements(row) and np.size(row.expected())]
_OF_ONE_ARRAY = [Row(name, (SQUARE, SQUARE)) for name in ("add", "subtract", "multiply", "matmul", "maximum")]

PROMISES = (
    Promise("values", _values, [row for row in _in_dtypes(EVERY) if row.function not in AMBIGUOUS]),
    Promise("products", _products, DECOMPOSED),
    Promise("identity", _identity, _in_dtypes(ONE_RESULT)),
    Promise("fixed namespace", _fixed_namespace, ONE_RESULT),
    Promise("inputs stay", _inputs_stay, _WITH_ARRAYS),
    Promise("shape", _shape, ONE_RESULT),
    Promise("dtype", _dtype, ONE_RESULT),
    Promise("no array", _no_array, ONE_RESULT),
    Promise("unwritable", _unwritable, ONE_RESULT, _is_unwritable),
    Promise("overlap", _overlap, _OVERLAPPING, can_overlap),
    Promise("one array", _one_array, _OF_ONE_ARRAY),
    Promise("surroundings", _surroundings, _WITH_AXES),
    Promise("each out", _each_out, SEVERAL),
    Promise("none for out", _none_for_out, SEVERAL),
    Promise("all or nothing", _all_or_nothing, SEVERAL),
    Promise("number of outs", _number_of_outs, SEVERAL),
    Promise("shared outs", _shared_outs, [row for row in SEVERAL if row.function == "linalg.qr"]),
)
