"""The monthly pack for the governing body as one self-contained page (9.7): figures, trends, what is to be added."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from code_engine.portfolio.board_pack import BoardPack
from code_engine.portfolio.measures.numbers import rounded
from code_engine.presentation.html_page import Branding, whole_page
from code_engine.presentation.markup import Markup, element
from code_engine.presentation.portfolio import charts, report_pieces
from code_engine.presentation.portfolio.charts import Stack, columns
from code_engine.presentation.portfolio.report_pieces import (
    figures_table,
    month_words,
    optional,
    paragraph,
    plain,
    section,
    share_words,
)
from code_engine.presentation.words import day_words

TITLE = "Complaints: monthly report to the governing body"
_STAGE = ("stage 1", "stage 2")
_TO_ADD = (
    ("ombudsman", "The Ombudsman's decisions", "9.7 c", "decisions of the Ombudsman, and progress with its orders"),
    ("yearly", "The yearly report", "9.7 d", "where the yearly report and the self-assessment stand"),
)


def render_board_pack_html(pack: BoardPack) -> str:
    """The whole page, ending in a newline; the same pack gives the same bytes."""
    name, month = pack.profile.name, month_words(pack.month.period.name)
    header = (element("p", name), element("h1", f"{TITLE}, {month}"))
    footer = element("p", f"As things stood on {day_words(pack.month.as_of)}, counted by the Code alone.")
    brand = Branding(name, pack.profile.branding.primary)
    style = charts.STYLE + report_pieces.STYLE
    return whole_page(f"{TITLE}, {month}: {name}", brand, header, _main(pack), footer, style)


def _main(pack: BoardPack) -> Iterator[Markup]:
    yield section("figures", "Volumes, outcomes and performance", "9.7 a", *_figures(pack))
    yield section("trends", "Issues and trends", "9.7 b", *_trends(pack))
    for identity, heading, provision, wanted in _TO_ADD:
        slot = element("p", f"To be added by the landlord: {wanted}.", class_="slot")
        yield section(identity, heading, provision, slot)


def _figures(pack: BoardPack) -> Iterator[Markup]:
    rows: list[tuple[str, str, str]] = []
    both = (pack.month, pack.twelve)
    for stage in (0, 1):
        name = _STAGE[stage]
        numbers = [f"{each.per_home[stage].numerator:,}" for each in both]
        rows.append((f"Complaints at {name}", numbers[0], numbers[1]))
        shares = [share_words(each.in_time[stage].share(each.choice)) for each in both]
        rows.append((f"Answered in time at {name}", shares[0], shares[1]))
        medians = [optional(each.steps[2 * stage + 1].median) for each in both]
        rows.append((f"Median working days to answer at {name}", medians[0], medians[1]))
    headings = ("Figure", month_words(pack.month.period.name), "Twelve months")
    yield figures_table("This month and the twelve months that end with it", headings, rows)
    for name, month, twelve in zip(_STAGE, pack.month.outcomes, pack.twelve.outcomes, strict=True):
        if twelve:
            now = {group.name: group.number for group in month}
            lines = [(plain(group.name), str(now.get(group.name, 0)), str(group.number)) for group in twelve]
            yield figures_table(f"Decisions at {name}", ("Decision", *headings[1:]), lines)


def _trends(pack: BoardPack) -> Iterator[Markup]:
    months = pack.twelve.months[0]
    title = "Complaints in the last twelve months"
    description = (
        f"A column for each month from {month_words(months[0].month)} to {month_words(months[-1].month)}, with "
        f"{months[-1].made} complaints in the last. The figures are in the table below."
    )
    stacks = [
        Stack(
            month_words(month.month, short=True),
            (
                month.in_time.numerator,
                month.in_time.denominator - month.in_time.numerator,
                month.made - month.in_time.denominator,
            ),
        )
        for month in months
    ]
    yield columns("months", title, description, ("answered in time", "late", "not due, withdrawn or not known"), stacks)
    rows = [(month_words(month.month), str(month.made), share_words(month.in_time)) for month in months]
    yield figures_table(f"{title}: the figures", ("Month", "Complaints", "Answered in time, of those due"), rows)
    now = {group.name: group.number for group in pack.month.categories}
    lines = [
        (plain(group.name), str(now.get(group.name, 0)), str(_monthly(group.number)))
        for group in pack.twelve.categories[: report_pieces.MOST_GROUPS]
    ]
    if lines:
        yield figures_table("What complaints were about", ("What it was about", "This month", "Average month"), lines)
    breaches = {each.provision: each.breached.numerator for each in pack.month.provisions}
    found = [
        (
            f"{each.provision} {pack.titles.get(each.provision, '')}",
            str(breaches.get(each.provision, 0)),
            str(_monthly(each.breached.numerator)),
        )
        for each in pack.twelve.provisions
    ]
    if found:
        yield figures_table("Breaches by provision", ("Provision", "This month", "Average month"), found)
    learning = share_words(pack.twelve.learning)
    yield paragraph(f"Learning was recorded for {learning} of the complaints answered in twelve months.")


def _monthly(number: int) -> Decimal | None:
    return rounded(1, number, 12)
