"""Which backends a run covers: all that are installed, or those that `--backend` names.

A framework that is missing is skipped with its reason; if `--backend` names it, that is an error. Devices: `--device`.
"""

from __future__ import annotations

import importlib.util
import os

import pytest

BACKENDS = {"numpy": "numpy", "torch": "torch", "tensorflow": "tensorflow"}  # name -> the module it needs

# A setting from the caller's shell would change what calls without arrays mean.
for variable in ("UNIFIED_ARRAYS_BACKEND", "UNIFIED_ARRAYS_DEVICE"):
    os.environ.pop(variable, None)
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--backend", action="append", choices=list(BACKENDS), help="test only this backend (may be repeated)"
    )
    parser.addoption("--device", default=None, help="run on this device, where the backend has one (for example gpu)")


def installed(name: str) -> bool:
    return importlib.util.find_spec(BACKENDS[name]) is not None


def pytest_configure(config: pytest.Config) -> None:
    for name in config.getoption("--backend") or ():
        if not installed(name):
            raise pytest.UsageError(f"--backend {name}: the package {BACKENDS[name]} is not installed")
    if installed("tensorflow") and "tensorflow" in (config.getoption("--backend") or BACKENDS):
        # Two logical CPUs, so that placement can be tested without a GPU. Only possible before the first operation.
        import tensorflow as tf

        cpu = tf.config.list_physical_devices("CPU")[0]
        tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "backend" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--backend") or list(BACKENDS)
        parameters = [
            name
            if installed(name)
            else pytest.param(name, marks=pytest.mark.skip(reason=f"{BACKENDS[name]} is not installed"))
            for name in chosen
        ]
        metafunc.parametrize("backend", parameters)
