"""Rules in columns: for every kind of rule a status code, and for deadlines the days behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from code_engine.portfolio.columnar.calendar_table import DayCounter, countable
from code_engine.portfolio.columnar.cells import (
    ONE,
    ZERO,
    Cell,
    both_of,
    choose,
    column,
    known_or,
    number,
    text,
)
from code_engine.portfolio.columnar.conditions import Conditions
from code_engine.portfolio.columnar.deadlines import (
    BREACHED,
    MET,
    NOT_APPLICABLE,
    PENDING,
    UNDETERMINED,
    Deadlines,
    Outcome,
)
from code_engine.portfolio.columnar.grains import ANSWER_ROWS, rows_of_collection
from code_engine.portfolio.columnar.notices import NoticeColumns
from code_engine.portfolio.columnar.planning import Plan
from code_engine.portfolio.columnar.scope import NotCompiled, Scope
from code_engine.portfolio.columnar.truths import (
    NEVER_CELL,
    YES,
    Bounded,
    Flag,
    as_code,
    certainly,
    conjunction,
    disjunction,
    of_code,
    opposite,
)
from code_engine.ruleset.expressions import Expression
from code_engine.ruleset.rules import DeadlineBody, JudgementBody, NoticeCheckBody, RequirementBody, Rule

WORST_FIRST: Final = (BREACHED, UNDETERMINED, PENDING, MET, NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """The cells of one rule: its status, and where it has them the days it was due and done and how many they were."""

    status: Cell
    outstanding: Cell
    with_extension: Cell | None = None
    due: Cell | None = None
    done: Cell | None = None
    days: Cell | None = None
    late: Cell | None = None
    contested: Cell | None = None
    within_one_day: Cell | None = None


class Rules:
    """Compiles the rules of one layer."""

    def __init__(self, plan: Plan, conditions: Conditions, deadlines: Deadlines, days: DayCounter) -> None:
        self._plan, self._conditions = plan, conditions
        self.conditions = conditions
        self._deadlines, self._days = deadlines, days
        self.deadlines = deadlines
        self._bodies: dict[str, DeadlineBody] = {}

    def compiled(self, rule: Rule) -> CompiledRule:
        """One rule; raises NotCompiled with the reason where it cannot be said in columns."""
        applies = self._kept_flag(f"{rule.id}_applies", rule.applies) if rule.applies is not None else YES
        return self._applied(rule, applies, self._said(rule))

    def status(self, rule: Rule) -> Cell:
        """The status code of a rule where it applies, and nothing more."""
        body = rule.body
        if isinstance(body, DeadlineBody) and body.for_each is None:
            self._bodies[rule.id] = body
            return self._deadlines.outcome(body, body.clocks[0] if body.clocks else None).status
        return self._said(rule).status

    def _said(self, rule: Rule) -> CompiledRule:
        """What a rule says where it applies."""
        body = rule.body
        if isinstance(body, DeadlineBody):
            self._bodies[rule.id] = body
        match body:
            case RequirementBody():
                return self._requirement(rule, body)
            case JudgementBody():
                return self._judgement(rule, body)
            case NoticeCheckBody():
                return self._notice_check(rule, body)
            case DeadlineBody(for_each=None):
                return self._deadline(body)
            case _:
                return self._item_deadline(body)

    def _applied(self, rule: Rule, applies: Flag, found: CompiledRule) -> CompiledRule:
        """What a rule says where it applies; where that is not known it says nothing of days."""

        def kept(label: str, value: Cell | None) -> Cell | None:
            if value is None:
                return None
            only = value if applies.always else choose((applies.cell, value))
            return self._plan.computed(f"{rule.id}_{label}", only)

        def said(code: Cell) -> Cell:
            return code if applies.always or code == ZERO else choose((applies.cell, code), otherwise=ZERO)

        status = found.status if applies.always else by(applies, found.status, NOT_APPLICABLE)
        status = self._plan.computed(rule.id, status, "int8")
        by_itself = isinstance(rule.body, DeadlineBody)
        return CompiledRule(
            status,
            said(found.outstanding) if by_itself else self._outstanding(rule, status),
            said(found.with_extension) if found.with_extension is not None else None,
            kept("due", found.due),
            kept("done", found.done),
            kept("days", found.days),
            kept("late", found.late),
        )

    def _requirement(self, rule: Rule, body: RequirementBody) -> CompiledRule:
        holds = self._kept_flag(f"{rule.id}_holds", body.require)
        met = MET
        if rule.pending is not None:
            met = by(self._kept_flag(f"{rule.id}_pending", rule.pending), PENDING, MET)
        status = by(holds, met, BREACHED)
        due = None
        if rule.due is not None:
            day = self._conditions.bounded(rule.due)
            due = choose((both_of((day.low.same(day.high), countable(day.low))), day.low))
        return CompiledRule(status, ZERO, due=due)

    def _judgement(self, rule: Rule, body: JudgementBody) -> CompiledRule:
        answered = self.answer(body.id)
        branches = [(answered.same(ONE), MET), (answered.same(ZERO), BREACHED)]
        for condition, status in ((body.ruled_out_by, BREACHED), (body.shown_by, MET)):
            if condition is not None:
                branches.append((self._conditions.flag(condition).cell, status))
        if rule.pending is not None:
            branches.append((self._conditions.flag(rule.pending).cell, PENDING))
        return CompiledRule(choose(*branches, otherwise=UNDETERMINED), ZERO)

    def answer(self, key: str) -> Cell:
        """A person's answer to a question: 1, 0, or null where there is none by that day."""
        asked = column("question").same(text(key))
        return self._plan.aggregated(f"answer_{key}", ANSWER_ROWS, "max", choose((asked, column("value"))))

    def _kept_flag(self, name: str, node: Expression) -> Flag:
        """A condition of a rule, kept so that what reads it twice does not work it out twice."""
        kept = self._conditions.kept(name, self._conditions.flag(node))
        assert isinstance(kept, Flag)
        return kept

    def _outstanding(self, rule: Rule, status: Cell) -> Cell:
        """Whether a breach can still be put right; where a rule does not apply there is none."""
        if rule.outstanding is None:
            return ZERO
        undone = certainly(self._conditions.flag(rule.outstanding))
        return as_code(conjunction((Flag(status.same(BREACHED), known=True), undone)))

    def _notice_check(self, rule: Rule, body: NoticeCheckBody) -> CompiledRule:
        deadline = self._bodies.get(body.extension_of)
        if deadline is None or deadline.extension is None:
            raise NotCompiled(f"a check of notices of `{body.extension_of}`, which is not compiled")
        notices = self._deadlines.notices(deadline, None)
        columns = NoticeColumns(self._plan, self._conditions, deadline.extension.collection)
        answers = []
        for place, due in zip(columns.places, notices.due, strict=True):
            said = self._conditions.flag(body.each, columns.scope(place, due, notices.limit))
            answers.append(disjunction((opposite(columns.there(place)), said)))
        kept = [of_code(self._plan.computed(f"{rule.id}_{n}", as_code(each), "int8")) for n, each in enumerate(answers)]
        return CompiledRule(by(conjunction(kept), MET, BREACHED), ZERO)

    def _deadline(self, body: DeadlineBody) -> CompiledRule:
        outcome = self._deadlines.outcome(body, body.clocks[0] if body.clocks else None)
        status = self._plan.computed("status", outcome.status, "int8")
        due = self._plan.computed("due", known_day(outcome.due.low, outcome.due.high))
        done = self._plan.computed("done", known_day(outcome.done.low, outcome.done.high))
        extended = both_of((status.same(MET), outcome.original.high.less(outcome.done.low)))
        return CompiledRule(
            status,
            as_code(outcome.outstanding),
            choose((extended, ONE), otherwise=ZERO),
            due,
            done,
            self._days_taken(outcome, done),
            self._late(outcome, status, due, done),
        )

    def _days_taken(self, outcome: Outcome, done: Cell) -> Cell | None:
        clock = outcome.clock
        if clock is None:
            return None
        start = self._plan.computed("clock", known_day(clock.low, clock.high))
        days = self._days.working_days(_exact(start), _exact(done), None)
        return choose((both_of((start.not_null(), done.not_null())), days.low))

    def _late(self, outcome: Outcome, status: Cell, due: Cell, done: Cell) -> Cell:
        """Working days late: to the day it was done, to the day the duty fell away, or to today."""
        ended, today = outcome.ended(status), column("c_as_of")
        to_today = today if ended is None else choose((ended.less(today), ended), otherwise=today)
        until = self._plan.computed("late_until", known_or(done, to_today))
        late = self._days.late(due, until)
        return choose(
            (due.is_null(), _null_day()),
            (status.same(MET), ZERO),
            (status.same(BREACHED), late),
        )

    def _item_deadline(self, body: DeadlineBody) -> CompiledRule:
        """The worst status of all items decides; there may be more of them than the record shows."""
        each = body.for_each
        assert each is not None
        rows = rows_of_collection(each.collection)
        scope = Scope(rows.grain, {each.variable: self._conditions.attributes(rows.grain)})
        belongs = self._conditions.flag(each.condition, scope) if each.condition is not None else YES
        outcome = self._deadlines.outcome(body, body.clocks[0] if body.clocks else None, scope)
        status = self._plan.item_computed(rows.grain, "status", outcome.status, "int8")
        rank = _ranked(status)
        if belongs.always is not True:
            doubtful = choose((status.same(NOT_APPLICABLE), number(1)), otherwise=number(4))
            rank = choose((belongs.when, rank), (belongs.unless, ZERO), otherwise=doubtful)
        outstanding = conjunction((certainly(belongs), outcome.outstanding))
        if rows.belongs is not None:
            rank = choose((rows.belongs, rank))
            outstanding = conjunction((Flag(rows.belongs, known=True), outstanding))
        worst = known_or(self._plan.aggregated(f"worst_{each.collection}", rows.grain, "max", rank), ZERO)
        undone = known_or(
            self._plan.aggregated(f"outstanding_{each.collection}", rows.grain, "max", as_code(outstanding)), ZERO
        )
        found = choose(
            (worst.same(number(5)), BREACHED),
            (self._may_be_more(each.collection), UNDETERMINED),
            (worst.same(number(4)), UNDETERMINED),
            (worst.same(number(3)), PENDING),
            (worst.same(number(2)), MET),
            otherwise=NOT_APPLICABLE,
        )
        return CompiledRule(found, undone)

    def _may_be_more(self, collection: str) -> Cell:
        things = self._conditions.collection(collection)
        return opposite(things.complete).cell


def by(flag: Flag, true: Cell, false: Cell) -> Cell:
    """A code where a flag is true, another where it is false, and `UNDETERMINED` where it is not known."""
    if flag.known:
        return choose((flag.when, true), otherwise=false)
    return choose((flag.when, true), (flag.unless, false), otherwise=UNDETERMINED)


def _ranked(status: Cell) -> Cell:
    """Statuses as numbers that grow as they get worse; not applicable is 1, so that 0 is no item at all."""
    return choose(*((status.same(code), number(5 - place)) for place, code in enumerate(WORST_FIRST)))


def known_day(low: Cell, high: Cell) -> Cell:
    """A day where it is known and there is one, else null."""
    return choose((both_of((low.same(high), low.less(NEVER_CELL))), low))


def _null_day() -> Cell:
    return choose((ONE.same(ZERO), ZERO))


def _exact(day: Cell) -> Bounded:
    return Bounded(day, day)
