"""Functions with out= run block by block: for arrays that are larger than memory, or live where nobody computes."""
