"""Elementwise functions beyond the standard, against NumPy."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import unified_arrays as ua
from against_numpy import check

from support import VALUE, numpy_of

SPECIAL = np.array([0.0, -0.0, 1.0, -1.5, 2.5, 1e-9, 1e30, -7.25, np.inf, -np.inf, np.nan, 1e-300, 1e300])
FLOATS = (SPECIAL, SPECIAL[:-2].astype("float32"))
WHOLE = np.array([0, 1, -1, 7, -8, 12, 100])


def test_functions_of_one(backend: str) -> None:
    for name in "deg2rad rad2deg degrees radians angle exp2 cbrt sinc i0".split():
        for x in FLOATS:
            check(
                backend, name, x if name not in ("i0", "sinc") else np.where(np.isinf(x), 500, x) if name == "i0" else x
            )
        check(backend, name, WHOLE[:-1])
        check(backend, name, np.zeros((0, 2)))
        check(backend, name, np.array(0.5))
    check(backend, "angle", np.array([1j, -1, 1 - 1j, 0]), deg=True)
    for x in (np.array([1.0, -3.0, 0.5, 1e300]), np.array([1.0, -2.0, 1e10], "float32")):
        check(backend, "spacing", x)
    check(backend, "i0", np.linspace(-700, 700, 41), tolerance=50)


def test_functions_of_two(backend: str) -> None:
    for name in "fmax fmin heaviside logaddexp2 fmod".split():
        for x in FLOATS:
            # PyTorch's fmod (2.13) does not hold quotients of more than 300 digits.
            x = x[:11] if name == "fmod" else x
            check(backend, name, x[:, None], x, tolerance=40)
        check(backend, name, SPECIAL, 2.0)
        check(backend, name, 2.0, SPECIAL)
    for name in ("fmax", "fmin", "gcd", "lcm"):
        for dtype in ("int64", "int32", "int8"):
            check(backend, name, WHOLE.astype(dtype)[:, None] // 4, WHOLE.astype(dtype) // 4)
    for dtype in ("int64", "int8"):
        nonzero = WHOLE[WHOLE != 0].astype(dtype)
        check(backend, "fmod", WHOLE.astype(dtype)[:, None], nonzero)
        check(backend, "divmod", WHOLE.astype(dtype)[:, None], nonzero)
    check(backend, "gcd", np.array([2**62, 7540113804746346429]), np.array([2**40, 4660046610375530309]))
    check(
        backend, "float_power", np.array([1.5, 2.0]), np.array([2, 3]) if backend != "strict" else np.array([2.0, 3.0])
    )
    check(backend, "float_power", np.array([2, 3], "int32"), -1)
    check(backend, "float_power", np.array([1.5 + 1j], "complex64"), 2.0)
    for name in ("gcd", "lcm"):
        with pytest.raises(TypeError):
            getattr(ua, name)(VALUE[backend](np.ones(2)), VALUE[backend](np.ones(2)))


def test_parts_of_numbers(backend: str) -> None:
    for x in (SPECIAL, SPECIAL[:-2].astype("float32"), WHOLE):
        check(backend, "modf", x)
        signs = [np.signbit(numpy_of(one)) for one in ua.modf(VALUE[backend](x))]
        for sign, wanted in zip(signs, np.modf(x), strict=True):
            np.testing.assert_array_equal(sign & ~np.isnan(x), np.signbit(wanted) & ~np.isnan(x))
    powers = 2.0 ** np.arange(-1020, 1020, 7)
    for x in (SPECIAL, powers, np.nextafter(powers, 0), np.nextafter(powers, np.inf), -powers * 1.7):
        check(backend, "frexp", x, tolerance=0.5)
    check(backend, "frexp", (2.0 ** np.arange(-120, 120, 3)).astype("float32"))
    if backend != "tensorflow":  # which counts them as zero
        check(backend, "frexp", np.array([5e-324, 1e-310, 2.2e-308]))
    for x, exponent in itertools.product(
        (1.0, -1.75, 0.0, np.inf, 1e-300, 1e300), (0, 3, -3, 1000, -1000, 3000, -3000, 4000, -4000)
    ):
        check(backend, "ldexp", np.array([x]), exponent)
        check(backend, "ldexp", np.array([x]), np.array([exponent]))
    check(backend, "ldexp", np.ones(2, "float32"), np.array([[1, -4], [100, -100]], "int32"))
    with pytest.raises(TypeError):
        ua.ldexp(VALUE[backend](np.ones(2)), VALUE[backend](np.ones(2)))


@pytest.mark.backends("numpy", "torch")  # TensorFlow (2.21) computes with 0 in the place of subnormal numbers
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_ldexp_rounds_once(dtype: str, backend: str) -> None:
    rng = np.random.default_rng(1)
    largest = np.finfo(dtype).maxexp - 1
    x = (rng.normal(size=2000) * 2.0 ** rng.integers(-1074, largest, 2000)).astype(dtype)
    for most in (5, 60, largest, 4 * largest):
        exponents = rng.integers(-most, most + 1, x.size)
        with np.errstate(over="ignore", under="ignore"):
            expected = np.ldexp(x, exponents)
            found = ua.ldexp(VALUE[backend](x), VALUE[backend](exponents))
        np.testing.assert_array_equal(numpy_of(found), expected)


def test_numbers_in_the_place_of_nan(backend: str) -> None:
    for options in ({}, {"nan": 3.0}, {"posinf": 1.0, "neginf": -1.0}, {"nan": np.inf}):
        for x in FLOATS:
            check(backend, "nan_to_num", x, **options)
        check(backend, "nan_to_num", WHOLE, **options)
        if options.get("nan") != np.inf:
            check(backend, "nan_to_num", np.array([complex(np.nan, np.inf), complex(1, -np.inf), 1j]), **options)
