"""`code-engine tick`: what the passing of time changed in the stored cases, and sending what waits."""

from __future__ import annotations

from datetime import date

import click

from code_engine.cli.asked import day_given
from code_engine.cli.database import StoreAsked, opened, with_database, with_networks
from code_engine.cli.output import say
from code_engine.cli.settings import Settings
from code_engine.cli.today import today


def _as_day(context: click.Context, parameter: click.Parameter, value: str | None) -> date:
    """The day given, today unless given; a day to come is refused: it would tell what may never be."""
    if value is None:
        return today()
    day = day_given(context, parameter, value)
    if day > today():
        raise click.BadParameter(f"{day} has not come yet; leave it out for today", context, parameter)
    return day


@click.command(short_help="What the passing of time changed in stored cases.")
@click.option("--as-of", callback=_as_day, metavar="DATE", help="Look at cases as of this day; today unless given.")
@click.option("--no-delivery", is_flag=True, help="Put changes into the outbox, but send nothing.")
@with_networks
@with_database
@click.pass_obj
def tick(settings: Settings, as_of: date, no_delivery: bool, networks: tuple[str, ...], database: StoreAsked) -> None:
    """Look at every stored case once a day, tell what changed, and send what waits to the webhooks.

    It may be run as often as you like, such as every five minutes: nothing is told twice.
    """
    from code_engine.presentation.words import counted

    with opened(settings, database) as store:
        from code_engine.service.cases.tick import tick
        from code_engine.service.outbox.places import read_networks
        from code_engine.service.outbox.sending import HttpSender

        found = tick(store.database, store.engine(), as_of, store.clock.now)
        lines = [f"looked at {counted(found.looked_at, 'case')} as of {found.day}: {counted(found.changes, 'change')}"]
        if found.unanswered:
            lines.append(f"without an answer on that day: {counted(found.unanswered, 'case')}")
        if found.erased:
            lines.append(f"erased, as they are no longer kept: {counted(len(found.erased), 'case')}")
        if not no_delivery:
            sent = store.deliver(HttpSender(read_networks(networks)))
            lines.append(f"delivered {sent.delivered}, to be tried again {sent.failed}, given up {sent.dead}")
    say("".join(f"{line}\n" for line in lines))
