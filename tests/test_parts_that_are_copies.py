"""Arrays of which a part is a copy: what would be written there is lost, so it is refused, and nothing changes."""

from __future__ import annotations

import pytest

from fresh import fresh_python

CHECK = """
def check_refused(writes, reason):
    for write in writes:
        try:
            write()
        except ValueError as error:
            assert reason in str(error), error
        else:
            raise AssertionError("it was written")
"""

REPLICAS = (
    CHECK
    + """
import tensorflow as tf
cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
import unified_arrays as ua
with tf.distribute.MirroredStrategy(["/cpu:0", "/cpu:1"]).scope():
    v = tf.Variable([1.0, 2.0, 3.0])
writes = [
    lambda: ua.copyto(v[1:], tf.zeros(2)),
    lambda: ua.exp(tf.zeros(2), out=v[:2]),
    lambda: ua.at(v.values[1])[0].add(5.0),
    lambda: tf.function(lambda: ua.at(v)[0].add(5.0))(),
    lambda: ua.at(v)[1:].set(tf.zeros(3)),
]
check_refused(writes[:4], "cannot be written to: it is a part of a variable of tf.distribute")
check_refused(writes[4:], "at.set")
assert [one.numpy().tolist() for one in v.values] == [[1.0, 2.0, 3.0]] * 2
ua.at(v)[0].add(5.0)
ua.at(v)[1:].set(4.0)
ua.at(v)[tf.constant([0, 2, 0])].add(1.0)
assert ua.at(v)[tf.constant([False, True, False])].set(9.0) is v
assert [one.numpy().tolist() for one in v.values] == [[8.0, 9.0, 5.0]] * 2
ua.add(tf.ones(3), 1.0, out=v)
assert [one.numpy().tolist() for one in v.values] == [[2.0, 2.0, 2.0]] * 2
strategy = v.distribute_strategy
with strategy.scope():
    mean = tf.Variable([0.0, 0.0], aggregation=tf.VariableAggregation.MEAN)
def step():
    replica = tf.distribute.get_replica_context().replica_id_in_sync_group
    ua.add(tf.fill((2,), tf.cast(replica, tf.float32)), mean, out=mean)
strategy.run(tf.function(step))
assert [one.numpy().tolist() for one in mean.values] == [[0.5, 0.5]] * 2
print("right")
"""
)

SHARDS = (
    CHECK
    + """
import warnings
warnings.simplefilter("ignore")
import torch, torch.distributed
from torch.testing._internal.distributed.fake_pg import FakeStore
torch.distributed.init_process_group("fake", rank=0, world_size=2, store=FakeStore())
from torch.distributed.tensor import Shard, distribute_tensor, init_device_mesh
import unified_arrays as ua
mesh = init_device_mesh("cpu", (2,))
rows = distribute_tensor(torch.arange(8.0).reshape(4, 2), mesh, [Shard(0)])
writes = [
    lambda: ua.add(rows[1:-1], 1.0, out=rows[1:-1]),
    lambda: ua.copyto(rows[1:], 5.0 * rows[1:]),
]
check_refused(writes, "a slice of a DTensor")
assert rows.to_local().tolist() == [[0.0, 1.0], [2.0, 3.0]]
ua.at(rows)[:, 1:].add(1.0)
ua.add(rows, rows, out=rows)
assert rows.to_local().tolist() == [[0.0, 4.0], [4.0, 8.0]]
print("right")
"""
)


@pytest.mark.backends("tensorflow")
def test_variables_with_copies(backend: str) -> None:
    assert fresh_python(REPLICAS) == ["right"]


@pytest.mark.backends("torch")
def test_tensors_in_shards(backend: str) -> None:
    assert fresh_python(SHARDS) == ["right"]
