"""What a call on JAX costs beside jax.numpy's own: add of two small arrays, in turns.

python -m benchmarks.jax_calls
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .tensor_behavior import ratio


def main() -> None:
    """Print the table."""
    import jax
    import jax.numpy as jnp

    import unified_arrays as ua
    import unified_arrays.jax as xp

    x = jnp.ones(8)
    part = x[2:6]
    held, out, ref = xp.asarray(x, copy=True), xp.empty_like(x), jax.new_ref(x)

    def write_ref() -> Any:
        ref[...] = jnp.add(x, x)

    native = jax.jit(jnp.add)
    calls: dict[str, Callable[[], Any]] = {
        "add(x, x)": lambda: xp.add(x, x),
        "add(x, x), dispatching": lambda: ua.add(x, x),
        "add of ArrayRefs": lambda: xp.add(held, held),
        "held + held": lambda: held + held,
        "add(x, x, out=out)": lambda: xp.add(x, x, out=out),
        "add(part, part, out=out[2:6])": lambda: xp.add(part, part, out=out[2:6]),
        "x[2:6] of JAX": lambda: x[2:6],
        "x.at[2:6].set(part) of JAX": lambda: x.at[2:6].set(part),
        "ref[...] = jnp.add(x, x)": write_ref,
        "jax.jit(jnp.add)(x, x)": lambda: native(x, x),
    }
    print(f"JAX {jax.__version__}; float32 arrays of 8 elements, on {jax.devices()[0]}")
    print("                             / jnp.add   jnp.add, us")
    for name, call in calls.items():
        value, best = ratio(lambda: jnp.add(x, x), call)
        print(f"{name:30s}{value:8.2f}{best:14.1f}")


if __name__ == "__main__":
    main()
