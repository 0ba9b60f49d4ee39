"""The linalg extension of the array API standard."""

from ._api.beyond_standard.linalg import *
from ._api.linalg import *
from ._api.linear_algebra import *

__all__ = sorted(name for name in vars() if not name.startswith("_"))
