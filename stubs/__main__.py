"""`python -m stubs` writes the files; `--check` only says which of them are stale, and ends with 1 if any is."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from stubs.modules import FOLDER, texts  # noqa: E402


def main() -> int:
    """Write or compare."""
    parser = argparse.ArgumentParser(prog="python -m stubs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, and say what is stale")
    check = parser.parse_args().check
    stale = 0
    for name, text in texts().items():
        path = FOLDER / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        print(f"{'stale' if check else 'written'}: {path.relative_to(ROOT)}")
        if not check:
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(text, encoding="utf-8")
    return int(check and stale > 0)


if __name__ == "__main__":
    raise SystemExit(main())
