"""Neutral dtypes: one `float32` for all backends, equal to each backend's own.

A `DType` is a str with its own equality. That is what makes it equal *both ways round*: NumPy and TensorFlow try to
read whatever they are compared with as a dtype name, PyTorch gives up and asks the other side. It also means that
the frameworks' own functions accept a neutral dtype wherever they accept a name.
"""

from __future__ import annotations

import builtins
import sys
from typing import Any

from . import errors

__all__ = [
    "bfloat16",
    "bool",
    "complex64",
    "complex128",
    "float16",
    "float32",
    "float64",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
]

# name -> (kind, bytes of one element). The order of kinds is the order of NumPy's "same_kind" casts.
_FACTS: dict[str, tuple[str, int]] = {
    "bool": ("bool", 1),
    "uint8": ("unsigned integer", 1),
    "uint16": ("unsigned integer", 2),
    "uint32": ("unsigned integer", 4),
    "uint64": ("unsigned integer", 8),
    "int8": ("signed integer", 1),
    "int16": ("signed integer", 2),
    "int32": ("signed integer", 4),
    "int64": ("signed integer", 8),
    "float16": ("real floating", 2),
    "bfloat16": ("real floating", 2),
    "float32": ("real floating", 4),
    "float64": ("real floating", 8),
    "complex64": ("complex floating", 8),
    "complex128": ("complex floating", 16),
}
# What isdtype calls kinds, besides the dtypes themselves.
KIND_NAMES = frozenset({kind for kind, _ in _FACTS.values()} | {"integral", "numeric"})
_KIND_ORDER = ("bool", "unsigned integer", "signed integer", "real floating", "complex floating")

# What Python's own types mean where a dtype is asked for, as in NumPy and PyTorch.
_PYTHON_TYPES = {builtins.bool: "bool", int: "int64", float: "float64", complex: "complex128"}


class DType(str):
    """A dtype that every backend understands; equal to its name and to the native dtype of every backend."""

    name: str
    kind: str  # 'bool', 'signed integer', 'unsigned integer', 'real floating' or 'complex floating'
    itemsize: int  # bytes of one element

    def __new__(cls, name: str) -> DType:
        if name not in _FACTS:
            raise errors.not_a_dtype("DType", name, _FACTS)
        self = super().__new__(cls, name)
        # Attributes, not properties: torch.compile does not know what the string of an instance is.
        self.name = str.__str__(self)
        self.kind, self.itemsize = _FACTS[self.name]
        return self

    @property
    def is_integer(self) -> builtins.bool:
        return self.kind in ("unsigned integer", "signed integer")

    @property
    def is_complex(self) -> builtins.bool:
        return self.kind == "complex floating"

    def __eq__(self, other: object) -> builtins.bool:
        return name_of(other) == self.name

    def __ne__(self, other: object) -> builtins.bool:
        return not self == other

    __hash__ = str.__hash__

    def __reduce__(self) -> tuple[Any, ...]:
        return DType, (self.name,)

    def __repr__(self) -> str:
        return self.name


bool = DType("bool")
int8, int16, int32, int64 = DType("int8"), DType("int16"), DType("int32"), DType("int64")
uint8, uint16, uint32, uint64 = DType("uint8"), DType("uint16"), DType("uint32"), DType("uint64")
bfloat16, float16, float32, float64 = DType("bfloat16"), DType("float16"), DType("float32"), DType("float64")
complex64, complex128 = DType("complex64"), DType("complex128")

ALL: dict[str, DType] = {name: DType(name) for name in _FACTS}


def name_of(dtype: object) -> str | None:
    """The neutral name of any framework's dtype, of a name or of a Python type; None if it is no dtype of ours."""
    if isinstance(dtype, str):
        name = str.__str__(dtype)
    elif isinstance(dtype, type):
        name = _PYTHON_TYPES.get(dtype) or _name_of_scalar_type(dtype)
    elif "dtype" in type(dtype).__name__.lower():  # so is the class of dtypes called in every framework
        # Most have a name; a torch.dtype prints as "torch.float32"
        name = getattr(dtype, "name", None) or str(dtype).rpartition(".")[2]
        if not getattr(dtype, "isnative", True):  # another byte order is another dtype
            return None
    else:
        return None
    return name if name in _FACTS else None


def _name_of_scalar_type(dtype: type) -> str:
    """numpy.float32 the class names a dtype; another class of that name does not."""
    name = dtype.__name__
    owner = sys.modules.get(dtype.__module__) if dtype.__module__ in ("numpy", "ml_dtypes") else None
    return name if getattr(owner, name, None) is dtype else ""


def neutral(dtype: Any) -> DType | None:
    """The neutral dtype equal to `dtype`, or None."""
    name = name_of(dtype)
    return None if name is None else ALL[name]


def can_hold(result: DType, out: DType) -> builtins.bool:
    """True if `out` may receive `result` by NumPy's "same_kind" rule: never to a lower kind."""
    return _KIND_ORDER.index(result.kind) <= _KIND_ORDER.index(out.kind)
