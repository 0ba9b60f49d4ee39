"""What the tests share: arrays of each backend from NumPy's, and a comparison that is itself tested."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import numpy as np

import unified_arrays as ua
from unified_arrays import backends
from unified_arrays.testing._arrays import Arrays, assert_same_values

DEVICE: str | None = None  # what --device names; None: the default of each framework


def _there(x: Any) -> Any:
    return x if DEVICE is None else ua.to_device(x, DEVICE)


def _torch(values: np.ndarray) -> Any:
    import torch

    # In memory of PyTorch's own: what MKL's functions compute depends on how memory is aligned, in the last bit.
    return _there(torch.from_numpy(np.array(values)).clone())


def _tensorflow_value(values: np.ndarray) -> Any:
    import tensorflow as tf

    return _there(tf.constant(values))


def _tensorflow_memory(values: np.ndarray) -> Any:
    from unified_arrays.tensorflow import ArrayVariable

    return ArrayVariable(_tensorflow_value(values))


def _jax_value(values: np.ndarray) -> Any:
    import jax.numpy as jnp

    return _there(jnp.array(values))


def _jax_memory(values: np.ndarray) -> Any:
    from unified_arrays.jax import ArrayRef

    return ArrayRef(_jax_value(values))


def _dask_value(values: np.ndarray) -> Any:
    import dask.array as da

    return da.from_array(np.array(values))


def _dask_memory(values: np.ndarray) -> Any:
    from unified_arrays.dask import DaskMemory

    return DaskMemory(_dask_value(values))


def _cupy(values: np.ndarray) -> Any:
    import cupy

    return _there(cupy.asarray(np.array(values)))


def _strict(values: np.ndarray) -> Any:
    import array_api_strict

    return array_api_strict.asarray(np.array(values))


@contextmanager
def selected(backend: str) -> Iterator[None]:
    """Calls without arrays are made on that backend, on the device under test."""
    with ua.use_backend(backend), nullcontext() if DEVICE is None else ua.use_device(DEVICE):
        yield


# An ordinary array of a backend, and one that can be written to, with the dtype and the values of an ndarray.
VALUE: dict[str, Callable[[np.ndarray], Any]] = {
    "numpy": np.array,
    "torch": _torch,
    "tensorflow": _tensorflow_value,
    "strict": _strict,
    "jax": _jax_value,
    "dask": _dask_value,
    "cupy": _cupy,
}
MEMORY: dict[str, Callable[[np.ndarray], Any]] = VALUE | {
    "tensorflow": _tensorflow_memory,
    "jax": _jax_memory,
    "dask": _dask_memory,
}
# Memory there has no parts in other shapes, or with axes in another order.
WITHOUT_VIEWS = ("tensorflow", "jax", "dask")


def arrays_of(backend: str, argument: Any, make: dict[str, Callable[[np.ndarray], Any]] = VALUE) -> Any:
    """`argument` with every ndarray in it, however deep in lists, replaced by an array of `backend`."""
    if isinstance(argument, np.ndarray):
        return make[backend](argument)
    if isinstance(argument, list):
        return [arrays_of(backend, one, make) for one in argument]
    return argument


def numpy_of(x: Any) -> np.ndarray:
    """The values of an array of any backend."""
    if hasattr(x, "detach"):
        x = x.detach().cpu().resolve_conj().resolve_neg()
    if type(x).__module__ == "cupy":
        x = x.get()
    return np.array(x.numpy() if hasattr(x, "numpy") else x)


def is_of(backend: str, x: Any) -> bool:
    """True if `x` is an array of that backend, looked at without the library under test."""
    if backend == "numpy":
        return isinstance(x, (np.ndarray, np.generic))
    if backend == "torch":
        import torch

        return isinstance(x, torch.Tensor)
    if backend == "cupy":
        import cupy

        return isinstance(x, cupy.ndarray)
    if backend == "strict":
        return type(x).__module__.startswith("array_api_strict.")
    if backend == "jax":
        import jax

        from unified_arrays.jax import ArrayRef

        return isinstance(x, (jax.Array, ArrayRef))
    if backend == "dask":
        import dask.array as da

        from unified_arrays.dask import DaskMemory

        return isinstance(x, (da.Array, DaskMemory))
    import tensorflow as tf

    return isinstance(x, (tf.Tensor, tf.Variable)) or hasattr(x, "__tf_tensor__")  # so do slices of arrays


# What the promise tests of the package ask for, made and read without the library under test.
ARRAYS = {
    name: Arrays(name, VALUE[name], MEMORY[name], numpy_of, lambda x, name=name: is_of(name, x))  # type: ignore[misc]
    for name in VALUE
}


def assert_same(actual: Any, expected: Any, **options: Any) -> None:
    """Same shape, same dtype, same values: see assert_same_values."""
    assert_same_values(numpy_of(actual), expected, **options)


def bits(x: Any) -> bytes:
    """Every bit of an array: equal before and after means untouched."""
    return numpy_of(x).tobytes()


def comes_back_whole(error: BaseException) -> bool:
    """Whether pickle gives all of an error back: distributed lets tblib pickle errors, which loses slots of NumPy's."""
    return "tblib" not in sys.modules or not isinstance(error, np.exceptions.AxisError)


def allocated_by(call: Callable[[], Any], *memory: Any) -> Any:
    """What a call allocates, as a trace would count it: bytes `kept` and at most (`peak`). It may write to `memory`."""
    _, allocated = backends.by_name(ua.get_backend()).measured(call, memory)
    assert not isinstance(allocated, str), allocated
    return allocated


def running(function: Any) -> Any:
    """The compiled function behind a public one: that itself, or what it calls, which its first call compiles."""
    scope = function.__globals__
    if "make" in scope:
        scope["make"]()
        return scope["made"]
    return function
