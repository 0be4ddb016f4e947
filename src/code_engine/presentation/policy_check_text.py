"""A policy check as plain text: what is wrong first, what is right in short lists."""

from __future__ import annotations

from code_engine.assessment.policy_answers import Grade, PolicyCheck, ProvisionCheck
from code_engine.evaluation.evaluation import Status
from code_engine.presentation.policy_check_outline import (
    KINDS,
    TO_ACT_ON,
    Kind,
    clause_text,
    clauses_words,
    departures_elsewhere,
    entries_of,
    lesser_parts,
    lesser_words,
    questions_of,
    summary_line,
)
from code_engine.presentation.policy_words import grade_words, in_force_words, layers_words, policy_heading
from code_engine.presentation.terminal import CYAN, RED, YELLOW, Page
from code_engine.presentation.words import clean, day_words, in_order, sentence

_BODY = 7
_COLOURS = {Status.BREACHED: RED, Status.PENDING: YELLOW, Status.UNDETERMINED: CYAN}


def render_check_text(check: PolicyCheck, name: str, *, colour: bool, width: int = 80) -> str:
    """The check in lines of at most `width` columns, ending in a newline; colours never carry meaning alone."""
    page = Page(width, colour)
    _opening(page, check, name)
    for kind in TO_ACT_ON:
        _in_full(page, check, kind)
    for kind in KINDS[len(TO_ACT_ON) :]:
        _in_short(page, check, kind)
    _departures(page, check)
    return page.text()


def _opening(page: Page, check: PolicyCheck, name: str) -> None:
    policy, ruleset = check.policy, check.ruleset
    page.heading(policy_heading(name, policy))
    page.paragraph(summary_line(check))
    dates = in_force_words(policy.in_force_from, policy.in_force_to)
    page.paragraph(f"Policy: {layers_words(policy)}; {dates}.")
    page.paragraph(
        f"Checked as of {day_words(check.as_of)} against {clean(ruleset.title)}, {ruleset.id}@{ruleset.version}."
    )
    for note in check.notes:
        page.paragraph(f"Note: {clean(note)}", 0, 2)


def _in_full(page: Page, check: PolicyCheck, kind: Kind) -> None:
    entries = entries_of(check, kind)
    if not entries:
        return
    page.heading(f"{kind.heading}: {kind.meaning} ({len(entries)})")
    for entry in entries:
        _entry(page, entry, kind)


def _entry(page: Page, entry: ProvisionCheck, kind: Kind) -> None:
    words = grade_words(entry)
    clauses = f" ({clauses_words(entry.clauses)})" if entry.clauses else ""
    title = f"{words}: {clean(entry.title)}{clauses}"
    page.paragraph(title, 2, _BODY, lead=f"{entry.provision:<5}", mark=words, colour=_COLOURS.get(kind.style, ""))
    page.paragraph(sentence(entry.reason), _BODY)
    for said in entry.said:
        text = clause_text(said)
        if text is not None:
            page.paragraph(text, _BODY, _BODY + 2)
    for change in entry.change:
        page.paragraph(f"To change: {sentence(change)}", _BODY, _BODY + 2)
    if kind.grade is Grade.JUDGEMENT:
        for question in questions_of(entry):
            page.paragraph(f"To answer: {question}", _BODY, _BODY + 2)
    for part in lesser_parts(entry):
        page.paragraph(lesser_words(part), _BODY, _BODY + 2)
    if entry.departure is not None:
        page.paragraph(f"Departure admitted: {sentence(entry.departure)}", _BODY, _BODY + 2)


def _in_short(page: Page, check: PolicyCheck, kind: Kind) -> None:
    entries = entries_of(check, kind)
    if not entries:
        return
    page.heading(f"{kind.heading}: {kind.meaning} ({len(entries)})")
    if kind.status is not Status.NOT_APPLICABLE:
        page.paragraph("; ".join(f"{entry.provision} {clean(entry.title)}" for entry in entries) + ".", 2)
    else:
        page.paragraph(", ".join(in_order(entry.provision for entry in entries)) + ".", 2)


def _departures(page: Page, check: PolicyCheck) -> None:
    entries = tuple(departures_elsewhere(check))
    if entries:
        page.heading("DEPARTURES ADMITTED WHERE THE CHECK FINDS NONE")
    for entry in entries:
        text = f"{grade_words(entry)}: {sentence(entry.departure or '')}"
        page.paragraph(text, 2, _BODY, lead=f"{entry.provision:<5}")
