"""The two published self-assessments, where they are at hand: every row of both, and what they differ in.

Their sentences are not ours to keep: whatever is compared is read from them while the test runs.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from code_engine.assessment.sheet_changes import Difference
from code_engine.assessment.sheet_diff import SheetDiff, Side, diff
from code_engine.assessment.sheet_file import SheetFile
from code_engine.assessment.sheet_import import ImportedSheet, place, take_apart
from code_engine.assessment.sheet_import.to_file import as_file
from code_engine.assessment.sheet_words import wording
from code_engine.assessment.sheet_yaml import sheet_text
from code_engine.documents import parse_document
from sheet_documents import provisions

SOURCES = Path(__file__).resolve().parents[1].parent / "shared" / "sources"
TABBED = next(SOURCES.glob("001_*.txt"), None)
LINED = next(SOURCES.glob("004_*.txt"), None)

pytestmark = pytest.mark.skipif(
    TABBED is None or LINED is None, reason="the published self-assessments are not beside this repository"
)


def read(path: Path | None) -> ImportedSheet:
    """The import of a document that is there."""
    assert path is not None
    return place(take_apart(path), provisions())


def side_of(sheet: ImportedSheet) -> Side:
    """One side of a comparison."""
    return Side(sheet.name, sheet.landlord_name, sheet.rows)


@pytest.fixture(scope="module")
def twenty11() -> ImportedSheet:
    return read(TABBED)


@pytest.fixture(scope="module")
def red_kite() -> ImportedSheet:
    return read(LINED)


@pytest.fixture(scope="module")
def compared(twenty11: ImportedSheet, red_kite: ImportedSheet) -> SheetDiff:
    return diff(side_of(twenty11), side_of(red_kite), ["Red Kite"])


@pytest.mark.parametrize("path", [TABBED, LINED])
def test_all_seventy_two_rows_are_there_with_yes_and_evidence_and_no_commentary(path: Path | None) -> None:
    sheet = read(path)
    assert tuple(sheet.rows) == provisions()
    assert len(sheet.rows) == 72
    assert sheet.missing == ()
    for row in sheet.rows.values():
        assert row.comply is True, row.provision
        assert row.evidence, row.provision
        assert row.requirement, row.provision
        assert row.commentary is None, row.provision
    assert sheet.placed.doubts == ()


def test_nothing_is_left_over_but_a_link_at_the_top_of_one_page(
    twenty11: ImportedSheet, red_kite: ImportedSheet
) -> None:
    assert twenty11.placed.not_placed == ()
    (left,) = red_kite.placed.not_placed
    assert left.place == "line 1"
    assert len(left.text.split()) == 2


def test_year_and_landlord_are_taken_from_the_title(twenty11: ImportedSheet, red_kite: ImportedSheet) -> None:
    assert (twenty11.year, twenty11.landlord_name) == ("2024-25", "Twenty11")
    assert (red_kite.year, red_kite.landlord_name) == ("2024-25", None)


def test_both_layouts_give_the_same_requirements_so_no_cell_was_cut_at_a_wrong_place(
    twenty11: ImportedSheet, red_kite: ImportedSheet
) -> None:
    for provision in provisions():
        one, other = (wording(sheet.rows[provision].requirement, ()) for sheet in (twenty11, red_kite))
        assert [word.key for word in one.words] == [word.key for word in other.words], provision


@pytest.mark.parametrize("path", [TABBED, LINED])
def test_no_evidence_holds_its_requirement_and_no_tag_is_left(path: Path | None) -> None:
    for row in read(path).rows.values():
        requirement, evidence = (
            " ".join(word.key for word in wording(text, ()).words) for text in (row.requirement, row.evidence)
        )
        assert requirement not in evidence, row.provision
        assert evidence.split()[:6] != requirement.split()[:6], row.provision
        assert "<" not in f"{row.evidence}{row.requirement}", row.provision


@pytest.mark.parametrize("path", [TABBED, LINED])
def test_every_word_between_the_first_and_the_last_row_is_in_a_cell(path: Path | None) -> None:
    """A count independent of the import: words of the file against words of the cells and of what is layout."""
    assert path is not None
    sheet = read(path)
    cells = " ".join(f"{row.provision} {row.requirement} Yes {row.evidence}" for row in sheet.rows.values())
    in_file = [word.key for word in wording(path.read_text(encoding="utf-8").replace("\f", " "), ()).words]
    in_cells = [word.key for word in wording(cells, ()).words]
    layout = len(in_file) - len(in_cells)
    assert 0 < layout < 0.04 * len(in_file)


@pytest.mark.parametrize("path", [TABBED, LINED])
def test_the_yaml_of_an_import_reads_back_the_same(path: Path | None) -> None:
    sheet = read(path)
    content = as_file(sheet, "2024-25")
    assert SheetFile.model_validate(parse_document(sheet_text(content), "2024-25.yaml").data) == content


def test_the_two_differ_in_no_position_and_in_the_wording_of_one_row(compared: SheetDiff) -> None:
    assert compared.compared == 72
    assert compared.positions == ()
    assert compared.rows_having(Difference.WORDING) == ("3.4",)
    assert compared.rows_having(Difference.ADDRESS) == ("1.2", "3.4", "9.8")
    assert compared.rows_having(Difference.NAME) == ("4.1",)
    assert compared.rows_having(Difference.SPELLING) == ("6.2", "6.11")


def test_the_two_differ_alike_where_one_of_the_names_is_not_known(
    twenty11: ImportedSheet, red_kite: ImportedSheet, compared: SheetDiff
) -> None:
    unknown = diff(side_of(twenty11), side_of(red_kite))
    assert unknown.counts == compared.counts
