"""The contract of out=: what is checked, in which order, and how a result reaches out."""
