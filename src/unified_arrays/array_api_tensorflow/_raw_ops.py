"""The operations of tf.raw_ops, each as the function that lies under the wrapper there.

The wrapper only refuses positional arguments, which takes a tenth of the time of a small operation. It names what it
wraps, as Python's wrappers do; where it did not, the operation would be used as it is.
"""

from __future__ import annotations

import inspect
import typing  # an operation is called Any

import tensorflow as tf


def __getattr__(name: str) -> typing.Any:
    if name.startswith("_"):  # what Python asks of modules
        raise AttributeError(name)
    operation = globals()[name] = inspect.unwrap(getattr(tf.raw_ops, name))
    return operation
