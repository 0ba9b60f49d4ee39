"""The fixture that runs an attack on a backend, for a fixed number of cases or for its share of --minutes."""

from __future__ import annotations

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
    assert one.counts, "an attack that tried nothing proves nothing"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    try:
        return (yield)
    finally:
        one = getattr(item, "funcargs", {}).get("attack")
        if one is not None:
            item.user_properties.append(("attack", (one.name, one.backend, dict(one.counts))))


def seconds_of_each(request: pytest.FixtureRequest) -> float | None:
    """An equal part of --minutes; of as many times the minutes as there are processes (xdist)."""
    minutes = request.config.getoption("--minutes")
    if minutes is None:
        return None
    attacks = [
        item
        for item in request.session.items
        if "attack" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("skip")
    ]
    processes = getattr(request.config, "workerinput", {}).get("workercount", 1)
    return float(minutes) * 60.0 * int(processes) / len(attacks)
