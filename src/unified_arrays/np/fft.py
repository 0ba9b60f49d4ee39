"""NumPy's `fft`: its names and signatures, as calls of `unified_arrays.fft`."""

from ._rows.linear_algebra import FFT as _ROWS
from ._rows.linear_algebra import FFT_IN_FLOATS as _IN_FLOATS
from ._table import functions as _functions

globals().update(_functions(_ROWS, _IN_FLOATS))
__all__ = sorted(name for name in globals() if not name.startswith("_"))
