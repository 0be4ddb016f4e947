"""The texts of lists and the days of agreed updates: more than one for an event, in tables of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from code_engine.portfolio.columnar.layout import DAY_COLUMNS, TEXT_COLUMNS
from code_engine.portfolio.engines.column_engine import ColumnEngine, sql_of
from code_engine.portfolio.optional import needed
from code_engine.portfolio.shaping.meanings import Meanings
from code_engine.portfolio.shaping.raw_rows import EVENT_ROWS, ROW


class BesideEvents:
    """Makes them from the rows, once the events are there; `names` says in which column the cells of a target are."""

    def __init__(
        self, engine: ColumnEngine, rows: Any, meanings: Mapping[str, Meanings], names: Mapping[str, str]
    ) -> None:
        self._engine, self._rows, self._meanings, self._raw_names = engine, rows, meanings, names

    def run(self) -> None:
        """Make `all_texts` and `all_days`."""
        self._make("all_texts", TEXT_COLUMNS, self._texts())
        self._make("all_days", DAY_COLUMNS, self._days())

    def _texts(self) -> list[Any]:
        """Each text of a list with the event it stands in."""
        import ibis

        found = []
        for name, meanings in self._meanings.items():
            for layout, column in meanings.columns.items():
                pairs = [(cell, text) for cell, texts in column.texts.items() for text in texts]
                if pairs:
                    rows = self._beside(name, layout, pairs, "string", column.types)
                    field = ibis.literal(layout, "string")
                    found.append(rows.select("case_number", "event_order", field=field, value=rows["beside_value"]))
        return found

    def _days(self) -> list[Any]:
        found = []
        for name, meanings in self._meanings.items():
            for layout, column in meanings.columns.items():
                pairs = [(cell, day) for cell, days in column.days.items() for day in days]
                if pairs:
                    rows = self._beside(name, layout, pairs, "int32", ("update_interval_agreed",))
                    found.append(rows.select("case_number", "event_order", day=rows["beside_value"]))
        return found

    def _beside(self, name: str, layout: str, pairs: list[Any], kind: str, types: tuple[str, ...]) -> Any:
        """The events of some types with each of the values their cell stands for."""
        import ibis

        arrow = needed("pyarrow", "evaluating in columns")
        raw = self._raw_names[name]
        cell_type = self._rows.schema()[raw]
        self._engine.put(
            f"beside_{layout}",
            arrow.table(
                {
                    "beside_cell": arrow.array([as_cell(cell) for cell, _ in pairs], cell_type.to_pyarrow()),
                    "beside_value": arrow.array(
                        [value for _, value in pairs], arrow.string() if kind == "string" else arrow.int32()
                    ),
                }
            ),
        )
        beside = ibis.table({"beside_cell": cell_type, "beside_value": kind}, name=f"beside_{layout}")
        schema = {"case_number": "int64", "event_order": "int64", "type": "string", ROW: "int64"}
        events = ibis.table(schema, name=EVENT_ROWS)
        events = events.filter(events["type"].isin(types))
        cells = self._rows.select(of_row=self._rows[ROW], cell=self._rows[raw])
        cells = cells.filter(cells["cell"].notnull())
        cells = cells.join(beside, cells["cell"] == beside["beside_cell"])
        return events.join(cells, events[ROW] == cells["of_row"])

    def _make(self, name: str, columns: Any, found: list[Any]) -> None:
        import ibis

        if not found:
            empty = ibis.table(dict(columns), name="nothing")
            arrow = needed("pyarrow", "evaluating in columns")
            self._engine.put(
                name, arrow.table({each: arrow.array([], kind.to_pyarrow()) for each, kind in empty.schema().items()})
            )
            return
        self._engine.make(name, sql_of(ibis.union(*found) if len(found) > 1 else found[0], self._engine.dialect))


def as_cell(cell: Any) -> Any:
    """A key of a mapping as the cell it was."""
    return list(cell) if isinstance(cell, tuple) else cell
