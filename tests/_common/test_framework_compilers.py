"""Tables of what is found: once, right in every thread, bounded, and while torch.compile traces a program."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._common.caches import LIMIT
from unified_arrays._common.framework_compilers import FoundTable, called_while_traced

from support import is_of


def test_what_is_found_is_found_once() -> None:
    calls: list[Any] = []

    def find(key: Any) -> Any:
        calls.append(key)
        return lambda: key

    table = FoundTable(find)
    assert [table["a"](), table[1, 2](), table["a"]()] == ["a", (1, 2), "a"]
    assert calls == ["a", (1, 2)]


def test_an_error_is_not_kept() -> None:
    answers = iter([KeyError("first"), 7])

    def find(key: Any) -> Any:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    table = FoundTable(find)
    with pytest.raises(KeyError, match="first"):
        table["a"]
    assert table["a"] == 7


def test_it_forgets() -> None:
    table = FoundTable(lambda key: [key])
    for key in range(3 * LIMIT):
        assert table[key] == [key]
    assert len(table) <= LIMIT
    assert len(vars(table._latest)) <= LIMIT


def test_threads_that_find_at_once_find_their_own() -> None:
    start, found = threading.Barrier(16, timeout=60), []

    def find(key: Any) -> Any:
        return [key, threading.get_ident()]

    def work(number: int) -> None:
        start.wait()
        for one in range(2000):
            key = (number + one) % (2 * LIMIT)
            if table[key][0] != key:
                found.append((key, table[key]))

    table = FoundTable(find)
    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert found == []


class TestWhileTraced:
    """In torch.compile(fullgraph=True)."""

    @pytest.fixture(autouse=True)
    def torch(self) -> Any:
        torch = pytest.importorskip("torch")
        torch._dynamo.reset()
        return torch

    def test_a_table_finds_what_cannot_be_traced(self, torch: Any) -> None:
        calls: list[Any] = []

        def find(key: int) -> Any:
            calls.append(key)
            scope: dict[str, Any] = {}
            exec(f"def times(x): return x * {key}", scope)
            return scope["times"]

        table = FoundTable(find)

        def program(x: Any) -> Any:
            return table[3](x) + table[3](x) + table[5](x)

        compiled = torch.compile(program, fullgraph=True, backend="eager")
        for _ in range(3):
            assert compiled(torch.ones(2)).tolist() == [11.0, 11.0]
        assert table[3](1) == 3  # what was found while tracing is in the table
        assert sorted(set(calls)) == [3, 5]

    def test_a_program_is_traced_again_when_it_is_forgotten(self, torch: Any) -> None:
        table = FoundTable(lambda key: lambda x: x * key)
        compiled = torch.compile(lambda x: table[2](x), fullgraph=True, backend="eager")
        for _ in range(2):
            assert compiled(torch.ones(1)).tolist() == [2.0]
            for key in range(3, 3 * LIMIT):
                assert table[key](1) == key

    def test_what_is_called_is_called_when_it_is_traced(self, torch: Any) -> None:
        numbers = iter((1.0, 2.0))
        number = called_while_traced(lambda: next(numbers))
        compiled = torch.compile(lambda x: x + number(), fullgraph=True, backend="eager")
        assert [compiled(torch.zeros(1)).item() for _ in range(3)] == [1.0, 1.0, 1.0]

    def test_a_setting_is_read_but_not_kept(self, torch: Any) -> None:
        def program() -> Any:
            return ua.zeros(2), ua.asarray([1.0])

        with ua.use_backend("torch"):
            for one in torch.compile(program, fullgraph=True, backend="eager")():
                assert is_of("torch", one)
        for one in program():
            assert is_of("numpy", one)
        with ua.use_backend("torch"):
            assert is_of("torch", ua.zeros(2))
        assert isinstance(ua.zeros(2), np.ndarray)
