"""einsum gives np.einsum's answer on every backend: for any subscripts, and in the dtype of the operands."""

from __future__ import annotations

import random

import numpy as np
import pytest

import unified_arrays as ua

from support import MEMORY, VALUE, assert_same

DTYPES = ("bool", "int8", "int32", "int64", "uint8", "float32", "float64", "complex128")
SIZES = dict(zip("abcd", (2, 3, 4, 1), strict=True))


def drawn(numbers: random.Random) -> tuple[str, list[tuple[int, ...]]]:
    """Subscripts, and the shapes of operands that they are for."""
    ellipsis = numbers.random() < 0.3
    batch = tuple(numbers.choice((1, 2, 5)) for _ in range(numbers.randrange(3))) if ellipsis else ()
    inputs, shapes = [], []
    for _ in range(numbers.randrange(1, 4)):
        labels = [numbers.choice("abcd") for _ in range(numbers.randrange(0 if ellipsis else 1, 4))]
        shape = [SIZES[one] for one in labels]
        if ellipsis:
            place = numbers.randrange(len(labels) + 1)
            kept = batch[numbers.randrange(len(batch) + 1) :]
            labels.insert(place, "...")
            shape[place:place] = kept
        inputs.append("".join(labels))
        shapes.append(tuple(shape))
    text = ",".join(inputs)
    if numbers.random() < 0.7:
        used = sorted(set("".join(inputs)) - {"."})
        result = numbers.sample(used, numbers.randrange(len(used) + 1))
        text += "->" + ("..." if ellipsis else "") + "".join(result)
    if numbers.random() < 0.3:
        text = " ".join(text.replace("...", "@").replace("->", ">")).replace("@", "...").replace(">", "->")
    return text, shapes


@pytest.mark.parametrize("seed", range(120))
def test_any_subscripts(backend: str, seed: int) -> None:
    numbers = random.Random(seed)
    text, shapes = drawn(numbers)
    dtype = numbers.choice(DTYPES)
    values = np.random.default_rng(seed)
    operands = [values.integers(0, 5, shape).astype(dtype) for shape in shapes]
    expected = np.einsum(text, *operands)
    given = [VALUE[backend](one) for one in operands]
    assert_same(ua.einsum(text, *given), expected, label=f"{text} of {shapes}")
    out = MEMORY[backend](np.zeros_like(expected))
    assert ua.einsum(text, *given, out=out) is out
    assert_same(out, expected, label=f"{text} of {shapes}")


@pytest.mark.parametrize("text", ["ij->j", "ijk,j->i"])
@pytest.mark.parametrize("dtype", DTYPES)
def test_dtypes(backend: str, dtype: str, text: str) -> None:
    operands = [np.ones((2, 3, 4)[: len(one)], dtype) for one in text.split("->")[0].split(",")]
    operands = [np.ones(3, dtype) if one.ndim == 1 else one for one in operands]
    assert_same(ua.einsum(text, *(VALUE[backend](one) for one in operands)), np.einsum(text, *operands))


def test_mixed_dtypes_and_integers_that_wrap(backend: str) -> None:
    small, large = np.array([100, 100], np.int8), np.array([2, 2], np.int32)
    assert_same(ua.einsum("i,i", VALUE[backend](small), VALUE[backend](large)), np.array(400, np.int32))
    assert_same(ua.einsum("i->", VALUE[backend](small)), np.einsum("i->", small))


@pytest.mark.parametrize("text", ["ij,jk->ik", "ijk->i", "i->ij", "i->ii", "i,i,i->", "->i", "i..->i", "1->1"])
def test_what_np_einsum_refuses(backend: str, text: str) -> None:
    operands = [VALUE[backend](np.ones((2, 3)))] * 2
    with pytest.raises(ValueError, match=r"(?s).") as caught:
        ua.einsum(text, *operands)
    assert "einsum" in str(caught.value) + "".join(getattr(caught.value, "__notes__", []))


def test_the_form_with_lists_is_refused(backend: str) -> None:
    with pytest.raises(TypeError, match="^einsum: "):
        ua.einsum(VALUE[backend](np.ones((2, 2))), [0, 1], [0])
