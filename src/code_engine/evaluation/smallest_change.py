"""The smallest change that would turn a breach into met: "would have been in time if acknowledged by 9 June 2025"."""

from __future__ import annotations

from code_engine.case.values import NEVER, Between, Value, ValueType
from code_engine.evaluation.conditions import Condition
from code_engine.evaluation.context import Context
from code_engine.evaluation.deadline_program import DeadlineProgram, notice_in
from code_engine.evaluation.deadlines import DeadlineOutcome
from code_engine.evaluation.evaluation import Finding, Status
from code_engine.evaluation.session import Session
from code_engine.evaluation.trace import Seen, Step, Trace
from code_engine.evaluation.truth import bounds
from code_engine.evaluation.wording import day_in_words, value_in_words

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
}


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


def smallest(trace: Trace, wanted: bool) -> list[Leaf] | None:
    """The fewest single tests that would have to come out otherwise to give the wanted value.

    Empty where it has that value already; None where no change of a test can bring it about. Among equals the
    first in the text is taken.
    """
    if trace.value is wanted:
        return []
    match trace.step:
        case Step.NOT:
            return smallest(trace.parts[0], not wanted)
        case Step.DEFINITION:
            return smallest(trace.parts[0], wanted)
        case Step.AND | Step.OR:
            return _all_or_cheapest(trace.parts, wanted, every=(trace.step is Step.AND) is wanted)
        case Step.CHOICE:
            then, test, otherwise = trace.parts
            return smallest(then if test.value is True else otherwise, wanted)
        case Step.ALL | Step.ANY:
            return _over_items(trace, wanted)
        case _:
            return [(trace, wanted)]


def _all_or_cheapest(parts: tuple[Trace, ...], wanted: bool, *, every: bool) -> list[Leaf] | None:
    changes = [smallest(part, wanted) for part in parts]
    if not every:
        possible = [change for change in changes if change is not None]
        return min(possible, key=len) if possible else None
    found: list[Leaf] = []
    for change in changes:
        if change is None:
            return None
        found.extend(change)
    return found


def _over_items(trace: Trace, wanted: bool) -> list[Leaf] | None:
    """A loop: `all` needs every item (for True), `any` one; an empty `any` needs an item that is not there."""
    if not trace.parts:
        return [(trace, wanted)]
    every = (trace.step is Step.ALL) is wanted
    changes: list[list[Leaf] | None] = []
    for item in trace.parts:
        if every and item.value is wanted:
            continue
        changes.append(_one_item(trace.step, item, wanted))
    if every:
        return None if None in changes else [leaf for change in changes if change is not None for leaf in change]
    possible = [change for change in changes if change is not None]
    return min(possible, key=len) if possible else None


def _one_item(step: Step, item: Trace, wanted: bool) -> list[Leaf] | None:
    """`all(body if condition)` is `not condition or body` for each item, `any` is `condition and body`."""
    if len(item.parts) == 1:
        return smallest(item.parts[0], wanted)
    condition, body = item.parts
    if (step is Step.ALL) is wanted:
        return smallest(body, wanted)
    changes = [smallest(condition, True), smallest(body, wanted)]
    return None if None in changes else [leaf for change in changes if change is not None for leaf in change]


def _in_words(leaf: Leaf, session: Session) -> str:
    trace, wanted = leaf
    if len(trace.facts) == 1 and trace.facts[0].type is ValueType.FLAG and not trace.parts:
        answer = "yes" if _flag_wanted(trace, wanted) else "no"
        return f"the answer were {answer}: {session.question(trace.facts[0].name)}"
    if len(trace.facts) == 1 and trace.text.startswith(("given(", "recorded(")):
        return f"this were on record: {session.question(trace.facts[0].name)}"
    seen = ", ".join(_seen(fact) for fact in trace.facts)
    value = "so" if wanted else "not so"
    return f"this were {value}: `{trace.text}`" + (f" ({seen})" if seen else "")


def _flag_wanted(trace: Trace, wanted: bool) -> bool:
    """Which value of the flag gives the test the wanted value: a bare flag, or a test such as `flag == False`."""
    value: Value = trace.facts[0].value
    bare = trace.value is value
    return wanted if bare else not wanted


def _seen(fact: Seen) -> str:
    return f"{fact.name} is {value_in_words(fact.value, fact.type)}"


def deadline_changes(program: DeadlineProgram, finding: Finding, session: Session) -> tuple[str, ...]:
    """By when it should have been done, and what an extension lacked that would have made it in time."""
    if finding.status is not Status.BREACHED or program.for_each is not None:
        return ()
    clock = program.clocks[0] if program.clocks else None
    outcome = program.outcome(session.chosen, clock)
    if outcome.status is not Status.BREACHED or outcome.due_day is None:
        return ()
    words = " and ".join(_late_parts(program.done, outcome.due_day, session.chosen)) or "done"
    changes = [f"Would have been in time if {words} by {day_in_words(outcome.due_day)}."]
    changes.extend(_extensions_that_would_help(program, outcome, session))
    return tuple(changes)


def _late_parts(done: Condition, due: int, context: Context) -> list[str]:
    """The steps that came after the due date, in words: a duty of several steps is done when all of them are."""
    late = []
    for name in done.names:
        value = context.facts.get(name)
        if isinstance(value, int | Between) and not isinstance(value, bool) and bounds(value)[1] > due:
            late.append(_DONE_WORDS.get(name.rsplit(".", 1)[-1], "done"))
    return list(dict.fromkeys(late))


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
            leaves = smallest(program.valid.explain(session.chosen), True)
            if leaves:
                needed = " and ".join(_in_words(leaf, session) for leaf in leaves)
                found.append(f"The extension notice {notice.position} would have covered it if {needed}.")
    return found
