"""A variable of Keras, which is no tf.Variable but holds one: refused with a word of what to pass, which is taken."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from frameworks import function_of
from unified_arrays._common.spec import SPECS

from support import assert_same

pytestmark = pytest.mark.backends("tensorflow")


@pytest.fixture
def variable() -> Any:
    keras = pytest.importorskip("keras")
    return keras.Variable(np.array([1.0, 2.0], np.float32))


def test_every_function_says_what_to_pass(backend: str, variable: Any) -> None:
    import tensorflow as tf

    import unified_arrays.tensorflow as fixed

    x = tf.constant([1.0, 2.0])
    calls = [
        lambda: ua.add(variable, x),
        lambda: ua.add(x, variable),
        lambda: ua.sum(variable),
        lambda: ua.concat([variable, x]),
        lambda: ua.add(x, x, out=variable),
        lambda: ua.broadcast_arrays(x, x, out=(variable, None)),
        lambda: ua.at(variable),
        lambda: ua.copyto(variable, x),
        lambda: ua.copyto(variable.value, variable),
        lambda: ua.result_type(variable, x),
        lambda: ua.device(variable),
        lambda: ua.to_backend(variable, "numpy"),
        lambda: fixed.add(variable, x),
        lambda: fixed.add(x, x, out=variable),
    ]
    of_one = [one for one in SPECS.values() if one.family in ("elementwise", "reduction") and len(one.keys) == 1]
    calls += [partial(function_of(one.name), variable) for one in of_one]
    for call in calls:
        with pytest.raises(TypeError, match=r"keras.*: pass its \.value"):
            call()
    assert_same(variable.value, np.array([1.0, 2.0], np.float32))


def test_what_it_holds_is_taken(backend: str, variable: Any) -> None:
    held = variable.value
    assert ua.add(held, held, out=held) is held
    ua.at(held)[0].add(1.0)
    assert_same(variable.value, np.array([3.0, 4.0], np.float32))
    assert_same(variable.numpy(), np.array([3.0, 4.0], np.float32))
    assert_same(ua.asarray(variable), np.array([3.0, 4.0], np.float32))
    with ua.use_backend("tensorflow"):
        assert_same(ua.asarray(variable), np.array([3.0, 4.0], np.float32))
