"""What a row of a self-assessment comes to: what speaks against a Yes, what is open, and what is written.

The landlord's own statement is never changed. Where it disagrees with what was found, both stand in the row and
the row is flagged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from code_engine.assessment.attestations import NOT_ANSWERED, shortcoming
from code_engine.assessment.policy_answers import Grade, PartCheck, ProvisionCheck
from code_engine.assessment.self_assessment_answers import CasesFound, Comply, QuestionAnswered
from code_engine.assessment.sheet import StatedRow
from code_engine.evaluation.evaluation import Status

_GRADE_WORDS: Final[Mapping[Grade, str]] = {
    Grade.CONFLICT: "following the policy breaches this provision",
    Grade.WEAKER: "the policy falls short of this provision",
    Grade.SILENT: "the policy leaves out what the Code wants in it",
}


@dataclass(frozen=True, slots=True)
class RowKnown:
    """What is known about one provision; None is what there is not."""

    stated: StatedRow | None
    policy: ProvisionCheck | None
    questions: Sequence[QuestionAnswered]
    cases: CasesFound | None


@dataclass(slots=True)
class Draft:
    """What speaks against a Yes in one row, what is open, and what to write."""

    against: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    commentary: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    @property
    def comply(self) -> Comply:
        """No before a question, a question before Yes."""
        if self.against:
            return Comply.NO
        return Comply.ASK if self.open else Comply.YES

    def explanation(self) -> tuple[str, ...]:
        """All that stands under commentary: the landlord's own words, then what is against a Yes, then what is open."""
        return (*self.commentary, *self.against, *self.open)


def weigh(known: RowKnown, as_of: date) -> Draft:
    """Weigh what is known about a provision; `as_of` decides whether a review is overdue."""
    draft = Draft()
    _weigh_statement(draft, known.stated, as_of)
    _weigh_policy(draft, known.policy)
    _weigh_questions(draft, known, as_of)
    _weigh_cases(draft, known.cases)
    _flag(draft, known)
    return draft


def _weigh_statement(draft: Draft, stated: StatedRow | None, as_of: date) -> None:
    if stated is not None:
        draft.evidence += [text for text in (stated.evidence,) if text and text.strip()]
        draft.commentary += [text for text in (stated.commentary,) if text and text.strip()]
    if stated is None or stated.comply is None:
        draft.open.append("Nobody has stated whether the landlord complies.")
    elif not stated.comply:
        draft.against.append("The landlord states that it does not comply.")
    else:
        lacking = shortcoming(stated, as_of)
        draft.open += [lacking] if lacking is not None else []


def _weigh_policy(draft: Draft, policy: ProvisionCheck | None) -> None:
    if policy is None:
        return
    where = f" ({', '.join(policy.clauses)})" if policy.clauses else ""
    if policy.status is Status.BREACHED:
        draft.against.append(f"Policy check: {_GRADE_WORDS[policy.grade]}{where}.")
        draft.against.extend(dict.fromkeys(_put_right(part) for part in policy.parts if part.status is Status.BREACHED))
    elif policy.grade is Grade.JUDGEMENT:
        draft.open.append(f"Policy check{where}: {policy.reason}")
    elif policy.clauses:
        draft.evidence.append(f"Policy{where}: {policy.reason}")
    if policy.departure is not None:
        draft.commentary.append(f"Why the policy departs from the Code: {policy.departure}")


def _put_right(part: PartCheck) -> str:
    """What is wrong and what to change together, because a change often names only `the ground` or `the limit`."""
    return part.reason if part.change is None else f"{part.reason} To change: {part.change}"


def _weigh_questions(draft: Draft, known: RowKnown, as_of: date) -> None:
    stated, questions = known.stated, known.questions
    # What only repeats the answer of the whole row has been said with it.
    says_no = stated is not None and stated.comply is False and _all(questions, Status.BREACHED)
    said = shortcoming(stated, as_of) if stated is not None and stated.comply else None
    for question in questions:
        if question.status is Status.BREACHED and not says_no:
            draft.against.append(f"The landlord answers no: {question.question}")
        elif question.status is Status.UNDETERMINED and question.reason != said:
            why = "" if question.reason == NOT_ANSWERED else f" {question.reason}"
            draft.open.append(f"To be answered ({question.asked_of}): {question.question}{why}")


def _weigh_cases(draft: Draft, found: CasesFound | None) -> None:
    if found is None or not found.decided:
        return
    undecided = found.pending + found.undetermined
    besides = f"; {undecided} more could not be decided" if undecided else ""
    draft.evidence.append(f"Cases of the year: {found.rate} of {found.decided} met it{besides}.")
    if found.breached:
        draft.flags.append(f"{found.breached} of {found.decided} cases of the year breached it.")


def _flag(draft: Draft, known: RowKnown) -> None:
    """Where the landlord says one thing, and what was found or it says elsewhere is another."""
    stated, policy, questions = known.stated, known.policy, known.questions
    if stated is None or stated.comply is None:
        return
    if stated.comply and policy is not None and policy.status is Status.BREACHED:
        draft.flags.append("The landlord states Yes; the policy check says No.")
    if stated.comply and any(question.status is Status.BREACHED for question in questions):
        draft.flags.append("The landlord states Yes, but answers no to a question of this row.")
    if not stated.comply and policy is not None and policy.status is Status.MET:
        draft.flags.append("The landlord states No; the policy check found nothing against it.")
    if not stated.comply and questions and _all(questions, Status.MET):
        draft.flags.append("The landlord states No, but answers yes to every question of this row.")


def _all(questions: Sequence[QuestionAnswered], status: Status) -> bool:
    return all(question.status is status for question in questions)
