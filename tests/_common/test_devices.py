"""One way to name a device, and the same behaviour on every backend: nothing falls back, nothing is copied silently."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays.testing._inputs import EVERY, Row

from support import MEMORY, VALUE, arrays_of, assert_same, bits, is_of, numpy_of

# A second device that needs no hardware: PyTorch's meta device, the second of TensorFlow's logical CPUs (conftest).
SECOND = {"torch": "meta", "tensorflow": "cpu:1"}
VALUES = np.array([[1.0, 2.0, 4.0], [8.0, 16.0, 32.0], [3.0, 5.0, 7.0]])

on_two_devices = pytest.mark.backends(*SECOND)  # NumPy has one


@pytest.fixture
def second(backend: str) -> str:
    if backend == "tensorflow" and "cpu:1" not in ua.devices("tensorflow"):
        pytest.skip("TensorFlow was started with one logical CPU")
    return SECOND[backend]


def on(backend: str, device: str, values: np.ndarray = VALUES, *, memory: bool = False) -> Any:
    """An array on a device, made without the library under test."""
    make = MEMORY if memory else VALUE
    if backend == "torch":
        return make[backend](values).to(device)
    import tensorflow as tf

    with tf.device(device):
        return make[backend](values)


def where(x: Any) -> str:
    """The device of an array, as its framework says."""
    text = str(x.device).lower()
    return text.rpartition("device:")[2]


# -- the value --------------------------------------------------------------------------------------------------------

SPELLINGS = [
    ("cpu", "cpu:0"),
    ("CPU", "cpu:0"),
    ("cpu:0", "cpu:0"),
    ("CPU:1", "cpu:1"),
    ("gpu", "gpu:0"),
    ("gpu:1", "gpu:1"),
    ("GPU:10", "gpu:10"),
    ("cuda", "gpu:0"),
    ("cuda:1", "gpu:1"),
    ("mps", "gpu:0"),
    ("xpu:2", "gpu:2"),
    ("tpu", "tpu:0"),
    ("TPU:3", "tpu:3"),
    ("meta", "meta:0"),
    ("/GPU:1", "gpu:1"),
    ("/cpu:0", "cpu:0"),
    ("/device:GPU:1", "gpu:1"),
    ("/job:localhost/replica:0/task:0/device:CPU:1", "cpu:1"),
    ("/job:localhost/replica:0/task:0/device:GPU:0", "gpu:0"),
]
TORCH_SPELLINGS = [("cpu", "cpu:0"), ("cuda", "gpu:0"), ("cuda:1", "gpu:1"), ("mps", "gpu:0"), ("meta", "meta:0")]
ALL_SPELLINGS = [*SPELLINGS, *[(ua.Device(text), expected) for text, expected in SPELLINGS]]


@pytest.mark.parametrize(("spelling", "expected"), ALL_SPELLINGS, ids=repr)
def test_a_device_prints_the_same_for_all_of_its_spellings(spelling: Any, expected: str) -> None:
    one = ua.Device(spelling)
    kind, _, index = expected.partition(":")
    assert (one.kind, one.index) == (kind, int(index))
    assert [repr(one), str(one), f"{one}"] == [expected] * 3
    assert one == ua.Device(kind, int(index))


@pytest.mark.parametrize(("spelling", "expected"), SPELLINGS, ids=repr)
def test_a_device_equals_its_spellings_and_no_other(spelling: str, expected: str) -> None:
    one = ua.Device(spelling)
    for text, other in SPELLINGS:
        same = other == expected
        assert (one == text) is same
        assert (text == one) is same
        assert (one != text) is not same
        assert (one == ua.Device(text)) is same
        if same:
            assert hash(one) == hash(ua.Device(text))


@pytest.mark.parametrize(("text", "expected"), TORCH_SPELLINGS)
def test_a_torch_device_is_a_spelling(text: str, expected: str) -> None:
    torch = pytest.importorskip("torch")
    assert str(ua.Device(torch.device(text))) == expected
    assert ua.Device(text) == torch.device(text)
    assert torch.device(text) == ua.Device(text)


def test_a_kind_alone_means_index_zero() -> None:
    assert ua.Device("cpu") == "cpu" == ua.Device("cpu:0")
    assert ua.Device("cpu") == "cpu:0"
    assert ua.Device("gpu") != "gpu:1"


@pytest.mark.parametrize("other", [None, 0, "", "nonsense", object, ("cpu", 0)], ids=repr)
def test_a_device_differs_from_what_is_none(other: Any) -> None:
    assert ua.Device("cpu") != other
    assert other != ua.Device("cpu")


NO_DEVICE: list[tuple[Any, ...]] = [
    *[(one,) for one in ("", "nonsense", "gpu:", "gpu:-1", "gpu:x", "gpu:1:2", "gpu 1", "/job:x/GPU", 7, None, 1.5)],
    *[(one,) for one in (("gpu", 1), ["gpu"], object, "cpu\n")],
    ("gpu:1", 2),
    ("gpu:0", 0),
    ("gpu", -1),
    ("gpu", 1.5),
    ("gpu", "1"),
]


@pytest.mark.parametrize("arguments", NO_DEVICE, ids=repr)
def test_what_is_no_device_is_refused_with_the_forms(arguments: tuple[Any, ...]) -> None:
    forms = "is no device, expected a Device or a string such as 'cpu', 'gpu', 'gpu:1', 'cuda:1', 'mps'"
    with pytest.raises(ValueError, match=forms):
        ua.Device(*arguments)


def test_a_device_is_a_key() -> None:
    table = {ua.Device("gpu"): "first", ua.Device("gpu:1"): "second"}
    assert table[ua.Device("cuda:0")] == "first"
    assert ua.Device("cpu") not in table
    assert len({ua.Device(text) for text, _ in SPELLINGS}) == len({expected for _, expected in SPELLINGS})


def test_a_device_cannot_be_changed() -> None:
    one = ua.Device("gpu:1")
    for change in (
        lambda: setattr(one, "index", 2),
        lambda: setattr(one, "kind", "cpu"),
        lambda: setattr(one, "color", "red"),
        lambda: delattr(one, "index"),
    ):
        with pytest.raises(AttributeError):
            change()
        assert repr(one) == "gpu:1"


def test_a_device_survives_pickle_and_copies() -> None:
    one = ua.Device("gpu:1")
    copies = [pickle.loads(pickle.dumps(one, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
    for again in [*copies, copy.copy(one), copy.deepcopy([one])[0]]:
        assert type(again) is ua.Device
        assert again == one
        assert repr(again) == "gpu:1"


# -- where arrays are -------------------------------------------------------------------------------------------------


def test_an_array_says_where_it_lives(backend: str) -> None:
    for x in (VALUE[backend](VALUES), MEMORY[backend](VALUES)):
        assert isinstance(ua.device(x), ua.Device)
        assert ua.device(x) in ua.devices(backend)


@on_two_devices
def test_an_array_on_a_second_device_says_so(backend: str, second: str) -> None:
    for memory in (False, True):
        assert ua.device(on(backend, second, memory=memory)) == second
        assert ua.device(on(backend, "cpu", memory=memory)) == "cpu"


def test_devices_are_those_of_the_selected_backend(backend: str) -> None:
    with ua.use_backend(backend):
        assert ua.devices() == ua.devices(backend)
    assert all(isinstance(one, ua.Device) for one in ua.devices(backend))
    assert "cpu" in ua.devices(backend)
    assert len(set(ua.devices(backend))) == len(ua.devices(backend))


@pytest.mark.parametrize("function", ["device", "to_device"])
def test_what_is_no_array_is_nowhere(function: str) -> None:
    arguments = ([1.0],) if function == "device" else ([1.0], "cpu")
    with pytest.raises(TypeError, match=f"^{function}: x is a list, expected an array"):
        getattr(ua, function)(*arguments)


# -- to_device --------------------------------------------------------------------------------------------------------


def test_an_array_that_is_there_already_is_returned(backend: str) -> None:
    for x in (VALUE[backend](VALUES), MEMORY[backend](VALUES)):
        for spelling in (ua.device(x), str(ua.device(x))):
            assert ua.to_device(x, spelling) is x


@on_two_devices
def test_an_array_moves(backend: str, second: str) -> None:
    for memory in (False, True):
        x = on(backend, "cpu", memory=memory)
        for spelling in (second, second.upper(), ua.Device(second)):
            moved = ua.to_device(x, spelling)
            assert is_of(backend, moved)
            assert ua.device(moved) == second
            assert moved.shape == x.shape
            assert moved.dtype == x.dtype
        if second != "meta":
            assert_same(moved, VALUES)
            assert_same(ua.to_device(moved, "cpu"), VALUES)
        assert ua.device(x) == "cpu"


def test_to_device_fills_an_out_that_is_there(backend: str) -> None:
    out = MEMORY[backend](VALUES + 50)
    assert ua.to_device(VALUE[backend](VALUES), ua.device(out), out=out) is out
    assert_same(out, VALUES)


@on_two_devices
def test_to_device_fills_an_out_on_a_second_device(backend: str, second: str) -> None:
    out = on(backend, second, VALUES + 50, memory=True)
    assert ua.to_device(on(backend, "cpu"), second, out=out) is out
    assert ua.device(out) == second
    if second != "meta":
        assert_same(out, VALUES)


@on_two_devices
def test_to_device_refuses_an_out_elsewhere(backend: str, second: str) -> None:
    out = on(backend, "cpu", VALUES + 50, memory=True)
    with pytest.raises(ua.DeviceMismatchError, match="^to_device: out lives on cpu:0, the result on "):
        ua.to_device(on(backend, "cpu"), second, out=out)
    assert_same(out, VALUES + 50)


def test_to_device_refuses_a_wrong_out(backend: str) -> None:
    x = VALUE[backend](VALUES)
    here = ua.device(x)
    with pytest.raises(ValueError, match="^to_device: out has shape"):
        ua.to_device(x, here, out=MEMORY[backend](VALUES[:2]))
    with pytest.raises(TypeError, match="^to_device: out has dtype"):
        ua.to_device(x, here, out=MEMORY[backend](VALUES.astype("int64")))
    with pytest.raises(TypeError, match="^to_device: out is a list"):
        ua.to_device(x, here, out=[1.0])
    if backend != "numpy":
        with pytest.raises(TypeError, match=f"^to_device: x is an array of {backend} but out is one of numpy"):
            ua.to_device(x, here, out=np.zeros((3, 3)))


# -- device=, use_device ----------------------------------------------------------------------------------------------

FRESH: dict[str, Callable[..., Any]] = {
    "arange": lambda **o: ua.arange(3, **o),
    "asarray": lambda **o: ua.asarray([1.0, 2.0], **o),
    "empty": lambda **o: ua.empty((2, 3), **o),
    "eye": lambda **o: ua.eye(3, **o),
    "full": lambda **o: ua.full((2,), 7.0, **o),
    "linspace": lambda **o: ua.linspace(0.0, 1.0, 5, **o),
    "ones": lambda **o: ua.ones(3, **o),
    "zeros": lambda **o: ua.zeros((3, 2), **o),
}
FROM_ARRAY: dict[str, Callable[..., Any]] = {
    "asarray": ua.asarray,
    "asarray copy": lambda x, **o: ua.asarray(x, copy=True, **o),
    "astype": lambda x, **o: ua.astype(x, "float32", **o),
    "empty_like": ua.empty_like,
    "full_like": lambda x, **o: ua.full_like(x, 7.0, **o),
    "ones_like": ua.ones_like,
    "zeros_like": ua.zeros_like,
}
fresh = pytest.mark.parametrize("create", FRESH.values(), ids=list(FRESH))
from_array = pytest.mark.parametrize("create", FROM_ARRAY.values(), ids=list(FROM_ARRAY))


@fresh
def test_the_cpu_can_be_named_everywhere(create: Callable[..., Any], backend: str) -> None:
    with ua.use_backend(backend):
        for spelling in ("cpu", "CPU:0", "/CPU:0", ua.Device("cpu")):
            assert ua.device(create(device=spelling)) == "cpu"


@on_two_devices
@fresh
def test_arrays_are_created_on_the_device_that_is_named(create: Callable[..., Any], backend: str, second: str) -> None:
    with ua.use_backend(backend):
        for spelling in (second, second.upper(), ua.Device(second)):
            assert where(create(device=spelling)).startswith(second)


@on_two_devices
@from_array
def test_arrays_from_arrays_go_where_they_are_told_else_they_stay(
    create: Callable[..., Any], backend: str, second: str
) -> None:
    here, there = on(backend, "cpu"), on(backend, second)
    assert where(create(here, device=second)).startswith(second)
    assert where(create(here)).startswith("cpu")
    assert where(create(there)).startswith(second)
    with ua.use_device(second):
        assert where(create(here)).startswith("cpu")
    with ua.use_device("cpu"):
        assert where(create(there)).startswith(second)


@on_two_devices
def test_a_native_device_is_accepted(backend: str, second: str) -> None:
    native = on(backend, second).device
    with ua.use_backend(backend):
        assert ua.device(ua.zeros(3, device=native)) == second
        assert ua.device(ua.to_device(on(backend, "cpu"), native)) == second


@on_two_devices
@fresh
def test_use_device_serves_calls_without_arrays(create: Callable[..., Any], backend: str, second: str) -> None:
    with ua.use_backend(backend):
        with ua.use_device(second):
            assert where(create()).startswith(second)
            assert where(create(device="cpu")).startswith("cpu")
            with ua.use_device("cpu"):
                assert where(create()).startswith("cpu")
            assert where(create()).startswith(second)
        with pytest.raises(KeyError), ua.use_device(second):
            raise KeyError
        assert not where(create()).startswith(second)


def test_use_device_is_looked_for_when_an_array_is_created(backend: str) -> None:
    with ua.use_backend(backend), ua.use_device("tpu:7"), pytest.raises(ua.DeviceNotFoundError, match="tpu:7"):
        ua.zeros(3)


def test_use_device_refuses_what_is_no_device() -> None:
    with pytest.raises(ValueError, match="^'nonsense' is no device"), ua.use_device("nonsense"):
        pass


@on_two_devices
@fresh
def test_an_out_says_where_to_create(create: Callable[..., Any], backend: str, second: str) -> None:
    with ua.use_backend(backend):
        like = create(device="cpu")
        for device in ("cpu", second):
            out = ua.empty(tuple(like.shape), dtype=like.dtype, device=device)
            assert create(out=out) is out
            assert ua.device(out) == device


NAMES_A_DEVICE: dict[str, Callable[[Any, str], Any]] = {
    "zeros": lambda x, device: ua.zeros(3, device=device),
    "asarray": lambda x, device: ua.asarray([1.0], device=device),
    "zeros_like": lambda x, device: ua.zeros_like(x, device=device),
    "astype": lambda x, device: ua.astype(x, "float32", device=device),
    "to_device": ua.to_device,
    "to_device with out": lambda x, device: ua.to_device(x, device, out=ua.asarray(x, copy=True)),
    "to_backend": lambda x, device: ua.to_backend(np.ones(3), ua.get_backend(), device=device),
}


@pytest.mark.parametrize("call", NAMES_A_DEVICE.values(), ids=list(NAMES_A_DEVICE))
@pytest.mark.parametrize("device", ["gpu:0", "cpu:9", "tpu"])
def test_a_device_that_is_not_there_is_an_error_that_lists_those_that_are(
    call: Callable[[Any, str], Any], device: str, backend: str
) -> None:
    there = ua.devices(backend)
    if device in there:
        pytest.skip(f"{backend} has {device}")
    with ua.use_backend(backend), pytest.raises(ua.DeviceNotFoundError) as raised:
        call(VALUE[backend](VALUES), device)
    assert isinstance(raised.value, ValueError)
    listed = ", ".join(map(str, there))
    function, _, message = str(raised.value).partition(": ")
    assert hasattr(ua, function)
    assert message == f"device {ua.Device(device)} is not there: {backend} has {listed}. Name one of these"


# -- two devices in one call ------------------------------------------------------------------------------------------

TRUTH = VALUES > 4.0
TWO_OPERANDS: dict[str, Callable[[Any, Any], Any]] = {
    "add": ua.add,
    "atan2": ua.atan2,
    "clip": lambda x, y: ua.clip(x, y),
    "concat": lambda x, y: ua.concat([x, y]),
    "divide": ua.divide,
    "less": ua.less,
    "matmul": ua.matmul,
    "maximum": ua.maximum,
    "meshgrid": lambda x, y: ua.meshgrid(ua.max(x, axis=0), ua.max(y, axis=0)),
    "stack": lambda x, y: ua.stack([x, y]),
    "tensordot": ua.tensordot,
    "vecdot": ua.vecdot,
    "where": lambda x, y: ua.where(ua.greater(x, 4.0), x, y),
}


@on_two_devices
@pytest.mark.parametrize("call", TWO_OPERANDS.values(), ids=list(TWO_OPERANDS))
def test_operands_on_two_devices_are_refused(call: Callable[..., Any], backend: str, second: str) -> None:
    here, there = on(backend, "cpu"), on(backend, second)
    for operands in ((here, there), (there, here)):
        with pytest.raises(ua.DeviceMismatchError, match="expected one device: move them with to_device"):
            call(*operands)
    assert issubclass(ua.DeviceMismatchError, ValueError)


ONE_OPERAND: dict[str, Callable[..., Any]] = {
    "add": lambda x, **o: ua.add(x, x, **o),
    "add a number": lambda x, **o: ua.add(x, 1.0, **o),
    "broadcast_to": lambda x, **o: ua.broadcast_to(x, (3, 3), **o),
    "clip": lambda x, **o: ua.clip(x, 2.0, 9.0, **o),
    "concat": lambda x, **o: ua.concat([x, x], **o),
    "cumulative_sum": lambda x, **o: ua.cumulative_sum(x, axis=0, **o),
    "exp": ua.exp,
    "matmul": lambda x, **o: ua.matmul(x, x, **o),
    "max": ua.max,
    "mean": lambda x, **o: ua.mean(x, axis=0, **o),
    "reshape": lambda x, **o: ua.reshape(x, (9,), **o),
    "sort": ua.sort,
    "sum": ua.sum,
    "sum along an axis": lambda x, **o: ua.sum(x, axis=1, **o),
    "tril": ua.tril,
    "zeros_like": ua.zeros_like,
}
one_operand = pytest.mark.parametrize("call", ONE_OPERAND.values(), ids=list(ONE_OPERAND))


@on_two_devices
@one_operand
@pytest.mark.parametrize("out_is", ["here", "there"])
def test_an_out_elsewhere_is_refused_and_stays_as_it_is(
    call: Callable[..., Any], out_is: str, backend: str, second: str
) -> None:
    devices = ("cpu", second) if out_is == "here" else (second, "cpu")
    result = np.array(numpy_of(call(VALUE[backend](VALUES))))
    out = on(backend, devices[0], np.full_like(result, 77.0), memory=True)
    with pytest.raises(ua.DeviceMismatchError, match="out lives on .*, the result on .*: allocate it with device="):
        call(on(backend, devices[1]), out=out)
    assert ua.device(out) == devices[0]
    if devices[0] != "meta":
        assert bits(out) == np.full_like(result, 77.0).tobytes()


@on_two_devices
def test_several_outs_elsewhere_are_refused_and_stay_as_they_are(backend: str, second: str) -> None:
    outs = [on(backend, "cpu", np.full((3, 3), 77.0), memory=True) for _ in range(2)]
    with pytest.raises(ua.DeviceMismatchError, match=r"out\[0\] lives on cpu:0"):
        ua.linalg.qr(on(backend, second), out=tuple(outs))
    for out in outs:
        assert_same(out, np.full((3, 3), 77.0))


@on_two_devices
@one_operand
def test_the_result_is_where_the_operands_are(call: Callable[..., Any], backend: str, second: str) -> None:
    for memory in (False, True):
        result = call(on(backend, second, memory=memory))
        assert ua.device(result) == second
    out = on(backend, second, np.full(tuple(result.shape), 77.0), memory=True)
    assert call(on(backend, second), out=out) is out
    assert ua.device(out) == second
    if second != "meta":
        assert_same(out, numpy_of(call(VALUE[backend](VALUES))))


def computed_on(device: str, row: Row, *, memory: bool) -> Any:
    """The result of a row whose arrays TensorFlow has put on a device; nothing else says where to compute."""
    import tensorflow as tf

    with tf.device(device):
        arguments = arrays_of("tensorflow", list(row.arguments), MEMORY if memory else VALUE)
    function: Any = ua
    for part in row.function.split("."):
        function = getattr(function, part)
    return function(*arguments, **row.options)


def has_arrays(argument: Any) -> bool:
    return isinstance(argument, np.ndarray) or (isinstance(argument, list) and any(map(has_arrays, argument)))


@pytest.mark.backends("tensorflow")  # PyTorch's meta device holds no values: it cannot compute all functions there
@pytest.mark.parametrize("memory", [False, True], ids=["values", "variables"])
def test_every_function_computes_where_its_inputs_are(memory: bool, backend: str, second: str) -> None:
    elsewhere, computed = [], 0
    for row in EVERY:
        if any(map(has_arrays, row.arguments)):
            result = computed_on(second, row, memory=memory)
            results = result if isinstance(result, (tuple, list)) else [result]
            computed += len(results)
            elsewhere += [f"{row}: {where(one)}" for one in results if where(one) != second]
    assert not elsewhere
    assert computed > len(EVERY) // 2


@pytest.mark.backends("tensorflow")
def test_a_device_scope_of_tensorflow_moves_nothing(backend: str, second: str) -> None:
    import tensorflow as tf

    for here, scope in (("cpu:0", second), (second, "cpu:0")):
        x = ua.to_device(VALUE[backend](np.ones(3)), here)
        with tf.device(f"/{scope}"):
            assert ua.device(ua.add(x, x)) == here
        assert ua.device(ua.add(x, x)) == here


@on_two_devices
@pytest.mark.parametrize("function", ["add", "multiply", "maximum", "less", "pow"])
def test_zero_dimensional_operands_on_the_cpu_go_everywhere(function: str, backend: str, second: str) -> None:
    there, scalar = on(backend, second), on(backend, "cpu", np.array(2.0))
    for operands in ((there, scalar), (scalar, there), (there, 2.0), (2.0, there)):
        result = getattr(ua, function)(*operands)
        assert where(result).startswith(second)
        assert tuple(result.shape) == (3, 3)
    if second != "meta":
        assert_same(getattr(ua, function)(there, scalar), numpy_of(getattr(ua, function)(VALUES, 2.0)))


@on_two_devices
def test_zero_dimensional_operands_go_everywhere_with_out_too(backend: str, second: str) -> None:
    there, scalar = on(backend, second), on(backend, "cpu", np.array(2.0))
    out = on(backend, second, VALUES + 50, memory=True)
    assert ua.add(there, scalar, out=out) is out
    assert ua.device(out) == second
    if second != "meta":
        assert_same(out, VALUES + 2.0)
