"""`code-engine keys`: keys of the service, made, listed, replaced and revoked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from code_engine.cli.asked import day_given
from code_engine.cli.database import StoreAsked, opened, with_database
from code_engine.cli.groups import SuggestingGroup
from code_engine.cli.output import complain, say
from code_engine.cli.settings import Settings

if TYPE_CHECKING:
    from code_engine.service.keys.keyring import KeyEntry

SCOPES = ("read", "evaluate", "write", "admin")
_LONDON = ZoneInfo("Europe/London")


def _as_end(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    """The end of the day given, in London."""
    if value is None:
        return None
    following = day_given(context, parameter, value) + timedelta(days=1)
    return datetime.combine(following, time_of_day(), _LONDON).astimezone(UTC)


@click.group(cls=SuggestingGroup, short_help="Keys of the service.")
def keys() -> None:
    """Keys with which other programs use the HTTP service. A key is shown once, and only its hash is stored."""


@keys.command("create", short_help="Make a key.")
@click.option("--landlord", metavar="ID", required=True, help="Whose cases it opens; for a group, its children's too.")
@click.option("--scope", "scopes", type=click.Choice(SCOPES), multiple=True, required=True, help="What it may do.")
@click.option("--label", default="", metavar="TEXT", help="What it is for.")
@click.option("--expires", callback=_as_end, metavar="DATE", help="The last day on which it opens anything.")
@with_database
@click.pass_obj
def create(
    settings: Settings, landlord: str, scopes: Sequence[str], label: str, expires: datetime | None, database: StoreAsked
) -> None:
    """Make a key and print it, once. Keep it where the program that uses it keeps its secrets."""
    with opened(settings, database, create=True) as store:
        store.engine().landlords.get(landlord)
        token = store.keys.create(landlord, frozenset(scopes), label=label, expires_at=expires)
    complain(f"the key {token.id}; it is shown only now:")
    say(f"{token}\n")


@keys.command("list", short_help="Which keys there are.")
@click.option("--landlord", metavar="ID", help="Only of this landlord.")
@with_database
@click.pass_obj
def list_keys(settings: Settings, landlord: str | None, database: StoreAsked) -> None:
    """List the keys by name, with what each may do; never the keys themselves."""
    with opened(settings, database) as store:
        entries = store.keys.all([landlord] if landlord is not None else None)
        now = store.clock.now()
    say("".join(f"{_line(entry, now)}\n" for entry in entries) or "there is no key\n")


@keys.command("rotate", short_help="Replace a key.")
@click.argument("identity", metavar="ID")
@click.option(
    "--overlap",
    type=click.IntRange(0, 720),
    default=0,
    show_default=True,
    metavar="HOURS",
    help="The old one still opens.",
)
@with_database
@click.pass_obj
def rotate(settings: Settings, identity: str, overlap: int, database: StoreAsked) -> None:
    """Make a key with the rights of the key ID, which then opens nothing any more."""
    with opened(settings, database) as store:
        token = store.keys.rotate(identity, overlap=timedelta(hours=overlap))
    complain(f"the key {token.id} replaces {identity}; it is shown only now:")
    say(f"{token}\n")


@keys.command("revoke", short_help="Let a key open nothing any more.")
@click.argument("identity", metavar="ID")
@with_database
@click.pass_obj
def revoke(settings: Settings, identity: str, database: StoreAsked) -> None:
    """Let the key ID open nothing from now on."""
    with opened(settings, database) as store:
        store.keys.revoke(identity)
    say(f"revoked {identity}\n")


@keys.command("refused", short_help="Which access was refused.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, metavar="N")
@with_database
@click.pass_obj
def refused(settings: Settings, limit: int, database: StoreAsked) -> None:
    """List the latest accesses that were refused, the latest first."""
    with opened(settings, database) as store:
        entries = store.audit.latest(limit)
    lines = (
        f"{each.refused_at.isoformat(timespec='seconds')}  {each.key or 'no key'}"
        f"  {each.method} {each.route}  {each.reason}\n"
        for each in entries
    )
    say("".join(lines) or "no access was refused\n")


def _line(entry: KeyEntry, now: datetime) -> str:
    words = [entry.id, entry.landlord, ",".join(entry.scopes), f"since {_day(entry.created_at)}"]
    if entry.expires_at is not None:
        words.append(f"{'until' if now < entry.expires_at else 'expired'} {_day(entry.expires_at - timedelta(days=1))}")
    if entry.revoked_at is not None:
        words.append("revoked" if now >= entry.revoked_at else "being replaced")
    if entry.replaced_by is not None:
        words.append(f"by {entry.replaced_by}")
    if entry.label:
        words.append(entry.label)
    return "  ".join(words)


def _day(moment: datetime) -> date:
    return moment.astimezone(_LONDON).date()


@keys.command("rewrap", short_help="Change the master key of a store.")
@click.option("--old-master-key-file", "old", metavar="FILE", help="The master key it has now; left out, none.")
@with_database
@click.pass_obj
def rewrap(settings: Settings, old: str | None, database: StoreAsked) -> None:
    """Wrap the keys of cases and the secrets of webhooks by the master key given, instead of the old one or none.

    Stop every process that uses the store before, and start it with the new master key afterwards. Everything is
    wrapped anew, or nothing.
    """
    from code_engine.presentation.words import counted

    new = database.master()
    if new is None:
        raise click.UsageError("name the new master key: --master-key-file FILE")
    before = StoreAsked(database.address, old, variable=False)
    with opened(settings, before) as store:
        from code_engine.service.store.wrapping import rewrap

        with store.database.writing() as connection:
            found = rewrap(connection, before.master(), new, store.clock.now())
        store.database.empty_journal()
    cases, hooks = counted(found.cases, "case"), counted(found.webhooks, "webhook")
    say(f"the keys of {cases} and the secrets of {hooks} are wrapped by the master key {new.name}\n")
