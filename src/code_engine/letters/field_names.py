"""Every field a letter may use: its name, what kind of value it is, and how to ask a person for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from code_engine.errors import Problem


class FieldKind(StrEnum):
    """What sort of value a field has; each says how `--set` writes it."""

    TEXT = "text"
    DATE = "a date, 2025-07-23"
    TEXTS = "a list, with ; between"
    PROMISES = "a list of `what by 2025-07-23`, with ; between"
    DONE = "a list of `what on 2025-07-18`, with ; between"
    ANSWERS = "a list of `point: answer`, with ; between"
    DECISION = "upheld, partly_upheld or not_upheld"
    ADDRESSEE = "resident or representative"


@dataclass(frozen=True, slots=True)
class LetterField:
    """One field.

    `record` fields are facts of the case and cannot be given otherwise than the case has them. What the case has for
    a `note` was written for the file, so it goes out only where somebody says so.
    """

    name: str
    kind: FieldKind
    question: str
    record: bool = False
    note: bool = False


def _declared(*fields: LetterField) -> Mapping[str, LetterField]:
    return MappingProxyType({field.name: field for field in fields})


_TEXT, _DATE, _TEXTS = FieldKind.TEXT, FieldKind.DATE, FieldKind.TEXTS

FIELDS: Final[Mapping[str, LetterField]] = _declared(
    LetterField("resident_name", _TEXT, "What is the resident's name?", record=True),
    LetterField("resident_address", _TEXTS, "What is the resident's postal address? (none where it is not posted)"),
    LetterField("representative_name", _TEXT, "Who acts for the resident?", record=True),
    LetterField(
        "representative_address", _TEXTS, "What is the representative's postal address? (none where it is not posted)"
    ),
    LetterField("addressee", FieldKind.ADDRESSEE, "To whom is the letter written?"),
    LetterField("copy_to", _TEXTS, "Who gets a copy? (none is an answer)"),
    LetterField("handler", _TEXT, "Who handles the complaint?"),
    LetterField("adjustments", _TEXTS, "Which adjustments are recorded for the resident?", record=True),
    LetterField("adjustments_requested", _TEXTS, "Which adjustments did the resident ask for?", record=True),
    LetterField("language", _TEXT, "Which language does the resident prefer?"),
    LetterField("preferred_channel", _TEXT, "How does the resident like to be contacted?"),
    LetterField("matter", _TEXT, "What is the complaint about, in a few words?"),
    LetterField("complaint_received_on", _DATE, "On which day did the complaint arrive?", record=True),
    LetterField("escalation_requested_on", _DATE, "On which day was stage 2 asked for?", record=True),
    LetterField("responsible_for", _TEXTS, "What is the landlord responsible for in this matter?"),
    LetterField("not_responsible_for", _TEXTS, "What is the landlord not responsible for? (none is an answer)"),
    LetterField("definition_due_on", _DATE, "By which day is the definition due?", record=True),
    LetterField(
        "definition_sent_on", _DATE, "On which day did the definition go out? (none is an answer)", record=True
    ),
    LetterField("definition_expected_on", _DATE, "By which day will the definition go out?"),
    LetterField("response_due_on", _DATE, "By which day is the answer due?", record=True),
    LetterField("response_expected_on", _DATE, "By which day will the answer go out?"),
    LetterField("answer_expected_on", _DATE, "By which day will the answer go out? (none where it has gone out)"),
    LetterField("late_since", _DATE, "Which earlier day was this due on? (none where it is in time)", record=True),
    LetterField("first_answer_on", _DATE, "On which day was stage 1 answered? (none is an answer)", record=True),
    LetterField(
        "earlier_answer_on",
        _DATE,
        "When did an answer go out that this one replaces? (none is an answer)",
        record=True,
    ),
    LetterField("understanding", _TEXT, "How is the complaint understood?", record=True),
    LetterField("outcomes_sought", _TEXT, "Which outcomes does the resident want?", record=True),
    LetterField("points", _TEXTS, "Which single points are to be answered?", record=True),
    LetterField("questions", _TEXTS, "What is unclear, as questions to the resident? (none is an answer)"),
    LetterField("escalation_reasons", _TEXT, "Why did stage 1 not settle it? (none is an answer)", note=True),
    LetterField("new_due_on", _DATE, "What is the new day for the answer?", record=True),
    LetterField("extension_reasons", _TEXT, "Why is more time needed?", note=True),
    LetterField("good_reason_over_cap", _TEXT, "What good reason is there for an unusually long extension?", note=True),
    LetterField("update_interval", _TEXT, "How often, or on which days, will there be news?"),
    LetterField("progress", _TEXT, "What has happened since the last letter?"),
    LetterField(
        "decision", FieldKind.DECISION, "What is the decision: upheld, partly_upheld or not_upheld?", record=True
    ),
    LetterField("decision_reasons", _TEXT, "What are the reasons for the decision?"),
    LetterField("answers", FieldKind.ANSWERS, "What is the answer to each point of the definition?"),
    LetterField(
        "references", _TEXTS, "Which policy, law or good practice does it rest on? (none is an answer)", record=True
    ),
    LetterField("later_issues", _TEXTS, "Which issues raised later does it answer? (none is an answer)", record=True),
    LetterField(
        "separate_issues",
        FieldKind.ANSWERS,
        "Which issues raised later does it not answer, and what happens to each? (none is an answer)",
        record=True,
    ),
    LetterField("failings", _TEXT, "What went wrong? (none is an answer)"),
    LetterField("remedies", FieldKind.PROMISES, "What is offered, and by when? (none is an answer)", record=True),
    LetterField(
        "actions", FieldKind.PROMISES, "Which actions are still to be done, by when? (none is an answer)", record=True
    ),
    LetterField("completed_remedies", FieldKind.DONE, "Which remedies were carried out, and when?", record=True),
    LetterField("ground", _TEXT, "On which ground was it refused?", note=True),
    LetterField("refusal_reasons", _TEXT, "What are the reasons for the refusal?"),
    LetterField("individual_note", _TEXT, "What was considered about this resident and this complaint?", note=True),
    LetterField("restriction", _TEXT, "What is restricted?", note=True),
    LetterField("restriction_from", _DATE, "From which day does the restriction hold?", record=True),
    LetterField("restriction_evidence", _TEXTS, "What led to the restriction?", note=True),
    LetterField("proportionality", _TEXT, "Why would nothing milder do?", note=True),
    LetterField("way_to_complain", _TEXT, "How can the resident still complain and be heard?"),
    LetterField("restriction_review_due_on", _DATE, "By which day is the restriction reviewed?", record=True),
    LetterField("review_outcome", _TEXT, "What was the outcome of the review?", note=True),
    LetterField("review_proportionality", _TEXT, "Why is the outcome proportionate, also by the Equality Act?"),
    LetterField("next_review_due_on", _DATE, "By which day is it reviewed again? (none is an answer)", record=True),
    LetterField("survey_answered_on", _DATE, "On which day was the survey answered?", record=True),
)
"""All of them, by name."""

COMMON: Final = frozenset(
    {
        "resident_name",
        "resident_address",
        "representative_name",
        "representative_address",
        "addressee",
        "copy_to",
        "handler",
        "adjustments",
        "adjustments_requested",
        "language",
        "preferred_channel",
    }
)
"""Fields every letter may use, in the parts around the items; none of them has to be known."""


def asked(name: str, what: str) -> Problem:
    """The question for a field, and how to answer it."""
    field = FIELDS[name]
    value = "…" if field.kind.value == "text" else f"…  ({field.kind.value})"
    return Problem(what, None, f"{field.question} Give it with --set {name}={value}")
