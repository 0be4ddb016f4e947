"""What the member responsible for complaints takes to the governing body every month (9.7)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from code_engine.engine import Engine
from code_engine.errors import LandlordError, NoRulesetInForceError, Problem, quoted
from code_engine.landlord.profile import Profile
from code_engine.portfolio.collecting import Collected
from code_engine.portfolio.measures.cohort import Period
from code_engine.portfolio.measures.year_measures import YearMeasures, year_measures
from code_engine.portfolio.scopes import group_scope, landlord_scope

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class BoardPack:
    """The figures of a month, and of the twelve months that end with it."""

    profile: Profile
    month: YearMeasures
    twelve: YearMeasures
    titles: Mapping[str, str]


def month_period(month: str) -> Period:
    """The days of a month written `2025-03`. Raises LandlordError for anything else."""
    match = _MONTH.fullmatch(month)
    if match is None:
        raise LandlordError(Problem(f"{quoted(month)} is not a month", None, "write year and month: 2025-03"))
    year, number = int(match[1]), int(match[2])
    return Period(month, date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))


def twelve_months(month: Period) -> Period:
    """The twelve months that end with a month."""
    first = (month.last + timedelta(days=1)).replace(year=month.last.year - (month.last.month != 12))
    return Period(f"{first.year}-{first.month:02} to {month.name}", first, month.last)


def board_pack(
    engine: Engine, found: Collected, landlord: str, month: str, as_of: date, group: bool = False
) -> BoardPack:
    """Count both, of the landlord or of its group.

    Raises LandlordError for an unknown landlord, or for what is not a month.
    """
    one = month_period(month)
    year = twelve_months(one)
    scope = (group_scope if group else landlord_scope)(engine.landlords, landlord, year.name, {})
    try:
        provisions = engine.catalogue.in_force(one.last).provisions
    except NoRulesetInForceError:
        titles: Mapping[str, str] = {}
    else:
        titles = {number: provision.title for number, provision in provisions.items()}
    return BoardPack(
        profile=engine.landlords.get(landlord).profile,
        month=year_measures(found.cases, scope, one, as_of),
        twelve=year_measures(found.cases, scope, year, as_of),
        titles=titles,
    )
