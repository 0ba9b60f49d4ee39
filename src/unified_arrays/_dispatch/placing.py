"""NumPy's functions that write into their first argument: under the contract of out=, with `x` as the out.

What `x` will hold is computed as a whole; then it is checked, and written as copyto writes. Each returns `x`.
"""

from __future__ import annotations

from typing import Any

from .._agnostic import placing
from .._common import errors, python_scalars
from .._common.framework_compilers import as_written
from .._common.spec import Call
from .._common.trees import leaves
from .._common.types import Array
from .._out import contract
from ..backends import Backend
from . import at
from .inspection import backend_of

__all__ = ["fill_diagonal", "place", "put_along_axis", "putmask"]


@as_written
def place(x: Array, mask: Array, values: Any, /) -> Array:
    """Write `values`, one after the other, into the elements of `x` where `mask` is true, and return `x`.

    Parameters
    ----------
    x : array
        Written to. NumPy returns None.
    mask : array
        Of as many elements as `x`; what is not zero is true.
    values : array, number or sequence of numbers
        Used from the beginning again if there are fewer than true elements.

    Returns
    -------
    array
        `x`.

    Raises
    ------
    ValueError, TypeError
        What a call with `out=x` raises, and for no values; `x` is then untouched.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.zeros(3)
    >>> ua.place(x, x == 0, [1.0, 2.0])
    array([1., 2., 1.])
    """
    written: Array = _write("place", placing.placed, x, values, mask)
    return written


@as_written
def putmask(x: Array, mask: Array, values: Any, /) -> Array:
    """Write into the elements of `x` where `mask` is true those at the same places of `values`, and return `x`.

    Parameters
    ----------
    x : array
        Written to. NumPy returns None.
    mask : array
        Of as many elements as `x`; what is not zero is true.
    values : array, number or sequence of numbers
        Flattened, and repeated to the size of `x`.

    Returns
    -------
    array
        `x`.

    Raises
    ------
    ValueError, TypeError
        What a call with `out=x` raises; `x` is then untouched.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.zeros(3)
    >>> ua.putmask(x, x == 0, [1.0, 2.0, 3.0])
    array([1., 2., 3.])
    """
    written: Array = _write("putmask", placing.masked, x, values, mask)
    return written


@as_written
def fill_diagonal(x: Array, values: Any, /, *, wrap: bool = False) -> Array:
    """Write `values` into the main diagonal of `x`, and return `x`.

    Parameters
    ----------
    x : array
        Written to; of two axes, or of more that are all as long. NumPy returns None.
    values : array, number or sequence of numbers
        Flattened, and used from the beginning again if there are fewer than elements on the diagonal.
    wrap : bool
        Whether the diagonal of a matrix with more rows than columns begins anew after a row that is left out.

    Returns
    -------
    array
        `x`.

    Raises
    ------
    ValueError, TypeError
        What a call with `out=x` raises, and for the shape of `x`; `x` is then untouched.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.zeros((2, 2))
    >>> ua.fill_diagonal(x, 5.0)
    array([[5., 0.],
           [0., 5.]])
    """
    written: Array = _write("fill_diagonal", placing.with_diagonal, x, values, wrap=wrap)
    return written


@as_written
def put_along_axis(x: Array, indices: Array, values: Any, /, *, axis: int) -> Array:
    """Write `values` into the elements of `x` that `take_along_axis` would take at `indices`, and return `x`.

    Parameters
    ----------
    x : array
        Written to. NumPy returns None.
    indices : array of ints
        Of as many axes as `x`; broadcast along all but `axis`.
    values : array or number
        Broadcast to the shape of `indices`.
    axis : int
        The axis of `indices`.

    Returns
    -------
    array
        `x`.

    Raises
    ------
    ValueError, TypeError, IndexError
        What `at(x)[index].set(values)` raises, and for the shapes; `x` is then untouched.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.zeros((2, 2))
    >>> ua.put_along_axis(x, ua.asarray([[1], [0]]), 5.0, axis=1)
    array([[0., 5.],
           [5., 0.]])
    """
    backend = backend_of("put_along_axis", "x", x)
    _check_backend("put_along_axis", backend, "indices", indices)
    places = backend.placed("put_along_axis", _places)(x, indices, backend, axis)
    written: Array = at.at(x)[places].set(values)
    return written


def _places(x: Any, indices: Any, backend: Backend, axis: int) -> tuple[Any, ...]:
    return placing.along_axis(backend.functions, x, indices, axis)


def _check_backend(function: str, backend: Backend, parameter: str, array: Any) -> None:
    """TypeError for an array of another backend than `x`, and for what is none."""
    own = backend_of(function, parameter, array)
    if own is not backend:
        raise errors.two_backends(function, ("x", backend.name), (parameter, own.name))


def _write(function: str, compute: Call, x: Any, values: Any, *more: Any, **options: Any) -> Any:
    """Write what `compute` makes of `x`, of what else is given, and of the values as an array, into `x`."""
    backend = backend_of(function, "x", x)
    contract.refuse_unwritable(function, "x", backend, x)
    for mask in more:
        _check_backend(function, backend, "mask", mask)
    if isinstance(values, (list, tuple, range)):
        values = _array_of(function, backend, x, values)
    values = at.beside(function, "x", x, "values", values)

    def computed(x: Any, values: Any, *more: Any) -> Any:
        return compute(backend.functions, x, *more, values, **options)

    return at.written(function, x, backend.placed(function, computed)(x, values, *more))


def _array_of(function: str, backend: Backend, x: Any, values: Any) -> Any:
    """A sequence of numbers as an array, in the dtype that the highest of their kinds has beside `x`."""
    kinds = {type(value) for value in leaves(values)}
    highest = next((kind(1) for kind in (complex, float, int, bool) if kind in kinds), None)
    dtype = x.dtype if highest is None else backend.namespace.result_type(x, highest)
    if not kinds <= set(python_scalars.NUMBERS):
        raise errors.not_an_array(function, "values", type(values), "an array, or a sequence of numbers")
    python_scalars.elements(function, "values", values, backend.dtype(backend.namespace.zeros((), dtype=dtype)))
    device = backend.native_device(backend.device(x))
    return backend.namespace.asarray(list(values), dtype=dtype, device=device)
