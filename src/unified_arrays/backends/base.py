"""What a backend is.

A backend is data, not a class to derive from: an ordinary array-API namespace that has never heard of `out=`, a table
of the kernels that can fill a given array, and the few questions that only the framework can answer. The core
composes them into calls; no adapter contains a rule of the out= contract.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from types import MappingProxyType, ModuleType
from typing import Any, Literal, NamedTuple

from .._common.devices import Device
from .._common.dtypes import DType
from .._common.private_interfaces import PrivateInterfaces

# What a kernel does right when `out` shares memory with an input: always; if out *is* that input; never.
Overlap = Literal["any", "same", "none"]
WriteMode = Literal["native", "copy", "assign", "update"]


class Kernel(NamedTuple):
    """A function of the framework that fills `out` itself: the standard's parameters, and out as a keyword.

    It is called only in the plain case (see _out/contract.py). It may return NotImplemented before it has written
    anything: the call is then made the general way. Whatever else it returns, out is filled: of subclasses PyTorch's
    functions return another object over the memory of out.
    """

    function: Callable[..., Any]
    overlap: Overlap
    mode: WriteMode = "native"
    # Of an elementwise function: what the framework has for arrays of one dtype, where that refuses by itself, before
    # it writes, inputs with a gradient or on another device.
    quick: Callable[..., Any] | None = None
    strided: bool = True  # False: what is quick needs a contiguous out
    # A setting of the framework may change the dtype that it computes in, but not with out=: see PlainCase.not_casting.
    # Of what is elementwise that is a dtype of half precision.
    casts: bool = False


class Invocation(NamedTuple):
    """A call that may become a program: what is called, and the arrays and real numbers among the arguments."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    options: dict[str, Any]
    arrays: list[Any]
    numbers: list[Any]  # see is_real_number


class Program(NamedTuple):
    """A function as one program, for invocations of one kind: see _dispatch/compile.py.

    `run` may raise NotCompiled the first time, before anything is written, and may always return NotImplemented, for an
    invocation that the program is wrong for; nothing is written then.
    """

    run: Callable[[Invocation], Any]
    by_value: bool = False  # the floats are a part of it: another float is another program


class NotCompiled(Exception):
    """Why an invocation cannot be one program: the message names what cannot be compiled."""


class Bytes(NamedTuple):
    """What a call allocated, where what is smaller than `least` bytes is not counted."""

    kept: int  # allocated by it and held when it returned, less what it freed
    peak: int  # the most held at once, beyond what was held before
    least: int = 0


class MemoryCounter:
    """What counts the memory of a device: see `unified_arrays.memory`."""

    who: str  # what counts, and for whom
    resolution: int  # bytes: a smaller array may not be seen

    def allocated(self) -> int:
        """The bytes that are held now."""
        raise NotImplementedError

    def peak(self) -> int:
        """The most bytes that were held at once, since the start or the last `reset_peak`."""
        raise NotImplementedError

    def reset_peak(self) -> None:
        """Let `peak` begin anew."""
        raise NotImplementedError


class PlainCase(NamedTuple):
    """Where a kernel may fill out, as conditions in Python on out and the inputs {x}: see _out/fast_paths.py.

    Text, since a call would cost a tenth of NumPy's add.
    """

    out: str  # of out alone: it can be written to, and no gradient is recorded
    apart: Mapping[Overlap, str]  # by what the kernel copes with: {x} is not in the way
    places: str = ""  # a statement before the conditions on {x}: names that they refer to
    beside: str = ""  # {x} lives where out does, and no gradient of it is recorded
    write: str = "out.copy_(value)"  # a value of the shape and dtype of out that shares no memory with it
    not_casting: str = ""  # of a kernel that casts: no setting is in force that makes it
    # Of the quick kernels, which look at devices and gradients themselves:
    contiguous: str = ""  # of an out that is contiguous: what `out` is then
    shape_of_two: str = "x1.shape == x2.shape == out.shape"
    out_of_quick: str = "out=out"
    names: Mapping[str, Any] = MappingProxyType({})  # what the conditions refer to, besides the arrays


@dataclass(frozen=True, eq=False)
class Backend:
    """What one framework does, as data. All callables take and return the framework's own objects."""

    name: str
    private: PrivateInterfaces  # the version of the framework, and what is used of it that is not public
    array_types: tuple[type, ...]
    scalar_types: tuple[type, ...]  # of array_types, those that are values like Python numbers
    dtype_types: tuple[type, ...]
    refused_types: Mapping[type, str]  # subclasses of array_types with another meaning -> what they are and what to do
    namespace: ModuleType
    dtypes: Mapping[str, Any]  # neutral name -> native dtype
    native: Mapping[str, Kernel]  # function -> the kernel that fills out
    mode: WriteMode  # how every other result reaches out
    write: Callable[[Any, Any], Any]  # (out, value of the same shape) -> what the call returns: out, cast to its dtype
    shape: Callable[[Any], tuple[int | None, ...] | None]  # in a graph sizes may be unknown, or how many there are
    dtype: Callable[[Any], DType | None]  # of an array; None if it is none of the standard's
    unwritable: Callable[[Any], str | None]  # why `out` cannot be written to and what to do instead; None if it can
    cuts_gradient: Callable[[Any, Any], str | None]  # (out, value) -> what to do, if writing would cut a gradient
    may_overlap: Callable[[Any, Any], bool | None]  # may share memory; None where nobody can tell
    # Of two arrays that are both to be written: whether they share an element. Parts of one buffer may lie in its gaps.
    share_elements: Callable[[Any, Any], bool]
    may_fill: Callable[[tuple[Any, ...], Any], bool]  # (inputs, out): no gradient is recorded, all on one device
    same_memory: Callable[[Any, Any], bool]  # the same elements in the same places
    private_copy: Callable[[Any], Any]  # of a value that overlaps an out
    read_item: Callable[[Any, tuple[Any, ...]], Any]  # x[items]: memory of x if no item is an array
    write_item: Callable[[Any, tuple[Any, ...], Any], None]  # x[items] = value, of the dtype of x
    accumulate: Mapping[str, Callable[[Any, Any, Any], Any]]  # "add", ..: (x, rows, values of each) -> a new x
    ones: Callable[[Any], Any]  # array -> ones of its dtype and device, every axis of length 1: to try a function on
    device: Callable[[Any], Device]
    native_device: Callable[[Device], Any]  # raises DeviceNotFoundError
    devices: Callable[[], tuple[Device, ...]]
    to_device: Callable[..., Any]  # (array, native device) -> array
    places: Callable[[Any], Any]  # an ndarray at the addresses of x, not to be read; a text that says why there is none
    memory: Callable[[Device], MemoryCounter | str]  # what counts the memory of a device; or why nobody does
    # Memory of the kind, layout, device and values of an out, shared with nothing; a text that says why there is none.
    stand_in: Callable[[Any], Any]
    # (call, arrays whose memory it may give back) -> what the call returned, and what it allocated; a text if that
    # cannot be told, which says why.
    measured: Callable[[Callable[[], Any], Sequence[Any]], tuple[Any, Bytes | str]]
    export: Callable[[Any], tuple[Any, str | None]]  # a NumPy array of the same values, and why it had to be a copy
    # (None: it shares memory); instead of the array None, and what it is, if it has no values that could leave
    # Arrays of that class say themselves what a function does with them: no kernel is trusted to fill out then.
    decides_itself: Callable[[type], bool] = lambda kind: False
    # Why places of x that arrays name cannot be written to, and what to do instead; None if they can.
    no_places: Callable[[Any], str | None] = lambda x: None
    # Functions whose result is always a view of an input: the general way copies it into out, with no temporary.
    views: frozenset[str] = frozenset()
    # (function, compute, arguments, options, out) -> whether out's own memory was filled, where that is not the rule.
    fill_in_place: Callable[..., bool] | None = None
    filled_in_place: frozenset[str] = frozenset()  # the functions that it is for
    programs: Callable[[], int] = lambda: 0  # how many compiled programs it keeps for them
    # (out, value) -> whether it was written, since nothing is left to ask: its shape, dtype and device are out's, no
    # gradient is recorded, and no memory is shared. Where that is quicker than to ask one by one.
    write_simple: Callable[[Any, Any], bool] = lambda out, value: False
    plain_case: PlainCase | None = None  # of the quick kernels, if there are some
    default_dtype: Callable[[], Any] = lambda: None  # of floating results from integers, if users can change it
    placed: Callable[[str, Callable[..., Any]], Callable[..., Any]] = lambda function, call: (
        call
    )  # compute where the inputs are
    quietly: Callable[[], AbstractContextManager[Any]] = field(default=nullcontext)  # try a function without warnings
    # Where a graph is built: (function, [(name, out, value)]) -> values that are there only if all shapes are alike.
    compare_later: Callable[[str, list[tuple[str, Any, Any]]], list[Any]] | None = None
    # True where the framework reads code to compile it, so that nothing may ask the context.
    is_compiling: Callable[[], bool] = lambda: False
    # Where a graph has no order of its own: what a program of several writes returns, which is there after them.
    in_order: Callable[[Callable[[], Any]], Any] = lambda program: program()

    # An error of the framework's for arguments that do not fit -> its class on every backend; None if it keeps its own.
    common_class: Callable[[Exception], type[Exception] | None] = lambda error: None
    # A function as one program; raises NotCompiled. None: the function itself is as good.
    compiled: Callable[[Invocation], Program] | None = None
    # Whether calls on these arrays can be programs here and now: no gradient is recorded, nothing else is traced, ...
    may_compile: Callable[[list[Any]], bool] = lambda arrays: True

    def reason_to_refuse(self, kind: type) -> str | None:
        """What an array of that class is and what to do, if its meaning would be lost; None if it is taken."""
        return next((reason for refused, reason in self.refused_types.items() if issubclass(kind, refused)), None)

    def apart_from(self, value: Any, *others: Any) -> Any:
        """`value`, or a copy of it if it may share memory with one of `others`, which is to be written."""
        for one in others:  # a loop, since torch.compile traces no generator that is not run through
            if self.may_overlap(one, value) is not False:
                return self.private_copy(value)
        return value
