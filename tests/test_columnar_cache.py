"""The SQL kept between runs: read where it is whole and of the same program, written anew where it is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from code_engine.portfolio.columnar.layers import layers_of
from code_engine.portfolio.columnar.program import ColumnarProgram
from code_engine.portfolio.columnar.sql_statements import statements
from code_engine.portfolio.columnar.statement_cache import VARIABLE, cache_folder, kept_statements
from event_sequences import shared_engine


def program_of(*rules: str, labels: bool = False) -> ColumnarProgram:
    (ruleset,) = shared_engine().catalogue
    layers = layers_of(shared_engine(), ruleset, ["code-only"])
    chosen = tuple(rule for rule in layers.code if rule.id in rules)
    return ColumnarProgram(replace(layers, code=chosen), labels=labels)


ACKNOWLEDGED = program_of("stage-1-acknowledged-in-time")


def test_what_is_kept_is_what_would_be_written(tmp_path: Path) -> None:
    first = kept_statements(ACKNOWLEDGED, "duckdb", tmp_path)
    (file,) = tmp_path.iterdir()
    before = file.stat().st_mtime_ns
    assert kept_statements(ACKNOWLEDGED, "duckdb", tmp_path) == first == statements(ACKNOWLEDGED, "duckdb")
    assert file.stat().st_mtime_ns == before


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"digest": "0", "statements": []}', b"\xff\x00"])
def test_a_broken_file_is_written_anew(tmp_path: Path, content: bytes) -> None:
    expected = kept_statements(ACKNOWLEDGED, "duckdb", tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert kept_statements(ACKNOWLEDGED, "duckdb", tmp_path) == expected
    assert len(file.read_bytes()) > len(content)


def test_a_file_somebody_changed_counts_as_none(tmp_path: Path) -> None:
    expected = kept_statements(ACKNOWLEDGED, "duckdb", tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_text(file.read_text(encoding="utf-8").replace("SELECT", "SELECT DISTINCT", 1), encoding="utf-8")
    assert kept_statements(ACKNOWLEDGED, "duckdb", tmp_path) == expected


def test_other_rules_other_engines_and_labels_have_files_of_their_own(tmp_path: Path) -> None:
    kept_statements(ACKNOWLEDGED, "duckdb", tmp_path)
    kept_statements(ACKNOWLEDGED, "postgres", tmp_path)
    kept_statements(program_of("stage-2-acknowledged-in-time"), "duckdb", tmp_path)
    kept_statements(program_of("stage-1-acknowledged-in-time", labels=True), "duckdb", tmp_path)
    assert len(list(tmp_path.iterdir())) == 4


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("no folder", encoding="utf-8")
    assert kept_statements(ACKNOWLEDGED, "duckdb", taken / "below") == statements(ACKNOWLEDGED, "duckdb")


def test_the_folder_is_the_one_that_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.setenv(VARIABLE, "off")
    assert cache_folder() is None
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "code-engine"
