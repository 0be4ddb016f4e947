"""Lists over many cases on a terminal: what is due, two landlords side by side, what a change would do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from code_engine.portfolio.comparing import Compared
from code_engine.portfolio.due import DueItem
from code_engine.portfolio.impact import Impact, described
from code_engine.portfolio.measures.figures import Figure
from code_engine.presentation.portfolio.text_table import write_table
from code_engine.presentation.terminal import RED, Page
from code_engine.presentation.words import counted, day_words, working_days

_MOST_REFERENCES = 5


def render_due_text(items: Sequence[DueItem], as_of: date, within: int, *, colour: bool, width: int) -> str:
    """What is due, by landlord and handler; what is overdue stands first among each handler's."""
    page = Page(width, colour)
    overdue = sum(item.overdue for item in items)
    page.heading(f"Due within {working_days(within)} of {day_words(as_of)}")
    page.paragraph(f"{counted(overdue, 'duty', 'duties')} overdue, {len(items) - overdue} due.")
    for key in dict.fromkeys((item.landlord, item.handler) for item in items):
        page.heading(f"{key[0]}: {key[1] or 'nobody named'}")
        for item in items:
            if (item.landlord, item.handler) == key:
                what = item.title + (f" ({item.item})" if item.item else "")
                own = ", own promise" if item.layer == "policy" else ""
                state = left_in_words(item.working_days_left)
                page.paragraph(
                    f"{state}, {day_words(item.due_on)}: {item.reference}, {item.provision} {what}{own}",
                    2,
                    4,
                    mark=state,
                    colour=RED if item.overdue else "",
                )
    return page.text()


def left_in_words(left: int) -> str:
    """`overdue by 3 working days`, `due today`, `2 working days left`."""
    if left < 0:
        return f"overdue by {working_days(-left)}"
    return "due today" if left == 0 else f"{working_days(left)} left"


def render_compared_text(rows: Sequence[Compared], names: tuple[str, str], *, colour: bool, width: int) -> str:
    """Two sides, a section a table."""
    page = Page(width, colour)
    for section in dict.fromkeys(row.section for row in rows):
        page.heading(section)
        table = [
            (
                ", ".join(filter(None, (row.figure, row.group.replace("_", " ")))),
                shown_value(row.first),
                shown_value(row.second),
                "" if row.difference is None else f"{row.difference:+}",
            )
            for row in rows
            if row.section == section
        ]
        write_table(page, ("figure", *names, "difference"), table, (1, 2, 3))
    return page.text()


def shown_value(figure: Figure | None) -> str:
    """The value of a figure with what it is a part of."""
    if figure is None or figure.value is None:
        return "-"
    if isinstance(figure.value, Decimal) and figure.denominator is not None:
        return f"{figure.value} ({figure.numerator} of {figure.denominator:,})"
    return str(figure.value)


def render_impact_text(found: Impact, *, colour: bool, width: int) -> str:
    """What would be otherwise, rule by rule."""
    page = Page(width, colour)
    page.heading(f"{counted(len(found.affected), 'case')} of {found.compared} would have another answer")
    rows = []
    for each in found.changes:
        names = ", ".join(each.references[:_MOST_REFERENCES])
        more = len(each.references) - _MOST_REFERENCES
        rows.append(
            (
                f"{each.provision} {each.rule}",
                each.layer,
                described(each),
                str(len(each.references)),
                names + (f" and {more} more" if more > 0 else ""),
            )
        )
    write_table(page, ("rule", "layer", "change", "cases", "which"), rows, (3,))
    return page.text()
