"""The tables as they are after the last migration, for building statements; a test holds the two together.

Moments and days are ISO text, so that they sort and read alike in both databases.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, MetaData, Table, Text

METADATA = MetaData()


def _text(name: str, *, key: bool = False, optional: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=optional)


def _number(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=False)


def _content(name: str = "content", *, optional: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=optional)


SCHEMA_VERSIONS = Table("schema_versions", METADATA, _number("number", key=True), _text("title"), _text("applied_at"))
"""Which migrations have been applied."""

SUBJECTS = Table(
    "subjects",
    METADATA,
    _text("id", key=True),
    _text("landlord"),
    _text("reference", optional=True),
    _text("created_at"),
    _text("erased_at", optional=True),
)
"""Each case under a random name; its reference is known only until it is erased."""

SUBJECT_KEYS = Table(
    "subject_keys", METADATA, Column("subject", Text, ForeignKey("subjects.id"), primary_key=True), _content()
)
"""The key with which everything said about a case is sealed. Deleting the row erases it."""

MASTER_KEYS = Table("master_keys", METADATA, _text("name", key=True), _text("since"))
"""The name of the master key by which those keys, and the secrets of webhooks, are wrapped; no row where by none."""

CASES = Table(
    "cases",
    METADATA,
    _text("subject", key=True),
    _text("landlord"),
    _number("version"),
    _text("looked_on", optional=True),
    _content("standing", optional=True),
)
"""The present version of a stored case, and how it stood when it was last looked at (sealed)."""

CASE_EVENTS = Table(
    "case_events",
    METADATA,
    _text("subject", key=True),
    _number("sequence", key=True),
    _text("kind"),
    _text("recorded_at"),
    _content(),
)
"""What was added to a stored case, in order: events and parts of its header (sealed). Append-only."""

IDEMPOTENCY = Table(
    "idempotency",
    METADATA,
    _text("owner", key=True),
    _text("token", key=True),
    _text("request"),
    _text("created_at"),
    _text("subject"),
    _content(),
)
"""Requests that were taken, by their idempotency key, with the answer or the entry of the log (sealed)."""

SCHEDULE_MARKS = Table("schedule_marks", METADATA, _text("name", key=True), _text("day"), _text("marked_at"))
"""The last day for which something that is done once a day was finished."""

LOG_HEADS = Table("log_heads", METADATA, _text("landlord", key=True), _number("sequence"), _text("hash"))
"""The last entry of each landlord's chain."""

LOG_ENTRIES = Table(
    "log_entries",
    METADATA,
    _text("landlord", key=True),
    _number("sequence", key=True),
    _text("subject"),
    _text("kind"),
    _text("recorded_at"),
    _text("entry"),
    _text("previous"),
    _text("hash"),
)
"""The decision log: one chain for each landlord. Append-only."""

PERSONAL_PARTS = Table(
    "personal_parts",
    METADATA,
    _text("landlord", key=True),
    _number("sequence", key=True),
    _text("subject"),
    _content(),
)
"""The facts and the evaluation behind an entry of the log (sealed); an entry holds only their hash."""

RETENTION = Table("retention", METADATA, _text("landlord", key=True), _number("days"))
"""For how many days a landlord keeps what is said about a person."""

API_KEYS = Table(
    "api_keys",
    METADATA,
    _text("id", key=True),
    _text("landlord"),
    _text("scopes"),
    _text("label"),
    _text("digest"),
    _text("created_at"),
    _text("expires_at", optional=True),
    _text("revoked_at", optional=True),
    _text("replaced_by", optional=True),
)
"""Keys of the service: their hashes, never the keys."""

REFUSALS = Table(
    "refusals",
    METADATA,
    _number("number", key=True),
    _text("refused_at"),
    _text("api_key", optional=True),
    _text("method"),
    _text("route"),
    _text("reason"),
)
"""Access that was refused."""

WEBHOOKS = Table(
    "webhooks",
    METADATA,
    _text("id", key=True),
    _text("landlord"),
    _text("address"),
    _text("secret"),
    _text("created_at"),
    _text("removed_at", optional=True),
)
"""Where a landlord's changes are sent."""

OUTBOX = Table(
    "outbox",
    METADATA,
    _number("number", key=True),
    _text("subject"),
    _text("landlord"),
    _number("position"),
    _text("created_at"),
    _content(),
)
"""Changes to be told, in order for each case (sealed)."""

DELIVERIES = Table(
    "deliveries",
    METADATA,
    _number("event", key=True),
    _text("webhook", key=True),
    _text("subject"),
    _text("state"),
    _number("attempts"),
    _text("due_at"),
    _text("leased_until", optional=True),
    _text("problem", optional=True),
    _text("settled_at", optional=True),
)
"""One sending of a change to one webhook: waiting, delivered, dead or dropped."""

CALENDAR_FEEDS = Table(
    "calendar_feeds",
    METADATA,
    _text("id", key=True),
    _text("landlord"),
    _text("handler", optional=True),
    _text("digest"),
    _text("created_at"),
    _text("removed_at", optional=True),
)
"""Secret addresses of calendars: their hashes, never the addresses."""
