"""Every error and warning of unified_arrays: four classes of its own, and the wording of all messages.

A message says the function, the parameter, what came, what was expected and what to do, in that order. The names come
from the declaration, so no message is typed by hand where it is raised.
"""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Mapping
from typing import Any

import numpy.exceptions
import numpy.linalg

__all__ = ["CompileWarning", "DeviceMismatchError", "DeviceNotFoundError", "GradientError"]


class _OfItsOwnType:
    """An error that leaves a tf.function as it was raised: of what it does not know, AutoGraph makes a StagingError."""

    ag_pass_through = True


class DeviceNotFoundError(_OfItsOwnType, ValueError):
    """The device that was named is not there, or the backend cannot use it."""


class DeviceMismatchError(_OfItsOwnType, ValueError):
    """Arrays of one call live on different devices, or `out` is not where the result is."""


class GradientError(_OfItsOwnType, RuntimeError):
    """Writing into `out` would cut the path that a gradient needs."""


class ArgumentError(_OfItsOwnType, ValueError, RuntimeError):
    """ValueError for what PyTorch calls a RuntimeError, which is still caught as one."""


class PlaceError(_OfItsOwnType, IndexError, RuntimeError):
    """IndexError likewise."""


class MatrixError(_OfItsOwnType, numpy.linalg.LinAlgError, RuntimeError):
    """For what is no matrix, or no square one: NumPy's LinAlgError, a ValueError, and what PyTorch calls it."""


class NothingError(_OfItsOwnType, ValueError, IndexError, RuntimeError):
    """ValueError for the largest of no elements, which PyTorch calls a RuntimeError or an IndexError."""


class NoArrayError(_OfItsOwnType, TypeError, ValueError):
    """No array decides: a TypeError, and of an empty list a ValueError, as NumPy says."""


class AxisError(_OfItsOwnType, numpy.exceptions.AxisError):
    """For an axis that is not there: a ValueError and an IndexError, and caught where NumPy's is."""


class _NumberError(_OfItsOwnType, OverflowError):
    """OverflowError for a number that a dtype does not hold."""

    def __reduce__(self) -> tuple[Any, ...]:  # a pickle cannot name the class, which is called like Python's own
        return _number_error, self.args


def _number_error(*arguments: Any) -> _NumberError:
    return _NumberError(*arguments)


_NumberError.__name__ = _NumberError.__qualname__ = "OverflowError"  # as a traceback shows it


class CompileWarning(UserWarning):
    """A function decorated with `compile` is computed call by call, since it cannot be one program."""


_LONGEST = 80  # characters that one value takes in a message
_short = reprlib.Repr()
_short.maxstring = _short.maxother = _short.maxlong = _LONGEST


def shown(value: object) -> str:
    """A value as a message shows it: as it prints, cut short; of what cannot be printed, its type."""
    try:
        return cut(_short.repr(value))
    except Exception:  # any object may come here, with any __repr__
        return f"<{kind_of(type(value))}>"


def cut(text: object) -> str:
    written = str(text)
    return written if len(written) <= _LONGEST else f"{written[: _LONGEST - 3]}..."


def first_line(message: object) -> str:
    """What a framework's error begins with; some go on for pages."""
    return str(message).strip().partition("\n")[0]


def kind_of(value_type: type) -> str:
    """A type as a message shows it: `list`, `torch.Tensor`, `tensorflow EagerTensor`."""
    module = str(value_type.__module__).partition(".")[0]
    return cut(value_type.__name__ if module == "builtins" else f"{module}.{value_type.__name__}")


_LONGEST_MESSAGE = 2000  # characters of a framework's error: some hold all of an argument


def is_too_long(error: Exception) -> bool:
    return len(str(error)) > _LONGEST_MESSAGE


def of_common_class(function: str, error: Exception, common: type[Exception]) -> Exception:
    """What a framework says of the arguments, in the class that such an error has on every backend."""
    said = str(error).removeprefix(f"{function}: ")
    said = said if len(said) <= _LONGEST_MESSAGE else f"{said[:_LONGEST_MESSAGE]}..."
    return common(f"{function}: {said}")


def _instead(came: type, usual: str) -> str:
    """What to do about an argument of that type: a variable of Keras has its array in `value`."""
    holds_array = isinstance(getattr(came, "value", None), property) and hasattr(came, "assign")
    return "pass its .value" if holds_array else usual


def not_an_array(function: str, parameter: str, came: type, expected: str = "an array") -> TypeError:
    instead = _instead(came, "make an array with asarray")
    return TypeError(f"{function}: {parameter} is a {kind_of(came)}, expected {expected}: {instead}")


def no_array(function: str, parameters: Iterable[str]) -> TypeError:
    message = f"{function}: {', '.join(parameters)} hold no array, expected at least one: make one with asarray"
    return NoArrayError(message)


def not_an_out(function: str, out: str, came: type, expected: str = "an array") -> TypeError:
    instead = _instead(came, "allocate one with empty or empty_like")
    return TypeError(f"{function}: {out} is a {kind_of(came)}, expected {expected}: {instead}")


def not_a_number(function: str, parameter: str, came: type) -> TypeError:
    message = f"{function}: {parameter} is a {kind_of(came)}, expected a Python number: convert it with float or int"
    return TypeError(message)


def not_one_number(function: str, parameter: str, shape: object) -> ValueError:
    return ValueError(
        f"{function}: {parameter} has shape {shape}, expected a number or a 0-d array, of shape (): take one "
        f"of its elements, or broadcast it with broadcast_to"
    )


def number_not_held(function: str, parameter: str, number: object, dtype: object, low: int, high: int) -> OverflowError:
    message = (
        f"{function}: {parameter} is {shown(number)}, expected a number from {low} to {high}, which {cut(dtype)} "
        f"holds: choose another number, or a wider dtype (of an array at hand with astype)"
    )
    return _NumberError(message)


def number_beside_truth(function: str, parameter: str, number: object) -> TypeError:
    return TypeError(
        f"{function}: {parameter} is {shown(number)}, expected True or False, for x has dtype bool: convert x to a "
        f"dtype of numbers with astype"
    )


def number_too_large(function: str, parameter: str, number: object, dtype: object) -> OverflowError:
    message = (
        f"{function}: {parameter} is {shown(number)}, expected a number that a float holds, for {cut(dtype)}: choose "
        f"another number, or math.inf"
    )
    return _NumberError(message)


def number_of_another_kind(function: str, parameter: str, number: object, dtype: object, expected: str) -> TypeError:
    message = (
        f"{function}: {parameter} is {shown(number)}, expected {expected}, for {cut(dtype)} holds no other: choose "
        f"another number or dtype"
    )
    return TypeError(message)


def not_a_string(function: str, parameter: str, came: type, expected: str) -> TypeError:
    return TypeError(f"{function}: {parameter} is a {kind_of(came)}, expected {expected}")


def not_a_function(function: str, parameter: str, came: type) -> TypeError:
    return TypeError(f"{function}: {parameter} is a {kind_of(came)}, expected a function: use it as @{function}")


def refused_array(function: str, parameter: str, reason: str) -> TypeError:
    return TypeError(f"{function}: {parameter} is {reason}")


def loses_its_meaning(function: str, parameter: str, came: type, into: str) -> TypeError:
    return TypeError(
        f"{function}: {parameter} is a {kind_of(came)}, whose class says what functions do with it (units, masks), "
        f"expected an ordinary array, as {into} is: convert it first"
    )


def gradient_ends(function: str, parameter: str, backend: str, remedy: str) -> GradientError:
    return GradientError(
        f"{function}: {parameter} needs a gradient, which would end as it becomes an array of {backend}: {remedy}"
    )


def not_shared(function: str, parameter: str, reason: str) -> ValueError:
    return ValueError(f"{function}: copy=False, but {parameter} has to be copied, being {reason}: leave copy out")


def no_dlpack(function: str, parameter: str, came: type) -> AttributeError:
    return AttributeError(
        f"{function}: {parameter} is a {kind_of(came)}, which has no __dlpack__: make an array with asarray"
    )


def for_function(function: str, error: DeviceNotFoundError) -> DeviceNotFoundError:
    """What an adapter says of a device, with the function that asked for it."""
    return DeviceNotFoundError(f"{function}: {error}")


def two_backends(function: str, first: tuple[str, str], second: tuple[str, str]) -> TypeError:
    (parameter1, backend1), (parameter2, backend2) = first, second
    if parameter1 == parameter2:
        came = f"{parameter1} holds arrays of {backend1} and of {backend2}"
    else:
        came = f"{parameter1} is an array of {backend1} but {parameter2} is one of {backend2}"
    return TypeError(f"{function}: {came}, expected one backend: convert one with to_backend")


def not_of_namespace(function: str, namespace: str, backend: str) -> TypeError:
    message = (
        f"{function}: it is that of unified_arrays.{namespace}, and its arrays are of {backend}, expected one backend: "
        f"call that of unified_arrays.{backend}, or convert the arrays with to_backend"
    )
    return TypeError(message)


def unknown_backend(where: str, name: object, known: Iterable[str]) -> ValueError:
    return ValueError(f"{where}: {shown(name)} is no backend, expected one of {', '.join(known)}")


def no_backend_name(function: str, name: object) -> ValueError:
    return ValueError(f"{function}: name is {shown(name)}, expected a Python identifier without a leading underscore")


def no_location(function: str, location: object) -> ValueError:
    expected = "a Location with an adapter 'package.module:NAME' and the root modules of the array types"
    return ValueError(f"{function}: location is {shown(location)}, expected {expected}")


def no_adapter(name: str, adapter: str, came: object) -> TypeError:
    return TypeError(f"the backend {name!r}: {adapter} is {shown(came)}, expected an instance of backends.Backend")


def backend_taken(function: str, name: str, adapter: str) -> ValueError:
    return ValueError(f"{function}: the backend {name!r} is there already, as {adapter}: choose another name")


def unknown_writes(where: str, came: str) -> ValueError:
    return ValueError(f"{where}: {shown(came)} is no way of writing, expected assign or in_place")


def unknown_tensors(where: str, came: str) -> ValueError:
    return ValueError(f"{where}: {shown(came)} is no behavior of tensors, expected plain or array")


def not_there(function: str, backend: str) -> NotImplementedError:
    return NotImplementedError(f"{function}: the backend {backend!r} has no such function")


def not_installed(name: str, install: str) -> ImportError:
    message = f"the backend {name!r} needs a package that is not installed: {install}"
    return ImportError(message)


def not_a_dtype(function: str, came: object, known: Iterable[str]) -> TypeError:
    return TypeError(
        f"{function}: dtype is {shown(came)}, expected one of {', '.join(known)}, or a native dtype of the backend"
    )


def dtype_not_here(function: str, dtype: object, backend: str) -> TypeError:
    return TypeError(
        f"{function}: dtype is {cut(dtype)}, which {backend} does not have: choose another dtype or backend"
    )


def wrong_kind(function: str, came: object, expected: str) -> TypeError:
    return TypeError(
        f"{function}: dtype is {cut(came)}, expected {expected}: ask another function, or convert with astype"
    )


def loses_imaginary_part(function: str, parameter: str, came: object, wanted: object) -> TypeError:
    message = (
        f"{function}: {parameter} has dtype {came}, expected a real one for {wanted}, which cannot hold an imaginary "
        f"part: take real({parameter}) or abs({parameter}) first"
    )
    return TypeError(message)


def not_a_device(came: object) -> ValueError:
    message = (
        f"{shown(came)} is no device, expected a Device or a string such as 'cpu', 'gpu', 'gpu:1', 'cuda:1', 'mps', "
        f"'tpu', 'meta', '/GPU:1' or '/job:localhost/replica:0/task:0/device:GPU:1'"
    )
    return ValueError(message)


def no_address(function: str, parameter: str, reason: str) -> NotImplementedError:
    return NotImplementedError(f"{function}: the address of {parameter} is not known: {reason}")


def no_dry_run(function: str, reason: str) -> NotImplementedError:
    return NotImplementedError(f"{function}: the call cannot be tried without writing: {reason}")


def dry_run_without_out(function: str) -> TypeError:
    return TypeError(f"{function}: out is None, expected what the call with these arguments is to write to: pass out=")


def dry_run_names_backend(function: str) -> TypeError:
    return TypeError(f"{function}: backend is named, but arguments and out say which it is: leave one out")


def in_variable(variable: str, error: ValueError) -> ValueError:
    """What is wrong with a text, with the variable of the environment that it came from."""
    return ValueError(f"{variable}: {error}")


def memory_not_known(function: str, device: object, reason: str) -> NotImplementedError:
    return NotImplementedError(f"{function}: the memory of {device} is not known: {reason}")


def missing_private_interface(tested: object, framework: str, version: str, name: str, without: str) -> str:
    return (
        f"{framework} {version} lacks {name}, which is private. Without it {without}. "
        f"Tested are {framework} {tested}: install one of these, or report it"
    )


def device_not_found(device: object, backend: str, existing: Iterable[object]) -> DeviceNotFoundError:
    there = ", ".join(str(device) for device in existing)
    advice = f"has {there}. Name one of these" if there else "finds none here: a GPU or its driver is missing"
    return DeviceNotFoundError(f"device {device} is not there: {backend} {advice}")


def shapes_apart(function: str, shapes: Mapping[str, object], expected: str) -> ValueError:
    came = ", ".join(f"{parameter} has shape {shape}" for parameter, shape in shapes.items())
    return ValueError(f"{function}: {came}, expected {expected}: reshape one of them")


def bad_index(function: str, came: str, expected: str) -> IndexError:
    return IndexError(f"{function}: the index has {came}, expected {expected}")


def index_out_of_range(function: str, index: int, axis: int, size: int) -> IndexError:
    return IndexError(f"{function}: index {index} is out of range for axis {axis}, which has {size} elements")


def sizes_unknown(function: str, shape: object) -> ValueError:
    expected = "known sizes for an index with arrays of integers or a negative step"
    return ValueError(f"{function}: x has shape {shape}, expected {expected}: declare the variable with its shape")


def weights_shape(function: str, came: object, shape: object, along: object) -> ValueError:
    expected = f"that of x, {shape}, or of the axes averaged over, {along}"
    return ValueError(f"{function}: weights has shape {came}, expected {expected}: reshape it")


def two_devices(function: str, devices: Iterable[object]) -> DeviceMismatchError:
    there = " and ".join(sorted(str(device) for device in devices))
    return DeviceMismatchError(f"{function}: the arrays live on {there}, expected one device: move them with to_device")


def out_shape(function: str, out: str, came: Any, expected: Any) -> ValueError:
    message = (
        f"{function}: {out} has shape {came}, the result has shape {expected}: allocate it with "
        f"empty({expected}, ...), or slice it to that shape"
    )
    return ValueError(message)


def out_dtype(function: str, out: str, came: object, result: object) -> TypeError:
    message = (
        f"{function}: {out} has dtype {cut(came)}, which cannot hold the result's dtype {cut(result)} (rule "
        f"'same_kind'): allocate it with dtype={cut(result)}, or convert the inputs with astype"
    )
    return TypeError(message)


def out_no_dtype(function: str, out: str, came: object) -> TypeError:
    message = (
        f"{function}: {out} has dtype {cut(came)}, expected one of the array API standard: allocate it with dtype=..."
    )
    return TypeError(message)


def out_device(function: str, out: str, came: object, expected: object) -> DeviceMismatchError:
    message = f"{function}: {out} lives on {came}, the result on {expected}: allocate it with device='{expected}'"
    return DeviceMismatchError(message)


def out_not_writable(function: str, out: str, reason: str) -> Exception:
    """ValueError for memory that is locked, in the words of the backend: `reason` says what it is and what to do."""
    return ValueError(f"{function}: {out} cannot be written to: {reason}")


def out_gradient(function: str, out: str, remedy: str) -> GradientError:
    message = f"{function}: writing the result into {out} would cut the gradient: {remedy}, or call it without out="
    return GradientError(message)


def out_entries(function: str, came: object, expected: str) -> TypeError:
    return TypeError(f"{function}: out is {came}, expected {expected}, with an array or None for each result")


def out_twice(function: str, first: str, second: str) -> ValueError:
    return ValueError(
        f"{function}: {first} and {second} share memory, expected separate arrays: allocate one for each result"
    )


def not_compiled(function: str, reason: object) -> CompileWarning:
    return CompileWarning(f"{function} is computed call by call, not as one program: {reason}")


def einsum_operands(function: str, subscripts: str, expected: int, came: int) -> ValueError:
    return ValueError(f"{function}: subscripts {shown(subscripts)} name {expected} operands, got {came}")


def einsum_axes(function: str, labels: str, shape: tuple[int, ...]) -> ValueError:
    return ValueError(f"{function}: {shown(labels)} names the axes of an operand of shape {shape}, expected one each")


def einsum_result(function: str, subscripts: str) -> ValueError:
    expected = "labels after -> that operands have, each once"
    return ValueError(f"{function}: subscripts are {shown(subscripts)}, expected {expected}")
