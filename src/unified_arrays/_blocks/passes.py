"""One pass over the blocks of the arrays of a call of blockwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .. import backends
from .._common import argument_errors, errors, python_scalars
from .._common.devices import Device
from .._dispatch import transfer
from .._out import contract
from ..backends import Backend
from .cutting import Ranges, lengths_of_blocks, number_of_blocks, ranges_of_blocks
from .operands import Operand, input_of, out_of
from .overlap import refuse_overlap
from .progress import told

_NAME = "blockwise"


def run(
    function: Callable[..., Any],
    arrays: tuple[Any, ...],
    out: Any,
    axes: int,
    block_bytes: int,
    backend: str | None,
    device: Any,
    progress: Any,
) -> Any:
    """Check the arguments of blockwise, call the function for each block, and return out."""
    if not callable(function):
        raise argument_errors.wrong_type(_NAME, "function", f"a {errors.kind_of(type(function))}", "a function")
    several = isinstance(out, (tuple, list))
    outs = [out_of(_NAME, f"out[{i}]" if several else "out", one) for i, one in enumerate(out if several else (out,))]
    if not outs:
        raise errors.out_entries(_NAME, "empty", "an array, or a tuple")
    numbers = [type(one) in python_scalars.NUMBERS for one in arrays]
    inputs = [
        None if number else input_of(_NAME, f"arrays[{i}]", one)
        for i, (number, one) in enumerate(zip(numbers, arrays, strict=True))
    ]
    operands = [one for one in inputs if one is not None]
    count = _number_of_axes(axes, operands, outs)
    refuse_overlap(_NAME, operands, outs)
    place = _place_of(backend, device, operands, outs)
    sizes, rank = outs[0].shape[:count], len(outs[0].shape)
    chunks = tuple(max(_chunk(one.array, axis) for one in outs) for axis in range(count))
    shares = [one.shares(count, rank) for one in (*operands, *outs)]
    lengths = lengths_of_blocks(_NAME, sizes, shares, _positive("block_bytes", block_bytes), chunks)
    total = number_of_blocks(sizes, lengths)
    blocks = _Run(function, list(arrays), inputs, outs, several, place, count)
    with told(_NAME, progress) as tell:
        for done, ranges in enumerate(ranges_of_blocks(sizes, lengths)):
            try:
                blocks.compute(ranges, apart=done == 0)
            except Exception as error:
                error.add_note(f"raised in block {done + 1} of {total}, {_shown(ranges)}; {done} blocks are written")
                raise
            tell(done + 1, total)
    return out


def _shown(ranges: Ranges) -> str:
    return f"out[{', '.join(f'{first}:{end}' for first, end in ranges) or '...'}]"


def _positive(parameter: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise argument_errors.wrong_value(_NAME, parameter, value, "a positive integer")
    return value


def _chunk(array: Any, axis: int) -> int:
    """How many elements a store keeps together along an axis; 1 where that does not matter."""
    chunks = getattr(array, "chunks", None)
    size = chunks[axis] if isinstance(chunks, tuple) and len(chunks) > axis else 1
    return size if isinstance(size, int) and size > 0 else 1


def _number_of_axes(axes: Any, inputs: list[Operand], outs: list[Operand]) -> int:
    """How many axes are cut; ValueError for shapes that cannot be cut alike."""
    rank = len(outs[0].shape)
    count = min(_positive("axes", axes), rank)
    sizes = outs[0].shape[:count]
    for one in outs[1:]:
        if len(one.shape) != rank or one.shape[:count] != sizes:
            shapes = {other.name: other.shape for other in (outs[0], one)}
            raise errors.shapes_apart(_NAME, shapes, f"as many axes, and the same sizes along the first {count}")
    for one in inputs:
        ahead = rank - len(one.shape)
        if ahead < 0:
            raise argument_errors.axes_reduced(_NAME, one.name, one.shape, outs[0].name, outs[0].shape)
        for axis in range(ahead, count):
            if one.shape[axis - ahead] not in (1, sizes[axis]):
                raise argument_errors.not_cut_alike(
                    _NAME, one.name, one.shape, axis - ahead, outs[0].name, sizes[axis], sizes[axis] == 1
                )
    return count


class _Place(NamedTuple):
    """Where blocks are computed."""

    backend: Backend
    device: Device | None  # None: the backend's own default

    def holds(self, one: Operand) -> bool:
        """Whether that array is there already."""
        return one.backend is self.backend and self.device in (None, self.backend.device(one.array))


def _place_of(name: str | None, device: Any, inputs: list[Operand], outs: list[Operand]) -> _Place:
    arrays = [one for one in (*inputs, *outs) if one.backend is not None]
    if name is not None:
        backend = backends.by_name(name, _NAME)
    elif arrays:
        backend = arrays[0].backend or backends.by_name(backends.HOST)
        other = next((one for one in arrays if one.backend is not backend), None)
        if other is not None and other.backend is not None:
            raise argument_errors.blocks_of_two_backends(
                _NAME, (arrays[0].name, backend.name), (other.name, other.backend.name)
            )
    else:
        backend = backends.by_name(backends.HOST)
    if device is not None:
        where = Device(device)
        transfer.native_device(_NAME, backend, where)
        return _Place(backend, where)
    own = [one.array for one in arrays if one.backend is backend]
    return _Place(backend, backend.device(own[0]) if own else None)


class _Run:
    """One call: what is called for each block, and memory for what is computed elsewhere than it is kept."""

    def __init__(
        self,
        function: Callable[..., Any],
        arguments: list[Any],
        inputs: list[Operand | None],
        outs: list[Operand],
        several: bool,
        place: _Place,
        count: int,
    ) -> None:
        self._function = function
        self._inputs, self._outs, self._several = inputs, outs, several
        self._place, self._count, self._rank = place, count, len(outs[0].shape)
        self._native_device = place.device and transfer.native_device(_NAME, place.backend, place.device)
        # What is the same in all blocks is read once.
        self._arguments = [
            self._moved(one, one.read(())) if one is not None and not one.is_cut(count, self._rank) else argument
            for one, argument in zip(inputs, arguments, strict=True)
        ]
        self._memory: dict[tuple[int, tuple[int, ...]], Any] = {}  # by the place of an out, and the shape of a block

    def compute(self, ranges: Ranges, *, apart: bool) -> None:
        """Of one block; `apart`: its result is first computed in memory of its own."""
        indices = [one.part(ranges, self._rank) for one in self._outs]
        kept = [
            one.read(index) if one.backend is not None else None for one, index in zip(self._outs, indices, strict=True)
        ]
        blocks = [
            block if block is not None and self._place.holds(one) and not apart else self._own(i, one, ranges)
            for i, (one, block) in enumerate(zip(self._outs, kept, strict=True))
        ]
        arguments = []
        for argument, one in zip(self._arguments, self._inputs, strict=True):
            if one is None or not one.is_cut(self._count, self._rank):
                arguments.append(argument)
                continue
            same = next((i for i, other in enumerate(self._outs) if other.array is one.array), None)
            block = kept[same] if same is not None and kept[same] is not None else None
            index = one.part(ranges, self._rank)
            arguments.append(self._moved(one, one.read(index) if block is None else block))
        result = self._function(*arguments, out=tuple(blocks) if self._several else blocks[0])
        results = self._results_of(result)
        for one, index, memory, block, value in zip(self._outs, indices, kept, blocks, results, strict=True):
            if value is not None and value is not block:
                self._check_and_write(one, block, value)
            if block is not memory:
                self._keep(one, index, memory, block)
        if apart:  # from now on blocks are written in place where they can be
            self._memory = {
                key: made for key, made in self._memory.items() if not self._place.holds(self._outs[key[0]])
            }

    def _results_of(self, result: Any) -> list[Any]:
        if not self._several:
            return [result]
        if result is None:
            return [None] * len(self._outs)
        if not isinstance(result, (tuple, list)) or len(result) != len(self._outs):
            came = (
                f"{len(result)} results" if isinstance(result, (tuple, list)) else f"a {errors.kind_of(type(result))}"
            )
            raise argument_errors.wrong_type(
                _NAME, "what the function returns", came, f"{len(self._outs)} arrays, or None"
            )
        return list(result)

    def _moved(self, one: Operand, block: Any) -> Any:
        """A block of an input where it is computed."""
        place = self._place
        if place.holds(one) or (one.backend is None and place.backend.name == backends.HOST):
            return block
        device = None if place.device is None else str(place.device)
        return transfer.to_backend(block, place.backend.name, device=device)

    def _own(self, position: int, one: Operand, ranges: Ranges) -> Any:
        """Memory for a block of an out where it is computed."""
        lengths = tuple(end - first for first, end in ranges)
        shape = (*lengths, *one.shape[len(lengths) :])
        made = self._memory.get((position, shape))
        if made is None:
            backend = self._place.backend
            dtype = backend.dtypes.get(one.dtype.name)
            if dtype is None:
                raise errors.dtype_not_here(_NAME, one.dtype, backend.name)
            empty = backend.placed("empty", backend.namespace.empty)
            made = backend.new_array(empty(shape, dtype=dtype, device=self._native_device))
            self._memory = {key: kept for key, kept in self._memory.items() if key[0] != position}
            self._memory[position, shape] = made
        return made

    def _check_and_write(self, one: Operand, block: Any, value: Any) -> None:
        """What the function returned, into the block that it was given."""
        backend = self._place.backend
        if not isinstance(value, backend.array_types):
            expected = f"an array of {backend.name}, or None"
            raise errors.not_an_array(_NAME, "what the function returns", type(value), expected)
        contract.make_check_and_write(_NAME, backend, one.name)(block, value)

    def _keep(self, one: Operand, index: tuple[slice, ...], memory: Any, block: Any) -> None:
        """A block that was computed apart, in its place in an out."""
        if one.backend is None:
            one.array[index or ...] = transfer.to_backend(block, backends.HOST)
            return
        if not self._place.holds(one):
            device = str(one.backend.device(one.array))
            block = transfer.to_backend(block, one.backend.name, device=device)
        contract.make_check_and_write(_NAME, one.backend, one.name)(memory, block)
