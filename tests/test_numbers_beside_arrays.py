"""Python numbers that a dtype does not hold: one meaning for every function that takes numbers, on every backend."""

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._common import python_scalars
from unified_arrays._common.spec import SPECS
from unified_arrays._dispatch.resolve import SCALARS

from support import MEMORY, VALUE, assert_same, bits, numpy_of, selected

DTYPES = {name: np.dtype(name) for name in python_scalars.LIMITS}
COMPARISONS = {
    "equal": operator.eq,
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "less": operator.lt,
    "less_equal": operator.le,
    "not_equal": operator.ne,
}
# What Python itself makes of an element and a number, for functions whose result is floating.
FLOATING = {
    "atan2": math.atan2,
    "copysign": math.copysign,
    "divide": operator.truediv,
    "hypot": math.hypot,
    "logaddexp": lambda x, y: max(x, y) + math.log1p(math.exp(-abs(x - y))),
    "logaddexp2": lambda x, y: max(x, y) + math.log2(1 + 2.0 ** -abs(x - y)),
    "float_power": None,  # too large or too small, as the next one
    "heaviside": None,
    "nextafter": None,  # depends on the dtype: it is only not to raise
}
OF_TWO = sorted(
    name
    for name, spec in SPECS.items()
    if spec.family != "creation"
    and not spec.several
    and len(spec.keys) == 2
    and all(one.accepts and set(SCALARS) <= set(one.accepts) for one in spec.keys)
)
CLOSE = ("allclose", "isclose")
REFUSING = sorted(set(OF_TWO) - COMPARISONS.keys() - FLOATING.keys() - python_scalars.LOGICAL - {"isin", *CLOSE})

each_dtype = pytest.mark.parametrize("dtype", DTYPES)


def function(name: str) -> Any:
    return getattr(ua, name)


def beyond(dtype: str) -> list[int]:
    """Integers that the dtype does not hold: next to its limits, and far away."""
    low, high = python_scalars.LIMITS[dtype]
    return [low - 1, high + 1, -(2**70), 2**70]


def elements(dtype: str) -> np.ndarray:
    return np.array([5, *python_scalars.LIMITS[dtype]], dtype)


def test_every_function_of_two_that_takes_numbers_has_a_rule() -> None:
    beyond_the_standard = {name for name in OF_TWO if SPECS[name].category_beyond_standard is not None}
    assert set(OF_TWO) - beyond_the_standard == set(python_scalars.OF_TWO) | {"isin"}
    assert beyond_the_standard >= {*CLOSE}
    assert len(REFUSING) > 10


@each_dtype
@pytest.mark.parametrize("name", COMPARISONS)
def test_comparisons_are_exact(backend: str, name: str, dtype: str) -> None:
    values = elements(dtype)
    for number in beyond(dtype):
        for arguments in ((VALUE[backend](values), number), (number, VALUE[backend](values))):
            pairs = [(one, number) if arguments[1] is number else (number, one) for one in values.tolist()]
            expected = np.array([COMPARISONS[name](*pair) for pair in pairs])
            assert_same(function(name)(*arguments), expected)
            out = MEMORY[backend](~expected)
            assert function(name)(*arguments, out=out) is out
            assert_same(out, expected)


@each_dtype
@pytest.mark.parametrize("name", CLOSE)
def test_numbers_far_away_are_not_close(backend: str, name: str, dtype: str) -> None:
    x = VALUE[backend](np.array([5, 7], dtype))
    for number in (-(2**70), 2**70):
        for arguments in ((x, number), (number, x)):
            assert not numpy_of(function(name)(*arguments, atol=2.0, rtol=0.0)).any()


@each_dtype
def test_membership_and_places_are_exact(backend: str, dtype: str) -> None:
    values = np.sort(elements(dtype))
    x = VALUE[backend](values)
    for number in beyond(dtype):
        for invert in (False, True):
            assert_same(ua.isin(x, number, invert=invert), np.full(3, invert))
            assert_same(ua.isin(number, x, invert=invert), np.array(invert))
            out = MEMORY[backend](np.full(3, not invert))
            assert_same(ua.isin(x, number, invert=invert, out=out), np.full(3, invert))
        for side in ("left", "right"):
            expected = np.array(3 if number > 0 else 0)
            assert int(ua.searchsorted(x, number, side=side)) == expected
            out = MEMORY[backend](np.array(7))
            assert int(ua.searchsorted(x, number, side=side, out=out)) == expected


@each_dtype
@pytest.mark.parametrize("name", REFUSING)
def test_arithmetic_refuses(backend: str, name: str, dtype: str) -> None:
    low, high = python_scalars.LIMITS[dtype]
    values = elements(dtype)
    for number in beyond(dtype):
        x, out = VALUE[backend](values), MEMORY[backend](values)
        before = bits(out)
        for parameter, arguments in (("x2", (x, number)), ("x1", (number, x))):
            for options in ({}, {"out": out}):
                with pytest.raises(OverflowError, match=f"^{name}: {parameter} is ") as caught:
                    function(name)(*arguments, **options)
                assert str(number) in str(caught.value)
                assert f"from {low} to {high}, which {dtype} holds" in str(caught.value)
        assert bits(out) == before


@pytest.mark.applies(where=lambda name, backend: (backend, name) != ("torch", "nextafter"))  # it takes no integers
@pytest.mark.filterwarnings("ignore:overflow encountered in (float_power|power):RuntimeWarning")
@each_dtype
@pytest.mark.parametrize("name", FLOATING)
def test_functions_with_a_floating_result_take_the_number_as_it_is(backend: str, name: str, dtype: str) -> None:
    x = VALUE[backend](np.array([5, 7], dtype))
    low, high = python_scalars.LIMITS[dtype]
    for number in (low - 1, high + 1):
        for arguments in ((x, number), (number, x)):
            result = numpy_of(function(name)(*arguments))
            assert result.dtype.kind == "f"
            of_element = FLOATING[name]
            if of_element is not None and result.dtype != np.float16:
                pairs = [(one, number) if arguments[1] is number else (number, one) for one in (5, 7)]
                np.testing.assert_allclose(result, [of_element(*pair) for pair in pairs], rtol=1e-5)


# PyTorch (2.13) has no logic of these.
@pytest.mark.applies(where=lambda dtype, backend: backend != "torch" or dtype not in ("uint16", "uint32", "uint64"))
@each_dtype
@pytest.mark.parametrize("name", sorted(python_scalars.LOGICAL))
def test_logic_asks_for_the_truth_of_a_number(backend: str, name: str, dtype: str) -> None:
    x = VALUE[backend](np.array([0, 5], dtype))
    _, high = python_scalars.LIMITS[dtype]
    if high < 2**31:
        truth = {"logical_and": [False, True], "logical_or": [True, True], "logical_xor": [True, False]}[name]
        assert_same(function(name)(x, high + 1), np.array(truth))
        assert_same(function(name)(-(high + 2), x), np.array(truth))
    assert_same(function(name)(x, 0), getattr(np, name)([0, 5], 0))


@each_dtype
def test_where_refuses_what_it_would_have_to_change(backend: str, dtype: str) -> None:
    condition, x = VALUE[backend](np.array([True, False, True])), VALUE[backend](elements(dtype))
    for number in beyond(dtype):
        for arguments in ((x, number), (number, x)):
            for options in ({}, {"out": MEMORY[backend](elements(dtype))}):
                with pytest.raises(OverflowError, match=r"^where: x[12] is "):
                    ua.where(condition, *arguments, **options)


@each_dtype
def test_clip_leaves_out_what_bounds_nothing(backend: str, dtype: str) -> None:
    values = elements(dtype)
    x, (low, high) = VALUE[backend](values), python_scalars.LIMITS[dtype]
    for options in ({}, {"out": MEMORY[backend](np.zeros_like(values))}):
        assert_same(ua.clip(x, low - 1, high + 1, **options), values)
        with pytest.raises(OverflowError, match="^clip: min is "):
            ua.clip(x, high + 1, None, **options)
        with pytest.raises(OverflowError, match="^clip: max is "):
            ua.clip(x, None, low - 1, **options)


@each_dtype
def test_what_is_written_is_held(backend: str, dtype: str) -> None:
    values = elements(dtype)
    like = VALUE[backend](values)
    low, high = python_scalars.LIMITS[dtype]
    for number in beyond(dtype):
        x = MEMORY[backend](values)
        calls = {
            "copyto: src": lambda x=x, number=number: ua.copyto(x, number),
            "at.set: value": lambda x=x, number=number: ua.at(x)[0].set(number),
            "at.add: value": lambda x=x, number=number: ua.at(x)[[0, 0]].add(number),
            "at.max: value": lambda x=x, number=number: ua.at(x)[1:].max(number),
            "full: fill_value": lambda number=number: ua.full((3,), number, dtype=dtype),
            "full_like: fill_value": lambda number=number: ua.full_like(like, number),
            "asarray: obj": lambda number=number: ua.asarray([[1], [number]], dtype=dtype),
            "asarray: obj ": lambda x=x, number=number: ua.asarray([1, 2, number], out=x),
        }
        if abs(number) < 2**63:
            calls["full: fill_value "] = lambda x=x, number=number: ua.full((3,), number, out=x)
        for start, call in calls.items():
            with selected(backend), pytest.raises(OverflowError, match=f"^{start.strip()} is "):
                call()
        assert bits(x) == bits(like)
    with selected(backend):
        assert_same(ua.full((2,), high, dtype=dtype), np.full(2, high, dtype))
        assert_same(ua.asarray([low, high], dtype=dtype), np.array([low, high], dtype))
        if (backend, dtype) != ("torch", "uint64"):  # whose arange takes no number beyond int64
            assert_same(ua.arange(high - 2, high, dtype=dtype), np.array([high - 2, high - 1], dtype))
        with pytest.raises(OverflowError, match="^arange: "):
            ua.arange(high - 1, high + 2, dtype=dtype)


@pytest.mark.parametrize("dtype", [one for one in DTYPES if not one.endswith("64")])
def test_a_list_is_held_by_the_out_that_it_is_written_into(backend: str, dtype: str) -> None:
    low, high = python_scalars.LIMITS[dtype]
    assert high < 2**32  # no list of Python integers has a wider dtype than int64
    out = MEMORY[backend](np.zeros((1, 2), dtype))
    before = bits(out)
    with selected(backend):
        for create in (ua.asarray, ua.array_namespace(out).asarray):
            for number in (low - 1, high + 1):
                for nested in ([[1, number]], ([1, number],), [range(number, number + 2)]):
                    for options in ({}, {"dtype": "int64"}):
                        with pytest.raises(OverflowError, match="^asarray: obj is "):
                            create(nested, **options, out=out)
            with pytest.raises(OverflowError, match="^asarray: obj is "):
                create([[1.5, high + 1.0]], dtype="int64", out=out)
            assert bits(out) == before
            assert create([[low, high]], dtype=dtype, out=out) is out
            assert_same(out, np.array([[low, high]], dtype))
            create([[0, 0]], dtype=dtype, out=out)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 1j])
def test_no_integer_takes_what_is_no_finite_real_number(backend: str, number: complex) -> None:
    like = VALUE[backend](np.array([1, 2]))
    x = MEMORY[backend](np.array([1, 2]))
    calls = [
        lambda: ua.full((2,), number, dtype="int32"),
        lambda: ua.full_like(like, number),
        lambda: ua.asarray(number, dtype="int32"),
        lambda: ua.asarray([1, number], dtype="int32"),
        lambda: ua.copyto(x, number),
        lambda: ua.at(x)[0].set(number),
    ]
    for call in calls:
        with selected(backend), pytest.raises(TypeError):
            call()
    assert numpy_of(x).tolist() == [1, 2]


def test_no_real_dtype_takes_a_complex_number(backend: str) -> None:
    x = MEMORY[backend](np.array([1.0, 2.0]))
    calls = [
        lambda: ua.full((2,), 1j, dtype="float32"),
        lambda: ua.full_like(x, 1j),
        lambda: ua.asarray(1j, dtype="float32"),
        lambda: ua.asarray([1j], dtype="float32"),
        lambda: ua.linspace(0, 1j, 3, dtype="float64"),
        lambda: ua.copyto(x, 1j),
    ]
    for call in calls:
        with selected(backend), pytest.raises(TypeError):
            call()
    assert numpy_of(x).tolist() == [1.0, 2.0]


@pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning")
@pytest.mark.parametrize("dtype", ["float16", "float32", "complex64"])
def test_what_is_too_large_for_a_floating_dtype_is_infinite(backend: str, dtype: str) -> None:
    values = np.array([1, 2], dtype)
    x, limit = VALUE[backend](values), float(np.finfo(dtype).max)
    infinite = np.full(2, math.inf, dtype)
    step = limit * 2.0 ** -(11 if dtype == "float16" else 24)
    for number in (1e300, 10**200, limit + step):
        assert_same(ua.add(x, number), infinite)
        assert_same(ua.add(x, number, out=MEMORY[backend](values)), infinite)
        assert_same(ua.subtract(number, x), infinite)
        assert_same(ua.equal(x, number), np.array([False, False]))
        assert_same(ua.where(VALUE[backend](np.array([True, False])), x, number), np.array([1, math.inf], dtype))
        assert_same(ua.copyto(MEMORY[backend](values), number), infinite)
        assert_same(ua.full_like(x, number), infinite)
    assert_same(ua.full_like(x, limit + step / 4), np.full(2, limit, dtype))
    if dtype != "complex64":
        assert_same(ua.less(x, -1e300), np.array([False, False]))
        assert_same(ua.clip(x, -1e300, 1e300), values)
    with pytest.raises(OverflowError):
        ua.add(x, 10**400)


def test_namespaces_of_one_backend(backend: str) -> None:
    x = VALUE[backend](np.array([5, 250], np.uint8))
    xp = ua.array_namespace(x)
    assert_same(xp.greater(x, -1), np.array([True, True]))
    with pytest.raises(OverflowError, match="^add: x2 is 300"):
        xp.add(x, 300)
    with pytest.raises(OverflowError, match="^full: fill_value is -1"):
        xp.full((2,), -1, dtype=xp.uint8)


@each_dtype
def test_operators_of_variables(dtype: str) -> None:
    pytest.importorskip("tensorflow")
    values = elements(dtype)
    for number in beyond(dtype):
        v = MEMORY["tensorflow"](values)
        for compare in COMPARISONS.values():
            assert numpy_of(compare(v, number)).tolist() == [compare(one, number) for one in values.tolist()]
            assert numpy_of(compare(number, v)).tolist() == [compare(number, one) for one in values.tolist()]
        for compute in (operator.add, operator.mul, operator.iadd, operator.isub, operator.ior, operator.floordiv):
            with pytest.raises(OverflowError):
                compute(v, number)
        with pytest.raises(OverflowError):
            v[0] = number
        assert_same(v.value(), values)


def test_in_a_program_of_tensorflow() -> None:
    tf = pytest.importorskip("tensorflow")
    x = VALUE["tensorflow"](np.array([5, 250], np.uint8))
    for jit_compile in (False, True):
        compared = tf.function(lambda x: (ua.greater(x, -1), ua.equal(300, x)), jit_compile=jit_compile)(x)
        assert [one.numpy().tolist() for one in compared] == [[True, True], [False, False]]
        with pytest.raises(OverflowError, match="^add: x2 is 300"):
            tf.function(lambda x: ua.add(x, 300), jit_compile=jit_compile)(x)


def test_in_a_program_of_pytorch() -> None:
    torch = pytest.importorskip("torch")
    x = VALUE["torch"](np.array([5, 250], np.uint8))

    def compared(x: Any, number: int) -> Any:
        return ua.greater(x, number)

    program = torch.compile(compared, backend="eager", fullgraph=True, dynamic=False)
    assert [program(x, number).tolist() for number in (-1, 5, 300)] == [[True, True], [False, True], [False, False]]
    with pytest.raises(Exception, match="add: x2 is 300"):
        torch.compile(lambda x: ua.add(x, 300), backend="eager")(x)


def test_a_scalar_of_numpy_that_is_a_float_beside_a_number() -> None:
    for number in (math.nan, 300, -1.5):
        result = ua.where(np.asarray(True), number, np.float64(3.0))
        assert np.array_equal(result, number, equal_nan=True)
        assert ua.where(np.asarray(True), np.float64(3.0), number) == 3.0
        assert ua.numpy.where(np.bool_(False), number, np.float64(3.0)) == 3.0
