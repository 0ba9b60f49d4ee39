"""Shapes, joining, sorting, searching and sets."""

from __future__ import annotations

_JOIN = "out=None, *, dtype=None, casting='same_kind'"

ROWS = {
    f"concat(arrays, /, axis=0, {_JOIN})": "concat(arrays, axis=axis, out=out)",
    f"concatenate(arrays, /, axis=0, {_JOIN})": "concat(arrays, axis=axis, out=out)",
    f"stack(arrays, axis=0, {_JOIN})": "stack(arrays, axis=axis, out=out)",
    "hstack(tup, *, dtype=None, casting='same_kind')": "hstack(tup)",
    "vstack(tup, *, dtype=None, casting='same_kind')": "vstack(tup)",
    "row_stack(tup, *, dtype=None, casting='same_kind')": "vstack(tup)",
    "dstack(tup)": "dstack(tup)",
    "column_stack(tup)": "column_stack(tup)",
    "append(arr, values, axis=None)": "append(arr, values, axis=axis)",
    "array_split(ary, indices_or_sections, axis=0)": "array_split(ary, indices_or_sections, axis=axis)",
    "split(ary, indices_or_sections, axis=0)": "split(ary, indices_or_sections, axis=axis)",
    "hsplit(ary, indices_or_sections)": "hsplit(ary, indices_or_sections)",
    "vsplit(ary, indices_or_sections)": "vsplit(ary, indices_or_sections)",
    "dsplit(ary, indices_or_sections)": "dsplit(ary, indices_or_sections)",
    "unstack(x, /, *, axis=0)": "unstack(x, axis=axis)",
    "delete(arr, obj, axis=None)": "delete(arr, obj, axis=axis)",
    "insert(arr, obj, values, axis=None)": "insert(arr, obj, values, axis=axis)",
    "resize(a, new_shape)": "resize(a, new_shape)",
    "trim_zeros(filt, trim='fb', axis=None)": "trim_zeros(filt, trim, axis=axis)",
    "broadcast_to(array, shape, subok=False)": "broadcast_to(array, (shape,) if isinstance(shape, int) else shape)",
    "broadcast_arrays(*args, subok=False)": "broadcast_arrays(*args)",
    "expand_dims(a, axis)": "expand_dims(a, axis)",
    "flip(m, axis=None)": "flip(m, axis=axis)",
    "fliplr(m)": "fliplr(m)",
    "flipud(m)": "flipud(m)",
    "rot90(m, k=1, axes=(0, 1))": "rot90(m, k=k, axes=axes)",
    "swapaxes(a, axis1, axis2)": "swapaxes(a, axis1, axis2)",
    "matrix_transpose(x, /)": "matrix_transpose(x)",
    "ravel(a, order='C')": "ravel(a)",
    "reshape(a, /, shape, order='C', *, copy=None)": "reshape(a, shape, copy=copy)",
    "repeat(a, repeats, axis=None)": "repeat(a, repeats, axis=axis)",
    "tile(A, reps)": "tile(A, reps)",
    "ediff1d(ary, to_end=None, to_begin=None)": "ediff1d(ary, to_end=to_end, to_begin=to_begin)",
    # sorting and searching
    "partition(a, kth, axis=-1, kind='introselect', order=None)": "partition(a, kth, axis=axis)",
    "argpartition(a, kth, axis=-1, kind='introselect', order=None)": "argpartition(a, kth, axis=axis)",
    "lexsort(keys, axis=-1)": "lexsort(keys, axis=axis)",
    "searchsorted(a, v, side='left', sorter=None)": "searchsorted(a, v, side=side, sorter=sorter)",
    "nonzero(a)": "nonzero(a)",
    "flatnonzero(a)": "flatnonzero(a)",
    "argwhere(a)": "argwhere(a)",
    "extract(condition, arr)": "extract(condition, arr)",
    "compress(condition, a, axis=None, out=None)": "compress(condition, a, axis=axis, out=out)",
    "take(a, indices, axis=None, out=None, mode='raise')": "take(a, indices, axis=axis, out=out)",
    "choose(a, choices, out=None, mode='raise')": "choose(a, choices, mode=mode, out=out)",
    # sets
    "unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, equal_nan=True, "
    "sorted=True)":
    "unique(ar, return_index=return_index, return_inverse=return_inverse, return_counts=return_counts, axis=axis, "
    "equal_nan=equal_nan)",
    "unique_all(x)": "unique_all(x)",
    "unique_counts(x)": "unique_counts(x)",
    "unique_inverse(x)": "unique_inverse(x)",
    "unique_values(x)": "unique_values(x)",
    "union1d(ar1, ar2)": "union1d(ar1, ar2)",
    "intersect1d(ar1, ar2, assume_unique=False, return_indices=False)":
    "intersect1d(ar1, ar2, assume_unique=assume_unique, return_indices=return_indices)",
    "setdiff1d(ar1, ar2, assume_unique=False)": "setdiff1d(ar1, ar2, assume_unique=assume_unique)",
    "setxor1d(ar1, ar2, assume_unique=False)": "setxor1d(ar1, ar2, assume_unique=assume_unique)",
    "isin(element, test_elements, assume_unique=False, invert=False, *, kind=None)":
    "isin(element, test_elements, invert=invert)",
    "diag(v, k=0)": "diag(v, k=k)",
    "diagflat(v, k=0)": "diagflat(v, k=k)",
    "tril(m, k=0)": "tril(m, k=k)",
    "triu(m, k=0)": "triu(m, k=k)",
    "vander(x, N=None, increasing=False)": "vander(x, N, increasing=increasing)",
}  # fmt: skip

# Of numpy.lib.stride_tricks.
STRIDE_TRICKS = {
    "sliding_window_view(x, window_shape, axis=None, *, subok=False, writeable=False)":
    "sliding_window_view(x, window_shape, axis=axis)",
    "broadcast_to(array, shape, subok=False)": "broadcast_to(array, shape)",
    "broadcast_arrays(*args, subok=False)": "broadcast_arrays(*args)",
}  # fmt: skip

# Parts of functions that are more than one call of ours.
HIDDEN = {
    "where_of(condition, x, y, /)": "where(condition, x, y)",
    "sort_along(a, axis=-1, kind=None, order=None, *, stable=None)": "sort(a, axis=axis)",
    "argsort_along(a, axis=-1, kind=None, order=None, *, stable=None)": "argsort(a, axis=axis)",
    "diff_of(a, n, axis, prepend, append)": "diff(a, n=n, axis=axis, prepend=prepend, append=append)",
    "take_along_axis_of(arr, indices, axis)": "take_along_axis(arr, indices, axis=axis)",
    "select_of(condlist, choicelist, default)": "select(condlist, choicelist, default=default)",
}  # fmt: skip
