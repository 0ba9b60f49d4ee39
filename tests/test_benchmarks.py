"""The parts of the benchmarks: statistics, comparison, rows, tables. No time is asserted."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks import __main__ as command
from benchmarks import (
    aims,
    calls,
    comparison,
    fast_paths,
    functions,
    growth,
    memory,
    peers,
    pictures,
    programs_table,
    reasons,
    records,
    sizes,
    tables,
    timing,
    whole_programs,
)
from benchmarks.natives import FRAMEWORKS
from benchmarks.records import Record, Run
from benchmarks.whole_programs import by_peers

import unified_arrays as ua
from unified_arrays._common.spec import SPECS

TINY = timing.Effort(rounds=5, sample=1e-6, group=0.01)


@pytest.fixture
def computing(backend: str) -> Any:
    with ua.use_backend(backend):
        yield backend


def ratio(case: str, value: float, **fields: Any) -> Record:
    return Record(**{"table": "functions", "backend": "numpy", "case": case, "who": "ours", "value": value} | fields)


# -- programs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", programs_table.PROGRAMS)
@pytest.mark.backends("numpy", "torch", "tensorflow")
def test_a_program_finds_the_same_in_every_way(name: str, computing: str) -> None:
    """What compilers make of them is compared when they are measured."""
    calls = programs_table.ways(computing, name, scale=0.05)
    for way in ("native", "ours", "ours out="):
        programs_table.check(calls[way](), name, scale=0.05)


def test_another_result_is_noticed() -> None:
    calls = programs_table.ways("numpy", "heat_equation", scale=0.05)
    with pytest.raises(AssertionError, match="heat_equation"):
        programs_table.check((calls["native"]()[0] * 1.001,), "heat_equation", scale=0.05)


def test_programs_in_tables() -> None:
    found = [
        Record("programs", "numpy", "heat_equation", way, value, seconds=0.01)
        for way, value in (("native", 1.0), ("ours", 2.0), ("ours out=", 0.5))
    ]
    run = Run((*found, Record("programs", "numpy", "heat_equation", "ours, peak", 3.5, unit="MB")))
    why = "each expression has a new array, and the expert writes in place"
    assert tables.programs(run, "numpy").rows == [["heat_equation", "10.0", "2.00", "0.50", "-", "3.50", "-", why]]
    assert tables.program_means_table(run).rows == [
        ["numpy", "ours", "1", "2.00", "2.00", "heat_equation", "1"],
        ["numpy", "ours out=", "1", "0.50", "0.50", "heat_equation", "0"],
    ]


def test_aims_of_programs() -> None:
    found = [
        Record("programs", "torch", case, way, value)
        for case, values in (("k_means", (1.0, 0.5, 0.5, 2.0)), ("viterbi", (1.0, 2.0, 4.0, 8.0)))
        for way, value in zip(("native", "native compiled", "ours compiled", "ours out="), values, strict=True)
    ]
    peaks = [
        Record("programs", "torch", "k_means", f"{way}, peak", value)
        for way, value in (("native", 1.0), ("ours out=", 1.5))
    ]
    measured = {one.aim.what: one.measured for one in aims.outcomes(Run((*found, *peaks)), aims.OF_PROGRAMS)}
    assert measured["torch: mean of the programs with out="] == pytest.approx(4.0)
    assert measured["torch: mean by expressions, compiled, beside the expert's compiled"] == pytest.approx(2**0.5)
    assert measured["torch: largest peak with out= beyond the expert's"] == pytest.approx(0.5)
    assert measured["numpy: mean of the programs with out="] is None


@pytest.mark.parametrize("peer", by_peers.PEERS)
@pytest.mark.backends("numpy", "torch", "tensorflow")
def test_programs_of_other_libraries_find_the_same(peer: str, computing: str) -> None:
    """Or there is a reason, of which the table tells."""
    try:
        programs = by_peers.programs(peer, computing)
    except ImportError:
        pytest.skip(f"{peer} is not installed, or does not run on {computing} here")
    found = programs.runge_kutta(whole_programs.as_it_is, *programs_table._arrays(computing, "runge_kutta", 0.05))
    programs_table.check(found, "runge_kutta", scale=0.05)


# -- timing -----------------------------------------------------------------------------------------------------------


def test_the_geometric_mean() -> None:
    assert timing.geometric_mean([4.0, 0.25]) == pytest.approx(1.0)
    assert timing.geometric_mean([2.0, 8.0]) == pytest.approx(4.0)
    assert math.isnan(timing.geometric_mean([]))


def test_ratios_are_taken_round_by_round() -> None:
    # One round was slow for both: the ratio of that round is as good as any.
    found = timing.summarized({"own": [1.0, 10.0, 2.0], "other": [3.0, 30.0, 4.0]})
    assert found["own"] == timing.Timing(seconds=2.0, ratio=1.0, low=1.0, high=1.0)
    assert found["other"] == timing.Timing(seconds=4.0, ratio=3.0, low=2.5, high=3.0)


def test_a_loop_makes_the_call_so_often() -> None:
    made: list[int] = []
    loop = timing.Call("made.append(number)", {"made": made, "number": 7}).loop()
    assert loop(3) >= 0
    assert made == [7, 7, 7]


def test_every_call_has_its_turn_in_every_round() -> None:
    order: list[str] = []
    loops = {name: timing.Call(f"order.append({name!r})", {"order": order}).loop() for name in "abc"}
    samples = timing._samples(loops, dict.fromkeys("abc", 1), rounds=20)
    assert {name: len(one) for name, one in samples.items()} == {"a": 20, "b": 20, "c": 20}
    rounds = {"".join(order[i : i + 3]) for i in range(0, 60, 3)}
    assert {"".join(sorted(one)) for one in rounds} == {"abc"}
    assert {one[0] for one in rounds} == set("abc")  # nobody always comes after the same


def test_what_is_timed_is_warm() -> None:
    made: list[int] = []
    timing._samples({"a": timing.Call("made.append(1)", {"made": made}).loop()}, {"a": 16}, rounds=1)
    assert len(made) == 16 + 2


def test_the_number_of_calls_in_a_sample_bears_an_interruption() -> None:
    interrupted = iter([0.0, 9.0, 1e-6, 1e-6])  # the first calls, then three that are looked at

    def loop(number: int) -> float:
        return next(interrupted, 1e-6 * number)

    assert timing._number(loop, 1e-3) == 1000


def test_the_first_call_is_the_unit() -> None:
    names = {"a": np.ones(8), "np": np}
    found = timing.timed({"own": timing.Call("np.exp(a)", names), "other": timing.Call("np.sin(a)", names)}, TINY)
    assert found["own"].ratio == 1.0
    assert found["other"].ratio > 0


# -- records, comparison, aims ----------------------------------------------------------------------------------------


def test_a_run_is_saved_and_loaded(tmp_path: Path) -> None:
    path = tmp_path / "new" / "run.json"
    left_out = (("functions", "torch", "isdtype", "torch has no function for it"),)
    run = Run((ratio("add", 1.5), ratio("sum", 2.0, out=True, size=8)), left_out, {"numpy": "2"}, {"system": "x"}, True)
    run.save(path)
    assert records.load(path) == run
    assert sum('"case"' in line for line in path.read_text(encoding="utf-8").splitlines()) == 2  # one a line


def test_runs_are_joined() -> None:
    first = Run((ratio("add", 1.5),), (("calls", "numpy", "ivy", "not installed"),), {"numpy": "2.4"})
    second = Run(
        (ratio("add", 9.0), ratio("add", 3.0, table="calls", who="ivy")), versions={"numpy": "2.0", "ivy": "1"}
    )
    joined = first.joined([second])
    assert [one.value for one in joined.records] == [1.5, 3.0]
    assert joined.left_out == ()  # it has been measured now
    assert joined.versions == {"numpy": "2.4", "ivy": "1"}


def test_of_another_run_only_the_peer_is_taken() -> None:
    left_out = (("calls", "torch", "ivy: add out=", "fails"), ("calls", "torch", "keras.ops", "not installed"))
    figures = (ratio("add", 9.0), ratio("add", 30.0, who="ivy"), ratio("add", 40.0, who="ivy", backend="torch"))
    found = Run(figures, left_out, {"ivy": "1", "numpy": "2"}).of_peer("ivy", ["torch"])
    assert found == Run(figures[2:], left_out[:1], {"ivy": "1"})


def test_one_figure_is_found_or_none() -> None:
    run = Run((ratio("add", 1.5), ratio("add", 2.5, out=True)))
    assert run.value(case="add", out=True) == 2.5
    assert run.value(case="sum") is None
    with pytest.raises(LookupError, match="2 figures"):
        run.value(case="add")


def test_what_has_grown_is_named() -> None:
    before = Run((ratio("add", 1.0), ratio("sum", 2.0), ratio("exp", 1.0), ratio("max", 1.0, who="native")))
    now = Run(
        (ratio("add", 1.2), ratio("sum", 3.0), ratio("exp", 1.14), ratio("max", 9.0, who="native"), ratio("new", 9.0))
    )
    changes = comparison.regressions(now, before)
    assert [(one.record.case, one.before, one.factor) for one in changes] == [("sum", 2.0, 1.5), ("add", 1.0, 1.2)]
    assert comparison.regressions(before, now) == []


def test_other_units_are_not_compared() -> None:
    now, before = (Run((ratio("import", value, unit="ms"),)) for value in (90.0, 10.0))
    assert comparison.regressions(now, before) == []


def test_other_versions_are_named() -> None:
    now, before = Run(versions={"numpy": "2.4", "torch": "2"}), Run(versions={"numpy": "2.3", "torch": "2"})
    assert comparison.different_versions(now, before) == ["numpy: 2.3, now 2.4"]


def outcome(run: Run, what: str) -> aims.Outcome:
    (found,) = [one for one in aims.outcomes(run) if one.aim.what == what]
    return found


@pytest.mark.parametrize(("value", "met"), [(1.40, True), (1.41, False), (None, None)])
def test_an_aim_is_met_or_not(value: float | None, met: bool | None) -> None:
    run = Run((ratio("add", value, table="calls"),) if value is not None else ())
    found = outcome(run, "numpy: add(a, b)")
    assert (found.measured, found.met) == (value, met)


def test_the_mean_with_out_is_of_the_calls_that_have_it() -> None:
    run = Run(
        (
            ratio("add", 4.0, out=True, native="np.add(x1, x2, out=out)"),
            ratio("sum", 1.0, out=True, native="np.sum(x, out=out)"),
            ratio("sort", 9.0, out=True, native="np.copyto(out, np.sort(x))"),
        )
    )
    assert outcome(run, "numpy: mean of all functions that it has with out=, with out=").measured == pytest.approx(2.0)
    assert outcome(run, "numpy: mean of the others with out=, beside a copy").measured == pytest.approx(9.0)
    assert outcome(run, "numpy: mean of all functions").measured is None


def test_flat_is_the_largest_over_the_smallest() -> None:
    values = {"axes, add: 1": 1.0, "axes, add: 2": 1.1, "axes, add out=: 1": 9.0}
    run = Run(tuple(ratio(case, value, table="growth") for case, value in values.items()))
    assert outcome(run, "add(a, b) by number of axes, largest over smallest").measured == pytest.approx(1.1)


# -- rows -------------------------------------------------------------------------------------------------------------


def test_every_function_has_a_row(computing: str) -> None:
    cases = list(functions.cases(computing))
    assert [one.function for one in cases] == list(SPECS)
    assert [one.function for one in cases if (one.native is None) != bool(one.reason)] == []
    missing = {
        one.function for one in cases if one.native is None and not one.reason.endswith("has no function for it")
    }
    # TensorFlow (2.21) has no kernels of the first three on a CPU, and returns what is not the standard's svd.
    # The other two return no residuals with lstsq, or the solution only. The rest means something else in the
    # framework, or takes a function of our arrays.
    others = "apply_along_axis apply_over_axes diag select tril_indices triu_indices unique unravel_index".split()
    assert missing <= {"fft.fftn", "fft.ifftn", "fft.rfftn", "linalg.lstsq", "linalg.svd", *others}


@pytest.mark.backends("numpy")
def test_numpy_has_them_all(computing: str) -> None:
    of_scipy = {"digamma", "erf", "erfc", "erfinv", "gammaln"}
    others = {"apply_along_axis", "apply_over_axes"}  # of functions of our arrays
    ours = {"sliding_window_view", "top_k"}  # a name elsewhere, and none
    assert {one.function for one in functions.cases(computing) if one.native is None} == of_scipy | others | ours


def test_a_call_with_out_is_beside_one_that_writes(computing: str) -> None:
    case = functions.case_of(SPECS["add"], functions.row_of("add"), computing)
    assert (case.native_out is not None) and (case.ours_out is not None)
    written = "out.assign(tf.add(x1, x2))" if computing == "tensorflow" else f"{case.native.text[:-1]}, out=out)"
    assert case.native_out.text == written
    assert case.ours_out.text == "ua.add(x1, x2, out=out)"
    np.testing.assert_array_equal(case.ours(), case.native())


def test_a_call_that_finds_something_else_is_no_measure(computing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    framework = FRAMEWORKS[computing]
    monkeypatch.setitem(framework.texts, "exp", f"{framework.alias}.sin(x)")
    case = functions.case_of(SPECS["exp"], functions.row_of("exp"), computing)
    assert case.native is None
    assert case.reason == f"{framework.alias}.sin(x) finds something else"


def test_the_figures_of_functions(computing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [functions.case_of(SPECS[name], functions.row_of(name), computing) for name in ("add", "result_type")]
    monkeypatch.setattr(functions, "cases", lambda backend: cases)
    found = [one for one in functions.measure(computing, TINY) if isinstance(one, Record)]
    assert {(one.case, one.who, one.out) for one in found} >= {("add", "ours", False), ("add", "ours", True)}
    assert all(one.value > 0 and one.text and one.native for one in found)


def test_the_smallest_calls_and_who_cannot_make_them(computing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(backend: str) -> dict[str, Any]:
        raise ImportError("no such library")

    broken = peers.Peer("broken", lambda backend: {"one": 1}, {"add": "one.add(a, b)"})
    monkeypatch.setattr(calls, "PEERS", (*peers.PEERS[:1], peers.Peer("missing", missing, {}), broken))
    found = list(calls.measure(computing, TINY))
    figures = [one for one in found if isinstance(one, Record)]
    for case in calls.CASES:
        assert {one.who for one in figures if one.case == case} >= {"ours", "fixed"}
    assert ("add", peers.FLOOR) in {(one.case, one.who) for one in figures}
    reasons = {one[2]: one[3] for one in found if isinstance(one, tuple)}
    assert reasons["missing"] == "ImportError: no such library"
    assert reasons["broken: add"].startswith("one.add(a, b): AttributeError")


def test_the_sizes(computing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [one for one in sizes.measure(computing, TINY, 10) if isinstance(one, Record)]
    assert {one.size for one in found} == {1, 10}
    monkeypatch.setattr(sizes, "available_bytes", lambda: 100)
    found = list(sizes.measure(computing, TINY, 1000))
    assert found[-1] == ("sizes", computing, "1e+01 elements", "they do not fit into the free memory")


def test_fast_paths_beside_their_fallbacks(computing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, *others = fast_paths.fast_paths_of(computing)
    monkeypatch.setattr(fast_paths, "_measured", lambda backend, row, effort: row.function)
    assert list(fast_paths.measure(computing, TINY)) == [name, *others]  # for each there is a call that takes it
    monkeypatch.undo()
    found = fast_paths._measured(computing, fast_paths._row_of(computing, name), TINY)
    assert (found.case, found.who) == (name, "fast path")
    assert found.value > 0


@pytest.mark.parametrize(("value", "code"), [(0.91, 1), (0.9, 0)])
def test_the_command_line_names_fast_paths_that_are_not_worth_having(
    value: float, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("rich", reason="the tables need rich")
    record = ratio("sum", value, table="fast_paths", who="fast path", text="sum(x0)")
    monkeypatch.setattr(command, "_measure", lambda chosen: [Run((record, ratio("add", 2.0)))])
    monkeypatch.setattr(command, "OTHERS", tmp_path / "none.json")
    assert command.main(["--output", str(tmp_path / "results.json"), "--no-pictures"]) == code
    assert ("numpy: sum 0.91" in capsys.readouterr().out) == bool(code)


@pytest.mark.backends("numpy")
def test_the_peak_of_a_call(computing: str) -> None:
    measure = pytest.importorskip("_measure")
    if not measure.memory_source().startswith("VmHWM"):
        pytest.skip("this system cannot reset the peak")
    found = memory.peaks(computing, "native")
    assert 0.9 < found["add"] < 1.2
    assert found["add into an input"] < 0.2


@pytest.mark.backends("numpy")
def test_the_series_that_must_be_flat_are_those_of_the_aims(computing: str) -> None:
    run = Run((*growth.by_axes(TINY), *growth.by_arguments(TINY), *growth.import_time(1)))
    assert outcome(run, "add(a, b) by number of axes, largest over smallest").measured >= 1
    assert outcome(run, "add(a, b, out=c) by number of axes, likewise").measured >= 1
    assert outcome(run, "cost by number of arguments, largest less smallest").measured >= 0
    assert outcome(run, "import unified_arrays, beyond import numpy").measured > 0
    assert outcome(run, "frameworks that it loads").met


# -- what is printed and drawn ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(1.234, "x", "1.23"), (12.34, "x", "12.3"), (848.2, "x", "848"), (40.0, "ms", "40.0 ms"), (None, "x", "-")],
)
def test_a_figure(value: float | None, unit: str, text: str) -> None:
    assert tables.figure(value, unit) == text


def test_a_table_in_markdown() -> None:
    table = tables.Table("title", ["what", "ratio"], [["a|b", "1.00"]])
    assert table.markdown() == "| what | ratio |\n| :-- | --: |\n| a\\|b | 1.00 |"


def test_the_worst_function_stands_first() -> None:
    run = Run((ratio("add", 1.0), ratio("add", 5.0, out=True), ratio("sum", 2.0), ratio("exp", 3.0)))
    assert [row[0] for row in tables.functions_table(run, "numpy").rows] == ["add", "exp", "sum"]
    assert [row[0] for row in tables.functions_table(run, "numpy", most=1).rows] == ["add"]


def test_every_function_above_the_aim_has_a_reason() -> None:
    run = records.load(command.BASELINE)
    above = [one for one in run.chosen(table="functions", who="ours") if one.value > aims.MEANS[one.backend, one.out]]
    assert above
    assert [one.text for one in above if not reasons.reason(one)] == []


def test_a_function_below_the_aim_needs_no_reason() -> None:
    assert reasons.reason(ratio("floor_divide", 0.9)) == ""


def test_reasons_are_about_functions_that_there_are() -> None:
    assert {name for one in reasons.REASONS for name in one.functions.split()} <= set(SPECS)


def test_what_is_left_out_for_one_reason_stands_together() -> None:
    left_out = [("functions", "torch", name, "none") for name in ("isdtype", "average")]
    table = tables.left_out_table(Run(left_out=(*left_out, ("calls", "torch", "ivy", "not installed"))))
    assert list(map(list, table.rows)) == [
        ["functions", "torch", "isdtype, average", "none"],
        ["calls", "torch", "ivy", "not installed"],
    ]


def test_generated_parts_are_replaced() -> None:
    text = "above\n<!-- begin versions -->\nold\n<!-- end versions -->\nbelow"
    run = Run(versions={"numpy": "2.4"})
    once = tables.with_generated_parts(text, run, run)
    assert once == "above\n<!-- begin versions -->\n\nnumpy 2.4\n\n<!-- end versions -->\nbelow"
    assert tables.with_generated_parts(once, run, run) == once


def test_the_documented_figures_are_those_of_the_baseline() -> None:
    text = command.DOCUMENT.read_text(encoding="utf-8")
    assert all(f"<!-- begin {name} -->" in text for name in tables.PARTS | tables.PARTS_OF_PROGRAMS)
    runs = map(records.load, (command.BASELINE, command.PROGRAMS))
    assert tables.with_generated_parts(text, *runs) == text


def test_the_documented_pictures_are_there() -> None:
    assert {path.stem for path in command.PICTURES.glob("*.svg")} == set(pictures.PICTURES)


def test_pictures_are_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the pictures need matplotlib")
    runs = [records.load(path) for path in (command.BASELINE, command.PROGRAMS)]
    drawn = [path for run in runs for path in pictures.draw(run, tmp_path)]
    assert [path.stem for path in drawn] == list(pictures.PICTURES)
    assert all("<svg" in path.read_text(encoding="utf-8") for path in drawn)


@pytest.mark.parametrize(("before", "code"), [(1.0, 1), (2.0, 0)])
def test_the_command_line_names_what_has_grown(
    before: float, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("rich", reason="the tables need rich")
    monkeypatch.setattr(command, "_measure", lambda chosen: [Run((ratio("add", 2.0, text="ua.add(x1, x2)"),))])
    monkeypatch.setattr(command, "OTHERS", tmp_path / "none.json")
    earlier, output = tmp_path / "before.json", tmp_path / "results.json"
    Run((ratio("add", before),)).save(earlier)
    arguments = ["--compare", str(earlier), "--output", str(output), "--no-pictures"]
    assert command.main(arguments) == code
    printed = capsys.readouterr().out
    assert f"{code} calls cost more" in printed
    assert ("+100 %" in printed) == bool(code)
    assert records.load(output).value(case="add") == 2.0


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for module in ("rich.console", "rich.table", "matplotlib"):
        monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(ImportError, match="pip install rich"):
        tables.console()
    with pytest.raises(ImportError, match="pip install matplotlib"):
        pictures.draw(Run(), tmp_path)
