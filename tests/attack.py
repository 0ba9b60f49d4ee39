"""How an attack on out= is run, judged and counted. The attacks are in tests/attacks/.

An attack is a test that takes the fixtures `attack` and `backend`. It hands `attack.run` a function that draws one case
with hypothesis and makes it with `attack.call` (a function of unified_arrays), or with `attack.judge` (anything else):

    def test_out_is_the_input(attack: Attack, backend: str) -> None:
        any_row = rows()

        def case(data: st.DataObject) -> None:
            row = data.draw(any_row, "row")
            ...
            attack.call(row.function, arguments, row.options, out)

        attack.run(case)

The oracle is compute-then-copy: the same call without out=, on copies of the arguments, copied into fresh memory of
the dtype of out. A case ends in one of four ways, which the table at the end of the run counts:

- right: out holds the oracle's values, was returned, and no other byte of its memory or of an input changed;
- raised as promised: TypeError, ValueError, IndexError, GradientError, or what the call without out= raises, and
  every bit of out and of the inputs is what it was;
- lost: an exception, and some bit changed;
- wrong: everything else, a refusal of what the contract accepts included.

Lost and wrong fail the test with the case that hypothesis has made as small as it can.
"""

from __future__ import annotations

import importlib
import time
import warnings
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st

import unified_arrays as ua
from frameworks import (
    cast_like,
    copied,
    dtype_name,
    function_of,
    is_array,
    is_slice,
    kept,
    kind_of,
    leaves,
    may_cast,
    memory_of,
    put_back,
    reread,
    shape_of,
    shares_memory,
    values,
)
from unified_arrays._common.spec import SPECS
from unified_arrays.testing._inputs import ONE_RESULT, Row

from support import assert_same

Thing = TypeVar("Thing")

VERDICTS = ("right", "raised", "wrong", "lost")
PROMISED = (TypeError, ValueError, IndexError, ua.GradientError)
EXAMPLES = 30  # of each attack on each backend, when no --minutes are given


class Wrong(AssertionError):
    """A result that is not compute-then-copy's, bytes around out that changed, or an outcome that is not promised."""


class Lost(AssertionError):
    """A call that raised, and changed some bit."""


class Attack:
    """One attack on one backend: runs its cases, judges them, counts."""

    def __init__(self, name: str, backend: str, seconds: float | None = None) -> None:
        self.name = name
        self.backend = backend
        self.seconds = seconds  # None: a fixed number of fixed cases
        self.counts: Counter[str] = Counter()

    # -- running -----------------------------------------------------------------------------------------------------

    def run(self, case: Callable[[st.DataObject], None], *, examples: int = EXAMPLES) -> None:
        """Make cases: always the same half of them, or new ones until this attack's share of --minutes is over."""
        start = zlib.crc32(f"{self.name} {self.backend}".encode())
        if self.seconds is None:
            self._series(case, start, max(examples // 2, 10))
        else:
            self._for_its_time(case, examples, self.seconds)
        assert self.counts["right"], "an attack that never came through proves nothing"

    def _for_its_time(self, case: Callable[[st.DataObject], None], examples: int, seconds: float) -> None:
        end = time.monotonic() + seconds
        start, size = time.time_ns() % 2**32, examples
        while True:
            began = time.monotonic()
            self._series(case, start, size)
            ended = time.monotonic()
            left = end - ended
            if left <= 0:
                return
            pace = size / max(ended - began, 1e-3)  # cases a second
            start, size = start + 1, max(1, min(2000, int(pace * min(left, 20.0))))

    def _series(self, case: Callable[[st.DataObject], None], start: int, examples: int) -> None:
        @seed(start)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        @given(data=st.data())
        def one(data: st.DataObject) -> None:
            with unwarned():
                case(data)

        try:
            one()
        except (Wrong, Lost) as fault:
            self._count_fault(fault)
            raise
        except BaseExceptionGroup as several:
            for fault in several.exceptions:
                self._count_fault(fault)
            raise

    def every(self, cases: Iterable[Thing], make: Callable[[Thing], None]) -> None:
        """Make each of some cases once: for what can be counted out."""
        for one in cases:
            try:
                with unwarned():
                    make(one)
            except (Wrong, Lost) as fault:
                self._count_fault(fault)
                fault.add_note(f"case: {one}")
                raise

    def _count_fault(self, fault: BaseException) -> None:
        # Once for each fault, not for each of hypothesis's steps on the way to the smallest case.
        if isinstance(fault, (Wrong, Lost)):
            self.counts["wrong" if isinstance(fault, Wrong) else "lost"] += 1

    # -- judging -----------------------------------------------------------------------------------------------------

    def call(
        self,
        function: str,
        arguments: Sequence[Any],
        options: dict[str, Any],
        out: Any,
        *,
        around: Iterable[Any] = (),
        namespace: Any = ua,
        **more: Any,
    ) -> str:
        """Judge one call of a function of unified_arrays by its name; inputs and out may share memory.

        The oracle decides by the arrays in every namespace: without out=, a fixed one looks at no argument.
        """
        plain, call = function_of(function), function_of(function, namespace)
        fresh = copied(list(arguments))
        several = SPECS[function].several
        return self.judge(
            lambda: plain(*fresh, **options),
            lambda: call(*arguments, **options, out=out),
            out if several else (out,),
            several=several,
            around=[*leaves(arguments), *around],
            about=function,
            **more,
        )

    def judge(
        self,
        plain: Callable[[], Any],
        write: Callable[[], Any],
        outs: Sequence[Any],
        *,
        several: bool = False,
        around: Iterable[Any] = (),
        accepts: bool | None = True,
        identity: bool = True,
        raises: tuple[type[BaseException], ...] = (),
        tolerance: float = 4.0,
        about: str = "the call",
    ) -> str:
        """Judge `write()`, which writes into `outs` (None: no out for that result) what `plain()` returns.

        plain: the oracle; must not share memory with outs. around: arrays whose bytes stay, except where they are out;
        the whole memory that an out is a view of is always looked at. accepts: whether the contract takes the memory of
        outs (shapes and dtypes are looked at here); None: right and refused are both right. identity: out is returned
        itself. raises: further types that are promised.
        Returns "right" or "raised", else raises Wrong or Lost.
        """
        given_outs = [one for one in outs if one is not None]
        watched = [*given_outs, *around]
        held = [kept(one) if accepts is not False and is_array(one) else None for one in given_outs]
        before = [memory_of(one) for one in watched]
        failure: BaseException | None = None
        try:
            results = plain()
        except Exception as error:
            failure = error
        problem: BaseException | None = None
        try:
            returned = write()
        except BaseException as error:
            if isinstance(error, (SystemExit, GeneratorExit)) or (
                isinstance(error, KeyboardInterrupt) and KeyboardInterrupt not in raises
            ):
                raise
            problem = error
        if problem is not None:
            if [memory_of(one) for one in watched] != before:
                message = f"{about} raised {shown(problem)} and changed its out or an input"
                raise Lost(message) from problem
            if not isinstance(problem, (*PROMISED, *raises, *([type(failure)] if failure else []))):
                fail(f"{about} raised {shown(problem)}, which is not promised", problem)
            if failure is None and accepts and not raises and self._legal(results, outs, several):
                fail(f"{about} raised {shown(problem)}, but the contract accepts this out", problem)
            return self._count("raised")
        if failure is not None:
            fail(f"{about} returned, but without out= it raises {shown(failure)}", failure)
        if not self._legal(results, outs, several):
            fail(f"{about} accepted an out of a wrong shape or dtype: {described(results)} into {described(outs)}")
        if accepts is False:
            fail(f"{about} accepted an out that is to be refused: {described(outs)}")
        wanted = list(results) if several else [results]
        came = list(returned) if several else [returned]
        for out, result, back in zip(outs, wanted, came, strict=True):
            if out is None:
                compare(back, result, tolerance, f"{about}: the result without an out")
                continue
            if identity and back is not out:
                fail(f"{about} did not return out, but {described(back)}")
            expected = cast_like(result, out)
            compare(back, expected, tolerance, f"{about}: what was returned", result)
            if is_slice(out):
                compare(reread(out), expected, tolerance, f"{about}: the variable of out", result)
            else:
                compare(out, expected, tolerance, f"{about}: out", result)
        for out, old in zip(given_outs, held, strict=True):
            put_back(out, old)
        if [memory_of(one) for one in watched] != before:
            fail(f"{about} changed bytes outside out")
        return self._count("right")

    def alike(
        self,
        expected: Callable[[], Any],
        actual: Callable[[], Any],
        *,
        mine: Sequence[Any] = (),
        theirs: Sequence[Any] = (),
        tolerance: float | None = None,
        precision: Any = None,
        messages: bool = True,
        about: str = "the call",
    ) -> str:
        """Judge that two ways of making one call cannot be told apart: results, errors, and what they leave behind.

        theirs, mine: the arrays that `expected` and `actual` may read, write to or return, in one order, in memory of
        their own. Every bit has to be the same, unless a `tolerance` says how far floating-point numbers may lie apart
        (in the dtype of `precision`, if it is coarser than theirs);
        errors are of one type, and unless `messages` is False of one message. Arrays of one framework are
        alike, whatever their class. Returns "right" or "raised", else raises Wrong or Lost.
        """
        came, wanted = outcome(actual), outcome(expected)
        for one, other in zip(mine, theirs, strict=True):
            if memory_of(one) != memory_of(other):
                if isinstance(came, Exception) and isinstance(wanted, Exception):
                    message = f"{about} raised {shown(came)} and left behind {described(one)} of other values"
                    raise Lost(message) from came
                if tolerance is None:
                    fail(f"{about} left behind {values(one)!r}, expected {values(other)!r}")
                compare(one, other, tolerance, f"{about}: what was left behind", precision)
        if isinstance(came, Exception) or isinstance(wanted, Exception):
            if type(came) is not type(wanted) or (messages and str(came) != str(wanted)):
                cause = came if isinstance(came, Exception) else None
                fail(f"{about}: {told(came)}, expected {told(wanted)}", cause)
            return self._count("raised")
        same_results(came, wanted, mine, theirs, tolerance, precision, about)
        return self._count("right")

    def _count(self, verdict: str) -> str:
        self.counts[verdict] += 1
        return verdict

    def _legal(self, results: Any, outs: Sequence[Any], several: bool) -> bool:
        """What docs/out.md says of shapes and dtypes (2, 3, 10)."""
        wanted = list(results) if several else [results]
        if len(wanted) != len(outs):
            return False
        return all(
            out is None or (tuple(result.shape) == shape_of(out) and may_cast(result, out))
            for result, out in zip(wanted, outs, strict=True)
        )


@contextmanager
def unwarned() -> Iterator[None]:
    """NumPy's warnings of floating-point events are no matter here: what is drawn divides by zero."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def fail(message: str, cause: BaseException | None = None) -> NoReturn:
    raise Wrong(message) from cause


def compare(actual: Any, expected: Any, tolerance: float, what: str, result: Any = None) -> None:
    """Wrong unless every bit is equal, or the values are as close as two kernels of the dtype of `result` may be."""
    one, other = values(actual), values(expected)
    if one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes():
        return
    name = dtype_name(expected if result is None else result)
    if name == "bfloat16":  # compared as float32, with eight bits of precision
        tolerance *= 2000
    elif one.dtype == other.dtype and one.dtype.kind in "fc" and np.dtype(name).kind in "fc":
        coarse = np.result_type(name, np.complex64) if one.dtype.kind == "c" else np.finfo(name).dtype
        tolerance *= 400 if name == "float16" and coarse.kind == "c" else 1  # there is no complex number of that size
        if coarse.itemsize < one.dtype.itemsize:
            one, other = one.astype(coarse), other.astype(coarse)
    try:
        assert_same(one, other, tolerance=tolerance)
    except AssertionError as error:
        fail(f"{what}: {one!r}, expected {other!r}: {error}")


def outcome(call: Callable[[], Any]) -> Any:
    """What a call returns, or the error that it raises."""
    try:
        return call()
    except Exception as error:
        return error


def told(came: Any) -> str:
    return shown(came) if isinstance(came, Exception) else f"returned {described(came)}"


def same_results(
    came: Any,
    wanted: Any,
    mine: Sequence[Any],
    theirs: Sequence[Any],
    tolerance: float | None,
    precision: Any,
    about: str,
) -> None:
    """Wrong unless two results are of one form, and their arrays of one type, dtype, shape, with the same values."""
    if type(came) is not type(wanted) and not (
        is_array(came) and is_array(wanted) and kind_of(came) == kind_of(wanted)
    ):
        fail(f"{about} returned a {type(came).__name__}, expected a {type(wanted).__name__}")
    if isinstance(wanted, (list, tuple)):
        if len(came) != len(wanted):
            fail(f"{about} returned {len(came)} results, expected {len(wanted)}")
        for one, other in zip(came, wanted, strict=True):
            same_results(one, other, mine, theirs, tolerance, precision, about)
        return
    if [one is came for one in mine] != [one is wanted for one in theirs]:
        fail(f"{about} returned another object: {described(came)}")
    if tolerance is None and [shares_memory(one, came) for one in mine] != [
        shares_memory(one, wanted) for one in theirs
    ]:
        fail(f"{about} returned {described(came)} in other memory")
    if not is_array(wanted):
        if repr(came) != repr(wanted):
            fail(f"{about} returned {came!r}, expected {wanted!r}")
        return
    if str(came.dtype) != str(wanted.dtype) or shape_of(came) != shape_of(wanted):
        fail(f"{about} returned {described(came)}, expected {described(wanted)}")
    if getattr(came, "requires_grad", None) != getattr(wanted, "requires_grad", None):
        fail(f"{about} returned {described(came)} with another gradient")
    if tolerance is not None:
        compare(came, wanted, tolerance, f"{about}: the result", precision)
    elif values(came).tobytes() != values(wanted).tobytes():
        fail(f"{about} returned {values(came)!r}, expected {values(wanted)!r}")


def shown(error: BaseException) -> str:
    return f"{type(error).__name__}: {str(error)[:300]}"


def described(x: Any) -> str:
    if isinstance(x, (list, tuple)):
        return f"({', '.join(map(described, x))})"
    return f"{getattr(x, 'dtype', type(x).__name__)}{list(getattr(x, 'shape', []))}"


# -- what attacks draw ------------------------------------------------------------------------------------------------


def rows(among: Sequence[Row] = ONE_RESULT) -> st.SearchStrategy[Row]:
    """A row of src/unified_arrays/testing/_inputs.py, in one of its dtypes."""

    # A closure and an index: what hypothesis gets as an argument or samples from, it prints for each case, in full.
    @st.composite
    def one(draw: st.DrawFn) -> Row:
        row = among[draw(st.integers(0, len(among) - 1))]
        dtype = draw(st.sampled_from((None, *row.also)))
        return row if dtype is None else row.in_dtype(dtype)

    return one()


class Choices:
    """Many small decisions from one draw: hypothesis takes its time over each draw, and shrinks bytes as well."""

    def __init__(self, data: st.DataObject, label: str = "choices", count: int = 48) -> None:
        self._all: bytes = data.draw(st.binary(min_size=count, max_size=count), label)
        self._bytes = iter(self._all)

    def start_again(self) -> None:
        """From now on the same decisions, to make the same arrays once more."""
        self._bytes = iter(self._all)

    def below(self, limit: int) -> int:
        """A number from 0 to limit - 1; 0, the simplest, when all is decided."""
        return next(self._bytes, 0) % limit

    def rarely(self, times: int) -> bool:
        """True once in so many times; False when as simple as can be."""
        return self.below(times) == times - 1

    def one_of(self, things: Sequence[Thing]) -> Thing:
        """One of them, the first when as simple as can be."""
        return things[self.below(len(things))]


def any_namespace(choose: Choices, backend: str) -> Any:
    """Where the function is called: it decides by the arrays, or is bound to their backend."""
    namespace = choose.one_of([ua, importlib.import_module(f"unified_arrays.{backend}")])
    note(f"called in {namespace.__name__}")
    return namespace


# -- the table --------------------------------------------------------------------------------------------------------


def table(reports: Iterable[pytest.TestReport]) -> list[str]:
    """attack x backend -> what its cases came to, from what the tests have recorded."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for report in reports:
        for name, value in report.user_properties if report.when == "call" else ():
            if name == "attack":
                attack, backend, found = value  # type: ignore[misc]
                counts.setdefault((attack, backend), Counter()).update(found)
    if not counts:
        return []
    heads = ("tried", "right", "raised as promised", "wrong", "lost")
    wide = max(len("all"), *(len(attack) for attack, _ in counts))
    lines = [f"{'attack':<{wide}}  {'backend':<10}  " + "  ".join(f"{head:>{max(9, len(head))}}" for head in heads)]
    everything: Counter[str] = Counter()
    for (attack, backend), found in sorted(counts.items()):
        lines.append(_line(attack, backend, found, wide, heads))
        everything.update(found)
    return [*lines, _line("all", "", everything, wide, heads)]


def _line(attack: str, backend: str, found: Counter[str], wide: int, heads: Sequence[str]) -> str:
    numbers = [sum(found.values()), *(found[verdict] for verdict in VERDICTS)]
    shown_numbers = "  ".join(f"{n:>{max(9, len(head))}}" for n, head in zip(numbers, heads, strict=True))
    return f"{attack:<{wide}}  {backend:<10}  {shown_numbers}"
