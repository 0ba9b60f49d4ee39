"""The NumPy error classes of mistakes for which JAX raises TypeError."""

from __future__ import annotations

import re

from ..._common import errors

# JAX 0.10: the messages of TypeErrors for shapes that do not go together, and for other arguments that do not fit.
_ARGUMENTS = re.compile(
    r"incompatible shapes|shapes must|must have equal shapes|[Cc]annot concatenate|dot_general requires|cannot reshape"
    r"|must have the same|Incompatible shapes|contracting dim|be nonnegative|one unknown axis|transpose permutation"
)
_AXES = re.compile(r"axis .* (is )?out of bounds|[Dd]imension .* out of (bounds|range)")


def common_class(error: Exception) -> type[Exception] | None:
    """The error class on every backend, if it is not that of JAX."""
    if type(error) is TypeError and _ARGUMENTS.search(str(error)):
        return ValueError
    if type(error) is ValueError and _AXES.search(str(error)):
        return errors.AxisError
    if type(error) is NameError and "unbound axis name" in str(error):  # a text as an axis, which JAX takes for a name
        return TypeError
    return None
