"""Pictures of a run, as SVG: the smallest calls, every function, the ratio by size, the peak memory, programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from .natives import FRAMEWORKS
from .records import Run
from .tables import WHO

COLORS = {"numpy": "#4d77cf", "torch": "#de3412", "tensorflow": "#ff9500"}
NEEDS_MATPLOTLIB = "the pictures of the benchmarks need matplotlib: pip install matplotlib, or run nox -s bench"


def draw(run: Run, folder: Path) -> list[Path]:
    """Every picture that the run has figures for. ImportError without matplotlib."""
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError(NEEDS_MATPLOTLIB) from error
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    # The same figures give the same file, and text stays text.
    with matplotlib.rc_context({"svg.hashsalt": "unified_arrays", "svg.fonttype": "none", "font.size": 9}):
        for name, (table, picture) in PICTURES.items():
            if run.chosen(table=table):
                figure = Figure(layout="constrained")
                picture(run, figure)
                paths.append(folder / f"{name}.svg")
                figure.savefig(paths[-1], metadata={"Date": None})
    return paths


def _calls(run: Run, figure: Any) -> None:
    """Bars for each backend: who takes how long for add, without out= and with it."""
    figure.set_size_inches(9, 6)
    backends = [one for one in FRAMEWORKS if run.chosen(table="calls", backend=one)]
    grid = figure.subplots(2, len(backends), squeeze=False, sharex="col")
    for row, case in enumerate(("add", "add out=")):
        for column, backend in enumerate(backends):
            axes = grid[row][column]
            bars = run.chosen(table="calls", backend=backend, case=case)[::-1]
            own = ("ours", "fixed")
            names = [WHO.get(one.who, one.who).replace("<backend>", backend) for one in bars]
            colors = [COLORS[backend] if one.who in own else "#bbbbbb" for one in bars]
            drawn = axes.barh(names, [one.value for one in bars], color=colors)
            axes.bar_label(drawn, fmt="%.3g", padding=2, fontsize=7)
            axes.set_xscale("log")
            axes.xaxis.set_major_formatter("{x:g}")
            axes.xaxis.set_minor_formatter("")
            axes.set_xlim(right=3 * max(axes.get_xlim()[1], *(one.value for one in bars)))
            axes.axvline(1, color="black", linewidth=0.8)
            axes.set_title(f"{backend}: {'add(a, b, out=c)' if row else 'add(a, b)'}", fontsize=9)
            axes.tick_params(labelsize=7)
    figure.supxlabel("time, in units of the framework's own call (8 elements)", fontsize=9)


def _functions(run: Run, figure: Any) -> None:
    """All functions of each backend, sorted by ratio."""
    figure.set_size_inches(9, 3.5)
    both = figure.subplots(1, 2, sharey=True)
    for axes, out in zip(both, (False, True), strict=True):
        for backend in FRAMEWORKS:
            values = sorted(one.value for one in run.chosen(table="functions", backend=backend, who="ours", out=out))
            if values:
                places = [100 * (i + 0.5) / len(values) for i in range(len(values))]
                axes.plot(places, values, color=COLORS[backend], label=f"{backend}, {len(values)} functions")
        axes.axhline(1, color="black", linewidth=0.8)
        axes.set_yscale("log")
        axes.set_xlabel("functions, in %, sorted")
        axes.set_title("with out=" if out else "without out=", fontsize=9)
        axes.legend(fontsize=7)
    both[0].set_ylabel("time, in units of\nthe framework's own call")


def _sizes(run: Run, figure: Any) -> None:
    """Lines for each backend over the number of elements."""
    figure.set_size_inches(9, 3)
    backends = [one for one in FRAMEWORKS if run.chosen(table="sizes", backend=one)]
    for axes, backend in zip(figure.subplots(1, len(backends), squeeze=False)[0], backends, strict=True):
        for case, style in (("add", ":"), ("add out=", "-"), ("add into an input", "--")):
            found = run.chosen(table="sizes", backend=backend, case=case, who="ours")
            points = sorted((one.size, one.value) for one in found if one.size)
            axes.plot(*zip(*points, strict=True), style, color=COLORS[backend], label=case)
        axes.axhline(1, color="black", linewidth=0.8)
        axes.set_xscale("log")
        axes.set_ylim(bottom=0)
        axes.set_title(backend, fontsize=9)
        axes.legend(fontsize=7)
    figure.supxlabel("elements", fontsize=9)
    figure.supylabel("time, in units of\nthe framework's own call", fontsize=9)


def _memory(run: Run, figure: Any) -> None:
    """Pairs of bars: the framework's own call and ours."""
    figure.set_size_inches(9, 3)
    groups = list(dict.fromkeys((one.backend, one.case) for one in run.chosen(table="memory")))
    axes = figure.subplots()
    for shift, who, label in ((-0.2, "native", "the framework's own"), (0.2, "ours", "unified_arrays")):
        values = [
            next(iter(one.value for one in run.chosen(table="memory", backend=backend, case=case, who=who)), 0.0)
            for backend, case in groups
        ]
        colors = ["#bbbbbb" if who == "native" else COLORS[backend] for backend, _ in groups]
        drawn = axes.bar([i + shift for i in range(len(groups))], values, 0.38, color=colors, label=label)
        axes.bar_label(drawn, fmt="%.2f", fontsize=7)
    axes.set_xticks(range(len(groups)), [f"{backend}\n{case}" for backend, case in groups], fontsize=7)
    axes.set_ylabel("peak memory, in units\nof the result (1e7 elements)")
    axes.set_ymargin(0.15)
    axes.set_title("grey: the framework's own call; colored: unified_arrays", fontsize=9)


# way -> marker, and whether it is filled; the markers of other libraries are grey
_MARKERS = {
    "native compiled": ("D", False),
    "ours": ("o", True),
    "ours out=": ("s", True),
    "ours compiled": ("o", False),
    "ours out= compiled": ("s", False),
    "array-api-compat": ("^", True),
    "autoray": ("v", True),
    "keras.ops": ("x", True),
    "ivy": ("+", True),
}


def _programs(run: Run, figure: Any) -> None:
    """A panel for each backend, a line for each program, a marker for each way."""
    figure.set_size_inches(9, 4.5)
    backends = [one for one in FRAMEWORKS if run.chosen(table="programs", backend=one)]
    names = list(dict.fromkeys(one.case for one in run.chosen(table="programs")))[::-1]
    markers = {way: marker for way, marker in _MARKERS.items() if run.chosen(table="programs", who=way)}
    for axes, backend in zip(figure.subplots(1, len(backends), squeeze=False, sharey=True)[0], backends, strict=True):
        for way, (marker, filled) in markers.items():
            found = run.chosen(table="programs", backend=backend, who=way)
            color = COLORS[backend] if way.startswith("ours") else "black" if way.startswith("native") else "#999999"
            face = {} if marker in "x+" else {"markerfacecolor": color if filled else "none"}
            places = [names.index(one.case) for one in found]
            axes.plot([one.value for one in found], places, marker, color=color, label=way, markersize=5, **face)
        axes.axvline(1, color="black", linewidth=0.8)
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter("{x:g}")
        axes.xaxis.set_minor_formatter("")
        axes.set_yticks(range(len(names)), names, fontsize=7)
        axes.grid(axis="y", linewidth=0.3)
        axes.set_title(backend, fontsize=9)
    handles, labels = figure.axes[-1].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=5, fontsize=7)
    figure.supxlabel("processor time, in units of the expert's program without a compiler", fontsize=9)


PICTURES: dict[str, tuple[str, Callable[[Run, Any], None]]] = {
    "calls": ("calls", _calls),
    "functions": ("functions", _functions),
    "sizes": ("sizes", _sizes),
    "memory": ("memory", _memory),
    "programs": ("programs", _programs),
}
