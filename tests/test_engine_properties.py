"""What holds of the engine for every case: it answers, the same each time, and knowing more never contradicts it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from code_engine.case.complaint_facts import SHOWS_RECEIPT
from code_engine.case.events import EVENT_TYPES
from code_engine.case.fold import fold, rounds
from code_engine.case.model import Case
from code_engine.case.rounds import TAKEN_UP_AGAIN
from code_engine.case.vocabulary import VOCABULARY
from code_engine.errors import CaseError, NoRulesetInForceError
from code_engine.evaluation.evaluation import Evaluation, Finding, Status
from code_engine.ruleset.expressions import And, Call, DefinitionName, Expression, Loop, LoopKind, Not, Or
from code_engine.ruleset.rules import DeadlineBody, JudgementBody, NoticeCheckBody, RequirementBody, Rule
from event_sequences import (
    CODE,
    FIRST,
    LAST,
    any_case,
    any_event,
    course_of_a_complaint,
    holding_together,
    iso_days,
    shared_engine,
    with_endings,
)

CODE_BEGINS = date(2024, 4, 1)
DEFINITE = (Status.MET, Status.BREACHED)
Data = dict[str, Any]

JOINED = {
    "remedies": ("remedy_completed",),
    "actions": ("action_completed", "update_sent"),
    "adjustments": ("adjustment_reviewed",),
    "restrictions": ("restriction_reviewed",),
    "service_requests": ("contact", "complaint_received", "work_stopped"),
    "updates_due": ("update_sent",),
}
"""Events that say more about the items of a collection than the events the items come from."""

slow_to_draw = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def a_case(data: Data) -> Case:
    return Case.model_validate(data)


def evaluated(data: Data, as_of: date, **options: Any) -> Evaluation:
    """The evaluation under the shipped ruleset, whenever the complaint was made."""
    return shared_engine().evaluate(a_case(data), as_of=as_of, ruleset=CODE, **options)


def day_after_something_happened(data: Data) -> st.SearchStrategy[date]:
    """A day on which at least one event can be seen."""
    case = a_case(data)
    return st.dates(FIRST, LAST + timedelta(days=400)).filter(lambda day: bool(fold(case, day).events_seen))


def by_rule(evaluation: Evaluation) -> dict[tuple[str, str], Finding]:
    return {(finding.layer, finding.rule): finding for finding in evaluation.findings}


@st.composite
def known_in_part(draw: st.DrawFn, data: Data) -> Data:
    """A partial record of the same complaint: some kinds of events, some notices and some details are missing.

    A kind of event is missing altogether or not at all: what is on file of a kind is taken to be the first of
    its kind. Some of the other types are known to be absent.
    """
    types = sorted({event["type"] for event in data["events"]})
    hidden = set(draw(st.lists(st.sampled_from(types), unique=True, max_size=len(types) - 1)))
    kept = [
        {key: value for key, value in event.items() if shown(draw, key)}
        for event in data["events"]
        if event["type"] not in hidden
    ]
    if sum(event["type"] == "extension_notified" for event in kept) > 1 and draw(st.booleans()):
        kept.remove(next(event for event in kept if event["type"] == "extension_notified"))
        hidden.add("extension_notified")
    absent = draw(st.lists(st.sampled_from(sorted(EVENT_TYPES.keys() - hidden)), unique=True))
    return data | {"record": "partial", "absent": absent, "events": kept}


ALWAYS_SHOWN = ("type", "date", "stage", "written", "automatic", "right_explained", "how_to_engage_explained")
"""What places an event, and details that mean something when they are left out: an answer in writing, by a person."""


def shown(draw: st.DrawFn, key: str) -> bool:
    return key in ALWAYS_SHOWN or draw(st.integers(0, 4)) > 0


@settings(max_examples=150, deadline=None, suppress_health_check=slow_to_draw)
@given(any_case(), st.dates(FIRST, LAST + timedelta(days=400)), st.sampled_from(["day-0", "inclusive"]))
def test_every_sequence_of_events_is_answered_and_the_answer_reads_back_as_it_was(
    data: Data, as_of: date, counting: str
) -> None:
    case = a_case(data)
    first = min(event.date for event in case.events)
    try:
        evaluation = shared_engine().evaluate(case, as_of=as_of, counting=counting)
    except NoRulesetInForceError:
        assert first < CODE_BEGINS
        return
    except CaseError:
        assert not fold(case, as_of).events_seen
        return
    text = evaluation.to_json()
    assert Evaluation.model_validate_json(text) == evaluation
    assert Evaluation.model_validate_json(text).to_json() == text
    assert shared_engine().evaluate(a_case(data), as_of=as_of, counting=counting).to_json() == text


@settings(max_examples=150, deadline=None, suppress_health_check=slow_to_draw)
@given(st.data(), any_case(), any_event(iso_days()))
def test_a_finding_changes_only_with_the_facts_it_names(chance: st.DataObject, data: Data, extra: Data) -> None:
    as_of = chance.draw(day_after_something_happened(data))
    more = data | {"events": [*data["events"], extra]}
    before_case, after_case = a_case(data), a_case(more)
    assume(len(rounds(before_case, as_of)) == len(rounds(after_case, as_of)) == 1)
    before, after = fold(before_case, as_of).facts, fold(after_case, as_of).facts
    was, now = by_rule(evaluated(data, as_of)), by_rule(evaluated(more, as_of))
    for key in was.keys() & now.keys():
        if all(before[name] == after[name] for name in was[key].facts if name in before):
            assert now[key] == was[key]


@settings(max_examples=150, deadline=None, suppress_health_check=slow_to_draw)
@given(st.data(), any_case(), any_event(iso_days()))
def test_an_event_of_a_type_a_rule_does_not_read_leaves_its_finding_alone(
    chance: st.DataObject, data: Data, extra: Data
) -> None:
    """Of events that do not show that there is a complaint at all, or that it was taken up again."""
    assume(extra["type"] not in SHOWS_RECEIPT | TAKEN_UP_AGAIN | {"ombudsman_directed"})
    as_of = chance.draw(day_after_something_happened(data))
    more = data | {"events": [*data["events"], extra]}
    was, now = by_rule(evaluated(data, as_of)), by_rule(evaluated(more, as_of))
    for key in was.keys() & now.keys():
        if extra["type"] not in types_read(was[key]):
            assert now[key] == was[key]


def types_read(finding: Finding) -> set[str]:
    """The types of events that supply the facts a rule reads."""
    joined = {event_type for name in finding.facts for event_type in JOINED.get(name, ())}
    return joined | {
        event_type
        for name in finding.facts
        for declared in (VOCABULARY.facts.get(name), VOCABULARY.collections.get(name))
        if declared is not None
        for event_type in declared.events
    }


@settings(max_examples=200, deadline=None, suppress_health_check=slow_to_draw)
@given(st.data(), any_case() | course_of_a_complaint().flatmap(with_endings).flatmap(known_in_part))
def test_every_missing_fact_is_one_that_a_person_can_supply(chance: st.DataObject, data: Data) -> None:
    as_of = chance.draw(day_after_something_happened(data))
    evaluation = evaluated(data, as_of)
    for missing in evaluation.missing:
        assert not missing.question.startswith("What is known about"), missing
    for finding in evaluation.findings:
        assert bool(finding.missing) is (finding.status is Status.UNDETERMINED), finding.rule
        for name in finding.missing:
            assert is_supplied(name), (finding.rule, name)


def is_supplied(name: str) -> bool:
    """Whether it is a fact, a collection, a detail of an item, an answer to a question or a landlord's own fact."""
    collection, _, attribute = name.partition("[")
    if attribute:
        return attribute.split("].")[1] in VOCABULARY.collections[collection].attributes
    own = any(name in shared_engine().landlords.get(landlord).facts for landlord in shared_engine().landlords.ids())
    return own or name.startswith("answers.") or name in VOCABULARY.facts or name in VOCABULARY.collections


@settings(max_examples=250, deadline=None, suppress_health_check=slow_to_draw)
@given(st.data(), any_case() | course_of_a_complaint().flatmap(with_endings), st.integers(0, 60))
def test_a_deadline_once_breached_stays_breached(chance: st.DataObject, data: Data, later: int) -> None:
    """A closed complaint that is opened again is no longer due to have ended; that is left out here."""
    kept = [as_it_happened(event) for event in data["events"] if event["type"] != "closed"]
    assume(kept)
    data = holding_together(data | {"events": kept})
    first = min(date.fromisoformat(event["date"]) for event in data["events"])
    as_of = chance.draw(st.dates(first, first + timedelta(days=200)))
    deadlines = {
        rule.id
        for ruleset in shared_engine().catalogue
        for rule in ruleset.rules()
        if isinstance(rule.body, DeadlineBody)
    }
    was, now = by_rule(evaluated(data, as_of)), by_rule(evaluated(data, as_of + timedelta(days=later)))
    for (layer, rule), finding in was.items():
        if rule in deadlines and finding.status is Status.BREACHED and (layer, rule) in now:
            assert now[layer, rule].status is Status.BREACHED, (rule, as_of, finding.reason, now[layer, rule].reason)


def as_it_happened(event: Data) -> Data:
    """The event, put on record on its own day and correcting nothing."""
    return {"stage": 1} | {key: value for key, value in event.items() if key not in ("recorded_on", "corrects", "id")}


@settings(max_examples=300, deadline=None, suppress_health_check=slow_to_draw)
@given(st.data(), course_of_a_complaint() | course_of_a_complaint().flatmap(with_endings) | any_case())
def test_what_a_partial_record_settles_stays_so_when_the_rest_becomes_known(chance: st.DataObject, data: Data) -> None:
    whole = holding_together(data | {"events": [as_it_happened(event) for event in data["events"]]})
    whole |= {"record": "complete"}
    part = chance.draw(known_in_part(whole))
    first = min(date.fromisoformat(event["date"]) for event in part["events"])
    as_of = chance.draw(st.dates(first, first + timedelta(days=150)))
    assume(len(rounds(a_case(whole), as_of)) == len(rounds(a_case(part), as_of)) == 1)
    guessed, settled = by_rule(evaluated(part, as_of)), by_rule(evaluated(whole, as_of))
    for rule in shared_engine().catalogue.named(CODE).rules("case"):
        finding = guessed["code", rule.id]
        if finding.status in DEFINITE and bears_out(rule, finding.status):
            assert settled["code", rule.id].status is finding.status, (rule.id, as_of, finding.reason)


def bears_out(rule: Rule, status: Status) -> bool:
    """Whether a status cannot rest on silence: on `recorded(…)` being false where the record says nothing.

    A condition that can only be true thanks to something on record stays true when more becomes known; one
    that is true because something is not on record need not.
    """
    if rule.applies is not None and False in signs(rule.applies):
        return False
    wanted = status is Status.MET
    return all(sign is part_wanted for expression, part_wanted in supports(rule, wanted) for sign in signs(expression))


def supports(rule: Rule, wanted: bool) -> Iterator[tuple[Expression, bool]]:
    """The conditions a status rests on, each with the value it had."""
    body = rule.body
    if isinstance(body, RequirementBody):
        yield body.require, wanted
        if rule.pending is not None and wanted:
            yield rule.pending, False
    elif isinstance(body, NoticeCheckBody):
        yield body.each, wanted
    elif isinstance(body, JudgementBody):
        if wanted and body.shown_by is not None:
            yield body.shown_by, True
            if body.ruled_out_by is not None:
                yield body.ruled_out_by, False
        elif not wanted and body.ruled_out_by is not None:
            yield body.ruled_out_by, True
    elif isinstance(body, DeadlineBody):
        dates = [body.done, *(clock.start for clock in body.clocks)]
        for expression in (*dates, *(each for each in (body.due, body.ends) if each is not None)):
            if signs(expression):
                yield expression, True
                yield expression, False


def signs(expression: Expression, sign: bool = True) -> frozenset[bool]:
    """Where `recorded(…)` stands in an expression: plainly (True), under a `not` (False), or where both may matter."""
    if isinstance(expression, Call) and expression.function == "recorded":
        return frozenset({sign})
    if isinstance(expression, DefinitionName):
        return signs(expression.expression, sign)
    if isinstance(expression, Not):
        return frozenset().union(*(signs(child, not sign) for child in expression.children()))
    plain = isinstance(expression, And | Or) or (isinstance(expression, Loop) and expression.kind is LoopKind.ANY)
    inside = frozenset[bool]().union(*(signs(child, sign) for child in expression.children()))
    if plain or not inside:
        return inside
    if isinstance(expression, Loop) and expression.kind is LoopKind.ALL and expression.condition is not None:
        kept = signs(expression.condition, not sign)
        return kept | (signs(expression.body, sign) if expression.body is not None else frozenset())
    return frozenset({True, False})
