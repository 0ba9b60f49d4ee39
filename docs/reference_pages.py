"""The pages of the reference, written into docs/reference when the site is built: one a function, by category."""

from __future__ import annotations

import importlib
import inspect
import re
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from numpydoc.docscrape import NumpyDocString, Parameter

import unified_arrays as ua
from unified_arrays._common.spec import SPECS, Spec

DOCS = Path(__file__).parent
sys.path[:0] = [str(DOCS), str(DOCS.parent)]

import support_matrix as matrix  # noqa: E402
from benchmarks.natives import native_text  # noqa: E402

STANDARD = "creation elementwise statistical manipulation linear_algebra linalg fft searching sorting sets indexing"
ORDER = [*STANDARD.split(), "data_types", "utility", "extras"]
TITLES = {
    "linear_algebra": "Products of matrices",
    "linalg": "Linear algebra",
    "fft": "Fourier transforms",
    "data_types": "Data types",
    "utility": "All, any and differences",
    "extras": "Beyond the standard: average, einsum, nansum",
    "beyond_standard.linalg": "More linear algebra",
    "beyond_standard.nan_reductions": "Reductions without NaN",
    "beyond_standard.elementary": "More elementwise functions",
    "beyond_standard.ranges": "Numbers that grow by a factor",
    "beyond_standard.choosing": "Choosing among arrays",
    "beyond_standard.comparing": "Comparing arrays",
    "beyond_standard.calculus": "Derivatives, integrals, interpolation",
    "beyond_standard.applying": "Functions of your own",
    "beyond_standard.bin_counts": "Counts",
}
# What belongs to no category: module, names.
OTHERS = {
    "Backends, devices and data": (
        "unified_arrays",
        "get_backend set_backend use_backend use_device device devices to_device to_backend array_namespace is_array",
    ),
    "Writing, compiling, asking": (
        "unified_arrays",
        "copyto at place putmask put_along_axis fill_diagonal compile in_place_writes blockwise write_mode",
    ),
    "Memory": (
        "unified_arrays.memory",
        "trace address nbytes shares_memory allocated peak reset_peak counted_by programs",
    ),
    "Generators of random numbers": ("unified_arrays.random", "default_rng"),
    "Testing": ("unified_arrays.testing", "assert_close assert_same assert_keeps_out_contract backend_suite"),
}
CLASSES = {
    "Errors and classes": (
        "unified_arrays",
        "Device DeviceMismatchError DeviceNotFoundError GradientError CompileWarning",
    ),
    "Random numbers": ("unified_arrays.random", "Generator"),
}
TYPES = {
    "Array": "An array of one backend: `numpy.ndarray`, `torch.Tensor`, `tf.Tensor`, `tf.Variable`, `ArrayVariable`. "
    "What goes in as one comes out as one.",
    "NewArray": "An array of the selected backend.",
    "Shape": "An int, or a tuple of ints.",
    "Axes": "An axis, or a tuple of axes; negative ones count from the end.",
    "DTypeLike": "A dtype such as `ua.float32`, its name, or a native dtype of the backend.",
    "DeviceLike": 'A `Device`, one of its spellings such as `"gpu:0"`, or a native device.',
    "NestedSequence": "A nested list or tuple of numbers.",
    "Norm": '`"backward"`, `"ortho"` or `"forward"`.',
}
ALIASES = {"numpy": "np", "torch": "torch", "tensorflow": "tf"}


def write(folder: Path) -> None:
    """Every page, into an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "functions").mkdir(parents=True)
    chapters = []
    for category, specs in categories().items():
        chapters.append(page_of(category))
        (folder / f"{chapters[-1]}.md").write_text(category_page(category, specs), encoding="utf-8")
    taken = {(name, backend): matrix.dtypes(name, backend) for name in SPECS for backend in matrix.HERE}
    for spec in SPECS.values():
        page = function_page(spec, {backend: taken[spec.name, backend] for backend in matrix.HERE})
        (folder / "functions" / f"{spec.name}.md").write_text(page, encoding="utf-8")
    (folder / "other.rst").write_text(other_page(), encoding="utf-8")
    (folder / "types.md").write_text(types_page(), encoding="utf-8")
    (folder / "support-matrix.md").write_text(matrix_page(taken), encoding="utf-8")
    (folder / "index.md").write_text(index_page(chapters), encoding="utf-8")


def categories() -> dict[str, list[Spec]]:
    """category -> its functions, the standard's categories first."""
    found: dict[str, list[Spec]] = {}
    for spec in sorted(SPECS.values(), key=lambda spec: spec.name.lower()):
        found.setdefault(spec.stub.__module__.partition("._api.")[2], []).append(spec)
    rest = sorted(found.keys() - {*ORDER})
    return {category: found[category] for category in [*ORDER, *rest]}


def page_of(category: str) -> str:
    return category.replace("beyond_standard.", "more_")


def title_of(category: str) -> str:
    return TITLES.get(category) or category.rpartition(".")[2].replace("_", " ").capitalize()


def index_page(chapters: list[str]) -> str:
    """The categories, and what belongs to none."""
    names = "\n".join(chapters)
    return f"""# Reference

Every function by category, {len(SPECS)} of them, each on a page of its own: signature, parameters, errors, how it is
written into `out` on each backend, an example, and what the frameworks call it. Options behind the `*` of a signature
are keywords.

```{{toctree}}
:maxdepth: 1

{names}
other
types
```
"""


def category_page(category: str, specs: list[Spec]) -> str:
    text = inspect.getdoc(importlib.import_module(f"unified_arrays._api.{category}")) or ""
    lines = [f"# {title_of(category)}", "", escaped(text), "", "| function | |", "|---|---|"]
    lines += [f"| [{spec.name}](functions/{spec.name}.md) | {cell(summary(spec))} |" for spec in specs]
    return "\n".join([*lines, ""])


def public(spec: Spec) -> Callable[..., Any]:
    function: Any = ua
    for part in spec.name.split("."):
        function = getattr(function, part)
    return function  # type: ignore[no-any-return]


def summary(spec: Spec) -> str:
    return escaped((inspect.getdoc(public(spec)) or "").partition("\n")[0])


def escaped(text: str) -> str:
    """Text of a docstring as Markdown: what is not in backticks has no stars that mean something."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(part if part.startswith("`") else re.sub(r"([*<>_|])", r"\\\1", part) for part in parts)


def cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", text.replace("\n", " "))


def signature_text(spec: Spec) -> str:
    """The signature with its annotations as they are written in the declaration."""
    signature = inspect.signature(spec.stub)
    bare = [one.replace(annotation=_Written(one.annotation)) for one in signature.parameters.values()]
    return str(signature.replace(parameters=bare, return_annotation=_Written(signature.return_annotation)))


class _Written:
    """An annotation that is shown as its text, without quotes."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def function_page(spec: Spec, taken: dict[str, list[str] | None]) -> str:
    parsed = NumpyDocString(inspect.getdoc(public(spec)) or "")
    places = [f"unified_arrays.{name}" if name else "unified_arrays" for name in spec.namespaces]
    directive = [f"```{{py:function}} {spec.module}.{spec.last_name}{signature_text(spec)}", "```"]
    category = spec.stub.__module__.partition("._api.")[2]
    up = f"[Reference](../index.md) / [{title_of(category)}](../{page_of(category)}.md)"
    lines = [
        "---",
        "orphan: true",
        "---",
        "",
        f"# {spec.name}",
        "",
        up,
        "",
        *directive,
        "",
        escaped("\n".join(parsed["Summary"])),
        "",
    ]
    lines += [escaped("\n".join(parsed["Extended Summary"])), ""]
    if len(places) > 1:
        lines += [f"Also `{places[1]}.{spec.last_name}`.", ""]
    lines += [*rubric("Parameters"), "", *entries(parsed["Parameters"], typed=True)]
    lines += [*rubric("Returns"), "", *entries(parsed["Returns"], typed=False)]
    if parsed["Raises"]:
        lines += [*rubric("Raises"), "", *entries(parsed["Raises"], typed=False)]
    related = [(name, " ".join(text)) for names, text in parsed["See Also"] for name, _ in names]
    lines += [*rubric("See also"), "", *(f"- [`{name}`]({name}.md): {escaped(text)}" for name, text in related), ""]
    lines += [*rubric("Example"), "", "```pycon", *parsed["Examples"], "```", ""]
    lines += [*rubric("On each backend"), "", *backends_table(spec, taken), "", source_of(spec), ""]
    return "\n".join(lines)


def rubric(title: str) -> list[str]:
    """A heading that is no section: the page is about one thing."""
    return [f"```{{rubric}} {title}", "```"]


def source_of(spec: Spec) -> str:
    """Where to read on."""
    files = [f"src/unified_arrays/_api/{spec.stub.__module__.partition('._api.')[2].replace('.', '/')}.py"]
    if spec.category_beyond_standard is not None:
        files.append(f"src/unified_arrays/_agnostic/{spec.category_beyond_standard}.py")
    assert all((DOCS.parent / file).is_file() for file in files)
    return f"Source: {', '.join(f'`{file}`' for file in files)}"


def entries(parameters: Iterable[Parameter], *, typed: bool) -> list[str]:
    lines = []
    for name, kind, text in parameters:
        term = f"`{name}` : {escaped(kind)}" if typed and kind else f"`{name or kind}`"
        described = "\n".join(text)
        if not re.match(r"\s*- ", described):
            described = escaped(" ".join(line.strip() for line in text))
        lines += [term, f": {described.strip() if '- ' not in described else indented(described)}", ""]
    return lines


def indented(text: str) -> str:
    """A list in a definition."""
    return "\n".join(line if i == 0 else f"  {line}" for i, line in enumerate(escaped(text).split("\n")))


def backends_table(spec: Spec, taken: dict[str, list[str] | None]) -> list[str]:
    lines = [
        "| backend | computed by | with `out` | dtypes of the inputs | in the framework |",
        "|---|---|---|---|---|",
    ]
    for backend in matrix.HERE:
        with_out = f"**{matrix.mode(spec, backend)}**: {matrix.how(spec, backend)}" if spec.takes_out else "takes none"
        dtypes = matrix.in_short(taken[backend], backend)
        own = framework_link(spec, backend)
        cells = [matrix.LABELS[backend], matrix.computed_by(spec, backend), with_out, dtypes, own]
        lines.append(f"| {' | '.join(map(cell, cells))} |")
    gradient = matrix.with_gradient(spec.name)
    if gradient:
        lines += ["", f"Gradient: {gradient}."]
    graphs = matrix.in_graphs(spec)
    if any(graphs):
        named = zip(("`tf.function`", "XLA", "`torch.compile`"), graphs, strict=True)
        lines += ["", "In graphs: " + "; ".join(f"{name} {text}" for name, text in named) + "."]
    return lines


def framework_link(spec: Spec, backend: str) -> str:
    """What a framework calls the function, with the address of its page; "" if it has none."""
    if backend not in ALIASES:
        return ""
    names = [one.name for one in spec.signature.parameters.values() if one.name != "out"]
    text = native_text(backend, spec.name, names, [])
    found = re.search(rf"\b{ALIASES[backend]}\.([\w.]+)\(", text or "")
    if found is None:
        return ""
    function: Any = importlib.import_module(backend)
    for part in found[1].split("."):
        function = getattr(function, part)
    return f"[{ALIASES[backend]}.{found[1]}]({ADDRESSES[backend](found[1], function)})"


def _numpy_address(place: str, function: Any) -> str:
    parent, dot, last = place.rpartition(".")
    name = getattr(function, "__name__", last)
    return f"https://numpy.org/doc/stable/reference/generated/numpy.{parent}{dot}{name}.html"


def _tensorflow_address(place: str, function: Any) -> str:
    canonical = [*getattr(function, "_tf_api_names", ()), place][0]
    return f"https://www.tensorflow.org/api_docs/python/tf/{canonical.replace('.', '/')}"


ADDRESSES: dict[str, Callable[[str, Any], str]] = {
    "numpy": _numpy_address,
    "torch": lambda place, function: f"https://docs.pytorch.org/docs/stable/generated/torch.{place}.html",
    "tensorflow": _tensorflow_address,
}


def other_page() -> str:
    """Functions and classes that serve no single backend, from their docstrings."""
    lines = ["Settings, memory, testing, random numbers", "=" * 41, ""]
    for title, (module, names) in {**OTHERS, **CLASSES}.items():
        lines += [title, "-" * len(title), "", f".. currentmodule:: {module}", ""]
        for name in names.split():
            if title in CLASSES:
                members = ["   :members:"] if name in ("Generator", "Device") else []
                members += ["   :inherited-members:"] if name == "Generator" else []
                lines += [f".. autoclass:: {name}", *members, ""]
            else:
                lines += [f".. autofunction:: {name}", ""]
    return "\n".join(lines)


def types_page() -> str:
    lines = ["# Types in signatures", ""]
    for name, text in TYPES.items():
        lines += [f"```{{py:class}} {name}", text, "```", ""]
    return "\n".join(lines)


def matrix_page(taken: dict[tuple[str, str], list[str] | None]) -> str:
    """All functions on all backends, by category."""
    labels = [matrix.LABELS[backend] for backend in matrix.HERE]
    head = ["function", *(f"{label}: out, dtypes" for label in labels), "gradient"]
    head += ["tf.function", "XLA", "torch.compile"]
    lines = [
        "# Support matrix",
        "",
        "Made from the tables of the package when this site was built, with "
        + ", ".join(f"{matrix.LABELS[one]} {version(one)}" for one in matrix.HERE)
        + ". The word is the write mode of `out=`: *native*, *copy*, *assign* or *update*",
        "([what they mean](../memory.md)). Dtypes are those of inputs that the function took when it was tried;",
        "*all* is every dtype that the backend has, and nothing is said where it was not tried.",
        "A gradient is there where one that is not zero everywhere reached a floating input, in a call without `out=`;",
        "it was tried on PyTorch and TensorFlow, and `none` is of functions such as `floor` or `argsort`, too.",
        "Graphs are what the tests do with every function: whole programs, with `out=` and without.",
        "On a GPU nothing of this has been measured yet: `nox -s tests-gpu` runs the tests of every function on one.",
        "",
    ]
    for category, specs in categories().items():
        lines += [f"## {title_of(category)}", "", f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
        for spec in specs:
            cells = [f"[{spec.name}](functions/{spec.name}.md)"]
            for backend in matrix.HERE:
                dtypes = matrix.in_short(taken[spec.name, backend], backend)
                mode = matrix.mode(spec, backend)
                cells.append(": ".join(filter(None, [f"*{mode}*" if mode else "", dtypes])))
            cells.append(matrix.with_gradient(spec.name))
            lines.append(f"| {' | '.join(map(cell, [*cells, *matrix.in_graphs(spec)]))} |")
        lines.append("")
    return "\n".join(lines)


def version(backend: str) -> str:
    return str(importlib.import_module(backend).__version__).partition("+")[0]
