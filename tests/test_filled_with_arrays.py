"""full, full_like and linspace of arrays without axes, by the public functions and by those of the fixed namespaces."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from support import MEMORY, VALUE, assert_same, bits, is_of, numpy_of, selected

ONES = {
    "bool": np.array(True),
    **{name: np.array(7, name) for name in ("int8", "int64", "uint8", "uint64")},
    **{name: np.array(2.5, name) for name in ("float16", "float32", "float64")},
    **{name: np.array(1 + 2j, name) for name in ("complex64", "complex128")},
}
MAKE = {"value": VALUE, "memory": MEMORY}


@pytest.fixture(params=["public", "fixed"])
def namespace(request: pytest.FixtureRequest, backend: str) -> Any:
    return ua if request.param == "public" else ua.array_namespace(VALUE[backend](np.zeros(1)))


@pytest.mark.parametrize("kind", MAKE)
@pytest.mark.parametrize("dtype", ONES)
def test_full(backend: str, namespace: Any, dtype: str, kind: str) -> None:
    one = ONES[dtype]
    x = MAKE[kind][backend](one)
    for shape in ((), 3, (2, 0), (2, 3)):
        result = namespace.full(shape, x)
        assert is_of(backend, result)
        assert_same(result, np.full(shape, one))
        out = MEMORY[backend](np.zeros(shape, dtype))
        assert namespace.full(shape, x, out=out) is out
        assert_same(out, np.full(shape, one))
    wide = "complex128" if one.dtype.kind == "c" else "float64"
    assert_same(namespace.full((2,), x, dtype=wide), np.full(2, one, wide))
    like = VALUE[backend](np.zeros((1, 2), wide))
    assert_same(namespace.full_like(like, x), np.full((1, 2), one, wide))
    assert_same(namespace.full_like(like, x, dtype=dtype), np.full((1, 2), one))
    out = MEMORY[backend](np.zeros((1, 2), wide))
    assert namespace.full_like(like, x, out=out) is out
    assert_same(out, np.full((1, 2), one, wide))


def test_what_is_filled_is_memory_of_its_own(backend: str, namespace: Any) -> None:
    x = MEMORY[backend](np.array(2.0))
    filled = namespace.full((3,), x)
    ua.copyto(x, 5.0)
    assert_same(filled, np.full(3, 2.0))
    ua.at(filled)[0].set(1.0)
    assert_same(filled, np.array([1.0, 2.0, 2.0]))
    assert_same(x, np.array(5.0))


def test_the_number_may_lie_in_out(backend: str, namespace: Any) -> None:
    out = MEMORY[backend](np.array([1.0, 2.0, 3.0]))
    assert namespace.full((3,), out[1], out=out) is out
    assert_same(out, np.full(3, 2.0))


@pytest.mark.parametrize("endpoint", [True, False])
@pytest.mark.parametrize("dtype", ["int64", "float32", "float64", "complex64", "complex128"])
def test_linspace(backend: str, namespace: Any, dtype: str, endpoint: bool) -> None:
    first, last = np.array(1, dtype), np.array(5, dtype)
    x, y = VALUE[backend](first), MEMORY[backend](last)
    floating = numpy_of(ua.divide(x, 1)).dtype  # of integers the default one
    for count in (0, 1, 2, 5):
        exact = np.linspace(1, 5, count, endpoint=endpoint)
        expected = exact.astype(floating)
        for ends in ((x, y), (x, 5), (1, y)):
            result = namespace.linspace(*ends, count, endpoint=endpoint)
            assert is_of(backend, result)
            assert_same(result, expected, tolerance=4)
            out = MEMORY[backend](np.zeros(count, floating))
            assert namespace.linspace(*ends, count, endpoint=endpoint, out=out) is out
            assert_same(out, expected, tolerance=4)
            if endpoint:
                assert_same(namespace.linspace(*ends, count, dtype="complex128"), exact.astype("complex128"))


def test_one_element_only(backend: str, namespace: Any) -> None:
    like, out = VALUE[backend](np.zeros(2)), MEMORY[backend](np.ones(2))
    before = bits(out)
    for shape in ((2,), (1,), (0,), (1, 1)):
        x = VALUE[backend](np.ones(shape))
        calls = {
            "full: fill_value": lambda x=x, **options: namespace.full((2,), x, **options),
            "full_like: fill_value": lambda x=x, **options: namespace.full_like(like, x, **options),
            "linspace: start": lambda x=x, **options: namespace.linspace(x, 1.0, 2, **options),
            "linspace: stop": lambda x=x, **options: namespace.linspace(0.0, x, 2, **options),
        }
        for start, call in calls.items():
            for options in ({}, {"out": out}):
                with pytest.raises(ValueError, match=re.escape(f"{start} has shape {shape}, expected a number")):
                    call(**options)
    assert bits(out) == before


def test_what_loses_an_imaginary_part(backend: str, namespace: Any) -> None:
    x, like = VALUE[backend](np.array(1 + 2j)), MEMORY[backend](np.zeros(2))
    calls = [
        lambda: namespace.full((2,), x, dtype="float64"),
        lambda: namespace.full((2,), x, out=like),
        lambda: namespace.full_like(like, x),
        lambda: namespace.linspace(x, 1.0, 2, dtype="float32"),
    ]
    for call in calls:
        with pytest.raises(TypeError, match="^(full|full_like|linspace): "):
            call()
    assert_same(like, np.zeros(2))


class Metres(np.ndarray):
    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        return NotImplemented


def test_arrays_with_a_meaning_of_their_own() -> None:
    for one in (np.array(1.0).view(Metres), np.ma.array(1.0)):
        for call in (lambda one=one: ua.full(2, one), lambda one=one: ua.numpy.full_like(np.ones(2), one)):
            with pytest.raises(TypeError, match=r"^full(_like)?: fill_value is a "):
                call()


def test_scalars_of_numpy(backend: str) -> None:
    """Its own on NumPy, with their dtypes; numbers on the others, where they decide about no backend."""
    with selected(backend):
        for one in (np.float32(2.5), np.float64(2.5)):
            result = ua.full((2,), one)
            assert is_of(backend, result)
            assert_same(result, np.full(2, one), dtype=backend == "numpy")
            assert is_of(backend, ua.linspace(one, 3.0, 2))
        with pytest.raises(OverflowError, match="^full: fill_value is 300"):
            ua.full((2,), np.int64(300), dtype="uint8")


def test_of_another_backend(backend: str) -> None:
    other = next((one for one in VALUE if one != backend and one in _installed()), None)
    if other is None:
        pytest.skip("there is one backend only")
    x, like = VALUE[other](np.array(1.0)), VALUE[backend](np.zeros(2))
    for call in (lambda: ua.full_like(like, x), lambda: ua.array_namespace(like).full((2,), x)):
        with pytest.raises(TypeError, match=r"^full(_like)?: .*(expected one backend|expected a Python number)"):
            call()


def _installed() -> list[str]:
    from importlib.util import find_spec

    return [one for one in VALUE if find_spec(one)]


def test_gradients_of_pytorch() -> None:
    torch = pytest.importorskip("torch")
    x = torch.tensor(2.0, requires_grad=True)
    results = [ua.full((3,), x), ua.full_like(torch.zeros(3), x), ua.linspace(0.0, x, 4)]
    sums = [torch.autograd.grad(one.sum(), x)[0].item() for one in results]
    assert sums == pytest.approx([3.0, 3.0, 2.0])
    with pytest.raises(ua.GradientError):
        ua.full((3,), x, out=torch.zeros(3))


@pytest.mark.parametrize("jit_compile", [False, True])
def test_in_programs_of_tensorflow(jit_compile: bool) -> None:
    tf = pytest.importorskip("tensorflow")
    x = tf.constant(2.0)

    def program(x: Any) -> Any:
        return ua.full((2,), x), ua.full_like(tf.zeros(2), x), ua.linspace(x, 4.0, 3), ua.linspace(0, x, 2)

    with tf.GradientTape() as tape:
        tape.watch(x)
        results = tf.function(program, jit_compile=jit_compile, autograph=False)(x)
        total = sum(tf.reduce_sum(one) for one in results)
    assert [one.numpy().tolist() for one in results] == [[2, 2], [2, 2], [2, 3, 4], [0, 2]]
    assert float(tape.gradient(total, x)) == 2 + 2 + 1.5 + 1
