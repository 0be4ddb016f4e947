"""The outcome of a deadline as a verdict: its dates counted, and what cannot be counted put in words."""

from __future__ import annotations

from typing import Any

from code_engine.case.dates import EARLIEST_DAY
from code_engine.case.values import NEVER, Between
from code_engine.day_words import day_in_words
from code_engine.evaluation.deadlines import Day, DeadlineOutcome
from code_engine.evaluation.evaluation import BREACHED, MET, NOT_APPLICABLE, PENDING, Deadline, maker
from code_engine.evaluation.session import Session
from code_engine.evaluation.truth import bounds
from code_engine.evaluation.verdict import Verdict
from code_engine.evaluation.wording import day_as_date, day_as_text, moment_in_words, working_days_in_words
from code_engine.ruleset.rules import Rule

_make_deadline = maker(Deadline)
# A lower bound so early says only that nothing is known of the day.
_LONG_AGO = EARLIEST_DAY.toordinal() + 366


def described(outcome: DeadlineOutcome, session: Session) -> Verdict:
    """Status and dates of an outcome.

    Lateness counts in working days to the day it was done, to the day the duty fell away, or to today.
    """
    due, done = outcome.due_day, outcome.done_day
    clock = outcome.clock if type(outcome.clock) is int and outcome.clock != NEVER else None
    verdict = Verdict(outcome.status)
    verdict.outstanding, verdict.clock, verdict.due, verdict.done = outcome.outstanding, clock, due, done
    verdict.ended = outcome.ended is not None
    if type(outcome.original_due) is int and outcome.original_due not in (NEVER, due):
        verdict.original_due = outcome.original_due
    if clock is not None and done is not None and session.countable(clock, done):
        verdict.days = session.calendar.working_days(clock, done, session.counting)
    if due is not None and session.is_day(due):
        _count(verdict, due, outcome, session)
    _in_words(verdict, outcome, session)
    return verdict


def _count(verdict: Verdict, due: int, outcome: DeadlineOutcome, session: Session) -> None:
    if verdict.status is BREACHED:
        verdict.late = session.calendar.working_days_late(due, _late_until(outcome, session))
    elif verdict.status is MET:
        verdict.late = 0
    elif verdict.status is PENDING:
        verdict.left = session.days_left(due)


def _late_until(outcome: DeadlineOutcome, session: Session) -> int:
    """The day to which lateness counts: the day it was done, the day the duty fell away, or today."""
    if outcome.done_day is not None:
        return outcome.done_day
    return outcome.ended if outcome.ended is not None else session.as_of


def _in_words(verdict: Verdict, outcome: DeadlineOutcome, session: Session) -> None:
    """Words for days that are only known to lie between two days."""
    if Between not in (type(outcome.due), type(outcome.done), type(outcome.original_due), type(outcome.clock)):
        return
    words = {
        name: _bounds_in_words(day)
        for name, day in (("due", outcome.due), ("original_due", outcome.original_due), ("clock", outcome.clock))
        if isinstance(day, Between)
    }
    if isinstance(outcome.done, Between):
        words["done"] = "a day not known"
    latest_due = bounds(outcome.due)[1]
    if isinstance(outcome.due, Between) and verdict.status is BREACHED and session.is_day(latest_due):
        least = session.calendar.working_days_late(latest_due, _late_until(outcome, session))
        words["late"] = f"at least {working_days_in_words(least)}"
    earliest_due = bounds(outcome.due)[0]
    if isinstance(outcome.due, Between) and verdict.status is PENDING and session.is_day(earliest_due):
        words["left"] = f"at least {working_days_in_words(session.days_left(earliest_due))}"
    if words:
        verdict.words = words


def _bounds_in_words(day: Between) -> str:
    if day.high != NEVER:
        return f"a day {moment_in_words(day)}"
    return "a day not known" if day.low < _LONG_AGO else f"{day_in_words(day.low)} at the earliest"


def listed(
    rule: Rule, outcome: DeadlineOutcome, verdict: Verdict, session: Session, item: str | None
) -> tuple[Deadline, ...]:
    """The entry among the deadlines of the case, where the due date is known and the duty exists."""
    due = verdict.due
    if due is None or outcome.status is NOT_APPLICABLE:
        return ()
    return (
        _make_deadline(
            {
                "provision": rule.provision,
                "rule": rule.id,
                "title": rule.title,
                "layer": session.layer,
                "item": item,
                "clock_on": None if verdict.clock is None else day_as_date(verdict.clock),
                "due_on": day_as_date(due),
                "original_due_on": None if verdict.original_due is None else day_as_date(verdict.original_due),
                "done_on": None if verdict.done is None else day_as_date(verdict.done),
                "status": outcome.status,
                "outstanding": outcome.outstanding,
                "working_days_late": verdict.late,
                "working_days_left": verdict.left,
            }
        ),
    )


def day_as_json(day: Day | None) -> Any:
    """A day as ISO text, None where it has not come, bounds where it is not known."""
    if day is None:
        return None
    if type(day) is int:
        return None if day == NEVER else day_as_text(day)
    low, high = bounds(day)
    return {"from": day_as_text(low), "to": None if high == NEVER else day_as_text(high)}
