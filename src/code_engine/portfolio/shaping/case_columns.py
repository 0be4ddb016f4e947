"""The table of cases from their headers, and the texts of lists that stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from code_engine.portfolio.columnar.layout import ANSWER_COLUMNS, CASE_COLUMNS, TEXT_COLUMNS
from code_engine.portfolio.engines.column_engine import ColumnEngine, sql_of
from code_engine.portfolio.evaluating import Question
from code_engine.portfolio.optional import needed
from code_engine.portfolio.shaping.case_headers import HeaderColumn
from code_engine.portfolio.shaping.lookups import Lookups
from code_engine.portfolio.shaping.meanings import header_value
from code_engine.portfolio.sources.mapping_file import MappingFile

ALL_CASES: Final = "all_cases"
_LISTS: Final = ("disabilities_disclosed", "adjustments_requested")


class CaseColumns:
    """Makes the table `all_cases` of the references that are not doubtful, and what stands beside it."""

    def __init__(
        self, engine: ColumnEngine, mapping: MappingFile, question: Question, columns: Mapping[str, HeaderColumn]
    ) -> None:
        self._engine, self._mapping, self._question, self._columns = engine, mapping, question, columns

    def make(self, owners: Any) -> None:
        """Make `all_cases` of the references that are not doubtful, and what stands beside it."""
        import ibis

        doubtful = ibis.table({"number": "int64", "row_count": "int64"}, name="doubtful_cases")
        rows = owners.anti_join(doubtful, owners["case_number"] == doubtful["number"])
        lookups = Lookups(self._engine, rows)
        for name, column in self._columns.items():
            values = _case_values(column)
            if name in _CASE_COLUMN_OF and values is not None:
                kind = CASE_COLUMNS[_CASE_COLUMN_OF[name]]
                lookups.add(f"of_{_CASE_COLUMN_OF[name]}", column.code, values, kind)
        rows = lookups.result()
        made = {name: self._case_column(rows, name, kind) for name, kind in CASE_COLUMNS.items()}
        cases = rows.select(**made, row_count=rows["row_count"])
        self._engine.make(ALL_CASES, sql_of(cases, self._engine.dialect))
        texts = [self._header_texts(name, column) for name, column in self._columns.items() if name in _TEXTS_OF]
        wanted = [each for each in texts if each is not None]
        if wanted:
            events = ibis.table(dict(TEXT_COLUMNS), name="all_texts")
            self._engine.make("every_text", sql_of(ibis.union(events, *wanted), self._engine.dialect))
        else:
            self._engine.make("every_text", "SELECT * FROM all_texts", view=True)
        self._put_empty("all_answers", ANSWER_COLUMNS)

    def _case_column(self, rows: Any, name: str, kind: str) -> Any:
        """A column of the table of cases."""
        import ibis

        found = rows[f"of_{name}"] if f"of_{name}" in rows.columns else ibis.null(kind)
        header = self._mapping.mapping
        if name in ("case_number", "reference"):
            return rows[name]
        if name == "landlord":
            whose = self._question.landlord
            if whose is not None:
                return ibis.literal(whose, kind)
            return ibis.coalesce(found, ibis.literal(header.landlord, kind)) if header.landlord else found
        if name == "as_of":
            return ibis.literal(self._question.as_of.toordinal(), kind)
        if name == "complete":
            return ibis.coalesce(found, ibis.literal(int(header.record != "partial"), kind))
        if name == "has_representative":
            codes = [column.code for each, column in self._columns.items() if each.startswith("representative.")]
            tests = [(rows[code].notnull(), ibis.literal(1, kind)) for code in codes]
            return ibis.cases(*tests, else_=ibis.literal(0, kind)) if tests else ibis.literal(0, kind)
        return found

    def _header_texts(self, name: str, column: HeaderColumn) -> Any:
        """The texts of a list of the header, at order 0, None where there are none."""
        import ibis

        arrow = needed("pyarrow", "evaluating in columns")
        pairs = [
            (code, text)
            for code, value in (column.values or {}).items()
            for text in dict.fromkeys(value if isinstance(value, list) else ())
        ]
        if not pairs:
            return None
        codes, texts = zip(*pairs, strict=True)
        field = name.rpartition(".")[2]
        self._engine.put(
            f"texts_{field}",
            arrow.table({"text_code": arrow.array(codes, arrow.int32()), "value": arrow.array(texts, arrow.string())}),
        )
        texts_table = ibis.table({"text_code": "int32", "value": "string"}, name=f"texts_{field}")
        owners = ibis.table({"case_number": "int64", column.code: "int32"}, name="owners")
        rows = owners.join(texts_table, owners[column.code] == texts_table["text_code"])
        return rows.select(
            "case_number",
            event_order=ibis.literal(0, "int64"),
            field=ibis.literal(field, "string"),
            value=rows["value"],
        )

    def _put_empty(self, name: str, columns: Mapping[str, str]) -> None:
        import ibis

        arrow = needed("pyarrow", "evaluating in columns")
        schema = ibis.schema(dict(columns))
        self._engine.put(name, arrow.table({each: arrow.array([], kind.to_pyarrow()) for each, kind in schema.items()}))


_CASE_COLUMN_OF: Final = {
    "landlord": "landlord",
    "record": "complete",
    "representative.name": "representative",
    "resident.vulnerable": "vulnerable",
    "resident.at_risk": "at_risk",
    "resident.disabilities_disclosed": "disabilities_disclosed",
    "resident.adjustments_requested": "adjustments_requested",
    "matter.category": "category",
    "matter.occurred_on": "occurred_on",
    "matter.became_aware_on": "became_aware_on",
}
_TEXTS_OF: Final = tuple(f"resident.{name}" for name in _LISTS)


def _case_values(column: HeaderColumn) -> dict[int, int | str] | None:
    """The values of a column as the table of cases holds them, by their codes."""
    if column.values is None:
        return None
    return {code: header_value(column.target, value) for code, value in column.values.items()}
