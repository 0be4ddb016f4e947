"""The section of the annual report that is made of figures (8.1 b): volumes, time, categories, outcomes, equality."""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.portfolio.annual_report import AnnualReport
from code_engine.portfolio.measures.equality import COMPLAINTS
from code_engine.portfolio.measures.figures import choice_in_words
from code_engine.portfolio.measures.satisfaction import DENOMINATORS, Choice
from code_engine.portfolio.measures.timeliness import Month
from code_engine.portfolio.measures.year_measures import YearMeasures
from code_engine.presentation.portfolio.document import (
    Bar,
    Bars,
    Columns,
    Paragraph,
    Part,
    Stack,
    Subheading,
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
    shown_groups,
)

STACKED = ("answered in time", "late", "not due, withdrawn or not known")
"""What the parts of a column are."""


def performance(report: AnnualReport) -> Iterator[Part]:
    """Everything that 8.1 b asks to be counted."""
    found = report.measures
    yield Subheading("The regulator's measures")
    yield _satisfaction(found)
    yield Paragraph(
        f"The figure reported as CH02 is the share {found.choice.in_words()}. The others are given because sources "
        "differ about how it is counted."
    )
    if found.scope.homes is None:
        yield Paragraph("How many homes there are is not recorded, so there is no rate for 1,000 homes (CH01).")
    if report.previous is not None:
        yield _previous(found, report.previous)
    yield Subheading("Complaints by month")
    yield from _months(found)
    yield Subheading("How long things took")
    yield _steps(found)
    yield Subheading("What complaints were about")
    yield from _categories(found)
    yield Subheading("What was decided")
    yield from _outcomes(found)
    yield Subheading("Complaints that were not taken on")
    yield from _refusals(found)
    yield Subheading("Stage 2 and extensions")
    yield from _shares(found)
    yield Subheading("Residents who are vulnerable or asked for an adjustment")
    yield from _equality(found)


def measure_name(measure: str, stage: int) -> str:
    """`CH02 (1), stage 1`: the regulator numbers its measures by stage."""
    return f"{measure} ({stage}), {STAGES[stage - 1]}"


def _satisfaction(found: YearMeasures) -> Part:
    rows = []
    for per_home in found.per_home:
        rate = "not known" if per_home.rate is None else str(per_home.rate)
        of = "" if found.scope.homes is None else f" for {found.scope.homes:,} homes"
        name = f"{measure_name('CH01', per_home.stage)}: complaints for 1,000 homes"
        rows.append((name, f"{per_home.numerator:,}{of}", rate))
    for answered in found.in_time:
        for denominator in DENOMINATORS:
            for extensions in (True, False):
                choice = Choice(denominator, extensions)
                share = answered.share(choice)
                mark = " (reported)" if choice == found.choice else ""
                name = f"{measure_name('CH02', answered.stage)}: {choice_in_words(denominator, extensions)}{mark}"
                rows.append((name, f"{share.numerator:,} of {share.denominator:,}", per_cent_words(share)))
    return figures_table("The regulator's measures about complaints", ("Measure", "Complaints", "Value"), rows)


def _previous(found: YearMeasures, before: YearMeasures) -> Part:
    rows: list[tuple[str, ...]] = []
    for stage in (1, 2):
        name = STAGES[stage - 1]
        now, then = found.per_home[stage - 1], before.per_home[stage - 1]
        rows.append((f"Complaints at {name}", f"{then.numerator:,}", f"{now.numerator:,}"))
        shares = [each.in_time[stage - 1].share(each.choice) for each in (before, found)]
        rows.append((f"Answered in time at {name}", *map(share_words, shares)))
    return figures_table("This year and the year before", ("Figure", before.period.name, found.period.name), rows)


def _months(found: YearMeasures) -> Iterator[Part]:
    for months in found.months:
        if not any(month.made for month in months):
            continue
        stage = STAGES[months[0].stage - 1]
        title = f"Complaints by month, {stage}"
        yield months_chart(f"months-{months[0].stage}", title, months)
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


def months_chart(name: str, title: str, months: tuple[Month, ...]) -> Columns:
    """A column for each month, of what was in time, late, and neither."""
    stacks = []
    for month in months:
        late = month.in_time.denominator - month.in_time.numerator
        rest = month.made - month.in_time.denominator
        stacks.append(Stack(month_words(month.month, short=True), (month.in_time.numerator, late, rest)))
    busiest = max(months, key=lambda month: month.made)
    description = (
        f"A column for each month from {month_words(months[0].month)} to {month_words(months[-1].month)}. Most "
        f"complaints, {busiest.made:,}, came in {month_words(busiest.month)}. The figures are in the table below."
    )
    return Columns(name, title, description, STACKED, tuple(stacks))


def _steps(found: YearMeasures) -> Part:
    rows = [
        (
            f"{STAGES[step.stage - 1].capitalize()} {step.name} ({step.provision})",
            share_words(step.in_time),
            optional(step.median),
            optional(step.ninetieth),
            optional(step.longest),
        )
        for step in found.steps
    ]
    headings = ("Step", "In time", "Median working days", "90th percentile", "Longest")
    return figures_table("Working days for each step that has a limit in the Code", headings, rows)


def _categories(found: YearMeasures) -> Iterator[Part]:
    groups = found.categories
    if not groups:
        yield Paragraph("There were none.")
        return
    shown = tuple(Bar(plain(group.name), group.number, f"{group.number:,}") for group in groups[:MOST_GROUPS])
    title = "Complaints by what they were about"
    description = (
        f"A bar for each of the {len(shown)} most frequent kinds of complaint. The longest is {shown[0].label} with "
        f"{shown[0].shown}. The figures are in the table below."
    )
    yield Bars("categories", title, description, shown)
    yield figures_table(f"{title}: the figures", ("What it was about", "Complaints"), shown_groups(groups))


def _outcomes(found: YearMeasures) -> Iterator[Part]:
    for name, groups in zip(STAGES, found.outcomes, strict=True):
        if groups:
            yield figures_table(f"Decisions at {name}", ("Decision", "Complaints"), shown_groups(groups))
        else:
            yield Paragraph(f"No complaint was answered at {name}.")


def _refusals(found: YearMeasures) -> Iterator[Part]:
    captions = ("Complaints that were refused, by ground", "Requests for stage 2 that were refused, by ground")
    for caption, groups in zip(captions, found.refusals, strict=True):
        if groups:
            yield figures_table(caption, ("Ground", "Complaints"), shown_groups(groups))
        else:
            yield Paragraph(f"{caption}: there were none.")


def _shares(found: YearMeasures) -> Iterator[Part]:
    yield Paragraph(
        f"Of the complaints answered at stage 1, {share_words(found.escalation)} went to stage 2."
        if found.escalation.denominator
        else "No complaint was answered at stage 1."
    )
    rows = [
        (
            STAGES[each.stage - 1].capitalize(),
            f"{each.number:,}",
            f"{len(each.valid):,}",
            f"{len(each.invalid):,}",
            f"{len(each.unsettled):,}",
            f"{len(each.contact_left_out):,}",
        )
        for each in found.extensions
    ]
    headings = ("Answers", "Extended", "Kept to the Code", "Did not", "Not known", "Without the Ombudsman's details")
    yield figures_table("Extensions, by whether they kept to the Code (6.4, 6.5, 6.15, 6.16)", headings, rows)


def _equality(found: YearMeasures) -> Iterator[Part]:
    view = found.equality
    groups = list(dict.fromkeys(cell.group for cell in view.cells))
    aspects = list(dict.fromkeys(cell.aspect for cell in view.cells))
    rows = []
    for aspect in aspects:
        cells = (view.cell(group, aspect) for group in groups)
        shown = (
            (f"{cell.count:,}" if cell.shown else "hidden") if aspect == COMPLAINTS else cell.in_words()
            for cell in cells
        )
        rows.append((plain(aspect), *shown))
    caption = "Complaints at stage 1 by circumstances of the resident"
    yield figures_table(caption, ("Complaints", *(plain(group.value) for group in groups)), rows)
    yield Paragraph(
        f"Numbers below {view.smallest} are hidden, and others from which a hidden one could be worked out, here or in "
        "the figures of another landlord of the group."
    )
