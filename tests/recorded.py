"""Evaluations recorded in a store of a test."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from code_engine.case.load import parse_case
from code_engine.engine import Engine
from code_engine.service.decision_log.log import DecisionLog
from code_engine.service.ports import LogEntry

AS_OF = date(2025, 7, 15)


@cache
def engine() -> Engine:
    """The engine of the tests of the service, built once."""
    return Engine.from_plugins()


def document(reference: str = "T-1", landlord: str = "code-only", **further: Any) -> dict[str, Any]:
    """A case of Sam Example as it is sent: answered late at stage 1."""
    return {
        "reference": reference,
        "landlord": landlord,
        "resident": {"name": "Sam Example"},
        "events": [
            {"type": "complaint_received", "date": "2025-06-02", "note": "Leak above Sam Example's kitchen"},
            {"type": "acknowledged", "stage": 1, "date": "2025-06-04"},
        ],
        **further,
    }


def recorded(log: DecisionLog, reference: str = "T-1", landlord: str = "code-only", **further: Any) -> LogEntry:
    """A case evaluated and recorded."""
    sent = document(reference, landlord, **further)
    evaluation = engine().evaluate(parse_case(sent), as_of=AS_OF).to_json()
    return log.record(landlord, reference, sent, evaluation, key="key_of_a_test")
