"""The list of warnings filters of a program is what its frameworks make of it: the library adds none and takes none."""

from __future__ import annotations

import pytest

from conftest import BACKENDS

from fresh import fresh_python

_SHOWN = """
import sys, warnings
def shown():
    return [(one[0], str(one[1]), one[2].__name__, str(one[3]), one[4]) for one in warnings.filters]
"""
_IMPORTED = _SHOWN + "import {framework}\nprint(shown())"
_USED = (
    _SHOWN
    + """
import unified_arrays as ua
with ua.use_backend("{backend}"):
    x = ua.ones((3, 3))
    ua.add(x, x, out=x)
    ua.sum(x, axis=0)
    ua.linalg.svd(x)
    ua.at(x)[0].add(1.0)
    ua.copyto(x, 2.0)
    ua.divide(x, x)
    with ua.memory.trace():
        ua.multiply(x, x)
    try:
        ua.add(x, x, out=ua.ones(2))
    except ValueError:
        pass
print(shown())
"""
)


def test_importing_the_library_is_importing_numpy() -> None:
    assert fresh_python(_IMPORTED.format(framework="unified_arrays")) == fresh_python(
        _IMPORTED.format(framework="numpy")
    )


def test_using_a_backend_is_importing_its_framework(backend: str) -> None:
    expected = fresh_python(_IMPORTED.format(framework=BACKENDS[backend]))
    assert fresh_python(_USED.format(backend=backend)) == expected


@pytest.mark.parametrize("rule", ["error", "ignore", "always"])
def test_a_filter_set_before_the_import_stays(rule: str) -> None:
    program = f"""
import warnings
import numpy
warnings.filterwarnings("{rule}", message="mine", category=UserWarning)
mine = warnings.filters[0]
import unified_arrays as ua
ua.add(numpy.ones(2), 1.0)
print(warnings.filters[0] == mine)
"""
    assert fresh_python(program) == ["True"]
