"""Special functions, against SciPy's."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from against_numpy import check

from support import VALUE

special: Any = pytest.importorskip("scipy.special")
X = np.linspace(-6, 6, 61)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_error_and_gamma_functions(backend: str, dtype: str) -> None:
    for name, x in (
        ("erf", np.append(X, [np.inf, -np.inf, np.nan])),
        ("erfc", np.append(X, [np.inf, -np.inf, np.nan])),
        ("erfinv", np.append(np.linspace(-0.99, 0.99, 41), [1.0, -1.0, np.nan])),
        ("erfinv", np.array([1e-30, -1e-12, 3e-7])),
        ("gammaln", np.append(np.linspace(-9.7, 40, 121), [0.0, -1.0, np.inf])),
        ("digamma", np.append(np.linspace(-9.7, 40, 121), [0.0, np.inf])),
    ):
        check(backend, name, x.astype(dtype), oracle=getattr(special, name), tolerance=400)
        check(backend, name, np.array([1, 2]) if "gamma" in name else np.array([0]), oracle=getattr(special, name))
        with pytest.raises(TypeError):
            getattr(ua, name)(VALUE[backend](np.ones(2, np.complex128)))


def test_sums_of_exponentials(backend: str) -> None:
    x = np.array([[1000.0, 1001.0, -1000.0], [-np.inf, -np.inf, -np.inf], [np.inf, 1.0, 2.0], [np.nan, 1.0, 2.0]])
    for axis, keepdims in ((1, False), (1, True), (None, False), ((0, 1), True), (-2, False)):
        check(backend, "logsumexp", x, axis=axis, keepdims=keepdims, oracle=special.logsumexp)
    check(backend, "logsumexp", np.arange(4), oracle=special.logsumexp, dtype=False)
    check(backend, "logsumexp", x.astype("float32"), axis=1, oracle=special.logsumexp)


def test_without_scipy_numpy_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    with pytest.raises(
        ImportError, match=r"^erf: .* SciPy, which is not installed: pip install 'unified_arrays\[special\]'"
    ):
        ua.erf(np.ones(2))
