"""uint16, uint32 and uint64 on PyTorch, which stores and copies them but has next to no kernels for them.

Each function that needs it is a line in a table. It is tried as it is, so ordinary dtypes cost nothing and a kernel
that PyTorch adds is used from then on. If it is refused and an unsigned dtype is there, it is computed in signed
integers, exactly:

- uint16 as int32 and uint32 as int64, where all values fit. Results are cut back to the dtype, that is modulo 2**16 or
  2**32, as integer arithmetic is.
- uint64 has no wider dtype. Its *bits*, read as int64, serve all that is exact modulo 2**64 or only compares for
  equality. With the sign bit flipped, int64 has the *order* of uint64. What needs neither has a function of its own.

Upstream: https://github.com/pytorch/pytorch/issues/58734. A line can go when PyTorch has the kernel, the file with
the last line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter
from types import ModuleType
from typing import Any, Literal

import torch

from ..._agnostic.namespaces import repaired
from ..._common.python_scalars import NUMBERS
from .python_scalars import result_type as traced_result_type

Call = Callable[..., Any]
Values = tuple[Any, ...]
Encoding = Literal["bits", "order"]  # of uint64 in int64

# dtype -> the signed one that holds all its values
_WIDER = {torch.uint16: torch.int32, torch.uint32: torch.int64}
_UNSIGNED = frozenset({torch.uint16, torch.uint32, torch.uint64})
_SIGNED = (torch.int8, torch.int16, torch.int32, torch.int64)
_SIGN_BIT = -(2**63)


def _promotions() -> dict[tuple[torch.dtype, torch.dtype], torch.dtype]:
    """The standard's promotions with uint16, uint32 or uint64 in them; PyTorch refuses these pairs."""
    unsigned = [torch.uint8, torch.uint16, torch.uint32, torch.uint64]
    table = {}
    for i, first in enumerate(unsigned):
        for j, other in enumerate(unsigned):
            table[first, other] = unsigned[max(i, j)]
        for j, other in enumerate(_SIGNED):  # the smallest signed dtype that holds both; uint64 has none
            if first is not torch.uint64:
                table[first, other] = table[other, first] = _SIGNED[max(i + 1, j)]
        table[first, torch.bool] = table[torch.bool, first] = first
        for other in (torch.complex64, torch.complex128):
            table[first, other] = table[other, first] = other
    return {pair: dtype for pair, dtype in table.items() if not _UNSIGNED.isdisjoint(pair)}


_PROMOTIONS = _promotions()
# Two dtypes that PyTorch refuses, or gets wrong if one of the arrays has no axes: uint8 with a uint32 is uint8 then.
_MIXED = frozenset(pair for pair in _PROMOTIONS if pair[0] is not pair[1]) | {
    pair for one in _SIGNED for pair in ((torch.uint64, one), (one, torch.uint64))
}


def promoted(first: torch.dtype, second: torch.dtype) -> torch.dtype:
    """The dtype that holds both; TypeError if there is none."""
    try:
        return _PROMOTIONS[first, second]
    except KeyError:
        pass
    try:
        return torch.promote_types(first, second)
    except RuntimeError:
        message = f"no integer dtype holds both {first} and {second}: convert one of them with astype"
        raise TypeError(message) from None


# Beside float16 and bfloat16 PyTorch asks for the axes, too.
_BY_DTYPE = _UNSIGNED | {torch.float16, torch.bfloat16}


def result_type(*arrays_and_dtypes: Any) -> Any:
    """array_api_compat's, which PyTorch fails with two different integer dtypes if one is uint16, uint32 or uint64."""
    numbers = [one for one in arrays_and_dtypes if isinstance(one, NUMBERS)]
    dtypes = [getattr(one, "dtype", one) for one in arrays_and_dtypes if not isinstance(one, NUMBERS)]
    if _BY_DTYPE.isdisjoint(dtypes):
        return traced_result_type(*arrays_and_dtypes)
    return reduce(traced_result_type, numbers, reduce(promoted, dtypes))


@dataclass(frozen=True)
class Way:
    """How a function of unsigned arrays is computed in signed integers."""

    uint64: Encoding | Call  # Call: of operands that are all uint64
    returns: Literal["values", "other", "like x"]  # in the dtype of the operands; bools or indices; in the dtype of x
    others: tuple[int, ...] = ()  # positions of arguments that are no values: a condition, indices
    any_dtype: bool = False  # uint64 is called for uint16 and uint32 too


def _below(x: Any, y: Any) -> Any:
    """x < y of the bits of uint64."""
    return (x ^ _SIGN_BIT) < (y ^ _SIGN_BIT)


def _quotient(x: Any, y: Any) -> tuple[Any, Any]:
    """Quotient and remainder of the bits of uint64: half of x is divided, and the quotient is then at most 1 short."""
    x, y = x.view(torch.int64), y.view(torch.int64)
    large = y < 0  # 2**63 or more: the quotient is 0 or 1
    positive = torch.where(large | (y == 0), 1, y)
    half = (x >> 1) & ~_SIGN_BIT
    quotient = torch.where(large, 0, torch.floor_divide(half, positive) << 1)
    short = ~_below(x - quotient * y, y)
    quotient = torch.where(y == 0, 0, quotient + short.to(torch.int64))
    rest = torch.where(y == 0, 0, x - quotient * y)  # of a division by 0 both are 0, as in NumPy
    return quotient.view(torch.uint64), rest.view(torch.uint64)


def _right_shift(x: Any, count: Any) -> Any:
    """One place by hand, which clears the sign bit; the rest cannot see it. 0 from the width on, as in NumPy."""
    bits, count = x.view(torch.int64), count.view(torch.int64)
    half = (bits >> 1) & ~_SIGN_BIT
    far = (count < 0) | (count > 63)
    shifted = torch.where(far, 0, half >> torch.where(far, 0, count - 1).clamp(min=0))
    return torch.where(count == 0, bits, shifted).view(torch.uint64)


def _pow(base: Any, exponent: Any) -> Any:
    """PyTorch's of int64 is exact modulo 2**64, but 0 for the exponents whose sign bit is set.

    These are replaced by smaller ones with the same power: the order of an odd number divides 2**62, and an even one is
    0 from 64 on.
    """
    base, exponent = base.view(torch.int64), exponent.view(torch.int64)
    smaller = (exponent & (2**62 - 1)) | 2**62
    return torch.pow(base, torch.where(exponent < 0, smaller, exponent)).view(torch.uint64)


_BITS = Way("bits", "values")
_ORDER = Way("order", "values")
_IS_EQUAL = Way("bits", "other")
_IS_BELOW = Way("order", "other")

# Functions of two arrays that are promoted, at the first two positions that are values.
_TWO: dict[str, Way] = {
    **dict.fromkeys(("add", "subtract", "multiply", "bitwise_and", "bitwise_or", "bitwise_xor"), _BITS),
    **dict.fromkeys(("matmul", "vecdot", "tensordot", "linalg.cross", "linalg.outer"), _BITS),
    "bitwise_left_shift": _BITS,
    "bitwise_right_shift": Way(_right_shift, "values"),
    "pow": Way(_pow, "values"),
    "floor_divide": Way(lambda x, y: _quotient(x, y)[0], "values"),
    "remainder": Way(lambda x, y: _quotient(x, y)[1], "values"),
    **dict.fromkeys(("maximum", "minimum"), _ORDER),
    **dict.fromkeys(("equal", "not_equal", "isin"), _IS_EQUAL),
    **dict.fromkeys(("less", "less_equal", "greater", "greater_equal", "searchsorted"), _IS_BELOW),
    "where": Way("bits", "values", others=(0,)),
}
_ONE: dict[str, Way] = {
    **dict.fromkeys(("square", "negative", "bitwise_invert", "concat", "stack", "diff", "flip", "tril", "triu"), _BITS),
    **dict.fromkeys(
        ("linalg.matrix_power", "roll", "repeat", "take", "take_along_axis"), Way("bits", "values", others=(1,))
    ),
    "abs": Way(torch.clone, "values", any_dtype=True),
    "sign": Way(lambda x: (x != 0).to(x.dtype), "values", any_dtype=True),
    **dict.fromkeys(("max", "min"), _ORDER),
    "clip": Way("order", "like x"),
    **dict.fromkeys(("count_nonzero", "nonzero"), _IS_EQUAL),
    **dict.fromkeys(("argmax", "argmin"), _IS_BELOW),
}
_NOT_VALUES = frozenset({"sorter"})  # arguments given by name that are indices
_VALUES_BY_NAME = frozenset({"min", "max", "prepend", "append"})  # and those that are values
_REFUSALS = (RuntimeError, IndexError)  # IndexError: indices of an unsigned dtype


def _tensors(arguments: Any) -> Iterator[Any]:
    for one in arguments:
        if isinstance(one, torch.Tensor):
            yield one
        elif isinstance(one, (list, tuple)):
            yield from _tensors(one)


def _encode(x: Any, dtype: torch.dtype, how: Any, device: Any) -> Any:
    """A value as the signed array to compute with; `dtype` is that of all operands together."""
    if x is None:
        return None
    if isinstance(x, (list, tuple)):
        return type(x)(_encode(one, dtype, how, device) for one in x)
    x = x.to(dtype) if isinstance(x, torch.Tensor) else _full(x, dtype, device)
    if dtype in _WIDER:
        return x.to(_WIDER[dtype])
    if dtype is not torch.uint64:
        return x
    return x.view(torch.int64) if how == "bits" else x.view(torch.int64) ^ _SIGN_BIT


def _decode(x: Any, dtype: torch.dtype, how: Any) -> Any:
    """The other way round."""
    if dtype is not torch.uint64:
        return x.to(dtype)
    return (x if how == "bits" else x ^ _SIGN_BIT).view(dtype)


def in_signed(call: Call, encoding: Encoding, *arrays: Any) -> Any:
    """`call` on arrays of one dtype, in signed integers if it is an unsigned one."""
    dtype, device = arrays[0].dtype, arrays[0].device
    if dtype not in _UNSIGNED:
        return call(*arrays)
    return _decode(call(*(_encode(one, dtype, encoding, device) for one in arrays)), dtype, encoding)


def _indices(x: Any) -> Any:
    return x.to(torch.int64) if isinstance(x, torch.Tensor) and x.dtype is not torch.bool else x


def _through(function: Call, way: Way, arguments: Values, options: dict[str, Any]) -> Any:
    """The call with its values in signed integers."""
    values = [one for i, one in enumerate(arguments) if i not in way.others]
    values += [one for name, one in options.items() if name in _VALUES_BY_NAME and one is not None]
    flat = [one for value in values for one in (value if isinstance(value, (list, tuple)) else (value,))]
    dtype = result_type(*(one for one in flat if one is not None))
    device = next(_tensors(values)).device
    how = way.uint64
    if callable(how) and (dtype is torch.uint64 or way.any_dtype):
        return how(*(one.to(dtype) if isinstance(one, torch.Tensor) else _full(one, dtype, device) for one in values))

    def changed(key: Any, one: Any) -> Any:
        if key in way.others or key in _NOT_VALUES:
            return _indices(one)
        return _encode(one, dtype, how, device) if isinstance(key, int) or key in _VALUES_BY_NAME else one

    result = function(
        *(changed(i, one) for i, one in enumerate(arguments)),
        **{name: changed(name, one) for name, one in options.items()},
    )
    if way.returns == "other":
        return result
    result = _decode(result, dtype, how)
    return result.to(arguments[0].dtype) if way.returns == "like x" else result


def _full(number: Any, dtype: torch.dtype, device: Any) -> Any:
    return torch.full((), number, dtype=dtype, device=device)


def _refused_for_dtype(arguments: Values, options: dict[str, Any]) -> bool:
    """True if unsigned dtypes may be why PyTorch refused; uint8 is one as a number of repetitions."""
    dtypes = {one.dtype for one in _tensors((*arguments, *options.values()))}
    return torch.uint8 in dtypes or not _UNSIGNED.isdisjoint(dtypes)


def _of_one(function: Call, way: Way) -> Call:
    def call(*arguments: Any, **options: Any) -> Any:
        try:
            return function(*arguments, **options)
        except _REFUSALS:
            if not _refused_for_dtype(arguments, options):
                raise
        return _through(function, way, arguments, options)

    return call


def _dtype_of(x: Any) -> Any:
    return x.dtype if isinstance(x, torch.Tensor) else None  # Dynamo (2.13) does not ask a number for its attributes


def _of_two(function: Call, way: Way) -> Call:
    first, second = len(way.others), len(way.others) + 1

    def call(*arguments: Any, **options: Any) -> Any:
        dtype1, dtype2 = _dtype_of(arguments[first]), _dtype_of(arguments[second])
        unsigned = dtype1 in _UNSIGNED or dtype2 in _UNSIGNED
        # A program that is traced (PyTorch 2.13) shows only when it runs that there is no kernel.
        if not (unsigned and torch.compiler.is_compiling()) and (dtype1 is dtype2 or (dtype1, dtype2) not in _MIXED):
            try:
                return function(*arguments, **options)
            except _REFUSALS:
                if not _refused_for_dtype(arguments, options):
                    raise
        return _through(function, way, arguments, options)

    return call


# The standard sums unsigned integers in the default unsigned dtype; PyTorch in int64.
_SUMMED_IN = dict.fromkeys((torch.uint8, *_UNSIGNED), torch.uint64)


def _accumulating(function: Call) -> Call:
    def call(x: Any, /, *, dtype: Any = None, **options: Any) -> Any:
        if dtype is None:
            dtype = _SUMMED_IN.get(x.dtype)
        if dtype not in _UNSIGNED:
            # The values of a uint64 reach a floating dtype as they are, not as PyTorch's int64.
            return function(x if dtype is None or x.dtype is not torch.uint64 else x.to(dtype), dtype=dtype, **options)
        if x.dtype.is_floating_point:
            x = x.to(dtype)
        bits = x.view(torch.int64) if x.dtype is torch.uint64 else x
        return _decode(function(bits, dtype=torch.int64, **options), dtype, "bits")

    return call


def with_unsigned(namespace: ModuleType) -> ModuleType:
    """`namespace`, its functions that stand in the tables for unsigned arrays too."""
    accumulating = ("sum", "prod", "cumulative_sum", "cumulative_prod", "linalg.trace")
    repairs = {name: _accumulating(attrgetter(name)(namespace)) for name in accumulating}
    for table, wrap in ((_ONE, _of_one), (_TWO, _of_two)):
        repairs |= {name: wrap(attrgetter(name)(namespace), way) for name, way in table.items()}
    return repaired(namespace, {**repairs, "result_type": result_type})
