"""What the docstrings of a family have in common, written once: shape, dtype and device of the result, out, errors."""

from __future__ import annotations

from inspect import cleandoc

from .._common.spec import Spec

# family -> shape of the result; its dtype
_RESULT = {
    "elementwise": (
        "that of the inputs broadcast together",
        "what the inputs promote to, bool for questions; a Python number takes the dtype of the array",
    ),
    "reduction": (
        "that of `x` without the axes reduced (of length 1 with `keepdims`)",
        "as the summary says, else that of `x`",
    ),
    "creation": (
        "as asked for",
        "`dtype`; if None that of the argument, or the backend's default (int64 for integers)",
    ),
    "matrix_product": ("the axes that are not summed over; the others broadcast", "what the inputs promote to"),
    "array_function": ("as the summary says", "that of the input; of several, what they promote to"),
    "view": ("as the summary says; without out possibly a view of `x`", "that of `x`"),
    "one_or_several_arrays": ("as the summary says", "that of the input; of several, what they promote to"),
    "several_arrays": ("one for each result, as the summary says", "that of the input, int64 for positions and counts"),
}
_DEVICE = "that of the inputs, which must share one"
_NEW_DEVICE = "`device`; if None that of the argument, or the selected one (`use_device`)"
_OUT = (
    "out: an array to write the result into and to return: of exactly that shape, on that device, of a dtype that can\n"
    '    hold the result (rule "same_kind" of NumPy). It may overlap the inputs; if the call raises, it is untouched.'
)
_OUTS = (
    "out: a tuple with an array or None for each result, to write them into and to return; all are checked before any\n"
    "    is written. They may overlap the inputs but not each other."
)
_RAISES = (
    "Raises TypeError for what is no array, for arrays of two backends, and for an out whose dtype cannot hold the\n"
    "result; ValueError for shapes that do not go together, and for an out of another shape or that cannot be written\n"
    "to; DeviceMismatchError for two devices; GradientError where writing into out would cut a gradient."
)


def docstring(spec: Spec) -> str:
    """The stub's own docstring, and what its family adds."""
    own = cleandoc(spec.stub.__doc__ or "")
    if not spec.takes_out:
        return own
    shape, dtype = _RESULT[spec.family]
    device = _NEW_DEVICE if spec.device_parameters else _DEVICE
    result = f"Shape: {shape}.\ndtype: {dtype}.\nDevice: {device}."
    return "\n\n".join([own, result, _OUTS if spec.several else _OUT, _RAISES])
