"""What is asked of arrays of any framework, without the library under test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import unified_arrays as ua


def function_of(name: str, namespace: Any = ua) -> Callable[..., Any]:
    found = namespace
    for part in name.split("."):
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


def kind_of(x: Any) -> str:
    """The framework of an array."""
    for base in type(x).__mro__:
        root = base.__module__.partition(".")[0]
        if root in ("numpy", "torch", "tensorflow", "keras", "jax", "jaxlib", "dask", "cupy"):
            return {"keras": "tensorflow", "jaxlib": "jax"}.get(root, root)
        for kind in ("jax", "dask"):
            if base.__module__.startswith(f"unified_arrays.backends.{kind}."):
                return kind
    message = f"{type(x)} is no array"
    raise TypeError(message)


def is_array(x: Any) -> bool:
    return hasattr(x, "dtype") and hasattr(x, "shape") and not isinstance(x, type)


def leaves(arguments: Any) -> list[Any]:
    """The arrays in the arguments, those in lists too."""
    if isinstance(arguments, (list, tuple)):
        return [leaf for one in arguments for leaf in leaves(one)]
    return [arguments] if is_array(arguments) else []


def arranged(argument: Any, arrays: list[Any]) -> Any:
    """`argument` with its ndarrays replaced by `arrays`, in their order."""
    if isinstance(argument, np.ndarray):
        return arrays.pop(0)
    return [arranged(one, arrays) for one in argument] if isinstance(argument, list) else argument


def copied(argument: Any) -> Any:
    """The same values in memory of their own: contiguous, and a value (tf.Tensor) on TensorFlow."""
    if isinstance(argument, (list, tuple)):
        return type(argument)(copied(one) for one in argument)
    if not is_array(argument):
        return argument
    kind = kind_of(argument)
    if kind == "numpy":
        return argument if isinstance(argument, np.generic) else np.array(argument, order="C", subok=False)
    if kind == "torch":
        import torch

        copy = argument.detach().resolve_conj().resolve_neg().clone(memory_format=torch.contiguous_format)
        return copy.requires_grad_(argument.requires_grad)
    if kind == "jax":
        import jax.numpy as jnp

        return jnp.asarray(argument)  # a value
    if kind == "dask":
        return getattr(argument, "value", argument)  # likewise
    if kind == "cupy":
        return argument.copy()
    import tensorflow as tf

    return tf.raw_ops.DeepCopy(x=tf.convert_to_tensor(argument))


def values(x: Any) -> np.ndarray:
    """The values as an ndarray in native byte order; a bfloat16 as float32, a complex32 as complex64."""
    kind = kind_of(x)
    if kind == "torch":
        import torch

        x = x.detach().cpu().resolve_conj().resolve_neg()
        larger = {torch.bfloat16: torch.float32, torch.complex32: torch.complex64}
        return np.array(x.to(larger.get(x.dtype, x.dtype)).numpy())
    if kind == "cupy":
        return x.get()  # type: ignore[no-any-return]
    array = np.array(x.numpy() if kind == "tensorflow" else x)
    if array.dtype.name == "bfloat16":
        return array.astype(np.float32)
    return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))


def is_numpy(x: Any) -> bool:
    return isinstance(x, (np.ndarray, np.generic))


def shares_memory(x: Any, y: Any) -> bool:
    """Whether two arrays of a framework that has views may share a byte."""
    if is_numpy(x) and is_numpy(y):
        return bool(np.may_share_memory(x, y))
    if not (is_array(x) and is_array(y) and kind_of(x) == kind_of(y) == "torch"):
        return False
    return bool(x.untyped_storage().data_ptr() == y.untyped_storage().data_ptr() != 0)


def shape_of(x: Any) -> tuple[int, ...]:
    shape = x.shape
    if kind_of(x) == "tensorflow" and not shape.is_fully_defined():
        shape = x.value().shape  # a variable declared with unknown sizes
    return tuple(shape)


def dtype_name(x: Any) -> str:
    dtype = x.dtype
    return getattr(dtype, "name", None) or str(dtype).rpartition(".")[2]


def may_cast(result: Any, out: Any) -> bool:
    """NumPy's "same_kind"; bfloat16, which NumPy lacks, like float16."""
    return same_kind(dtype_name(result), dtype_name(out))


def same_kind(result: str, out: str) -> bool:
    one, other = ("float16" if name == "bfloat16" else name for name in (result, out))
    return bool(np.can_cast(one, other, "same_kind"))


DTYPES = (
    "bool uint8 uint16 uint32 uint64 int8 int16 int32 int64 bfloat16 float16 float32 float64 complex64 complex128"
).split()


def dtypes_of(backend: str) -> list[str]:
    return [name for name in DTYPES if backend not in ("numpy", "dask", "cupy") or name != "bfloat16"]


def in_dtype(backend: str, values_: np.ndarray, dtype: str, *, memory: bool = False) -> Any:
    """An array of `values_` in any dtype of the backend; memory: one that can be written to."""
    if backend == "numpy":
        return np.array(values_.astype(dtype))
    if backend == "cupy":
        import cupy

        return cupy.asarray(np.array(values_.astype(dtype)))
    if backend == "torch":
        import torch

        return torch.from_numpy(np.array(values_)).to(getattr(torch, dtype))
    if backend == "jax":
        import jax.numpy as jnp

        from unified_arrays.jax import ArrayRef

        value = jnp.array(values_).astype(dtype)
        return ArrayRef(value) if memory else value
    if backend == "dask":
        import dask.array as da

        from unified_arrays.dask import DaskMemory

        graph = da.from_array(np.array(values_.astype(dtype)))
        return DaskMemory(graph) if memory else graph
    import tensorflow as tf

    from unified_arrays.tensorflow import ArrayVariable

    tensor = tf.cast(tf.constant(values_), dtype) if values_.dtype.name != dtype else tf.constant(values_)
    return ArrayVariable(tensor) if memory else tensor


def cast_like(result: Any, out: Any) -> Any:
    """compute-then-copy's second half: the result in fresh memory of the dtype of out."""
    kind = kind_of(out)
    if kind_of(result) != kind:  # of a NumPy scalar alone, which gives way to an out of another backend
        result = in_dtype(kind, values(result), dtype_name(out))
    if kind == "numpy":
        return np.array(result).astype(out.dtype)
    if kind == "cupy":
        return result.astype(out.dtype)
    if kind == "torch":
        import torch

        return torch.empty(tuple(result.shape), dtype=out.dtype, device=out.device).copy_(result.detach())
    if kind == "jax":
        import jax.numpy as jnp

        return jnp.asarray(result).astype(out.dtype)
    if kind == "dask":
        import dask.array as da

        return da.asarray(getattr(result, "value", result)).astype(out.dtype)
    import tensorflow as tf

    value = tf.convert_to_tensor(result)
    return value if value.dtype == out.dtype else tf.cast(value, out.dtype)


def memory_of(x: Any) -> bytes:
    """Every byte of the memory that an array is in, as far as its framework tells: the base of a view, a storage."""
    kind = kind_of(x) if hasattr(type(x), "shape") or hasattr(type(x), "dtype") else ""
    if not kind or (kind == "tensorflow" and not hasattr(x, "numpy")):
        return bytes(repr(x), "utf-8")  # no array, or one that is not dense
    if kind == "tensorflow":
        variable = variable_of(x)
        value = np.asarray((x if variable is None else variable).numpy())
        if value.dtype == object:  # texts
            return bytes(repr(value), "utf-8")
        return bytes(f"{value.dtype.name}{value.shape}", "ascii") + value.tobytes()
    if kind in ("jax", "dask"):
        whole = np.asarray(getattr(x, "root", x))
        return bytes(f"{whole.dtype.name}{whole.shape}", "ascii") + whole.tobytes()
    if kind == "cupy":
        return bytes(f"{x.dtype}{x.shape}", "ascii") + x.get().tobytes()
    if kind == "torch":
        import torch

        if x.layout is not torch.strided or x.is_nested or x.is_quantized or x.device.type == "meta":
            return bytes(repr(x), "utf-8")
        about = bytes(f"{x.dtype}{tuple(x.shape)}", "ascii")
        storage = x.detach().untyped_storage()
        return about + torch.tensor([], dtype=torch.uint8, device=x.device).set_(storage).cpu().numpy().tobytes()
    owner, walked = x, x
    while (walked := getattr(walked, "base", None)) is not None:
        if isinstance(walked, np.ndarray):
            owner = walked
    about = bytes(f"{x.dtype}{x.shape}{getattr(x, 'strides', None)}", "ascii")
    mask = np.ma.getmaskarray(x).tobytes() if isinstance(x, np.ma.MaskedArray) else b""
    return about + np.asarray(owner).tobytes() + mask


def variable_of(x: Any) -> Any:
    """The variable that a slice belongs to, TensorFlow's or an ArraySlice; None for any other array."""
    base = getattr(x, "base", None)
    if base is not None:
        return base
    if hasattr(x, "root"):
        return x.root
    assign = getattr(x, "assign", None)
    code = getattr(assign, "__code__", None)
    if code is None or "var" not in code.co_freevars:
        return None
    return assign.__closure__[code.co_freevars.index("var")].cell_contents


def is_slice(x: Any) -> bool:
    """True of a tensor that is a copy of a part of a variable; an ArraySlice shows what stands there."""
    return kind_of(x) == "tensorflow" and not hasattr(x, "base") and variable_of(x) is not None


def kept(out: Any) -> Any:
    """What out holds now, to be put back."""
    if is_slice(out):
        return reread(out)
    return copied(out) if kind_of(out) != "torch" else _bare(out).clone()


def _bare(tensor: Any) -> Any:
    """A view of the memory of a tensor that copies bit for bit: not conjugated, not negated, no bool."""
    import torch

    tensor = tensor.detach()
    tensor = torch._neg_view(tensor) if tensor.is_neg() else tensor
    tensor = tensor.conj() if tensor.is_conj() else tensor
    return tensor.view(torch.uint8) if tensor.dtype is torch.bool else tensor


def reread(out: Any) -> Any:
    """What the variable holds now where `out`, a slice of it, was taken."""
    return variable_of(out)[out.attack_index]


def slice_of(variable: Any, index: Any) -> Any:
    """`variable[index]` as an out that the judge can read again."""
    taken = variable[index]
    taken.attack_index = index
    return taken


def put_back(out: Any, old: Any) -> None:
    """`old`, from `kept`, into out, bit for bit."""
    kind = kind_of(out)
    if kind == "numpy":
        np.copyto(out, old)
    elif kind == "torch":
        _bare(out).copy_(old)
    elif kind in ("jax", "dask", "cupy"):
        out[...] = old
    else:
        out.assign(old)
