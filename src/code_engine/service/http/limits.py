"""What one request may cost: sizes, counts and seconds, each with a default that fits a housing CRM."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the service. Nesting is bounded where documents are read, at 40 levels."""

    body_bytes: int = MEBIBYTE
    """Of a request about one case; a case has a few kilobytes."""
    stream_bytes: int = 64 * MEBIBYTE
    """Of a request of many lines; each line is bounded by `body_bytes`."""
    streams: int = 4
    """Requests of many lines at the same time."""
    events: int = 1_000
    """Of one case; a long one has thirty. The worst thousand, all notices of which nothing is known, takes a second."""
    cases: int = 500
    """Of one question about the deadlines of several cases."""
    workers: int = 2
    """Threads that evaluate. Python runs one at a time: the second keeps a long evaluation from stopping short ones."""
    letter_workers: int = 1
    """Threads that make and verify letters, apart from the others: a PDF takes as long as a thousand evaluations."""
    lookups: int = 2
    """Threads for the short questions to the store: whose key this is, and the audit of a refusal."""
    key_seconds: float = 1.0
    """How long a key that was found is believed before the store is asked again; 0 asks for every request."""
    waiting: int = 64
    """Requests that may wait for a thread; beyond them the answer is 503."""
    share: int = 32
    """Requests that one key may have inside; beyond them the answer is 429."""
    seconds: float = 10.0
    """From the whole body to the answer, waiting included."""
    body_seconds: float = 15.0
    """For the whole body to arrive, and for a client to take a piece of the answer."""
    header_seconds: float = 10.0
    """For the first request of a connection to arrive."""
    connections: int = 512
    """Open at the same time; beyond them the answer is 503."""
    remembered_bytes: int = 32 * MEBIBYTE
    """Of answers kept for repeated requests with the same Idempotency-Key."""
    remembered_seconds: float = 24 * 3600.0
    """How long such an answer is kept."""
