"""What the docstrings of all distributions say alike, written once: size, dtype, out, results, examples."""

from __future__ import annotations

from inspect import cleandoc
from typing import TypeVar

from .distributions import DISTRIBUTIONS, Distribution
from .examples import EXAMPLES

_Class = TypeVar("_Class", bound=type)

_PARAMETERS = "Parameters\n----------"
_OF_OUT = "The shape; without it that of `out`, else {}."
_DTYPES = {
    "counts": "An integer or real floating one; without it that of `out`, else int64.",
    "with parameters": (
        "A real floating one; without it that of `out`, else the default one, or a wider one of the parameters."
    ),
    "alone": "A real floating one; without it that of `out`, else the default one of the backend.",
}
_REST = """\
size : int or tuple of ints, optional
    {size}
dtype : dtype, optional
    {dtype}
out : array, optional
    Memory to write to, under the contract of out= (docs/out.md)."""
_SHOWN = """\
{own}

See Also
--------
unified_arrays.random.default_rng : Makes a generator.
numpy.random.Generator.{name} : NumPy's own.

Examples
--------
>>> import unified_arrays as ua
>>> rng = ua.random.default_rng(5, stream="portable")
{example}"""
_RETURNS = "Returns\n-------\narray\n    `out`, or a new one."


def completed(cls: _Class) -> _Class:
    """A class of distributions, whose docstrings describe what is their own, with the rest in each of them."""
    for name, method in vars(cls).items():
        own = cleandoc(method.__doc__ or "") if name in DISTRIBUTIONS else ""
        if own and _RETURNS not in own:
            method.__doc__ = _docstring(own, DISTRIBUTIONS[name])
    return cls


def with_example(name: str, docstring: str | None) -> str | None:
    """The docstring of a method, with where else to look and a call; None where Python keeps no docstrings."""
    return docstring and _SHOWN.format(own=cleandoc(docstring), name=name, example=EXAMPLES[name])


def _docstring(own: str, distribution: Distribution) -> str:
    kind = "counts" if distribution.counts else "with parameters" if distribution.parameters else "alone"
    size = _OF_OUT.format("the one that the parameters broadcast to" if distribution.parameters else "()")
    rest = _REST.format(size=size, dtype=_DTYPES[kind])
    parts = [own, rest] if _PARAMETERS in own else [own, "", _PARAMETERS, rest]
    return "\n".join([*parts, "", _RETURNS])
