"""From the values of a case's rows to the case itself, with every mistake turned into a reject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from code_engine.case.events import EVENT_TYPES
from code_engine.case.model import Case
from code_engine.errors import quoted
from code_engine.portfolio.sources.cells import BadCellError, CellValue, value_of
from code_engine.portfolio.sources.mapping_file import MappingFile
from code_engine.portfolio.sources.rejects import CaseRead, Reject, rejected, shown_value
from code_engine.portfolio.sources.targets import Target

_AFTER_RECEIPT = frozenset(
    {
        *("acknowledged", "defined", "logged", "extension_notified", "response_issued", "escalation_requested"),
        *("accepted", "refused", "escalation_refused", "further_stage", "withdrawn", "closed"),
    }
)
"""Events that a complaint has to be there for; contacts, service requests and assignments may come before."""


@dataclass(slots=True)
class RowValues:
    """What one row says: values by target, and what was wrong with its cells."""

    row: int
    values: list[tuple[str, Target, CellValue]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        """The text given for a target, None where there is none."""
        return next((str(value) for _, target, value in self.values if target.name == name), None)


def values_in(row: int, cells: Mapping[str, object], mapping: MappingFile) -> RowValues:
    """Read every mapped cell of a row."""
    found = RowValues(row)
    empty = mapping.mapping.empty
    for column, targets in mapping.targets.items():
        cell = cells.get(column)
        for target in targets:
            try:
                value = value_of(cell, target, mapping.columns[column], mapping.forms_of(column), empty)
            except BadCellError as error:
                shown = shown_value(cell, target.personal)
                reason = f"no {target.kind.value} that is allowed here" if target.personal else str(error)
                found.rejects.append(Reject(row, None, column, shown, reason))
                break
            if value is not None:
                found.values.append((column, target, value))
    reference = found.text("reference")
    found.rejects = [Reject(row, reference, each.column, each.value, each.reason) for each in found.rejects]
    return found


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
        return rejected(rows, reference, Reject(row, reference, None, None, early[1]))
    return CaseRead(rows, case)


def _before_receipt(case: Case) -> tuple[int, str] | None:
    """The first event that lies before the complaint it belongs to: one of the two days must be a slip."""
    received: date | None = min(
        (event.date for event in case.events if event.type == "complaint_received"), default=None
    )
    if received is None:
        return None
    for place, event in enumerate(case.events):
        if event.type in _AFTER_RECEIPT and event.date < received:
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
