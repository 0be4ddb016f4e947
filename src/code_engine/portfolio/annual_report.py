"""Everything the annual report of a landlord needs, gathered: figures, self-assessment, texts, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from code_engine.assessment.self_assessment_answers import SelfAssessment
from code_engine.assessment.self_assessment_of import self_assessment_of
from code_engine.assessment.sheet import years_of
from code_engine.engine import Engine
from code_engine.errors import NoRulesetInForceError
from code_engine.landlord.profile import Profile
from code_engine.portfolio.collecting import Collected
from code_engine.portfolio.measures.cohort import Period
from code_engine.portfolio.measures.satisfaction import Choice
from code_engine.portfolio.measures.year_measures import Scope, YearMeasures, year_measures
from code_engine.portfolio.narrative import ReportTexts
from code_engine.portfolio.scopes import group_scope, landlord_scope, members
from code_engine.version import VERSION


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """A report of a year. `previous` are the figures of the year before, None where no case of it was read.

    `members` are the figures of each landlord of a group, none where the report is of one landlord. The
    self-assessments have the names of their landlords; one without any is missing among them.
    """

    profile: Profile
    measures: YearMeasures
    members: tuple[YearMeasures, ...]
    previous: YearMeasures | None
    self_assessments: tuple[tuple[str, SelfAssessment], ...]
    texts: ReportTexts
    titles: Mapping[str, str]
    ruleset: str
    rows_read: int
    rows_rejected: int
    version: str = VERSION


@dataclass(frozen=True, slots=True)
class ReportAsked:
    """What to report on, and how to count."""

    landlord: str
    period: Period
    before: Period
    as_of: date
    homes: Mapping[str, int]
    choice: Choice
    smallest: int
    group: bool = False


def annual_report(engine: Engine, found: Collected, asked: ReportAsked, texts: ReportTexts) -> AnnualReport:
    """Gather it. The self-assessment is there where the landlord has a file of the year and a policy then in force.

    Raises LandlordError for an unknown landlord, DocumentError or RulesetError where something does not load.
    """
    landlord = engine.landlords.get(asked.landlord)
    scope_of = group_scope if asked.group else landlord_scope
    scopes = [scope_of(engine.landlords, landlord.id, each.name, asked.homes) for each in (asked.period, asked.before)]
    names = members(engine.landlords, landlord.id) if asked.group else (landlord.id,)
    measures = _measured(found, scopes[0], asked.period, asked)
    previous = _measured(found, scopes[1], asked.before, asked)
    titles, identity = _code(engine, asked.period)
    each_member = (landlord_scope(engine.landlords, name, asked.period.name, asked.homes) for name in names)
    return AnnualReport(
        profile=landlord.profile,
        measures=measures,
        members=tuple(_measured(found, each, asked.period, asked) for each in each_member) if asked.group else (),
        previous=previous if previous.cohorts[0].cases else None,
        self_assessments=tuple(_self_assessments(engine, names, asked.period)),
        texts=texts,
        titles=titles,
        ruleset=identity,
        rows_read=found.rows,
        rows_rejected=found.rows_rejected,
    )


def _measured(found: Collected, scope: Scope, period: Period, asked: ReportAsked) -> YearMeasures:
    return year_measures(found.cases, scope, period, asked.as_of, asked.choice, asked.smallest)


def _self_assessments(engine: Engine, names: Sequence[str], period: Period) -> Iterator[tuple[str, SelfAssessment]]:
    for name in names:
        landlord = engine.landlords.get(name)
        if period.name in years_of(landlord) and landlord.policy_on(period.last) is not None:
            yield landlord.name, self_assessment_of(engine, name, period.name, None, None)


def _code(engine: Engine, period: Period) -> tuple[dict[str, str], str]:
    """The titles of the provisions in force at the end of the year, and the version they are of."""
    try:
        ruleset = engine.catalogue.in_force(period.last)
    except NoRulesetInForceError:
        return {}, "no version of the Code was in force"
    titles = {number: provision.title for number, provision in ruleset.provisions.items()}
    return titles, ruleset.identity
