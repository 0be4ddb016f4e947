"""A deadline rule made ready to run: its expressions compiled, its clock, limit and extensions worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from code_engine.case.values import NEVER, Item, Items, Value
from code_engine.evaluation.conditions import Condition, Context, compile_expression
from code_engine.evaluation.days import months_after, working_days_after
from code_engine.evaluation.deadlines import (
    Day,
    DeadlineOutcome,
    Notice,
    judge,
)
from code_engine.evaluation.truth import Truth, between, bounds, hull, latest, plus
from code_engine.ruleset.rules import DeadlineBody, ForEach, Parameter

DERIVED: Final = frozenset({"due", "limit"})
"""What conditions on a notice read that is worked out and never on record itself."""

_OF_A_NOTICE: Final = ("notice", "due", "limit")
"""The variables that conditions on a notice read."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One reading of when the clock starts; its name is None where nothing is contested."""

    reading: str | None
    title: str
    start: Condition


class DeadlineProgram:
    """Works out a deadline's outcome for a case, for one reading of its clock and one counting convention."""

    def __init__(self, body: DeadlineBody) -> None:
        self.contested = body.contested
        self.clocks = tuple(Clock(clock.reading, clock.title, compile_expression(clock.start)) for clock in body.clocks)
        self.default_clock: Clock | None = self.clocks[0] if self.clocks else None
        """The reading that decides; None for a deadline with a due date of its own."""
        self.limit = body.limit
        self.due = compile_expression(body.due) if body.due is not None else None
        self.done = compile_expression(body.done)
        self.ends = compile_expression(body.ends) if body.ends is not None else None
        self.for_each: ForEach | None = body.for_each
        condition = body.for_each.condition if body.for_each is not None else None
        self.belongs = compile_expression(condition) if condition is not None else None
        self.extension = body.extension
        if body.extension is not None:
            self.valid = compile_expression(body.extension.valid)
            self._new_due = compile_expression(body.extension.new_due)
        dates = (*(clock.start for clock in self.clocks), self.due, self.done, self.ends)
        self._dates_count_days = _counts_days(*dates)
        self.counts_working_days = (
            _counts_days(*dates, self.belongs)
            or body.extension is not None
            or (body.limit is not None and body.limit.unit == "working_days")
        )
        """Whether an outcome can depend on the counting convention."""

    def outcome(self, context: Context, clock: Clock | None) -> DeadlineOutcome:
        """The outcome under one reading of the clock; in a `for_each` rule the item is set in the context."""
        # What these give was checked to be dates when the ruleset was loaded.
        start: Any = None
        if clock is not None and self.limit is not None:
            start = clock.start.evaluate(context)
            original = self.limited(start, self.limit, context)
        else:
            assert self.due is not None
            original = cast("Day", self.due.evaluate(context))
        done: Any = self.done.evaluate(context)
        return self._judged(start, original, done, context)

    def recounted(self, outcome: DeadlineOutcome, context: Context) -> DeadlineOutcome:
        """An outcome under the default reading as the counting convention of another context gives it.

        Start and fulfilment are the same by both conventions unless working days are counted for them; where
        the limit ends on the same day too and no notice of extension is there, so is all that is judged.
        """
        if self._dates_count_days:
            return self.outcome(context, self.default_clock)
        original = outcome.original_due
        if self.limit is not None and outcome.clock is not None:
            original = self.limited(outcome.clock, self.limit, context)
        if original == outcome.original_due and not outcome.notices:
            return outcome
        return self._judged(outcome.clock, original, outcome.done, context)

    def _judged(self, start: Day | None, original: Day, done: Day, context: Context) -> DeadlineOutcome:
        ends: Any = self.ends.evaluate(context) if self.ends is not None else NEVER
        due, notices = (original, ()) if self.extension is None else self._extended(original, context)
        return judge(start, original, due, done, context.as_of, ends, notices)

    def names(self) -> tuple[str, ...]:
        """The facts that its expressions read, the collection of notices or items included."""
        conditions = [clock.start for clock in self.clocks] + [self.done]
        conditions += [condition for condition in (self.due, self.ends) if condition is not None]
        names = [name for condition in conditions for name in condition.names]
        if self.extension is not None:
            names += [self.extension.collection, *self.valid.names, *self._new_due.names]
        if self.for_each is not None:
            names.append(self.for_each.collection)
        return tuple(names)

    @property
    def names_behind_due(self) -> tuple[str, ...]:
        """The facts that the due date of a notice follows from."""
        return (*self._start.names, *(self.valid.names if self.extension is not None else ()))

    def notice_items(self, context: Context) -> tuple[Item, ...]:
        """The notices of extension, in the order they were sent."""
        if self.extension is None:
            return ()
        collection = context.facts[self.extension.collection]
        assert isinstance(collection, Items)
        return collection.items

    def all_notices_known(self, context: Context) -> bool:
        """Whether the record shows every notice of extension there is."""
        assert self.extension is not None
        collection = context.facts[self.extension.collection]
        assert isinstance(collection, Items)
        return collection.complete

    def missing_in_notices(self, notices: Sequence[Notice], context: Context) -> tuple[str, ...]:
        """What is not known about the notices of extension and could change the due date."""
        if self.extension is None:
            return ()
        name = self.extension.collection
        collection = context.facts[name]
        assert isinstance(collection, Items)
        found: list[str] = []
        for notice in notices:
            if notice.valid is None:
                found.extend(self._missing_about_notice(self.valid, notice, context)[0])
        return (*found, *(() if collection.complete else (name,)))

    def missing_about_notices(
        self, condition: Condition, asked: Iterable[Notice], notices: Sequence[Notice], context: Context
    ) -> tuple[str, ...]:
        """What is not known about a condition on some of the notices, in their order, each fact once.

        Behind `due` and `limit` stands the start of the clock, behind `due` also the notices before that one. What
        those lack is looked for once, not again for each that follows: there may be hundreds.
        """
        found: list[str] = []
        told = 0
        for notice in asked:
            own, waits_for_due = self._missing_about_notice(condition, notice, context)
            found.extend(own)
            before = notice.position - 1
            if waits_for_due and before:
                found.extend(self.missing_in_notices(notices[told:before], context))
                told = before
        return tuple(dict.fromkeys(found))

    def _missing_about_notice(
        self, condition: Condition, notice: Notice, context: Context
    ) -> tuple[tuple[str, ...], bool]:
        """What is not known about a condition on one notice by itself, and whether the due date it met is not."""
        assert self.extension is not None
        item = self.notice_items(context)[notice.position - 1]
        with notice_in(context, self.extension.collection, item, notice.position, notice.due, notice.limit):
            missing = condition.missing(context)
        own = tuple(name for name in missing if name not in DERIVED)
        clock = self._start.missing(context) if len(own) < len(missing) else ()
        return (*own, *clock), "due" in missing

    def missing_dates(self, context: Context) -> tuple[str, ...]:
        """What is not known about the start of the clock, or the due date, and about what fulfils the duty."""
        return (*self._start.missing(context), *self.done.missing(context))

    @property
    def _start(self) -> Condition:
        """What the due date follows from: the start of the clock by the default reading, or the date itself."""
        start = self.due if self.default_clock is None else self.default_clock.start
        assert start is not None
        return start

    def missing_about_item(self, context: Context) -> tuple[str, ...]:
        """What is not known about whether the rule is about the item that is set in the context."""
        return self.belongs.missing(context) if self.belongs is not None else ()

    def items(self, context: Context) -> Iterator[tuple[int, Item, Truth]]:
        """Set each item of a `for_each` rule in the context in turn.

        Yields its place (from 1), the item, and whether the rule is about it.
        """
        assert self.for_each is not None
        variable, name = self.for_each.variable, self.for_each.collection
        collection = context.facts[name]
        assert isinstance(collection, Items)
        for position, item in enumerate(collection.items, start=1):
            context.variables[variable] = item
            context.places[variable] = f"{name}[{position}]"
            belongs = self.belongs.evaluate(context) if self.belongs is not None else True
            assert belongs is None or isinstance(belongs, bool)
            yield position, item, belongs
        context.variables.pop(variable, None)
        context.places.pop(variable, None)

    @staticmethod
    def limited(start: Day, limit: Parameter, context: Context) -> Day:
        """The last day of a limit that runs from a start, in the unit of the limit."""
        if limit.unit == "working_days":
            if type(start) is int and start < NEVER:
                return context.calendar.due(start, limit.value, context.counting)
            return working_days_after(context.calendar, context.counting, start, limit.value)
        if limit.unit == "months":
            return months_after(start, limit.value)
        return plus(start, limit.value)

    def _extended(self, original: Day, context: Context) -> tuple[Day, tuple[Notice, ...]]:
        """Follow the notices of extension in the order they were sent: each valid one moves the due date.

        A notice whose validity is not known leaves both due dates possible. In a partial record there may be
        notices nobody has put on file, before or after those that are, so no due date has a known upper bound.
        """
        rule = self.extension
        assert rule is not None
        collection = context.facts[rule.collection]
        assert isinstance(collection, Items)
        if collection.complete and not collection.items:
            return original, ()
        due, notices = original, []
        if not collection.complete:
            due = between(bounds(due)[0], NEVER)
        if collection.items:
            limit = self.limited(original, rule.cap, context)
            variables = context.variables
            try:
                for position, item in enumerate(collection.items, start=1):
                    variables["notice"], variables["due"], variables["limit"] = item, due, limit
                    new_due: Any = self._new_due.evaluate(context)
                    valid: Any = self.valid.evaluate(context)
                    notices.append(Notice(position, due, limit, new_due, valid))
                    moved = latest((due, new_due))
                    if valid is True:
                        due = moved
                    elif valid is None:
                        due = hull(due, moved)
            finally:
                for name in _OF_A_NOTICE:
                    del variables[name]
        return due, tuple(notices)


def _counts_days(*conditions: Condition | None) -> bool:
    return any(condition is not None and condition.counts_working_days for condition in conditions)


class notice_in:  # noqa: N801 - reads as a function: `with notice_in(context, …)`
    """Let conditions read one notice of extension, the due date it met and the limit it had to keep."""

    __slots__ = ("_context", "_place", "_values")

    def __init__(self, context: Context, collection: str, item: Item, position: int, due: Day, limit: Day) -> None:
        self._context = context
        self._place = f"{collection}[{position}]"
        self._values: dict[str, Value | Item] = {"notice": item, "due": due, "limit": limit}

    def __enter__(self) -> None:
        self._context.variables.update(self._values)
        self._context.places["notice"] = self._place

    def __exit__(self, *_error: object) -> None:
        for name in self._values:
            del self._context.variables[name]
        del self._context.places["notice"]
