"""One class of error for one mistake, on every backend; the message names the function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from support import VALUE, numpy_of, selected

Make = Callable[..., Any]
LinAlgError = np.linalg.LinAlgError

# Mistake -> the class that it has in NumPy, and the call; `o` makes ones of a shape.
SHAPES: dict[str, Callable[[Make], Any]] = {
    "concat": lambda o: ua.concat([o(2, 2), o(3, 3)], axis=0),
    "stack": lambda o: ua.stack([o(2), o(3)]),
    "reshape": lambda o: ua.reshape(o(2, 3), (4,)),
    "broadcast_to": lambda o: ua.broadcast_to(o(2, 3), (3, 2)),
    "broadcast_arrays": lambda o: ua.broadcast_arrays(o(2), o(3)),
    "add": lambda o: ua.add(o(2), o(3)),
    "matmul": lambda o: ua.matmul(o(2, 3), o(2, 3)),
    "vecdot": lambda o: ua.vecdot(o(2), o(3)),
    "tensordot": lambda o: ua.tensordot(o(2, 3), o(2, 3), axes=1),
    "einsum": lambda o: ua.einsum("ij,jk->ik", o(2, 3), o(2, 3)),
    "linalg.cross": lambda o: ua.linalg.cross(o(2, 3), o(3, 3)),
    "diff": lambda o: ua.diff(o(2, 3), axis=0, prepend=o(1, 2)),
    "linalg.solve": lambda o: ua.linalg.solve(o(2, 2), o(3)),
    "zeros": lambda o: ua.zeros((-1,)),
    "linalg.cholesky": lambda o: ua.linalg.cholesky(o(2, 3)),
    "linalg.det": lambda o: ua.linalg.det(o(2, 3)),
    "linalg.inv": lambda o: ua.linalg.inv(o(2, 3)),
    "linalg.matrix_power": lambda o: ua.linalg.matrix_power(o(2, 3), 2),
    "sum": lambda o: ua.sum(o(2, 3), axis=(0, 0)),
    "permute_dims": lambda o: ua.permute_dims(o(2, 3), (0, 0)),
    "searchsorted": lambda o: ua.searchsorted(o(2), o(2), side="nonsense"),
    "linalg.qr": lambda o: ua.linalg.qr(o(2, 2), mode="nonsense"),
}
AXES: dict[str, Callable[[Make], Any]] = {
    **{name: lambda o, name=name: getattr(ua, name)(o(2, 3), axis=5) for name in (
        "sum prod max min mean std var all any argmax argmin count_nonzero cumulative_sum sort argsort flip "
        "expand_dims squeeze diff unstack"
    ).split()},
    "concat": lambda o: ua.concat([o(2), o(2)], axis=3),
    "stack": lambda o: ua.stack([o(2), o(2)], axis=3),
    "take": lambda o: ua.take(o(2), _zero(o), axis=3),
    "fft.fft": lambda o: ua.fft.fft(o(2), axis=3),
    "moveaxis": lambda o: ua.moveaxis(o(2), 3, 0),
}  # fmt: skip
INDICES: dict[str, Callable[..., Any]] = {
    "take": lambda o, **out: ua.take(o(2, 3), _seven(o), axis=1, **out),
    "take of a vector": lambda o, **out: ua.take(o(3), _seven(o), **out),
    "take_along_axis": lambda o, **out: ua.take_along_axis(o(3), _seven(o), axis=0, **out),
}
SINGULAR = {
    "linalg.inv": lambda o: ua.linalg.inv(o(2, 2)),
    "linalg.solve": lambda o: ua.linalg.solve(o(2, 2), o(2, 1)),
    "linalg.cholesky": lambda o: ua.linalg.cholesky(ua.multiply(o(2, 2), -1.0)),
}

SQUARE = "cholesky det eig eigh eigvals eigvalsh inv matrix_power slogdet solve".split()
MATRIX = "matrix_rank pinv qr svd svdvals".split()
REDUCTIONS = "max min argmax argmin".split()


def _zero(o: Make) -> Any:
    return ua.astype(ua.subtract(o(1), o(1)), "int64")


def _seven(o: Make) -> Any:
    return ua.astype(ua.add(_zero(o), 7), "int64")


def ones(backend: str) -> Make:
    return lambda *shape: VALUE[backend](np.ones(shape))


def told(error: BaseException) -> str:
    return "\n".join([str(error), *getattr(error, "__notes__", [])])


@pytest.mark.parametrize("name", SHAPES)
def test_what_does_not_fit_is_a_value_error(backend: str, name: str) -> None:
    with selected(backend), pytest.raises(ValueError) as caught:
        SHAPES[name](ones(backend))
    assert name in told(caught.value)


@pytest.mark.parametrize("name", AXES)
def test_an_axis_that_is_not_there(backend: str, name: str) -> None:
    with selected(backend), pytest.raises((ValueError, IndexError)) as caught:
        AXES[name](ones(backend))
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, IndexError)
    assert name in told(caught.value)


@pytest.mark.backends("numpy", "torch", "tensorflow", "jax", "cupy")  # dask computes later
@pytest.mark.parametrize("name", INDICES)
def test_an_index_that_is_not_there(backend: str, name: str) -> None:
    function = name.split()[0]
    with selected(backend):
        out = ua.full((2, 1) if name == "take" else (1,), 5.0)
        for options in ({}, {"out": out}):
            with pytest.raises(IndexError, match=rf"^{function}: index 7 is out of \w+ for axis \d.* 3\b") as caught:
                INDICES[name](ones(backend), **options)
            assert not isinstance(caught.value, ValueError)  # which is said of an axis
        assert np.all(numpy_of(out) == 5)


def _call_linalg(name: str, o: Make, *shape: int) -> Any:
    more = {"matrix_power": (2,), "solve": (o(2),)}.get(name, ())
    return getattr(ua.linalg, name)(o(*shape), *more)


@pytest.mark.parametrize("name", SQUARE)
def test_a_matrix_that_is_not_square(backend: str, name: str) -> None:
    with pytest.raises(LinAlgError, match=rf"linalg.{name}: x1? has shape \(2, 3\), expected square matrices"):
        _call_linalg(name, ones(backend), 2, 3)


@pytest.mark.parametrize("name", SQUARE + MATRIX)
def test_what_is_no_matrix(backend: str, name: str) -> None:
    if (backend, name) == ("jax", "matrix_rank"):
        assert int(_call_linalg(name, ones(backend), 3)) == 1  # JAX takes a vector for a row
        return
    with pytest.raises(LinAlgError, match=rf"linalg.{name}: x1? has shape \(3,\), expected"):
        _call_linalg(name, ones(backend), 3)


@pytest.mark.parametrize("name", ["diagonal", "trace"])
def test_a_vector_has_no_diagonal(backend: str, name: str) -> None:
    with pytest.raises(ValueError):
        _call_linalg(name, ones(backend), 3)


@pytest.mark.parametrize("name", REDUCTIONS)
def test_the_largest_of_nothing(backend: str, name: str) -> None:
    with pytest.raises(ValueError) as caught:
        getattr(ua, name)(ones(backend)(0))
    assert name in told(caught.value)


@pytest.mark.backends("numpy", "torch", "tensorflow")  # JAX does not look at values
@pytest.mark.parametrize("name", SINGULAR)
def test_a_singular_matrix(backend: str, name: str) -> None:
    with pytest.raises(LinAlgError) as caught:
        SINGULAR[name](ones(backend))
    assert name in told(caught.value)


def test_what_was_caught_still_is() -> None:
    torch = pytest.importorskip("torch")
    with pytest.raises(RuntimeError):
        SHAPES["concat"](ones("torch"))
    with pytest.raises(torch.linalg.LinAlgError):
        SINGULAR["linalg.inv"](ones("torch"))


def test_messages_do_not_fill_pages(backend: str) -> None:
    o, long = ones(backend), "n" * 100_000
    calls = [
        lambda: ua.searchsorted(o(2), o(2), side=long),
        lambda: ua.linalg.qr(o(2, 2), mode=long),
        lambda: ua.einsum(long, o(2)),
        lambda: ua.meshgrid(o(2), indexing=long),
        lambda: ua.fft.fft(o(2), norm=long),
        lambda: ua.linalg.matrix_norm(o(2, 2), ord=long),
    ]
    for call in calls:
        with pytest.raises(ValueError) as caught:
            call()
        assert len(told(caught.value)) <= 3000
