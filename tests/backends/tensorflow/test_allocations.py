"""How the memory that TensorFlow's CPU allocators take is counted, and what is said where it is not known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

pytestmark = pytest.mark.backends("tensorflow")


@pytest.fixture
def meter(backend: str) -> Any:
    from unified_arrays.backends.tensorflow import allocations

    return allocations


def counted(meter: Any, *events: tuple[bool, int, int], before: dict[int, int] | None) -> tuple[int, int]:
    """What is held at the end and at most, of events (taken, address, bytes) in this order."""
    found = meter._count_bytes([meter._Event(when, *event) for when, event in enumerate(events)], before)
    return found.kept, found.peak


TAKE, GIVE = True, False


def test_what_stays_is_held_and_what_went_was_a_temporary(meter: Any) -> None:
    assert counted(meter, (TAKE, 16, 100), (TAKE, 32, 50), (GIVE, 32, 0), before={}) == (100, 150)


def test_a_block_that_was_there_counts_when_it_is_known(meter: Any) -> None:
    """The old buffer of a variable; whatever else is given back belongs to an earlier call."""
    assert counted(meter, (TAKE, 16, 100), (GIVE, 64, 0), before={64: 100}) == (0, 100)
    assert counted(meter, (TAKE, 16, 100), (GIVE, 64, 7), before={}) == (100, 100)


def test_an_address_may_be_taken_twice(meter: Any) -> None:
    events = [(TAKE, 16, 100), (GIVE, 16, 0), (TAKE, 16, 30), (GIVE, 16, 0), (TAKE, 16, 20)]
    assert counted(meter, *events, before={}) == (20, 100)


def test_where_nothing_is_known_before_the_told_size_counts(meter: Any) -> None:
    assert counted(meter, (TAKE, 16, 100), (GIVE, 64, 40), before=None) == (60, 100)


def traced(meter: Any) -> tuple[Any, ua.memory.Row]:
    x = ua.tensorflow.asarray(np.ones(1000, np.float32))
    with ua.memory.trace() as trace:
        y = ua.add(x, x)
    (row,) = trace.rows
    return y, row


def test_without_any_statistics_the_trace_says_so_and_the_call_is_made(
    meter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meter, "keeps_statistics", lambda: False)
    monkeypatch.setattr(meter, "_switches", lambda: None)
    y, row = traced(meter)
    assert row.note == meter.NO_STATISTICS
    assert "TF_CPU_ALLOCATOR_USE_BFC=true" in row.note
    assert (row.results, row.temporaries) == (None, None)
    assert np.all(np.asarray(y) == 2)


def test_without_the_format_of_profiles_the_trace_says_so(meter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter, "profile_class", lambda: None)
    y, row = traced(meter)
    assert "format of profiles" in row.note
    assert np.all(np.asarray(y) == 2)


def test_the_switches_are_found(meter: Any) -> None:
    """In every version that is tested: else a processor without AVX-512 would need a setting."""
    assert meter._switches() is not None


def test_statistics_are_on_for_the_call_only(meter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    switches = meter._Switches(lambda: done.append("on"), lambda: done.append("off"))
    monkeypatch.setattr(meter, "keeps_statistics", lambda: False)
    monkeypatch.setattr(meter, "_switches", lambda: switches)

    def fails() -> None:
        done.append("call")
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        meter.measure(fails)
    assert done == ["on", "call", "off"]
