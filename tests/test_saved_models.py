"""Memory of the library in a tf.Module: saved, loaded, restored and copied with its values."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from support import MEMORY, assert_same

pytestmark = pytest.mark.backends("tensorflow")
START = np.arange(5.0, dtype=np.float32)


def model() -> Any:
    import tensorflow as tf

    class Model(tf.Module):
        def __init__(self) -> None:
            super().__init__()
            self.memory = MEMORY["tensorflow"](START)
            self.listed = [self.memory, MEMORY["tensorflow"](START * 2)]

        @tf.function(input_signature=[tf.TensorSpec([5], tf.float32)])
        def added(self, x: Any) -> Any:
            ua.add(self.memory, x, out=self.memory)
            return ua.sum(self.memory)

    return Model()


def test_a_saved_model(backend: str, tmp_path: Path) -> None:
    import tensorflow as tf

    made = model()
    ua.add(made.memory, 1.0, out=made.memory)
    tf.saved_model.save(made, str(tmp_path))
    ua.add(made.memory, 7.0, out=made.memory)
    loaded = tf.saved_model.load(str(tmp_path))
    assert_same(loaded.memory, START + 1)
    assert_same(loaded.listed[1], START * 2)
    assert float(loaded.added(tf.ones(5))) == float(np.sum(START + 2))
    assert_same(loaded.memory, START + 2)
    assert ua.multiply(loaded.memory, 2.0, out=loaded.memory) is loaded.memory  # what was loaded is memory, too
    ua.at(loaded.memory)[0].set(9.0)
    ua.at(loaded.memory)[[1, 1]].add(1.0)
    ua.at(loaded.memory)[::-2].subtract(1.0)
    ua.add(tf.zeros(1), 7.0, out=loaded.memory[3:4])
    assert_same(loaded.memory, np.array([8, 8, 7, 7, 11], np.float32))
    assert_same(made.memory, START + 8)


def test_a_checkpoint(backend: str, tmp_path: Path) -> None:
    import tensorflow as tf

    made = model()
    checkpoint = tf.train.Checkpoint(model=made)
    path = checkpoint.save(str(tmp_path / "checkpoint"))
    ua.at(made.memory)[:].set(0.0)
    checkpoint.restore(path).assert_consumed()
    assert_same(made.memory, START)


def test_a_copy(backend: str) -> None:
    made = model()
    other = copy.deepcopy(made)
    assert type(other.memory) is type(made.memory)
    ua.at(other.memory)[:].set(0.0)
    assert_same(made.memory, START)
    assert other.listed[0] is other.memory
