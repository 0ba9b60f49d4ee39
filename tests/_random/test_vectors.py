"""What is drawn as vectors has the distribution that it should have, on every backend."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from draws import STREAMS, distance, generator
from support import VALUE, numpy_of

COUNT = 20_000
every_stream = pytest.mark.parametrize("stream", STREAMS)

# (name, arguments): of each the vectors are compared with NumPy's, element by element and by products of two.
VECTORS: list[tuple[str, tuple[Any, ...]]] = [
    ("multinomial", (9, [0.2, 0.3, 0.5])),
    ("multinomial", (200, [0.7, 0.0, 0.2, 0.1])),
    ("dirichlet", ([0.5, 2.0, 3.0],)),
    ("dirichlet", ([0.01, 0.0, 0.02],)),
    ("multivariate_hypergeometric", ([3, 40, 5], 8)),
    ("multivariate_hypergeometric", ([300, 400, 0, 500], 1100)),
]


@every_stream
@pytest.mark.parametrize(("name", "arguments"), VECTORS)
def test_vectors_are_distributed_as_those_of_numpy(
    name: str, arguments: tuple[Any, ...], stream: str, backend: str
) -> None:
    drawn = numpy_of(getattr(generator(backend, 31, stream), name)(*arguments, size=(100, 200), dtype="float64"))
    expected = getattr(np.random.Generator(np.random.SFC64(78)), name)(*arguments, size=COUNT)
    assert drawn.shape == (100, 200, expected.shape[-1])
    drawn = drawn.reshape(COUNT, -1)
    totals = {"multinomial": arguments[0], "dirichlet": 1.0}.get(name, arguments[-1])
    np.testing.assert_allclose(drawn.sum(axis=-1), totals)
    # What is below the last digits of the largest share is 0 in NumPy's.
    drawn, expected = np.round(drawn, 9), np.round(expected, 9)
    for element in range(expected.shape[-1]):
        assert distance(drawn[:, element], expected[:, element]) < 1
        assert distance(drawn[:, element] * drawn[:, -1], expected[:, element] * expected[:, -1]) < 1


def test_multinomial_of_several_vectors(backend: str) -> None:
    rng = generator(backend, 32)
    n, pvals = VALUE[backend](np.array([[5], [200]])), VALUE[backend](np.array([[0.25, 0.75], [1.0, 0.0], [0.0, 1.0]]))
    assert tuple(rng.multinomial(n, pvals).shape) == (2, 3, 2)
    drawn = numpy_of(rng.multinomial(n, pvals, size=(4000, 2, 3)))
    assert (drawn.sum(axis=-1) == [[5] * 3, [200] * 3]).all()
    np.testing.assert_allclose(drawn.mean(axis=0)[:, 0, 0], [1.25, 50.0], rtol=0.05)
    assert (drawn[:, :, 1, 1] == 0).all() and (drawn[:, :, 2, 0] == 0).all()


def test_multinomial_takes_probabilities_that_were_rounded(backend: str) -> None:
    pvals = VALUE[backend](np.full(10, 0.1, np.float32) * np.float32(1.0000001))
    assert int(ua.sum(generator(backend).multinomial(100, pvals))) == 100


def test_vectors_of_no_elements(backend: str) -> None:
    rng = generator(backend)
    assert tuple(rng.dirichlet([], size=2).shape) == (2, 0)
    assert tuple(rng.multivariate_hypergeometric([], 0).shape) == (0,)
    assert numpy_of(rng.dirichlet([0.0, 0.0])).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("name", "arguments", "value"),
    [
        ("geometric", (1.0,), 1),
        ("geometric", (1e-300,), 2**63 - 1),
        ("negative_binomial", (3.0, 1.0), 0),
        ("hypergeometric", (0, 0, 0), 0),
        ("hypergeometric", (7, 0, 4), 4),
        ("hypergeometric", (3, 5, 8), 3),
        ("zipf", (2000.0,), 1),
        ("logseries", (0.0,), 1),
        ("weibull", (0.0,), 0.0),
        ("rayleigh", (0.0,), 0.0),
        ("logistic", (2.0, 0.0), 2.0),
    ],
)
def test_parameters_at_the_edge(name: str, arguments: tuple[Any, ...], value: float, backend: str) -> None:
    rng = generator(backend)
    for given in (arguments, [VALUE[backend](np.full(4, one)) for one in arguments]):
        assert (numpy_of(getattr(rng, name)(*given, size=4)) == value).all()


def test_a_noncentrality_that_is_nan_gives_nan(backend: str) -> None:
    rng, nan = generator(backend), float("nan")
    drawn = numpy_of(rng.noncentral_f(1.0, 2.0, VALUE[backend](np.array([nan, 1.0]))))
    assert np.isnan(drawn).tolist() == [True, False]
    assert np.isnan(numpy_of(rng.noncentral_chisquare(3.0, nan, size=2))).all()


@pytest.mark.backends("tensorflow")
def test_a_graph_that_does_not_know_sizes_draws_what_calls_draw(backend: str) -> None:
    import tensorflow as tf

    rng, eager = generator(backend, 57), generator(backend, 57)

    def drawn_of(rng: Any, a: Any) -> list[Any]:
        whole = tf.cast(a, tf.int64)
        return [
            rng.vonmises(a, 2.0), rng.wald(a, 2.0), rng.f(a, 0.3), rng.weibull(a), rng.zipf(a + 1),
            rng.hypergeometric(whole, 9, whole + 1), rng.negative_binomial(a, 0.5), rng.geometric(1 / (a + 1)),
            rng.noncentral_chisquare(a, 2.0), rng.dirichlet([1.0, 2.0]), rng.multinomial(whole, [0.5, 0.5]),
        ]  # fmt: skip

    @tf.function(input_signature=[tf.TensorSpec([None, 2], tf.float32)])
    def draw(a: Any) -> list[Any]:
        return drawn_of(rng, a)

    a = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    for one, other in zip(draw(a), drawn_of(eager, a), strict=True):
        np.testing.assert_allclose(numpy_of(one), numpy_of(other), rtol=1e-4)


@pytest.mark.backends("numpy", "torch", "tensorflow")
def test_numpy_programs_have_them(backend: str) -> None:
    import unified_arrays.np as unp

    calls = {
        "vonmises": (0.0, 1.0), "chisquare": (2,), "noncentral_chisquare": (2, 1), "f": (1, 2), "standard_t": (3,),
        "standard_cauchy": (), "triangular": (0, 1, 2), "weibull": (2.0,), "rayleigh": (), "pareto": (3,),
        "power": (2,),
        "logistic": (), "wald": (1, 2), "geometric": (0.5,), "negative_binomial": (2, 0.5), "zipf": (3,),
        "hypergeometric": (3, 4, 5), "logseries": (0.5,), "noncentral_f": (1, 2, 3),
    }  # fmt: skip
    with ua.use_backend(backend):
        for name, arguments in calls.items():
            for draw in (getattr(unp.random, name), getattr(unp.random.default_rng(3), name)):
                assert tuple(draw(*arguments, size=(2, 3)).shape) == (2, 3)
                assert tuple(draw(*arguments).shape) == ()
        assert tuple(unp.random.multinomial(20, [1 / 6.0] * 6, size=2).shape) == (2, 6)
        assert tuple(unp.random.dirichlet((10, 5, 3), 20).shape) == (20, 3)
        assert unp.random.dirichlet((10, 5, 3)).dtype == unp.float64
        weights = np.array([0.2, 0.8])
        assert int(unp.random.default_rng(0).multinomial(5, weights).sum()) == 5
        count = unp.max(unp.array([3, 4]))  # 0-d where there are no scalars
        assert sorted(numpy_of(unp.random.permutation(count)).tolist()) == [0, 1, 2, 3]
        assert 0 <= int(unp.random.default_rng(3).choice(count)) < 4
        unp.random.seed(3)
        state = unp.random.get_state()
        first = numpy_of(unp.random.vonmises(0.0, 4.0, 5))
        unp.random.set_state(state)
        assert (numpy_of(unp.random.vonmises(0.0, 4.0, 5)) == first).all()
        assert len(unp.random.bytes(4)) == 4
