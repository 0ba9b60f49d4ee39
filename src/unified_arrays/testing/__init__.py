"""For the tests of others: of libraries that compute with arrays of every backend, and of backends elsewhere.

What is compared, the contract of out= for one function, and the promises of all functions for one backend.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import array_namespace, asarray, astype, copyto, is_array, not_equal, ones_like, to_backend
from .. import device as _device
from .._common.dtypes import neutral
from .._common.public_names import belong_to as _belong_to

if TYPE_CHECKING:
    from ._suite import Case

__all__ = ["assert_close", "assert_keeps_out_contract", "assert_same", "backend_suite"]

_HALVES = ("float16", "bfloat16")
# dtype -> the relative tolerance of results of a few operations
_TOLERANCE = {"bfloat16": 2e-2, "float16": 2e-3, "float32": 1e-5, "float64": 1e-12}
_TOLERANCE |= {"complex64": _TOLERANCE["float32"], "complex128": _TOLERANCE["float64"]}
# kind -> a dtype that cannot hold it, by the rule "same_kind"
_LOWER = {
    "unsigned integer": "bool",
    "signed integer": "bool",
    "real floating": "int64",
    "complex floating": "float32",
}


def assert_same(actual: Any, desired: Any) -> None:
    """Assert that two arrays have the same shape, dtype and elements; NaN is NaN.

    Parameters
    ----------
    actual : array
        An array of any backend.
    desired : array, number or nested sequence of numbers
        What it is compared with, of any backend. The dtype of what is no array is not compared.

    Raises
    ------
    AssertionError
        That says what differs.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> from unified_arrays.testing import assert_same
    >>> assert_same(ua.asarray([1, 2]), [1, 2])
    """
    found, wanted = _compared(actual, desired)
    np.testing.assert_array_equal(found, wanted, err_msg="the elements differ")


def assert_close(actual: Any, desired: Any, *, rtol: float | None = None, atol: float | None = None) -> None:
    """Assert that two arrays have the same shape and dtype, and elements that are close; NaN is NaN.

    Parameters
    ----------
    actual : array
        An array of any backend.
    desired : array, number or nested sequence of numbers
        What it is compared with, of any backend. The dtype of what is no array is not compared.
    rtol : float, optional
        The relative tolerance; None is what a few operations of that dtype cost: 1e-12 of float64, 1e-5 of float32,
        2e-3 of float16, 2e-2 of bfloat16, 0 of integers.
    atol : float, optional
        The absolute tolerance; None is `rtol` times the largest element of `desired`.

    Raises
    ------
    AssertionError
        That says what differs.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> from unified_arrays.testing import assert_close
    >>> assert_close(ua.asarray([0.1]) * 3, [0.3])
    """
    found, wanted = _compared(actual, desired)
    name = _name_of_dtype(actual)
    relative = _TOLERANCE.get(name, 0.0) if rtol is None else rtol
    if atol is None:
        finite = np.abs(wanted[np.isfinite(wanted)]) if wanted.dtype.kind in "fc" else np.abs(wanted)
        atol = relative * float(np.max(finite, initial=0.0)) if relative else 0.0
    np.testing.assert_allclose(found, wanted, rtol=relative, atol=atol, err_msg="the elements are not close")


def assert_keeps_out_contract(function: Callable[..., Any], *args: Any, **options: Any) -> None:
    """Assert that a function with `out=` keeps the promises of out=, for these arguments.

    It is called without `out`, which says what is right, and then with one: that very array has to come back with the
    same elements, and the inputs stay as they are. An `out` of another shape has to be a ValueError, one of a dtype
    that cannot hold the result a TypeError, and both have to leave it as it was. Where an argument has the shape and
    dtype of the result, a copy of it is input and `out` at once.

    Parameters
    ----------
    function : callable
        It takes `out`: an array, or a tuple of them where it returns several.
    *args : object
        Its arguments, arrays of one backend among them.
    **options : object
        Its keyword arguments.

    Raises
    ------
    AssertionError
        That says which promise is broken.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> from unified_arrays.testing import assert_keeps_out_contract
    >>> assert_keeps_out_contract(ua.add, ua.asarray([1.0, 2.0]), 1.0)
    """
    places = [i for i, one in enumerate(args) if is_array(one)]
    before = [_values(args[i]) for i in places]
    right = function(*args, **options)
    several = isinstance(right, (tuple, list))
    results = list(right) if several else [right]
    for result in results:
        assert is_array(result), f"the call without out= returned a {type(result).__name__}, expected an array"

    outs = [_other(result) for result in results]
    returned = function(*args, **options, out=tuple(outs) if several else outs[0])
    for one, out in zip(returned if several else [returned], outs, strict=True):
        assert one is out, "identity: the call with out= has to return out itself"
    for out, result in zip(outs, results, strict=True):
        assert_close(out, result)
    for i, values in zip(places, before, strict=True):
        np.testing.assert_array_equal(_values(args[i]), values, err_msg=f"argument {i} was changed")

    for place, result in enumerate(results):
        for wrong, error, what in _refused(result):
            kept = _values(wrong)
            given = [wrong if i == place else _other(other) for i, other in enumerate(results)]
            _assert_raises(error, what, function, args, options, tuple(given) if several else wrong)
            np.testing.assert_array_equal(_values(wrong), kept, err_msg=f"all or nothing: out was changed by {what}")
    if not several:
        _assert_overlap(function, args, options, right, places)


def backend_suite(
    backend: str,
    *,
    value: Callable[[np.ndarray[Any, Any]], Any] | None = None,
    memory: Callable[[np.ndarray[Any, Any]], Any] | None = None,
    unwritable: Callable[[np.ndarray[Any, Any]], Iterable[tuple[str, Any]]] | None = None,
    device: Any = None,
) -> list[Case]:
    """The promises of out= for all functions on a backend, as cases to be run by the tests of the package that has it.

    Each function has inputs, and NumPy says what is right. docs/backends.md shows a file of tests.

    Parameters
    ----------
    backend : str
        Its name.
    value : callable, optional
        Makes an array of the backend from a NumPy array; None: the `asarray` of its namespace.
    memory : callable, optional
        Likewise an array that can be written to; None: `to_backend` with a copy.
    unwritable : callable, optional
        From a NumPy array pairs of a text, which the message of the error has to contain (a regular expression), and an
        array with those values that cannot be written to. None: the promise "unwritable" has no cases.
    device : device, optional
        Where the calls are made; None: where the backend makes arrays.

    Returns
    -------
    list of Case
        Each has the names of its `promise` and `function`, a method `run` that raises if the promise is broken, and
        `str` for the name of a test.

    Raises
    ------
    ValueError
        No backend is called so.
    ImportError
        Its framework is not installed, or SciPy is not, with which `erf` and others are compared.

    Examples
    --------
    >>> from unified_arrays.testing import backend_suite
    >>> cases = {str(case): case for case in backend_suite("numpy")}
    >>> cases["overlap-add"].run()
    """
    if find_spec("scipy") is None:
        message = "backend_suite: SciPy is not installed, with which erf and others are compared: pip install scipy"
        raise ImportError(message)
    from ._suite import cases  # the table of inputs, which nobody else needs

    return cases(backend, value, memory, unwritable, device)


def _assert_overlap(function: Callable[..., Any], args: Any, options: Any, right: Any, places: list[int]) -> None:
    """Where an argument could be out, a copy of it is."""
    for i in places:
        if tuple(args[i].shape) == tuple(right.shape) and _name_of_dtype(args[i]) == _name_of_dtype(right):
            both = asarray(args[i], copy=True)
            given = [both if one is args[i] else one for one in args]
            function(*given, **options, out=both)
            try:
                assert_close(both, right)
            except AssertionError as error:
                message = f"overlap: where out is argument {i} itself, the result is another one"
                raise AssertionError(message) from error


def _assert_raises(
    error: type[Exception], what: str, function: Callable[..., Any], args: Any, options: Any, out: Any
) -> None:
    try:
        function(*args, **options, out=out)
    except error:
        return
    except Exception as other:
        message = f"{what} raised {type(other).__name__}, expected {error.__name__}"
        raise AssertionError(message) from other
    message = f"{what} was accepted, expected {error.__name__}"
    raise AssertionError(message)


def _refused(result: Any) -> list[tuple[Any, type[Exception], str]]:
    """Arrays that cannot be out of a call with that result, the error that is due, and what is wrong."""
    shape = tuple(result.shape)
    longer = (*shape[:-1], shape[-1] + 1) if shape else (2,)
    refused: list[tuple[Any, type[Exception], str]] = [
        (_zeros(longer, _name_of_dtype(result), result), ValueError, "an out of another shape")
    ]
    known = neutral(result.dtype)
    if known is not None and known.kind in _LOWER:
        lower = _zeros(shape, _LOWER[known.kind], result)
        refused.append((lower, TypeError, f"an out of {_LOWER[known.kind]}, which cannot hold {known.name},"))
    return refused


def _zeros(shape: tuple[int, ...], dtype: str, like: Any) -> Any:
    """An array that can be written to, beside another one."""
    return array_namespace(like).zeros(shape, dtype=dtype, device=_device(like))


def _other(result: Any) -> Any:
    """An array that can be written to, like another one, but with another value in every place."""
    out = _zeros(tuple(result.shape), _name_of_dtype(result), result)
    return copyto(out, astype(not_equal(result, ones_like(result)), _name_of_dtype(result)))


def _compared(actual: Any, desired: Any) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The elements of both, once their shapes and dtypes are the same."""
    assert is_array(actual), f"{type(actual).__name__} is no array of a known backend"
    found = _values(actual)
    wanted = _values(desired) if is_array(desired) else np.asarray(desired)
    assert found.shape == wanted.shape, f"shape {found.shape}, expected {wanted.shape}"
    if is_array(desired):
        names = _name_of_dtype(actual), _name_of_dtype(desired)
        assert names[0] == names[1], f"dtype {names[0]}, expected {names[1]}"
    return found, wanted


def _name_of_dtype(x: Any) -> Any:
    known = neutral(x.dtype)
    return str(x.dtype) if known is None else known.name


def _values(x: Any) -> np.ndarray[Any, Any]:
    """A copy of the elements, on the host; of halves in float32, which holds them."""
    wide = astype(x, "float32") if _name_of_dtype(x) in _HALVES else x
    return np.array(to_backend(wide, "numpy"))


_belong_to(__name__, map(vars().get, __all__))
