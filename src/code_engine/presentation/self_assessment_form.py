"""The self-assessment as a form: what stands in each cell, the same for every format.

The columns are those of the Code's Appendix A: provision, requirement, comply, evidence, commentary.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from code_engine.assessment.self_assessment_answers import Comply, SelfAssessment, SelfAssessmentRow
from code_engine.day_words import day_in_words
from code_engine.presentation.words import clean, counted

COLUMNS = ("Code provision", "Code requirement", "Comply: Yes / No", "Evidence", "Commentary / explanation")
COMPLY_WORDS = {Comply.YES: "Yes", Comply.NO: "No", Comply.ASK: "To be settled"}
FLAGGED = "Look at this: "
SIGNING = ("Signed", "Name", "Signature", "Date")
SIGNATORIES = ("For the governing body", "Member Responsible for Complaints")
"""Who signs: the self-assessment goes to the governing body (8.2), which appoints the member (9.5)."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """The cells of one row; `flags` are those of the commentary that ask for attention."""

    provision: str
    requirement: str
    comply: Comply
    evidence: tuple[str, ...]
    flags: tuple[str, ...]
    commentary: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormSection:
    """A section of the Code with its rows."""

    title: str
    rows: tuple[FormRow, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form in words; `approval` is what is known about it already."""

    title: str
    landlord: str
    subtitle: str
    summary: str
    notes: tuple[str, ...]
    sections: tuple[FormSection, ...]
    approval: tuple[tuple[str, str], ...]
    basis: tuple[str, ...]


def form_of(assessment: SelfAssessment) -> Form:
    """The form of a self-assessment, in its order."""
    sections = tuple(
        FormSection(
            f"Section {number}: {clean(title)}",
            tuple(_row(row) for row in assessment.rows if str(row.section) == number),
        )
        for number, title in assessment.ruleset.sections.items()
    )
    return Form(
        title="Complaint Handling Code: self-assessment",
        landlord=clean(assessment.name),
        subtitle=f"{clean(assessment.name)}, {assessment.year.replace('-', '/')}",
        summary=_summary(assessment),
        notes=tuple(clean(note) for note in assessment.notes),
        sections=sections,
        approval=tuple(_approval(assessment)),
        basis=tuple(_basis(assessment)),
    )


def _row(row: SelfAssessmentRow) -> FormRow:
    return FormRow(
        provision=row.provision,
        requirement=clean(row.requirement),
        comply=row.comply,
        evidence=_paragraphs(row.evidence),
        flags=_paragraphs(row.flags),
        commentary=_paragraphs(row.commentary),
    )


def _paragraphs(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Each line of a text is a paragraph of the form, as a landlord's list in its evidence is."""
    return tuple(line for text in texts for part in text.splitlines() if (line := clean(part)))


def _summary(assessment: SelfAssessment) -> str:
    answers = assessment.summary
    flagged = assessment.flagged
    looked_at = f"; {flagged} {'row needs' if flagged == 1 else 'rows need'} a second look" if flagged else ""
    return (
        f"{len(assessment.rows)} provisions: {answers[Comply.YES]} yes, {answers[Comply.NO]} no, "
        f"{answers[Comply.ASK]} to be settled{looked_at}."
    )


def _approval(assessment: SelfAssessment) -> Iterator[tuple[str, str]]:
    approval = assessment.approval
    on = day_in_words(approval.on.toordinal()) if approval.on is not None else ""
    yield "Approved by", clean(approval.by or "")
    yield "Approved on", on


def _basis(assessment: SelfAssessment) -> Iterator[str]:
    yield f"Drafted as of {day_in_words(assessment.as_of.toordinal())} against {clean(assessment.ruleset.title)}."
    if assessment.policy is not None:
        yield f"Policy: {clean(assessment.policy.title)}, version {assessment.policy.version}."
    if assessment.cases is not None:
        cases = assessment.cases
        unreadable = f"; {len(cases.unreadable)} could not be read" if cases.unreadable else ""
        yield (
            f"Cases: {counted(cases.received_in_year, 'case')} received in the year; "
            f"{cases.outside_the_year} of other landlords or other years left out{unreadable}."
        )
        yield from (f"Could not be read: {clean(file)}" for file in cases.unreadable)
    sources = dict.fromkeys(
        clean(row.statement.source) for row in assessment.rows if row.statement is not None and row.statement.source
    )
    if sources:
        yield "The landlord's statements: " + "; ".join(sources) + "."
    yield "The requirements are summaries in our own words; the text of the Code decides."
