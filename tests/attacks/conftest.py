"""The fixture that runs an attack on a backend, for a fixed number of cases or for its share of --minutes."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from attack import Attack
from support import selected


@pytest.fixture
def attack(request: pytest.FixtureRequest, backend: str) -> Iterator[Attack]:
    """What the attack is counted under is the name of its test."""
    name = getattr(request.node, "originalname", request.node.name).removeprefix("test_").replace("_", " ")
    one = Attack(name, backend, seconds_of_each(request))
    with selected(backend):
        yield one


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    try:
        return (yield)
    finally:
        one = getattr(item, "funcargs", {}).get("attack")
        if one is not None and one.counts:
            item.user_properties.append(("attack", (one.name, one.backend, dict(one.counts))))


ENDS = pytest.StashKey[float]()


def seconds_of_each(request: pytest.FixtureRequest) -> float | None:
    """An equal part of what is left of --minutes, for each attack that is left: what one leaves over goes to the rest.

    With xdist, each of the processes makes its part of the attacks that are left.
    """
    minutes = request.config.getoption("--minutes")
    if minutes is None:
        return None
    now = time.monotonic()
    end = request.session.stash.setdefault(ENDS, now + float(minutes) * 60.0)
    items = request.session.items
    left = [
        item
        for item in items[items.index(request.node) :]
        if "attack" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("skip")
    ]
    processes = getattr(request.config, "workerinput", {}).get("workercount", 1)
    return max(0.0, end - now) * min(1.0, int(processes) / len(left))
