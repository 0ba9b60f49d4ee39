"""Whether operations run in program order: eagerly and in a tf.function, but not in the graph of a Session."""

from __future__ import annotations

import tensorflow as tf

from ._private import keeps_program_order


def keeps_order() -> bool:
    """True eagerly and in a tf.function, where operations run in program order; False in the graph of a Session."""
    return bool(tf.executing_eagerly() or keeps_program_order(tf.compat.v1.get_default_graph()))


def require_order(statement: str) -> None:
    """RuntimeError in the graph of a Session, which would never run a write that returns nothing."""
    if not keeps_order():
        message = (
            f"{statement} leaves nothing for a Session to run: put it into a tf.function, and run what that returns"
        )
        raise RuntimeError(message)
