"""The portable stream has the same numbers on every backend."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from draws import METHODS, REAL_VALUED, Method, generator, has_dtype
from support import VALUE, bits, numpy_of

every_method = pytest.mark.parametrize("method", METHODS, ids=lambda m: f"{m.name}{m.arguments}")


def host() -> Any:
    return np.random.Generator(np.random.Philox(5))


@every_method
def test_it_is_that_of_numpy_s_philox(method: Method, backend: str) -> None:
    dtype = {} if method.counts else {"dtype": "float64"}
    drawn = numpy_of(method.draw(generator(backend, stream="portable"), size=(50, 3), **dtype))
    expected = getattr(host(), method.name)(*method.arguments, size=(50, 3))
    np.testing.assert_allclose(drawn, expected, rtol=1e-15)


@every_method
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int64"])
@pytest.mark.applies(
    where=lambda method, dtype, backend: method.counts == (dtype == "int64") and has_dtype(backend, dtype)
)
def test_its_bits_are_the_same_on_every_backend(method: Method, dtype: str, backend: str) -> None:
    drawn = method.draw(generator(backend, 61, "portable"), size=(40, 5), dtype=dtype)
    expected = method.draw(generator("numpy", 61, "portable"), size=(40, 5), dtype=dtype)
    assert bits(drawn) == bits(expected)


@pytest.mark.parametrize("name", REAL_VALUED)
def test_dtypes_are_rounded_and_draw_alike(name: str, backend: str) -> None:
    arguments = next(one for one in METHODS if one.name == name).arguments
    wide, narrow = generator(backend, 62, "portable"), generator(backend, 62, "portable")
    exact = numpy_of(getattr(wide, name)(*arguments, size=30, dtype="float64"))
    assert (numpy_of(getattr(narrow, name)(*arguments, size=30, dtype="float32")) == exact.astype(np.float32)).all()
    assert bits(wide.random(3)) == bits(narrow.random(3))


@pytest.mark.backends("torch", "tensorflow")
def test_bfloat16_is_rounded_alike(backend: str) -> None:
    pytest.importorskip("torch")
    drawn = generator(backend, 63, "portable").normal(size=1000, dtype="bfloat16")
    exact = generator("torch", 63, "portable").normal(size=1000, dtype="float32")
    assert (numpy_of(ua.astype(drawn, ua.float32)) == numpy_of(ua.astype(exact, ua.bfloat16).float())).all()


def test_arrays_are_arranged_alike(backend: str) -> None:
    def arranged(name: str) -> list[bytes]:
        rng = generator(name, 64, "portable")
        x = VALUE[name](np.arange(24.0).reshape(4, 6))
        memory = ua.asarray(x, copy=True)
        rng.shuffle(memory, axis=1)
        p = VALUE[name](np.array([0.2, 0.3, 0.1, 0.4]))
        bounds = [VALUE[name](np.array(values)) for values in ([1, 2, 3], [10, 20, 30])]
        loc, cov = VALUE[name](np.array([1.0, 2.0])), VALUE[name](np.array([[2.0, 0.5], [0.5, 1.0]]))
        drawn = [
            memory,
            rng.permutation(10),
            rng.permutation(x, axis=1),
            rng.permuted(x, axis=0),
            rng.permuted(x),
            rng.choice(10, 5),
            rng.choice(10, 5, replace=False),
            rng.choice(x, 3, p=p),
            rng.choice(x, 3, p=p, replace=False),
            rng.integers(*bounds),
            rng.integers(0, 200, size=5, dtype="uint8"),
            rng.normal(loc, 2.0, dtype="float64"),
            rng.poisson(loc),
            rng.multivariate_normal(loc, cov, 3, dtype="float64"),
        ]
        return [*map(bits, drawn), rng.bytes(9)]

    assert arranged(backend) == arranged("numpy")


def test_its_state_can_be_set_on_another_backend(backend: str) -> None:
    rng, here = generator(backend, 65, "portable"), generator("numpy", 0, "portable")
    rng.random(3)
    here.state = rng.state
    assert bits(here.normal(size=4, dtype="float64")) == bits(rng.normal(size=4, dtype="float64"))
