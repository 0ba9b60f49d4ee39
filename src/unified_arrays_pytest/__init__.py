"""A plugin of pytest for libraries that compute on unified_arrays: a test that asks for `xp` runs on every backend.

    def test_softmax(xp):
        assert_close(softmax(xp.ones(2)), xp.asarray([0.5, 0.5]))

It does nothing until a test asks for `xp`, `device` or `ua_backend`: pytest loads it wherever it is installed, so
nothing of unified_arrays is imported before, and environment variables that a conftest sets count.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest

MARKS = {
    "ua_skip": "ua_skip(*backends, reason): do not run the test on these backends",
    "ua_xfail": "ua_xfail(*backends, reason): the test is expected to fail on these backends",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the command line."""
    group = parser.getgroup("unified_arrays")
    group.addoption(
        "--ua-backends", help="test on these backends only, separated by commas; default: all that are installed"
    )
    group.addoption(
        "--ua-device", help="test on this device of each backend, such as gpu; backends without it are skipped"
    )


def pytest_configure(config: pytest.Config) -> None:
    """The marks, for --strict-markers."""
    for line in MARKS.values():
        config.addinivalue_line("markers", line)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test that asks for a backend runs on each of them. A fixture `xp` of your own is not touched."""
    if "ua_backend" not in metafunc.fixturenames:
        return
    marks = {name: marker_of(metafunc, name) for name in backends_to_test(metafunc.config)}
    parameters = [pytest.param(name, marks=found) for name, found in marks.items()]
    metafunc.parametrize("ua_backend", parameters)


def backends_to_test(config: pytest.Config) -> list[str]:
    """Those of --ua-backends, else all that are installed."""
    from unified_arrays import backends

    asked = config.getoption("--ua-backends")
    if asked is None:
        return [name for name in backends.KNOWN if backends.is_installed(name)]
    named = [name.strip() for name in asked.split(",")]
    for name in named:
        try:
            backends.by_name(name, "--ua-backends")
        except (ValueError, ImportError) as error:
            raise pytest.UsageError(str(error)) from None
    return named


def marker_of(metafunc: pytest.Metafunc, backend: str) -> list[pytest.MarkDecorator]:
    """What the marks of a test say of a backend, as pytest's own marks."""
    found = []
    for name, line in MARKS.items():
        for marker in metafunc.definition.iter_markers(name):
            reason = marker.kwargs.get("reason")
            if not reason or not marker.args:
                message = f"{metafunc.definition.nodeid}: a mark lacks backends or a reason, expected {line}"
                raise pytest.UsageError(message)
            if backend in marker.args:
                own = pytest.mark.skip if name == "ua_skip" else pytest.mark.xfail
                found.append(own(reason=f"{backend}: {reason}"))
    return found


@pytest.fixture
def ua_backend() -> str:
    """The name of the backend that the test runs on."""
    raise AssertionError("pytest_generate_tests gives its values")


@pytest.fixture
def device(request: pytest.FixtureRequest, ua_backend: str) -> Any:
    """The device of `--ua-device`, or the one where the backend makes arrays."""
    import unified_arrays as ua

    asked = request.config.getoption("--ua-device")
    if asked is None:
        return ua.device(importlib.import_module(f"unified_arrays.{ua_backend}").zeros(()))
    there = ua.devices(ua_backend)
    if ua.Device(asked) not in there:
        pytest.skip(f"{ua_backend} has no device {ua.Device(asked)} here, only {', '.join(map(str, there))}")
    return ua.Device(asked)


@pytest.fixture
def xp(request: pytest.FixtureRequest, ua_backend: str, device: Any) -> Iterator[Any]:
    """The namespace of the backend; inside the test calls without arrays are made there, too, on the device."""
    import unified_arrays as ua

    on_device = nullcontext() if request.config.getoption("--ua-device") is None else ua.use_device(device)
    with ua.use_backend(ua_backend), on_device:
        yield importlib.import_module(f"unified_arrays.{ua_backend}")
