"""Written by `python -m stubs`: the named tuples that functions of several results return."""

from typing import Generic, NamedTuple, TypeVar

_1 = TypeVar("_1")
_2 = TypeVar("_2")
_3 = TypeVar("_3")
_4 = TypeVar("_4")

class EigResult(NamedTuple, Generic[_1, _2]):
    eigenvalues: _1
    eigenvectors: _2

class EighResult(NamedTuple, Generic[_1, _2]):
    eigenvalues: _1
    eigenvectors: _2

class QRResult(NamedTuple, Generic[_1, _2]):
    Q: _1
    R: _2

class SVDResult(NamedTuple, Generic[_1, _2, _3]):
    U: _1
    S: _2
    Vh: _3

class SlogdetResult(NamedTuple, Generic[_1, _2]):
    sign: _1
    logabsdet: _2

class UniqueAllResult(NamedTuple, Generic[_1, _2, _3, _4]):
    values: _1
    indices: _2
    inverse_indices: _3
    counts: _4

class UniqueCountsResult(NamedTuple, Generic[_1, _2]):
    values: _1
    counts: _2

class UniqueInverseResult(NamedTuple, Generic[_1, _2]):
    values: _1
    inverse_indices: _2
