"""The comparison that all other tests rely on fails when it must."""

from __future__ import annotations

import numpy as np
import pytest

from support import assert_same, bits

RIGHT = np.array([1.0, np.nan, -0.0])


@pytest.mark.parametrize(
    "wrong",
    [
        RIGHT[:2],
        RIGHT[None],
        RIGHT.astype(np.float32),
        np.array([1.0, 2.0, 0.0]),
        np.array([1.0 + 1e-9, np.nan, 0.0]),
        np.array([np.inf, np.nan, 0.0]),
    ],
    ids=["shorter", "another axis", "another dtype", "no NaN", "a digit off", "infinite"],
)
def test_a_difference_is_found(wrong: np.ndarray) -> None:
    with pytest.raises(AssertionError):
        assert_same(wrong, RIGHT)


def test_integers_must_be_equal() -> None:
    with pytest.raises(AssertionError):
        assert_same(np.array([10**15 + 1]), np.array([10**15]))


def test_the_same_is_the_same() -> None:
    assert_same(RIGHT.copy(), RIGHT)
    assert_same(RIGHT.astype(np.float32), RIGHT, dtype=False)


def test_bits_see_the_sign_of_zero() -> None:
    assert bits(np.array([0.0])) != bits(np.array([-0.0]))
