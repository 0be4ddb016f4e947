"""Duties that are due in a window of days, as plain text for somebody who plans the week."""

from __future__ import annotations

from itertools import groupby

from code_engine.deadlines.due import DueDuties, DueDuty
from code_engine.evaluation.evaluation import Status
from code_engine.presentation.terminal import RED, YELLOW, Page
from code_engine.presentation.words import clean, day_words, left_words, status_words, working_days


def render_deadlines(duties: DueDuties, *, colour: bool, width: int = 80) -> str:
    """The duties by day in lines of at most `width` columns, ending in a newline. Raises nothing."""
    page = Page(width, colour)
    page.heading(_heading(duties))
    if not duties.deadlines:
        page.paragraph("Nothing is due.", 2)
    for day, on_day in groupby(duties.deadlines, lambda duty: duty.due_on):
        page.heading(day_words(day))
        for duty in on_day:
            _line(page, duty, duties)
    return page.text()


def _heading(duties: DueDuties) -> str:
    words = ["Deadlines"]
    if duties.start is not None:
        words.append(f"from {day_words(duties.start)}")
    if duties.end is not None:
        words.append(f"to {day_words(duties.end)}")
    return f"{' '.join(words)}, as of {day_words(duties.as_of)}"


def _line(page: Page, duty: DueDuty, duties: DueDuties) -> None:
    status = status_words(duty.status, duty.outstanding)
    promise = ", own promise" if duty.layer == "policy" else ""
    item = f" ({clean(duty.item)})" if duty.item is not None else ""
    shade = RED if duty.status is Status.BREACHED else YELLOW if duty.status is Status.PENDING else ""
    when = _when(duty, duties)
    title = f"{duty.provision}{promise}: {clean(duty.title)}{item}"
    text = f"{status} {clean(duty.reference)}: {title}" + (f"; {when}" if when else "")
    page.paragraph(text, 2, 4, mark=status, colour=shade)


def _when(duty: DueDuty, duties: DueDuties) -> str:
    if duty.done_on is not None:
        return f"done on {day_words(duty.done_on)}"
    if duty.status is Status.PENDING:
        return left_words(duty.due_on, duties.as_of, duty.working_days_left).removeprefix(", ").strip()
    late = duty.working_days_late
    return f"{working_days(late)} late" if late else "not done"
