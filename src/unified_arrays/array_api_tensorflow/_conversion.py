"""Conversion of Python scalars, sequences, NumPy arrays and other libraries' arrays to tensors."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from ._arguments import PYTHON_SCALARS, cast, constant, is_array, tensor
from ._dtypes import (
    DEFAULT_COMPLEX,
    DEFAULT_INTEGER,
    DEFAULT_REAL,
    STANDARD,
    bfloat16,
    default_for,
    promote,
    with_scalar,
)
from ._dtypes import bool as boolean
from ._kernels import nonzero

SEQUENCES = (list, tuple, range, tf.TensorShape)
ALIGNMENT = 64  # bytes: TensorFlow ends the process on an imported buffer that is not so aligned
CPU = 1  # in DLPack's numbering of devices


def convert(t: tf.Tensor, dtype: tf.DType | None) -> tf.Tensor:
    """`t` cast to `dtype` by the standard's rules: TypeError from complex to real; nonzero values become True."""
    if dtype is None or t.dtype is dtype:
        return t
    if dtype is boolean:
        return nonzero(t)
    if t.dtype.is_complex and not dtype.is_complex:
        message = f"cannot cast {t.dtype.name} to {dtype.name}: say which part, real(x) or imag(x)"
        raise TypeError(message)
    return cast(t, dtype)


def from_python(obj: Any, dtype: tf.DType | None) -> tf.Tensor:
    """A tensor of anything that is not a tensor or variable: scalars, nested sequences, other libraries' arrays."""
    if dtype is None and type(obj) in PYTHON_SCALARS:
        return constant(obj, default_for(obj))
    if isinstance(obj, SEQUENCES):
        return _from_sequence(obj, dtype)
    if isinstance(obj, PYTHON_SCALARS) and not isinstance(obj, np.generic):
        return _from_values(obj, dtype or default_for(obj))
    return convert(_from_numpy(host_array(obj)), dtype)


def host_array(obj: Any) -> np.ndarray:
    """Another library's array as a NumPy array, over the same memory where possible."""
    if isinstance(obj, (np.ndarray, np.generic)):
        return np.asarray(obj)
    if hasattr(obj, "__dlpack__"):
        return _from_dlpack(obj)
    if hasattr(obj, "__array__"):
        return np.asarray(obj)
    try:
        return np.asarray(memoryview(obj))
    except TypeError:
        class_name = f"{type(obj).__module__}.{type(obj).__qualname__}"
        message = f"cannot make an array of {class_name}: expected a scalar, a nested sequence of scalars or an array"
        raise TypeError(message) from None


def from_shared_memory(obj: Any) -> tf.Tensor:
    """A tensor over the memory of another library's array. ValueError if TensorFlow cannot use it where it is."""
    if hasattr(obj, "__dlpack__") and obj.__dlpack_device__()[0] == CPU and _resolve_lazy_view(obj) is obj:
        try:
            view = np.from_dlpack(obj)
            if view.ctypes.data % ALIGNMENT == 0 and view.flags.c_contiguous and view.size:
                return tf.experimental.dlpack.from_dlpack(obj.__dlpack__())
        except (BufferError, RuntimeError):  # NumPy and torch for a dtype, a layout or a read-only array
            pass
    class_name = f"{type(obj).__module__}.{type(obj).__qualname__}"
    message = (
        f"copy=False, but TensorFlow cannot use this {class_name} where it is: it takes writable contiguous CPU memory "
        f"at addresses divisible by {ALIGNMENT}, through __dlpack__. Leave copy out"
    )
    raise ValueError(message)


def result_dtype(*operands: Any) -> tf.DType:
    """The common dtype of arrays, dtypes and Python scalars; scalars only raise the kind."""
    scalars = [x for x in operands if isinstance(x, PYTHON_SCALARS)]
    dtypes = [x.dtype if is_array(x) else tf.as_dtype(x) for x in operands if not isinstance(x, PYTHON_SCALARS)]
    if not dtypes:
        return promote(*map(default_for, scalars))
    if not scalars and id(dtypes[0]) in STANDARD and all(dtype is dtypes[0] for dtype in dtypes):
        return dtypes[0]
    dtype = promote(*dtypes)
    for scalar in scalars:
        dtype = with_scalar(dtype, scalar)
    return dtype


def _from_sequence(obj: Any, dtype: tf.DType | None) -> tf.Tensor:
    leaves = _leaf_types(obj)
    if all(issubclass(leaf, (*PYTHON_SCALARS, np.generic, np.ndarray)) for leaf in leaves):
        if dtype is None and not any(issubclass(leaf, (np.generic, np.ndarray)) for leaf in leaves):
            dtype = _default_of(leaves)
        return _from_values(obj, dtype)
    rows = [row if isinstance(row, PYTHON_SCALARS) or is_array(row) else from_python(row, None) for row in obj]
    common = dtype or result_dtype(*rows)
    return tf.stack([convert(tensor(row), common) if is_array(row) else from_python(row, common) for row in rows])


def _leaf_types(obj: Any) -> set[type]:
    """The types of the leaves of a nested sequence."""
    types = set(map(type, obj))
    nested = {kind for kind in types if issubclass(kind, SEQUENCES)}
    if not nested:
        return types
    return (types - nested).union(*(_leaf_types(row) for row in obj if type(row) in nested))


def _default_of(leaves: set[type]) -> tf.DType:
    """The default dtype of Python scalars of these types."""
    if leaves and all(issubclass(leaf, bool) for leaf in leaves):
        return boolean
    if leaves and all(issubclass(leaf, int) for leaf in leaves):
        return DEFAULT_INTEGER
    return DEFAULT_COMPLEX if any(issubclass(leaf, complex) for leaf in leaves) else DEFAULT_REAL


def _from_values(obj: Any, dtype: tf.DType | None) -> tf.Tensor:
    """A tensor made through NumPy, which raises OverflowError for integers that do not fit."""
    with np.errstate(over="ignore"):
        return _from_numpy(np.asarray(obj, dtype=dtype and dtype.as_numpy_dtype))


def _from_numpy(array: np.ndarray) -> tf.Tensor:
    native = array.astype(array.dtype.newbyteorder("="), copy=False)
    if native.dtype.kind not in "biufc" and native.dtype.name != bfloat16.name:
        message = f"cannot make an array of NumPy dtype {array.dtype}: expected a boolean or numeric dtype"
        raise TypeError(message)
    return tf.constant(native)


def _resolve_lazy_view(obj: Any) -> Any:
    """`obj`, or its values if it is a lazy conjugate or negative view of PyTorch.

    Its __dlpack__ refuses the first and exports wrong values of the second.
    """
    return obj.resolve_conj().resolve_neg() if hasattr(obj, "resolve_neg") else obj


def _from_dlpack(obj: Any) -> np.ndarray:
    obj = _resolve_lazy_view(obj)
    if obj.__dlpack_device__()[0] != CPU and hasattr(obj, "cpu"):
        obj = obj.cpu()
    try:
        return np.from_dlpack(obj)
    except (BufferError, RuntimeError, TypeError):
        # NumPy has no bfloat16.
        if str(getattr(obj, "dtype", "")).endswith(bfloat16.name) and hasattr(obj, "float"):
            return np.from_dlpack(obj.float()).astype(bfloat16.as_numpy_dtype)
        return np.asarray(obj)
