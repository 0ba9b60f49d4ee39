"""einops knows the frameworks by their classes; a slice of an array is none of TensorFlow's."""

from __future__ import annotations

import sys
from typing import Any

_told: dict[str, type] = {}  # what einops has been told, once in a process


def tell_einops(kind: type) -> None:
    """If einops (0.8) is imported, let it take arrays of this class for TensorFlow's.

    It looks for subclasses of its backends when it meets a class that it does not know. Remove when
    `einops.rearrange(x[0], "i -> i 1")` takes what `tf.reshape` takes.
    """
    backends: Any = sys.modules.get("einops._backends")
    if backends is None or "einops" in _told:
        return

    class OfSlices(backends.TensorflowBackend):  # type: ignore[misc]
        framework_name = __name__.partition(".")[0]  # which is imported: einops asks

        def is_appropriate_type(self, tensor: Any) -> bool:
            return isinstance(tensor, kind)

    _told["einops"] = OfSlices
