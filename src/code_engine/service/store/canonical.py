"""One text for one value: canonical JSON, its hash, and moments as text."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any


def canonical(value: Any) -> str:
    """A value as JSON with sorted keys and no spaces: the same value gives the same text on every machine."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest_of(content: bytes) -> str:
    """`sha256:` and the hash of some bytes."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def moment_text(moment: datetime) -> str:
    """A moment as text in UTC with microseconds; texts are in the order of the moments.

    Raises ValueError for a moment without a zone: it could be any of twenty-four.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment of the store needs a zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(text: str) -> datetime:
    """The moment that a text of the store stands for."""
    return datetime.fromisoformat(text)
