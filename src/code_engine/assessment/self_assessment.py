"""The Code's yearly self-assessment, drafted from what is known (provision 8.1 a; the form is its Appendix A).

A row is answered Yes only where the landlord states it, with evidence, somebody answers for it, and nothing
that was found speaks against it. What speaks against it makes it No; what is open makes it a question. The
landlord's own statement is never changed: where it disagrees with what was found, both stand in the row and the
row is flagged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from code_engine.assessment.attestations import questions_answered, shortcoming
from code_engine.assessment.case_year import CaseYear
from code_engine.assessment.policy_answers import Grade, PolicyCheck, ProvisionCheck
from code_engine.assessment.policy_check import checked_against
from code_engine.assessment.self_assessment_answers import (
    Approval,
    CasesFound,
    Comply,
    PolicyFound,
    QuestionAnswered,
    SelfAssessment,
    SelfAssessmentRow,
    StatementMade,
)
from code_engine.assessment.sheet import Sheet, StatedRow
from code_engine.evaluation.evaluation import Status
from code_engine.landlord.landlords import Landlord
from code_engine.ruleset.rules import Provision, Rule, Ruleset

_GRADE_WORDS: Final[Mapping[Grade, str]] = {
    Grade.CONFLICT: "following the policy breaches this provision",
    Grade.WEAKER: "the policy falls short of this provision",
    Grade.SILENT: "the policy does not say what the Code asks it to say",
}


@dataclass(slots=True)
class _Draft:
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


@dataclass(frozen=True, slots=True)
class Known:
    """What a self-assessment is drafted from; None is what there is not."""

    check: PolicyCheck | None
    sheet: Sheet | None
    cases: CaseYear | None


def draft_self_assessment(
    landlord: Landlord, ruleset: Ruleset, known: Known, year: str, as_of: date, notes: Sequence[str] = ()
) -> SelfAssessment:
    """One row for each provision of the ruleset, in its order; `as_of` decides whether a review is overdue."""
    rows = tuple(
        _row(provision, ruleset.rules_of(provision.number), known, as_of) for provision in ruleset.provisions.values()
    )
    counted = Counter(row.comply for row in rows)
    return SelfAssessment.of(
        landlord=landlord.id,
        name=landlord.name,
        year=year,
        as_of=as_of,
        ruleset=checked_against(ruleset),
        policy=known.check.policy if known.check is not None else None,
        approval=_approval(known.sheet),
        cases=known.cases.read if known.cases is not None else None,
        notes=tuple(notes),
        rows=rows,
        summary={comply: counted[comply] for comply in Comply},
        flagged=sum(bool(row.flags) for row in rows),
    )


def _approval(sheet: Sheet | None) -> Approval:
    if sheet is None:
        return Approval.of(by=None, on=None)
    return Approval.of(by=sheet.header.approved_by, on=sheet.header.approved_on)


def _row(provision: Provision, rules: Sequence[Rule], known: Known, as_of: date) -> SelfAssessmentRow:
    number = provision.number
    stated = known.sheet.rows.get(number) if known.sheet is not None else None
    policy = known.check.provision(number) if known.check is not None and "policy" in provision.kinds else None
    questions = questions_answered(rules, stated, as_of)
    found = known.cases.by_provision.get(number) if known.cases is not None else None
    draft = _Draft()
    _weigh_policy(draft, policy)
    _weigh_questions(draft, questions)
    _weigh_statement(draft, stated, as_of)
    _weigh_cases(draft, found)
    _flag(draft, stated, policy)
    return SelfAssessmentRow.of(
        provision=number,
        section=provision.section,
        title=provision.title,
        requirement=provision.gist,
        comply=draft.comply,
        evidence=tuple(draft.evidence),
        commentary=(*draft.commentary, *draft.against, *draft.open),
        flags=tuple(draft.flags),
        statement=_statement(stated),
        policy=_policy(policy),
        questions=tuple(questions),
        cases=found,
    )


def _weigh_policy(draft: _Draft, policy: ProvisionCheck | None) -> None:
    if policy is None:
        return
    if policy.clauses:
        draft.evidence.append(f"Policy, {_clauses(policy.clauses)}: {policy.reason}")
    if policy.status is Status.BREACHED:
        draft.against.append(f"Policy check: {_GRADE_WORDS[policy.grade]}. {policy.reason}")
        draft.against.extend(policy.change)
    elif policy.grade is Grade.JUDGEMENT:
        draft.open.append(f"To be judged: {policy.reason}")
    if policy.departure is not None:
        draft.commentary.append(f"Why the policy departs from the Code: {policy.departure}")


def _clauses(clauses: Sequence[str]) -> str:
    return ("clause " if len(clauses) == 1 else "clauses ") + ", ".join(clauses)


def _weigh_questions(draft: _Draft, questions: Sequence[QuestionAnswered]) -> None:
    for question in questions:
        if question.status is Status.BREACHED:
            draft.against.append(f"The landlord answers no: {question.question}")
        elif question.status is Status.UNDETERMINED:
            draft.open.append(f"{question.question} ({question.asked_of}) {question.reason}")


def _weigh_statement(draft: _Draft, stated: StatedRow | None, as_of: date) -> None:
    if stated is None or stated.comply is None:
        draft.open.append("Nobody has stated whether the landlord complies.")
        return
    if stated.evidence:
        draft.evidence.insert(0, stated.evidence)
    if stated.commentary:
        draft.commentary.insert(0, stated.commentary)
    if not stated.comply:
        draft.against.append("The landlord states that it does not comply.")
        return
    lacking = shortcoming(stated, as_of)
    if lacking is not None:
        draft.open.append(lacking)


def _weigh_cases(draft: _Draft, found: CasesFound | None) -> None:
    if found is None:
        return
    if found.decided:
        draft.evidence.append(f"Cases of the year: {found.rate} of {found.decided} met it.")
    if found.breached:
        draft.flags.append(f"{_cases(found.breached)} of {found.decided} breached it.")


def _cases(number: int) -> str:
    return "1 case" if number == 1 else f"{number} cases"


def _flag(draft: _Draft, stated: StatedRow | None, policy: ProvisionCheck | None) -> None:
    """Where the landlord says one thing and what was found says another."""
    if stated is None or stated.comply is None:
        return
    if stated.comply and draft.against:
        draft.flags.append("The landlord states Yes; what was found says No.")
    elif not stated.comply and policy is not None and policy.status is Status.MET:
        draft.flags.append("The landlord states No; the policy check found nothing against it.")


def _statement(stated: StatedRow | None) -> StatementMade | None:
    if stated is None:
        return None
    return StatementMade.of(
        comply=stated.comply,
        evidence=stated.evidence,
        commentary=stated.commentary,
        owner=stated.owner,
        stated_on=stated.stated_on,
        review_by=stated.review_by,
        landlord=stated.landlord,
        source=stated.source,
    )


def _policy(policy: ProvisionCheck | None) -> PolicyFound | None:
    if policy is None:
        return None
    return PolicyFound.of(
        grade=policy.grade,
        status=policy.status,
        clauses=policy.clauses,
        reason=policy.reason,
        departure=policy.departure,
    )
