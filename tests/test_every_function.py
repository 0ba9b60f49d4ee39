"""Every function on every backend against every promise of out=. The rows are in inputs.py; NumPy is the oracle.

The promises, by number, are those of docs/out.md. A bug that is found becomes a row, not a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._common.spec import SPECS

from inputs import EVERY, LARGE, ONE_RESULT, SEVERAL, WITHOUT_ROW, Row
from support import MEMORY, VALUE, WITHOUT_VIEWS, arrays_of, assert_same, bits, is_of, numpy_of, selected

WITH_DTYPES = EVERY + [row.in_dtype(dtype) for row in EVERY for dtype in row.also]

# Their results are not unique: what they multiply to is tested in test_decompositions.
AMBIGUOUS = {"linalg.qr", "linalg.svd", "linalg.eig", "linalg.eigh", "linalg.eigvals"}

one_result = pytest.mark.parametrize("row", ONE_RESULT, ids=str)
several_results = pytest.mark.parametrize("row", SEVERAL, ids=str)


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


def function_of(row: Row, namespace: Any = ua) -> Callable[..., Any]:
    found = namespace
    for part in row.function.split("."):
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


def call(row: Row, backend: str, make: dict[str, Callable[..., Any]] = VALUE, **out: Any) -> Any:
    return function_of(row)(*arrays_of(backend, list(row.arguments), make), **row.options, **out)


def plain_result(row: Row, backend: str) -> np.ndarray:
    """The result without out=, as an ndarray: what a call with out= must write."""
    return numpy_of(call(row, backend))


def size_of(row: Row) -> int:
    """How many elements the result has: known before a backend is asked."""
    return int(np.size(row.expected()))


def arrays_in(arguments: Sequence[Any]) -> Iterator[tuple[tuple[int, ...], np.ndarray]]:
    """The arrays among the arguments and in their lists, with where they stand."""
    for i, argument in enumerate(arguments):
        if isinstance(argument, np.ndarray):
            yield (i,), argument
        elif isinstance(argument, list):
            yield from (((i, *path), one) for path, one in arrays_in(argument))


def garbage(like: np.ndarray, backend: str) -> Any:
    """Memory of that shape and dtype, filled with something that no row has as its result."""
    return MEMORY[backend](np.full(like.shape, 77).astype(like.dtype))


def refused(row: Row, backend: str, error: type[Exception], out: Any, match: str) -> None:
    """The call raises that error, naming the function and out, and out keeps every bit."""
    before = bits(out)
    with pytest.raises(error, match=match) as raised:
        call(row, backend, out=out)
    assert str(raised.value).startswith(f"{row.function}: out"), raised.value
    assert bits(out) == before


# -- without out= ----------------------------------------------------------------------------------------------------


def test_every_function_has_a_row() -> None:
    inspections = {name for name, spec in SPECS.items() if spec.family == "inspection"}
    assert {row.function for row in EVERY} | set(WITHOUT_ROW) | inspections == set(SPECS)


@pytest.mark.parametrize("row", [row for row in WITH_DTYPES if row.function not in AMBIGUOUS], ids=str)
def test_the_result_is_the_oracle_s(row: Row, backend: str) -> None:
    actual, expected = call(row, backend), row.expected()
    pairs = zip(actual, expected, strict=True) if isinstance(expected, tuple) else [(actual, expected)]
    for one, wanted in pairs:
        assert is_of(backend, one)
        assert_same(one, wanted, dtype=not row.backend_dtype, tolerance=4)


# -- 1: identity; what is written is the result ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "row", [row for row in WITH_DTYPES if row.function in {one.function for one in ONE_RESULT}], ids=str
)
def test_out_is_returned_and_holds_the_result(row: Row, backend: str) -> None:
    expected = plain_result(row, backend)
    out = garbage(expected, backend)
    assert call(row, backend, out=out) is out
    assert_same(out, expected)


@one_result
def test_the_fixed_namespace_writes_the_same(row: Row, backend: str) -> None:
    namespace = ua.array_namespace(VALUE[backend](np.ones(1)))
    expected = plain_result(row, backend)
    out = garbage(expected, backend)
    arguments = arrays_of(backend, list(row.arguments))
    assert function_of(row, namespace)(*arguments, **row.options, out=out) is out
    assert_same(out, expected)


@pytest.mark.parametrize("row", [row for row in ONE_RESULT if any(arrays_in(row.arguments))], ids=str)
def test_inputs_stay_as_they_are(row: Row, backend: str) -> None:
    arguments = arrays_of(backend, list(row.arguments), MEMORY)
    leaves = [one for part in arguments for one in (part if isinstance(part, list) else [part]) if ua.is_array(one)]
    before = [bits(one) for one in leaves]
    assert before
    function_of(row)(*arguments, **row.options, out=garbage(plain_result(row, backend), backend))
    assert [bits(one) for one in leaves] == before


# -- 2: shape ---------------------------------------------------------------------------------------------------------


@one_result
def test_another_shape_is_refused(row: Row, backend: str) -> None:
    right = plain_result(row, backend)
    a_new_axis = (1, *right.shape)
    longer = (*right.shape[:-1], right.shape[-1] + 1) if right.shape else (2,)
    empty = (0,) if right.shape != (0,) else (0, 0)
    for shape in (a_new_axis, longer, empty):
        refused(row, backend, ValueError, MEMORY[backend](np.zeros(shape, right.dtype)), "shape")


# -- 3: dtype ---------------------------------------------------------------------------------------------------------

KINDS = ["bool", "uint8", "int64", "float32", "float64", "complex128"]


@one_result
def test_dtypes_follow_the_same_kind_rule(row: Row, backend: str) -> None:
    right = plain_result(row, backend)
    for dtype in KINDS:
        out = garbage(np.empty(right.shape, dtype), backend)
        if np.can_cast(right.dtype, dtype, "same_kind"):
            assert call(row, backend, out=out) is out
            assert_same(out, right.astype(dtype))
        else:
            refused(row, backend, TypeError, out, "dtype")


# -- 5, 6: backend, writable -----------------------------------------------------------------------------------------


@one_result
def test_what_is_no_array_is_refused_as_out(row: Row, backend: str) -> None:
    for wrong in ([0.0], "out", 1.0):
        with pytest.raises(TypeError, match=f"^{row.function}: out is a {type(wrong).__name__}, expected"):
            call(row, backend, out=wrong)


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
    elif backend == "torch":
        if values.size > 1:
            yield "share one place", VALUE[backend](np.zeros((), values.dtype)).expand(values.shape)
    else:
        yield "is a value", VALUE[backend](values)


# PyTorch has no read-only tensors, only elements that share one place.
@pytest.mark.applies(where=lambda row, backend: backend != "torch" or size_of(row) > 1)
@one_result
def test_what_cannot_be_written_is_refused(row: Row, backend: str) -> None:
    tried = 0
    for reason, out in unwritable(backend, plain_result(row, backend)):
        refused(row, backend, ValueError, out, reason)
        tried += 1
    assert tried


# -- 7: overlap -------------------------------------------------------------------------------------------------------


FILLING = 77


def can_share(backend: str, argument: np.ndarray, result: np.ndarray) -> bool:
    """Whether two arrays of a backend with these dtypes and shapes can have memory in common."""
    if backend in WITHOUT_VIEWS:  # slices as out are tested on their own
        return argument.dtype == result.dtype and argument.shape == result.shape
    # The standard's arrays cannot be seen in another dtype.
    return backend != "strict" or argument.dtype == result.dtype


def overlapping(backend: str, argument: np.ndarray, result: np.ndarray) -> Iterator[tuple[str, Any, Any]]:
    """Arguments and outs that share memory in some way: a label, the argument with its values, the out."""
    if not can_share(backend, argument, result):
        return
    if argument.dtype == result.dtype and argument.shape == result.shape:
        same = MEMORY[backend](argument)
        yield "out is the input", same, same
    if argument.dtype != result.dtype:
        yield from _of_two_dtypes(backend, argument, result)
    else:
        yield from _of_one_dtype(backend, argument, result)


def _of_one_dtype(backend: str, argument: np.ndarray, result: np.ndarray) -> Iterator[tuple[str, Any, Any]]:
    """Two windows of one memory: moved against each other, and of other strides."""
    size, wanted = argument.size, result.size
    has_views = backend not in WITHOUT_VIEWS
    shifts = (("shifted up", 0, 1), ("shifted down", 1, 0), ("on top", 0, 0))
    for label, offset_in, offset_out in shifts if has_views or argument.ndim == result.ndim == 1 else ():
        memory = MEMORY[backend](np.full(max(size, wanted) + 1, FILLING).astype(argument.dtype))
        part, out = memory[offset_in : offset_in + size], memory[offset_out : offset_out + wanted]
        if has_views:
            part, out = _reshaped(part, argument.shape), _reshaped(out, result.shape)
        part[...] = VALUE[backend](argument)
        yield label, part, out
    if argument.ndim == result.ndim == 2:
        (rows, columns), (height, width) = argument.shape, result.shape
        side = 2 * max(*argument.shape, *result.shape) + 1
        for label, part_of, out_of in (
            ("strided", np.s_[0 : 2 * rows : 2, 0:columns], np.s_[1 : 1 + height, 0:width]),
            ("spread", np.s_[0:rows, 0:columns], np.s_[0:height, 0 : 2 * width : 2]),
            ("transposed", np.s_[0:rows, 0:columns], np.s_[0:width, 0:height]),
        ):
            if label == "transposed" and not has_views:
                continue
            memory = MEMORY[backend](np.full((side, side), FILLING).astype(argument.dtype))
            memory[part_of] = VALUE[backend](argument)
            yield label, memory[part_of], memory[out_of].T if label == "transposed" else memory[out_of]


def _of_two_dtypes(backend: str, argument: np.ndarray, result: np.ndarray) -> Iterator[tuple[str, Any, Any]]:
    """The same bytes seen as two dtypes: the out begins with the argument, or in the middle of it."""
    item = max(argument.itemsize, result.itemsize)
    middle = argument.nbytes // 2 // item * item
    for label, offset in (("on top", 0), ("in the middle", middle)):
        memory = VALUE[backend](np.full(max(argument.nbytes, offset + result.nbytes) + item, FILLING, np.uint8))
        part = _seen_as(backend, memory[: argument.nbytes], argument)
        part[...] = VALUE[backend](argument)
        yield f"of two dtypes, {label}", part, _seen_as(backend, memory[offset : offset + result.nbytes], result)


def _reshaped(x: Any, shape: tuple[int, ...]) -> Any:
    """`x`, which is contiguous, in another shape: the same memory."""
    return x.reshape(shape) if hasattr(x, "reshape") else x.__array_namespace__().reshape(x, shape, copy=False)


def _seen_as(backend: str, memory: Any, like: np.ndarray) -> Any:
    return memory.view(VALUE[backend](np.empty(0, like.dtype)).dtype).reshape(like.shape)


def with_elements(row: Row) -> list[tuple[tuple[int, ...], np.ndarray]]:
    return [(path, argument) for path, argument in arrays_in(row.arguments) if argument.size]


@pytest.mark.applies(
    where=lambda row, backend: any(can_share(backend, one, np.asarray(row.expected())) for _, one in with_elements(row))
)
@pytest.mark.parametrize("row", [row for row in (*ONE_RESULT, *LARGE) if with_elements(row) and size_of(row)], ids=str)
def test_out_may_overlap_any_input(row: Row, backend: str) -> None:
    expected = plain_result(row, backend)
    cases = [
        (path, *case) for path, argument in with_elements(row) for case in overlapping(backend, argument, expected)
    ]
    assert cases
    for path, label, shared, out in cases:
        arguments = arrays_of(backend, list(row.arguments))
        within = arguments
        for i in path[:-1]:
            within = within[i]
        within[path[-1]] = shared
        assert function_of(row)(*arguments, **row.options, out=out) is out, label
        assert_same(out, expected, label=label)


@pytest.mark.parametrize("function", ["add", "subtract", "multiply", "matmul", "maximum"])
def test_all_three_may_be_one_array(function: str, backend: str) -> None:
    values = np.array([[1.0, 2.0], [3.0, 5.0]])
    one = MEMORY[backend](values)
    assert getattr(ua, function)(one, one, out=one) is one
    assert_same(one, getattr(np, function)(values, values))


# -- 8: memory around out stays ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [row for row in (*ONE_RESULT, *LARGE) if np.ndim(row.expected())], ids=str)
def test_a_strided_out_is_filled_and_its_surroundings_stay(row: Row, backend: str) -> None:
    expected = plain_result(row, backend)
    assert expected.ndim  # a 0-d out has no strides
    base_values = np.full([2 * size + 1 for size in expected.shape], 77).astype(expected.dtype)
    base = MEMORY[backend](base_values)
    window = tuple(slice(1, 2 * size + 1, 2) for size in expected.shape)
    out = base[window]
    returned = call(row, backend, out=out)
    assert returned is out
    wanted = base_values.copy()
    wanted[window] = expected
    assert_same(base, wanted)


# -- 10: several results ----------------------------------------------------------------------------------------------


@several_results
def test_several_results_each_reach_their_out(row: Row, backend: str) -> None:
    plain = call(row, backend)
    expected = [numpy_of(one) for one in plain]
    outs = tuple(garbage(one, backend) for one in expected)
    returned = call(row, backend, out=outs)
    assert type(returned) is type(plain)
    for one, out, wanted in zip(returned, outs, expected, strict=True):
        assert one is out
        assert_same(out, wanted)


@several_results
def test_none_leaves_a_result_to_the_backend(row: Row, backend: str) -> None:
    expected = [numpy_of(one) for one in call(row, backend)]
    out = garbage(expected[0], backend)
    returned = call(row, backend, out=(out, *[None] * (len(expected) - 1)))
    assert returned[0] is out
    for one, wanted in zip(returned, expected, strict=True):
        assert_same(one, wanted)


@several_results
def test_one_wrong_entry_leaves_all_untouched(row: Row, backend: str) -> None:
    expected = [numpy_of(one) for one in call(row, backend)]
    outs = [garbage(one, backend) for one in expected]
    outs[-1] = MEMORY[backend](np.zeros((7, 7, 7, 7), expected[-1].dtype))
    before = [bits(one) for one in outs]
    with pytest.raises(ValueError, match=rf"^{row.function}: out\[{len(outs) - 1}\] has shape \(7, 7, 7, 7\)"):
        call(row, backend, out=tuple(outs))
    assert [bits(one) for one in outs] == before


@several_results
def test_a_wrong_number_of_entries_is_refused(row: Row, backend: str) -> None:
    wrong = 1 if len(row.expected()) > 1 else 2
    with pytest.raises(TypeError, match=f"^{row.function}: out is a tuple of {wrong}, expected a tuple of"):
        call(row, backend, out=(None,) * wrong)
    with pytest.raises(TypeError, match=f"^{row.function}: out is "):
        call(row, backend, out=VALUE[backend](np.ones(3)))


def test_one_array_for_two_results_is_refused(backend: str) -> None:
    q = MEMORY[backend](np.zeros((3, 3)))
    with pytest.raises(ValueError, match=r"^linalg.qr: out\[0\] and out\[1\] share memory"):
        ua.linalg.qr(VALUE[backend](np.eye(3)), out=(q, q))
    assert_same(q, np.zeros((3, 3)))


@pytest.mark.parametrize("shape", [(3, 3), (4, 3), (2, 3, 5)], ids=str)
def test_decompositions(shape: tuple[int, ...], backend: str) -> None:
    values = np.random.default_rng(5).normal(size=shape)
    x = VALUE[backend](values)
    q, r = map(numpy_of, ua.linalg.qr(x))
    assert_same(q @ r, values, tolerance=20)
    u, s, vh = map(numpy_of, ua.linalg.svd(x, full_matrices=False))
    assert_same(u * s[..., None, :] @ vh, values, tolerance=20)
    square = values @ np.swapaxes(values, -1, -2)
    eigenvalues, eigenvectors = map(numpy_of, ua.linalg.eigh(VALUE[backend](square)))
    assert_same(square @ eigenvectors, eigenvalues[..., None, :] * eigenvectors, tolerance=100)
    eigenvalues, eigenvectors = map(numpy_of, ua.linalg.eig(VALUE[backend](square)))
    assert_same(square @ eigenvectors, eigenvalues[..., None, :] * eigenvectors, tolerance=100, dtype=False)


# -- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", {SPECS[row.function].family: row for row in EVERY}.values(), ids=str)
def test_a_misspelt_keyword_is_named(row: Row, backend: str) -> None:
    with pytest.raises(TypeError, match=r"outt"):
        call(row, backend, outt=None)


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
