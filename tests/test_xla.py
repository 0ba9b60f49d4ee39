"""XLA: the table in docs/graphs.md says what it cannot compile, and everything else it does, out= included."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import numpy as np
import pytest
from docs.xla_table import call_text, expected, tried, written

import unified_arrays as ua
from unified_arrays._common.spec import SPECS
from unified_arrays.testing._inputs import EVERY, Row

from support import MEMORY, assert_same, numpy_of

tf = pytest.importorskip("tensorflow")

from unified_arrays.backends.tensorflow.out_kernels import NOT_OF_COMPLEX  # noqa: E402


@pytest.mark.parametrize("row", EVERY, ids=str)
def test_the_table_is_true(row: Row) -> None:
    """A call that is not in it is compiled, gives what TensorFlow gives and writes that; one that is, is as it says."""
    assert tried(row) == expected(row, tf.__version__)


def test_the_table_names_only_what_is_tried() -> None:
    assert set(written()) <= {call_text(row) for row in EVERY}


@pytest.mark.parametrize("function", ["qr", "svd", "eigh"])
def test_decompositions(function: str) -> None:
    values = np.random.default_rng(5).normal(size=(4, 4))
    values = values + values.T
    parts = tf.function(getattr(ua.linalg, function), jit_compile=True)(tf.constant(values))
    first, *others = (one.numpy() for one in parts)
    if function == "qr":
        product = first @ others[0]
    elif function == "svd":
        product = first * others[0] @ others[1]
    else:
        product = others[0] * first @ others[0].T
    np.testing.assert_allclose(product, values, atol=1e-12 if function == "qr" else 1e-6)


def test_programs_of_several_writes() -> None:
    v, w = MEMORY["tensorflow"](np.zeros(4)), MEMORY["tensorflow"](np.zeros(4))

    @tf.function(jit_compile=True)
    def program(x: Any, out: Any) -> Any:
        ua.add(x, 1.0, out=out)
        ua.multiply(out[1:], 10.0, out=out[1:])
        ua.at(out)[0].set(-1.0)
        if x[0] > 0:
            ua.add(out, x, out=w)
        for _ in tf.range(3):
            ua.add(w, 1.0, out=w)
        return ua.sum(w)

    for _ in range(2):
        assert float(program(tf.constant([1.0, 2.0, 3.0, 4.0], tf.float64), v)) == 141.0
        assert_same(v, np.array([-1.0, 30.0, 40.0, 50.0]))
        assert_same(w, np.array([3.0, 35.0, 46.0, 57.0]))


@pytest.mark.parametrize("kind", ["variable", "slice", "slice of unknown size", "several"])
def test_a_shape_that_does_not_fit_is_refused_before_writing(kind: str) -> None:
    v, other = MEMORY["tensorflow"](np.zeros(3)), MEMORY["tensorflow"](np.zeros(3))

    @tf.function(jit_compile=True, input_signature=[tf.TensorSpec([None], tf.float64)])
    def program(x: Any) -> None:
        if kind == "several":
            ua.broadcast_arrays(x[:1], x, out=(other, v))
        else:
            size = 2 if kind == "slice" else tf.size(x) % 3 + 1
            ua.exp(x, out=v if kind == "variable" else v[:size])

    for size in (1, 4):
        with pytest.raises((tf.errors.InvalidArgumentError, tf.errors.UnimplementedError), match="shape"):
            program(tf.zeros(size, tf.float64))
        assert_same(v, np.zeros(3))
        assert_same(other, np.zeros(3))


@pytest.mark.parametrize("step", [2, -2, -1])
def test_the_steps_of_a_slice(step: int) -> None:
    """XLA (2.21) writes slices of step 1 and -1 only."""
    v, x = MEMORY["tensorflow"](np.zeros(4)), tf.constant([0.0, 1.0], tf.float64)
    write = tf.function(lambda x: ua.exp(x, out=v[:1:-1] if step == -1 else v[::step]), jit_compile=True)
    if step == -1:
        write(x)
        assert_same(v, np.array([0.0, 0.0, np.e, 1.0]))
    else:
        with pytest.raises(tf.errors.UnimplementedError, match="Strides != 1 or -1"):
            write(x)
        assert_same(v, np.zeros(4))


@pytest.mark.parametrize("dtype", ["int8", "int32", "int64", "uint8", "float32"])
def test_the_runs_of_sorted_elements(dtype: str) -> None:
    """Which XLA (2.21) gets wrong for tf.sort."""
    x = tf.constant([5, 5, 5, 1], dtype)
    assert_same(tf.function(ua.unique_values, jit_compile=True)(x), np.array([1, 5], dtype))
    assert_same(tf.function(ua.unique_counts, jit_compile=True)(x).counts, np.array([1, 3]))


@pytest.mark.parametrize("function", ["unique_values", "unique_counts", "unique_inverse", "unique_all", "nonzero"])
def test_an_out_of_another_size_than_the_values_say_is_refused(function: str) -> None:
    x = tf.constant([1.5, 2.5, 2.5, 0.0], tf.float64)
    call = getattr(ua, function)
    several = isinstance(call(x), tuple)
    outs = [MEMORY["tensorflow"](np.zeros(4, one.dtype.as_numpy_dtype)) for one in (call(x) if several else [call(x)])]
    out = tuple(outs) if several else outs[0]
    with pytest.raises(ValueError, match=f"{function}: out.* the shape of the result depends on values"):
        tf.function(lambda x: call(x, out=out), jit_compile=True)(x)
    for one in outs:
        assert_same(one, np.zeros(4, one.dtype.as_numpy_dtype))


REAL = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -1.5, 2.5, 1e30, -1e-30]
COMPLEX = [complex(real, imag) for real in (np.nan, np.inf, -np.inf, 0.0, 1.5) for imag in (np.nan, np.inf, 0.0, -2.0)]
FUNCTIONS = [
    name
    for name, spec in SPECS.items()
    # Some are of integers and booleans only.
    if spec.family in ("elementwise", "reduction")
    and not name.startswith("bitwise_")
    and name not in ("gcd", "lcm", "ldexp")
]
# XLA's own complex functions: what is not finite comes out otherwise.
OTHERWISE = {"float_power", "nanmean", "pow", *NOT_OF_COMPLEX}
# What reductions take besides the array.
MORE = {name: [0.3] for name in ("quantile", "nanquantile", "percentile", "nanpercentile")}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_values_that_are_not_finite(function: str) -> None:
    """They are what they are without XLA: a nan stays, an infinity has its sign. One program for all dtypes."""
    call = attrgetter(function)(ua)
    arguments, expected = {}, {}
    options = {} if SPECS[function].family == "elementwise" else {"axis": 1}
    for dtype in ("float32", "float64", "complex64"):
        values = np.array(COMPLEX if dtype == "complex64" else REAL, dtype)
        if function == "prod":  # XLA multiplies in another order, in which large numbers may overflow
            values = values[(np.abs(values) < 1e30) | ~np.isfinite(values)]
        if options:
            given = [tf.constant([np.resize(values[i:], 6) for i in range(len(values))]), *MORE.get(function, [])]
        else:
            operands = np.broadcast_arrays(values[:, None], values[None, :])
            given = [tf.constant(one) for one in (*operands, operands[0])][: len(SPECS[function].keys)]
        try:
            expected[dtype] = call(*given, **options)
        except TypeError:  # not a function of this dtype
            continue
        arguments[dtype] = given
    assert expected
    program = tf.function(
        lambda arrays: {dtype: call(*given, **options) for dtype, given in arrays.items()}, jit_compile=True
    )
    for dtype, found in program(arguments).items():
        parts = [(np.real(one), np.imag(one)) for one in (numpy_of(found), numpy_of(expected[dtype]))]
        same = all(
            np.allclose(one, other, rtol=1e-5, atol=1e-6 if function == "gammaln" else 0, equal_nan=True)  # 0 at 1
            for one, other in zip(*parts, strict=True)
        )
        assert same is not (dtype == "complex64" and function in OTHERWISE), dtype
