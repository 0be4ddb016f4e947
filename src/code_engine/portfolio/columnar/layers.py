"""The layers a portfolio is evaluated in: the Code, and every policy of the landlords asked for, while in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from code_engine.calendar import FIRST_DAY, LAST_DAY, WorkingCalendar
from code_engine.case.vocabulary import VOCABULARY
from code_engine.engine import Engine
from code_engine.landlord.landlords import Landlord
from code_engine.landlord_program import LandlordProgram, build_landlord_program, compile_code
from code_engine.ruleset.rules import Rule, Ruleset


@dataclass(frozen=True, slots=True)
class PolicyLayer:
    """The promises of one landlord under one policy, and the days of receipt (day numbers) they are for."""

    landlord: str
    policy: str
    first: int
    last: int
    calendar: WorkingCalendar
    rules: tuple[Rule, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layers:
    """The rules of a Code, and the promises beside them; `forced` where the Code is for any day of receipt."""

    ruleset: Ruleset
    calendar: WorkingCalendar
    code: tuple[Rule, ...]
    judgements: tuple[str, ...]
    landlords: tuple[str, ...]
    policies: tuple[PolicyLayer, ...]
    forced: bool = False


def layers_of(engine: Engine, ruleset: Ruleset, landlords: Iterable[str], *, forced: bool = False) -> Layers:
    """The layers for some landlords under one ruleset, for the days it is in force, or `forced` for all.

    Raises LandlordError for an unknown landlord or a policy that does not load.
    """
    code = compile_code(ruleset, VOCABULARY)
    found: list[PolicyLayer] = []
    judgements: dict[str, None] = {}
    names = tuple(sorted(set(landlords)))
    for name in names:
        landlord = engine.landlords.get(name)
        plain = build_landlord_program(landlord, None, code, VOCABULARY, engine.calendar)
        judgements |= dict.fromkeys(plain.judgements)
        for first, last in _spans(landlord):
            policy = landlord.policy_on(first)
            if policy is not None:
                program = build_landlord_program(landlord, policy, code, VOCABULARY, engine.calendar)
                judgements |= dict.fromkeys(program.judgements)
                found.append(_layer(program, first, last))
    rules = tuple(each.rule for each in code.rules)
    return Layers(ruleset, engine.calendar, rules, tuple(judgements), names, tuple(found), forced)


def _layer(program: LandlordProgram, first: date, last: date) -> PolicyLayer:
    assert program.policy is not None
    return PolicyLayer(
        program.landlord.id,
        program.policy.version,
        first.toordinal(),
        last.toordinal(),
        program.calendar,
        tuple(each.rule for each in program.rules),
        tuple(program.landlord.facts),
    )


def _spans(landlord: Landlord) -> list[tuple[date, date]]:
    """The spans of days in which one and the same policies are in force, first and last day included."""
    versions = [version for each in landlord.lineage for version in each.policies]
    starts = {FIRST_DAY, *(version.start for version in versions if version.start is not None)}
    starts |= {date.fromordinal(version.end.toordinal() + 1) for version in versions if version.end is not None}
    ordered = sorted(day for day in starts if FIRST_DAY <= day <= LAST_DAY)
    ends = [date.fromordinal(day.toordinal() - 1) for day in ordered[1:]]
    return list(zip(ordered, [*ends, LAST_DAY], strict=True))
