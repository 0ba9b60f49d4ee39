"""Writes into arrays at hand, and inputs that programs have, beside what an expert writes in that framework; float32.

`copyto`, `at(x)[index]` and out= on slices and rows, with few elements and with a million; then vectors, 0-d arrays,
slices made in the call, memory that overlaps, and two dtypes. Each row has its aim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

import unified_arrays as ua

from .natives import names_in_texts
from .records import Record
from .timing import Call, Effort, beside

SMALL, LARGE = 8, 1_000_000
FEW, MANY = 3, 1_000_000  # places that an index names
PLACES = 256


@dataclass(frozen=True)
class Row:
    """One call of ours and the texts of the frameworks (None: there is nothing short to write), with the aims.

    `aims`: at most so much for small arrays, and for large ones.
    """

    ours: str
    numpy: str
    torch: str
    tensorflow: str
    aims: tuple[float, float]
    why: str = ""  # what costs more than the aim, where that is known


_OBJECTS = "on NumPy and with few elements: the two objects at(x) and at(x)[index] take as long as the write"
_LOOK = "on PyTorch with few places: memory, gradients and each number are looked at before the write"
_SLICE = "w[1:].assign(z)"

# c: what is written to, of as many elements as a; w: TensorFlow's variable of that size; z: all elements but one;
# m, k: 4 rows like r; h, u: 256 places; i, v: indices and values for them; b: a mask of a.
WRITES = (
    Row("ua.copyto(c, a)", "np.copyto(c, a)", "c.copy_(a)", "w.assign(a)", (2.5, 1.05)),
    Row("ua.copyto(c, 5.0)", "np.copyto(c, 5.0)", "c.fill_(5.0)", "w.assign(tf.fill(w.shape, 5.0))", (2.5, 1.05)),
    Row("ua.copyto(c[1:], z)", "np.copyto(c[1:], z)", "c[1:].copy_(z)", _SLICE, (2.5, 1.05)),
    Row("ua.at(c)[1:].set(0.0)", "c[1:] = 0.0", "c[1:] = 0.0", "w[1:].assign(tf.zeros_like(z))", (4.0, 1.05), _OBJECTS),
    Row("ua.at(c)[1:].set(z)", "c[1:] = z", "c[1:] = z", _SLICE, (4.0, 1.05), _OBJECTS),
    Row("ua.at(c)[1:].add(z)", "np.add(c[1:], z, out=c[1:])", "c[1:].add_(z)", "w[1:].assign(w[1:] + z)", (4.0, 1.05)),
    Row("ua.at(m)[3].set(r)", "m[3] = r", "m[3] = r", "k[3].assign(r)", (4.0, 1.05), _OBJECTS),
    Row("ua.at(c)[b].set(0.0)", "c[b] = 0.0", "c[b] = 0.0", "w.assign(tf.where(b, 0.0, w))", (4.0, 1.05)),
    Row("ua.add(z, z, out=c[1:])", "np.add(z, z, out=c[1:])", "torch.add(z, z, out=c[1:])",
        "w[1:].assign(tf.add(z, z))", (1.8, 1.05)),
    Row("ua.add(r, r, out=m[3])", "np.add(r, r, out=m[3])", "torch.add(r, r, out=m[3])", "k[3].assign(tf.add(r, r))",
        (1.8, 1.05)),
)  # fmt: skip
SCATTERS = (
    Row("ua.at(h)[i].add(v)", "np.add.at(h, i, v)", "h.index_add_(0, i, v)",
        "u.assign_add(tf.math.unsorted_segment_sum(v, i, 256))", (3.0, 1.5), _LOOK),
    Row("ua.at(h)[i].multiply(v)", "np.multiply.at(h, i, v)", "h.scatter_reduce_(0, i, v, 'prod')",
        "u.assign(u * tf.math.unsorted_segment_prod(v, i, 256))", (3.0, 1.5), _LOOK),
    Row("ua.at(h)[i].max(v)", "np.maximum.at(h, i, v)", "h.scatter_reduce_(0, i, v, 'amax')",
        "u.assign(tf.maximum(u, tf.math.unsorted_segment_max(v, i, 256)))", (3.0, 1.5), _LOOK),
    Row("ua.at(h)[i].set(v)", "h[i] = v", "h[i] = v", "u.scatter_update(tf.IndexedSlices(v, i))", (3.0, 1.5), _OBJECTS),
    Row("ua.at(h)[i].add(1.0)", "np.add.at(h, i, 1.0)", "h.index_add_(0, i, torch.ones_like(v))",
        "u.assign_add(tf.math.unsorted_segment_sum(tf.ones_like(v), i, 256))", (3.0, 1.5), _LOOK),
)  # fmt: skip
# x, y: vectors; e: 0-d; d: a vector of float64; s: a square of 256 rows.
INPUTS = (
    Row("ua.vecdot(x, y)", "np.dot(x, y)", "torch.dot(x, y)", "tf.tensordot(x, y, 1)", (3.0, 1.1)),
    Row("ua.multiply(x, e)", "np.multiply(x, e)", "torch.mul(x, e)", "tf.multiply(x, e)", (3.0, 1.1)),
    Row("ua.multiply(x, e, out=c)", "np.multiply(x, e, out=c)", "torch.mul(x, e, out=c)", "w.assign(tf.multiply(x, e))",
        (3.0, 1.1)),
    Row("ua.subtract(x[1:], x[:-1])", "np.subtract(x[1:], x[:-1])", "torch.sub(x[1:], x[:-1])",
        "tf.subtract(x[1:], x[:-1])", (3.0, 1.1)),
    Row("ua.subtract(c[1:], c[:-1], out=c[1:])", "np.subtract(c[1:], c[:-1], out=c[1:])", "c[1:].sub_(c[:-1].clone())",
        "w[1:].assign(tf.subtract(w[1:], w[:-1]))", (3.0, 1.1)),
    Row("ua.add(x, d)", "np.add(x, d)", "torch.add(x, d)", "tf.add(tf.cast(x, tf.float64), d)", (3.0, 1.1)),
    Row("ua.add(x, y, out=c)", "np.add(x, y, out=c)", "torch.add(x, y, out=c)", "w.assign(tf.add(x, y))", (3.0, 1.1)),
    Row("ua.sum(x)", "np.sum(x)", "torch.sum(x)", "tf.reduce_sum(x)", (3.0, 1.1)),
)  # fmt: skip
OF_MATRICES = (
    Row("ua.matmul(s, s)", "np.matmul(s, s)", "torch.matmul(s, s)", "tf.matmul(s, s)", (1.1, 1.1)),
    Row("ua.matmul(s, s, out=t)", "np.matmul(s, s, out=t)", "torch.matmul(s, s, out=t)", "q.assign(tf.matmul(s, s))",
        (1.1, 1.1)),
    Row("ua.linalg.solve(s, s)", "np.linalg.solve(s, s)", "torch.linalg.solve(s, s)", "tf.linalg.solve(s, s)",
        (1.1, 1.1)),
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Rows that are measured with a small size and a large one."""

    title: str
    rows: tuple[Row, ...]
    sizes: tuple[int, ...]


GROUPS = {
    "writes": Group("Writes by the number of elements", WRITES, (SMALL, LARGE)),
    "places": Group("Writes to 256 places by the number of indices", SCATTERS, (FEW, MANY)),
    "inputs": Group("Inputs that programs have, by the number of elements", INPUTS, (SMALL, 100_000)),
    "matrices": Group("Matrices of 256 rows", OF_MATRICES, (256,)),
}


def aim(record: Record) -> float:
    """What a figure is to be at most."""
    group, row = _row(record)
    return row.aims[group.sizes.index(record.size or 0)]


def why(record: Record) -> str:
    """Why it is more; "" if it is not, or if nobody knows."""
    return _row(record)[1].why if round(record.value, 2) > aim(record) else ""


def _row(record: Record) -> tuple[Group, Row]:
    group = GROUPS[record.case.partition(":")[0]]
    return group, next(row for row in group.rows if row.ours == record.text)


def arguments(backend: str, size: int) -> dict[str, Any]:
    """The arrays that the texts name."""
    draw = np.random.default_rng(0)
    a, r = draw.random(size, np.float32), draw.random(size, np.float32)
    values = {
        "a": a, "x": a, "y": a[::-1].copy(), "z": a[1:].copy(), "b": a > 0.9, "r": r, "e": np.array(0.5, "f4"),
        "d": draw.random(size), "i": draw.integers(0, PLACES, size), "v": draw.random(size, np.float32),
        "s": draw.random((256, 256), np.float32),
    }  # fmt: skip
    names = names_in_texts(backend) | {name: ua.to_backend(value, backend) for name, value in values.items()}
    names |= {
        "c": ua.zeros(size, dtype=ua.float32),
        "h": ua.ones(PLACES, dtype=ua.float32),
        "m": ua.zeros((4, size), dtype=ua.float32),
        "t": ua.zeros((256, 256), dtype=ua.float32),
    }
    if backend == "tensorflow":
        tf = names["tf"]
        shapes = {"w": (size,), "u": (PLACES,), "k": (4, size), "q": (256, 256)}
        names |= {name: tf.Variable(tf.ones(shape)) for name, shape in shapes.items()}
        names |= {name: tf.convert_to_tensor(names[name]) for name in values}
    return names


def measure(backend: str, effort: Effort) -> Iterator[Record]:
    """The figure of each row and size."""
    for name, group in GROUPS.items():
        for size in group.sizes:
            names = arguments(backend, size)
            for row in group.rows:
                text = getattr(row, backend)
                one = beside(Call(text, names), Call(row.ours, names), effort)
                yield Record(
                    "writes", backend, f"{name}: {row.ours}", "ours", one.ratio, "out=" in row.ours, one.low, one.high,
                    one.seconds, size=size, text=row.ours, native=text,
                )  # fmt: skip
