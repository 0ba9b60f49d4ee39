"""The constants of the array API standard, and which edition of it this is."""

from math import e, inf, nan, pi

newaxis = None
STANDARD = "2025.12"

__all__ = ["e", "inf", "nan", "newaxis", "pi"]
