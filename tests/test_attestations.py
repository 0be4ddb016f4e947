"""Attestations: a yes counts with evidence and an owner, and until its review; a no counts as it is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from code_engine.assessment.attestations import (
    NOT_ANSWERED,
    attested,
    questions_answered,
    shortcoming,
    unknown_questions,
)
from code_engine.assessment.self_assessment_answers import QuestionAnswered
from code_engine.assessment.sheet import Sheet, StatedRow, sheet_in
from code_engine.errors import Location
from code_engine.evaluation.evaluation import Status
from code_engine.ruleset.rules import JudgementBody, Ruleset
from event_sequences import shared_engine

TODAY = date(2025, 6, 30)
RULESET: Ruleset = shared_engine().catalogue.named("housing-ombudsman-code@2024-04-01")
OFFICER = RULESET.rules_of("4.1")


def row(
    *,
    comply: bool | None = True,
    evidence: str | None = "Organisation chart of May",
    owner: str | None = "Ines Marlow",
    stated_on: date | None = date(2025, 5, 2),
    review_by: date | None = date(2025, 6, 30),
    answers: dict[str, bool] | None = None,
) -> StatedRow:
    """A row about 4.1 that is fully attested, but for what is given."""
    return StatedRow(
        provision="4.1",
        comply=comply,
        evidence=evidence,
        commentary=None,
        owner=owner,
        stated_on=stated_on,
        review_by=review_by,
        answers=MappingProxyType(answers or {}),
        landlord="oak",
        year="2024-25",
        source="Invented",
        origin=Location("2024-25.yaml", 5, 3),
    )


def answered(stated: StatedRow | None, as_of: date = TODAY) -> list[Status]:
    """The status of each question of 4.1."""
    return [question.status for question in questions_answered(OFFICER, stated, as_of)]


def the_one(stated: StatedRow, as_of: date = TODAY) -> QuestionAnswered:
    """The first question of 4.1, answered by a row."""
    return questions_answered(OFFICER, stated, as_of)[0]


def test_a_yes_with_evidence_and_an_owner_is_met() -> None:
    found = the_one(row())
    assert found.status is Status.MET
    assert found.rule == "organisation-complaints-officer"
    assert found.reason == "A person or team is responsible for complaints. Stated by Ines Marlow on 2 May 2025."


def test_a_no_is_a_breach_and_needs_no_evidence() -> None:
    found = the_one(row(comply=False, evidence=None, owner=None, stated_on=None))
    assert (found.status, found.reason) == (
        Status.BREACHED,
        "Nobody is responsible for complaints. Stated for 2024-25.",
    )


def test_a_yes_without_a_day_is_dated_by_the_year_of_its_file() -> None:
    found = the_one(row(stated_on=None))
    assert found.status is Status.MET
    assert found.reason.endswith("Stated by Ines Marlow for 2024-25.")


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        (row(evidence=None), "The landlord says yes without evidence."),
        (row(evidence="  \n"), "The landlord says yes without evidence."),
        (row(owner=None), "The landlord says yes without anybody who answers for it."),
        (
            row(evidence=None, owner=None),
            "The landlord says yes without evidence or anybody who answers for it.",
        ),
        (row(review_by=date(2025, 6, 29)), "The landlord's yes was to be reviewed by 29 June 2025."),
        (row(stated_on=date(2025, 7, 1)), "The landlord says yes, but only from 1 July 2025 on."),
    ],
)
def test_a_yes_that_is_not_attested_is_a_question_and_never_met(stated: StatedRow, reason: str) -> None:
    found = the_one(stated)
    assert (found.status, found.reason) == (Status.UNDETERMINED, reason)
    assert shortcoming(stated, TODAY) == reason


def test_a_yes_holds_on_the_day_of_its_review_and_on_the_day_it_was_stated() -> None:
    assert the_one(row(), date(2025, 6, 30)).status is Status.MET
    assert the_one(row(), date(2025, 5, 2)).status is Status.MET


def test_a_yes_without_a_day_for_its_review_stands() -> None:
    assert answered(row(review_by=None)) == [Status.MET] * 3


def test_what_nobody_answered_is_undetermined_with_the_question() -> None:
    for stated in (None, row(comply=None)):
        found = questions_answered(OFFICER, stated, TODAY)
        assert [(each.status, each.reason) for each in found] == [(Status.UNDETERMINED, NOT_ANSWERED)] * 3
        assert found[1].question == "Does the complaints officer deal with the Ombudsman?"
        assert found[1].asked_of == "senior lead for complaints"


def test_a_single_question_can_be_answered_otherwise_than_the_row() -> None:
    assert answered(row(answers={"4.1.liaison": False})) == [Status.MET, Status.BREACHED, Status.MET]
    assert answered(row(comply=False, answers={"4.1.liaison": True})) == [
        Status.BREACHED,
        Status.MET,
        Status.BREACHED,
    ]
    assert answered(row(comply=None, answers={"4.1.officer": True})) == [
        Status.MET,
        Status.UNDETERMINED,
        Status.UNDETERMINED,
    ]


def test_only_questions_to_the_landlord_are_answered_by_its_rows() -> None:
    assert questions_answered(RULESET.rules_of("6.3"), row(), TODAY) == ()
    about_officer = [rule.id for rule in OFFICER if rule.subject == "organisation"]
    assert [each.rule for each in questions_answered(OFFICER, row(), TODAY)] == about_officer


@given(
    stated=st.builds(
        row,
        comply=st.sampled_from([True, False, None]),
        evidence=st.sampled_from([None, "", " ", "Minutes"]),
        owner=st.sampled_from([None, "", "Ines Marlow"]),
        stated_on=st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2026, 1, 1))),
        review_by=st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2026, 1, 1))),
        answers=st.dictionaries(st.sampled_from(["4.1.officer", "4.1.liaison"]), st.booleans()),
    ),
    days=st.integers(-400, 400),
)
def test_met_means_answered_yes_and_attested_in_full(stated: StatedRow, days: int) -> None:
    as_of = TODAY + timedelta(days=days)
    is_attested = (
        bool((stated.evidence or "").strip())
        and bool(stated.owner)
        and (stated.stated_on is None or stated.stated_on <= as_of)
        and (stated.review_by is None or as_of <= stated.review_by)
    )
    for key, status in zip(("4.1.officer", "4.1.liaison", "4.1.reporting"), answered(stated, as_of=as_of), strict=True):
        answer = stated.answers.get(key, stated.comply)
        assert (status is Status.MET) == (answer is True and is_attested)
        assert (status is Status.BREACHED) == (answer is False)


# The questions of the Code, and a file that answers them


def questions_of(number: str) -> list[str]:
    """The ids of the questions a provision asks the landlord."""
    return [
        rule.body.id
        for rule in RULESET.rules_of(number)
        if rule.subject == "organisation" and isinstance(rule.body, JudgementBody)
    ]


def test_all_thirty_one_provisions_about_the_organisation_ask_one_to_three_questions() -> None:
    about = [number for number, found in RULESET.provisions.items() if "organisation" in found.kinds]
    assert len(about) == 31
    assert list(attested(RULESET, None, TODAY)) == about
    for number in about:
        ids = questions_of(number)
        assert 1 <= len(ids) <= 3
        assert all(key.startswith(f"{number}.") for key in ids)


def test_every_question_has_an_id_of_its_own() -> None:
    ids = [key for number in RULESET.provisions for key in questions_of(number)]
    assert len(ids) == len(set(ids))


def sheet(folder: Path, rows: str) -> Sheet:
    """A self-assessment with these rows."""
    file = folder / "2024-25.yaml"
    head = "assessment: {year: 2024-25, source: Invented, owner: Ines Marlow, date: 2025-05-02}\nrows:\n"
    file.write_text(head + rows, encoding="utf-8")
    return sheet_in(file)


def test_a_whole_file_is_judged_by_every_question_of_the_code(tmp_path: Path) -> None:
    found = attested(
        RULESET, sheet(tmp_path, '  "9.5": {comply: true, evidence: Minutes of May}\n  "8.4": {comply: false}\n'), TODAY
    )
    assert [each.status for each in found["9.5"]] == [Status.MET]
    assert [each.status for each in found["8.4"]] == [Status.BREACHED]
    assert {each.status for number in ("4.2", "9.6") for each in found[number]} == {Status.UNDETERMINED}


def test_an_answer_to_a_question_that_is_not_asked_is_told_with_a_suggestion(tmp_path: Path) -> None:
    rows = """  "4.1": {answers: {"4.1.liason": true, "4.1.officer": true}}
  "9.5": {answers: {"9.5.chair-of-trade": true}}
  "6.3": {answers: {"6.3.quick": true}}
  "99.1": {answers: {"99.1.quick": true}}
"""
    found = [str(problem).split(":", 1)[1] for problem in unknown_questions(sheet(tmp_path, rows), RULESET)]
    assert found == [
        "3:3: provision `4.1` does not ask the question `4.1.liason`\n  did you mean `4.1.liaison`?",
        "5:3: provision `6.3` does not ask the question `6.3.quick`\n  6.3 asks the landlord nothing",
        "4:3: provision `9.5` does not ask the question `9.5.chair-of-trade`\n  its questions are 9.5.member",
    ]
