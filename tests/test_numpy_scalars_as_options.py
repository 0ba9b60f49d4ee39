"""Scalars of NumPy (numpy.int64, numpy.bool) as axes, sizes, counts and switches: as Python's own, on every backend."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from frameworks import function_of
from unified_arrays._common.spec import SPECS
from unified_arrays.testing._inputs import EVERY, TENSOR, Row

from support import MEMORY, VALUE, arrays_of, assert_same, numpy_of, selected

# What a parameter of that annotation may be, where the function takes it.
VALUES: dict[str, list[Any]] = {
    "bool": [True, False],
    "bool | None": [True],
    "int": [0, 1, -1, 2],
    "int | None": [0, 1, -1, 3],
    "Axes": [0, -1, (0,), (0, 1), (1, 0)],
    "Axes | None": [0, -1, (0, -1)],
    "Shape": [2, (2, 3), (4, 5), (4, 3)],
    "Sequence[int] | None": [(0, 1), (1,), (4, 5)],
    "tuple[int, ...]": [(1, 0), (2, 1, 0), (4, 3), (3, 4), (2, 3, 4), (2, 1)],
    "tuple[int | None, ...]": [(3, 1)],
    "int | tuple[Sequence[int], Sequence[int]]": [1, ((1,), (1,)), ((0, 1), (0, 1))],
    "float": [1, 0, 2],
    "float | None": [6],
    "float | Literal['fro', 'nuc'] | None": [1, -1, 2],
}


def cases() -> Iterator[Any]:
    for name, spec in SPECS.items():
        if any("Callable" in str(parameter.annotation) for parameter in spec.signature.parameters.values()):
            continue  # a function of arrays of one backend, and of what it takes
        for parameter in spec.signature.parameters.values():
            if str(parameter.annotation) in VALUES:
                yield pytest.param(name, parameter.name, id=f"{name}-{parameter.name}")


# Calls of functions that no row has, or none that the values fit.
EXTRA = [
    Row("moveaxis", (TENSOR, 0, 1)),
    Row("from_dlpack", (TENSOR,)),
    Row("empty", (2,)),
    Row("broadcast_shapes", ()),
]


def scalars(value: Any) -> Iterator[Any]:
    """The value made of scalars of NumPy: all of it, and of several one."""
    if isinstance(value, bool):
        yield np.bool_(value)
    elif isinstance(value, int):
        yield from (np.int64(value), np.int8(value))
    else:
        yield type(value)(next(scalars(one)) for one in value)
        if len(value) > 1 and isinstance(value[0], int):
            yield (np.int32(value[0]), *value[1:])


def results(value: Any) -> list[np.ndarray]:
    return [numpy_of(one) for one in (value if isinstance(value, (tuple, list)) else (value,))]


@pytest.mark.parametrize(("name", "parameter"), list(cases()))
def test_numpy_scalars(backend: str, name: str, parameter: str) -> None:
    spec, tried = SPECS[name], 0
    annotation = str(spec.signature.parameters[parameter].annotation)
    for row in [one for one in (*EVERY, *EXTRA) if one.function == name][:2]:
        for value in VALUES[annotation]:
            with selected(backend), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tried += _compared(backend, spec, row, parameter, value)
    assert tried, f"no row of {name} takes any of these values"


def _compared(backend: str, spec: Any, row: Row, parameter: str, value: Any) -> bool:
    """Whether the call takes Python's value; then it takes NumPy's."""
    like = VALUE[backend](np.zeros(1))
    bound = spec.inputs.bind(*arrays_of(backend, list(row.arguments)), **row.options)
    kind = spec.inputs.parameters[parameter].kind

    def call(given: Any, namespace: Any, **options: Any) -> Any:
        arguments = inspect.BoundArguments(spec.inputs, dict(bound.arguments))  # type: ignore[arg-type]
        arguments.arguments[parameter] = given
        ordered = {one: arguments.arguments[one] for one in spec.inputs.parameters if one in arguments.arguments}
        arguments = inspect.BoundArguments(spec.inputs, ordered)  # type: ignore[arg-type]
        return function_of(spec.name, namespace)(*arguments.args, **arguments.kwargs, **options)

    if kind is inspect.Parameter.VAR_POSITIONAL:
        value = (value, value)  # of tuples
    try:
        expected = call(value, ua)
    except (ValueError, TypeError, IndexError, NotImplementedError, RuntimeError, ZeroDivisionError):
        return False
    for given in scalars(value):
        for namespace in (ua, ua.array_namespace(like)):
            label = f"{row}, {parameter}={given!r}"
            if not spec.takes_out:
                assert call(given, namespace) == expected, label
                continue
            result = call(given, namespace)
            if spec.name == "empty":  # its values are not set
                assert tuple(result.shape) == tuple(expected.shape)
                continue
            for one, other in zip(results(result), results(expected), strict=True):
                assert_same(one, other, label=label)
            if isinstance(expected, tuple):
                out = tuple(MEMORY[backend](np.zeros_like(one)) for one in results(expected))
            else:
                out = MEMORY[backend](np.zeros_like(numpy_of(expected)))
            call(given, namespace, out=out)
            for one, other in zip(results(out), results(expected), strict=True):
                assert_same(one, other, label=label)
    return True


def test_what_is_wrong_is_still_told(backend: str) -> None:
    x = VALUE[backend](np.ones((2, 3)))
    with pytest.raises((ValueError, IndexError), match=r"(?s)."):
        ua.sum(x, axis=np.int64(7), keepdims=np.bool_(True))
    with pytest.raises(TypeError):
        ua.sum(x, axis=np.float64(0.5))
