"""The self-assessment as Markdown: one table a section."""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.assessment.self_assessment_answers import SelfAssessment
from code_engine.presentation.markdown import escaped, table
from code_engine.presentation.self_assessment_form import (
    COLUMNS,
    COMPLY_WORDS,
    FLAGGED,
    SIGNATORIES,
    SIGNING,
    FormRow,
    form_of,
)


def render_self_assessment_markdown(assessment: SelfAssessment) -> str:
    """The form as Markdown, ending in a newline."""
    return "\n".join(_lines(assessment)) + "\n"


def _lines(assessment: SelfAssessment) -> Iterator[str]:
    form = form_of(assessment)
    yield f"# {escaped(form.title)}"
    yield ""
    yield f"**{escaped(form.subtitle)}**"
    yield ""
    yield escaped(form.summary)
    for note in form.notes:
        yield ""
        yield f"> {escaped(note)}"
    for section in form.sections:
        yield ""
        yield f"## {escaped(section.title)}"
        yield ""
        yield table(COLUMNS, (_row(row) for row in section.rows))
    yield ""
    yield "## Approval"
    yield ""
    for name, value in form.approval:
        yield f"- {name}: {escaped(value) or '…'}"
    yield ""
    yield table(SIGNING, ([name, "", "", ""] for name in SIGNATORIES))
    yield ""
    for line in form.basis:
        yield f"*{escaped(line)}*  "


def _row(row: FormRow) -> list[str]:
    flags = [f"**{FLAGGED}{escaped(flag)}**" for flag in row.flags]
    commentary = "<br>".join([*flags, *map(escaped, row.commentary)])
    evidence = "<br>".join(map(escaped, row.evidence))
    return [row.provision, escaped(row.requirement), COMPLY_WORDS[row.comply], evidence, commentary]
