"""An evaluation as plain text for a complaint officer: readable without colour and by a screen reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from code_engine.evaluation.evaluation import Evaluation
from code_engine.presentation.outline import Entry, Outline, Section, Task, outline_of
from code_engine.presentation.terminal import BOLD, RED, STATUS_COLOURS, YELLOW, Page
from code_engine.presentation.trace_words import branches
from code_engine.presentation.words import STATUS_ORDER, clean, sentence, status_words, value_words

_BODY = 7


def render_text(
    evaluation: Evaluation,
    *,
    colour: bool,
    width: int = 80,
    explain: bool = False,
    landlord_name: str | None = None,
) -> str:
    """The evaluation in lines of at most `width` columns (20 at least), ending in a newline.

    `colour` adds ANSI sequences, which never carry meaning alone. `explain` adds the facts and conditions of
    each finding, the deadlines, and everything that is otherwise only counted. `landlord_name` is shown
    instead of the landlord's identifier. Raises nothing.
    """
    outline = outline_of(evaluation, landlord_name)
    page = Page(width, colour)
    _standing(page, outline)
    _to_do(page, outline)
    _findings(page, outline, explain)
    _missing(page, outline)
    _elsewhere(page, outline, explain)
    if explain:
        _deadlines(page, outline)
    _summary(page, outline)
    return page.text()


def _standing(page: Page, outline: Outline) -> None:
    page.heading(outline.heading)
    page.paragraph(outline.standing, mark="OVERDUE", colour=RED if "OVERDUE" in outline.standing else "")
    if outline.notes:
        page.paragraph(f"Read this with the notes at the end ({len(outline.notes)}).")


def _to_do(page: Page, outline: Outline) -> None:
    page.heading("WHAT TO DO NEXT")
    if not outline.tasks:
        page.paragraph("Nothing is to be done at present.", 2)
    for number, task in enumerate(outline.tasks, start=1):
        _task(page, f"{number}.", task)
    if outline.letters:
        page.heading("LETTERS DUE")
        for number, letter in enumerate(outline.letters, start=1):
            _task(page, f"{number}.", letter)
    if outline.told:
        page.heading("WHO IS TO BE TOLD")
        for told in outline.told:
            lead = "Escalate to" if told.escalation else "Tell"
            page.paragraph(
                f"- {lead} {told.to}: {told.text}{_why(told.because, told.own)}", 2, 4, mark=lead, colour=BOLD
            )


def _task(page: Page, bullet: str, task: Task) -> None:
    when = task.when[0].upper() + task.when[1:]
    colour = RED if task.overdue else YELLOW if task.by else ""
    who = f" Who: {task.who}." if task.who else ""
    text = f"{bullet} {when}: {task.text}{who}{_why(task.because, task.own)}"
    page.paragraph(text, 2, 3 + len(bullet), mark=when, colour=colour)


def _why(because: str, own: bool) -> str:
    parts = [f"because of {because}"] if because else []
    if own:
        parts.append("own promise")
    return f" ({'; '.join(parts)})" if parts else ""


def _findings(page: Page, outline: Outline, explain: bool) -> None:
    page.heading("FINDINGS")
    if not outline.sections:
        page.paragraph("No rule was evaluated.", 2)
    for section in outline.sections:
        _section(page, section, explain)


def _section(page: Page, section: Section, explain: bool) -> None:
    tally = f" ({section.tally})" if section.tally else ""
    page.heading(section.heading + tally)
    for entry in section.entries:
        _entry(page, entry, explain)
    if section.not_applicable and not explain:
        page.paragraph(section.not_applicable_line, 2)
    for entry in section.not_applicable if explain else ():
        _entry(page, entry, explain)


def _entry(page: Page, entry: Entry, explain: bool) -> None:
    promise = f" (own promise of {entry.promise_of})" if entry.promise_of else ""
    page.paragraph(
        f"{entry.status_words}: {entry.title}{promise}",
        2,
        _BODY,
        lead=f"{entry.provision:<5}",
        mark=entry.status_words,
        colour=STATUS_COLOURS[entry.status],
    )
    _body(page, entry, explain)
    for own in entry.beside:
        _own_promise(page, own, entry, explain)


def _own_promise(page: Page, own: Entry, entry: Entry, explain: bool) -> None:
    title = "" if own.title == entry.title else f" {sentence(own.title)}"
    same = own.reason == entry.reason and own.status is entry.status
    words = "the same." if same else f"{own.status_words}.{title} {own.reason}"
    page.paragraph(
        f"Own promise of {own.promise_of}: {words}",
        _BODY,
        _BODY + 2,
        mark=own.status_words,
        colour=STATUS_COLOURS[own.status],
    )
    _refinements(page, own, _BODY + 2)
    if explain:
        _explanation(page, own, _BODY + 2)


def _body(page: Page, entry: Entry, explain: bool) -> None:
    page.paragraph(entry.reason, _BODY)
    _refinements(page, entry, _BODY)
    if explain:
        _explanation(page, entry, _BODY)


def _refinements(page: Page, entry: Entry, indent: int) -> None:
    for label in entry.labels:
        page.paragraph(label, indent)
    for reading in entry.readings if entry.contested else ():
        page.paragraph(f"- {reading}", indent, indent + 2)
    for need in entry.needs:
        page.paragraph(f"To settle it: {need}", indent, indent + 2)
    if entry.inferred and entry.in_question:
        page.paragraph(f"Beyond the words of the Code: {entry.inferred}", indent, indent + 2)


def _explanation(page: Page, entry: Entry, indent: int) -> None:
    page.paragraph(f"Rule: {entry.rule}", indent, indent + 2)
    if entry.dates:
        page.paragraph(f"Dates: {entry.dates}", indent, indent + 2)
    for reading in () if entry.contested else entry.readings:
        page.paragraph(f"Reading: {reading}", indent, indent + 2)
    if entry.inferred and not entry.in_question:
        page.paragraph(f"Beyond the words of the Code: {entry.inferred}", indent, indent + 2)
    if entry.facts:
        page.paragraph("Facts read:", indent)
        _tree(page, entry.facts, indent + 2)
    if entry.trace:
        page.paragraph("Conditions:", indent)
        _tree(page, entry.trace, indent + 2)


def _tree(page: Page, values: Mapping[str, Any], indent: int) -> None:
    for name, value in values.items():
        inner = branches(value)
        if inner is None:
            page.paragraph(f"{clean(name)}: {value_words(value)}", indent, indent + 2)
        else:
            page.paragraph(f"{clean(name)}:", indent, indent + 2)
            _tree(page, inner, min(indent + 2, page.width // 2))


def _missing(page: Page, outline: Outline) -> None:
    if not outline.questions:
        return
    page.heading("WHAT IS MISSING")
    for number, question in enumerate(outline.questions, start=1):
        settles = f" Would help to settle {', '.join(question.settles)}." if question.settles else ""
        page.paragraph(f"{number}. {question.text}{settles} [{question.fact}]", 2, 3 + len(f"{number}."))


def _elsewhere(page: Page, outline: Outline, explain: bool) -> None:
    if not outline.elsewhere:
        return
    page.heading("WHAT ONE CASE CANNOT ANSWER")
    page.paragraph(outline.elsewhere_line, 2)
    for other in outline.elsewhere if explain else ():
        page.paragraph(
            f"{other.title} ({other.kinds}). Answered by: {other.answered_by}",
            2,
            _BODY,
            lead=f"{other.provision:<5}",
        )


def _deadlines(page: Page, outline: Outline) -> None:
    if outline.duties:
        page.heading("DEADLINES")
    for duty in outline.duties:
        due = f"{duty.due} ({duty.extended})" if duty.extended else duty.due
        own = "own promise, " if duty.own else ""
        page.paragraph(
            f"{duty.title} ({own}{duty.status_words}): clock {duty.clock}; due {due}; done {duty.done}.",
            2,
            _BODY,
            lead=f"{duty.provision:<5}",
            mark=duty.status_words,
            colour=STATUS_COLOURS[duty.status],
        )


def _summary(page: Page, outline: Outline) -> None:
    page.heading("SUMMARY")
    for name, counts in outline.counts:
        words = ", ".join(f"{counts[status]} {status_words(status)}" for status in STATUS_ORDER)
        page.paragraph(f"{name}: {words}.", 2, 4)
    page.heading("VERSIONS")
    for name, version in outline.versions:
        page.paragraph(f"{name}: {version}", 2, 4)
    if outline.notes:
        page.heading("NOTES")
    for note in outline.notes:
        page.paragraph(f"- {note}", 2, 4)
