"""A generator without its distributions: whose stream it is, where the stream is, and how draws reach out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, Self

from .. import backends
from .._common import argument_errors, errors
from .._common.caches import Locked
from .._common.devices import Device
from .._common.dtypes import DType
from .._common.python_scalars import PLAIN
from .._out import contract
from ..backends.randomness import RandomSource, Seeds
from . import portable
from .arguments import COUNTS, REAL, Place
from .distributions import DISTRIBUTIONS
from .drawing import Drawing

_SIZES = (type(None), int, tuple)
HUGE = 1e30  # less than float32 holds: frameworks that check numbers take these

NATIVE, PORTABLE = STREAMS = ("native", "portable")


class Core:
    """See `Generator`."""

    default_dtype: Callable[[], str] | None = None  # see Place

    def __init__(self, backend: str, source: RandomSource, native_device: Any, stream: str) -> None:
        owner = backends.by_name(backend)
        self._source = source
        self._stream = stream
        default = type(self).default_dtype
        self._place = Place(owner, native_device, source.device if stream == NATIVE else None, default)
        # Where draws are computed: of the portable stream on the host.
        self._host = self._place if stream == NATIVE else Place(backends.by_name(backends.HOST), None, None, default)
        self._locked = Locked()
        self._plain = source.plain if stream == NATIVE and default is None else {}

    # -- what it is ----------------------------------------------------------------------------------------------------

    @property
    def backend(self) -> str:
        """The name of the backend whose arrays it returns."""
        return self._place.backend.name

    @property
    def device(self) -> Device:
        """Where the arrays live that it returns."""
        device: Device = self._place.device
        return device

    @property
    def stream(self) -> str:
        """Whose numbers it draws: "native" ones of the framework, or "portable" ones."""
        return self._stream

    @property
    def native(self) -> Any:
        """The generator that draws: of NumPy, PyTorch or TensorFlow; of a portable stream NumPy's.

        The two share one stream. A `tf.train.Checkpoint` takes TensorFlow's, and saves and restores its state.
        """
        return self._source.generator

    def __repr__(self) -> str:
        return f"Generator(backend={self.backend!r}, device={str(self.device)!r}, stream={self.stream!r})"

    # -- state ---------------------------------------------------------------------------------------------------------

    @property
    def state(self) -> dict[str, Any]:
        """Where the stream is: to be set again, on a generator of the same stream, for the same numbers.

        A dict of numbers, strings and NumPy arrays. That of a portable stream may be set on any backend. Raises
        ValueError, if it is set, for the state of another stream.
        """
        with self._locked.lock:
            return {"stream": self._stream, "backend": self._host.backend.name, "state": self._source.state()}

    @state.setter
    def state(self, state: dict[str, Any]) -> None:
        own = (self._stream, self._host.backend.name)
        if not isinstance(state, dict) or (state.get("stream"), state.get("backend")) != own:
            raise argument_errors.state_of_another("Generator.state", state, f"a {own[0]} stream of {own[1]}")
        with self._locked.lock:
            self._source.set_state(state["state"])

    def spawn(self, n: int) -> list[Self]:
        """Generators with streams of their own: for threads, processes and parts of a program.

        Parameters
        ----------
        n : int
            How many.

        Returns
        -------
        list of Generator
            Of the same backend, device and kind of stream. Each call spawns others.

        See Also
        --------
        unified_arrays.random.default_rng : Makes a generator.
        numpy.random.Generator.spawn : NumPy's own.

        Examples
        --------
        >>> import unified_arrays as ua
        >>> rng = ua.random.default_rng(5, stream="portable")
        >>> first, second = rng.spawn(2)
        >>> first.stream
        'portable'
        """
        with self._locked.lock:
            sources = self._source.spawn(n, self._native_device)
        return [type(self)(self.backend, source, self._place.native_device, self._stream) for source in sources]

    @property
    def _native_device(self) -> Any:
        return self._place.backend.native_device(self.device)

    def __reduce__(self) -> tuple[Any, ...]:
        named = self._stream == NATIVE or self._place.native_device is not None
        device = str(self.device) if named else None
        return _restored, (type(self), self.backend, device, self._source.seeds, self.state)

    def __copy__(self) -> Self:
        return self.__deepcopy__({})

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        make, arguments = self.__reduce__()
        memo[id(self)] = copied = make(*arguments)
        return copied  # type: ignore[no-any-return]

    # -- draws ---------------------------------------------------------------------------------------------------------

    def _draw(self, name: str, values: tuple[Any, ...], size: Any, dtype: Any, out: Any, **options: Any) -> Any:
        """A draw of a distribution of the table."""
        if out is None and dtype is None and name in self._plain:
            drawn = self._drawn_plainly(name, values, size)
            if drawn is not None:
                return drawn
        distribution, place = DISTRIBUTIONS[name], self._place
        self._check_out(name, out)
        with self._source.on_device():
            given = {
                parameter.name: place.parameter(name, parameter, value)
                for parameter, value in zip(distribution.parameters, values, strict=True)
            }
            for joint in distribution.joint:
                place.check_joint(name, joint, given)
            return self._drawn(name, given, size, dtype, out, **options)

    def _drawn_plainly(self, name: str, values: tuple[Any, ...], size: Any) -> Any:
        """A draw of the plain case; None where it is another, which has a longer way, and words errors."""
        if type(size) not in _SIZES or not all(type(value) in PLAIN for value in values):
            return None
        try:
            with self._locked.lock:
                return self._plain[name](size, *map(float, values))
        except (TypeError, ValueError, OverflowError):
            return None

    def _drawn(self, name: str, given: dict[str, Any], size: Any, dtype: Any, out: Any, **options: Any) -> Any:
        distribution, place, host = DISTRIBUTIONS[name], self._place, self._host
        kinds, default = (COUNTS, "int64") if distribution.counts else (REAL, "real floating")
        arrays = tuple(filter(place.is_array, given.values()))
        native, named = place.dtype(name, dtype, out, default, kinds, arrays)
        shape = place.shape(name, size, out, given)
        is_half = named.itemsize == 2 and not distribution.half
        exact = distribution.counts or distribution.exact or self._stream == PORTABLE
        wide = "float64" if exact else "float32" if is_half else named.name
        dtype_here = host.backend.dtypes[wide]

        def compute(memory: Any) -> Any:
            parameters = list(given.values())
            if arrays and self._stream == PORTABLE:
                parameters = portable.to_host(name, place.backend, parameters)
            if arrays:
                integers = host.backend.dtypes["int64"]
                parameters = [
                    host.cast(value, integers if parameter.is_integer else dtype_here)
                    for parameter, value in zip(distribution.parameters, parameters, strict=True)
                ]
            sizes = self._sizes(shape, parameters, out)
            own = self._source.own.get(name) if wide == "float64" else None
            of_numbers = None if arrays else self._source.of_numbers.get(name)
            if own is not None:
                value = own(sizes, *parameters)
            elif of_numbers is not None and all(abs(value) < HUGE for value in parameters):
                value = of_numbers(sizes, dtype_here, memory, *parameters)
            else:
                drawing = Drawing(self._source, host.xp, sizes, dtype_here, memory)
                with nullcontext() if distribution.fills else host.backend.quietly():
                    value = distribution.draw(drawing, *parameters, **options)
            return value if memory is not None else self._as_result(value, native, below_one=name == "random")

        return self._deliver(name, shape, named, out, arrays, compute, fills=distribution.fills and not is_half)

    def _sizes(self, shape: Any, parameters: list[Any], out: Any) -> Any:
        """The shape to draw; where a graph does not know all of it, as it will be when the graph runs."""
        if None not in shape:
            return shape
        return self._source.sizes([value for value in (*parameters, out) if self._place.is_array(value)])

    def _as_result(self, value: Any, dtype: Any, *, below_one: bool = False) -> Any:
        """What was drawn, as an array of the backend of that dtype."""
        place = self._place
        if self._stream == PORTABLE:
            return portable.to_backend(place.backend, place.native_device, value, dtype, below_one=below_one)
        if not place.is_array(value) or value.dtype != dtype:
            with place.backend.quietly():  # what a narrow dtype does not hold is infinite
                value = place.xp.astype(place.xp.asarray(value), dtype, copy=False)
        return place.xp.asarray(value)  # what NumPy computes with 0-d arrays is a scalar

    def _check_out(self, function: str, out: Any) -> None:
        """Of an out that is none, or that cannot be written to, nothing else is to be asked."""
        backend = self._place.backend
        if self._stream == PORTABLE and backend.makes_graph():
            raise argument_errors.host_in_graph(function)
        if out is not None:
            contract.refuse_foreign(function, "out", backend, out)
            contract.refuse_unwritable(function, "out", backend, out)
            # A probe, since a tape watches variables that are read.
            recorded = not backend.may_fill((), out)
            probe = self._place.xp.zeros((), device=self._place.native_device) if recorded else None
            remedy = backend.cuts_gradient(out, probe) if recorded else None
            if remedy is not None:
                raise errors.out_gradient(function, "out", remedy)

    def _deliver(
        self,
        function: str,
        shape: Any,
        dtype: DType,
        out: Any,
        arrays: tuple[Any, ...],
        compute: Callable[[Any], Any],
        *,
        fills: bool = False,
    ) -> Any:
        """What `compute` draws, in out if there is one: see _out/contract.py. Refused calls draw nothing.

        `compute` takes the memory to fill, which is out where the framework fills it in the plain case, or None.
        """
        backend = self._place.backend
        if out is None:
            with self._locked.lock:
                return backend.new_array(compute(None))
        contract.check_shape(function, "out", backend, out, shape)
        contract.check_dtype(function, "out", backend, out, dtype)
        if self._place.is_known:
            contract.check_device(function, "out", backend, out, self.device)
        with self._locked.lock:
            if fills and self._stream == NATIVE and backend.dtype(out) == dtype and self._is_plain(arrays, out):
                return compute(out)
            write = contract.general_call(function, backend, lambda: compute(None))
            return backend.in_order(lambda: write(out))

    def _is_plain(self, arrays: tuple[Any, ...], out: Any) -> bool:
        backend = self._place.backend
        return (
            self._source.fills(out)
            and backend.may_fill(arrays, out)
            and all(backend.may_overlap(out, array) is False for array in arrays)
        )


def _restored(kind: type[Core], backend: str, device: str | None, seeds: Seeds, state: dict[str, Any]) -> Core:
    """Called by pickle (its name is in saved files)."""
    stream, owner = state["stream"], backends.by_name(backend)
    native_device = None if device is None else owner.native_device(Device(device))
    source = source_of(backend, stream, seeds, native_device)
    generator = kind(backend, source, native_device, stream)
    generator.state = state
    return generator


def source_of(backend: str, stream: str, seeds: Seeds, native_device: Any) -> RandomSource:
    """A new source of a backend for a stream; for a backend without generators of its own the portable one."""
    kind = backends.by_name(backend).random_source() if stream == NATIVE else None
    return portable.source_of(seeds) if kind is None else kind.of_seeds(seeds, native_device)
