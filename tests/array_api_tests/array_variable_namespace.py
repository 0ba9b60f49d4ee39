"""The TensorFlow namespace with ArrayVariables for results: what the conformance suite tests ArrayVariable with.

Functions of the namespace return tensors, which lack much of what the standard asks of an array object, and are not
ours. Here every tensor that a function returns, or the reading of an element or slice, is put into an ArrayVariable.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any

import tensorflow as tf

from unified_arrays import array_api_tensorflow
from unified_arrays.array_api_tensorflow import *  # noqa: F403
from unified_arrays.array_api_tensorflow import ArrayVariable


def with_array_variables(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        if isinstance(result, (tf.Tensor, ArrayVariable)) and not isinstance(result, ReadAsVariables):
            return ReadAsVariables(tf.convert_to_tensor(result))
        return result

    return call


class ReadAsVariables(ArrayVariable):
    """An ArrayVariable whose parts are ArrayVariables too."""

    __getitem__ = with_array_variables(ArrayVariable.__getitem__)


globals().update(
    (name, with_array_variables(one)) for name, one in vars(array_api_tensorflow).items() if type(one) is FunctionType
)
