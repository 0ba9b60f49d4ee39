"""Functions of `unified_arrays.np` that write to their first argument, options that are refused, and array-likes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy
import pytest

import unified_arrays as ua
import unified_arrays.np as np

from support import selected

STATEMENTS = [
    "np.copyto(x, [1, 2, 3])",
    "np.copyto(x, 5, where=[True, False, True])",
    "np.copyto(k, 2.7, casting='unsafe')",
    "np.fill_diagonal(s, 7)",
    "np.fill_diagonal(s, [1, 2])",
    "np.place(x, [True, False, True], [8, 9])",
    "np.put(x, [0, -1], [5, 6])",
    "np.put(s, [1, 2], 4)",
    "np.put(x, [3, 4], 1, mode='clip')",
    "np.putmask(x, [True, False, True], [7, 8, 9])",
    "np.put_along_axis(s, np.argsort(s, 1), 0, axis=1)",
    "np.add.at(x, [0, 0, 2], 1)",
    "np.maximum.at(x, [1], [9])",
    "np.subtract.at(s, ([0, 1], [1, 0]), 2.5)",
    "np.add(x, 1, x)",
    "np.multiply(x, 2, out=x)",
    "np.divide(x, [0, 1, 2], out=x, where=[False, True, True])",
    "np.cumsum(x, out=x)",
    "np.sum(s, 0, out=x[:2])",
    "np.random.default_rng(0).shuffle(np.zeros(3))",
    "np.nan_to_num(x, copy=False)",
]


def data() -> dict[str, numpy.ndarray]:
    return {"x": numpy.array([3.0, 1.0, 2.0]), "s": numpy.array([[1.0, 2.0], [4.0, 3.0]]), "k": numpy.array([1, 2])}


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_writes_what_numpys_does(text: str, backend: str) -> None:
    expected = data()
    exec(text, {"np": numpy, **expected})
    with selected(backend):
        found = {name: np.array(value) for name, value in data().items()}
        exec(text, {"np": np, **found})
    for name, wanted in expected.items():
        numpy.testing.assert_array_equal(ua.to_backend(found[name], "numpy"), wanted)


REFUSED = [
    ("np.zeros(3, order='X')", TypeError),
    ("np.array([1], order='X')", TypeError),
    ("np.add([1], [2], signature='dd->d')", TypeError),
    ("np.take([1, 2], [5], mode='wrap')", TypeError),
    ("np.max([1.0, 2.0], where=[True, False])", ValueError),
    ("np.linalg.eigh([[1.0]], UPLO='X')", ValueError),
    ("np.matmul([[1]], [[1]], keepdims=True)", TypeError),
    ("np.nanstd([1.0], mean=3.0)", TypeError),
    ("np.where([True], [1])", ValueError),
    ("np.arange(1, 5, 0)", ValueError),
    ("np.array('text')", TypeError),
    ("np.array([None])", TypeError),
    ("np.sum(['a'])", TypeError),
    ("np.zeros(2, 'S3')", TypeError),
    ("np.clip([1], 0, 1, min=0)", ValueError),
    ("np.meshgrid([1], indexing='yx')", ValueError),
    ("np.concatenate(3)", TypeError),
    ("np.power.at(np.ones(2), [0], 2)", TypeError),
    ("np.concatenate([[1.5], [2]], dtype=int, casting='safe')", TypeError),
    ("np.concatenate([[1.5], [2]], casting='no')", TypeError),
    ("np.clip([1], 0)", TypeError),
    ("np.cross([1, 2, 3, 4], [1, 2, 3])", ValueError),
    ("np.sort([1, 2], order='x')", TypeError),
]


@pytest.mark.parametrize(("text", "kind"), REFUSED)
def test_what_cannot_be_honoured_is_an_error(text: str, kind: type[Exception], backend: str) -> None:
    with selected(backend), pytest.raises(kind):
        eval(text, {"np": np})


def test_a_missing_name_says_what_to_use() -> None:
    with pytest.raises(AttributeError, match="use trapezoid"):
        np.trapz  # noqa: B018
    with pytest.raises(AttributeError, match=r"two axes, and @ for products"):
        np.matrix  # noqa: B018
    with pytest.raises(AttributeError, match=r"to_backend\(x, 'numpy'\)"):
        np.packbits  # noqa: B018
    with pytest.raises(AttributeError, match="NumPy has no such name either"):
        np.no_such_name  # noqa: B018
    with pytest.raises(AttributeError, match=r"numpy\.linalg\.test takes"):
        np.linalg.test  # noqa: B018
    with pytest.raises(AttributeError, match=r"unified_arrays\.np\.random has no 'tomaxint'"):
        np.random.tomaxint  # noqa: B018
    assert {"add", "linalg", "float64", "where"} <= set(dir(np))
    assert not hasattr(np, "__path_of_nothing__")


def test_out_is_untouched_where_a_call_is_refused(backend: str) -> None:
    with selected(backend):
        out = np.zeros(2)
        for call in (
            lambda: np.add([1.0, 2.0, 3.0], 1, out=out),
            lambda: np.add([1.0, 2.0], 1j, out=out),
            lambda: np.add([1.0, 2.0, 3.0], 1, out=out, where=[True, False, True]),
            lambda: np.sum([[1.0, 2.0, 3.0]], 0, out=out, initial=3),
        ):
            with pytest.raises((TypeError, ValueError)):
                call()
        assert ua.to_backend(out, "numpy").tolist() == [0.0, 0.0]


def test_arrays_that_are_there_decide(backend: str) -> None:
    with selected(backend):
        x = np.ones(2)
    for value in (np.add(x, numpy.array([1.0, 2.0])), np.sum(x), np.array([x, [1, 2]]), np.concatenate([[1.0], x])):
        assert ua.array_namespace(value).__name__ == f"unified_arrays.{backend}"
    with selected(backend):
        taken = np.asarray(numpy.array([1.0, 2.0]))
        assert isinstance(taken, np.ndarray)
        assert not isinstance([1.0], np.ndarray)
        host = numpy.zeros(2)
        assert np.add(numpy.ones(2), numpy.ones(2), out=host) is host  # memory that is written to decides


def test_the_default_dtype_can_be_chosen(backend: str) -> None:
    with selected(backend), np.use_default_dtype("float32"):
        made: list[Any] = [np.zeros(2), np.array([1.0]), np.linspace(0, 1, 3), np.random.default_rng(0).random(2)]
        assert [np.dtype(x.dtype).name for x in made] == ["float32"] * 4
    with pytest.raises(TypeError, match="float32, float64"), np.use_default_dtype("int64"):
        pass


def test_files(backend: str, tmp_path: Path) -> None:
    with selected(backend):
        x = np.array([[1.5, 2.0], [3.0, 4.0]])
        np.save(tmp_path / "x.npy", x)
        np.savetxt(tmp_path / "x.txt", x)
        np.savez(tmp_path / "x.npz", x=x)
        loaded = [np.load(tmp_path / "x.npy"), np.loadtxt(tmp_path / "x.txt"), np.load(tmp_path / "x.npz")["x"]]
        for found in loaded:
            assert ua.array_namespace(found).__name__ == f"unified_arrays.{backend}"
            assert np.array_equal(found, x)
        assert np.array2string(x[0]) == "[1.5 2. ]"


def test_messages_name_the_function_and_its_parameter(backend: str) -> None:
    with selected(backend):
        x, out, rng = np.array([1.0, 2.0]), np.zeros(2, int), np.random.default_rng(0)
        for function, call in {
            "divide": lambda: np.divide(x, x, out=out, where=x > 1),
            "sum": lambda: np.sum(np.ones((2, 2)), 0, out=out, initial=3.5),
            "round": lambda: np.round(x, 1, out),
        }.items():
            with pytest.raises(TypeError, match=f"^{function}: out has dtype int64, which cannot hold"):
                call()
        with pytest.raises(TypeError, match=r"Generator\.standard_t\(\) got an unexpected keyword argument 'shape'"):
            rng.standard_t(3.0, shape=2)


def test_the_older_random_functions(backend: str) -> None:
    with selected(backend):
        np.random.seed(3)
        first = [np.random.rand(2, 3), np.random.randn(4), np.random.randint(0, 10, 5), np.random.choice(5, 3)]
        np.random.seed(3)
        again = [np.random.rand(2, 3), np.random.randn(4), np.random.randint(0, 10, 5), np.random.choice(5, 3)]
        assert all(np.array_equal(x, y) for x, y in zip(first, again, strict=True))
        assert [tuple(x.shape) for x in first] == [(2, 3), (4,), (5,), (3,)]
        numbers = [1, 2, 3, 4]
        np.random.shuffle(numbers)
        assert sorted(numbers) == [1, 2, 3, 4]
        assert 0 <= float(np.random.random()) < 1
        state = np.random.RandomState(5)
        assert float(state.rand()) == float(np.random.RandomState(5).rand())


def test_generators_take_numpys_arrays(backend: str) -> None:
    with selected(backend):
        rng = np.random.default_rng(0)
        drawn = rng.normal(numpy.zeros(3), [1.0, 2.0, 3.0])
        assert tuple(drawn.shape) == (3,)
        assert np.dtype(drawn.dtype) == np.float64
        assert f"{rng.normal():.3f}"
        assert tuple(rng.permutation(numpy.arange(4)).shape) == (4,)


PROGRAM = """
import sys
import unified_arrays as ua, unified_arrays.np as np
i = np.arange(3)
print(*(np.dtype(x.dtype).name for x in (i * 0.1, i / 2, 2.5 - i, i**0.5, i * 2, i + np.ones(3))))
ua.set_backend("numpy")
if "torch" in sys.modules:
    print(sys.modules["torch"].get_default_dtype())
"""


def test_operators_have_the_default_dtype_while_the_process_selects_their_framework(backend: str) -> None:
    found = run(PROGRAM, backend).split("\n")
    assert found[0] == "float64 float64 float64 float64 int64 float64"
    assert found[1:] == (["torch.float32"] if backend == "torch" else [])
    found = run(PROGRAM, backend, UNIFIED_ARRAYS_DTYPE="float32").split("\n")
    assert found[0].split()[0] == ("float64" if backend == "numpy" else "float32")


def run(program: str, backend: str, **variables: str) -> str:
    environment = {**os.environ, "UNIFIED_ARRAYS_BACKEND": backend, **variables}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_trace_sees_the_calls_of_these_names(backend: str) -> None:
    with selected(backend):
        x, out = np.ones(3), np.zeros(3)
        np.add(x, x, out)  # so that a quick way is known
        with ua.memory.trace() as trace:
            np.add(x, x, out)
            np.sin(x)
        assert [row.function for row in trace.rows] == ["add", "sin"]
        np.add(x, x, out)


def test_integers_are_float64_whatever_the_default_of_the_framework_was_before(backend: str) -> None:
    program = """
import unified_arrays as ua, unified_arrays.np as np
first = np.linalg.eigvals([[0, 1], [-1, 0]]).dtype, np.exp([1]).dtype
ua.set_backend("numpy")
with ua.use_backend({backend!r}):
    again = np.linalg.eigvals([[0, 1], [-1, 0]]).dtype, np.exp([1]).dtype
print(*(np.dtype(dtype).name for dtype in (*first, *again)))
"""
    assert run(program.replace("{backend!r}", repr(backend)), backend) == "complex128 float64 complex128 float64"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("np.concatenate([])", ValueError),
        ("np.stack([])", ValueError),
        ("np.hstack([])", ValueError),
        ("np.concatenate(([1.5], [2.5]), dtype=int)", TypeError),
        ("np.delete([1, 2, 3], np.array([1.0]))", IndexError),
        ("np.insert([1, 2, 3], [1.5, 0.5], 2)", IndexError),
        ("np.roll(np.zeros((2, 3)), (1, 2, 3), axis=(0, 1))", ValueError),
        ("np.roll(np.zeros(3), 1, axis=1)", numpy.exceptions.AxisError),
        ("np.flip(np.zeros(3), 1)", numpy.exceptions.AxisError),
        ("np.stack([np.zeros(3)], axis=2)", numpy.exceptions.AxisError),
        ("np.median(np.zeros(3), axis=1)", numpy.exceptions.AxisError),
        ("np.sum(np.zeros(3), axis=1)", numpy.exceptions.AxisError),
        ("np.einsum('i', [1], casting='other')", ValueError),
        ("np.einsum('i', [1], order='W')", ValueError),
        ("np.einsum([1], [70])", ValueError),
        ("np.diff([1, 2], axis=3, prepend=1)", ValueError),
    ],
)
def test_what_numpy_refuses_is_refused(text: str, error: type[Exception], backend: str) -> None:
    for namespace in (numpy, np):
        with selected(backend), pytest.raises(error):
            eval(text, {"np": namespace})


def test_codes_of_dtypes_are_those_that_there_are(backend: str) -> None:
    with selected(backend):
        assert "d" in np.typecodes["AllFloat"] and "g" not in np.typecodes["AllFloat"]
        assert [np.zeros(1, code).shape for code in np.typecodes["Float"]] == [(1,)] * 3


@pytest.mark.backends("tensorflow")
def test_astype_of_an_array_takes_numpys_codes(backend: str) -> None:
    with selected(backend):
        assert np.zeros(2).astype("f").dtype == np.float32
        assert np.zeros(2).astype("i8").dtype == np.int64
        with pytest.raises(TypeError, match="^astype: dtype is 'none'"):
            np.zeros(2).astype("none")
