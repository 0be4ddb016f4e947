"""`code-engine webhooks`: where changes are sent, and those that no receiver took."""

from __future__ import annotations

import click

from code_engine.cli.database import StoreAsked, opened, with_database
from code_engine.cli.groups import SuggestingGroup
from code_engine.cli.output import complain, say
from code_engine.cli.settings import Settings


@click.group(cls=SuggestingGroup, short_help="Where changes of stored cases are sent.")
def webhooks() -> None:
    """Addresses to which the changes of stored cases are sent, and changes that no receiver took."""


@webhooks.command("add", short_help="Send changes to an address.")
@click.argument("address", metavar="ADDRESS")
@click.option("--landlord", metavar="ID", required=True, help="Whose changes; for a group, its children's too.")
@with_database
@click.pass_obj
def add(settings: Settings, address: str, landlord: str, database: StoreAsked) -> None:
    """Send the changes of a landlord's cases to ADDRESS from now on. Prints the secret that signs them, once."""
    with opened(settings, database, create=True) as store:
        store.engine().landlords.get(landlord)
        webhook, secret = store.webhooks.add(landlord, address)
    complain(f"the webhook {webhook.id}; its secret is shown only now:")
    say(f"{secret}\n")


@webhooks.command("list", short_help="Which webhooks there are.")
@with_database
@click.pass_obj
def list_webhooks(settings: Settings, database: StoreAsked) -> None:
    """List the webhooks, without their secrets."""
    with opened(settings, database) as store:
        found = store.webhooks.all()
    lines = (f"{each.id}  {each.landlord}  {each.address}  since {each.created_at.date()}\n" for each in found)
    say("".join(lines) or "there is no webhook\n")


@webhooks.command("remove", short_help="Send nothing there any more.")
@click.argument("identity", metavar="ID")
@with_database
@click.pass_obj
def remove(settings: Settings, identity: str, database: StoreAsked) -> None:
    """Send nothing to the webhook ID any more, not even what waits."""
    with opened(settings, database) as store:
        store.webhooks.remove(identity)
    say(f"removed {identity}\n")


@webhooks.command("dead", short_help="Changes that no receiver took.")
@with_database
@click.pass_obj
def dead(settings: Settings, database: StoreAsked) -> None:
    """List the changes that were given up, with the last thing that went wrong."""
    with opened(settings, database) as store:
        from code_engine.service.outbox.dead_letters import dead_letters

        found = dead_letters(store.database)
    lines = (f"{each.id}  {each.landlord}  {each.address}  {each.attempts} times: {each.problem}\n" for each in found)
    say("".join(lines) or "no change was given up\n")


@webhooks.command("replay", short_help="Send dead letters again.")
@click.argument("identity", metavar="[ID]", required=False)
@click.option("--all", "everything", is_flag=True, help="All of them.")
@with_database
@click.pass_obj
def replay(settings: Settings, identity: str | None, everything: bool, database: StoreAsked) -> None:
    """Let the dead letter ID, or all of them, be sent again by the next tick."""
    if (identity is None) != everything:
        raise click.UsageError("name the ID of one dead letter, or say --all")
    with opened(settings, database) as store:
        from code_engine.service.outbox.dead_letters import send_again

        count = send_again(store.database, identity, store.clock.now())
    say(f"{count} to be sent again\n")
