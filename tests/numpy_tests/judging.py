"""Plugin of pytest: selects the backend, and writes for each test what became of it and why.

A test is `passed`, `failed` or `skipped`; `not applicable` by a line of not_applicable.txt, which is not run; and
`array's own` where the framework's array object refuses what the test itself does to it: a method or an index that
torch.Tensor does not have, whose class this package leaves alone; or a comparison of dtypes that its dtypes lack.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import signal
from functools import wraps
from pathlib import Path
from typing import Any

import in_place_of_numpy as standing
import numpy as np
import pytest

HERE = Path(__file__).resolve().parent
SECONDS = 60  # a test that takes longer fails
REPORT = Path(os.environ["NUMPY_TESTS_REPORT"])
ERROR_LENGTH = 300
CLASSES_COMPARED = re.compile(r"ACTUAL: <class '[\w.]*\.(Tensor|ArrayVariable)'>\s+DESIRED: ")
DTYPES_COMPARED = re.compile(r"(?:^assert|ACTUAL:) (?:torch|tf)\.(\w+)(?: ==|\s+DESIRED:) (?:dtype\()?'?([<=|>]?\w+)")


def not_applicable() -> list[tuple[str, re.Pattern[str], str]]:
    """(what a pattern is looked for in, the pattern, reason): the lines of the file, a reason before its patterns."""
    rows, reason = [], ""
    for line in (HERE / "not_applicable.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            reason = line[3:]
        elif line.strip() and not line.startswith("#"):
            where, pattern = line.split(None, 1)
            assert where in ("body", "test"), line
            rows.append((where, re.compile(pattern), reason))
    return rows


ROWS = not_applicable()


def body_of(item: pytest.Item) -> str:
    """The text of a test function without its decorators: what else these draw is in the names of the tests."""
    source = inspect.getsource(item.function) if hasattr(item, "function") else ""
    return source[max(source.find("def "), 0) :]


def reason_of(item: pytest.Item) -> str | None:
    """Why a test does not apply, or None."""
    texts = {"body": body_of(item), "test": item.nodeid.partition("::")[2]}
    return next((reason for where, pattern, reason in ROWS if pattern.search(texts[where])), None)


def same_dtype_compared(assertion: str) -> bool:
    """True if a failed assertion is that a framework's dtype is NumPy's of the same name."""
    compared = DTYPES_COMPARED.search(assertion)
    try:
        return compared is not None and np.dtype(compared[2]).name == compared[1]
    except TypeError:  # what it was compared with is no dtype
        return False


def refused_by_the_array(call: pytest.CallInfo[Any]) -> bool:
    """True if PyTorch's array object raised, called by the test itself and by no function of ours.

    And if the test compared a dtype of PyTorch or TensorFlow with NumPy's name of the same, or the class of an array
    with a class of NumPy: they are equal to none.
    """
    if call.excinfo is None:
        return False
    if call.excinfo.errisinstance(AssertionError):
        text = str(call.excinfo.value)
        return same_dtype_compared(text) or CLASSES_COMPARED.search(text) is not None
    if standing.BACKEND == "tensorflow":  # whose arrays have NumPy's attributes, and whose dtypes have not
        return "'DType' object has no attribute" in str(call.excinfo.value)
    if standing.BACKEND != "torch":
        return False
    if isinstance(call.excinfo.value, pytest.fail.Exception):
        return False
    files = [str(entry.path) for entry in call.excinfo.traceback]
    tests = [number for number, file in enumerate(files) if "numpy_tests_of_" in file]
    after = files[tests[-1] + 1 :] if tests else files
    return bool(tests) and all("/torch/" in file for file in after)


def without_words(raises: Any) -> Any:
    """pytest.raises, whatever the error says: its words are this package's own."""

    @wraps(raises)
    def raises_any(*arguments: Any, match: object = None, **options: Any) -> Any:
        return raises(*arguments, **options)

    return raises_any


def pytest_configure(config: pytest.Config) -> None:
    from hypothesis import settings

    settings.register_profile("numpy-tests", deadline=None, max_examples=20, derandomize=True, database=None)
    settings.load_profile("numpy-tests")
    if standing.BACKEND != "plain":
        pytest.raises = without_words(pytest.raises)
        import unified_arrays

        unified_arrays.set_backend(standing.BACKEND)


def pytest_collection_finish() -> None:
    standing.Namespace.importing = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        reason = reason_of(item)
        item.user_properties.append(("not applicable", reason))
        if reason is not None:
            item.add_marker(pytest.mark.skip(reason=reason))


class TooSlow(Exception):
    """A test took longer than it may."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Any:
    def stop(*_: Any) -> None:
        raise TooSlow(f"more than {SECONDS} s")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        return (yield)
    finally:
        signal.alarm(0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Any:
    report = yield
    if report.when == "call" or report.outcome != "passed":
        reason = dict(item.user_properties)["not applicable"]
        outcome = "failed" if report.when == "teardown" else report.outcome
        if hasattr(report, "wasxfail"):
            outcome = "skipped"
        if reason is not None:
            outcome = "not applicable"
        elif outcome == "failed" and refused_by_the_array(call):
            outcome = "array's own"
        error = ""
        if call.excinfo is not None:
            error = f"{call.excinfo.typename}: {str(call.excinfo.value)[:ERROR_LENGTH]}"
        where = str(call.excinfo.traceback[-1]) if call.excinfo is not None else ""
        row = {"test": item.nodeid.rpartition("/")[2], "outcome": outcome, "error": error, "reason": reason}
        with REPORT.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row | {"passes": report.outcome == "passed", "where": where.strip()[:200]}) + "\n")
    return report


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        row = {"test": report.nodeid or "collection", "outcome": "failed", "error": str(report.longrepr)[-600:]}
        with REPORT.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row | {"reason": None, "passes": False, "where": "collection"}) + "\n")
