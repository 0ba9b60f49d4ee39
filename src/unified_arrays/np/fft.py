"""NumPy's `fft`: its names and signatures, as calls of `unified_arrays.fft`."""

from typing import Any as _Any

from . import _missing
from ._rows.linear_algebra import FFT as _ROWS
from ._rows.linear_algebra import FFT_IN_FLOATS as _IN_FLOATS
from ._table import Functions as _Functions

_of_rows = _Functions(_ROWS, _IN_FLOATS, __name__)
__all__ = sorted({name for name in globals() if not name.startswith("_")}.union(_of_rows))


def __getattr__(name: str) -> _Any:
    """A function of the table, when it is first asked for."""
    if name not in _of_rows:
        raise _missing.attribute_error(name, "fft")
    return globals().setdefault(name, _of_rows[name])


def __dir__() -> list[str]:
    return __all__
