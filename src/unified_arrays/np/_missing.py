"""Names that NumPy has and `unified_arrays.np` has not: an AttributeError that says what to use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy

from .._common import argument_errors

_INSTEAD = {
    "asmatrix": "use arrays of two axes, and @ for products",
    "bmat": "use block",
    "datetime64": "only numbers and booleans are held: keep dates in numpy's own arrays",
    "float128": "no other backend has it: use float64",
    "complex256": "no other backend has it: use complex128",
    "longdouble": "no other backend has it: use float64",
    "clongdouble": "no other backend has it: use complex128",
    "matrix": "use arrays of two axes, and @ for products",
    "memmap": "use numpy.memmap, and asarray of its parts",
    "nditer": "use ndindex or ndenumerate, or functions of whole arrays",
    "object_": "only numbers and booleans are held",
    "poly1d": "use polyval, polyadd, polymul, polyder and polyint of coefficients",
    "str_": "only numbers and booleans are held: keep strings in lists, or in numpy's own arrays",
    "timedelta64": "only numbers and booleans are held: keep dates in numpy's own arrays",
    "vectorize": "write the function in terms of whole arrays, or use apply_along_axis",
}
_OLD = {
    "alltrue": "all", "cumproduct": "cumprod", "in1d": "isin", "product": "prod", "round_": "round",
    "sometrue": "any", "trapz": "trapezoid", "Inf": "inf", "Infinity": "inf", "NaN": "nan", "NAN": "nan",
    "float_": "float64", "complex_": "complex128", "asscalar": "x.item()", "msort": "sort", "row_stack": "vstack",
}  # fmt: skip


def attribute_error(name: str, extension: str = "") -> AttributeError:
    """The AttributeError for a name that is missing in the namespace, or in one of its extensions."""
    namespace = ".".join(filter(None, ("unified_arrays.np", extension)))
    numpys = ".".join(filter(None, ("numpy", extension, name)))
    if name in _OLD:
        instead = f"use {_OLD[name]}, as in NumPy 2"
    elif name in _INSTEAD:
        instead = _INSTEAD[name]
    elif hasattr(getattr(numpy, extension, numpy), name):
        instead = f"{numpys} takes arrays of NumPy, which to_backend(x, 'numpy') of unified_arrays makes"
    else:
        instead = "NumPy has no such name either"
    return argument_errors.not_in_namespace(namespace, name, instead)


def getter(
    names: dict[str, Any],
    functions: Mapping[str, Any],
    extension: str = "",
    finish: Callable[[str, Any], Any] = lambda name, function: function,
) -> Callable[[str], Any]:
    """The `__getattr__` of a module with these global names: functions, when they are first asked for."""

    def find(name: str) -> Any:
        if name not in functions:
            raise attribute_error(name, extension)
        return names.setdefault(name, finish(name, functions[name]))  # another thread may have been quicker

    return find
