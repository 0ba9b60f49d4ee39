"""The operations of tf.raw_ops without their wrappers.

A wrapper only refuses positional arguments, which takes a tenth of the time of a small operation. It has __wrapped__,
as functools.wraps sets it; without it the operation would be used with its wrapper.
"""

from __future__ import annotations

import inspect
import typing  # an operation is called Any

import tensorflow as tf


def __getattr__(name: str) -> typing.Any:
    if name.startswith("_"):  # dunder names that Python looks up on modules
        raise AttributeError(name)
    operation = globals()[name] = inspect.unwrap(getattr(tf.raw_ops, name))
    return operation
