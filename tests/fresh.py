"""A program in a Python of its own: for what happens at import, and for what must not be imported."""

from __future__ import annotations

import os
import subprocess
import sys


def fresh_python(program: str, **environment: str) -> list[str]:
    """The lines that `program` prints. Warnings are errors, as in the tests; a program that fails fails the test."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
