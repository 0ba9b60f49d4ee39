"""Generators: how they are made, where their stream is, and who shares it."""

from __future__ import annotations

import copy
import importlib
import pickle
import threading
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from draws import STREAMS, distance, generator
from fresh import fresh_python
from support import bits, is_of, numpy_of, selected

both_streams = pytest.mark.parametrize("stream", STREAMS)
NATIVE = ("numpy", "torch", "tensorflow")


def own_generator(backend: str, seed: int) -> Any:
    """The framework's own."""
    if backend == "numpy":
        return np.random.default_rng(seed)
    if backend == "torch":
        import torch

        return torch.Generator().manual_seed(seed)
    import tensorflow as tf

    return tf.random.Generator.from_seed(seed)


def own_normal(own: Any, count: int) -> np.ndarray:
    if isinstance(own, np.random.Generator):
        return own.standard_normal(count)
    if hasattr(own, "manual_seed"):
        import torch

        return numpy_of(torch.randn(count, generator=own))
    return numpy_of(own.normal((count,)))


# -- how they are made -------------------------------------------------------------------------------------------------


@both_streams
@pytest.mark.parametrize("seed", [0, 5, 2**63 + 1, 2**64, 2**200, [1, 2, 3], (7,), np.int64(9)], ids=str)
def test_a_seed_gives_a_stream(seed: Any, stream: str, backend: str) -> None:
    first, again, other = (generator(backend, one, stream) for one in (seed, seed, 123456))
    drawn = bits(first.random(8))
    assert drawn == bits(again.random(8)) != bits(other.random(8))
    assert bits(first.random(8)) != drawn


@both_streams
def test_without_a_seed_each_is_another(stream: str, backend: str) -> None:
    first, second = (ua.random.default_rng(backend=backend, stream=stream) for _ in range(2))
    assert bits(first.random(8)) != bits(second.random(8))


@pytest.mark.parametrize(
    ("seed", "error"), [(-1, ValueError), (1.5, TypeError), ("5", TypeError), ([1, -1], ValueError)]
)
def test_seeds_that_are_none(seed: Any, error: type[Exception], backend: str) -> None:
    with pytest.raises(error, match="^default_rng: seed is .*, expected None, a non-negative integer"):
        generator(backend, seed)


@pytest.mark.backends(*NATIVE)
def test_a_native_stream_is_that_of_the_framework(backend: str) -> None:
    expected = own_normal(own_generator(backend, 5), 20)
    assert bits(ua.random.default_rng(5, backend=backend).standard_normal(20)) == expected.tobytes()


@pytest.mark.backends(*NATIVE)
def test_a_generator_of_the_framework_is_taken_over(backend: str) -> None:
    own = own_generator(backend, 5)
    own_normal(own, 20)
    rng = ua.random.default_rng(own)
    assert (rng.backend, rng.stream, rng.device) == (backend, "native", "cpu")
    assert rng.native is own
    whole = own_generator(backend, 5)
    own_normal(whole, 20)
    assert bits(rng.standard_normal(20)) == own_normal(whole, 20).tobytes()
    assert own_normal(own, 20).tobytes() == own_normal(whole, 20).tobytes()  # they share the stream
    assert len(rng.spawn(2)) == 2
    assert bits(copy.copy(rng).random(3)) == bits(rng.random(3))


@pytest.mark.backends("numpy")
def test_other_generators_of_numpy(backend: str) -> None:
    mersenne = np.random.MT19937(5)
    rng = ua.random.default_rng(mersenne)
    assert rng.native.bit_generator is mersenne
    assert bits(pickle.loads(pickle.dumps(rng)).random(3)) == bits(rng.random(3))
    assert ua.random.default_rng(np.random.SeedSequence(5)).random() == ua.random.default_rng(5).random()


@pytest.mark.backends(*NATIVE)
def test_a_generator_is_returned_as_it_is(backend: str) -> None:
    rng = generator(backend)
    assert ua.random.default_rng(rng) is ua.random.default_rng(rng, backend=backend) is rng
    other = "numpy" if backend != "numpy" else "torch"
    for options in ({"backend": other}, {"stream": "portable"}):
        with pytest.raises(TypeError, match="^default_rng: seed is a generator of"):
            ua.random.default_rng(rng, **options)


@pytest.mark.backends(*NATIVE)
def test_a_native_generator_has_its_backend_and_stream(backend: str) -> None:
    own, other = own_generator(backend, 1), "numpy" if backend != "numpy" else "torch"
    if backend == "numpy":
        pytest.importorskip("torch")
    for options in ({"backend": other}, {"stream": "portable"}):
        with pytest.raises(TypeError, match=f"^default_rng: seed is a generator of {backend}, expected one of"):
            ua.random.default_rng(own, **options)


@both_streams
def test_the_selection_decides_without_a_name(stream: str, backend: str) -> None:
    with selected(backend):
        rng = ua.random.default_rng(1, stream=stream)
    assert rng.backend == backend and is_of(backend, rng.random())
    own = stream if backend in NATIVE else "portable"
    assert rng.stream == own
    assert repr(rng) == f"Generator(backend={backend!r}, device={str(rng.device)!r}, stream={own!r})"


def test_streams_and_devices_that_are_none(backend: str) -> None:
    with pytest.raises(ValueError, match="^default_rng: stream is 'other', expected one of native, portable"):
        ua.random.default_rng(stream="other", backend=backend)
    with pytest.raises(ua.DeviceNotFoundError, match="^default_rng: device gpu:77 is not there"):
        ua.random.default_rng(device="gpu:77", backend=backend)
    with pytest.raises(ValueError, match="^default_rng: 'other' is no backend"):
        ua.random.default_rng(backend="other")


@both_streams
@pytest.mark.backends("tensorflow")
def test_another_device(stream: str, backend: str) -> None:
    rng = ua.random.default_rng(5, backend=backend, device="cpu:1", stream=stream)
    here = ua.random.default_rng(5, backend=backend, stream=stream)
    assert rng.device == "cpu:1"
    for name, arguments in (
        ("normal", (1.0, 2.0)),
        ("gamma", (2.0,)),
        ("poisson", ()),
        ("integers", (9,)),
        ("choice", (9,)),
    ):
        drawn = getattr(rng, name)(*arguments, size=4)
        assert ua.device(drawn) == "cpu:1"
        assert bits(drawn) == bits(getattr(here, name)(*arguments, size=4))
    with ua.use_device("cpu:1"):
        assert ua.random.default_rng(5, backend=backend, stream=stream).device == "cpu:1"
    with pytest.raises(ua.DeviceMismatchError, match="^normal: the arrays live on cpu:0 and cpu:1"):
        here.normal(rng.random(4))
    memory = ua.asarray(here.random(4), copy=True)
    with pytest.raises(ua.DeviceMismatchError, match="^normal: out lives on cpu:0, the result on cpu:1"):
        rng.normal(out=memory)
    assert [child.device for child in (*rng.spawn(1), copy.copy(rng))] == ["cpu:1", "cpu:1"]


# -- the state ---------------------------------------------------------------------------------------------------------


def draws(rng: Any) -> bytes:
    """A bit of everything: what buffers halves of words, too."""
    drawn = [
        rng.random(3, dtype="float32"),
        rng.normal(size=3),
        rng.integers(9, size=3, dtype="int32"),
        rng.poisson(9.0),
    ]
    return b"".join(map(bits, drawn))


COPIES = {
    "pickle": lambda rng: pickle.loads(pickle.dumps(rng)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


@both_streams
@pytest.mark.parametrize("how", COPIES)
def test_a_copy_goes_on_by_itself(how: str, stream: str, backend: str) -> None:
    rng = generator(backend, 51, stream)
    draws(rng)
    copied = COPIES[how](rng)
    assert type(copied) is ua.random.Generator
    assert (copied.backend, copied.device, copied.stream) == (rng.backend, rng.device, rng.stream)
    first = draws(rng)
    assert draws(copied) == first
    assert draws(rng) == draws(copied) != first


@both_streams
def test_the_state_can_be_set_again(stream: str, backend: str) -> None:
    rng = generator(backend, 52, stream)
    draws(rng)
    state = pickle.loads(pickle.dumps(rng.state))
    first = draws(rng)
    assert draws(rng) != first
    rng.state = state
    assert draws(rng) == first
    fresh = generator(backend, 0, stream)
    fresh.state = state
    assert draws(fresh) == first


@pytest.mark.backends(*NATIVE)
def test_the_state_of_another_stream_is_refused(backend: str) -> None:
    rng, portable = generator(backend), generator(backend, stream="portable")
    for one, other in ((rng, portable), (portable, rng)):
        with pytest.raises(ValueError, match="^Generator.state: the state is .*, expected one of a"):
            one.state = other.state
    with pytest.raises(ValueError, match="^Generator.state: the state is 3"):
        rng.state = 3


@both_streams
def test_spawned_generators_are_independent_and_the_same_again(stream: str, backend: str) -> None:
    def family() -> list[bytes]:
        rng = generator(backend, 53, stream)
        first, second = rng.spawn(2)
        (third,) = rng.spawn(1)
        (grandchild,) = first.spawn(1)
        return [bits(one.random(4)) for one in (rng, first, second, third, grandchild)]

    assert family() == family()
    assert len(set(family())) == 5


@both_streams
def test_threads_that_share_a_generator_draw_different_numbers(stream: str, backend: str) -> None:
    rng = generator(backend, 54, stream)
    drawn: list[np.ndarray] = []

    def work() -> None:
        for _ in range(50):
            drawn.append(numpy_of(rng.random(10, dtype="float64")))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(np.unique(np.concatenate(drawn))) == 2000
    alone = generator(backend, 54, stream)
    expected = [numpy_of(alone.random(10, dtype="float64")) for _ in range(200)]
    assert (np.sort(np.concatenate(drawn)) == np.sort(np.concatenate(expected))).all()


@pytest.mark.backends("tensorflow")
def test_a_checkpoint(backend: str, tmp_path: Any) -> None:
    import tensorflow as tf

    rng = generator(backend, 55)
    checkpoint = tf.train.Checkpoint(rng=rng.native)
    path = checkpoint.write(str(tmp_path / "saved"))
    first = draws(rng)
    other = generator(backend, 0)
    tf.train.Checkpoint(rng=other.native).read(path)
    assert draws(other) == first


# -- programs ----------------------------------------------------------------------------------------------------------


@pytest.mark.backends("tensorflow")
def test_a_tf_function_draws_anew_each_time(backend: str) -> None:
    import tensorflow as tf

    rng, eager = generator(backend, 56), generator(backend, 56)
    out = tf.Variable(tf.zeros(4))

    @tf.function
    def draw(loc: Any) -> Any:
        rng.normal(size=4, out=out)
        return rng.random(3), rng.normal(loc, 1.0), rng.integers(0, 1000, size=3), rng.laplace(size=2)

    loc = tf.constant([1.0, 2.0])
    for _ in range(2):
        drawn = draw(loc)
        expected_out = eager.normal(size=4)
        expected = eager.random(3), eager.normal(loc, 1.0), eager.integers(0, 1000, size=3), eager.laplace(size=2)
        for one, other in zip((out, *drawn), (expected_out, *expected), strict=True):
            np.testing.assert_allclose(numpy_of(one), numpy_of(other), rtol=1e-5, atol=1e-6)


@pytest.mark.backends("tensorflow")
def test_a_program_of_xla_draws_anew_each_time(backend: str) -> None:
    import tensorflow as tf

    rng, out = generator(backend, 56), tf.Variable(tf.zeros(1000))

    @tf.function(jit_compile=True)  # whose generator draws other numbers of the same state
    def draw() -> Any:
        rng.normal(out=out)
        return rng.random(1000), rng.integers(0, 3 * 2**30, size=1000), rng.laplace(size=1000)

    first, second = ([numpy_of(one) for one in (*draw(), out)] for _ in range(2))
    for one, other in zip(first, second, strict=True):
        assert len(np.unique(np.concatenate([one, other]))) > 1990
    for drawn in (first, second):
        assert distance(drawn[0], np.random.default_rng(1).random(40_000)) < 1
        assert distance(drawn[3], np.random.default_rng(1).normal(size=40_000)) < 1


@pytest.mark.backends("tensorflow")
def test_sizes_that_a_graph_does_not_know(backend: str) -> None:
    import tensorflow as tf

    rng, eager = generator(backend, 57), generator(backend, 57)
    unknown = tf.TensorSpec([None, 2], tf.float32)

    @tf.function(input_signature=[unknown])
    def draw(loc: Any) -> Any:
        whole = tf.cast(loc, tf.int64)
        return (
            rng.normal(loc, 1.0),
            rng.uniform(loc, loc + 1),
            rng.gamma(loc, 2.0),
            rng.beta(loc, 0.5),
            rng.gumbel(loc, 1.0),
            rng.poisson(loc),
            rng.binomial(whole, 0.5),
            rng.integers(0, whole + 5),
        )

    loc = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    whole = tf.cast(loc, tf.int64)
    expected = (
        eager.normal(loc, 1.0),
        eager.uniform(loc, loc + 1),
        eager.gamma(loc, 2.0),
        eager.beta(loc, 0.5),
        eager.gumbel(loc, 1.0),
        eager.poisson(loc),
        eager.binomial(whole, 0.5),
        eager.integers(0, whole + 5),
    )
    for one, other in zip(draw(loc), expected, strict=True):
        np.testing.assert_allclose(numpy_of(one), numpy_of(other), rtol=1e-5, atol=1e-6)


@pytest.mark.backends("tensorflow")
def test_the_portable_stream_is_refused_in_a_graph(backend: str) -> None:
    import tensorflow as tf

    rng = generator(backend, stream="portable")

    @tf.function
    def draw() -> Any:
        return rng.random(3)

    with pytest.raises(RuntimeError, match="random: the portable stream is drawn when a tf.function is traced"):
        draw()
    assert bits(rng.random(3)) == bits(generator(backend, stream="portable").random(3))


COMPILED: dict[str, Any] = {
    "random": lambda rng, x: rng.random(3),
    "normal": lambda rng, x: rng.normal(x, 2.0),
    "uniform": lambda rng, x: rng.uniform(x, x + 1),
    "gamma": lambda rng, x: rng.gamma(x, 2.0),
    "beta": lambda rng, x: rng.beta(x, 0.3),
    "gumbel": lambda rng, x: rng.gumbel(size=3),
    "laplace": lambda rng, x: rng.laplace(size=3),
    "poisson": lambda rng, x: rng.poisson(x),
    "binomial": lambda rng, x: rng.binomial(9, 0.5, size=3),
    "integers": lambda rng, x: rng.integers(10, size=3),
    "integers of a power of two": lambda rng, x: rng.integers(16, size=3),
    "integers of many bits": lambda rng, x: rng.integers(3 * 2**61, size=3),
    "integers of arrays": lambda rng, x: rng.integers(x.to(int), 10),
    "choice": lambda rng, x: rng.choice(x, 2, p=[0.5, 0.25, 0.25]),
    "permutation": lambda rng, x: rng.permutation(x),
    "permuted": lambda rng, x: rng.permuted(x, axis=0),
}


@pytest.mark.backends("torch")
@both_streams
@pytest.mark.parametrize("name", COMPILED)
def test_torch_compile_draws_what_calls_one_by_one_draw(name: str, stream: str, backend: str) -> None:
    import torch

    rng, eager = generator(backend, 58, stream), generator(backend, 58, stream)
    out, draw = torch.zeros(3), COMPILED[name]

    def program(x: Any) -> Any:
        rng.normal(out=out)
        return draw(rng, x) + 1

    compiled = torch.compile(program, backend="eager")
    x = torch.ones(3)
    try:
        for _ in range(2):
            drawn = compiled(x)
            assert bits(out) == bits(eager.normal(size=3))
            assert bits(drawn) == bits(draw(eager, x) + 1)
    finally:
        torch.compiler.reset()


# -- namespaces and imports -------------------------------------------------------------------------------------------


def test_a_fixed_namespace_has_its_own(backend: str) -> None:
    with selected(backend):
        namespace = ua.array_namespace(ua.ones(()))
    assert namespace.random.Generator is ua.random.Generator
    assert {"Generator", "default_rng"} <= set(dir(namespace.random))
    rng = namespace.random.default_rng(5, device=generator(backend).device)
    assert rng.backend == backend
    assert bits(rng.random(3)) == bits(generator(backend, 5).random(3))
    name = f"unified_arrays.{backend}.random"
    assert importlib.import_module(name) is namespace.random
    assert pickle.loads(pickle.dumps(namespace.random.default_rng)) is namespace.random.default_rng


def test_it_is_imported_when_it_is_used() -> None:
    program = """
import sys
import unified_arrays as ua
print(any(name.startswith("unified_arrays._random") or name.endswith(".randomness") for name in sys.modules))
from unified_arrays import random
rng = ua.random.default_rng(5)
print(rng.random().shape, random is ua.random is sys.modules["unified_arrays.random"], type(random).__name__)
print(*sorted(name for name in ("torch", "tensorflow") if name in sys.modules))
import unified_arrays.random as again
print(again is random, ua.random.Generator.__module__)
"""
    assert fresh_python(program) == ["False", "() True module", "", "True unified_arrays.random"]
