"""The tables: NumPy's signature, and the call of ours that answers it, by category."""
