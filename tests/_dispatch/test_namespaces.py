"""The fixed namespaces, and the questions about arrays: what is one, whose is it, and its values on another backend."""

from __future__ import annotations

import copy
import importlib
import importlib.util
import inspect
import math
import pickle
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._common.dtypes import ALL
from unified_arrays._common.spec import SPECS

from support import MEMORY, VALUE, assert_same, bits, is_of, numpy_of, running

BACKENDS = ["numpy", "torch", "tensorflow"]
INSTALLED = [name for name in BACKENDS if importlib.util.find_spec(name)]
DTYPES = [name for name in ALL if name != "bfloat16"]
VALUES = np.array([[1.0, -2.0, 0.0], [3.5, 8.0, -0.5]])


@pytest.fixture
def namespace(backend: str) -> ModuleType:
    return importlib.import_module(f"unified_arrays.{backend}")


@pytest.fixture
def other(backend: str) -> str:
    """A backend that is not NumPy, for a mix: tests that ask for it are about those."""
    assert backend != "numpy"
    return backend


def bound(namespace: ModuleType, name: str) -> Any:
    found: Any = namespace
    for part in name.split("."):
        found = getattr(found, part)
    return found


# -- the fixed namespaces ---------------------------------------------------------------------------------------------


def test_a_fixed_namespace_has_every_function_with_its_signature(namespace: ModuleType) -> None:
    for name in SPECS:
        function, public = bound(namespace, name), bound(ua, name)
        assert function is not public
        assert inspect.signature(function) == inspect.signature(public)
        runs = [inspect.signature(running(one), follow_wrapped=False) for one in (function, public)]
        assert runs[0] == runs[1]
        assert function.__name__ == public.__name__
        assert function.__doc__ == public.__doc__


def test_a_fixed_namespace_has_native_dtypes(namespace: ModuleType, backend: str) -> None:
    for name in DTYPES:
        dtype = getattr(namespace, name)
        assert dtype == ALL[name]
        assert type(dtype) is not type(ALL[name])
        assert VALUE[backend](np.ones(2, name)).dtype == dtype
        assert namespace.zeros(2, dtype=dtype).dtype == dtype
    assert hasattr(namespace, "bfloat16") is (backend != "numpy")


@pytest.mark.parametrize("name", ["e", "pi", "inf"])
def test_a_fixed_namespace_has_the_constants(name: str, backend: str, namespace: ModuleType) -> None:
    assert getattr(namespace, name) == getattr(ua, name) == getattr(math, name)
    assert math.isnan(namespace.nan)
    assert namespace.newaxis is None


def test_a_fixed_namespace_names_its_version(namespace: ModuleType) -> None:
    assert namespace.__array_api_version__ == ua.__array_api_version__ == "2025.12"


def test_a_fixed_namespace_tells_what_it_can(namespace: ModuleType, backend: str) -> None:
    info = namespace.__array_namespace_info__()
    assert {"boolean indexing", "data-dependent shapes", "max dimensions"} <= set(info.capabilities())
    kinds = {"real floating", "complex floating", "integral", "indexing"}
    assert set(info.default_dtypes()) == kinds
    assert info.default_dtypes()["integral"] == ua.int64
    assert info.dtypes()["float32"] == getattr(namespace, "float32")  # noqa: B009
    assert set(info.dtypes(kind="bool")) == {"bool"}
    assert set(info.dtypes(kind="signed integer")) == {"int8", "int16", "int32", "int64"}
    for device in [info.default_device(), *info.devices()]:
        if device is not None:
            assert ua.Device(device) in ua.devices(backend)


def test_a_fixed_namespace_creates_its_own_arrays_whatever_is_selected(namespace: ModuleType, backend: str) -> None:
    for setting in INSTALLED:
        with ua.use_backend(setting):
            for x in (namespace.zeros(3), namespace.asarray([1.0, 2.0]), namespace.arange(3, dtype=ua.float32)):
                assert is_of(backend, x)


def test_a_fixed_namespace_accepts_neutral_dtypes_and_devices(namespace: ModuleType) -> None:
    x = namespace.zeros((2, 3), dtype=ua.float32, device=ua.Device("cpu"))
    assert x.dtype == namespace.float32
    assert namespace.astype(x, "int8").dtype == namespace.int8
    assert namespace.sum(x, dtype=ua.float64, axis=0).dtype == namespace.float64


def test_a_fixed_namespace_writes_into_out(namespace: ModuleType, backend: str) -> None:
    x, out = VALUE[backend](VALUES), MEMORY[backend](VALUES + 50)
    assert namespace.multiply(x, x, out=out) is out
    assert_same(out, VALUES * VALUES)
    q = MEMORY[backend](np.zeros((2, 2)))
    assert namespace.linalg.qr(x, out=(q, None))[0] is q
    assert numpy_of(q).any()


@pytest.mark.backends("numpy")
@pytest.mark.parametrize("name", ["sum", "exp", "sort", "linalg.vector_norm"])
@pytest.mark.parametrize("kind", ["matrix", "masked"])
def test_a_fixed_namespace_refuses_inputs_of_another_meaning_beside_out(
    kind: str, name: str, namespace: ModuleType, backend: str
) -> None:
    x = np.ma.array(VALUES, mask=[[1, 0, 0], [0, 0, 1]]) if kind == "masked" else VALUES.view(np.matrix)
    out = np.full(() if name in ("sum", "linalg.vector_norm") else VALUES.shape, 7.0)
    with pytest.raises(TypeError, match=rf"^{name}: x is a .*{kind}"):
        bound(namespace, name)(x, out=out)
    with pytest.raises(TypeError, match=rf"^concat: arrays is a .*{kind}"):
        namespace.concat([VALUES, x], out=np.zeros((4, 3)))
    with pytest.raises(TypeError, match=rf"^diff: prepend is a .*{kind}"):
        namespace.diff(VALUES, prepend=x, out=np.zeros((2, 5)))
    assert (out == 7.0).all()


@pytest.mark.backends("torch", "tensorflow")
def test_a_fixed_namespace_refuses_inputs_of_another_backend_beside_out(
    namespace: ModuleType, backend: str, other: str
) -> None:
    x, out = VALUE["numpy"](VALUES), MEMORY[other](VALUES)
    with pytest.raises(TypeError, match=rf"^exp: x is an array of numpy but out is one of {other}"):
        namespace.exp(x, out=out)
    q = MEMORY[other](np.zeros((2, 2)))
    with pytest.raises(
        TypeError, match=rf"^linalg.qr: it is that of unified_arrays.{other}, and its arrays are of numpy"
    ):
        namespace.linalg.qr(x, out=(q, None))
    assert_same(out, VALUES)
    assert not numpy_of(q).any()


@pytest.mark.parametrize("function", ["exp", "sum", "sort", "zeros"])
def test_a_fixed_namespace_refuses_an_out_that_is_no_array_of_its_backend(
    function: str, namespace: ModuleType, backend: str
) -> None:
    arguments = [3] if function == "zeros" else [VALUE[backend](VALUES)]
    foreign = [MEMORY[name](VALUES) for name in INSTALLED if name != backend]
    for out in ([0.0] * 3, 1.0, "out", *foreign):
        with pytest.raises(TypeError, match=f"^{function}: out is "):
            getattr(namespace, function)(*arguments, out=out)
    assert all(bits(one) == VALUES.tobytes() for one in foreign)


@pytest.mark.parametrize("name", ["add", "zeros", "finfo", "matmul", "linalg.svd", "linalg.matmul"])
def test_the_functions_of_a_fixed_namespace_survive_pickle_and_copies(name: str, namespace: ModuleType) -> None:
    function = bound(namespace, name)
    assert pickle.loads(pickle.dumps(function)) is function
    assert copy.deepcopy(function) is function


def test_a_fixed_namespace_lacks_what_is_missing(namespace: ModuleType) -> None:
    with pytest.raises(AttributeError, match="no_such_function"):
        namespace.no_such_function  # noqa: B018


# -- array_namespace, is_array ----------------------------------------------------------------------------------------


def test_arrays_lead_to_the_fixed_namespace(namespace: ModuleType, backend: str) -> None:
    x, memory = VALUE[backend](VALUES), MEMORY[backend](VALUES)
    for arrays in ((x,), (memory,), (x, memory), (x, 1.0, None), (None, 2, x), (True, 1j, x)):
        assert ua.array_namespace(*arrays) is namespace


def test_numpy_scalars_count_where_they_are_alone() -> None:
    numpy = importlib.import_module("unified_arrays.numpy")
    for scalar in (np.float64(1.0), np.float32(1.0), np.int64(1), np.bool_(True)):
        assert ua.array_namespace(scalar) is numpy


@pytest.mark.backends("torch", "tensorflow")
def test_a_mix_has_no_namespace(other: str) -> None:
    message = rf"^array_namespace: arrays\[0\] is an array of {other} but arrays\[2\] is one of numpy"
    with pytest.raises(TypeError, match=message):
        ua.array_namespace(VALUE[other](VALUES), 1.0, VALUES)


@pytest.mark.parametrize("arrays", [(), (None,), (1.0, 2, True)], ids=repr)
def test_no_array_has_no_namespace(arrays: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError, match="^array_namespace: arrays hold no array"):
        ua.array_namespace(*arrays)


@pytest.mark.parametrize("wrong", [[1.0], "text", object, np.float64, ua.float32], ids=repr)
def test_what_is_no_array_has_no_namespace(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"^array_namespace: arrays\[1\] is a"):
        ua.array_namespace(VALUES, wrong)


def test_arrays_are_arrays(backend: str) -> None:
    for values in (VALUES, np.array(1.0), np.empty((0, 3)), np.array([True])):
        assert ua.is_array(VALUE[backend](values))
        assert ua.is_array(MEMORY[backend](values))


NOT_ARRAYS = [1, 1.0, 1j, True, None, "text", [1.0], (1.0,), [np.ones(2)], np.dtype("int8"), np.ndarray, ua.int8]


@pytest.mark.parametrize("value", NOT_ARRAYS, ids=repr)
def test_what_is_no_array_is_not(value: Any) -> None:
    assert ua.is_array(value) is False


@pytest.mark.parametrize("scalar", [np.float64(1.0), np.int8(1), np.bool_(True), np.complex64(1j)], ids=repr)
def test_numpy_scalars_are_arrays(scalar: Any) -> None:
    assert ua.is_array(scalar) is True


def test_parameters_of_torch_are_arrays() -> None:
    torch = pytest.importorskip("torch")
    assert ua.is_array(torch.nn.Parameter(torch.ones(2)))
    assert not any(map(ua.is_array, (torch.float32, torch.Tensor, torch.device("cpu"), torch.nn.Linear(1, 1))))


def test_variables_of_tensorflow_are_arrays() -> None:
    tf = pytest.importorskip("tensorflow")
    assert ua.is_array(tf.Variable([1.0]))
    assert ua.is_array(tf.Variable([1.0])[:1])
    assert not any(map(ua.is_array, (tf.float32, tf.Tensor, tf.TensorShape([1]), tf.TensorSpec([1]))))


# -- to_backend -------------------------------------------------------------------------------------------------------

both = pytest.mark.parametrize("target", BACKENDS)


@pytest.fixture
def source(backend: str, target: str) -> str:
    if target not in INSTALLED:
        pytest.skip(f"{target} is not installed")
    return backend


@both
@pytest.mark.parametrize("dtype", DTYPES)
def test_values_and_dtype_arrive(source: str, target: str, dtype: str) -> None:
    values = np.array([[0, 1, 2], [3, 5, 7]]).astype(dtype)
    for make in (VALUE, MEMORY):
        for one in (values, values[:0], values[0, 1]):
            x = make[source](np.array(one))
            for options in ({}, {"copy": True}, {"device": "cpu"}):
                result = ua.to_backend(x, target, **options)
                assert is_of(target, result)
                assert result.dtype == ALL[dtype]
                assert_same(result, np.array(one))


@both
def test_the_selected_backend_is_meant_if_none_is_named(source: str, target: str) -> None:
    with ua.use_backend(target):
        assert is_of(target, ua.to_backend(VALUE[source](VALUES)))
        assert is_of(source, ua.to_backend(VALUE[target](VALUES), source))


@both
def test_special_values_keep_every_bit(source: str, target: str) -> None:
    values = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 5e-324, np.nextafter(1, 2)])
    assert bits(ua.to_backend(VALUE[source](values), target)) == values.tobytes()


@pytest.mark.parametrize("memory", [False, True], ids=["value", "memory"])
def test_an_array_of_the_backend_is_returned_unless_a_copy_is_asked_for(backend: str, memory: bool) -> None:
    x = (MEMORY if memory else VALUE)[backend](VALUES)
    assert ua.to_backend(x, backend) is x
    assert ua.to_backend(x, backend, copy=False) is x
    assert ua.to_backend(x, backend, copy=True) is not x


@both
def test_a_copy_has_memory_of_its_own_that_can_be_written_to(source: str, target: str) -> None:
    x = MEMORY[source](VALUES)
    result = ua.to_backend(x, target, copy=True)
    assert ua.add(result, 1.0, out=result) is result
    assert_same(x, VALUES)
    ua.multiply(x, 5.0, out=x)
    assert_same(result, VALUES + 1.0)
    assert_same(x, VALUES * 5.0)


# Pairs that can always share memory; TensorFlow takes in only what lies at an address that it likes.
SHARED = {("numpy", "torch"), ("torch", "numpy"), ("tensorflow", "numpy")}


@pytest.mark.applies(where=lambda backend, target: backend != target)  # the same one is tested above
@both
def test_without_a_copy_memory_is_shared_or_it_is_an_error(source: str, target: str) -> None:
    x = VALUE[source](VALUES)
    try:
        shared = ua.to_backend(x, target, copy=False)
    except ValueError as error:
        assert (source, target) not in SHARED
        assert "copy" in str(error)
    else:
        assert np.shares_memory(np.asarray(shared), np.asarray(x))


def test_a_read_only_value_is_no_torch_tensor_without_a_copy() -> None:
    pytest.importorskip("torch")
    pytest.importorskip("tensorflow")
    with pytest.raises(ValueError, match="copy"):
        ua.to_backend(VALUE["tensorflow"](VALUES), "torch", copy=False)


def test_a_copy_of_shared_memory_is_never_written_through() -> None:
    pytest.importorskip("tensorflow")
    memory = np.zeros(1024 + 64, np.uint8)
    start = -memory.__array_interface__["data"][0] % 64
    x = memory[start : start + 1024].view(np.float64)  # at an address that TensorFlow can use as it is
    out = ua.asarray(ua.to_backend(x, "tensorflow", copy=False), copy=True)
    for _ in range(2):
        assert ua.add(out, ua.ones_like(out), out=out) is out
    assert_same(out, np.full(128, 2.0))
    assert_same(x, np.zeros(128))


@pytest.mark.parametrize("memory", [False, True], ids=["tensor", "variable"])
@pytest.mark.parametrize("copy", [None, True], ids=["as it comes", "copy"])
@pytest.mark.parametrize("target", ["numpy", "torch"])
def test_values_of_tensorflow_never_become_writable_memory_elsewhere(
    memory: bool, copy: bool | None, target: str
) -> None:
    pytest.importorskip("tensorflow")
    pytest.importorskip(target)
    x = (MEMORY if memory else VALUE)["tensorflow"](VALUES)
    result = ua.to_backend(x, target, copy=copy)
    try:
        result[0, 0] = 99.0
    except ValueError:
        assert copy is None  # refused: it is read-only
    assert_same(x, VALUES)


@both
@pytest.mark.parametrize(
    "view",
    [
        lambda x: x[::-1],
        lambda x: x[:, ::2],
        lambda x: x.T,
        lambda x: np.broadcast_to(x[:1], (4, 3)),
        lambda x: x.astype(x.dtype.newbyteorder("S")),
    ],
    ids=["reversed", "strided", "transposed", "repeated", "byte-swapped"],
)
def test_any_ndarray_can_leave_numpy(view: Any, target: str) -> None:
    if target not in INSTALLED:
        pytest.skip(f"{target} is not installed")
    x = view(VALUES.copy())
    for copy_ in (None, True):
        result = ua.to_backend(x, target, copy=copy_)
        assert is_of(target, result)
        assert_same(result, x, dtype=False)
        assert numpy_of(result).dtype.newbyteorder("=") == np.float64


def test_a_read_only_ndarray_never_becomes_a_writable_tensor() -> None:
    pytest.importorskip("torch")
    locked = VALUES.copy()
    locked.flags.writeable = False
    result = ua.to_backend(locked, "torch")
    result += 1.0
    assert_same(locked, VALUES)
    with pytest.raises(ValueError, match="copy"):
        ua.to_backend(locked, "torch", copy=False)


@both
def test_lazy_views_of_torch_arrive_computed(target: str) -> None:
    torch = pytest.importorskip("torch")
    if target not in INSTALLED:
        pytest.skip(f"{target} is not installed")
    x = torch.tensor([1.0 + 2.0j, 3.0 - 1.0j], dtype=torch.complex128).conj()
    assert_same(ua.to_backend(x, target), np.array([1.0 - 2.0j, 3.0 + 1.0j]))
    assert_same(ua.to_backend(x.imag, target), np.array([-2.0, 1.0]))


@pytest.mark.parametrize(("first", "second"), [("torch", "tensorflow"), ("tensorflow", "torch")])
def test_bfloat16_arrives_where_it_exists(first: str, second: str) -> None:
    pytest.importorskip(first)
    pytest.importorskip(second)
    with ua.use_backend(first):
        x = ua.asarray([1.0, 0.5, -3.0], dtype=ua.bfloat16)
    result = ua.to_backend(x, second)
    assert is_of(second, result)
    assert result.dtype == ua.bfloat16
    assert_same(ua.astype(result, "float32"), np.array([1.0, 0.5, -3.0], "float32"))


@pytest.mark.backends("torch", "tensorflow")
def test_bfloat16_cannot_go_where_it_does_not_exist(other: str) -> None:
    with ua.use_backend(other):
        x = ua.ones(3, dtype=ua.bfloat16)
    with pytest.raises(TypeError, match="^to_backend: .*bfloat16.*numpy does not have"):
        ua.to_backend(x, "numpy")


@pytest.mark.parametrize("wrong", [[1.0], 1.0, None, "text"], ids=repr)
def test_what_is_no_array_goes_nowhere(wrong: Any) -> None:
    with pytest.raises(TypeError, match="^to_backend: x is a .*, expected an array"):
        ua.to_backend(wrong, "numpy")
