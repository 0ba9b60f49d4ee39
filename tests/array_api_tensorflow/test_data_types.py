"""Dtypes: casts, limits, kinds, promotion."""

from __future__ import annotations

import inspect
import itertools

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from unified_arrays import array_api_tensorflow as xp  # noqa: E402

INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
FLOATS = ("float16", "float32", "float64")
COMPLEX = ("complex64", "complex128")
EVERY = ("bool", *INTEGERS, *FLOATS, *COMPLEX)


@pytest.mark.parametrize(("start", "end"), list(itertools.product(EVERY, EVERY)))
def test_astype(start: str, end: str) -> None:
    x = np.array([0, 1, 2.75, 100]).astype(start)
    if start in COMPLEX and end not in (*COMPLEX, "bool"):
        with pytest.raises(TypeError, match="real"):
            xp.astype(tf.constant(x), getattr(xp, end))
        return
    got = xp.astype(tf.constant(x), getattr(xp, end))
    assert got.dtype.name == end
    np.testing.assert_array_equal(np.asarray(got), x.astype(end))


def test_astype_to_bool_is_not_zero() -> None:
    assert np.asarray(xp.astype(tf.constant([0.0, 0.5, -0.0, np.nan]), xp.bool)).tolist() == [False, True, False, True]
    assert np.asarray(xp.astype(tf.constant([0j, 1j, 1 + 0j]), xp.bool)).tolist() == [False, True, True]


def test_astype_copy_and_device() -> None:
    for x in (tf.constant([1.0]), tf.Variable([1.0])):
        assert xp.astype(x, xp.float32, copy=False) is x
        copied = xp.astype(x, xp.float32)
        assert copied is not x
        assert isinstance(copied, tf.Tensor)
    moved = xp.astype(tf.constant([1.5]), xp.int32, device="CPU:1")
    assert moved.device.endswith("CPU:1")
    assert xp.astype(moved, xp.float64).device.endswith("CPU:1")
    with pytest.raises(ValueError, match="CPU:9"):
        xp.astype(moved, xp.float64, device="CPU:9")


@pytest.mark.parametrize("dtype", [*FLOATS, *COMPLEX])
def test_finfo(dtype: str) -> None:
    got, want = xp.finfo(getattr(xp, dtype)), np.finfo(dtype)
    for name in ("eps", "max", "min", "smallest_normal"):
        value = getattr(got, name)
        assert type(value) is float
        assert value == float(getattr(want, name))
    assert got.bits == want.bits
    assert got.dtype.name == want.dtype.name
    assert xp.finfo(tf.zeros([2], dtype)) == got


def test_finfo_bfloat16() -> None:
    got = xp.finfo(xp.bfloat16)
    assert (got.bits, got.eps, got.smallest_normal) == (16, 2.0**-7, 2.0**-126)
    assert got.max == float(tf.bfloat16.max)


@pytest.mark.parametrize("dtype", INTEGERS)
def test_iinfo(dtype: str) -> None:
    got, want = xp.iinfo(tf.Variable(tf.zeros([], dtype))), np.iinfo(dtype)
    assert (got.bits, got.min, got.max) == (want.bits, want.min, want.max)
    assert type(got.max) is int
    assert got.dtype == tf.as_dtype(dtype)


def test_limits_of_the_wrong_kind() -> None:
    with pytest.raises(TypeError, match="iinfo"):
        xp.finfo(xp.int8)
    with pytest.raises(TypeError, match="finfo"):
        xp.iinfo(xp.float32)


@pytest.mark.parametrize("dtype", EVERY)
def test_isdtype(dtype: str) -> None:
    own = getattr(xp, dtype)
    kinds = ("bool", "signed integer", "unsigned integer", "integral", "real floating", "complex floating", "numeric")
    for kind in kinds:
        assert xp.isdtype(own, kind) is np.isdtype(np.dtype(dtype), kind)
    assert xp.isdtype(own, own) is True
    assert xp.isdtype(own, ("bool", own)) is True
    assert xp.isdtype(own, ()) is False
    with pytest.raises(ValueError, match="floaty"):
        xp.isdtype(own, "floaty")


def test_result_type_and_can_cast() -> None:
    for first, second in itertools.product(INTEGERS, INTEGERS):
        want = np.result_type(first, second)
        if want.kind == "f":
            with pytest.raises(TypeError, match="uint64"):
                xp.result_type(getattr(xp, first), getattr(xp, second))
            continue
        assert xp.result_type(tf.zeros([1], first), getattr(xp, second)).name == want.name
        assert xp.can_cast(getattr(xp, first), getattr(xp, second)) is np.can_cast(first, second)
    assert xp.result_type(xp.int8, 1, True) == tf.int8
    assert xp.result_type(xp.int8, 1.0) == tf.float32
    assert xp.result_type(1, 2.0, xp.float64) == tf.float64
    assert xp.result_type(xp.float32, 1j) == tf.complex64
    assert xp.result_type(xp.float16, xp.bfloat16) == tf.float32
    assert xp.can_cast(tf.Variable([1.0]), xp.float64) is True
    assert xp.can_cast(xp.float64, xp.float32) is False
    with pytest.raises(ValueError, match="at least one"):
        xp.result_type()


def test_namespace_info() -> None:
    info = xp.__array_namespace_info__()
    assert set(info.capabilities()) == {"boolean indexing", "data-dependent shapes", "max dimensions"}
    assert info.default_device() in info.devices()
    for device in info.devices():
        assert xp.zeros(2, device=device).device == device
    assert info.default_dtypes(device=info.devices()[0])["integral"] == tf.int64
    assert set(info.dtypes()) == set(EVERY) - {"float16"}
    assert list(info.dtypes(kind=("bool", "complex floating"))) == ["bool", "complex64", "complex128"]
    for one in (info.dtypes, info.default_dtypes):
        with pytest.raises(ValueError, match="no device"):
            one(device="GPU:77")


def test_signatures() -> None:
    want = {
        "astype": "(x, dtype, /, *, copy=True, device=None)",
        "can_cast": "(from_, to, /)",
        "finfo": "(type, /)",
        "iinfo": "(type, /)",
        "isdtype": "(dtype, kind)",
        "result_type": "(*arrays_and_dtypes)",
    }
    for name, signature in want.items():
        bare = inspect.signature(getattr(xp, name))
        parameters = [p.replace(annotation=inspect.Parameter.empty) for p in bare.parameters.values()]
        assert str(inspect.Signature(parameters)) == signature
