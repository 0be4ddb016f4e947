"""Deadlines of cases pieced together from letters: bounds decide, and only what matters is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from code_engine import Case, Engine
from code_engine.evaluation.evaluation import Finding, Status


def stage_1_response(response: str, *absent: str) -> Finding:
    """The finding of 6.3 for a complaint of 2 June 2025 of which only the response is on file besides."""
    events: list[dict[str, Any]] = [
        {"type": "complaint_received", "date": "2025-06-02"},
        {"type": "response_issued", "stage": 1, "date": response},
    ]
    case = Case.model_validate(
        {"reference": "P-1", "landlord": "code-only", "record": "partial", "absent": absent, "events": events}
    )
    return Engine.from_plugins().evaluate(case, as_of=date(2025, 9, 1)).finding("stage-1-response-in-time")


def test_a_response_within_ten_days_of_receipt_is_in_time_whenever_it_was_acknowledged() -> None:
    assert stage_1_response("2025-06-16").status is Status.MET


def test_a_response_after_fifteen_days_is_late_whenever_it_was_acknowledged() -> None:
    finding = stage_1_response("2025-06-24", "extension_notified")
    assert finding.status is Status.BREACHED
    assert "between 16 June 2025 and 23 June 2025" in finding.reason
    assert "at least 1 working day late" in finding.reason


@pytest.mark.parametrize("response", ["2025-06-17", "2025-06-23"])
def test_a_response_in_between_depends_on_the_acknowledgement(response: str) -> None:
    finding = stage_1_response(response, "extension_notified")
    assert finding.status is Status.UNDETERMINED
    assert finding.missing == ("stage_1.acknowledged_on",)


def test_a_late_response_may_have_been_extended_by_a_notice_nobody_has_filed() -> None:
    finding = stage_1_response("2025-06-24")
    assert finding.status is Status.UNDETERMINED
    assert finding.missing == ("stage_1.extensions",)
