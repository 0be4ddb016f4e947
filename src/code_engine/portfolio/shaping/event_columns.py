"""The rows as events: every detail where the columnar rules look for it, and which rows are no events."""

from __future__ import annotations

from typing import Any, Final

from code_engine.case.event import StagedEvent
from code_engine.case.events import EVENT_TYPES
from code_engine.portfolio.columnar.layout import ORDER_STEP, event_columns
from code_engine.portfolio.engines.column_engine import ColumnEngine, sql_of
from code_engine.portfolio.optional import needed
from code_engine.portfolio.shaping.beside_events import BesideEvents, as_cell
from code_engine.portfolio.shaping.case_headers import as_key
from code_engine.portfolio.shaping.lookups import Lookups
from code_engine.portfolio.shaping.meanings import Kinds, Meanings, Reader
from code_engine.portfolio.shaping.raw_rows import EVENT_ROWS, ROW, RawRows
from code_engine.portfolio.sources.mapping_file import MappingFile

ALL_EVENTS: Final = "all_events"
"""The events as columnar rules read them."""

LONGEST_CASE: Final = ORDER_STEP - 2
"""How many rows of an export a case may lie apart and still be ordered by the number of the row alone."""

_HEADER = ("reference", "landlord", "handler", "record")
_STAGED = tuple(name for name, model in EVENT_TYPES.items() if issubclass(model, StagedEvent))


class EventColumns:
    """Makes the events of rows, their texts and their days; `owners` has to be there."""

    def __init__(self, engine: ColumnEngine, mapping: MappingFile, raw: RawRows, rows: Any, reference: str) -> None:
        self._engine, self._mapping, self._raw = engine, mapping, raw
        self._rows, self._reference = rows, reference
        self._reader = Reader(mapping)
        self._targets = {
            target.name: (column, raw.columns[column], target)
            for column in raw.columns
            for target in mapping.targets[column]
            if target.part is None and target.name not in _HEADER
        }
        self._meanings: dict[str, Meanings] = {}

    def make(self, owners: Any, in_row_order: bool) -> Any:
        """Make `event_rows`, and `all_texts` and `all_days` beside it; returns the events unbound.

        `in_row_order` says that no case has rows further apart than `LONGEST_CASE`.
        """
        kinds = self._kinds()
        self._read_details(kinds)
        owned = owners.select("case_number", "first_row", owner=owners["reference"])
        cells = dict.fromkeys((ROW, self._reference, *(name for _, name, _ in self._targets.values())))
        rows = self._rows.select(*cells)
        rows = rows.join(owned, rows[self._reference].cast("string") == owned["owner"])
        rows = self._with_meanings(rows, kinds)
        rows = self._with_order(rows, in_row_order)
        events = self._events(rows)
        self._engine.make(EVENT_ROWS, sql_of(events, self._engine.dialect))
        self._engine.make(ALL_EVENTS, sql_of(self._whole(events), self._engine.dialect), view=True)
        names = {name: raw for name, (_, raw, _) in self._targets.items()}
        BesideEvents(self._engine, self._rows, self._meanings, names).run()
        import ibis

        return ibis.table(events.schema(), name=EVENT_ROWS)

    def _kinds(self) -> Kinds:
        column, name, target = self._targets["type"]
        cells = self._rows.filter(self._rows[name].notnull()).select(name).distinct()
        found = self._engine.fetch(sql_of(cells, self._engine.dialect)).column(0).to_pylist()
        return self._reader.kinds(column, target, map(as_key, found))

    def _read_details(self, kinds: Kinds) -> None:
        """What the cells of every column mean, by the types of events in whose rows they stand."""
        kind = self._targets["type"][1]
        for name, (column, raw, target) in self._targets.items():
            if name == "type" or (name == "note" and self._rows[raw].type().is_string()):
                continue  # no rule reads a note, and any text is one
            cells = self._rows.filter(self._rows[raw].notnull())
            pairs = cells.select(kind_cell=cells[kind], detail_cell=cells[raw]).distinct()
            found = self._engine.fetch(sql_of(pairs, self._engine.dialect))
            both = zip(*(map(as_key, found.column(place).to_pylist()) for place in (0, 1)), strict=True)
            self._meanings[name] = self._reader.details(column, target, kinds, both)

    def _with_meanings(self, rows: Any, kinds: Kinds) -> Any:
        kind = self._targets["type"][1]
        lookups = Lookups(self._engine, rows)
        lookups.add("is_type", kind, {cell: name for cell, (name, _) in kinds.types.items()}, "string")
        staged = {cell: stage for cell, (_, stage) in kinds.types.items() if stage is not None}
        lookups.add("kind_stage", kind, staged, "int32")
        columns = event_columns()
        for name, meanings in self._meanings.items():
            raw = self._targets[name][1]
            for layout, found in meanings.columns.items():
                lookups.add(f"is_{layout}", raw, found.values, columns.get(layout, _COMMON.get(layout, "string")))
        return lookups.result()

    def _with_order(self, rows: Any, in_row_order: bool) -> Any:
        """The place of each event in its case."""
        import ibis

        if in_row_order:
            return rows.mutate(place=rows[ROW] - rows["first_row"] + 1)
        window = ibis.window(group_by="case_number", order_by=ROW)
        return rows.mutate(place=ibis.row_number().over(window).cast("int64") + 1)

    def _events(self, rows: Any) -> Any:
        import ibis

        def given(name: str, kind: str) -> Any:
            return rows[f"is_{name}"] if f"is_{name}" in rows.columns else ibis.null(kind)

        day, recorded, stage = given("date", "int32"), given("recorded_on", "int32"), given("stage", "int32")
        made = {
            "case_number": rows["case_number"],
            "event_order": (day.cast("int64") * ORDER_STEP + rows["place"]).cast("int64"),
            "type": rows["is_type"],
            "happened_on": day,
            "seen_from": ibis.cases((recorded > day, recorded), else_=day),
            "superseded_from": ibis.null("int32"),
            "stage": ibis.coalesce(stage, rows["kind_stage"]),
        }
        for name, kind in event_columns().items():
            if f"is_{name}" in rows.columns and name not in made:
                made[name] = self._guarded(rows, name, rows[f"is_{name}"], kind)
        made[ROW] = rows[ROW]
        made["event_id"] = given("id", "string")
        made["doubtful"] = ibis.cases(
            *((test, ibis.literal(1, "int8")) for test in self._doubts(rows, given)), else_=ibis.literal(0, "int8")
        )
        return rows.select(**made)

    def _whole(self, events: Any) -> Any:
        """The events with every column there is; those that no row speaks of are not kept, but said to be null."""
        import ibis

        known = ibis.table(events.schema(), name=EVENT_ROWS)
        return known.select(
            **{
                name: known[name] if name in known.columns else ibis.null(kind)
                for name, kind in event_columns().items()
            }
        )

    def _guarded(self, rows: Any, name: str, value: Any, kind: str) -> Any:
        """A detail only where the type of the event has it."""
        import ibis

        for meanings in self._meanings.values():
            found = meanings.columns.get(name)
            if found is not None and (meanings.spread or len(meanings.columns) > 1):
                return ibis.cases((rows["is_type"].isin(found.types), value), else_=ibis.null(kind))
        return value

    def _doubts(self, rows: Any, given: Any) -> list[Any]:
        """Why a row is read by the row reader: it is no event, corrects another, or says two things about its stage."""
        stage = given("stage", "int32")
        tests = [
            rows["is_type"].isnull(),
            given("date", "int32").isnull(),
            (stage != rows["kind_stage"]),
            rows["is_type"].isin(_STAGED) & stage.isnull() & rows["kind_stage"].isnull(),
        ]
        if "is_corrects" in rows.columns:
            tests.append(rows["is_corrects"].notnull())
        return tests

    def bad_rows(self) -> list[Any]:
        """For each column with cells that cannot be: the references of their rows, unbound."""
        import ibis

        arrow = needed("pyarrow", "evaluating in columns")
        kind = self._targets["type"][1]
        found = []
        for name, meanings in self._meanings.items():
            if not meanings.bad:
                continue
            raw = self._targets[name][1]
            schema = self._rows.schema()
            cells = {"bad_kind": kind, "bad_cell": raw}
            table = arrow.table(
                {
                    label: arrow.array([as_cell(pair[place]) for pair in meanings.bad], schema[column].to_pyarrow())
                    for place, (label, column) in enumerate(cells.items())
                }
            )
            self._engine.put(f"bad_{raw}", table)
            bad = ibis.table({label: schema[column] for label, column in cells.items()}, name=f"bad_{raw}")
            same = [self._rows[kind] == bad["bad_kind"], self._rows[raw] == bad["bad_cell"]]
            rows = self._rows.join(bad, same)
            rows = rows.select(reference=rows[self._reference].cast("string"))
            self._engine.make(f"rows_with_bad_{raw}", sql_of(rows, self._engine.dialect))
            found.append(ibis.table({"reference": "string"}, name=f"rows_with_bad_{raw}"))
        return found


_COMMON: Final = {
    "date": "int32",
    "recorded_on": "int32",
    "stage": "int32",
    "note": "string",
    "id": "string",
    "corrects": "string",
}
