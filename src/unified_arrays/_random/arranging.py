"""Elements of arrays in random order, and random ones of them: what is drawn are positions."""

from __future__ import annotations

from math import prod
from typing import Any

from .. import backends
from .._common import argument_errors, errors
from .._common.dtypes import DType
from . import portable
from .arguments import integer, size_of
from .core import PORTABLE, Core
from .drawing import NON_NEGATIVE
from .integers import limits

POSITIONS = ("signed integer", "unsigned integer")


class Arranging(Core):
    """See `Generator`."""

    def permutation(self, x: Any, axis: int = 0, *, out: Any = None) -> Any:
        """The elements of an array in random order, or those of a range of integers.

        Parameters
        ----------
        x : int or array
            What is permuted; of an integer the integers below it.
        axis : int
            The axis along which slices are permuted, as wholes.
        out : array, optional
            Memory to write to, under the contract of out= (docs/out.md); it may be `x`.

        Returns
        -------
        array
            `out`, or a new one.
        """
        function, place = "permutation", self._place
        self._check_out(function, out)
        with self._source.on_device():
            if self._is_integer(x):
                count = self._count(function, "x", x)
                native, named = self._dtype_below(function, count, out)
                return self._deliver(
                    function, (count,), named, out, (), lambda memory: place.cast(self._order(count), native)
                )
            x = place.array(function, "x", x)
            axis = self._axis(function, x, axis)
            return self._rearranged(
                function, x, out, lambda: place.xp.take(x, self._order(self._length(function, x, axis)), axis=axis)
            )

    def permuted(self, x: Any, *, axis: int | None = None, out: Any = None) -> Any:
        """The elements of an array in random order, for each slice along an axis another one.

        Parameters
        ----------
        x : array
            What is permuted.
        axis : int, optional
            The axis along which elements move; without it they move everywhere.
        out : array, optional
            Memory to write to, under the contract of out= (docs/out.md); it may be `x`.

        Returns
        -------
        array
            `out`, or a new one.
        """
        function, place, xp = "permuted", self._place, self._place.xp
        self._check_out(function, out)
        with self._source.on_device():
            x = place.array(function, "x", x)
            shape = self._known_shape(function, x)
            if axis is None:
                return self._rearranged(
                    function,
                    x,
                    out,
                    lambda: xp.reshape(xp.take(xp.reshape(x, (-1,)), self._order(prod(shape)), axis=0), shape),
                )
            along = self._axis(function, x, axis)
            return self._rearranged(
                function,
                x,
                out,
                lambda: xp.take_along_axis(x, self._positions(self._source.permuted(shape, along)), axis=along),
            )

    def shuffle(self, x: Any, axis: int = 0) -> None:
        """Put the slices of an array along an axis into random order, in its own memory.

        Parameters
        ----------
        x : array
            Memory that can be written to, as an `out` is: on TensorFlow a variable, or a slice of one.
        axis : int
            The axis.
        """
        function, place = "shuffle", self._place
        self._check_out_called(function, "x", x)
        with self._source.on_device():
            along = self._axis(function, x, axis)
            count = self._length(function, x, along)
            self._rearranged(function, x, x, lambda: place.xp.take(x, self._order(count), axis=along))

    def choice(
        self,
        a: Any,
        size: Any = None,
        replace: bool = True,
        p: Any = None,
        axis: int = 0,
        shuffle: bool = True,
        *,
        out: Any = None,
    ) -> Any:
        """Random elements of an array, or of a range of integers.

        Parameters
        ----------
        a : int or array
            What is chosen from; of an integer the integers below it.
        size : int or tuple of ints, optional
            How many, as a shape, which takes the place of `axis`; without it one.
        replace : bool
            Whether an element may be chosen again.
        p : array, optional
            The probability of each element, which sum to 1; without it all have the same.
        axis : int
            The axis of `a` along which slices are chosen.
        shuffle : bool
            False: without `replace` NumPy may leave those chosen in order, which is quicker.
        out : array, optional
            Memory to write to, under the contract of out= (docs/out.md).

        Returns
        -------
        array
            `out`, or a new one.
        """
        function, place, xp = "choice", self._place, self._place.xp
        self._check_out(function, out)
        wanted = () if size is None else size_of(function, size)
        with self._source.on_device():
            array = None if self._is_integer(a) else place.array(function, "a", a)
            before: tuple[int, ...] = ()
            after: tuple[int, ...] = ()
            if array is None:
                count = self._count(function, "a", a)
                native, named = self._dtype_below(function, count, out)
            else:
                axis = self._axis(function, array, axis)
                shape = self._known_shape(function, array)
                before, count, after = shape[:axis], shape[axis], shape[axis + 1 :]
                native, named = array.dtype, self._dtype_of(function, "a", array)
            weights = None if p is None else self._probabilities(p, count)
            self._check_count(count, prod(wanted), replace, weights)

        def compute(memory: Any) -> Any:
            with self._source.on_device():
                positions = self._chosen(count, wanted, replace, weights, shuffle)
                if array is None:
                    return place.cast(positions, native)
                taken = xp.take(array, xp.reshape(positions, (-1,)), axis=axis)
                return xp.reshape(taken, (*before, *wanted, *after))

        given = () if array is None else (array,)
        return self._deliver(function, (*before, *wanted, *after), named, out, given, compute)

    def bytes(self, length: int) -> bytes:
        """Random bytes.

        Parameters
        ----------
        length : int
            How many.

        Returns
        -------
        bytes
            They are drawn where the generator draws, and brought to the host.
        """
        count = self._count("bytes", "length", length)
        with self._locked.lock, self._source.on_device():
            host = self._host.backend
            drawn = self._source.integers(0, 255, (count,), host.dtypes["uint8"])
            return bytes(portable.to_host("bytes", host, [drawn])[0])

    # -- positions -----------------------------------------------------------------------------------------------------

    def _positions(self, drawn: Any) -> Any:
        """Positions that were drawn, where the arrays are."""
        if self._stream != PORTABLE:
            return drawn
        place = self._place
        return portable.to_backend(place.backend, place.native_device, drawn, place.backend.dtypes["int64"])

    def _dtype_below(self, function: str, count: int, out: Any) -> tuple[Any, DType]:
        """The dtype of integers below `count`: that of an out that holds them, else int64."""
        native, named = self._place.dtype(function, None, out, "int64", POSITIONS)
        if count > limits(named.name)[1] + 1:
            raise errors.number_not_held(function, "the largest", count - 1, named.name, *limits(named.name))
        return native, named

    def _order(self, count: int) -> Any:
        return self._positions(self._source.permutation(count))

    def _chosen(self, count: int, shape: tuple[int, ...], replace: bool, p: Any, shuffle: bool) -> Any:
        own = self._source.own.get("choice")
        if own is not None:
            weights = None if p is None else portable.to_host("choice", self._place.backend, [p])[0]
            return self._positions(own(shape, count, replace=replace, p=weights, shuffle=shuffle))
        xp, source = self._place.xp, self._source
        dtypes = self._place.backend.dtypes
        if p is None:
            if replace:
                return source.integers(0, max(count - 1, 0), shape, dtypes["int64"])
            return xp.reshape(source.permutation(count)[: prod(shape)], shape)
        if replace:
            ends = xp.cumulative_sum(p)
            u = source.random((prod(shape),), dtypes["float64"])
            return xp.reshape(xp.astype(xp.searchsorted(ends / ends[-1], u, side="right"), dtypes["int64"]), shape)
        # Who comes first where each element comes at its own rate.
        times = source.standard_exponential((count,), dtypes["float64"]) / p
        return xp.reshape(xp.astype(xp.argsort(times)[: prod(shape)], dtypes["int64"]), shape)

    def _probabilities(self, p: Any, count: int) -> Any:
        """`p` as float64, checked."""
        place, xp = self._place, self._place.xp
        p = place.array("choice", "p", p)
        if place.backend.shape(p) != (count,):
            raise errors.shapes_apart("choice", {"p": place.backend.shape(p)}, f"({count},), as many as elements")
        p = place.cast(p, place.backend.dtypes["float64"])
        place.check_domain("choice", "p", p, NON_NEGATIVE)
        if place.is_known:
            total = float(xp.sum(p))
            if not abs(total - 1) <= 1e-6:
                raise argument_errors.bad_parameter("choice", "the sum of p", total, "1")
            p = p if total == 1 else p / total  # which NumPy asks for more exactly than float32 has it
        return p

    def _check_count(self, count: int, wanted: int, replace: bool, p: Any) -> None:
        """ValueError if there are not as many elements as are wanted."""
        if wanted and not count:
            raise argument_errors.bad_parameter("choice", "a", "empty", "at least one element")
        if replace:
            return
        place = self._place
        there = count if p is None or not place.is_known else int(place.xp.count_nonzero(p))
        if wanted > there:
            named = "elements" if p is None else "elements with a probability above 0"
            raise argument_errors.bad_parameter(
                "choice", "size", wanted, f"at most the {there} {named} without replace"
            )

    # -- arrays --------------------------------------------------------------------------------------------------------

    def _check_out_called(self, function: str, name: str, x: Any) -> None:
        try:
            self._check_out(function, x)
        except (TypeError, ValueError) as error:
            raise type(error)(str(error).replace(f"{function}: out ", f"{function}: {name} ", 1)) from None

    def _rearranged(self, function: str, x: Any, out: Any, compute: Any) -> Any:
        backend = self._place.backend
        named = self._dtype_of(function, "x", x)
        return self._deliver(function, backend.shape(x), named, out, (x,), lambda memory: compute())

    def _dtype_of(self, function: str, name: str, x: Any) -> DType:
        named = self._place.backend.dtype(x)
        if named is None:
            raise errors.out_no_dtype(function, name, x.dtype)
        return named

    def _is_integer(self, x: Any) -> bool:
        return isinstance(x, (int, float)) or backends.is_scalar(x)

    def _count(self, function: str, name: str, value: Any) -> int:
        count = integer(function, name, value)
        if count < 0:
            raise argument_errors.bad_parameter(function, name, count, "an integer that is not below 0")
        return count

    def _axis(self, function: str, x: Any, axis: Any) -> int:
        rank, along = len(self._known_shape(function, x)), integer(function, "axis", axis)
        if not -rank <= along < rank:
            raise argument_errors.axis_not_there(function, along, rank)
        return along % rank

    def _length(self, function: str, x: Any, axis: int) -> int:
        return self._known_shape(function, x)[axis]

    def _known_shape(self, function: str, x: Any) -> tuple[int, ...]:
        shape = self._place.backend.shape(x)
        if shape is None or None in shape:
            raise argument_errors.sizes_unknown_to(function, shape)
        return shape  # type: ignore[return-value]
