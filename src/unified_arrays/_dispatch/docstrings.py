"""The docstring of a function: what its declaration says, and what it has in common with others, written once.

They are made at the end of the package's import, so by joining texts: what follows from a signature is kept for all
functions that share it.
"""

from __future__ import annotations

import inspect
import sys

from .._common.spec import SPECS, Spec
from .examples import EXAMPLES
from .parameter_texts import OUT_OR_OUTS, OUTS, PARAMETERS, TYPES
from .related import RELATED

# family -> the type of the result; its shape and dtype
_RESULT = {
    "elementwise": (
        "array",
        "Of the shape that the inputs broadcast to, and the dtype that they promote to: bool for questions; a Python\n"
        "    number takes the dtype of the array.",
    ),
    "reduction": (
        "array",
        "Of the shape of `x` without the axes reduced (of length 1 with `keepdims`), and of its dtype unless the\n"
        "    summary says otherwise.",
    ),
    "creation": (
        "array",
        "Of the dtype asked for; of None that of the argument, or the backend's default (int64 for integers).",
    ),
    "matrix_product": (
        "array",
        "Of the axes that are not summed over, the others broadcast; of the dtype that the inputs promote to.",
    ),
    "array_function": ("array", "Of the dtype of the input; of several, what they promote to."),
    "view": ("array", "Without `out` possibly a view of `x`; of its dtype."),
    "one_or_several_arrays": ("array, or tuple of arrays", "Of the dtype of the input."),
    "several_arrays": ("tuple of arrays", "Of the dtype of the input; positions and counts are int64."),
    "inspection": ("object", "The answer."),
}
_ANSWERS = {  # of functions that inspect
    "broadcast_shapes": ("tuple of ints", "The shape; None is a length that is not known."),
    "can_cast": ("bool", "Whether it can be cast."),
    "finfo": ("object", "With the attributes that the summary names."),
    "iinfo": ("object", "With the attributes that the summary names."),
    "isdtype": ("bool", "Whether it is of that kind."),
    "iscomplexobj": ("bool", "Whether it is complex."),
    "isrealobj": ("bool", "Whether it is not."),
    "result_type": ("dtype", "A dtype of the backend, which equals the neutral one."),
}
# class -> when every function with out= raises it: for its inputs, and for out
_RAISES = {
    "TypeError": (
        "For what is no array, and for arrays of two backends.",
        "For an `out` whose dtype cannot hold the result.",
    ),
    "ValueError": (
        "For shapes that do not go together.",
        "For an `out` of another shape than the result, and for one that cannot be written to.",
    ),
    "DeviceMismatchError": ("For arrays of two devices.", "For an `out` on another device."),
    "GradientError": ("", "Where writing into `out` would cut a gradient."),
}
_USUAL = {name: "\n    ".join([name, *filter(None, texts)]) for name, texts in _RAISES.items()}
_ALL_RAISES = "\n".join(_USUAL.values())
_PARAMETERS, _RETURNS, _MAY_RAISE, _SEE_ALSO, _EXAMPLES = (
    f"\n\n{title}\n{'-' * len(title)}\n" for title in ("Parameters", "Returns", "Raises", "See Also", "Examples")
)
_COMPILER_DEDENTS = sys.version_info >= (3, 13)
_of_signature: dict[int, str] = {}  # identity of a signature, which specs keep -> its parameters
_summaries: dict[str, str] = {}  # name -> the beginning of the docstring


def document() -> None:
    """Give each function that is declared its docstring, when all are, since they name each other."""
    for spec in SPECS.values():
        vars(sys.modules[spec.stub.__module__])[spec.stub.__name__].__doc__ = docstring(spec)


def docstring(spec: Spec) -> str:
    """The stub's own docstring, completed to the sections that numpydoc knows."""
    own = (spec.stub.__doc__ or "").rstrip()
    text = own if _COMPILER_DEDENTS else own.replace("\n    ", "\n")
    text, _, example = text.partition(_EXAMPLES)
    text, _, raises = text.partition(_MAY_RAISE)
    text, _, returns = text.partition(_RETURNS)
    text, _, parameters = text.partition(_PARAMETERS)
    parts = [text, _PARAMETERS, _completed(spec, parameters) if parameters else _parameters(spec)]
    parts += [_RETURNS, _returned(spec, returns)]
    if spec.takes_out:
        parts += [_MAY_RAISE, _raised(raises)]
    elif raises:
        parts += [_MAY_RAISE, raises]
    parts += [_SEE_ALSO, "\n".join(f"{name} : {_summary(name)}" for name in RELATED[spec.name])]
    if not example and spec.name in EXAMPLES:
        call, printed = EXAMPLES[spec.name]
        example = f">>> import unified_arrays as ua\n>>> {call}\n{printed}"
    parts += [_EXAMPLES, example]
    return "".join(parts)


def _summary(name: str) -> str:
    """How a docstring begins, as a sentence."""
    found = _summaries.get(name)
    if found is None:
        paragraph = " ".join((SPECS[name].stub.__doc__ or "").partition("\n\n")[0].split())
        ends = [end for mark in (". ", ": ", "; ") if (end := paragraph.find(mark)) > 0]
        text = paragraph[: min(ends, default=None)].rstrip(".") + "."
        found = _summaries[name] = f"The value of {text}" if text[0].islower() else text  # sqrt(x1**2 + x2**2)
    return found


def _parameters(spec: Spec) -> str:
    """All parameters of a function whose declaration describes none."""
    names = spec.signature.parameters
    if any(f"{spec.name}:{name}" in PARAMETERS for name in names):
        return "\n".join(_entry(spec, name) for name in names)
    found = _of_signature.get(id(spec.signature))
    if found is None:
        found = _of_signature[id(spec.signature)] = "\n".join(_entry(spec, name) for name in names)
    return found


def _completed(spec: Spec, parameters: str) -> str:
    """What a declaration says of its parameters, with a sentence where it names the type only, and with out."""
    lines = parameters.split("\n")
    done = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        done.append(line)
        if not line.startswith(" ") and not following.startswith(" "):
            done.append(f"    {_sentence(spec, line.partition(' :')[0])}")
    if spec.takes_out:
        done.append(_entry(spec, "out"))
    return "\n".join(done)


def _entry(spec: Spec, name: str) -> str:
    """A parameter as numpydoc writes it."""
    parameter = spec.signature.parameters[name]
    kind = TYPES.get(parameter.annotation, parameter.annotation)
    if parameter.default is None:
        kind += ", optional"
    elif parameter.default is not inspect.Parameter.empty:
        kind += f", default: {parameter.default!r}"
    shown = f"*{name}" if parameter.kind is parameter.VAR_POSITIONAL else name
    return f"{shown} : {kind}\n    {_sentence(spec, shown)}"


def _sentence(spec: Spec, name: str) -> str:
    if name == "out" and spec.may_be_several:
        return OUTS if spec.several else OUT_OR_OUTS
    return PARAMETERS.get(f"{spec.name}:{name}") or PARAMETERS.get(name, "")


def _returned(spec: Spec, returns: str) -> str:
    """The result: as the declaration says it, or as those of its family are."""
    kind, text = _ANSWERS.get(spec.name) or _RESULT[spec.family]
    if not returns:
        return f"{kind}\n    {text}"
    return returns if "\n" in returns else f"{returns}\n    {text}"


def _raised(raises: str) -> str:
    """What a declaration says that its function raises, and what all functions with out= do."""
    if not raises:
        return _ALL_RAISES
    text = f"\n{raises}"
    for name, (_, of_out) in _RAISES.items():
        if f"\n{name}\n" in text:
            text = text.replace(f"\n{name}\n", f"\n{name}\n    {of_out}\n", 1)
        else:
            text += f"\n{_USUAL[name]}"
    return text[1:]
