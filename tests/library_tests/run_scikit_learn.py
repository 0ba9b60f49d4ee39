"""Call what scikit-learn says to take arrays of other libraries, and print what does.

    python tests/library_tests/run_scikit_learn.py [--write]

--write puts the table into docs/libraries.md.
"""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

os.environ["SCIPY_ARRAY_API"] = "1"  # before SciPy is imported: scikit-learn asks for it

import numpy as np
import sklearn
from kinds import Kind, all_kinds, difference, in_one_line
from scikit_learn_calls import CALLS, data
from tables import Calls, print_table, write_section

import unified_arrays as ua


@contextlib.contextmanager
def numpy_by_ours() -> Iterator[None]:
    """The namespace of an ndarray is this package's, and no longer known as NumPy's."""
    from sklearn.externals.array_api_compat.common import _helpers

    original = _helpers._cls_to_namespace

    def namespace_of(cls: type, *arguments: Any) -> Any:
        found, info = original(cls, *arguments)
        return (ua.numpy if issubclass(cls, (np.ndarray, np.generic)) else found), info

    with patch.object(_helpers, "_cls_to_namespace", namespace_of):
        yield


def outcome_of(kind: Kind, call: Callable[[SimpleNamespace], Any], expected: Any) -> str:
    around = numpy_by_ours() if kind.name == "NumPy" else contextlib.nullcontext()
    try:
        with warnings.catch_warnings(), around, sklearn.config_context(array_api_dispatch=True):
            warnings.simplefilter("ignore")
            return difference(kind, call(SimpleNamespace(**kind.of(data()))), expected) or "right"
    except Exception as error:
        return in_one_line(error)


def main(*arguments: str) -> int:
    kinds, calls = all_kinds(), Calls()
    for name, call in CALLS.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expected = call(SimpleNamespace(**data()))
        calls[name] = [{kind.name: outcome_of(kind, call, expected) for kind in kinds}]
    print_table(calls)
    if "--write" in arguments:
        write_section("scikit-learn", sklearn.__version__, calls)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
