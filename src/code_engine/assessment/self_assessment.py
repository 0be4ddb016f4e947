"""The Code's yearly self-assessment, drafted from what is known (provision 8.1 a; the form is its Appendix A).

A row is answered Yes only where the landlord states it, with evidence, somebody answers for it, and nothing
that was found speaks against it. What speaks against it makes it No; what is open makes it a question. The
landlord's own statement is never changed: where it disagrees with what was found, both stand in the row and the
row is flagged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from code_engine.assessment.attestations import questions_answered
from code_engine.assessment.case_year import CaseYear
from code_engine.assessment.policy_answers import PolicyCheck, ProvisionCheck
from code_engine.assessment.policy_check import checked_against
from code_engine.assessment.self_assessment_answers import (
    Approval,
    Comply,
    PolicyFound,
    SelfAssessment,
    SelfAssessmentRow,
    StatementMade,
)
from code_engine.assessment.self_assessment_weighing import RowKnown, weigh
from code_engine.assessment.sheet import Sheet, StatedRow
from code_engine.landlord.landlords import Landlord
from code_engine.ruleset.rules import Provision, Rule, Ruleset


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
        approval=_approval(landlord, known.sheet),
        cases=known.cases.read if known.cases is not None else None,
        notes=tuple(notes),
        rows=rows,
        summary={comply: counted[comply] for comply in Comply},
        flagged=sum(bool(row.flags) for row in rows),
    )


def _approval(landlord: Landlord, sheet: Sheet | None) -> Approval:
    """Of the landlord's own file: what a group approved for itself, nobody approved for its subsidiary."""
    if sheet is None or sheet.layers[-1].landlord != landlord.id:
        return Approval.of(by=None, on=None)
    return Approval.of(by=sheet.header.approved_by, on=sheet.header.approved_on)


def _row(provision: Provision, rules: Sequence[Rule], known: Known, as_of: date) -> SelfAssessmentRow:
    number = provision.number
    stated = known.sheet.rows.get(number) if known.sheet is not None else None
    policy = known.check.provision(number) if known.check is not None and "policy" in provision.kinds else None
    questions = questions_answered(rules, stated, as_of)
    found = known.cases.by_provision.get(number) if known.cases is not None else None
    draft = weigh(RowKnown(stated, policy, questions, found), as_of)
    return SelfAssessmentRow.of(
        provision=number,
        section=provision.section,
        title=provision.title,
        requirement=provision.gist,
        comply=draft.comply,
        evidence=tuple(draft.evidence),
        commentary=draft.explanation(),
        flags=tuple(draft.flags),
        statement=_statement(stated),
        policy=_policy(policy),
        questions=questions,
        cases=found,
    )


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
