"""Status on bounds: whatever the unknown days turn out to be, a verdict that was given stays right."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from code_engine.calendar import Counting, england
from code_engine.case.values import NEVER, Between, Items, Value, ValueType
from code_engine.evaluation.conditions import compile_expression
from code_engine.evaluation.context import Context
from code_engine.evaluation.deadline_program import Clock, DeadlineProgram, notice_in
from code_engine.evaluation.deadlines import DeadlineOutcome, Notice, judge, status_of
from code_engine.evaluation.evaluation import Status
from code_engine.evaluation.truth import Bounded, bounds
from code_engine.ruleset.language import parse
from code_engine.ruleset.rules import ClockReading, DeadlineBody, ExtensionRule, ForEach, Parameter
from code_engine.ruleset.scope import Scope

MET, BREACHED, PENDING = Status.MET, Status.BREACHED, Status.PENDING
UNDETERMINED, NOT_APPLICABLE = Status.UNDETERMINED, Status.NOT_APPLICABLE

DAYS: Final = (1, 2, 3, 4)
MOMENTS: Final = (*DAYS, NEVER)
BOUNDED: Final[tuple[Bounded, ...]] = (
    *MOMENTS,
    *(Between(low, high) for low in MOMENTS for high in MOMENTS if low < high),
)


def can_be(value: Bounded, as_of: int | None = None) -> list[int]:
    """The moments a value may turn out to be; with `as_of` only those that have come, or never have."""
    low, high = bounds(value)
    return [day for day in MOMENTS if low <= day <= high and (as_of is None or day <= as_of or day == NEVER)]


def is_about_the_past(value: Bounded, as_of: int) -> bool:
    """Whether it is a value of something on record: come by now, or perhaps never."""
    low, high = bounds(value)
    return high in (low, NEVER) if low > as_of else high <= as_of or high == NEVER


def plainly(due: int, done: int, as_of: int, ends: int = NEVER) -> Status:
    """The status where everything is known, in so many words."""
    if ends <= as_of and not (done <= ends and done != NEVER):
        return BREACHED if due < ends else NOT_APPLICABLE
    if done != NEVER:
        return MET if done <= due else BREACHED
    return PENDING if as_of <= due else BREACHED


def test_a_status_is_what_all_possible_days_agree_on() -> None:
    for due, done, as_of in product(BOUNDED, BOUNDED, DAYS):
        if not is_about_the_past(done, as_of):
            continue
        possible = {plainly(*days, as_of) for days in product(can_be(due), can_be(done, as_of))}
        if not possible:
            continue
        if possible <= {PENDING, MET} and PENDING in possible:
            expected = PENDING  # it may be done already, but can no longer have been late
        else:
            expected = possible.pop() if len(possible) == 1 else UNDETERMINED
        assert status_of(due, done, as_of) is expected, (due, done, as_of)


ALLOWED: Final = {
    MET: {MET, NOT_APPLICABLE},
    BREACHED: {BREACHED},
    PENDING: {PENDING, MET, NOT_APPLICABLE},
    NOT_APPLICABLE: {NOT_APPLICABLE, MET},
}
"""For each verdict on a duty that may have ended, what it may turn out to be: a breach is certain or not said."""


def test_a_breach_is_said_of_a_duty_that_may_have_ended_exactly_where_it_is_certain() -> None:
    for due, done, as_of, ends in product(BOUNDED, BOUNDED, DAYS, BOUNDED):
        if not (is_about_the_past(done, as_of) and is_about_the_past(ends, as_of)):
            continue
        days = list(product(can_be(due), can_be(done, as_of), can_be(ends, as_of)))
        possible = {plainly(a_due, a_done, as_of, an_end) for a_due, a_done, an_end in days}
        if not possible:
            continue
        found = judge(None, due, due, done, as_of, ends)
        case = (due, done, as_of, ends, possible)
        assert (found.status is BREACHED) is (possible == {BREACHED}), case
        if found.status is not UNDETERMINED:
            assert possible <= ALLOWED[found.status], case
        if isinstance(ends, int) and len(possible) == 1:
            assert {found.status} == possible, case
        assert found.outstanding is (found.status is BREACHED and bounds(done)[0] == NEVER and bounds(ends)[0] > as_of)


def test_a_duty_that_surely_ended_before_it_was_due_is_not_pending() -> None:
    assert judge(None, 4, 4, NEVER, 3, Between(1, 2)).status is NOT_APPLICABLE
    assert judge(None, 4, 4, NEVER, 2, Between(1, 2)).status is NOT_APPLICABLE
    assert judge(None, 4, 4, NEVER, 3, Between(1, NEVER)).status is PENDING


def test_a_duty_that_ended_still_shows_its_dates_and_notices() -> None:
    notice = Notice(1, 2, 9, 4, True)
    ended = judge(1, 2, 4, NEVER, 9, 6, (notice,))
    assert ended == DeadlineOutcome(BREACHED, 1, 2, 4, NEVER, False, (notice,), ended=6)


def test_a_duty_that_may_have_ended_still_shows_its_dates_and_notices() -> None:
    notice = Notice(1, 2, 9, 4, True)
    some_day = judge(1, 2, 4, NEVER, 9, Between(6, 7), (notice,))
    assert some_day == DeadlineOutcome(BREACHED, 1, 2, 4, NEVER, False, (notice,))
    not_yet = judge(1, 2, 4, NEVER, 9, Between(10, NEVER), (notice,))
    assert not_yet == DeadlineOutcome(BREACHED, 1, 2, 4, NEVER, True, (notice,))


def test_a_duty_done_before_it_would_have_ended_still_shows_its_dates_and_notices() -> None:
    notice = Notice(1, 2, 9, 4, True)
    assert judge(1, 2, 4, 3, 9, 6, (notice,)) == DeadlineOutcome(MET, 1, 2, 4, 3, False, (notice,))


def outcome(**values: Bounded | Status) -> DeadlineOutcome:
    given = {"status": MET, "clock": 1, "original_due": 2, "due": 2, "done": 1, "outstanding": False} | values
    return DeadlineOutcome(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"done": 3, "due": 4}, True),
        ({"done": 2, "due": 4}, False),
        ({"done": 3, "due": 4, "status": BREACHED}, False),
        ({"done": Between(3, 4), "due": 4}, True),
        ({"done": Between(2, 4), "due": 4}, False),
        ({"done": 3, "due": 4, "original_due": Between(1, 3)}, False),
    ],
)
def test_only_what_was_certainly_after_the_original_due_date_is_met_with_an_extension(
    values: dict[str, Bounded | Status], expected: bool
) -> None:
    assert outcome(**values).met_with_extension is expected


def test_a_due_date_or_a_done_date_is_named_only_where_it_is_known() -> None:
    known = outcome(due=4, done=3)
    assert (known.due_day, known.done_day) == (4, 3)
    assert (outcome(due=NEVER).due_day, outcome(done=NEVER).done_day) == (None, None)
    assert (outcome(due=Between(1, 2)).due_day, outcome(done=Between(1, 2)).done_day) == (None, None)


# Deadlines with extensions, straight from expressions, without the files of a ruleset.

LIMIT: Final = Parameter("limit", 10, "working_days", "Time to answer", "fixed", "1.1")
CAP: Final = Parameter("cap", 5, "calendar_days", "Most of an extension", "fixed", "1.1")
MONDAY: Final = date(2024, 6, 3).toordinal()
NOTICES: Final = {"on": ValueType.DATE, "new": ValueType.DATE, "good": ValueType.FLAG}
SCOPE: Final = Scope(
    facts={"begun": ValueType.DATE, "named": ValueType.DATE, "finished": ValueType.DATE, "over": ValueType.DATE},
    collections={"notices": NOTICES},
    parameters={},
)
IN_NOTICE: Final = SCOPE.with_variables({"notice": NOTICES, "due": ValueType.DATE, "limit": ValueType.DATE})


def a_program(limit: Parameter = LIMIT, *, ends: bool = False, extended: bool = True) -> DeadlineProgram:
    extension = ExtensionRule(
        notices=parse("notices", SCOPE, None, ValueType.COLLECTION),
        collection="notices",
        new_due=parse("notice.new", IN_NOTICE, None, ValueType.DATE),
        valid=parse("notice.on <= due and notice.new <= limit and notice.good", IN_NOTICE, None, ValueType.FLAG),
        cap=CAP,
    )
    return DeadlineProgram(
        DeadlineBody(
            clocks=(ClockReading(None, "", parse("begun", SCOPE, None, ValueType.DATE)),),
            contested=None,
            limit=limit,
            due=None,
            done=parse("finished", SCOPE, None, ValueType.DATE),
            ends=parse("over", SCOPE, None, ValueType.DATE) if ends else None,
            extension=extension if extended else None,
            for_each=None,
        )
    )


def a_context(**facts: Value) -> Context:
    known: dict[str, Value] = {"begun": MONDAY, "finished": NEVER, "over": NEVER, "notices": Items(())}
    known.update(facts)
    return Context(known, england(), Counting.DAY_0, MONDAY)


def a_notice(on: Bounded, new: Bounded, good: bool | None = True) -> dict[str, Value]:
    return {"on": on, "new": new, "good": good}


def run(program: DeadlineProgram, context: Context) -> DeadlineOutcome:
    return program.outcome(context, program.default_clock)


DUE: Final = MONDAY + 14
CAPPED: Final = DUE + 5


def test_a_limit_counts_in_its_own_unit() -> None:
    days, months = (Parameter("limit", 2, unit, "", "fixed", "1.1") for unit in ("calendar_days", "months"))
    assert run(a_program(), a_context()).due == DUE
    assert run(a_program(days), a_context()).due == MONDAY + 2
    assert run(a_program(months), a_context()).due == MONDAY + 61
    assert run(a_program(days), a_context(begun=NEVER)).due == NEVER


def test_each_valid_notice_moves_the_due_date_and_is_listed_with_what_it_met() -> None:
    notices = Items((a_notice(DUE, DUE + 2), a_notice(DUE + 2, CAPPED), a_notice(CAPPED, CAPPED + 1)))
    found = run(a_program(), a_context(notices=notices))
    assert (found.original_due, found.due, found.clock) == (DUE, CAPPED, MONDAY)
    assert found.notices == (
        Notice(1, DUE, CAPPED, DUE + 2, True),
        Notice(2, DUE + 2, CAPPED, CAPPED, True),
        Notice(3, CAPPED, CAPPED, CAPPED + 1, False),
    )


def test_a_valid_notice_never_brings_the_due_date_forward() -> None:
    assert run(a_program(), a_context(notices=Items((a_notice(MONDAY, MONDAY + 1),)))).due == DUE


def test_a_notice_that_may_be_valid_leaves_both_due_dates_possible() -> None:
    found = run(a_program(), a_context(notices=Items((a_notice(DUE, DUE + 2, None),))))
    assert (found.due, found.notices[0].valid) == (Between(DUE, DUE + 2), None)


def test_notices_that_may_be_missing_leave_every_due_date_open_upwards() -> None:
    incomplete = run(a_program(), a_context(notices=Items((a_notice(DUE + 1, DUE + 2),), complete=False)))
    assert incomplete.due == Between(DUE, NEVER)
    assert incomplete.notices == (Notice(1, Between(DUE, NEVER), CAPPED, DUE + 2, None),)
    without_any = run(a_program(), a_context(notices=Items((), complete=False)))
    assert (without_any.due, without_any.notices) == (Between(DUE, NEVER), ())


def test_a_duty_without_extensions_has_no_notices() -> None:
    program = a_program(extended=False)
    context = a_context(notices=Items((a_notice(DUE, DUE + 2),)))
    found = run(program, context)
    assert (found.due, found.notices) == (DUE, ())
    assert (program.notice_items(context), program.missing_in_notices((), context)) == ((), ())


def test_the_end_of_a_duty_is_read_where_there_is_one() -> None:
    context = a_context(over=MONDAY)
    assert run(a_program(ends=True), context).status is NOT_APPLICABLE
    assert run(a_program(ends=False), context).status is PENDING


def test_a_program_names_every_fact_it_reads() -> None:
    assert set(a_program(ends=True).names()) == {"begun", "finished", "over", "notices"}
    assert set(a_program(extended=False).names()) == {"begun", "finished"}
    assert a_program().names_behind_due == ("begun",)


def test_what_is_missing_about_notices_is_named_by_its_place() -> None:
    program = a_program()
    notices = Items((a_notice(DUE, DUE + 2, None), a_notice(DUE, Between(DUE, NEVER))), complete=False)
    context = a_context(notices=notices)
    found = run(program, context)
    assert program.missing_in_notices(found.notices, context) == ("notices[1].good", "notices[2].new", "notices")
    assert context.variables == {}
    assert context.places == {}


def test_behind_an_unknown_due_date_stands_the_start_of_the_clock() -> None:
    program = a_program()
    context = a_context(begun=Between(MONDAY, MONDAY + 5), notices=Items((a_notice(DUE + 2, DUE + 2),)))
    found = run(program, context)
    assert found.notices[0].valid is None
    assert program.missing_in_notices(found.notices, context) == ("begun",)
    assert program.missing_dates(context) == ("begun",)
    assert program.missing_dates(a_context(finished=Between(MONDAY, NEVER))) == ("finished",)


def test_a_due_date_of_its_own_needs_no_clock() -> None:
    body = DeadlineBody(
        clocks=(),
        contested=None,
        limit=None,
        due=parse("named", SCOPE, None, ValueType.DATE),
        done=parse("finished", SCOPE, None, ValueType.DATE),
        ends=None,
        extension=None,
        for_each=None,
    )
    program = DeadlineProgram(body)
    found = program.outcome(a_context(named=MONDAY + 1), None)
    assert (found.clock, found.original_due, found.due, found.status) == (None, MONDAY + 1, MONDAY + 1, PENDING)
    assert program.default_clock is None
    assert set(program.names()) == {"named", "finished"}
    assert program.missing_dates(a_context(named=Between(MONDAY, NEVER))) == ("named",)


def test_each_item_is_set_in_turn_and_taken_away_again() -> None:
    each = SCOPE.with_variables({"notice": NOTICES})
    body = DeadlineBody(
        clocks=(),
        contested=None,
        limit=None,
        due=parse("notice.new", each, None, ValueType.DATE),
        done=parse("notice.on", each, None, ValueType.DATE),
        ends=None,
        extension=None,
        for_each=ForEach("notice", "notices", parse("notice.good", each, None, ValueType.FLAG)),
    )
    program = DeadlineProgram(body)
    notices = Items((a_notice(MONDAY, DUE), a_notice(DUE, MONDAY, None), a_notice(DUE, MONDAY, False)))
    context = a_context(notices=notices)
    seen = []
    for position, item, belongs in program.items(context):
        assert item is notices.items[position - 1]
        status = program.outcome(context, None).status
        seen.append((position, belongs, status, program.missing_about_item(context)))
    assert seen == [
        (1, True, MET, ()),
        (2, None, BREACHED, ("notices[2].good",)),
        (3, False, BREACHED, ()),
    ]
    assert (context.variables, context.places) == ({}, {})
    assert set(program.names()) >= {"notices"}


def test_without_a_condition_every_item_belongs() -> None:
    each = SCOPE.with_variables({"notice": NOTICES})
    done = parse("notice.on", each, None, ValueType.DATE)
    body = DeadlineBody((), None, None, done, done, None, None, ForEach("notice", "notices", None))
    program = DeadlineProgram(body)
    context = a_context(notices=Items((a_notice(MONDAY, DUE, False),)))
    assert [belongs for _, _, belongs in program.items(context)] == [True]
    assert program.missing_about_item(context) == ()


def test_the_readings_of_a_clock_are_compiled_in_order() -> None:
    readings = (
        ClockReading("first", "The first", parse("begun", SCOPE, None, ValueType.DATE)),
        ClockReading("second", "The second", parse("named", SCOPE, None, ValueType.DATE)),
    )
    done = parse("finished", SCOPE, None, ValueType.DATE)
    program = DeadlineProgram(DeadlineBody(readings, "start", LIMIT, None, done, None, None, None))
    assert program.contested == "start"
    assert [(clock.reading, clock.title) for clock in program.clocks] == [
        ("first", "The first"),
        ("second", "The second"),
    ]
    context = a_context(named=MONDAY + 1)
    assert [program.outcome(context, clock).due for clock in program.clocks] == [DUE, DUE + 1]
    default = program.default_clock
    assert isinstance(default, Clock)
    assert default.start.text == "begun"
    assert set(program.names()) == {"begun", "named", "finished"}


def test_a_notice_is_there_only_while_its_condition_is_read() -> None:
    context = a_context()
    with notice_in(context, "notices", a_notice(1, 2), 3, 4, 5):
        assert context.variables["due"] == 4
        assert context.variables["limit"] == 5
        assert context.places == {"notice": "notices[3]"}
        condition = compile_expression(parse("notice.on <= due", IN_NOTICE, None, ValueType.FLAG))
        assert condition.evaluate(context) is True
    assert (context.variables, context.places) == ({}, {})


def test_a_certain_part_of_a_condition_on_a_notice_asks_for_no_date() -> None:
    """Sent before the earliest possible due date, to a day before the earliest possible limit: only `good` is open."""
    program = a_program()
    notices = Items((a_notice(MONDAY, MONDAY + 1, None),))
    context = a_context(begun=Between(MONDAY, MONDAY + 5), notices=notices)
    assert program.missing_in_notices(run(program, context).notices, context) == ("notices[1].good",)


def test_behind_the_due_date_of_a_notice_stand_the_notices_before_it() -> None:
    program = a_program()
    notices = Items((a_notice(DUE, DUE + 3, None), a_notice(DUE + 1, DUE + 3, None)))
    context = a_context(notices=notices)
    both = run(program, context).notices
    first, second = both
    in_time = compile_expression(parse("notice.on <= due", IN_NOTICE, None, ValueType.FLAG))
    good = compile_expression(parse("notice.good", IN_NOTICE, None, ValueType.FLAG))
    assert program.missing_about_notices(in_time, [second], both, context) == ("notices[1].good",)
    assert program.missing_about_notices(in_time, [first], both, context) == ()
    assert program.missing_about_notices(good, [second], both, context) == ("notices[2].good",)


def test_no_items_leave_no_trace_in_the_context() -> None:
    each = SCOPE.with_variables({"notice": NOTICES})
    done = parse("notice.on", each, None, ValueType.DATE)
    program = DeadlineProgram(DeadlineBody((), None, None, done, done, None, None, ForEach("notice", "notices", None)))
    context = a_context()
    assert list(program.items(context)) == []
    assert (context.variables, context.places) == ({}, {})


def test_an_open_record_keeps_the_lower_bound_of_an_unknown_due_date() -> None:
    found = run(a_program(), a_context(begun=Between(MONDAY, MONDAY + 2), notices=Items((), complete=False)))
    assert (found.original_due, found.due) == (Between(DUE, DUE + 2), Between(DUE, NEVER))


def test_only_an_overdue_duty_that_fell_away_undone_has_the_day_it_ended() -> None:
    assert judge(1, 4, 4, NEVER, 9, 6).ended == 6
    assert judge(1, 4, 4, 8, 9, 6).ended == 6
    assert judge(1, 4, 4, 5, 9, 6).ended is None
    assert judge(1, 8, 8, NEVER, 9, 6).ended is None
    assert judge(1, 4, 4, NEVER, 9, NEVER).ended is None
    assert judge(1, 4, 4, NEVER, 9, Between(6, 7)).ended is None


def test_an_overdue_duty_that_may_have_been_done_by_the_day_it_fell_away_did_not_surely_end_undone() -> None:
    assert [judge(1, 4, 4, Between(low, 8), 9, 6).ended for low in (5, 6, 7)] == [None, None, 6]


@given(
    notices=st.lists(
        st.tuples(st.integers(-3, 12), st.none() | st.integers(-3, 20), st.none() | st.booleans()), max_size=7
    ),
    begun=st.sampled_from([MONDAY, Between(MONDAY, MONDAY + 5), NEVER]),
    complete=st.booleans(),
    words=st.sampled_from(["notice.on <= due", "notice.good", "notice.new <= limit and notice.good"]),
)
def test_what_several_notices_lack_is_what_each_lacks_with_all_before_it(
    notices: list[tuple[int, int | None, bool | None]], begun: Bounded, complete: bool, words: str
) -> None:
    program = a_program()
    items = tuple(
        a_notice(DUE + sent, Between(DUE, NEVER) if new is None else DUE + new, good) for sent, new, good in notices
    )
    context = a_context(begun=begun, notices=Items(items, complete))
    outcome = run(program, context).notices
    condition = compile_expression(parse(words, IN_NOTICE, None, ValueType.FLAG))
    together = program.missing_about_notices(condition, outcome, outcome, context)
    each = (program.missing_about_notices(condition, [notice], outcome, context) for notice in outcome)
    assert together == tuple(dict.fromkeys(name for names in each for name in names))
