"""Promise 3: what may be written where is NumPy's "same_kind", of every dtype into every dtype, on every backend alike.

bfloat16, which NumPy lacks, follows the rule of float16.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import note
from hypothesis import strategies as st

import unified_arrays as ua
from frameworks import arranged, dtypes_of, function_of, in_dtype, leaves, same_kind, shape_of
from frameworks import values as values_of
from unified_arrays.testing._inputs import LARGE, ONE_RESULT

from attack import Attack, Choices, any_namespace, rows
from support import arrays_of

# Functions that take every dtype, one for each way of reaching out: copied views, native kernels, creation.
TAKE_ALL: dict[str, tuple[Any, ...]] = {
    "reshape": ((3, 2),),
    "flip": (),
    "broadcast_to": ((2, 2, 3),),
    "asarray": (),
    "tril": (),
    "equal": (1,),
    "concat": (),
    "stack": (),
}


def extremes(dtype: str) -> np.ndarray:
    """Six values that a dtype holds, its limits among them."""
    kind = "f" if dtype == "bfloat16" else np.dtype(dtype).kind
    if kind == "b":
        values: list[Any] = [True, False, False, True, True, False]
    elif kind in "iu":
        info = np.iinfo(dtype)
        values = [0, 1, info.max, info.min, info.max - 1, 100]
    else:
        values = [-0.0, 1.5, np.inf, np.nan, 60000.0, -3.0]
    return np.array(values, "float32" if dtype == "bfloat16" else dtype).reshape(2, 3)


@pytest.mark.parametrize("function", TAKE_ALL)
def test_every_dtype_into_every_dtype(attack: Attack, backend: str, function: str) -> None:
    def pair(names: tuple[str, str]) -> None:
        dtype, dtype_of_out = names
        x = in_dtype(backend, extremes(dtype), dtype)
        arguments: list[Any] = [[x, x]] if function in ("concat", "stack") else [x, *TAKE_ALL[function]]
        if function == "equal":
            arguments[1] = x
        result = function_of(function)(*arguments)
        out = in_dtype(backend, np.ones(shape_of(result), np.float32), dtype_of_out, memory=True)
        verdict = attack.call(function, arguments, {}, out)
        given = "bool" if function == "equal" else dtype
        assert verdict == ("right" if same_kind(given, dtype_of_out) else "raised")

    attack.every(product(dtypes_of(backend), repeat=2), pair)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_rule_is_one(backend: str) -> None:
    """can_cast's answer, asked of the calls themselves, is the same table on every backend."""
    table = {}
    for dtype, dtype_of_out in product([name for name in dtypes_of(backend) if name != "bfloat16"], repeat=2):
        out = in_dtype(backend, np.ones((3, 2), np.float32), dtype_of_out, memory=True)
        try:
            ua.reshape(in_dtype(backend, extremes(dtype), dtype), (3, 2), out=out)
        except TypeError:
            table[dtype, dtype_of_out] = False
        else:
            table[dtype, dtype_of_out] = True
    assert table == {pair: bool(np.can_cast(*pair, "same_kind")) for pair in table}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_cast_is_numpy_s(backend: str) -> None:
    """What out holds is result.astype(its dtype), where NumPy has both dtypes and defines the cast."""
    names = [name for name in dtypes_of(backend) if name != "bfloat16"]
    for dtype, dtype_of_out in product(names, repeat=2):
        if not same_kind(dtype, dtype_of_out):
            continue
        out = in_dtype(backend, np.ones((2, 3), np.float32), dtype_of_out, memory=True)
        expected = extremes(dtype).astype(dtype_of_out)
        ua.reshape(in_dtype(backend, extremes(dtype), dtype), (2, 3), out=out)
        np.testing.assert_array_equal(values_of(out), expected, f"{dtype} into {dtype_of_out}")


def test_any_function_in_any_dtypes(attack: Attack, backend: str) -> None:
    any_row = rows([*ONE_RESULT, *LARGE])
    names = dtypes_of(backend)

    def case(data: st.DataObject) -> None:
        row = data.draw(any_row, "row")
        choose = Choices(data)
        arrays = []
        whole = choose.one_of(names)  # all inputs in it, or each in one of its own, or as they are
        how = choose.below(4)
        for one in leaves(row.arguments):
            dtype = whole if how < 2 else choose.one_of(names) if how == 2 else one.dtype.name
            plain = one.real if dtype != "bfloat16" and np.dtype(dtype).kind != "c" else one
            plain = np.abs(plain) if dtype.startswith("u") else plain
            plain = plain.real if dtype == "bfloat16" else plain
            arrays.append(in_dtype(backend, plain, dtype))
        arguments = arranged(list(row.arguments), list(arrays))
        try:
            shape = shape_of(function_of(row.function)(*arguments, **row.options))
        except Exception:  # which the call with out= must raise as well
            shape = shape_of(function_of(row.function)(*arrays_of(backend, list(row.arguments)), **row.options))
        dtype_of_out = choose.one_of(names)
        note(f"inputs: {[one.dtype for one in arrays]}, out: {dtype_of_out}")
        out = in_dtype(backend, np.full(shape, 5.0), dtype_of_out, memory=True)
        attack.call(row.function, arguments, row.options, out, namespace=any_namespace(choose, backend))

    attack.run(case, examples=300)
