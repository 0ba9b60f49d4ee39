"""Functions of NumPy that the standard does not have: a file a category, implemented in `_agnostic` under its name."""
