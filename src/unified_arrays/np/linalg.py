"""NumPy's `linalg`: its names and signatures, as calls of `unified_arrays.linalg`."""

from numpy.linalg import LinAlgError as LinAlgError

from .._common.public_names import belong_to as _belong_to
from . import _missing
from ._functions.linear_algebra import *
from ._rows.linear_algebra import LINALG as _ROWS
from ._rows.linear_algebra import LINALG_IN_FLOATS as _IN_FLOATS
from ._table import Functions as _Functions

_of_rows = _Functions(_ROWS, _IN_FLOATS, __name__)
_belong_to(__name__, list(globals().values()))
__all__ = sorted({name for name in globals() if not name.startswith("_")}.union(_of_rows))
__getattr__ = _missing.getter(globals(), _of_rows, "linalg")


def __dir__() -> list[str]:
    return __all__
