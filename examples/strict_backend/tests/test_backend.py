"""The promises of out= for every function, on this backend."""

from collections.abc import Iterator
from typing import Any

import array_api_strict as strict
import numpy as np
import pytest

from unified_arrays.testing import backend_suite

# Functions that the library has for some inputs only.
IN_PART = {"isin": "array_api_strict takes integers only, as the standard asks for no more"}


def read_only(values: Any) -> Iterator[tuple[str, Any]]:
    """What the message has to say, and an array that cannot be written to."""
    locked = np.array(values)
    locked.flags.writeable = False
    yield "read-only", strict.asarray(locked, copy=False)


@pytest.mark.parametrize("case", backend_suite("strict", unwritable=read_only), ids=str)
def test_promise(case: Any) -> None:
    if case.function in IN_PART:
        pytest.skip(IN_PART[case.function])
    case.run()
