"""What a reader of the annual report sees first: the main figures, and points that a governing body may ask about."""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.assessment.self_assessment_answers import Comply
from code_engine.portfolio.annual_report import AnnualReport
from code_engine.portfolio.measures.year_measures import YearMeasures
from code_engine.presentation.portfolio.document import Bullets, Part, Subheading, Tiles, figures_table
from code_engine.presentation.portfolio.figure_words import STAGES, per_cent_words, share_words
from code_engine.presentation.words import counted

_RESPONSES = ("6.3", "6.14")
_MOST_POINTS = 3


def summary(report: AnnualReport) -> Iterator[Part]:
    """Tiles, the points that stand out, and the landlords of a group side by side."""
    yield _tiles(report.measures)
    if report.members:
        yield from _by_landlord(report)
    points = tuple(_points(report))
    if points:
        yield Subheading("Points that stand out")
        yield Bullets(points)


def _tiles(found: YearMeasures) -> Tiles:
    shown: list[tuple[str, str]] = []
    for per_home, answered in zip(found.per_home, found.in_time, strict=True):
        stage = STAGES[per_home.stage - 1]
        shown.append((f"{per_home.numerator:,}", f"complaints at {stage}"))
        if per_home.rate is not None:
            shown.append((str(per_home.rate), f"for 1,000 homes at {stage} (CH01)"))
        shown.append((per_cent_words(answered.share(found.choice)), f"answered in time at {stage} (CH02)"))
    return Tiles(tuple(shown))


def _by_landlord(report: AnnualReport) -> Iterator[Part]:
    for place, stage in enumerate(STAGES):
        rows = []
        for found in (*report.members, report.measures):
            per_home = found.per_home[place]
            rate = "not known" if per_home.rate is None else str(per_home.rate)
            in_time = share_words(found.in_time[place].share(found.choice))
            rows.append((found.scope.name, f"{per_home.numerator:,}", rate, in_time))
        headings = ("Landlord", "Complaints", "For 1,000 homes (CH01)", "Answered in time (CH02)")
        yield figures_table(f"The landlords of the group at {stage}", headings, rows)


def _points(report: AnnualReport) -> Iterator[str]:
    """Sentences made of figures that are in the report; nothing that is not counted."""
    found = report.measures
    for answered in found.in_time:
        stage, share = answered.stage, answered.share(found.choice)
        late = share.denominator - share.numerator - len(answered.pending) - len(answered.unsettled)
        if found.choice.denominator == "made" and late:
            before = report.previous.in_time[stage - 1].share(found.choice) if report.previous is not None else None
            then = (
                f" (the year before: {share_words(before)} in time)"
                if before is not None and before.denominator
                else ""
            )
            yield f"{counted(late, 'complaint was', 'complaints were')} not answered in time at stage {stage}{then}."
    unanswered = sum(len(each.outstanding) for each in found.provisions if each.provision in _RESPONSES)
    if unanswered:
        yield f"{counted(unanswered, 'answer is', 'answers are')} overdue and still not sent."
    for name, sheet in report.self_assessments:
        no, ask = sheet.summary[Comply.NO], sheet.summary[Comply.ASK]
        if no or ask:
            whose = f"{name}'s self-assessment" if report.members else "The self-assessment"
            yield f"{whose} answers {no} of {len(sheet.rows)} provisions with No and leaves {ask} to be settled."
    invalid = sum(len(each.invalid) for each in found.extensions)
    if invalid:
        total = sum(each.number for each in found.extensions)
        yield f"{invalid} of {counted(total, 'extension')} did not keep to the Code, so the first due date stood."
    others = [each for each in found.provisions if each.provision not in _RESPONSES][:_MOST_POINTS]
    if others:
        listed = ", ".join(
            f"{each.provision} {report.titles.get(each.provision, '')} ({each.breached.numerator:,})" for each in others
        )
        yield f"Breached most often, the answers in time aside: {listed}."
