"""NumPy's own names and signatures, on every backend: `import unified_arrays.np as np`.

    import unified_arrays.np as np             # UNIFIED_ARRAYS_BACKEND=numpy | torch | tensorflow

    x = np.linspace(0, 1, 5)
    y = np.where(x > 0.5, x, 0)
    np.divide(x, y, out=np.zeros_like(x), where=y != 0)

It is a table over the functions of `unified_arrays` (`_rows`: NumPy's signature, and the call of ours that answers it)
and no second implementation; what is more than one call is in `_functions`. Lists, numbers and NumPy arrays are taken
in to the selected backend; arrays of another backend decide themselves. New arrays are float64 and int64 as in NumPy,
on every backend (`use_default_dtype`). Options that cannot be honoured are a TypeError.
"""

from __future__ import annotations

from typing import Any

from .._common import constants as _constants
from .._common.public_names import belong_to as _belong_to
from .._dispatch import selection as _selection
from ..backends import Backend as _Backend
from . import _dtypes, _host, _index_objects, _missing, _scalar_types, _ufuncs
from . import fft as fft
from . import lib as lib
from . import linalg as linalg
from . import random as random
from . import testing as testing
from ._functions.arranging import *
from ._functions.computing import *
from ._functions.creation import *
from ._functions.windows import *
from ._rows import arranging as _arranging
from ._rows import creation as _creation
from ._rows import elementwise as _elementwise
from ._rows import linear_algebra as _linear_algebra
from ._rows import reductions as _reductions
from ._table import Functions as _Functions

_of_rows = _Functions(
    {
        **_elementwise.ROWS,
        **_reductions.ROWS,
        **_arranging.ROWS,
        **_creation.ROWS,
        **_linear_algebra.ROWS,
    },
    _elementwise.IN_FLOATS | _reductions.IN_FLOATS | _linear_algebra.IN_FLOATS,
)


def _follow_selection(backend: _Backend, selected: bool) -> None:
    """The operators of a framework have the default dtype too, while the process selects it."""
    backend.use_default_float(_dtypes.DEFAULT if selected else None)


_selection.tell_of_selecting(_follow_selection)


class _ArrayTypes(type):
    """Whose instances are the arrays of the selected backend."""

    def __instancecheck__(cls, value: Any) -> bool:
        backend = _selection.selected_backend()
        return isinstance(value, backend.array_types) and not isinstance(value, backend.scalar_types)


class ndarray(metaclass=_ArrayTypes):  # as NumPy calls it
    """For isinstance: the array types of the selected backend. A call makes an empty array."""

    def __new__(cls, shape: Any, dtype: Any = None) -> Any:
        return _of_rows["empty"](shape, dtype)


globals().update({
    **_scalar_types.NAMES,
    **_index_objects.NAMES,
    **_host.NAMES,
    **{name: getattr(_constants, name) for name in _constants.__all__},
    "True_": True,
    "False_": False,
    "euler_gamma": 0.5772156649015329,
})  # fmt: skip
_belong_to(__name__, list(globals().values()))
__all__ = sorted({name for name in globals() if not name.startswith("_") and name != "annotations"}.union(_of_rows))


def _with_methods(name: str, function: Any) -> Any:
    return _ufuncs.with_methods(name, function, _of_rows)


__getattr__ = _missing.getter(globals(), _of_rows, finish=_with_methods)


def __dir__() -> list[str]:
    return __all__
