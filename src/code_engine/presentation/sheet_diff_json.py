"""What two self-assessments differ in, as plain data for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from code_engine.assessment.sheet_changes import Change, Difference
from code_engine.assessment.sheet_diff import SET_ASIDE, SheetDiff, Side
from code_engine.assessment.sheet_words import Word


def render_sheet_diff_json(found: SheetDiff) -> str:
    """The comparison as JSON ending in a newline, provisions in order, keys always there."""
    return json.dumps(plain(found), indent=2, ensure_ascii=False) + "\n"


def plain(found: SheetDiff) -> dict[str, Any]:
    """`positions` and `wording` in full; `set_aside` by class, each change with its provision."""
    return {
        "a": _side(found.a),
        "b": _side(found.b),
        "rows_compared": found.compared,
        "counts": {kind.value: count for kind, count in found.counts.items()},
        "positions": [
            {"provision": each.provision, "a": each.a, "b": each.b, "missing_in": each.missing_in}
            for each in found.positions
        ],
        "wording": [
            {
                "provision": text.provision,
                "field": text.field,
                "a": text.a.text,
                "b": text.b.text,
                "changes": _changes(text.of(Difference.WORDING)),
            }
            for text in found.having(Difference.WORDING)
        ],
        "set_aside": {kind.value: _all_of(found, kind) for kind in SET_ASIDE},
    }


def _side(side: Side) -> dict[str, str | None]:
    return {"label": side.label, "name": side.name}


def _all_of(found: SheetDiff, kind: Difference) -> list[dict[str, str]]:
    return [
        {"provision": text.provision, "field": text.field, **change}
        for text in found.having(kind)
        for change in _changes(text.of(kind))
    ]


def _changes(found: Sequence[Change]) -> list[dict[str, str]]:
    return [{"a": _words(change.a), "b": _words(change.b)} for change in found]


def _words(words: Sequence[Word]) -> str:
    """Words with the punctuation behind the last where it may be what differs."""
    said = " ".join(word.said for word in words)
    return f"{said}{words[-1].after}" if len(words) == 1 else said
