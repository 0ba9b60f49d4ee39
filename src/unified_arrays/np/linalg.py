"""NumPy's `linalg`: its names and signatures, as calls of `unified_arrays.linalg`."""

from typing import Any as _Any

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


def __getattr__(name: str) -> _Any:
    """A function of the table, when it is first asked for."""
    if name not in _of_rows:
        raise _missing.attribute_error(name, "linalg")
    return globals().setdefault(name, _of_rows[name])


def __dir__() -> list[str]:
    return __all__
