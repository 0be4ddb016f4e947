"""The smallest change: made, it turns the breach into met; and it is said in words a person can act on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case_building import a_case, event
from code_engine.calendar import Counting, england
from code_engine.case.fold import fold
from code_engine.case.model import Case
from code_engine.case.values import Between, ValueType
from code_engine.case.vocabulary import VOCABULARY
from code_engine.evaluation.conditions import compile_expression
from code_engine.evaluation.context import Context
from code_engine.evaluation.evaluation import Evaluation, Status
from code_engine.evaluation.explanation import Explanation, RuleExplained
from code_engine.evaluation.smallest_change import smallest
from code_engine.evaluation.trace import Step, Trace
from code_engine.evaluation.truth import Truth, conjunction, disjunction, negation
from code_engine.ruleset.expressions import Expression
from code_engine.ruleset.language import parse
from code_engine.ruleset.loader import scope_of
from code_engine.ruleset.rules import RequirementBody
from event_sequences import CODE, MAIN_RULES, any_case, course_of_a_complaint, shared_engine

Data = dict[str, Any]
slow_to_draw = (HealthCheck.too_slow, HealthCheck.data_too_large)

PROVISION = dict(zip(MAIN_RULES, ("6.2", "6.3", "6.11", "6.14"), strict=True))
STEPS = {"acknowledged": "acknowledged", "defined": "defined", "logged": "logged", "answered": "response_issued"}
IN_TIME = re.compile(r"Would have been in time if ([a-z, ]+) by (\d+ [A-Z][a-z]+ \d{4})\.")


def evaluated(data: Data, as_of: date) -> Evaluation:
    return shared_engine().evaluate(Case.model_validate(data), as_of=as_of, ruleset=CODE)


def explained(data: Data | Case, provision: str, as_of: date, **options: Any) -> Explanation:
    case = data if isinstance(data, Case) else Case.model_validate(data)
    return shared_engine().explain(case, provision, as_of=as_of, **{"ruleset": CODE, **options})


def of_rule(explanation: Explanation, rule: str) -> RuleExplained:
    return next(each for each in explanation.rules if each.finding.rule == rule)


def done_in_time(data: Data, stage: int, steps: list[str], by: date) -> Data:
    """The same case with these steps done at the stage by a day, those of them that came later or never."""
    kept = [
        each
        for each in data["events"]
        if not (each["type"] in steps and each.get("stage") == stage and each["date"] > by.isoformat())
    ]
    return data | {"events": [*kept, *({"type": step, "stage": stage, "date": by.isoformat()} for step in steps)]}


@settings(max_examples=200, deadline=None, suppress_health_check=slow_to_draw)
@given(course_of_a_complaint(), st.integers(10, 150))
def test_a_late_duty_done_by_the_day_that_is_named_is_met(data: Data, days: int) -> None:
    as_of = date.fromisoformat(data["events"][0]["date"]) + timedelta(days=days)
    evaluation = evaluated(data, as_of)
    for rule, provision in PROVISION.items():
        said = of_rule(explained(data, provision, as_of), rule).changes
        if evaluation.finding(rule).status is not Status.BREACHED:
            assert said == ()
            continue
        match = IN_TIME.fullmatch(said[0])
        assert match is not None, said
        steps = [STEPS[word] for word in re.split(r", | and ", match[1])]
        by = datetime.strptime(match[2], "%d %B %Y").date()  # noqa: DTZ007 - a day, not a moment
        changed = done_in_time(data, 1 if rule.startswith("stage-1") else 2, steps, by)
        assert evaluated(changed, as_of).finding(rule).status is Status.MET


def test_the_sentence_of_a_late_acknowledgement_names_the_day() -> None:
    case = a_case(
        event("complaint_received", "2025-06-02"),
        event("acknowledged", "2025-06-11", stage=1),
        event("defined", "2025-06-09", stage=1),
        event("logged", "2025-06-02", stage=1),
    )
    changes = of_rule(explained(case, "6.2", date(2025, 7, 1)), "stage-1-acknowledged-in-time").changes
    assert changes == ("Would have been in time if acknowledged by 9 June 2025.",)


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (("defined",), "defined"),
        (("acknowledged", "logged"), "acknowledged and logged"),
        (("acknowledged", "defined", "logged"), "acknowledged, defined and logged"),
    ],
)
def test_only_the_steps_that_came_late_are_named(late: tuple[str, ...], words: str) -> None:
    steps = [
        event(step, "2025-06-10" if step in late else "2025-06-09", stage=1)
        for step in ("acknowledged", "defined", "logged")
    ]
    case = a_case(event("complaint_received", "2025-06-02"), *steps)
    changes = of_rule(explained(case, "6.2", date(2025, 7, 1)), "stage-1-acknowledged-in-time").changes
    assert changes == (f"Would have been in time if {words} by 9 June 2025.",)


ANSWERED_LATE = [
    event("complaint_received", "2025-06-02"),
    event("acknowledged", "2025-06-04", stage=1),
    event("response_issued", "2025-06-25", stage=1),
]
"""The answer was due on 18 June 2025; the cap of an extension is 2 July."""


def late_answer(**notice: Any) -> tuple[str, ...]:
    said = {
        "new_due_on": "2025-06-25",
        "reasons": "The surveyor comes on Monday.",
        "ombudsman_contact_given": True,
        "good_reason_over_cap": "",
    }
    told = event("extension_notified", **{"day": "2025-06-16", "stage": 1, **said, **notice})
    case = a_case(*ANSWERED_LATE, told)
    return of_rule(explained(case, "6.3", date(2025, 8, 1)), "stage-1-response-in-time").changes


@pytest.mark.parametrize(
    ("lacking", "needed"),
    [
        ({"day": "2025-06-19"}, "the answer to “When was the extension notice?” were 18 June 2025 or earlier"),
        ({"reasons": ""}, "the record answered “Did the extension notice of 16 June 2025 give reasons?”"),
        (
            {"ombudsman_contact_given": False},
            "the answer to “Did the extension notice of 16 June 2025 give the Ombudsman's contact details?” were yes",
        ),
    ],
)
def test_what_an_extension_lacked_is_named_where_it_would_have_covered_the_answer(
    lacking: dict[str, Any], needed: str
) -> None:
    assert late_answer(**lacking) == (
        "Would have been in time if answered by 18 June 2025.",
        f"Extension notice 1 would have covered it if {needed}.",
    )


def test_an_extension_over_the_cap_would_have_needed_a_good_reason_and_not_an_earlier_date() -> None:
    changes = late_answer(new_due_on="2025-07-03")
    assert len(changes) == 2
    assert "good reason" in changes[1]
    assert "July" not in changes[1]


def test_an_extension_that_would_not_have_covered_the_answer_is_not_named() -> None:
    assert late_answer(new_due_on="2025-06-24", reasons="") == ("Would have been in time if answered by 18 June 2025.",)


def test_each_remedy_that_came_late_is_named_by_its_place() -> None:
    case = a_case(
        event("complaint_received", "2025-06-02"),
        event("remedy_offered", "2025-06-10", remedy="repair", by_when="2025-06-20"),
        event("remedy_offered", "2025-06-10", remedy="payment", by_when="2025-06-30"),
        event("remedy_completed", "2025-06-23", remedy="repair"),
        event("remedy_completed", "2025-06-30", remedy="payment"),
    )
    changes = of_rule(explained(case, "7.3", date(2025, 8, 1)), "remedy-completed").changes
    assert changes == ("Remedy 1 would have been in time if completed by 20 June 2025.",)


def test_a_flag_that_is_known_to_be_the_other_way_is_asked_for_by_its_question() -> None:
    case = a_case(
        event("complaint_received", "2025-06-02"),
        event("refused", "2025-06-05", ground="out_of_time", ombudsman_right_sent=False, reasons_sent=True),
    )
    changes = of_rule(explained(case, "2.4", date(2025, 8, 1)), "refusal-notice-complete").changes
    question = "Did the refusal of 5 June 2025 tell the resident of the right to go to the Ombudsman?"
    assert changes == (f"Would be met if the answer to “{question}” were yes.",)


# The smallest change of any condition, by property: with these tests the other way the condition comes out as wanted.

CONDITIONS = (
    "stage_1.responded and not stage_1.extended",
    "stage_1.responded or (stage_1.extended and not complaint.refused)",
    "not (complaint.refused or complaint.withdrawn) and stage_1.responded",
    "stage_1.responded if complaint.refused else stage_1.extended",
    "complaint.withdrawn if resident.vulnerable else not stage_1.responded",
    "any(letter.written for letter in responses if letter.plain_language)",
    "all(letter.written or letter.reasons_given for letter in responses if letter.stage == 1)",
    "not any(letter.held_for_works for letter in responses)",
    "all(given(notice.reasons) and notice.on <= as_of for notice in extensions)",
    'any(contact.kind == "thanks" for contact in contacts) and recorded(resident.vulnerable)',
)


def condition(text: str) -> Expression:
    ruleset = shared_engine().catalogue.named(CODE)
    return parse(text, scope_of(ruleset, VOCABULARY), None, ValueType.FLAG)


def requirements() -> Iterator[Expression]:
    for rule in shared_engine().catalogue.named(CODE).rules("case"):
        if isinstance(rule.body, RequirementBody):
            yield rule.body.require


COMPILED = tuple(compile_expression(each) for each in (*(condition(text) for text in CONDITIONS), *requirements()))


@settings(max_examples=100, deadline=None, suppress_health_check=slow_to_draw)
@given(any_case(), st.booleans())
def test_a_condition_comes_out_as_wanted_once_the_tests_that_are_named_do(data: Data, wanted: bool) -> None:
    case = Case.model_validate(data)
    as_of = max(each.recorded_on or each.date for each in case.events)
    facts = fold(case, as_of).facts
    context = Context(facts, england(), Counting.DAY_0, as_of.toordinal())
    for compiled in COMPILED:
        trace = compiled.explain(context)
        leaves = smallest(trace, wanted)
        if leaves is not None:
            changed = {id(leaf): value for leaf, value in leaves}
            assert with_changes(trace, changed) is wanted, compiled.text
            assert (leaves == []) is (trace.value is wanted)


def with_changes(trace: Trace, changed: dict[int, bool]) -> Truth:
    """The value a traced condition would have if some of its tests came out otherwise."""
    if id(trace) in changed:
        return changed[id(trace)]
    if trace.step in (Step.TEST, Step.COUNT) or not trace.parts:
        assert trace.value is None or isinstance(trace.value, bool)
        return trace.value
    parts = [] if trace.step in (Step.ALL, Step.ANY) else [with_changes(part, changed) for part in trace.parts]
    match trace.step:
        case Step.AND:
            return conjunction(parts)
        case Step.OR:
            return disjunction(parts)
        case Step.NOT:
            return negation(parts[0])
        case Step.DEFINITION:
            return parts[0]
        case Step.CHOICE:
            then, test, otherwise = parts
            if test is None:
                return then if then is otherwise else None
            return then if test else otherwise
    items = [of_item(trace.step, each, changed) for each in trace.parts]
    return conjunction(items) if trace.step is Step.ALL else disjunction(items)


def of_item(step: Step, item: Trace, changed: dict[int, bool]) -> Truth:
    parts = [with_changes(part, changed) for part in item.parts]
    if len(parts) == 1:
        return parts[0]
    kept, body = parts
    return disjunction([negation(kept), body]) if step is Step.ALL else conjunction([kept, body])


def test_an_unknown_that_is_in_the_way_is_among_the_tests_that_are_named() -> None:
    case = a_case(event("response_issued", "2025-06-20", stage=1), record="partial", absent=["refused"])
    facts = fold(case, date(2025, 7, 1)).facts
    assert isinstance(facts["complaint.received_on"], Between)
    context = Context(facts, england(), Counting.DAY_0, date(2025, 7, 1).toordinal())
    leaves = smallest(compile_expression(condition(CONDITIONS[4])).explain(context), True)
    assert leaves is not None
    assert [(leaf.text, wanted) for leaf, wanted in leaves] == [
        ("resident.vulnerable", True),
        ("complaint.withdrawn", True),
    ]
