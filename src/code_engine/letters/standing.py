"""What the record says against a letter: it comes too early or too late, or would state what is not so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from code_engine.case.declared_facts import STAGE_EVENTS
from code_engine.case.event import Event
from code_engine.case.events import EVENT_TYPES
from code_engine.case.events_intake import SurveyResponse
from code_engine.case.events_outcome import RemedyOffered
from code_engine.case.events_stages import Defined, ResponseIssued
from code_engine.case.rounds import TAKEN_UP_AGAIN
from code_engine.errors import Problem, quoted
from code_engine.letters.field_names import FIELDS
from code_engine.letters.letter_models import LetterEntry
from code_engine.letters.situation import Situation
from code_engine.letters.values import Gap

_PROMISED: Final = (
    "definition_expected_on",
    "response_expected_on",
    "answer_expected_on",
    "new_due_on",
    "restriction_review_due_on",
    "next_review_due_on",
)
"""Days that a letter promises, so that they cannot have passed."""

_GONE_ON: Final = frozenset({*TAKEN_UP_AGAIN, "accepted", "ombudsman_directed"})
_RESPONSES: Final = ("stage_1_response", "stage_2_response")


def out_of_place(
    case: Situation, entry: LetterEntry, values: Mapping[str, Any], gaps: dict[str, Gap]
) -> Iterator[Problem]:
    """Why a letter cannot be sent as the case stands; the fields of its first item become gaps."""
    opening = entry.opening(case.stage)
    if opening is not None and not any(event.type == opening for event in case.events):
        label = EVENT_TYPES[opening].label
        _leave_open(entry, values, gaps)
        message = f"the letter would tell of something that is not on record: the case has no {label}"
        yield Problem(message, None, f"record it in the case first, as an event `{opening}`")
    event = _ending(case, entry)
    if event is not None:
        reason = f"a {event.label} is on record since {event.date.isoformat()}"
        _leave_open(entry, values, gaps)
        yield Problem(f"the letter comes too late: {reason}", None, "correct the case, or choose another letter")


def _leave_open(entry: LetterEntry, values: Mapping[str, Any], gaps: dict[str, Gap]) -> None:
    for name in entry.items[0].fields:
        gaps.setdefault(name, Gap.of(name, FIELDS[name].question, values.get(name)))


def _ending(case: Situation, entry: LetterEntry) -> Event | None:
    """The event after which the letter makes no sense any more, unless the matter went on all the same."""
    for index, event in enumerate(case.events):
        if event.type not in entry.not_after:
            continue
        if isinstance(event, ResponseIssued):
            if event.stage == case.stage and event.written is not False and not _is_answered_again(case, event):
                return event
        elif not any(_goes_on(event, later) for later in case.events[index + 1 :]):
            return event
    return None


def _is_answered_again(case: Situation, response: ResponseIssued) -> bool:
    """Whether the answer on record is the letter itself, or the evaluation asks for one that leaves nothing out."""
    if case.kind not in _RESPONSES:
        return False
    due = any(letter.kind == case.kind for letter in case.evaluation.letters)
    return response.date == case.as_of or due


def _goes_on(ended: Event, later: Event) -> bool:
    """Whether a later event shows that what was refused, withdrawn or closed was taken up after all."""
    if ended.type == "closed":
        return later.type in TAKEN_UP_AGAIN and later.type != "response_issued"
    if ended.type == "withdrawn":
        return later.type in TAKEN_UP_AGAIN
    return later.type in _GONE_ON or later.type in STAGE_EVENTS


def untrue(case: Situation, entry: LetterEntry, values: Mapping[str, Any], gaps: dict[str, Gap]) -> Iterator[Problem]:
    """Statements that would not be true; their fields become gaps."""
    for name in _PROMISED:
        day = values.get(name)
        if isinstance(day, date):
            problem = _wrong_day(case, name, day)
            if problem is not None:
                gaps[name] = Gap(name, FIELDS[name].question)
                yield problem
    yield from _nothing_wrong_in_survey(case, entry, values, gaps)
    yield from _past_offers(case, values, gaps)
    if values.get("answer_expected_on") == "" and case.answered_on() is None:
        gaps["answer_expected_on"] = Gap("answer_expected_on", FIELDS["answer_expected_on"].question)
        message = "answer_expected_on cannot be none: no answer is on record"
        yield Problem(message, None, "give the day of the answer, or record it as an event `response_issued`")
    yield from _failings(case, values, gaps)


def _wrong_day(case: Situation, name: str, day: date) -> Problem | None:
    """A promised day that has passed, or that is later than the Code allows while its own day is still ahead."""
    if day < case.as_of:
        if name == "definition_expected_on" and case.of(Defined, case.stage):
            return None
        return Problem(f"{name} is {quoted(day.isoformat())}, before the day of the letter", None, "give a later day")
    if name not in ("definition_expected_on", "response_expected_on", "answer_expected_on"):
        return None
    defines = name == "definition_expected_on"
    deadlines = case.requirements.deadlines
    due = case.due_by_the_code(deadlines.definition_due_on if defines else deadlines.response_due_on)
    if due is None or not case.as_of <= due < day:
        return None
    hint = "give an earlier day" if defines else "that needs an extension: notify it first, or give an earlier day"
    message = f"{name} is {quoted(day.isoformat())}, and by the Code it is due on {due.isoformat()}"
    return Problem(message, None, hint)


def _nothing_wrong_in_survey(
    case: Situation, entry: LetterEntry, values: Mapping[str, Any], gaps: dict[str, Gap]
) -> Iterator[Problem]:
    answer = case.last(SurveyResponse)
    if case.kind == "survey_follow_up" and answer is not None and answer.dissatisfied is not True:
        _leave_open(entry, values, gaps)
        message = f"the record does not say that the answer of {answer.date.isoformat()} shows dissatisfaction"
        yield Problem(message, None, "correct the case, or send no such letter")


def _past_offers(case: Situation, values: Mapping[str, Any], gaps: dict[str, Gap]) -> Iterator[Problem]:
    """What is offered in this letter for the first time lies ahead; what is on record may be late, and is told so."""
    remedies = values.get("remedies")
    if not isinstance(remedies, tuple) or case.of(RemedyOffered, case.stage):
        return
    for remedy in remedies:
        if isinstance(remedy.on, date) and remedy.on < case.as_of:
            gaps["remedies"] = Gap.of("remedies", FIELDS["remedies"].question, remedies)
            message = f"remedies promises something by {quoted(remedy.on.isoformat())}, before the day of the letter"
            yield Problem(message, None, "give a later day, or record the remedy where it was offered before")
            return


def _failings(case: Situation, values: Mapping[str, Any], gaps: dict[str, Gap]) -> Iterator[Problem]:
    """A complaint that is upheld has a failing, and one that is not has none (7.1)."""
    failings, decision = values.get("failings"), values.get("decision")
    if failings is None:
        return
    response = case.last(ResponseIssued, case.stage)
    if failings == "":
        if decision in ("upheld", "partly_upheld"):
            why = f"the decision is {quoted(decision)}"
        elif response is not None and response.failings_acknowledged:
            why = f"the response of {response.date.isoformat()} acknowledges some"
        else:
            return
        wrong = f"failings cannot be none: {why}"
    elif decision == "not_upheld":
        wrong = "failings names something that went wrong, and the decision is `not_upheld`"
    else:
        return
    gaps["failings"] = Gap("failings", FIELDS["failings"].question)
    yield Problem(wrong, None, "say what went wrong where something did, and decide accordingly")
