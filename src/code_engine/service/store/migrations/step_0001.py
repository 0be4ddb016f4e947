"""Step 1: the tables the service began with. Released; never changed."""

from __future__ import annotations

from code_engine.service.store.migrations.words import Words


def statements(words: Words) -> tuple[str, ...]:
    """The definitions of tables, indexes and triggers, in the order in which they are run."""
    return (
        *_people(words),
        *_cases(words),
        *_decisions(words),
        *_access(words),
        *_outbox(words),
        *words.append_only("case_events"),
        *words.append_only("log_entries"),
    )


def _people(words: Words) -> tuple[str, ...]:
    return (
        "CREATE TABLE subjects (id TEXT PRIMARY KEY, landlord TEXT NOT NULL, reference TEXT,"
        f" created_at TEXT NOT NULL, erased_at TEXT, UNIQUE (landlord, reference){words.end}",
        "CREATE TABLE subject_keys (subject TEXT PRIMARY KEY REFERENCES subjects (id),"
        f" content {words.bytes} NOT NULL{words.end}",
    )


def _cases(words: Words) -> tuple[str, ...]:
    return (
        "CREATE TABLE cases (subject TEXT PRIMARY KEY REFERENCES subjects (id), landlord TEXT NOT NULL,"
        f" version {words.integer} NOT NULL, looked_on TEXT, standing {words.bytes}{words.end}",
        "CREATE INDEX cases_by_day ON cases (landlord, looked_on)",
        "CREATE TABLE case_events (subject TEXT NOT NULL REFERENCES subjects (id),"
        f" sequence {words.integer} NOT NULL, kind TEXT NOT NULL, recorded_at TEXT NOT NULL,"
        f" content {words.bytes} NOT NULL, PRIMARY KEY (subject, sequence){words.end}",
        "CREATE TABLE idempotency (owner TEXT NOT NULL, token TEXT NOT NULL, request TEXT NOT NULL,"
        f" created_at TEXT NOT NULL, subject TEXT NOT NULL, content {words.bytes} NOT NULL,"
        f" PRIMARY KEY (owner, token){words.end}",
        "CREATE INDEX idempotency_by_age ON idempotency (created_at)",
        f"CREATE TABLE schedule_marks (name TEXT PRIMARY KEY, day TEXT NOT NULL, marked_at TEXT NOT NULL{words.end}",
    )


def _decisions(words: Words) -> tuple[str, ...]:
    return (
        f"CREATE TABLE log_heads (landlord TEXT PRIMARY KEY, sequence {words.integer} NOT NULL,"
        f" hash TEXT NOT NULL{words.end}",
        f"CREATE TABLE log_entries (landlord TEXT NOT NULL, sequence {words.integer} NOT NULL,"
        " subject TEXT NOT NULL, kind TEXT NOT NULL, recorded_at TEXT NOT NULL, entry TEXT NOT NULL,"
        f" previous TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (landlord, sequence){words.end}",
        "CREATE INDEX log_entries_by_subject ON log_entries (subject)",
        f"CREATE TABLE personal_parts (landlord TEXT NOT NULL, sequence {words.integer} NOT NULL,"
        f" subject TEXT NOT NULL, content {words.bytes} NOT NULL, PRIMARY KEY (landlord, sequence){words.end}",
        "CREATE INDEX personal_parts_by_subject ON personal_parts (subject)",
        f"CREATE TABLE retention (landlord TEXT PRIMARY KEY, days {words.integer} NOT NULL{words.end}",
    )


def _access(words: Words) -> tuple[str, ...]:
    return (
        "CREATE TABLE api_keys (id TEXT PRIMARY KEY, landlord TEXT NOT NULL, scopes TEXT NOT NULL,"
        " label TEXT NOT NULL, digest TEXT NOT NULL, created_at TEXT NOT NULL, expires_at TEXT,"
        f" revoked_at TEXT, replaced_by TEXT{words.end}",
        f"CREATE TABLE refusals (number {words.counted}, refused_at TEXT NOT NULL, api_key TEXT,"
        f" method TEXT NOT NULL, route TEXT NOT NULL, reason TEXT NOT NULL{words.end}",
    )


def _outbox(words: Words) -> tuple[str, ...]:
    return (
        "CREATE TABLE webhooks (id TEXT PRIMARY KEY, landlord TEXT NOT NULL, address TEXT NOT NULL,"
        f" secret TEXT NOT NULL, created_at TEXT NOT NULL, removed_at TEXT{words.end}",
        f"CREATE TABLE outbox (number {words.counted}, subject TEXT NOT NULL, landlord TEXT NOT NULL,"
        f" position {words.integer} NOT NULL, created_at TEXT NOT NULL, content {words.bytes} NOT NULL,"
        f" UNIQUE (subject, position){words.end}",
        f"CREATE TABLE deliveries (event {words.integer} NOT NULL REFERENCES outbox (number),"
        " webhook TEXT NOT NULL REFERENCES webhooks (id), subject TEXT NOT NULL, state TEXT NOT NULL,"
        f" attempts {words.integer} NOT NULL, due_at TEXT NOT NULL, leased_until TEXT, problem TEXT,"
        f" settled_at TEXT, PRIMARY KEY (event, webhook){words.end}",
        "CREATE INDEX deliveries_waiting ON deliveries (state, due_at)",
        "CREATE INDEX deliveries_in_order ON deliveries (webhook, subject, state, event)",
    )
