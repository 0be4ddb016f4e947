"""A landlord's self-assessment of a year, from what is installed: its policy, its statements, its cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from code_engine.assessment.attestations import unknown_questions
from code_engine.assessment.case_year import bounds_of, case_year
from code_engine.assessment.policy_check import check_policy
from code_engine.assessment.policy_choice import ChosenPolicy, choose_ruleset
from code_engine.assessment.self_assessment import Known, draft_self_assessment
from code_engine.assessment.self_assessment_answers import SelfAssessment
from code_engine.assessment.sheet import Sheet, sheet_of, years_of
from code_engine.engine import Engine
from code_engine.errors import LandlordError, Problem, quoted
from code_engine.landlord.landlords import Landlord
from code_engine.ruleset.rules import Ruleset


def self_assessment_of(
    engine: Engine, landlord_id: str, year: str | None, as_of: date | None, cases: Path | None
) -> SelfAssessment:
    """Draft it. The year is the latest the landlord has a file of unless given; `as_of` the year's last day.

    Without a file of that year nothing is stated, and no row says Yes. Raises LandlordError for an unknown
    landlord, one without a policy, where no year is given and there is no file, or where a file states something
    about a provision or a question that the Code does not have; CaseError for a folder without cases;
    DocumentError or RulesetError where something does not load.
    """
    landlord = engine.landlords.get(landlord_id)
    known_years = years_of(landlord)
    chosen_year = year or next(reversed(known_years), None)
    if chosen_year is None:
        hint = "say which year: --year 2024-25"
        raise LandlordError(Problem(f"{quoted(landlord.id)} has no self-assessment of any year", None, hint))
    day = as_of or bounds_of(chosen_year)[1]
    policy = landlord.policy_on(day)
    if policy is None:
        hint = "a self-assessment is drafted from a policy: give a day on which one was in force with --as-of"
        raise LandlordError(Problem(f"no policy of {quoted(landlord.id)} was in force on {day}", None, hint))
    chosen = ChosenPolicy(policy, day, landlord)
    ruleset, notes = choose_ruleset(engine.catalogue_of(landlord), chosen, None)
    sheet = sheet_of(landlord, chosen_year) if chosen_year in known_years else None
    if sheet is not None:
        _refuse_mistakes(sheet, ruleset)
    check = check_policy(policy, ruleset, day)
    year_of_cases = case_year(engine, cases, landlord.id, chosen_year, day) if cases is not None else None
    said = dict.fromkeys((*notes, *check.notes, *_notes_on(landlord, sheet, chosen_year)))
    return draft_self_assessment(landlord, ruleset, Known(check, sheet, year_of_cases), chosen_year, day, tuple(said))


def _refuse_mistakes(sheet: Sheet, ruleset: Ruleset) -> None:
    """A row or an answer that belongs to nothing in the Code would be left out of the form unseen."""
    problems = (*sheet.unknown_provisions(ruleset.provisions), *unknown_questions(sheet, ruleset))
    if problems:
        raise LandlordError(*problems)


def _notes_on(landlord: Landlord, sheet: Sheet | None, year: str) -> Iterator[str]:
    """Whose the statements are, where they are not the landlord's own."""
    if sheet is None:
        yield f"The landlord has no file assessment/{year}.yaml, so it states nothing."
    elif sheet.layers[-1].landlord != landlord.id:
        yield f"The landlord has no file assessment/{year}.yaml of its own: every statement is its group's."
