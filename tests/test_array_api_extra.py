"""array_api_extra on the fixed namespaces: which of its functions run with `xp=unified_arrays.tensorflow`, say.

array_api_extra calls NumPy's and PyTorch's own functions if `xp` is their namespace by name, and goes a generic way for
every other namespace. So what runs here are its generic implementations: on the functions of our namespace, and on the
operators and the indexing of the arrays, which are the framework's own. The oracle is the same call on NumPy's arrays.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import array_api_compat.numpy
import numpy as np
import pytest

import unified_arrays as ua

from support import DEVICE, MEMORY, VALUE, arrays_of, assert_same, bits, is_of

KNOWN = "0.11.5"  # the version whose functions have the rows below
xpx = pytest.importorskip("array_api_extra", KNOWN, reason=f"array_api_extra {KNOWN} or newer is not installed")

pytestmark = pytest.mark.filterwarnings("ignore:`xpx.(broadcast_shapes|expand_dims)` is deprecated:DeprecationWarning")


@dataclass(frozen=True)
class Row:
    function: str
    arguments: tuple[Any, ...]
    options: dict[str, Any] = field(default_factory=dict)
    call: Callable[..., Any] | None = None  # None: the function of that name in array_api_extra
    default_dtype: bool = False  # the result is of the namespace's default floating dtype, not of the oracle's
    label: str = ""

    def __str__(self) -> str:
        return f"{self.function}{'-' if self.label else ''}{self.label}"

    def __call__(self, xp: Any, arguments: list[Any]) -> Any:
        return (self.call or getattr(xpx, self.function))(*arguments, **self.options, xp=xp)

    def expected(self) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # NumPy warns of slices that hold nothing but NaN
            return self(array_api_compat.numpy, arrays_of("numpy", list(self.arguments)))  # copies: `at` writes


def at(method: str, key: Any = None) -> Callable[..., Any]:
    """x[key] updated; the key may be an array, the second argument then."""

    def with_key(x: Any, y: Any, *, xp: Any) -> Any:
        return getattr(xpx.at(x)[key], method)(y, xp=xp)

    def with_mask(x: Any, mask: Any, y: Any, *, xp: Any) -> Any:
        return getattr(xpx.at(x, mask), method)(y, xp=xp)

    return with_mask if key is None else with_key


def doubled(x: Any) -> Any:
    return x * 2.0


def negated(x: Any) -> Any:
    return -x


def product(x: Any, y: Any) -> Any:
    return x * y


def apply_where(*functions: Callable[..., Any], **fill: Any) -> Callable[..., Any]:
    """apply_where whose arrays are arguments of their own."""

    def call(condition: Any, *arrays: Any, xp: Any) -> Any:
        return xpx.apply_where(condition, arrays, *functions, **fill, xp=xp)

    return call


def filled_by_array(condition: Any, x: Any, fill: Any, *, xp: Any) -> Any:
    return xpx.apply_where(condition, x, doubled, fill_value=fill, xp=xp)


def with_writable_results(condition: Any, x: Any, *, xp: Any) -> Any:
    """apply_where whose functions return arrays that can be written to: on TensorFlow these name their namespace."""

    def writable(function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda part: xp.asarray(function(part), copy=True)

    return xpx.apply_where(condition, x, writable(doubled), writable(negated), xp=xp)


def weighted(m: Any, frequencies: Any, weights: Any, *, xp: Any) -> Any:
    return xpx.cov(m, fweights=frequencies, aweights=weights, xp=xp)


def halves(x: Any, k: int, xp: Any) -> tuple[Any, ...]:
    """A partition as far as it is defined: the k smallest, the next one, and the rest, each in order."""
    return xp.sort(x[:k], axis=0), x[k], xp.sort(x[k + 1 :], axis=0)


def partition(x: Any, k: int, *, axis: int | None = 0, xp: Any) -> tuple[Any, ...]:
    return halves(xpx.partition(x, k, axis=axis, xp=xp), k, xp)


def argpartition(x: Any, k: int, *, axis: int | None = 0, xp: Any) -> tuple[Any, ...]:
    positions = xpx.argpartition(x, k, axis=axis, xp=xp)
    if axis is None:
        return halves(xp.take(xp.reshape(x, (-1,)), positions), k, xp)
    return halves(xp.take_along_axis(x, positions, axis=axis), k, xp)


def lazy(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*arguments: Any, xp: Any, **options: Any) -> Any:
        return xpx.lazy_apply(function, *arguments, xp=xp, **options)

    return call


def flipped(x: np.ndarray) -> np.ndarray:
    return np.flip(x)


def sum_and_first(x: Any, y: Any) -> tuple[Any, Any]:
    return x + y, x


REAL = np.array([[-1.5, 2.0, 0.5, -3.25], [4.0, -0.5, 2.5, 1.0], [7.0, -2.0, 0.0, 3.5]])
SINGLE = REAL.astype("float32")
COMPLEX = REAL + 1j * REAL[::-1]
WHOLE = np.array([[5, -3, 2, 7], [0, 4, -6, 1], [9, -8, 3, 2]])
POSITIVE = REAL > 0
GAPS = np.array([[-1.5, np.nan, 0.5, np.nan], [4.0, -0.5, 2.5, np.nan], [np.nan, -2.0, 0.0, np.nan]])
ENDS = np.array([np.nan, np.inf, -np.inf, 1.5, -0.0])
SORTED = np.array([11.0, 12.0, 13.0, 13.0, 14.0, 15.0])
SOUGHT = np.array([10.0, 11.5, 14.5, 16.0, 13.0])
BATCH = np.array([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]])
BATCH_SOUGHT = np.array([[1.0, 3.3], [6.6, 8.0]])

ROWS = [
    Row("angle", (COMPLEX,)),
    Row("angle", (REAL,), {"deg": True}, label="degrees"),
    Row("angle", (WHOLE,), default_dtype=True, label="integers"),
    Row("apply_where", (POSITIVE, REAL), call=apply_where(doubled, negated), label="two functions"),
    Row("apply_where", (POSITIVE, REAL), call=apply_where(doubled, fill_value=-1.0), label="number"),
    Row("apply_where", (POSITIVE, REAL, WHOLE * 0.5), call=filled_by_array, label="array"),
    Row("apply_where", (POSITIVE, REAL, REAL[0]), call=apply_where(product, fill_value=0.0), label="two arrays"),
    Row("apply_where", (POSITIVE, REAL), call=with_writable_results, label="writable results"),
    Row("argpartition", (REAL[0], 2), call=argpartition),
    Row("argpartition", (REAL, 1), call=argpartition, label="two axes"),
    Row("argpartition", (REAL, 4), {"axis": None}, call=argpartition, label="all"),
    *(
        Row("at", (REAL, y), call=at(method, np.s_[1:, ::2]), label=f"{method} {label}")
        for method in ("set", "add", "subtract", "multiply", "divide", "min", "max")
        for label, y in (("number", 2.0), ("array", REAL[:2, 1:3]))
    ),
    Row("at", (WHOLE, 2), call=at("power", np.s_[0]), label="power"),
    Row("at", (REAL, POSITIVE, 9.0), call=at("set"), label="set by a mask"),
    Row("at", (REAL, POSITIVE, REAL[POSITIVE]), call=at("add"), label="add by a mask"),
    Row("atleast_nd", (np.array(3.0),), {"ndim": 1}),
    Row("atleast_nd", (REAL,), {"ndim": 4}, label="two more"),
    Row("atleast_nd", (REAL,), {"ndim": 1}, label="enough"),
    Row("broadcast_shapes", ((4, 2, 3), (2, 1), (1, 3))),
    Row("cov", (REAL,)),
    Row("cov", (SINGLE,), label="float32"),
    Row("cov", (WHOLE,), label="integers"),
    Row("cov", (COMPLEX,), label="complex"),
    Row("cov", (REAL,), {"axis": 0, "correction": 0}, label="columns"),
    Row("cov", (REAL[0],), label="one variable"),
    Row("cov", (np.stack([REAL, REAL[::-1]]),), label="stack"),
    Row("cov", (REAL, np.array([1, 2, 0, 3]), np.array([0.5, 1.0, 2.0, 1.0])), call=weighted, label="weights"),
    Row("create_diagonal", (REAL[0],)),
    Row("create_diagonal", (WHOLE[0],), {"offset": -2}, label="below"),
    Row("create_diagonal", (REAL,), {"offset": 1}, label="stack"),
    Row("deg2rad", (REAL,)),
    Row("deg2rad", (SINGLE,), label="float32"),
    Row("deg2rad", (WHOLE,), default_dtype=True, label="integers"),
    Row("diag_indices", (3,), {"ndim": 3}),
    Row("expand_dims", (REAL,), {"axis": (0, 2)}),
    Row("isclose", (REAL, REAL + 1e-9)),
    Row("isclose", (REAL, 2.0), label="number"),
    Row("isclose", (ENDS, -ENDS), {"equal_nan": True}, label="infinities"),
    Row("isclose", (COMPLEX, COMPLEX), label="complex"),
    Row("isclose", (WHOLE, WHOLE + 1), {"rtol": 0.2}, label="integers"),
    Row("isclose", (WHOLE, WHOLE.astype("int32")), label="two dtypes"),
    Row("isclose", (WHOLE.astype("int32"), WHOLE), label="wider second"),
    Row("isclose", (POSITIVE, WHOLE > 0), label="bool"),
    Row("isin", (WHOLE, np.array([2, 5]))),
    Row("isin", (WHOLE, np.array([2, 5])), {"invert": True}, label="not"),
    Row("isin", (WHOLE, np.arange(-20, 20, 2)), label="many"),
    Row("isin", (WHOLE[0], np.arange(-20, 20, 2)), {"assume_unique": True}, label="unique"),
    Row("isin", (WHOLE, np.array([2.0, 5.5])), label="two dtypes"),
    Row("kron", (REAL, WHOLE[:2])),
    Row("kron", (SINGLE, SINGLE[0]), label="one axis more"),
    Row("kron", (REAL, 2.0), label="number"),
    Row("lazy_apply", (REAL,), call=lazy(doubled)),
    Row("lazy_apply", (REAL,), {"as_numpy": True}, call=lazy(flipped), label="in NumPy"),
    Row("lazy_apply", (REAL, 2.0), {"shape": (REAL.shape,) * 2}, call=lazy(sum_and_first), label="two results"),
    Row("nan_to_num", (ENDS,)),
    Row("nan_to_num", (ENDS.astype("float32"),), {"fill_value": 3.0}, label="float32"),
    Row("nan_to_num", (ENDS + 1j * GAPS[0, 0],), label="complex"),
    # The generic way replaces the NaN of integers, too: of which they become floating.
    Row("nan_to_num", (WHOLE,), default_dtype=True, label="integers"),
    Row("nan_to_num", (POSITIVE,), label="bool"),
    *(Row(name, (GAPS,), {"axis": 1}) for name in ("nanmax", "nanmean", "nanmin", "nansum")),
    *(Row(name, (GAPS,), {"axis": 0}, label="nothing but NaN") for name in ("nanmax", "nanmean", "nanmin", "nansum")),
    *(Row(name, (GAPS[:, :3],), label="all") for name in ("nanmax", "nanmean", "nanmin", "nansum")),
    Row("nunique", (WHOLE,)),
    Row("one_hot", (np.array([0, 2, 1]), 3), default_dtype=True),
    Row("one_hot", (np.array([[0, 2], [1, 1]], "uint8"), 4), {"axis": 0}, default_dtype=True, label="first axis"),
    Row("pad", (REAL, 1)),
    Row("pad", (REAL, (1, 2)), {"constant_values": 7.0}, label="value"),
    Row("pad", (WHOLE, [(0, 0), (0, 2)]), label="one axis"),
    Row("partition", (REAL[0], 2), call=partition),
    Row("partition", (REAL, 1), call=partition, label="two axes"),
    Row("partition", (REAL, 4), {"axis": None}, call=partition, label="all"),
    Row("rad2deg", (REAL,)),
    Row("rad2deg", (WHOLE,), default_dtype=True, label="integers"),
    Row("searchsorted", (SORTED, SOUGHT)),
    Row("searchsorted", (SORTED, SOUGHT), {"side": "right"}, label="right"),
    Row("searchsorted", (BATCH, BATCH_SOUGHT), label="stack"),
    Row("searchsorted", (BATCH, BATCH_SOUGHT), {"side": "right"}, label="stack right"),
    Row("setdiff1d", (np.array([1, 2, 3, 2, 4, 1]), np.array([3, 4, 5, 6]))),
    Row("setdiff1d", (np.array([4, 2, 3]), np.array([3, 5])), {"assume_unique": True}, label="unique"),
    Row("setdiff1d", (WHOLE, np.arange(3, 30)), label="many"),
    Row("setdiff1d", (WHOLE, 2), label="number"),
    Row("sinc", (REAL,)),
    Row("sinc", (SINGLE,), label="float32"),
    Row("tril_indices", (3,), {"offset": 1, "m": 4}),
    Row("triu_indices", (4,), {"offset": -1}),
    Row("union1d", (WHOLE, np.array([2, 100]))),
    Row("union1d", (WHOLE, np.array([2.0, 100.5])), label="two dtypes"),
    Row("unravel_index", (np.array([[0, 5], [11, 3]]), (3, 4))),
]

# Names of array_api_extra without a row -> where they are tested, or why not.
WITHOUT_ROW = {
    "__version__": "a text",
    "default_dtype": "test_default_dtypes",
    "testing": "test_assertions",
}


@dataclass(frozen=True)
class Limit:
    """What a call raises and why. The reason lies in the framework's arrays, or in array_api_extra."""

    error: str  # the name of its type
    message: str
    reason: str


NAMESPACE_OF_TENSOR = Limit(
    "TypeError",
    "EagerTensor is not a supported array type",
    "array_api_extra updates by at(...).set(...), without the xp that it was given, and a tf.Tensor names no namespace",
)
OPERATOR_OF_TWO_DTYPES = Limit("InvalidArgumentError", "cannot compute", "tf.Tensor has no operators of two dtypes")
COMPLEX_NUMBER = Limit("TypeError", "Cannot convert 1j", "tf.Tensor: no complex numbers times real arrays")
SLICE_AS_MASK = Limit(
    "TypeError",
    "valid indices, got ArraySlice",
    "a tf.Tensor takes no slice of an array as a mask, unless the switch is on",
)

# What does not run: (row, backend, arrays) -> the limit. On TensorFlow "value" is a tf.Tensor without the switch of
# docs/programs.md, and "memory" an ArrayVariable.
LIMITS = {
    **{
        (row, "tensorflow", "value"): NAMESPACE_OF_TENSOR
        for row in (
            *("apply_where-two functions", "apply_where-number", "apply_where-array", "apply_where-two arrays"),
            *("create_diagonal", "create_diagonal-below", "create_diagonal-stack"),
            *("isclose", "isclose-infinities", "isclose-complex", "pad", "pad-value", "pad-one axis"),
        )
    },
    **{
        (row, "tensorflow", "value"): OPERATOR_OF_TWO_DTYPES
        for row in ("isclose-two dtypes", "isclose-wider second", "isin-two dtypes")
    },
    ("nan_to_num-complex", "tensorflow", "value"): COMPLEX_NUMBER,
    ("setdiff1d-many", "tensorflow", "value"): SLICE_AS_MASK,
}

if DEVICE is not None and ua.Device(DEVICE) != "cpu":
    IN_NUMPY = Limit("TypeError", "device type tensor to numpy", "NumPy takes PyTorch's tensors on the CPU only")
    LIMITS |= {("lazy_apply-in NumPy", "torch", arrays): IN_NUMPY for arrays in ("value", "memory")}


def namespace(backend: str) -> Any:
    return importlib.import_module(f"unified_arrays.{backend}")


def compare(actual: Any, expected: Any, backend: str, dtype: bool = True) -> None:
    if isinstance(expected, tuple):
        assert isinstance(actual, tuple)
        for one, wanted in zip(actual, expected, strict=True):
            compare(one, wanted, backend, dtype)
    elif isinstance(expected, int):
        assert actual == expected
    else:
        assert is_of(backend, actual)
        assert_same(actual, expected, dtype=dtype, tolerance=4)


# -- the tables ------------------------------------------------------------------------------------------------------


def test_every_name_has_a_row_or_a_reason() -> None:
    assert {row.function for row in ROWS} | set(WITHOUT_ROW) == set(xpx.__all__)


def test_the_rows_have_names_of_their_own() -> None:
    assert len({str(row) for row in ROWS}) == len(ROWS)


def test_every_limit_belongs_to_a_row() -> None:
    assert {row for row, _, _ in LIMITS} <= {str(row) for row in ROWS}


# -- the functions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arrays", ["value", "memory"])
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_it_runs(row: Row, backend: str, arrays: str) -> None:
    xp, make = namespace(backend), {"value": VALUE, "memory": MEMORY}[arrays]
    arguments = arrays_of(backend, list(row.arguments), make)
    limit = LIMITS.get((str(row), backend, arrays))
    if limit is not None:
        with pytest.raises(Exception, match=limit.message) as raised:  # fails as soon as it runs: the line must go
            row(xp, arguments)
        assert type(raised.value).__name__ == limit.error
        pytest.xfail(limit.reason)
    actual = row(xp, arguments)
    compare(actual, row.expected(), backend, dtype=not row.default_dtype)
    if row.default_dtype:
        assert actual.dtype == xpx.default_dtype(xp)


@pytest.mark.parametrize("kind", ["real floating", "complex floating", "integral", "indexing"])
def test_default_dtypes(kind: Any, backend: str) -> None:
    xp = namespace(backend)
    example = {
        "real floating": lambda: xp.asarray([1.0]),
        "complex floating": lambda: xp.asarray([1j]),
        "integral": lambda: xp.asarray([1]),
        "indexing": lambda: xp.argsort(xp.asarray([1.0])),
    }
    assert xpx.default_dtype(xp, kind) == example[kind]().dtype


# -- what can be written ---------------------------------------------------------------------------------------------


def test_at_updates_in_place_what_can_be_written(backend: str) -> None:
    x = MEMORY[backend](REAL)
    assert xpx.at(x, 0).set(5.0, copy=False, xp=namespace(backend)) is x
    expected = REAL.copy()
    expected[0] = 5.0
    assert_same(x, expected)


@pytest.mark.parametrize("arrays", ["value", "memory"])
def test_at_updates_a_copy_if_asked(backend: str, arrays: str) -> None:
    x = {"value": VALUE, "memory": MEMORY}[arrays][backend](REAL)
    before = bits(x)
    result = xpx.at(x, 0).add(5.0, copy=True, xp=namespace(backend))
    expected = REAL.copy()
    expected[0] += 5.0
    assert_same(result, expected)
    assert bits(x) == before


# -- without xp: an ArrayVariable names its namespace ------------------------------------------------------------------


@pytest.fixture
def array_variable() -> Callable[[np.ndarray], Any]:
    tf = pytest.importorskip("tensorflow")
    from unified_arrays.tensorflow import ArrayVariable

    return lambda values: ArrayVariable(tf.constant(values))


def test_array_variables_name_their_namespace(array_variable: Callable[[np.ndarray], Any]) -> None:
    x = array_variable(REAL)
    assert_same(xpx.sinc(x), np.sinc(REAL), tolerance=4)
    assert_same(xpx.pad(x, 1), np.pad(REAL, 1))
    assert_same(xpx.at(x, 0).set(5.0)[0], np.full(4, 5.0))


@pytest.mark.parametrize(
    ("name", "holds", "fails"),
    [
        ("assert_equal", REAL, REAL + 1.0),
        ("assert_close", REAL * (1 + 1e-12), REAL + 1.0),
        ("assert_close_nulp", REAL, REAL + 1.0),
        ("assert_less", REAL + 1.0, REAL),
    ],
    ids=["equal", "close", "close_nulp", "less"],
)
def test_assertions(
    name: str, holds: np.ndarray, fails: np.ndarray, array_variable: Callable[[np.ndarray], Any]
) -> None:
    check = getattr(xpx.testing, name)
    check(array_variable(REAL), array_variable(holds))
    with pytest.raises(AssertionError):
        check(array_variable(REAL), array_variable(fails))
