"""What a backend is: a class with few duties, from which the core composes calls.

The core asks a backend for an ordinary array-API namespace that has never heard of `out=`, a table of the kernels that
can fill a given array, and what only the framework can answer. No backend contains a rule of the out= contract.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np  # which sees the memory of others by DLPack

from .._agnostic.beyond_standard import Functions
from .._agnostic.einsum import einsum_of
from .._agnostic.extras import EXTRAS, extras_of
from .._agnostic.namespaces import repaired
from .._common import errors
from .._common.devices import CPU, Device
from .._common.dtypes import ALL, DType, neutral
from .._common.overlap import READ_ONLY, SHARED_ELEMENTS, overlaps_itself, share_elements
from .._common.private_interfaces import PrivateInterfaces
from .demonstration import Demonstration

# NumPy before 2.3 takes every array of others for read-only.
_DLPACK_TELLS_READ_ONLY = np.from_dlpack(np.empty(1)).flags.writeable
if TYPE_CHECKING:
    from .engine import Engine
    from .randomness import RandomSource  # NumPy imports its generators when they are first asked for, and so do we

# What a kernel does right when `out` shares memory with an input: always; if out *is* that input; never.
Overlap = Literal["any", "same", "none"]
WriteMode = str  # "native", "copy", "assign", "update", or what else a backend does


class Kernel(NamedTuple):
    """A function of the framework that fills `out` itself: the standard's parameters, and out as a keyword.

    It is called only in the plain case (see _out/contract.py). It may return NotImplemented before it has written
    anything: the call is then made by the fallback. Whatever else it returns, out is filled: of subclasses PyTorch's
    functions return another object over the memory of out.
    """

    function: Callable[..., Any]
    overlap: Overlap
    mode: WriteMode = "native"
    # Of an elementwise function: what the framework has for arrays of one dtype, where that refuses by itself, before
    # it writes, inputs with a gradient or on another device.
    fast: Callable[..., Any] | None = None
    strided: bool = True  # False: `fast` needs a contiguous out
    # A setting of the framework may change the dtype that it computes in, but not with out=: see `not_casting` of
    # FastPathConditions. Of what is elementwise that is a dtype of half precision.
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
    whole_process = False  # it counts what others hold, too

    def allocated(self) -> int:
        """The bytes that are held now."""
        raise NotImplementedError

    def peak(self) -> int:
        """The most bytes that were held at once, since the start or the last `reset_peak`."""
        raise NotImplementedError

    def reset_peak(self) -> None:
        """Let `peak` begin anew."""
        raise NotImplementedError


class Threads(NamedTuple):
    """With how many threads a framework computes one operation on the CPU."""

    number: int
    variables: tuple[str, ...]  # of the environment: they say it before the framework is imported


class FastPathConditions(NamedTuple):
    """Where a kernel may fill out, as conditions in Python on out and the inputs {x}: see _out/fast_paths.py.

    Text, since a call would cost a tenth of NumPy's add.
    """

    out: str  # of out alone: it can be written to, and no gradient is recorded
    disjoint: Mapping[Overlap, str]  # by what the kernel copes with: {x} is disjoint from out, or it may overlap
    addresses: str = ""  # a statement before the conditions on {x}: names that they refer to
    same_device: str = ""  # {x} lives where out does, and no gradient of it is recorded
    write: str = "out.copy_(value)"  # a value of the shape and dtype of out that shares no memory with it
    not_casting: str = ""  # of a kernel that casts: no setting is in force that makes it
    # Of kernels that are `fast`, which look at devices and gradients themselves:
    contiguous: str = ""  # of an out that is contiguous: what `out` is then
    shape_of_two: str = "x1.shape == x2.shape == out.shape"
    out_argument: str = "out=out"
    names: Mapping[str, Any] = MappingProxyType({})  # what the conditions refer to, besides the arrays


# What at(x)[index] does with several values for one element -> the function of two values.
ACCUMULATED = {"add": "add", "subtract": "subtract", "multiply": "multiply", "min": "minimum", "max": "maximum"}


class Backend(Demonstration, ABC):
    """What one framework does. All methods take and return the framework's own objects.

    The smallest backend says its `name`, `array_types` and `namespace`, and how to `write`. Everything else has a
    default that is right for any namespace that conforms to the array API standard, if not quick: one value is
    computed, checked, and written. A backend is made once, and has no state of its own.
    """

    def __init__(self) -> None:
        """Fill in what follows from the namespace, where a subclass does not say it."""
        if not all(hasattr(self.namespace, name) for name in EXTRAS):
            own = extras_of(self.namespace, einsum_of(self.namespace), wide=self.namespace.int64)
            self.namespace = repaired(self.namespace, own)
        self.functions = Functions(self.namespace, self.beyond_standard)
        if not hasattr(self, "dtypes"):
            self.dtypes = {name: getattr(self.namespace, name) for name in ALL if hasattr(self.namespace, name)}
        if not hasattr(self, "dtype_types"):
            self.dtype_types = tuple(dict.fromkeys(map(type, self.dtypes.values())))
        if not hasattr(self, "accumulate"):
            self.accumulate = {
                name: partial(self._accumulate, getattr(self.namespace, function))
                for name, function in ACCUMULATED.items()
            }

    # -- who it is -----------------------------------------------------------------------------------------------------

    name: str
    private: PrivateInterfaces | None = None  # the version of the framework, and what is used that is not public

    # -- arrays and dtypes ---------------------------------------------------------------------------------------------

    array_types: tuple[type, ...]
    scalar_types: tuple[type, ...] = ()  # of array_types, those that are values like Python numbers
    # Dynamo (2.13) traces no mapping proxy.
    refused_types: Mapping[type, str] = {}  # subclasses with another meaning -> what to do
    namespace: ModuleType  # of the array API standard; knows nothing of out=
    # Functions beyond the standard that the framework has itself, and right for all that ours take.
    beyond_standard: Mapping[str, Callable[..., Any]] = {}
    functions: Functions  # all functions, of the standard and beyond

    # A module with NumPy's names whose functions have NumPy's options, such as where=, for arrays of this backend.
    numpy_functions: ModuleType | None = None

    dtypes: Mapping[str, Any]  # neutral name -> native dtype
    dtype_types: tuple[type, ...]  # other backends may have the same: a dtype never decides against an array

    def shape(self, x: Any) -> tuple[int | None, ...] | None:
        """In a graph sizes may be unknown (None), or how many there are."""
        return tuple(x.shape)

    def dtype(self, x: Any) -> DType | None:
        """None if it is none of the standard's."""
        return neutral(x.dtype)

    def default_dtype(self) -> Any:
        """Of floating results from integers, if users can change it."""
        return None

    def ones(self, x: Any) -> Any:
        """Ones of the dtype and device of `x`, every axis of length 1: to try a function on."""
        return self.namespace.ones((1,) * len(x.shape), dtype=x.dtype, device=x.device)

    def decides_itself(self, kind: type) -> bool:
        """True if arrays of that class say themselves what a function does: no kernel is trusted to fill out then."""
        return False

    def export(self, x: Any) -> tuple[Any, str | None]:
        """A NumPy array of the same values, and why it had to be a copy (None: it shares memory).

        Instead of the array None, and what it is, if it has no values that could leave.
        """
        return np.from_dlpack(x), None

    def new_array(self, value: Any) -> Any:
        """A value that nobody else has, as creation functions return it: an array that can be written to."""
        return value

    def selected_for_process(self, selected: bool) -> None:  # nothing to do for most
        """Called when the process begins to select this backend, or no longer does: see _dispatch/selection.py."""

    def use_default_float(self, name: str | None) -> None:  # nothing to do for most
        """Let the framework's own operators make numbers of this dtype where integers meet Python floats.

        None: of its own default dtype again.
        """

    # -- devices -------------------------------------------------------------------------------------------------------

    def device(self, x: Any) -> Device:
        """Where an array lives."""
        return CPU

    def devices(self) -> tuple[Device, ...]:
        """Those that can be used here."""
        return (CPU,)

    def native_device(self, device: Device) -> Any:
        """As the namespace takes it. Raises DeviceNotFoundError."""
        if device not in self.devices():
            raise errors.device_not_found(device, self.name, self.devices())
        return None

    def to_device(self, x: Any, device: Any) -> Any:
        """`x` on a device that `native_device` has returned."""
        return x if device is None else x.to_device(device)

    def take_over(self, values: Any, *, dtype: Any, device: Any, copy: bool | None) -> Any:
        """An array of values that another backend or NumPy holds, or of this one on another device."""
        return self.namespace.asarray(values, dtype=dtype, device=device, copy=copy)

    def placed(self, function: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """`call`, computing where its inputs are."""
        return call

    # -- writes --------------------------------------------------------------------------------------------------------

    mode: WriteMode = "copy"  # how a result reaches out where no kernel fills it
    native: Mapping[str, Kernel] = {}  # function -> the kernel that fills out
    # Functions whose result is always a view of an input: the fallback copies it into out, with no temporary.
    views: frozenset[str] = frozenset()
    fast_path_conditions: FastPathConditions | None = None  # of the fast paths, if there are some

    @abstractmethod
    def write(self, out: Any, value: Any) -> Any:
        """Write a value of the same shape into `out`, cast to its dtype; return what the call returns: out."""

    def unwritable(self, out: Any) -> str | None:
        """Why `out` cannot be written to and what to do instead; None if it can."""
        memory = self.memory_view(out)
        if isinstance(memory, str):
            return None
        if _DLPACK_TELLS_READ_ONLY and not memory.flags.writeable:
            return READ_ONLY
        return SHARED_ELEMENTS if overlaps_itself(memory.shape, memory.strides, memory.itemsize) else None

    def store_writer(self, x: Any) -> Callable[[str, Any], None] | None:
        """What writes (function, array) to a store, such as a file, that is none of its arrays; None: nothing does."""
        return None

    def write_simple(self, out: Any, value: Any) -> bool:
        """Whether the value was written, since nothing is left to ask.

        Its shape, dtype and device are out's, no gradient is recorded, and no memory is shared. Where that is quicker
        than to ask one by one.
        """
        return False

    def cuts_gradient(self, out: Any, value: Any) -> str | None:
        """What to do, if writing would cut a gradient."""
        return None

    def may_fill(self, inputs: tuple[Any, ...], out: Any) -> bool:
        """No gradient is recorded, and all are on one device."""
        return True

    # Functions whose out may be filled where that is not the rule: see `fill_in_place`.
    filled_in_place: frozenset[str] = frozenset()

    def fill_in_place(
        self, function: str, compute: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any], out: Any
    ) -> bool:
        """Whether out's own memory was filled, which users ask for with `in_place_writes`."""
        return False

    def programs(self) -> int:
        """How many compiled programs it keeps for that."""
        return 0

    # -- overlap -------------------------------------------------------------------------------------------------------

    def may_overlap(self, x: Any, y: Any) -> bool | None:
        """Whether they may share memory; None where nobody can tell."""
        first, second = self.memory_view(x), self.memory_view(y)
        return None if isinstance(first, str) or isinstance(second, str) else bool(np.may_share_memory(first, second))

    def share_elements(self, x: Any, y: Any) -> bool:
        """Of two arrays that are both to be written: whether they share an element.

        Parts of one buffer may lie in each other's gaps.
        """
        first, second = self.memory_view(x), self.memory_view(y)
        return x is y if isinstance(first, str) or isinstance(second, str) else share_elements(first, second)

    def same_memory(self, x: Any, y: Any) -> bool:
        """Whether they are the same elements in the same places."""
        return x is y

    def place_in_file(self, x: Any) -> tuple[Any, ...] | None:
        """The file that holds the memory of x, the first byte and the end there, and the strides; None: there is none.

        A file that is mapped twice has two addresses.
        """
        return None

    def private_copy(self, value: Any) -> Any:
        """Of a value that overlaps an out."""
        return self.namespace.asarray(value, copy=True)

    # -- indexing ------------------------------------------------------------------------------------------------------

    def read_item(self, x: Any, items: tuple[Any, ...]) -> Any:
        """x[items]: memory of x if no item is an array."""
        if not any(isinstance(item, self.array_types) for item in items):
            return x[items]
        positions = self._positions(x, items)
        flat = self.namespace.asarray(positions.reshape(-1).tolist(), dtype=self.namespace.int64, device=x.device)
        found = self.namespace.take(self.namespace.reshape(x, (-1,)), flat, axis=0)
        return self.namespace.reshape(found, positions.shape)

    def write_item(self, x: Any, items: tuple[Any, ...], value: Any) -> None:
        """x[items] = value, of the dtype of x and the shape of x[items]."""
        if not any(isinstance(item, self.array_types) for item in items):
            x[items] = value
            return
        positions = self._positions(x, items)
        for index in np.ndindex(positions.shape):  # the standard knows no other way
            x[tuple(map(int, np.unravel_index(positions[index], x.shape)))] = value[index]

    def _positions(self, x: Any, items: tuple[Any, ...]) -> Any:
        """The positions in a flat x of the elements of x[items], by NumPy's own indexing."""
        own = tuple(self.export(item)[0] if isinstance(item, self.array_types) else item for item in items)
        return np.arange(math.prod(x.shape)).reshape(x.shape)[own]

    def gathered(self, function: str, x: Any, index: Any = None) -> Any:
        """The whole of an array that is spread over processes, if x[index] is no memory of it; or None."""
        return None

    def put(self, x: Any, whole: Any) -> None:
        """Write to such an array what `gathered` returned, and what was written there."""
        raise NotImplementedError

    accumulate: Mapping[str, Callable[[Any, Any, Any], Any]]  # a key of ACCUMULATED -> (x, rows, values) -> a new x

    # The plain case of copyto, by the exact class of dst: (dst, src) -> whether it was written. Everything has been
    # checked before; False: nothing has been written, and the fallback looks at it in full.
    plain_copies: Mapping[type, Callable[[Any, Any], bool]] = {}
    # Likewise of at(x)[index], by the class of x: (method, x, index, value) -> whether it was written.
    plain_writes: Mapping[type, Callable[[str, Any, Any, Any], bool]] = {}

    def row_writer(self, method: str, x: Any, count: int) -> Callable[[Any, Any], None] | None:
        """What writes (rows, values) into `x` at once, in their order where a row is named again; None: nothing does.

        `method` is "set" or a key of ACCUMULATED, `count` the number of values. For what is returned, `x` has the shape
        (height, width); the values have the shape (n, width) and the dtype of `x`; the rows are n numbers in int64 of
        rows that are there, none of them negative. All of it shares no memory with `x`; device and gradient have been
        checked.
        """
        return None

    def _accumulate(self, function: Callable[[Any, Any], Any], x: Any, rows: Any, values: Any) -> Any:
        result = self.namespace.asarray(x, copy=True)
        for i in range(rows.shape[0]):
            row = (int(rows[i]), ...)
            result[row] = function(result[row], values[i, ...])
        return result

    # -- graphs and compilation ----------------------------------------------------------------------------------------

    def is_compiling(self) -> bool:
        """True where the framework reads code to compile it, so that nothing may ask the context."""
        return False

    has_graphs: bool = False  # arrays may be parts of a graph that runs later

    def compare_later(self, function: str, written: list[tuple[str, Any, Any]]) -> list[Any]:
        """Of (name, out, value) the values; where a graph is built, there only if all shapes are alike."""
        return [value for _, _, value in written]

    def in_order(self, program: Callable[[], Any]) -> Any:
        """What a program of several writes returns, there only after them where a graph has no order of its own."""
        return program()

    compiles: bool = False  # whether a function is quicker as one program
    engine: Engine | None = None  # for programs of calls on NumPy arrays

    def compiled(self, invocation: Invocation) -> Program:
        """A function as one program; raises NotCompiled."""
        raise NotCompiled(f"{self.name} compiles no programs")

    def judges_with_program(self, condition: Any) -> bool:
        """Whether a program that is traced is going to find out if `condition`, a boolean, is true: see `compiled`."""
        return False

    def may_compile(self, arrays: list[Any]) -> bool:
        """Whether calls on these arrays can be programs here and now: no gradient is recorded, nothing is traced."""
        return True

    # -- random numbers ------------------------------------------------------------------------------------------------

    def random_source(self) -> type[RandomSource] | None:
        """What draws with the framework's own generators, imported when first asked for; None: NumPy draws for it."""
        return None

    def outside_programs(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, called as it is where `is_compiling` is true, and not read to be compiled."""
        return function

    def makes_graph(self) -> bool:
        """True where calls become parts of a graph that runs later, again and again."""
        return False

    # -- errors --------------------------------------------------------------------------------------------------------

    def common_class(self, error: Exception) -> type[Exception] | None:
        """The class on every backend of an error for arguments that do not fit; None if it keeps its own."""
        return None

    def quietly(self) -> AbstractContextManager[Any]:
        """Inside, a function is tried without warnings."""
        return nullcontext()

    # -- measurement ---------------------------------------------------------------------------------------------------

    def memory_view(self, x: Any) -> Any:
        """An ndarray at the addresses of x, not to be read; a str that says why there is none."""
        try:
            return np.from_dlpack(x)
        except (BufferError, TypeError, ValueError, RuntimeError) as error:
            return f"its memory cannot be seen: {error}"

    def memory(self, device: Device) -> MemoryCounter | str:
        """What counts the memory of a device; or why nobody does."""
        return f"{self.name} does not count memory"

    counts_itself_with = ""  # a variable of the environment that lets it count the memory of the CPU, if it does not
    processor_faults: tuple[str, ...] = ()  # what is wrong on some processors, and avoided on all

    def threads(self) -> Threads | str:
        """With how many threads it computes; or why nobody tells."""
        return f"{self.name} does not tell it"

    def stand_in(self, out: Any) -> Any:
        """Memory of the kind, layout, device and values of an out, shared with nothing; or why there is none."""
        return self.private_copy(out)

    def measured(self, call: Callable[[], Any], written_to: Sequence[Any]) -> tuple[Any, Bytes | str]:
        """What the call returned, and what it allocated; a str if that cannot be told, which says why.

        `written_to`: arrays whose memory the call may give back.
        """
        return call(), f"{self.name} does not count what it allocates"

    # -- what follows --------------------------------------------------------------------------------------------------

    def reason_to_refuse(self, kind: type) -> str | None:
        """What an array of that class is and what to do, if its meaning would be lost; None if it is taken."""
        for refused, reason in self.refused_types.items():  # Dynamo (2.13) traces no generator that is left early
            if issubclass(kind, refused):
                return reason
        return None

    def apart_from(self, value: Any, *others: Any) -> Any:
        """`value`, or a copy of it if it may share memory with one of `others`, which is to be written."""
        for other in others:  # a loop, since torch.compile traces no generator that is not run through
            if self.may_overlap(other, value) is not False:
                return self.private_copy(value)
        return value
