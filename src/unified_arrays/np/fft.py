"""NumPy's `fft`: its names and signatures, as calls of `unified_arrays.fft`."""

from . import _missing
from ._rows.linear_algebra import FFT as _ROWS
from ._rows.linear_algebra import FFT_IN_FLOATS as _IN_FLOATS
from ._table import Functions as _Functions

_of_rows = _Functions(_ROWS, _IN_FLOATS, __name__)
__all__ = sorted({name for name in globals() if not name.startswith("_")}.union(_of_rows))
__getattr__ = _missing.getter(globals(), _of_rows, "fft")


def __dir__() -> list[str]:
    return __all__
