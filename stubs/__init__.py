"""Writes the stubs (.pyi) of the public modules from the declarations: `python -m stubs`.

numpy_dtypes.py    which dtype comes out of which on NumPy, found by calling every function
overloads.py       from a declaration to the overloads of its stub
modules.py         from overloads to files

`src/unified_arrays/_stub_types.pyi`, which they import, is written by hand.
"""
