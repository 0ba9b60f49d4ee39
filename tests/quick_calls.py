"""The fast paths of a backend, and calls of all sorts, right and wrong, to compare them with their fallbacks."""

from __future__ import annotations

import importlib
import itertools
import random
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

import numpy as np

from unified_arrays import backends
from unified_arrays.testing._inputs import COUNTS, EVERY, OTHER, OTHER_WHOLE, REAL, WHOLE, Row

from support import arrays_of

Options = dict[str, Any]
Arguments = tuple[Any, ...]

SHAPES = ((), (0,), (3,), (4,), (1, 3), (3, 3), (3, 4), (0, 3), (2, 3, 4))
DTYPES = ("float64", "float32", "float16", "complex128", "int64", "int8", "uint8", "uint32", "uint64", "bool")
VALUES = (1.5, -0.0, 2.0, -3.25, 0.0, 4.0, -0.5, 2.0, 1.0, 7.0, -2.0, 3.0)
SPECIAL = (np.nan, np.inf, -np.inf, -0.0, 0.0, 2.0, np.nan, -1.5)


def fast_paths_of(backend: str) -> dict[str, Callable[..., Any]]:
    """The functions of a backend that have a fast path."""
    names = _fast_paths_module(backend).FAST_PATHS
    adapter = backends.by_name(backend)
    functions = {name: attrgetter(name)(adapter.namespace) for name in names}
    if backend == "tensorflow":  # whose fast paths ask where arrays live, too
        return {name: adapter.placed(name, function) for name, function in functions.items()}
    return functions


def _fast_paths_module(backend: str) -> Any:
    return importlib.import_module(f"unified_arrays.backends.{backend}.fast_paths")


def fallback_of(function: Callable[..., Any]) -> Callable[..., Any]:
    """What stands behind the fast path of a function."""
    return function.fallback  # type: ignore[attr-defined, no-any-return]


def is_taken(backend: str, row: Row) -> bool:
    """Whether the fast path of its function serves the call of a row."""
    served = True

    def fallback(*_arguments: Any, **_options: Any) -> None:
        nonlocal served
        served = False

    fast_path = _fast_paths_module(backend).FAST_PATHS[row.function]
    options = {name: value for name, value in row.options.items() if name != "dtype"}
    fast_path(fallback)(*natives_of(backend, row.arguments), **options)
    return served


def natives_of(backend: str, arguments: tuple[Any, ...]) -> list[Any]:
    """Arrays, and dtypes for their names, of a backend."""
    dtypes = backends.by_name(backend).dtypes
    return [dtypes.get(one, one) if isinstance(one, str) else arrays_of(backend, one) for one in arguments]


# Rows have other calls of these, or none.
PLAIN = [
    *EVERY,
    Row("expand_dims", (REAL, 0)),
    *(Row(name, ((2, 3),)) for name in ("empty", "zeros", "ones")),
    Row("empty_like", (REAL,)),
    Row("asarray", (REAL,)),
    Row("from_dlpack", (REAL,)),
    Row("full_like", (REAL, 7.0)),
    Row("linalg.vector_norm", (REAL,), {"axis": 1}),
    Row("tile", (REAL, (2, 2))),
    Row("isdtype", ("int32", "integral")),
    Row("broadcast_shapes", ((3, 1), (1, 4))),
    Row("can_cast", ("int32", "float64")),
    Row("result_type", (REAL, WHOLE)),
    Row("eye", (3, 4)),
    Row("linalg.trace", (REAL,)),
    Row("vecdot", (REAL, OTHER)),
    Row("floor_divide", (WHOLE, OTHER_WHOLE)),
    Row("remainder", (WHOLE, OTHER_WHOLE)),
    Row("take_along_axis", (REAL, COUNTS)),
    Row("take_along_axis", (REAL, -COUNTS)),
    Row("take", (REAL, np.array([2, -1])), {"axis": 0}),
    Row("sign", (np.array([1.5, -0.0, np.nan, -np.nan, np.inf, -2.0]),)),
]


def array(shape: tuple[int, ...], dtype: str, values: tuple[float, ...] = VALUES, layout: str = "rows") -> Any:
    """An array of these values; its elements lie in rows, in columns, or with gaps."""
    flat = np.resize(np.array(values), int(np.prod(shape, dtype=int)))
    if dtype.startswith("complex"):
        flat = np.stack((flat, flat[::-1]), -1).view("complex128")[:, 0]
    x = (np.abs(flat) if dtype.startswith("u") else flat).astype(dtype).reshape(shape)
    if layout == "columns":
        return np.asfortranarray(x)
    if layout == "gaps":
        return np.repeat(x, 2, -1)[..., ::2]
    return x


def arrays() -> Iterator[Any]:
    for shape in SHAPES:
        for dtype in DTYPES if shape in ((), (3,), (3, 4)) else ("float64", "int64"):
            yield array(shape, dtype)
            if dtype.startswith(("float", "complex")):
                yield array(shape, dtype, SPECIAL)
    for shape, layout in itertools.product(((3,), (3, 4), (2, 3, 4)), ("columns", "gaps")):
        yield array(shape, "float64", VALUES, layout)
    for shape in ((20, 30), (300,)):
        for dtype in ("float64", "float32"):
            yield np.random.default_rng(0).normal(size=shape).astype(dtype)


def others(x: Any) -> Iterator[Any]:
    """Second operands of x: of the same shape and dtype, of others, a row, a number."""
    yield np.flip(x)
    yield x.T
    for dtype in ("float32", "int64"):
        yield array(x.shape, dtype)
    yield array((3,), str(x.dtype))
    yield array((), str(x.dtype))
    yield 2.0


def indices(x: Any) -> Iterator[Any]:
    """Some of them are negative or out of range."""
    for shape in {x.shape, (2,), (3,), (3, 1), (1, 4), (3, 2)}:
        size = int(np.prod(shape, dtype=int))
        for dtype in ("int64", "int32", "uint8", "bool", "float64"):
            yield np.resize([0, 1, 2, 1], size).astype(dtype).reshape(shape)
        for one in ([0, -1, 1], [0, 9]):
            yield np.resize(one, size).reshape(shape)


def options(**choices: Any) -> list[Options]:
    return [dict(zip(choices, one, strict=True)) for one in itertools.product(*choices.values())]


_AXES = (None, 0, 1, -1, -3, 5, True, (0,), (0, 1), (1, -1), ())
_INTEGERS = (0, 1, 2, -1, -2, 7, True, 1.0)
_BOTH = (False, True)
_NEW = ((2, 3), (0,), (), 3, (3, -1), "ab", ((2, 3),), ((2, 3), 4), (2.0,), (2.0, 3), [2, 3], (True, 2), None)
_FILLS = (7, 1.5, True, 2j, 300, -1, 2**70, np.nan)
_COPIES = (None, True, False)

# What stands beside an array, or alone where a function takes none.
FURTHER: dict[str, list[Arguments]] = {
    **{name: [(shape,) for shape in _NEW] for name in ("empty", "zeros", "ones")},
    "full": list(itertools.product(_NEW, _FILLS)),
    "full_like": [(one,) for one in _FILLS],
    "eye": [(3,), (3, 4), (2, None), (0, 2), (-1, 2), (1.5,), (3, 4.0)],
    "arange": [
        *((3,), (2.5,), (True,), (-2,), (3, None, 2), (1, 4), (4, 1), (0.5, 3), (1, np.inf), (1, 4, 0)),
        *((1, 9, 2), (4, 1, -1), (0, 1, 0.25), (1, 0, 0.25), (0, 1j), (2, 2, 1)),
    ],
    "linspace": [(0, 1, 5), (0.0, 1.0, 1), (0, 1, 0), (1j, 2, 3), (0, 1, -1), (0, 1, 2.5)],
    "fft.fftfreq": [(5,), (6,), (0,), (1.5,), (-2,)],
    "fft.rfftfreq": [(5,), (6,), (0,), (1.5,), (-2,)],
    "roll": [(one,) for one in (0, 1, -2, 9, (1, 2), (1,), ())],
    "moveaxis": [(0, 1), (0, -1), (-1, 0), (1, 5), (5, 0), ((0, 1), (1, 0)), (0, 0), (True, 0)],
    "repeat": [(2,), (0,), (-1,), (True,)],
    "clip": [(-1.0, 2.5), (None, 1), (0, None), (np.nan, 1.0), (1, 300), (1.0, -1.0), (1j, 2.0), (None, None)],
    "reshape": [((-1,),), ((2, 6),), ((3, 4),), ((),), (6,), ((5, 5),), ((2.0, 6),)],
    "permute_dims": [((0, 1),), ((1, 0),), ((0,),), ((),), ((-1, 0),), ((0, 0),)],
    "broadcast_to": [((3, 4),), ((2, 3, 4),), ((),), ((3,),)],
    "tile": [(one,) for one in ((2, 2), (1, 3), (0, 2), (1, 1), (-1, 2), (2.0, 1), (True, 2), (1,), (2, 1, 2), (), 2)],
}
FURTHER["can_cast"] = list(itertools.product(DTYPES, DTYPES))
FURTHER["isdtype"] = list(itertools.product(DTYPES, ("integral", "real floating", "bool", "numeric", "real", "int64")))
FURTHER["broadcast_shapes"] = [
    *((), (3,), ((3,),), ((3, 1), (1, 4)), ((2, 3), (3,), ()), ((2, 3), (3, 2)), ((0, 3), (1, 3)), ((-1, 2), (2,))),
    *((3, (2, 3)), ((2.0,), (1,)), ((True, 2), (2,)), ("ab",), ([2, 3], (3,)), tuple((2, 1) for _ in range(70))),
]
_ALONE = frozenset(
    "broadcast_shapes can_cast isdtype empty zeros ones full eye arange linspace fft.fftfreq fft.rfftfreq".split()
)

OPTIONS: dict[str, list[Options]] = {
    **dict.fromkeys(
        "sum prod max min all any mean argmax argmin count_nonzero average".split(),
        options(axis=_AXES, keepdims=_BOTH),
    ),
    **dict.fromkeys(("var", "std"), options(axis=_AXES, keepdims=_BOTH, correction=(0.0, 1, 0.5, 50))),
    **dict.fromkeys(("sort", "argsort"), options(axis=(-1, 0, 1, 5), descending=_BOTH, stable=_BOTH)),
    **dict.fromkeys(("cumulative_sum", "cumulative_prod"), options(axis=(None, 0, -1, 5), include_initial=_BOTH)),
    **dict.fromkeys(("tril", "triu"), options(k=_INTEGERS)),
    **dict.fromkeys(("flip", "unstack", "roll"), options(axis=_AXES)),
    **dict.fromkeys(("squeeze", "expand_dims"), options(axis=_AXES[1:])),
    **dict.fromkeys(
        (f"fft.{name}" for name in "fft ifft rfft irfft hfft ihfft".split()),
        options(n=(None, 2), axis=(-1, 0, 5), norm=("backward", "ortho")),
    ),
    **dict.fromkeys(
        (f"fft.{name}" for name in "fftn ifftn rfftn irfftn".split()),
        options(axes=(None, (0, 1), (-1,)), norm=("backward", "forward")),
    ),
    **dict.fromkeys(("fft.fftfreq", "fft.rfftfreq"), options(d=(1.0, 0.5, 0, "a"))),
    **dict.fromkeys(("asarray", "from_dlpack", "reshape"), options(copy=_COPIES)),
    **dict.fromkeys(("linalg.trace", "linalg.diagonal"), options(offset=(0, 1, -5))),
    "linalg.matrix_norm": options(keepdims=_BOTH, ord=("fro", "nuc", 1, 2)),
    "linalg.vector_norm": options(axis=_AXES, keepdims=_BOTH, ord=(2, 2.0, 1, np.inf)),
    **dict.fromkeys(("linalg.matrix_rank", "linalg.pinv"), options(rtol=(None, 0.5))),
    "linalg.cholesky": options(upper=_BOTH),
    "linalg.cross": options(axis=(-1, 0, 1)),
    "diff": options(axis=(-1, 0, 1, 5), n=(0, 1, 2, -1, 5)),
    "repeat": options(axis=(None, 0, -1, 5)),
    "eye": options(k=(0, 1, -9)),
    "linspace": options(endpoint=_BOTH),
    "isin": options(invert=_BOTH),
    "tensordot": options(axes=(0, 1, 2, True, ((0,), (1,)))),
    "vecdot": options(axis=(-1, 0, -2)),
    "searchsorted": options(side=("left", "right")),
    "take": options(axis=(None, 0, -1, 5)),
    "take_along_axis": options(axis=(-1, 0, 1, -2, 5)),
    "stack": options(axis=(0, 1, -1, 7)),
    "concat": options(axis=(0, 1, -1, None, 7)),
    "meshgrid": options(indexing=("xy", "ij", "zz")),
}


MOST = 600  # of take_along_axis there are 11,000, which `nox -s attack` draws from


def calls(name: str, parameters: Iterable[str]) -> list[tuple[Arguments, Options]]:
    """Calls of a function with these parameters: all, or as many of them as MOST, always the same."""
    every = list(itertools.product(_arguments(name, list(parameters)), OPTIONS.get(name, [{}])))
    return every if len(every) <= MOST else random.Random(name).sample(every, MOST)


def _arguments(name: str, parameters: list[str]) -> Iterator[Arguments]:
    if name in _ALONE:
        yield from FURTHER[name]
        return
    if name == "linalg.cholesky":  # of others there is none
        definite = np.array([[[4.0, 1.0], [1.0, 3.0]], [[9.0, -2.0], [-2.0, 1.0]]])
        yield from ((one.astype(dtype),) for one in (definite, definite[1]) for dtype in ("float32", "complex128"))
    for x in arrays():
        if "indices" in parameters:
            yield from ((x, one) for one in indices(x))
        elif name == "astype":
            yield from ((x, dtype) for dtype in ("float32", "float16", "bool", "int64", "uint16", "complex64"))
        elif name == "einsum":
            yield from ((text, x, other) for other in others(x) for text in ("ij,jk->ik", "i,i", "...,..."))
            yield from ((text, x) for text in ("...->...", "ij->j"))
        elif name == "where":
            conditions = (array(x.shape, "bool"), array((), "bool"), array((3,), "int64"))
            yield from ((one, x, other) for one in conditions for other in others(x))
        elif parameters[0] == "arrays" and name not in ("meshgrid", "broadcast_arrays"):
            yield from (([x, other],) for other in others(x))
        elif parameters[:2] == ["x1", "x2"] or parameters[0] in ("arrays", "arrays_and_dtypes"):
            yield from ((x, other) for other in others(x))
        else:
            yield from ((x, *more) for more in FURTHER.get(name, [()]))
