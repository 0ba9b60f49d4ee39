"""What is no function of arrays alone: limits of dtypes, rules for bins, generators of bit generators, `testing`."""

from __future__ import annotations

from typing import Any

import numpy
import pytest

import unified_arrays as ua
import unified_arrays.np as np

from fresh import fresh_python
from support import numpy_of, selected

X = numpy.sin(numpy.arange(60.0) ** 1.3)


@pytest.mark.parametrize("name", ["float16", "float32", "float64", "complex64", "complex128"])
def test_limits_of_floats(name: str, backend: str) -> None:
    with selected(backend):
        right = numpy.finfo(name)
        for given in (name, getattr(np, name), np.zeros(1, name).dtype, np.zeros(1, name)):
            found = np.finfo(given)
            assert (found.eps, found.max, found.tiny, found.bits) == (right.eps, right.max, right.tiny, right.bits)
        assert np.finfo(float).eps == numpy.finfo(float).eps
        with pytest.raises(ValueError, match="not inexact"):
            np.finfo(int)


@pytest.mark.parametrize("name", ["int8", "uint8", "int32", "int64"])
def test_limits_of_integers(name: str, backend: str) -> None:
    with selected(backend):
        right = numpy.iinfo(name)
        for given in (name, getattr(np, name), np.zeros(1, name).dtype):
            found = np.iinfo(given)
            assert (found.min, found.max, found.bits) == (right.min, right.max, right.bits)
        with pytest.raises(ValueError, match="Invalid integer"):
            np.iinfo(float)


def test_scalars_of_two_parts(backend: str) -> None:
    with selected(backend):
        assert np.dtype(np.complex64(1, 2).dtype) == np.complex64
        assert complex(np.complex64(1, 2)) == 1 + 2j


@pytest.mark.parametrize("rule", ["auto", "fd", "doane", "scott", "stone", "rice", "sturges", "sqrt"])
def test_bins_by_a_rule(rule: str, backend: str) -> None:
    with selected(backend):
        x = np.asarray(X)
        found, right = np.histogram(x, rule), numpy.histogram(X, rule)
        for mine, theirs in zip(found, right, strict=True):
            assert isinstance(mine, np.ndarray)
            np.testing.assert_allclose(mine, theirs)
        np.testing.assert_allclose(np.histogram_bin_edges(x, bins=rule, range=(0, 1)),
                                   numpy.histogram_bin_edges(X, bins=rule, range=(0, 1)))  # fmt: skip


@pytest.mark.parametrize("name", ["bartlett", "blackman", "hamming", "hanning", "kaiser"])
def test_the_number_of_points_is_any_number(name: str, backend: str) -> None:
    more = (2.5,) if name == "kaiser" else ()
    with selected(backend):
        for points in (7, 7.0, numpy.float32(7), numpy.array(7), np.asarray(7), 1, 0, -3):
            found = getattr(np, name)(points, *more)
            np.testing.assert_allclose(found, getattr(numpy, name)(int(points), *more), atol=1e-15)
            assert np.dtype(found.dtype) == np.float64
        with pytest.raises(ValueError, match="whole number"):
            getattr(np, name)(7.5, *more)


def test_generators_of_bit_generators(backend: str) -> None:
    with selected(backend):
        rng = np.random.Generator(np.random.PCG64(5))
        drawn = rng.normal(size=4)
        assert isinstance(drawn, np.ndarray)
        again = np.random.Generator(np.random.PCG64(5)).normal(size=4)
        assert numpy_of(again).tolist() == numpy_of(drawn).tolist()
        if backend == "numpy":
            right = numpy.random.Generator(numpy.random.PCG64(5)).normal(size=4)
            assert drawn.tolist() == right.tolist()
        assert isinstance(np.random.default_rng(1), np.random.Generator)
        with pytest.raises((TypeError, AttributeError)):
            np.random.Generator("PCG64")


@pytest.mark.parametrize("options", [{}, {"axis": 0}, {"axis": 1, "ddof": 1}, {"axis": 0, "where": X > 0}])
def test_deviations_from_a_mean_that_is_known(options: dict[str, Any], backend: str) -> None:
    values = X.reshape(6, 10)
    mask = options.get("where")
    options = options if mask is None else options | {"where": mask.reshape(6, 10)}
    of_mean = {name: value for name, value in options.items() if name != "ddof"}
    mean = numpy.mean(values, keepdims=True, **of_mean)
    with selected(backend):
        for name in ("std", "var"):
            found = getattr(np, name)(np.asarray(values), mean=np.asarray(mean), **options)
            np.testing.assert_allclose(found, getattr(numpy, name)(values, mean=mean, **options))
        apart = np.var(np.asarray(values), mean=np.asarray(mean + 1.0), **options)
        np.testing.assert_allclose(apart, numpy.var(values, mean=mean + 1.0, **options))


@pytest.mark.parametrize("name", ["std", "var", "nanstd", "nanvar"])
def test_ddof_and_correction_are_one(name: str, backend: str) -> None:
    with selected(backend):
        x = np.asarray(X)
        np.testing.assert_allclose(getattr(np, name)(x, correction=1), getattr(numpy, name)(X, ddof=1))
        with pytest.raises(ValueError, match="either"):
            getattr(np, name)(x, ddof=1, correction=0)


def test_complex_numbers_in_order(backend: str) -> None:
    values = numpy.array([[2 + 1j, 1 - 1j, 2 - 3j], [0, 1j, -1j]])
    with selected(backend):
        np.testing.assert_array_equal(np.sort_complex(np.asarray(values)), numpy.sort_complex(values))
        for name in ("int8", "float32", "int64", "float64"):
            found, right = (
                np.sort_complex(np.asarray([3, 1, 2], name)),
                numpy.sort_complex(numpy.array([3, 1, 2], name)),
            )
            np.testing.assert_array_equal(found, right)
            assert np.dtype(found.dtype) == right.dtype


def test_shapes_together(backend: str) -> None:
    with selected(backend):
        found = np.broadcast(np.zeros((3, 1)), [1.0, 2.0], 5)
        right = numpy.broadcast(numpy.zeros((3, 1)), [1.0, 2.0], 5)
        assert (found.shape, found.size, found.ndim, found.numiter) == (right.shape, right.size, right.ndim, 3)


def test_assert_functions_take_arrays(backend: str) -> None:
    with selected(backend):
        x = np.asarray(X)
        np.testing.assert_allclose(x, X)
        np.testing.assert_equal({"x": [x, 1]}, {"x": [X, 1]})
        with pytest.raises(AssertionError, match="Mismatched elements"):
            np.testing.assert_array_equal(x, ua.add(x, 1.0))
        with np.testing.assert_raises(ValueError):
            np.zeros(3).reshape((2, 2)) if backend == "numpy" else np.reshape(np.zeros(3), (2, 2))


@pytest.mark.parametrize("mode", ["constant", "edge", "linear_ramp", "maximum", "mean", "reflect", "wrap", "empty"])
def test_options_of_other_modes_of_pad_are_errors(mode: str, backend: str) -> None:
    options = {"constant_values": 0, "end_values": 0, "stat_length": 1, "reflect_type": "even"}
    with selected(backend):
        taken = []
        for name, value in options.items():
            try:
                np.pad([1, 2, 3], 1, mode, **{name: value})
            except ValueError:
                with pytest.raises(ValueError):
                    numpy.pad([1, 2, 3], 1, mode, **{name: value})
            else:
                taken.append(name)
                numpy.pad([1, 2, 3], 1, mode, **{name: value})
        assert len(taken) == (mode not in ("edge", "wrap", "empty"))


def test_an_ndarray_may_be_the_first_that_a_program_makes() -> None:
    assert fresh_python("import unified_arrays.np as np; print(np.ndarray((3, 0)).shape)") == ["(3, 0)"]
