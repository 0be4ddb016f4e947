"""Propose a mapping for an export: what its headings and values suggest, what is unclear, and what has no place."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from code_engine.case.declarations import DetailKind
from code_engine.case.events import EVENT_TYPES
from code_engine.errors import did_you_mean
from code_engine.portfolio.sources.category_words import category_named
from code_engine.portfolio.sources.date_forms import ASK, EXCEL, ISO, contradict, forms_that_fit
from code_engine.portfolio.sources.header_words import case_target, event_target, not_meant
from code_engine.portfolio.sources.mapping_file import Layout
from code_engine.portfolio.sources.tables import Table
from code_engine.portfolio.sources.targets import Target, row_targets, target_named

ROWS_LOOKED_AT = 20_000
"""How many rows a proposal rests on at most."""
_MOST_VALUES = 40
_MOST_CATEGORIES = 500
_FLAG_WORDS = frozenset({"yes", "no", "true", "false", "y", "n"})


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """A column that has a place: its target, the form of its dates, and what its words may stand for.

    A form or word that a person has to choose is `ASK`; `question` says what there is to choose.
    """

    name: str
    target: str
    dates: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a mapping could be. `unplaced` are columns without a place, each with the reason."""

    source: str
    layout: Layout
    landlord: str | None
    delimiter: str | None
    columns: tuple[ProposedColumn, ...]
    unplaced: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    rows: int


def propose(table: Table, landlord: str | None) -> Proposal:
    """Look at headings and values. `landlord` is whose cases they are, where no column says so."""
    seen, rows = _values_seen(table)
    layout = _layout(table.columns)
    placed: list[ProposedColumn] = []
    unplaced: list[tuple[str, str]] = []
    taken: set[str] = set()
    for column in filter(None, table.columns):
        name = (event_target if layout is Layout.EVENT_PER_ROW else case_target)(column)
        if name is None:
            unplaced.append((column, not_meant(column) or "its heading does not say what it is"))
            continue
        if name in taken:
            unplaced.append((column, f"another column is `{name}` already"))
            continue
        found = _column(column, name, layout, seen[column])
        if isinstance(found, str):
            unplaced.append((column, found))
        else:
            taken.add(name)
            placed.append(found)
    wanted = ("reference", "type", "date") if layout is Layout.EVENT_PER_ROW else ("reference", "complaint.received_on")
    missing = [name for name in wanted if name not in taken]
    if "landlord" not in taken and landlord is None:
        missing.append("landlord")
    return Proposal(
        source=table.path.name,
        layout=layout,
        landlord=None if "landlord" in taken else landlord or ASK,
        delimiter=table.delimiter,
        columns=tuple(placed),
        unplaced=tuple(unplaced),
        missing=tuple(missing),
        rows=rows,
    )


def _layout(columns: Iterable[str]) -> Layout:
    """Each row is an event where the headings say what happened and when, and little else of a complaint."""
    names = [name for name in columns if name]
    events = {event_target(name) for name in names}
    days = [name for name in names if (case_target(name) or "").endswith("_on")]
    return Layout.EVENT_PER_ROW if {"type", "date"} <= events and len(days) < 2 else Layout.CASE_PER_ROW


def _values_seen(table: Table) -> tuple[dict[str, dict[object, None]], int]:
    """The different values of each column in the first rows, and how many rows were looked at."""
    seen: dict[str, dict[object, None]] = {column: {} for column in table.columns}
    rows = 0
    for row in islice(table.rows(), ROWS_LOOKED_AT):
        rows += 1
        for column, cell in zip(table.columns, row.cells, strict=True):
            if isinstance(cell, Hashable) and cell is not None and not (isinstance(cell, str) and not cell.strip()):
                seen[column][cell.strip() if isinstance(cell, str) else cell] = None
    return seen, rows


def _column(column: str, name: str, layout: Layout, values: Mapping[object, None]) -> ProposedColumn | str:
    """The proposal for one column, or the reason why it cannot be what its heading says."""
    target = row_targets()[name] if layout is Layout.EVENT_PER_ROW else target_named(name)
    if target.kind is DetailKind.DATE:
        return _dates(column, name, list(values))
    texts = [str(value) for value in values if not isinstance(value, bool)]
    if target.kind is DetailKind.FLAG:
        unclear = [text for text in texts if text.casefold() not in _FLAG_WORDS]
        return _worded(column, name, unclear, ("true", "false"))
    if target.name == "type":
        return _worded(column, name, texts, tuple(EVENT_TYPES))
    if target.name == "matter.category":
        named = ((text, category_named(text)) for text in texts[:_MOST_CATEGORIES])
        return ProposedColumn(column, name, None, tuple((text, to) for text, to in named if to and to != text))
    if target.choices:
        return _worded(column, name, [text for text in texts if not _allowed(text, target)], target.choices)
    return ProposedColumn(column, name)


def _allowed(text: str, target: Target) -> bool:
    return text in target.choices or text.casefold().replace(" ", "_") in target.choices


def _dates(column: str, name: str, values: Sequence[object]) -> ProposedColumn | str:
    texts = [value for value in values if isinstance(value, str)]
    numbers = [value for value in values if isinstance(value, int | float)]
    if numbers and not texts:
        return ProposedColumn(
            column, name, EXCEL, question="numbers: spreadsheet days counted from 1900, if from 1904 say excel-1904"
        )
    if not texts:
        if any(isinstance(value, date) for value in values):
            return ProposedColumn(column, name)
        return ProposedColumn(column, name, ISO, question="no value to tell by: say how its dates are written")
    if numbers:
        return "some of its cells are texts and some are numbers"
    forms = forms_that_fit(texts)
    if not forms:
        return "its values are not all dates in one form"
    if contradict(forms):
        listed = " or ".join(forms)
        return ProposedColumn(column, name, ASK, question=f"{listed}? every value fits both, {texts[0]} among them")
    return ProposedColumn(column, name, forms[0])


def _worded(column: str, name: str, texts: Sequence[str], choices: Sequence[str]) -> ProposedColumn | str:
    if len(texts) > _MOST_VALUES:
        return f"it has more than {_MOST_VALUES} different values, and only certain words are allowed there"
    values = tuple((text, _closest(text, choices)) for text in texts if text not in choices)
    unclear = any(meaning == ASK for _, meaning in values)
    question = f"allowed: {', '.join(choices)}" if unclear and len(choices) < 10 else None
    return ProposedColumn(column, name, None, values, question)


def _closest(text: str, choices: Sequence[str]) -> str:
    plain = "_".join(text.casefold().split())
    if plain in choices:
        return plain
    hint = did_you_mean(plain, choices)
    return hint.split("`")[1] if hint is not None else ASK
