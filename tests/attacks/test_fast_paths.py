"""Fast paths beside their fallbacks: no arrays and options tell them apart."""

from __future__ import annotations

import importlib
import inspect
import warnings
from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import note
from hypothesis import strategies as st

from frameworks import dtype_name, dtypes_of, in_dtype, leaves, shape_of
from quick_calls import fallback_of, fast_paths_of
from unified_arrays import backends

from attack import Attack, Choices
from dressings import dressings

pytestmark = pytest.mark.backends("numpy", "torch", "tensorflow")

SHAPES: list[tuple[int, ...]] = [
    (3,), (), (2, 3), (0,), (1,), (1, 3), (3, 1), (1, 1), (0, 3), (3, 0), (3, 3), (2, 2, 3), (2, 1, 3), (2, 0, 3), (4,),
]  # fmt: skip


def odd_values(dtype: str) -> list[Any]:
    """Values of a dtype, its limits among them."""
    if dtype == "bool":
        return [True, False]
    if np.dtype("f" if dtype == "bfloat16" else dtype).kind in "iu":
        limits = np.iinfo(dtype)
        return [1, 0, 2, 3, limits.max, limits.min, limits.max - 1, 64]
    plain = [1.5, 0.0, -0.0, -2.0, 2.5, 0.1, np.inf, -np.inf, np.nan, -np.nan, 1e-40, 60000.0]
    return [complex(one, other) for one in plain[:9] for other in plain[:9]] if dtype.startswith("c") else plain


def any_array(choose: Choices, backend: str, like: Any = None) -> Any:
    """An array of any shape, dtype and values: often as odd as can be, often like the one before."""
    names = dtypes_of(backend)
    shape, dtype = choose.one_of(SHAPES), choose.one_of(names)
    if like is not None and choose.below(4):
        dtype = dtype_name(like)
        if choose.below(3):
            shape = shape_of(like)
        elif choose.rarely(2):
            shape = shape_of(like)[1:]
    among = odd_values(dtype)
    start, step = choose.below(len(among)), 1 + choose.below(len(among))
    flat = [among[(start + i * step) % len(among)] for i in range(prod(shape))]
    if choose.rarely(2):
        flat = [among[i % 2] for i in range(prod(shape))]
    plain = np.array(flat, "float32" if dtype == "bfloat16" else dtype).reshape(shape)
    if dtype != "bfloat16" and choose.rarely(3):
        dressing = choose.one_of([one for one in dressings(backend)[0] if one.as_input])
        note(f"{dressing}")
        dressed = dressing.make(plain)
        if dressed is not None:
            return dressed
    array = in_dtype(backend, plain, dtype)
    return odd_tensor(array, choose.below(3)) if backend == "torch" else array


def odd_tensor(tensor: Any, how: int) -> Any:
    """One that requires a gradient, or whose sign is only noted; else the tensor itself."""
    if how == 1 and (tensor.is_floating_point() or tensor.is_complex()):
        return tensor.requires_grad_()
    return tensor.conj().imag if how == 2 and tensor.is_complex() else tensor


NUMBERS: list[Any] = [1, 0, -1, 2.5, True, 300, 2**40, 2**70, -0.0, float("nan"), float("inf"), 1 + 2j, -3, 0.1]
AXES: list[Any] = [
    None, 0, -1, 1, 2, -2, 5, -7, (), (0,), (0, 1), (0, 0), (1, -1), (0, 5), True, np.int64(0), np.array(0), 1.0, "x",
]  # fmt: skip
LENGTHS: list[Any] = [
    (2, 3), 3, (), (-1,), -1, 0, (0,), (3, -1), (2, 2), (1, 3), (-1, -1), [3, 1], np.int64(3), (-2, 3), 2.0, "x",
]  # fmt: skip
ORDERS: list[Any] = [(0,), (1, 0), (), (0, 1), (-1, 0), (0, 0), (2, 0, 1), (0, 2, 1), [1, 0], None, 0, (0, 5)]
BOOLS: list[Any] = [False, True]
SIZES: list[Any] = [3, 0, 1, 2, -1, 5, True, 2.0, None, np.int64(3), "x", 2**70]
STEPS: list[Any] = [1, 0, -1, 2.5, 3, True, 1j, 0.25, -0.5, float("nan"), float("inf"), "x", None, np.float64(0.5)]
PLACES: list[Any] = [0, 1, -1, 2, -5, True, 1.0, None, (0, 1), (1, 0), np.int64(1)]
TIMES: list[Any] = [1, 0, -1, 7, True, 1.5, (1, 2), (2, 0), (1,), (), [1, 2], np.int64(2), "x"]
OTHERS: dict[str, list[Any]] = {
    **dict.fromkeys(("n_rows", "n_cols", "num"), SIZES),
    "n": [one for one in SIZES if one != 2**70],  # diff is made so often
    **dict.fromkeys(("start", "stop", "step", "d", "rtol"), STEPS),
    **dict.fromkeys(("k", "source", "destination"), PLACES),
    **dict.fromkeys(("shift", "repetitions"), TIMES),
    "side": ["left", "right", "x"],
    "s": [None, (2,), (2, 3), (0,), 2],
    "norm": ["backward", "ortho", "forward", "x", None],
    "ord": [2, 1, 0, 2.0, -1, float("inf"), "fro", "nuc", "x", None, True],
    "indexing": ["xy", "ij", "x", None],
    "mode": ["reduced", "complete", "x"],
    "subscripts": ["ij,jk->ik", "ij->j", "...,...->...", "i,i", "x", "ii", 1, None],
}


def argument(choose: Choices, backend: str, name: str, like: Any) -> Any:
    """What a parameter of that name may be given, right or wrong."""
    if name in ("x", "x1", "condition"):
        return (
            choose.one_of([one for one in NUMBERS if one != 2**70]) if choose.rarely(12) else any_array(choose, backend)
        )
    if name == "repeats":  # whose values say how much memory there is to be
        return choose.one_of([2, 0, -1, 2.5, True, 300, few_places(choose, backend), few_places(choose, backend)])
    if name in ("x2", "indices", "sorter", "min", "max", "fill_value", "prepend", "append", "weights"):
        if choose.below(3) == 2 or (name in ("min", "max", "fill_value") and choose.below(3)):
            numbers = [one for one in NUMBERS if name == "fill_value" or one != 2**70]  # which makes arrays of objects
            return choose.one_of([*numbers, *([None] if name in ("min", "max", "sorter") else [])])
        if name in ("indices", "sorter") and choose.below(3):
            return few_places(choose, backend)
        return any_array(choose, backend, like)
    if name == "obj":
        return choose.one_of([any_array(choose, backend), *NUMBERS, [1.0, 2.0], [[1, 2], [3, 4]], (1, 2.5), [True], []])
    if name in ("from_", "to", "kind"):
        own = [backends.by_name(backend).dtypes[one] for one in dtypes_of(backend)]
        kinds = ["integral", "bool", "numeric", "real floating", "x", (own[0], "integral"), None]
        return choose.one_of([*own, any_array(choose, backend)] if name != "kind" else [*own, *kinds])
    if name == "shapes":
        return [choose.one_of([*SHAPES, *LENGTHS]) for _ in range(choose.below(4))]
    if name in ("arrays", "operands", "arrays_and_dtypes"):
        first = any_array(choose, backend)
        found = [first, *(any_array(choose, backend, first) for _ in range(choose.below(3)))]
        return tuple(found) if choose.below(3) else found if choose.below(3) else []
    if name == "axis":
        return choose.one_of(AXES)
    if name == "axes":
        return choose.one_of(ORDERS)
    if name == "shape":
        return choose.one_of(LENGTHS)
    if name == "dtype":
        dtypes = [backends.by_name(backend).dtypes[one] for one in dtypes_of(backend) if one != "bfloat16"]
        return choose.one_of([None, *dtypes])
    if name == "offset":
        return choose.one_of([0, 1, -1, 5, -5])
    if name == "correction":
        return choose.one_of([0.0, 1.0, 1, 0, 2.5, 3, 10])
    if name == "copy":
        return choose.one_of([None, True, False])
    if name in OTHERS:
        return choose.one_of(OTHERS[name])
    assert name in ("keepdims", "include_initial", "descending", "stable", "invert", "upper", "endpoint"), name
    return choose.one_of(BOOLS)


def few_places(choose: Choices, backend: str) -> Any:
    places = np.array([choose.below(3) for _ in range(choose.one_of([3, 2, 1, 0]))], "int64")
    return in_dtype(backend, places - choose.below(2), "int64")


def any_call(choose: Choices, backend: str, function: Callable[..., Any]) -> tuple[list[Any], dict[str, Any]]:
    arguments: list[Any] = []
    options: dict[str, Any] = {}
    like: Any = None
    for one in inspect.signature(function).parameters.values():
        if one.name == "device":
            continue
        keyword = one.kind is one.KEYWORD_ONLY
        if one.default is not one.empty and ((one.name == "dtype" and choose.below(2)) or choose.rarely(2)):
            if not keyword:
                break
            continue
        made = argument(choose, backend, one.name, like)
        like = next(iter(leaves(made)), like)
        if keyword:
            options[one.name] = made
        elif one.kind is one.VAR_POSITIONAL:
            arguments += made
        else:
            arguments.append(made)
    return arguments, options


def test_a_fast_path_is_its_fallback(attack: Attack, backend: str) -> None:
    functions = fast_paths_of(backend)
    names = sorted(name for name in functions if not name.startswith("empty"))

    def case(data: st.DataObject) -> None:
        choose = Choices(data)
        name = choose.one_of(names)
        fast = functions[name]
        arguments, options = any_call(choose, backend, fast)
        note(f"{name}(*{arguments}, **{options})")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            arrays = leaves([arguments, list(options.values())])
            attack.alike(
                lambda: fallback_of(fast)(*arguments, **options),
                lambda: fast(*arguments, **options),
                mine=arrays,
                theirs=arrays,
                tolerance=0.0 if name == "floor_divide" else None,  # PyTorch leaves the sign of a nan to chance
                messages=False,
                about=name,
            )

    attack.run(case, examples=1500)


# Of which NumPy computes some, or looks at values; elementwise functions have fast paths of their own.
BY_NUMPY = ["sort", "argsort", "searchsorted", "argmax", "argmin", "take"]


@pytest.mark.backends("tensorflow")
def test_what_numpy_computes_is_what_operations_compute(
    attack: Attack, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _by_numpy = importlib.import_module("unified_arrays.array_api_tensorflow._numpy_fallback")
    adapter = backends.by_name(backend)
    elementwise = [name for name, one in vars(adapter.namespace).items() if hasattr(one, "operands")]
    functions = {name: getattr(adapter.namespace, name) for name in [*BY_NUMPY, *elementwise]}
    placed = {name: adapter.placed(name, function) for name, function in functions.items()}

    def case(data: st.DataObject) -> None:
        choose = Choices(data)
        name = choose.one_of([*BY_NUMPY * 5, *elementwise])
        arguments, options = any_call(choose, backend, functions[name])
        note(f"{name}(*{arguments}, **{options})")

        def by_operations() -> Any:
            with monkeypatch.context() as patched:
                patched.setattr(_by_numpy, "EagerTensor", None)  # so that no tensor is seen
                return functions[name](*arguments, **options)

        arrays = leaves([arguments, list(options.values())])
        attack.alike(
            by_operations,
            lambda: placed[name](*arguments, **options),
            mine=arrays,
            theirs=arrays,
            messages=False,
            about=name,
        )

    attack.run(case, examples=1500)
