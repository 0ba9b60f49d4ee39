"""The files around the code say what is true: sessions, versions and addresses that they name are there."""

from __future__ import annotations

import importlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import unified_arrays as ua

ROOT = Path(__file__).parents[1]
WORKFLOW = ROOT / ".github" / "workflows" / "tests.yml"
HABITS = sorted(
    [
        *(one for one in (ROOT / ".github").rglob("*") if one.is_file()),
        *(ROOT / name for name in (".pre-commit-config.yaml", "CITATION.cff", "CODE_OF_CONDUCT.md", "SECURITY.md")),
    ]
)
OF_YAML = [one for one in HABITS if one.suffix in (".yml", ".yaml", ".cff")]
name_of = lambda path: path.relative_to(ROOT).as_posix()  # noqa: E731
# Addresses that exist. This project's own is not known here, so that no file may name one.
ADDRESSES = {"https://github.com/pre-commit/pre-commit-hooks"}


def parsed(path: Path) -> Any:
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_the_files_are_there() -> None:
    assert {name_of(one) for one in HABITS} >= {
        ".github/ISSUE_TEMPLATE/bug_report.yml",
        ".github/ISSUE_TEMPLATE/feature_request.yml",
        ".github/PULL_REQUEST_TEMPLATE.md",
        ".github/workflows/tests.yml",
    }
    assert all(one.is_file() for one in HABITS)


@pytest.mark.parametrize("path", OF_YAML, ids=name_of)
def test_what_is_yaml_can_be_read(path: Path) -> None:
    found = parsed(path)
    assert isinstance(found, dict)
    assert None not in found.values()


def sessions_of_the_workflow() -> set[str]:
    text = re.sub(r"#.*", "", WORKFLOW.read_text(encoding="utf-8"))
    run = re.findall(r"nox -s ([^\n$]+)", text)
    listed = re.findall(r"session: \[(.*)\]", text) + re.findall(r"session: ([\w-]+)", text)
    return set(re.findall(r"[\w-]+", " ".join(run + listed)))


def sessions_of_nox() -> set[str]:
    text = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    named = re.findall(r'@nox\.session\(name="([\w-]+)"', text)
    return {*named, *re.findall(r"@nox\.session\ndef (\w+)\(", text)}


def test_the_workflow_runs_sessions_that_there_are() -> None:
    found, there = sessions_of_the_workflow(), sessions_of_nox()
    assert found <= there, found - there
    (bare,) = re.findall(
        r"nox\.options\.sessions = \[(.*?)\]", (ROOT / "noxfile.py").read_text(encoding="utf-8"), re.DOTALL
    )
    assert found >= set(re.findall(r"[\w-]+", bare)) | {"tests-oldest", "tests-newest"}


def test_the_pythons_of_the_workflow_are_allowed() -> None:
    allowed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    pythons = re.findall(r'"(3\.\d+)"', WORKFLOW.read_text(encoding="utf-8"))
    assert pythons
    assert min(int(one[2:]) for one in pythons) == int(allowed.removeprefix(">=3."))


def test_the_bug_report_asks_for_what_info_prints() -> None:
    text = (ROOT / ".github" / "ISSUE_TEMPLATE" / "bug_report.yml").read_text(encoding="utf-8")
    (module,) = re.findall(r"python -m (\w+) info", text)
    assert importlib.import_module(f"{module}.__main__")


def test_the_citation_is_of_this_version() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    fields = dict(re.findall(r"^([\w-]+): (.+)$", text, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert fields["cff-version"] == "1.2.0"
    assert (fields["version"], fields["license"]) == (ua.__version__, project["license"])
    assert (fields["title"], fields["type"]) == (project["name"], "software")
    assert [{"name": one} for one in re.findall(r"^  - name: (.+)$", text, re.MULTILINE)] == project["authors"]


def test_pre_commit_has_the_ruff_of_lint() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r'additional_dependencies: \["(.*)"\]', text) == groups["lint"] * 2


@pytest.mark.parametrize("path", HABITS, ids=name_of)
def test_no_address_is_invented(path: Path) -> None:
    assert set(re.findall(r"https?://[^\s\"')>\]]+", path.read_text(encoding="utf-8"))) <= ADDRESSES
