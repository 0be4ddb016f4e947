"""A rule made ready to run: from facts to a finding.

The four kinds of rule (a requirement, a deadline, a check of every notice of extension, a question for a
person) share what surrounds them: whether the rule applies, the words of the reason, and the trace.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

from code_engine.case.values import Value
from code_engine.evaluation.conditions import Condition, compile_expression
from code_engine.evaluation.context import Context
from code_engine.evaluation.evaluation import (
    BREACHED,
    MET,
    NOT_APPLICABLE,
    PENDING,
    UNDETERMINED,
    Finding,
    Label,
    Status,
    maker,
)
from code_engine.evaluation.reason_words import Reasons
from code_engine.evaluation.session import Asked, Session, facts_named
from code_engine.evaluation.verdict import Verdict
from code_engine.evaluation.wording import day_as_date
from code_engine.ruleset.expressions import Expression
from code_engine.ruleset.rules import JudgementBody, Rule


class BodyProgram(Protocol):
    """The part of a rule that differs from kind to kind."""

    def verdict(self, session: Session, trace: dict[str, Any]) -> Verdict:
        """The verdict where the rule applies; each condition that was asked is added to the trace."""
        ...

    def names(self) -> tuple[str, ...]:
        """The facts its expressions read."""
        ...


class RuleProgram:
    """One rule, compiled; safe to share between threads because running it changes only the session."""

    __slots__ = ("_facts_of_applies", "_not_applicable", "_reasons", "applies", "body", "facts", "rule")

    def __init__(self, rule: Rule, body: BodyProgram, fact_names: Mapping[str, object]) -> None:
        self.rule = rule
        self.body = body
        self.applies = compile_expression(rule.applies) if rule.applies is not None else None
        first = self.applies.names if self.applies is not None else ()
        self.facts = tuple(name for name in dict.fromkeys((*first, *body.names())) if name in fact_names)
        self._facts_of_applies = tuple(name for name in first if name in fact_names)
        self._reasons = Reasons(rule)
        known = {
            **_NOTHING_TO_SAY,
            "provision": rule.provision,
            "rule": rule.id,
            "title": rule.title,
            "reason": self._reasons.fixed(NOT_APPLICABLE),
            "inferred": rule.inferred,
        }
        # Every key in the order of its declaration, which is the order of the keys in JSON.
        self._not_applicable = {name: known.get(name) for name in Finding.model_fields}

    def finding(self, session: Session) -> tuple[Finding, Verdict | None]:
        """Evaluate the rule for the session's case; the verdict is None where the rule does not apply."""
        if self.applies is None:
            trace: dict[str, Any] = {}
            verdict = self.body.verdict(session, trace)
            return self._worded(verdict, trace, session), verdict
        asked = session.applied.get(self.applies.text)
        if asked is None:
            # Worked out once for all rules that ask the same.
            asked = session.applied[self.applies.text] = self._asked(self.applies, session)
        value, trace, facts = asked
        if value is False:
            values = self._not_applicable.copy()
            values["layer"], values["trace"], values["facts"] = session.layer, trace, facts
            if values["reason"] is None:
                values["reason"] = self._reasons.sentence(Verdict(NOT_APPLICABLE), session)
            return _make_finding(values), None
        trace = trace.copy()
        if value is True:
            verdict = self.body.verdict(session, trace)
        else:
            verdict = Verdict(UNDETERMINED, self.applies.missing(session.chosen))
        return self._worded(verdict, trace, session), verdict

    def _asked(self, applies: Condition, session: Session) -> Asked:
        """Whether the rule applies, the trace of that, and what the finding shows of facts where it does not."""
        value, trace = applies.traced(session.chosen)
        return value, {"applies": trace}, facts_named(self._facts_of_applies, session.shown) if value is False else {}

    def _worded(self, verdict: Verdict, trace: dict[str, Any], session: Session) -> Finding:
        values = self._not_applicable.copy()
        values["layer"] = session.layer
        values["status"] = verdict.status
        values["labels"] = verdict.labels
        values["outstanding"] = verdict.outstanding
        if verdict.due is not None or verdict.done is not None:
            values["due_on"] = None if verdict.due is None else day_as_date(verdict.due)
            values["done_on"] = None if verdict.done is None else day_as_date(verdict.done)
            values["working_days"] = verdict.days
        values["working_days_late"] = verdict.late
        values["working_days_left"] = verdict.left
        values["reason"] = self._reasons.sentence(verdict, session)
        values["missing"] = verdict.missing
        values["facts"] = facts_named(self.facts, session.shown)
        values["readings"] = verdict.readings
        values["trace"] = trace
        return _make_finding(values)


_make_finding: Final = maker(Finding)
_DEFINITE: Final = (MET, BREACHED, PENDING)

_NOTHING_TO_SAY: Final[dict[str, Any]] = {
    "status": NOT_APPLICABLE,
    "labels": (),
    "outstanding": False,
    "due_on": None,
    "done_on": None,
    "working_days": None,
    "working_days_late": None,
    "working_days_left": None,
    "missing": (),
    "readings": (),
}


class RequirementProgram:
    """A condition that must hold: true is met (or pending), false is breached, unknown is undetermined."""

    def __init__(self, rule: Rule, require: Expression) -> None:
        self.require = compile_expression(require)
        self.pending = _optional(rule.pending)
        self.outstanding = _optional(rule.outstanding)
        self.due = _optional(rule.due)
        self._counts_days = any(
            condition is not None and condition.counts_working_days for condition in (self.require, self.pending)
        )

    def names(self) -> tuple[str, ...]:
        """The facts its conditions read."""
        read: list[str] = []
        for condition in (self.require, self.pending, self.outstanding, self.due):
            read.extend(condition.names if condition is not None else ())
        return tuple(read)

    def verdict(self, session: Session, trace: dict[str, Any]) -> Verdict:
        """Breach goes first; a requirement that holds may still be pending."""
        context = session.chosen
        value, trace["require"] = self.require.traced(context)
        waiting: Value = False
        if self.pending is not None and value is not False:
            waiting, trace["pending"] = self.pending.traced(context)
        status, missing = self._status(value, waiting, context)
        verdict = Verdict(status, missing)
        if status is BREACHED and self.outstanding is not None:
            verdict.outstanding = self.outstanding.evaluate(context) is True
        if self.due is not None:
            due = self.due.evaluate(context)
            verdict.due = due if type(due) is int and session.is_day(due) else None
            if verdict.due is not None and status is PENDING:
                verdict.left = session.days_left(verdict.due)
        if self._counts_days and status in _DEFINITE:
            other = self._by_other_convention(session.other)
            if other is not status and other in _DEFINITE:
                verdict.labels = (Label.WITHIN_ONE_DAY,)
        return verdict

    def _status(self, value: Value, waiting: Value, context: Context) -> tuple[Status, tuple[str, ...]]:
        if value is True and waiting is False:
            return MET, ()
        if value is False:
            return BREACHED, ()
        if value is None:
            return UNDETERMINED, self.require.missing(context)
        if waiting is None:
            assert self.pending is not None
            return UNDETERMINED, self.pending.missing(context)
        return (PENDING if waiting else MET), ()

    def _by_other_convention(self, context: Context) -> Status:
        value = self.require.evaluate(context)
        waiting = self.pending.evaluate(context) if self.pending is not None and value is True else False
        return self._status(value, waiting, context)[0]


class JudgementProgram:
    """A question a person answers; unanswered, and not settled by the record, it is undetermined, never met."""

    def __init__(self, rule: Rule, body: JudgementBody) -> None:
        self.key = body.id
        self.question = body.question
        self.shown_by = _optional(body.shown_by)
        self.ruled_out_by = _optional(body.ruled_out_by)
        self.pending = _optional(rule.pending)
        self.outstanding = _optional(rule.outstanding)

    def names(self) -> tuple[str, ...]:
        """The facts its conditions read."""
        conditions = (self.ruled_out_by, self.shown_by, self.pending, self.outstanding)
        return tuple(name for condition in conditions if condition is not None for name in condition.names)

    def verdict(self, session: Session, trace: dict[str, Any]) -> Verdict:
        """Yes is met, no is breached; a person's answer goes before the record. Not asked yet while pending."""
        answer = session.answer(self.key)
        trace["judgement"] = {"question": self.question, "answer": answer}
        if answer is None:
            answer = self._by_the_record(session, trace)
        if answer is True:
            return Verdict(MET)
        if answer is False:
            verdict = Verdict(BREACHED)
            verdict.outstanding = self.outstanding is not None and self.outstanding.evaluate(session.chosen) is True
            return verdict
        if self.pending is not None:
            waiting, trace["pending"] = self.pending.traced(session.chosen)
            if waiting is True:
                return Verdict(PENDING)
        return Verdict(UNDETERMINED, (f"answers.{self.key}",))

    def _by_the_record(self, session: Session, trace: dict[str, Any]) -> bool | None:
        """No where the record rules it out, yes where it shows it, else unknown."""
        for key, condition, answer in (
            ("ruled_out_by", self.ruled_out_by, False),
            ("shown_by", self.shown_by, True),
        ):
            if condition is not None:
                value, trace[key] = condition.traced(session.chosen)
                if value is True:
                    return answer
        return None


def _optional(expression: Expression | None) -> Condition | None:
    return compile_expression(expression) if expression is not None else None
