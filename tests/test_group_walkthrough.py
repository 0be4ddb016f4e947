"""The page about a third landlord is true: its files make a plugin, and the commands say what the page says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cli_running import done

PAGE = Path(__file__).resolve().parents[1] / "docs" / "group.md"
COMMAND = "import site, sys; site.addsitedir(sys.argv.pop(1)); from code_engine.cli import main; main()"
TESTS = "import site, sys; site.addsitedir(sys.argv.pop(1)); import pytest; sys.exit(pytest.main(sys.argv[1:]))"
AS_OF = ("--as-of", "2025-06-02")


def blocks(kind: str) -> dict[str, str]:
    """The files of a kind shown on the page, by their path."""
    shown = re.findall(rf"<!-- {kind}: (\S+) -->\n```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return dict(shown)


def table(kind: str) -> dict[str, str]:
    """The first two columns of a table of the page."""
    _, _, after = PAGE.read_text(encoding="utf-8").partition(f"<!-- {kind}: brook_homes -->\n")
    rows = [line.split("|") for line in after.split("\n\n")[0].splitlines()[2:]]
    return {row[1].strip(): row[2].strip() for row in rows}


@pytest.fixture(scope="module")
def brook_homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the plugin as the page has it before clause 4.1 is changed; installed beside it."""
    home = tmp_path_factory.mktemp("group")
    done("new-landlord", "brook_homes", "--parent", "red_kite", "--name", "Brook Homes", "--into", str(home))
    for path, text in blocks("walk").items():
        (home / path).write_text(text, encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--quiet", "install", "--no-index", "--no-deps", "--no-build-isolation"]
    target = ["--target", str(home / "installed"), "-e", str(home / "brook_homes")]
    run = subprocess.run([*pip, *target], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return home


def ran(home: Path, *arguments: str, program: str = COMMAND) -> subprocess.CompletedProcess[str]:
    """Run a command where the new plugin is installed."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "100"}
    command = [sys.executable, "-c", program, str(home / "installed"), *arguments]
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)


def answered(home: Path, *arguments: str) -> Any:
    run = ran(home, *arguments, "--format", "json")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_the_landlord_is_listed_below_its_group(brook_homes: Path) -> None:
    run = ran(brook_homes, "landlords")
    assert "brook_homes: Brook Homes\n  Group: red_kite (Red Kite)" in run.stdout


def test_the_check_gives_the_grades_of_the_page(brook_homes: Path) -> None:
    check = answered(brook_homes, "policy", "check", "brook_homes", *AS_OF)
    grades = {entry["provision"]: entry["grade"] for entry in check["provisions"]}
    expected = table("grades")
    assert expected
    assert {number: grades[number] for number in expected} == expected
    limit = next(
        part
        for entry in check["provisions"]
        for part in entry["parts"]
        if part["rule"] == "policy-stage-1-response-limit"
    )
    assert limit["grade"] == "stricter"


def test_every_value_in_force_shows_who_set_it(brook_homes: Path) -> None:
    run = ran(brook_homes, "policy", "show", "brook_homes", *AS_OF, "--why")
    assert run.returncode == 0, run.stderr
    assert "brook_homes/policies/2024-04-01.yaml" in run.stdout
    assert "8 working days" in run.stdout


def test_a_conflict_fails_the_build_and_the_landlords_own_tests_until_the_clause_is_changed(brook_homes: Path) -> None:
    check = ("policy", "check", "brook_homes", *AS_OF, "--fail-on", "conflict")
    assert ran(brook_homes, *check).returncode == 1
    own = ("brook_homes/tests", "-q", "-p", "no:cacheprovider", "-k", "does_not_breach")
    failed = ran(brook_homes, *own, program=TESTS)
    assert failed.returncode == 1
    assert "conflicts with provision 6.12" in failed.stdout
    path = brook_homes / "brook_homes" / "policies" / "2024-04-01.yaml"
    before = path.read_text(encoding="utf-8")
    (changed,) = blocks("changed").values()
    start = before.index('  "4.1":')
    path.write_text(before[:start] + changed, encoding="utf-8")
    try:
        passed = ran(brook_homes, *own, program=TESTS)
        assert passed.returncode == 0, passed.stdout
    finally:
        path.write_text(before, encoding="utf-8")


def test_the_form_says_what_the_page_says(brook_homes: Path) -> None:
    form = answered(brook_homes, "self-assessment", "brook_homes", "--year", "2024-25", *AS_OF)
    rows = {row["provision"]: row for row in form["rows"]}
    expected = table("rows")
    assert expected
    assert {number: rows[number]["comply"] for number in expected} == expected
    assert rows["6.14"]["flags"]
    assert len(rows) == 72


def test_the_difference_in_effect_is_told(brook_homes: Path) -> None:
    run = ran(brook_homes, "policy", "diff", "red_kite", "brook_homes", *AS_OF)
    assert run.returncode == 0, run.stderr
    assert "brook_homes: 8 working days" in run.stdout
    assert "stage_1.response_starts" in run.stdout


def test_the_word_form_is_written(brook_homes: Path) -> None:
    arguments = ("self-assessment", "brook_homes", "--year", "2024-25", *AS_OF, "--format", "docx", "--out", "form.docx")
    assert ran(brook_homes, *arguments).returncode == 0
    assert (brook_homes / "form.docx").read_bytes().startswith(b"PK")
