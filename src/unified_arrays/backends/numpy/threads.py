"""With how many threads NumPy multiplies matrices: its wheels bring OpenBLAS, which can be asked; all else has one."""

from __future__ import annotations

import ctypes
from pathlib import Path

import numpy as np

from .. import Threads

_QUESTIONS = ("scipy_openblas_get_num_threads64_", "scipy_openblas_get_num_threads", "openblas_get_num_threads")


def blas_threads() -> Threads | str:
    """As OpenBLAS says; or why nobody does."""
    folder = Path(np.__file__).parent
    for place in (folder.parent / "numpy.libs", folder / ".dylibs"):
        for path in sorted(place.glob("*openblas*")):
            library = ctypes.CDLL(str(path))  # NumPy has loaded it: this is the same one
            for question in _QUESTIONS:
                if hasattr(library, question):
                    return Threads(int(getattr(library, question)()), ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"))
    return "this NumPy brings no OpenBLAS that can be asked"
