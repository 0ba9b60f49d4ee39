"""What going through unified_arrays costs, as ratios to the frameworks' own calls made in the same run.

`python -m benchmarks --help` (or `nox -s bench`). One concern a file:

    timing.py       a call, and how calls are timed in turn; medians and means
    records.py      one figure, and the file of figures
    natives.py      the framework's own public call for a function of the standard, as data
    functions.py    every function, without out= and with it
    calls.py        the smallest calls, beside other libraries'
    peers.py        the other libraries
    large.py        functions beyond the standard on 1e5 elements, beside what an expert writes
    writes.py       writes into arrays at hand, and inputs that programs have, beside what an expert writes
    programs_table.py   twelve programs, beside an expert's and other libraries'; whole_programs/ has them
    sizes.py        the ratio by array size
    memory.py       the most memory that a call takes, in a process of its own
    fast_paths.py   the fast paths of the backends, beside what stands behind them
    growth.py       what must not grow: the import, and the cost by arguments, axes, functions, backends
    aims.py         what we aim at, and what was measured
    comparison.py   this run against an earlier one
    tables.py       prints, and writes the tables of docs/performance.md
    pictures.py     draws
    worker.py       one process of the run
    __main__.py     the command line
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The inputs of the tests are what is timed, and the examples measure memory.
sys.path += [str(ROOT / folder) for folder in ("tests", "examples") if str(ROOT / folder) not in sys.path]
