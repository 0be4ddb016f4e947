"""The self-assessment as a Word document: the form that a board signs, on landscape A4.

It needs python-docx, which the extra `word` installs.
"""

from __future__ import annotations

from typing import Any, Final

from code_engine.assessment.self_assessment_answers import Comply, SelfAssessment
from code_engine.landlord.profile import Profile
from code_engine.presentation.palette import LIGHT
from code_engine.presentation.self_assessment_form import (
    COLUMNS,
    COMPLY_WORDS,
    FLAGGED,
    SIGNATORIES,
    SIGNING,
    Form,
    FormRow,
    FormSection,
    form_of,
)
from code_engine.presentation.word_document import WordDocument, said

_PAGE: Final = (29.7, 21.0)
_MARGIN: Final = 1.5
_WIDTHS: Final = (1.9, 5.6, 2.2, 9.2, 7.8)
_SIGNING_WIDTHS: Final = (6.4, 7.0, 8.6, 4.7)
_SIGNING_HEIGHT: Final = 1.2
_GROUNDS: Final = {Comply.NO: LIGHT["breached-ground"], Comply.ASK: LIGHT["undetermined-ground"]}
"""Only an answer that asks for attention has a ground of its own."""


def render_self_assessment_word(assessment: SelfAssessment, profile: Profile) -> bytes:
    """The document as bytes; the same self-assessment gives the same bytes.

    Raises MissingExtraError where python-docx is not installed.
    """
    form = form_of(assessment)
    word = WordDocument(profile.branding.primary)
    title = f"{form.title}, {form.subtitle}"
    word.describe(title, form.landlord, assessment.as_of)
    word.lay_out(*_PAGE, _MARGIN, title, form.landlord)
    _opening(word, form)
    for section in form.sections:
        _section(word, section)
    _approval(word, form)
    _ending(word, form)
    return word.content()


def _opening(word: WordDocument, form: Form) -> None:
    word.document.add_heading(form.title, level=0)
    run = word.document.add_paragraph().add_run(said(form.subtitle))
    run.bold = True
    run.font.size = word.docx.shared.Pt(13)
    word.document.add_paragraph(form.summary)
    for note in form.notes:
        word.document.add_paragraph(said(note)).runs[0].italic = True


def _section(word: WordDocument, section: FormSection) -> None:
    word.document.add_heading(said(section.title), level=1)
    table = word.table(COLUMNS, _WIDTHS)
    for row in section.rows:
        _row(word, word.row(table, _WIDTHS).cells, row)


def _row(word: WordDocument, cells: Any, row: FormRow) -> None:
    provision, requirement, comply, evidence, commentary = cells
    provision.paragraphs[0].add_run(row.provision).bold = True
    requirement.paragraphs[0].text = said(row.requirement)
    comply.paragraphs[0].add_run(COMPLY_WORDS[row.comply]).bold = True
    if row.comply in _GROUNDS:
        word.shade(comply, _GROUNDS[row.comply])
    _paragraphs(evidence, row.evidence, ())
    _paragraphs(commentary, row.commentary, row.flags)


def _paragraphs(cell: Any, texts: tuple[str, ...], flags: tuple[str, ...]) -> None:
    paragraph = cell.paragraphs[0]
    for index, text in enumerate((*flags, *texts)):
        if index:
            paragraph = cell.add_paragraph()
        flagged = index < len(flags)
        paragraph.add_run(said(f"{FLAGGED}{text}" if flagged else text)).bold = flagged or None


def _approval(word: WordDocument, form: Form) -> None:
    """What is known about the approval, and lines to sign; all of it on one page."""
    word.document.add_heading("Approval", level=1)
    for name, value in form.approval:
        paragraph = word.document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(said(value) or "…")
        paragraph.paragraph_format.keep_with_next = True
    table = word.table(SIGNING, _SIGNING_WIDTHS)
    for name in SIGNATORIES:
        row = word.row(table, _SIGNING_WIDTHS)
        row.height = word.docx.shared.Cm(_SIGNING_HEIGHT)
        row.cells[0].paragraphs[0].add_run(name).bold = True
        if name != SIGNATORIES[-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True


def _ending(word: WordDocument, form: Form) -> None:
    word.document.add_paragraph()
    for line in form.basis:
        word.document.add_paragraph(said(line)).runs[0].italic = True
