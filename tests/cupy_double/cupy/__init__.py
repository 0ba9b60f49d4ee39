"""A double of CuPy on NumPy, for tests without a GPU: CuPy's names and parameters, as surface.txt records them.

It refuses what CuPy refuses (arrays of NumPy, parameters that CuPy lacks), and where CuPy is unlike NumPy it is too:
indices out of range are wrapped, any of several values for one element may win. A kernel whose out overlaps an input
writes garbage, so that it is seen where one is trusted. What the kernels of a GPU compute it cannot show.
"""

import sys

from numpy import (  # noqa: F401
    bool_,
    can_cast,
    complex64,
    complex128,
    complexfloating,
    dtype,
    e,
    finfo,
    float16,
    float32,
    float64,
    floating,
    generic,
    iinfo,
    inf,
    int8,
    int16,
    int32,
    int64,
    integer,
    intp,
    issubdtype,
    nan,
    newaxis,
    number,
    pi,
    signedinteger,
    uint8,
    uint16,
    uint32,
    uint64,
    unsignedinteger,
)

from . import cuda  # noqa: F401
from ._array import ndarray  # noqa: F401
from ._surface import OWN, fill, ufunc  # noqa: F401

__version__ = "14.2.0 (a double on NumPy)"

fill(sys.modules[__name__])
globals().update(OWN)
