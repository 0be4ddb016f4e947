"""What a landlord's policies and self-assessments say about questions and provisions that no Code has.

Each of them alone is well formed, so only beside the rulesets does it show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from code_engine.assessment.attestations import unknown_questions
from code_engine.assessment.policy_check import check_policy
from code_engine.assessment.policy_program import policy_program
from code_engine.assessment.sheet import Sheet, sheet_of, years_of
from code_engine.errors import CodeEngineError, Problem, did_you_mean, quoted
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.policy import Policy
from code_engine.landlord.policy_version import PolicyVersion
from code_engine.ruleset.rules import Ruleset


def sheet_problems(landlord: Landlord, rulesets: Sequence[Ruleset]) -> Iterator[Problem]:
    """What is wrong with the self-assessments of a landlord and its group, year by year; one does not hide another."""
    try:
        years = years_of(landlord)
    except CodeEngineError as error:
        yield from error.problems
        return
    for year in years:
        try:
            sheet = sheet_of(landlord, year)
        except CodeEngineError as error:
            yield from error.problems
        else:
            yield from _problems_in(sheet, rulesets)


def policy_problems(policies: Iterable[Policy], rulesets: Sequence[Ruleset]) -> Iterator[Problem]:
    """Answers and departures of policies that belong to nothing, and conditions about policies that do not work."""
    questions = {key for ruleset in rulesets for key in policy_program(ruleset).judgements}
    provisions = _provisions(rulesets)
    for policy in policies:
        for layer in policy.layers:
            yield from _belonging_to_nothing(layer, questions, provisions)
        for ruleset in rulesets:
            try:
                check_policy(policy, ruleset, policy.start or ruleset.in_force_from)
            except CodeEngineError as error:
                yield from error.problems


def _problems_in(sheet: Sheet, rulesets: Sequence[Ruleset]) -> Iterator[Problem]:
    """A row or an answer is unknown where no ruleset knows it: a file may be of a year of any of them."""
    yield from sheet.unknown_provisions(_provisions(rulesets))
    by_ruleset = [unknown_questions(sheet, ruleset) for ruleset in rulesets]
    for problem in by_ruleset[0] if by_ruleset else ():
        if all(any(_same(problem, other) for other in others) for others in by_ruleset[1:]):
            yield problem


def _belonging_to_nothing(layer: PolicyVersion, questions: set[str], provisions: list[str]) -> Iterator[Problem]:
    for key in layer.content.answers:
        if key not in questions:
            place = layer.document.key_location(("answers", key))
            yield Problem(f"no rule about policies asks {quoted(key)}", place, did_you_mean(key, questions))
    for number in layer.content.departures:
        if number not in provisions:
            place = layer.document.key_location(("departures", number))
            yield Problem(
                f"there is no provision {quoted(number)} in this Code", place, did_you_mean(number, provisions)
            )


def _provisions(rulesets: Sequence[Ruleset]) -> list[str]:
    return list(dict.fromkeys(number for ruleset in rulesets for number in ruleset.provisions))


def _same(one: Problem, other: Problem) -> bool:
    """The same mistake, whatever each ruleset advises."""
    return (one.message, one.location) == (other.message, other.location)
