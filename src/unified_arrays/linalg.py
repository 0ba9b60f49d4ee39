"""The linalg extension of the array API standard."""

import typing as _typing

from ._api.beyond_standard.linalg import *
from ._api.linalg import *
from ._api.linear_algebra import *

if not _typing.TYPE_CHECKING:  # checkers take what a star brings for exported
    __all__ = sorted(name for name in vars() if not name.startswith("_"))
