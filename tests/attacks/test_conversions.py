"""Attacks on conversions: every pair of backends, every kind of array, against docs/conversions.md.

Right is: the values and the dtype of the source, memory that is shared or not as the page says, and no write that
reaches the source where it is not shared. Or the error that the page promises, with the function and its parameter.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

import unified_arrays as ua
from frameworks import dtype_name, kind_of, memory_of, values
from unified_arrays._common.dtypes import ALL

from attack import Attack, compare, fail
from fresh import fresh_python
from support import MEMORY, VALUE, is_of

BACKENDS = ("numpy", "torch", "tensorflow")
INSTALLED = [name for name in BACKENDS if importlib.util.find_spec(name) is not None]
DTYPES = [*ALL]
PAGE = Path(__file__).parents[2] / "docs" / "conversions.md"
COPIES = (None, True, False)

to_every_backend = pytest.mark.parametrize("target", BACKENDS)


@pytest.fixture(autouse=True)
def _target_is_installed(request: pytest.FixtureRequest) -> None:
    target = request.node.callspec.params.get("target") if hasattr(request.node, "callspec") else None
    if target is not None and target not in INSTALLED:
        pytest.skip(f"{target} is not installed")


def to_backend(x: Any, target: str, **options: Any) -> Any:
    return ua.to_backend(x, target, **options)


def from_dlpack(x: Any, target: str, **options: Any) -> Any:
    with ua.use_backend(target):
        return ua.from_dlpack(x, **options)


def asarray(x: Any, target: str, **options: Any) -> Any:
    return getattr(ua, target).asarray(x, **options)


WAYS: dict[str, Callable[..., Any]] = {"to_backend": to_backend, "from_dlpack": from_dlpack, "asarray": asarray}
every_way = pytest.mark.parametrize("way", WAYS)


def address(x: Any) -> int:
    """Where the first element lies, asked of the framework."""
    kind = kind_of(x)
    if kind == "torch":
        return int(x.data_ptr())
    if kind == "tensorflow":
        if dtype_name(x) == "bfloat16":
            return 0  # NumPy cannot tell, and nobody shares it
        x = np.asarray(x.value() if hasattr(x, "value") else x)
    return int(np.asarray(x).__array_interface__["data"][0])


def aligned(array: np.ndarray, offset: int = 0) -> np.ndarray:
    """A copy at an address that is `offset` past a multiple of 64."""
    memory = np.zeros(array.nbytes + 128, np.uint8)
    start = -memory.__array_interface__["data"][0] % 64 + offset
    place = memory[start : start + array.nbytes].view(array.dtype).reshape(array.shape)
    np.copyto(place, array)
    return place


def overwrite(x: Any, by: float = 1) -> None:
    """Another value for every element."""
    if kind_of(x) == "torch":
        x.detach().fill_(by)
    elif kind_of(x) == "numpy":
        x[...] = by
    else:
        x.assign(np.full(x.shape, by, x.dtype.as_numpy_dtype))


def is_writable(x: Any) -> bool:
    """Whether the framework lets anybody write to it."""
    if kind_of(x) == "numpy":
        return isinstance(x, np.ndarray) and x.flags.writeable
    return kind_of(x) == "torch" or hasattr(x, "assign_add")


# -- the table of the page --------------------------------------------------------------------------------------------


def page_rows() -> list[tuple[str, str, dict[bool | None, str]]]:
    rows = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] in BACKENDS:
            rows.append((cells[0], cells[1], dict(zip(COPIES, cells[2:], strict=True))))
    return rows


def test_the_page_names_every_pair() -> None:
    assert [(source, target) for source, target, _ in page_rows()] == [(a, b) for a in BACKENDS for b in BACKENDS]


def plain_sources(source: str) -> list[Any]:
    """Arrays as the table of the page is about: writable, dense, and at an address that everybody can use."""
    array = aligned(np.arange(1.0, 7.0).reshape(2, 3))
    if source == "numpy":
        return [array]
    if source == "torch":
        import torch

        return [torch.from_numpy(array)]
    import tensorflow as tf

    return [tf.constant(array), tf.Variable(array), MEMORY[source](array)]


@every_way
@pytest.mark.parametrize("row", page_rows(), ids=lambda row: f"{row[0]} to {row[1]}")
def test_the_page_is_right(row: tuple[str, str, dict[bool | None, str]], way: str) -> None:
    source, target, cells = row
    for name in (source, target):
        if name not in INSTALLED:
            pytest.skip(f"{name} is not installed")
    for copy, cell in cells.items():
        for x in plain_sources(source):
            before = memory_of(x)
            if cell == "ValueError":
                with pytest.raises(ValueError, match=f"^{way}: copy=False"):
                    WAYS[way](x, target, copy=copy)
                continue
            result = WAYS[way](x, target, copy=copy)
            assert is_of(target, result)
            found = cell
            if cell == "itself" and way == "from_dlpack" and hasattr(x, "assign_add"):
                found = "copied" if hasattr(x, "T") else "read-only"  # the value of a variable; an ArrayVariable has T
            if found == "itself":
                assert result is x
                continue
            if found == "copied":
                assert result is not x
            shares = found in ("shared", "read-only")
            adopted = source == target == "tensorflow"  # one buffer until one of the two is written to
            assert adopted or (address(result) == address(x)) is shares
            assert is_writable(result) is (found == "shared" and target != "tensorflow") or copy is True or not shares
            assert is_writable(result) or copy is not True
            if is_writable(result):
                overwrite(result)
                assert (memory_of(x) != before) is (found == "shared")
            if is_writable(x) and found == "copied":
                held = memory_of(result)
                overwrite(x, 9)
                assert memory_of(result) == held


def test_a_view_of_a_variable_keeps_its_values_when_the_variable_changes() -> None:
    pytest.importorskip("tensorflow")
    for write in (lambda v: ua.add(v, v, out=v), lambda v: v.assign_add(v), lambda v: v.__setitem__(0, 5.0)):
        variable = MEMORY["tensorflow"](np.arange(4.0))
        taken = ua.to_backend(variable, "numpy")
        write(variable)
        assert taken.tolist() == [0.0, 1.0, 2.0, 3.0]


# -- any array --------------------------------------------------------------------------------------------------------


@dataclass
class Source:
    """An array to be converted, and what the page says of it."""

    x: Any
    dtype: str
    values: np.ndarray
    copied_because: set[str] = field(default_factory=set)  # "export": never shared; "torch": not with it
    needs_gradient: bool = False


def numbers(dtype: str, shape: tuple[int, ...]) -> np.ndarray:
    """Different values, the largest of an integer among them; a bfloat16 as the float32 of its values."""
    kind = np.dtype("float32" if dtype == "bfloat16" else dtype)
    flat = np.arange(int(np.prod(shape)))
    array = (flat % 2 if dtype == "bool" else flat).astype(kind)
    if kind.kind in "iu" and array.size:
        array[-1] = np.iinfo(kind).max
    if kind.kind == "c":
        array = array + kind.type(1 - 2j)
    return array.reshape(shape)


SHAPES = [(), (0,), (1,), (5,), (4, 6), (3, 0, 2), (2, 3, 4)]
LAYOUTS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "as it comes": lambda x: x,
    "aligned": aligned,
    "off by 16": lambda x: aligned(x, 16),
    "off by an element": lambda x: aligned(x, x.itemsize),
    "reversed": lambda x: x[::-1] if x.ndim else x,
    "every other": lambda x: x[..., ::2] if x.ndim else x,
    "Fortran": np.asfortranarray,
    "transposed": lambda x: x.T,
    "read-only": lambda x: np.broadcast_to(x, x.shape),
    "repeated": lambda x: np.broadcast_to(x, (2, *x.shape)),
    "foreign bytes": lambda x: x.astype(x.dtype.newbyteorder()),
    "field of a record": lambda x: in_record(x),
    "subclass": lambda x: x.view(Subclass),
}


class Subclass(np.ndarray):
    """An ndarray by another name."""


def in_record(x: np.ndarray) -> np.ndarray:
    """The same values, strided by parts of an element."""
    record = np.zeros(x.shape, np.dtype([("values", x.dtype), ("flag", np.uint8)]))
    record["values"] = x
    return record["values"]


def draw_numpy(data: st.DataObject, dtype: str, array: np.ndarray) -> Source:
    name = data.draw(st.sampled_from([*LAYOUTS, "scalar"]), "layout")
    x = np.asarray(array).reshape(-1)[:1][0] if name == "scalar" and array.size else LAYOUTS.get(name, aligned)(array)
    source = Source(x, dtype, np.array(x, x.dtype.newbyteorder("=")))
    if not isinstance(x, np.ndarray) or not x.dtype.isnative:
        source.copied_because.add("export")
    elif not x.flags.writeable or any(step < 0 or step % x.itemsize for step in x.strides):
        source.copied_because.add("torch")
    return source


def draw_torch(data: st.DataObject, dtype: str, array: np.ndarray) -> Source:
    import torch

    x = torch.from_numpy(aligned(array, data.draw(st.sampled_from([0, 16]), "offset")))
    x = x.to(torch.bfloat16) if dtype == "bfloat16" else x
    layout = data.draw(st.sampled_from(["plain", "transposed", "every other", "expanded", "inference"]), "layout")
    if layout == "transposed" and x.ndim:
        x = x.transpose(0, -1)
    elif layout == "every other" and x.ndim:
        x = x[..., ::2]
    elif layout == "expanded":
        x = x.expand(2, *x.shape)
    elif layout == "inference":
        with torch.inference_mode():
            x = x.clone()
    source = Source(x, dtype, values(x))
    if x.is_complex() and data.draw(st.booleans(), "lazy"):
        source.x = x.conj().imag if data.draw(st.booleans(), "negative") else x.conj()
        source.dtype, source.values = dtype_name(source.x), values(source.x)
        source.copied_because.add("export")
    elif x.is_floating_point() and not x.is_inference() and data.draw(st.booleans(), "gradient"):
        source.x = x.detach().requires_grad_()
        source.needs_gradient = True
    if dtype == "bfloat16":
        source.copied_because.add("export")
    return source


def draw_tensorflow(data: st.DataObject, dtype: str, array: np.ndarray) -> Source:
    import tensorflow as tf

    device = data.draw(st.sampled_from(["CPU:0", "CPU:1"]), "device")
    with tf.device(device):
        x = tf.cast(tf.constant(array), dtype)
        make = data.draw(st.sampled_from([tf.identity, tf.Variable, ua.tensorflow.ArrayVariable]), "kind")
        source = Source(make(x), dtype, values(x), {"torch"})
    if dtype == "bfloat16":
        source.copied_because.add("export")
    return source


DRAW = {"numpy": draw_numpy, "torch": draw_torch, "tensorflow": draw_tensorflow}


def expected(source: Source, origin: str, target: str, copy: bool | None) -> str:
    """What the page says: itself, copied, shared, or the name of an error."""
    x = source.x
    if origin == target:
        return "copied" if copy else "itself"
    if source.needs_gradient:
        return "GradientError"
    if source.dtype == "bfloat16" and target == "numpy":
        return "TypeError"
    never = "export" in source.copied_because or (target == "torch" and "torch" in source.copied_because)
    if target == "tensorflow":
        dense = (x.flags.c_contiguous and x.flags.writeable) if origin == "numpy" and not never else True
        dense = x.is_contiguous() if origin == "torch" else dense
        if not never and copy is False:
            never = not dense or address(x) % 64 != 0 or source.values.size == 0
        else:
            never = never or copy is None
    if copy is False and never:
        return "ValueError"
    return "copied" if never or copy else "shared"


def test_any_array_to_any_backend(attack: Attack, backend: str) -> None:
    dtypes = [one for one in DTYPES if backend != "numpy" or one != "bfloat16"]

    def case(data: st.DataObject) -> None:
        dtype = data.draw(st.sampled_from(dtypes), "dtype")
        array = numbers(dtype, data.draw(st.sampled_from(SHAPES), "shape"))
        source = DRAW[backend](data, dtype, array)
        target = data.draw(st.sampled_from(INSTALLED), "target")
        way = data.draw(st.sampled_from(list(WAYS)), "way")
        copy = data.draw(st.sampled_from(COPIES), "copy")
        attack.counts[judged(source, backend, target, way, copy)] += 1

    attack.run(case, examples=200)


def judged(source: Source, origin: str, target: str, way: str, copy: bool | None) -> str:
    x, wanted = source.x, expected(source, origin, target, copy)
    about = f"{way} of {kind_of(x)} {source.dtype}{list(source.values.shape)} to {target}, copy={copy}"
    before = memory_of(x)
    try:
        result = WAYS[way](x, target, copy=copy)
    except Exception as error:
        if type(error).__name__ == wanted and str(error).startswith(f"{way}: "):
            return "raised"
        if wanted == "itself" and origin == "numpy" and not isinstance(x, np.ndarray) and copy is False:
            return "raised"  # a scalar is no memory
        fail(f"{about} raised {type(error).__name__}: {error}; expected {wanted}", error)
    if wanted.endswith("Error"):
        fail(f"{about} returned, expected {wanted}")
    if not is_of(target, result):
        fail(f"{about} is a {type(result)}")
    if dtype_name(result) != source.dtype:
        fail(f"{about} has dtype {result.dtype}")
    compare(result, source.values, 1.0, about)
    if memory_of(x) != before:
        fail(f"{about} changed its source")
    if wanted == "itself":
        if kind_of(x) == "torch" and result is not x:
            fail(f"{about} is another object")
        return "right"
    if source.values.size and not (origin == target == "tensorflow"):
        same = address(result) == address(x) if not isinstance(x, np.generic) else False
        if same is not (wanted == "shared"):
            fail(f"{about}: memory is {'shared' if same else 'copied'}, expected {wanted}")
    if copy is True and not is_writable(result):
        fail(f"{about} cannot be written to")
    if is_writable(result) and not source.needs_gradient and source.values.size:
        overwrite(result, 1)
        written = memory_of(x) != before
        if written and wanted != "shared":
            fail(f"{about}: a write into the copy changed its source")
    return "right"


# -- what cannot be converted -----------------------------------------------------------------------------------------


def no_values_of_torch() -> list[Any]:
    import torch

    return [
        torch.empty(3, device="meta"),
        torch.eye(2).to_sparse(),
        torch.eye(2).to_sparse_csr(),
        torch.tensor([1.5]).to(torch.float8_e5m2),
        torch.zeros(2, dtype=torch.complex32),
    ]


def no_values_of_tensorflow() -> list[Any]:
    import tensorflow as tf

    return [
        tf.constant(["a", "b"]),
        tf.Variable(["a"]),
        tf.bitcast(tf.constant([1], tf.int8), tf.qint8),
        tf.raw_ops.EmptyTensorList(element_shape=[1], max_num_elements=1, element_dtype=tf.float32),
    ]


def no_values_of_numpy() -> list[Any]:
    return [
        np.array([None, 1]),
        np.array(["a"]),
        np.array(["2020-01-01"], dtype="M8[D]"),
        np.zeros(2, dtype="i4,f4"),
        np.zeros(2, dtype=np.longdouble),
        np.ma.masked_array([1.0, 2.0], [True, False]),
        np.array([[1.0]]).view(np.matrix),
    ]


# A framework has a place for all of its own arrays; NumPy for all but those of another meaning.
@pytest.mark.applies(where=lambda backend, target: backend != target or backend == "numpy")
@pytest.mark.filterwarnings("ignore:Sparse CSR tensor", "ignore:ComplexHalf support")
@to_every_backend
@every_way
@pytest.mark.parametrize("copy", COPIES)
def test_what_has_no_place_there_is_a_type_error(backend: str, target: str, way: str, copy: bool | None) -> None:
    makers = {"numpy": no_values_of_numpy, "torch": no_values_of_torch, "tensorflow": no_values_of_tensorflow}
    without = [x for x in makers[backend]() if backend != target or isinstance(x, (np.matrix, np.ma.MaskedArray))]
    assert without
    for x in without:
        parameter = "obj" if way == "asarray" else "x"
        with pytest.raises(TypeError, match=f"^{way}: ({parameter} is |dtype is )") as caught:
            WAYS[way](x, target, copy=copy)
        assert len(str(caught.value)) < 300


@to_every_backend
def test_bfloat16_of_ml_dtypes(target: str) -> None:
    tf = pytest.importorskip("tensorflow")
    x = np.array([1.5, -2.0]).astype(tf.bfloat16.as_numpy_dtype)
    result = ua.to_backend(x, target)
    assert str(result.dtype).rpartition(".")[2].strip("<>'") in ("bfloat16", "<dtype: 'bfloat16", "dtype: 'bfloat16")
    assert [float(one) for one in result] == [1.5, -2.0]


@every_way
@pytest.mark.parametrize("target", ["numpy", "torch"])
def test_a_recorded_gradient_is_not_cut_and_can_be_ended(target: str, way: str) -> None:
    tf = pytest.importorskip("tensorflow")
    x = tf.Variable([1.0, 2.0])
    with tf.GradientTape() as tape:
        y = x * 2.0
        with pytest.raises(ua.GradientError, match=f"^{way}: .* needs a gradient"):
            WAYS[way](y, target)
        with tape.stop_recording():
            assert WAYS[way](y, target).tolist() == [2.0, 4.0]
    assert WAYS[way](y, target).tolist() == [2.0, 4.0]


@every_way
@pytest.mark.parametrize("target", ["numpy", "tensorflow"])
def test_a_required_gradient_is_not_cut_and_can_be_ended(target: str, way: str) -> None:
    torch = pytest.importorskip("torch")
    x = torch.ones(2, requires_grad=True)
    for y in (x, x * 2, torch.nn.Parameter(torch.ones(2))):
        with pytest.raises(ua.GradientError, match=f"^{way}: .* needs a gradient"):
            WAYS[way](y, target)
        with torch.no_grad():
            assert is_of(target, WAYS[way](y, target))
        assert is_of(target, WAYS[way](y.detach(), target))


@pytest.mark.parametrize("target", ["numpy", "torch"])
def test_a_tensor_inside_a_function_has_no_values(target: str) -> None:
    tf = pytest.importorskip("tensorflow")

    @tf.function
    def convert(x: Any) -> Any:
        with pytest.raises(TypeError, match=r"^to_backend: x is a tensor inside a tf.function"):
            ua.to_backend(x, target)
        return x

    convert(tf.constant([1.0]))


@to_every_backend
def test_what_has_no_dlpack_is_an_attribute_error(target: str) -> None:
    for wrong in ([1.0], 1.0, "text", None, object(), np.ndarray):
        with pytest.raises(AttributeError, match="^from_dlpack: x is a .*, which has no __dlpack__"):
            from_dlpack(wrong, target)


# -- devices ----------------------------------------------------------------------------------------------------------


@every_way
def test_the_device_is_honoured(backend: str, way: str) -> None:
    x = VALUE[backend](np.arange(3.0))
    second = "cpu:1" if "tensorflow" in INSTALLED and "cpu:1" in ua.devices("tensorflow") else "cpu"  # see conftest.py
    for target, device in (("torch", "meta"), ("tensorflow", second), ("numpy", "cpu")):
        if target in INSTALLED:
            assert ua.device(WAYS[way](x, target, device=device)) == device
            with pytest.raises(ua.DeviceNotFoundError, match=f"^{way}: device gpu:9 is not there"):
                WAYS[way](x, target, device="gpu:9")
    for target, device in (("torch", "meta"), ("tensorflow", second)):
        if target in INSTALLED and device != "cpu":
            with pytest.raises(ValueError, match="copy"):
                WAYS[way](x, target, device=device, copy=False)


# -- objects of unknown libraries -------------------------------------------------------------------------------------


class Foreign:
    """An array of a library that nobody knows: all it has is DLPack."""

    def __init__(self, x: Any, *, legacy: bool = False) -> None:
        self.x = x
        self.legacy = legacy

    def __dlpack__(self, **options: Any) -> Any:
        if self.legacy and options.keys() - {"stream"}:
            raise TypeError("a library of before 2023")
        return self.x.__dlpack__(**options)

    def __dlpack_device__(self) -> tuple[int, int]:
        return self.x.__dlpack_device__()  # type: ignore[no-any-return]


# A library of before 2023 cannot say that memory is read-only: NumPy refuses to export it.
@pytest.mark.applies(where=lambda legacy, layout: not legacy or layout not in ("read-only", "repeated"))
@to_every_backend
@pytest.mark.parametrize("legacy", [False, True], ids=["new", "legacy"])
@pytest.mark.parametrize("layout", ["aligned", "off by 16", "reversed", "every other", "read-only", "repeated"])
def test_arrays_of_unknown_libraries(target: str, layout: str, legacy: bool) -> None:
    x = LAYOUTS[layout](np.arange(6.0).reshape(2, 3))
    held = x.copy()
    for copy in (None, True) if not legacy else (None,):
        result = from_dlpack(Foreign(x, legacy=legacy), target, copy=copy)
        assert is_of(target, result)
        compare(ua.add(result, 1.0), held + 1.0, 1.0, layout)
        if is_writable(result) and not x.flags.writeable:
            overwrite(result)
            compare(x, held, 1.0, "a read-only array")


# -- what ended the process -------------------------------------------------------------------------------------------

ABORTS = {
    "memory that is not aligned, strings and variants": (
        "tensorflow",
        """
for offset in (4, 8, 16, 32, 48):
    memory = np.zeros(1024, np.uint8)
    start = -memory.ctypes.data % 64 + offset
    x = memory[start : start + 128].view(np.float32)
    for way in (ua.to_backend, ua.from_dlpack, ua.tensorflow.asarray):
        for copy in (None, True, False):
            try:
                y = way(x, copy=copy)
            except ValueError:
                assert copy is False
            else:
                assert float(ua.sum(ua.add(y, 1.0))) == 32.0

import tensorflow as tf
lists = tf.raw_ops.EmptyTensorList(element_shape=[1], max_num_elements=1, element_dtype=tf.float32)
for x in (tf.constant(["a"]), tf.Variable(["a"]), lists):
    with ua.use_backend("numpy"):
        for way in (ua.to_backend, ua.from_dlpack, ua.numpy.asarray):
            for copy in (None, True, False):
                try:
                    way(x, copy=copy)
                except TypeError:
                    continue
                raise SystemExit("not refused")
""",
    ),
    "negative strides": (
        "torch",
        """
class Foreign:
    def __init__(self, x): self.x = x
    def __dlpack__(self, **options): return self.x.__dlpack__(**options)
    def __dlpack_device__(self): return self.x.__dlpack_device__()

for x in (np.arange(4.0)[::-1], np.ones((2, 3))[:, ::-1]):
    for y in (x, Foreign(x)):
        for copy in (None, True, False):
            try:
                z = ua.from_dlpack(y, copy=copy)
            except ValueError:
                assert copy is False
            else:
                assert np.array_equal(z.numpy(), x)
""",
    ),
}


@pytest.mark.parametrize("name", ABORTS)
def test_what_ended_the_process(name: str) -> None:
    backend, program = ABORTS[name]
    if backend not in INSTALLED:
        pytest.skip(f"{backend} is not installed")
    lines = fresh_python(
        f"import numpy as np\nimport unified_arrays as ua\n{program}\nprint('alive')", UNIFIED_ARRAYS_BACKEND=backend
    )
    assert lines == ["alive"]
