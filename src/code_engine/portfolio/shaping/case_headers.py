"""The rows of a case brought together: its number, what they say about it as a whole, and whether they agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from code_engine.portfolio.engines.column_engine import ColumnEngine, sql_of
from code_engine.portfolio.shaping.lookups import Lookups
from code_engine.portfolio.shaping.meanings import Reader
from code_engine.portfolio.shaping.raw_rows import ROW, RawRows
from code_engine.portfolio.sources.cells import CellValue
from code_engine.portfolio.sources.mapping_file import MappingFile
from code_engine.portfolio.sources.targets import Target

OWNERS: Final = "owners"
"""The table with a row for each reference; `case_number` counts them as they first appear."""

BAD: Final = -1
"""The code of a cell that cannot be what its column is."""

_NOT_READ = frozenset({"handler", "resident.name", "resident.preferred_channel", "resident.language", "matter.summary"})
"""Free texts that no rule reads: any text will do, and only whether the rows of a case agree is of interest."""


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """A column about the case as a whole: its values by their codes, none where they are not read."""

    target: Target
    code: str
    values: Mapping[int, CellValue] | None


class CaseHeaders:
    """Finds the cases in rows, and makes the table `owners` of them."""

    def __init__(self, engine: ColumnEngine, mapping: MappingFile, raw: RawRows) -> None:
        self._engine, self._mapping, self._raw = engine, mapping, raw
        self._reader = Reader(mapping)
        self._named = {name: column for column, name in raw.columns.items()}
        self.columns: dict[str, HeaderColumn] = {}

    def distinct(self, column: str, table: Any) -> list[Any]:
        """The different cells of a column of an unbound table, null left out; a list as a tuple."""
        cells = table.filter(table[column].notnull()).select(column).distinct()
        found = self._engine.fetch(sql_of(cells, self._engine.dialect)).column(0).to_pylist()
        return [as_key(cell) for cell in found]

    def make(self, rows: Any, reference: str) -> Any:
        """Make `owners` from rows whose references are in a column of that name; returns it unbound."""
        import ibis

        rows = rows.filter(rows[reference].notnull())
        targets = self._targets()
        keys = list(dict.fromkeys((reference, *(column for column, _ in targets))))
        grouped = rows.group_by(keys).aggregate(
            first_row=rows[ROW].min(), last_row=rows[ROW].max(), row_count=rows[ROW].count()
        )
        self._engine.make("header_rows", sql_of(grouped, self._engine.dialect))
        table = ibis.table(grouped.schema(), name="header_rows")
        lookups = Lookups(self._engine, table)
        for place, (column, target) in enumerate(targets):
            self._coded(place, column, target, table, lookups)
        owners = self._one_row_a_case(lookups.result(), reference)
        self._engine.make(OWNERS, sql_of(owners, self._engine.dialect))
        return ibis.table(owners.schema(), name=OWNERS)

    def _targets(self) -> list[tuple[str, Target]]:
        return [
            (name, target)
            for name, column in self._named.items()
            for target in self._mapping.targets[column]
            if target.part is not None or target.name in ("landlord", "handler", "record")
        ]

    def _coded(self, place: int, column: str, target: Target, table: Any, lookups: Lookups) -> None:
        """Put a column of codes beside the cells: equal codes, equal values."""
        if target.name in _NOT_READ and table[column].type().is_string():
            # The cell itself: two that differ only in how a text is written are looked at by the row reader.
            self.columns[target.name] = HeaderColumn(target, column, None)
            return
        cells = self.distinct(column, table)
        known = self._reader.header(self._named[column], target, cells)
        places: dict[tuple[type, str], int] = {}
        codes: dict[Any, int] = {}
        for cell in cells:
            value = known.get(cell)
            if cell not in known:
                codes[cell] = BAD
            elif value is not None:
                codes[cell] = places.setdefault((type(value), repr(value)), len(places))
        values: dict[int, CellValue] = {}
        for cell, code in codes.items():
            value = known.get(cell)
            if value is not None:
                values[code] = value
        name = f"code_{place}"
        lookups.add(name, column, codes, "int32")
        self.columns[target.name] = HeaderColumn(target, name, values)

    def _one_row_a_case(self, rows: Any, reference: str) -> Any:
        """Cases in the order in which they first appear, each with the least and greatest code of every column."""
        import ibis

        names = [each.code for each in self.columns.values()]
        found = rows.group_by(reference).aggregate(
            first_row=rows["first_row"].min(),
            last_row=rows["last_row"].max(),
            row_count=rows["row_count"].sum().cast("int64"),
            **{f"low_{name}": rows[name].min() for name in names},
            **{f"high_{name}": rows[name].max() for name in names},
        )
        number = ibis.row_number().over(ibis.window(order_by=found["first_row"]))
        odd = [self._odd(found, each) for each in self.columns.values()]
        doubtful = ibis.cases(*((each, _small(1)) for each in odd), else_=_small(0)) if odd else _small(0)
        kept = {each.code: found[f"low_{each.code}"] for each in self.columns.values()}
        return found.select(
            case_number=number.cast("int64"),
            reference=found[reference].cast("string"),
            first_row="first_row",
            last_row="last_row",
            row_count="row_count",
            doubtful=doubtful,
            **kept,
        )

    def _odd(self, table: Any, column: HeaderColumn) -> Any:
        """Whether rows of a case disagree, or one has what cannot be."""
        low, high = table[f"low_{column.code}"], table[f"high_{column.code}"]
        return low != high if column.values is None else (low != high) | (low < 0)


def as_key(cell: Any) -> Any:
    """A cell as a key of a mapping."""
    return tuple(cell) if isinstance(cell, list) else cell


def _small(number: int) -> Any:
    import ibis

    return ibis.literal(number, "int8")
