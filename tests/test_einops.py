"""einops, opt_einsum and array_api_compat take what this package makes, of each framework, and give NumPy's values.

einops finds the framework by the class: a tf.Tensor or tf.Variable, which an
ArrayVariable is, is TensorFlow's.
opt_einsum finds it by the module of the class. array_api_compat asks for `__array_namespace__`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from fresh import fresh_python
from support import is_of, selected

A = np.arange(6.0).reshape(2, 3)
B = np.arange(12.0).reshape(3, 4) - 5


def einops_calls() -> dict[str, Callable[[Any, Any], Any]]:
    einops = pytest.importorskip("einops")
    return {
        "rearrange": lambda a, b: einops.rearrange(a, "i j -> j i"),
        "merged axes": lambda a, b: einops.rearrange(b, "i (j k) -> (i j) k", k=2),
        "sum": lambda a, b: einops.reduce(a, "i j -> i", "sum"),
        "mean": lambda a, b: einops.reduce(b, "i (j k) -> i k", "mean", k=2),
        "repeat": lambda a, b: einops.repeat(a, "i j -> i k j", k=2),
        "einsum": lambda a, b: einops.einsum(a, b, "i j, j k -> i k"),
        "pack": lambda a, b: einops.pack([a, a], "* j")[0],
    }


def opt_einsum_calls() -> dict[str, Callable[[Any, Any], Any]]:
    opt_einsum = pytest.importorskip("opt_einsum")
    return {
        "product": lambda a, b: opt_einsum.contract("ij,jk->ik", a, b),
        "three": lambda a, b: opt_einsum.contract("ij,jk,lk->il", a, b, b),
        "diagonal": lambda a, b: opt_einsum.contract("ij,ij->i", a, a),
        "expression": lambda a, b: opt_einsum.contract_expression("ij,jk->ik", (2, 3), (3, 4))(a, b),
        "constant": lambda a, b: opt_einsum.contract_expression("ij,jk->ik", a, (3, 4), constants=[0])(b),
    }


@pytest.mark.parametrize("calls", [einops_calls, opt_einsum_calls])
def test_they_take_what_functions_return(calls: Callable[[], dict[str, Any]], backend: str) -> None:
    with selected(backend):
        a, b = ua.asarray(A.tolist()), ua.asarray(B.tolist())
        computed = ua.add(a, 0.0), ua.multiply(b, 1.0)
        slices = a[:], ua.stack([b, b])[0]
    for name, call in calls().items():
        expected = call(A, B)
        for arrays in ((a, b), computed, slices):
            found = call(*arrays)
            assert is_of(backend, found), name
            np.testing.assert_allclose(np.asarray(found), expected, rtol=1e-6, err_msg=name)


@pytest.mark.backends("tensorflow")
@pytest.mark.parametrize("calls", [einops_calls, opt_einsum_calls])
@pytest.mark.parametrize("is_on", [True, False])
def test_they_take_tensors_of_tensorflow(calls: Callable[[], dict[str, Any]], is_on: bool, backend: str) -> None:
    import tensorflow as tf

    if is_on:
        ua.tensorflow.enable_array_api_behavior()
    try:
        for name, call in calls().items():
            found = call(tf.constant(A), tf.constant(B))
            assert is_of(backend, found), name
            np.testing.assert_allclose(np.asarray(found), call(A, B), err_msg=name)
    finally:
        ua.tensorflow.disable_array_api_behavior()


@pytest.mark.backends("tensorflow")
def test_a_slice_is_made_before_einops_is_imported(backend: str) -> None:
    pytest.importorskip("einops")
    program = (
        "import unified_arrays as ua; row = ua.tensorflow.asarray([[1.0, 2.0]])[0];"
        "import einops; print(einops.rearrange(row, 'i -> i 1').shape)"
    )
    assert fresh_python(program) == ["(2, 1)"]


@pytest.mark.backends("tensorflow")
def test_array_api_compat_knows_arrays_of_tensorflow(backend: str) -> None:
    import array_api_compat
    import tensorflow as tf

    x, t = ua.tensorflow.asarray(A), tf.constant(A)
    assert array_api_compat.array_namespace(x) is ua.tensorflow
    assert array_api_compat.is_array_api_obj(x)
    assert array_api_compat.size(x) == 6
    assert array_api_compat.device(x) == x.device
    with pytest.raises(TypeError, match="EagerTensor is not a supported array type"):
        array_api_compat.array_namespace(t)
    ua.tensorflow.enable_array_api_behavior()
    try:
        assert array_api_compat.array_namespace(t) is array_api_compat.array_namespace(x, t) is ua.tensorflow
        assert array_api_compat.is_array_api_obj(t)
    finally:
        ua.tensorflow.disable_array_api_behavior()
