"""The drafted self-assessment: what a row says, what it never says, and what happens where two sources disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from code_engine import Engine
from code_engine.assessment.policy_check import check_policy
from code_engine.assessment.self_assessment_answers import (
    Comply,
    SelfAssessment,
    SelfAssessmentRow,
)
from code_engine.assessment.self_assessment_of import self_assessment_of
from code_engine.errors import LandlordError
from code_engine.evaluation.evaluation import Status
from code_engine.landlord.policy import Policy
from code_engine.ruleset.catalogue import Catalogue, shipped_rulesets
from code_engine.ruleset.rules import JudgementBody
from event_sequences import shared_engine
from invented_landlords import Shelf, shelf_in
from policy_building import ELM, OAK, policies, shipped_code
from self_assessment_building import (
    CONFLICT,
    CONFORMS,
    LAST_DAY,
    SAYS_NOTHING,
    TO_BE_JUDGED,
    WEAKER,
    drafted,
    every_row,
    policy,
    row,
)

STATES_YES_CHECK_SAYS_NO = "The landlord states Yes; the policy check says No."


def the_row(provision: str, stated: Mapping[str, Any] | None, text: str = SAYS_NOTHING) -> SelfAssessmentRow:
    """The row of a provision that a landlord states like that, with a policy."""
    return drafted({provision: stated} if stated is not None else {}, text).row(provision)


# When a row says Yes, No, or asks


@pytest.mark.parametrize("provision", ["6.3", "4.2", "5.12", "9.1"])
def test_a_yes_with_evidence_that_somebody_answers_for_and_nothing_speaks_against_is_yes(provision: str) -> None:
    found = the_row(provision, row(), CONFORMS)
    assert found.comply is Comply.YES
    assert found.evidence[0] == "Minutes of May"
    assert (found.commentary, found.flags) == ((), ())


@pytest.mark.parametrize(
    ("provision", "text", "said"),
    [
        ("6.3", CONFLICT, "Policy check: following the policy breaches this provision (4.1)."),
        ("6.8", WEAKER, "Policy check: the policy falls short of this provision (4.1)."),
        ("1.4", SAYS_NOTHING, "Policy check: the policy leaves out what the Code wants in it."),
    ],
)
def test_a_row_never_says_yes_where_the_policy_conflicts_falls_short_or_its_silence_counts(
    provision: str, text: str, said: str
) -> None:
    found = the_row(provision, row(), text)
    assert found.comply is Comply.NO
    against, *wrong = found.commentary
    assert against == said
    assert wrong
    assert all(re.fullmatch(r"[A-Z].+\. To change: [A-Z].+\.", each) for each in wrong)
    assert found.flags == (STATES_YES_CHECK_SAYS_NO,)


def test_all_that_is_wrong_with_the_policy_stands_in_the_row_each_with_what_to_change() -> None:
    grounds = "exclusions: [{ground: legal_proceedings}, {ground: no_benefit}]"
    found = the_row("2.2", row(), f"clauses: {{'4.1': {{text: T, {grounds}}}}}\n")
    head, *wrong = found.commentary
    assert head == "Policy check: following the policy breaches this provision (4.1)."
    assert [each.partition("To change: ")[0].split()[0] for each in wrong] == ["Legal", "The"]
    assert all("To change: " in each for each in wrong)


def test_silence_that_does_not_count_leaves_the_landlords_yes() -> None:
    found = the_row("3.7", row())
    assert (found.comply, found.commentary) == (Comply.YES, ())
    assert found.evidence == ("Minutes of May",)


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (row(evidence=None), "The landlord says yes without evidence."),
        (row(evidence=" \n "), "The landlord says yes without evidence."),
        (row(owner=None), "The landlord says yes without anybody who answers for it."),
        (row(review_by="2025-03-30"), "The landlord's yes was to be reviewed by 30 March 2025."),
        (row(date="2025-04-01"), "The landlord says yes, but only from 1 April 2025 on."),
        (row(comply=None), "Nobody has stated whether the landlord complies."),
        (None, "Nobody has stated whether the landlord complies."),
    ],
)
def test_a_row_never_says_yes_where_nothing_is_attested(stated: Mapping[str, Any] | None, said: str) -> None:
    found = the_row("6.3", stated, CONFORMS)
    assert (found.comply, found.commentary, found.flags) == (Comply.ASK, (said,), ())


def test_a_review_is_overdue_on_the_day_after() -> None:
    rows = {"6.3": row(review_by="2025-03-31")}
    assert drafted(rows, CONFORMS).row("6.3").comply is Comply.YES
    assert drafted(rows, CONFORMS, as_of=date(2025, 4, 1)).row("6.3").comply is Comply.ASK


def test_evidence_of_white_space_is_not_shown_as_evidence() -> None:
    assert the_row("4.2", row(evidence=" \n ", commentary="\t")).evidence == ()


def test_where_the_landlord_says_no_the_row_says_no() -> None:
    found = the_row("4.1", row(comply=False, evidence=None, commentary="From June on."))
    assert found.comply is Comply.NO
    assert found.commentary == ("From June on.", "The landlord states that it does not comply.")


def test_what_a_person_has_to_judge_is_a_question() -> None:
    found = the_row("5.2", row(), TO_BE_JUDGED)
    assert found.comply is Comply.ASK
    (said,) = found.commentary
    assert said.startswith("Policy check (4.1): ")
    assert "A person has to judge: " in said
    assert found.flags == ()


def test_a_question_that_nobody_answered_is_asked_of_whoever_can_answer_it() -> None:
    found = the_row("4.1", row(comply=None, answers={"4.1.officer": True}))
    assert found.comply is Comply.ASK
    assert found.commentary == (
        "Nobody has stated whether the landlord complies.",
        "To be answered (senior lead for complaints): Does the complaints officer deal with the Ombudsman?",
        found.commentary[2],
    )


def test_what_a_whole_row_lacks_is_said_once_and_not_for_each_of_its_questions() -> None:
    found = the_row("4.1", row(owner=None))
    assert [question.status for question in found.questions] == [Status.UNDETERMINED] * 3
    assert found.commentary == ("The landlord says yes without anybody who answers for it.",)


def test_one_question_answered_no_makes_the_row_no_and_flags_it() -> None:
    found = the_row("4.1", row(answers={"4.1.liaison": False}))
    assert found.comply is Comply.NO
    assert found.commentary == ("The landlord answers no: Does the complaints officer deal with the Ombudsman?",)
    assert found.flags == ("The landlord states Yes, but answers no to a question of this row.",)


def test_a_no_whose_questions_are_all_answered_yes_is_flagged() -> None:
    answers = {"9.5.member": True}
    found = the_row("9.5", row(comply=False, answers=answers))
    assert found.comply is Comply.NO
    assert found.flags == ("The landlord states No, but answers yes to every question of this row.",)


# Where the statement and the check disagree


def test_a_yes_against_the_check_stands_beside_it_and_is_flagged() -> None:
    found = the_row("6.3", row(commentary="We think ten."), CONFLICT)
    assert found.statement is not None
    assert (found.statement.comply, found.statement.evidence) == (True, "Minutes of May")
    assert found.policy is not None
    assert found.policy.status is Status.BREACHED
    assert (found.evidence, found.commentary[0]) == (("Minutes of May",), "We think ten.")
    assert (found.comply, found.flags) == (Comply.NO, (STATES_YES_CHECK_SAYS_NO,))


def test_a_no_against_the_check_stands_beside_it_and_is_flagged() -> None:
    found = the_row("6.3", row(comply=False), CONFORMS)
    assert found.policy is not None
    assert found.policy.status is Status.MET
    assert found.comply is Comply.NO
    assert found.evidence[1].startswith("Policy (4.1): Stage 1 is answered within 10 working days")
    assert found.flags == ("The landlord states No; the policy check found nothing against it.",)


def test_a_no_that_the_check_agrees_with_and_a_silence_are_not_flagged() -> None:
    assert the_row("6.3", row(comply=False), CONFLICT).flags == ()
    assert the_row("6.3", None, CONFLICT).flags == ()
    assert the_row("3.7", row(comply=False)).flags == ()


def test_what_the_policy_breaches_is_not_offered_as_evidence_as_well() -> None:
    for text in (CONFLICT, TO_BE_JUDGED):
        found = drafted(every_row(), text)
        for each in found.rows:
            assert each.comply is Comply.YES or not [said for said in each.evidence if said.startswith("Policy")]


def test_why_a_policy_departs_from_the_code_stands_in_the_commentary() -> None:
    admitted = CONFLICT + "departures: {'6.3': {reason: We are short of staff.}}\n"
    found = the_row("6.3", row(), admitted)
    assert found.commentary[0] == "Why the policy departs from the Code: We are short of staff."
    assert found.comply is Comply.NO


# The whole form


def test_there_is_always_one_row_for_each_of_the_72_provisions_in_the_order_of_the_code() -> None:
    numbers = list(shipped_code().provisions)
    assert len(numbers) == 72
    for rows in (None, {}, {"9.8": row(), "1.2": row()}, every_row()):
        assert [each.provision for each in drafted(rows).rows] == numbers


def test_the_summary_counts_every_row_once_and_every_flag() -> None:
    against = check_policy(policy(CONFLICT), shipped_code(), LAST_DAY).provisions
    breached = sum(entry.status is Status.BREACHED for entry in against)
    found = drafted({**every_row(), "4.2": row(owner=None)}, CONFLICT)
    assert breached > 1
    assert found.summary == {Comply.YES: 71 - breached, Comply.NO: breached, Comply.ASK: 1}
    assert found.flagged == breached


def test_who_approved_it_is_told_by_the_landlords_own_file() -> None:
    found = drafted({}, approved_by="Board of Oak", approved_on="2024-07-15")
    assert (found.approval.by, found.approval.on) == ("Board of Oak", date(2024, 7, 15))
    assert drafted(None).approval.by is None


def test_a_row_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        drafted({}).row("6.21")


# What is installed


GROUP_SHEET = """\
assessment: {year: "2024-25", source: Oak's own, owner: Ines Marlow, approved_by: Board of Oak, approved_on: 2024-07-15}
rows:
  "4.2": {comply: true, evidence: Organisation chart}
  "4.3": {comply: true, evidence: Training records}
"""
OWN_SHEET = """\
assessment: {year: "2024-25", source: Elm's own, owner: Jo Reed}
rows:
  "4.3": {comply: false}
"""


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """An empty shelf of plugins."""
    yield from shelf_in(tmp_path, monkeypatch)


def engine_of(shelf: Shelf, own: dict[str, str] | None = None, group: str = GROUP_SHEET) -> Engine:
    """An engine with the invented group and its subsidiary; `own` are the subsidiary's further files."""
    files = {"oak": {**OAK, "assessment/2024-25.yaml": group}, "elm": {**ELM, **(own or {})}}
    shelf.put("wood", files)
    return Engine(Catalogue.load([shipped_rulesets()]), shelf.load(strict=True))


def of(
    engine: Engine, landlord: str = "elm", year: str | None = "2024-25", as_of: date | None = None
) -> SelfAssessment:
    """A draft without cases."""
    return self_assessment_of(engine, landlord, year, as_of, None)


def test_a_subsidiarys_rows_lie_over_its_groups_and_each_keeps_where_it_is_from(shelf: Shelf) -> None:
    found = of(engine_of(shelf, {"assessment/2024-25.yaml": OWN_SHEET}))
    from_group, own = found.row("4.2"), found.row("4.3")
    assert (from_group.comply, own.comply) == (Comply.YES, Comply.NO)
    assert from_group.statement is not None
    assert (from_group.statement.landlord, from_group.statement.source) == ("oak", "Oak's own")
    assert own.statement is not None
    assert (own.statement.landlord, own.statement.owner) == ("elm", "Jo Reed")
    assert found.approval.by is None
    assert found.notes == ()


def test_what_its_group_approved_is_not_said_to_be_approved_for_a_subsidiary(shelf: Shelf) -> None:
    engine = engine_of(shelf)
    own, groups = of(engine), of(engine, "oak")
    assert groups.approval.by == "Board of Oak"
    assert (own.approval.by, own.approval.on) == (None, None)
    assert own.notes == (
        "The landlord has no file assessment/2024-25.yaml of its own: every statement is its group's.",
    )


def test_a_year_without_a_file_states_nothing_and_says_so(shelf: Shelf) -> None:
    found = of(engine_of(shelf), "oak", "2025-26")
    assert found.as_of == date(2026, 3, 31)
    assert found.summary[Comply.YES] == 0
    assert len(found.rows) == 72
    assert found.notes == ("The landlord has no file assessment/2025-26.yaml, so it states nothing.",)


def test_without_a_year_it_is_the_latest_there_is_a_file_of(shelf: Shelf) -> None:
    older = GROUP_SHEET.replace("2024-25", "2023-24")
    engine = engine_of(shelf, {"assessment/2023-24.yaml": older})
    assert of(engine, year=None).year == "2024-25"


def test_the_policy_is_the_one_in_force_on_the_last_day_of_the_year_unless_another_is_given(shelf: Shelf) -> None:
    engine = engine_of(shelf)
    last, earlier = of(engine), of(engine, as_of=date(2024, 12, 31))
    assert last.policy is not None
    assert earlier.policy is not None
    assert (last.policy.version, earlier.policy.version) == ("2025-01-01", "until-2024")
    assert last.row("6.3").policy != earlier.row("6.3").policy


def test_what_the_policy_check_has_to_add_is_noted(shelf: Shelf) -> None:
    answered = (
        ELM["policies/2025-01-01.yaml"] + 'answers:\n  "5.2.ofer": {value: true, by: Jo Reed, date: 2025-01-02}\n'
    )
    found = of(engine_of(shelf, {"policies/2025-01-01.yaml": answered}))
    assert any("`5.2.ofer` belongs to no question" in note for note in found.notes)


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (GROUP_SHEET.replace('"4.3"', '"4.33"'), r"2024-25.yaml:4:3: there is no provision `4.33` in this Code"),
        (
            GROUP_SHEET.replace("evidence: Training records", 'answers: {"4.3.trained": true}'),
            r"2024-25.yaml:4:3: provision `4.3` does not ask the question `4.3.trained`",
        ),
    ],
)
def test_a_row_or_an_answer_that_would_be_left_out_unseen_is_refused(shelf: Shelf, spoilt: str, said: str) -> None:
    with pytest.raises(LandlordError, match=said):
        of(engine_of(shelf, group=spoilt))


@pytest.mark.parametrize(
    ("landlord", "year", "said"),
    [
        ("elmm", "2024-25", "did you mean `elm`"),
        ("code-only", "2024-25", "no policy of `code-only` was in force on 2025-03-31"),
        ("code-only", None, "`code-only` has no self-assessment of any year"),
        ("oak", "2020-21", "no policy of `oak` was in force on 2021-03-31"),
    ],
)
def test_what_cannot_be_drafted_is_refused_in_words(shelf: Shelf, landlord: str, year: str | None, said: str) -> None:
    with pytest.raises(LandlordError, match=said):
        of(engine_of(shelf), landlord, year)


def test_the_installed_landlords_of_2024_25_say_yes_where_nothing_speaks_against_it() -> None:
    for name in ("red_kite", "twenty11"):
        found = of(shared_engine(), name)
        assert len(found.rows) == 72
        assert found.summary[Comply.YES] > 50
        assert {each.comply for each in found.rows if each.flags} == {Comply.NO}
        assert found.flagged == found.summary[Comply.NO]


# At random


@cache
def questions_asked() -> dict[str, tuple[str, ...]]:
    """The ids of the questions that each provision asks the landlord."""
    return {
        number: tuple(
            rule.body.id
            for rule in shipped_code().rules_of(number)
            if rule.subject == "organisation" and isinstance(rule.body, JudgementBody)
        )
        for number in shipped_code().provisions
    }


TEXTS = st.sampled_from([None, "Minutes of May", " ", "<b>", "- a\n- b"])
DAYS = st.sampled_from([None, "2024-06-30", "2025-03-31", "2025-04-01"])


@st.composite
def sheets(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """Any rows a landlord could write."""
    numbers = draw(st.lists(st.sampled_from(sorted(shipped_code().provisions)), unique=True, min_size=8))
    found: dict[str, dict[str, Any]] = {}
    for number in numbers:
        answers = {key: draw(st.booleans()) for key in questions_asked()[number] if draw(st.booleans())}
        owner = draw(st.sampled_from([None, "Ines Marlow"]))
        comply = draw(st.sampled_from([None, True, False]))
        given = {"comply": comply, "evidence": draw(TEXTS), "commentary": draw(TEXTS), "owner": owner}
        found[number] = row(**{**given, "date": draw(DAYS), "review_by": None, "answers": answers or None})
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(rows=sheets(), written=policies())
def test_no_row_says_yes_against_what_was_found_and_the_same_input_gives_the_same_bytes(
    rows: dict[str, dict[str, Any]], written: Policy
) -> None:
    found = drafted(rows, written)
    check = check_policy(written, shipped_code(), LAST_DAY)
    assert len(found.rows) == 72
    for each in found.rows:
        stated = each.statement
        entry = check.provision(each.provision)
        if each.comply is Comply.YES:
            assert stated is not None
            assert stated.comply is True
            assert (stated.evidence or "").strip()
            assert stated.owner
            assert stated.stated_on is None or stated.stated_on <= LAST_DAY
            assert entry.status is not Status.BREACHED
            assert {question.status for question in each.questions} <= {Status.MET}
        if stated is not None and stated.comply is True and entry.status is Status.BREACHED:
            assert STATES_YES_CHECK_SAYS_NO in each.flags
        if stated is not None and stated.comply is False:
            assert each.comply is Comply.NO
        assert each.comply is Comply.YES or each.commentary
    assert found.to_json() == drafted(rows, written).to_json()
