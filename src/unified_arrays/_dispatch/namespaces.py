"""The fixed namespaces: every declared function bound to one backend, without dispatch, and what the standard adds.

`unified_arrays.torch` and the others are modules filled from here, and `array_namespace(x)` returns them.
"""

from __future__ import annotations

import importlib
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from .. import backends
from .._agnostic.namespaces import function_of
from .._common import constants
from .._common.codegen import compile_function, compiled_later
from .._common.dtypes import ALL
from .._common.framework_compilers import as_written
from .._common.spec import EXTENSIONS, SPECS, Spec
from . import call_sites
from .calls import call_without_out
from .declare import names_of, public_body, text_of_into, with_metadata
from .docstrings import docstring
from .resolve import Table


def fixed_namespace(name: str) -> dict[str, Any]:
    """All names of the fixed namespace of a backend: functions, native dtypes, constants, extensions."""
    backend = backends.by_name(name)
    functions = {spec: bound_function(spec, name) for spec in SPECS.values() if _is_there(spec, backend)}

    def names_of(namespace: str) -> dict[str, Any]:
        return {spec.last_name: function for spec, function in functions.items() if namespace in spec.namespaces}

    extensions = {extension: ModuleType(f"unified_arrays.{name}.{extension}") for extension in EXTENSIONS}
    for extension, module in extensions.items():
        module.__dict__.update(names_of(extension))
    extensions["random"] = UnloadedRandom(f"unified_arrays.{name}.random")
    for module in extensions.values():
        sys.modules[module.__name__] = module  # where import and pickle find it
    return {
        **{name: getattr(constants, name) for name in constants.__all__},
        **{dtype: backend.dtypes[dtype] for dtype in ALL if dtype in backend.dtypes},
        **names_of(""),
        **extensions,
        "__array_api_version__": constants.STANDARD,
        "__array_namespace_info__": backend.namespace.__array_namespace_info__,
    }


def _is_there(spec: Spec, backend: backends.Backend) -> bool:
    return spec.category_beyond_standard is not None or function_of(backend.namespace, spec.name) is not None


class Unloaded(ModuleType):
    """A namespace that nobody has used yet: `unified_arrays.torch` without an import of its own.

    Any of its names imports it, and from then on it is a module like any other. The package has no `__getattr__`
    instead, since CPython (3.11) looks the functions of such a package up more slowly: 40 ns in each call.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and not name.startswith("__array_"):  # asked of all modules, by who looks around
            message = f"module {self.__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        self._load()
        return getattr(self, name)

    def __dir__(self) -> list[str]:
        self._load()
        return dir(self)

    def _load(self) -> None:
        imported = importlib.import_module(self.__name__)
        if imported is not self:  # `load` has done it, unless the package was loaded again
            self._become(vars(imported))

    def _become(self, names: dict[str, Any]) -> None:
        vars(self).update(names)
        self.__class__ = ModuleType  # type: ignore[assignment]


class UnloadedRandom(Unloaded):
    """`random` of a fixed namespace, which nobody has used yet."""

    def _load(self) -> None:
        package, backend, random = self.__name__.split(".")
        self._become(importlib.import_module(f"{package}.{random}").of_backend(backend))


def unloaded(package: str) -> dict[str, ModuleType]:
    """The fixed namespaces of all backends, and what else is imported when it is used; none of it is yet."""
    return {name: Unloaded(f"{package}.{name}") for name in (*backends.KNOWN, "memory", "np", "random", "typing")}


def load(module: str) -> None:
    """Fill the fixed namespace whose module is being imported, as its last line; who has it unloaded has it then."""
    vars(sys.modules[module]).update(fixed_namespace(module.rpartition(".")[2]))
    hold(module)


def hold(module: str) -> None:
    """Who has the module unloaded that is being imported has it now; its last line."""
    imported = sys.modules[module]
    package, _, name = module.rpartition(".")
    held = getattr(sys.modules[package], name)
    if type(held) is Unloaded:
        held._become(vars(imported))
        sys.modules[module] = held  # what the import returns


class OfOtherPackages:
    """Finds `unified_arrays.<name>` for backends that are registered and have no file here.

    Python asks it last, when no file was found: whoever imports what is there never gets here.
    """

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        package, _, backend = name.rpartition(".")
        if package != backends.__name__.rpartition(".")[0]:
            return None
        try:
            backends.check_name(backend, name)
        except ValueError:
            return None  # and Python says that there is no such module
        return ModuleSpec(name, self)  # type: ignore[arg-type]  # it has what a loader needs

    def create_module(self, spec: ModuleSpec) -> None:
        """An ordinary module."""

    def exec_module(self, module: ModuleType) -> None:
        vars(module).update(fixed_namespace(module.__name__.rpartition(".")[2]))


sys.meta_path.append(OfOtherPackages())


def bound_function(spec: Spec, backend: str) -> Any:
    """One function bound to one backend, with the signature of the public one.

    Without out= it is the backend's own function; with out= its arguments are looked at, as the contract asks.
    """

    def compiled() -> Any:
        tables = {"into": Table(spec, with_out=True, bound=backend)} if spec.takes_out else {}
        names = {**names_of(spec, tables), "plain": call_without_out(spec, backend)}
        body = public_body(spec, "plain", text_of_into(spec))
        function = compile_function(spec.last_name, spec.signature, body, names, f"{backend} function")
        call_sites.add(function.__globals__, spec, backend=backend)
        return as_written(function)

    function = compiled_later(spec.last_name, compiled) if spec.is_seldom_called else compiled()
    module = ".".join(filter(None, ("unified_arrays", backend, spec.namespaces[0])))
    function.__doc__ = docstring(spec)
    return with_metadata(function, spec, module, spec.last_name)
