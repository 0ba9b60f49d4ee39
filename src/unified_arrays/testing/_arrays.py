"""The arrays of a backend that is tested, the calls that rows of inputs say, and how results are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np

import unified_arrays as ua

from .. import backends
from ._rows import Row

NDArray = np.ndarray[Any, Any]
Unwritable = Callable[[NDArray], Iterable[tuple[str, Any]]]

# Units in the last place that kernels of two frameworks may differ by.
_TOLERANCE = {"float16": 4e-3, "float32": 4e-6, "float64": 2e-14, "complex64": 1e-5, "complex128": 4e-14}
_GARBAGE = 77  # what no row has as its result


def function_of(row: Row, namespace: Any = ua) -> Callable[..., Any]:
    """The function of a row in a namespace."""
    found = namespace
    for part in row.function.split("."):
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


@dataclass(frozen=True, eq=False)
class Arrays:
    """Arrays of one backend, made of NumPy's and read as NumPy's."""

    backend: str
    value: Callable[[NDArray], Any]  # an array with the dtype and the values of an ndarray
    memory: Callable[[NDArray], Any]  # likewise, and it can be written to
    numpy: Callable[[Any], NDArray]  # the values of an array
    belongs: Callable[[Any], bool]  # whether an object is an array of the backend
    unwritable: Unwritable | None = None  # of an ndarray (what the message says, an array that cannot be written to)
    device: Any = None  # None: where the backend makes arrays
    tolerance: float = 1.0  # how many times as far as usual results may be from those of NumPy

    @cached_property
    def has_views(self) -> bool:
        """Whether memory has parts in other shapes, and with axes in another order, which are seen in it."""
        memory = self.memory(np.zeros((2, 3)))
        try:
            view = ua.reshape(ua.permute_dims(memory, (1, 0))[0:1, :], (2,))
            view[...] = self.value(np.ones(2))
        except (TypeError, ValueError, RuntimeError, NotImplementedError, AttributeError):
            return False  # they are values
        return bool(self.numpy(memory)[:, 0].all())

    @contextmanager
    def selected(self) -> Iterator[None]:
        """Inside, calls without arrays make arrays of this backend, on this device."""
        with ua.use_backend(self.backend), nullcontext() if self.device is None else ua.use_device(self.device):
            yield

    def of(self, argument: Any, make: Callable[[NDArray], Any] | None = None) -> Any:
        """`argument` with every ndarray in it, however deep in lists, replaced by an array of the backend."""
        make = make or self.value
        if isinstance(argument, np.ndarray):
            return make(argument)
        return [self.of(one, make) for one in argument] if isinstance(argument, list) else argument

    def call(self, row: Row, make: Callable[[NDArray], Any] | None = None, **out: Any) -> Any:
        """What the function of a row returns for its inputs."""
        return function_of(row)(*self.of(list(row.arguments), make), **row.options, **out)

    def plain(self, row: Row) -> NDArray:
        """The result without out=, as an ndarray: what a call with out= must write."""
        return self.numpy(self.call(row))

    def garbage(self, like: NDArray) -> Any:
        """Memory of that shape and dtype, filled with something that no row has as its result."""
        return self.memory(np.full(like.shape, _GARBAGE).astype(like.dtype))

    def bits(self, x: Any) -> bytes:
        """Every bit of an array: equal before and after means untouched."""
        return self.numpy(x).tobytes()

    def assert_same(self, actual: Any, expected: Any, **options: Any) -> None:
        assert_same_values(self.numpy(actual), expected, **options)


def arrays_of(backend: str, value: Any, memory: Any, unwritable: Unwritable | None, device: Any) -> Arrays:
    """As the library itself makes and reads them, where nothing else is said."""
    found = backends.by_name(backend)
    native = None if device is None else found.native_device(ua.Device(device))
    return Arrays(
        backend,
        value or partial(found.namespace.asarray, copy=True, device=native),
        memory or partial(_memory, backend, device),
        _read,
        lambda x: isinstance(x, found.array_types),
        unwritable,
        device,
        tolerance=25.0,
    )


def _memory(backend: str, device: Any, values: NDArray) -> Any:
    return ua.to_backend(values, backend, device=device, copy=True)


def _read(x: Any) -> NDArray:
    return np.array(ua.to_backend(x, "numpy"))


def assert_same_values(
    actual: NDArray, expected: Any, *, dtype: bool = True, tolerance: float = 1.0, label: object = ""
) -> None:
    """Same shape, same dtype (unless told otherwise), same values: integers equal, floats close, NaN where NaN."""
    expected = np.asarray(expected)
    assert actual.shape == expected.shape, f"{label}: shape {actual.shape}, expected {expected.shape}"
    if dtype:
        assert actual.dtype == expected.dtype, f"{label}: dtype {actual.dtype}, expected {expected.dtype}"
    coarser = min((actual.dtype.name, expected.dtype.name), key=lambda name: -_TOLERANCE.get(name, 0.0))
    limit = tolerance * _TOLERANCE.get(coarser, 0.0)
    if limit:
        scale = np.nanmax(np.abs(expected[np.isfinite(expected)]), initial=1.0)
        np.testing.assert_allclose(actual, expected, rtol=limit, atol=limit * float(scale), err_msg=str(label))
    else:
        np.testing.assert_array_equal(actual, expected, err_msg=str(label))
