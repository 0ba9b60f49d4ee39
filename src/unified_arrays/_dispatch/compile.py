"""@compile: a function of several calls as one program of the backend that its arguments belong to.

A program is made for a kind of call: which arguments are arrays, of which type, dtype, shape and device, which of them
are one array, and the values of all other arguments. Floats are no part of it where the backend can leave them open.
What cannot be one program is computed call by call, as it is written: the first time with a warning, from then on
without trying again. The decorator changes what a call costs, never what it does.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import partial, wraps
from typing import Any, TypeVar, overload

from .. import backends
from .._common import errors
from .._common.caches import BoundedTable, Locked, RecentTable
from .._common.framework_compilers import FoundTable, as_written
from .._common.trees import leaves
from ..backends import Backend, Invocation, NotCompiled, Program
from . import engines, selection

__all__ = ["compile"]

Function = TypeVar("Function", bound=Callable[..., Any])

LIMIT = 64  # programs of one function
VALUES = 8  # programs of one kind that differ in the floats that they were made for

_PROGRAMS = "__compiled_programs__"


@overload
def compile(function: Function, /, *, engine: str | None = None) -> Function: ...
@overload
def compile(*, engine: str | None = None) -> Callable[[Function], Function]: ...
def compile(function: Any = None, /, *, engine: str | None = None) -> Any:
    """`function` as one program, made anew for each kind of arrays that it is called with: a decorator.

    The arrays among the arguments, in tuples, lists and dicts too, decide which backend compiles: XLA on TensorFlow,
    `torch.compile` on PyTorch; on NumPy the function itself is called, or `engine` compiles. Without arrays the
    selected backend does. The result is that of the undecorated function, and what it writes with `out=` is in the same
    memory; on TensorFlow it fills the variables' own buffers, and nothing else is allocated for it.

    A function that cannot be compiled as a whole is computed call by call, with one `CompileWarning` that says why.
    Errors are those of the undecorated function. Python code in it runs only when a program is made: apart from the
    arguments it may depend only on what does not change. TypeError if `function` cannot be called.

    Parameters
    ----------
    function : callable
        Of arrays, and of anything that can be a key.
    engine : str, optional
        The backend whose compiler makes programs of calls on NumPy arrays, in the memory of these: "torch". Other
        arrays are compiled by their own backend.

    Returns
    -------
    callable
        With the same parameters and results; without `function`, a decorator.

    Raises
    ------
    TypeError
        If `function` cannot be called.
    ValueError
        If no backend is called as `engine` says.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> @ua.compile
    ... def chain(a, out):
    ...     ua.multiply(a, 2.0, out=out)
    ...     return ua.add(out, 1.0, out=out)
    >>> chain(ua.asarray([1.0, 2.0]), ua.empty(2))
    array([3., 5.])
    """
    engine = engines.checked(engine)
    if function is None:
        return partial(compile, engine=engine)
    if not callable(function):
        raise errors.not_a_function("compile", "function", type(function))
    programs = Programs(function, engine)

    @wraps(function)
    def call(*arguments: Any, **options: Any) -> Any:
        found = programs.invocation(arguments, options)
        return function(*arguments, **options) if found is None else programs.call(*found)

    setattr(call, _PROGRAMS, programs)
    return call


def kept(function: Callable[..., Any]) -> int:
    """How many programs are kept of a function that was decorated with compile: LIMIT at most."""
    programs: Programs = getattr(function, _PROGRAMS)
    return programs.kept()


_REFUSED = "refused"  # in the place of a program: there cannot be one


class _ByValue:
    """In the place of a program: there is one for each value of the floats."""

    made = 0


class Programs:
    """The programs of one function, by kind of call. A copy, or what is pickled, has the function and no programs."""

    def __init__(self, function: Callable[..., Any], engine: str | None = None) -> None:
        self._function = function
        self._engine = engine
        self._table = RecentTable(LIMIT)
        self._warned = BoundedTable()
        self._making = Locked()

    def __reduce__(self) -> tuple[Any, ...]:
        return Programs, (self._function, self._engine)

    def kept(self) -> int:
        return sum(isinstance(program, Program) for program in self._table.values())

    @as_written
    def invocation(
        self, arguments: tuple[Any, ...], options: dict[str, Any]
    ) -> tuple[Backend, Hashable, Invocation] | None:
        """The backend that can compile this call, the kind of the call, and the call; None: call the function."""
        backend = _backend_of(arguments, options)
        if backend is None or not (backend.compiles or self._engine):
            return None
        arrays: list[Any] = []
        numbers: list[Any] = []
        form = _form((arguments, options), backend, arrays, numbers)
        if not backend.may_compile(arrays):
            return None
        kinds = tuple([(type(array), array.dtype, backend.shape(array), array.device) for array in arrays])
        last = {id(array): i for i, array in enumerate(arrays)}
        alike = tuple([last[id(array)] for array in arrays])  # which of them are one
        kind = (backend.name, form, kinds, alike, selection.get_backend(), selection.selected_device())
        return backend, kind, Invocation(self._function, arguments, options, arrays, numbers)

    def call(self, backend: Backend, kind: Hashable, invocation: Invocation) -> Any:
        """What the program of that kind returns; if there cannot be one, what the function returns."""
        result, reason = NotImplemented, None
        try:
            if backend.compiles:
                result = self._computed(backend, kind, invocation)
            elif not self._is_refused(kind):
                result = self._computed_by_engine(backend, invocation)
        except NotCompiled as error:
            reason = str(error)
        if result is not NotImplemented:
            return result
        return _as_it_is(invocation) if reason is None else self._refused(kind, reason, invocation)

    def _computed(self, backend: Backend, kind: Hashable, invocation: Invocation) -> Any:
        """What the program of that kind returns; NotImplemented if it is known that there cannot be one."""
        program = self._program(backend, kind, invocation)
        return NotImplemented if program is None else program.run(invocation)

    def _is_refused(self, kind: Hashable) -> bool:
        try:
            return self._table.get(kind) is _REFUSED
        except TypeError:  # it cannot be hashed, which is said when a program is made
            return False

    def _computed_by_engine(self, backend: Backend, invocation: Invocation) -> Any:
        """The same of the engine's program, in the memory of the arrays of a backend that compiles none."""
        assert self._engine is not None
        lent = engines.lent(self._engine, backend, invocation.arguments, invocation.options)
        with selection.use_backend(self._engine), lent.computing():
            found = self.invocation(lent.arguments, lent.options)
            if found is None:
                raise NotCompiled(f"{self._engine} compiles no programs here and now")
            result = self._computed(*found)
            return result if result is NotImplemented else lent.returned(result)

    def _program(self, backend: Backend, kind: Hashable, invocation: Invocation) -> Program | None:
        """The program to run, made if need be; None if it is known that there cannot be one."""
        try:
            found = self._table.get(kind)
        except TypeError:
            raise NotCompiled("an argument, or what it holds, cannot be hashed") from None
        if isinstance(found, _ByValue):
            values = (kind, tuple(map(repr, invocation.numbers)))
            found = self._table.get(values) or self._make(backend, values, invocation, found)
        elif found is None:
            found = self._make(backend, kind, invocation, None)
        return None if found is _REFUSED else found

    def _make(self, backend: Backend, key: Hashable, invocation: Invocation, values: _ByValue | None) -> Any:
        """A new program, unless another thread has just made it. `values`: it is one of those with other floats."""
        with self._making.lock:
            found = self._table.get(key)
            if found is not None and not isinstance(found, _ByValue):
                return found
            if values is not None and values.made >= VALUES:
                message = f"the values of its floats are a part of the program, and there were more than {VALUES}"
                raise NotCompiled(f"{message}: pass 0-d arrays instead")
            program = backend.compiled(invocation)
            if program.by_value and values is None:
                values = self._table.keep(key, _ByValue())
                key = (key, tuple(map(repr, invocation.numbers)))
            if values is not None:
                values.made += 1
            return self._table.keep(key, program)

    def _refused(self, kind: Hashable, reason: str, invocation: Invocation) -> Any:
        """What the function returns, with a warning. If it raises, that is the news."""
        result = _as_it_is(invocation)
        with suppress(TypeError):  # of what cannot be hashed
            self._table.keep(kind, _REFUSED)
        if reason not in self._warned.ready:
            self._warned.keep(reason, True)
            name = getattr(self._function, "__qualname__", repr(self._function))
            warnings.warn(errors.not_compiled(name, reason), stacklevel=4)
        return result


def _as_it_is(invocation: Invocation) -> Any:
    return invocation.function(*invocation.arguments, **invocation.options)


def _backend_of(arguments: tuple[Any, ...], options: dict[str, Any]) -> Backend | None:
    """The backend of the arrays among the arguments; the selected one if there are none; None for a mix."""
    types = set(map(type, leaves((arguments, options), dicts=True)))
    found = {id(backend): backend for backend in map(_backends.__getitem__, types) if backend is not None}
    if len(found) > 1:
        return None  # the calls in the function say which argument does not belong
    return next(iter(found.values()), None) or selection.selected_backend()


def _backend_of_type(kind: type) -> Backend | None:
    """The backend whose arrays are of that type, or None; scalars such as numpy.float64 are numbers."""
    backend = backends.by_type(kind)
    is_array = backend is not None and issubclass(kind, backend.array_types)
    is_number = backend is not None and issubclass(kind, backend.scalar_types)
    return backend if is_array and not is_number else None


_backends = FoundTable(_backend_of_type)


def _form(argument: Any, backend: Backend, arrays: list[Any], numbers: list[Any]) -> Any:
    """`argument` with a mark for each array and each real number, which are appended to the lists."""
    kind = type(argument)
    if _backends[kind] is not backend and backends.is_real_number(argument):
        numbers.append(argument)
        return kind
    if isinstance(argument, backend.array_types):
        arrays.append(argument)
        return "an array"
    if isinstance(argument, (list, tuple)):
        return kind, tuple([_form(item, backend, arrays, numbers) for item in argument])
    if isinstance(argument, dict):
        return kind, tuple((name, _form(item, backend, arrays, numbers)) for name, item in argument.items())
    return kind, repr(argument) if isinstance(argument, (float, complex)) else argument  # -0.0 equals 0.0
