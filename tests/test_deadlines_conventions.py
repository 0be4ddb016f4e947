"""Deadlines by the other counting convention: what differs where working days are counted, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final, TypeAlias

import pytest

from code_engine.calendar import Counting, england
from code_engine.case.values import NEVER, Items, Value, ValueType
from code_engine.evaluation.context import Context
from code_engine.evaluation.deadline_program import DeadlineProgram
from code_engine.evaluation.deadlines import DeadlineOutcome
from code_engine.ruleset.language import parse
from code_engine.ruleset.rules import ClockReading, DeadlineBody, ExtensionRule, ForEach, Parameter, Unit
from code_engine.ruleset.scope import Scope

WEDNESDAY: Final = date(2024, 6, 5).toordinal()
"""Five calendar days later is a Monday, so that a limit from there ends on another day by each convention."""
NOTICES: Final = {"on": ValueType.DATE, "new": ValueType.DATE}
SCOPE: Final = Scope(
    facts={"begun": ValueType.DATE, "finished": ValueType.DATE, "over": ValueType.DATE},
    collections={"notices": NOTICES},
    parameters={},
)
IN_ITEM: Final = SCOPE.with_variables({"notice": NOTICES})
IN_NOTICE: Final = SCOPE.with_variables({"notice": NOTICES, "due": ValueType.DATE, "limit": ValueType.DATE})


def five(unit: Unit) -> Parameter:
    """A limit of five days or months."""
    return Parameter("limit", 5, unit, "Time to answer", "fixed", "1.1")


def extended_by_at_most(cap: Parameter) -> ExtensionRule:
    return ExtensionRule(
        notices=parse("notices", SCOPE, None, ValueType.COLLECTION),
        collection="notices",
        new_due=parse("notice.new", IN_NOTICE, None, ValueType.DATE),
        valid=parse("notice.new <= limit", IN_NOTICE, None, ValueType.FLAG),
        cap=cap,
    )


def a_deadline(
    *,
    begun: str = "begun",
    limit: Unit = "calendar_days",
    done: str = "finished",
    ends: str | None = None,
    cap: Unit | None = None,
) -> DeadlineProgram:
    """A limit of five, from a clock; by default nothing in it counts working days."""
    return DeadlineProgram(
        DeadlineBody(
            clocks=(ClockReading(None, "", parse(begun, SCOPE, None, ValueType.DATE)),),
            contested=None,
            limit=five(limit),
            due=None,
            done=parse(done, SCOPE, None, ValueType.DATE),
            ends=parse(ends, SCOPE, None, ValueType.DATE) if ends is not None else None,
            extension=extended_by_at_most(five(cap)) if cap is not None else None,
            for_each=None,
        )
    )


def an_item_deadline(*, due: str = "notice.new", belongs: str | None = None) -> DeadlineProgram:
    """One duty per notice, with a due date of its own; by default nothing in it counts working days."""
    return DeadlineProgram(
        DeadlineBody(
            clocks=(),
            contested=None,
            limit=None,
            due=parse(due, IN_ITEM, None, ValueType.DATE),
            done=parse("notice.on", IN_ITEM, None, ValueType.DATE),
            ends=None,
            extension=None,
            for_each=ForEach(
                "notice", "notices", parse(belongs, IN_ITEM, None, ValueType.FLAG) if belongs is not None else None
            ),
        )
    )


MakeProgram: TypeAlias = Callable[[], DeadlineProgram]
"""Made inside a test, so that a mutant of what makes it is seen by that test."""

COUNTED: Final[dict[str, MakeProgram]] = {
    "the limit": partial(a_deadline, limit="working_days"),
    "the start of the clock": partial(a_deadline, begun="working_days_after(begun, 3)"),
    "what fulfils it": partial(a_deadline, done="working_days_after(finished, 3)"),
    "the day it falls away": partial(a_deadline, done="over", ends="working_days_after(begun, 4)"),
    "the cap of its extensions": partial(a_deadline, cap="working_days"),
}
UNCOUNTED: Final[dict[str, MakeProgram]] = {
    "a limit in calendar days": a_deadline,
    "a limit in months": partial(a_deadline, limit="months", ends="over"),
}
counted = pytest.mark.parametrize("make", COUNTED.values(), ids=COUNTED.keys())
uncounted = pytest.mark.parametrize("make", UNCOUNTED.values(), ids=UNCOUNTED.keys())


def a_context(counting: Counting) -> Context:
    notices = Items(({"on": WEDNESDAY, "new": WEDNESDAY + 12},))
    facts: dict[str, Value] = {"begun": WEDNESDAY, "finished": WEDNESDAY, "over": NEVER, "notices": notices}
    return Context(facts, england(), counting, WEDNESDAY + 30)


def both_ways(program: DeadlineProgram) -> tuple[DeadlineOutcome, DeadlineOutcome]:
    """The outcome from day 0 and inclusively, each worked out from the start."""
    here, there = (program.outcome(a_context(counting), program.default_clock) for counting in Counting)
    return here, there


@counted
def test_an_outcome_counted_again_is_the_one_the_other_convention_gives(make: MakeProgram) -> None:
    program = make()
    from_day_0, inclusive = both_ways(program)
    assert from_day_0 != inclusive
    assert program.counts_working_days
    assert program.recounted(from_day_0, a_context(Counting.INCLUSIVE)) == inclusive
    assert program.recounted(inclusive, a_context(Counting.DAY_0)) == from_day_0


@uncounted
def test_an_outcome_in_which_no_working_day_is_counted_is_the_same_by_both_conventions(make: MakeProgram) -> None:
    program = make()
    from_day_0, inclusive = both_ways(program)
    assert not program.counts_working_days
    assert from_day_0 == inclusive == program.recounted(from_day_0, a_context(Counting.INCLUSIVE))


def test_a_duty_per_item_counts_working_days_where_its_due_date_or_its_condition_does() -> None:
    assert an_item_deadline(due="working_days_after(notice.new, 3)").counts_working_days
    assert an_item_deadline(belongs="notice.new <= working_days_after(notice.on, 8)").counts_working_days
    assert not an_item_deadline(belongs="notice.new <= notice.on").counts_working_days
    assert not an_item_deadline().counts_working_days


def test_which_items_a_duty_is_about_can_depend_on_the_counting_convention() -> None:
    program = an_item_deadline(belongs="notice.new <= working_days_after(notice.on, 8)")
    found = [[belongs for _, _, belongs in program.items(a_context(counting))] for counting in Counting]
    assert found == [[True], [False]]
