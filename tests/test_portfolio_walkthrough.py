"""The walk through a year in docs/portfolio.md: every line of it runs as it stands, and says what is promised."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from cli_running import run

PAGE = Path(__file__).resolve().parents[1] / "docs" / "portfolio.md"


def commands() -> list[list[str]]:
    """The lines of the walk, without the name of the program."""
    block = re.search(r"<!-- walk: year -->\n```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    found = [shlex.split(line) for line in block[1].splitlines()]
    assert {words[0] for words in found} == {"code-engine"}
    return [words[1:] for words in found]


def test_a_year_goes_from_export_to_governing_body_as_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = {}
    for words in commands():
        result = run(*words)
        assert result.exit_code == 0, (words, result.output)
        told[words[1]] = result.output
    assert "cases: 120 read = 120 evaluated + 0 rejected" in told["evaluate"]
    assert "Red Kite and its subsidiaries, 2024-25" in told["measures"]
    assert "The difference is the second less the first" in " ".join(told["compare"].split())
    assert told["due"].startswith("Due within 5 working days")
    made = {
        "year.csv",
        "findings.csv",
        "findings.rejects.csv",
        "pack.html",
        "report.html",
        "figures.csv",
        "report.docx",
    }
    assert {path.name for path in tmp_path.iterdir()} == made
    assert (tmp_path / "findings.rejects.csv").read_text(encoding="utf-8") == "row,reference,column,value,reason\n"
