"""`unified-arrays`: exit codes, JSON that says what the tables say, and each thing that `doctor` finds."""

from __future__ import annotations

import copy
import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays import __main__ as command
from unified_arrays import backends
from unified_arrays._common import processors
from unified_arrays._common.private_interfaces import PrivateInterface, PrivateInterfaces, VersionRange
from unified_arrays._common.spec import SPECS
from unified_arrays._diagnostics import bench, doctor, matrix
from unified_arrays.backends import by_name


def printed_json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_it_is_installed_as_a_program() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"unified-arrays": "unified_arrays.__main__:main"}


@pytest.mark.parametrize("arguments", [["nonsense"], ["info", "--nonsense"], ["memory", "--backend", "nonsense"]])
def test_a_wrong_line_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        command.main(arguments)
    assert "nonsense" in capsys.readouterr().err


def test_info_in_json(backend: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UNIFIED_ARRAYS_BACKEND", raising=False)
    assert command.main(["info", "--json"]) == 0
    found = printed_json(capsys)
    assert found["versions"]["unified_arrays"] == ua.__version__
    assert found["selected"] == {"backend": ua.get_backend(), "by": "default"}
    (one,) = [one for one in found["backends"] if one["name"] == backend]
    assert one["version"] == backends.by_name(backend).private.version
    assert one["devices"] == [str(device) for device in ua.devices(backend)]
    assert ("bfloat16" in one["dtypes"]) is (backend != "numpy")


def test_info_says_who_selected(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNIFIED_ARRAYS_BACKEND", "numpy")
    assert command.main(["info", "--json"]) == 0
    assert printed_json(capsys)["selected"]["by"] == "UNIFIED_ARRAYS_BACKEND"
    assert command.main(["info"]) == 0
    printed = capsys.readouterr().out
    assert "(by UNIFIED_ARRAYS_BACKEND)" in printed
    assert "not on numpy: bfloat16" in printed or len(matrix.installed()) == 1


def test_the_matrix_is_that_of_write_mode(backend: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["matrix", "--json"]) == 0
    found = printed_json(capsys)
    assert {*found} == {*SPECS}
    for name, modes in found.items():
        wanted = ua.write_mode(name, backend) if SPECS[name].takes_out else None
        assert modes[backend] == wanted
    assert command.main(["matrix"]) == 0
    printed = capsys.readouterr().out
    assert all(f"{name} " in printed for name in SPECS)
    for mode in {modes[backend] for modes in found.values()} - {None}:
        assert f"\n{mode}: " in printed


def test_the_matrix_of_one_function(backend: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["matrix", "multiply"]) == 0
    printed = capsys.readouterr().out
    made, written = [line for line in printed.splitlines() if line.startswith(f"{backend} ")]
    assert made.split(None, 1)[1] == " > ".join(matrix.composition("multiply", backend))
    assert matrix.MEANINGS[ua.write_mode("multiply", backend)] in written


def test_what_a_function_is_made_of(backend: str) -> None:
    base = {"tensorflow": "array_api_tensorflow"}.get(backend, f"array_api_compat.{backend}")
    assert matrix.composition("matmul", backend)[0] == base
    assert matrix.composition("nansum", backend) == [base, "extras"]
    assert matrix.composition("heaviside", "numpy") == ["numpy.beyond_standard"]
    written_here = [name for name in SPECS if matrix.composition(name, backend)[0].startswith("_agnostic.")]
    assert written_here
    assert not [name for name in written_here if name in by_name(backend).beyond_standard]


def test_a_function_that_is_not_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["matrix", "svd"]) == 2
    printed = capsys.readouterr()
    assert not printed.out
    assert "'svd' is no function of unified_arrays, did you mean linalg.svd" in printed.err
    assert command.main(["matrix", "multipy"]) == 2
    assert "multiply" in capsys.readouterr().err
    assert command.main(["matrix", "zzzz"]) == 2
    assert "did you mean" not in capsys.readouterr().err


def test_memory_in_json(backend: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["memory", "--json", "--backend", backend]) == 0
    found = printed_json(capsys)
    assert [*found] == [backend]
    (added,) = [one for one in found[backend] if one["step"] == "ua.add(x, ones, out=x)"]
    assert added["before"] == added["after"]


def test_what_calls_cost(backend: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(bench, "QUICK", 1e-5)
    monkeypatch.setattr(bench, "SIDES", (2, 5))
    assert command.main(["bench", "--quick", "--json", "--backend", backend]) == 0
    found = printed_json(capsys)
    assert [(one["backend"], one["function"], one["elements"]) for one in found] == [
        (backend, function, elements) for elements in (4, 25) for function in ("add", "sum", "matmul")
    ]
    assert all(one[key] > 0 for one in found for key in ("ours", "with_out"))
    assert all(one["own"] > 0 for one in found)
    monkeypatch.setattr(bench, "measured", lambda name, seconds: [bench.Cost(name, "add", 25, 2.0, 3.0, 5.0)])
    assert command.main(["bench", "--backend", backend]) == 0
    assert [backend, "add", "25", "2.0", "3.0", "5.0", "1.50", "2.50"] in map(
        str.split, capsys.readouterr().out.split("\n")
    )


def test_a_backend_without_calls_of_its_own_is_measured_alone() -> None:
    (table, _) = bench.parts([bench.Cost("it", "add", 1000, None, 3.0, 5.0)])
    assert str(table).splitlines()[-1].split() == ["it", "add", "1,000", "3.0", "5.0"]


def test_a_backend_that_is_not_installed_is_not_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(backends, "is_installed", lambda name: name == "numpy")
    monkeypatch.setattr(bench, "measured", lambda name, seconds: [bench.Cost(name, "add", 25, 2.0, 3.0, 5.0)])
    assert command.main(["bench", "--backend", "torch", "--backend", "numpy"]) == 1
    printed = capsys.readouterr()
    assert "unified_arrays[torch]" in printed.err
    assert "numpy" in printed.out
    assert command.main(["bench"]) == 0


def test_own_calls_compute_what_ours_do(backend: str) -> None:
    x = np.arange(9.0, dtype=np.float32).reshape(3, 3)
    for function, call in backends.by_name(backend).own_calls(x).items():
        wanted = getattr(ua, function)(*[x] * (1 if function == "sum" else 2))
        np.testing.assert_array_equal(np.asarray(call()), wanted)


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"unified_arrays {ua.__version__}\n"


# -- doctor -----------------------------------------------------------------------------------------------------------


def changed(backend: str, **attributes: Any) -> backends.Backend:
    """A backend that says other things of itself."""
    other = copy.copy(backends.by_name(backend))
    for name, value in attributes.items():
        setattr(other, name, value)
    return other


def levels(found: list[doctor.Finding], word: str) -> list[str]:
    return [one.level for one in found if word in one.what]


def test_threads_are_counted(backend: str) -> None:
    threads = backends.by_name(backend).threads()
    assert isinstance(threads, str) or (threads.number >= 1 and threads.variables)


def test_more_threads_than_processors(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processors, "usable", lambda: 2)
    monkeypatch.setattr(processors, "waiting", lambda: 0.4)
    many = backends.Threads(16, ("A_NUM_THREADS",))
    (found,) = [one for one in doctor.findings([changed(backend, threads=lambda: many)]) if "threads" in one.what]
    assert found == (doctor.PROBLEM, backend, "16 threads for 2 usable processors", "A_NUM_THREADS=2")
    few = backends.Threads(2, ("A_NUM_THREADS",))
    assert levels(doctor.findings([changed(backend, threads=lambda: few)]), "2 threads") == [doctor.FINE]
    assert levels(doctor.findings([changed(backend, threads=lambda: "why")]), "is not known: why") == [doctor.NOTE]


def test_threads_on_a_busy_machine(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processors, "usable", lambda: 2)
    monkeypatch.setattr(processors, "waiting", lambda: 5.8)
    for number, wanted in [(1, (doctor.FINE, "")), (2, (doctor.NOTE, "A_NUM_THREADS=1"))]:
        there = backends.Threads(number, ("A_NUM_THREADS",))
        (found, *_) = doctor.findings([changed(backend, threads=lambda there=there: there)])
        assert (found.level, found.remedy) == wanted
        assert ("6 tasks more" in found.what) == (number == 2)


def test_who_waits_for_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processors.os, "cpu_count", lambda: 2)
    for load, wanted in [(0.5, 0.0), (2.0, 0.0), (7.5, 5.5)]:
        monkeypatch.setattr(processors.os, "getloadavg", lambda load=load: (load, 0.0, 0.0), raising=False)
        assert processors.waiting() == wanted
    monkeypatch.delattr(processors.os, "getloadavg")
    assert processors.waiting() == 0.0


@pytest.mark.backends("tensorflow")
def test_threads_that_the_environment_says(monkeypatch: pytest.MonkeyPatch, backend: str) -> None:
    there = backends.by_name(backend)
    monkeypatch.setenv("TF_NUM_INTRAOP_THREADS", "7")
    assert there.threads().number == 7
    monkeypatch.setenv("TF_NUM_INTRAOP_THREADS", "0")
    assert there.threads().number == processors.schedulable()


def test_versions_and_private_names(backend: str) -> None:
    assert levels(doctor.findings([backends.by_name(backend)]), "the tests are run with") == [doctor.FINE]
    private = PrivateInterfaces("99.1", VersionRange("It", "1.0", "2.0"))
    private.missing.append(PrivateInterface("it:_lost", "why", "nothing is compared"))
    found = doctor.findings([changed(backend, private=private)])
    assert levels(found, "the tests are not run with It 99.1") == [doctor.PROBLEM]
    assert levels(found, "it:_lost is missing: nothing is compared") == [doctor.PROBLEM]


def test_who_counts_memory(backend: str) -> None:
    found = doctor.findings([changed(backend, memory=lambda device: "nobody can")])
    assert levels(found, "not counted: nobody can") == [doctor.NOTE]
    counter = backends.MemoryCounter()
    counter.who = "it"
    assert levels(doctor.findings([changed(backend, memory=lambda device: counter)]), "counted by it") == [doctor.FINE]
    counter.whole_process = True
    found = doctor.findings([changed(backend, memory=lambda device: counter, counts_itself_with="IT=true")])
    assert [one.remedy for one in found if "counted by it" in one.what] == ["IT=true"]


@pytest.mark.backends("numpy")
def test_faults_of_processors_are_named(backend: str) -> None:
    assert levels(doctor.findings([backends.by_name(backend)]), "worked around: isfinite") == [doctor.NOTE]


def test_doctor_ends_with_1_where_something_is_to_be_changed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "findings", lambda loaded: [doctor.Finding(doctor.PROBLEM, "numpy", "slow", "N=1")])
    assert command.main(["doctor"]) == 1
    assert "problem  numpy    slow  N=1" in capsys.readouterr().out
    assert command.main(["doctor", "--json"]) == 1
    assert printed_json(capsys) == [{"level": "problem", "about": "numpy", "what": "slow", "remedy": "N=1"}]
    monkeypatch.setattr(doctor, "findings", lambda loaded: [doctor.Finding(doctor.NOTE, "numpy", "so")])
    assert command.main(["doctor"]) == 0


def test_a_quota_is_fewer_processors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "cpu.max"
    monkeypatch.setattr(processors, "QUOTAS", (file,))
    monkeypatch.setattr(processors, "schedulable", lambda: 8)
    assert processors.usable() == 8
    for text, wanted in [("max 100000\n", 8), ("250000 100000\n", 3), ("50000 100000\n", 1), ("9900000 100000\n", 8)]:
        file.write_text(text, encoding="ascii")
        assert processors.usable() == wanted
