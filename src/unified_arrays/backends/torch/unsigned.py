"""uint16, uint32 and uint64 on PyTorch, which stores and copies them but has hardly any kernels for them.

Each such function is a line in a table. PyTorch's function is tried first, so other dtypes cost nothing, and a kernel
that PyTorch adds is used from then on. If it refuses an unsigned dtype, the function is computed exactly in signed
integers:

- uint16 as int32 and uint32 as int64, which hold all values. Results are cast back to the dtype, that is modulo 2**16
  or 2**32, as in integer arithmetic.
- uint64 has no wider dtype. Its *bits*, read as int64, are right for arithmetic modulo 2**64 and tests of equality.
  With the sign bit flipped, int64 has the *order* of uint64. Functions for which neither is right have their own code.

Upstream: https://github.com/pytorch/pytorch/issues/58734. A line can go when PyTorch has the kernel, the file with
the last line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter
from types import ModuleType
from typing import Any, Literal

import torch

from ..._common.python_scalars import NUMBERS
from ..._common.spec import Call
from .python_scalars import result_type as traced_result_type

Values = tuple[Any, ...]
Encoding = Literal["bits", "order"]  # of uint64 in int64

# dtype -> a signed dtype that holds all its values
_WIDER = {torch.uint16: torch.int32, torch.uint32: torch.int64}
_UNSIGNED = frozenset({torch.uint16, torch.uint32, torch.uint64})
_SIGNED = (torch.int8, torch.int16, torch.int32, torch.int64)
_SIGN_BIT = -(2**63)


def _promotions() -> dict[tuple[torch.dtype, torch.dtype], torch.dtype]:
    """The standard's promotions that involve uint16, uint32 or uint64; PyTorch refuses these pairs."""
    unsigned = [torch.uint8, torch.uint16, torch.uint32, torch.uint64]
    table = {}
    for i, first in enumerate(unsigned):
        for j, second in enumerate(unsigned):
            table[first, second] = unsigned[max(i, j)]
        for j, second in enumerate(_SIGNED):  # the smallest signed dtype that holds both; uint64 has none
            if first is not torch.uint64:
                table[first, second] = table[second, first] = _SIGNED[max(i + 1, j)]
        table[first, torch.bool] = table[torch.bool, first] = first
        for second in (torch.complex64, torch.complex128):
            table[first, second] = table[second, first] = second
    return {pair: dtype for pair, dtype in table.items() if not _UNSIGNED.isdisjoint(pair)}


_PROMOTIONS = _promotions()
# Pairs that PyTorch refuses, or gets wrong if one of the arrays is 0-d: uint8 with a 0-d uint32 is uint8 then.
_MIXED = frozenset(pair for pair in _PROMOTIONS if pair[0] is not pair[1]) | {
    pair for signed in _SIGNED for pair in ((torch.uint64, signed), (signed, torch.uint64))
}


def promoted(first: torch.dtype, second: torch.dtype) -> torch.dtype:
    """The common dtype of two dtypes; TypeError if there is none."""
    try:
        return _PROMOTIONS[first, second]
    except KeyError:
        pass
    try:
        return torch.promote_types(first, second)
    except RuntimeError:
        message = f"no integer dtype holds both {first} and {second}: convert one of them with astype"
        raise TypeError(message) from None


# With float16 and bfloat16 PyTorch's promotion depends on the number of axes too.
_PROMOTED_HERE = _UNSIGNED | {torch.float16, torch.bfloat16}


def result_type(*arrays_and_dtypes: Any) -> Any:
    """array_api_compat's result_type, also for pairs with uint16, uint32 or uint64, for which PyTorch raises."""
    scalars = [x for x in arrays_and_dtypes if isinstance(x, NUMBERS)]
    dtypes = [getattr(x, "dtype", x) for x in arrays_and_dtypes if not isinstance(x, NUMBERS)]
    if _PROMOTED_HERE.isdisjoint(dtypes):
        return traced_result_type(*arrays_and_dtypes)
    return reduce(traced_result_type, scalars, reduce(promoted, dtypes))


@dataclass(frozen=True)
class SignedComputation:
    """How a function of unsigned arrays is computed in signed integers."""

    uint64: Encoding | Call  # a Call takes operands that are all uint64
    returns: Literal["values", "other", "like x"]  # in the dtype of the operands; bools or indices; in the dtype of x
    non_values: tuple[int, ...] = ()  # positions of arguments that are not values: a condition, indices
    any_dtype: bool = False  # `uint64` is used for uint16 and uint32 too


def _below(x: Any, y: Any) -> Any:
    """x < y for the bits of uint64."""
    return (x ^ _SIGN_BIT) < (y ^ _SIGN_BIT)


def _quotient(x: Any, y: Any) -> tuple[Any, Any]:
    """Quotient and remainder of uint64: half of x is divided, so that the doubled quotient is at most 1 too small."""
    x, y = x.view(torch.int64), y.view(torch.int64)
    is_large = y < 0  # 2**63 or more: the quotient is 0 or 1
    positive = torch.where(is_large | (y == 0), 1, y)
    half = (x >> 1) & ~_SIGN_BIT
    quotient = torch.where(is_large, 0, torch.floor_divide(half, positive) << 1)
    too_small = ~_below(x - quotient * y, y)
    quotient = torch.where(y == 0, 0, quotient + too_small.to(torch.int64))
    rest = torch.where(y == 0, 0, x - quotient * y)  # for a division by 0 both are 0, as in NumPy
    return quotient.view(torch.uint64), rest.view(torch.uint64)


def _right_shift(x: Any, count: Any) -> Any:
    """The first bit is shifted separately, which clears the sign bit. 0 for counts from 64 on, as in NumPy."""
    bits, count = x.view(torch.int64), count.view(torch.int64)
    half = (bits >> 1) & ~_SIGN_BIT
    too_far = (count < 0) | (count > 63)
    shifted = torch.where(too_far, 0, half >> torch.where(too_far, 0, count - 1).clamp(min=0))
    return torch.where(count == 0, bits, shifted).view(torch.uint64)


def _pow(base: Any, exponent: Any) -> Any:
    """torch.pow of int64 is exact modulo 2**64, but 0 for exponents whose sign bit is set.

    These are replaced by smaller ones with the same power: the order of an odd base divides 2**62, and the powers of an
    even base are 0 from the exponent 64 on.
    """
    base, exponent = base.view(torch.int64), exponent.view(torch.int64)
    smaller = (exponent & (2**62 - 1)) | 2**62
    return torch.pow(base, torch.where(exponent < 0, smaller, exponent)).view(torch.uint64)


_BITS = SignedComputation("bits", "values")
_ORDER = SignedComputation("order", "values")
_IS_EQUAL = SignedComputation("bits", "other")
_IS_BELOW = SignedComputation("order", "other")

# Functions of two arrays that are promoted: the first two arguments that are values.
_BINARY: dict[str, SignedComputation] = {
    **dict.fromkeys(("add", "subtract", "multiply", "bitwise_and", "bitwise_or", "bitwise_xor"), _BITS),
    **dict.fromkeys(("matmul", "vecdot", "tensordot", "linalg.cross", "linalg.outer"), _BITS),
    "bitwise_left_shift": _BITS,
    "bitwise_right_shift": SignedComputation(_right_shift, "values"),
    "pow": SignedComputation(_pow, "values"),
    "floor_divide": SignedComputation(lambda x, y: _quotient(x, y)[0], "values"),
    "remainder": SignedComputation(lambda x, y: _quotient(x, y)[1], "values"),
    **dict.fromkeys(("maximum", "minimum"), _ORDER),
    **dict.fromkeys(("equal", "not_equal", "isin"), _IS_EQUAL),
    **dict.fromkeys(("less", "less_equal", "greater", "greater_equal", "searchsorted"), _IS_BELOW),
    "where": SignedComputation("bits", "values", non_values=(0,)),
}
_UNARY: dict[str, SignedComputation] = {
    **dict.fromkeys(("square", "negative", "bitwise_invert", "concat", "stack", "diff", "flip", "tril", "triu"), _BITS),
    **dict.fromkeys(
        ("linalg.matrix_power", "roll", "repeat", "take", "take_along_axis"),
        SignedComputation("bits", "values", non_values=(1,)),
    ),
    "abs": SignedComputation(torch.clone, "values", any_dtype=True),
    "sign": SignedComputation(lambda x: (x != 0).to(x.dtype), "values", any_dtype=True),
    **dict.fromkeys(("max", "min"), _ORDER),
    "clip": SignedComputation("order", "like x"),
    **dict.fromkeys(("count_nonzero", "nonzero"), _IS_EQUAL),
    **dict.fromkeys(("argmax", "argmin"), _IS_BELOW),
}
_NOT_VALUES = frozenset({"sorter"})  # keyword arguments that are indices
_VALUES_BY_NAME = frozenset({"min", "max", "prepend", "append"})  # keyword arguments that are values
_REFUSALS = (RuntimeError, IndexError)  # IndexError: indices of an unsigned dtype


def _tensors(arguments: Any) -> Iterator[Any]:
    for argument in arguments:
        if isinstance(argument, torch.Tensor):
            yield argument
        elif isinstance(argument, (list, tuple)):
            yield from _tensors(argument)


def _encode(x: Any, dtype: torch.dtype, encoding: Any, device: Any) -> Any:
    """A value as a signed array to compute with; `dtype`: the common dtype of all operands."""
    if x is None:
        return None
    if isinstance(x, (list, tuple)):
        return type(x)(_encode(item, dtype, encoding, device) for item in x)
    x = x.to(dtype) if isinstance(x, torch.Tensor) else _to_tensor(x, dtype, device)
    if dtype in _WIDER:
        return x.to(_WIDER[dtype])
    if dtype is not torch.uint64:
        return x
    return x.view(torch.int64) if encoding == "bits" else x.view(torch.int64) ^ _SIGN_BIT


def _decode(x: Any, dtype: torch.dtype, encoding: Any) -> Any:
    """The inverse of _encode."""
    if dtype is not torch.uint64:
        return x.to(dtype)
    return (x if encoding == "bits" else x ^ _SIGN_BIT).view(dtype)


def call_in_signed(call: Call, encoding: Encoding, *arrays: Any) -> Any:
    """`call` on arrays of one dtype, in signed integers if the dtype is unsigned."""
    dtype, device = arrays[0].dtype, arrays[0].device
    if dtype not in _UNSIGNED:
        return call(*arrays)
    return _decode(call(*(_encode(array, dtype, encoding, device) for array in arrays)), dtype, encoding)


def _as_indices(x: Any) -> Any:
    return x.to(torch.int64) if isinstance(x, torch.Tensor) and x.dtype is not torch.bool else x


def _compute_in_signed(
    function: Call, computation: SignedComputation, arguments: Values, options: dict[str, Any]
) -> Any:
    """The call with its values in signed integers."""
    values = [argument for i, argument in enumerate(arguments) if i not in computation.non_values]
    values += [value for name, value in options.items() if name in _VALUES_BY_NAME and value is not None]
    flat = [item for value in values for item in (value if isinstance(value, (list, tuple)) else (value,))]
    dtype = result_type(*(item for item in flat if item is not None))
    device = next(_tensors(values)).device
    encoding = computation.uint64
    if callable(encoding) and (dtype is torch.uint64 or computation.any_dtype):
        return encoding(*(x.to(dtype) if isinstance(x, torch.Tensor) else _to_tensor(x, dtype, device) for x in values))

    def encode_argument(key: Any, x: Any) -> Any:
        if key in computation.non_values or key in _NOT_VALUES:
            return _as_indices(x)
        return _encode(x, dtype, encoding, device) if isinstance(key, int) or key in _VALUES_BY_NAME else x

    result = function(
        *(encode_argument(i, argument) for i, argument in enumerate(arguments)),
        **{name: encode_argument(name, value) for name, value in options.items()},
    )
    if computation.returns == "other":
        return result
    result = _decode(result, dtype, encoding)
    return result.to(arguments[0].dtype) if computation.returns == "like x" else result


def _to_tensor(scalar: Any, dtype: torch.dtype, device: Any) -> Any:
    return torch.full((), scalar, dtype=dtype, device=device)


def _has_unsigned(arguments: Values, options: dict[str, Any]) -> bool:
    """True if PyTorch may have raised because of an unsigned dtype; also uint8, which repeat refuses as counts."""
    dtypes = {t.dtype for t in _tensors((*arguments, *options.values()))}
    return torch.uint8 in dtypes or not _UNSIGNED.isdisjoint(dtypes)


def _unary_with_unsigned(function: Call, computation: SignedComputation) -> Call:
    def call_or_compute_in_signed(*arguments: Any, **options: Any) -> Any:
        try:
            return function(*arguments, **options)
        except _REFUSALS:
            if not _has_unsigned(arguments, options):
                raise
        return _compute_in_signed(function, computation, arguments, options)

    return call_or_compute_in_signed


def _dtype_of(x: Any) -> Any:
    return x.dtype if isinstance(x, torch.Tensor) else None  # Dynamo (2.13) does not trace getattr of a Python scalar


def _binary_with_unsigned(function: Call, computation: SignedComputation) -> Call:
    first, second = len(computation.non_values), len(computation.non_values) + 1

    def call_or_compute_in_signed(*arguments: Any, **options: Any) -> Any:
        dtype1, dtype2 = _dtype_of(arguments[first]), _dtype_of(arguments[second])
        unsigned = dtype1 in _UNSIGNED or dtype2 in _UNSIGNED
        # While a program is traced (PyTorch 2.13), a missing kernel is not detected, only when it runs.
        if not (unsigned and torch.compiler.is_compiling()) and (dtype1 is dtype2 or (dtype1, dtype2) not in _MIXED):
            try:
                return function(*arguments, **options)
            except _REFUSALS:
                if not _has_unsigned(arguments, options):
                    raise
        return _compute_in_signed(function, computation, arguments, options)

    return call_or_compute_in_signed


# The standard sums unsigned integers in the default unsigned dtype; PyTorch in int64.
_ACCUMULATOR_DTYPES = dict.fromkeys((torch.uint8, *_UNSIGNED), torch.uint64)


def _accumulation_with_unsigned(function: Call) -> Call:
    def accumulate_unsigned(x: Any, /, *, dtype: Any = None, **options: Any) -> Any:
        if dtype is None:
            dtype = _ACCUMULATOR_DTYPES.get(x.dtype)
        if dtype not in _UNSIGNED:
            # uint64 is cast to a floating dtype here, not summed as PyTorch's int64.
            return function(x if dtype is None or x.dtype is not torch.uint64 else x.to(dtype), dtype=dtype, **options)
        if x.dtype.is_floating_point:
            x = x.to(dtype)
        bits = x.view(torch.int64) if x.dtype is torch.uint64 else x
        return _decode(function(bits, dtype=torch.int64, **options), dtype, "bits")

    return accumulate_unsigned


def layer(namespace: ModuleType) -> dict[str, Call]:
    """The functions in the tables, which also take unsigned arrays."""
    accumulating = ("sum", "prod", "cumulative_sum", "cumulative_prod", "linalg.trace")
    fixes = {name: _accumulation_with_unsigned(attrgetter(name)(namespace)) for name in accumulating}
    for table, wrap in ((_UNARY, _unary_with_unsigned), (_BINARY, _binary_with_unsigned)):
        fixes |= {name: wrap(attrgetter(name)(namespace), computation) for name, computation in table.items()}
    return {**fixes, "result_type": result_type}
