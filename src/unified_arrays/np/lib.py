"""NumPy's `lib`, as far as programs use it: `lib.stride_tricks`."""

from types import SimpleNamespace as _SimpleNamespace

from ._rows.arranging import STRIDE_TRICKS as _STRIDE_TRICKS
from ._table import Functions as _Functions

stride_tricks = _SimpleNamespace(**_Functions(_STRIDE_TRICKS))

__all__ = ["stride_tricks"]
