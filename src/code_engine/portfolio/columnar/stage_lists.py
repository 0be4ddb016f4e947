"""Lists of texts of a stage in columns: who considered it, which points were defined, which were answered."""

from __future__ import annotations

from code_engine.portfolio.columnar.cells import (
    ONE,
    ZERO,
    Cell,
    both_of,
    choose,
    column,
    either_of,
    known_or,
    negated,
    number,
    text,
)
from code_engine.portfolio.columnar.effects import counts_as
from code_engine.portfolio.columnar.grains import ORDER, STAGE, text_rows
from code_engine.portfolio.columnar.planning import Plan
from code_engine.portfolio.columnar.sets import TextSets
from code_engine.portfolio.columnar.truths import Compiled, WordSet


def stage_lists(plan: Plan, sets: TextSets) -> dict[str, Compiled]:
    """The facts of both stages that are lists of texts."""
    found: dict[str, Compiled] = {}
    for stage in (1, 2):
        here = column(STAGE).same(number(stage))
        written = both_of((here, counts_as("response_issued")))
        for fact, event_type, field, test in (
            ("points_defined", "defined", "points_", here),
            ("points_addressed", "response_issued", "points_addressed_", written),
        ):
            name = f"stage_{stage}.{fact}"
            sets.declare(name, text_rows(field), both_of((*_rows_of(event_type, field), test)))
            found[name] = _union(plan, sets, name, event_type, field, test)
        found[f"stage_{stage}.considered_by"] = _considered_by(plan, sets, stage, here, written)
    return found


def _rows_of(event_type: str, field: str) -> tuple[Cell, Cell]:
    return column("type").same(text(event_type)), column("field").same(text(field))


def _union(plan: Plan, sets: TextSets, name: str, event_type: str, field: str, test: Cell) -> WordSet:
    """All texts of several lists; not known as soon as one of them is not."""
    left_out = choose((both_of((test, column(field).is_null())), ONE))
    unknown = known_or(plan.aggregated(f"unknown_{name}", event_type, "max", left_out), ZERO)
    return WordSet(name, plan.computed(name, choose((unknown.same(ZERO), sets.size(name)))))


def _considered_by(plan: Plan, sets: TextSets, stage: int, here: Cell, written: Cell) -> WordSet:
    """Those who decided, and handlers but for one who declared a conflict and was replaced."""
    name = f"stage_{stage}.considered_by"
    last = known_or(plan.aggregated(f"last_{name}", "assigned", "max", choose((here, column(ORDER)))), ZERO)
    replaced = both_of((known_or(column("conflict_declared_"), ZERO).same(ONE), column(ORDER).less(last)))
    handles = both_of((here, negated(replaced)))
    sets.declare(
        name,
        text_rows("considered_by_", "person_"),
        either_of(
            (
                both_of((*_rows_of("assigned", "person_"), handles)),
                both_of((*_rows_of("response_issued", "considered_by_"), written)),
            )
        ),
    )
    is_named = both_of((handles, known_or(column("person_"), text("")).differs(text(""))))
    named = _any(plan, f"named_{name}", "assigned", is_named)
    responses = _any(plan, f"responses_{name}", "response_issued", written)
    silent = _any(plan, f"silent_{name}", "response_issued", both_of((written, column("considered_by_").is_null())))
    assigned = _any(plan, f"assigned_{name}", "assigned", here)
    count = choose(
        (both_of((responses.same(ZERO), assigned.same(ZERO))), ZERO),
        (both_of((named.same(ZERO), either_of((silent.same(ONE), responses.same(ZERO))))), _nothing()),
        otherwise=sets.size(name),
    )
    return WordSet(name, plan.computed(name, count))


def _any(plan: Plan, name: str, grain: str, test: Cell) -> Cell:
    return known_or(plan.aggregated(name, grain, "max", choose((test, ONE))), ZERO)


def _nothing() -> Cell:
    return choose((ONE.same(ZERO), ZERO))
