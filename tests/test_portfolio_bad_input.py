"""Exports as people have them: saved or named wrongly, cut off, interrupted. Each is taken, rejected or refused."""

from __future__ import annotations

import csv
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli_running import refused, run
from code_engine.portfolio.evaluating import Question
from code_engine.portfolio.run import Destination
from code_engine.portfolio.run import run as run_all
from code_engine.portfolio.sources.header_words import case_target
from code_engine.portfolio.sources.reading import open_cases
from portfolio_building import (
    AS_OF,
    SMALL_HEADINGS,
    SMALL_MAPPING,
    SMALL_ROW,
    engine,
    read_all,
    reasons,
    taken,
    write_csv,
    write_mapping,
    write_workbook,
)
from test_portfolio_sources import EVENT_MAPPING, EVENT_ROWS, refusal


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    return write_mapping(tmp_path, SMALL_MAPPING)


# Saved in another way


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_mark_at_the_beginning_and_any_usual_delimiter_are_understood(
    encoding: str, delimiter: str, mapping: Path, tmp_path: Path
) -> None:
    row = (*SMALL_ROW[:-1], "Zoë Example")
    source = write_csv(tmp_path / "a.csv", [SMALL_HEADINGS, row], delimiter, encoding)
    (read,) = read_all(source, mapping)
    assert read.case is not None
    assert read.case.resident is not None
    assert read.case.resident.name == "Zoë Example"


@pytest.mark.parametrize(("encoding", "advised"), [("windows-1252", "windows-1252"), ("utf-16-le", "utf-16-le")])
def test_another_encoding_is_refused_with_its_line_and_the_name_to_try(
    encoding: str, advised: str, mapping: Path, tmp_path: Path
) -> None:
    rows = [SMALL_HEADINGS, SMALL_ROW, ("A-2", *SMALL_ROW[1:-1], "Zoë Example")]
    source = write_csv(tmp_path / "a.csv", rows, encoding=encoding)
    said = refusal(source, mapping)
    assert "a.csv:3: this file is not utf-8" in said
    assert f"`encoding: {advised}`" in said
    stated = write_mapping(tmp_path, SMALL_MAPPING.replace("dates:", f"encoding: {advised}\n  dates:"))
    assert taken(read_all(source, stated)) == ["A-1", "A-2"]


def test_utf_16_without_its_mark_is_refused_with_the_name_to_try(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [SMALL_HEADINGS, SMALL_ROW], encoding="utf-16-be")
    stated = write_mapping(tmp_path, SMALL_MAPPING.replace("dates:", "encoding: utf-16\n  dates:"))
    assert "this file is not utf-16" in refusal(source, stated)
    assert "`encoding: utf-16-be`" in refusal(source, stated)


def test_a_cell_over_several_lines_is_one_cell(mapping: Path, tmp_path: Path) -> None:
    row = list(SMALL_ROW)
    row[5] = 'ASB\nfrom the "loud", upper flat'
    source = write_csv(tmp_path / "a.csv", [SMALL_HEADINGS, row, ("A-2", "never", *SMALL_ROW[2:])])
    first, second = read_all(source, mapping)
    assert first.case is not None
    assert second.rejects[0].row == 3  # as a spreadsheet counts, not as an editor does


def test_headings_may_have_blanks_around_them(mapping: Path, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [[f"  {name} " for name in SMALL_HEADINGS], SMALL_ROW])
    assert taken(read_all(source, mapping)) == ["A-1"]


def test_a_row_with_a_character_that_no_text_has_is_rejected(mapping: Path, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [SMALL_HEADINGS, ("A\0", *SMALL_ROW[1:]), SMALL_ROW])
    found = read_all(source, mapping)
    assert taken(found) == ["A-1"]
    assert "a character that no text has" in reasons(found)[0]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"PK\x03\x04rest", "a.csv", "this is a workbook or another zip archive, not .csv"),
        (b"PK\x03\x04rest", "a.ndjson", "this is a workbook or another zip archive, not .ndjson"),
        (b"PAR1rest", "a.csv", "this is a Parquet file, not .csv"),
        (b"\xd0\xcf\x11\xe0rest", "a.xlsx", "this is an old Excel workbook, not .xlsx"),
        (b"Case Ref,Received\n", "a.xlsx", "this is not a workbook"),
        (b"\n\n", "a.csv", "there are no names of columns"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_by_what_it_is(
    content: bytes, name: str, said: str, mapping: Path, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    assert said in refusal(tmp_path / name, mapping)


def test_columns_below_a_merged_heading_are_told_of(mapping: Path, tmp_path: Path) -> None:
    headings = [*SMALL_HEADINGS[:3], None, *SMALL_HEADINGS[3:]]
    source = write_workbook(tmp_path / "a.xlsx", [headings, [*SMALL_ROW[:3], "lost", *SMALL_ROW[3:]]])
    assert open_cases(source, mapping).notes == ("columns without a name are not used: 4",)


def test_a_table_with_headings_only_has_no_case_and_says_so(mapping: Path, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [SMALL_HEADINGS])
    assert read_all(source, mapping) == []
    said = refused(*("portfolio", "measures", str(source), "--mapping", str(mapping), "--year", "2024-25"))
    assert "no case of it could be evaluated" in said


def test_a_reject_names_the_day_that_is_before_the_complaint(mapping: Path, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [SMALL_HEADINGS, ("A-1", "02/06/2025", "01/06/2025", *SMALL_ROW[3:])])
    (read,) = read_all(source, mapping)
    assert read.rejects[0].cells()[:4] == ("2", "A-1", "stage_1.acknowledged.date", "2025-06-01")


# Nothing is lost


CELLS = st.one_of(
    st.sampled_from(["", "A", "B", "Complaint", "Ack", "Answer", "02/06/2025", "31/02/2025", "repairs", "2025-06-02"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=6),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=10))
def test_every_row_of_events_is_evaluated_or_rejected_and_the_numbers_add_up(
    tmp_path_factory: pytest.TempPathFactory, rows: Sequence[Sequence[str]]
) -> None:
    folder = tmp_path_factory.mktemp("events")
    source = write_csv(folder / "events.csv", [*EVENT_ROWS, *rows])
    where = Destination(folder / "f.csv", folder / "r.csv", "csv")
    cases = open_cases(source, write_mapping(folder, EVENT_MAPPING))
    done = run_all(engine(), cases, Question(AS_OF), where).progress
    written = len(EVENT_ROWS) - 1 + sum(any(cell.strip() for cell in row) for row in rows)
    assert done.rows_read == written == done.rows_evaluated + done.rows_rejected
    assert done.cases_read == done.cases_evaluated + done.cases_rejected
    with where.rejects.open(encoding="utf-8", newline="") as file:
        rejected = {line["row"] for line in csv.DictReader(file)}
    assert len(rejected) == done.rows_rejected


def test_a_source_that_breaks_off_leaves_nothing_behind(mapping: Path, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [SMALL_HEADINGS, SMALL_ROW])
    with source.open("a", encoding="utf-8") as file:
        file.write('A-2,"02/06/2025,')
    out = tmp_path / "out"
    out.mkdir()
    said = refused(*("portfolio", "evaluate", str(source), "--mapping", str(mapping), "--out", str(out / "f.csv")))
    assert "a.csv:3: this row cannot be read" in said
    assert list(out.iterdir()) == []


# Interrupted


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "code_engine", "portfolio", *arguments]


def heeds_interrupts() -> None:
    """Undo what a shell does to what it starts in the background: such a process, and its children, ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_run_stopped_with_control_c_goes_on_and_ends_as_if_nothing_had_been(tmp_path: Path) -> None:
    source, whole, broken = tmp_path / "cases.ndjson", tmp_path / "whole", tmp_path / "broken"
    assert run("portfolio", "generate", "--cases", "2500", "--out", str(source)).exit_code == 0
    for folder in (whole, broken):
        folder.mkdir()
    evaluate = ("evaluate", str(source), "--as-of", "2025-06-30", "--out")
    running = subprocess.Popen(
        command(*evaluate, str(broken / "f.csv")), stderr=subprocess.PIPE, text=True, preexec_fn=heeds_interrupts
    )
    checkpoint = broken / ".f.csv.parts" / "checkpoint.json"
    for _ in range(6_000):
        if checkpoint.is_file() or running.poll() is not None:
            break
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "give the same command again to go on" in said
    assert "Traceback" not in said
    assert not (broken / "f.csv").exists()
    again = subprocess.run(command(*evaluate, str(broken / "f.csv")), capture_output=True, text=True, check=True)
    assert "of an interrupted run" in again.stderr
    subprocess.run(command(*evaluate, str(whole / "f.csv")), capture_output=True, check=True)
    for name in ("f.csv", "f.rejects.csv"):
        assert (broken / name).read_bytes() == (whole / name).read_bytes()
    assert sorted(path.name for path in broken.iterdir()) == ["f.csv", "f.rejects.csv"]


def test_progress_is_shown_on_a_terminal_and_gone_at_the_end(tmp_path: Path) -> None:
    source = tmp_path / "cases.ndjson"
    assert run("portfolio", "generate", "--cases", "1200", "--out", str(source)).exit_code == 0
    ours, theirs = pty.openpty()
    arguments = ("evaluate", str(source), "--as-of", "2025-06-30", "--out", str(tmp_path / "f.csv"))
    subprocess.run(command(*arguments), stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.close(theirs)
    written = b""
    try:
        while piece := os.read(ours, 65_536):
            written += piece
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert b" cases  " in written
    assert written.endswith(b"\r\x1b[K")


# Mapping


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("Stage 1 Ack Due", None),
        ("Response Due", None),
        ("Stage 1 Target", None),
        ("Logged By", None),
        ("Tenancy Ref", None),
        ("Sub Category", None),
        ("Stage 1 Closed", None),
        ("Stage 1 New Due Date", "stage_1.extended_to"),
        ("Stage 2 Received", "escalation.requested_on"),
        ("Stage 2 Requested", "escalation.requested_on"),
        ("Final Response Date", "stage_2.responded_on"),
        ("Stage1AckDate", "stage_1.acknowledged_on"),
        ("Received Via", "complaint.channel"),
        ("Case Owner", "handler"),
        ("stage_2.extended_to", "stage_2.extended_to"),
    ],
)
def test_a_heading_is_not_taken_for_what_it_only_looks_like(heading: str, target: str | None) -> None:
    assert case_target(heading) == target


def mapped(source: Path, *options: str) -> tuple[str, str]:
    result = run("portfolio", "map", str(source), "--landlord", "twenty11", *options)
    assert result.exit_code == 0, result.output
    return result.stdout, result.stderr


def test_usual_words_for_a_category_are_proposed_under_one_name(tmp_path: Path) -> None:
    rows = [("Case Ref", "Received", "Category")]
    rows += [("A", "2025-06-02", "ASB"), ("B", "2025-06-02", "Damp & Mould"), ("C", "2025-06-02", "Left-handed cups")]
    text, _ = mapped(write_csv(tmp_path / "a.csv", rows))
    assert '"ASB": "antisocial_behaviour"' in text
    assert '"Damp & Mould": "damp_and_mould"' in text
    assert "cups" not in text


def test_a_title_above_the_headings_is_noticed(tmp_path: Path) -> None:
    source = write_workbook(tmp_path / "a.xlsx", [("Complaints of the year",), (), SMALL_HEADINGS, SMALL_ROW])
    _, told = mapped(source)
    assert "add --heading-row 3" in told
    text, _ = mapped(source, "--heading-row", "3")
    assert "heading_row: 3" in text
    assert taken(read_all(source, write_mapping(tmp_path, text.replace(": ASK", ": DD/MM/YYYY")))) == ["A-1"]


def test_what_needs_no_mapping_is_told_so(tmp_path: Path) -> None:
    source = tmp_path / "cases.ndjson"
    assert run("portfolio", "generate", "--cases", "3", "--out", str(source)).exit_code == 0
    assert "each line of this is a case already" in refused("portfolio", "map", str(source))
    assert "a folder of case files needs no mapping" in refused("portfolio", "map", str(tmp_path))


def test_twenty_thousand_columns_are_not_all_told_of(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [[f"c{number}" for number in range(20_000)]])
    _, told = mapped(source)
    assert len(told.splitlines()) < 25
    assert "and 19985 more" in told


def test_nothing_personal_is_in_what_is_said_or_rejected(tmp_path: Path) -> None:
    headings = ("Case Ref", "Received", "Tenant Name", "Vulnerable", "Handler")
    rows = [
        headings,
        ("A", "never", "Sam Example", "Sam Example says so", "C. Handler"),
        ("B", "2025-06-02", "", "", ""),
    ]
    source = write_csv(tmp_path / "a.csv", rows)
    text = "mapping: {layout: case_per_row, landlord: twenty11}\ncolumns:\n"
    text += "  Case Ref: {to: reference}\n  Received: {to: complaint.received_on}\n  Tenant Name: {to: resident.name}\n"
    text += "  Vulnerable: {to: resident.vulnerable}\n  Handler: {to: handler}\n"
    out = tmp_path / "f.csv"
    arguments = ("portfolio", "evaluate", str(source), "--mapping", str(write_mapping(tmp_path, text)))
    result = run(*arguments, "--as-of", "2025-06-30", "--out", str(out))
    assert result.exit_code == 0
    said = result.output + (tmp_path / "f.rejects.csv").read_text(encoding="utf-8")
    assert "Sam Example" not in said
    assert "C. Handler" not in said
