"""The self-assessment in the annual report (8.1 a): its answers in short, and the whole form as an annex."""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.assessment.self_assessment_answers import Comply, SelfAssessment
from code_engine.portfolio.annual_report import AnnualReport
from code_engine.presentation.portfolio.document import Paragraph, Part, Section, Tone, WordsTable, figures_table
from code_engine.presentation.words import day_words

_COMPLY = {Comply.YES: "Yes", Comply.NO: "No", Comply.ASK: "To be settled"}
_HEADINGS = ("Provision", "What the Code asks, in short", "Do we comply?", "Evidence and commentary")
_WIDTHS = (10, 26, 13, 51)


def answers(report: AnnualReport) -> Iterator[Part]:
    """How many provisions are answered how, and each that is not a Yes."""
    if not report.self_assessments:
        missing = "Still to be added: there is no self-assessment of this year on record."
        yield Paragraph(missing, Tone.SLOT, "slot-self-assessment")
        return
    yield figures_table(
        "Do we comply with the Code? Provisions by answer",
        ("Landlord", *_COMPLY.values(), "Provisions"),
        [
            (name, *(str(found.summary[comply]) for comply in _COMPLY), str(len(found.rows)))
            for name, found in report.self_assessments
        ],
    )
    for name, found in report.self_assessments:
        whose = f"{name}: " if len(report.self_assessments) > 1 else ""
        yield Paragraph(f"{whose}{_approved(found)} The whole form is at the end of this report.")
        rows = tuple(
            ((f"{row.provision}",), (row.requirement,), (_COMPLY[row.comply],))
            for row in found.rows
            if row.comply is not Comply.YES
        )
        if rows:
            caption = f"{whose}provisions that are not answered with Yes"
            yield WordsTable(caption[:1].upper() + caption[1:], _HEADINGS[:3], (13, 66, 21), rows)


def whole_forms(report: AnnualReport) -> Iterator[Section]:
    """Every self-assessment row by row, an annex each."""
    for number, (name, found) in enumerate(report.self_assessments, start=1):
        whose = f" of {name}" if len(report.self_assessments) > 1 else ""
        rows = tuple(
            ((row.provision,), (row.requirement,), (_COMPLY[row.comply],), (*row.evidence, *row.commentary))
            for row in found.rows
        )
        table = WordsTable(f"Self-assessment {found.year}{whose}", _HEADINGS, _WIDTHS, rows)
        heading = f"Annex: self-assessment{whose} in full"
        yield Section(f"annex-{number}", heading, "8.1 a", (table,), annex=True)


def _approved(found: SelfAssessment) -> str:
    approval = found.approval
    if not approval.by:
        return "Its approval is not on record."
    when = f" on {day_words(approval.on)}" if approval.on is not None else ""
    return f"Approved by {approval.by}{when}."
