"""Why a provision came out as it did: the values each condition saw, how days were counted, what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Literal

from code_engine.case.fold import Folded
from code_engine.case.values import NEVER
from code_engine.evaluation.answer import (
    case_reference,
    policy_reference,
    ruleset_reference,
)
from code_engine.evaluation.conditions import Condition
from code_engine.evaluation.context import Context
from code_engine.evaluation.counting_words import counted_days
from code_engine.evaluation.deadline_program import DeadlineProgram, notice_in
from code_engine.evaluation.deadline_verdict import DeadlineVerdict
from code_engine.evaluation.deadlines import DeadlineOutcome
from code_engine.evaluation.evaluation import (
    Answer,
    CaseReference,
    Finding,
    PolicyReference,
    RulesetReference,
)
from code_engine.evaluation.item_deadlines import ItemDeadlines
from code_engine.evaluation.notes import notes_about
from code_engine.evaluation.notice_check import NoticeCheckProgram
from code_engine.evaluation.rule_program import JudgementProgram, RequirementProgram, RuleProgram
from code_engine.evaluation.selection import Selection
from code_engine.evaluation.session import Session
from code_engine.evaluation.smallest_change import deadline_changes, requirement_changes
from code_engine.evaluation.trace import Step, Trace
from code_engine.evaluation.truth import bounds
from code_engine.evaluation.wording import limit_in_words, moment_in_words, value_in_words
from code_engine.ruleset.rules import Contested, Provision


class FactSeen(Answer):
    """A fact a condition read, with its value in words."""

    name: str
    value: str


class ConditionExplained(Answer):
    """A condition, the value it had, the facts it saw, and its parts."""

    part: str
    text: str
    value: str
    facts: tuple[FactSeen, ...]
    parts: tuple[ConditionExplained, ...]


class RuleExplained(Answer):
    """One rule of the provision: its finding and all that led to it."""

    finding: Finding
    source: str
    conditions: tuple[ConditionExplained, ...]
    dates: tuple[str, ...]
    questions: tuple[str, ...]
    changes: tuple[str, ...]


class Explanation(Answer):
    """All about one provision in one case on one day."""

    case: CaseReference
    as_of: date
    counting: Literal["day-0", "inclusive"]
    ruleset: RulesetReference
    policy: PolicyReference | None
    notes: tuple[str, ...]
    provision: str
    title: str
    gist: str
    source: str
    kinds: tuple[str, ...]
    answered_by: str | None
    contested: tuple[str, ...]
    rules: tuple[RuleExplained, ...]

    def to_json(self) -> str:
        """The explanation as indented JSON text, ending in a newline."""
        return self.model_dump_json(indent=2) + "\n"


def explanation(
    selection: Selection, provision: Provision, rules: Sequence[RuleExplained], folded: Folded, brought_again: bool
) -> Explanation:
    """All about a provision: its rules as explained, and what holds for all of them."""
    ruleset = selection.ruleset
    return Explanation.of(
        case=case_reference(selection),
        as_of=selection.as_of,
        counting=selection.counting.value,
        ruleset=ruleset_reference(selection),
        policy=policy_reference(selection),
        notes=notes_about(selection, folded, brought_again),
        provision=provision.number,
        title=provision.title,
        gist=provision.gist,
        source=provision.source,
        kinds=provision.kinds,
        answered_by=provision.answered_by,
        contested=tuple(
            line
            for contested in ruleset.contested.values()
            if provision.number in contested.provisions
            for line in _contested_lines(contested)
        ),
        rules=tuple(rules),
    )


def _contested_lines(contested: Contested) -> Iterator[str]:
    """The question, then each reading with what speaks for it; the one that decides is named as such."""
    yield contested.question
    for name, reading in contested.readings.items():
        decides = " (this reading decides)" if name == contested.default else ""
        yield f"{reading.title}{decides}: {reading.basis}"


def explain_rule(program: RuleProgram, session: Session) -> RuleExplained:
    """Evaluate a rule again, slowly, and keep everything."""
    finding, _ = program.finding(session)
    conditions: list[ConditionExplained] = []
    if program.applies is not None:
        conditions.append(_explained("applies", program.applies, session.chosen))
    dates: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    body = program.body
    applies = program.applies is None or program.applies.evaluate(session.chosen) is not False
    if applies and isinstance(body, RequirementProgram):
        conditions.extend(_requirement(body, session))
        changes = requirement_changes(body.require, finding, session)
    elif applies and isinstance(body, DeadlineVerdict | ItemDeadlines):
        dates = tuple(_deadline_lines(body.program, session))
        conditions.extend(_deadline_conditions(body.program, session))
        changes = deadline_changes(body.program, finding, session)
    elif applies and isinstance(body, NoticeCheckProgram):
        conditions.extend(_notices(body, session))
        changes = tuple(_notice_changes(body, finding, session))
    elif applies and isinstance(body, JudgementProgram):
        dates = (f"A person answers: {body.question} (answers: `{body.key}`)",)
    return RuleExplained.of(
        finding=finding,
        source=program.rule.source,
        conditions=tuple(conditions),
        dates=dates,
        questions=tuple(session.question(name) for name in finding.missing),
        changes=changes,
    )


def _requirement(body: RequirementProgram, session: Session) -> Iterator[ConditionExplained]:
    yield _explained("require", body.require, session.chosen)
    if body.pending is not None:
        yield _explained("pending", body.pending, session.chosen)


def _notices(body: NoticeCheckProgram, session: Session) -> Iterator[ConditionExplained]:
    for name, context in _each_notice(body, session):
        with context:
            yield _explained(name, body.each, session.chosen)


def _notice_changes(body: NoticeCheckProgram, finding: Finding, session: Session) -> Iterator[str]:
    for _, context in _each_notice(body, session):
        with context:
            yield from requirement_changes(body.each, finding, session)


def _each_notice(body: NoticeCheckProgram, session: Session) -> Iterator[tuple[str, AbstractContextManager[None]]]:
    outcome = body.deadline.outcome(session.chosen, body.deadline.clocks[0] if body.deadline.clocks else None)
    items = body.deadline.notice_items(session.chosen)
    for notice in outcome.notices:
        item = items[notice.position - 1]
        yield (
            f"notice {notice.position}",
            notice_in(session.chosen, body.collection, item, notice.position, notice.due, notice.limit),
        )


def _explained(part: str, condition: Condition, context: Context) -> ConditionExplained:
    return _node(part, condition.explain(context))


def _node(part: str, trace: Trace) -> ConditionExplained:
    return ConditionExplained.of(
        part=part,
        text=trace.text,
        value=value_in_words(trace.value, trace.type),
        facts=tuple(FactSeen.of(name=fact.name, value=value_in_words(fact.value, fact.type)) for fact in trace.facts),
        parts=tuple(_node(_step_words(child.step), child) for child in trace.parts),
    )


def _step_words(step: Step) -> str:
    return {Step.ITEM: "item", Step.DEFINITION: "definition"}.get(step, "part")


def _deadline_conditions(program: DeadlineProgram, session: Session) -> Iterator[ConditionExplained]:
    """Where the dates of a deadline came from, and for each notice of extension why it counts or not."""
    if program.for_each is not None:
        for position, _, belongs in program.items(session.chosen):
            whose = f"{program.for_each.variable} {position}: "
            if program.belongs is not None:
                yield _explained(f"{whose}belongs here", program.belongs, session.chosen)
            if belongs is not False:
                yield from _dated(program, session, whose)
        return
    yield from _dated(program, session, "")
    clock = program.clocks[0] if program.clocks else None
    outcome = program.outcome(session.chosen, clock)
    items = program.notice_items(session.chosen)
    for notice in outcome.notices:
        assert program.extension is not None
        name, item = program.extension.collection, items[notice.position - 1]
        with notice_in(session.chosen, name, item, notice.position, notice.due, notice.limit):
            yield _explained(f"extension notice {notice.position} valid", program.valid, session.chosen)


def _dated(program: DeadlineProgram, session: Session, whose: str) -> Iterator[ConditionExplained]:
    if program.clocks:
        yield _explained(f"{whose}clock", program.clocks[0].start, session.chosen)
    for part, condition in (("due", program.due), ("done", program.done), ("ends", program.ends)):
        if condition is not None:
            yield _explained(f"{whose}{part}", condition, session.chosen)


def _deadline_lines(program: DeadlineProgram, session: Session) -> Iterator[str]:
    if program.for_each is None:
        clock = program.clocks[0] if program.clocks else None
        yield from _outcome_lines(program, program.outcome(session.chosen, clock), session)
        return
    for position, _, belongs in program.items(session.chosen):
        if belongs is False:
            continue
        clock = program.clocks[0] if program.clocks else None
        outcome = program.outcome(session.chosen, clock)
        for line in _outcome_lines(program, outcome, session):
            yield f"{program.for_each.variable} {position}: {line}"


def _outcome_lines(program: DeadlineProgram, outcome: DeadlineOutcome, session: Session) -> Iterator[str]:
    if outcome.clock is not None and program.limit is not None:
        yield f"The clock starts: {moment_in_words(outcome.clock, 'it has not started')}."
        limit = limit_in_words(program.limit.value, program.limit.unit)
        yield f"The limit is {limit} ({program.limit.name})."
        clock, due = outcome.clock, outcome.original_due
        known = isinstance(clock, int) and isinstance(due, int) and clock != NEVER
        if known and program.limit.unit == "working_days":
            yield from counted_days(session.calendar, bounds(clock)[0], bounds(due)[0], session.counting)
    yield f"Due: {moment_in_words(outcome.original_due, 'no date, because the clock has not started')}."
    for notice in outcome.notices:
        verdict = {True: "valid", False: "not valid", None: "cannot be told"}[notice.valid]
        yield (
            f"Extension notice {notice.position}: new due date {moment_in_words(notice.new_due, 'not given')}; "
            f"to be told by {moment_in_words(notice.due)}, at the latest until {moment_in_words(notice.limit)} "
            f"without a good reason: {verdict}."
        )
    if outcome.due != outcome.original_due:
        yield f"Due after extension: {moment_in_words(outcome.due)}."
    yield f"Done: {moment_in_words(outcome.done)}."


ConditionExplained.model_rebuild()
