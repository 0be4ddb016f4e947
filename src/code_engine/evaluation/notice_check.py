"""A rule that checks every notice of extension of a deadline: told in time, reasons, new date, within the cap."""

from __future__ import annotations

from typing import Any

from code_engine.case.values import Items
from code_engine.evaluation.conditions import compile_expression
from code_engine.evaluation.deadline_program import DERIVED, DeadlineProgram, notice_in
from code_engine.evaluation.evaluation import BREACHED, MET, UNDETERMINED, Label, Status
from code_engine.evaluation.session import Session
from code_engine.evaluation.verdict import Verdict
from code_engine.ruleset.rules import NoticeCheckBody, Rule


class NoticeCheckProgram:
    """Every notice must satisfy the condition; one that does not breaches the rule, whatever came after."""

    def __init__(self, rule: Rule, body: NoticeCheckBody, deadline: DeadlineProgram) -> None:
        assert deadline.extension is not None
        self.deadline = deadline
        self.collection = deadline.extension.collection
        self.each = compile_expression(body.each)
        self._reads_due = not self.each.expression.free_variables.isdisjoint(DERIVED)
        self.outstanding = compile_expression(rule.outstanding) if rule.outstanding is not None else None

    def names(self) -> tuple[str, ...]:
        """The collection of notices, what the condition reads besides, and the facts behind `due` and `limit`."""
        behind = self.deadline.names_behind_due if self._reads_due else ()
        outstanding = self.outstanding.names if self.outstanding is not None else ()
        return (self.collection, *self.each.names, *behind, *outstanding)

    def verdict(self, session: Session, trace: dict[str, Any]) -> Verdict:
        """Breached if one notice fails, undetermined if one cannot be told or there may be more of them."""
        answers, notices = self._answers(session)
        trace["notices"] = notices
        items = session.facts[self.collection]
        assert isinstance(items, Items)
        if not items.complete:
            answers.append(None)
        status = _status(answers)
        verdict = Verdict(status)
        if status in (MET, BREACHED) and self._differs_by_convention(session):
            other = _status(self._by_other_convention(session))
            if other is not status and other is not UNDETERMINED:
                verdict.labels = (Label.WITHIN_ONE_DAY,)
        if status is UNDETERMINED:
            verdict.missing = self._missing(session, answers, complete=items.complete)
        if status is BREACHED and self.outstanding is not None:
            verdict.outstanding = self.outstanding.evaluate(session.chosen) is True
        failed = [entry["notice"] for entry in notices if entry["value"] is False]
        verdict.words = {"item": f"number {failed[0]}" if failed else "none"}
        return verdict

    def _differs_by_convention(self, session: Session) -> bool:
        """Whether the condition reads anything that is another by the other counting convention."""
        if self.each.counts_working_days:
            return True
        if not self._reads_due:
            return False
        here, there = session.outcome(self.deadline), session.outcome_by_other_convention(self.deadline)
        return here.notices != there.notices

    def _by_other_convention(self, session: Session) -> list[bool | None]:
        context = session.other
        answers: list[bool | None] = []
        items = self.deadline.notice_items(context)
        for notice in session.outcome_by_other_convention(self.deadline).notices:
            item = items[notice.position - 1]
            with notice_in(context, self.collection, item, notice.position, notice.due, notice.limit):
                value = self.each.evaluate(context)
                assert value is None or isinstance(value, bool)
                answers.append(value)
        if not self.deadline.all_notices_known(context):
            answers.append(None)
        return answers

    def _missing(self, session: Session, answers: list[bool | None], *, complete: bool) -> tuple[str, ...]:
        """What is not known about the notices that have no answer, and that there may be others."""
        notices = session.outcome(self.deadline).notices
        unanswered = [notice for notice in notices if answers[notice.position - 1] is None]
        missing = self.deadline.missing_about_notices(self.each, unanswered, notices, session.chosen)
        return missing if complete else tuple(dict.fromkeys((*missing, self.collection)))

    def _answers(self, session: Session) -> tuple[list[bool | None], list[dict[str, Any]]]:
        context = session.chosen
        outcome = session.outcome(self.deadline)
        items = session.facts[self.collection]
        assert isinstance(items, Items)
        answers: list[bool | None] = []
        trace: list[dict[str, Any]] = []
        for notice in outcome.notices:
            item = items.items[notice.position - 1]
            with notice_in(context, self.collection, item, notice.position, notice.due, notice.limit):
                value, seen = self.each.traced(context)
                assert value is None or isinstance(value, bool)
                answers.append(value)
            trace.append({"notice": notice.position, **seen})
        return answers, trace


def _status(answers: list[bool | None]) -> Status:
    if False in answers:
        return BREACHED
    return UNDETERMINED if None in answers else MET
