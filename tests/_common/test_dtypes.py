"""Neutral dtypes, what is accepted as a dtype, the same-kind rule, and the functions that ask about dtypes."""

from __future__ import annotations

import copy
import pathlib
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._common.dtypes import ALL, can_hold

from support import MEMORY, VALUE

NUMPY_HAS = [name for name in ALL if name != "bfloat16"]
INTEGERS = [name for name in NUMPY_HAS if np.isdtype(np.dtype(name), "integral")]
FLOATS = ["float16", "float32", "float64"]
COMPLEXES = ["complex64", "complex128"]


def native(backend: str, name: str) -> Any:
    """The backend's own dtype of that name, looked up without the library under test."""
    if backend == "numpy":
        return np.dtype(name)
    if backend == "torch":
        import torch

        return getattr(torch, name)
    import tensorflow as tf

    return getattr(tf, name)


def is_native(backend: str, dtype: Any) -> bool:
    return isinstance(dtype, np.dtype if backend == "numpy" else type(native(backend, "int8")))


def natives(backend: str) -> dict[str, Any]:
    return {name: native(backend, name) for name in (NUMPY_HAS if backend == "numpy" else ALL)}


@pytest.fixture
def selected(backend: str) -> Iterator[str]:
    with ua.use_backend(backend):
        yield backend


@pytest.fixture
def not_selected(backend: str) -> Iterator[str]:
    """A backend that no setting names: only the arguments can say that it is meant."""
    with ua.use_backend("numpy"):
        yield backend


# -- neutral dtypes ---------------------------------------------------------------------------------------------------


def test_there_is_a_neutral_dtype_for_each_name_of_the_standard() -> None:
    assert {name: getattr(ua, name) for name in ALL} == ALL
    assert len(ALL) == 15


@pytest.mark.parametrize("name", ALL)
def test_a_neutral_dtype_equals_its_native_one_both_ways_and_no_other(name: str, backend: str) -> None:
    neutral = ALL[name]
    for other, own in natives(backend).items():
        same = other == name
        assert (neutral == own) is same
        assert (own == neutral) is same
        assert (neutral != own) is not same
        assert (own != neutral) is not same
        assert (neutral in [own]) is same
        assert (own in [neutral]) is same


@pytest.mark.parametrize("name", NUMPY_HAS)
def test_a_neutral_dtype_equals_numpy_s_scalar_type(name: str) -> None:
    scalar_type = np.dtype(name).type
    assert ALL[name] == scalar_type
    assert scalar_type == ALL[name]


def test_the_dtype_of_an_array_equals_the_neutral_one(backend: str) -> None:
    for name in NUMPY_HAS:
        x = VALUE[backend](np.ones(2, name))
        assert x.dtype == ALL[name]
        assert ALL[name] == x.dtype


def strange(backend: str) -> list[Any]:
    """Native dtypes that are none of the standard's, some of them with a name that looks so."""
    if backend == "numpy":
        return [np.dtype("float32").newbyteorder("S"), np.dtype("M8[s]"), np.dtype([("x", "int8")]), np.dtype(object)]
    names = {"torch": ["qint8", "complex32", "float8_e4m3fn"], "tensorflow": ["string", "qint8", "resource"]}
    return [native(backend, name) for name in names[backend]]


def test_a_neutral_dtype_differs_from_native_dtypes_that_it_has_no_name_for(backend: str) -> None:
    for one in strange(backend):
        for neutral in ALL.values():
            assert one != neutral, one
            assert neutral != one, one


@pytest.mark.parametrize(
    "make",
    [lambda name: None, lambda name: object(), lambda name: 32, lambda name: f"{name}x", pathlib.Path],
    ids=["None", "an object", "a number", "another text", "a path of that name"],
)
def test_a_neutral_dtype_differs_from_what_is_no_dtype(make: Callable[[str], Any]) -> None:
    for name, neutral in ALL.items():
        assert neutral != make(name)
        assert make(name) != neutral


def test_neutral_dtypes_are_keys() -> None:
    assert len(set(ALL.values())) == 15
    table = {ua.float32: "single", ua.float64: "double"}
    assert table[ALL["float64"]] == table["float64"] == "double"
    assert ua.int64 not in table


@pytest.mark.parametrize("name", ALL)
def test_a_neutral_dtype_prints_as_its_name(name: str) -> None:
    one = ALL[name]
    assert [repr(one), str(one), f"{one}", f"{[one]}", one.name] == [name, name, name, f"[{name}]", name]


@pytest.mark.parametrize("name", NUMPY_HAS)
def test_a_neutral_dtype_knows_its_kind_and_size(name: str) -> None:
    assert np.isdtype(np.dtype(name), ALL[name].kind)
    assert ALL[name].itemsize == np.dtype(name).itemsize


@pytest.mark.parametrize("name", ALL)
def test_a_neutral_dtype_survives_pickle_and_copies(name: str) -> None:
    one = ALL[name]
    copies = [pickle.loads(pickle.dumps(one, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
    for again in [*copies, copy.copy(one), copy.deepcopy([one])[0]]:
        assert type(again) is type(one)
        assert again == one
        assert repr(again) == name


# -- what is accepted as a dtype --------------------------------------------------------------------------------------

TAKES_DTYPE: dict[str, Callable[[Any, Any], Any]] = {
    "arange": lambda x, dtype: ua.arange(2, dtype=dtype),
    "asarray": lambda x, dtype: ua.asarray([0, 1], dtype=dtype),
    "astype": lambda x, dtype: ua.astype(x, dtype),
    "empty_like": lambda x, dtype: ua.empty_like(x, dtype=dtype),
    "full": lambda x, dtype: ua.full((2,), 1, dtype=dtype),
    "sum": lambda x, dtype: ua.sum(x, dtype=dtype),
    "zeros": lambda x, dtype: ua.zeros(3, dtype=dtype),
    "zeros with out": lambda x, dtype: ua.zeros(3, dtype=dtype, out=ua.empty(3, dtype=dtype)),
    "sum with out": lambda x, dtype: ua.sum(x, dtype=dtype, out=ua.empty((), dtype=dtype)),
}
takes_dtype = pytest.mark.parametrize("call", TAKES_DTYPE.values(), ids=list(TAKES_DTYPE))


@takes_dtype
@pytest.mark.parametrize("name", ["int32", "int64", "float32", "float64", "complex64"])
def test_a_dtype_may_be_neutral_native_or_a_name(call: Callable[..., Any], name: str, selected: str) -> None:
    wanted = native(selected, name)
    spellings = [ALL[name], name, wanted, *([np.dtype(name).type] if selected == "numpy" else [])]
    for spelling in spellings:
        assert call(VALUE[selected](np.array([0, 1])), spelling).dtype == wanted


@takes_dtype
@pytest.mark.parametrize(("python", "name"), [(int, "int64"), (float, "float64"), (complex, "complex128")])
def test_a_dtype_may_be_a_python_type(call: Callable[..., Any], python: type, name: str, selected: str) -> None:
    assert call(VALUE[selected](np.array([0, 1])), python).dtype == native(selected, name)


def test_bool_is_a_dtype_as_python_s_type_and_as_the_neutral_one(selected: str) -> None:
    for spelling in (bool, ua.bool, "bool", native(selected, "bool")):
        assert ua.zeros(3, dtype=spelling).dtype == native(selected, "bool")


@pytest.mark.parametrize("function", ["arange", "asarray", "astype", "sum", "zeros"])
@pytest.mark.parametrize("wrong", ["float31", "", str, object, np.dtype("U3"), 7, [("x", "float32")]], ids=repr)
def test_what_is_no_dtype_is_refused_with_the_names_that_are(function: str, wrong: Any, selected: str) -> None:
    with pytest.raises(TypeError, match=f"^{function}: dtype is ") as raised:
        TAKES_DTYPE[function](VALUE[selected](np.array([0, 1])), wrong)
    assert repr(wrong) in str(raised.value)
    assert f"expected one of {', '.join(ALL)}" in str(raised.value)


@pytest.mark.parametrize("function", ["arange", "asarray", "astype", "sum", "zeros"])
def test_bfloat16_is_refused_where_the_backend_lacks_it(function: str, selected: str) -> None:
    x = VALUE[selected](np.array([0, 1]))
    if selected != "numpy":
        assert TAKES_DTYPE[function](x, ua.bfloat16).dtype == native(selected, "bfloat16")
        return
    with pytest.raises(TypeError, match=f"^{function}: dtype is bfloat16, which numpy does not have: choose another"):
        TAKES_DTYPE[function](x, ua.bfloat16)


# -- the same-kind rule of out= ---------------------------------------------------------------------------------------


def test_out_may_hold_what_numpy_s_same_kind_rule_allows() -> None:
    pairs = [(a, b) for a in NUMPY_HAS for b in NUMPY_HAS]
    assert {(a, b) for a, b in pairs if can_hold(ALL[a], ALL[b])} == {
        (a, b) for a, b in pairs if np.can_cast(np.dtype(a), np.dtype(b), "same_kind")
    }


# -- default dtypes ---------------------------------------------------------------------------------------------------

OF_INTEGERS: dict[str, Callable[[], Any]] = {
    "arange": lambda: ua.arange(3),
    "asarray of a number": lambda: ua.asarray(3),
    "asarray of a list": lambda: ua.asarray([[1, 2]]),
    "full": lambda: ua.full((2,), 7),
}
OF_FLOATS: dict[str, Callable[[], Any]] = {
    "arange": lambda: ua.arange(3.0),
    "arange with a step": lambda: ua.arange(0, 1, 0.5),
    "asarray of a number": lambda: ua.asarray(3.0),
    "asarray of a list": lambda: ua.asarray([[1.0, 2.0]]),
    "asarray of mixed numbers": lambda: ua.asarray([1, 2.5]),
    "empty": lambda: ua.empty(3),
    "eye": lambda: ua.eye(2),
    "full": lambda: ua.full((2,), 7.0),
    "linspace": lambda: ua.linspace(0, 1, 3),
    "ones": lambda: ua.ones(3),
    "zeros": lambda: ua.zeros((2, 3)),
}
OF_COMPLEXES: dict[str, Callable[[], Any]] = {
    "asarray": lambda: ua.asarray([1j, 2.0]),
    "full": lambda: ua.full((2,), 1j),
}


def default_dtypes() -> dict[str, Any]:
    return ua.array_namespace(ua.zeros(1)).__array_namespace_info__().default_dtypes()  # type: ignore[no-any-return]


@pytest.mark.parametrize("call", OF_INTEGERS.values(), ids=list(OF_INTEGERS))
def test_integers_are_int64_everywhere(call: Callable[[], Any], selected: str) -> None:
    assert call().dtype == native(selected, "int64") == default_dtypes()["integral"]


@pytest.mark.parametrize("call", OF_FLOATS.values(), ids=list(OF_FLOATS))
def test_floats_are_the_backend_s_own(call: Callable[[], Any], selected: str) -> None:
    own = {"numpy": "float64", "torch": "float32", "tensorflow": "float32"}
    assert call().dtype == native(selected, own[selected]) == default_dtypes()["real floating"]


@pytest.mark.parametrize("call", OF_COMPLEXES.values(), ids=list(OF_COMPLEXES))
def test_complex_numbers_are_what_the_namespace_says(call: Callable[[], Any], selected: str) -> None:
    assert call().dtype == default_dtypes()["complex floating"]
    assert default_dtypes()["complex floating"] in (ua.complex64, ua.complex128)


@pytest.mark.parametrize("call", [lambda: ua.asarray([True]), lambda: ua.full((2,), False)], ids=["asarray", "full"])
def test_truth_values_are_bool(call: Callable[[], Any], selected: str) -> None:
    assert call().dtype == native(selected, "bool")


def test_floats_follow_torch_s_own_default() -> None:
    torch = pytest.importorskip("torch")
    torch.set_default_dtype(torch.float64)
    try:
        with ua.use_backend("torch"):
            assert {name: call().dtype for name, call in OF_FLOATS.items()} == dict.fromkeys(OF_FLOATS, torch.float64)
            assert default_dtypes()["real floating"] is torch.float64
    finally:
        torch.set_default_dtype(torch.float32)


# -- functions that answer questions ----------------------------------------------------------------------------------


def spellings(backend: str, name: str) -> list[Any]:
    """A dtype in all ways in which an argument can be of a backend: its dtype, a value, memory."""
    values = np.ones(2, name)
    return [native(backend, name), VALUE[backend](values), MEMORY[backend](values)]


PROMOTIONS = [
    (("int8", "int16"), "int16"),
    (("uint8", "int8"), "int16"),
    (("uint8", "uint8"), "uint8"),
    (("bool", "bool"), "bool"),
    (("float32", "float64"), "float64"),
    (("float32", "complex64"), "complex64"),
    (("float64", "complex64"), "complex128"),
    (("int8", "uint8", "int32"), "int32"),
]


@pytest.mark.parametrize(("names", "expected"), PROMOTIONS, ids=str)
def test_result_type_is_native(names: tuple[str, ...], expected: str, not_selected: str) -> None:
    wanted = native(not_selected, expected)
    for first in spellings(not_selected, names[0]):
        for others in zip(*(spellings(not_selected, name) for name in names[1:]), strict=True):
            result = ua.result_type(first, *others)
            assert is_native(not_selected, result)
            assert result == wanted
        assert ua.result_type(first, *[ALL[name] for name in names[1:]]) == wanted
        assert ua.result_type(*names[1:], first) == wanted


@pytest.mark.parametrize(("names", "expected"), PROMOTIONS, ids=str)
def test_result_type_of_neutral_dtypes_is_the_selected_backend_s(
    names: tuple[str, ...], expected: str, selected: str
) -> None:
    wanted = native(selected, expected)
    for result in (ua.result_type(*names), ua.result_type(*[ALL[name] for name in names])):
        assert is_native(selected, result)
        assert result == wanted


@pytest.mark.parametrize(
    ("name", "number"),
    [("float32", 2.5), ("float32", 1), ("int8", 1), ("bool", True), ("complex64", 2.5), ("complex64", 1j)],
)
def test_python_numbers_take_the_dtype_they_meet(name: str, number: complex, not_selected: str) -> None:
    for one in spellings(not_selected, name):
        assert ua.result_type(one, number) == native(not_selected, name)
        assert ua.result_type(number, one) == native(not_selected, name)


KINDS = [
    "bool",
    "signed integer",
    "unsigned integer",
    "integral",
    "real floating",
    "complex floating",
    "numeric",
]


@pytest.mark.parametrize("name", NUMPY_HAS)
def test_isdtype_knows_every_kind(name: str, selected: str) -> None:
    for kind in [*KINDS, ("bool", "signed integer"), ("integral", "complex floating")]:
        expected = np.isdtype(np.dtype(name), kind)
        for dtype in (native(selected, name), ALL[name], name):
            assert ua.isdtype(dtype, kind) is expected
    for dtype in (native(selected, name), ALL[name]):
        assert ua.isdtype(dtype, ALL[name]) is True
        assert ua.isdtype(dtype, native(selected, name)) is True
        assert ua.isdtype(dtype, (ALL[name], "bool")) is True
        assert ua.isdtype(dtype, ua.float64 if name == "int8" else ua.int8) is False


def test_isdtype_refuses_an_unknown_kind(selected: str) -> None:
    with pytest.raises((TypeError, ValueError), match="quaternion"):
        ua.isdtype(ua.float32, "quaternion")


@pytest.mark.parametrize("name", [*FLOATS, *COMPLEXES])
def test_finfo_has_numpy_s_limits(name: str, not_selected: str) -> None:
    expected = np.finfo(name)
    for one in spellings(not_selected, name):
        info = ua.finfo(one)
        limits = [info.bits, info.eps, info.max, info.min, info.smallest_normal]
        wanted = [expected.bits, expected.eps, expected.max, expected.min, expected.smallest_normal]
        assert limits == [float(limit) for limit in wanted]
        assert info.dtype == native(not_selected, expected.dtype.name)
        assert is_native(not_selected, info.dtype)


@pytest.mark.parametrize("name", INTEGERS)
def test_iinfo_has_numpy_s_limits(name: str, not_selected: str) -> None:
    expected = np.iinfo(name)
    for one in spellings(not_selected, name):
        info = ua.iinfo(one)
        assert [info.bits, info.max, info.min] == [expected.bits, expected.max, expected.min]
        assert info.dtype == native(not_selected, name)
        assert is_native(not_selected, info.dtype)


@pytest.mark.parametrize("spelling", [lambda name: name, ALL.__getitem__], ids=["name", "neutral"])
def test_limits_of_neutral_dtypes_are_the_selected_backend_s(spelling: Callable[[str], Any], selected: str) -> None:
    assert ua.finfo(spelling("float32")).dtype == native(selected, "float32")
    assert is_native(selected, ua.finfo(spelling("float32")).dtype)
    assert is_native(selected, ua.iinfo(spelling("int8")).dtype)
    assert ua.iinfo(spelling("int8")).max == 127


CASTS = [
    ("int8", "int16", True),
    ("int16", "int8", False),
    ("uint8", "int16", True),
    ("uint8", "int8", False),
    ("float32", "float64", True),
    ("float64", "float32", False),
    ("float32", "complex64", True),
    ("complex128", "complex64", False),
    ("complex64", "float64", False),
    ("bool", "bool", True),
]


@pytest.mark.parametrize(("from_", "to", "expected"), CASTS)
def test_can_cast_follows_the_promotion_rules(from_: str, to: str, expected: bool, not_selected: str) -> None:
    for one in spellings(not_selected, from_):
        for target in (native(not_selected, to), ALL[to], to):
            assert ua.can_cast(one, target) is expected


@pytest.mark.parametrize(("from_", "to", "expected"), CASTS)
def test_can_cast_of_neutral_dtypes_is_answered_too(from_: str, to: str, expected: bool, selected: str) -> None:
    assert ua.can_cast(ALL[from_], ALL[to]) is expected
    assert ua.can_cast(from_, to) is expected


@pytest.mark.backends("torch", "tensorflow")
def test_dtypes_of_two_backends_do_not_mix(backend: str) -> None:
    foreign, own = native(backend, "float32"), np.dtype("float32")
    questions: dict[str, Callable[[], Any]] = {
        "result_type": lambda: ua.result_type(own, foreign),
        "can_cast": lambda: ua.can_cast(foreign, own),
        "isdtype": lambda: ua.isdtype(foreign, own),
    }
    for function, call in questions.items():
        with pytest.raises(TypeError, match=f"^{function}: ") as raised:
            call()
        assert "numpy" in str(raised.value)
        assert backend in str(raised.value)


@pytest.mark.backends("torch", "tensorflow")
@pytest.mark.parametrize("make", [VALUE, MEMORY], ids=["value", "memory"])
def test_a_dtype_never_decides_against_an_array(make: Any, backend: str) -> None:
    x = make[backend](np.ones(2, np.int16))
    assert ua.result_type(np.dtype("float32"), x) is native(backend, "float32")
    assert ua.result_type(x, np.dtype("int32"), np.dtype("int8")) is native(backend, "int32")
    assert ua.can_cast(x, np.dtype("int8")) is False
    assert ua.can_cast(x, np.dtype("float32")) is ua.can_cast(ua.int16, ua.float32)


@pytest.mark.parametrize("function", ["finfo", "iinfo", "result_type"])
@pytest.mark.parametrize("wrong", ["float31", [1.0], str], ids=repr)
def test_questions_about_what_is_no_dtype_are_type_errors(function: str, wrong: Any, selected: str) -> None:
    with pytest.raises(TypeError, match=f"^{function}: "):
        getattr(ua, function)(wrong)


@pytest.mark.parametrize(("function", "name"), [("finfo", "int32"), ("iinfo", "float32"), ("iinfo", "bool")])
def test_limits_of_the_wrong_kind_are_an_error(function: str, name: str, selected: str) -> None:
    with pytest.raises((TypeError, ValueError)):
        getattr(ua, function)(native(selected, name))
