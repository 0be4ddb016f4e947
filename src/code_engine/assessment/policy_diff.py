"""What differs between two policies in effect, not in wording, and how each stands to the Code there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from code_engine.assessment.policy_answers import ProvisionCheck
from code_engine.assessment.policy_check import check_policy, checked_policy
from code_engine.assessment.policy_choice import ChosenPolicy, choose_ruleset
from code_engine.assessment.policy_diff_answers import (
    CasesCompared,
    ClosureDifference,
    Graded,
    GradeDifference,
    Held,
    PolicyDiff,
    Side,
    ValueDifference,
    WordingDifference,
)
from code_engine.assessment.policy_list_diff import ListComparer
from code_engine.assessment.policy_values import FREE_STATEMENTS, Likeness, Words, compared
from code_engine.assessment.promise_diff import promise_differences
from code_engine.landlord.policy import Setting
from code_engine.landlord.policy_statements import Statement
from code_engine.policy.statements import SECTIONS
from code_engine.ruleset.catalogue import Catalogue
from code_engine.ruleset.rules import Ruleset


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the two policies, and how it was named."""

    asked: str
    chosen: ChosenPolicy


def ruleset_for(catalogue: Catalogue, a: Asked, b: Asked) -> tuple[Ruleset, tuple[str, ...]]:
    """The version of the Code that both are measured by, that of the later one, and notes about it."""
    later = max((a.chosen, b.chosen), key=lambda chosen: chosen.as_of)
    return choose_ruleset(catalogue, later, None)


def diff_policies(
    a: Asked, b: Asked, ruleset: Ruleset, *, notes: Sequence[str] = (), cases: CasesCompared | None = None
) -> PolicyDiff:
    """Compare two policies by what they do, and their grades under one version of the Code."""
    policy_a, policy_b = a.chosen.policy, b.chosen.policy
    words_a, words_b = Words.of(a.chosen), Words.of(b.chosen)
    wording: list[WordingDifference] = []
    settings = tuple(_settings(a, b, words_a, words_b, wording))
    statements = tuple(_statements(a, b, words_a, words_b, wording))
    comparer = ListComparer(policy_a, policy_b, words_a, words_b)
    lists = tuple(comparer.differences())
    promises = promise_differences(policy_a, policy_b)
    closures = _closures(set(policy_a.closure_days), set(policy_b.closure_days))
    grades = tuple(_grades(a, b, ruleset))
    return PolicyDiff.of(
        a=_side(a),
        b=_side(b),
        ruleset=ruleset.identity,
        notes=(*notes, *_not_held(a), *_not_held(b)),
        differs=bool(settings or statements or lists or promises or closures or grades),
        settings=settings,
        statements=statements,
        lists=lists,
        promises=promises,
        closure_days=closures,
        grades=grades,
        wording=(*wording, *comparer.wording),
        cases=cases,
    )


def _side(side: Asked) -> Side:
    chosen = side.chosen
    return Side.of(asked=side.asked, name=chosen.name, as_of=chosen.as_of, policy=checked_policy(chosen.policy))


def _not_held(side: Asked) -> Iterator[str]:
    if not side.chosen.policy.held:
        yield f"The text of {side.asked} is not held, so what it says cannot be compared."


def _settings(
    a: Asked, b: Asked, words_a: Words, words_b: Words, wording: list[WordingDifference]
) -> Iterator[ValueDifference]:
    ours, others = a.chosen.policy.settings, b.chosen.policy.settings
    for name in sorted(ours.keys() | others.keys()):
        mine, other = ours.get(name), others.get(name)
        either = other or mine
        assert either is not None  # the name comes from one of the two
        meaning = either.meaning
        if mine is not None and other is not None:
            free = not isinstance(mine.value, int)
            likeness = compared(mine.value, other.value, words_a, words_b, free=free)
            if mine.unit == other.unit and likeness is Likeness.SAME:
                continue
            if likeness is Likeness.OTHER_WORDS:
                wording.append(WordingDifference.of(name=name, meaning=meaning, a=mine.value, b=other.value))
                continue
        yield ValueDifference.of(name=name, meaning=meaning, a=_held_setting(mine), b=_held_setting(other))


def _held_setting(setting: Setting | None) -> Held | None:
    return Held.of(value=setting.value, unit=setting.unit) if setting is not None else None


def _statements(
    a: Asked, b: Asked, words_a: Words, words_b: Words, wording: list[WordingDifference]
) -> Iterator[ValueDifference]:
    ours, others = a.chosen.policy.statements, b.chosen.policy.statements
    for subject, section in SECTIONS.items():
        for key, info in section.model_fields.items():
            name, meaning = f"{subject}.{key}", info.description or ""
            mine, other = ours.get(name), others.get(name)
            if mine is None and other is None:
                continue
            if mine is not None and other is not None:
                likeness = compared(mine.value, other.value, words_a, words_b, free=name in FREE_STATEMENTS)
                if likeness is Likeness.SAME:
                    continue
                if likeness is Likeness.OTHER_WORDS and mine.value is not None and other.value is not None:
                    wording.append(WordingDifference.of(name=name, meaning=meaning, a=mine.value, b=other.value))
                    continue
            yield ValueDifference.of(name=name, meaning=meaning, a=_held_statement(mine), b=_held_statement(other))


def _held_statement(statement: Statement | None) -> Held | None:
    return Held.of(value=statement.value, unit=None) if statement is not None else None


def _closures(a: set[date], b: set[date]) -> ClosureDifference | None:
    if a == b:
        return None
    return ClosureDifference.of(only_a=tuple(sorted(a - b)), only_b=tuple(sorted(b - a)))


def _grades(a: Asked, b: Asked, ruleset: Ruleset) -> Iterator[GradeDifference]:
    first, second = (check_policy(each.chosen.policy, ruleset, each.chosen.as_of) for each in (a, b))
    for mine, other in zip(first.provisions, second.provisions, strict=True):
        if (mine.grade, mine.status) != (other.grade, other.status):
            yield GradeDifference.of(provision=mine.provision, title=mine.title, a=_graded(mine), b=_graded(other))


def _graded(entry: ProvisionCheck) -> Graded:
    return Graded.of(grade=entry.grade, status=entry.status, clauses=entry.clauses, reason=entry.reason)
