"""Plugin of pytest: SciPy's tests as a record of calls, each repeated at once with arrays of other kinds.

SciPy's tests run with NumPy. Every public function that SciPy says to take arrays of other libraries is wrapped: what a
test calls with arrays is called again, and what comes out is written to the file that LIBRARY_CALLS names.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import json
import os
import sys
import time
import types
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from kinds import Kind, all_kinds, difference, holds_arrays, in_one_line

CALLS = int(os.environ.get("LIBRARY_CALLS_EACH", "6"))  # of a function, distinct ones
VARIANTS = 8  # of a test that has more parameters
SLOW = 0.5  # seconds: what takes longer is not repeated
BUDGET = 10.0  # seconds: when the calls of a function have taken so long, no more are recorded
PLACES = (
    "cluster.hierarchy cluster.vq constants differentiate fft integrate linalg ndimage optimize optimize.elementwise "
    "signal signal.windows spatial.distance special stats"
).split()
NOT_CALLED = ("__repr__", "__iter__", "__init__", "__setitem__")  # of rotations: nothing to compare

outcomes: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
wrapped_of: dict[tuple[str, str], Any] = {}  # by the module and name of the function
seen: set[Any] = set()
spent: Counter[str] = Counter()
busy = False


def signature(value: Any) -> Any:
    """What makes calls distinct: dtypes and numbers of axes of arrays, values of anything else."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value.dtype.name, value.ndim, value.size > 0
    if isinstance(value, (list, tuple)):
        return type(value).__name__, *map(signature, value[:4])
    if isinstance(value, dict):
        return tuple((name, signature(one)) for name, one in value.items())
    return value if isinstance(value, (str, bool, int, types.NoneType)) else type(value).__name__


@contextlib.contextmanager
def numpy_by_ours() -> Iterator[None]:
    """SciPy's `array_namespace` of an ndarray is this package's namespace for NumPy."""
    import scipy._lib._array_api_override as override

    import unified_arrays as ua

    with patch.object(override, "np_compat", ua.numpy):
        yield


def outcome_of(kind: Kind, call: Callable[..., Any], arguments: Any, options: Any, expected: Any) -> str:
    around = numpy_by_ours() if kind.name == "NumPy" else contextlib.nullcontext()
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"), around:
            warnings.simplefilter("ignore")
            result = call(*kind.of(arguments), **kind.of(options))
            return difference(kind, result, expected) or "right"
    except Exception as error:
        return in_one_line(error)


def recorded(name: str, function: Callable[..., Any], kinds: list[Kind]) -> Callable[..., Any]:
    as_numpy = Kind("control", np, lambda x: x, lambda x: isinstance(x, (np.ndarray, np.generic)))

    @functools.wraps(function)
    def call(*arguments: Any, **options: Any) -> Any:
        global busy
        is_full = len(outcomes[name]) >= CALLS or spent[name] > BUDGET
        if busy or is_full or not holds_arrays((arguments, options)):
            return function(*arguments, **options)
        busy, start = True, time.perf_counter()
        try:
            before = as_numpy.of(arguments), as_numpy.of(options)
            expected = function(*arguments, **options)
            key = name, signature(arguments), signature(options)
            if key in seen or time.perf_counter() - start > SLOW:
                return expected
            seen.add(key)
            # What NumPy itself does not repeat (random numbers, generators that are used up) shows nothing.
            if outcome_of(as_numpy, function, *before, expected) == "right":
                outcome = {kind.name: outcome_of(kind, function, *before, expected) for kind in kinds}
                # Lists beside arrays, which SciPy takes with NumPy only, are no call for other libraries.
                if not all("Multiple namespaces" in one for kind, one in outcome.items() if kind != "NumPy"):
                    outcomes[name].append(outcome)
            return expected
        finally:
            busy = False
            spent[name] += time.perf_counter() - start

    return call


def wrap_all() -> None:
    from scipy._lib._array_api import xp_capabilities_table as capabilities
    from scipy.spatial.transform import RigidTransform, Rotation, Slerp

    kinds = all_kinds()
    for place in PLACES:
        module = importlib.import_module(f"scipy.{place}")
        for name, function in list(vars(module).items()):
            if isinstance(function, type) or not _is_capable(capabilities, function):
                continue
            wrapped = recorded(f"{place}.{name}", function, kinds)
            capabilities[wrapped] = capabilities[function]
            setattr(module, name, wrapped)
            wrapped_of[identity(function)] = wrapped
    for owner in (Rotation, RigidTransform, Slerp):
        for name, member in list(vars(owner).items()):
            function = getattr(member, "__func__", member)
            if name in NOT_CALLED or not _is_capable(capabilities, function):
                continue
            wrapped = recorded(f"{owner.__name__}.{name}", function, kinds)
            capabilities[wrapped] = capabilities[function]
            setattr(owner, name, type(member)(wrapped) if isinstance(member, (classmethod, staticmethod)) else wrapped)


def _is_capable(capabilities: dict[Any, Any], function: Any) -> bool:
    try:
        return function in capabilities and not capabilities[function]["np_only"]
    except TypeError:  # it has no hash
        return False


def pytest_configure(config: pytest.Config) -> None:
    sys.setrecursionlimit(10_000)
    wrap_all()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests that SciPy runs with every library; of those with many parameters some, evenly spread."""
    chosen = [item for item in items if "xp" in getattr(item, "fixturenames", ()) and not is_for_numpy_only(item)]
    counts = Counter(map(group, chosen))
    numbers: Counter[Any] = Counter()
    items[:] = []
    for item in chosen:
        if numbers[group(item)] % -(-counts[group(item)] // VARIANTS) == 0:
            items.append(item)
            parameters = item.callspec.params  # type: ignore[attr-defined]
            parameters.update((name, wrapped_of.get(identity(one), one)) for name, one in parameters.items())
        numbers[group(item)] += 1


def is_for_numpy_only(item: pytest.Item) -> bool:
    return any(mark.kwargs.get("np_only") for mark in item.iter_markers("skip_xp_backends"))


def group(item: pytest.Item) -> Any:
    """A test, once for each function that is a parameter of it."""
    parameters = map(identity, item.callspec.params.values())  # type: ignore[attr-defined]
    return item.nodeid.partition("[")[0], *filter(wrapped_of.__contains__, parameters)


def identity(value: Any) -> tuple[str, str]:
    """What a function is known by: SciPy makes some of its functions anew whenever they are asked for."""
    return str(getattr(value, "__module__", "")), str(getattr(value, "__qualname__", ""))


def pytest_sessionfinish() -> None:
    called = {name: calls for name, calls in outcomes.items() if calls}
    Path(os.environ["LIBRARY_CALLS"]).write_text(json.dumps(called), encoding="utf-8")
