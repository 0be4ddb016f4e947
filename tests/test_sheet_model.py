"""A self-assessment as a file: what it may hold, a subsidiary's rows over its group's, and back to YAML."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from code_engine.assessment.sheet import Sheet, SheetLayer, merged, sheet_in, sheet_of, years_of
from code_engine.assessment.sheet_file import SheetFile
from code_engine.assessment.sheet_yaml import sheet_text
from code_engine.assessment.years import parse_year, year_in
from code_engine.documents import parse_document
from code_engine.errors import LandlordError
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.profile import Profile, code_only_profile

HEADER = 'assessment: {year: "2024-25", source: Invented}\n'


def oak_and_elm(folder: Path, oak: dict[str, str], elm: dict[str, str]) -> tuple[Landlord, Landlord]:
    """A group and its subsidiary, with the assessments given by file name."""
    for name, files in (("oak", oak), ("elm", elm)):
        (folder / name / "assessment").mkdir(parents=True)
        for file, text in files.items():
            (folder / name / "assessment" / file).write_text(dedent(text), encoding="utf-8")
    group = Landlord(Profile(id="oak", name="Oak Homes"), folder=folder / "oak")
    return group, Landlord(Profile(id="elm", name="Elm Homes", parent="oak"), parent=group, folder=folder / "elm")


def test_a_row_takes_owner_and_dates_from_the_header_unless_it_has_its_own(tmp_path: Path) -> None:
    path = tmp_path / "any.yaml"
    path.write_text(
        dedent("""\
        assessment: {year: "2024-25", source: Invented, owner: Lead, date: 2024-06-30, review_by: 2025-09-30}
        rows:
          "4.1": {comply: true, evidence: A team of three., answers: {"4.1.liaison": false}}
          "4.2": {comply: false, commentary: Not yet., owner: Board, date: 2024-07-01}
          "4.3": {}
        """)
    )
    rows = sheet_in(path).rows
    assert (rows["4.1"].owner, rows["4.1"].stated_on, rows["4.1"].review_by) == (
        "Lead",
        date(2024, 6, 30),
        date(2025, 9, 30),
    )
    assert dict(rows["4.1"].answers) == {"4.1.liaison": False}
    assert (rows["4.2"].owner, rows["4.2"].stated_on) == ("Board", date(2024, 7, 1))
    assert (rows["4.3"].comply, rows["4.3"].evidence, rows["4.3"].commentary) == (None, None, None)


def test_rows_come_in_the_order_of_provisions_whatever_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "any.yaml"
    path.write_text(HEADER + 'rows: {"6.10": {}, "6.2": {}, "1.2": {}}\n')
    assert list(sheet_in(path).rows) == ["1.2", "6.2", "6.10"]


def test_a_subsidiarys_row_replaces_the_groups_row_whole_and_both_keep_their_origin(tmp_path: Path) -> None:
    oak = HEADER + 'rows:\n  "1.2": {comply: true, evidence: Group.}\n  "1.3": {comply: true, evidence: Group.}\n'
    elm = HEADER + 'rows:\n  "1.3": {comply: false}\n'
    _, landlord = oak_and_elm(tmp_path, {"2024-25.yaml": oak}, {"2024-25.yaml": elm})
    sheet = sheet_of(landlord, "2024-25")
    assert [(row.provision, row.landlord, row.comply, row.evidence) for row in sheet.rows.values()] == [
        ("1.2", "oak", True, "Group."),
        ("1.3", "elm", False, None),
    ]
    assert str(sheet.rows["1.2"].origin).endswith("/oak/assessment/2024-25.yaml:3:3")
    assert str(sheet.rows["1.3"].origin).endswith("/elm/assessment/2024-25.yaml:3:3")


def test_a_subsidiary_without_a_file_has_its_groups_years_and_rows(tmp_path: Path) -> None:
    oak = HEADER + 'rows: {"1.2": {comply: true}}\n'
    older = oak.replace("2024-25", "2023-24")
    group, landlord = oak_and_elm(tmp_path, {"2024-25.yaml": oak, "2023-24.yaml": older}, {})
    assert years_of(landlord) == years_of(group) == ("2023-24", "2024-25")
    assert sheet_of(landlord).year == "2024-25"
    assert sheet_of(landlord, "2023-24").rows["1.2"].landlord == "oak"


def test_a_year_that_nobody_has_names_the_years_there_are(tmp_path: Path) -> None:
    _, landlord = oak_and_elm(tmp_path, {"2024-25.yaml": HEADER + "rows: {}\n"}, {})
    with pytest.raises(LandlordError, match="`elm` has no self-assessment of the year `2025-26`") as refused:
        sheet_of(landlord, "2025-26")
    assert "years: `2024-25`" in str(refused.value)
    with pytest.raises(LandlordError, match="did you mean `2024-25`"):
        sheet_of(landlord, "2024/25")


def test_a_landlord_without_any_assessment_is_told_where_one_belongs() -> None:
    with pytest.raises(LandlordError, match="`code-only` has no self-assessment") as refused:
        sheet_of(Landlord(code_only_profile()))
    assert "assessment/2024-25.yaml" in str(refused.value)


def test_a_file_that_is_not_named_by_a_year_is_an_error_and_not_left_out(tmp_path: Path) -> None:
    _, landlord = oak_and_elm(tmp_path, {"2024_25.yaml": HEADER + "rows: {}\n"}, {})
    with pytest.raises(LandlordError, match=r"the file name `2024_25.yaml` is not a year"):
        years_of(landlord)


def test_the_year_in_a_file_has_to_be_its_name(tmp_path: Path) -> None:
    _, landlord = oak_and_elm(tmp_path, {"2025-26.yaml": HEADER + "rows: {}\n"}, {})
    with pytest.raises(LandlordError, match=r"2025-26.yaml:1:\d+: the year `2024-25` does not match the file name"):
        sheet_of(landlord)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("assessment: {year: 2024-26, source: X}\nrows: {}\n", "`2024-26` is not a year of assessment"),
        ("assessment: {year: 2024/25, source: X}\nrows: {}\n", "is not in the form of the file's name"),
        ("assessment: {year: 2024-25}\nrows: {}\n", "the key `source` is missing"),
        (HEADER + 'rows: {"1.2": {compliant: true}}\n', "did you mean `comply`?"),
        (HEADER + 'rows: {"1.2": {comply: yes}}\n', "expected true or false"),
        (HEADER + "rows: {1.2: {comply: true}}\n", "is not in quotes"),
        (HEADER + 'rows: {"1.2": {evidence: ""}}\n', "this must not be empty"),
        (HEADER + 'rows: {"1.2": {date: 2024-06-01, review_by: 2024-05-01}}\n', "a review cannot be due before"),
        (HEADER + 'rows: {"1.2": {date: 1 June}}\n', "`1 June` is not a date"),
        (HEADER + 'rows: {"1.2": {answers: {liaison: true}}}\n', "the key `liaison` does not have the form"),
    ],
)
def test_a_mistake_is_placed_and_explained(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "2024-25.yaml"
    path.write_text(text)
    with pytest.raises(Exception, match=r"2024-25\.yaml:\d+:\d+: ") as refused:
        sheet_in(path)
    assert said in str(refused.value)


def test_a_provision_the_code_does_not_have_is_placed_and_the_nearest_is_named(tmp_path: Path) -> None:
    path = tmp_path / "any.yaml"
    path.write_text(HEADER + 'rows:\n  "6.21": {comply: true}\n  "6.2": {comply: true}\n')
    (problem,) = sheet_in(path).unknown_provisions(["6.2", "5.9"])
    assert "any.yaml:3:3: there is no provision `6.21`" in str(problem)
    assert "did you mean `6.2`" in str(problem)


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2024-25", "2024-25"),
        ("2024/25", "2024-25"),
        ("2024/2025", "2024-25"),
        ("2024 \u2013 2025", "2024-25"),
        ("2024 to 2025", "2024-25"),
        ("2099/00", "2099-00"),
    ],
)
def test_a_year_is_understood_in_the_ways_people_write_it(written: str, year: str) -> None:
    assert parse_year(written) == year
    assert year_in(f"Self-assessment ({written})") == year


@pytest.mark.parametrize("text", ["2024", "2024-26", "2024-04-01", "2025/24", "12024/25", "2024/250", ""])
def test_what_is_not_two_years_in_a_row_is_no_year(text: str) -> None:
    assert year_in(text) is None
    with pytest.raises(ValueError, match="is not a year of assessment"):
        parse_year(text)


_WORDS = st.lists(
    st.sampled_from(["we", "answer:", "every", "-", "#1,", "'soon'", "isn\u2019t", "10%", "yes", "no"]), min_size=1
)
_TEXT = st.one_of(
    st.lists(_WORDS.map(" ".join), min_size=1, max_size=3).map("\n".join),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40),
)
_DAY = st.dates(date(2000, 1, 1), date(2060, 1, 1))
_PROVISION = st.tuples(st.integers(1, 9), st.integers(1, 20)).map(lambda pair: f"{pair[0]}.{pair[1]}")


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """Owner and dates as a header or a row may have them."""
    found: dict[str, Any] = {}
    if draw(st.booleans()):
        found["owner"] = draw(_TEXT)
    if draw(st.booleans()):
        found["date"] = draw(_DAY)
        found["review_by"] = found["date"] + timedelta(days=draw(st.integers(0, 400)))
    return found


@st.composite
def files(draw: st.DrawFn) -> SheetFile:
    """Any file of the year 2024-25."""
    header = {"year": "2024-25", "source": draw(_TEXT), **draw(entries())}
    if draw(st.booleans()):
        header |= {"approved_by": draw(_TEXT), "approved_on": draw(_DAY)}
    rows = {}
    for provision in draw(st.lists(_PROVISION, unique=True, max_size=6)):
        row = draw(entries())
        for key, values in (("comply", st.booleans()), ("evidence", _TEXT), ("commentary", _TEXT)):
            if draw(st.booleans()):
                row[key] = draw(values)
        if draw(st.booleans()):
            row["answers"] = {f"{provision}.part-{number}": draw(st.booleans()) for number in range(2)}
        rows[provision] = row
    return SheetFile.model_validate({"assessment": header, "rows": rows})


def layer(landlord: str, content: SheetFile) -> SheetLayer:
    """A file as if it had been read for that landlord."""
    return SheetLayer(landlord, parse_document(sheet_text(content), f"{landlord}.yaml"), content)


@given(files())
def test_a_file_that_is_written_is_read_back_the_same(content: SheetFile) -> None:
    text = sheet_text(content, schema="../schemas/assessment.json", notes=["line 3: a note\nover two lines"])
    assert SheetFile.model_validate(parse_document(text, "2024-25.yaml").data) == content
    assert sheet_text(content, schema="../schemas/assessment.json", notes=["line 3: a note\nover two lines"]) == text


@given(files(), files())
def test_every_row_of_a_merged_sheet_is_the_lowest_that_states_its_provision(oak: SheetFile, elm: SheetFile) -> None:
    sheet: Sheet = merged("elm", [layer("oak", oak), layer("elm", elm)])
    assert set(sheet.rows) == {*oak.rows, *elm.rows}
    alone = merged("elm", [layer("elm", elm)]).rows
    for provision, row in sheet.rows.items():
        assert row.landlord == ("elm" if provision in elm.rows else "oak")
        if provision in elm.rows:
            assert row == alone[provision]


def test_long_texts_are_folded_and_a_paragraph_stays_one(tmp_path: Path) -> None:
    long = " ".join(["word"] * 60)
    rows = {"1.2": {"comply": True, "evidence": f"{long}\n- an item: with a colon"}}
    content = SheetFile.model_validate({"assessment": {"year": "2024-25", "source": "Invented"}, "rows": rows})
    text = sheet_text(content)
    assert max(map(len, text.splitlines())) <= 110
    assert '  "1.2":\n    comply: true\n    evidence: >-\n      word word' in text
    path = tmp_path / "any.yaml"
    path.write_text(text)
    assert sheet_in(path).rows["1.2"].evidence == rows["1.2"]["evidence"]
