"""The self-assessment as text for a terminal: what is not a plain yes first to catch the eye, then row by row."""

from __future__ import annotations

from code_engine.assessment.self_assessment_answers import Comply, SelfAssessment
from code_engine.presentation.self_assessment_form import COMPLY_WORDS, FLAGGED, SIGNATORIES, FormRow, form_of
from code_engine.presentation.terminal import CYAN, GREEN, RED, YELLOW, Page

_COLOURS = {Comply.YES: GREEN, Comply.NO: RED, Comply.ASK: CYAN}


def render_self_assessment_text(assessment: SelfAssessment, *, colour: bool, width: int) -> str:
    """The form as lines of at most `width` columns, ending in a newline."""
    form = form_of(assessment)
    page = Page(width, colour)
    page.heading(f"{form.title}: {form.subtitle}")
    page.paragraph(form.summary)
    for note in form.notes:
        page.paragraph(f"Note: {note}")
    for section in form.sections:
        page.heading(section.title)
        for row in section.rows:
            _row(page, row)
    page.heading("Approval")
    for name, value in form.approval:
        page.paragraph(f"{name}: {value or '…'}", 2, 4)
    for signatory in SIGNATORIES:
        page.paragraph(f"{signatory} (name, signature, date): …", 2, 4)
    for line in form.basis:
        page.paragraph(line)
    return page.text()


def _row(page: Page, row: FormRow) -> None:
    word = COMPLY_WORDS[row.comply]
    page.paragraph(f"{row.provision}  {word}: {row.requirement}", 0, 6, mark=word, colour=_COLOURS[row.comply])
    for flag in row.flags:
        page.paragraph(f"{FLAGGED}{flag}", 6, 8, mark=FLAGGED.strip(), colour=YELLOW)
    for text in row.evidence:
        page.paragraph(f"Evidence: {text}", 6, 8)
    for text in row.commentary:
        page.paragraph(text, 6, 8)
