"""A sample of every letter, from invented cases, for any landlord."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from code_engine.case.dates import parse_day
from code_engine.case.load import parse_case
from code_engine.case.model import Case
from code_engine.documents import Document, read_document
from code_engine.errors import Location, Problem
from code_engine.letters.letter import Letter
from code_engine.letters.mistakes import LetterError
from code_engine.letters.situation import Options
from code_engine.letters.urgency import Order
from code_engine.letters.writer import LetterWriter

# Days from that of the letter; each is a working day before the Code has it due, or it would be refused.
_DAYS: Final = {"definition_expected_on": 3, "response_expected_on": 10, "answer_expected_on": 5}
_FILE: Final = Path(__file__).resolve().parent / "samples.yaml"


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample letter: its kind and stage, the case it is made from, the day, and what is given by hand."""

    kind: str
    stage: int | None
    case: str
    as_of: date
    given: tuple[tuple[str, str], ...]
    place: Location | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """What the sample is called: its kind, with the stage where a kind has two."""
        return f"{self.kind}-stage-{self.stage}" if self.stage is not None else self.kind

    def case_for(self, landlord: str) -> Case:
        """The invented case, as one of that landlord's."""
        return parse_case({**_content()["cases"][self.case], "landlord": landlord})

    def write(self, writer: LetterWriter, landlord: str, *, variant: str | None = None, draft: bool = False) -> Letter:
        """Make the letter for a landlord; a draft is one without anything given by hand. Raises LetterError."""
        case, options = self.case_for(landlord), Options(self.as_of)
        given = {} if draft else dict(self.given)
        order = Order(self.kind, self.stage, given, draft, variant)
        try:
            return writer.write(case, options, order)
        except LetterError:
            expected = self._expected(writer, landlord)
        try:
            return writer.write(case, options, replace(order, given={**expected, **given}))
        except LetterError as error:
            raise LetterError(*map(self._placed, error.problems)) from None

    def _placed(self, problem: Problem) -> Problem:
        """A problem that no template has is one of the sample, at its place in the file."""
        return problem if problem.location else Problem(problem.message, self.place, problem.hint)

    def _expected(self, writer: LetterWriter, landlord: str) -> dict[str, str]:
        """Days for the promises of a landlord whose own have passed by the day of the letter."""
        ruleset = next(iter(writer.engine.catalogue_of(writer.engine.landlords.get(landlord))))
        fields = writer.requirements(ruleset).entry(self.kind).fields()
        return {name: (self.as_of + timedelta(days)).isoformat() for name, days in _DAYS.items() if name in fields}


@cache
def samples() -> tuple[Sample, ...]:
    """All samples, in the order in which a complaint meets them."""
    return tuple(_samples())


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = _document().data
    return content


@cache
def _document() -> Document:
    return read_document(_FILE)


def _samples() -> Iterator[Sample]:
    for index, entry in enumerate(_content()["samples"]):
        place = _document().location(("samples", index))
        given = tuple((str(name), str(value)) for name, value in entry.get("set", {}).items())
        yield Sample(entry["kind"], entry.get("stage"), entry["case"], parse_day(entry["as_of"]), given, place)
