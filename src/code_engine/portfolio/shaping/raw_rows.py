"""An export with an event a row as a table of an engine: a number for each row, and the columns that are mapped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ROW = "row_number"
"""The column with the number of each row, as the export counts them."""

EVENT_ROWS = "event_rows"
"""The table of all events with the number of their row, and whether the row is doubtful."""


@dataclass(frozen=True, slots=True)
class RawRows:
    """A table of rows in an engine: its name there, and by each mapped column of the export the name it has there."""

    table: str
    schema: Any
    """Its columns and their types, as Ibis has them."""
    columns: Mapping[str, str]

    def unbound(self) -> Any:
        """The table in an expression."""
        import ibis

        return ibis.table(self.schema, name=self.table)


def column_names(columns: tuple[str, ...]) -> dict[str, str]:
    """A plain name for each column of an export, whatever it is called there."""
    return {column: f"x{place}" for place, column in enumerate(columns)}
