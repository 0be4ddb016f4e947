"""What the case itself supplies for the fields of a letter. Nothing is guessed: None where it does not say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from code_engine.case.events_intake import ComplaintReceived
from code_engine.case.events_outcome import AdjustmentAgreed
from code_engine.case.events_stages import (
    Assigned,
    ClarificationAsked,
    Defined,
    EscalationRequested,
    ExtensionNotified,
    IssueRaised,
    ResponseIssued,
    UpdateIntervalAgreed,
)
from code_engine.letters.outcome_fields import OUTCOME_SUPPLIERS
from code_engine.letters.situation import Situation
from code_engine.letters.supplied import Supplied, day_detail, listed, words


def supplied(case: Situation) -> dict[str, Supplied]:
    """Every field the case can supply, by name; None where it does not know."""
    return {name: supply(case) for name, supply in {**_SUPPLIERS, **OUTCOME_SUPPLIERS}.items()}


def _complete(case: Situation) -> bool:
    return case.case.record == "complete"


def _resident_name(case: Situation) -> Supplied:
    return words(case.case.resident.name) if case.case.resident else None


def _representative(case: Situation) -> Supplied:
    return words(case.case.representative.name) if case.case.representative else None


def _handler(case: Situation) -> Supplied:
    """Whoever has it at this stage; the handler of the header, unless that person had it at the other stage."""
    everybody = [(event.stage, event.person) for event in case.of(Assigned) if event.person]
    assigned = [person for stage, person in everybody if case.stage in (None, stage)]
    if assigned:
        return words(assigned[-1])
    return None if case.case.handler in {person for _, person in everybody} else words(case.case.handler)


def _adjustments(case: Situation) -> Supplied:
    """What was agreed; before anything was, what was asked for."""
    agreed = [event.what for event in case.of(AdjustmentAgreed) if event.what]
    if agreed:
        return listed(agreed)
    return listed(case.case.resident.adjustments_requested) if case.case.resident else None


def _language(case: Situation) -> Supplied:
    return words(case.case.resident.language) if case.case.resident else None


def _channel(case: Situation) -> Supplied:
    return words(case.case.resident.preferred_channel) if case.case.resident else None


def _matter(case: Situation) -> Supplied:
    return words(case.case.matter.summary) if case.case.matter else None


def _received_on(case: Situation) -> Supplied:
    found = case.of(ComplaintReceived)
    return found[0].date if found else None


def _escalation_requested_on(case: Situation) -> Supplied:
    found = case.of(EscalationRequested)
    return found[0].date if found else None


def _definition_due_on(case: Situation) -> Supplied:
    return case.due_on(case.requirements.deadlines.definition_due_on)


def _response_due_on(case: Situation) -> Supplied:
    return case.due_on(case.requirements.deadlines.response_due_on)


def _not_past(day: Supplied, case: Situation) -> Supplied:
    """A day that can still be promised; a day that has passed is none that a letter could name."""
    return day if isinstance(day, date) and day >= case.as_of else None


def _definition_expected_on(case: Situation) -> Supplied:
    done = case.of(Defined, case.stage)
    return done[0].date if done else _not_past(_definition_due_on(case), case)


def _response_expected_on(case: Situation) -> Supplied:
    return _not_past(_response_due_on(case), case)


def _answer_expected_on(case: Situation) -> Supplied:
    return "" if case.of(ResponseIssued, case.stage) else _response_expected_on(case)


def _defined(case: Situation) -> Defined | None:
    """The definition of the letter's stage; a final answer still answers that of stage 1 where there is no other."""
    return case.last(Defined, case.stage)


def _understanding(case: Situation) -> Supplied:
    found = _defined(case)
    return words(found.understanding) if found else None


def _outcomes(case: Situation) -> Supplied:
    found = _defined(case)
    return words(found.outcomes_sought) if found else None


def _points(case: Situation) -> Supplied:
    found = _defined(case)
    return listed(found.points) if found else None


def _questions(case: Situation) -> Supplied:
    """Questions that wait for an answer; none where the record says that nothing is unclear."""
    asked = [event for event in case.of(ClarificationAsked, case.stage) if not isinstance(event.answered_on, date)]
    if asked:
        return listed([event.question for event in asked if event.question]) or None
    defined = _defined(case)
    unclear = [defined.unclear] if defined else [event.unclear for event in case.of(ComplaintReceived)]
    return () if unclear and unclear[-1] is False else None


def _escalation_reasons(case: Situation) -> Supplied:
    found = case.last(EscalationRequested)
    return words(found.reasons) if found else None


def _extension(case: Situation) -> ExtensionNotified | None:
    """A notice recorded on the day of the letter is the one the letter is about; an older one is another."""
    found = case.last(ExtensionNotified, case.stage)
    return found if found is not None and found.date == case.as_of else None


def _new_due_on(case: Situation) -> Supplied:
    found = _extension(case)
    return day_detail(found.new_due_on) if found else None


def _extension_reasons(case: Situation) -> Supplied:
    found = _extension(case)
    return words(found.reasons) if found else None


def _over_cap(case: Situation) -> Supplied:
    found = _extension(case)
    return words(found.good_reason_over_cap) if found else None


def _interval(case: Situation) -> Supplied:
    found = case.last(UpdateIntervalAgreed, case.stage)
    return words(found.interval or None) if found else None


def _response(case: Situation) -> ResponseIssued | None:
    return case.last(ResponseIssued, case.stage)


def _decision(case: Situation) -> Supplied:
    found = _response(case)
    return found.decision if found else None


def _references(case: Situation) -> Supplied:
    found = _response(case)
    return listed(found.references) if found else None


def _later_issues(case: Situation) -> Supplied:
    """Issues taken into the complaint; none where no issue was raised and the record is complete."""
    raised = case.of(IssueRaised, case.stage)
    if not raised:
        return () if _complete(case) else None
    if any(event.incorporated is None or (event.incorporated and event.text is None) for event in raised):
        return None
    return listed([event.text or "" for event in raised if event.incorporated])


_SUPPLIERS: Final[Mapping[str, Callable[[Situation], Supplied]]] = MappingProxyType(
    {
        "resident_name": _resident_name,
        "representative_name": _representative,
        "handler": _handler,
        "adjustments": _adjustments,
        "language": _language,
        "preferred_channel": _channel,
        "matter": _matter,
        "complaint_received_on": _received_on,
        "escalation_requested_on": _escalation_requested_on,
        "definition_due_on": _definition_due_on,
        "definition_expected_on": _definition_expected_on,
        "response_due_on": _response_due_on,
        "response_expected_on": _response_expected_on,
        "answer_expected_on": _answer_expected_on,
        "understanding": _understanding,
        "outcomes_sought": _outcomes,
        "points": _points,
        "questions": _questions,
        "escalation_reasons": _escalation_reasons,
        "new_due_on": _new_due_on,
        "extension_reasons": _extension_reasons,
        "good_reason_over_cap": _over_cap,
        "update_interval": _interval,
        "decision": _decision,
        "references": _references,
        "later_issues": _later_issues,
    }
)
