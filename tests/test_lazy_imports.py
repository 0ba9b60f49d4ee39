"""Frameworks are imported when they are first named or met, never before and never on suspicion."""

from __future__ import annotations

import pytest

from fresh import fresh_python

FRAMEWORKS = ("torch", "tensorflow", "jax", "cupy", "keras", "pandas", "scipy")
SHOW = f"""
import sys
def show():
    print(*sorted(name for name in {FRAMEWORKS} if name in sys.modules),
          *(name for name in ("numpy", "tensorflow", "torch")
            if f"unified_arrays.backends.{{name}}.adapter" in sys.modules))
"""


def test_importing_the_package_imports_no_framework() -> None:
    assert fresh_python(f"{SHOW}\nimport unified_arrays\nshow()") == [""]


def test_computing_on_numpy_imports_no_other_framework() -> None:
    program = f"""{SHOW}
import numpy as np
import unified_arrays as ua
x = ua.ones((2, 3), dtype=ua.float32, device="cpu")
ua.add(x, np.ones((2, 3)), out=ua.empty((2, 3)))
ua.linalg.svd(x)
ua.result_type(ua.int8, np.dtype("int16"))
ua.array_namespace(x).sum(x)
ua.to_backend(x, "numpy", copy=True)
ua.write_mode("add")
ua.is_array(x), ua.is_array("text"), ua.device(x), ua.devices()
for wrong in (lambda: ua.add(x, [1.0]), lambda: ua.add([1.0], 1.0), lambda: ua.zeros(3, dtype="nonsense")):
    try:
        wrong()
    except TypeError:
        pass
    else:
        raise SystemExit("not refused")
show()
"""
    assert fresh_python(program) == ["numpy"]


def test_naming_a_backend_without_using_it_imports_nothing() -> None:
    program = f"{SHOW}\nimport unified_arrays as ua\nprint(ua.get_backend())\nshow()"
    assert fresh_python(program, UNIFIED_ARRAYS_BACKEND="tensorflow") == ["tensorflow", ""]


def test_an_array_of_torch_loads_torch_s_adapter_alone() -> None:
    pytest.importorskip("torch")
    program = f"""{SHOW}
import numpy as np, torch
import unified_arrays as ua
ua.add(np.ones(2), 1.0)
print("unified_arrays.backends.torch.adapter" in sys.modules)
print(ua.sum(torch.ones(3)).item())
print(*(f"unified_arrays.backends.{{name}}.adapter" in sys.modules for name in ("torch", "tensorflow")))
print("tensorflow" in sys.modules, "jax" in sys.modules)
"""
    assert fresh_python(program) == ["False", "3.0", "True False", "False False"]


STRANGE = """
class Strange:
    shape, dtype, ndim = (3,), "float32", 1
    def __array__(self, dtype=None, copy=None): raise SystemExit("__array__ was called")
    def __array_namespace__(self, api_version=None): raise SystemExit("__array_namespace__ was called")
    def __dlpack__(self, **options): raise SystemExit("__dlpack__ was called")
    def __len__(self): raise SystemExit("__len__ was called")
"""


@pytest.mark.parametrize("module", ["__main__", "jax", "tensorflow_probability", "torchvision", "numpy_like"])
def test_an_array_of_an_unknown_library_is_a_clear_error_and_imports_nothing(module: str) -> None:
    program = f"""{STRANGE}
import sys
import unified_arrays as ua
ua.sum(ua.ones(2))
Strange.__module__ = {module!r}
before = set(sys.modules)
calls = [lambda x: ua.add(x, 1.0), lambda x: ua.add(ua.ones(3), x), lambda x: ua.sum(x), lambda x: ua.concat([x]),
         lambda x: ua.add(ua.ones(3), 1.0, out=x), lambda x: ua.array_namespace(x), lambda x: ua.device(x)]
for call in calls:
    try:
        call(Strange())
    except TypeError as error:
        print(error)
new = {{name.partition(".")[0] for name in set(sys.modules) - before}} - sys.stdlib_module_names  # entry points
print(ua.is_array(Strange()), new - {{"strict_backend"}})  # whose entry point may be here
"""
    name = f"{module}.Strange"
    assert fresh_python(program) == [
        f"add: x1 is a {name}, expected an array or a Python number: make an array with asarray",
        f"add: x2 is a {name}, expected an array or a Python number: make an array with asarray",
        f"sum: x is a {name}, expected an array: make an array with asarray",
        f"concat: arrays is a {name}, expected an array: make an array with asarray",
        f"add: out is a {name}, expected an array: allocate one with empty or empty_like",
        f"array_namespace: arrays[0] is a {name}, expected an array: make an array with asarray",
        f"device: x is a {name}, expected an array: make an array with asarray",
        "False set()",
    ]


@pytest.mark.parametrize("framework", ["torch", "tensorflow"])
def test_a_class_that_claims_to_be_a_framework_s_imports_nothing(framework: str) -> None:
    program = f"""{STRANGE}
import sys
import unified_arrays as ua
Strange.__module__ = "{framework}.something"
try:
    ua.sum(Strange())
except TypeError as error:
    print(error)
print(ua.is_array(Strange()), {framework!r} in sys.modules)
"""
    message = f"sum: x is a {framework}.Strange, expected an array: make an array with asarray"
    assert fresh_python(program) == [message, "False False"]


@pytest.mark.parametrize("name", ["torch", "tensorflow"])
def test_a_fixed_namespace_that_is_not_installed_names_its_extra(name: str) -> None:
    program = f"""if True:
        import sys
        sys.modules[{name!r}] = None
        import unified_arrays
        for _ in range(2):
            try:
                import unified_arrays.{name}
            except ImportError as error:
                print(error)
            try:
                unified_arrays.{name}.add
            except ImportError as error:
                print(error)
    """
    messages = fresh_python(program)
    assert len(messages) == 4
    assert all(message.endswith(f"pip install 'unified_arrays[{name}]'") for message in messages)


@pytest.mark.parametrize("name", ["numpy", "torch", "tensorflow"])
def test_a_fixed_namespace_is_imported_by_its_first_name(name: str) -> None:
    pytest.importorskip(name)
    program = f"""if True:
        import importlib, pickle, sys
        import unified_arrays as ua
        held = ua.{name}
        whole = f"{{ua.__name__}}.{name}"
        print(hasattr(held, "__wrapped__"), hasattr(held, "__path__"), whole in sys.modules, {name!r} in sys.modules)
        x = held.ones(2)
        print(held is ua.{name} is sys.modules[whole] is importlib.import_module(whole), ua.array_namespace(x) is held)
        print(type(held) is type(sys), held.__spec__.name, pickle.loads(pickle.dumps(held.add)) is held.add)
        from unified_arrays.{name} import add
        print(add is held.add, importlib.reload(held) is held, held.add(x, x)[0] == 2)
    """
    loaded = fresh_python(program)
    assert loaded == [
        f"False False False {name == 'numpy'}",  # who looks around imports nothing
        "True True",
        f"True unified_arrays.{name} True",
        "True True " + {"torch": "tensor(True)"}.get(name, "True"),
    ]


def test_a_fixed_namespace_outlives_its_package() -> None:
    program = """if True:
        import importlib, sys
        import unified_arrays as ua
        held, early = ua.numpy, ua.numpy
        held.pi
        importlib.reload(ua)
        print(ua.numpy.pi == held.pi, "add" in dir(ua.numpy))
        del sys.modules["unified_arrays"]
        import unified_arrays as again
        print(again.numpy.pi == ua.numpy.pi == early.pi, "_unloaded" in dir(again))
    """
    assert fresh_python(program) == ["True True", "True False"]


def test_dir_of_a_fixed_namespace_shows_its_names() -> None:
    assert fresh_python("import unified_arrays as ua; print('add' in dir(ua.numpy))") == ["True"]


def test_the_package_has_no_getattr() -> None:
    """CPython looks the functions of a module with one up more slowly, in each call."""
    import unified_arrays

    assert "__getattr__" not in vars(unified_arrays)


def test_the_package_needs_no_framework_but_numpy() -> None:
    program = """if True:
        import importlib.abc, sys
        class Nothing(importlib.abc.MetaPathFinder):
            def find_spec(self, name, path=None, target=None):
                if name.partition(".")[0] in ("torch", "tensorflow", "jax", "keras", "scipy", "pandas"):
                    raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        sys.meta_path.insert(0, Nothing())
        import unified_arrays as ua
        print(ua.add(ua.ones(2), ua.ones(2), out=ua.empty(2)))
    """
    assert fresh_python(program) == ["[2. 2.]"]
