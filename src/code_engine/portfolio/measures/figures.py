"""Every figure as a row, so that a reader can check a report: section, figure, group, value, part of what."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from code_engine.portfolio.finding_files import plain_cell
from code_engine.portfolio.measures.numbers import Share
from code_engine.portfolio.measures.satisfaction import DENOMINATORS, Choice
from code_engine.portfolio.measures.themes import Group
from code_engine.portfolio.measures.timeliness import Month, Step
from code_engine.portfolio.measures.year_measures import YearMeasures

HIDDEN: Final = "hidden"
PER_HOME: Final = "per 1,000 homes"


class Figure(NamedTuple):
    """One figure. `references` are the cases it counts and never go into anything that is published."""

    section: str
    figure: str
    group: str
    value: int | Decimal | str | None
    numerator: int | None = None
    denominator: int | None = None
    references: tuple[str, ...] = ()


COLUMNS: Final = Figure._fields


def figures(found: YearMeasures) -> Iterator[Figure]:
    """All figures of a year, in the order of the report."""
    yield from _satisfaction(found)
    for month in (*found.months[0], *found.months[1]):
        yield from _month(month)
    for step in found.steps:
        yield from _step(step)
    for each in found.provisions:
        yield _share("breaches by provision", "breached", each.provision, each.breached)
        yield Figure(
            "breaches by provision", "outstanding", each.provision, len(each.outstanding), None, None, each.outstanding
        )
    yield from _groups("refusals by ground", "complaint refused", found.refusals[0])
    yield from _groups("refusals by ground", "escalation refused", found.refusals[1])
    yield from _groups("categories", "complaints", found.categories)
    yield from _groups("outcomes", "stage 1", found.outcomes[0])
    yield from _groups("outcomes", "stage 2", found.outcomes[1])
    yield _share("escalation", "went to stage 2", "", found.escalation)
    for extensions in found.extensions:
        parts = (
            ("valid", extensions.valid),
            ("invalid", extensions.invalid),
            ("not known", extensions.unsettled),
            ("without the Ombudsman's details", extensions.contact_left_out),
        )
        for name, cases in parts:
            yield Figure("extensions", name, f"stage {extensions.stage}", len(cases), None, None, cases)
    yield from _groups("repeat causes", "upheld", found.repeat_causes)
    yield _share("learning", "recorded", "", found.learning)
    for cell in found.equality.cells:
        value = cell.count if cell.shown else HIDDEN
        yield Figure("equality", cell.aspect, cell.group.value, value, None, cell.whole if cell.shown else None)


def figures_csv(found: YearMeasures, references: bool = False) -> str:
    """All figures as CSV ending in a newline; with the references of the cases behind each where asked for."""
    return _csv((), (((), figure) for figure in figures(found)), references)


def all_figures_csv(found: Iterable[YearMeasures], references: bool = False) -> str:
    """The figures of several scopes in one table, the scope before each."""
    return _csv(("scope",), (((each.scope.id,), figure) for each in found for figure in figures(each)), references)


def _csv(before: tuple[str, ...], rows: Iterable[tuple[tuple[str, ...], Figure]], references: bool) -> str:
    columns = COLUMNS if references else COLUMNS[:-1]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*before, *columns))
    writer.writerows((*first, *(_cell(value) for value in figure[: len(columns)])) for first, figure in rows)
    return text.getvalue()


def figures_data(found: YearMeasures, references: bool = False) -> dict[str, Any]:
    """All figures as plain data for JSON; with the references of the cases behind each where asked for."""
    return {
        "scope": found.scope.id,
        "name": found.scope.name,
        "year": found.period.name,
        "as_of": found.as_of.isoformat(),
        "homes": found.scope.homes,
        "choice": found.choice.in_words(),
        "figures": [_data(figure, references) for figure in figures(found)],
    }


def _data(figure: Figure, references: bool) -> dict[str, Any]:
    data = figure._asdict()
    if isinstance(figure.value, Decimal):
        data["value"] = str(figure.value)
    if not references:
        del data["references"]
    return data


def choice_in_words(denominator: str, extensions: bool) -> str:
    """What a figure of CH02 is called in a table."""
    counted = "with extensions" if extensions else "without extensions"
    return f"{counted}, of complaints {denominator}"


def _satisfaction(found: YearMeasures) -> Iterator[Figure]:
    for per_home in found.per_home:
        section = f"CH01 stage {per_home.stage}"
        yield Figure(section, "complaints", "", per_home.numerator, None, None, per_home.references)
        yield Figure(section, PER_HOME, "", per_home.rate, per_home.numerator, per_home.homes)
    for cohort, answered in zip(found.cohorts, found.in_time, strict=True):
        section = f"CH02 stage {answered.stage}"
        for denominator in DENOMINATORS:
            for extensions in (True, False):
                choice = Choice(denominator, extensions)
                name = choice_in_words(denominator, extensions)
                yield _share(section, name, "chosen" if choice == found.choice else "", answered.share(choice))
        listed = (
            ("not due yet", answered.pending),
            ("not known", answered.unsettled),
            ("withdrawn before it was due", answered.withdrawn),
            ("refused", cohort.refused),
            ("whether it was taken on is not known", cohort.unsettled),
            ("the day it was made is not on record", cohort.undated),
        )
        for name, cases in listed:
            yield Figure(section, name, "", len(cases), None, None, cases)


def _month(month: Month) -> Iterator[Figure]:
    section = f"by month, stage {month.stage}"
    yield Figure(section, "complaints", month.month, month.made)
    yield _share(section, "answered in time", month.month, month.in_time)
    yield Figure(section, "not due yet", month.month, month.pending)
    yield Figure(section, "median working days", month.month, month.median)
    yield Figure(section, "90th percentile of working days", month.month, month.ninetieth)


def _step(step: Step) -> Iterator[Figure]:
    section = f"{step.provision} stage {step.stage} {step.name}"
    yield _share(section, "in time", "", step.in_time)
    yield Figure(section, "timed", "", step.timed)
    yield Figure(section, "median working days", "", step.median)
    yield Figure(section, "90th percentile of working days", "", step.ninetieth)
    yield Figure(section, "longest in working days", "", step.longest)


def _share(section: str, name: str, group: str, share: Share) -> Figure:
    return Figure(section, name, group, share.per_cent, share.numerator, share.denominator, share.counted)


def _groups(section: str, name: str, groups: tuple[Group, ...]) -> Iterator[Figure]:
    for group in groups:
        yield Figure(section, name, group.name, group.number, None, None, group.references)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " ".join(value)
    return plain_cell(value) if isinstance(value, str) else str(value)
