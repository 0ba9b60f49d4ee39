"""einops knows the frameworks by their classes; a slice of an array is none of TensorFlow's."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Any


@cache
def tell_einops(kind: type) -> type | None:
    """If einops (0.8) is installed, let it take arrays of this class for TensorFlow's.

    It looks for subclasses of its backends when it meets a class that it does not know. It is imported
    for that (6 ms, once): a slice may be made before the program imports einops. Remove when
    `einops.rearrange(x[0], "i -> i 1")` takes what `tf.reshape` takes.
    """
    if find_spec("einops") is None:
        return None
    from einops import _backends

    class OfSlices(_backends.TensorflowBackend):  # type: ignore[misc, unused-ignore]
        framework_name = __name__.partition(".")[0]  # which is imported: einops asks

        def is_appropriate_type(self, tensor: Any) -> bool:
            return isinstance(tensor, kind)

    return OfSlices  # kept by the cache: einops holds it by weak reference
