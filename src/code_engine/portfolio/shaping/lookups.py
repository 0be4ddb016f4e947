"""Cells replaced by what they mean: written out as a case where they are few, else by a join with a small table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from code_engine.portfolio.engines.column_engine import ColumnEngine
from code_engine.portfolio.optional import needed

_WRITTEN_OUT: Final = 12


class Lookups:
    """Adds to a table, one after another, columns with the meanings of others."""

    def __init__(self, engine: ColumnEngine, table: Any) -> None:
        self._engine = engine
        self._table = table
        self._added: dict[str, Callable[[Any], Any]] = {}

    def add(self, name: str, column: str, meanings: Mapping[Any, int | str], kind: str) -> None:
        """A column of that name and type: what each cell of `column` means, null where it means nothing."""
        import ibis

        if not meanings:
            self._added[name] = lambda _: ibis.null(kind)
        elif len(meanings) <= _WRITTEN_OUT and all(type(cell) in (str, bool) for cell in meanings):
            pairs = [(given, ibis.literal(value, kind)) for given, value in meanings.items()]
            self._added[name] = lambda table: ibis.cases(
                *((table[column] == given, value) for given, value in pairs), else_=ibis.null(kind)
            )
        else:
            self._join(name, column, meanings, kind)

    def _join(self, name: str, column: str, meanings: Mapping[Any, int | str], kind: str) -> None:
        import ibis

        arrow = needed("pyarrow", "evaluating in columns")
        cell_type = self._table.schema()[column]
        types = {"int32": arrow.int32(), "int64": arrow.int64(), "int8": arrow.int8(), "string": arrow.string()}
        cells = arrow.array(
            [list(cell) if isinstance(cell, tuple) else cell for cell in meanings], cell_type.to_pyarrow()
        )
        given, meant = f"given_{name}", f"meant_{name}"
        values = arrow.array(list(meanings.values()), types[kind])
        self._engine.put(f"look_{name}", arrow.table({given: cells, meant: values}))
        look = ibis.table({given: cell_type, meant: kind}, name=f"look_{name}")
        self._table = self._table.left_join(look, self._table[column] == look[given]).drop(given)
        self._added[name] = lambda table: table[meant]

    def result(self) -> Any:
        """The table with the columns that were added."""
        return self._table.mutate(**self._added)
