"""The facts of a case that are single values, each with type, meaning, question and source."""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.case.declarations import FactDeclaration
from code_engine.case.values import DATE, FLAG, TEXT, TEXTS

STAGE_EVENTS = (
    "acknowledged",
    "defined",
    "logged",
    "assigned",
    "evidence_considered",
    "extension_notified",
    "answer_known",
    "response_issued",
)
"""Types of events that happen only within a stage, and so show that the stage was opened."""


def declared_facts() -> Iterator[FactDeclaration]:
    """All facts that are single values: header, complaint, escalation, Ombudsman, stage 1, stage 2."""
    yield from _header_facts()
    yield from _complaint_facts()
    yield from _escalation_facts()
    yield from _stage_facts(1)
    yield from _stage_facts(2)


def _day(name: str, meaning: str, question: str, *events: str) -> FactDeclaration:
    return FactDeclaration(name, DATE, meaning, question, "day", events)


def _flag(name: str, meaning: str, question: str, *events: str) -> FactDeclaration:
    return FactDeclaration(name, FLAG, meaning, question, None, events)


def _texts(name: str, meaning: str, question: str, *events: str) -> FactDeclaration:
    return FactDeclaration(name, TEXTS, meaning, question, None, events)


def _dated(name: str, meaning: str, day_meaning: str, did: str, when: str, *events: str) -> Iterator[FactDeclaration]:
    """A flag and, under the same name with `_on`, the day it came about."""
    yield _flag(name, meaning, did, *events)
    yield _day(f"{name}_on", day_meaning, when, *events)


def _header_facts() -> Iterator[FactDeclaration]:
    yield _day("as_of", "The day the case is looked at; nothing later is seen.", "As of which day is this?")
    yield _flag("resident.vulnerable", "Whether the resident is vulnerable.", "Is the resident vulnerable in any way?")
    yield _flag(
        "resident.at_risk",
        "Whether the matter puts the resident or their household at risk.",
        "Is the resident or anybody in the household at risk?",
    )
    yield _texts(
        "resident.disabilities_disclosed",
        "The disabilities the resident has told the landlord about.",
        "Which disabilities has the resident disclosed, if any?",
    )
    yield _texts(
        "resident.adjustments_requested",
        "The reasonable adjustments the resident has asked for.",
        "Which reasonable adjustments has the resident asked for, if any?",
    )
    yield _flag(
        "representative.named",
        "Whether somebody acts for the resident.",
        "Does a representative act for the resident?",
    )
    yield _day(
        "matter.occurred_on",
        "The day the matter complained about happened, or last happened.",
        "When did the matter complained about happen?",
    )
    yield _day(
        "matter.became_aware_on",
        "The day the resident became aware of the matter.",
        "When did the resident become aware of the matter?",
    )
    yield FactDeclaration(
        "matter.category",
        TEXT,
        "The kind of matter, in the landlord's own terms.",
        "What kind of matter is it?",
    )


def _complaint_facts() -> Iterator[FactDeclaration]:
    yield from _dated(
        "complaint.received",
        "Whether a complaint has reached anybody who works for the landlord.",
        "The day the complaint first reached anybody who works for the landlord.",
        "Has a complaint been received?",
        "When did the complaint first reach anybody at the landlord?",
        "complaint_received",
    )
    yield _flag(
        "complaint.accepted",
        "Whether the complaint was taken on: not refused, or taken on after the refusal.",
        "Was the complaint accepted?",
        "refused",
    )
    yield _day(
        "complaint.accepted_on",
        "The day of the recorded decision to take the complaint on.",
        "When was it decided to accept the complaint?",
        "accepted",
    )
    yield from _dated(
        "complaint.refused",
        "Whether taking the complaint on was refused at any time.",
        "The day taking the complaint on was first refused.",
        "Was the complaint refused at any time?",
        "When was the complaint refused?",
        "refused",
    )
    yield from _dated(
        "complaint.withdrawn",
        "Whether the complaint is withdrawn and has not been taken up again.",
        "The day the withdrawal that still stands was made.",
        "Has the complaint been withdrawn?",
        "When was the complaint withdrawn?",
        "withdrawn",
    )
    yield from _dated(
        "complaint.closed",
        "Whether the complaint is closed and has not been taken up again.",
        "The day of the closure that still stands.",
        "Has the complaint been closed?",
        "When was the complaint closed?",
        "closed",
    )
    yield _day(
        "complaint.dissatisfied_on",
        "The day of the first contact in which the resident was dissatisfied.",
        "When was the resident first in touch to express dissatisfaction?",
        "contact",
    )


def _escalation_facts() -> Iterator[FactDeclaration]:
    yield from _dated(
        "escalation.requested",
        "Whether the resident asked for stage 2 or was not satisfied with stage 1.",
        "The day stage 2 was first asked for.",
        "Has the resident asked for stage 2?",
        "When did the resident ask for stage 2?",
        "escalation_requested",
    )
    yield from _dated(
        "escalation.refused",
        "Whether taking the complaint to stage 2 was refused at any time.",
        "The day taking the complaint to stage 2 was first refused.",
        "Was it refused at any time to take the complaint to stage 2?",
        "When was it refused to take the complaint to stage 2?",
        "escalation_refused",
    )
    yield _flag(
        "escalation.opened",
        "Whether anything has been done at stage 2.",
        "Has stage 2 been opened?",
        *STAGE_EVENTS,
    )
    yield _day(
        "ombudsman.directed_on",
        "The day the Ombudsman first told the landlord to take the complaint on.",
        "When did the Ombudsman tell the landlord to take the complaint on?",
        "ombudsman_directed",
    )
    yield _day(
        "ombudsman.information_given_on",
        "The first day any letter or contact told the resident about the Ombudsman.",
        "When was the resident first told how to go to the Ombudsman?",
        "ombudsman_information_given",
        "refused",
        "escalation_refused",
        "extension_notified",
        "response_issued",
    )


def _stage_facts(n: int) -> Iterator[FactDeclaration]:
    stage, where = f"stage_{n}", f"stage {n}"
    what = "the complaint" if n == 1 else "the request for stage 2"
    yield _flag(
        f"{stage}.reached",
        f"Whether {where} is to be gone through: "
        + ("a complaint came in and was taken on." if n == 1 else "it was asked for and not refused, or opened."),
        f"Did the complaint reach {where}?",
        *(("complaint_received", "refused") if n == 1 else ("escalation_requested", "escalation_refused")),
        *STAGE_EVENTS,
    )
    yield from _dated(
        f"{stage}.acknowledged",
        f"Whether a person acknowledged {what}; an automatic reply is none.",
        f"The day of the first acknowledgement at {where}, automatic replies left aside.",
        f"Was the {where} acknowledgement sent?",
        f"When was the {where} acknowledgement sent?",
        "acknowledged",
    )
    yield from _dated(
        f"{stage}.defined",
        f"Whether the complaint definition was sent at {where}.",
        f"The day the first complaint definition was sent at {where}.",
        f"Was the complaint definition sent at {where}?",
        f"When was the complaint definition sent at {where}?",
        "defined",
    )
    yield from _dated(
        f"{stage}.logged",
        f"Whether {what} was logged.",
        f"The day {what} was first logged.",
        f"Was {what} logged?",
        f"When was {what} logged?",
        "logged",
    )
    yield from _dated(
        f"{stage}.assigned",
        f"Whether a handler was given the complaint at {where}.",
        f"The day a handler was first given the complaint at {where}.",
        f"Was the complaint assigned to a handler at {where}?",
        f"When was the complaint assigned to a handler at {where}?",
        "assigned",
    )
    yield _day(
        f"{stage}.answer_known_on",
        f"The day the answer was known at {where}.",
        f"When was the answer to the complaint known at {where}?",
        "answer_known",
    )
    yield from _dated(
        f"{stage}.responded",
        f"Whether the written response that ends {where} was sent.",
        f"The day the first written response at {where} was sent.",
        f"Was the {where} response sent?",
        f"When was the {where} response sent?",
        "response_issued",
    )
    yield _flag(
        f"{stage}.extended",
        f"Whether the resident was told at {where} of a later date for the response.",
        f"Was an extension notice sent at {where}?",
        "extension_notified",
    )
    yield _texts(
        f"{stage}.considered_by",
        f"The people who investigated or decided at {where}.",
        f"Who considered the complaint at {where}?",
        "assigned",
        "response_issued",
    )
    yield _texts(
        f"{stage}.points_defined",
        f"The points the complaint definitions at {where} list.",
        f"Which points did the complaint definition at {where} list?",
        "defined",
    )
    yield _texts(
        f"{stage}.points_addressed",
        f"The points the written response at {where} answers.",
        f"Which points did the {where} response answer?",
        "response_issued",
    )
