"""NumPy's `linalg`: its names and signatures, as calls of `unified_arrays.linalg`."""

from numpy.linalg import LinAlgError as LinAlgError

from .._common.public_names import belong_to as _belong_to
from ._functions.linear_algebra import *
from ._rows.linear_algebra import LINALG as _ROWS
from ._rows.linear_algebra import LINALG_IN_FLOATS as _IN_FLOATS
from ._table import functions as _functions

_made = _functions(_ROWS, _IN_FLOATS)
globals().update({name: function for name, function in _made.items() if name not in globals()})
__all__ = sorted(name for name in globals() if not name.startswith("_"))
_belong_to(__name__, map(globals().get, __all__))
