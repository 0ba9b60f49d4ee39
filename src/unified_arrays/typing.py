"""Types for the signatures of functions that take arrays of every backend.

    from unified_arrays.typing import Array

    def softmax(x: Array, out: Array) -> Array: ...

`Array` is a type variable: what goes in as one kind of array comes out as it. `AnyArray` is what all kinds have in
common; `DTypeLike`, `DeviceLike`, `Shape` and `Axes` are what the functions of this package take.
"""

from ._common.types import AnyArray, Array, Axes, DeviceLike, DTypeLike, Shape
from ._dispatch.namespaces import hold as _hold

__all__ = ["AnyArray", "Array", "Axes", "DTypeLike", "DeviceLike", "Shape"]

_hold(__name__)
