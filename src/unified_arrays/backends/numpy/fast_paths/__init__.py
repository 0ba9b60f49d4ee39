"""NumPy's fast paths.

np.sum, np.reshape and many others are Python functions that find the array's method and call it, and array_api_compat
lays some more around them. The methods and the ufuncs take the same arguments and give the same results. Where NumPy
has no shorter function, the steps of its own are made here, in their order, without what finds the case.
"""

from __future__ import annotations

from operator import attrgetter

import numpy as np

from ...common.fast_paths import FastPath
from . import creation, data_types, elementwise, linalg, manipulation, searching, statistical

# NumPy 2's own functions are the standard's; array_api_compat's wrappers of them are for NumPy 1.
OWN = {
    name: attrgetter(name)(np)
    for name in (
        "arange ceil empty empty_like eye floor linspace matmul sign trunc zeros "
        "unique_all unique_counts unique_inverse "
        "linalg.eigh linalg.qr linalg.slogdet linalg.solve linalg.svd linalg.svdvals "
        "fft.fft fft.fftshift fft.ifft fft.ifftshift fft.ihfft fft.rfft fft.rfftn"
    ).split()
}

FAST_PATHS: dict[str, FastPath] = {
    name: fast_path
    for category in (creation, data_types, elementwise, linalg, manipulation, searching, statistical)
    for name, fast_path in category.FAST_PATHS.items()
}
