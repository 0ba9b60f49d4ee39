"""The files: which names a public module has, and where each comes from."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np

import unified_arrays as ua
from stubs.numpy_dtypes import measured
from stubs.overloads import KINDS, overloads
from unified_arrays._common import constants, dtypes
from unified_arrays._common.spec import EXTENSIONS, SPECS, Spec
from unified_arrays._dispatch.namespaces import unloaded

FOLDER = Path(ua.__file__).parent
HEAD = '''"""Written by `python -m stubs` from the declarations."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, overload
from builtins import bool as _bool
'''
NAMESPACE = "\n__array_api_version__: str\n\ndef __array_namespace_info__() -> Any: ...\n\n"
USED_TYPES = (
    *("AnyArray", "AnyDType", "Array", "Complex", "DTypeLike", "DeviceLike", "Floating", "Inexact", "Integer"),
    *("MixedArray", "NestedSequence", "Number", "NumPyArray", "OtherArray", "Scalar", "Shape", "Axes"),
)
IMPORTS = {
    "": "import numpy as _numpy\nfrom numpy.typing import NDArray as _NDArray\n",
    "numpy": "import numpy as _numpy\nfrom numpy.typing import NDArray as _NDArray\n",
    "torch": "import torch as _torch\n",
    "tensorflow": "import tensorflow as _tensorflow\n",
    "jax": "import jax as _jax\n",
    "dask": "import dask.array as _dask\n",
    "cupy": "import cupy as _cupy\n",
}
# What a fixed namespace has besides, and the type variables that only its functions use.
OWN = {
    "tensorflow": ("array_api_tensorflow", ("ArraySlice", "ArrayVariable", "disable_array_api_behavior",
                                            "enable_array_api_behavior")),
    "jax": ("backends.jax.array_ref", ("ArrayRef",)),
    "dask": ("backends.dask.dask_memory", ("DaskMemory",)),
}  # fmt: skip
VARIABLES = {
    "tensorflow": 'AnyTensorFlow = TypeVar("AnyTensorFlow", bound=_tensorflow.Tensor | _tensorflow.Variable)\n',
    "jax": 'AnyJax = TypeVar("AnyJax", bound=_jax.Array | ArrayRef)\n',
    "dask": 'AnyDask = TypeVar("AnyDask", bound=_dask.Array | DaskMemory)\n',
}
DTYPE = {"torch": "_torch.dtype", "tensorflow": "_tensorflow.DType", "jax": "Any", "dask": "Any", "cupy": "Any"}


def texts() -> dict[str, str]:
    """The text of every stub, by its path in the package."""
    found = {"__init__.pyi": _main(), "_named_tuples.pyi": _named_tuples()}
    for extension in EXTENSIONS:
        found[f"{extension}.pyi"] = _extension("", extension)
    for backend in filter(None, KINDS):
        found[f"{backend}.pyi"] = _fixed(backend)
        for extension in EXTENSIONS:
            found[f"_stubs/{backend}/{extension}.pyi"] = _extension(backend, extension)
    known_to = '"""The extensions of the fixed namespaces: known to type checkers only."""\n'
    folders = ["_stubs", *(f"_stubs/{backend}" for backend in filter(None, KINDS))]
    return found | {f"{folder}/__init__.pyi": known_to for folder in folders}


def _functions(namespace: str, backend: str) -> str:
    specs = sorted((spec for spec in SPECS.values() if namespace in spec.namespaces), key=lambda spec: spec.last_name)
    return "".join(f"\n{_function(spec, backend)}" for spec in specs)


def _function(spec: Spec, backend: str) -> str:
    lines = list(dict.fromkeys(overloads(spec, backend)))
    return f"{lines[0]}\n" if len(lines) == 1 else "".join(f"@overload\n{line}\n" for line in lines)


def _from_types(body: str, dots: str) -> str:
    """The imports of what the body uses: of the hand-written types, and of the named tuples."""
    words = set("".join(letter if letter.isalnum() or letter == "_" else " " for letter in body).split())
    types = sorted(words.intersection(USED_TYPES))
    tuples = sorted(words.intersection(name for name, _ in _tuple_classes()))
    lines = f"from {dots}_stub_types import {', '.join(types)}\n" if types else ""
    return lines + (f"from {dots}_named_tuples import {', '.join(tuples)}\n" if tuples else "")


def _tuple_classes() -> list[tuple[str, tuple[str, ...]]]:
    return sorted({found.fields for found in map(measured, SPECS) if found.fields is not None})


def _named_tuples() -> str:
    """Named tuples of several results; each framework has classes of its own with these names and fields."""
    longest = max(len(fields) for _, fields in _tuple_classes())
    variables = [f"_{number}" for number in range(1, longest + 1)]
    text = '"""Written by `python -m stubs`: the named tuples that functions of several results return."""\n\n'
    text += "from typing import Generic, NamedTuple, TypeVar\n\n"
    text += "".join(f'{name} = TypeVar("{name}")\n' for name in variables)
    for name, fields in _tuple_classes():
        text += f"\nclass {name}(NamedTuple, Generic[{', '.join(variables[: len(fields)])}]):\n"
        text += "".join(f"    {one}: {variable}\n" for one, variable in zip(fields, variables, strict=False))
    return text


def _main() -> str:
    body = "".join(sorted(_reexports())) + "\n__version__: str\n" + NAMESPACE
    body += _functions("", "")
    needed = "from .array_api_tensorflow import ArrayVariable\n"
    return HEAD + IMPORTS[""] + _from_types(body, ".") + needed + body


def _reexports() -> Iterator[str]:
    """Every public name that is no declared function, from the module that `__init__.py` takes it from."""
    tree = ast.parse((FOLDER / "__init__.py").read_text(encoding="utf-8"))
    stars = [node.module for node in tree.body if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"]
    declared = {spec.last_name for spec in SPECS.values() if "" in spec.namespaces}
    for module in filter(None, stars):
        names = [name for name in importlib.import_module(f"unified_arrays.{module}").__all__ if name not in declared]
        if names:
            yield f"from .{module} import {', '.join(f'{name} as {name}' for name in names)}\n"
    modules = {name for name in ua.__all__ if isinstance(getattr(ua, name), ModuleType)}
    for name in modules.union(unloaded("unified_arrays")):
        if (FOLDER / f"{name}.py").exists() or (FOLDER / name).is_dir():  # not the backends of other packages
            yield f"from . import {name} as {name}\n"


def _extension(backend: str, extension: str) -> str:
    body = _functions(extension, backend)
    dots = "..." if backend else "."
    own = _own(backend, dots)
    if not backend:
        own = "from .array_api_tensorflow import ArrayVariable\n"
    variables = VARIABLES.get(backend, "")
    return HEAD + IMPORTS[backend] + _typevar(variables) + _from_types(body, dots) + own + variables + body


def _typevar(variables: str) -> str:
    return "from typing import TypeVar\n" if variables else ""


def _own(backend: str, dots: str) -> str:
    if backend not in OWN:
        return ""
    module, names = OWN[backend]
    return f"from {dots}{module} import {', '.join(f'{name} as {name}' for name in names)}\n"


def _fixed(backend: str) -> str:
    body = f"from ._common.constants import {', '.join(f'{name} as {name}' for name in constants.__all__)}\n"
    body += "".join(f"from ._stubs.{backend} import {name} as {name}\n" for name in EXTENSIONS)
    body += "from . import random as random\n"
    body += _typevar(VARIABLES.get(backend, "")) + _own(backend, ".") + VARIABLES.get(backend, "")
    body += NAMESPACE
    body += "".join(f"{name}: {_dtype(backend, name)}\n" for name in dtypes.ALL if _has_dtype(backend, name))
    body += _functions("", backend)
    return HEAD + IMPORTS[backend] + _from_types(body, ".") + body


def _has_dtype(backend: str, name: str) -> bool:
    return backend not in ("numpy", "dask", "cupy") or name != "bfloat16"


def _dtype(backend: str, name: str) -> str:
    return DTYPE.get(backend) or f"_numpy.dtype[_numpy.{'bool_' if name == 'bool' else np.dtype(name).name}]"
