"""The same values in every kind of array that a framework has: layouts, byte orders, subclasses, variables.

Each table says how an array is made from an ndarray (None: these values cannot be dressed so) and what the contract
makes of it as an input and as an out: True, it is accepted; False, it is refused; None, either is right.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

Make = Callable[[np.ndarray], Any]


@dataclass(frozen=True)
class Dressing:
    name: str
    make: Make
    as_input: bool | None = True
    as_out: bool | None = True
    identity: bool = True  # as out it is returned itself

    def __repr__(self) -> str:
        return self.name


# -- NumPy ------------------------------------------------------------------------------------------------------------


def _steps(values: np.ndarray, step: int) -> np.ndarray:
    """Every second element, forward or back, of memory of twice the size."""
    base = np.full([2 * size + 1 for size in values.shape], 77).astype(values.dtype)
    window = base[(*(slice(1, None, 2) if step > 0 else slice(-2, None, -2) for _ in values.shape), ...)]
    window[...] = values
    return window


def _unaligned(values: np.ndarray) -> np.ndarray:
    raw = np.zeros(values.nbytes + 1, np.uint8)
    window = np.ndarray(values.shape, values.dtype, raw, 1)
    window[...] = values
    return window


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def _memmap(values: np.ndarray, mode: Any = "r+") -> np.ndarray | None:
    if not values.size or not values.ndim:
        return None
    path = Path(_folder().name) / "memory"
    path.unlink(missing_ok=True)  # an older map keeps its own
    path.write_bytes(values.tobytes())
    return np.memmap(path, values.dtype, mode, shape=values.shape)


def _locked(values: np.ndarray) -> np.ndarray:
    copy = values.copy()
    copy.flags.writeable = False
    return copy


class Plain(np.ndarray):
    """A subclass that means nothing else."""


def _structured(values: np.ndarray) -> np.ndarray:
    return np.zeros(values.shape, [("a", values.dtype), ("b", "i4")])


def _one_of_a_record(values: np.ndarray) -> np.ndarray:
    field = np.zeros(values.shape, [("byte", "i1"), ("a", values.dtype)])["a"]
    field[...] = values
    return field


def _matrix(values: np.ndarray) -> np.ndarray | None:
    return values.copy().view(np.matrix) if values.ndim == 2 else None


def _scalar(values: np.ndarray) -> Any:
    return values[()] if not values.ndim else None


def _repeated(values: np.ndarray) -> np.ndarray | None:
    """An out whose elements share one place."""
    if values.size < 2:
        return None
    return np.lib.stride_tricks.as_strided(np.zeros(1, values.dtype), values.shape, (0,) * values.ndim)


def _big_endian(values: np.ndarray) -> np.ndarray:
    return values.astype(values.dtype.newbyteorder(">"))


def _turned(values: np.ndarray) -> np.ndarray:
    return np.array(values.T, order="C").T


NUMPY = [
    Dressing("C", np.array),
    Dressing("Fortran", lambda values: np.array(values, order="F")),
    Dressing("transposed", _turned),
    Dressing("reversed", lambda values: _steps(values, -2)),
    Dressing("sliced", lambda values: _steps(values, 2)),
    Dressing("big-endian", _big_endian),
    Dressing("big-endian and sliced", lambda values: _steps(_big_endian(values), 2)),
    Dressing("unaligned", _unaligned),
    Dressing("unaligned big-endian", lambda values: _unaligned(_big_endian(values))),
    Dressing("field of a record", _one_of_a_record),
    Dressing("memmap", _memmap),
    Dressing("memmap of a locked file", lambda values: _memmap(values, "r"), as_out=False),
    Dressing("memmap copied on writing", lambda values: _memmap(values, "c")),
    Dressing("subclass", lambda values: values.copy().view(Plain)),
    Dressing("recarray", lambda values: values.copy().view(np.recarray)),
    Dressing("scalar", _scalar, as_out=False),
    Dressing("read-only", _locked, as_out=False),
    Dressing("matrix", _matrix, False, False),
    Dressing("masked", lambda values: np.ma.array(values, mask=False), False, False),
]
NUMPY_OUTS = [
    Dressing("object", lambda values: values.astype(object), as_out=False),
    Dressing("structured", _structured, as_out=False),
    Dressing("long double", lambda values: np.zeros(values.shape, np.clongdouble), as_out=False),
    Dressing("repeated", _repeated, as_out=False),
    Dressing("list", np.ndarray.tolist, as_out=False),
]


# -- PyTorch ----------------------------------------------------------------------------------------------------------


def _torch_dressings() -> tuple[list[Dressing], list[Dressing]]:
    import torch

    def tensor(values: np.ndarray) -> Any:
        return torch.from_numpy(np.array(values))

    class Sub(torch.Tensor):
        pass

    def sliced(values: np.ndarray) -> Any:
        return torch.from_numpy(_steps(values, 2))

    def channels_last(values: np.ndarray) -> Any:
        return tensor(values).contiguous(memory_format=torch.channels_last) if values.ndim == 4 else None

    def conjugated(values: np.ndarray) -> Any:
        return tensor(np.conj(values)).conj() if values.dtype.kind == "c" else None

    def negated(values: np.ndarray) -> Any:
        if values.dtype.kind not in "fc":
            return None
        return torch._neg_view(tensor(-values))

    def imaginary(values: np.ndarray) -> Any:
        """The imaginary part of a conjugated tensor: strided, and with the negative bit."""
        if values.dtype.kind != "f" or values.dtype.itemsize < 4:
            return None
        return tensor(values * -1j).conj().imag

    def parameter(values: np.ndarray, grad: bool) -> Any:
        if grad and values.dtype.kind not in "fc":
            return None
        return torch.nn.Parameter(tensor(values), requires_grad=grad)

    def inference(values: np.ndarray) -> Any:
        with torch.inference_mode():
            return tensor(values).clone()

    def expanded(values: np.ndarray) -> Any:
        return tensor(np.zeros((), values.dtype)).expand(values.shape) if values.size > 1 else None

    def sparse(values: np.ndarray) -> Any:
        return tensor(values).to_sparse()

    def compressed(values: np.ndarray) -> Any:
        return tensor(values).to_sparse_csr() if values.ndim == 2 else None

    def quantized(values: np.ndarray) -> Any:
        return torch.quantize_per_tensor(torch.zeros(values.shape), 0.1, 0, torch.qint8)

    def nested(values: np.ndarray) -> Any:
        return torch.nested.nested_tensor([tensor(values)], layout=torch.strided) if values.ndim else None

    def onednn(values: np.ndarray) -> Any:
        return tensor(values).to_mkldnn() if values.dtype == np.float32 and values.size and values.ndim else None

    def meta(values: np.ndarray) -> Any:
        return tensor(values).to("meta")

    def inside(values: np.ndarray) -> Any:
        """Far into a storage that it does not begin."""
        base = torch.zeros(values.size + 11, dtype=tensor(values).dtype)
        part = base[7 : 7 + values.size].view(values.shape)
        part.copy_(tensor(values))
        return part

    both = [
        Dressing("contiguous", tensor),
        Dressing("transposed", lambda values: torch.from_numpy(_turned(values))),
        Dressing("sliced", sliced),
        Dressing("channels last", channels_last),
        Dressing("inside a storage", inside),
        Dressing("subclass", lambda values: tensor(values).as_subclass(Sub)),
        Dressing("Parameter without gradient", lambda values: parameter(values, grad=False)),
        Dressing("conjugated view", conjugated),
        Dressing("negated view", negated),
        Dressing("imaginary part of a conjugated view", imaginary),
        Dressing("read-only ndarray's", lambda values: torch.frombuffer(bytearray(values.tobytes()) or bytearray(
            16), dtype=tensor(values).dtype, count=values.size or 1)[: values.size].view(values.shape)),
        Dressing("inference tensor", inference, as_out=False),
    ]  # fmt: skip
    outs = [
        Dressing("expanded", expanded, as_out=False),
        Dressing("sparse", sparse, as_out=False),
        Dressing("sparse rows", compressed, as_out=False),
        Dressing("quantized", quantized, as_out=False),
        Dressing("nested", nested, as_out=False),
        Dressing("oneDNN", onednn, as_out=False),
        Dressing("meta", meta, as_out=False),
        Dressing("complex32", lambda values: torch.zeros(values.shape, dtype=torch.complex32), as_out=False),
        Dressing("float8", lambda values: torch.zeros(values.shape, dtype=torch.float8_e5m2), as_out=False),
        Dressing("ndarray", np.array, as_out=False),
    ]
    return both, outs


# -- TensorFlow -------------------------------------------------------------------------------------------------------


def _tensorflow_dressings() -> tuple[list[Dressing], list[Dressing]]:
    import tensorflow as tf

    from frameworks import slice_of
    from unified_arrays.tensorflow import ArrayVariable

    def variable(values: np.ndarray, **options: Any) -> Any:
        return tf.Variable(tf.constant(values), **options)

    def slice_written(values: np.ndarray) -> Any:
        made = tf.Variable(tf.zeros(values.shape, values.dtype))
        made[...].assign(values)
        return made

    def other_name(values: np.ndarray) -> Any:
        """What assign returns: another object for the same memory."""
        return variable(values).assign(values)

    def partly_unknown(values: np.ndarray) -> Any:
        return variable(values, shape=tf.TensorShape([None, *values.shape[1:]])) if values.ndim else None

    def sliced(values: np.ndarray, make: Any) -> Any:
        if not values.ndim:
            return None
        base = make(tf.constant(np.full([2 * size + 1 for size in values.shape], 77).astype(values.dtype)))
        index = tuple(slice(1, None, 2) for _ in values.shape)
        base[index].assign(values)
        return slice_of(base, index)

    def whole_slice(values: np.ndarray) -> Any:
        return slice_of(variable(values), ...)

    def ragged(values: np.ndarray) -> Any:
        return tf.RaggedTensor.from_tensor(tf.constant(values)) if values.ndim > 1 else None

    def keras_variable(values: np.ndarray) -> Any:
        import keras

        return keras.Variable(values, dtype=values.dtype.name) if values.dtype.kind in "fiub" else None

    both = [
        Dressing("ArrayVariable", lambda values: ArrayVariable(tf.constant(values))),
        Dressing("variable", variable),
        Dressing("trainable variable", lambda values: variable(values, trainable=True)),
        Dressing("variable written by slices", slice_written),
        Dressing("variable by another name", other_name),
        Dressing("variable of unknown shape", lambda values: variable(values, shape=tf.TensorShape(None))),
        Dressing("variable of partly unknown shape", partly_unknown),
        Dressing("slice of a variable", lambda values: sliced(values, tf.Variable), identity=False),
        Dressing("slice of an ArrayVariable", lambda values: sliced(values, ArrayVariable)),
        Dressing("all of a variable", whole_slice, identity=False),
        Dressing("tensor", tf.constant, as_out=False),
    ]
    outs = [
        Dressing("part of a slice", lambda values: tf.identity(variable(values)), as_out=False),
        Dressing("sparse", lambda values: tf.sparse.from_dense(values) if values.ndim else None, as_out=False),
        Dressing("ragged", ragged, as_out=False),
        Dressing("keras.Variable", keras_variable, as_out=None),
        Dressing("text", lambda values: tf.Variable(tf.fill(values.shape, "a")), as_out=False),
        Dressing("quantized", lambda values: tf.Variable(tf.cast(tf.zeros(values.shape, tf.int32), tf.qint32)),
                 as_out=False),
        Dressing("ndarray", np.array, as_out=False),
    ]  # fmt: skip
    return both, outs


@cache
def dressings(backend: str) -> tuple[list[Dressing], list[Dressing]]:
    """For inputs, and for outs."""
    if backend == "numpy":
        both, outs = NUMPY, NUMPY_OUTS
    else:
        both, outs = _torch_dressings() if backend == "torch" else _tensorflow_dressings()
    return both, [*both, *outs]
