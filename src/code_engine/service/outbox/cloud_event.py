"""A change as a CloudEvent (version 1.0, structured mode in JSON)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from code_engine.service.store.canonical import canonical, moment_of

CONTENT_TYPE: Final = "application/cloudevents+json; charset=utf-8"
TYPE_PREFIX: Final = "code-engine.case."


def event_name(subject: str, position: int) -> str:
    """The id of an event: always the same for the same change, so that a receiver knows what it already has."""
    return hashlib.sha256(f"{subject}:{position}".encode()).hexdigest()[:32]


def cloud_event(
    *, name: str, landlord: str, reference: str, position: int, created_at: str, content: Mapping[str, Any]
) -> bytes:
    """The body of a CloudEvent. `sequence` counts the changes of the case from 1, so that their order shows."""
    event = {
        "specversion": "1.0",
        "id": name,
        "source": f"/landlords/{landlord}",
        "type": f"{TYPE_PREFIX}{content['change']}",
        "subject": reference,
        "time": _time(moment_of(created_at)),
        "sequence": f"{position:010}",
        "datacontenttype": "application/json",
        "data": content,
    }
    return canonical(event).encode()


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
