"""What the case itself supplies for the fields of a letter. Nothing is guessed: None where it does not say."""

from __future__ import annotations

import re
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
from code_engine.letters.addressee import addressee, representative_address, representative_name
from code_engine.letters.delay_fields import DELAY_SUPPLIERS
from code_engine.letters.outcome_fields import OUTCOME_SUPPLIERS
from code_engine.letters.situation import Situation
from code_engine.letters.supplied import Supplied, by_channel, day_detail, listed, words
from code_engine.letters.values import PointAnswer, Words, worded


def supplied(case: Situation) -> dict[str, Supplied]:
    """Every field the case can supply, by name; None where it does not know."""
    return {name: supply(case) for name, supply in {**_SUPPLIERS, **DELAY_SUPPLIERS, **OUTCOME_SUPPLIERS}.items()}


def _complete(case: Situation) -> bool:
    return case.case.record == "complete"


def _resident_name(case: Situation) -> Supplied:
    return words(case.case.resident.name) if case.case.resident else None


def _resident_address(case: Situation) -> Supplied:
    return listed(case.case.resident.address) if case.case.resident else None


def _handler(case: Situation) -> Supplied:
    """Whoever has it at this stage; the handler of the header, unless that person had it at the other stage."""
    everybody = [(event.stage, event.person) for event in case.of(Assigned) if event.person]
    assigned = [person for stage, person in everybody if case.stage in (None, stage)]
    if assigned:
        return words(assigned[-1])
    return None if case.case.handler in {person for _, person in everybody} else words(case.case.handler)


def _adjustments(case: Situation) -> Supplied:
    return listed([event.what for event in case.of(AdjustmentAgreed) if event.what])


def _adjustments_requested(case: Situation) -> Supplied:
    """What was asked for, as long as nothing has been agreed that would answer it."""
    if case.case.resident is None or any(event.what for event in case.of(AdjustmentAgreed)):
        return ()
    return listed(case.case.resident.adjustments_requested)


def _language(case: Situation) -> Supplied:
    """The language to offer the letter in; a code of two letters is no word for people."""
    language = case.case.resident.language if case.case.resident else None
    if language is None or language.casefold().startswith(("en-", "english")) or language.casefold() == "en":
        return None
    return words(language if _LANGUAGE.fullmatch(language) is None else "another language")


def _channel(case: Situation) -> Supplied:
    """The way to be in touch that is liked, as it follows `to hear from us`."""
    channel = case.case.resident.preferred_channel if case.case.resident else None
    return words(by_channel(channel)) if channel else None


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


def _definition_sent_on(case: Situation) -> Supplied:
    done = case.of(Defined, case.stage)
    return done[0].date if done else ""


def _definition_expected_on(case: Situation) -> Supplied:
    done = case.of(Defined, case.stage)
    return done[0].date if done else _not_past(_definition_due_on(case), case)


def _response_expected_on(case: Situation) -> Supplied:
    return _not_past(_response_due_on(case), case)


def _answer_expected_on(case: Situation) -> Supplied:
    return "" if case.answered_on() else _response_expected_on(case)


def _defined(case: Situation) -> Defined | None:
    """The latest definition of the letter's stage; that of stage 1 says nothing about stage 2."""
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
    """None on record is none to tell; where one is needed, the extension itself is refused."""
    found = _extension(case)
    return words(found.good_reason_over_cap or "") if found else ""


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


def _separate_issues(case: Situation) -> Supplied:
    """Issues not taken in, each with what happens to it (6.8); at stage 2 also those raised since the first answer."""
    raised = [event for event in case.of(IssueRaised) if case.stage != 2 or _since_first_answer(case, event)]
    if not raised:
        return () if _complete(case) else None
    apart = [event for event in raised if event.incorporated is not True]
    if any(event.incorporated is None or not event.text or not event.logged_as_new_complaint for event in apart):
        return None
    return tuple(
        PointAnswer(worded(event.text or ""), Words(_LOGGED.format(event.logged_as_new_complaint))) for event in apart
    )


def _since_first_answer(case: Situation, event: IssueRaised) -> bool:
    answered = case.answered_on(1)
    return event.stage == 2 or (answered is not None and event.date >= answered)


_LOGGED: Final = "We have recorded this as a complaint of its own. Its reference is {}."
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{2})?")

_SUPPLIERS: Final[Mapping[str, Callable[[Situation], Supplied]]] = MappingProxyType(
    {
        "resident_name": _resident_name,
        "resident_address": _resident_address,
        "representative_name": representative_name,
        "representative_address": representative_address,
        "addressee": addressee,
        "handler": _handler,
        "adjustments": _adjustments,
        "adjustments_requested": _adjustments_requested,
        "language": _language,
        "preferred_channel": _channel,
        "matter": _matter,
        "complaint_received_on": _received_on,
        "escalation_requested_on": _escalation_requested_on,
        "definition_due_on": _definition_due_on,
        "definition_sent_on": _definition_sent_on,
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
        "separate_issues": _separate_issues,
    }
)
