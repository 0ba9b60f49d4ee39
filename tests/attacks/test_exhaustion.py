"""Promise 8 where memory runs out, and where NumPy raises for what it has computed."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import note
from hypothesis import strategies as st

from frameworks import function_of, in_dtype, leaves, memory_of, values
from unified_arrays.testing._inputs import LARGE, ONE_RESULT

from attack import Attack, Choices, Lost, Wrong, compare, rows
from fresh import fresh_python
from support import MEMORY, VALUE, arrays_of, bits

SIDES = (2**22, 2**23)  # a result of 256 TiB, more than a process can address


# TensorFlow waits ten seconds for memory, each time.
@pytest.mark.applies(where=lambda function, backend: backend != "tensorflow" or function == "multiply")
@pytest.mark.parametrize("function", ["multiply", "linalg.outer", "add", "matmul"])
def test_a_result_that_no_memory_holds(backend: str, function: str) -> None:
    column, row = (VALUE[backend](np.ones(side)) for side in SIDES)
    if function != "linalg.outer":
        column, row = column[:, None], row[None, :]
    out = MEMORY[backend](np.full((2, 2), 77.0))
    before = bits(out)
    with pytest.raises(Exception, match="(?i)alloc|oom|memory"):
        function_of(function)(column, row, out=out)
    assert bits(out) == before


PROGRAM = """
import resource, zlib
import numpy as np
import unified_arrays as ua

SIDE = 1024
size = SIDE * SIDE
values = np.linspace(-1.0, 1.0, size)
if "{backend}" == "numpy":
    make, raw = np.array, np.asarray
else:
    import torch
    torch.set_num_threads(1)
    make, raw = (lambda x: torch.from_numpy(np.array(x))), (lambda x: x.numpy())

x, y = make(values), make(values[::-1])
square, other = make(values.reshape(SIDE, SIDE)), make(values.reshape(SIDE, SIDE).T)
single, whole, fourier = make(np.zeros(size, "f4")), make(np.zeros(size, "i8")), make(np.zeros(size, "c16"))
calls = [
    ("shifted", x, lambda: ua.add(x[1:], x[:-1], out=x[1:])),
    ("cast", single, lambda: ua.add(x, y, out=single)),
    ("divided", single, lambda: ua.divide(x, y, out=single)),
    ("product", square, lambda: ua.matmul(square, other, out=square)),
    ("inverse", square, lambda: ua.linalg.inv(square, out=square)),
    ("transposed", square, lambda: ua.matrix_transpose(square, out=square)),
    ("sorted", x, lambda: ua.sort(x, out=x)),
    ("positions", whole, lambda: ua.argsort(x, out=whole)),
    ("turned", x, lambda: ua.flip(x, out=x)),
    ("rolled", x, lambda: ua.roll(x, 5, out=x)),
    ("joined", x, lambda: ua.concat([x[size // 2 :], x[: size // 2]], out=x)),
    ("chosen", x, lambda: ua.where(x > 0, x, y, out=x)),
    ("taken", x, lambda: ua.take(x, whole, axis=0, out=x)),
    ("different", x, lambda: ua.unique_values(x, out=x)),
    ("transformed", fourier, lambda: ua.fft.rfft(x, n=2 * size - 2, out=fourier)),
]
small = make(np.eye(2))
ua.add(small, small, out=small), ua.linalg.inv(small), ua.fft.rfft(small[0])
taken = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (taken + 2**21, -1))
for name, out, call in calls:
    before = zlib.crc32(memoryview(raw(out)).cast("B"))
    try:
        call()
    except Exception as error:
        same = zlib.crc32(memoryview(raw(out)).cast("B")) == before
        print(name, "raised and kept" if same else f"raised {{type(error).__name__}} and LOST")
    else:
        print(name, "returned")
"""


@pytest.mark.backends("numpy", "torch")  # TensorFlow (2.21) itself ends the process where its kernels find no memory
def test_no_memory_for_the_temporary(backend: str) -> None:
    pytest.importorskip("resource", reason="no way to limit a process's memory here")
    lines = fresh_python(PROGRAM.format(backend=backend))
    assert not [line for line in lines if "LOST" in line]
    assert sum(line.endswith("raised and kept") for line in lines) >= 10, lines


@pytest.mark.backends("numpy")
@pytest.mark.parametrize("way", ["errstate", "warnings"])
def test_floating_point_events(attack: Attack, backend: str, way: str) -> None:
    """The documented limit: NumPy raises when the work is done. out holds the old values or the result, whole."""
    any_row = rows([*ONE_RESULT, *LARGE])

    def case(data: st.DataObject) -> None:
        row = data.draw(any_row, "row")
        choose = Choices(data)
        arguments = arrays_of(backend, list(row.arguments))
        for one in leaves(arguments):
            if one.dtype.kind in "fc" and one.size:
                large = np.finfo(one.dtype).max / 4
                # NumPy's svd of an infinity (2.4.6) does not end.
                odd = [0.0, 1e3] if row.function.startswith("linalg.") else [0.0, 1e30, -large, np.inf]
                one.flat[choose.below(one.size)] = choose.one_of(odd)
        call = function_of(row.function)
        try:
            wanted = values(call(*arguments, **row.options))
        except Exception:  # of these values, for other reasons
            return
        dtype = choose.one_of([wanted.dtype.name, "float32", "float16", "complex64"])
        out = in_dtype(backend, np.full(wanted.shape, 7.0), dtype)
        if not np.can_cast(wanted.dtype, dtype, "same_kind"):
            return
        note(f"{row.function}(*{arguments}, **{row.options}), out: {dtype}")
        before, old = [memory_of(one) for one in leaves(arguments)], out.copy()
        try:
            with np.errstate(all="raise" if way == "errstate" else "warn"), warnings.catch_warnings():
                warnings.simplefilter("error")
                call(*arguments, **row.options, out=out)
        except (FloatingPointError, RuntimeWarning):
            attack.counts["raised"] += 1
            fault: type[AssertionError] = Lost
        else:
            attack.counts["right"] += 1
            fault = Wrong
        if [memory_of(one) for one in leaves(arguments)] != before:
            message = f"{row.function} changed an input"
            raise fault(message)
        if fault is Lost and out.tobytes() == old.tobytes():
            return
        try:
            compare(out, wanted.astype(dtype), 4.0, row.function, wanted)
        except Wrong as error:
            message = f"{row.function}: out holds neither the old values nor the result"
            raise fault(message) from error

    attack.run(case, examples=100)
