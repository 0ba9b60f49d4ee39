"""Whole variables of tf.distribute as outs, outside of strategy.run and inside, in a tf.function too; DVariables."""

from __future__ import annotations

import pytest

from fresh import fresh_python

PROGRAM = """
import tensorflow as tf
cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
import unified_arrays as ua
strategy = tf.distribute.MirroredStrategy(["/cpu:0", "/cpu:1"])
with strategy.scope():
    v = tf.Variable([1.0, 2.0, 3.0])
    w = tf.Variable(tf.zeros(3))
    on_read = tf.Variable(tf.zeros(3), synchronization=tf.VariableSynchronization.ON_READ,
                          aggregation=tf.VariableAggregation.SUM)
    mean = tf.Variable(tf.zeros(3), aggregation=tf.VariableAggregation.MEAN)

def held(variable):
    return [one.numpy().tolist() for one in variable.values]

# outside
assert ua.add(v, 1.0, out=v) is v
assert held(v) == [[2.0, 3.0, 4.0]] * 2
assert ua.flip(v, out=v) is v
assert held(v) == [[4.0, 3.0, 2.0]] * 2
assert ua.multiply(v, v, out=w) is w
assert held(w) == [[16.0, 9.0, 4.0]] * 2
before = held(v)
for wrong, error in ((tf.zeros(4), "shape"), (tf.zeros(3, tf.complex64), "dtype")):
    try:
        ua.add(wrong, 1.0, out=v)
    except (TypeError, ValueError) as raised:
        assert error in str(raised), raised
    else:
        raise AssertionError("it was written")
assert held(v) == before

# inside: each replica writes to its own copy
def number():
    return tf.cast(tf.distribute.get_replica_context().replica_id_in_sync_group, tf.float32)

def step():
    ua.add(v, 1.0 + number(), out=v)
    ua.multiply(v, 2.0, out=w)
    return ua.sum(w)

@tf.function
def in_graph():
    return strategy.run(step)

for i, run in enumerate((lambda: strategy.run(step), lambda: strategy.run(tf.function(step)), in_graph), 1):
    sums = [float(one) for one in strategy.experimental_local_results(run())]
    assert held(v) == [[4.0 + i, 3.0 + i, 2.0 + i], [4.0 + 2 * i, 3.0 + 2 * i, 2.0 + 2 * i]], held(v)
    assert sums == [2 * sum(one) for one in held(v)], sums

# what replicas write is aggregated as TensorFlow's own assign does it
strategy.run(lambda: ua.add(on_read, number() + 1.0, out=on_read))
assert on_read.numpy().tolist() == [3.0] * 3
strategy.run(lambda: ua.add(mean, number() + 1.0, out=mean))
assert held(mean) == [[1.5] * 3] * 2
print("right")
"""


WITH_A_LAYOUT = """
import tensorflow as tf
cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
from tensorflow.experimental import dtensor
import unified_arrays as ua
mesh = dtensor.create_mesh([("x", 2)], devices=["CPU:0", "CPU:1"])
layout = dtensor.Layout(["x", dtensor.UNSHARDED], mesh)
v = dtensor.DVariable(dtensor.call_with_layout(tf.ones, layout, shape=(4, 2)))
for call in (lambda: ua.add(v, v, out=v), lambda: ua.multiply(v, 5.0, out=v), lambda: ua.copyto(v, v + 1.0)):
    assert call() is v
parts = [one.numpy().tolist() for one in dtensor.unpack(v.read_value())]
assert parts == [[[11.0, 11.0]] * 2] * 2, parts
assert v.layout == layout
try:
    ua.at(v)[1:].set(9.0)
except ValueError as error:
    assert "CUSTOM" in str(error), error
else:
    raise AssertionError("it was written")
assert [one.numpy().tolist() for one in dtensor.unpack(v.read_value())] == parts
print("right")
"""


@pytest.mark.backends("tensorflow")
def test_a_whole_variable_with_a_layout_keeps_it(backend: str) -> None:
    assert fresh_python(WITH_A_LAYOUT) == ["right"]


@pytest.mark.backends("tensorflow")
def test_whole_variables(backend: str) -> None:
    assert fresh_python(PROGRAM) == ["right"]
