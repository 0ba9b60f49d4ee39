"""How generators are made."""

from __future__ import annotations

from typing import Any, TypeVar

from .. import backends
from .._common import argument_errors, errors
from .._common.devices import Device
from .._common.framework_compilers import as_written
from .._dispatch import selection
from ..backends.randomness import RandomSource, seeds_of
from .core import NATIVE, PORTABLE, STREAMS, Core, source_of
from .generator import Generator


@as_written
def default_rng(seed: Any = None, *, backend: str | None = None, device: Any = None, stream: str = NATIVE) -> Generator:
    """A generator of random numbers.

    Parameters
    ----------
    seed : None, int, sequence of ints, numpy.random.SeedSequence or a generator
        An integer is the seed that the framework knows by that number. None: one that the operating system gives.
        A generator of NumPy, PyTorch or TensorFlow is taken over, and goes on with its stream; one of
        `unified_arrays.random` is returned as it is.
    backend : str, optional
        Whose arrays are drawn; without it the selected one (`use_backend`).
    device : Device or str, optional
        Where they are drawn; without it the selected one (`use_device`), else the framework's default.
    stream : {"native", "portable"}
        "native": the framework's own generator. "portable": the same numbers on every backend, drawn by NumPy on the
        host and brought to the device. A backend without generators of its own has the portable stream only.

    Returns
    -------
    Generator
        Of that backend, on that device.

    Raises
    ------
    ValueError
        For a seed, a backend or a stream that is none.
    TypeError
        For a seed of another type, and a generator of another backend or stream than is named.
    DeviceNotFoundError
        For a device that is not there.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> rng = ua.random.default_rng(5)
    >>> x = rng.normal(size=3)
    >>> rng.normal(out=x) is x
    True
    """
    return made(Generator, seed, backend, device, stream)


Kind = TypeVar("Kind", bound=Core)


def made(kind: type[Kind], seed: Any, backend: str | None, device: Any, stream: str) -> Kind:
    """A generator of a class: see `default_rng`."""
    if stream not in STREAMS:
        raise argument_errors.unknown_choice("default_rng", "stream", stream, STREAMS)
    if isinstance(seed, Core):
        if backend not in (None, seed.backend) or (stream == PORTABLE != seed.stream):
            raise argument_errors.generator_of_another("default_rng", seed.backend, backend or stream)
        if not isinstance(seed, kind):
            raise argument_errors.bad_seed("default_rng", type(seed).__name__, TypeError)
        return seed
    name = selection.get_backend() if backend is None else backend
    owner = backends.by_name(name, "default_rng")
    taken = _taken_over(seed)
    if taken is not None:
        found, source = taken
        if backend not in (None, found) or stream == PORTABLE:
            raise argument_errors.generator_of_another("default_rng", found, backend or stream)
        if device is not None and Device(device) != source.device:
            raise errors.two_devices("default_rng", [Device(device), source.device])
        return kind(found, source, backends.by_name(found).native_device(source.device), NATIVE)
    if device is None:
        device = selection.selected_device()
    try:
        native_device = None if device is None else owner.native_device(Device(device))
    except errors.DeviceNotFoundError as error:
        raise errors.for_function("default_rng", error) from None
    if owner.random_source() is None:
        stream = PORTABLE
    return kind(name, source_of(name, stream, seeds_of("default_rng", seed), native_device), native_device, stream)


def of_backend(name: str) -> dict[str, Any]:
    """The names of the fixed namespace `random` of a backend."""

    def default_rng_of_backend(seed: Any = None, *, device: Any = None, stream: str = NATIVE) -> Generator:
        return default_rng(seed, backend=name, device=device, stream=stream)

    default_rng_of_backend.__name__ = default_rng_of_backend.__qualname__ = "default_rng"
    default_rng_of_backend.__module__ = f"unified_arrays.{name}.random"
    default_rng_of_backend.__doc__ = f"`unified_arrays.random.default_rng` with backend {name!r}."
    return {"Generator": Generator, "default_rng": as_written(default_rng_of_backend)}


def _taken_over(seed: Any) -> tuple[str, RandomSource] | None:
    """The backend whose generator that is, and the generator as its source; None for a seed."""
    root = str(type(seed).__module__).partition(".")[0]
    for name, location in backends.KNOWN.items():
        if root in location.array_modules:
            kind = backends.by_name(name).random_source()
            source = None if kind is None else kind.of_generator(seed)
            if source is not None:
                return name, source
    return None
