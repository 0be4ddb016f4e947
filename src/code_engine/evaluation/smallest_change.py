"""The smallest change that would turn a breach into met: "would have been in time if acknowledged by 9 June 2025"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from code_engine.case.values import NEVER, Between, ValueType
from code_engine.day_words import day_in_words
from code_engine.evaluation.conditions import Condition
from code_engine.evaluation.context import Context
from code_engine.evaluation.deadline_program import DeadlineProgram, notice_in
from code_engine.evaluation.deadlines import DeadlineOutcome
from code_engine.evaluation.evaluation import Finding, Status
from code_engine.evaluation.session import Session
from code_engine.evaluation.trace import Step, Trace
from code_engine.evaluation.truth import bounds
from code_engine.evaluation.wording import value_in_words

Leaf = tuple[Trace, bool]
"""A single test of a condition, and the value it would have to have."""

_DONE_WORDS = {
    "acknowledged_on": "acknowledged",
    "defined_on": "defined",
    "logged_on": "logged",
    "responded_on": "answered",
    "completed_on": "completed",
    "sent_on": "sent",
    "reviewed_on": "reviewed",
    "last_reviewed_on": "reviewed",
    "last_update_on": "updated",
    "refused_on": "refused",
}
_NAME = r"[a-z_][a-z0-9_.]*"
_BARE: Final = re.compile(rf"{_NAME}|recorded\({_NAME}\)")
"""A flag by itself, or one that has to be on record."""
_ON_RECORD: Final = re.compile(rf"(?:given|recorded)\({_NAME}\)")
_TWO_DATES: Final = re.compile(rf"({_NAME}) (<|<=|>|>=) {_NAME}")
_OPPOSITE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_BOUNDS_IN_WORDS: Final = {"<": "before {}", "<=": "{} or earlier", ">": "after {}", ">=": "{} or later"}


def requirement_changes(require: Condition, finding: Finding, session: Session) -> tuple[str, ...]:
    """What would have to be otherwise for a breached requirement to hold; empty where it is not breached."""
    if finding.status is not Status.BREACHED:
        return ()
    context = session.chosen
    if require.evaluate(context) is not False:
        return ()
    leaves = smallest(require.explain(context), True)
    if leaves is None:
        return ()
    return (f"Would be met if {' and '.join(_in_words(leaf, session) for leaf in leaves)}.",)


def smallest(trace: Trace, wanted: bool, kept: str | None = None) -> list[Leaf] | None:
    """The fewest single tests that would have to come out otherwise to give the wanted value.

    Empty where it has that value already; None where no change of a test can bring it about. Among equals the
    first in the text is taken. A test that reads the attribute `kept` is left as it is.
    """
    return _Search(kept).smallest(trace, wanted)


class _Search:
    """Walks the trace of a condition for the tests to change."""

    def __init__(self, kept: str | None) -> None:
        self._kept = kept

    def smallest(self, trace: Trace, wanted: bool) -> list[Leaf] | None:
        if trace.value is wanted:
            return []
        match trace.step:
            case Step.NOT:
                return self.smallest(trace.parts[0], not wanted)
            case Step.DEFINITION:
                return self.smallest(trace.parts[0], wanted)
            case Step.AND | Step.OR:
                changes = [self.smallest(part, wanted) for part in trace.parts]
                return _together(changes) if (trace.step is Step.AND) is wanted else _cheapest(changes)
            case Step.CHOICE:
                return self._of_choice(trace.parts, wanted)
            case Step.ALL | Step.ANY if trace.parts:
                changes = [self._of_item(trace.step, item, wanted) for item in trace.parts]
                found = _together(changes) if (trace.step is Step.ALL) is wanted else _cheapest(changes)
                # Nothing to change about the items on record: it is those that may be missing.
                return [(trace, wanted)] if found == [] else found
            case _:
                # An empty `any` is a test of its own: it needs an item that is not there.
                return None if self._is_kept(trace) else [(trace, wanted)]

    def _of_choice(self, parts: tuple[Trace, ...], wanted: bool) -> list[Leaf] | None:
        """`then if test else otherwise`: the side chosen; where the test is not known, it has to be settled too."""
        then, test, otherwise = parts
        if test.value is not None:
            return self.smallest(then if test.value else otherwise, wanted)
        if_so = _together([self.smallest(test, True), self.smallest(then, wanted)])
        if_not = _together([self.smallest(test, False), self.smallest(otherwise, wanted)])
        return _cheapest([if_so, if_not])

    def _of_item(self, step: Step, item: Trace, wanted: bool) -> list[Leaf] | None:
        """`all(body if condition)` is `not condition or body` for each item, `any` is `condition and body`."""
        if item.value is wanted:
            return []
        if len(item.parts) == 1:
            return self.smallest(item.parts[0], wanted)
        condition, body = item.parts
        if (step is Step.ALL) is wanted:
            return self.smallest(body, wanted)
        return _together([self.smallest(condition, True), self.smallest(body, wanted)])

    def _is_kept(self, trace: Trace) -> bool:
        return self._kept is not None and any(fact.name.endswith(f".{self._kept}") for fact in trace.facts)


def _together(changes: list[list[Leaf] | None]) -> list[Leaf] | None:
    """All of them; None as soon as one is not possible."""
    found: list[Leaf] = []
    for change in changes:
        if change is None:
            return None
        found.extend(change)
    return found


def _cheapest(changes: list[list[Leaf] | None]) -> list[Leaf] | None:
    """The one with the fewest tests, of equals the first."""
    return min((change for change in changes if change is not None), key=len, default=None)


def _in_words(leaf: Leaf, session: Session) -> str:
    trace, wanted = leaf
    if len(trace.facts) == 1 and not trace.parts:
        question = f"“{session.question(trace.facts[0].name)}”"
        answer = _flag_wanted(trace, wanted)
        if answer is not None:
            return f"the answer to {question} were {'yes' if answer else 'no'}"
        if _ON_RECORD.fullmatch(trace.text):
            return f"the record answered {question}" if wanted else f"the answer to {question} were “none”"
    day = _day_wanted(trace, wanted)
    if day is not None:
        return f"the answer to “{session.question(trace.facts[0].name)}” were {day}"
    seen = ", ".join(f"{fact.name}: {value_in_words(fact.value, fact.type)}" for fact in trace.facts)
    value = "so" if wanted else "not so"
    return f"this were {value}: `{trace.text}`" + (f" ({seen})" if seen else "")


def _flag_wanted(trace: Trace, wanted: bool) -> bool | None:
    """Which value of its only fact, a flag, gives a test the wanted value; None where that cannot be said."""
    fact = trace.facts[0]
    if fact.type is not ValueType.FLAG:
        return None
    if _BARE.fullmatch(trace.text):
        return wanted
    # Any other test of one flag, such as `flag == False`, comes out otherwise with the other value.
    return None if fact.value is None else fact.value is False


def _day_wanted(trace: Trace, wanted: bool) -> str | None:
    """For a test that compares one date on record with another: by when, or from when, it would have to be."""
    compared = _TWO_DATES.fullmatch(trace.text)
    if compared is None or len(trace.facts) != 2 or trace.parts or compared[1] == "as_of":
        return None
    limit = trace.facts[1].value
    if trace.facts[1].type is not ValueType.DATE or type(limit) is not int or limit == NEVER:
        return None
    words = _BOUNDS_IN_WORDS[compared[2] if wanted else _OPPOSITE[compared[2]]]
    return words.format(day_in_words(limit))


def deadline_changes(program: DeadlineProgram, finding: Finding, session: Session) -> tuple[str, ...]:
    """By when it should have been done, and what an extension lacked that would have made it in time."""
    if finding.status is not Status.BREACHED:
        return ()
    if program.for_each is not None:
        return tuple(_changes_of_items(program, program.for_each.variable, session.chosen))
    outcome = session.outcome(program)
    sentence = _in_time_if("", program, outcome, session.chosen)
    return (*sentence, *_extensions_that_would_help(program, outcome, session)) if sentence else ()


def _changes_of_items(program: DeadlineProgram, variable: str, context: Context) -> Iterator[str]:
    for position, _, belongs in program.items(context):
        if belongs is True:
            outcome = program.outcome(context, program.default_clock)
            yield from _in_time_if(f"{variable} {position} ", program, outcome, context)


def _in_time_if(subject: str, program: DeadlineProgram, outcome: DeadlineOutcome, context: Context) -> tuple[str, ...]:
    """The sentence for a breached duty with a known due date; nothing for any other."""
    if outcome.status is not Status.BREACHED or outcome.due_day is None:
        return ()
    steps = _late_steps(program.done, outcome.due_day, context)
    words = " and ".join(filter(None, (", ".join(steps[:-1]), steps[-1]))) if steps else "done"
    sentence = f"{subject}would have been in time if {words} by {day_in_words(outcome.due_day)}."
    return (sentence[0].upper() + sentence[1:],)


def _late_steps(done: Condition, due: int, context: Context) -> list[str]:
    """The steps that came after the due date, in words: a duty of several steps is done when all of them are."""
    late: dict[str, None] = {}
    for part in done.explain(context).walk():
        for fact in part.facts:
            if fact.type is ValueType.DATE and isinstance(fact.value, int | Between) and bounds(fact.value)[1] > due:
                late[_DONE_WORDS.get(fact.name.rsplit(".", 1)[-1], "done")] = None
    return list(late)


def _extensions_that_would_help(program: DeadlineProgram, outcome: DeadlineOutcome, session: Session) -> list[str]:
    if program.extension is None or outcome.done_day is None:
        return []
    found = []
    items = program.notice_items(session.chosen)
    for notice in outcome.notices:
        if notice.valid is not False or not outcome.done_day <= bounds(notice.new_due)[0] < NEVER:
            continue
        item = items[notice.position - 1]
        name = program.extension.collection
        with notice_in(session.chosen, name, item, notice.position, notice.due, notice.limit):
            # The new date has to stay: it is the one that would have covered the day it was done.
            leaves = smallest(program.valid.explain(session.chosen), True, kept="new_due_on")
            if leaves:
                needed = " and ".join(_in_words(leaf, session) for leaf in leaves)
                found.append(f"Extension notice {notice.position} would have covered it if {needed}.")
    return found
