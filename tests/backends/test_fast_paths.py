"""Fast paths: each gives, bit for bit, what its fallback gives, and each is taken by some ordinary call."""

from __future__ import annotations

import importlib
import inspect
import warnings
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import numpy as np
import pytest

from quick_calls import PLAIN, calls, fallback_of, fast_paths_of, is_taken, natives_of
from unified_arrays.testing._inputs import Row

from standard_signatures import STANDARD
from support import arrays_of, bits, numpy_of

pytestmark = pytest.mark.backends("numpy", "torch", "tensorflow")

DTYPES = (None, "float32", "float64", "complex64", "int8", "int64", "uint8", "uint16", "bool", "float16")


def outcome(function: Callable[..., Any], row: Row, backend: str) -> Any:
    options = {name: value for name, value in row.options.items() if name != "dtype"}
    try:
        result = function(*arrays_of(backend, list(row.arguments)), **options)
    except Exception as error:
        return type(error)
    results = result if isinstance(result, tuple) else (result,)
    return [(str(one.dtype), tuple(one.shape), bits(one)) if hasattr(one, "shape") else one for one in results]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::UserWarning", "ignore:Casting complex values")
def test_a_fast_path_gives_what_its_fallback_gives(dtype: str | None, backend: str) -> None:
    compared = 0
    for name, fast in fast_paths_of(backend).items():
        if name.startswith("empty"):
            continue  # whose values are left to chance
        for row in PLAIN:
            if row.function == name:
                cast = row if dtype is None else row.in_dtype(dtype)
                wanted = outcome(fallback_of(fast), cast, backend)
                assert outcome(fast, cast, backend) == wanted, f"{cast} in {dtype}"
                compared += isinstance(wanted, list)
    assert compared > (8 if backend == "tensorflow" else 20)


def test_every_fast_path_is_taken(backend: str) -> None:
    names = set(fast_paths_of(backend))
    assert {row.function for row in PLAIN if row.function in names and is_taken(backend, row)} == names


def test_fast_paths_have_the_signatures_of_the_standard(backend: str) -> None:
    compared = 0
    for name, fast in fast_paths_of(backend).items():
        assert fast.__name__ == name.rpartition(".")[2]
        if name in STANDARD:
            own, standard = (
                [(one.name, one.kind, one.default) for one in signature.parameters.values()]
                for signature in (inspect.signature(fast), STANDARD[name])
            )
            assert own == standard, name
            compared += 1
    assert compared > 10


def outcome_of_call(call: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any], backend: str) -> Any:
    """What the call returned, whether that is an argument, and what it warned of; or its error, and the message."""
    given = natives_of(backend, arguments)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            result = call(*given, **options)
        except Exception as error:
            return type(error), str(error)
    several = isinstance(result, tuple)
    values = [
        (str(one.dtype), tuple(one.shape), bits_but_of_nan(one), [one is other for other in given])
        if hasattr(one, "shape")
        else one
        for one in (result if several else (result,))
    ]
    return several, values, {one.category for one in warned}


IN_ANOTHER_ORDER = ("vecdot",)  # it adds as torch.dot does, which is another order on some processors


def but_for_last_bits(outcome: Any) -> Any:
    """The outcome with the bytes of each result rounded."""
    if not isinstance(outcome[0], bool):
        return outcome
    several, values, warned = outcome
    rounded = []
    for dtype, shape, data, same in values:
        kept = np.frombuffer(data, dtype.removeprefix("torch."))
        rounded.append(
            (dtype, shape, repr((np.round(kept, 3) + 0).tolist()) if kept.dtype.kind in "fc" else data, same)
        )
    return several, rounded, warned


@pytest.mark.backends("torch")
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_gradients_are_those_of_the_fallback(backend: str) -> None:
    torch = pytest.importorskip("torch")

    def gradients(call: Callable[..., Any], row: Row) -> Any:
        options = {name: value for name, value in row.options.items() if name != "dtype"}
        watched = []

        def watch(x: Any) -> Any:
            if not isinstance(x, torch.Tensor) or not x.dtype.is_floating_point:
                return x
            watched.append(x.clone().requires_grad_())
            return watched[-1]

        arguments = [
            list(map(watch, one)) if isinstance(one, list) else watch(one) for one in natives_of(backend, row.arguments)
        ]
        result = call(*arguments, **options)
        recorded = [one for one in (result if isinstance(result, tuple) else (result,)) if _is_recorded(one)]
        if not recorded:
            return None
        try:
            found = torch.autograd.grad([one.abs().sum() for one in recorded], watched, allow_unused=True)
        except RuntimeError as error:  # there is no derivative
            return str(error)
        return [None if one is None else bits_but_of_nan(one) for one in found]

    compared = 0
    for name, fast in fast_paths_of(backend).items():
        for row in PLAIN:
            if row.function == name and not name.startswith("empty"):
                wanted = gradients(fallback_of(fast), row)
                assert gradients(fast, row) == wanted, str(row)
                compared += wanted is not None
    assert compared > 50


@pytest.mark.backends("torch")
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore:Casting complex values")
def test_dtypes_of_autocast_are_those_of_the_fallback(backend: str) -> None:
    torch = pytest.importorskip("torch")

    def dtypes(call: Callable[..., Any], row: Row) -> Any:
        options = {name: value for name, value in row.options.items() if name != "dtype"}
        try:
            with torch.autocast("cpu", torch.bfloat16):
                result = call(*natives_of(backend, row.arguments), **options)
        except Exception as error:
            return type(error)
        return [str(getattr(one, "dtype", one)) for one in (result if isinstance(result, tuple) else (result,))]

    compared = 0
    for name, fast in fast_paths_of(backend).items():
        for row in PLAIN:
            if row.function == name:
                single = row.in_dtype("float32")
                wanted = dtypes(fallback_of(fast), single)
                assert dtypes(fast, single) == wanted, str(row)
                compared += isinstance(wanted, list)
    assert compared > 50


def _is_recorded(x: Any) -> bool:
    return bool(getattr(x, "requires_grad", False))


def bits_but_of_nan(x: Any) -> bytes:
    """There is one nan: where PyTorch's functions make one, its other bits are left to chance."""
    values = numpy_of(x)
    return bits(np.where(values == values, values, values.dtype.type(np.nan)) if values.dtype.kind == "f" else values)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_calls_of_all_sorts(backend: str) -> None:
    for name, fast in fast_paths_of(backend).items():
        if name.startswith("empty"):
            continue
        fallback = fallback_of(fast)
        right = 0
        for arguments, options in calls(name, inspect.signature(fast).parameters):
            wanted = outcome_of_call(fallback, arguments, options, backend)
            found = outcome_of_call(fast, arguments, options, backend)
            if name in IN_ANOTHER_ORDER:
                found, wanted = but_for_last_bits(found), but_for_last_bits(wanted)
            assert found == wanted, f"{name}{arguments} {options}"
            right += isinstance(wanted[0], bool)
        assert right > 1, name


@pytest.mark.backends("numpy")
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_own_functions_give_what_array_api_compat_gives(backend: str) -> None:
    compat = importlib.import_module(f"array_api_compat.{backend}")
    owns = importlib.import_module(f"unified_arrays.backends.{backend}.fast_paths").OWN
    assert owns
    for name, own in owns.items():
        if name.startswith("empty"):
            continue
        compats, returned = attrgetter(name)(compat), 0
        for arguments, options in calls(name, signature_of(compats)):
            if name == "sign" and arguments[0].dtype.kind == "c":
                continue  # array_api_compat divides by the absolute value: nan, and a warning, for an infinity
            if name == "fft.hfft" and not arguments[0].size:
                continue  # NumPy 2.4 returns memory that nothing was written to
            wanted = outcome_of_call(compats, arguments, options, backend)
            assert outcome_of_call(own, arguments, options, backend) == wanted, f"{name}{arguments} {options}"
            returned += isinstance(wanted[0], bool)
        assert returned, name


def signature_of(function: Callable[..., Any]) -> list[str]:
    return ["x1", "x2"] if isinstance(function, np.ufunc) else list(inspect.signature(function).parameters)
