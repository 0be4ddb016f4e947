"""Pieces of the description of the service (OpenAPI) that several routes share."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel

from code_engine.service.http.problem_details import KINDS, MEDIA_TYPE, ProblemDetails
from code_engine.service.http.request_body import JSON_TYPE

EXAMPLE_CASE: Final = {
    "reference": "CRM-1001",
    "landlord": "code-only",
    "events": [
        {"type": "complaint_received", "date": "2025-06-02"},
        {"type": "acknowledged", "stage": 1, "date": "2025-06-04"},
    ],
}
_EXAMPLE_DAY: Final = "2025-07-15"
_EXAMPLE_LETTER: Final = "PGh0bWw+PHA+RGVhciBTYW0gRXhhbXBsZTwvcD48L2h0bWw+"
EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "EvaluateRequest": {"case": EXAMPLE_CASE, "as_of": _EXAMPLE_DAY},
    "ExplainRequest": {"case": EXAMPLE_CASE, "as_of": _EXAMPLE_DAY, "provision": "6.3"},
    "DeadlinesRequest": {"cases": [EXAMPLE_CASE], "as_of": "2025-06-10", "from": "2025-06-10", "to": "2025-06-30"},
    "ChangesRequest": {
        "case": EXAMPLE_CASE,
        "as_of": _EXAMPLE_DAY,
        "events": [{"type": "withdrawn", "date": "2025-06-09"}],
    },
    "LettersDueRequest": {"case": EXAMPLE_CASE, "as_of": _EXAMPLE_DAY},
    "RenderLetterRequest": {
        "case": EXAMPLE_CASE,
        "as_of": _EXAMPLE_DAY,
        "kind": "acknowledgement",
        "format": "html",
        "draft": True,
    },
    "RenderStoredLetterRequest": {"as_of": _EXAMPLE_DAY, "kind": "acknowledgement", "format": "pdf", "draft": True},
    "VerifyLetterRequest": {"letter": _EXAMPLE_LETTER, "kind": "acknowledgement"},
    "AppendRequest": {"landlord": "code-only", "events": EXAMPLE_CASE["events"]},
    "RecordRequest": {"as_of": _EXAMPLE_DAY},
    "VerifyLogRequest": {"heads": []},
    "CalendarRequest": {"landlord": "code-only", "handler": "Una Marsh"},
    "WebhookRequest": {"landlord": "code-only", "address": "https://crm.example/changes"},
}
"""A body for each model of requests, which a test sends."""


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """The body of a route that reads it itself, described by a model."""
    content = {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}, "example": EXAMPLES[model.__name__]}
    return {"requestBody": {"required": True, "content": {JSON_TYPE: content}}}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems a route may answer with, by status."""
    return {status: _refusal(status) for status in statuses}


def _refusal(status: int) -> dict[str, Any]:
    titles = [kind.title for kind in KINDS.values() if kind.status == status]
    described: dict[str, Any] = {
        "description": " Or: ".join(titles),
        "content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{ProblemDetails.__name__}"}}},
    }
    if status in (429, 503):
        described["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}}
    return described
