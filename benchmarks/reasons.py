"""Why a call costs more than the framework's own: for every function whose ratio is above the aim of the means.

Most functions pay what `add` pays, whose parts docs/performance.md lists. What costs more has a row here; a test sees
to it that no function of the baseline is without a reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import aims
from .records import Record


@dataclass(frozen=True)
class Reason:
    """Why functions are slower on some backends; `out` None: with out= and without."""

    why: str
    functions: str
    backends: tuple[str, ...] = ("numpy", "torch", "tensorflow")
    out: bool | None = None


NUMPY, TORCH, TENSORFLOW = ("numpy",), ("torch",), ("tensorflow",)
_CREATION = "arange empty eye fft.fftfreq fft.rfftfreq full linspace ones zeros"

REASONS = (
    # -- who computes
    Reason(
        "almost all of both is tf.Variable",
        "empty empty_like full full_like ones ones_like zeros zeros_like",
        TENSORFLOW,
    ),
    Reason("no array says who computes: the selection is asked for", _CREATION, out=False),
    Reason("no array says where it is made: out is asked", _CREATION, out=True),
    Reason("its own returns the array as it is; ours asks whose it is", "asarray from_dlpack"),
    Reason("what the list holds is looked at one by one", "broadcast_arrays concat einsum meshgrid stack"),
    Reason("each argument may be the name of a dtype", "can_cast result_type"),
    Reason("a lookup of 0.1 us, and a function around it", "finfo iinfo"),
    # -- what the standard asks for
    Reason("an infinity by a number is mended, by four more kernels", "floor_divide", TORCH),
    Reason("the sign of a zero is mended", "remainder", NUMPY + TORCH),
    Reason("torch.sign of nan is 0: a comparison and a fill", "sign", TORCH),
    Reason("torch.trace adds in another order than sum: a diagonal and its sum", "linalg.trace", TORCH),
    Reason("a product of matrices: as exact, and without a temporary", "vecdot", TORCH + TENSORFLOW),
    Reason("PyTorch's own is lazy; ours has the values", "conj", TORCH),
    Reason("PyTorch copies, with a warning, what is not contiguous: that is asked", "searchsorted", TORCH),
    Reason("nan and infinity, with which LAPACK may not end, are looked for", "linalg.eigvals", TORCH),
    Reason("array_api_compat's function between, which names every option", "argsort sort", TORCH),
    Reason("TensorFlow returns nan where there is no factor: that is looked for", "linalg.cholesky", TENSORFLOW),
    Reason("TensorFlow passes over nan: that is looked for", "argmax argmin", TENSORFLOW),
    # -- what the contract asks for
    Reason("array_api_compat's own, in Python: bounds beyond the dtype's limits", "clip", NUMPY, out=True),
    Reason("all indices are looked at before one is written", "take take_along_axis", NUMPY + TORCH, out=True),
    Reason("powers that raise half-way are kept away from out", "pow", NUMPY, out=True),
    Reason(
        "wrong where an input overlaps out: the memory of each is asked for", "argmax argmin vecdot", NUMPY, out=True
    ),
    Reason("x2, and then x1 where the condition holds: no temporary", "where", NUMPY, out=True),
    Reason(
        "pieces of x into pieces of out: no temporary",
        "diff fft.fftshift fft.ifftshift repeat reshape roll tile",
        NUMPY + TORCH,
        out=True,
    ),
    Reason("of each of three arrays all is asked", "linalg.cross where", TORCH, out=True),
    Reason("computed, compared and copied", "isin prod", TORCH, out=True),
)

# What `add` pays, and with it whatever asks no more: a ratio up to that of add, about, or so many seconds.
_AS_ADD = {
    ("numpy", False): (1.6, 3e-7, "as add"),
    ("numpy", True): (2.5, 8e-7, "as add"),
    ("torch", False): (1.35, 8e-7, "as add"),
    ("torch", True): (2.9, 3.2e-6, "as add"),
    ("tensorflow", False): (1.4, 4e-6, "its own is the bare operation"),
    ("tensorflow", True): (0.7, 4e-6, "only the assignment can be shorter"),
}
# Transforms and linear algebra take microseconds themselves.
_WITH_OUT = {
    "numpy": "its options are looked up, each with its type",
    "torch": "PyTorch's out= is a copy of a temporary: so is ours, compared first",
}
_IN_THE_WORK = 1.1


def reason(record: Record) -> str:
    """Why the ratio of a function is above the aim; "" if it is not, or if nobody knows."""
    limit = aims.MEANS.get((record.backend, record.out))
    if limit is None or record.seconds is None or record.value <= limit:
        return ""
    for one in REASONS:
        if record.case in one.functions.split() and record.backend in one.backends and one.out in (None, record.out):
            return one.why
    if record.value <= limit * _IN_THE_WORK:
        return "lost in the work"
    ratio, seconds, why = _AS_ADD[record.backend, record.out]
    if record.value <= ratio or record.seconds * (1 - 1 / record.value) <= seconds:
        return why
    return _WITH_OUT.get(record.backend, "") if record.out and record.case.startswith(("fft.", "linalg.")) else ""


# On 1e5 elements: why a call takes more than what an expert writes, by the function and the backend.
_DOUBLES = "in float64, as NumPy has it; its own in float32"
_EDGES = (
    "each element is compared with the edges of its bin, as NumPy does: its own divides only, or has no exact edges"
)
_CHECKED = "all indices are looked at first; what is written beside it looks at none"
_ALL_FOUR = "the four results of NumPy, by a decomposition that finds the rank"
_ZEROS = "0 and infinity are kept apart, and a step of Newton's makes the root exact"
_PARTS = "of parts along each axis: its own takes floats of some shapes, in some modes"
_LARGE: dict[str, dict[str, str]] = {
    "angle": {
        "torch": "of -0.0 it is pi, as in NumPy: its own has 0",
        "tensorflow": "of -0.0 it is pi, as in NumPy: its own has 0",
    },
    "argwhere": {"tensorflow": "the comparison is ours as well, in both"},
    "average": {"torch": "three kernels in both: on 1e5 elements it is what calls cost"},
    "bincount": {
        "torch": "negative numbers are looked for, and weights are summed in float64, as in NumPy",
        "tensorflow": "negative numbers are looked for, and weights are summed in float64, as in NumPy",
    },
    "cbrt": {"torch": _ZEROS, "tensorflow": _ZEROS},
    "corrcoef": {"torch": _DOUBLES},
    "cov": {"torch": _DOUBLES},
    "deg2rad": {"torch": "a product, of any dtype"},
    "digitize": {
        "torch": "edges that fall are taken, too: both orders are computed",
        "tensorflow": "edges that fall are taken, too: both orders are computed",
    },
    "fmod": {"tensorflow": "its own has no gradient"},
    "gcd": {"torch": "the absolute values are computed first"},
    "gradient": {"torch": "by parts, for spacings and edges of all kinds"},
    "heaviside": {"torch": "NaN stays NaN, as in NumPy, and a gradient passes to x2: its own does neither"},
    "histogram": {"torch": _EDGES, "tensorflow": _EDGES},
    "i0": {"tensorflow": "of half the argument twice: its own is infinite too early"},
    "kron": {"torch": "by products of parts, of any number of axes"},
    "linalg.lstsq": {"numpy": "the rank is an array", "torch": _ALL_FOUR, "tensorflow": _ALL_FOUR},
    "linalg.norm": {"torch": "its options are looked up"},
    "logsumexp": {"torch": "the largest element is subtracted, where it is finite"},
    "modf": {"torch": "infinity has a part of 0, as in NumPy: its own has NaN"},
    "nanmax": {"tensorflow": "NaN of nothing but NaN, as in NumPy"},
    "nanmean": {"torch": "counted once more, so that a gradient passes"},
    "nanstd": {"torch": "NaN is left out twice, so that a gradient passes"},
    "nansum": {"torch": "a replacement and a sum, which have a gradient of any order"},
    "pad": {"torch": _PARTS, "tensorflow": _PARTS},
    "polyfit": {"numpy": "by the decomposition that all backends use", "torch": _DOUBLES},
    "ravel_multi_index": {"torch": _CHECKED, "tensorflow": _CHECKED},
    "sliding_window_view": {"torch": "its arguments are checked: 2 us", "numpy": "its arguments are checked: 4 us"},
    "top_k": {
        "numpy": "indices, too: what is written has values only",
        "tensorflow": "NaN is looked for, and elements that are equal, whose order is that of a stable sort",
    },
    "trapezoid": {"torch": "the sums of two parts: 30 us"},
    "unravel_index": {"tensorflow": _CHECKED},
    "vander": {"torch": _DOUBLES},
}


def of_large(record: Record) -> str:
    """Why a call on large arrays takes longer; "" if it does not, or if nobody knows."""
    function = record.text.partition("(")[0].removeprefix("ua.")
    return _LARGE.get(function, {}).get(record.backend, "") if record.value > 1.3 else ""
