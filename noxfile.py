"""Sessions that work from a fresh clone: each makes its own environment and downloads nothing but packages.

A bare `nox` runs what has to pass before a change lands; `nox -s demo` shows what the library does. Arguments after
`--` go to pytest: `nox -s tests-torch -- -k matmul`. Every environment gets only the frameworks that it tests, so the
library is proven to work without the others.
"""

from __future__ import annotations

import os
import sys
import tomllib
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import nox

nox.needs_version = ">=2024.4.15"
nox.options.default_venv_backend = "virtualenv"
nox.options.sessions = [
    "lint",
    "tests-numpy",
    "tests-torch",
    "tests-tensorflow",
    "tests-jax",
    "tests-strict",
    "tests-all",
    "build",
]

GROUPS: dict[str, list[str]] = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
# Compiled Python is kept: every test that starts a Python of its own, and every process, would compile all anew.
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONDONTWRITEBYTECODE": ""}
# A processor without anything that only some have, as each library is told; NumPy's are asked of NumPy.
PLAIN_CPU = {"TF_ENABLE_ONEDNN_OPTS": "0", "ATEN_CPU_CAPABILITY": "default"}
SIMD = "import numpy; print(*numpy.show_config(mode='dicts')['SIMD Extensions'].get('found', []))"
# XLA compiles in two thirds of the time with these. It ends the process for a flag that it does not know, so they are
# given to versions that do; the sessions beside a bare nox take XLA as it is.
QUICK_XLA = {"XLA_FLAGS": "--xla_cpu_use_fusion_emitters=false --xla_cpu_parallel_codegen_split_count=1"}
KNOWING_THEM = {"tensorflow": ("2.20", "2.21"), "tensorflow_cpu": ("2.20", "2.21"), "jax": ("0.10",)}
VERSIONS = """
from importlib.metadata import distributions
for found in distributions():
    print(found.name.replace("-", "_").lower(), found.version)
"""
# What differs where a processor does: who counts memory, the bits of kernels. tests-plain-cpu runs everything.
ABOUT_PROCESSORS = [
    "tests/_diagnostics/test_memory_queries.py",
    "tests/_diagnostics/test_trace.py",
    "tests/test_native_is_exact.py",
]

# What runs on JAX: the tests of all other files are about the memory of other frameworks.
ON_JAX = [
    "tests/test_every_function.py",
    "tests/_random",
    "tests/test_docs.py",
    "tests/backends/jax/test_array_ref.py",
    "tests/test_docstrings.py",
    "tests/test_testing.py",
    "tests/test_mistakes.py",
    "tests/test_downstream_library.py",
]
# What JAX compiles for minutes.
IN_PROGRAMS_OF_JAX = [
    "tests/_dispatch/test_at.py",
    "tests/_dispatch/test_compile.py",
    "tests/_dispatch/test_slices_in_programs.py",
    "tests/test_numbers_beside_arrays.py",
    "tests/attacks/test_all_functions.py",
    "tests/attacks/test_overlap.py",
    "tests/backends/jax/test_in_jit.py",
]
# What runs on dask: graphs have no memory, and no gradients.
ON_DASK = [
    "tests/test_every_function.py",
    "tests/backends/dask",
    "tests/test_docs.py",
    "tests/test_docstrings.py",
    "tests/test_mistakes.py",
    "tests/test_numbers_beside_arrays.py",
    "tests/test_testing.py",
    "tests/_dispatch/test_at.py",
    "tests/attacks/test_at.py",
    "tests/attacks/test_all_functions.py",
    "tests/attacks/test_overlap.py",
]

# What runs on CuPy: on its double, and on a GPU.
ON_CUPY = [
    "tests/test_every_function.py",
    "tests/test_every_device.py",
    "tests/backends/cupy",
    "tests/test_kernel_overlap.py",
    "tests/_dispatch/test_at.py",
    "tests/attacks/test_at.py",
    "tests/attacks/test_all_functions.py",
    "tests/attacks/test_overlap.py",
    "tests/test_docs.py",
    "tests/test_mistakes.py",
    "tests/test_numbers_beside_arrays.py",
    "tests/test_testing.py",
]


def install(session: nox.Session, *groups: str) -> None:
    """The package from this folder, and everything that some dependency groups name."""
    # What is never imported need not be compiled: that takes as long as the download.
    session.install("--no-compile", *(requirement for group in groups for requirement in GROUPS[group]), "-e", ".")


def run_tests(session: nox.Session, *arguments: str, **settings: str) -> None:
    """pytest on every core; one that has no tests left takes over some of another's. The slowest tests are named."""
    options = ["--numprocesses", "logical", "--dist", "worksteal", "--durations", "10", *arguments, *session.posargs]
    session.run("python", "-m", "pytest", *options, env=QUIET | settings)


def plain_cpu(session: nox.Session, threads: int) -> dict[str, str]:
    """Settings that leave nothing of what only some processors have, and so many threads for each operation."""
    found = session.run("python", "-c", SIMD, silent=True) or ""
    counts = "OMP_NUM_THREADS OPENBLAS_NUM_THREADS TF_NUM_INTRAOP_THREADS TF_NUM_INTEROP_THREADS".split()
    return PLAIN_CPU | {"NPY_DISABLE_CPU_FEATURES": found.strip()} | dict.fromkeys(counts, str(threads))


def quick_xla(session: nox.Session) -> dict[str, str]:
    """Settings with which programs of XLA are compiled sooner, where every framework here that has it knows them."""
    installed = dict(line.split() for line in (session.run("python", "-c", VERSIONS, silent=True) or "").splitlines())
    known = [installed[name].startswith(versions) for name, versions in KNOWING_THEM.items() if name in installed]
    return QUICK_XLA if known and all(known) else {}


@nox.session(name="tests-numpy")
def tests_numpy(session: nox.Session) -> None:
    """What runs on each backend, on NumPy, where neither PyTorch nor TensorFlow is installed."""
    install(session, "tests")
    run_tests(session, "--backend", "numpy", "--part", "backends")


@nox.session(name="tests-torch")
def tests_torch(session: nox.Session) -> None:
    """What runs on each backend, on PyTorch, where TensorFlow is not installed."""
    install(session, "tests", "torch")
    run_tests(session, "--backend", "torch", "--part", "backends")


@nox.session(name="tests-tensorflow")
def tests_tensorflow(session: nox.Session) -> None:
    """What runs on each backend, on TensorFlow, where PyTorch is not installed."""
    install(session, "tests", "tensorflow")
    run_tests(session, "--backend", "tensorflow", "--part", "backends", **quick_xla(session))


@nox.session(name="tests-jax")
def tests_jax(session: nox.Session) -> None:
    """What runs on each backend and what only JAX has, on JAX, where no other framework is installed."""
    install(session, "tests", "jax")
    run_tests(session, "--backend", "jax", "--part", "backends", *ON_JAX, **quick_xla(session))


@nox.session(name="tests-jax-programs")
def tests_jax_programs(session: nox.Session) -> None:
    """Every function inside JAX's transformations, @compile, indices and attacks on JAX: what compiles long."""
    install(session, "tests", "jax")
    run_tests(session, "--backend", "jax", "--part", "backends", *IN_PROGRAMS_OF_JAX)


@nox.session(name="tests-dask")
def tests_dask(session: nox.Session) -> None:
    """What runs on each backend and what only dask has, on dask, where no other framework is installed."""
    install(session, "tests", "dask")
    run_tests(session, "--backend", "dask", "--part", "backends", *ON_DASK)


@nox.session(name="tests-distributed")
def tests_distributed(session: nox.Session) -> None:
    """Arrays of two processes (DTensor) and of two replicas (tf.distribute); a bare nox runs these tests, too."""
    install(session, "tests", "torch", "tensorflow")
    files = ["torch/test_distributed.py", "tensorflow/test_mirrored.py"]
    run_tests(session, *(f"tests/backends/{file}" for file in files), "tests/test_parts_that_are_copies.py")


@nox.session(name="tests-cupy")
def tests_cupy(session: nox.Session) -> None:
    """What runs on each backend, on a double of CuPy: tests/cupy_double needs no GPU, tests-gpu takes CuPy itself."""
    install(session, "tests")
    double = str(Path("tests/cupy_double").resolve())
    run_tests(session, "--backend", "cupy", "--part", "backends", *ON_CUPY, PYTHONPATH=double)


@nox.session(name="tests-strict")
def tests_strict(session: nox.Session) -> None:
    """The smallest backend, a package of its own: examples/strict_backend with its tests; and random numbers on it."""
    install(session, "tests")
    session.install("--no-compile", "./examples/strict_backend")
    with session.chdir("examples/strict_backend"):
        run_tests(session, "tests")
    run_tests(session, "--backend", "strict", "tests/test_every_function.py", "tests/_random")


@nox.session(name="tests-all")
def tests_all(session: nox.Session) -> None:
    """All other tests, with every framework in one environment: mixes, imports, examples, one framework's own; mypy.

    At the end what differs where a processor does is run once more as on a processor that has nothing but the least.
    """
    install(session, "tests", "torch", "tensorflow", "examples", "types")
    session.run("mypy")
    session.run("basedpyright")
    run_tests(session, "--part", "rest", **quick_xla(session))
    run_tests(session, *ABOUT_PROCESSORS, **plain_cpu(session, threads=1))


@nox.session(name="tests-plain-cpu")
@nox.parametrize("threads", [1, 4])
def tests_plain_cpu(session: nox.Session, threads: int) -> None:
    """Every test as on a processor without AVX2, AVX-512 and oneDNN's kernels, with one thread and with four."""
    install(session, "tests", "torch", "tensorflow", "examples")
    run_tests(session, **plain_cpu(session, threads))


@nox.session
def coverage(session: nox.Session) -> None:
    """Which lines and branches of the package no test runs, every framework in one environment; below 95 % it fails.

    A part of it, whatever the figure: nox -s coverage -- tests/_common
    """
    # Not seen: functions that _common/codegen.py compiles from text, whose files are called <unified_arrays ...>: they
    # count neither as run nor as missed (the lines that put the text together do); what the compilers of the frameworks
    # make of a function; and what tests run in a Python of their own.
    # JAX's and dask's lines are run by the tests of their sessions.
    install(session, "tests", "coverage", "torch", "tensorflow", "jax", "dask", "examples")
    measured = ["--cov=unified_arrays", "--cov-branch", "--cov-append", "--cov-report="]
    parts = [[]] if session.posargs else [[], ["--backend", "jax", *ON_JAX], ["--backend", "dask", *ON_DASK]]
    session.run("python", "-m", "coverage", "erase")
    for part in parts:
        session.run("python", "-m", "pytest", "-n", "logical", *measured, *part, *session.posargs, env=QUIET)
    least = [] if session.posargs else ["--fail-under=95"]
    session.run("python", "-m", "coverage", "report", "--skip-covered", *least)


@nox.session(name="tests-oldest")
def tests_oldest(session: nox.Session) -> None:
    """Every test with the oldest versions that pyproject.toml allows."""
    install(session, "tests", "oldest")
    run_tests(session)


@nox.session(name="tests-newest")
def tests_newest(session: nox.Session) -> None:
    """Every test with the newest versions, pre-releases too, of what has small wheels: NumPy and TensorFlow.

    `nox --force-python 3.13 -s tests-newest` takes another Python, where NumPy's newest may need one.
    """
    session.install("--no-compile", "--pre", *GROUPS["tests"], *GROUPS["tensorflow"], "numpy", "-e", ".")
    run_tests(session)


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
    if find_spec("cupy") is not None:  # which has no CPU, so that it is tested nowhere else
        files = [one for one in ON_CUPY if one != "tests/test_docs.py"]  # whose examples are not written for use_device
        arguments = ["--backend", "cupy", "--device", "gpu", *files]
        session.run(sys.executable, "-m", "pytest", *arguments, *session.posargs, external=True, env=QUIET)


@nox.session(name="tests-downstream")
def tests_downstream(session: nox.Session) -> None:
    """examples/downstream_library as its users have it: installed, with the plugin of pytest, on every backend."""
    session.install("--no-compile", *GROUPS["torch"], *GROUPS["tensorflow"], *GROUPS["jax"], "-e", ".")
    session.install("--no-compile", "./examples/downstream_library", "pytest>=8")
    with session.chdir("examples/downstream_library"):
        session.run("python", "-m", "pytest", *session.posargs, env=QUIET)


@nox.session(name="array-api-tests")
def array_api_tests(session: nox.Session) -> None:
    """The standard's conformance suite, from a checkout: nox -s array-api-tests -- SUITE [module ...]."""
    if not session.posargs:
        session.error("name the folder of a checkout of data-apis/array-api-tests: see CONTRIBUTING.md")
    install(session, "tests", "torch", "tensorflow", "jax", "conformance")
    suite, *modules = session.posargs
    session.run("python", "tests/array_api_tests/run.py", str(Path(suite).resolve()), *modules, env=QUIET)


@nox.session(name="array-api-extra-tests")
def array_api_extra_tests(session: nox.Session) -> None:
    """array_api_extra's own tests, from a checkout: nox -s array-api-extra-tests -- CHECKOUT [module ...]."""
    if not session.posargs:
        session.error("name the folder of a checkout of data-apis/array-api-extra: see CONTRIBUTING.md")
    install(session, "tests", "torch", "tensorflow")
    checkout, *modules = session.posargs
    session.run("python", "tests/array_api_extra_tests/run.py", str(Path(checkout).resolve()), *modules, env=QUIET)


@nox.session(name="scipy-tests")
def scipy_tests(session: nox.Session) -> None:
    """The calls of SciPy's own tests with arrays of each framework: nox -s scipy-tests -- [--write] [submodule ...]."""
    install(session, "tests", "torch", "tensorflow", "examples")
    session.run("python", "tests/library_tests/run_scipy.py", *session.posargs, env=QUIET)


@nox.session(name="scikit-learn-tests")
def scikit_learn_tests(session: nox.Session) -> None:
    """What scikit-learn says to take arrays of other libraries: nox -s scikit-learn-tests -- [--write]."""
    install(session, "tests", "torch", "tensorflow", "examples")
    session.run("python", "tests/library_tests/run_scikit_learn.py", *session.posargs, env=QUIET)


@nox.session(name="numpy-tests")
def numpy_tests(session: nox.Session) -> None:
    """NumPy's own tests with unified_arrays.np in the place of np: nox -s numpy-tests -- [backend ...] [module ...]."""
    install(session, "tests", "torch", "tensorflow")
    session.run("python", "tests/numpy_tests/run.py", *session.posargs, env=QUIET)


@nox.session
def lint(session: nox.Session) -> None:
    """ruff: rules and format."""
    session.install(*GROUPS["lint"])
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """mypy in strict mode on the package; mypy and pyright on a file of user code, for what they infer."""
    install(session, "types", "torch")
    session.run("mypy")
    session.run("basedpyright")  # pyright, in a package that downloads nothing when it runs


@nox.session
def docs(session: nox.Session) -> None:
    """The site in docs/_build/html: warnings are errors; the examples of docstrings and pages run on every backend.

    `nox -s docs -- --quick` builds it without running the examples.
    """
    install(session, "docs", "tests", "torch", "tensorflow", "jax", "dask")
    session.run("sphinx-build", "-W", "--keep-going", "-q", "docs", "docs/_build/html", env=QUIET)
    if "--quick" not in session.posargs:
        session.run("python", "-m", "pytest", "tests/test_docs.py", "tests/test_docstrings.py", env=QUIET)


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
    """The examples on NumPy, then on PyTorch and TensorFlow: plain, ours, with out= and compiled; seconds and memory.

    nox -s demo -- --backend jax shows another one beside NumPy.
    """
    named = [name for option, name in pairwise(session.posargs) if option == "--backend" and name in GROUPS]
    session.log(
        "It installs about 0.6 GB of packages (kept by pip), 3 minutes; then the programs run, 5 minutes or more."
    )
    install(session, "examples", *(named or ["torch", "tensorflow"]))
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
