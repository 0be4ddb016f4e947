"""What the case supplies about outcomes: remedies, actions, refusals, restrictions, surveys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from code_engine.case.events_intake import EscalationRefused, Refusal, Refused, SurveyResponse
from code_engine.case.events_outcome import (
    ActionAgreed,
    ActionCompleted,
    RemedyCompleted,
    RemedyOffered,
    RestrictionImposed,
    RestrictionReviewed,
)
from code_engine.letters.situation import Situation
from code_engine.letters.supplied import Supplied, day_detail, listed, words
from code_engine.letters.values import Promise, worded

_LIST_REMEDIES: Final = frozenset({"stage_1_response", "stage_2_response"})
_GROUNDS: Final = {
    "out_of_time": "it is about something too long ago",
    "legal_proceedings": "a claim about it is before a court",
    "previously_considered": "we have already considered it as a complaint",
}


def _remedies(case: Situation) -> Supplied:
    """Remedies offered at this stage. That none is recorded yet does not say that none will be offered."""
    offered = case.of(RemedyOffered, case.stage)
    done = _completions(case)
    promises = _promises((event.what, event.by_when, done.get(event.remedy or "")) for event in offered)
    return promises if offered else None


def _completions(case: Situation) -> dict[str, date]:
    return {event.remedy: event.date for event in case.of(RemedyCompleted) if event.remedy}


def _actions(case: Situation) -> Supplied:
    """Actions agreed and not done, and in letters that do not list remedies those as well."""
    done = {event.action for event in case.of(ActionCompleted)}
    agreed = case.of(ActionAgreed)
    open_actions = [
        (event.what, event.due_on, None) for event in agreed if not event.action or event.action not in done
    ]
    remedies = [] if case.kind in _LIST_REMEDIES else case.of(RemedyOffered)
    kept = _completions(case)
    open_remedies = [(event.what, event.by_when, None) for event in remedies if (event.remedy or "") not in kept]
    if not agreed and not open_remedies:
        return None
    return _promises([*open_actions, *open_remedies])


def _promises(found: Iterable[tuple[str | None, object, date | None]]) -> Supplied:
    """What is promised with its day, and when it was done; not known as long as one has no words or no day."""
    promises = []
    for what, day, done in found:
        if not what or not isinstance(day, date):
            return None
        promises.append(Promise(worded(what), day, done))
    return tuple(promises)


def _completed(case: Situation) -> Supplied:
    """Remedies carried out, in the words of their offer."""
    offers = {event.remedy: event for event in case.of(RemedyOffered) if event.remedy}
    done = []
    for event in case.of(RemedyCompleted):
        offer = offers.get(event.remedy) if event.remedy else None
        if offer is None or not offer.what:
            return None
        due = offer.by_when if isinstance(offer.by_when, date) and offer.by_when < event.date else None
        done.append(Promise(worded(offer.what), event.date, due=due))
    return tuple(done) or None


def _refusal(case: Situation) -> Refusal | None:
    return case.last(EscalationRefused if case.kind == "escalation_refused" else Refused)


def ground_in_our_words(case: Situation) -> bool:
    """Whether the ground is one of those that the Code names, for which letters have words of their own."""
    found = _refusal(case)
    return found is not None and found.ground in _GROUNDS


def _ground(case: Situation) -> Supplied:
    found = _refusal(case)
    return words(_GROUNDS.get(found.ground, found.ground) or None) if found and found.ground else None


def _individual_note(case: Situation) -> Supplied:
    found = _refusal(case)
    return words(found.individual_note) if found else None


def _imposed(case: Situation) -> RestrictionImposed | None:
    return case.last(RestrictionImposed)


def _restriction(case: Situation) -> Supplied:
    found = _imposed(case)
    return words(found.what) if found else None


def _restriction_from(case: Situation) -> Supplied:
    found = _imposed(case)
    return found.date if found else None


def _restriction_evidence(case: Situation) -> Supplied:
    found = _imposed(case)
    return listed(found.evidence) if found else None


def _proportionality(case: Situation) -> Supplied:
    found = _imposed(case)
    return words(found.proportionality) if found else None


def _restriction_review(case: Situation) -> Supplied:
    found = _imposed(case)
    return day_detail(found.review_due) if found else None


def _review_outcome(case: Situation) -> Supplied:
    found = case.last(RestrictionReviewed)
    return words(found.outcome) if found else None


def _survey_on(case: Situation) -> Supplied:
    found = case.last(SurveyResponse)
    return found.date if found else None


OUTCOME_SUPPLIERS: Final[Mapping[str, Callable[[Situation], Supplied]]] = MappingProxyType(
    {
        "remedies": _remedies,
        "actions": _actions,
        "completed_remedies": _completed,
        "ground": _ground,
        "individual_note": _individual_note,
        "restriction": _restriction,
        "restriction_from": _restriction_from,
        "restriction_evidence": _restriction_evidence,
        "proportionality": _proportionality,
        "restriction_review_due_on": _restriction_review,
        "review_outcome": _review_outcome,
        "survey_answered_on": _survey_on,
    }
)
