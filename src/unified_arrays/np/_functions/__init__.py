"""Functions of NumPy that are more than one call of ours, by category. Their public names are in `__all__`."""
