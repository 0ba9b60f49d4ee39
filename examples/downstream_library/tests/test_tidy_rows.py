"""Each test that asks for `xp` runs on every backend that is installed."""

import pytest
from tidy_rows import softmax, standardize, top_labels

import unified_arrays as ua
from unified_arrays.testing import assert_close, assert_keeps_out_contract, assert_same

TABLE = [[1.0, 2.0, 6.0], [5.0, 5.0, 5.0]]


def test_standardize(xp):
    x = xp.asarray(TABLE, dtype=xp.float64)
    result = standardize(x)
    assert_close(xp.mean(result, axis=1), [0.0, 0.0], atol=1e-12)
    assert_close(xp.std(result, axis=1), [1.0, 0.0])


def test_softmax(xp):
    assert_close(softmax(xp.zeros((2, 4))), xp.full((2, 4), 0.25))
    assert_close(softmax(xp.asarray([[1000.0, 1000.0]])), [[0.5, 0.5]])


@pytest.mark.parametrize("function", [standardize, softmax])
def test_out(xp, function):
    assert_keeps_out_contract(function, xp.asarray(TABLE))
    assert_keeps_out_contract(function, xp.asarray(TABLE, dtype=xp.float32))


def test_top_labels(xp, device):
    scores = xp.asarray([[0.1, 0.7, 0.2], [0.5, 0.1, 0.4]], device=device)
    assert_same(top_labels(scores, 2), [[1, 2], [0, 2]])


@pytest.mark.ua_skip("torch", "tensorflow", reason="their standard deviation of float16 is another test")
def test_halves(xp):
    assert standardize(xp.asarray(TABLE, dtype=xp.float16)).dtype == xp.float16


@pytest.mark.ua_xfail("numpy", reason="NumPy has no bfloat16")
def test_short_floats(xp):
    assert softmax(xp.asarray(TABLE, dtype=ua.bfloat16)).dtype == ua.bfloat16
