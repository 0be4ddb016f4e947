"""What the different cells of a column stand for: worked out once each, by the very functions that read row by row.

A column of a million rows has few different cells, so that reading them in Python costs next to nothing, and no
second reading of dates, words and flags can come to differ from the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from code_engine.case.declarations import DetailKind
from code_engine.case.event import StagedEvent
from code_engine.case.events import EVENT_TYPES
from code_engine.case.model import Case, Matter, Representative, Resident
from code_engine.case.values import NEVER
from code_engine.portfolio.columnar.layout import details_of
from code_engine.portfolio.sources.cells import BadCellError, CellValue, value_of
from code_engine.portfolio.sources.event_rows import stage_and_type
from code_engine.portfolio.sources.mapping_file import MappingFile
from code_engine.portfolio.sources.targets import Target

Cell = Any
"""A cell as the export has it."""

LayoutValue = int | str
"""A value as the tables of cases hold it: a day as its number, a flag as 1 or 0, a list as its size."""

_PARTS: Final[Mapping[str, type[BaseModel]]] = {
    "resident": Resident,
    "representative": Representative,
    "matter": Matter,
}
_SOME_DAY: Final = "2025-01-01"
_NO_DETAILS: Final = ("date", "stage", "recorded_on", "note", "id", "corrects")


@dataclass(slots=True)
class Kinds:
    """By a cell of the column of types: the type of event and the stage it says. Others are left out."""

    types: dict[str, tuple[str, int | None]] = field(default_factory=dict)


@dataclass(slots=True)
class LayoutColumn:
    """What one column of the table of events holds, by the cell it comes from."""

    types: tuple[str, ...] = ()
    """The types of events that have it; all where there are none here."""
    values: dict[Cell, LayoutValue] = field(default_factory=dict)
    texts: dict[Cell, tuple[str, ...]] = field(default_factory=dict)
    days: dict[Cell, tuple[int, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Meanings:
    """What the cells of a column come to in each column of the table of events, and which no case may have.

    `bad` are pairs of a cell that says the type and a cell of this column.
    """

    columns: dict[str, LayoutColumn] = field(default_factory=dict)
    bad: list[tuple[Cell, Cell]] = field(default_factory=list)
    spread: bool = False
    """Whether some type of event has a cell here that means nothing for it."""


class Reader:
    """Reads cells as the row reader does."""

    def __init__(self, mapping: MappingFile) -> None:
        self._mapping = mapping

    def value(self, column: str, target: Target, cell: Cell) -> CellValue | None:
        """The value of a cell. Raises BadCellError."""
        entry, forms = self._mapping.columns[column], self._mapping.forms_of(column)
        return value_of(cell, target, entry, forms, self._mapping.mapping.empty)

    def kinds(self, column: str, target: Target, cells: Iterable[Cell]) -> Kinds:
        """The types of events that cells stand for."""
        found = Kinds()
        for cell in cells:
            try:
                value = self.value(column, target, cell)
            except BadCellError:
                continue
            name, stage = stage_and_type(str(value))
            if value is not None and name in EVENT_TYPES:
                found.types[cell] = (name, stage)
        return found

    def header(self, column: str, target: Target, cells: Iterable[Cell]) -> dict[Cell, CellValue | None]:
        """The values of cells about a case as a whole, None where they say nothing; what cannot be is left out."""
        found: dict[Cell, CellValue | None] = {}
        for cell in cells:
            try:
                value = self.value(column, target, cell)
            except BadCellError:
                continue
            if value is None or _fits_header(target, value):
                found[cell] = value
        return found

    def details(self, column: str, target: Target, kinds: Kinds, pairs: Iterable[tuple[Cell, Cell]]) -> Meanings:
        """What cells mean for the types of events in whose rows they stand; pairs of the type's cell and the cell."""
        found = Meanings()
        for kind_cell, cell in pairs:
            known = kinds.types.get(kind_cell)
            if known is None:
                continue  # the row is no event, whatever else it says
            try:
                value = self.value(column, target, cell)
            except BadCellError:
                found.bad.append((kind_cell, cell))
                continue
            if value is None:
                continue
            if target.field not in EVENT_TYPES[known[0]].model_fields:
                # As the row reader has it: a column without meaning for a type of event may say no, and nothing else.
                found.spread = True
                if value is not False:
                    found.bad.append((kind_cell, cell))
                continue
            if not _put(found, known[0], target.field, cell, value):
                found.bad.append((kind_cell, cell))
        return found


def _fits_header(target: Target, value: CellValue) -> bool:
    """Whether the model of a case takes a value; a case without events is otherwise complete here."""
    if target.part is not None:
        return _taken(_PARTS[target.part], {target.field: value})
    plain = {"reference": "R", "landlord": "L", "events": [{"type": "complaint_received", "date": _SOME_DAY}]}
    return _taken(Case, plain | {target.field: value})


def _taken(model: type[BaseModel], data: Mapping[str, Any]) -> bool:
    try:
        model.model_validate(data)
    except ValidationError:
        return False
    return True


def _put(found: Meanings, event_type: str, name: str, cell: Cell, value: CellValue) -> bool:
    """Put what a cell means into the columns of the table of events; False where the event cannot have it."""
    detail = _detail(event_type, name, tuple(value) if isinstance(value, list) else value, isinstance(value, list))
    if detail is _REFUSED:
        return False
    if name in _NO_DETAILS:
        layout = found.columns.setdefault(name, LayoutColumn())
        layout.values[cell] = detail.toordinal() if isinstance(detail, date) else detail
        return True
    column, kind = details_of(event_type)[name]
    if kind is DetailKind.DATES:
        _put_days(found, event_type, column, cell, detail)
        return True
    layout = found.columns.setdefault(column, LayoutColumn(_types_with(column)))
    layout.values[cell] = layout_value(kind, detail)
    if kind is DetailKind.TEXTS:
        layout.texts[cell] = tuple(dict.fromkeys(detail))
    elif name == "person" and detail:
        layout.texts[cell] = (detail,)
    return True


def layout_value(kind: DetailKind, value: Any) -> LayoutValue:
    """A detail as the tables hold it."""
    if kind is DetailKind.DATE:
        return value.toordinal() if isinstance(value, date) else NEVER
    if kind is DetailKind.TEXTS:
        return len(set(value))
    return int(value) if kind is DetailKind.FLAG else value


def header_value(target: Target, value: CellValue) -> LayoutValue:
    """A value of the header as the table of cases holds it."""
    if target.name == "record":
        return int(value == "complete")
    if isinstance(value, list):
        return len(set(value))
    if isinstance(value, bool):
        return int(value)
    return date.fromisoformat(value).toordinal() if target.kind is DetailKind.DATE else value  # type: ignore[arg-type]


def _put_days(found: Meanings, event_type: str, column: str, cell: Cell, days: tuple[date, ...]) -> None:
    numbers = tuple(sorted({day.toordinal() for day in days}))
    ends = (numbers[0], numbers[-1]) if numbers else (NEVER, NEVER)
    for end, number in zip(("first", "last"), ends, strict=True):
        found.columns.setdefault(f"{column}{end}", LayoutColumn(_types_with(column))).values[cell] = number
    if event_type == "update_interval_agreed":
        found.columns[f"{column}first"].days[cell] = numbers


@cache
def _types_with(column: str) -> tuple[str, ...]:
    """The types of events whose details are kept in a column."""
    return tuple(
        event_type for event_type in EVENT_TYPES if any(kept == column for kept, _ in details_of(event_type).values())
    )


_REFUSED: Final = object()


def _detail(event_type: str, name: str, value: Any, listed: bool) -> Any:
    """The detail as a model of the event reads it, `_REFUSED` where it does not take it.

    The rules of an event look at one detail at a time, so that each can be tried alone.
    """
    model = EVENT_TYPES[event_type]
    data: dict[str, Any] = {"type": event_type, "date": _SOME_DAY}
    if issubclass(model, StagedEvent):
        data["stage"] = 1
    data[name] = list(value) if listed else value
    try:
        return getattr(model.model_validate(data), name)
    except ValidationError:
        return _REFUSED
