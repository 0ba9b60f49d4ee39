"""The wording of errors about single arguments: their value, shape, dtype or axis, whatever the function.

As in errors.py: the function, the parameter, what came, what was expected and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable

from .errors import AxisError, cut, shown


def no_axis(function: str, parameter: str, came: object, rank: int) -> Exception:
    expected = f"one from {-rank} to {rank - 1}" if rank else "an array that has axes"
    return AxisError(f"{function}: {parameter} is {shown(came)}, expected {expected}, for the array has {rank} axes")


def axis_named_twice(function: str, parameter: str, came: object) -> ValueError:
    return ValueError(f"{function}: {parameter} is {shown(came)}, which names an axis twice: name each once")


def too_few_axes(function: str, shape: object, expected: int) -> ValueError:
    return ValueError(f"{function}: x has shape {shape}, expected {expected} axes or more: add some with expand_dims")


def not_nested_alike(function: str, came: str) -> ValueError:
    return ValueError(f"{function}: arrays holds {came}, expected lists of arrays, all of one depth")


def no_sections(function: str, came: int) -> ValueError:
    return wrong_value(function, "indices_or_sections", came, "a number of parts from 1, or a list of positions")


def not_divisible(function: str, size: int, count: int, axis: int) -> ValueError:
    return ValueError(
        f"{function}: axis {axis} has {size} elements, expected a multiple of {count}, for the parts are equal: "
        f"array_split makes parts that are not"
    )


def out_of_range(function: str, parameter: str, limits: str, error: type[Exception] = IndexError) -> Exception:
    return error(f"{function}: {parameter} holds a number that is out of range, expected {limits}")


def not_places(function: str, parameter: str, came: object) -> IndexError:
    return IndexError(f"{function}: {parameter} holds numbers of {came}, expected integers or booleans: use astype")


def bad_seed(function: str, seed: object, kind: type[Exception]) -> Exception:
    expected = "None, a non-negative integer, a sequence of these, or a generator"
    return kind(f"{function}: seed is {shown(seed)}, expected {expected}")


def generator_of_another(function: str, came: object, expected: object) -> TypeError:
    return TypeError(
        f"{function}: seed is a generator of {came}, expected one of {expected}: name its own backend and stream"
    )


def unknown_choice(function: str, parameter: str, came: object, known: Iterable[str]) -> ValueError:
    return ValueError(f"{function}: {parameter} is {shown(came)}, expected one of {', '.join(known)}")


def bad_parameter(function: str, parameter: str, came: object, expected: str) -> ValueError:
    return ValueError(f"{function}: {parameter} is {came}, expected {expected}: choose other numbers")


def bad_size(function: str, came: object, kind: type[Exception]) -> Exception:
    return kind(f"{function}: size is {shown(came)}, expected a non-negative integer, a tuple of these, or None")


def size_apart(function: str, size: object, shape: object, named: str) -> ValueError:
    return ValueError(
        f"{function}: {named} is {size}, and the parameters broadcast to shape {shape}, expected parameters that "
        f"broadcast to it: choose another size, or reshape them"
    )


def host_in_graph(function: str) -> RuntimeError:
    return RuntimeError(
        f"{function}: the portable stream is drawn when a tf.function is traced, and would be the same in each call of "
        f"it, expected a native stream: make it with stream='native', or draw outside and pass the numbers"
    )


def state_of_another(function: str, came: object, expected: object) -> ValueError:
    return ValueError(
        f"{function}: the state is {shown(came)}, expected one of {expected}: take it of a generator of that kind"
    )


def sizes_unknown_to(function: str, shape: object) -> ValueError:
    return ValueError(f"{function}: x has shape {shape}, expected known sizes: give the tf.function an input_signature")


def axis_not_there(function: str, axis: int, rank: int) -> AxisError:
    return AxisError(f"{function}: axis is {axis}, expected one of an array of {rank} axes")


def wrong_value(function: str, parameter: str, came: object, expected: str) -> ValueError:
    return ValueError(f"{function}: {parameter} is {shown(came)}, expected {expected}")


def wrong_values(function: str, parameter: str, came: str, expected: str) -> ValueError:
    """Of what the elements of an array are."""
    return ValueError(f"{function}: {parameter} holds {came}, expected {expected}")


def wrong_shape(function: str, parameter: str, shape: object, expected: str) -> ValueError:
    return ValueError(f"{function}: {parameter} has shape {shape}, expected {expected}: reshape it")


def wrong_dtype(function: str, parameter: str, came: object, expected: str) -> TypeError:
    return TypeError(f"{function}: {parameter} has dtype {cut(came)}, expected {expected}: convert it with astype")


def axis_twice(function: str, axis: object) -> ValueError:
    return ValueError(f"{function}: axis is {shown(axis)}, expected each axis once")


def needs_package(function: str, package: str, install: str) -> ImportError:
    return ImportError(f"{function}: on this backend it is computed by {package}, which is not installed: {install}")


def rule_beside_weights(function: str, rule: str) -> TypeError:
    return TypeError(
        f"{function}: bins is {shown(rule)}, expected a number of bins or their edges, for there are weights"
    )


def not_honoured(function: str, parameter: str, came: object) -> TypeError:
    return TypeError(f"{function}: {parameter} is {shown(came)}, which is not supported here: leave it out")


def needs_initial(function: str) -> ValueError:
    return ValueError(f"{function}: where leaves nothing to choose from in some places: give initial, too")


def not_in_namespace(namespace: str, name: str, instead: str) -> AttributeError:
    return AttributeError(f"{namespace} has no {name!r}: {instead}")


def wrong_type(function: str, parameter: str, came: str, expected: str) -> TypeError:
    return TypeError(f"{function}: {parameter} is {came}, expected {expected}")


def not_cast(function: str, parameter: str, came: object, wanted: object, casting: str) -> TypeError:
    return TypeError(
        f"{function}: {parameter} holds {came}, which is not cast to {wanted} by the rule {shown(casting)}"
    )


def no_method(function: str, there: Iterable[str]) -> TypeError:
    return TypeError(f"{function} is not supported, only {', '.join(there)}: write x[indices] = f(x[indices], b)")


# Of functions that are run block by block.


def block_too_large(function: str, budget: int, smallest: int, axes: int) -> ValueError:
    return ValueError(
        f"{function}: block_bytes is {budget}, and the smallest blocks, of one element along {axes} axes, have "
        f"{smallest} bytes: give more, or more axes if the function treats each element alone"
    )


def overlaps_shifted(function: str, parameter: str, out: str) -> ValueError:
    return ValueError(
        f"{function}: {parameter} shares memory with {out} in other places, and would be read after it is written, "
        f"expected an array apart from {out}, or {out} itself: write into another array"
    )


def axes_reduced(function: str, parameter: str, came: object, out: str, expected: object) -> ValueError:
    return ValueError(
        f"{function}: {parameter} has shape {came}, which has more axes than {out} of shape {expected}: keep the axes "
        f"that the function reduces as axes of length 1"
    )


def not_cut_alike(
    function: str, parameter: str, came: object, axis: int, out: str, expected: int, reduces: bool
) -> ValueError:
    instead = "reduce each block and combine the results" if reduces else "broadcast or slice it"
    sizes = "1" if expected == 1 else f"{expected} or 1"
    return ValueError(
        f"{function}: {parameter} has shape {came}, expected {sizes} elements along axis {axis}, where {out} is cut: "
        f"{instead}"
    )


def blocks_of_two_backends(function: str, first: tuple[str, str], second: tuple[str, str]) -> TypeError:
    (parameter1, backend1), (parameter2, backend2) = first, second
    return TypeError(
        f"{function}: {parameter1} is an array of {backend1} but {parameter2} is one of {backend2}, expected one "
        f"backend: name the one that computes, with backend={backend1!r} or {backend2!r}"
    )


def bar_needs_rich(function: str) -> ImportError:
    return ImportError(
        f"{function}: progress is True, which shows a bar of rich, which is not installed: pip install "
        f"'unified_arrays[tables]', or pass a function of two numbers, blocks done and all blocks"
    )
