"""ArrayVariable: what the standard asks of an array object, in-place operators, and that it stays a tf.Variable."""

from __future__ import annotations

import copy
import operator
import os
import subprocess
import sys

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

import unified_arrays.array_api_tensorflow as xp  # noqa: E402
from unified_arrays import tensorflow as with_out  # noqa: E402
from unified_arrays.array_api_tensorflow import ArrayVariable  # noqa: E402

MATRIX = np.arange(6, dtype=np.float32).reshape(2, 3)


def variable(values, dtype=None):
    return ArrayVariable(tf.constant(values, dtype))


def address(v):
    return np.asarray(v.value()).__array_interface__["data"][0]


def test_attributes():
    v = variable(MATRIX)
    assert isinstance(v, tf.Variable)
    assert isinstance(v, with_out.ArrayVariable)
    assert isinstance(v[0], with_out.ArraySlice)
    assert not v.trainable
    assert (v.ndim, v.size, tuple(v.shape), len(v), v.dtype) == (2, 6, (2, 3), 2, tf.float32)
    np.testing.assert_array_equal(v.T, MATRIX.T)
    np.testing.assert_array_equal(variable(np.ones((2, 3, 4))).mT.shape, (2, 4, 3))
    assert [tuple(variable(np.ones(shape)).T.shape) for shape in [(), (3,), (2, 3, 4)]] == [(), (3,), (4, 3, 2)]
    assert [row.numpy().tolist() for row in v] == MATRIX.tolist()
    assert v.__array_namespace__() is with_out
    assert v.__array_namespace__(api_version="2024.12") is with_out
    assert repr(v) == "ArrayVariable([[0., 1., 2.],\n               [3., 4., 5.]], shape=(2, 3), dtype=float32)"
    assert [str(x) for x in (v, v[0], v[1, 2])] == ["[[0. 1. 2.]\n [3. 4. 5.]]", "[0. 1. 2.]", "5.0"]


@pytest.mark.parametrize(
    ("error", "call"),
    [
        (ValueError, lambda v: v.__array_namespace__(api_version="1999.01")),
        (TypeError, lambda v: len(variable(1.0))),
        (TypeError, lambda v: iter(variable(1.0))),
        (TypeError, lambda v: variable(1.0).__index__()),
        (TypeError, hash),
        (TypeError, lambda v: v + "text"),
        (TypeError, lambda v: operator.iadd(v, "text")),
        (ValueError, lambda v: v.to_device("CPU:77")),
        (BufferError, lambda v: v.__dlpack__(dl_device=(2, 0))),
    ],
)
def test_errors(error, call):
    with pytest.raises(error):
        call(variable(MATRIX))


def test_scalar_conversions():
    assert bool(variable(2)) is True
    assert (int(variable(2.5)), float(variable(2)), complex(variable(2 + 1j))) == (2, 2.0, 2 + 1j)
    assert operator.index(variable(3)) == 3
    assert [10, 20, 30][variable(1)] == 20


# ------------------------------------------------------------------------------------------------------- operators

BINARY = "add sub mul truediv floordiv mod pow lt le gt ge eq ne".split()
BITWISE = "and_ or_ xor lshift rshift".split()


@pytest.mark.parametrize("name", BINARY)
@pytest.mark.parametrize("dtype", ["int64", "float32"])
def test_binary_operators(name, dtype):
    a, b = np.array([[5, 2, 9], [4, 7, 3]], dtype), np.array([2, 3, 1], dtype)
    function = getattr(operator, name)
    for other, want in [(variable(b), function(a, b)), (tf.constant(b), function(a, b)), (2, function(a, 2))]:
        got = function(variable(a), other)
        assert type(got) is ArrayVariable
        np.testing.assert_allclose(got, want, rtol=1e-6)
    np.testing.assert_allclose(function(7, variable(a)), function(7, a), rtol=1e-6)


@pytest.mark.parametrize("name", BITWISE)
@pytest.mark.parametrize("dtype", ["int32", "uint8"])
def test_bitwise_operators(name, dtype):
    a, b = np.array([5, 2, 9], dtype), np.array([2, 3, 1], dtype)
    function = getattr(operator, name)
    np.testing.assert_array_equal(function(variable(a), variable(b)), function(a, b))
    np.testing.assert_array_equal(function(7, variable(b)), function(np.array(7, dtype), b))


def test_unary_operators_and_matmul():
    v = variable(MATRIX - 2)
    for function in (operator.neg, operator.pos, operator.abs):
        np.testing.assert_array_equal(function(v), function(MATRIX - 2))
    np.testing.assert_array_equal(~variable([0, 5]), ~np.array([0, 5]))
    np.testing.assert_array_equal(v @ MATRIX.T, (MATRIX - 2) @ MATRIX.T)
    np.testing.assert_array_equal(tf.constant(MATRIX.T) @ v, MATRIX.T @ (MATRIX - 2))


def test_operators_promote():
    assert (variable([1], tf.int8) + variable([1], tf.int32)).dtype == tf.int32
    assert (variable([1], tf.int32) * 1.5).dtype == tf.float32
    assert (variable([1], tf.uint8) + np.ones(1, np.float64)).dtype == tf.float64
    assert (variable([1.0]) + [1, 2, 3]).dtype == tf.float32


IN_PLACE = "iadd isub imul ifloordiv imod ipow".split()


@pytest.mark.parametrize("name", [*IN_PLACE, "itruediv", "iand", "ior", "ixor", "ilshift", "irshift"])
@pytest.mark.parametrize("other", [2, np.array([1, 2, 3]), np.array([[1], [2]])], ids=["scalar", "row", "column"])
def test_in_place_operators(name, other):
    dtype = np.float64 if name == "itruediv" else np.int64
    a = np.array([[5, 2, 9], [4, 7, 3]], dtype)
    v = variable(a)
    result = getattr(operator, name)(v, tf.constant(other) if isinstance(other, np.ndarray) else other)
    np.testing.assert_array_equal(v, getattr(operator, name)(a, other))
    assert result is v


def test_in_place_matmul():
    v = original = variable(np.eye(2, dtype=np.float32) * 3)
    v @= tf.constant([[1.0, 2.0], [3.0, 4.0]])
    assert v is original
    np.testing.assert_array_equal(v, [[3, 6], [9, 12]])


@pytest.mark.parametrize("function", [operator.iadd, operator.isub])
def test_add_in_place_keeps_the_address(function):
    v = ArrayVariable(tf.raw_ops.DeepCopy(x=tf.ones((100, 100))))
    before = address(v)
    function(v, tf.ones((100, 100)))
    function(v, 1.0)
    function(v, tf.ones((100,)))
    assert address(v) == before


@pytest.mark.parametrize(
    ("error", "start", "other"),
    [
        (TypeError, tf.constant([1, 2]), 1.5),
        (TypeError, tf.constant([1, 2]), tf.constant([1.5, 2.5])),
        (TypeError, tf.constant([1, 2], tf.uint8), tf.constant([1, 2], tf.int8)),
        (ValueError, tf.constant([1.0, 2.0]), tf.ones((3, 2))),
        (ValueError, tf.constant([1.0, 2.0]), tf.ones((3,))),
        (ValueError, tf.constant(1.0), tf.ones((1,))),
        (OverflowError, tf.constant([1, 2], tf.int8), 1000),
        (TypeError, tf.constant([1.0, 2.0]), 1j),
    ],
)
@pytest.mark.parametrize("function", [operator.iadd, operator.isub, operator.imul])
def test_in_place_errors_leave_the_array(function, error, start, other):
    v = ArrayVariable(start)
    with pytest.raises(error):
        function(v, other)
    np.testing.assert_array_equal(v, start)


def test_in_place_keeps_the_dtype():
    v = variable([1.0, 2.0], tf.float32)
    v += tf.constant([0.5, 0.5], tf.float64)
    v *= tf.constant([2, 2], tf.int64)
    assert v.dtype == tf.float32
    np.testing.assert_array_equal(v, [3, 5])
    flags = variable([True, False])
    flags |= tf.constant([False, True])
    np.testing.assert_array_equal(flags, [True, True])


def test_writing_leaves_adopted_and_read_tensors():
    t = tf.ones((64,))
    v = ArrayVariable(t)
    held = v.value()
    v += 1
    v[3] = 9.0
    np.testing.assert_array_equal(t, np.ones(64))
    np.testing.assert_array_equal(held, np.ones(64))
    twin = copy.deepcopy(v)
    twin += 1
    assert type(twin) is ArrayVariable
    assert (float(v[3]), float(twin[3])) == (9.0, 10.0)


# ---------------------------------------------------------------------------------------------------------- as a key


@pytest.mark.parametrize("mask", [np.array([True, False]), MATRIX > 2, np.zeros((2, 3), bool)], ids=str)
def test_a_mask_that_can_be_written_selects_from_what_cannot(mask):
    expected = MATRIX[mask]
    np.testing.assert_array_equal(tf.constant(MATRIX)[variable(mask)], expected)
    np.testing.assert_array_equal(tf.Variable(MATRIX)[variable(mask)], expected)
    np.testing.assert_array_equal(tf.function(lambda x, key: x[key])(tf.constant(MATRIX), variable(mask)), expected)


def test_an_integer_that_can_be_written_selects_from_what_cannot():
    np.testing.assert_array_equal(tf.constant(MATRIX)[variable(1)], MATRIX[1])
    v = tf.Variable(MATRIX)
    v[variable(1)].assign([7.0, 8.0, 9.0])
    np.testing.assert_array_equal(v[1], [7, 8, 9])


def test_the_gradient_of_what_a_mask_selects():
    x = tf.constant([1.0, 2.0, 3.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_sum(x[variable([True, False, True])] ** 2)
    np.testing.assert_array_equal(tape.gradient(y, x), [2, 0, 6])


# ------------------------------------------------------------------------------------------------------ TensorFlow


def test_in_tf_function():
    v, w = variable([1.0, 2.0, 3.0]), variable([1.0, 1.0, 1.0])
    classes = []

    @tf.function
    def step(x, t):
        classes.append(type(x))
        x += t
        x[1:] = x[:-1] * 2
        x *= 2
        w[0] = t[0]
        return x + w

    step(v, tf.ones(3))
    assert classes == [ArrayVariable]
    step(v, tf.ones(3))
    assert len(classes) == 1
    other = variable([0.0, 0.0, 0.0])
    np.testing.assert_array_equal(step(other, tf.ones(3)), [3, 5, 5])
    np.testing.assert_array_equal(other, [2, 4, 4])
    np.testing.assert_array_equal(v, [10, 20, 36])
    np.testing.assert_array_equal(w, [1, 1, 1])


def test_in_xla():
    v = variable(np.zeros((4, 3), np.float32))

    @tf.function(jit_compile=True)
    def step(x, t):
        x[1:3] = t
        x[:, 0] = 7.0
        x += 1

    step(v, tf.ones((2, 3)))
    np.testing.assert_array_equal(v, [[8, 1, 1], [8, 2, 2], [8, 2, 2], [8, 1, 1]])


def test_gradients():
    v = variable([1.0, 2.0, 3.0])
    with tf.GradientTape() as tape:
        tape.watch(v)
        y = tf.reduce_sum((2 * v)[1:] * v[1:]) + v[xp.asarray([0])][0] ** 2
    np.testing.assert_array_equal(tape.gradient(y, v), [2, 8, 12])


def test_checkpoint(tmp_path):
    v = variable([1.0, 2.0])
    path = tf.train.Checkpoint(v=v).write(str(tmp_path / "c"))
    v.assign([0.0, 0.0])
    tf.train.Checkpoint(v=v).read(path).assert_consumed()
    np.testing.assert_array_equal(v, [1, 2])


def test_dlpack():
    v = variable([1.0, 2.0])
    assert v.__dlpack_device__() == (1, 0)
    exported = np.from_dlpack(v)
    np.testing.assert_array_equal(exported, [1, 2])
    capsule = v.__dlpack__(stream=None, max_version=(1, 0), dl_device=(1, 0), copy=True)
    copied = tf.experimental.dlpack.from_dlpack(capsule)
    assert np.asarray(copied).__array_interface__["data"][0] != address(v)
    v += 1
    np.testing.assert_array_equal(exported, [1, 2])


def test_devices():
    if len(tf.config.list_logical_devices("CPU")) < 2:
        pytest.skip("one device only")
    v = variable([1.0, 2.0])
    moved = v.to_device("CPU:1")
    assert moved.device.endswith("CPU:1")
    assert ArrayVariable(moved).device.endswith("CPU:1")
    assert copy.deepcopy(ArrayVariable(moved)).device.endswith("CPU:1")


def test_import_leaves_devices_configurable():
    program = (
        "import tensorflow as tf, unified_arrays.array_api_tensorflow\n"
        "cpu = tf.config.list_physical_devices('CPU')[0]\n"
        "tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)\n"
        "assert len(tf.config.list_logical_devices('CPU')) == 2\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
