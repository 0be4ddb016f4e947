"""The lists over many cases as plain data, for JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from code_engine.portfolio.comparing import Compared
from code_engine.portfolio.due import DueItem
from code_engine.portfolio.finding_files import plain_cell
from code_engine.portfolio.impact import Impact
from code_engine.presentation.portfolio.lists_text import shown_value

_DUE_COLUMNS = (
    "landlord",
    "handler",
    "reference",
    "provision",
    "title",
    "item",
    "layer",
    "due_on",
    "working_days_left",
    "overdue",
)


def as_json(data: Any) -> str:
    """Plain data as indented JSON ending in a newline."""
    return json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n"


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV ending in a newline; nothing in it is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def due_data(items: Iterable[DueItem]) -> list[dict[str, Any]]:
    """What is due."""
    return [{column: getattr(item, column) for column in _DUE_COLUMNS} for item in items]


def due_csv(items: Iterable[DueItem]) -> str:
    """What is due, as CSV."""
    return as_csv(_DUE_COLUMNS, ([each[column] for column in _DUE_COLUMNS] for each in due_data(items)))


def compared_data(rows: Iterable[Compared], names: tuple[str, str]) -> list[dict[str, Any]]:
    """Two sides, figure by figure."""
    return [
        {
            "section": row.section,
            "figure": row.figure,
            "group": row.group,
            names[0]: None if row.first is None else row.first.value,
            names[1]: None if row.second is None else row.second.value,
            "difference": row.difference,
        }
        for row in rows
    ]


def compared_csv(rows: Iterable[Compared], names: tuple[str, str]) -> str:
    """Two sides as CSV."""
    cells = (
        (row.section, row.figure, row.group, shown_value(row.first), shown_value(row.second), row.difference)
        for row in rows
    )
    return as_csv(("section", "figure", "group", *names, "difference"), cells)


def impact_data(found: Impact) -> dict[str, Any]:
    """What would be otherwise."""
    return {
        "what": found.what,
        "compared": found.compared,
        "affected": list(found.affected),
        "rejected": len({reject.row for reject in found.rejects}),
        "rules": [
            {
                "layer": each.layer,
                "provision": each.provision,
                "rule": each.rule,
                "title": each.title,
                "before": {status.value: number for status, number in each.before.items()},
                "after": {status.value: number for status, number in each.after.items()},
            }
            for each in found.rules
        ],
        "changes": [
            {
                "layer": each.layer,
                "provision": each.provision,
                "rule": each.rule,
                "before": each.before,
                "after": each.after,
                "references": list(each.references),
            }
            for each in found.changes
        ],
    }


def impact_csv(found: Impact) -> str:
    """Every change as a row, with the cases it concerns."""
    rows = (
        (
            each.layer,
            each.provision,
            each.rule,
            each.before.value if each.before is not None else None,
            each.after.value if each.after is not None else None,
            len(each.references),
            " ".join(each.references),
        )
        for each in found.changes
    )
    return as_csv(("layer", "provision", "rule", "before", "after", "cases", "references"), rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain_cell(value) if isinstance(value, str) else str(value)
