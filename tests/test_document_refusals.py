"""What can be misread, or is no plain document at all, is refused with one clear error."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from code_engine import documents
from code_engine.documents import MAX_BYTES, json_text, parse_document, read_document, yaml_text
from code_engine.errors import DocumentError


def yaml_data(text: str) -> Any:
    """The data of a YAML text."""
    return parse_document(text, "case.yaml").data


def refusal(text: str, name: str = "case.yaml") -> str:
    """The one error for a text, on one line."""
    with pytest.raises(DocumentError) as caught:
        parse_document(text, name)
    assert len(caught.value.problems) == 1
    return str(caught.value).replace("\n  ", " | ")


def file_refusal(path: Path | str) -> str:
    """The one error for a file, on one line."""
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    assert len(caught.value.problems) == 1
    return str(caught.value).replace("\n  ", " | ")


@pytest.fixture(params=["libyaml", "pure Python"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Runs a test with the fast parser and with the fallback."""
    if request.param == "pure Python":
        monkeypatch.setattr(yaml_text, "_LOADER", yaml.SafeLoader)
    return str(request.param)


# --- what is refused in YAML


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("a: 1\nb: 2\na: 3\n", "case.yaml:3:1: the key `a` is here a second time | it is already on line 1"),
        ("a: {b: 1, b: 2}", "case.yaml:1:11: the key `b` is here a second time"),
        ("a: 1\n'a': 2", "case.yaml:2:1: the key `a` is here a second time"),
        (
            "6.10: x",
            "case.yaml:1:1: the key `6.10` is not in quotes, so it is the number 6.1 | put it in quotes",
        ),
        (
            "p:\n  6: x",
            'case.yaml:2:3: the key `6` is not in quotes, so it is the number 6 | put it in quotes: "6"',
        ),
        ("true: x", 'case.yaml:1:1: the key `true` is true or false, not a text | write "true"'),
        ("null: x", 'case.yaml:1:1: the key `null` stands for nothing, not for a text | write "null"'),
        ("?\n: x", "a key is missing in front of the `:` | write `key: value`"),
        ("? [a, b]\n: x", "case.yaml:1:3: a key has to be a text, not a list or a mapping"),
        ("a: {{b}: 1}", "case.yaml:1:5: a key has to be a text, not a list or a mapping"),
        (
            "a: &x 1\nb: *x",
            "case.yaml:1:4: anchors and aliases are not allowed, here `&x` | write the value out",
        ),
        ("a: &x [1]", "case.yaml:1:4: anchors and aliases are not allowed"),
        ("a: &x {b: 1}", "case.yaml:1:4: anchors and aliases are not allowed"),
        ("a: *x", "case.yaml:1:4: anchors and aliases are not allowed, here `*x`"),
        ("a: !!str 6.10", "case.yaml:1:4: tags, which begin with `!`, are not allowed"),
        ("a: !!python/object:os.system [x]", "case.yaml:1:4: tags, which begin with `!`, are not allowed"),
        ("a: !map {b: 1}", "case.yaml:1:4: tags, which begin with `!`, are not allowed"),
        ("a:\n\tb: 1", "case.yaml:2:1: a tab is used for indentation | use spaces"),
        ("a:\n  - b\n\t- c", "case.yaml:3:1: a tab is used for indentation"),
        ("a: x\n\ty", "case.yaml:2:1: a tab is used for indentation"),
        ("a: 1\n---\nb: 2", "case.yaml:2:1: a second document begins here | keep one document in a file"),
        ("a: 1e999.0\nb: 1.0e999", "case.yaml:2:4: the number `1.0e999` is too large"),
        (f"a: {'9' * 200}", "case.yaml:1:4: the number `999"),
        ("a: 'x", "case.yaml:1:4: a quote that is opened here is never closed"),
        ('a: 1\nb: "x\n', "case.yaml:2:4: a quote that is opened here is never closed"),
        ("a: b: c", "case.yaml:1:5: a `:` is not expected here | put a text that contains `: ` in quotes"),
        ("a: @x", "case.yaml:1:4: a text cannot begin with `@` | put the text in quotes"),
        ("a: `x`", "case.yaml:1:4: a text cannot begin with a backtick | put the text in quotes"),
        ("a: %x", "case.yaml:1:4: a text cannot begin with `%`"),
        ("a: *x*", "a text cannot begin with `*` | put the text in quotes"),
        ("a: &", "a text cannot begin with `&` | put the text in quotes"),
        ("a: [1, 2\nb: 3", "case.yaml:1:4: a list opened with `[` is not closed, or lacks a comma"),
        ("a: {b: 1\nc: 3", "case.yaml:1:4: a mapping opened with `{` is not closed, or lacks a comma"),
        (
            "a: {late} days",
            "this does not fit the lines above | indent the keys of one mapping alike; put a text",
        ),
        ("a:\n  b: 1\n c: 2", "case.yaml:3:2: this does not fit the lines above"),
        ("- a\nb: c", "case.yaml:2:1: this does not fit the list above"),
        ("a: - b", "case.yaml:1:4: a list cannot begin here | begin it on the next line"),
        ("a: 1\nword\nb: 2", "case.yaml:2:1: this line is neither `key: value` nor part of a text"),
        ('a: "\\q"', "this double-quoted text has an unknown escape"),
        ("a: |x\n  b", "this `|` or `>` does not begin a text of several lines"),
        ("a: b\n\x01: c", "case.yaml:2:1: the character U+0001 is not allowed in a YAML file"),
        ("%YAML 3.0\n---\na: 1", "case.yaml:1:1: this is not valid YAML: found incompatible YAML document"),
    ],
)
def test_yaml_that_can_be_misread_is_refused_with_its_place_and_a_remedy(text: str, error: str) -> None:
    assert error in refusal(text)


def test_a_tab_in_front_of_a_list_element_in_brackets_is_refused() -> None:
    assert refusal("a: [\n\tb]").startswith("case.yaml:2:2: a tab is used for indentation")


def test_a_tab_elsewhere_is_harmless() -> None:
    assert yaml_data("a: 'x\ty' \t# why\nb:\t1\n") == {"a": "x\ty", "b": 1}


def test_a_text_after_the_document_is_refused() -> None:
    assert refusal("'a'\nb").startswith("case.yaml:2:1: this stands after the end of the document")


def test_a_yaml_bomb_is_refused_at_its_first_anchor_and_at_once() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for name, before in zip("bcdefghi", "abcdefgh", strict=True):
        bomb += f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n"
    began = time.perf_counter()
    assert refusal(bomb).startswith("case.yaml:1:4: anchors and aliases are not allowed")
    assert time.perf_counter() - began < 0.5


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("name", ["case.yaml", "case.json"])
def test_forty_levels_are_read_and_one_more_is_refused(name: str) -> None:
    assert parse_document("[" * 40 + "]" * 40, name).data != []
    assert refusal("[" * 41 + "]" * 41, name).startswith(f"{name}:1:41: nested more than 40 levels deep")
    assert refusal('{"a":' * 41 + "1" + "}" * 41, "case.json").startswith("case.json:1:201: nested more than 40")


@pytest.mark.parametrize("name", ["case.yaml", "case.json"])
def test_a_hundred_thousand_brackets_are_refused_at_once(name: str) -> None:
    began = time.perf_counter()
    assert refusal("[" * 100_000, name).startswith(f"{name}:1:41: nested more than 40 levels deep")
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize("name", ["case.yaml", "case.json"])
def test_more_than_two_hundred_thousand_values_are_refused(name: str) -> None:
    assert "more than 200,000 keys and values" in refusal("[" + "1, " * 200_000 + "1]", name)


def test_keys_count_as_well_as_values_in_json() -> None:
    entries = ", ".join(f'"{number}": 1' for number in range(99_999))
    assert len(parse_document("{" + entries + "}", "x.json").data) == 99_999
    assert "more than 200,000 keys and values" in refusal("{" + entries + ', "x": 1}', "x.json")


@pytest.mark.parametrize("text", ["", "  \n\n", "# only a comment\n", "---\n", "null", "~"])
@pytest.mark.parametrize("name", ["case.yaml", "case.json"])
def test_an_empty_document_is_refused(text: str, name: str) -> None:
    error = refusal(text, name)
    if name == "case.yaml" or not text.strip() or text == "null":
        assert error == f"{name}: this file is empty | write at least one `key: value`"
    else:
        assert error.startswith(f"{name}:1:1: this is not valid JSON")


# --- what is refused in JSON


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('{"a": 1,}', "x.json:1:8: this is not valid JSON: a comma after the last entry | remove the comma"),
        ('{"a": [1, 2,\n]}', "x.json:1:12: this is not valid JSON: a comma after the last entry | remove the comma"),
        ("{'a': 1}", "x.json:1:2: this is not valid JSON: a key in double quotes is expected here"),
        (
            '{"a": 1 "b": 2}',
            "x.json:1:9: this is not valid JSON: a comma or a closing bracket is expected here",
        ),
        ('{"a" 1}', "x.json:1:6: this is not valid JSON: a `:` is expected after the key"),
        ('{"a": True}', "x.json:1:7: this is not valid JSON: a value is expected here"),
        ('{"a": 1} {}', "x.json:1:10: this is not valid JSON: the document has already ended here"),
        ('{"a": "b', "x.json:1:7: this is not valid JSON: a text that begins here is never closed"),
        ('{"a": "b\nc"}', "x.json:1:9: this is not valid JSON: a line break or tab inside a text"),
        ('{"a": "\\q"}', "x.json:1:8: this is not valid JSON: a text has an unknown escape"),
        (
            '{"a": 1,\n "b": {"c": 1, "c": 2}}',
            "x.json:2:16: the key `c` is here a second time | it is already on line 2",
        ),
        ('{"a": NaN}', "x.json:1:7: `NaN` is not a number that can be used here"),
        ('{"a": [1, -Infinity]}', "x.json:1:11: `-Infinity` is not a number that can be used here"),
        ('{"a": 1e999}', "x.json:1:7: `1e999` is not a number that can be used here"),
        ('{"a": ' + "9" * 5000 + "}", "x.json:1:7: the number `9999"),
        ('{"a": "\\ud83d"}', "x.json:1:7: a `\\ud…` escape without its other half"),
    ],
)
def test_broken_json_is_refused_with_its_place_and_a_remedy(text: str, error: str) -> None:
    found = refusal(text, "x.json")
    assert error in found
    assert " | " in found


def test_what_a_newer_library_may_say_of_broken_json_is_passed_on() -> None:
    error = json_text._explained(json.JSONDecodeError("Something else", "{", 0), "x.json")
    assert str(error) == "x.json:1:1: this is not valid JSON: something else"


def test_a_text_that_begins_with_a_brace_is_json_whatever_its_name() -> None:
    assert parse_document(' {"a": "no", "b": [1.5, "\\ud83d\\ude00"]}', "<stdin>").data == {
        "a": "no",
        "b": [1.5, "😀"],
    }
    assert "this is not valid JSON" in refusal("{a: 1}", "<stdin>")


def test_the_ending_json_counts_in_capitals_too() -> None:
    assert "this is not valid JSON" in refusal("a: 1", "CASE.JSON")


# --- files


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "absent.yaml"
    assert file_refusal(path) == f"{path}: there is no such file | check the name and the folder"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert file_refusal(str(tmp_path)) == f"{tmp_path}: this is a folder, not a file | name a file in it"


def test_a_file_that_may_not_be_read_says_so() -> None:
    error = document_error(PermissionError(13, "Permission denied"))
    assert error == "case.yaml: this file may not be read | check who is allowed to read it"
    assert "this file cannot be read: unknown reason" in document_error(OSError())


def document_error(cause: OSError) -> str:
    """What is said of a failure that a test run as administrator cannot bring about."""
    return str(documents._unreadable(cause, "case.yaml")).replace("\n  ", " | ")


def test_a_path_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("a: 1", encoding="utf-8")
    assert "this file cannot be read: not a directory" in file_refusal(tmp_path / "case.yaml" / "deeper")
    assert "this file cannot be read: file name too long" in file_refusal("x" * 5000)
    assert "this is not the name of a file" in file_refusal("a\0b")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_in_another_encoding_is_refused_where_it_differs(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(mark + "é: 1\nname: ".encode() + "Zoë".encode("latin-1"))
    expected = f"{path}:2:9: this file is not UTF-8: it has the byte 0xEB here | save it as UTF-8 in your editor"
    assert file_refusal(path) == expected


def test_half_a_character_in_a_given_text_is_refused() -> None:
    assert refusal("a: 1\nb: \ud83d").startswith("case.yaml:2:4: half a character is in the text")


def test_a_file_of_fifty_megabytes_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    began = time.perf_counter()
    assert file_refusal(path).startswith(f"{path}: this file is larger than 5 MB")
    assert time.perf_counter() - began < 0.1


def test_a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(b"a: 1\n".ljust(MAX_BYTES, b"\n"))
    assert read_document(path).data == {"a": 1}
    path.write_bytes(b"a: 1\n".ljust(MAX_BYTES + 1, b"\n"))
    assert "larger than 5 MB" in file_refusal(path)


def test_a_text_is_measured_in_bytes() -> None:
    assert "larger than 5 MB" in refusal("# " + "é" * (MAX_BYTES // 2) + "\na: 1")


def give_to_stdin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Let the program read these bytes from standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


@pytest.mark.parametrize("source", ["-", Path("-")])
def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch, source: Path | str) -> None:
    give_to_stdin(monkeypatch, b"\xef\xbb\xbfreference: T11\n")
    document = read_document(source)
    assert document.data == {"reference": "T11"}
    assert str(document.location(("reference",))) == "<stdin>:1:12"


def test_standard_input_that_is_closed_or_cannot_be_read_is_one_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    closed = io.TextIOWrapper(io.BytesIO())
    closed.close()
    for stream in (None, closed):
        monkeypatch.setattr(sys, "stdin", stream)
        assert file_refusal("-") == "<stdin>: standard input is closed | name a file, or pipe the document in"
    with (tmp_path / "written").open("wb") as file, os.fdopen(os.dup(file.fileno()), "rb") as unreadable:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(unreadable))
        assert file_refusal("-").startswith("<stdin>: this file cannot be read: ")


def test_standard_input_is_bounded_and_decoded_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    give_to_stdin(monkeypatch, b"#" * (MAX_BYTES + 1))
    assert file_refusal("-").startswith("<stdin>: this file is larger than 5 MB")
    give_to_stdin(monkeypatch, b"a: \xff")
    assert file_refusal("-").startswith("<stdin>:1:4: this file is not UTF-8")
