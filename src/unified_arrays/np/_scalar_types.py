"""NumPy's dtypes, by all of NumPy's names: equal to the dtypes of every backend, and callable as NumPy's are.

`np.float64` is a dtype here and no class: `dtype=np.float64`, `x.dtype == np.float64`, `np.float64(3)` and
`isinstance(v, np.float64)` work as in NumPy. `np.floating` and its kin are NumPy's own abstract classes.
"""

from __future__ import annotations

from typing import Any

import numpy

import unified_arrays as ua

from .._common import dtypes
from ._dtypes import name_of, use_default_dtype
from ._functions.creation import array

_KINDS = {
    "bool": "b",
    "unsigned integer": "u",
    "signed integer": "i",
    "real floating": "f",
    "complex floating": "c",
}


class dtype(dtypes.DType):  # as NumPy calls it
    """A dtype: of a name ("float64", "f8", "d"), a Python type, or a dtype of any framework.

    Parameters
    ----------
    dtype : str, type or dtype
        What NumPy's own `dtype` takes, as far as it is one of numbers or booleans.

    Raises
    ------
    TypeError
        For what is no dtype, and for dtypes of strings, objects, dates and records.
    """

    def __new__(cls, dtype: Any = None) -> dtype:
        self = super().__new__(cls, name_of("dtype", dtype))
        assert isinstance(self, cls)
        self.kind = _KINDS[self.kind]
        return self

    @property
    def type(self) -> dtype:
        """What makes scalars of it: itself."""
        return self

    @property
    def char(self) -> str:
        """NumPy's one letter for it."""
        return numpy.dtype(self.name).char

    @property
    def str(self) -> Any:
        """NumPy's name with the byte order: "<f8"."""
        return numpy.dtype(self.name).str

    def __call__(self, value: Any = 0, imag: Any = None) -> Any:
        """`value` as a scalar of this dtype; a sequence as an array. Both are of the selected backend."""
        return array(value if imag is None else complex(value, imag), dtype=self)[()]

    def __instancecheck__(self, value: Any) -> bool:
        return isinstance(value, numpy.generic) and self == value.dtype

    def __reduce__(self) -> tuple[Any, ...]:
        return dtype, (self.name,)


def promote_types(type1: Any, type2: Any, /) -> dtype:
    """The smallest dtype to which both can be cast."""
    return dtype(numpy.promote_types(name_of("promote_types", type1), name_of("promote_types", type2)))


def finfo(dtype: Any) -> Any:
    """NumPy's facts of a floating dtype: eps, max, min, tiny ..."""
    return numpy.finfo(numpy.dtype(_name_of_values("finfo", dtype)))


def iinfo(int_type: Any) -> Any:
    """NumPy's facts of an integer dtype: max, min, bits."""
    return numpy.iinfo(numpy.dtype(_name_of_values("iinfo", int_type)))


def _name_of_values(function: str, value: Any) -> str:
    """The name of a dtype, or of that of an array or a number."""
    if isinstance(value, (int, float, complex)):
        return name_of(function, numpy.asarray(value).dtype)
    return name_of(function, value.dtype if ua.is_array(value) or isinstance(value, numpy.generic) else value)


def issubdtype(arg1: Any, arg2: Any) -> bool:
    """Whether a dtype is another one, or of a kind: `np.floating`, `np.integer`, `np.number` ..."""
    return bool(numpy.issubdtype(_of_numpy(arg1), _of_numpy(arg2)))


def _of_numpy(dtype: Any) -> Any:
    name = dtypes.name_of(dtype)
    return dtype if name is None else numpy.dtype(name)


_ALIASES = {
    "bool_": "bool",
    "byte": "int8",
    "short": "int16",
    "intc": "int32",
    "int_": "int64",
    "intp": "int64",
    "long": "int64",
    "longlong": "int64",
    "ubyte": "uint8",
    "ushort": "uint16",
    "uintc": "uint32",
    "uint": "uint64",
    "uintp": "uint64",
    "ulong": "uint64",
    "ulonglong": "uint64",
    "half": "float16",
    "single": "float32",
    "double": "float64",
    "csingle": "complex64",
    "cdouble": "complex128",
}
_ABSTRACT = (
    "generic",
    "number",
    "integer",
    "signedinteger",
    "unsignedinteger",
    "inexact",
    "floating",
    "complexfloating",
)

NAMES: dict[str, Any] = {
    **{name: dtype(name) for name in dtypes.ALL if name != "bfloat16"},
    **{alias: dtype(name) for alias, name in _ALIASES.items()},
    **{name: getattr(numpy, name) for name in _ABSTRACT},
    "dtype": dtype,
    "finfo": finfo,
    "iinfo": iinfo,
    "issubdtype": issubdtype,
    "promote_types": promote_types,
    "use_default_dtype": use_default_dtype,
}
