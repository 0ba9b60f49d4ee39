"""examples/cluster.py, at its quick size, on two workers: the results are right, and all of them are in the table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "cluster.py"


def test_the_programs_on_two_workers() -> None:
    pytest.importorskip("distributed", reason="the example cluster needs dask.distributed")
    done = subprocess.run([sys.executable, EXAMPLE, "--quick"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    head, *lines = done.stdout.splitlines()
    assert max(map(len, [head, *lines])) <= 100
    assert [line[:27].split("  ")[0] for line in lines] == ["RBF kernel"] * 2 + ["heat equation"] * 3
    for line in lines:
        assert float(line.split()[-1]) < 1e-10
