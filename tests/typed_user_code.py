"""User code as type checkers see it. mypy reads this file in strict mode (see pyproject.toml); nothing here is run.

`assert_type` says what is inferred; a `type: ignore` shows misuse that mypy must find, since it warns of unused ones.
"""

from __future__ import annotations

from typing import Any, assert_type

import numpy as np
import numpy.typing as npt
import torch

import unified_arrays as ua
import unified_arrays.numpy
import unified_arrays.torch
from unified_arrays.typing import AnyArray, Array, DTypeLike

Matrix = npt.NDArray[np.float64]
Complexes = npt.NDArray[np.complex128]
Positions = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]


# -- what goes in as one kind of array comes out as it ----------------------------------------------------------------


def on_numpy(x: Matrix, y: Matrix) -> None:
    assert_type(ua.add(x, y), Matrix)
    assert_type(ua.add(x, 1.0), Matrix)
    assert_type(ua.subtract(2, x), Matrix)
    assert_type(ua.exp(x), Matrix)
    assert_type(ua.clip(x, 0.0, None), Matrix)
    assert_type(ua.sum(x, axis=(0, -1), keepdims=True), Matrix)
    assert_type(ua.mean(x), Matrix)
    assert_type(ua.reshape(x, (2, -1)), Matrix)
    assert_type(ua.permute_dims(x, (1, 0)), Matrix)
    assert_type(ua.concat([x, y], axis=0), Matrix)
    assert_type(ua.stack((x, y)), Matrix)
    assert_type(ua.matmul(x, y), Matrix)
    assert_type(ua.take(x, y, axis=0), Matrix)
    assert_type(ua.zeros_like(x, device="cpu"), Matrix)
    assert_type(ua.where(x > 0, x, 0.5), Matrix)
    assert_type(ua.ravel(x), Matrix)


def dtypes_of_numpy(x: Matrix, single: npt.NDArray[np.float32], whole: npt.NDArray[np.int32], z: Complexes) -> None:
    """Which dtype comes out, where it depends on the arrays alone; else it is not said."""
    assert_type(ua.less(x, 0.5), Truth)
    assert_type(ua.equal(whole, whole), Truth)
    assert_type(ua.isnan(single), Truth)
    assert_type(ua.any(x, axis=0), Truth)
    assert_type(ua.argmax(x, axis=1), Positions)
    assert_type(ua.argsort(whole), Positions)
    assert_type(ua.count_nonzero(single), Positions)
    assert_type(ua.searchsorted(x, x), Positions)
    assert_type(ua.sum(whole), Positions)
    assert_type(ua.sum(single), npt.NDArray[np.float32])
    assert_type(ua.mean(whole), Matrix)
    assert_type(ua.exp(whole), Matrix)
    assert_type(ua.divide(x, 2), Matrix)
    assert_type(ua.abs(z), Matrix)
    assert_type(ua.real(z), Matrix)
    assert_type(ua.fft.fft(x), Complexes)
    assert_type(ua.fft.rfft(single), npt.NDArray[np.complex64])
    assert_type(ua.fft.irfft(z), Matrix)
    assert_type(ua.linalg.eigvals(x), Complexes)
    assert_type(ua.linalg.vector_norm(z), Matrix)
    assert_type(ua.astype(x, np.float32), npt.NDArray[np.float32])
    assert_type(ua.astype(x, np.dtype(np.int64)), Positions)
    assert_type(ua.sum(x, dtype=np.complex128), Complexes)
    assert_type(ua.zeros_like(x, dtype=np.int64), Positions)
    # These are any, so that they can be used as whatever they are.
    assert_type(ua.add(x, single), npt.NDArray[Any])
    assert_type(ua.add(whole, 0.5), npt.NDArray[Any])
    assert_type(ua.astype(x, "float32"), npt.NDArray[Any])
    assert_type(ua.zeros_like(x, dtype=ua.float32), npt.NDArray[Any])
    on_numpy(ua.add(x, whole), ua.astype(single, ua.float64))


def on_torch(x: torch.Tensor, y: torch.Tensor) -> None:
    assert_type(ua.add(x, y), torch.Tensor)
    assert_type(ua.add(x, 1.0), torch.Tensor)
    assert_type(ua.where(ua.less(x, y), x, y), torch.Tensor)
    assert_type(ua.sum(x, dtype=torch.float64), torch.Tensor)
    assert_type(ua.reshape(x, (2, -1)), torch.Tensor)
    assert_type(ua.sort(x, descending=True), torch.Tensor)
    assert_type(ua.astype(x, "float32"), torch.Tensor)


def on_any(x: Any) -> None:
    """TensorFlow has no types of its own: what is Any stays Any."""
    assert_type(ua.add(x, x), Any)
    assert_type(ua.sum(x, out=x), Any)


# -- the fixed namespaces ---------------------------------------------------------------------------------------------


def fixed_namespaces(x: Matrix, t: torch.Tensor) -> None:
    """They are known by their own name, and as attributes of the package."""
    assert_type(unified_arrays.numpy.add(x, 1.0), Matrix)
    assert_type(unified_arrays.numpy.zeros((2, 3)), Matrix)
    assert_type(unified_arrays.numpy.ones(3, dtype=np.float32), npt.NDArray[np.float32])
    assert_type(unified_arrays.numpy.asarray([1.0, 2.0]), npt.NDArray[Any])
    assert_type(unified_arrays.numpy.linalg.svd(x).S, Matrix)
    assert_type(unified_arrays.numpy.fft.fft(x), Complexes)
    assert_type(unified_arrays.numpy.pi, float)
    assert_type(unified_arrays.numpy.zeros(3, dtype=unified_arrays.numpy.float32), npt.NDArray[np.float32])
    assert_type(ua.torch.add(t, 1.0), torch.Tensor)
    assert_type(unified_arrays.torch.zeros(3), torch.Tensor)
    assert_type(unified_arrays.torch.asarray([[1, 2]]), torch.Tensor)
    assert_type(unified_arrays.torch.linalg.qr(t).R, torch.Tensor)
    unified_arrays.torch.zeros(3, dtype=unified_arrays.torch.float32)


# -- out= -------------------------------------------------------------------------------------------------------------


def with_out(x: Matrix, t: torch.Tensor, maybe: Matrix | None, truth: Truth, single: npt.NDArray[np.float32]) -> None:
    """What comes back is out."""
    assert_type(ua.add(x, x, out=single), npt.NDArray[np.float32])
    assert_type(ua.less(x, x, out=truth), Truth)
    assert_type(ua.zeros(3, out=x), Matrix)
    assert_type(ua.arange(3, out=t), torch.Tensor)
    assert_type(ua.add(x, x, out=x), Matrix)
    assert_type(ua.add(x, x, out=None), Matrix)
    assert_type(ua.exp(x, out=maybe), Matrix)
    assert_type(ua.sum(t, axis=0, out=t), torch.Tensor)
    assert_type(ua.reshape(t, (1,), out=t), torch.Tensor)
    ua.zeros((2, 3), dtype="float32", out=x)
    ua.arange(3, out=t)


def several_results(x: Matrix, t: torch.Tensor) -> None:
    q, r = ua.linalg.qr(x)
    assert_type(q, Matrix)
    assert_type(r, Matrix)
    ua.linalg.qr(x, out=(q, None))
    assert_type(ua.linalg.svd(x).S, Matrix)
    assert_type(ua.linalg.svd(t, full_matrices=False).Vh, torch.Tensor)
    assert_type(ua.linalg.eigh(x).eigenvalues, Matrix)
    assert_type(ua.linalg.eig(x).eigenvectors, Complexes)
    assert_type(ua.unique_counts(x).counts, Positions)
    assert_type(ua.unique_counts(x).values, Matrix)
    assert_type(ua.unique_all(t).inverse_indices, torch.Tensor)
    assert_type(ua.unstack(x), tuple[Matrix, ...])
    assert_type(ua.nonzero(x), tuple[Positions, ...])
    u, s, vh = ua.linalg.svd(t, out=None)
    assert_type((u, s, vh), tuple[torch.Tensor, torch.Tensor, torch.Tensor])


# -- a function of the user's -----------------------------------------------------------------------------------------


def softmax(x: Matrix, out: Matrix) -> Matrix:
    ua.subtract(x, ua.max(x, axis=-1, keepdims=True), out=out)
    ua.exp(out, out=out)
    return ua.divide(out, ua.sum(out, axis=-1, keepdims=True), out=out)


def softmax_of_any(x: Array, out: Array) -> Array:
    """The same for the arrays of every backend."""
    ua.subtract(x, ua.max(x, axis=-1, keepdims=True), out=out)
    ua.exp(out, out=out)
    ua.add(ua.multiply(0.5, x), ua.where(ua.less(x, 0.0), x, 1.0))
    ua.concat([x, out])
    assert_type(ua.unstack(x), tuple[Array, ...])
    ua.matmul(ua.linalg.svd(x).U, x)
    return ua.divide(out, ua.sum(out, axis=-1, keepdims=True), out=out)


def zeros_beside(x: Array, dtype: DTypeLike) -> Array:
    return ua.zeros_like(x, dtype=dtype)


def norm(x: AnyArray) -> AnyArray:
    """What all arrays have in common, operators too."""
    assert_type(-x @ x < 2 * x, Any)
    return ua.linalg.vector_norm(x)


def uses(x: Matrix, t: torch.Tensor) -> None:
    assert_type(softmax_of_any(x, x), Matrix)
    assert_type(softmax_of_any(t, t), torch.Tensor)
    assert_type(zeros_beside(t, "float32"), torch.Tensor)
    norm(x)
    norm(t)
    norm("text")  # type: ignore[arg-type]


# -- everything else --------------------------------------------------------------------------------------------------


def creation() -> None:
    """Which backend creates is known only at run time."""
    assert_type(ua.zeros(3), Any)
    assert_type(ua.asarray([[1, 2], [3, 4]], dtype=ua.int8), Any)
    x: Matrix = ua.ones((2, 3), dtype=np.float64)
    t: torch.Tensor = ua.empty((2, 3), dtype=torch.float32, device=torch.device("cpu"))
    softmax(x, x)
    ua.exp(t)


def questions(x: Matrix, t: torch.Tensor) -> None:
    assert_type(ua.is_array(x), bool)
    assert_type(ua.device(x), ua.Device)
    assert_type(ua.devices("torch"), tuple[ua.Device, ...])
    assert_type(ua.isdtype(x.dtype, ("integral", ua.float32)), bool)
    assert_type(ua.can_cast(t, torch.float64), bool)
    assert_type(ua.get_backend(), str)
    assert_type(ua.Device("gpu", 1).index, int)
    ua.array_namespace(x, t).sum(x)
    assert_type(ua.at(t)[1:, [0, 2]].add(1.0), torch.Tensor)
    assert_type(ua.copyto(x, 1.0), Matrix)
    assert ua.write_mode("add", "numpy") in ("native", "copy")
    assert ua.write_mode(ua.add) != "assign"


def settings() -> None:
    with ua.use_backend("torch"), ua.use_device("meta"):
        ua.set_backend("numpy")
        ua.set_backend(None)


# -- misuse that is found ---------------------------------------------------------------------------------------------


def misuse(x: Matrix, t: torch.Tensor) -> None:
    ua.add(x)  # type: ignore[call-overload]
    ua.add(x, x, x)  # type: ignore[call-overload]
    ua.add(x1=x, x2=x)  # type: ignore[call-overload]
    ua.add(x, "text")  # type: ignore[call-overload]
    ua.add([1.0], x)  # type: ignore[call-overload]
    ua.add(x, x, outt=x)  # type: ignore[call-overload]
    ua.sum(x, 0)  # type: ignore[call-overload]
    ua.sum(x, axis=1.5)  # type: ignore[call-overload]
    ua.exp(None)  # type: ignore[call-overload]
    ua.reshape(x, "ab")  # type: ignore[call-overload]
    ua.concat(x)  # type: ignore[call-overload]
    ua.linalg.qr(x, mode="whole")  # type: ignore[call-overload]
    ua.set_backend(3)  # type: ignore[arg-type]
    ua.no_such_function(x)  # type: ignore[attr-defined]
    wrong: torch.Tensor = ua.add(x, x)  # type: ignore[assignment]
    ua.Device("cpu").index = 1  # type: ignore[misc]
    print(wrong, t)


def arrays_of_two_backends(x: Matrix, t: torch.Tensor) -> None:
    ua.add(x, t)  # type: ignore[arg-type]
    ua.add(t, x)  # type: ignore[arg-type]
    ua.exp(x, out=t)  # type: ignore[type-var]
    ua.exp(t, out=x)  # type: ignore[arg-type]
    ua.concat([x, t])  # type: ignore[list-item]
    unified_arrays.numpy.add(x, t)  # type: ignore[call-overload]
    unified_arrays.numpy.exp(t)  # type: ignore[call-overload]
    unified_arrays.torch.exp(x)  # type: ignore[arg-type]


def no_such_dtype(x: Matrix) -> None:
    ua.zeros(3, dtype="flot32")  # type: ignore[call-overload]
    ua.astype(x, "flot32")  # type: ignore[call-overload]
    ua.sum(x, dtype="f4")  # type: ignore[call-overload]
    unified_arrays.torch.zeros(3, dtype="flot32")  # type: ignore[arg-type]


# -- a decorated function keeps its types -----------------------------------------------------------------------------


@ua.compile
def scaled(x: Matrix, factor: float) -> Matrix:
    return ua.multiply(x, factor)


def compiled(x: Matrix) -> None:
    assert_type(scaled(x, 0.5), Matrix)
    scaled(x, "half")  # type: ignore[arg-type]
