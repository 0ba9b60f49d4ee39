"""NumPy's ufuncs."""

from __future__ import annotations

_OPTIONS = "where=True, casting='same_kind', order='K', dtype=None, subok=True"

UNARY = {
    "abs": "abs", "absolute": "abs", "fabs": "abs", "acos": "acos", "arccos": "acos", "acosh": "acosh",
    "arccosh": "acosh", "asin": "asin", "arcsin": "asin", "asinh": "asinh", "arcsinh": "asinh", "atan": "atan",
    "arctan": "atan", "atanh": "atanh", "arctanh": "atanh", "bitwise_invert": "bitwise_invert",
    "bitwise_not": "bitwise_invert", "invert": "bitwise_invert", "cbrt": "cbrt", "ceil": "ceil", "conj": "conj",
    "conjugate": "conj", "cos": "cos", "cosh": "cosh", "deg2rad": "deg2rad", "degrees": "degrees", "exp": "exp",
    "exp2": "exp2", "expm1": "expm1", "floor": "floor", "isfinite": "isfinite", "isinf": "isinf", "isnan": "isnan",
    "log": "log", "log10": "log10", "log1p": "log1p", "log2": "log2", "logical_not": "logical_not",
    "negative": "negative", "positive": "positive", "rad2deg": "rad2deg", "radians": "radians",
    "reciprocal": "reciprocal", "rint": "round", "sign": "sign", "signbit": "signbit", "sin": "sin", "sinh": "sinh",
    "spacing": "spacing", "sqrt": "sqrt", "square": "square", "tan": "tan", "tanh": "tanh", "trunc": "trunc",
}  # fmt: skip
BINARY = {
    "add": "add", "arctan2": "atan2", "atan2": "atan2", "bitwise_and": "bitwise_and",
    "bitwise_left_shift": "bitwise_left_shift", "left_shift": "bitwise_left_shift", "bitwise_or": "bitwise_or",
    "bitwise_right_shift": "bitwise_right_shift", "right_shift": "bitwise_right_shift", "bitwise_xor": "bitwise_xor",
    "copysign": "copysign", "divide": "divide", "true_divide": "divide", "equal": "equal",
    "float_power": "float_power", "floor_divide": "floor_divide", "fmax": "fmax", "fmin": "fmin", "fmod": "fmod",
    "gcd": "gcd", "greater": "greater", "greater_equal": "greater_equal", "heaviside": "heaviside", "hypot": "hypot",
    "lcm": "lcm", "ldexp": "ldexp", "less": "less", "less_equal": "less_equal", "logaddexp": "logaddexp",
    "logaddexp2": "logaddexp2", "logical_and": "logical_and", "logical_or": "logical_or",
    "logical_xor": "logical_xor", "maximum": "maximum", "minimum": "minimum", "mod": "remainder",
    "remainder": "remainder", "multiply": "multiply", "nextafter": "nextafter", "not_equal": "not_equal",
    "pow": "pow", "power": "pow", "subtract": "subtract",
}  # fmt: skip
SEVERAL_RESULTS = {"frexp": "x", "modf": "x", "divmod": "x1, x2"}

ROWS = {
    **{f"{name}(x, /, out=None, *, {_OPTIONS})": f"{ours}(x, out=out)" for name, ours in UNARY.items()},
    **{f"{name}(x1, x2, /, out=None, *, {_OPTIONS})": f"{ours}(x1, x2, out=out)" for name, ours in BINARY.items()},
    **{f"{name}({x}, /, *, out=None)": f"{name}({x}, out=out)" for name, x in SEVERAL_RESULTS.items()},
    "angle(z, deg=False)": "angle(z, deg=deg)",
    "i0(x)": "i0(x)",
    "imag(val)": "imag(val)",
    "iscomplex(x)": "iscomplex(x)",
    "isneginf(x, out=None)": "isneginf(x, out=out)",
    "isposinf(x, out=None)": "isposinf(x, out=out)",
    "isreal(x)": "isreal(x)",
    "isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)":
    "isclose(a, b, rtol=rtol, atol=atol, equal_nan=equal_nan)",
    "real(val)": "real(val)",
    "sinc(x)": "sinc(x)",
    "unwrap(p, discont=None, axis=-1, *, period=6.283185307179586)":
    "unwrap(p, discont=discont, axis=axis, period=period)",
}  # fmt: skip

# Parts of functions that are more than one call of ours.
HIDDEN = {
    "clip_to_bounds(a, a_min, a_max, out=None, *, where=True, casting='same_kind', order='K', dtype=None, subok=True)":
    "clip(a, a_min, a_max, out=out)",
    "nan_to_num_of(x, nan, posinf, neginf, out=None)":
    "nan_to_num(x, nan=nan, posinf=posinf, neginf=neginf, out=out)",
}  # fmt: skip

# Ours whose results are floating, whatever they are given.
IN_FLOATS = frozenset(
    "acos acosh asin asinh atan atanh cbrt cos cosh deg2rad degrees exp exp2 expm1 log log10 log1p log2 rad2deg "
    "radians sin sinh sqrt tan tanh atan2 copysign divide float_power heaviside hypot logaddexp logaddexp2 "
    "nextafter angle i0 sinc spacing unwrap frexp modf".split()
)  # fmt: skip
