"""What the cases of a year say in a self-assessment, and which cases count."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from code_engine.assessment.case_year import CaseYear, bounds_of, case_year
from code_engine.assessment.self_assessment_answers import (
    CasesFound,
    CasesRead,
    Comply,
    SelfAssessmentRow,
)
from code_engine.errors import CaseError
from event_sequences import shared_engine
from self_assessment_building import (
    CONFORMS,
    LAST_DAY,
    SAYS_NOTHING,
    drafted,
    row,
)

STATES_YES_CHECK_SAYS_NO = "The landlord states Yes; the policy check says No."


def the_row(provision: str, stated: Mapping[str, Any] | None, text: str = SAYS_NOTHING) -> SelfAssessmentRow:
    """The row of a provision that a landlord states like that, with a policy."""
    return drafted({provision: stated} if stated is not None else {}, text).row(provision)


def counted(met: int = 0, breached: int = 0, pending: int = 0, undetermined: int = 0) -> CasesFound:
    """What so many cases showed."""
    references = tuple(f"A-{number}" for number in range(breached))
    return CasesFound(
        met=met, breached=breached, pending=pending, undetermined=undetermined, references_breached=references
    )


def with_cases(provision: str, found: CasesFound) -> SelfAssessmentRow:
    """A row that the landlord attests, with what cases showed about it."""
    read = CasesRead(folder="cases", received_in_year=1, outside_the_year=0, unreadable=())
    return drafted({provision: row()}, CONFORMS, cases=CaseYear(read, {provision: found})).row(provision)


def test_the_rate_of_the_cases_is_evidence() -> None:
    found = with_cases("6.2", counted(met=294, breached=18))
    assert found.evidence[-1] == "Cases of the year: 94 % of 312 met it."
    assert found.flags == ("18 of 312 cases of the year breached it.",)
    assert found.comply is Comply.YES  # the landlord's word stands, and the row is flagged


def test_cases_that_could_not_be_decided_are_counted_beside_the_rate_and_not_in_it() -> None:
    found = with_cases("6.2", counted(met=3, pending=2, undetermined=5))
    assert found.evidence[-1] == "Cases of the year: 100 % of 3 met it; 7 more could not be decided."
    assert found.flags == ()


def test_cases_none_of_which_was_decided_are_no_evidence() -> None:
    found = with_cases("6.2", counted(undetermined=5))
    assert found.evidence == ("Minutes of May",)
    assert found.cases is not None
    assert (found.cases.rate, found.cases.undetermined) == ("none decided", 5)


@given(met=st.integers(0, 5000), breached=st.integers(0, 5000))
def test_a_rate_is_100_only_without_a_breach_and_0_only_without_a_case_that_met_it(met: int, breached: int) -> None:
    found = counted(met=met, breached=0, pending=1).model_copy(update={"breached": breached})
    if not met + breached:
        assert found.rate == "none decided"
        return
    share = int(found.rate.removesuffix(" %"))
    assert (share == 100) == (breached == 0)
    assert (share == 0) == (met == 0)
    assert abs(share - 100 * met / (met + breached)) < 1


CASE = """
reference: {reference}
landlord: {landlord}
events:
  - {{type: complaint_received, date: {received}}}
  - {{type: acknowledged, stage: 1, date: {acknowledged}}}
  - {{type: defined, stage: 1, date: {acknowledged}}}
  - {{type: logged, stage: 1, date: {acknowledged}}}
"""


def put_case(folder: Path, name: str, **more: str) -> None:
    """A case of oak acknowledged in time, but for what is given."""
    values = {"landlord": "oak", "received": "2024-06-03", "acknowledged": "2024-06-05", "reference": name, **more}
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_text(CASE.format(**values), encoding="utf-8")


def of_year(folder: Path) -> CaseYear:
    """What the cases of oak showed."""
    return case_year(shared_engine(), folder, "oak", "2024-25", LAST_DAY)


def test_the_cases_of_a_year_are_evaluated_by_the_code_alone(tmp_path: Path) -> None:
    put_case(tmp_path, "a")
    put_case(tmp_path, "b", acknowledged="2024-06-11")
    put_case(tmp_path, "c")
    found = of_year(tmp_path)
    in_time = found.by_provision["6.2"]
    assert (in_time.met, in_time.breached, in_time.references_breached) == (2, 1, ("b",))
    assert in_time.rate == "67 %"
    assert found.read.received_in_year == 3


def test_cases_of_other_landlords_and_of_other_years_are_left_out_and_counted(tmp_path: Path) -> None:
    first, last = bounds_of("2024-25")
    put_case(tmp_path, "first", received=first.isoformat(), acknowledged=first.isoformat())
    put_case(tmp_path, "last", received=last.isoformat(), acknowledged=last.isoformat())
    put_case(tmp_path, "before", received="2024-03-31", acknowledged="2024-04-02")
    put_case(tmp_path, "after", received="2025-04-01", acknowledged="2025-04-02")
    put_case(tmp_path, "other", landlord="elm")
    read = of_year(tmp_path).read
    assert (read.received_in_year, read.outside_the_year, read.unreadable) == (2, 3, ())


def test_a_case_file_that_cannot_be_read_is_listed_and_the_rest_goes_on(tmp_path: Path) -> None:
    put_case(tmp_path, "a")
    (tmp_path / "b.yaml").write_text("reference: [", encoding="utf-8")
    (tmp_path / "c.json").write_text('{"reference": "c", "landlord": "oak", "evnts": []}', encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a case", encoding="utf-8")
    read = of_year(tmp_path).read
    assert read.received_in_year == 1
    assert [line.partition(":")[0] for line in read.unreadable] == ["b.yaml", "c.json"]
    assert read.unreadable[1] == "c.json: the key `events` is missing"


def test_a_reference_is_counted_once(tmp_path: Path) -> None:
    put_case(tmp_path, "a")
    put_case(tmp_path, "b", reference="a")
    put_case(tmp_path, "c", reference="a", landlord="elm")
    read = of_year(tmp_path).read
    assert (read.received_in_year, read.outside_the_year) == (1, 1)
    assert read.unreadable == ("b.yaml: `a` was read from a.yaml already",)


def test_a_folder_without_cases_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="there is no case file in this folder"):
        of_year(tmp_path)
    with pytest.raises(CaseError, match="there is no such folder"):
        of_year(tmp_path / "nowhere")
    (tmp_path / "file.yaml").write_text("")
    with pytest.raises(CaseError, match="this is a file, not a folder"):
        of_year(tmp_path / "file.yaml")
    with pytest.raises(CaseError, match="not the name of a folder"):
        of_year(Path("a\0b"))
