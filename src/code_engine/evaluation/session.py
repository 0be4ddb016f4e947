"""What one evaluation holds while its rules run: the facts, the two ways of counting, the answers of people.

A session belongs to one call of the engine and one layer; nothing in it outlives the call, so threads share
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from code_engine.calendar import DAY_0, FIRST_DAY, INCLUSIVE, LAST_DAY, Counting, WorkingCalendar
from code_engine.case.model import Answer as PersonsAnswer
from code_engine.case.values import COLLECTION, DATE, NEVER, Value
from code_engine.case.vocabulary import Vocabulary
from code_engine.evaluation.context import Context
from code_engine.evaluation.deadline_program import DeadlineProgram
from code_engine.evaluation.deadlines import DeadlineOutcome
from code_engine.evaluation.evaluation import Layer
from code_engine.evaluation.wording import day_as_text, value_as_json

_FIRST, _LAST = FIRST_DAY.toordinal(), LAST_DAY.toordinal()
OTHER_CONVENTION = {DAY_0: INCLUSIVE, INCLUSIVE: DAY_0}

Asked: TypeAlias = tuple[Value, dict[str, Any], dict[str, Any]]
"""Whether a rule applies, and the trace and facts that all findings show of rules which ask the same and do not."""


def facts_as_shown(facts: Mapping[str, Value], vocabulary: Vocabulary) -> dict[str, Any]:
    """All facts as they appear in an answer."""
    shown: dict[str, Any] = dict(facts)
    types = vocabulary.types
    for name, value in facts.items():
        if value is True or value is False:
            continue
        kind = types.get(name, COLLECTION)
        if type(value) is int and kind is DATE:  # the short way for most that are no flags
            shown[name] = None if value == NEVER else day_as_text(value)
        else:
            shown[name] = value_as_json(value, kind)
    return shown


def facts_named(names: Sequence[str], shown: Mapping[str, Any]) -> dict[str, Any]:
    """Some facts, in this order, out of all those an answer shows."""
    facts: dict[str, Any] = {}
    for name in names:
        facts[name] = shown[name]  # a comprehension takes a quarter longer, up to Python 3.11
    return facts


@dataclass(slots=True)
class Session:
    """One evaluation of one layer."""

    facts: Mapping[str, Value]
    shown: Mapping[str, Any]
    """The facts as they appear in the answer."""
    answers: Mapping[str, PersonsAnswer]
    vocabulary: Vocabulary
    judgements: Mapping[str, str]
    calendar: WorkingCalendar
    counting: Counting
    as_of: int
    layer: Layer
    counting_name: str = field(init=False)
    chosen: Context = field(init=False)
    other: Context = field(init=False)
    _outcomes: dict[DeadlineProgram, DeadlineOutcome] = field(init=False, default_factory=dict)
    _other_outcomes: dict[DeadlineProgram, DeadlineOutcome] = field(init=False, default_factory=dict)
    applied: dict[str, Asked] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.counting_name = self.counting.value
        self.chosen = Context(self.facts, self.calendar, self.counting, self.as_of)
        other = OTHER_CONVENTION[self.counting]
        self.other = Context(self.facts, self.calendar, other, self.as_of, memo_of_facts=self.chosen.memo_of_facts)

    def outcome(self, program: DeadlineProgram) -> DeadlineOutcome:
        """What a deadline says by its default reading and the chosen convention, worked out once."""
        found = self._outcomes.get(program)
        if found is None:
            found = self._outcomes[program] = program.outcome(self.chosen, program.default_clock)
        return found

    def outcome_by_other_convention(self, program: DeadlineProgram) -> DeadlineOutcome:
        """What it says by the other counting convention, worked out once."""
        found = self._other_outcomes.get(program)
        if found is None:
            found = self._other_outcomes[program] = program.recounted(self.outcome(program), self.other)
        return found

    def answer(self, key: str) -> bool | None:
        """A person's answer to a judgement question, or None where none was given by this day."""
        given = self.answers.get(key)
        if given is None or (given.date is not None and given.date.toordinal() > self.as_of):
            return None
        return given.value

    def question(self, missing: str) -> str:
        """The question to ask for a missing fact."""
        if missing.startswith("answers."):
            return self.judgements[missing.removeprefix("answers.")]
        return self.vocabulary.question_for(missing, self.facts)

    def is_day(self, day: int) -> bool:
        """Whether it is a day of the calendar's table: neither never nor outside the years that are counted."""
        return _FIRST <= day <= _LAST

    def countable(self, start: int, end: int) -> bool:
        """Whether working days between two days can be counted."""
        return self.is_day(start) and self.is_day(end)

    def days_left(self, due: int) -> int:
        """Working days that remain after today until the end of the due day."""
        return self.calendar.working_days(self.as_of, due, DAY_0)
