"""NumPy's functions that run on the host: reading and writing files, printing, and settings of NumPy itself."""

from __future__ import annotations

from functools import wraps
from typing import Any, cast

import numpy

from .._common.dtypes import neutral
from . import _array_likes

# What they return is taken in to the selected backend.
_READ = ("frombuffer", "fromfile", "fromiter", "fromregex", "fromstring", "genfromtxt", "load", "loadtxt")
# Arrays that they are given come to the host first.
_WRITE = ("array2string", "array_repr", "array_str", "save", "savetxt", "savez", "savez_compressed")
_AS_THEY_ARE = (
    "base_repr", "binary_repr", "einsum_path", "errstate", "format_float_positional", "format_float_scientific",
    "get_printoptions", "geterr", "iterable", "min_scalar_type", "mintypecode", "printoptions",
    "set_printoptions", "seterr", "typename",
)  # fmt: skip


def _reading(name: str) -> Any:
    function = getattr(numpy, name)

    @wraps(function)
    def read(*arguments: Any, **options: Any) -> Any:
        values = function(*arguments, **options)
        if isinstance(values, (tuple, list)):
            return type(values)(_array_likes.array(name, value) for value in values)
        return _array_likes.array(name, values) if isinstance(values, numpy.ndarray) else _Archive(values)

    return read


class _Archive:
    """The arrays of a file of several: those of NumPy's archive, taken in when they are asked for."""

    def __init__(self, archive: Any) -> None:
        self._archive = archive

    def __getitem__(self, name: str) -> Any:
        return _array_likes.array("load", self._archive[name])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._archive, name)

    def __contains__(self, name: object) -> bool:
        return name in self._archive

    def __iter__(self) -> Any:
        return iter(self._archive)

    def __len__(self) -> int:
        return len(self._archive)

    def __enter__(self) -> _Archive:
        return self

    def __exit__(self, *error: object) -> None:
        self._archive.close()


def _writing(name: str) -> Any:
    function = getattr(numpy, name)

    @wraps(function)
    def write(*arguments: Any, **options: Any) -> Any:
        on_host = [_array_likes.on_host(value) for value in arguments]
        return function(*on_host, **{option: _array_likes.on_host(value) for option, value in options.items()})

    return write


# NumPy's codes of dtypes, of those that there are.
_CODES = {
    kind: "".join(code for code in codes if neutral(numpy.dtype(code)) is not None)
    for kind, codes in cast(dict[str, str], numpy.typecodes).items()
}

NAMES: dict[str, Any] = {
    "typecodes": _CODES,
    **{name: _reading(name) for name in _READ},
    **{name: _writing(name) for name in _WRITE},
    **{name: getattr(numpy, name) for name in _AS_THEY_ARE},
}
