"""What is used of the frameworks that is not public: listed with reasons, and never needed without a word."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import unified_arrays as ua
from unified_arrays import backends
from unified_arrays._common.private_interfaces import PrivateInterfaces, VersionRange

PROGRAM = Path(__file__).with_name("without_private_interfaces.py")


def interfaces(backend: str) -> PrivateInterfaces:
    with ua.use_backend(backend), ua.memory.trace():
        ua.add(ua.ones(3), 1.0)  # what is looked up late, is
    found = backends.by_name(backend).private
    assert found is not None
    return found


@pytest.mark.backends("torch", "tensorflow")
def test_each_has_its_reasons_and_is_there(backend: str) -> None:
    private = interfaces(backend)
    assert private.missing == []
    names = [one.name for one in private.used]
    assert len(names) == len(set(names)) >= 8
    assert all(one.why and one.without for one in private.used)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="os.fork is needed")
@pytest.mark.backends("torch", "tensorflow")
def test_a_backend_works_without_each(backend: str) -> None:
    private = interfaces(backend)
    names = [one.name for one in private.used if one.looked_up]
    done = subprocess.run(
        [sys.executable, str(PROGRAM), backend, json.dumps(names)], capture_output=True, text=True, timeout=600
    )
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["name"] for one in outcomes] == names, done.stderr
    for one in outcomes:
        assert not one["problem"], f"without {one['name']}: {one['problem']}"
        (warning,) = one["warnings"]
        assert warning.startswith(f"{private.tested.framework} {private.version} lacks {one['name']}, which is private")


def test_what_nothing_can_stand_in_for_is_an_import_error() -> None:
    private = PrivateInterfaces("9.1.2", VersionRange("Framework", "1.0", "2.5"))
    with pytest.raises(
        ImportError, match=r"^Framework 9.1.2 lacks sys:nothing, .* Tested are Framework 1.0 to 2.5: install one of"
    ):
        private.find("sys:nothing", why="", without="nothing works")
    assert private.missing == []


def test_what_is_missing_is_said_once_and_replaced() -> None:
    private = PrivateInterfaces("9.1", VersionRange("Framework", "1.0", "2.5"))
    with pytest.warns(RuntimeWarning, match="Without it calls are slower") as warned:
        assert private.find("sys:no.thing", why="", without="calls are slower", instead=lambda: 3) == 3
    assert len(warned) == 1
    assert [one.name for one in private.missing] == ["sys:no.thing"]
    assert private.find("sys:version_info.major", why="", without="") == 3
    assert private.find("sys:getrecursionlimit().real", why="", without="") == sys.getrecursionlimit()


@pytest.mark.parametrize(
    ("version", "tested"),
    [("2.18.0", True), ("2.22.0-rc0", True), ("2.22.7", True), ("2.17.1", False), ("2.23.0", False), ("3.0", False)],
)
def test_versions_that_were_tested(version: str, tested: bool) -> None:
    assert VersionRange("TensorFlow", "2.18", "2.22").include(version) is tested
