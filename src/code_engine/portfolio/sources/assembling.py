"""From the values of a case's rows to the case itself, with every mistake turned into a reject."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from pydantic import ValidationError

from code_engine.case.events import EVENT_TYPES
from code_engine.case.model import Case
from code_engine.errors import quoted
from code_engine.portfolio.sources.cells import BadCellError, CellValue, value_of
from code_engine.portfolio.sources.mapping_file import MappingFile
from code_engine.portfolio.sources.rejects import CaseRead, Reject, rejected, shown_value
from code_engine.portfolio.sources.targets import Target

AFTER_RECEIPT = frozenset(
    {
        *("acknowledged", "defined", "logged", "extension_notified", "response_issued", "escalation_requested"),
        *("accepted", "refused", "escalation_refused", "further_stage", "withdrawn", "closed"),
    }
)
"""Events that a complaint has to be there for; contacts, service requests and assignments may come before."""


_REMEMBERED = 5_000


class Said(NamedTuple):
    """What a cell says for each target of its column; `fault` is the value to show and the reason why it cannot be."""

    values: tuple[tuple[str, Target, CellValue], ...]
    fault: tuple[str | None, str] | None = None


@dataclass(slots=True)
class RowValues:
    """What one row says: values by target, and what was wrong with its cells."""

    row: int
    values: list[tuple[str, Target, CellValue]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        """The text given for a target, None where there is none."""
        return next((str(value) for _, target, value in self.values if target.name == name), None)


class RowReader:
    """Reads the mapped cells of one row after another; what a cell of a column says is worked out once.

    Categories, days and words repeat all the time, and reading them is most of the work.
    """

    def __init__(self, mapping: MappingFile) -> None:
        self._mapping = mapping
        self._known: dict[str, dict[tuple[type, object], Said]] = {column: {} for column in mapping.targets}

    def read(self, row: int, cells: Mapping[str, object]) -> RowValues:
        """What a row says, and what is wrong with it."""
        found = RowValues(row)
        for column, known in self._known.items():
            cell = cells.get(column)
            if cell is None or cell == "":
                continue
            key = (type(cell), cell) if isinstance(cell, Hashable) else None
            said = known.get(key) if key is not None else None
            if said is None:
                said = self._said(column, cell)
                if key is not None and len(known) < _REMEMBERED:
                    known[key] = said
            found.values.extend(said.values)
            if said.fault is not None:
                found.rejects.append(Reject(row, None, column, *said.fault))
        if found.rejects:
            reference = found.text("reference")
            found.rejects = [Reject(row, reference, each.column, each.value, each.reason) for each in found.rejects]
        return found

    def _said(self, column: str, cell: object) -> Said:
        entry, forms = self._mapping.columns[column], self._mapping.forms_of(column)
        values: list[tuple[str, Target, CellValue]] = []
        for target in self._mapping.targets[column]:
            try:
                value = value_of(cell, target, entry, forms, self._mapping.mapping.empty)
            except BadCellError as error:
                reason = f"no {target.kind.value} that is allowed here" if target.personal else str(error)
                return Said(tuple(values), (shown_value(cell, target.personal), reason))
            if value is not None:
                values.append((column, target, value))
        return Said(tuple(values))


def put_header(case: dict[str, Any], target: Target, value: CellValue) -> None:
    """Put a value of the header in its place."""
    if target.part is None:
        case[target.field] = value
    else:
        case.setdefault(target.part, {})[target.field] = value


def case_read(rows: tuple[int, ...], data: dict[str, Any], places: Mapping[int, int] | None = None) -> CaseRead:
    """The case in plain data, or the reasons why it is none; `places` has the row of each event."""
    reference = data.get("reference") if isinstance(data.get("reference"), str) else None
    try:
        case = Case.model_validate(data)
    except ValidationError as error:
        found = tuple(_mistakes(error, rows[0], reference, places or {}))
        return rejected(rows, reference, *found)
    early = _before_receipt(case)
    if early is not None:
        row = (places or {}).get(early[0], rows[0])
        event = case.events[early[0]]
        stage = f"stage_{event.stage}." if event.stage is not None else ""
        found_at = f"{stage}{event.type}.date"
        return rejected(rows, reference, Reject(row, reference, found_at, str(event.date), early[1]))
    return CaseRead(rows, case)


def _before_receipt(case: Case) -> tuple[int, str] | None:
    """The first event that lies before the complaint it belongs to: one of the two days must be a slip."""
    received: date | None = min(
        (event.date for event in case.events if event.type == "complaint_received"), default=None
    )
    if received is None:
        return None
    for place, event in enumerate(case.events):
        if event.type in AFTER_RECEIPT and event.date < received:
            what = EVENT_TYPES[event.type].label
            return place, f"the {what} of {event.date} lies before the complaint of {received}"
    return None


def _mistakes(error: ValidationError, row: int, reference: str | None, places: Mapping[int, int]) -> Iterator[Reject]:
    """One reject for each mistake; what stands in the case is never repeated, since it may be personal."""
    for found in error.errors(include_input=False, include_url=False):
        path = found["loc"]
        event = path[1] if len(path) > 1 and path[0] == "events" and isinstance(path[1], int) else None
        name = ".".join(str(part) for part in path if isinstance(part, str)) or None
        at = places.get(event, row) if event is not None else row
        yield Reject(at, reference, name, None, _in_words(found["type"], found["msg"], path))


def _in_words(kind: str, message: str, path: tuple[int | str, ...]) -> str:
    last = quoted(path[-1]) if path else "the case"
    if kind == "missing":
        return f"{last} is missing"
    if kind == "extra_forbidden":
        return f"there is no key {last} here"
    # A message of ours quotes the value; the words before the first quotation say what kind of mistake it is.
    plain = message.partition(", found")[0] if "`" not in message else _without_quotes(message)
    return plain[:1].lower() + plain[1:]


def _without_quotes(message: str) -> str:
    parts = message.split("`")
    return "".join(part if place % 2 == 0 else "…" for place, part in enumerate(parts))
