"""What one evaluation holds while its rules run: the facts, the two ways of counting, the answers of people.

A session belongs to one call of the engine and one layer; nothing in it outlives the call, so threads share
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from code_engine.calendar import FIRST_DAY, LAST_DAY, Counting, WorkingCalendar
from code_engine.case.model import Answer as PersonsAnswer
from code_engine.case.values import Value, ValueType
from code_engine.case.vocabulary import Vocabulary
from code_engine.evaluation.context import Context
from code_engine.evaluation.deadline_program import DeadlineProgram
from code_engine.evaluation.deadlines import DeadlineOutcome
from code_engine.evaluation.evaluation import Layer
from code_engine.evaluation.wording import value_as_json

_FIRST, _LAST = FIRST_DAY.toordinal(), LAST_DAY.toordinal()
OTHER_CONVENTION = {Counting.DAY_0: Counting.INCLUSIVE, Counting.INCLUSIVE: Counting.DAY_0}


class FactsAsJson(dict[str, Any]):
    """Facts as they appear in the answer, each converted when it is first looked up."""

    def __init__(self, facts: Mapping[str, Value], vocabulary: Vocabulary) -> None:
        self._facts = facts
        self._vocabulary = vocabulary

    def __missing__(self, name: str) -> Any:
        value = self._facts[name]
        if value is not True and value is not False:
            declared = self._vocabulary.facts.get(name)
            value = value_as_json(value, declared.type if declared is not None else ValueType.COLLECTION)
        self[name] = value
        return value


@dataclass(slots=True)
class Session:
    """One evaluation of one layer."""

    facts: Mapping[str, Value]
    answers: Mapping[str, PersonsAnswer]
    vocabulary: Vocabulary
    judgements: Mapping[str, str]
    calendar: WorkingCalendar
    counting: Counting
    as_of: int
    layer: Layer
    chosen: Context = field(init=False)
    other: Context = field(init=False)
    _outcomes: dict[DeadlineProgram, DeadlineOutcome] = field(init=False, default_factory=dict)
    _other_outcomes: dict[DeadlineProgram, DeadlineOutcome] = field(init=False, default_factory=dict)
    applied: dict[str, tuple[Value, dict[str, Any], dict[str, Any]]] = field(init=False, default_factory=dict)
    json: FactsAsJson = field(init=False)

    def __post_init__(self) -> None:
        self.json = FactsAsJson(self.facts, self.vocabulary)
        self.chosen = Context(self.facts, self.calendar, self.counting, self.as_of)
        self.other = Context(self.facts, self.calendar, OTHER_CONVENTION[self.counting], self.as_of)

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
            found = self._other_outcomes[program] = program.outcome(self.other, program.default_clock)
        return found

    def facts_as_json(self, names: Sequence[str]) -> dict[str, Any]:
        """Facts by name, as they appear in the answer; each is worked out once."""
        return dict(zip(names, map(self.json.__getitem__, names), strict=True))

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
        return self.calendar.working_days(self.as_of, due, Counting.DAY_0)
