"""The contract of out=, and nothing else: what is checked, in which order, and when a kernel may write by itself.

There are two ways for a result to reach `out`:

- *general*: look whether out may be written to, compute, compare shape, dtype, device and gradient of the result with
  out, write. Everything is checked before the first byte changes, and the result never depends on what is written.
- *native*: the framework's kernel fills out's memory, with no temporary. Taken only in the plain case: out has exactly
  the dtype and the shape that the result will have, shares no memory with the inputs in a way that the kernel gets
  wrong, and no gradient is being recorded. Whatever is not plain goes to the fallback, so all errors come from there.

Inside the library a call with out= takes out first: `into(out, x1, x2)`. CPython passes a positional argument on more
quickly than a keyword, and whoever hands a call on need not look for it.

A kernel that refuses its arguments (TypeError, ValueError, RuntimeError) does so before it writes; the call is then
made by the fallback, which finds the reason and words it. Kernels that may fail half-way are not in the native tables,
nor are arrays of dtypes outside the standard (objects, whose own operators run, and raise, one by one).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._common import errors
from .._common.devices import Device
from .._common.dtypes import DType, can_hold
from .._common.known_sizes import shapes_agree
from .._common.spec import Call
from ..backends import Backend, Kernel, Overlap
from .result_dtypes import ResultDtypes
from .result_shapes import ShapeRule

REFUSALS = (TypeError, ValueError, RuntimeError)


def general_call(function: str, backend: Backend, compute: Call, name: str = "out") -> Call:
    """The fallback for a function with one result; messages call the array written to `name`."""
    check_and_write = make_check_and_write(function, backend, name)

    def into(out: Any, /, *arguments: Any, **options: Any) -> Any:
        refuse_unwritable(function, name, backend, out)
        return check_and_write(out, compute(*arguments, **options))

    return into


def make_check_and_write(function: str, backend: Backend, name: str = "out") -> Call:
    """How a result that is computed reaches an out that can be written to."""

    def check_and_write(out: Any, value: Any) -> Any:
        if backend.write_simple(out, value):
            return out
        check(function, name, backend, out, value)
        if backend.has_graphs:
            [value] = backend.compare_later(function, [(name, out, value)])
        return backend.write(out, backend.apart_from(value, out))

    return check_and_write


def try_in_place(function: str, backend: Backend, compute: Call, wanted: Callable[[], bool], general: Call) -> Call:
    """A way in front of `general` for memory that the framework fills only when asked: `wanted` is that it is.

    Like a native write it is for the plain case; everything else goes to the fallback.
    """

    def into(out: Any, /, *arguments: Any, **options: Any) -> Any:
        plain = wanted() and backend.unwritable(out) is None and backend.may_fill(arguments, out)
        if plain and backend.fill_in_place(function, compute, arguments, options, out):
            return out
        return general(out, *arguments, **options)

    return into


def try_update(backend: Backend, fill: Call, into: Call) -> Call:
    """A way in front of `into` for an operation that changes the memory of an input, if out is that input.

    The kernel looks at shapes, dtypes and devices itself.
    """

    def two(out: Any, x1: Any, x2: Any, /) -> Any:
        if (x1 is out or x2 is out) and backend.may_fill((x1, x2), out) and fill(x1, x2, out=out) is out:
            return out
        return into(out, x1, x2)

    return two


def general_call_of_several(function: str, backend: Backend, compute: Call) -> Call:
    """The fallback for a function with several results; `out` has an array or None for each."""

    def into(out: Any, /, *arguments: Any, **options: Any) -> Any:
        if not isinstance(out, (tuple, list)):
            raise errors.out_entries(function, f"a {errors.kind_of(type(out))}", "a tuple")
        wanted = [(i, f"out[{i}]", array) for i, array in enumerate(out) if array is not None]
        for position, (_, name, array) in enumerate(wanted):
            refuse_foreign(function, name, backend, array)
            refuse_unwritable(function, name, backend, array)
            for _, other_name, other in wanted[:position]:
                if backend.share_elements(array, other):
                    raise errors.out_twice(function, other_name, name)
        values = compute(*arguments, **options)
        if len(values) != len(out):
            raise errors.out_entries(function, f"a {type(out).__name__} of {len(out)}", f"a tuple of {len(values)}")
        results = list(values)
        for i, name, array in wanted:
            check(function, name, backend, array, results[i])
        if backend.has_graphs:
            compared = backend.compare_later(function, [(name, array, results[i]) for i, name, array in wanted])
            for (i, _, _), value in zip(wanted, compared, strict=True):
                results[i] = value
        # A result may be a view of an input that an entry of out overlaps.
        results = [backend.apart_from(result, *(array for _, _, array in wanted)) for result in results]
        for i, _, array in wanted:
            results[i] = backend.write(array, results[i])
        return values._make(results) if hasattr(values, "_make") else type(values)(results)

    return into


def general_call_of_one_or_several(function: str, backend: Backend, compute: Call) -> Call:
    """The fallback for a function whose options say whether it has one result or several."""

    def compute_one(*arguments: Any, **options: Any) -> Any:
        value = compute(*arguments, **options)
        if isinstance(value, tuple):
            raise errors.out_entries(function, "an array", f"a tuple of {len(value)}")
        return value

    def compute_several(*arguments: Any, **options: Any) -> Any:
        value = compute(*arguments, **options)
        if not isinstance(value, tuple):
            raise errors.not_an_out(function, "out", tuple)
        return value

    one = general_call(function, backend, compute_one)
    several = general_call_of_several(function, backend, compute_several)

    def into(out: Any, /, *arguments: Any, **options: Any) -> Any:
        return (several if isinstance(out, tuple) else one)(out, *arguments, **options)

    return into


def refuse_foreign(function: str, name: str, backend: Backend, out: Any) -> None:
    """TypeError if `out` is no array of this backend, or one whose meaning would be lost."""
    if not isinstance(out, backend.array_types):
        raise errors.not_an_out(function, name, type(out), f"an array of {backend.name}")
    reason = backend.reason_to_refuse(type(out))
    if reason is not None:
        raise errors.refused_array(function, name, reason)


def refuse_unwritable(function: str, name: str, backend: Backend, out: Any) -> None:
    """ValueError if `out` is read-only, overlaps itself or is a value rather than memory."""
    reason = backend.unwritable(out)
    if reason is not None:
        raise errors.out_not_writable(function, name, reason)


def check(function: str, name: str, backend: Backend, out: Any, value: Any) -> None:
    """Shape, dtype, device and gradient of the result against `out`; raises before anything is written."""
    check_shape(function, name, backend, out, backend.shape(value))
    check_all_but_shape(function, name, backend, out, value)


def check_all_but_shape(function: str, name: str, backend: Backend, out: Any, value: Any) -> None:
    """All of `check` but the shape."""
    check_dtype(function, name, backend, out, backend.dtype(value), value.dtype)
    check_device(function, name, backend, out, backend.device(value))
    remedy = backend.cuts_gradient(out, value)
    if remedy is not None:
        raise errors.out_gradient(function, name, remedy)


# Of a result whose shape, dtype and device are known before it is computed:


def check_shape(function: str, name: str, backend: Backend, out: Any, expected: Any) -> None:
    """ValueError if `out` has not the shape that the result has."""
    got = backend.shape(out)
    if got != expected and got is not None and expected is not None and not shapes_agree(got, expected):
        raise errors.out_shape(function, name, got, expected)


def check_dtype(function: str, name: str, backend: Backend, out: Any, given: DType | None, came: Any = None) -> None:
    """TypeError if `out` cannot hold a result of a dtype; `came` is what the backend calls it, where that is none."""
    held = backend.dtype(out)
    if held is None:
        raise errors.out_no_dtype(function, name, out.dtype)
    if given is None or not can_hold(given, held):
        raise errors.out_dtype(function, name, held, given or came)


def check_device(function: str, name: str, backend: Backend, out: Any, expected: Device) -> None:
    """DeviceMismatchError if `out` does not live where the result does."""
    here = backend.device(out)
    if here != expected:
        raise errors.out_device(function, name, here, expected)


def try_kernel(backend: Backend, kernel: Kernel, shape: ShapeRule, dtypes: ResultDtypes, general: Call) -> Call:
    """The native way where the case is plain, for any arguments; `general` everywhere else."""
    fill = kernel.function

    def into(out: Any, /, *arguments: Any, **options: Any) -> Any:
        try:
            if is_plain(arguments, options, out) and fill(*arguments, out=out, **options) is not NotImplemented:
                return out
        except REFUSALS:
            pass  # refused before writing: the fallback finds out why
        return general(out, *arguments, **options)

    def is_plain(arguments: tuple[Any, ...], options: dict[str, Any], out: Any) -> bool:
        operands = dtypes.operands(arguments)
        return bool(
            shape(*arguments, **options) == out.shape
            and backend.may_fill(operands, out)
            and dtypes(arguments, options) == out.dtype
            and backend.unwritable(out) is None
            and not any(_overlaps_wrongly(backend, kernel.overlap, operand, out) for operand in operands)
            and not any(backend.decides_itself(type(operand)) for operand in (*operands, out))
        )

    return into


def _overlaps_wrongly(backend: Backend, overlap: Overlap, operand: Any, out: Any) -> bool:
    """True if a kernel that copes with `overlap` could read from `operand` what it has just written to `out`."""
    if overlap == "any" or not isinstance(operand, backend.array_types):
        return False
    if operand is out:
        return overlap == "none"
    return backend.may_overlap(out, operand) is not False and (
        overlap == "none" or not backend.same_memory(out, operand)
    )
