"""What several fast paths of NumPy ask for."""

from __future__ import annotations

import numpy as np

REFUSALS = (AttributeError, LookupError, OverflowError, TypeError, ValueError)  # the fallback says what is wrong
NUMBERS = (int, float)
FLOAT64 = np.dtype("float64")
INTP = np.dtype(np.intp)
FEW = 1000  # elements, for which it is quicker to make more of them
ALL = slice(None)
NEW = (None,)
