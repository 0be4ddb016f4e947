"""A group of commands whose first word may be a landlord instead of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from code_engine.cli.groups import SuggestingGroup
from code_engine.cli.settings import Settings
from code_engine.errors import LandlordError, Problem, did_you_mean, quoted

if TYPE_CHECKING:
    from code_engine.landlord.landlords import Landlords

_Command = TypeVar("_Command", bound=click.Command)


class _LandlordContext(click.Context):
    """On the command line the landlord stands where the name of its command would."""

    @property
    def command_path(self) -> str:
        """What stands before the options."""
        return f"{self.parent.command_path} LANDLORD" if self.parent is not None else super().command_path


class LandlordFirstGroup(SuggestingGroup):
    """Hands a landlord and all that follows to one command: `self-assessment twenty11 --year 2024-25`.

    Its other commands are called by their names. A word that is neither gets a suggestion from both.
    """

    _for_a_landlord: click.Command | None = None

    @property
    def landlord_command(self) -> click.Command | None:
        """The command that a landlord as first word stands for."""
        return self._for_a_landlord

    def for_a_landlord(self, command: _Command) -> _Command:
        """Make a command the one for a landlord; its first argument is the landlord's id. Usable as a decorator."""
        self._for_a_landlord = command
        command.context_class = _LandlordContext
        self.subcommand_metavar = "LANDLORD|COMMAND [ARGS]..."
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options before the first word; one of the landlord's command belongs behind the landlord."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            command = self._for_a_landlord
            known = [name for each in command.params for name in each.opts] if command is not None else []
            if error.option_name not in known:
                raise
            where = f"`{ctx.command_path} LANDLORD {error.option_name} …`"
            raise click.UsageError(f"{quoted(error.option_name)} belongs behind the landlord: {where}", ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the command for a landlord with the others."""
        if self._for_a_landlord is not None:
            with formatter.section("With a landlord"):
                formatter.write_dl([("LANDLORD", self._for_a_landlord.get_short_help_str(limit=70))])
        super().format_commands(ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command called by name, else the one for a landlord; raises LandlordError for neither."""
        word, command = args[0], self._for_a_landlord
        if command is None or word.startswith("-") or self.get_command(ctx, word) is not None:
            return super().resolve_command(ctx, args)
        landlords = _landlords(ctx)
        unavailable = {skipped.landlord or skipped.name for skipped in landlords.skipped}
        if word not in landlords.by_id and word not in unavailable:
            raise LandlordError(self._neither(ctx, word, landlords))
        # The word stays: it is the command's argument, and an unavailable landlord gets its reason there.
        return command.name, command, args

    def _neither(self, ctx: click.Context, word: str, landlords: Landlords) -> Problem:
        commands, ids = self.list_commands(ctx), landlords.ids()
        listed = f"commands: {', '.join(commands)}; landlords: {', '.join(ids)}"
        hint = did_you_mean(word, [*commands, *ids]) or listed
        return Problem(f"there is no landlord and no command {quoted(word)}", None, hint)


def _landlords(ctx: click.Context) -> Landlords:
    from code_engine.landlord.plugins import load_plugins

    settings = ctx.find_object(Settings) or Settings()
    return load_plugins(settings.strict_plugins)
