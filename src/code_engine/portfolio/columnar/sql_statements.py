"""The steps of a program as the SQL of an engine."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from code_engine.portfolio.columnar.program import ColumnarProgram

CASTS_TRUTH: Final = frozenset({"duckdb"})
"""The dialects that make 1, 0 and null of a truth value by a cast; elsewhere it is written out as a case."""

KEEPS_ORDER: Final = frozenset({"duckdb"})
"""The dialects whose tables of cases have their rows in the order of the cases' numbers, and are joined row by row."""

_SQL_TYPES: Final = {"string": "VARCHAR", "int8": "TINYINT", "int16": "SMALLINT", "int32": "INTEGER", "int64": "BIGINT"}


@dataclass(frozen=True, slots=True)
class Statement:
    """A table or view to make, the query that makes it, and the columns it has with their types in DuckDB.

    Without a row in one of the tables of `rows_of` it has none either. `reads_only` are the only types of event, or
    fields of texts, it has rows of; where there are none of these, it has none.
    """

    name: str
    sql: str
    view: bool
    columns: tuple[tuple[str, str], ...]
    rows_of: tuple[str, ...] = ()
    reads_only: tuple[str, ...] = ()


def statements(program: ColumnarProgram, dialect: str, *, pretty: bool = False) -> list[Statement]:
    """Each table to make, in order, in the SQL of an engine; `pretty` is for people, and takes longer."""
    import ibis

    fused, collects = ibis.options.sql.fuse_selects, gc.isenabled()
    # Selections are kept apart, or what several columns rest on would be written out again for each of them.
    ibis.options.sql.fuse_selects = False
    # Some million small objects are made, of which hardly one is garbage before the end.
    gc.disable()
    try:
        steps = program.steps_for(casts_truth=dialect in CASTS_TRUTH, in_order=dialect in KEEPS_ORDER)
        return [
            Statement(
                step.name,
                str(ibis.to_sql(step.expression, dialect=dialect, pretty=pretty)),
                step.view,
                _columns(step.expression),
                step.rows_of,
                step.reads_only,
            )
            for step in steps
        ]
    finally:
        ibis.options.sql.fuse_selects = fused
        if collects:
            gc.enable()


def _columns(table: Any) -> tuple[tuple[str, str], ...]:
    return tuple((name, _SQL_TYPES[type(kind).__name__.lower()]) for name, kind in table.schema().items())
