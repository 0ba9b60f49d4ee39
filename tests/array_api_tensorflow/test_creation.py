"""Creation functions: values, dtypes, devices, what is shared and what can be written to."""

from __future__ import annotations

import array
import inspect

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from unified_arrays import array_api_tensorflow as xp  # noqa: E402

EVERY = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128".split()


def assert_is(got: object, want: object, dtype: str) -> None:
    assert got.dtype.name == dtype
    np.testing.assert_array_equal(np.asarray(got), np.asarray(want).astype(dtype))
    assert tuple(got.shape) == np.shape(want)


@pytest.mark.parametrize(
    ("obj", "dtype"),
    [
        (3, "int64"),
        (-2.5, "float32"),
        (1j, "complex64"),
        (True, "bool"),
        ([1, 2], "int64"),
        ((1, 2.5), "float32"),
        ([True, 2], "int64"),
        ([True, False], "bool"),
        ([1, 2.5, 1j], "complex64"),
        ([], "float32"),
        ([[], []], "float32"),
        (range(3), "int64"),
        ([[1, 2], (3, 4)], "int64"),
        (np.float64(2), "float64"),
        ([np.int16(2)], "int16"),
        (array.array("h", [1, 2]), "int16"),
        (b"ab", "uint8"),
    ],
)
def test_asarray_of_python(obj: object, dtype: str) -> None:
    assert_is(xp.asarray(obj), list(obj) if isinstance(obj, bytes) else obj, dtype)
    assert type(xp.asarray(obj)) is xp.ArrayVariable


@pytest.mark.parametrize("dtype", EVERY)
def test_asarray_of_numpy(dtype: str) -> None:
    x = np.array([[0, 1, 2], [3, 4, 5]]).astype(dtype)
    swapped = x.astype(x.dtype.newbyteorder(">"))
    locked = x.copy()
    locked.flags.writeable = False
    for given in (x, swapped, locked, x.T, x[:, ::-2], x[:0], x[1, 2], x[1, 2, ...]):
        assert_is(xp.asarray(given), given, dtype)
    assert_is(xp.asarray([x, x]), [x, x], dtype)
    got = xp.asarray(x)
    x[0, 0] = 1
    assert np.asarray(got)[0, 0] == 0


def test_asarray_of_bfloat16() -> None:
    x = xp.asarray([1.5, 2], dtype=xp.bfloat16)
    assert_is(xp.asarray(np.asarray(x)), [1.5, 2], "bfloat16")


def test_asarray_of_sequences_with_arrays() -> None:
    v, t = tf.Variable([1.0, 2.0]), tf.constant([3, 4])
    assert_is(xp.asarray([v, t]), [[1, 2], [3, 4]], "float32")
    assert_is(xp.asarray([[v, [5, 6]], [t, (7, 8)]]), [[[1, 2], [5, 6]], [[3, 4], [7, 8]]], "float32")
    assert_is(xp.asarray([t[0], 2.5]), [3, 2.5], "float32")
    assert_is(xp.asarray([t[0], 2], dtype=xp.int8), [3, 2], "int8")
    with tf.GradientTape() as tape:
        y = xp.asarray([v[0] * 2, v[1] * 3])
    assert np.asarray(tape.gradient(y, v)).tolist() == [2, 3]


def test_asarray_of_shapes() -> None:
    shapes = [tf.TensorShape([2, 3]), (4, 5)]
    assert_is(xp.asarray(shapes), [[2, 3], [4, 5]], "int64")
    assert_is(xp.asarray(shapes[0]), [2, 3], "int64")
    with pytest.raises(TypeError):
        xp.asarray(tf.TensorShape([None]))


def test_asarray_with_dtype() -> None:
    assert_is(xp.asarray([1, 2], dtype=xp.float64), [1, 2], "float64")
    assert_is(xp.asarray([1.7, -1.7], dtype=xp.int8), [1, -1], "int8")
    assert_is(xp.asarray(2**64 - 1, dtype=xp.uint64), np.uint64(2**64 - 1), "uint64")
    assert_is(xp.asarray(np.array([2**53 + 1]), dtype=xp.int64), [2**53 + 1], "int64")
    assert np.isinf(float(xp.asarray(1e300)))
    for number, dtype in ((300, xp.int8), (-1, xp.uint8), (2**63, None), (2**64, xp.uint64)):
        for obj in (number, [number]):
            with pytest.raises(OverflowError):
                xp.asarray(obj, dtype=dtype)
    with pytest.raises(TypeError):
        xp.asarray([1j], dtype=xp.float32)
    with pytest.raises(TypeError, match="real"):
        xp.asarray(np.array([1j]), dtype=xp.float32)


@pytest.mark.parametrize("obj", ["a", ["a"], object(), [object()], None, {1: 2}, np.array(["a"]), np.array([None])])
def test_asarray_refuses(obj: object) -> None:
    with pytest.raises(TypeError, match="array"):
        xp.asarray(obj)


def test_asarray_of_ragged_sequences() -> None:
    with pytest.raises(ValueError, match="inhomogeneous"):
        xp.asarray([[1], [2, 3]])


def test_asarray_of_tensors() -> None:
    for x in (tf.constant([1.0, 2.0]), tf.Variable([1.0, 2.0]), xp.ones(2)):
        for copy in (None, False):
            assert xp.asarray(x, copy=copy) is x
            assert xp.asarray(x, copy=copy, dtype=xp.float32) is x
        assert_is(xp.asarray(x, dtype=xp.int8), np.asarray(x), "int8")
        with pytest.raises(ValueError, match="copy=False"):
            xp.asarray(x, dtype=xp.int8, copy=False)
        copied = xp.asarray(x, copy=True)
        assert isinstance(copied, xp.ArrayVariable)
        before = np.asarray(x).tolist()
        copied.assign_add(tf.ones_like(copied))
        assert np.asarray(x).tolist() == before
        assert np.asarray(copied).tolist() == [value + 1 for value in before]


def test_asarray_copies_python_and_numpy_when_told() -> None:
    for obj in ([1, 2], np.array([1, 2])):
        assert isinstance(xp.asarray(obj, copy=True), xp.ArrayVariable)
        assert type(xp.asarray(obj)) is xp.ArrayVariable
    with pytest.raises(ValueError, match="copy=False"):
        xp.asarray([1, 2], copy=False)


def aligned(offset: int) -> np.ndarray:
    """32 floats at an address that is `offset` past a multiple of 64."""
    memory = np.zeros(1024, np.uint8)
    start = -memory.ctypes.data % 64 + offset
    return memory[start : start + 128].view(np.float32)


@pytest.mark.parametrize("function", [xp.asarray, xp.from_dlpack])
def test_other_libraries_memory(function: object) -> None:
    for offset in (0, 4, 16):
        x = aligned(offset)
        got = function(x)
        x[:] = 7
        assert float(xp.sum(xp.add(got, 1))) == 32  # not shared: an unaligned import ends the process
    shared = function(aligned(0), copy=False)
    assert isinstance(shared, tf.Tensor)
    assert float(xp.sum(xp.add(shared, 1))) == 32
    locked = aligned(0)
    locked.flags.writeable = False
    for refused in (aligned(16), aligned(0)[::2], locked):
        with pytest.raises(ValueError, match="copy=False"):
            function(refused, copy=False)


def test_copy_false_shares() -> None:
    x = aligned(0)
    shared = xp.asarray(x, copy=False)
    assert np.asarray(shared).ctypes.data == x.ctypes.data


def test_torch() -> None:
    torch = pytest.importorskip("torch")
    x = torch.arange(6.0)
    for given in (x, x[1:], x.reshape(2, 3).T, x.to(torch.bfloat16), x.to(torch.complex64).conj(), x[:0], x[0]):
        got = xp.asarray(given)
        want = given.resolve_conj()
        assert got.dtype.name == str(given.dtype).removeprefix("torch.")
        np.testing.assert_array_equal(np.asarray(tf.cast(got, tf.complex64)), want.to(torch.complex64).numpy())
    assert isinstance(xp.asarray(x, copy=True), xp.ArrayVariable)
    assert_is(xp.from_dlpack(x[1:]), x[1:], "float32")


def test_from_dlpack_of_tensors() -> None:
    for x in (tf.constant([1.0]), tf.Variable([1.0])):
        assert_is(xp.from_dlpack(x), [1.0], "float32")
        assert isinstance(xp.from_dlpack(x), tf.Tensor)
        assert isinstance(xp.from_dlpack(x, copy=True), xp.ArrayVariable)
    with pytest.raises(AttributeError, match="asarray"):
        xp.from_dlpack([1.0])


@pytest.mark.parametrize("dtype", EVERY)
@pytest.mark.parametrize("shape", [(), 3, (0,), (2, 3), [2, 0, 1]])
def test_filled(shape: object, dtype: str) -> None:
    own = getattr(xp, dtype)
    like = tf.ones(shape if isinstance(shape, (tuple, list)) else (shape,), own)
    for got, want in (
        (xp.zeros(shape, dtype=own), np.zeros(shape)),
        (xp.ones(shape, dtype=own), np.ones(shape)),
        (xp.full(shape, 1, dtype=own), np.ones(shape)),
        (xp.zeros_like(like), np.zeros(shape)),
        (xp.ones_like(tf.Variable(like)), np.ones(shape)),
        (xp.full_like(like, 0), np.zeros(shape)),
    ):
        assert isinstance(got, xp.ArrayVariable)
        assert_is(got, want, dtype)
    for got in (xp.empty(shape, dtype=own), xp.empty_like(like)):
        assert isinstance(got, xp.ArrayVariable)
        assert (got.dtype, tuple(got.shape)) == (own, tuple(like.shape))


def test_filled_defaults() -> None:
    for name in ("zeros", "ones", "empty"):
        assert getattr(xp, name)(2).dtype == tf.float32
        assert getattr(xp, f"{name}_like")(tf.zeros([2], tf.int8), dtype=xp.int16).dtype == tf.int16
    fills = {1: "int64", 2.0: "float32", 1j: "complex64", np.float64(3): "float64", np.float32(4): "float32"}
    for value, dtype in fills.items():
        assert_is(xp.full((2,), value), [value] * 2, dtype)
    assert_is(xp.full((2,), True), [True] * 2, "bool")
    assert_is(xp.full((2,), tf.constant(5)), [5] * 2, "int32")
    with pytest.raises(OverflowError):
        xp.full(2, 300, dtype=xp.int8)
    with pytest.raises(ValueError, match="negative"):
        xp.zeros((2, -1))
    with pytest.raises(TypeError):
        xp.zeros((2.5,))


def test_written_to_apart() -> None:
    first, second = xp.zeros(3), xp.zeros(3)
    first.assign_add([1.0, 1, 1])
    assert np.asarray(second).tolist() == [0, 0, 0]


ARANGES = [
    (5,), (0,), (-3,), (2, 10), (2, 10, 3), (10, 2, -3), (5, 2),
    (0, 1, 0.25), (1.5, 4), (3, -1, -0.5), (0, 1, 0.1), (2.5,),
]  # fmt: skip


@pytest.mark.parametrize("arguments", ARANGES)
def test_arange(arguments: tuple[float, ...]) -> None:
    want = np.arange(*arguments)
    got = xp.arange(*arguments)
    assert got.dtype == (tf.int64 if want.dtype.kind == "i" else tf.float32)
    np.testing.assert_allclose(np.asarray(got), want, rtol=1e-6)
    assert got.shape == want.shape
    assert_is(xp.arange(*arguments, dtype=xp.float64), want, "float64")


@pytest.mark.parametrize("dtype", EVERY[1:])
def test_arange_dtypes(dtype: str) -> None:
    assert_is(xp.arange(1, 100, 7, dtype=getattr(xp, dtype)), np.arange(1, 100, 7), dtype)


def test_arange_limits() -> None:
    top = 2**64 - 1
    assert_is(xp.arange(top - 2, top, dtype=xp.uint64), np.array([top - 2, top - 1], np.uint64), "uint64")
    assert_is(xp.arange(-(2**63), -(2**63) + 2), np.array([-(2**63), -(2**63) + 1]), "int64")
    assert_is(xp.arange(0, 256, 255, dtype=xp.uint8), [0, 255], "uint8")
    for arguments in ((300,), (-1, 3)):
        with pytest.raises(OverflowError):
            xp.arange(*arguments, dtype=xp.uint8)
    with pytest.raises(ValueError, match="step"):
        xp.arange(0, 3, 0)


@pytest.mark.parametrize("endpoint", [True, False])
@pytest.mark.parametrize("num", [0, 1, 2, 7])
@pytest.mark.parametrize(("start", "stop"), [(0, 1), (-1.5, 10), (5, 5), (3, -3), (0, 1 + 2j), (1j, 2)])
def test_linspace(start: complex, stop: complex, num: int, endpoint: bool) -> None:
    want = np.linspace(start, stop, num, endpoint=endpoint)
    got = xp.linspace(start, stop, num, endpoint=endpoint)
    assert got.dtype == (tf.complex64 if want.dtype.kind == "c" else tf.float32)
    np.testing.assert_allclose(np.asarray(got), want, rtol=1e-6, atol=1e-7)
    assert got.shape == want.shape
    if endpoint and num > 1:
        assert np.asarray(got)[-1] == np.asarray(want[-1]).astype(got.dtype.as_numpy_dtype)
    precise = xp.complex128 if want.dtype.kind == "c" else xp.float64
    exact = xp.linspace(start, stop, num, endpoint=endpoint, dtype=precise)
    np.testing.assert_allclose(np.asarray(exact), want, rtol=1e-14)


def test_linspace_refuses() -> None:
    with pytest.raises(ValueError, match="at least 0"):
        xp.linspace(0, 1, -1)


@pytest.mark.parametrize("k", [-9, -2, -1, 0, 1, 2, 9])
def test_diagonals(k: int) -> None:
    for rows, columns in ((3, 3), (2, 4), (4, 2), (0, 2), (3, 0)):
        assert_is(xp.eye(rows, columns, k=k, dtype=xp.int8), np.eye(rows, columns, k), "int8")
        for x in (np.arange(float(rows * columns)).reshape(rows, columns), np.full((2, rows, columns), np.inf)):
            assert_is(xp.tril(tf.constant(x), k=k), np.tril(x, k), "float64")
            assert_is(xp.triu(tf.Variable(x), k=k), np.triu(x, k), "float64")


@pytest.mark.parametrize("dtype", EVERY)
def test_triangle_dtypes(dtype: str) -> None:
    for k in (-5, -3, -1, 0, 2, 4, 5):
        assert_is(xp.tril(tf.ones([3, 4], dtype), k=k), np.tril(np.ones((3, 4)), k), dtype)
        assert_is(xp.triu(tf.ones([3, 4], dtype), k=k), np.triu(np.ones((3, 4)), k), dtype)
    assert_is(xp.eye(2, dtype=getattr(xp, dtype)), np.eye(2), dtype)
    assert_is(xp.eye(2, k=2**70), np.zeros((2, 2)), "float32")  # past int64


def test_triangle_refuses_vectors() -> None:
    with pytest.raises(ValueError, match="2 axes"):
        xp.tril(tf.ones([3]))
    assert xp.eye(2).dtype == tf.float32


@pytest.mark.parametrize("indexing", ["xy", "ij"])
@pytest.mark.parametrize("sizes", [(), (2,), (2, 3), (2, 3, 4), (0, 2)])
def test_meshgrid(sizes: tuple[int, ...], indexing: str) -> None:
    arrays = [np.arange(float(size)) + at for at, size in enumerate(sizes)]
    got = xp.meshgrid(*map(tf.constant, arrays), indexing=indexing)
    want = np.meshgrid(*arrays, indexing=indexing)
    assert type(got) is tuple
    assert len(got) == len(want)
    for one, other in zip(got, want, strict=True):
        assert_is(one, other, "float64")
    with pytest.raises(ValueError, match="indexing"):
        xp.meshgrid(*map(tf.constant, arrays), indexing="yx")


MAKERS = {
    "zeros": lambda **kw: xp.zeros(2, **kw),
    "ones": lambda **kw: xp.ones(2, **kw),
    "empty": lambda **kw: xp.empty(2, **kw),
    "full": lambda **kw: xp.full(2, 7, **kw),
    "zeros_like": lambda **kw: xp.zeros_like(tf.ones(2), **kw),
    "empty_like": lambda **kw: xp.empty_like(tf.ones(2), **kw),
    "full_like": lambda **kw: xp.full_like(tf.ones(2), 7, **kw),
    "arange": lambda **kw: xp.arange(2, **kw),
    "linspace": lambda **kw: xp.linspace(0, 1, 2, **kw),
    "eye": lambda **kw: xp.eye(2, **kw),
    "asarray of a list": lambda **kw: xp.asarray([1, 2], **kw),
    "asarray of a tensor": lambda **kw: xp.asarray(tf.ones(2), **kw),
    "asarray of a variable, copied": lambda **kw: xp.asarray(tf.Variable([1.0]), copy=True, **kw),
    "from_dlpack": lambda **kw: xp.from_dlpack(np.ones(2), **kw),
}


@pytest.mark.parametrize("maker", MAKERS)
def test_devices(maker: str) -> None:
    for name in ("CPU:1", "cpu:1", "/CPU:1", "/device:CPU:1", "/job:localhost/replica:0/task:0/device:CPU:1"):
        assert MAKERS[maker](device=name).device == "/job:localhost/replica:0/task:0/device:CPU:1"
    assert MAKERS[maker](device="cpu").device.endswith("CPU:0")
    for name in ("CPU:9", "TPU:0", "nonsense", ""):
        with pytest.raises(ValueError, match="no device"):
            MAKERS[maker](device=name)


def test_like_stays_where_its_model_is() -> None:
    x = xp.zeros(2, device="CPU:1")
    likes = (xp.zeros_like(x), xp.empty_like(x), xp.full_like(x, 2))
    for made in (*likes, xp.asarray(x, copy=True), xp.asarray(x, dtype=xp.int8)):
        assert made.device.endswith("CPU:1")
    with pytest.raises(ValueError, match="copy=False"):
        xp.asarray(x, device="CPU:0", copy=False)


def test_tf_function() -> None:
    """In a tf.function no variable can be made per call: tensors, of sizes that need not be known."""

    @tf.function(input_signature=[tf.TensorSpec([None, None], tf.float64), tf.TensorSpec([], tf.int32)])
    def made(x: object, n: object) -> object:
        return (
            xp.zeros((n, 2)), xp.ones(n), xp.full((2, n), 3), xp.empty(n),
            xp.zeros_like(x), xp.full_like(x, 2), xp.empty_like(x), xp.tril(x, k=-1), xp.meshgrid(x[0], x[:, 0]),
            xp.asarray([[1, n], [2, n]]), xp.asarray(x, copy=True), xp.arange(3),
        )  # fmt: skip

    x = tf.reshape(tf.range(6, dtype=tf.float64), (2, 3))
    shapes = [tuple(t.shape) for t in tf.nest.flatten(made(x, 4))]
    assert shapes == [(4, 2), (4,), (2, 4), (4,), (2, 3), (2, 3), (2, 3), (2, 3), (2, 3), (2, 3), (2, 2), (2, 3), (3,)]
    assert np.asarray(made(x, 4)[7]).tolist() == [[0, 0, 0], [3, 0, 0]]


def test_gradients() -> None:
    x = tf.Variable([[1.0, 2.0], [3.0, 4.0]])
    for function in (xp.tril, xp.asarray, lambda v: xp.meshgrid(v[0], v[1])[0], lambda v: xp.astype(v, xp.float64)):
        with tf.GradientTape() as tape:
            y = xp.sum(xp.multiply(function(x), 3.0))
        assert float(xp.sum(tape.gradient(y, x))) > 0


SIGNATURES = {
    "arange": "(start, /, stop=None, step=1, *, dtype=None, device=None)",
    "asarray": "(obj, /, *, dtype=None, device=None, copy=None)",
    "empty": "(shape, *, dtype=None, device=None)",
    "empty_like": "(x, /, *, dtype=None, device=None)",
    "eye": "(n_rows, n_cols=None, /, *, k=0, dtype=None, device=None)",
    "from_dlpack": "(x, /, *, device=None, copy=None)",
    "full": "(shape, fill_value, *, dtype=None, device=None)",
    "full_like": "(x, /, fill_value, *, dtype=None, device=None)",
    "linspace": "(start, stop, /, num, *, dtype=None, device=None, endpoint=True)",
    "meshgrid": "(*arrays, indexing='xy')",
    "ones": "(shape, *, dtype=None, device=None)",
    "tril": "(x, /, *, k=0)",
    "zeros_like": "(x, /, *, dtype=None, device=None)",
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_signatures(name: str) -> None:
    parameters = inspect.signature(getattr(xp, name)).parameters.values()
    bare = inspect.Signature([p.replace(annotation=inspect.Parameter.empty) for p in parameters])
    assert str(bare) == SIGNATURES[name]
