"""The policies of a landlord that a ruleset applies to, and whether their rules and consequences can be built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from code_engine.case.vocabulary import VOCABULARY
from code_engine.conformance.installation import Installation
from code_engine.errors import CodeEngineError, Problem
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.policy import Policy
from code_engine.landlord_program import build_landlord_program, compile_code
from code_engine.ruleset.rules import Ruleset


def unbuilt(installation: Installation) -> Iterator[Problem]:
    """What is wrong with the landlord's rules and consequences, under each ruleset with each policy of its days."""
    landlord = installation.landlord
    seen: set[Problem] = set()
    for ruleset in installation.engine.catalogue_of(landlord):
        code = compile_code(ruleset, VOCABULARY)
        for policy in (None, *policies_under(landlord, ruleset)):
            try:
                build_landlord_program(landlord, policy, code, VOCABULARY, installation.engine.calendar)
            except CodeEngineError as error:
                yield from (problem for problem in error.problems if problem not in seen)
                seen.update(error.problems)


def policies_under(landlord: Landlord, ruleset: Ruleset) -> Iterator[Policy]:
    """Every merged policy that was in force on a day on which the ruleset was, each once."""
    days = {ruleset.in_force_from}
    for each in landlord.lineage:
        for version in each.policies:
            days |= {day for day in (version.start, _after(version.end)) if day is not None}
    seen: set[str] = set()
    for day in sorted(day for day in days if ruleset.in_force_on(day)):
        policy = landlord.policy_on(day)
        if policy is not None and policy.digest not in seen:
            seen.add(policy.digest)
            yield policy


def _after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day is not None and day < date.max else None
