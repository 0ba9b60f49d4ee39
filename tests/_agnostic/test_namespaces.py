"""Namespaces made of a base and layers above it."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from unified_arrays._agnostic.namespaces import composed, layers_of


def base() -> ModuleType:
    namespace, linalg = ModuleType("base"), ModuleType("base.linalg")
    namespace.__dict__.update(add=lambda: "add", take=lambda: "take", linalg=linalg)
    linalg.__dict__.update(inv=lambda: "inv", det=lambda: "det")
    return namespace


def wrapping(*names: str, by: str) -> Any:
    def layer(namespace: ModuleType) -> dict[str, Any]:
        return {name: above(getattr(namespace, name)) for name in names}

    def above(below: Any) -> Any:
        return lambda: f"{by} of {below()}"

    return layer


def test_a_layer_sees_the_layers_below_it() -> None:
    below = base()
    made = composed(below, inner=wrapping("add", "take", by="inner"), outer=wrapping("add", by="outer"))
    assert made.add() == "outer of inner of add"
    assert made.take() == "inner of take"
    assert below.add() == "add"
    assert layers_of(made, "add") == ("inner", "outer")
    assert layers_of(made, "take") == ("inner",)
    assert layers_of(made, "linalg.inv") == layers_of(below, "add") == ()


def test_functions_that_are_given_replace_what_is_below() -> None:
    made = composed(
        base(), inner=wrapping("add", by="inner"), fixes={"add": lambda: "fixed", "linalg.inv": lambda: "x"}
    )
    assert (made.add(), made.linalg.inv(), made.linalg.det()) == ("fixed", "x", "det")
    assert layers_of(made, "add") == layers_of(made, "linalg.inv") == ("fixes",)
