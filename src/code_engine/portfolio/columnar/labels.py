"""Labels in columns: whether the other counting convention, or another reading of a contested clock, says otherwise.

They need the status of a rule worked out again for each of these. What does not depend on it is one and the same
column in the plan, and a rule whose status rests on no counting has no column for a label at all.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Final

from code_engine.portfolio.columnar.cells import ONE, ZERO, Cell, both_of, choose
from code_engine.portfolio.columnar.planning import Plan
from code_engine.portfolio.columnar.rules import CompiledRule, Rules
from code_engine.portfolio.columnar.truths import YES, Flag, conjunction, disjunction
from code_engine.ruleset.rules import DeadlineBody, JudgementBody, Rule

_DEFINITE: Final = (1, 2, 3)
"""The codes of what is met, breached or pending; only between these do labels speak of a difference."""


class LabelledRules:
    """Compiles the rules of one layer with their labels; `other` are the same rules by the other convention."""

    def __init__(self, plan: Plan, rules: Rules, other: Rules) -> None:
        self._plan, self._rules, self._other = plan, rules, other

    def compiled(self, rule: Rule) -> CompiledRule:
        """One rule; raises NotCompiled with the reason where it, or a reading of it, cannot be said in columns."""
        found = self._rules.compiled(rule)
        return replace(found, contested=self._contested(rule), within_one_day=self._within_one_day(rule, found.status))

    def _within_one_day(self, rule: Rule, status: Cell) -> Cell | None:
        """Whether both conventions give a definite status, and not the same.

        Whether the rule applies is decided by the chosen one: where it does not, or where that is not known, its
        status is none of the definite ones.
        """
        if isinstance(rule.body, JudgementBody):
            return None  # however days are counted, the question put to people is the same
        other = self._other.status(rule)
        if other == self._rules.status(rule):
            return None
        other = self._plan.computed(f"{rule.id}_otherwise", other, "int8")
        return self._kept(f"{rule.id}_within_one_day", _differ(status, other))

    def _contested(self, rule: Rule) -> Cell | None:
        """Whether readings of the clock give different definite statuses; the one that decides may have neither."""
        body = rule.body
        if not isinstance(body, DeadlineBody) or body.contested is None or body.for_each is not None:
            return None
        said = [
            self._plan.computed(f"{rule.id}_{clock.reading}", self._rules.deadlines.outcome(body, clock).status, "int8")
            for clock in body.clocks
        ]
        differ = disjunction(_differ(one, other) for one, other in combinations(said, 2) if one != other)
        if differ.always is False:
            return None
        applies = YES if rule.applies is None else self._rules.conditions.flag(rule.applies)
        return self._kept(f"{rule.id}_contested", conjunction((applies, differ)))

    def _kept(self, name: str, test: Flag) -> Cell:
        return self._plan.computed(name, choose((test.cell, ONE), otherwise=ZERO), "int8")


def _differ(one: Cell, other: Cell) -> Flag:
    """Whether two statuses are definite and not the same."""
    return Flag(both_of((one.one_of(_DEFINITE), other.one_of(_DEFINITE), one.differs(other))), known=True)
