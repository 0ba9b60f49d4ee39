"""What an ArrayVariable gives stays on its device; it is copied, rounded and formatted as other arrays are."""

from __future__ import annotations

import copy

import pytest

import unified_arrays as ua
from unified_arrays import tensorflow as xp

from fresh import fresh_python

DEVICES = """
import tensorflow as tf
cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
import unified_arrays as ua, unified_arrays.tensorflow as xp
v, m = xp.ones(3, device="cpu:1"), xp.ones((2, 2), device="cpu:1")
for one in (
    v + 1, 1 - v, v + v, v > 1, v == v, -v, abs(v), v ** 2, m @ m, v[1:], v[0], v[v > 0], m.T, m.mT, m[:, 0],
    *v, ua.asarray(v, copy=True),
):
    assert one.device.endswith("CPU:1"), one
v += 1
v[1:] = 5.0
with tf.device("/cpu:1"):
    number, places, mask = tf.ones(()), tf.constant([0, 0]), tf.constant([True, False, False])
ua.copyto(v, 3.0)
ua.copyto(v, number)
ua.at(v)[0].add(1.0)
ua.at(v)[1:].add(number)
ua.at(v)[places].add(1.0)
ua.at(v)[[2]].max(7.0)
ua.at(v)[mask].multiply(2.0)
ua.at(v)[::-2].set(tf.ones(()))
assert v.device.endswith("CPU:1") and v.numpy().tolist() == [1.0, 2.0, 1.0], v
print("right")
"""


def test_results_and_writes_stay_on_the_device() -> None:
    assert fresh_python(DEVICES) == ["right"]


def test_a_copy_has_its_own_memory() -> None:
    v = xp.ones(3)
    w = copy.copy(v)
    v[...] = 2.0
    assert type(w) is type(v)
    assert w.numpy().tolist() == [1.0, 1.0, 1.0]


def test_numbers_are_rounded_and_formatted() -> None:
    x = xp.full((), 2.567)
    assert f"{x:.2f} {x:8.1f}" == "2.57      2.6"
    assert f"{x}" == str(x)
    assert round(x) == 3
    assert type(round(x)) is int
    assert float(round(x, 1)) == pytest.approx(2.6)
    with pytest.raises(TypeError):
        round(xp.ones(3))
    with pytest.raises(TypeError):
        f"{xp.ones(3):.2f}"


def test_an_array_has_one_namespace() -> None:
    v = xp.zeros(3)
    assert v.__array_namespace__() is ua.array_namespace(v)
    assert v.__array_namespace__().add(v, 1.0, out=v) is v
