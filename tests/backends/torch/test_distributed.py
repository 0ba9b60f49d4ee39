"""DTensors on two processes that talk by gloo: out= and at() reach the parts of both."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("on_two_processes.py")


@pytest.mark.backends("torch")
def test_on_two_processes(backend: str, tmp_path: Path) -> None:
    import torch.distributed

    if not torch.distributed.is_available() or not torch.distributed.is_gloo_available():
        pytest.skip("this PyTorch has no gloo, by which processes talk")
    command = [sys.executable, str(PROGRAM)]
    processes = [
        subprocess.Popen(
            [*command, str(rank), str(tmp_path / "meeting")],
            env=os.environ | {"OMP_NUM_THREADS": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for rank in range(2)
    ]
    try:
        told = [process.communicate(timeout=240) for process in processes]
    finally:
        for process in processes:
            process.kill()
    assert [(out, process.returncode) for (out, _), process in zip(told, processes, strict=True)] == [
        ("right\n", 0),
        ("right\n", 0),
    ], told
