"""The verdict of a deadline rule: the default reading decides, the others are shown, both conventions are counted."""

from __future__ import annotations

from typing import Any, Final

from code_engine.case.values import NEVER
from code_engine.evaluation.context import Context
from code_engine.evaluation.deadline_description import day_as_json, described, listed
from code_engine.evaluation.deadline_program import Clock, DeadlineProgram
from code_engine.evaluation.deadlines import DeadlineOutcome, status_of
from code_engine.evaluation.evaluation import BREACHED, MET, PENDING, UNDETERMINED, Label, Reading, maker
from code_engine.evaluation.session import Session
from code_engine.evaluation.truth import Bounded, bounds
from code_engine.evaluation.verdict import Verdict
from code_engine.evaluation.wording import day_as_date, moment_in_words
from code_engine.ruleset.rules import Rule

DEFINITE: Final = frozenset({MET, BREACHED, PENDING})

_make_reading: Final = maker(Reading)


class DeadlineVerdict:
    """A deadline rule about a single duty, made ready to run."""

    def __init__(self, rule: Rule, program: DeadlineProgram) -> None:
        self.rule = rule
        self.program = program

    def names(self) -> tuple[str, ...]:
        """The facts its expressions read."""
        return self.program.names()

    def verdict(self, session: Session, trace: dict[str, Any]) -> Verdict:
        """The verdict by the default reading and the chosen convention, with labels where others would differ."""
        program = self.program
        outcome = session.outcome(program)
        verdict = described(outcome, session)
        labels = []
        if outcome.met_with_extension:
            labels.append(Label.MET_WITH_EXTENSION)
        if program.contested is not None:
            verdict.readings = self._readings(outcome, session)
            if len({reading.status for reading in verdict.readings} & DEFINITE) > 1:
                labels.append(Label.CONTESTED)
        other = session.outcome_by_other_convention(program).status
        if other is not outcome.status and {other, outcome.status} <= DEFINITE:
            labels.append(Label.WITHIN_ONE_DAY)
        verdict.labels = tuple(labels)
        if outcome.status is UNDETERMINED:
            verdict.missing = missing_for(program, outcome, session.chosen)
        trace["deadline"] = _trace(program, outcome, session)
        verdict.deadlines = listed(self.rule, outcome, verdict, session, None)
        return verdict

    def _readings(self, default: DeadlineOutcome, session: Session) -> tuple[Reading, ...]:
        return tuple(
            self._reading(
                clock, default if index == 0 else self.program.outcome(session.chosen, clock), default=index == 0
            )
            for index, clock in enumerate(self.program.clocks)
        )

    def _reading(self, clock: Clock, outcome: DeadlineOutcome, *, default: bool) -> Reading:
        due = outcome.due_day
        if outcome.due == NEVER:
            reason = "On this reading the clock has not started."
        else:
            reason = f"On this reading it was due by {moment_in_words(outcome.due)}."
        return _make_reading(
            {
                "contested": self.program.contested,
                "reading": clock.reading,
                "title": clock.title,
                "default": default,
                "status": outcome.status,
                "due_on": None if due is None else day_as_date(due),
                "reason": reason,
            }
        )


def missing_for(program: DeadlineProgram, outcome: DeadlineOutcome, context: Context) -> tuple[str, ...]:
    """The unknown facts that matter to an undetermined deadline.

    Those of the clock and of what fulfils it count only where the due date before any extension does not settle
    the matter already; then only an extension, or the end of the duty, can.
    """
    found: list[str] = []
    base = status_of(outcome.original_due, outcome.done, context.as_of)
    if base is UNDETERMINED:
        found.extend(program.missing_dates(context))
    if program.extension is not None and base is not MET:
        found.extend(program.missing_in_notices(outcome.notices, context))
    if program.ends is not None and (base is not UNDETERMINED or not found):
        ends: Bounded = program.ends.evaluate(context)  # type: ignore[assignment]
        done_before = bounds(outcome.done)[1] <= bounds(ends)[0]
        if bounds(ends)[0] <= context.as_of and not done_before:
            found.extend(program.ends.missing(context))
    # Settled as of today but not on the day on which the duty fell away, where only the dates themselves can tell.
    found = found or list(program.missing_dates(context))
    return tuple(dict.fromkeys(found))


def _trace(program: DeadlineProgram, outcome: DeadlineOutcome, session: Session) -> dict[str, Any]:
    trace: dict[str, Any] = {"counting": session.counting_name}
    if program.default_clock is not None and program.limit is not None:
        limit = program.limit
        trace["clock"] = {
            "expression": program.default_clock.start.text,
            "value": day_as_json(outcome.clock),
        }
        trace["limit"] = {"parameter": limit.name, "value": limit.value, "unit": limit.unit}
    trace["original_due"] = day_as_json(outcome.original_due)
    trace["due"] = day_as_json(outcome.due)
    trace["done"] = {"expression": program.done.text, "value": day_as_json(outcome.done)}
    if outcome.notices:
        trace["extensions"] = [
            {
                "notice": notice.position,
                "due_when_sent": day_as_json(notice.due),
                "limit": day_as_json(notice.limit),
                "new_due": day_as_json(notice.new_due),
                "valid": notice.valid,
            }
            for notice in outcome.notices
        ]
    return trace
