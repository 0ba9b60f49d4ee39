"""Sessions that work from a fresh clone: each makes its own environment and downloads nothing but packages.

A bare `nox` runs what has to pass before a change lands; `nox -s demo` shows what the library does. Arguments after
`--` go to pytest: `nox -s tests-torch -- -k matmul`. Every environment gets only the frameworks that it tests, so the
library is proven to work without the others.
"""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

import nox

nox.needs_version = ">=2024.4.15"
nox.options.default_venv_backend = "virtualenv"
nox.options.sessions = ["lint", "types", "tests-numpy", "tests-torch", "tests-tensorflow", "tests-all", "build"]

GROUPS: dict[str, list[str]] = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3"}


def install(session: nox.Session, *groups: str) -> None:
    """The package from this folder, and everything that some dependency groups name."""
    session.install(*(requirement for group in groups for requirement in GROUPS[group]), "-e", ".")


def run_tests(session: nox.Session, *arguments: str) -> None:
    session.run("python", "-m", "pytest", *arguments, *session.posargs, env=QUIET)


@nox.session(name="tests-numpy")
def tests_numpy(session: nox.Session) -> None:
    """The tests on NumPy, where neither PyTorch nor TensorFlow is installed."""
    install(session, "tests")
    run_tests(session, "--backend", "numpy")


@nox.session(name="tests-torch")
def tests_torch(session: nox.Session) -> None:
    """The tests on PyTorch, where TensorFlow is not installed."""
    install(session, "tests", "torch")
    run_tests(session, "--backend", "torch")


@nox.session(name="tests-tensorflow")
def tests_tensorflow(session: nox.Session) -> None:
    """The tests on TensorFlow, where PyTorch is not installed."""
    install(session, "tests", "tensorflow")
    run_tests(session, "--backend", "tensorflow")


@nox.session(name="tests-all")
def tests_all(session: nox.Session) -> None:
    """All backends in one environment: mixes, equality across backends, lazy imports, examples."""
    install(session, "tests", "torch", "tensorflow", "examples")
    run_tests(session, "--numprocesses", "2")


@nox.session
def attack(session: nox.Session) -> None:
    """The attacks on out=, every backend in one environment: nox -s attack -- --minutes 10 draws new cases so long."""
    install(session, "tests", "torch", "tensorflow")
    run_tests(session, "tests/attacks")


@nox.session(name="tests-gpu", venv_backend="none")
def tests_gpu(session: nox.Session) -> None:
    """The tests on the GPU of every framework that is installed where nox runs and has one; else skipped, and said.

    With UNIFIED_ARRAYS_REQUIRE_GPU=1 a missing GPU is a failure.
    """
    session.run(sys.executable, "-m", "pytest", "--device", "gpu", *session.posargs, external=True, env=QUIET)


@nox.session(name="array-api-tests")
def array_api_tests(session: nox.Session) -> None:
    """The standard's conformance suite, from a checkout: nox -s array-api-tests -- SUITE [module ...]."""
    if not session.posargs:
        session.error("name the folder of a checkout of data-apis/array-api-tests: see CONTRIBUTING.md")
    install(session, "tests", "torch", "tensorflow", "conformance")
    suite, *modules = session.posargs
    session.run("python", "tests/array_api_tests/run.py", str(Path(suite).resolve()), *modules, env=QUIET)


@nox.session
def lint(session: nox.Session) -> None:
    """ruff: rules and format."""
    session.install(*GROUPS["lint"])
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """mypy in strict mode on the package, and on a file of user code for what it infers."""
    install(session, "types", "torch")
    session.run("mypy")


@nox.session
def build(session: nox.Session) -> None:
    """sdist and wheel, built, installed and imported in an environment that has nothing else."""
    session.install("build")
    place = Path(session.create_tmp()).resolve()
    session.run("python", "-m", "build", "--outdir", str(place / "dist"))
    (wheel,) = (place / "dist").glob("*.whl")
    session.run("python", "-m", "venv", str(place / "empty"))
    folder, suffix = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
    python = str(place / "empty" / folder / f"python{suffix}")
    session.run(python, "-m", "pip", "install", "--quiet", str(wheel), external=True)
    program = "import unified_arrays as ua; print(ua.__version__, ua.add(ua.ones(3), ua.ones(3), out=ua.empty(3)))"
    with session.chdir(place):
        session.run(python, "-W", "error", "-c", program, external=True)


@nox.session
def demo(session: nox.Session) -> None:
    """The examples on NumPy, then on PyTorch and TensorFlow: results, seconds, memory with and without out=."""
    install(session, "examples", "torch", "tensorflow")
    session.run("python", "examples/demo.py", *session.posargs, env=QUIET)


@nox.session
def bench(session: nox.Session) -> None:
    """What a call costs beside the frameworks' own: nox -s bench -- [--quick] [--compare] [--keep]."""
    install(session, "bench", "torch", "tensorflow")
    session.run("python", "-m", "benchmarks", *session.posargs, env=QUIET)


@nox.session(name="bench-ivy")
def bench_ivy(session: nox.Session) -> None:
    """The same calls by Ivy, in an environment of its own; the next `nox -s bench` shows its figures too."""
    install(session, "bench-ivy", "torch", "tensorflow")
    arguments = ["--table", "calls", "--no-pictures", "--output", str(Path("bench/ivy.json").resolve())]
    session.run("python", "-m", "benchmarks", *arguments, *session.posargs, env=QUIET)
