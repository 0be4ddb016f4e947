"""The sections of the annual report that are made of figures (8.1 b): volumes, time, categories, outcomes, equality."""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.portfolio.annual_report import AnnualReport
from code_engine.portfolio.measures.equality import COMPLAINTS
from code_engine.portfolio.measures.figures import choice_in_words
from code_engine.portfolio.measures.satisfaction import DENOMINATORS, Choice
from code_engine.portfolio.measures.year_measures import YearMeasures
from code_engine.presentation.markup import Markup, element, joined
from code_engine.presentation.portfolio.charts import Bar, Stack, bars, columns
from code_engine.presentation.portfolio.report_pieces import (
    MOST_GROUPS,
    figures_table,
    groups_table,
    month_words,
    optional,
    paragraph,
    plain,
    share_words,
)

_STAGE = ("stage 1", "stage 2")


def tiles(report: AnnualReport) -> Markup:
    """The figures a reader looks for first."""
    found = report.measures
    shown: list[tuple[str, str]] = []
    for per_home, answered in zip(found.per_home, found.in_time, strict=True):
        stage = _STAGE[per_home.stage - 1]
        shown.append((f"{per_home.numerator:,}", f"complaints at {stage}"))
        if per_home.rate is not None:
            shown.append((str(per_home.rate), f"for 1,000 homes at {stage} (CH01)"))
        share = answered.share(found.choice)
        value = "none" if share.per_cent is None else f"{share.per_cent} %"
        shown.append((value, f"answered in time at {stage} (CH02)"))
    return element("ul", *(element("li", element("strong", value), text) for value, text in shown), class_="tiles")


def performance(report: AnnualReport) -> Iterator[Markup]:
    """Everything that 8.1 b asks to be counted."""
    found = report.measures
    yield element("h3", "The regulator's measures")
    yield _satisfaction(found)
    yield paragraph(
        f"The figure reported as CH02 is the share {found.choice.in_words()}. The others are given because sources "
        "differ about how it is counted."
    )
    if found.scope.homes is None:
        yield paragraph("How many homes there are is not recorded, so there is no rate for 1,000 homes (CH01).")
    if report.previous is not None:
        yield _previous(found, report.previous)
    yield element("h3", "Complaints by month")
    yield from _months(found)
    yield element("h3", "How long things took")
    yield _steps(found)
    yield element("h3", "What complaints were about")
    yield from _categories(found)
    yield element("h3", "What was decided")
    yield _outcomes(found)
    yield element("h3", "Complaints that were not taken on")
    yield from _refusals(found)
    yield element("h3", "Stage 2 and extensions")
    yield _shares(found)
    yield element("h3", "Residents who are vulnerable or asked for an adjustment")
    yield _equality(found)


def _satisfaction(found: YearMeasures) -> Markup:
    rows = []
    for per_home in found.per_home:
        rate = "not known" if per_home.rate is None else str(per_home.rate)
        rows.append((f"CH01 {_STAGE[per_home.stage - 1]}: complaints for 1,000 homes", f"{per_home.numerator:,}", rate))
    for answered in found.in_time:
        for denominator in DENOMINATORS:
            for extensions in (True, False):
                choice = Choice(denominator, extensions)
                share = answered.share(choice)
                mark = " (reported)" if choice == found.choice else ""
                name = f"CH02 {_STAGE[answered.stage - 1]}: {choice_in_words(denominator, extensions)}{mark}"
                value = "none" if share.per_cent is None else f"{share.per_cent} %"
                rows.append((name, f"{share.numerator:,} of {share.denominator:,}", value))
    return figures_table("The regulator's measures about complaints", ("Measure", "Complaints", "Value"), rows)


def _previous(found: YearMeasures, before: YearMeasures) -> Markup:
    rows: list[tuple[str, ...]] = []
    for stage in (1, 2):
        name = _STAGE[stage - 1]
        now, then = found.per_home[stage - 1], before.per_home[stage - 1]
        rows.append((f"Complaints at {name}", f"{then.numerator:,}", f"{now.numerator:,}"))
        shares = [each.in_time[stage - 1].share(each.choice) for each in (before, found)]
        rows.append((f"Answered in time at {name}", *map(share_words, shares)))
    return figures_table("This year and the year before", ("Figure", before.period.name, found.period.name), rows)


def _months(found: YearMeasures) -> Iterator[Markup]:
    for months in found.months:
        if not any(month.made for month in months):
            continue
        stage = months[0].stage
        stacks = []
        for month in months:
            late = month.in_time.denominator - month.in_time.numerator
            rest = month.made - month.in_time.denominator
            stacks.append(Stack(month_words(month.month, short=True), (month.in_time.numerator, late, rest)))
        busiest = max(months, key=lambda month: month.made)
        title = f"Complaints by month, {_STAGE[stage - 1]}"
        description = (
            f"A column for each month from {month_words(months[0].month)} to {month_words(months[-1].month)}. Most "
            f"complaints, {busiest.made}, came in {month_words(busiest.month)}. The figures are in the table below."
        )
        parts = ("answered in time", "late", "not due, withdrawn or not known")
        yield columns(f"months-{stage}", title, description, parts, stacks)
        rows = [
            (
                month_words(month.month),
                f"{month.made:,}",
                share_words(month.in_time),
                optional(month.median),
                optional(month.ninetieth),
            )
            for month in months
        ]
        headings = ("Month", "Complaints", "Answered in time, of those due", "Median working days", "90th percentile")
        yield figures_table(f"{title}: the figures", headings, rows)


def _steps(found: YearMeasures) -> Markup:
    rows = [
        (
            f"{_STAGE[step.stage - 1].capitalize()} {step.name} ({step.provision})",
            share_words(step.in_time),
            optional(step.median),
            optional(step.ninetieth),
            optional(step.longest),
        )
        for step in found.steps
    ]
    headings = ("Step", "In time", "Median working days", "90th percentile", "Longest")
    return figures_table("Working days for each step that has a limit in the Code", headings, rows)


def _categories(found: YearMeasures) -> Iterator[Markup]:
    groups = found.categories
    if not groups:
        yield paragraph("There were none.")
        return
    shown = [Bar(plain(group.name), group.number, f"{group.number:,}") for group in groups[:MOST_GROUPS]]
    description = (
        f"A bar for each of the {len(shown)} most frequent kinds of complaint. The longest is {shown[0].label} with "
        f"{shown[0].shown}. The figures are in the table below."
    )
    yield bars("categories", "Complaints by what they were about", description, shown)
    yield groups_table("Complaints by what they were about: the figures", "What it was about", groups)


def _outcomes(found: YearMeasures) -> Markup:
    return joined(
        *(
            groups_table(f"Decisions at {name}", "Decision", groups)
            for name, groups in zip(_STAGE, found.outcomes, strict=True)
            if groups
        )
    )


def _refusals(found: YearMeasures) -> Iterator[Markup]:
    captions = ("Complaints that were refused, by ground", "Requests for stage 2 that were refused, by ground")
    for caption, groups in zip(captions, found.refusals, strict=True):
        if groups:
            yield groups_table(caption, "Ground", groups)
        else:
            yield paragraph(f"{caption}: there were none.")


def _shares(found: YearMeasures) -> Markup:
    rows = [("Went to stage 2, of the complaints answered at stage 1", share_words(found.escalation))]
    for each in found.extensions:
        total = len(each.valid) + len(each.invalid) + len(each.unsettled)
        value = f"{len(each.valid)} of {total}" if total else "none"
        rows.append((f"Extensions at {_STAGE[each.stage - 1]} that kept to the Code", value))
    return figures_table("Stage 2 and extensions", ("Figure", "Value"), rows)


def _equality(found: YearMeasures) -> Markup:
    view = found.equality
    groups = list(dict.fromkeys(cell.group for cell in view.cells))
    aspects = list(dict.fromkeys(cell.aspect for cell in view.cells))
    rows = []
    for aspect in aspects:
        cells = (view.cell(group, aspect) for group in groups)
        shown = (
            (str(cell.count) if cell.shown else "hidden") if aspect == COMPLAINTS else cell.in_words() for cell in cells
        )
        rows.append((plain(aspect), *shown))
    caption = (
        f"Complaints at stage 1 by circumstances of the resident. Numbers below {view.smallest} are hidden, and "
        "another where a hidden one could be worked out from it."
    )
    return figures_table(caption, ("Complaints", *(plain(group.value) for group in groups)), rows)
