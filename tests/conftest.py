"""Which backends and which device a run covers.

Backends: all that are installed, or those that `--backend` names. A framework that is missing is skipped with its
reason; if `--backend` names it, that is an error. Device: the frameworks' default, or the one that `--device` names;
then only the tests that run on a backend are chosen, and backends without such a device are skipped with their reason.
With UNIFIED_ARRAYS_REQUIRE_GPU=1 it is an error if none has it.

`--part` divides the tests: those that run once for each backend, and the rest. So each runs once where several sessions
follow each other: the first part in environments with one framework, the rest where all of them are installed.

What a test is not about is not collected, so that every skip says what is missing here. Two markers say it: `backends`
names the backends; `applies` takes a function of a case's parameters, by their names:

    @pytest.mark.applies(where=lambda row, backend: backend != "tensorflow" or not row.arguments)
"""

from __future__ import annotations

import gc
import importlib.util
import inspect
import os
from functools import cache

import pytest

BACKENDS = {"numpy": "numpy", "torch": "torch", "tensorflow": "tensorflow"}  # name -> the module it needs
# Tested only if they are named: a backend of another package, JAX, which other libraries bring along, and CuPy, which
# without a GPU is tests/cupy_double.
ELSEWHERE = {"strict": "array_api_strict", "jax": "jax", "dask": "dask", "cupy": "cupy"}

# A setting from the caller's shell would change what calls without arrays mean.
for variable in ("UNIFIED_ARRAYS_BACKEND", "UNIFIED_ARRAYS_DEVICE", "UNIFIED_ARRAYS_TF_TENSORS"):
    os.environ.pop(variable, None)
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--backend", action="append", choices=[*BACKENDS, *ELSEWHERE], help="test only this one (may be repeated)"
    )
    parser.addoption("--device", default=None, help="run on this device of each backend that has it, such as gpu")
    parser.addoption("--part", choices=["backends", "rest"], help="only what runs on each backend, or only the rest")
    parser.addoption("--minutes", type=float, help="let the attacks on out= draw new cases for so long, all together")


def chosen(config: pytest.Config) -> list[str]:
    return config.getoption("--backend") or list(BACKENDS)


def module_of(name: str) -> str:
    return (BACKENDS | ELSEWHERE)[name]


def installed(name: str) -> bool:
    return importlib.util.find_spec(module_of(name)) is not None


@cache
def reason_to_skip(name: str, device: str | None) -> str | None:
    """Why a backend cannot be tested here, or None."""
    if not installed(name):
        return f"{module_of(name)} is not installed"
    if device is None:
        return None
    import unified_arrays as ua

    there = ua.devices(name)
    if ua.Device(device) in there:
        return None
    return f"{name} has no device {ua.Device(device)} here, only {', '.join(map(str, there))}"


def pytest_configure(config: pytest.Config) -> None:
    for name in config.getoption("--backend") or ():
        if not installed(name):
            message = f"--backend {name}: the package {module_of(name)} is not installed"
            raise pytest.UsageError(message)
    if installed("tensorflow") and "tensorflow" in chosen(config):
        # Two logical CPUs, so that placement can be tested without a GPU. Only possible before the first operation.
        import tensorflow as tf

        cpu = tf.config.list_physical_devices("CPU")[0]
        tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
        from unified_arrays.backends.tensorflow.xla_exact import PROGRAMS

        PROGRAMS.limit = 10**6  # of one program; this process runs those of thousands
    if "jax" in chosen(config):
        os.environ["JAX_ENABLE_X64"] = "1"  # float64, as the oracle has; tests/backends/jax shows what is without it
        import jax

        jax.config.update("jax_num_cpu_devices", 2)  # likewise
    device = config.getoption("--device")
    if device is not None:
        import support

        support.DEVICE = device
        reasons = [reason_to_skip(name, device) for name in chosen(config)]
        if all(reasons) and os.environ.get("UNIFIED_ARRAYS_REQUIRE_GPU") == "1":
            message = f"UNIFIED_ARRAYS_REQUIRE_GPU is set, but: {'; '.join(map(str, reasons))}"
            raise pytest.UsageError(message)


def pytest_collection_finish() -> None:
    """What is there now stays, so that the garbage collector need not look at each test again: a fifth of the time."""
    gc.collect()
    gc.freeze()


def pytest_report_header(config: pytest.Config) -> list[str]:
    """What this run covers, by name and version, and what it leaves out and why."""
    lines = []
    for name in chosen(config):
        reason = reason_to_skip(name, config.getoption("--device"))
        version = importlib.import_module(module_of(name)).__version__ if installed(name) else "not installed"
        lines.append(f"{name} {version}: {'skipped, ' + reason if reason else 'tested'}{devices_of(name)}")
    return lines


def devices_of(name: str) -> str:
    """The names of the GPUs that a backend sees."""
    if name == "torch" and installed(name):
        import torch

        names = [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())]
    elif name == "tensorflow" and installed(name):
        import tensorflow as tf

        names = [one.name for one in tf.config.list_physical_devices("GPU")]
    else:
        names = []
    return f" (GPUs: {', '.join(names)})" if names else ""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """With --device how many tests of each backend ran there; the attacks on out= that were made, and their outcome."""
    device = config.getoption("--device")
    for name in chosen(config) if device else ():
        counts = {
            outcome: sum(f"[{name}" in report.nodeid for report in terminalreporter.stats.get(outcome, ()))
            for outcome in ("passed", "failed", "skipped")
        }
        found = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
        terminalreporter.write_line(f"{name} on {device}: {reason_to_skip(name, device) or found}")
    # With xdist these are the reports of all processes.
    reports = [one for kind in terminalreporter.stats.values() for one in kind if isinstance(one, pytest.TestReport)]
    if any(name == "attack" for report in reports for name, _ in report.user_properties):
        from attack import table

        terminalreporter.section("attacks on out=")
        for line in table(reports):
            terminalreporter.write_line(line)


def pytest_pycollect_makeitem(collector: pytest.Collector, name: str, obj: object) -> list[pytest.Item] | None:
    """With `--part rest`, nothing of a test that asks for a backend: to make its items took a third of collecting."""
    if collector.config.getoption("--part") != "rest" or collector.config.getoption("--device") is not None:
        return None
    is_test = inspect.isfunction(obj) and name.startswith("test")
    return [] if is_test and "backend" in inspect.signature(obj).parameters else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # Tests that are about other backends than the chosen ones, or belong to the other part.
    left_out = [one for one in items if hasattr(one, "callspec") and one.callspec.params.get("backend", "") is None]
    part = "backends" if config.getoption("--device") is not None else config.getoption("--part")
    if part == "backends":
        left_out += [one for one in items if "backend" not in getattr(one, "fixturenames", ())]
    others = set(left_out)
    does_not_apply = [one for one in items if one not in others and not applies(one)]
    left_out += does_not_apply
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        without = set(left_out)
        items[:] = [one for one in items if one not in without]
    if not any("[" in argument for argument in config.args):  # where no single case was asked for
        emptied = set(map(place_of, does_not_apply)) - set(map(place_of, items))
        if emptied:
            named = ", ".join(sorted(f"{test} on {backend}" for test, backend in emptied))
            message = f"applies() leaves no case of {named}: if the test is not about that, say so with backends()"
            raise pytest.UsageError(message)


def applies(item: pytest.Item) -> bool:
    """Whether the test is about this case; where a backend cannot be asked, the case is skipped for that."""
    if item.get_closest_marker("skip") is not None:
        return True
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    conditions = [marker.kwargs["where"] for marker in item.iter_markers("applies")]
    return all(where(*[parameters[name] for name in inspect.signature(where).parameters]) for where in conditions)


def place_of(item: pytest.Item) -> tuple[str, str]:
    callspec = getattr(item, "callspec", None)
    return item.nodeid.partition("[")[0], str(callspec.params.get("backend")) if callspec else ""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "backend" not in metafunc.fixturenames and metafunc.definition.get_closest_marker("backends"):
        message = f"{metafunc.definition.nodeid} is marked for some backends, but asks for none: it would run for all"
        raise pytest.UsageError(message)
    if "backend" in metafunc.fixturenames and metafunc.config.getoption("--part") == "rest":
        metafunc.parametrize("backend", [None])
    elif "backend" in metafunc.fixturenames:
        device = metafunc.config.getoption("--device")
        parameters = []
        only = metafunc.definition.get_closest_marker("backends")
        for name in chosen(metafunc.config):
            if only is not None and name not in only.args:
                continue
            reason = reason_to_skip(name, device)
            parameters.append(pytest.param(name, marks=[pytest.mark.skip(reason=reason)] if reason else []))
        metafunc.parametrize("backend", parameters or [None])
