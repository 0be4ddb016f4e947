"""The measures of a year on a terminal: the regulator's first, then how long things took, then what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from code_engine.portfolio.measures.equality import COMPLAINTS, EqualityCell
from code_engine.portfolio.measures.figures import choice_in_words
from code_engine.portfolio.measures.numbers import Share
from code_engine.portfolio.measures.satisfaction import DENOMINATORS, Choice
from code_engine.portfolio.measures.themes import Group
from code_engine.portfolio.measures.year_measures import YearMeasures
from code_engine.presentation.portfolio.text_table import write_table
from code_engine.presentation.terminal import Page
from code_engine.presentation.words import day_words

_MOST = 10


def render_measures_text(
    found: Iterable[YearMeasures], titles: Mapping[str, str], *, colour: bool, width: int, references: bool = False
) -> str:
    """The measures of each scope one after another; `titles` are those of provisions."""
    page = Page(width, colour)
    for measures in found:
        _scope(page, measures, titles, references)
    return page.text()


def per_cent(share: Share) -> str:
    """A share as `73.0%`, or a dash of nothing."""
    return "-" if share.per_cent is None else f"{share.per_cent}%"


def _scope(page: Page, found: YearMeasures, titles: Mapping[str, str], references: bool) -> None:
    page.heading(f"{found.scope.name}, {found.period.name}")
    page.paragraph(f"As of {day_words(found.as_of)}, by the Code alone. CH02 is {found.choice.in_words()}.")
    page.heading("CH01: complaints per 1,000 homes")
    homes = "not known" if found.scope.homes is None else f"{found.scope.homes:,}"
    write_table(
        page,
        ("stage", "complaints", "homes", "per 1,000"),
        [
            (str(each.stage), f"{each.numerator:,}", homes, "not known" if each.rate is None else str(each.rate))
            for each in found.per_home
        ],
        (1, 2, 3),
    )
    if found.scope.homes is None:
        page.paragraph("Say how many homes there are: `homes` in landlord.yaml, or --homes ID=NUMBER.")
    _in_time(page, found, references)
    _how_long(page, found)
    _what_went_wrong(page, found, titles)
    _equality(page, found)


def _in_time(page: Page, found: YearMeasures, references: bool) -> None:
    page.heading("CH02: answered within the Code's time")
    rows = []
    for answered in found.in_time:
        for denominator in DENOMINATORS:
            for extensions in (True, False):
                choice = Choice(denominator, extensions)
                share = answered.share(choice)
                name = choice_in_words(denominator, extensions) + (" (chosen)" if choice == found.choice else "")
                rows.append((str(answered.stage), name, f"{share.numerator} of {share.denominator}", per_cent(share)))
    write_table(page, ("stage", "counted", "cases", "share"), rows, (2, 3))
    for answered, cohort in zip(found.in_time, found.cohorts, strict=True):
        listed = (
            ("not due yet, so in no numerator", answered.pending),
            ("cannot be told from the record, so in no numerator", answered.unsettled),
            ("ended before an answer was due, so not counted", answered.withdrawn),
            ("refused, so not counted", cohort.refused),
        )
        for words, cases in listed:
            if cases:
                names = f": {', '.join(cases)}" if references else ""
                page.paragraph(f"Stage {answered.stage}: {len(cases)} {words}{names}.", 0, 2)
        if references:
            late = answered.share(found.choice).rest
            page.paragraph(f"Stage {answered.stage}, not in time: {', '.join(late) or 'none'}.", 0, 2)


def _how_long(page: Page, found: YearMeasures) -> None:
    page.heading("Working days")
    write_table(
        page,
        ("step", "provision", "in time", "median", "90th percentile", "longest"),
        [
            (
                f"stage {step.stage} {step.name}",
                step.provision,
                per_cent(step.in_time),
                *("-" if value is None else str(value) for value in (step.median, step.ninetieth, step.longest)),
            )
            for step in found.steps
        ],
        (2, 3, 4, 5),
    )
    page.heading("By month (stage 1)")
    write_table(
        page,
        ("month", "complaints", "in time", "median", "not due yet"),
        [
            (
                month.month,
                str(month.made),
                per_cent(month.in_time),
                "-" if month.median is None else str(month.median),
                str(month.pending),
            )
            for month in found.months[0]
        ],
        (1, 2, 3, 4),
    )


def _what_went_wrong(page: Page, found: YearMeasures, titles: Mapping[str, str]) -> None:
    page.heading("Breaches by provision")
    write_table(
        page,
        ("provision", "title", "breached", "of", "still undone"),
        [
            (
                each.provision,
                titles.get(each.provision, ""),
                str(each.breached.numerator),
                str(each.breached.denominator),
                str(len(each.outstanding)),
            )
            for each in found.provisions
        ],
        (2, 3, 4),
    )
    _groups(page, "Categories", found.categories)
    _groups(page, "Refused, by ground", found.refusals[0])
    _groups(page, "Escalations refused, by ground", found.refusals[1])
    _groups(page, "Decisions at stage 1", found.outcomes[0])
    _groups(page, "Decisions at stage 2", found.outcomes[1])
    _groups(page, "Upheld more than once", found.repeat_causes)
    page.heading("Other shares")
    extended = [
        (
            f"stage {each.stage} extensions that keep to the Code",
            _parts(each.valid, each.invalid),
            per_cent(Share(each.valid, each.invalid)),
        )
        for each in found.extensions
    ]
    rows = [
        ("went to stage 2", _parts(found.escalation.counted, found.escalation.rest), per_cent(found.escalation)),
        ("learning recorded", _parts(found.learning.counted, found.learning.rest), per_cent(found.learning)),
        *extended,
    ]
    write_table(page, ("what", "cases", "share"), rows, (1, 2))


def _equality(page: Page, found: YearMeasures) -> None:
    page.heading("Residents who are vulnerable or asked for an adjustment")
    view = found.equality
    aspects = list(dict.fromkeys(cell.aspect for cell in view.cells))
    groups = list(dict.fromkeys(cell.group for cell in view.cells))
    rows = [(aspect, *(cell_words(view.cell(group, aspect)) for group in groups)) for aspect in aspects]
    names = [group.value.replace("_", " ") for group in groups]
    write_table(page, ("residents", *names), rows, tuple(range(1, len(names) + 1)))
    page.paragraph(f"Numbers below {view.smallest} are hidden, and another where they could be worked out from it.")


def cell_words(cell: EqualityCell) -> str:
    """A count of the equality view, or that it is hidden."""
    return (str(cell.count) if cell.shown else "hidden") if cell.aspect == COMPLAINTS else cell.in_words()


def _parts(counted: Sequence[str], rest: Sequence[str]) -> str:
    return f"{len(counted)} of {len(counted) + len(rest)}"


def _groups(page: Page, heading: str, groups: Sequence[Group]) -> None:
    if not groups:
        return
    page.heading(heading)
    rows = [(group.name.replace("_", " "), str(group.number)) for group in groups[:_MOST]]
    if len(groups) > _MOST:
        rest = groups[_MOST:]
        rows.append((f"{len(rest)} others", str(sum(group.number for group in rest))))
    write_table(page, ("what", "cases"), rows, (1,))
