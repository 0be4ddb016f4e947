"""The monthly pack for the governing body as a document (9.7): figures, trends, and what is to be added."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from code_engine.portfolio.board_pack import BoardPack
from code_engine.portfolio.measures.numbers import rounded
from code_engine.presentation.portfolio.document import (
    Document,
    Paragraph,
    Part,
    Section,
    Subheading,
    Tiles,
    Tone,
    figures_table,
)
from code_engine.presentation.portfolio.figure_words import (
    MOST_GROUPS,
    STAGES,
    month_words,
    optional,
    per_cent_words,
    plain,
    share_words,
)
from code_engine.presentation.portfolio.report_figures import months_chart
from code_engine.presentation.words import day_words

TITLE: Final = "Complaints: monthly report to the governing body"
_MONTHS = 12
_TO_ADD = (
    (
        "ombudsman",
        "The Ombudsman's decisions and orders",
        "9.7 c",
        (
            "each decision of the Ombudsman since the last report, and what came of it",
            "each order that follows severe maladministration: what is done, what is left, and by when",
        ),
    ),
    (
        "yearly",
        "The yearly report",
        "9.7 d",
        ("where the yearly report and the self-assessment stand, and when they come to the governing body",),
    ),
)


def board_pack_document(pack: BoardPack) -> Document:
    """The document; the same pack gives the same one."""
    name, month = pack.month.scope.name, month_words(pack.month.period.name)
    return Document(
        title=f"{TITLE}, {month}",
        owner=name,
        colour=pack.profile.branding.primary,
        day=pack.month.as_of,
        footing=f"As things stood on {day_words(pack.month.as_of)}, counted by the Code alone.",
        sections=(
            Section("figures", "Volumes, categories, outcomes and performance", "9.7 a", tuple(_figures(pack))),
            Section("trends", "Issues and trends", "9.7 b", tuple(_trends(pack))),
            *(
                Section(identity, heading, provision, tuple(_to_add(identity, wanted)))
                for identity, heading, provision, wanted in _TO_ADD
            ),
        ),
    )


def _to_add(identity: str, wanted: tuple[str, ...]) -> Iterator[Part]:
    for number, each in enumerate(wanted, start=1):
        yield Paragraph(f"To be added by the landlord: {each}.", Tone.SLOT, f"slot-{identity}-{number}")


def _figures(pack: BoardPack) -> Iterator[Part]:
    both = (pack.month, pack.twelve)
    month = month_words(pack.month.period.name)
    headings = ("Figure", month, "Twelve months")
    yield Tiles(tuple(_tiles(pack)))
    rows: list[tuple[str, str, str]] = []
    for stage in (0, 1):
        name = STAGES[stage]
        numbers = [f"{each.per_home[stage].numerator:,}" for each in both]
        rows.append((f"Complaints at {name}", numbers[0], numbers[1]))
        shares = [share_words(each.in_time[stage].share(each.choice)) for each in both]
        rows.append((f"Answered in time at {name} (CH02)", shares[0], shares[1]))
        waiting = [f"{len(each.in_time[stage].pending):,}" for each in both]
        rows.append((f"Not due yet at {name}", waiting[0], waiting[1]))
        medians = [optional(each.steps[2 * stage + 1].median) for each in both]
        rows.append((f"Median working days to answer at {name}", medians[0], medians[1]))
    yield figures_table("This month and the twelve months that end with it", headings, rows)
    yield Paragraph(
        "A complaint belongs to the month in which it was received, a stage 2 complaint to the month of the request. "
        "One that is not due yet counts as made and not as in time, so the share of a recent month still rises."
    )
    yield Subheading("What complaints were about")
    yield from _categories(pack, headings)
    yield Subheading("What was decided")
    yield from _outcomes(pack, headings)


def _tiles(pack: BoardPack) -> Iterator[tuple[str, str]]:
    for stage in (0, 1):
        found = pack.month
        yield f"{found.per_home[stage].numerator:,}", f"complaints at {STAGES[stage]} this month"
        share = pack.twelve.in_time[stage].share(pack.twelve.choice)
        yield per_cent_words(share), f"answered in time at {STAGES[stage]}, twelve months"


def _categories(pack: BoardPack, headings: tuple[str, ...]) -> Iterator[Part]:
    now = {group.name: group.number for group in pack.month.categories}
    lines = [
        (plain(group.name), f"{now.get(group.name, 0):,}", f"{group.number:,}")
        for group in pack.twelve.categories[:MOST_GROUPS]
    ]
    if not lines:
        yield Paragraph("There were no complaints in these twelve months.")
        return
    yield figures_table("Complaints by what they were about", ("What it was about", *headings[1:]), lines)


def _outcomes(pack: BoardPack, headings: tuple[str, ...]) -> Iterator[Part]:
    for name, month, twelve in zip(STAGES, pack.month.outcomes, pack.twelve.outcomes, strict=True):
        if not twelve:
            yield Paragraph(f"No complaint was answered at {name} in these twelve months.")
            continue
        now = {group.name: group.number for group in month}
        lines = [(plain(group.name), f"{now.get(group.name, 0):,}", f"{group.number:,}") for group in twelve]
        yield figures_table(f"Decisions at {name}", ("Decision", *headings[1:]), lines)


def _trends(pack: BoardPack) -> Iterator[Part]:
    months = pack.twelve.months[0]
    title = "Complaints in the last twelve months, stage 1"
    yield months_chart("months", title, months)
    rows = [(month_words(month.month), f"{month.made:,}", share_words(month.in_time)) for month in months]
    yield figures_table(f"{title}: the figures", ("Month", "Complaints", "Answered in time, of those due"), rows)
    yield Subheading("Where the Code was not kept")
    breaches = {each.provision: each.breached.numerator for each in pack.month.provisions}
    found = [
        (
            f"{each.provision} {pack.titles.get(each.provision, '')}",
            f"{breaches.get(each.provision, 0):,}",
            str(_monthly(each.breached.numerator)),
            f"{len(each.outstanding):,}",
        )
        for each in pack.twelve.provisions
    ]
    if found:
        headings = ("Provision", "This month", "Average month", "Still to be put right")
        yield figures_table("Breaches by provision", headings, found)
    else:
        yield Paragraph("No provision was breached in any complaint that was checked.")
    yield Subheading("What went wrong more than once")
    if pack.twelve.repeat_causes:
        lines = [(plain(group.name), f"{group.number:,}") for group in pack.twelve.repeat_causes[:MOST_GROUPS]]
        yield figures_table("Kinds of complaint upheld twice or more", ("What it was about", "Twelve months"), lines)
    else:
        yield Paragraph("No kind of complaint was upheld twice.")
    learning = share_words(pack.twelve.learning)
    yield Paragraph(f"Learning was recorded for {learning} of the complaints answered in twelve months.")


def _monthly(number: int) -> Decimal | None:
    return rounded(1, number, _MONTHS)
