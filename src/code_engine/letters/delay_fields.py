"""What the record says about letters that came, or come, too late, and about answers given before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from code_engine.case.events_outcome import RestrictionImposed, RestrictionReviewed
from code_engine.case.events_stages import Acknowledged, Defined
from code_engine.letters.situation import Situation
from code_engine.letters.supplied import Supplied

_ACKNOWLEDGEMENTS: Final = ("acknowledgement", "stage_2_acknowledgement")
_DEFINITIONS: Final = ("definition", "stage_2_definition")


def _late_since(case: Situation) -> Supplied:
    """The day by which the letter should have gone out, where that is past and nothing else kept it; empty if not."""
    if case.kind == "restriction_review":
        return _review_late_since(case)
    if _went_out_before(case):
        return ""
    deadlines = case.requirements.deadlines
    if case.kind in (*_ACKNOWLEDGEMENTS, *_DEFINITIONS):
        due = case.missed_by(deadlines.definition_due_on, was_done=True)
    else:
        due = case.missed_by(deadlines.response_due_on, was_done=False)
    if not isinstance(due, date):
        return due
    return due if due < case.as_of else ""


def _went_out_before(case: Situation) -> bool:
    if case.kind in _ACKNOWLEDGEMENTS:
        sent = [event.date for event in case.of(Acknowledged, case.stage) if event.automatic is not True]
    elif case.kind in _DEFINITIONS:
        sent = [event.date for event in case.of(Defined, case.stage)]
    else:
        return _earlier_answer_on(case) != ""
    return any(day < case.as_of for day in sent)


def _review_late_since(case: Situation) -> Supplied:
    imposed, reviewed = case.last(RestrictionImposed), case.last(RestrictionReviewed)
    if imposed is None or reviewed is None:
        return ""
    due = imposed.review_due
    return due if isinstance(due, date) and due < reviewed.date else ""


def _first_answer_on(case: Situation) -> Supplied:
    """The day of the written answer at stage 1."""
    return case.answered_on(1) or ""


def _earlier_answer_on(case: Situation) -> Supplied:
    """The day of a written answer at this stage that left something out, so that it is answered again."""
    answered = case.answered_on()
    return answered if answered is not None and answered < case.as_of else ""


DELAY_SUPPLIERS: Final[Mapping[str, Callable[[Situation], Supplied]]] = MappingProxyType(
    {
        "late_since": _late_since,
        "first_answer_on": _first_answer_on,
        "earlier_answer_on": _earlier_answer_on,
    }
)
