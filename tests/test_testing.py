"""`unified_arrays.testing` and the plugin of pytest: what they accept, and each way in which something can be wrong."""

from __future__ import annotations

import doctest
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays import testing
from unified_arrays.testing import assert_close, assert_keeps_out_contract, assert_same

from support import MEMORY, VALUE

X = np.array([[1.0, 2.0], [3.0, 4.0]])


# -- comparisons ------------------------------------------------------------------------------------------------------


def test_what_is_the_same(backend: str) -> None:
    for values in (X, X > 2, X.astype("int8"), X + 1j, np.array([np.nan, np.inf]), np.array(2.5), np.zeros((0, 3))):
        assert_same(VALUE[backend](values), values)
        assert_close(VALUE[backend](values), values)
        assert_same(VALUE[backend](values), values.tolist() if values.size else values)


@pytest.mark.parametrize("compare", [assert_same, assert_close])
def test_what_is_not_the_same(backend: str, compare: Callable[..., None]) -> None:
    x = VALUE[backend](X)
    for other, message in [
        (X[:1], r"shape \(2, 2\), expected \(1, 2\)"),
        (X.astype("float32"), "dtype float64, expected float32"),
        (X + 0.1, "the elements"),
        ([[1.0, 2.0], [3.0, 5.0]], "the elements"),
        (np.where(X > 2, np.nan, X), "the elements"),
    ]:
        with pytest.raises(AssertionError, match=message):
            compare(x, other)
    with pytest.raises(AssertionError, match="list is no array"):
        compare([1.0], x)


def test_close_is_by_the_dtype(backend: str) -> None:
    x = VALUE[backend](X)
    assert_close(x, X * (1 + 1e-14))
    with pytest.raises(AssertionError):
        assert_close(x, X * (1 + 1e-9))
    assert_close(x, X * (1 + 1e-9), rtol=1e-8)
    narrow = ua.astype(x, "float32")
    assert_close(narrow, (X * (1 + 1e-6)).astype("float32"))
    with pytest.raises(AssertionError):
        assert_same(narrow, (X * (1 + 1e-6)).astype("float32"))
    with pytest.raises(AssertionError):
        assert_close(ua.astype(x, "int64"), ua.astype(x, "int64") + VALUE[backend](np.array(1)))


@pytest.mark.backends("torch", "tensorflow", "jax")
def test_halves_are_compared(backend: str) -> None:
    x = ua.astype(VALUE[backend](X), "bfloat16")
    assert_same(x, x)
    assert_close(x, X.tolist())
    with pytest.raises(AssertionError):
        assert_close(x, (X * 1.1).tolist())


# -- the contract of out= ---------------------------------------------------------------------------------------------


def doubled(x: Any, factor: Any = 2.0, out: Any = None) -> Any:
    return ua.multiply(x, factor, out=out)


def resized(x: Any, out: Any = None) -> Any:
    """Makes another array where out does not fit."""
    if out is not None and tuple(out.shape) != tuple(x.shape):
        return ua.multiply(x, 2.0)
    return ua.multiply(x, 2.0, out=out)


def cast(x: Any, out: Any = None) -> Any:
    result = ua.multiply(x, 2.0)
    return result if out is None else ua.copyto(out, ua.astype(result, out.dtype))


def another(x: Any, out: Any = None) -> Any:
    result = ua.multiply(x, 2.0)
    return result if out is None else [ua.copyto(out, result), result][1]


def unwritten(x: Any, out: Any = None) -> Any:
    return ua.multiply(x, 2.0) if out is None else out


def too_early(x: Any, out: Any = None) -> Any:
    """Writes before it has looked at out."""
    if out is not None:
        ua.copyto(out, ua.ones_like(out))
    return ua.multiply(x, 2.0, out=out)


def in_two_steps(x: Any, out: Any = None) -> Any:
    """Reads its input when it has written to out."""
    step = ua.multiply(x, 2.0, out=out)
    return ua.multiply(step, x, out=out)


def careless(x: Any, out: Any = None) -> Any:
    """Uses its input as memory."""
    return (
        ua.multiply(ua.multiply(x, 1.0, out=None if out is None else x), 2.0, out=out)
        if out is None
        else _spoils(x, out)
    )


def _spoils(x: Any, out: Any) -> Any:
    ua.multiply(x, 2.0, out=out)
    ua.multiply(x, 0.0, out=x)
    return out


def wrong_error(x: Any, out: Any = None) -> Any:
    try:
        return ua.multiply(x, 2.0, out=out)
    except (TypeError, ValueError) as error:
        raise KeyError from error


def test_the_examples_of_its_docstrings() -> None:
    ran = doctest.testmod(testing)
    assert ran.attempted == 3 * len(testing.__all__)
    assert not ran.failed


def test_functions_here_keep_it(backend: str) -> None:
    x = VALUE[backend](X)
    for function, *args in [(ua.add, x, 1.0), (ua.sum, x), (ua.linalg.svd, x), (ua.matmul, x, x), (ua.isnan, x)]:
        assert_keeps_out_contract(function, *args)
    assert_keeps_out_contract(ua.sort, x, axis=0, descending=True)
    assert_keeps_out_contract(ua.unique_counts, VALUE[backend](np.array([3, 1, 3])))
    assert_keeps_out_contract(doubled, x)
    assert_keeps_out_contract(doubled, x, factor=x)


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (resized, "an out of another shape was accepted"),
        (cast, "an out of int64, which cannot hold float64, was accepted"),
        (another, "identity"),
        (unwritten, "not close"),
        (too_early, "all or nothing"),
        (in_two_steps, "overlap: where out is argument 0"),
        (careless, "argument 0 was changed"),
        (wrong_error, "raised KeyError, expected ValueError"),
        (lambda x, out=None: 5.0, "returned a float, expected an array"),
    ],
)
def test_each_broken_promise_is_found(backend: str, function: Callable[..., Any], message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        assert_keeps_out_contract(function, MEMORY[backend](X))


# -- the plugin -------------------------------------------------------------------------------------------------------

TESTS = """
import pytest
import unified_arrays as ua

def test_runs(xp, device, ua_backend):
    assert xp.__name__ == f"unified_arrays.{ua_backend}"
    assert ua.get_backend() == ua_backend
    assert ua.device(ua.zeros(3)) == ua.device(xp.zeros(3)) == device

@pytest.mark.ua_skip("torch", "tensorflow", "jax", "dask", "cupy", reason="it is about NumPy")
def test_skips(ua_backend):
    assert ua_backend == "numpy"

@pytest.mark.ua_xfail("numpy", reason="a fault of NumPy")
def test_fails(xp):
    assert xp.__name__ != "unified_arrays.numpy"

def test_alone():
    assert True
"""
OWN = """
import pytest

@pytest.fixture
def xp():
    return "mine"

def test_own(xp):
    assert xp == "mine"
"""


def run(folder: Path, text: str, *options: str) -> tuple[int, str]:
    (folder / "test_it.py").write_text(text, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --strict-markers\n", encoding="utf-8")
    source = Path(ua.__file__).parents[1]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(source), os.environ.get("PYTHONPATH", "")]),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    program = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "unified_arrays_pytest",
        "-p",
        "no:cacheprovider",
        "-rsx",
        *options,
    ]
    done = subprocess.run(
        program, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_a_test_runs_on_a_backend(backend: str, tmp_path: Path) -> None:
    code, printed = run(tmp_path, TESTS, "-v", "--ua-backends", backend)
    assert code == 0, printed
    assert f"test_runs[{backend}] PASSED" in printed
    assert ("it is about NumPy" in printed) is (backend != "numpy")
    assert ("a fault of NumPy" in printed) is (backend == "numpy")
    assert "test_alone PASSED" in printed


def test_a_device_that_is_not_there_is_skipped(tmp_path: Path) -> None:
    code, printed = run(tmp_path, TESTS, "--ua-backends", "numpy", "--ua-device", "gpu:7")
    assert code == 0, printed
    assert "numpy has no device gpu:7 here, only cpu:0" in printed


@pytest.mark.parametrize("asked", ["nonsense", "numpy,nonsense"])
def test_a_backend_that_is_not_known_is_refused(asked: str, tmp_path: Path) -> None:
    code, printed = run(tmp_path, TESTS, "--ua-backends", asked)
    assert code == pytest.ExitCode.USAGE_ERROR or "nonsense" in printed
    assert "--ua-backends" in printed


def test_a_mark_needs_a_reason(tmp_path: Path) -> None:
    code, printed = run(tmp_path, TESTS.replace('reason="a fault of NumPy"', ""), "--ua-backends", "numpy")
    assert code != 0
    assert "a mark lacks backends or a reason" in printed


def test_a_fixture_of_that_name_is_left_alone(tmp_path: Path) -> None:
    code, printed = run(tmp_path, OWN, "-v")
    assert code == 0, printed
    assert "test_own PASSED" in printed


def test_nothing_is_imported_that_no_test_asks_for(tmp_path: Path) -> None:
    text = "import sys\n\ndef test_alone():\n    assert 'unified_arrays' not in sys.modules\n"
    code, printed = run(tmp_path, text)
    assert code == 0, printed
