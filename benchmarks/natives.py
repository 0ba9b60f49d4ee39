"""The framework's own public call for a function of the standard, as its users write it.

By default it is the framework's function of the same name with the same arguments; so a new function of the standard
needs no line here unless the framework calls it otherwise. A text names the arguments as the standard's parameters.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import numpy as np

import unified_arrays as ua

_TORCH = {
    "max": "amax",
    "min": "amin",
    "equal": "eq",
    "bitwise_invert": "bitwise_not",
    "cumulative_sum": "cumsum",
    "cumulative_prod": "cumprod",
    "permute_dims": "permute",
    "expand_dims": "unsqueeze",
    "unstack": "unbind",
    "broadcast_arrays": "broadcast_tensors",
    "take_along_axis": "take_along_dim",
    "repeat": "repeat_interleave",
    "vecdot": "linalg.vecdot",
    "linalg.outer": "outer",
    "linalg.trace": "trace",
}
_TORCH_TEXTS = {
    "astype": "x.to(dtype)",
    "matrix_transpose": "x.mT",
    "nonzero": "torch.nonzero(x, as_tuple=True)",
    "sort": "torch.sort(x, stable=True)[0]",
    "argsort": "torch.argsort(x, dim=axis, stable=True)",
    "std": "torch.std(x, correction=0)",
    "var": "torch.var(x, correction=0)",
    "take": "torch.index_select(x, axis, indices)",
    "tril": "torch.tril(x, k)",
    "triu": "torch.triu(x, k)",
    "flip": "torch.flip(x, (axis,))",
    "roll": "torch.roll(x, shift, axis)",
    "tensordot": "torch.tensordot(x1, x2, axes)",
    "unique_values": "torch.unique(x)",
    "unique_counts": "torch.unique(x, return_counts=True)",
    "unique_inverse": "torch.unique(x, return_inverse=True)",
    "searchsorted": "torch.searchsorted(x1, x2, side=side)",
    "broadcast_shapes": "torch.broadcast_shapes(shapes0, shapes1)",
    "linalg.solve_triangular": "torch.linalg.solve_triangular(x1, x2, upper=False)",
    "gradient": "torch.gradient(f, spacing=(spacing0 * torch.arange(3), spacing1), edge_order=edge_order)",
    "histogramdd": "(lambda counts, edges: (counts, *edges))(*torch.histogramdd(sample, bins=bins))",
    "dot": "torch.matmul(x1, x2)",
    "outer": "torch.outer(x1.ravel(), x2.ravel())",
    "vdot": "torch.vdot(x1.ravel(), x2.ravel().to(x1.dtype))",
    "median": "torch.quantile(x, 0.5)",
    "nanmedian": "torch.nanquantile(x, 0.5, dim=axis)",
    "corrcoef": "torch.corrcoef(x.T)",
    "cov": "torch.cov(torch.cat((m, y)))",
}
_TENSORFLOW = {
    **{name: f"reduce_{name}" for name in "max min sum prod mean all any".split()},
    "std": "math.reduce_std",
    "var": "math.reduce_variance",
    "remainder": "math.floormod",
    "floor_divide": "math.floordiv",
    "isfinite": "math.is_finite",
    "isinf": "math.is_inf",
    "isnan": "math.is_nan",
    "bitwise_left_shift": "bitwise.left_shift",
    "bitwise_right_shift": "bitwise.right_shift",
    "bitwise_invert": "bitwise.invert",
    "cumulative_sum": "cumsum",
    "cumulative_prod": "math.cumprod",
    "permute_dims": "transpose",
    "matrix_transpose": "linalg.matrix_transpose",
    "arange": "range",
    "linalg.matrix_rank": "linalg.matrix_rank",
    "fft.fftn": "signal.fftnd",
    "fft.ifftn": "signal.ifftnd",
    "fft.rfftn": "signal.rfftnd",
}
# What unified_arrays allocates can be written to: beside it stands what a user of TensorFlow would have to write.
_TENSORFLOW_TEXTS = {
    "empty": "tf.Variable(tf.zeros(shape))",
    "empty_like": "tf.Variable(tf.zeros_like(x))",
    "zeros": "tf.Variable(tf.zeros(shape, dtype=dtype))",
    "ones": "tf.Variable(tf.ones(shape))",
    "full": "tf.Variable(tf.fill(shape, tf.constant(fill_value, tf.int64)))",
    "zeros_like": "tf.Variable(tf.zeros_like(x))",
    "ones_like": "tf.Variable(tf.ones_like(x))",
    "full_like": "tf.Variable(tf.fill(x.shape, tf.constant(fill_value, x.dtype)))",
    "asarray": "tf.convert_to_tensor(obj)",
    "astype": "tf.cast(x, dtype)",
    "clip": "tf.clip_by_value(x, min, max)",
    "concat": "tf.concat(arrays, 0)",
    "flip": "tf.reverse(x, [axis])",
    "take": "tf.gather(x, indices, axis=axis)",
    "tensordot": "tf.tensordot(x1, x2, axes)",
    "tril": "tf.linalg.band_part(x, -1, k)",
    "linalg.diagonal": "tf.linalg.diag_part(x, k=offset)",
    "linalg.matrix_norm": "tf.norm(x, axis=(-2, -1))",
    "linalg.svdvals": "tf.linalg.svd(x, compute_uv=False)",
    "nonzero": "tf.unstack(tf.where(x), axis=1)",
    "vecdot": "tf.reduce_sum(x1 * x2, axis=-1)",
    "linalg.vector_norm": "tf.norm(x, axis=axis)",
    "linalg.cond": "tf.divide(*(find(tf.linalg.svd(x, compute_uv=False)) for find in (tf.reduce_max, tf.reduce_min)))",
    "polyval": "tf.math.polyval(tf.unstack(p), x)",
    "logsumexp": "tf.reduce_logsumexp(x, axis=axis)",
    "gammaln": "tf.math.lgamma(x)",
    "fmod": "tf.truncatemod(x1, x2)",
    "i0": "tf.math.bessel_i0(x)",
}


@dataclass(frozen=True)
class Framework:
    """What a framework calls things, and how its users write into an array that they have."""

    module: str
    alias: str
    places: tuple[str, ...]  # where a function is looked for
    names: Mapping[str, str] = field(default_factory=dict)  # the standard's -> its own
    texts: Mapping[str, str] = field(default_factory=dict)  # the standard's name -> the call
    options: Mapping[str, str] = field(default_factory=dict)  # the standard's keyword -> its own
    write: str = ""  # into `out` what `{value}` is, where a call has no out= of its own
    takes_out: bool = True


_NUMPY_TEXTS = {
    "unique_values": "np.unique(x)",
    "cumulative_max": "np.maximum.accumulate(x, axis)",
    "cumulative_min": "np.minimum.accumulate(x, axis)",
    "histogramdd": "(lambda counts, edges: (counts, *edges))(*np.histogramdd(sample, bins=bins))",
    "linalg.solve_triangular": "np.linalg.solve(np.tril(x1), x2)",
    "logsumexp": "np.log(np.sum(np.exp(x), axis=axis))",
}

FRAMEWORKS = {
    "numpy": Framework("numpy", "np", ("",), texts=_NUMPY_TEXTS, write="np.copyto(out, {value})"),
    "torch": Framework(
        "torch",
        "torch",
        ("", "linalg", "fft"),
        _TORCH,
        _TORCH_TEXTS,
        {"axis": "dim", "axes": "dim", "keepdims": "keepdim"},
        write="out.copy_({value})",
    ),
    "tensorflow": Framework(
        "tensorflow",
        "tf",
        ("", "math", "linalg", "signal", "bitwise"),
        _TENSORFLOW,
        _TENSORFLOW_TEXTS,
        write="out.assign({value})",
        takes_out=False,
    ),
}


def names_in_texts(backend: str) -> dict[str, Any]:
    """The modules that texts of calls name: ours, NumPy, and the framework."""
    framework = FRAMEWORKS[backend]
    return {"ua": ua, "np": np, framework.alias: importlib.import_module(framework.module)}


def native_text(backend: str, function: str, positional: list[str], options: list[str]) -> str | None:
    """The call of the framework's own function, as text; None if it has none that is known."""
    framework = FRAMEWORKS[backend]
    if function in framework.texts:
        return framework.texts[function]
    place = _place(framework, framework.names.get(function, function))
    if place is None:
        return None
    return call_text(f"{framework.alias}.{place}", positional, options, framework.options)


def call_text(
    function: str,
    positional: list[str],
    options: list[str],
    renamed: Mapping[str, str] | None = None,
    *,
    out: bool = False,
) -> str:
    """`function(x1, x2, axis=axis, out=out)`."""
    named = [f"{(renamed or {}).get(one, one)}={one}" for one in options]
    return f"{function}({', '.join([*positional, *named, *(['out=out'] if out else [])])})"


def _place(framework: Framework, name: str) -> str | None:
    """Where the framework has a function: "linalg.svd"."""
    module = importlib.import_module(framework.module)
    last = name.rpartition(".")[2]
    for place in dict.fromkeys((name, *(f"{one}.{last}".lstrip(".") for one in framework.places))):
        if callable(_found(module, place)):
            return place
    return None


def _found(module: Any, dotted: str) -> Callable[..., Any] | None:
    return reduce(lambda found, part: getattr(found, part, None), dotted.split("."), module)
