"""Quick ways of out=: what was plain before must not make anything plain that is not."""

from __future__ import annotations

import gc
import inspect
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from frameworks import function_of
from unified_arrays._common.caches import LIMIT
from unified_arrays._common.spec import SPECS
from unified_arrays._out.fast_paths import KnownCalls
from unified_arrays.testing._inputs import ONE_RESULT, Row

from support import MEMORY, VALUE, arrays_of, assert_same, bits, numpy_of, running, selected

REAL = np.arange(12.0).reshape(3, 4) - 5.5


def fills(call: Any, expected: Any, backend: str) -> None:
    out = MEMORY[backend](np.ones_like(expected))
    assert call(out=out) is out
    assert_same(out, expected)


def refused(call: Any, out: Any, error: type[Exception]) -> None:
    before = bits(out)
    with pytest.raises(error):
        call(out=out)
    assert bits(out) == before


@pytest.mark.parametrize("row", ONE_RESULT, ids=str)
def test_a_call_that_was_plain_before_is_looked_at_again(row: Row, backend: str) -> None:
    function, arguments = function_of(row.function), arrays_of(backend, list(row.arguments))

    def call(**out: Any) -> Any:
        return function(*arguments, **row.options, **out)

    with selected(backend), np.errstate(all="ignore"):
        values = numpy_of(call())
        for _ in range(3):
            fills(call, values, backend)
        refused(call, MEMORY[backend](np.ones((*values.shape, 2), values.dtype)), ValueError)
        refused(call, MEMORY[backend](np.ones((1, *values.shape), values.dtype)), ValueError)
        if values.dtype.kind != "b":
            refused(call, MEMORY[backend](np.ones(values.shape, bool)), TypeError)
        fills(call, values, backend)


def test_equal_options_of_other_types_are_other_options(backend: str) -> None:
    out = MEMORY[backend](np.zeros((2, 3)))
    with selected(backend):
        for _ in range(2):
            ua.zeros((2, 3), dtype=out.dtype, out=out)
        refused(lambda **into: ua.zeros((2.0, 3.0), dtype=out.dtype, **into), out, TypeError)
        counted = MEMORY[backend](np.zeros(3, np.int64))
        for _ in range(2):
            ua.arange(0, 3, out=counted)
        refused(lambda **into: ua.arange(0.0, 3, **into), counted, TypeError)


def test_options_that_cannot_be_kept_are_as_good(backend: str) -> None:
    x = VALUE[backend](REAL)
    for _ in range(3):
        out = MEMORY[backend](np.zeros((4, 3)))
        assert_same(ua.reshape(x, [4, 3], out=out), REAL.reshape(4, 3))


class Changing:
    """A number to whoever asks, another one each time it is told so; its hash is its identity."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __index__(self) -> int:
        return self.number


@pytest.mark.backends("numpy", "torch")
def test_an_option_that_may_change_is_read_each_time(backend: str) -> None:
    size, wide = Changing(3), MEMORY[backend](np.full(8, 7.0))
    with selected(backend):
        for name in ("zeros", "ones", "empty"):
            function = getattr(ua, name)
            size.number = 3
            for _ in range(2):
                function((size,), dtype=wide.dtype, out=wide[2:5])
            size.number = 5
            refused(
                lambda function=function, **into: function((size,), dtype=wide.dtype, **into), wide[2:5], ValueError
            )


@pytest.mark.backends("torch")
def test_an_option_that_is_an_array_is_read_each_time(backend: str) -> None:
    torch = pytest.importorskip("torch")
    num, wide = torch.tensor(3), torch.full((8,), 7.0)
    for _ in range(2):
        assert ua.linspace(0.0, 1.0, num, out=wide[2:5]).tolist() == [0.0, 0.5, 1.0]
    num.fill_(5)
    refused(lambda **into: ua.linspace(0.0, 1.0, num, **into), wide[2:5], ValueError)
    assert wide.tolist() == [7.0, 7.0, 0.0, 0.5, 1.0, 7.0, 7.0, 7.0]


def test_numbers_that_change_are_one_plain_case(backend: str) -> None:
    with selected(backend):
        out = MEMORY[backend](np.zeros(3))
        for one in range(50):
            assert_same(ua.full((3,), one + 0.5, dtype=out.dtype, out=out), np.full(3, one + 0.5))
            assert_same(ua.full((3,), one, dtype=out.dtype, out=out), np.full(3, float(one)))
        before = bits(out)
        for number in (2**64, 10**30):
            try:
                ua.full((3,), number, dtype=out.dtype, out=out)
            except OverflowError:
                assert bits(out) == before


def test_a_key_error_of_the_call_is_raised_once(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lookup that fails and a call that raises KeyError are two things."""
    x, calls = VALUE[backend](np.ones(3)), []

    def fails(*arguments: Any, **options: Any) -> Any:
        calls.append(arguments)
        raise KeyError(type(x))

    ua.exp(x)
    monkeypatch.setitem(ua.exp.__globals__["tables"]["plain"].ready, type(x), fails)
    with pytest.raises(KeyError) as raised:
        ua.exp(x)
    assert len(calls) == 1
    assert raised.value.__notes__[0].startswith("raised by exp(")


def test_a_key_that_another_thread_found_is_no_error(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    x = VALUE[backend](np.ones(3))
    ua.exp(x)
    names = ua.exp.__globals__
    find_first, kept = names["find_first"], dict(names["plain"])

    def late(*arguments: Any) -> bool:
        names["plain"].update(kept)  # what the other thread does, between the lookup and the question
        return bool(find_first(*arguments))

    monkeypatch.setitem(names, "find_first", late)
    names["plain"].clear()
    assert_same(ua.exp(x), np.exp(np.ones(3)))


def test_no_more_is_kept_than_the_bound(backend: str) -> None:
    for size in range(LIMIT + 50):
        x = VALUE[backend](np.ones(size))
        assert float(ua.sum(x, out=MEMORY[backend](np.zeros(())))) == size
    assert all(len(one) <= LIMIT for one in gc.get_objects() if type(one) is KnownCalls)


@pytest.mark.backends("torch")
def test_the_default_dtype_may_change(backend: str) -> None:
    torch = pytest.importorskip("torch")
    out, number = torch.ones(2), torch.tensor([3])
    with selected(backend):
        for _ in range(2):
            ua.zeros(2, out=out)
            ua.divide(number, 7, out=torch.ones(1))
        torch.set_default_dtype(torch.float64)
        try:
            refused(lambda **into: ua.zeros(2, **into), torch.ones(2, dtype=torch.int64), TypeError)
            held = torch.ones(1, dtype=torch.float64)
            assert float(ua.divide(number, 7, out=held)) == 3 / 7
        finally:
            torch.set_default_dtype(torch.float32)
        assert float(ua.divide(number, 7, out=held)) == float(np.float32(3) / np.float32(7))


@pytest.mark.backends("torch")
def test_memory_of_two_storages_overlaps(backend: str) -> None:
    """PyTorch looks for overlap within one storage only."""
    torch = pytest.importorskip("torch")
    for _ in range(3):
        memory = np.arange(17.0)
        x, out = torch.from_numpy(memory[1:17]).reshape(4, 4), torch.from_numpy(memory[:16]).reshape(4, 4)
        expected = numpy_of(x) @ numpy_of(x)
        assert_same(ua.matmul(x, x, out=out), expected)
        memory[:] = np.arange(17.0)
        assert_same(ua.add(x, x, out=out), np.arange(2.0, 34.0, 2.0).reshape(4, 4))


@pytest.mark.backends("torch")
def test_a_gradient_is_not_cut_where_the_call_was_plain(backend: str) -> None:
    torch = pytest.importorskip("torch")
    x = torch.ones(2, 2)
    for name, arguments in (("add", (x, x)), ("matmul", (x, x)), ("sort", (x,))):
        function, out = getattr(ua, name), torch.zeros(2, 2)
        for _ in range(2):
            function(*arguments, out=out)
        leaves = [one.clone().requires_grad_() for one in arguments]
        refused(lambda function=function, leaves=leaves, **into: function(*leaves, **into), out, ua.GradientError)
        with torch.no_grad():
            assert function(*leaves, out=out) is out
            assert function(*arguments, out=out.clone().requires_grad_()) is not None


def test_every_function_finds_itself_when_its_key_is_new(backend: str) -> None:
    """A public function calls itself again, under the name `this`, once who serves the call is found."""
    for name in SPECS:
        function = running(function_of(name))
        assert function.__globals__["this"] is inspect.unwrap(function, stop=lambda one: hasattr(one, "__code__"))


# -- subclasses -------------------------------------------------------------------------------------------------------


def subclasses(backend: str) -> tuple[type, type]:
    """Of an array: one that changes nothing, and one that says itself what functions do with it."""
    if backend == "numpy":

        class Same(np.ndarray):
            pass

        class Own(np.ndarray):
            def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, out: Any = None, **options: Any) -> Any:
                return getattr(ufunc, method)(*(np.asarray(one) for one in inputs), **options)  # without out

        return Same, Own
    import torch

    class SameTensor(torch.Tensor):
        pass

    class OwnTensor(torch.Tensor):
        @classmethod
        def __torch_function__(cls, function: Any, types: Any, arguments: Any = (), options: Any = None) -> Any:
            options = {name: one for name, one in (options or {}).items() if name != "out"}
            return super().__torch_function__(function, types, arguments, options)

    return SameTensor, OwnTensor


@pytest.mark.backends("numpy", "torch")
@pytest.mark.parametrize("place", [0, 1])
def test_a_subclass_beside_an_out_that_is_an_input_is_counted_once(place: int, backend: str) -> None:
    """PyTorch returns another object than out then, when it has written."""
    for kind in subclasses(backend):
        for name in ("add", "multiply", "matmul", "clip", "where"):
            for _ in range(3):
                out, other = MEMORY[backend](np.full((2, 2), 3.0)), VALUE[backend](np.full((2, 2), 2.0))
                other = other.view(kind) if backend == "numpy" else other.as_subclass(kind)
                arguments = [out, out]
                arguments[place] = other
                if name == "where":
                    arguments.insert(0, VALUE[backend](np.array([[True, False], [False, True]])))
                expected = np.array(numpy_of(getattr(ua, name)(*arguments)))
                assert getattr(ua, name)(*arguments, out=out) is out
                assert_same(out, expected)
