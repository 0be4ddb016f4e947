"""Files are read in exactly one way, and every value is known by its place."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from code_engine import documents
from code_engine.documents import Document, parse_document, read_document, yaml_text
from code_engine.errors import DocumentError, Location


def yaml_data(text: str) -> Any:
    """The data of a YAML text."""
    return parse_document(text, "case.yaml").data


@pytest.fixture(params=["libyaml", "pure Python"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Runs a test with the fast parser and with the fallback."""
    if request.param == "pure Python":
        monkeypatch.setattr(yaml_text, "_LOADER", yaml.SafeLoader)
    return str(request.param)


# --- values


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("True", "True"),
        ("NO", "NO"),
        ("null", None),
        ("~", None),
        ("", None),
        ('""', ""),
        ("'null'", "null"),
        ('"true"', "true"),
        ("'12'", "12"),
        ("12", 12),
        ("-3", -3),
        ("+3", 3),
        ("0", 0),
        ("6.10", 6.1),
        ("-0.5", -0.5),
        ("1.5e3", 1500.0),
        ("6.10.2", "6.10.2"),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("1e5", "1e5"),
        (".inf", ".inf"),
        ("-", [None]),
        ("+", "+"),
        ("2025-06-02", "2025-06-02"),
        ("2025-06-02T09:30:00Z", "2025-06-02T09:30:00Z"),
        ("T11-2025-0007", "T11-2025-0007"),
        ("£20 for the résidents room", "£20 for the résidents room"),
    ],
)
def test_a_value_is_read_in_exactly_one_way(written: str, value: object) -> None:
    found = yaml_data(f"key:\n  {written}\n")["key"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.usefixtures("either_parser")
def test_lists_and_mappings_nest_in_both_styles() -> None:
    text = "events:\n  - {type: contact, about: [a, b]}\n  - type: logged\n    stage: 1\nempty: {}\nnone: []\n"
    assert yaml_data(text) == {
        "events": [{"type": "contact", "about": ["a", "b"]}, {"type": "logged", "stage": 1}],
        "empty": {},
        "none": [],
    }


def test_a_text_of_several_lines_keeps_its_breaks_and_its_tabs() -> None:
    assert yaml_data("note: |\n  one\n  \ttwo\nfolded: >\n  one\n  two\n") == {
        "note": "one\n\ttwo\n",
        "folded": "one two\n",
    }


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes("\ufeffreference: Ä-1\r\nstage: 2\r\n".encode())
    assert read_document(path).data == {"reference": "Ä-1", "stage": 2}
    assert parse_document("\ufeff{}", "x").data == {}


def test_a_comment_line_may_point_an_editor_to_a_schema() -> None:
    assert yaml_data("# yaml-language-server: $schema=case.json\n---\na: 1\n...\n") == {"a": 1}


# --- positions


CASE = """\
# a comment
reference: T11-2025-0007
events:
  - {type: contact, date: 2025-06-02}
  - type: logged
    stage: 6.10
"6.3":
  title: Réponse
"""


@pytest.mark.parametrize("text", [CASE, "  \n" + json.dumps(yaml_data(CASE)).replace("6.1}", "6.10}")])
def test_a_scalar_is_known_as_it_was_written(text: str) -> None:
    document = parse_document(text, "case.yaml")
    assert document.raw(("events", 1, "stage")) == "6.10"
    assert document.raw(("reference",)) == "T11-2025-0007"
    assert document.raw(("6.3", "title")) == "Réponse"
    assert document.raw(("events",)) is None
    assert document.raw(("events", 7, "stage")) is None
    assert document.raw(("nothing",)) is None


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 2, 1),
        (("reference",), 2, 12),
        (("events",), 4, 3),
        (("events", 0), 4, 5),
        (("events", 0, "date"), 4, 27),
        (("events", 1), 5, 5),
        (("events", 1, "stage"), 6, 12),
        (("6.3", "title"), 8, 10),
        (("events", 1, "missing"), 5, 5),
        (("events", 9, "date"), 4, 3),
        (("events", -1), 4, 3),
        (("reference", "deeper"), 2, 12),
        (("absent",), 2, 1),
    ],
)
def test_a_path_leads_to_its_line_and_column_or_to_the_nearest_around_it(
    path: tuple[str | int, ...], line: int, column: int
) -> None:
    assert parse_document(CASE, "case.yaml").location(path) == Location("case.yaml", line, column)


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("reference",), 2, 1),
        (("events", 0, "date"), 4, 21),
        (("events", 1, "stage"), 6, 5),
        (("events", 1), 5, 5),
        (("6.3",), 7, 1),
        (("absent",), 2, 1),
        ((), 2, 1),
    ],
)
def test_a_key_has_a_place_of_its_own(path: tuple[str | int, ...], line: int, column: int) -> None:
    assert parse_document(CASE, "case.yaml").key_location(path) == Location("case.yaml", line, column)


def test_a_json_file_has_the_same_places() -> None:
    lines = [
        "{",
        '  "reference": "T11",',
        '  "events": [',
        '    {"type": "a\\"b", "stage": 1},',
        "    [true, null]]}",
    ]
    text = "\n".join(lines)
    document = parse_document(text, "case.json")
    assert str(document.location(("events", 0, "stage"))) == "case.json:4:31"
    assert str(document.key_location(("events", 0, "stage"))) == "case.json:4:22"
    assert str(document.location(("events", 1, 1))) == "case.json:5:12"
    assert document.raw(("events", 0, "type")) == 'a"b'
    assert document.raw(("events", 1, 0)) == "true"
    assert str(document.location(())) == "case.json:1:1"


def test_a_json_file_of_one_scalar_has_a_place() -> None:
    assert str(parse_document(' "x"', "x.json").location(("a",))) == "x.json:1:2"


def test_five_hundred_rules_are_read_quickly() -> None:
    rule = '"{0}":\n  title: Response\n  kinds: [case]\n  rules:\n    - id: r-{0}\n      require: a and b\n'
    text = "".join(rule.format(f"x{number}") for number in range(500))
    began = time.perf_counter()
    assert len(yaml_data(text)) == 500
    # About 20 ms; the bound is wide so that a busy machine does not fail the test.
    assert time.perf_counter() - began < 0.5


# --- laws

PLAIN_DATA = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(-1e9, 1e9)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abcdefgh 6.10-:#'\"{}[]", min_size=1, max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
).filter(lambda data: data is not None)


def every_path(data: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all values."""
    inner: list[tuple[str | int, Any]] = []
    if isinstance(data, dict):
        inner = list(data.items())
    elif isinstance(data, list):
        inner = list(enumerate(data))
    return [path, *(found for key, value in inner for found in every_path(value, (*path, key)))]


def scalar_at(document: Document, path: tuple[str | int, ...]) -> object:
    """The value at a path."""
    value = document.data
    for part in path:
        value = value[part]
    return value


@given(PLAIN_DATA, st.sampled_from([None, 1]))
def test_json_is_read_as_the_standard_library_reads_it_and_every_value_has_a_place(
    data: object, indent: int | None
) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=False)
    document = parse_document(text, "x.json")
    assert document.data == data
    lines = text.split("\n")
    for path in every_path(data):
        place = document.location(path)
        assert place.line is not None
        assert place.column is not None
        written = json.dumps(scalar_at(document, path), ensure_ascii=False)
        assert lines[place.line - 1][place.column - 1] == written[0]


@given(PLAIN_DATA)
def test_json_in_a_yaml_list_gives_the_same_data_and_the_same_places(data: object) -> None:
    text = json.dumps([data], ensure_ascii=False)
    as_yaml, as_json = parse_document(text, "x.yaml"), parse_document(text, "x.json")
    for path in every_path(as_json.data):
        assert as_yaml.location(path) == Location("x.yaml", *place(as_json, path))
    assert every_path(as_yaml.data) == every_path(as_json.data)


def place(document: Document, path: tuple[str | int, ...]) -> tuple[int | None, int | None]:
    """Line and column of a value."""
    found = document.location(path)
    return found.line, found.column


@given(st.text(st.sampled_from("ab:-?[]{},&*!|>'\"%@`# \t\n~.610é\x01\ufeff"), max_size=30))
def test_any_text_is_read_or_refused_with_one_error_that_names_the_file(text: str) -> None:
    for name in ("x.yaml", "x.json"):
        try:
            parse_document(text, name)
        except DocumentError as error:
            (problem,) = error.problems
            assert problem.location is not None
            assert problem.location.file == name
            assert problem.message


@given(st.binary(max_size=30))
def test_any_bytes_are_read_or_refused_with_one_error(content: bytes) -> None:
    try:
        found = len(every_path(parse_document(documents._decoded(content, "x"), "x").data))
    except DocumentError as error:
        found = len(error.problems)
    assert found >= 1
