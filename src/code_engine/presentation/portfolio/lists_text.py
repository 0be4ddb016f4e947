"""Lists over many cases on a terminal: what is due, two landlords side by side, what a change would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from code_engine.evaluation.evaluation import Layer, Status
from code_engine.portfolio.comparing import Compared
from code_engine.portfolio.due import DueItem
from code_engine.portfolio.impact import Impact, described
from code_engine.portfolio.measures.figures import PER_HOME, Figure
from code_engine.portfolio.measures.year_measures import YearMeasures
from code_engine.presentation.portfolio.text_table import write_table
from code_engine.presentation.terminal import RED, Page
from code_engine.presentation.words import counted, day_words, working_days

_MOST_REFERENCES = 5
_NOBODY = "nobody named"
_ORDER = (Status.MET, Status.BREACHED, Status.PENDING, Status.UNDETERMINED, Status.NOT_APPLICABLE)


def render_due_text(items: Sequence[DueItem], as_of: date, within: int, *, colour: bool, width: int) -> str:
    """What is due: numbers by landlord and handler, then every duty, what is overdue first among each handler's."""
    page = Page(width, colour)
    overdue = sum(item.overdue for item in items)
    page.heading(f"Due within {working_days(within)} of {day_words(as_of)}")
    page.paragraph(f"{counted(overdue, 'duty', 'duties')} overdue, {len(items) - overdue} due.")
    keys = tuple(dict.fromkeys((item.landlord, item.handler) for item in items))
    grouped = {key: [item for item in items if (item.landlord, item.handler) == key] for key in keys}
    if len(keys) > 1:
        rows = []
        for (landlord, handler), own in grouped.items():
            late = sum(item.overdue for item in own)
            rows.append((landlord, handler or _NOBODY, str(late), str(len(own) - late)))
        write_table(page, ("landlord", "handler", "overdue", "due"), rows, (2, 3))
    for (landlord, handler), own in grouped.items():
        page.heading(f"{landlord}: {handler or _NOBODY}")
        for item in own:
            _due_line(page, item)
    return page.text()


def _due_line(page: Page, item: DueItem) -> None:
    what = item.title + (f" ({item.item})" if item.item else "")
    own = " (own promise)" if item.layer == "policy" else ""
    state = left_in_words(item.working_days_left)
    page.paragraph(
        f"{item.reference}  {state}, {day_words(item.due_on)}: {item.provision} {what}{own}",
        2,
        4,
        mark=state,
        colour=RED if item.overdue else "",
    )


def left_in_words(left: int) -> str:
    """`overdue by 3 working days`, `due today`, `2 working days left`."""
    if left < 0:
        return f"overdue by {working_days(-left)}"
    return "due today" if left == 0 else f"{working_days(left)} left"


def render_compared_text(
    first: YearMeasures, second: YearMeasures, rows: Sequence[Compared], *, colour: bool, width: int
) -> str:
    """Two sides, a section a table."""
    page = Page(width, colour)
    page.heading(f"{first.scope.name} and {second.scope.name}, {first.period.name}")
    page.paragraph(
        f"As of {day_words(first.as_of)}, by the Code alone. The difference is the second less the first; of shares it "
        "is in percentage points."
    )
    for found in (first, second):
        if found.scope.homes is None:
            page.paragraph(f"How many homes {found.scope.name} has is not known: add --homes {found.scope.id}=NUMBER.")
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
            if row.section == section and (row.first, row.second) != (None, None)
        ]
        write_table(page, ("figure", first.scope.id, second.scope.id, "difference"), table, (1, 2, 3))
    return page.text()


def shown_value(figure: Figure | None) -> str:
    """The value of a figure with what it is a part of."""
    if figure is None or figure.value is None:
        return "-"
    if not isinstance(figure.value, Decimal) or figure.denominator is None:
        return str(figure.value)
    if figure.figure == PER_HOME:
        return f"{figure.value} ({figure.numerator} for {figure.denominator:,} homes)"
    return f"{figure.value}% ({figure.numerator} of {figure.denominator:,})"


def render_impact_text(found: Impact, *, colour: bool, width: int) -> str:
    """What would be otherwise: how many cases have which answer before and after, then which cases change."""
    page = Page(width, colour)
    page.heading(f"Cases as they are, and with {found.what}")
    page.paragraph(f"{counted(len(found.affected), 'case')} of {found.compared} would have another answer.")
    if all(each.layer == "policy" for each in found.rules):
        page.paragraph("What the Code itself says of them does not change: it never does with a policy.")
    if not found.rules:
        return page.text()
    page.heading("Before and after, rule by rule")
    for each in found.rules:
        page.paragraph(f"{each.provision} {each.title}{_own(each.layer)}", 0, 2)
        page.paragraph(f"before: {statuses_in_words(each.before)}", 4, 8)
        page.paragraph(f"after:  {statuses_in_words(each.after)}", 4, 8)
    page.heading("Which cases change")
    for change in found.changes:
        names = ", ".join(change.references[:_MOST_REFERENCES])
        more = len(change.references) - _MOST_REFERENCES
        rest = f" and {more} more" if more > 0 else ""
        number = counted(len(change.references), "case")
        page.paragraph(
            f"{change.provision} {change.rule}{_own(change.layer)}, {described(change)}: {number}, {names}{rest}", 0, 2
        )
    return page.text()


def statuses_in_words(counts: Mapping[Status, int]) -> str:
    """`120 met, 31 breached`, or that there is no such rule."""
    return ", ".join(
        f"{counts[status]} {status.value.replace('_', ' ')}" for status in _ORDER if counts.get(status)
    ) or ("no such rule")


def _own(layer: Layer) -> str:
    return " (own promise)" if layer == "policy" else ""
