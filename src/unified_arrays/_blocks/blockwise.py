"""blockwise: a function with out= run on one block of its arrays after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._common.framework_compilers import as_written

__all__ = ["blockwise"]


@as_written
def blockwise(
    function: Callable[..., Any],
    /,
    *arrays: Any,
    out: Any,
    axes: int = 1,
    block_bytes: int = 2**24,
    backend: str | None = None,
    device: Any = None,
    progress: Any = None,
) -> Any:
    """Call `function(*blocks, out=block)` for one block of `arrays` and `out` after the other, and return `out`.

    For arrays that are larger than memory: a `numpy.memmap`, a zarr array, and all that is read and written by slices.
    No more than one block of each is in memory, besides what the function itself allocates for a block. Blocks are cut
    along the first of `axes` axes of out. An input is cut along those that it has, as broadcasting aligns them: axes of
    length 1 stay whole, and so do inputs with fewer axes. All other axes are whole in each block, so that with
    ``axes=1`` the function may sort rows, multiply them by a matrix, or sum them with ``keepdims=True``.

    The function writes into `out`, or returns its result, or both. It must not read what `out` held before: to update
    an array, pass it as an input, too. A reduction along an axis that is cut is not supported: reduce each block, and
    combine the results.

    All is checked before the function is called, but for its own result. The first block is computed apart from out:
    if the function raises there, nothing is written. If it raises later, a note of the error says which blocks are
    written.

    Parameters
    ----------
    function : callable
        Of as many arrays as there are inputs, and ``out=``, an array or a tuple of them.
    *arrays : arrays, stores and numbers
        Inputs. A store has shape, dtype and slices, as zarr arrays have.
    out : array, store, or tuple of these
        Written to. All have the same sizes along the axes that are cut.
    axes : int
        Along how many leading axes blocks may be cut; 0-d arrays have none. More than one is right for functions that
        treat each element alone.
    block_bytes : int
        The most bytes that the blocks of all arrays have together.
    backend : str, optional
        Where blocks are computed; None: by the backend of the arrays, and by NumPy for stores.
    device : device, optional
        Where blocks are computed; None: where the arrays are.
    progress : bool or callable, optional
        True shows a bar of rich. A function is called after each block with two numbers: blocks done, and all blocks.

    Returns
    -------
    array, store, or tuple of these
        `out`.

    Raises
    ------
    ValueError
        For shapes that do not go together, an `out` that is read-only or shares memory with an input in other places,
        and a `block_bytes` that the smallest block does not fit in; nothing is written then.
    TypeError
        For what is no array, arrays of two backends where `backend` names none, and dtypes that `out` cannot hold.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> def sum_of_squares(x, y, out):
    ...     ua.multiply(x, x, out=out)
    ...     return ua.add(out, ua.multiply(y, y), out=out)
    >>> ua.blockwise(sum_of_squares, ua.asarray([3.0, 5.0]), ua.asarray([4.0, 12.0]), out=ua.empty(2), block_bytes=24)
    array([ 25., 169.])
    """
    from .passes import run  # when first used: few programs have arrays larger than memory

    return run(function, arrays, out, axes, block_bytes, backend, device, progress)
