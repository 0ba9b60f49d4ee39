"""Tensors of TensorFlow with the attributes, operators and indices of arrays: what the switch adds, what it leaves."""

from __future__ import annotations

import operator
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from fresh import fresh_python

tf = pytest.importorskip("tensorflow")
xp = pytest.importorskip("unified_arrays.tensorflow")

CLASSES = [*type(tf.constant(0.0)).__mro__, *type(tf.Variable(0.0)).__mro__, tf.TensorShape]


def attributes() -> list[dict[str, Any]]:
    return [dict(vars(kind)) for kind in CLASSES]


@pytest.fixture
def switched_on() -> Iterator[None]:
    xp.enable_array_api_behavior()
    try:
        yield
    finally:
        xp.disable_array_api_behavior()


F = np.array([[1.5, -2.0, 3.0], [0.5, 4.0, -1.0]], np.float32)
D = F.astype(np.float64) + 0.25
WHOLE = np.array([[3, -1, 2], [5, 4, 7]])
B = np.array([[True, False, True], [False, True, True]])
V = np.array([2.0, -1.0, 0.5], np.float32)

# Programs in x (F), d (D), i (WHOLE), b (B), v (V) and s (0-d): NumPy's result is expected, and its dtype.
IDIOMS = """
x.T, x.mT, x.size, x.ndim, i.T, x.real, x.imag, (x * 1j).real, (x * 1j).imag, x.itemsize, x.nbytes
x + d, x - i, i + d, i + 1.5, 1.5 - i, x + 1j * x, x * d, i * x, b * x, x * b, b * 2.5, 2.5 * b, i * b, b * i
x < d, i >= x, x == d, i != d, i == 1.5, x > 1, d <= i
x @ v, v @ v, x @ x.T, v @ x.T, d @ v, i @ v, x.T @ x
i << 1, i >> 1, 2 << abs(i), +x, -i, abs(i), ~i, ~b, i & 3, i | 8, i ^ i, b & b, b | ~b, b ^ b
i // 2, i % 3, i ** 2, x ** 2, x // 0.5, x % 2, d ** i, i / 2.0, x / d, 2.0 ** d
-i.astype('uint8'), abs(i.astype('uint8')), i.astype('uint8') + i.astype('uint8')
i + n.array([0.5, 1.5, 2.5]), n.array([0.5, 1.5, 2.5]) * i, i == n.array([2.5, -1.0, 2.0])
x[[0, 1]], x[[1]], x[[True, False]], x[:, [2, 0]], x[[0, 1], [2, 0]], x[[[0, 1], [1, 0]]], x[[]]
x[n.array([1, 0])], x[:, n.array([-1, 0])], x[..., n.array([1])], x[b], x[b, ], x[:, b[0]], x[b[:, 0]], x[b[:, 0], 1]
x[True], x[False], x[n.True_], x[None, b[:, 1]], x[n.array([[0, 1], [1, 1]])], x[i[0] % 2], x[n.uint8(1)], v[abs(i) % 3]
x.sum(), x.sum(0), x.sum(axis=(0, 1)), x.sum(axis=1, keepdims=True), i.sum(), b.sum(), x.sum(dtype='float64')
x.prod(), x.max(), x.min(1), x.any(), b.all(axis=0), x.argmax(), x.argmin(1), x.mean(), x.mean(0), x.std()
x.var(1, ddof=1), x.std(0), d.var()
x.reshape(3, 2), x.reshape((6,)), x.reshape(-1), x.reshape(-1, 2), x.ravel(), x.flatten(), x.copy(), x.T.T
x.astype('int32'), x.astype(float), i.astype('float32'), x.astype('complex64'), b.astype('int64')
x[None].squeeze(), x[:, :1].squeeze(1), x.transpose(), x.transpose(1, 0), x.transpose((1, 0)), x.swapaxes(0, 1)
x.dot(v), v.dot(v), x.dot(x.T), x[None].dot(x.T), x.clip(0.0, 2.0), x.clip(0.0), x.round(), d.round(1)
x.conj(), (x * 1j).conj(), x.conjugate(), x.item(4), v.item(0), x.tolist(), i.tolist(), x.cumsum(), x.cumsum(1)
i.cumprod(0), d.cumprod(), b.cumsum()
(abs(i) % 3).choose((x, 0.5, d)), (abs(i) % 2).choose([i, -i]), (i + 7).choose([i, 2 * i], mode='wrap')
x.take([0, 2]), x.take([1, 0], axis=1), x.repeat(2), x.repeat(2, axis=1), x.diagonal(), x.diagonal(1)
x.trace(), x.nonzero(), x.trace(1)
x.argsort(), x.argsort(axis=0), v[v.argsort()].searchsorted(v), len(x), int(s), float(s), bool(s)
"""
PROGRAMS = [line.strip() for line in IDIOMS.strip().splitlines()]
assert len(PROGRAMS) == 24


def names(make: Callable[[np.ndarray], Any]) -> dict[str, Any]:
    return {
        "x": make(F),
        "d": make(D),
        "i": make(WHOLE),
        "b": make(B),
        "v": make(V),
        "s": make(np.float32(2.25)),
        "n": np,
    }


def leaves(result: Any) -> list[Any]:
    return [leaf for part in result for leaf in leaves(part)] if isinstance(result, tuple) else [result]


def assert_numpy_s(program: str, found: Any, expected: Any) -> None:
    pairs = list(zip(leaves(found), leaves(expected), strict=True))
    assert len(pairs) > 2
    for place, (one, wanted) in enumerate(pairs):
        where = f"number {place} of {program}"
        if isinstance(wanted, (np.ndarray, np.generic)) and not isinstance(one, (int, float)):
            assert str(getattr(one.dtype, "name", one.dtype)) == str(wanted.dtype), where
        np.testing.assert_allclose(one.numpy() if hasattr(one, "numpy") else one, wanted, rtol=1e-6, err_msg=where)


# Integers beside floating numbers, which the standard leaves open: float32 here, float64 in NumPy.
NARROWER = ("i + 1.5", "1.5 - i", "b * 2.5", "2.5 * b", "i / 2.0", "x - i", "i * x", "i @ v")


def portable(program: str) -> str:
    for part in NARROWER:
        program = program.replace(part, f"({part}).astype('float32')")
    return program


@pytest.mark.parametrize("kind", ["tensor", "variable", "ArrayVariable"])
@pytest.mark.parametrize("program", PROGRAMS)
def test_idioms_are_numpy_s(program: str, kind: str, switched_on: None) -> None:
    make = {"tensor": tf.constant, "variable": tf.Variable, "ArrayVariable": lambda a: xp.asarray(a, copy=True)}[kind]
    program = portable(program)
    found = eval(f"({program},)", names(lambda a: make(np.asarray(a))))
    assert_numpy_s(program, found, eval(f"({program},)", names(np.asarray)))


# -- in graphs, with gradients, in threads ---------------------------------------------------------------------------

GRAPH_PARTS = (
    """
x @ v; v @ v; x + d; i + 1.5; b * x; x[[1, 0]]; x[i[0] % 2]; x[:, [2, 0]]; x.T; x.mT; x.sum(0); x.mean(); x.reshape(-1)
x.astype('int32'); x.max(1); i << 1; +x; abs(i); x == d; x.dot(v); x.ravel(); x.std(); x.argmax(0); x.clip(0.0, 1.0)
x.round(); x.cumsum(1); x.transpose(); x.copy(); x[None].squeeze(0); i + n.array([0.5, 1.5, 2.5]); x[True]; x.conj()
""".strip()
    .replace("\n", "; ")
    .split("; ")
)


@pytest.mark.parametrize("sizes", ["known", "unknown", "XLA"])
def test_idioms_in_graphs(sizes: str, switched_on: None) -> None:
    """Every part by itself; what an array's size decides is refused by XLA, and by nothing else."""
    values = {name: array for name, array in names(np.asarray).items() if name != "n"}
    signature = [
        tf.TensorSpec([None] * array.ndim if sizes == "unknown" else array.shape, array.dtype)
        for array in values.values()
    ]
    tried = 0
    for part in GRAPH_PARTS:
        function = tf.function(
            lambda *arrays, part=part: eval(part, dict(zip(values, arrays, strict=True)) | {"n": np}),
            input_signature=signature,
            jit_compile=sizes == "XLA",
            autograph=False,
        )
        expected = eval(part, values | {"n": np})
        np.testing.assert_allclose(
            function(*map(tf.constant, values.values())).numpy(), expected, rtol=1e-6, err_msg=part
        )
        tried += 1
    assert tried == 32


@pytest.mark.parametrize("sizes", ["known", "unknown"])
def test_masks_in_graphs(sizes: str, switched_on: None) -> None:
    shape = [None, None] if sizes == "unknown" else [2, 3]

    @tf.function(input_signature=[tf.TensorSpec(shape, tf.float32), tf.TensorSpec(shape, tf.bool)])
    def program(x: Any, b: Any) -> Any:
        return x[b], x[:, b[0]], x[b[:, 0], 1], x[b].sum()

    for found, expected in zip(program(F, B), (F[B], F[:, B[0]], F[B[:, 0], 1], F[B].sum()), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_gradients(switched_on: None) -> None:
    x, d, v = tf.constant(F), tf.constant(D), tf.constant(V)
    indices = tf.constant([1, 1, 0])
    with tf.GradientTape() as tape:
        tape.watch([x, d, v])
        result = ((x + d)[indices] @ v).sum() + x.T.reshape(-1).mean() + x[x > 0].sum()
    of_x, of_d, of_v = tape.gradient(result, [x, d, v])
    of_rows = np.array([[1], [2]]) * V
    np.testing.assert_allclose(of_x, of_rows + 1 / 6 + (F > 0), rtol=1e-6)
    np.testing.assert_allclose(of_d, of_rows, rtol=1e-6)
    np.testing.assert_allclose(of_v, (F + D)[[1, 1, 0]].sum(0), rtol=1e-6)
    with tf.autodiff.ForwardAccumulator(x, tf.ones_like(x)) as accumulator:
        result = (x + d)[:, indices[:2]].sum()
    assert float(accumulator.jvp(result)) == 4.0


def test_writes_to_variables(switched_on: None) -> None:
    variable, expected = tf.Variable(F), F.copy()
    variable[0] = 5.0
    variable[variable > 4.5] = 0.0
    variable[:, [0]] *= 2.0
    variable += D.astype(np.float32)
    expected[0] = 5.0
    expected[expected > 4.5] = 0.0
    expected[:, [0]] *= 2.0
    expected += D.astype(np.float32)
    np.testing.assert_array_equal(variable.numpy(), expected)
    assert isinstance(variable, tf.Variable)
    variable.fill(3.0)
    assert variable.sum() == 18.0


def test_a_tensor_says_how_to_write(switched_on: None) -> None:
    with pytest.raises(TypeError, match=r"^a tf.Tensor cannot be written to: make an array that can, by x = asarray"):
        tf.constant(F)[0] = 1.0


def test_in_keras_tf_data_and_saved_models(tmp_path: Any, switched_on: None) -> None:
    layer = tf.keras.layers.Lambda(lambda x: (x @ tf.constant(V)).reshape(-1, 1) + x[:, [0]].astype("float32"))
    model = tf.keras.Sequential([tf.keras.Input((3,)), layer])
    expected = (F @ V)[:, None] + F[:, [0]]
    np.testing.assert_allclose(model(tf.constant(F)), expected, rtol=1e-6)
    rows = list(tf.data.Dataset.from_tensor_slices(F).map(lambda row: row[[2, 0]] @ row[[1, 2]]))
    np.testing.assert_allclose([row.numpy() for row in rows], [row[[2, 0]] @ row[[1, 2]] for row in F], rtol=1e-6)

    class Module(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec([None, 3])])
        def __call__(self, x: Any) -> Any:
            return x.T @ x[:, 0] + x.sum(axis=0)

    tf.saved_model.save(Module(), str(tmp_path))
    loaded = tf.saved_model.load(str(tmp_path))
    xp.disable_array_api_behavior()  # a saved program needs the switch no more
    np.testing.assert_allclose(loaded(tf.constant(F)), F.T @ F[:, 0] + F.sum(0), rtol=1e-6)


def test_in_threads(switched_on: None) -> None:
    results: list[Any] = []
    threads = [
        threading.Thread(target=lambda: results.append((tf.constant(F) @ tf.constant(V) + tf.constant(D)[:, 0]).sum()))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [float(result) for result in results] == [float((F @ V + D[:, 0]).sum())] * 4


def test_what_other_libraries_ask(switched_on: None) -> None:
    import array_api_compat

    for array in (tf.constant(F), tf.Variable(F), xp.asarray(F, copy=True)):
        assert array_api_compat.array_namespace(array) is xp is ua.array_namespace(array)
        assert array.__array_namespace__(api_version="2025.12") is xp
        np.testing.assert_array_equal(np.from_dlpack(array, device="cpu", copy=True), F)
        assert array_api_compat.size(array) == 6
        assert array.to_device("CPU:0").device == array.device


# -- what it leaves as it is -----------------------------------------------------------------------------------------

OPERANDS: list[Callable[[], Any]] = [
    *(
        lambda dtype=dtype: tf.constant([[1, 2, 3], [0, 1, 2]], dtype)
        for dtype in ("int32", "int64", "uint8", "float32")
    ),
    *(lambda dtype=dtype: tf.constant([1, 2, 3], dtype) for dtype in ("float64", "complex64", "float16")),
    lambda: tf.constant([[True], [False]]),
    lambda: tf.constant(2.5),
    lambda: tf.Variable([[1.5], [2.5]]),
    lambda: np.array([1, 2, 3]),
    lambda: np.array([1.5, 2.5, 3.5], np.float32),
    lambda: np.float64(2.5),
    lambda: [1, 2, 3],
    lambda: 3,
    lambda: -1.5,
    lambda: True,
    lambda: 1j,
    lambda: tf.constant(["a", "b", "c"]),
    lambda: tf.sparse.from_dense([[1.0, 0.0, 2.0]]),
]
OPERATORS = [
    getattr(operator, name) for name in "add sub mul truediv floordiv mod pow matmul and_ or_ xor lt eq".split()
]
KEYS: list[Any] = [
    0, -1, 5, slice(None), slice(0, 1), slice(None, None, -1), slice(2, 0, -1), None, ..., (0, 1), (slice(None), 1),
    (..., 0), (None, 0), (0, None), [0, slice(None)], [..., 1], np.int32(1), np.array(1), True, "a", 1.5, (0, 0, 0),
    (1, slice(1, None)),
]  # fmt: skip


def bits(values: Any) -> Any:
    return np.asarray(values).tolist() if np.asarray(values).dtype == object else np.asarray(values).tobytes()


def outcome(call: Callable[[], Any]) -> Any:
    """Type, dtype, shape and bits of what a call returns; None if it is refused."""
    try:
        result = call()
    except Exception:
        return None
    if not isinstance(result, tf.Tensor):
        return type(result), result if isinstance(result, bool) else None
    return type(result), result.dtype, tuple(result.shape), bits(result.numpy())


def is_exception(function: Callable[..., Any], x: Any, y: Any) -> bool:
    """One of the three cases in which NumPy's meaning takes the place of TensorFlow's."""
    dtypes = [
        np.dtype(getattr(one.dtype, "as_numpy_dtype", one.dtype)) if hasattr(one, "dtype") else None for one in (x, y)
    ]
    if function is operator.mul and np.dtype(bool) in dtypes:
        return True
    kinds = ["biufc".find(dtype.kind) if dtype is not None else -1 for dtype in dtypes]
    return any(isinstance(one, (np.ndarray, np.generic)) and kinds[i] > kinds[1 - i] for i, one in enumerate((x, y)))


def all_outcomes() -> dict[str, Any]:
    found = {}
    for function in OPERATORS:
        for i, make_x in enumerate(OPERANDS):
            for j, make_y in enumerate(OPERANDS):
                x, y = make_x(), make_y()
                if (isinstance(x, tf.Tensor) or isinstance(y, tf.Tensor)) and not is_exception(function, x, y):
                    found[f"{function.__name__} {i} {j}"] = outcome(lambda function=function, x=x, y=y: function(x, y))
    unary = [operator.neg, abs, operator.invert, len, bool, int]
    for i, make_x in enumerate(OPERANDS[:10]):
        x = make_x()
        found |= {f"{key} {i}": outcome(lambda key=key, x=x: x[key]) for key in KEYS}
        found |= {f"{function} {i}": outcome(lambda function=function, x=x: function(x)) for function in unary}
    return found


def test_what_tensorflow_accepts_stays_as_it_is() -> None:
    stock = all_outcomes()
    xp.enable_array_api_behavior()
    try:
        switched = all_outcomes()
    finally:
        xp.disable_array_api_behavior()
    accepted = [case for case in stock if stock[case] is not None]
    assert len(accepted) > 700
    assert [case for case in accepted if switched[case] != stock[case]] == []
    assert sum(switched[case] is not None for case in stock) > len(accepted) + 500


def test_graphs_and_gradients_of_what_tensorflow_accepts_stay_as_they_are() -> None:
    def program(x: Any, w: Any) -> Any:
        y = (x @ w + 1.0) * x[:, :1] / 2.0 - x[0] ** 2
        return tf.reduce_sum(tf.nn.relu(y)[..., 0] * tf.cast(y[:, 0] > 0, tf.float32))

    def told() -> tuple[Any, list[bytes]]:
        graph = tf.function(program).get_concrete_function(tf.TensorSpec([3, 3]), tf.TensorSpec([3, 3])).graph
        x, w = tf.reshape(tf.range(9.0), (3, 3)), tf.Variable(tf.eye(3))
        with tf.GradientTape() as tape:
            result = program(x, w)
        return graph.as_graph_def(), [result.numpy().tobytes(), tape.gradient(result, w).numpy().tobytes()]

    stock = told()
    xp.enable_array_api_behavior()
    try:
        assert told() == stock
    finally:
        xp.disable_array_api_behavior()


def test_keras_training_stays_as_it_is() -> None:
    def trained() -> list[bytes]:
        tf.keras.utils.set_random_seed(3)
        model = tf.keras.Sequential(
            [tf.keras.Input((4, 4, 1)), tf.keras.layers.Conv2D(2, 2), tf.keras.layers.BatchNormalization(),
             tf.keras.layers.Flatten(), tf.keras.layers.Dropout(0.2), tf.keras.layers.Dense(2, "softmax")]
        )  # fmt: skip
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        inputs = np.random.default_rng(0).random((16, 4, 4, 1), np.float32)
        history = model.fit(inputs, np.arange(16) % 2, epochs=2, batch_size=8, verbose=0)
        return [np.asarray(values).tobytes() for values in (*history.history.values(), *model.get_weights())]

    stock = trained()
    xp.enable_array_api_behavior()
    try:
        assert trained() == stock
    finally:
        xp.disable_array_api_behavior()


# -- on and off ------------------------------------------------------------------------------------------------------


def test_disabling_restores_every_attribute() -> None:
    before = attributes()
    for _ in range(2):
        xp.enable_array_api_behavior()
        xp.enable_array_api_behavior()
        assert tf.constant(F).T.shape == (3, 2)
        assert attributes() != before
        xp.disable_array_api_behavior()
        assert attributes() == before
    with pytest.raises(AttributeError):
        tf.constant(F).T  # noqa: B018


TOLD = """
import tensorflow as tf, unified_arrays as ua
def told(): print(int(hasattr(tf.constant(1.0), '__array_namespace__')), int(hasattr(tf.Variable(1.0), 'T')), end=" ")
"""
ADD = "ua.add(tf.constant(1.0), 1.0); told()"
SELECT, SELECT_NOTHING = "ua.set_backend('tensorflow'); told()", "ua.set_backend(None); told()"


@pytest.mark.parametrize(
    ("environment", "lines", "expected"),
    [
        (
            {},
            [ADD, "with ua.use_backend('tensorflow'): ua.zeros(3); told()", SELECT, SELECT_NOTHING,
             "ua.tensorflow.enable_array_api_behavior(); told()", SELECT, SELECT_NOTHING,
             "ua.tensorflow.disable_array_api_behavior(); told()", SELECT,
             "ua.tensorflow.disable_array_api_behavior(); told()"],
            [0, 0, 1, 0, 1, 1, 1, 0, 1, 0],
        ),
        ({"UNIFIED_ARRAYS_TF_TENSORS": "array"}, [ADD, SELECT, SELECT_NOTHING], [1, 1, 1]),
        (
            {"UNIFIED_ARRAYS_BACKEND": "tensorflow"},
            ["ua.set_backend('numpy')", ADD, "ua.set_backend('tensorflow'); told()", "ua.set_backend('numpy'); told()"],
            [0, 1, 0],
        ),
        ({"UNIFIED_ARRAYS_BACKEND": "tensorflow"}, ["ua.zeros(3); told()"], [1]),
        (
            {"UNIFIED_ARRAYS_BACKEND": "tensorflow", "UNIFIED_ARRAYS_TF_TENSORS": "plain"},
            ["ua.zeros(3); told()", SELECT, "ua.tensorflow.enable_array_api_behavior(); told()"],
            [0, 0, 1],
        ),
    ],
)  # fmt: skip
def test_who_turns_it_on(environment: dict[str, str], lines: list[str], expected: list[int]) -> None:
    (told,) = fresh_python("\n".join([TOLD, *lines]), **environment)
    assert told.split() == [str(on) for on in expected for _ in range(2)]


def test_an_unknown_setting_is_refused() -> None:
    program = "import unified_arrays as ua\ntry: ua.set_backend('tensorflow')\nexcept ValueError as error: print(error)"
    (line,) = fresh_python(program, UNIFIED_ARRAYS_TF_TENSORS="sometimes")
    assert line == "UNIFIED_ARRAYS_TF_TENSORS: 'sometimes' is no behavior of tensors, expected plain or array"


PROGRAM = """
import unified_arrays as ua
A = ua.asarray([[2.0, 1.0], [1.0, 3.0]], dtype=ua.float64, copy=True)
v = ua.asarray([1.0, -2.0], dtype=ua.float32)
w = A @ ua.astype(v, ua.float64) + v
rows = (A.T + A)[ua.asarray([1, 0, 1])]
A[A > 2] = 0
print((w.sum() + rows.sum() * A.sum()).reshape(1).tolist(), w.dtype == ua.asarray(w).dtype, rows.shape[0])
"""


def test_one_program_text() -> None:
    results = {name: fresh_python(PROGRAM, UNIFIED_ARRAYS_BACKEND=name) for name in ("numpy", "tensorflow")}
    assert results["numpy"] == results["tensorflow"] == ["[82.0] True 3"]


def test_asarray_makes_an_array_of_a_tensor_that_can_be_written_to(switched_on: None) -> None:
    for asarray, float64 in ((xp.asarray, xp.float64), (ua.asarray, ua.float64)):
        t = tf.constant([1.0, 2.0, 3.0])
        x = asarray(t)
        x[x > 1.5] = 0
        assert x.numpy().tolist() == [1, 0, 0]
        assert t.numpy().tolist() == [1, 2, 3]
        x = asarray(t, dtype=float64)
        x[0] = 5
        assert x.numpy().tolist() == [5, 2, 3]
        assert asarray(t, copy=False) is t
    with tf.GradientTape() as tape:
        tape.watch(t)
        y = xp.asarray(t) * 2
    assert tape.gradient(y, t).numpy().tolist() == [2, 2, 2]
    assert tf.function(xp.asarray)(t).numpy().tolist() == [1, 2, 3]


def test_asarray_leaves_a_tensor_one_with_the_switch_off() -> None:
    t = tf.constant([1.0])
    assert xp.asarray(t) is ua.asarray(t) is t


def test_shapes_beside_sizes_that_reshape_finds(switched_on: None) -> None:
    x = tf.zeros((2, 3, 4))
    assert x.shape[:1] + (-1,) == (2, -1)
    assert (-1,) + x.shape[2:] == (-1, 4)
    assert xp.reshape(x, x.shape[:1] + (-1,)).shape == (2, 12)
    assert isinstance(x.shape + (5,), tf.TensorShape)
    with pytest.raises(TypeError):
        x.shape + ("a",)
    xp.disable_array_api_behavior()
    with pytest.raises(ValueError, match="-1"):
        x.shape + (-1,)
