"""Rows of an export in an engine become the tables of cases there; what is doubtful is left to the row reader.

A case is doubtful where the row reader may reject it, or may see in it what columns do not: it is then read and
answered row by row, so that both ways of reading a source take and reject the same cases for the same reasons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from code_engine.portfolio.engines.column_engine import ColumnEngine, sql_of
from code_engine.portfolio.evaluating import Question
from code_engine.portfolio.optional import needed
from code_engine.portfolio.shaping.case_columns import ALL_CASES, CaseColumns
from code_engine.portfolio.shaping.case_headers import BAD, CaseHeaders
from code_engine.portfolio.shaping.event_columns import LONGEST_CASE, EventColumns
from code_engine.portfolio.shaping.lookups import Lookups
from code_engine.portfolio.shaping.meanings import Reader
from code_engine.portfolio.shaping.raw_rows import ROW, RawRows
from code_engine.portfolio.sources.assembling import AFTER_RECEIPT
from code_engine.portfolio.sources.mapping_file import MappingFile

_PLAIN: Final = re.compile("[!-~](?:[ -~]*[!-~])?")


@dataclass(frozen=True, slots=True)
class ShapedSize:
    """How much there is: references, rows with a reference, and rows without one."""

    references: int
    rows: int
    rows_without: int


class Shaping:
    """Makes the tables `all_cases`, `all_events`, `every_text`, `all_days`, `all_answers`, and `owners` beside them.

    `owners` has every reference with its `case_number`; `all_cases` only those that are not doubtful.
    """

    def __init__(self, engine: ColumnEngine, mapping: MappingFile, raw: RawRows, question: Question) -> None:
        self._engine, self._mapping, self._raw, self._question = engine, mapping, raw, question
        self._reference, self._rows = self._with_references()
        self._headers = CaseHeaders(engine, mapping, raw)

    def run(self) -> ShapedSize:
        """Make the tables."""
        owners = self._headers.make(self._rows, self._reference)
        spans = owners.aggregate(
            references=owners.count(),
            rows=owners["row_count"].sum(),
            longest=(owners["last_row"] - owners["first_row"]).max(),
        )
        (sizes,) = self._fetched(spans)
        events = EventColumns(self._engine, self._mapping, self._raw, self._rows, self._reference)
        made = events.make(owners, (sizes["longest"] or 0) < LONGEST_CASE)
        self._doubtful(made, owners, events)
        CaseColumns(self._engine, self._mapping, self._question, self._headers.columns).make(owners)
        nameless = self._rows.filter(self._rows[self._reference].isnull())
        (without,) = self._fetched(nameless.aggregate(number=nameless.count()))
        return ShapedSize(sizes["references"] or 0, int(sizes["rows"] or 0), without["number"])

    def landlords(self) -> list[str]:
        """Whose cases they are."""
        import ibis

        cases = ibis.table({"landlord": "string"}, name=ALL_CASES)
        # Grouped, because Ibis writes a selection of every column it knows of as one of all there are.
        found = cases.group_by("landlord").aggregate(number=cases.count())
        return sorted(row["landlord"] for row in self._fetched(found))

    def rows_of(self, numbers: list[int]) -> list[dict[str, Any]]:
        """The rows of some references, by the names of the raw table, with their `case_number`, in their order."""
        import ibis

        if not numbers:
            return []
        arrow = needed("pyarrow", "evaluating in columns")
        self._engine.put("wanted_cases", arrow.table({"wanted": arrow.array(numbers, arrow.int64())}))
        wanted = ibis.table({"wanted": "int64"}, name="wanted_cases")
        owners = ibis.table({"case_number": "int64", "reference": "string"}, name="owners")
        owners = owners.join(wanted, owners["case_number"] == wanted["wanted"])
        owners = owners.select("case_number", owner=owners["reference"])
        rows = self._rows.join(owners, self._rows[self._reference].cast("string") == owners["owner"])
        return self._fetched(rows.order_by(ROW))

    def nameless_rows(self) -> list[dict[str, Any]]:
        """The rows without a reference, in their order."""
        return self._fetched(self._rows.filter(self._rows[self._reference].isnull()).order_by(ROW))

    def doubtful_numbers(self, first: int, last: int) -> dict[int, int]:
        """Of the references with these numbers, those left to the row reader, each with how many rows it has."""
        import ibis

        doubtful = ibis.table({"number": "int64", "row_count": "int64"}, name="doubtful_cases")
        chosen = doubtful.filter((doubtful["number"] >= first) & (doubtful["number"] < last))
        return {row["number"]: row["row_count"] for row in self._fetched(chosen)}

    def _fetched(self, expression: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._engine.fetch(sql_of(expression, self._engine.dialect)).to_pylist()
        return rows

    def _with_references(self) -> tuple[str, Any]:
        """The rows with a column that holds each reference as the row reader has it."""
        column = next(each for each in self._raw.columns if self._is_reference(each))
        name = self._raw.columns[column]
        rows = self._raw.unbound()
        target = next(each for each in self._mapping.targets[column] if each.name == "reference")
        cells = rows.filter(rows[name].notnull()).select(name).distinct()
        found = self._engine.fetch(sql_of(cells, self._engine.dialect)).column(0)
        known = {**self._mapping.columns[column].values, **dict.fromkeys(self._mapping.mapping.empty)}
        odd = list(_not_plain(found, known))
        if not odd:
            return name, rows
        values = Reader(self._mapping).header(column, target, odd)
        lookups = Lookups(self._engine, rows)
        lookups.add("odd_reference", name, {cell: str(value) for cell, value in values.items() if value}, "string")
        lookups.add("is_odd", name, dict.fromkeys(odd, 1), "int32")
        rows = lookups.result()
        import ibis

        plain = rows[name].cast("string")
        whole = ibis.cases((rows["is_odd"] == 1, rows["odd_reference"]), else_=plain)
        rows = rows.mutate(whole_reference=whole).drop("odd_reference", "is_odd")
        self._engine.make("named_rows", sql_of(rows, self._engine.dialect))
        return "whole_reference", ibis.table(rows.schema(), name="named_rows")

    def _is_reference(self, column: str) -> bool:
        return any(target.name == "reference" for target in self._mapping.targets[column])

    def _doubtful(self, events: Any, owners: Any, shaped: EventColumns) -> None:
        """Make the table of references that the row reader looks at, each with how many rows it has."""
        import ibis

        received = ibis.cases((events["type"] == "complaint_received", events["happened_on"]), else_=ibis.null("int32"))
        after = ibis.cases(
            (events["type"].isin(sorted(AFTER_RECEIPT)), events["happened_on"]), else_=ibis.null("int32")
        )
        by_case = events.group_by("case_number").aggregate(
            doubtful=events["doubtful"].max(),
            received=received.min(),
            earliest=after.min(),
            ids=events["event_id"].count(),
            different_ids=events["event_id"].nunique(),
        )
        odd = (by_case["doubtful"] == 1) | (by_case["earliest"] < by_case["received"])
        odd = odd | (by_case["ids"] != by_case["different_ids"])
        found = [by_case.filter(odd).select(number="case_number")]
        too_many = owners["row_count"] > LONGEST_CASE
        found.append(owners.filter((owners["doubtful"] == 1) | too_many).select(number="case_number"))
        found += [owners.filter(test).select(number="case_number") for test in self._contradictions(owners)]
        for rows in shaped.bad_rows():
            names = owners.select("case_number", owner=owners["reference"])
            found.append(rows.join(names, rows["reference"] == names["owner"]).select(number="case_number"))
        numbers = ibis.union(*found, distinct=True)
        counted = numbers.join(owners.select("case_number", "row_count"), numbers["number"] == owners["case_number"])
        self._engine.make("doubtful_cases", sql_of(counted.select("number", "row_count"), self._engine.dialect))

    def _contradictions(self, owners: Any) -> Iterator[Any]:
        """Where no row says whose case it is, or one says something else than the mapping does for all."""
        header = self._mapping.mapping
        for name, stated in (("landlord", header.landlord), ("record", header.record)):
            column = self._headers.columns.get(name)
            if column is None:
                continue
            if stated is not None:
                same = [code for code, value in (column.values or {}).items() if value == stated]
                yield owners[column.code].notnull() & (owners[column.code] != (same[0] if same else BAD))
            elif name == "landlord":
                yield owners[column.code].isnull()


def _not_plain(found: Any, known: Mapping[str, object]) -> Iterator[Any]:
    """The cells that do not stand for themselves: other than plain letters, or a word the mapping speaks of."""
    import pyarrow
    import pyarrow.compute as compute

    if pyarrow.types.is_integer(found.type):
        return
    if not (pyarrow.types.is_string(found.type) or pyarrow.types.is_large_string(found.type)):
        yield from (tuple(cell) if isinstance(cell, list) else cell for cell in found.to_pylist())
        return
    plain = compute.match_substring_regex(found, f"^{_PLAIN.pattern}$")
    yield from found.filter(compute.invert(plain)).to_pylist()
    if known:
        words = {word.casefold() for word in known}
        yield from (cell for cell in found.filter(plain).to_pylist() if cell.casefold() in words)
