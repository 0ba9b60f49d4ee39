"""Shapes, selecting and writing."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from typing import Any

from numpy.lib.array_utils import normalize_axis_index

import unified_arrays as ua

from ..._common import argument_errors
from ..._common.python_scalars import NUMBERS
from .. import _array_likes
from .._row import NO_VALUE
from .._rows import arranging
from .._table import Functions

__all__ = [
    "apply_along_axis",
    "apply_over_axes",
    "argsort",
    "bincount",
    "block",
    "broadcast",
    "copyto",
    "diagonal",
    "diff",
    "fill_diagonal",
    "ix_",
    "mask_indices",
    "moveaxis",
    "ndim",
    "pad",
    "permute_dims",
    "piecewise",
    "place",
    "put",
    "put_along_axis",
    "putmask",
    "ravel_multi_index",
    "roll",
    "rollaxis",
    "select",
    "shape",
    "size",
    "sort",
    "sort_complex",
    "squeeze",
    "take_along_axis",
    "transpose",
    "unravel_index",
    "where",
]
_of_rows = Functions(arranging.HIDDEN)
_where = _of_rows["where_of"]


def where(condition: Any, x: Any = NO_VALUE, y: Any = NO_VALUE, /) -> Any:
    """Elements of `x` where `condition` is true, else of `y`; without both, the indices where it is true."""
    if x is NO_VALUE and y is NO_VALUE:
        return ua.nonzero(_array_likes.array("where", condition))
    if x is NO_VALUE or y is NO_VALUE:
        raise argument_errors.wrong_value("where", "y", "missing", "both x and y, or neither of them")
    try:
        return _where(condition, x, y)
    except (TypeError, RuntimeError):
        condition = _array_likes.operands("where", condition, x, y)[0]
        if ua.isdtype(condition.dtype, "bool"):
            raise
        return _where(ua.not_equal(condition, 0), x, y)  # NumPy takes any condition


def sort(a: Any, axis: int | None = -1, kind: Any = None, order: Any = None, *, stable: Any = None) -> Any:
    """The elements sorted along an axis, or of the flattened array: always stable."""
    if axis is None:
        a, axis = ua.ravel(_array_likes.array("sort", a)), 0
    return _of_rows["sort_along"](a, axis, kind, order, stable=stable)


def argsort(a: Any, axis: int | None = -1, kind: Any = None, order: Any = None, *, stable: Any = None) -> Any:
    """The indices that sort along an axis, or the flattened array: always stable."""
    if axis is None:
        a, axis = ua.ravel(_array_likes.array("argsort", a)), 0
    return _of_rows["argsort_along"](a, axis, kind, order, stable=stable)


def transpose(a: Any, axes: Any = None) -> Any:
    """The array with its axes in another order; without `axes` in the reverse one."""
    a = _array_likes.array("transpose", a)
    rank = len(a.shape)
    axes = tuple(reversed(range(rank))) if axes is None else (axes,) if isinstance(axes, int) else tuple(axes)
    return ua.permute_dims(a, tuple(axis + rank if -rank <= axis < 0 else axis for axis in axes))


permute_dims = transpose


def squeeze(a: Any, axis: Any = None) -> Any:
    """The array without its axes of length 1, or without those named."""
    a = _array_likes.array("squeeze", a)
    if axis is None:
        axis = tuple(place for place, length in enumerate(a.shape) if length == 1)
    return ua.squeeze(a, axis)


def rollaxis(a: Any, axis: int, start: int = 0) -> Any:
    """The array with an axis moved to before the one at `start`."""
    a = _array_likes.array("rollaxis", a)
    rank = len(a.shape)
    if not -rank <= axis < rank:
        raise argument_errors.no_axis("rollaxis", "axis", axis, rank)
    if not -rank <= start <= rank:
        raise argument_errors.wrong_value("rollaxis", "start", start, f"a number from {-rank} to {rank}")
    axis, start = axis % rank, start + rank if start < 0 else start
    return ua.moveaxis(a, axis, start - 1 if axis < start else start)


def diagonal(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """The diagonals of the matrices along two axes."""
    a = _array_likes.array("diagonal", a)
    return ua.linalg.diagonal(ua.moveaxis(a, (axis1, axis2), (-2, -1)), offset=offset)


def block(arrays: Any) -> Any:
    """One array of nested lists of arrays."""
    leaves: list[Any] = []

    def collect(part: Any) -> None:
        if isinstance(part, list):
            for inner in part:
                collect(inner)
        else:
            leaves.append(part)

    if isinstance(arrays, tuple):
        raise argument_errors.wrong_type("block", "arrays", "a tuple", "lists of arrays")
    collect(arrays)
    taken = iter(_array_likes.arrays("block", *leaves))

    def rebuild(part: Any) -> Any:
        return [rebuild(inner) for inner in part] if isinstance(part, list) else next(taken)

    return ua.block(rebuild(arrays))


# The option that each mode of `pad` has.
_OF_MODE = {
    "constant": "constant_values", "linear_ramp": "end_values", "reflect": "reflect_type", "symmetric": "reflect_type",
    **dict.fromkeys(("maximum", "mean", "median", "minimum"), "stat_length"),
    **dict.fromkeys(("edge", "empty", "wrap"), ""),
}  # fmt: skip


def pad(array: Any, pad_width: Any, mode: Any = "constant", **options: Any) -> Any:
    """The array with more elements at the ends of its axes: ours takes NumPy's modes and their options."""
    if callable(mode):
        raise argument_errors.not_honoured("pad", "mode", mode)
    own = _OF_MODE.get(mode)
    for name, value in options.items():
        if own is not None and name != own:
            raise argument_errors.wrong_value("pad", name, value, f"no such option with mode={mode!r}")
    array = _array_likes.array("pad", array)
    return ua.pad(array, pad_width, mode=mode, **options)


def take_along_axis(arr: Any, indices: Any, axis: int | None = -1) -> Any:
    """The elements at `indices` along an axis, as `argsort` and its kin give them; None: of the flattened array."""
    if axis is None:
        arr, axis = ua.ravel(_array_likes.array("take_along_axis", arr)), 0
    return _of_rows["take_along_axis_of"](arr, indices, axis)


def put_along_axis(arr: Any, indices: Any, values: Any, axis: int | None) -> None:
    """Write `values` to the places of `arr` from which `take_along_axis` would take."""
    indices, values = _beside("put_along_axis", arr, indices, values)
    if axis is None:
        shape = tuple(arr.shape)
        places = ua.unravel_index(indices, shape)
        ua.at(arr)[places].set(values)
        return
    ua.put_along_axis(arr, indices, values, axis=axis)


def put(a: Any, ind: Any, v: Any, mode: str = "raise") -> None:
    """Write `v`, repeated as need be, to the places of the flattened array that `ind` names."""
    ind, v = _beside("put", a, ind, v)
    ind = ua.ravel(ind)
    size = math.prod(tuple(a.shape))
    if mode == "wrap":
        ind = ua.remainder(ind, size)
    elif mode == "clip":
        ind = ua.clip(ind, 0, size - 1)
    elif mode != "raise":
        raise argument_errors.unknown_choice("put", "mode", mode, ("raise", "wrap", "clip"))
    elif bool(ua.any(ua.greater_equal(ind, size))) or bool(ua.any(ua.less(ind, -size))):
        raise argument_errors.out_of_range("put", "ind", f"from {-size} to {size - 1}")
    ind = ua.where(ua.less(ind, 0), ua.add(ind, size), ind)
    if math.prod(tuple(ind.shape)):
        values = ua.resize(v, tuple(ind.shape)) if hasattr(v, "shape") else v
        ua.at(a)[ua.unravel_index(ind, tuple(a.shape)) if len(a.shape) != 1 else ind].set(values)


def place(arr: Any, mask: Any, vals: Any) -> None:
    """Write `vals`, one after the other, to the places where `mask` is true."""
    mask, vals = _beside("place", arr, mask, vals)
    ua.place(arr, mask, vals)


def putmask(a: Any, /, mask: Any, values: Any) -> None:
    """Write to the places where `mask` is true those of `values` at the same places."""
    mask, values = _beside("putmask", a, mask, values)
    ua.putmask(a, mask, values)


def fill_diagonal(a: Any, val: Any, wrap: bool = False) -> None:
    """Write `val` to the main diagonal."""
    (val,) = _beside("fill_diagonal", a, val)
    ua.fill_diagonal(a, val, wrap=wrap)


def copyto(dst: Any, src: Any, casting: str = "same_kind", where: Any = True) -> None:
    """Write `src` to `dst`, where a mask is true."""
    src, where = _beside("copyto", dst, src, where)
    if casting == "unsafe":
        src = ua.astype(ua.asarray(src), dst.dtype)
    elif casting != "same_kind":
        raise argument_errors.not_honoured("copyto", "casting", casting)
    if where is not True:
        src = ua.where(ua.astype(where, "bool"), src, dst)
    ua.copyto(dst, src)


def _beside(function: str, x: Any, *values: Any) -> list[Any]:
    """Values as arrays of the backend of `x`; numbers stay numbers."""
    return _array_likes.operands(function, x, *values, out=x)[1:]


def select(condlist: Sequence[Any], choicelist: Sequence[Any], default: Any = 0) -> Any:
    """Elements of the first choice whose condition is true, else of `default`."""
    if len(condlist) != len(choicelist) or not len(condlist):
        raise argument_errors.wrong_value("select", "condlist", len(condlist), "as many conditions as choices, and one")
    choices = list(choicelist)
    if type(default) in (float, complex):
        choices = [choice if type(choice) in NUMBERS else _in_floats(choice) for choice in choices]
    return _of_rows["select_of"](list(condlist), choices, default)


def _in_floats(x: Any) -> Any:
    return _array_likes.in_floats(_array_likes.array("select", x))


def piecewise(x: Any, condlist: Any, funclist: Sequence[Any], *args: Any, **kw: Any) -> Any:
    """What functions make of the elements where their conditions are true; one more function is for the others."""
    x = _array_likes.array("piecewise", x)
    if not isinstance(condlist, (list, tuple)) or (
        len(condlist) and not hasattr(condlist[0], "__len__") and len(x.shape)
    ):
        condlist = [condlist]
    conditions = _array_likes.arrays("piecewise", *condlist, out=x)
    given = [
        (lambda part, function=function: function(part, *args, **kw)) if callable(function) else function
        for function in funclist
    ]
    return ua.piecewise(x, [ua.astype(condition, "bool") for condition in conditions], given)


def apply_along_axis(func1d: Callable[..., Any], axis: int, arr: Any, *args: Any, **kwargs: Any) -> Any:
    """What a function makes of each vector along an axis."""
    arr = _array_likes.array("apply_along_axis", arr)

    def of_vector(vector: Any) -> Any:
        return _array_likes.arrays("apply_along_axis", func1d(vector, *args, **kwargs), out=arr)[0]

    return ua.apply_along_axis(of_vector, axis, arr)


def apply_over_axes(func: Callable[..., Any], a: Any, axes: Any) -> Any:
    """What a function of an array and an axis makes, called with one axis after the other."""
    return ua.apply_over_axes(func, _array_likes.array("apply_over_axes", a), axes)


def ix_(*args: Any) -> Any:
    """Vectors of indices as arrays that select a grid."""
    vectors = [_of_integers("ix_", x) for x in args]
    return ua.ix_(*(_array_likes.arrays("ix_", *vectors) if vectors else ()))


def _of_integers(function: str, x: Any) -> Any:
    """An array; an empty list is one of integers, and not of floats."""
    empty = isinstance(x, (list, tuple, range)) and not len(x)
    return ua.zeros((0,), dtype="int64") if empty else _array_likes.array(function, x)


def bincount(x: Any, /, weights: Any = None, minlength: int = 0) -> Any:
    """How often each integer from 0 on occurs, or the sums of the weights."""
    x, weights = _array_likes.arrays("bincount", _of_integers("bincount", x), weights)
    return ua.bincount(x, weights, minlength=minlength)


def unravel_index(indices: Any, shape: Any, order: str = "C") -> Any:
    """The coordinates of elements, of the places that they have in the flattened array."""
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    indices = _array_likes.array("unravel_index", indices) if not isinstance(indices, int) else indices
    found = ua.unravel_index(indices, shape[::-1] if _is_fortran("unravel_index", order) else shape)
    return found[::-1] if order == "F" else found


def ravel_multi_index(multi_index: Any, dims: Any, mode: Any = "raise", order: str = "C") -> Any:
    """The places of elements in the flattened array, of their coordinates."""
    dims = (dims,) if isinstance(dims, int) else tuple(dims)
    given = _array_likes.several("ravel_multi_index", "multi_index", multi_index)
    index = _array_likes.arrays("ravel_multi_index", *given)
    if _is_fortran("ravel_multi_index", order):
        index, dims, mode = index[::-1], dims[::-1], mode[::-1] if isinstance(mode, tuple) else mode
    return ua.ravel_multi_index(index, dims, mode=mode)


def _is_fortran(function: str, order: str) -> bool:
    if order not in ("C", "F"):
        raise argument_errors.unknown_choice(function, "order", order, ("C", "F"))
    return order == "F"


def sort_complex(a: Any) -> Any:
    """The elements as complex numbers, ordered by their real part and then by their imaginary part."""
    a = _array_likes.array("sort_complex", a)
    if ua.isdtype(a.dtype, "complex floating"):
        return ua.take_along_axis(a, ua.lexsort((ua.imag(a), ua.real(a))), axis=-1)
    is_small = any(ua.isdtype(a.dtype, name) for name in ("int8", "uint8", "int16", "uint16"))
    return ua.astype(ua.sort(a), "complex64" if is_small else "complex128")


class broadcast:  # as NumPy calls it
    """What arrays broadcast to."""

    def __init__(self, *args: Any) -> None:
        self.shape = tuple(ua.broadcast_shapes(*map(shape, args)))
        self.ndim = self.nd = len(self.shape)
        self.size = math.prod(int(length or 0) for length in self.shape)
        self.numiter = len(args)


def moveaxis(a: Any, source: Any, destination: Any) -> Any:
    """The array with axes moved to other places."""
    places = (tuple(one) if isinstance(one, Sequence) else one for one in (source, destination))
    return ua.moveaxis(_array_likes.array("moveaxis", a), *places)


def roll(a: Any, shift: Any, axis: Any = None) -> Any:
    """The elements moved along axes, those beyond the end to the front; shifts and axes broadcast."""
    a = _array_likes.array("roll", a)
    shifts, axes = ([one] if not hasattr(one, "__len__") else list(one) for one in (shift, axis))
    if axis is None:
        size = max(math.prod(a.shape), 1)
        return ua.roll(a, sum(map(operator.index, shifts)) % size)
    axes = [normalize_axis_index(one, len(a.shape)) for one in axes]
    if 1 not in (len(shifts), len(axes)) and len(shifts) != len(axes):
        raise argument_errors.wrong_value("roll", "shift", shift, f"{len(axes)} numbers, one for each axis")
    pairs = zip(
        shifts * (len(axes) if len(shifts) == 1 else 1), axes * (len(shifts) if len(axes) == 1 else 1), strict=True
    )
    along: dict[int, int] = {}
    for number, one in pairs:  # an axis that is named twice is moved twice
        along[one] = (along.get(one, 0) + operator.index(number)) % max(a.shape[one], 1)
    return ua.roll(a, tuple(along.values()), axis=tuple(along)) if along else a


def mask_indices(n: int, mask_func: Callable[..., Any], k: Any = 0) -> Any:
    """The indices where `mask_func(ones, k)` of a square matrix is not zero."""
    return ua.nonzero(mask_func(ua.ones((n, n), dtype="int64"), k))


def shape(a: Any) -> tuple[int, ...]:
    """The lengths of the axes."""
    return tuple(a.shape if ua.is_array(a) else _array_likes.array("shape", a).shape)


def ndim(a: Any) -> int:
    """The number of axes."""
    return len(shape(a))


def size(a: Any, axis: Any = None) -> int:
    """The number of elements, in all or along axes."""
    lengths = shape(a)
    if axis is None:
        return math.prod(lengths)
    return math.prod(lengths[place] for place in ((axis,) if isinstance(axis, int) else axis))


def diff(a: Any, n: int = 1, axis: int = -1, prepend: Any = NO_VALUE, append: Any = NO_VALUE) -> Any:
    """Differences of neighbours along an axis, `n` times."""
    a = _array_likes.array("diff", a)
    ends: list[Any] = []
    for end in (prepend, append):
        if end is NO_VALUE:
            ends.append(None)
            continue
        (end,) = _array_likes.arrays("diff", end, out=a)
        if not len(end.shape):
            lengths = list(a.shape)
            lengths[normalize_axis_index(axis, len(lengths))] = 1
            end = ua.broadcast_to(end, tuple(lengths))
        ends.append(end)
    return _of_rows["diff_of"](a, n, axis, *ends)
