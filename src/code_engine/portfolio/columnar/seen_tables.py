"""What can be seen of the events on each case's day: one narrow table for each kind of row that rules read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from code_engine.portfolio.columnar.grains import (
    ALL_EVENTS,
    ANSWER_ROWS,
    CASE,
    ON,
    ORDER,
    STAGE,
    UPDATES_DUE,
    fields_of,
)
from code_engine.portfolio.columnar.layout import ANSWERS, CASES, DAYS, EVENTS, TEXTS, tables

Table = Any

_NOT_OF_EVENTS = {"field", "value", "day", "earliest", "question"}


class SeenTables:
    """The expressions of these tables over the tables a portfolio is read from."""

    def __init__(self) -> None:
        import ibis

        self._source = {name: ibis.table(columns, name=name) for name, columns in tables().items()}
        self._made: dict[str, Table] = {}

    def grain(self, name: str) -> Table:
        """The table of a grain, by the name its step has."""
        return self._made[name]

    def tables(self, raw: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, Table]]:
        """Each table to be made with its name; `raw` says which columns of each are read."""
        import ibis

        base = self._base()
        yield "looked_at", base
        looked_at = ibis.table(base.schema(), name="looked_at")
        for grain, columns in raw.items():
            table = self._of(grain, columns, looked_at)
            yield f"seen_{grain}", table
            self._made[grain] = ibis.table(table.schema(), name=f"seen_{grain}")

    def _base(self) -> Table:
        """Each case with its day, and the place of its first request for stage 2."""
        cases, events = self._source[CASES], self._source[EVENTS]
        days = cases.select(CASE, "as_of")
        requests = events.select(CASE, ORDER, "type", "seen_from", "superseded_from")
        requests = _seen(requests.filter(requests["type"] == "escalation_requested"), days)
        first = requests.group_by(CASE).aggregate(first_request=requests[ORDER].min())
        first = first.select(first[CASE].name("of_case"), "first_request")
        return days.left_join(first, days[CASE] == first["of_case"]).drop("of_case")

    def _of(self, grain: str, columns: frozenset[str], looked_at: Table) -> Table:
        if fields := fields_of(grain):
            return self._text_rows(fields, columns, looked_at)
        if grain == UPDATES_DUE:
            return self._updates_due(columns, looked_at)
        if grain == ANSWER_ROWS:
            return self._answers(looked_at)
        return self._events(None if grain == ALL_EVENTS else grain, columns, looked_at)

    def _events(self, event_type: str | None, columns: frozenset[str], looked_at: Table) -> Table:
        """The events seen, of one type or of all, each with the stage it belongs to."""
        import ibis

        wanted = dict.fromkeys((CASE, ORDER, *sorted(columns)))
        events = self._source[EVENTS].select(*dict.fromkeys((*wanted, "type", "seen_from", "superseded_from")))
        if event_type is not None:
            events = events.filter(events["type"] == event_type)
        seen = _seen(events, looked_at)
        if STAGE in wanted:
            two, one = ibis.literal(2, "int32"), ibis.literal(1, "int32")
            later = ibis.cases((seen["first_request"] < seen[ORDER], two), else_=one)
            seen = seen.mutate(stage=ibis.coalesce(seen[STAGE], later))
        return seen.select(*wanted)

    def _text_rows(self, fields: tuple[str, ...], columns: frozenset[str], looked_at: Table) -> Table:
        """Texts of lists with what is read of their event; where nothing is, a later step joins them to it."""
        texts = self._source[TEXTS]
        texts = texts.filter(texts["field"].isin(fields))
        of_event = columns - _NOT_OF_EVENTS - {CASE, ORDER}
        if not of_event:
            return texts
        events = self._events(None, frozenset(of_event), looked_at)
        events = events.select(
            **{f"e_{name}": events[name] for name in (CASE, ORDER)}, **{n: events[n] for n in sorted(of_event)}
        )
        same = [texts[CASE] == events[f"e_{CASE}"], texts[ORDER] == events[f"e_{ORDER}"]]
        return texts.join(events, same).drop(f"e_{CASE}", f"e_{ORDER}")

    def _updates_due(self, columns: frozenset[str], looked_at: Table) -> Table:
        """One row for each day an update is due, with the first day on which it could be sent."""
        import ibis

        of_event = (columns | {ON, STAGE}) - _NOT_OF_EVENTS - {CASE, ORDER}
        events = self._events("update_interval_agreed", frozenset(of_event), looked_at)
        events = events.select(
            **{f"e_{name}": events[name] for name in (CASE, ORDER)}, **{n: events[n] for n in sorted(of_event)}
        )
        days = self._source[DAYS]
        same = [days[CASE] == events[f"e_{CASE}"], days[ORDER] == events[f"e_{ORDER}"]]
        rows = days.join(events, same).drop(f"e_{CASE}", f"e_{ORDER}")
        window = ibis.window(group_by=[CASE, ORDER], order_by="day")
        rows = rows.mutate(before=rows["day"].lag().over(window))
        follows = rows["before"] + 1
        earliest = ibis.cases((rows["before"].isnull(), rows[ON]), (follows < rows[ON], rows[ON]), else_=follows)
        return rows.mutate(earliest=earliest.cast("int32")).drop("before")

    def _answers(self, looked_at: Table) -> Table:
        answers = self._source[ANSWERS]
        days = looked_at.select(looked_at[CASE].name("of_case"), "as_of")
        given = answers.join(days, answers[CASE] == days["of_case"])
        return given.filter(given["answered_on"] <= given["as_of"]).select(CASE, "question", "value")


def _seen(events: Table, days: Table) -> Table:
    """Events that have happened, are on record, and have not been corrected by each case's day."""
    days = days.select(**{f"of_{name}" if name == CASE else name: days[name] for name in days.columns})
    table = events.join(days, events[CASE] == days[f"of_{CASE}"])
    in_force = table["superseded_from"].isnull() | (table["superseded_from"] > table["as_of"])
    return table.filter((table["seen_from"] <= table["as_of"]) & in_force)
