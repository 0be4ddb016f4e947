"""Mutation testing of what counts and decides: the calendar, the truth values and the deadlines.

Works on a copy of the tree, so that nothing here is ever changed: `python tools/mutation/run.py FOLDER` copies
the project to a new FOLDER, lets mutmut make its mutants there, runs the tests against each, and prints those
that survive. Needs `pip install mutmut`; see docs/mutation-testing.md for the figures and the survivors.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
COPIED: Final = ("src", "tests", "rulesets", "examples", "plugins", "tools", "pyproject.toml", "README.md", "LICENSE")
MUTATED: Final = (
    "src/code_engine/calendar.py",
    "src/code_engine/evaluation/truth.py",
    "src/code_engine/evaluation/days.py",
    "src/code_engine/evaluation/deadlines.py",
    "src/code_engine/evaluation/deadline_program.py",
)
TESTS: Final = (
    "tests/test_calendar.py",
    "tests/test_calendar_properties.py",
    "tests/test_truth.py",
    "tests/test_truth_days.py",
    "tests/test_deadlines.py",
    "tests/test_deadlines_arithmetic.py",
    "tests/test_deadlines_boundaries.py",
    "tests/test_deadlines_conventions.py",
    "tests/test_deadlines_oracle.py",
)


def main(arguments: list[str]) -> int:
    """Copy, mutate, test, report; the exit status is that of mutmut."""
    if len(arguments) != 1:
        print("usage: python tools/mutation/run.py FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True)
    _copy_to(folder)
    mutmut = [sys.executable, "-m", "mutmut"]
    ran = subprocess.run([*mutmut, "run", "--max-children", "1"], cwd=folder, check=False)
    subprocess.run([*mutmut, "results"], cwd=folder, check=False)
    return ran.returncode


def _copy_to(folder: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc", ".hypothesis")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignored)
        elif source.exists():
            shutil.copy(source, folder / name)
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.write(_settings())


def _settings() -> str:
    lines = ["", "[tool.mutmut]"]
    for key, values in (
        ("source_paths", MUTATED),
        ("pytest_add_cli_args_test_selection", TESTS),
        ("pytest_add_cli_args", ("-p", "no:cacheprovider")),
        ("also_copy", COPIED),
    ):
        lines.append(f"{key} = [{', '.join(repr(value) for value in values)}]")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
