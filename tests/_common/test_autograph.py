"""Inside a tf.function the library is called as it is written, and its errors keep their types."""

from __future__ import annotations

from typing import Any

import pytest

import unified_arrays as ua
from frameworks import function_of
from unified_arrays._common.errors import DeviceMismatchError, DeviceNotFoundError
from unified_arrays._common.spec import SPECS

tf = pytest.importorskip("tensorflow")


def test_every_function_is_left_alone() -> None:
    for name in SPECS:
        assert hasattr(function_of(name), "autograph_info__"), name
        assert hasattr(function_of(f"tensorflow.{name}"), "autograph_info__"), name


def test_autograph_rewrites_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each function rewritten costs a tenth of a second, and its warnings tell users about code that is not theirs."""
    from tensorflow.python.autograph.impl import api

    rewritten: list[Any] = []
    rewrite = api._convert_actual

    def record(entity: Any, context: Any) -> Any:
        rewritten.append(entity)
        return rewrite(entity, context)

    monkeypatch.setattr(api, "_convert_actual", record)
    memory, other = ua.tensorflow.zeros(3), ua.tensorflow.zeros((1, 1))

    @tf.function
    def program(x: Any) -> Any:
        ua.multiply(x, 2.0, out=memory)
        ua.at(memory)[[0, 0]].add(1.0)
        ua.at(memory)[1:].set(x[1:])
        ua.copyto(memory, ua.to_device(x, "cpu") if ua.is_array(x) else x)
        ua.linalg.qr(ua.reshape(x, (3, 1)), out=(None, other))
        return ua.array_namespace(x).sum(ua.tensorflow.exp(x)) + ua.real(ua.fft.rfft(x))[0]

    program(tf.constant([1.0, 2.0, 3.0]))
    modules = {getattr(one, "__module__", "") for one in rewritten}
    names = {one.__name__ for one in rewritten if getattr(one, "__module__", "").startswith("unified_arrays")}
    assert __name__ in modules  # the user's own function
    assert names <= {"add", "set"}  # methods of at(x)[index], one line each


def test_errors_keep_their_types() -> None:
    for error in (ua.GradientError, DeviceMismatchError, DeviceNotFoundError):

        @tf.function
        def program(error: type[Exception] = error) -> None:
            raise error("what is wrong")

        with pytest.raises(error, match="^what is wrong$"):
            program()
