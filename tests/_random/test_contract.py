"""The contract of out=, for every method of a generator that fills an array."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays import backends

from draws import NAMES, REAL_VALUED, SHAPE, STREAMS, generator, has_dtype, method_of
from support import MEMORY, VALUE, bits, numpy_of

MATRIX = np.arange(6.0).reshape(SHAPE)
# What is called besides the distributions: (name, arguments, options) of results of shape (2, 3).
OTHERS = {
    "multivariate_normal": (([0.0] * 3, np.eye(3).tolist(), 2), {}),
    "multinomial": ((9, [0.2, 0.3, 0.5], 2), {}),
    "dirichlet": (([0.5, 2.0, 3.0], 2), {}),
    "multivariate_hypergeometric": (([3, 4, 5], 6, 2), {}),
    "choice": ((7, SHAPE), {}),
    "permutation": ((MATRIX,), {}),
    "permuted": ((MATRIX,), {"axis": 1}),
}
ALL = [*NAMES, *OTHERS]
every_method = pytest.mark.parametrize("name", ALL)
every_stream = pytest.mark.parametrize("stream", STREAMS)


def call(backend: str, name: str, rng: Any, **options: Any) -> Any:
    """The method, for a result of shape (2, 3)."""
    if name not in OTHERS:
        return method_of(name).draw(rng, **({"size": SHAPE} | options))
    arguments, own = OTHERS[name]
    given = [VALUE[backend](one) if isinstance(one, np.ndarray) else one for one in arguments]
    return getattr(rng, name)(*given, **own, **options)


def another(backend: str) -> str:
    """Another backend, which is installed."""
    if backend == "numpy":
        pytest.importorskip("torch")
    return "numpy" if backend != "numpy" else "torch"


def memory(backend: str, dtype: Any, shape: tuple[int, ...] = SHAPE) -> Any:
    """What can be written to, filled with sevens."""
    return MEMORY[backend](np.full(shape, 7, np.dtype(str(getattr(dtype, "name", dtype)).rpartition(".")[2])))


@every_stream
@every_method
def test_out_is_returned_and_holds_what_is_returned_without_it(name: str, stream: str, backend: str) -> None:
    expected = call(backend, name, generator(backend, stream=stream))
    out = memory(backend, expected.dtype)
    assert call(backend, name, generator(backend, stream=stream), out=out) is out
    assert bits(out) == bits(expected)


@every_method
def test_the_stream_goes_on_alike_with_and_without_out(name: str, backend: str) -> None:
    one, other = generator(backend), generator(backend)
    call(backend, name, one, out=memory(backend, call(backend, name, other).dtype))
    assert bits(one.random(3)) == bits(other.random(3))


def refused(backend: str, name: str, stream: str, out: Any, error: type[Exception], match: str) -> None:
    """The call raises, out holds what it held, and nothing was drawn."""
    rng = generator(backend, stream=stream)
    before = None if isinstance(out, (list, str)) else bits(out)
    with pytest.raises(error, match=match):
        call(backend, name, rng, out=out)
    assert before is None or bits(out) == before
    assert bits(rng.random(3)) == bits(generator(backend, stream=stream).random(3))


@every_stream
@every_method
@pytest.mark.parametrize("shape", [(3, 2), (1, 2, 3), (6,), (2, 1), ()])
def test_another_shape_is_refused(name: str, shape: tuple[int, ...], stream: str, backend: str) -> None:
    dtype = call(backend, name, generator(backend)).dtype
    refused(backend, name, stream, memory(backend, dtype, shape), ValueError, rf"^{name}: .*shape")


@every_stream
@every_method
def test_a_dtype_of_a_lower_kind_is_refused(name: str, stream: str, backend: str) -> None:
    result = call(backend, name, generator(backend))
    lower = "bool" if backends.by_name(backend).dtype(result).is_integer else "int64"
    if name == "integers":
        refused(backend, name, stream, memory(backend, lower), OverflowError, "integers: low is -3, expected")
        return
    refused(backend, name, stream, memory(backend, lower), TypeError, rf"^{name}: out has dtype {lower}")


@every_stream
@every_method
def test_a_list_is_refused(name: str, stream: str, backend: str) -> None:
    refused(backend, name, stream, [[0.0] * 3] * 2, TypeError, rf"^{name}: out is a list, expected an array")


@every_stream
@every_method
def test_an_array_of_another_backend_is_refused(name: str, stream: str, backend: str) -> None:
    other = another(backend)
    refused(backend, name, stream, MEMORY[other](MATRIX), TypeError, rf"^{name}: out is a .*, expected an array of")


LOCKED: dict[str, Any] = {
    "numpy": lambda values: np.broadcast_to(np.asarray(values), values.shape),
    "torch": lambda values: VALUE["torch"](values[:1]).expand(values.shape),
    "tensorflow": VALUE["tensorflow"],
}


@every_stream
@every_method
@pytest.mark.backends("numpy", "torch", "tensorflow")
def test_what_cannot_be_written_to_is_refused(name: str, stream: str, backend: str) -> None:
    dtype = numpy_of(call(backend, name, generator(backend))).dtype
    out = LOCKED[backend](np.zeros(SHAPE, dtype))
    refused(backend, name, stream, out, ValueError, rf"^{name}: out cannot be written to: ")


@every_stream
@every_method
@pytest.mark.backends("numpy", "torch")
@pytest.mark.parametrize("layout", ["columns", "transposed", "steps"])
def test_strided_memory(name: str, layout: str, stream: str, backend: str) -> None:
    expected = call(backend, name, generator(backend, stream=stream))
    whole = memory(backend, expected.dtype, (6, 6))
    out = {"columns": lambda: whole[1:3, 2:5], "transposed": lambda: whole[:3, :2].T, "steps": lambda: whole[::3, ::2]}[
        layout
    ]()
    assert call(backend, name, generator(backend, stream=stream), out=out) is out
    assert bits(out) == bits(expected)
    assert int((numpy_of(whole) == 7).sum()) >= 30


@every_stream
@every_method
@pytest.mark.backends("tensorflow")
def test_a_slice_of_a_variable(name: str, stream: str, backend: str) -> None:
    expected = call(backend, name, generator(backend, stream=stream))
    whole = memory(backend, expected.dtype, (4, 5))
    written = call(backend, name, generator(backend, stream=stream), out=whole[1:3, 1:4])
    assert bits(written) == bits(expected) == bits(whole[1:3, 1:4])
    assert int((numpy_of(whole) == 7).sum()) >= 14


@every_stream
@pytest.mark.backends("tensorflow")
def test_a_variable_of_the_framework(stream: str, backend: str) -> None:
    import tensorflow as tf

    out = tf.Variable(tf.zeros(SHAPE))
    assert generator(backend, stream=stream).normal(out=out) is out
    assert bits(out) == bits(generator(backend, stream=stream).normal(size=SHAPE))


@pytest.mark.parametrize("name", NAMES)
def test_without_size_out_gives_the_shape(name: str, backend: str) -> None:
    expected = call(backend, name, generator(backend))
    out = memory(backend, expected.dtype)
    assert call(backend, name, generator(backend), size=None, out=out) is out
    assert bits(out) == bits(expected)


@every_stream
@pytest.mark.parametrize("name", REAL_VALUED)
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.applies(where=lambda dtype, backend: has_dtype(backend, dtype))
def test_without_dtype_out_gives_it(name: str, dtype: str, stream: str, backend: str) -> None:
    out = memory(backend, dtype)
    call(backend, name, generator(backend, stream=stream), out=out)
    assert bits(out) == bits(call(backend, name, generator(backend, stream=stream), dtype=dtype))


@every_stream
@pytest.mark.parametrize("name", REAL_VALUED)
@pytest.mark.parametrize(("dtype", "held"), [("float64", "float32"), ("float32", "float64"), ("float32", "complex64")])
def test_the_dtype_that_is_named_is_cast_to_that_of_out(
    name: str, dtype: str, held: str, stream: str, backend: str
) -> None:
    out = memory(backend, held)
    call(backend, name, generator(backend, stream=stream), dtype=dtype, out=out)
    expected = numpy_of(call(backend, name, generator(backend, stream=stream), dtype=dtype))
    assert (numpy_of(out) == expected.astype(held)).all()


def test_a_parameter_may_be_out(backend: str) -> None:
    x = MEMORY[backend](np.array([10.0, 20.0, 30.0]))
    expected = generator(backend).normal(VALUE[backend](np.array([10.0, 20.0, 30.0])), 1e-3)
    assert generator(backend).normal(x, 1e-3, out=x) is x
    assert bits(x) == bits(expected)


@pytest.mark.backends("numpy", "torch")
@pytest.mark.parametrize("name", ["random", "standard_normal", "normal", "uniform", "exponential"])
def test_the_framework_fills_out_without_a_temporary(name: str, backend: str) -> None:
    rng, out = generator(backend), ua.to_backend(np.zeros(100_000, np.float32), backend)
    own = backends.by_name(backend)
    getattr(rng, name)(out=out)
    _, allocated = own.measured(lambda: getattr(rng, name)(out=out), (out,))
    assert not isinstance(allocated, str)
    assert allocated.peak < 10_000
    _, allocated = own.measured(lambda: getattr(rng, name)(size=100_000, dtype="float32"), ())
    assert not isinstance(allocated, str)
    assert allocated.peak >= 400_000


@pytest.mark.backends("torch")
def test_a_gradient_is_not_cut(backend: str) -> None:
    import torch

    out = torch.zeros(3, requires_grad=True)
    rng = generator(backend)
    with pytest.raises(ua.GradientError, match="normal: writing the result into out would cut the gradient"):
        rng.normal(out=out)
    loc = torch.zeros(3, requires_grad=True)
    with pytest.raises(ua.GradientError, match="normal: writing"):
        rng.normal(loc, out=torch.zeros(3))
    with torch.no_grad():
        assert rng.normal(loc, out=out) is out


@pytest.mark.backends("tensorflow")
def test_a_tape_that_does_not_watch_out_is_no_matter(backend: str) -> None:
    import tensorflow as tf

    rng, out, loc = generator(backend), tf.Variable(tf.zeros(3)), tf.constant([1.0, 2.0, 3.0])
    with tf.GradientTape() as tape:
        assert rng.normal(out=out) is out
        tape.watch(loc)
        with pytest.raises(ua.GradientError, match="normal: writing the result into out would cut the gradient"):
            rng.normal(loc, out=out)
        drawn = rng.normal(loc)
        square = out * out
        with pytest.raises(ua.GradientError, match="normal: writing the result into out would cut the gradient"):
            rng.normal(out=out)
    assert (numpy_of(tape.gradient(drawn, loc)) == 1).all()
    assert square is not None


@every_stream
@every_method
@pytest.mark.backends("numpy")
def test_another_byte_order(name: str, stream: str, backend: str) -> None:
    expected = numpy_of(call(backend, name, generator(backend, stream=stream)))
    out = np.zeros(SHAPE, expected.dtype.newbyteorder(">"))
    assert call(backend, name, generator(backend, stream=stream), out=out) is out
    assert (out == expected).all()


# -- parameters, sizes, dtypes ---------------------------------------------------------------------------------------


@every_stream
@pytest.mark.parametrize(
    ("name", "arguments", "match"),
    [
        ("normal", (0.0, -1.0), "scale is -1.0, expected numbers that are not below 0"),
        ("lognormal", (0.0, -1.0), "sigma is -1.0"),
        ("exponential", (-1.0,), "scale is -1.0"),
        ("standard_gamma", (-1.0,), "shape is -1.0"),
        ("gamma", (1.0, -2.0), "scale is -2.0"),
        ("beta", (0.0, 1.0), "a is 0.0, expected numbers above 0"),
        ("laplace", (0.0, -1.0), "scale is -1.0"),
        ("gumbel", (0.0, -1.0), "scale is -1.0"),
        ("poisson", (-1.0,), "lam is -1.0"),
        ("poisson", (1e20,), "lam is 1e"),
        ("poisson", (float("nan"),), "lam is nan"),
        ("binomial", (-1, 0.5), "n is -1"),
        ("binomial", (1, 1.5), "p is 1.5, expected numbers from 0 to 1"),
        ("binomial", (1, float("nan")), "p is nan"),
        ("chisquare", (0.0,), "df is 0.0, expected numbers above 0"),
        ("noncentral_chisquare", (1.0, -1.0), "nonc is -1.0"),
        ("f", (1.0, 0.0), "dfden is 0.0"),
        ("noncentral_f", (0.0, 1.0, 1.0), "dfnum is 0.0"),
        ("standard_t", (-1.0,), "df is -1.0"),
        ("triangular", (2.0, 1.0, 3.0), "left is 2.0, expected numbers up to `mode`"),
        ("triangular", (0.0, 4.0, 3.0), "mode is 4.0, expected numbers up to `right`"),
        ("triangular", (3.0, 3.0, 3.0), "left is 3.0, expected numbers below `right`"),
        ("vonmises", (0.0, -1.0), "kappa is -1.0"),
        ("weibull", (-1.0,), "a is -1.0"),
        ("rayleigh", (-1.0,), "scale is -1.0"),
        ("pareto", (0.0,), "a is 0.0"),
        ("power", (0.0,), "a is 0.0"),
        ("logistic", (0.0, -1.0), "scale is -1.0"),
        ("wald", (1.0, 0.0), "scale is 0.0"),
        ("geometric", (0.0,), "p is 0.0, expected numbers above 0, and at most 1"),
        ("negative_binomial", (2.5, 1.5), "p is 1.5"),
        ("negative_binomial", (2.5, 1e-30), "n is 2.5, expected numbers whose"),
        ("hypergeometric", (10**9, 1, 1), "ngood is 1000000000"),
        ("hypergeometric", (1, 2, 4), "nsample is 4, expected integers up to `ngood . nbad`"),
        ("zipf", (1.0,), "a is 1.0, expected numbers above 1"),
        ("logseries", (1.0,), "p is 1.0, expected numbers from 0 to below 1"),
        ("uniform", (3.0, 1.0), "high - low is -2.0"),
        ("uniform", (0.0, float("inf")), "high - low is inf"),
        ("integers", (5, 5), "low is 5, expected one of at most 4"),
    ],
)
def test_numbers_that_a_parameter_cannot_be(
    name: str, arguments: tuple[Any, ...], match: str, stream: str, backend: str
) -> None:
    rng, out = generator(backend, stream=stream), memory(backend, "float32")
    with pytest.raises(ValueError, match=f"^{name}: {match}"):
        getattr(rng, name)(*arguments)
    if method_of(name).counts:
        return
    before = bits(out)
    given = [VALUE[backend](np.full(3, one)) for one in arguments]
    with pytest.raises(ValueError, match=f"^{name}: .* is an array that holds others, expected"):
        getattr(rng, name)(*given, out=out)
    assert bits(out) == before


@every_stream
@pytest.mark.parametrize(
    ("name", "arguments", "error", "match"),
    [
        ("multinomial", (-1, [0.5, 0.5]), ValueError, "n is -1"),
        ("multinomial", (5, [0.9, 0.6, 0.1]), ValueError, "the sum of pvals without the last is above 1"),
        ("multinomial", (5, [1.5, -0.5]), ValueError, "pvals is an array that holds others, expected numbers from 0"),
        ("multinomial", (5, []), ValueError, r"pvals has shape \(0,\), expected a vector"),
        ("multinomial", (5, 0.5), TypeError, "pvals is a float"),
        ("multinomial", ([1, 2, 3], [[0.5, 0.5]] * 2), ValueError, "n has shape .*, expected shapes that broadcast"),
        ("dirichlet", ([1.0, -1.0],), ValueError, "alpha is an array that holds others"),
        ("dirichlet", ([[1.0]],), ValueError, r"alpha has shape \(1, 1\), expected a vector"),
        ("multivariate_hypergeometric", ([3, 4], 8), ValueError, "nsample is 8, expected an integer from 0 to 7"),
        ("multivariate_hypergeometric", ([10**9, 4], 8), ValueError, "the sum of colors is 1000000004"),
        ("multivariate_hypergeometric", ([3, -4], 1), ValueError, "colors is an array that holds others"),
        ("multivariate_hypergeometric", ([3.0, 4.0], 1), TypeError, "colors of dtype float"),
        ("multivariate_hypergeometric", ([3, 4], 1, 2, "other"), ValueError, "method is 'other', expected one of"),
    ],
)
def test_vectors_that_a_parameter_cannot_be(
    name: str, arguments: tuple[Any, ...], error: type[Exception], match: str, stream: str, backend: str
) -> None:
    rng = generator(backend, stream=stream)
    with pytest.raises(error, match=f"^{name}: {match}"):
        getattr(rng, name)(*arguments)
    assert bits(rng.random(3)) == bits(generator(backend, stream=stream).random(3))


@pytest.mark.parametrize(("low", "high", "dtype"), [(-1, 5, "uint8"), (0, 129, "int8"), (0, 2**64, "int64")])
def test_integers_that_the_dtype_does_not_hold(low: int, high: int, dtype: str, backend: str) -> None:
    with pytest.raises(OverflowError, match=f"^integers: (low|high) is .*which {dtype} holds"):
        generator(backend).integers(low, high, dtype=dtype)


def test_integers_of_arrays_that_do_not_fit(backend: str) -> None:
    rng = generator(backend)
    low, high = (VALUE[backend](np.array(values)) for values in ([1, 5], [3, 5]))
    with pytest.raises(ValueError, match="integers below those of `high`"):
        rng.integers(low, high)
    with pytest.raises(ValueError, match="integers that int8 holds"):
        rng.integers(low, VALUE[backend](np.array([300, 400])), dtype="int8")


@pytest.mark.backends("numpy")
def test_arrays_whose_meaning_would_be_lost_are_refused(backend: str) -> None:
    rng = generator(backend)
    x = np.ma.masked_array([1.0, 2.0], [0, 1])
    with pytest.raises(TypeError, match="^normal: loc is a masked array"):
        rng.normal(x)
    with pytest.raises(TypeError, match="^normal: out is a masked array"):
        rng.normal(out=x)
    with pytest.raises(TypeError, match="^shuffle: x is a masked array"):
        rng.shuffle(x)


@every_stream
def test_arrays_of_another_backend_and_other_objects_are_refused(stream: str, backend: str) -> None:
    rng, other = generator(backend, stream=stream), another(backend)
    with pytest.raises(TypeError, match=f"^normal: loc is an array of {other} but the generator is one of {backend}"):
        rng.normal(VALUE[other](MATRIX))
    with pytest.raises(TypeError, match="^normal: scale is a str, expected an array or a Python number"):
        rng.normal(0.0, "1")
    with pytest.raises(TypeError, match="^normal: loc is a complex"):
        rng.normal(1j)
    with pytest.raises(TypeError, match="^binomial: n, 2.5, is a float, expected an integer"):
        rng.binomial(2.5, 0.5)
    with pytest.raises(TypeError, match="^integers: high is a str"):
        rng.integers(0, "3")


@pytest.mark.parametrize(
    ("size", "error"), [(-1, ValueError), ((2, -1), ValueError), (2.5, TypeError), ("3", TypeError)]
)
def test_sizes_that_are_none(size: Any, error: type[Exception], backend: str) -> None:
    with pytest.raises(error, match="^random: size is .*, expected a non-negative integer"):
        generator(backend).random(size)


def test_sizes_that_the_parameters_do_not_broadcast_to(backend: str) -> None:
    rng, loc = generator(backend), VALUE[backend](np.zeros(3))
    with pytest.raises(ValueError, match=r"^normal: size is \(2,\), and the parameters broadcast to shape \(3,\)"):
        rng.normal(loc, size=2)
    with pytest.raises(ValueError, match="^normal: loc has shape .*, expected shapes that broadcast together"):
        rng.normal(loc, VALUE[backend](np.ones(2)))
    assert tuple(rng.normal(loc, size=(2, 3)).shape) == (2, 3)
    assert tuple(rng.normal([0.0, 1.0]).shape) == (2,)
    assert tuple(rng.normal(size=[2, np.int64(3)]).shape) == (2, 3)
    assert tuple(rng.normal(np.float64(1.0)).shape) == ()
    assert tuple(rng.random((0, 3)).shape) == (0, 3)


@pytest.mark.parametrize(("name", "dtype"), [("random", "int64"), ("normal", "complex64"), ("integers", "float32")])
def test_dtypes_of_another_kind(name: str, dtype: str, backend: str) -> None:
    with pytest.raises(TypeError, match=f"^{name}: dtype is {dtype}, expected"):
        method_of(name).draw(generator(backend), dtype=dtype)


@every_stream
@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("integers",)])
def test_the_default_dtype_is_that_of_creation_functions(name: str, stream: str, backend: str) -> None:
    drawn = method_of(name).draw(generator(backend, stream=stream))
    with ua.use_backend(backend):
        assert drawn.dtype == (ua.zeros(()) if name in REAL_VALUED else ua.zeros((), dtype="int64")).dtype


def test_floating_parameters_are_not_rounded_away(backend: str) -> None:
    rng = generator(backend)
    assert backends.by_name(backend).dtype(rng.normal(VALUE[backend](np.zeros(3)), 1.0)) == "float64"
    assert rng.normal(VALUE[backend](np.zeros(3, np.int32)), 1.0).dtype == rng.normal().dtype


@pytest.mark.backends("torch")
def test_the_default_dtype_of_the_framework_is_followed(backend: str) -> None:
    import torch

    torch.set_default_dtype(torch.float64)
    try:
        assert generator(backend).normal(size=2).dtype is torch.float64
    finally:
        torch.set_default_dtype(torch.float32)


@pytest.mark.parametrize("dtype", ["int8", "uint16", "float32"])
@pytest.mark.parametrize("name", ["poisson", "binomial"])
def test_counts_of_other_dtypes(name: str, dtype: str, backend: str) -> None:
    expected = numpy_of(method_of(name).draw(generator(backend), size=20))
    assert (numpy_of(method_of(name).draw(generator(backend), size=20, dtype=dtype)) == expected.astype(dtype)).all()


@every_stream
@every_method
def test_what_is_drawn_can_be_written_to(name: str, stream: str, backend: str) -> None:
    drawn = call(backend, name, generator(backend, 5, stream))
    ua.at(drawn)[0].set(0)
    assert not numpy_of(drawn)[0].any()


# -- the plain case ---------------------------------------------------------------------------------------------------

PLAIN = {
    "random": (),
    "standard_normal": (),
    "standard_exponential": (),
    "normal": (1.3, 2),
    "uniform": (-2, 5.7),
}
OTHER_CASES = {
    "a scale below 0": lambda rng: rng.normal(0.0, -1.0, 3),
    "a scale of NaN": lambda rng: rng.normal(0.0, float("nan"), 3),
    "an infinite range": lambda rng: rng.uniform(0.0, float("inf"), 3),
    "ends in another order": lambda rng: rng.uniform(3.0, 1.0),
    "a size below 0": lambda rng: rng.random(-1),
    "a size that is no integer": lambda rng: rng.random((2.5,)),
    "a string": lambda rng: rng.normal("0", size=2),
}


def outcome(draw: Any, rng: Any) -> Any:
    """What it returns, and draws next; or its error, which draws nothing."""
    try:
        drawn = draw(rng)
    except Exception as error:
        drawn = (type(error), str(error))
    return repr(drawn), repr(getattr(drawn, "dtype", None)), repr(rng.random())


def alike_by_the_longer_way(backend: str, draw: Any) -> None:
    quick, longer = (ua.random.default_rng(7, backend=backend) for _ in range(2))
    longer._plain = {}
    assert outcome(draw, quick) == outcome(draw, longer)


@pytest.mark.parametrize("size", [None, 0, 5, (2, 3), ()], ids=str)
@pytest.mark.parametrize("name", PLAIN)
def test_the_plain_case_draws_the_same_numbers(name: str, size: Any, backend: str) -> None:
    alike_by_the_longer_way(backend, lambda rng: getattr(rng, name)(*PLAIN[name], size=size))


@pytest.mark.parametrize("name", OTHER_CASES)
def test_what_is_not_plain_has_the_same_outcome(name: str, backend: str) -> None:
    alike_by_the_longer_way(backend, OTHER_CASES[name])
