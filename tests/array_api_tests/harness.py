"""A pytest plugin (`-p harness`) for runs of the array API standard's conformance suite.

The suite is data-apis/array-api-tests, in a clone of its own; the namespace is what ARRAY_API_TESTS_MODULE names. The
plugin changes the suite's tools, never what is tested: tf.Tensor.shape is a TensorShape, as the standard allows, but
some of the tools insist on a tuple.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from functools import wraps
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import ndindex
import pytest
from hypothesis import Phase, settings
from hypothesis.extra import array_api

PROFILE = "array-api-tests"  # the suite's own name for it
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # no shrinking: the same outcomes, many times as fast


def with_plain_shapes(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function`, given a tuple wherever its caller gives a TensorShape."""

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        return function(*map(plain, args), **{name: plain(value) for name, value in kwargs.items()})

    return call


def plain(value: Any) -> Any:
    return tuple(value) if type(value).__name__ == "TensorShape" else value


# The suite reads them when it is collected, after this plugin.
ndindex.iter_indices = with_plain_shapes(ndindex.iter_indices)
for name in ("_arrays", "broadcastable_shapes", "indices", "mutually_broadcastable_shapes"):
    setattr(array_api, name, with_plain_shapes(getattr(array_api, name)))


@pytest.hookimpl(trylast=True)  # after the suite's conftest, which registers the profile
def pytest_configure() -> None:
    settings.register_profile(PROFILE, settings.get_profile(PROFILE), phases=PHASES)
    settings.load_profile(PROFILE)
    # Only now: the package reads the namespace from the environment when it is imported. It compares a shape with
    # sizes that are sometimes floats, which no TensorShape is equal to.
    from array_api_tests import pytest_helpers

    for name in ("assert_shape", "assert_result_shape"):
        setattr(pytest_helpers, name, with_plain_shapes(getattr(pytest_helpers, name)))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """The same examples in every run and order: the tests of special cases draw from the global generator."""
    random.seed(item.nodeid)
