"""What at(x)[index] is to do, by NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np

UFUNCS = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "min": np.minimum,
    "max": np.maximum,
}
METHODS = ["set", *UFUNCS]


def expected(x: np.ndarray, method: str, index: Any, value: Any) -> np.ndarray:
    """What NumPy makes of it, in a copy. The values are taken one after the other, the last one last."""
    result = np.array(x)
    value = np.broadcast_to(value, x[index].shape)  # NumPy (2.4.6) may read past a value that add.at has to broadcast
    if method == "set":
        result[index] = value
    else:
        with np.errstate(invalid="ignore"):  # at warns of NaN, where the ufunc itself does not
            UFUNCS[method].at(result, index, value)
    return result
