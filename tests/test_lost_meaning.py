"""Arrays whose meaning would be lost (masks, units), and objects that are no arrays: refused wherever they come in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from support import MEMORY, VALUE, bits, numpy_of, selected

pytestmark = pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")

MASKED = np.ma.array([10, 20], mask=[False, True])
# Arrays that every function refuses.
REFUSED = {"masked": MASKED, "matrix": np.array([[10, 20]]).view(np.matrix)}


def _writes(x: Any, value: Any) -> dict[str, Any]:
    return {
        "copyto": lambda: ua.copyto(x, value),
        "set": lambda: ua.at(x)[...].set(value),
        "set places": lambda: ua.at(x)[[0, 1]].set(value),
        "add": lambda: ua.at(x)[:].add(value),
    }


@pytest.mark.parametrize("kind", REFUSED)
def test_written(kind: str) -> None:
    x = np.zeros(2, int)
    for name, call in (_writes(x, REFUSED[kind]) | _writes(x, np.ma.masked)).items():
        with pytest.raises(TypeError, match="masked array|numpy.matrix"):
            call()
        assert not x.any(), name


@pytest.mark.parametrize("kind", REFUSED)
def test_written_into(kind: str) -> None:
    x = REFUSED[kind].copy()
    for call in _writes(x, np.zeros(2, int)).values():
        with pytest.raises(TypeError, match="masked array|numpy.matrix"):
            call()
    assert x.tolist() == REFUSED[kind].tolist()


def test_as_an_index() -> None:
    x = np.zeros(2)
    for index in (np.ma.array([True, True], mask=[0, 1]), (np.ma.array([0, 1]),), np.ma.masked):
        with pytest.raises(TypeError, match="an array in the index is a masked array"):
            ua.at(x)[index].set(1.0)
    assert not x.any()


@pytest.mark.parametrize("kind", REFUSED)
def test_in_nested_lists(backend: str, kind: str) -> None:
    one = REFUSED[kind]
    with selected(backend):
        for nested in ([one, one], [[one], [one]], ([1, 2], one)):
            with pytest.raises(TypeError, match="^asarray: "):
                ua.asarray(nested)
    with pytest.raises(TypeError, match="^asarray: "):
        ua.array_namespace(VALUE[backend](np.ones(1))).asarray([one, one])


class Metres(np.ndarray):
    """Numbers with a unit, which its functions keep."""

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        plain = [one.view(np.ndarray) if isinstance(one, Metres) else one for one in inputs]
        return getattr(ufunc, method)(*plain, **options).view(Metres)


def test_units() -> None:
    metres, x = np.array([10, 20]).view(Metres), np.zeros(2, int)
    assert type(ua.add(metres, 1)) is Metres
    for call in _writes(x, metres).values():
        with pytest.raises(TypeError, match="Metres, whose class says"):
            call()
    assert not x.any()
    y = np.zeros(2, int).view(Metres)
    assert ua.copyto(y, metres) is y
    assert y.tolist() == [10, 20]


class Seconds(np.ndarray):
    """Likewise, by the other protocol."""

    def __array_function__(self, function: Any, types: Any, arguments: Any, options: Any) -> Any:
        return super().__array_function__(function, types, arguments, options)


@pytest.mark.parametrize("unit", [Metres, Seconds])
def test_units_in_nested_lists(backend: str, unit: type) -> None:
    one = np.array([1.0, 2.0]).view(unit)
    out = MEMORY[backend](np.zeros((2, 2)))
    of_backend = ua.array_namespace(out).asarray
    for nested in ([one, one], [[one], [one]], ([1.0, 2.0], one)):
        calls = [
            lambda nested=nested: ua.asarray(nested),
            lambda nested=nested: of_backend(nested),
            lambda nested=nested: of_backend(nested, dtype="float64"),
            lambda nested=nested: of_backend(nested, out=out),
        ]
        for call in calls:
            with (
                selected(backend),
                pytest.raises(TypeError, match=f"^asarray: an element of obj is a .*{unit.__name__}"),
            ):
                call()
    assert not numpy_of(out).any()


def test_classes_that_lists_keep() -> None:
    torch = pytest.importorskip("torch")

    class Labelled(torch.Tensor):
        @classmethod
        def __torch_function__(cls, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            return super().__torch_function__(function, types, args, kwargs or {})

    one = torch.ones(2).as_subclass(Labelled)
    assert type(ua.asarray([one, one])) is Labelled
    pytest.importorskip("tensorflow")
    with pytest.raises(TypeError, match="^asarray: an element of obj is a .*Labelled"):
        ua.tensorflow.asarray([one, one])


@pytest.mark.filterwarnings("ignore:.*MaskedTensors is in prototype stage")
def test_masked_tensors() -> None:
    torch = pytest.importorskip("torch")
    from torch.masked import masked_tensor

    masked = masked_tensor(torch.tensor([10.0, 20.0]), torch.tensor([True, False]))
    x = torch.zeros(2)
    for call in _writes(x, masked).values():
        with pytest.raises(TypeError, match="MaskedTensor, whose class says"):
            call()
    assert x.tolist() == [0.0, 0.0]


STRANGERS = {
    "None": lambda: None,
    "generator": lambda: (i for i in range(3)),
    "view of a dict": lambda: {}.values(),
    "set": lambda: {1, 2},
    "dict": lambda: {1: 2},
    "object": object,
    "text": lambda: "1 2",
}


@pytest.mark.parametrize("name", STRANGERS)
def test_what_is_no_array(backend: str, name: str) -> None:
    out = MEMORY[backend](np.ones(2))
    before = bits(out)
    with selected(backend):
        for options in ({}, {"out": out}, {"dtype": "float64"}):
            with pytest.raises(TypeError):
                ua.asarray(STRANGERS[name](), **options)
    assert bits(out) == before


def test_lists_of_what_is_no_number(backend: str) -> None:
    with selected(backend):
        for nested in ([None, 1], ["a", "b"], [{}], [2**70]):
            with pytest.raises((TypeError, OverflowError)):
                ua.asarray(nested)


def test_sequences_and_buffers_are_taken(backend: str) -> None:
    import array

    with selected(backend):
        for obj in (range(3), array.array("i", [0, 1, 2]), memoryview(np.arange(3)), (0, 1, 2)):
            assert [int(one) for one in ua.asarray(obj)] == [0, 1, 2]


def test_sparse(backend: str) -> None:
    sparse = pytest.importorskip("scipy.sparse")
    with selected(backend), pytest.raises(TypeError):
        ua.asarray(sparse.csr_array(np.eye(2)))
