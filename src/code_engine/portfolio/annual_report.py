"""Everything the annual report of a landlord needs, gathered: figures, self-assessment, texts, and how it was made."""

from __future__ import annotations

from collections.abc import Mapping
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
from code_engine.portfolio.measures.year_measures import YearMeasures, year_measures
from code_engine.portfolio.narrative import ReportTexts
from code_engine.portfolio.scopes import landlord_scope
from code_engine.version import VERSION


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """A report of a year. `previous` are the figures of the year before, None where no case of it was read."""

    profile: Profile
    measures: YearMeasures
    previous: YearMeasures | None
    self_assessment: SelfAssessment | None
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


def annual_report(engine: Engine, found: Collected, asked: ReportAsked, texts: ReportTexts) -> AnnualReport:
    """Gather it. The self-assessment is there where the landlord has a file of the year and a policy then in force.

    Raises LandlordError for an unknown landlord, DocumentError or RulesetError where something does not load.
    """
    landlord = engine.landlords.get(asked.landlord)
    scope = landlord_scope(engine.landlords, landlord.id, asked.period.name, asked.homes)
    before = landlord_scope(engine.landlords, landlord.id, asked.before.name, asked.homes)
    measures = year_measures(found.cases, scope, asked.period, asked.as_of, asked.choice, asked.smallest)
    previous = year_measures(found.cases, before, asked.before, asked.as_of, asked.choice, asked.smallest)
    titles, identity = _code(engine, asked.period)
    has_sheet = asked.period.name in years_of(landlord) and landlord.policy_on(asked.period.last) is not None
    return AnnualReport(
        profile=landlord.profile,
        measures=measures,
        previous=previous if previous.cohorts[0].cases else None,
        self_assessment=self_assessment_of(engine, landlord.id, asked.period.name, None, None) if has_sheet else None,
        texts=texts,
        titles=titles,
        ruleset=identity,
        rows_read=found.rows,
        rows_rejected=found.rows_rejected,
    )


def _code(engine: Engine, period: Period) -> tuple[dict[str, str], str]:
    """The titles of the provisions in force at the end of the year, and the version they are of."""
    try:
        ruleset = engine.catalogue.in_force(period.last)
    except NoRulesetInForceError:
        return {}, "no version of the Code was in force"
    titles = {number: provision.title for number, provision in ruleset.provisions.items()}
    return titles, ruleset.identity
