"""User code as type checkers see it. mypy reads this file in strict mode (see pyproject.toml); nothing here is run.

`assert_type` says what is inferred; a `type: ignore` shows misuse that mypy must find, since it warns of unused ones.
"""

from __future__ import annotations

from typing import Any, assert_type

import numpy as np
import numpy.typing as npt
import torch

import unified_arrays as ua

Matrix = npt.NDArray[np.float64]


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
    assert_type(ua.zeros_like(x, dtype=ua.float32, device="cpu"), Matrix)


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


# -- out= -------------------------------------------------------------------------------------------------------------


def with_out(x: Matrix, t: torch.Tensor, maybe: Matrix | None) -> None:
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
    assert_type(ua.linalg.svd(t, full_matrices=False), tuple[torch.Tensor, torch.Tensor, torch.Tensor])
    assert_type(ua.linalg.qr(x, out=(q, None)), tuple[Matrix, Matrix])
    ua.linalg.svd(t, out=None)


# -- a function of the user's -----------------------------------------------------------------------------------------


def softmax(x: Matrix, out: Matrix) -> Matrix:
    ua.subtract(x, ua.max(x, axis=-1, keepdims=True), out=out)
    ua.exp(out, out=out)
    return ua.divide(out, ua.sum(out, axis=-1, keepdims=True), out=out)


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
    ua.add(x)  # type: ignore[call-arg]
    ua.add(x, x, x)  # type: ignore[call-arg]
    ua.add(x1=x, x2=x)  # type: ignore[call-arg]
    ua.add(x, "text")  # type: ignore[arg-type]
    ua.add([1.0], x)  # type: ignore[arg-type]
    ua.add(x, x, outt=x)  # type: ignore[call-arg]
    ua.sum(x, 0)  # type: ignore[call-arg]
    ua.sum(x, axis=1.5)  # type: ignore[arg-type]
    ua.exp(None)  # type: ignore[type-var]
    ua.reshape(x, "ab")  # type: ignore[arg-type]
    ua.concat(x)  # type: ignore[arg-type]
    ua.linalg.qr(x, mode="whole")  # type: ignore[arg-type]
    ua.set_backend(3)  # type: ignore[arg-type]
    ua.no_such_function(x)  # type: ignore[attr-defined]
    wrong: torch.Tensor = ua.add(x, x)  # type: ignore[assignment]
    ua.Device("cpu").index = 1  # type: ignore[misc]
    print(wrong, t)


# -- a decorated function keeps its types -----------------------------------------------------------------------------


@ua.compile
def scaled(x: Matrix, factor: float) -> Matrix:
    return ua.multiply(x, factor)


def compiled(x: Matrix) -> None:
    assert_type(scaled(x, 0.5), Matrix)
    scaled(x, "half")  # type: ignore[arg-type]
