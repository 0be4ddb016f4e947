"""`code-engine letters`: due, render, verify, gallery; and bad input, with nothing half-written."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cli_running import AS_OF, IN_TIME, LATE, assert_plain, done, one_line, process, refused, run
from letter_building import NAMES
from letter_pdf import NEEDS_PANGO

MINE = (
    *("--set", "responsible_for=the ceiling; the pipe"),
    *("--set", "not_responsible_for=none"),
    *("--set", "resident_address=none"),
)
CASE = """
reference: L/1 a
landlord: twenty11
resident: {name: Sam Rivers}
matter: {summary: A leak}
events:
  - {type: complaint_received, date: 2025-06-02, unclear: false}
"""
JUNE = ("--as-of", "2025-06-03")


def test_due_lists_the_letters_with_day_and_reason() -> None:
    said = done("letters", "due", LATE, *AS_OF)
    assert_plain(said)
    assert said.index("stage_2_acknowledgement") < said.index("stage_2_response") < said.index("extension")
    assert "by Mon 21 July 2025" in said
    assert "The escalation has not been acknowledged. (6.11, 5.7)" in said


def test_due_as_json_is_that_of_the_evaluation_in_the_order_of_urgency() -> None:
    letters = json.loads(done("letters", "due", LATE, *AS_OF, "--format", "json"))
    assert letters[0]["kind"] == "stage_2_acknowledgement"
    assert {letter["stage"] for letter in letters} == {2, None}


def test_due_says_where_no_letter_is_due() -> None:
    assert "No letter is due in" in done("letters", "due", IN_TIME, "--as-of", "2026-01-05")


def test_render_makes_the_letter_most_due_as_a_page() -> None:
    said = done("letters", "render", LATE, *AS_OF, *MINE)
    assert said.startswith("<!DOCTYPE html>")
    assert "We have your request to take your complaint further" in said


def test_render_makes_a_letter_as_text() -> None:
    said = done("letters", "render", LATE, *AS_OF, *MINE, "--format", "text")
    assert "Hello Marta Ilves," in said
    assert_plain(said)


@pytest.mark.parametrize(
    ("form", "start"),
    [
        pytest.param("pdf", b"%PDF-1.7", marks=NEEDS_PANGO),
        ("docx", b"PK"),
        ("html", b"<!DOC"),
        ("text", b"Twenty11"),
    ],
)
def test_render_writes_a_file_of_each_format(tmp_path: Path, form: str, start: bytes) -> None:
    file = tmp_path / "letter"
    assert done("letters", "render", LATE, *AS_OF, *MINE, "--format", form, "--out", str(file)) == ""
    assert file.read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == ["letter"]


@NEEDS_PANGO
def test_a_letter_as_pdf_goes_to_standard_output_where_asked() -> None:
    result = process("letters", "render", LATE, *AS_OF, *MINE, "--format", "pdf", "--out", "-")
    assert result.returncode == 0
    assert result.stdout.startswith(b"%PDF-1.7")


def test_a_letter_as_pdf_without_a_file_is_bad_usage() -> None:
    assert "give --out FILE" in refused("letters", "render", LATE, *AS_OF, *MINE, "--format", "pdf")


def test_render_for_another_landlord_looks_like_that_one() -> None:
    assert "Red Kite" in done("letters", "render", LATE, *AS_OF, *MINE, "--landlord", "red_kite", "--format", "text")


def test_what_is_lacking_is_told_in_one_list_and_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "letter.html"
    said = refused("letters", "render", LATE, *AS_OF, "--out", str(file))
    assert said.count("error: ") == 2
    assert "--set responsible_for=" in said
    assert "--set not_responsible_for=" in said
    assert not file.exists()


def test_a_draft_is_made_all_the_same_and_its_gaps_are_listed(tmp_path: Path) -> None:
    file = tmp_path / "draft.html"
    result = run("letters", "render", LATE, *AS_OF, "--draft", "--out", str(file))
    assert result.exit_code == 0
    assert result.stderr.count("draft: ") == 2
    assert "Draft, not to be sent." in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--set", "responsible_for"), "`responsible_for` sets nothing"),
        (("--set", "handler=A", "--set", "handler=B"), "the field `handler` is set twice"),
        (("--set", "responsable_for=x"), "did you mean `responsible_for`?"),
        (("--set", "response_expected_on=soon"), "response_expected_on: `soon` is not a date"),
        (("--set", "response_expected_on=2025-02-30"), "there is no day `2025-02-30`"),
        (("--set", "handler="), "the value is empty; say none where there is nothing"),
        (("--set", "handler=@/no/such/file"), "cannot be read as UTF-8 text"),
        (("--kind", "stage_2_respnse"), "did you mean `stage_2_response`?"),
        (("--kind", "stage_2_response", "--set", "remedies=75 pounds"), "does not end in `by` and a date"),
        (("--kind", "stage_2_response", "--set", "answers=leak"), "has no point and answer"),
        (("--kind", "stage_2_response", "--set", "decision=maybe"), "`maybe` is no decision"),
        (("--variant", "huge"), "is not one of"),
        (("--format", "rtf"), "is not one of"),
        (("--stage", "3"), "3 is not in the range"),
        (("--landlord", "twenty12"), "did you mean `twenty11`?"),
    ],
)
def test_bad_input_is_told(arguments: tuple[str, ...], message: str) -> None:
    assert message in one_line(refused("letters", "render", LATE, *AS_OF, *arguments))


def test_a_value_is_taken_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("the ceiling\nthe pipe\n", encoding="utf-8")
    said = done("letters", "render", LATE, *AS_OF, "--set", f"responsible_for=@{file}", *MINE[2:], "--format", "text")
    assert "- The ceiling\n- The pipe" in said


@pytest.mark.parametrize("name", ["no-such-folder/letter.html", "."])
def test_where_the_letter_cannot_be_written_it_is_told(tmp_path: Path, name: str) -> None:
    said = refused("letters", "render", LATE, *AS_OF, *MINE, "--out", str(tmp_path / name))
    assert "folder" in said
    assert list(tmp_path.iterdir()) == []


def test_without_jinja_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    said = refused("letters", "render", LATE, *AS_OF)
    assert "making letters needs `jinja2`, which is not installed" in said
    assert "pip install 'code-engine[letters]'" in said
    assert "stage_2_acknowledgement" in done("letters", "due", LATE, *AS_OF)


# A folder of cases


def test_a_folder_of_cases_gives_a_letter_for_each_and_tells_what_could_not_be_made(tmp_path: Path) -> None:
    cases, out = tmp_path / "cases", tmp_path / "out"
    cases.mkdir()
    out.mkdir()
    for number in range(3):
        text = CASE.replace("L/1 a", f"L-{number}")
        (cases / f"{number}.yaml").write_text(text, encoding="utf-8")
    (cases / "broken.yaml").write_text("reference: x\n", encoding="utf-8")
    (cases / "notes.txt").write_text("not a case", encoding="utf-8")
    result = run("letters", "render", str(cases), *JUNE, *MINE, "--format", "text", "--out", str(out))
    assert result.exit_code == 1
    assert result.stdout == "3 of 4 letters made\n"
    assert "not made: " in result.stderr
    assert "broken.yaml" in result.stderr
    assert sorted(path.name for path in out.iterdir()) == [f"L-{number}-acknowledgement.txt" for number in range(3)]


def test_a_reference_becomes_the_name_of_a_file_that_stays_in_the_folder(tmp_path: Path) -> None:
    cases, out = tmp_path / "cases", tmp_path / "out"
    cases.mkdir()
    out.mkdir()
    (cases / "a.yaml").write_text(CASE.replace("L/1 a", "../../x"), encoding="utf-8")
    done_with = run("letters", "render", str(cases), *JUNE, *MINE, "--out", str(out))
    assert done_with.exit_code == 0
    assert [path.name for path in out.iterdir()] == ["------x-acknowledgement.html"]


def test_two_cases_of_one_reference_do_not_replace_each_other(tmp_path: Path) -> None:
    cases, out = tmp_path / "cases", tmp_path / "out"
    cases.mkdir()
    out.mkdir()
    for name in ("a", "b"):
        (cases / f"{name}.yaml").write_text(CASE, encoding="utf-8")
    result = run("letters", "render", str(cases), *JUNE, *MINE, "--out", str(out))
    assert result.exit_code == 1
    assert "its letter would replace that of a.yaml" in result.stderr


def test_a_folder_needs_cases_and_a_folder_to_write_to(tmp_path: Path) -> None:
    assert "there is no case in this folder" in refused("letters", "render", str(tmp_path), *JUNE)
    (tmp_path / "a.yaml").write_text(CASE, encoding="utf-8")
    assert "letters for a folder go into a folder" in refused("letters", "render", str(tmp_path), *JUNE)


# Verify


@pytest.mark.parametrize("form", ["html", pytest.param("pdf", marks=NEEDS_PANGO), "docx"])
def test_a_letter_is_verified_against_its_case(tmp_path: Path, form: str) -> None:
    file = tmp_path / "letter"
    done("letters", "render", LATE, *AS_OF, *MINE, "--format", form, "--out", str(file))
    said = done("letters", "verify", str(file), "--case", LATE)
    assert "It is byte for byte what its receipt makes again." in said
    assert_plain(said)
    other = refused("letters", "verify", str(file), "--case", IN_TIME)
    assert "this letter was made for the case `T11-2025-0107`, and this is " in one_line(other)


def test_a_letter_that_was_edited_fails(tmp_path: Path) -> None:
    file = tmp_path / "letter.html"
    done("letters", "render", LATE, *AS_OF, *MINE, "--out", str(file))
    text = (
        file.read_text(encoding="utf-8").replace("0300 111 3000", "").replace("You do not have to tell us why", "Why")
    )
    file.write_text(text, encoding="utf-8")
    result = run("letters", "verify", str(file), "--case", LATE)
    assert result.exit_code == 1
    said = one_line(result.stdout)
    assert (
        "It is NOT what its receipt makes again: - no_reasons_needed has been edited - ombudsman has been edited"
        in said
    )
    assert "CHANGED since it was made" in one_line(run("letters", "verify", str(file)).stdout)


@pytest.mark.parametrize(
    ("form", "unchanged", "changed"),
    [
        ("html", "It is the page of its receipt, unchanged.", "CHANGED since it was made: no_reasons_needed."),
        ("docx", "Its words are those of its receipt, unchanged.", "CHANGED since it was made: no_reasons_needed."),
        pytest.param(
            "pdf",
            "It is the file of its receipt, unchanged.",
            "CHANGED since it was made: it is not the file of its receipt.",
            marks=NEEDS_PANGO,
        ),
    ],
)
def test_a_change_shows_in_the_receipt_alone(tmp_path: Path, form: str, unchanged: str, changed: str) -> None:
    file = tmp_path / f"letter.{form}"
    done("letters", "render", LATE, *AS_OF, *MINE, "--out", str(file))
    assert unchanged in one_line(done("letters", "verify", str(file)))
    file.write_bytes(edited(file.read_bytes(), form))
    result = run("letters", "verify", str(file))
    assert result.exit_code == 1
    assert changed in one_line(result.stdout)


def edited(content: bytes, form: str) -> bytes:
    """A letter with one word changed, by hand or by another program."""
    if form == "html":
        return content.replace(b"You do not have to tell us why", b"You have to tell us why")
    if form == "pdf":
        return content + b"% one more remark\n"
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"do not have to tell us why", b"have to tell us why"))
    return made.getvalue()


def test_a_page_whose_words_are_the_same_is_changed_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "letter.html"
    done("letters", "render", LATE, *AS_OF, *MINE, "--out", str(file))
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    result = run("letters", "verify", str(file))
    assert result.exit_code == 1
    assert "its words are the same, something around them is not" in one_line(result.stdout)


def test_a_draft_fails(tmp_path: Path) -> None:
    file = tmp_path / "draft.html"
    run("letters", "render", LATE, *AS_OF, "--draft", "--out", str(file))
    result = run("letters", "verify", str(file))
    assert result.exit_code == 1
    assert "It is a draft, not to be sent." in result.stdout
    assert "LEFT OPEN: responsible_for" in result.stdout


def test_what_is_no_letter_is_bad_input(tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    file.write_text("nothing", encoding="utf-8")
    assert "this is no letter in HTML, Word or PDF" in refused("letters", "verify", str(file))
    assert "this file cannot be read" in refused("letters", "verify", str(tmp_path / "none.html"))


# Gallery


def test_the_gallery_shows_every_letter_on_one_page(tmp_path: Path) -> None:
    out = tmp_path / "gallery"
    result = run(
        "letters", "gallery", "--out", str(out), "--landlord", "twenty11", "--format", "html", "--format", "text"
    )
    assert result.exit_code == 0
    page = (out / "index.html").read_text(encoding="utf-8")
    for name in NAMES:
        for ending in ("html", "txt"):
            assert (out / f"twenty11-{name}.{ending}").is_file()
            assert f'href="twenty11-{name}.{ending}"' in page
    assert (out / "twenty11-acknowledgement-large-print.html").is_file()


def test_the_gallery_refuses_an_unknown_landlord_before_it_writes(tmp_path: Path) -> None:
    out = tmp_path / "gallery"
    assert "unknown landlord `oak`" in refused("letters", "gallery", "--out", str(out), "--landlord", "oak")
    assert not out.exists()


def test_a_gallery_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "this folder cannot be made" in refused("letters", "gallery", "--out", str(tmp_path / "file" / "x"))


def test_the_ending_of_the_file_gives_the_format(tmp_path: Path) -> None:
    for name, start in (("letter.docx", b"PK"), ("letter.txt", b"Twenty11"), ("letter.HTM", b"<!DOC")):
        done("letters", "render", LATE, *AS_OF, *MINE, "--out", str(tmp_path / name))
        assert (tmp_path / name).read_bytes().startswith(start)


def test_a_format_that_the_ending_of_the_file_contradicts_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    said = refused("letters", "render", LATE, *AS_OF, *MINE, "--format", "html", "--out", str(file))
    assert "a letter as html is no .pdf file" in one_line(said)
    assert not file.exists()


def test_an_ending_that_names_no_format_is_refused(tmp_path: Path) -> None:
    said = refused("letters", "render", LATE, *AS_OF, *MINE, "--out", str(tmp_path / "letter.rtf"))
    assert "the ending .rtf names no format: give --format" in one_line(said)
    assert list(tmp_path.iterdir()) == []


def test_a_stage_that_the_letter_never_has_is_refused() -> None:
    said = refused("letters", "render", LATE, *AS_OF, *MINE, "--stage", "1")
    assert "--stage: the letter `stage_2_acknowledgement` is always of stage 2" in said


def test_another_kind_than_that_of_the_receipt_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.html"
    done("letters", "render", LATE, *AS_OF, *MINE, "--out", str(file))
    said = refused("letters", "verify", str(file), "--kind", "definition")
    assert "--kind: by its receipt this letter is of the kind `stage_2_acknowledgement`" in said


@pytest.mark.parametrize("form", ["html", "docx"])
def test_how_easily_a_letter_is_read_is_told(tmp_path: Path, form: str) -> None:
    file = tmp_path / f"letter.{form}"
    done("letters", "render", LATE, *AS_OF, *MINE, "--out", str(file))
    found = re.search(r"Reading ease (\d+) of 100; 60 or more is plain English", done("letters", "verify", str(file)))
    assert found
    assert 60 <= int(found[1]) <= 100


def test_what_is_no_letter_is_told_with_the_name_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("a note", encoding="utf-8")
    assert f"{file}: this is no letter in HTML, Word or PDF" in refused("letters", "verify", str(file))


def test_a_pdf_is_not_put_out_on_a_terminal() -> None:
    leader, follower = pty.openpty()
    try:
        command = [sys.executable, "-m", "code_engine", "letters", "render", LATE, *AS_OF, *MINE]
        result = subprocess.run(
            [*command, "--format", "pdf", "--out", "-"], stdout=follower, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(leader)
        os.close(follower)
    assert result.returncode == 2
    assert "is nothing to read in a terminal" in one_line(result.stderr.decode())
