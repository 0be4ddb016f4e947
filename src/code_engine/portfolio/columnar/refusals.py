"""Refusals in columns: whether a complaint was taken on all the same, and which of several refusals counts."""

from __future__ import annotations

from code_engine.portfolio.columnar.cells import ONE, ZERO, Cell, both_of, choose, column, either_of, known_or, negated
from code_engine.portfolio.columnar.effects import goes_on
from code_engine.portfolio.columnar.grains import ALL_EVENTS, CASE, ON, ORDER
from code_engine.portfolio.columnar.planning import Plan, inner
from code_engine.portfolio.columnar.truths import NEVER_CELL, Bounded, Flag, as_code, disjunction, of_code

_ON, _ORDER = column(ON), column(ORDER)


def last_order(plan: Plan, name: str, test: Cell) -> Cell:
    """The place of the last event of which a test holds, 0 where there is none."""
    return known_or(plan.aggregated(name, ALL_EVENTS, "max", choose((test, _ORDER))), ZERO)


def taken_on(plan: Plan, came: Flag, refusal: str, stage: int | None) -> Flag:
    """Whether a complaint or a request that came was taken on: not refused, or gone on with since the last refusal."""
    refused = known_or(plan.aggregated(f"last_{refusal}", refusal, "max", _ORDER), ZERO)
    on, maybe = goes_on(stage)
    certain = last_order(plan, f"{refusal}_gone_on", on)
    possible = last_order(plan, f"{refusal}_may_have_gone_on", maybe)
    gone_on = of_code(choose((refused.less(certain), ONE), (possible.at_most(refused), ZERO)))
    taken = disjunction((Flag(refused.same(ZERO), known=True), gone_on))
    return of_code(choose((came.cell, as_code(taken)), otherwise=as_code(came)))


def refused_on(plan: Plan, name: str, refusal: str, stage: int | None) -> Bounded:
    """The day of the first refusal, or of the first after the matter was gone on with all the same."""
    on, maybe = goes_on(stage)
    earlier = inner(_ORDER).less(_ORDER)

    def before(label: str, grain: str, test: Cell) -> Cell:
        found = plan.paired(refusal, label, grain, "max", choose((both_of((earlier, inner(test))), inner(_ORDER))))
        return known_or(found, ZERO)

    previous = before("previous_refusal", refusal, column(CASE).not_null())
    begins = either_of((previous.same(ZERO), previous.less(before("gone_on", ALL_EVENTS, on))))
    may_begin = both_of((negated(begins), previous.less(before("may_have_gone_on", ALL_EVENTS, maybe))))
    start = known_or(plan.aggregated(f"{name}_refusal", refusal, "max", choose((begins, _ORDER))), ZERO)
    low = known_or(plan.aggregated(f"{name}_refused_low", refusal, "max", choose((begins, _ON))), NEVER_CELL)
    last = plan.aggregated(f"{name}_refusal_last", refusal, "max", choose((may_begin, _ORDER)))
    last_day = plan.aggregated(f"{name}_refused_last", refusal, "max", choose((may_begin, _ON)))
    high = choose((start.less(known_or(last, ZERO)), known_or(last_day, NEVER_CELL)), otherwise=low)
    return Bounded(low, high)
