"""Groups of commands: imported when they are called, and a misspelt name gets a suggestion."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from code_engine.errors import did_you_mean, quoted


class UnknownCommandError(click.UsageError):
    """A command that does not exist; `hint` says what may have been meant."""

    def __init__(self, name: str, hint: str, context: click.Context) -> None:
        super().__init__(f"there is no command {quoted(name)}", context)
        self.hint = hint


class SuggestingGroup(click.Group):
    """A group that suggests a command for a misspelt one, and shows its help where none is given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without any argument: the help, as bad usage."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say what may have been meant."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            raise UnknownCommandError(name, self.suggestion(ctx, name), ctx)
        return super().resolve_command(ctx, args)

    def suggestion(self, ctx: click.Context, name: str) -> str:
        """What may have been meant by a command that does not exist."""
        names = self.list_commands(ctx)
        return did_you_mean(name, names) or f"commands: {', '.join(names)}"


class LazyGroup(SuggestingGroup):
    """Commands given as `module:name`, each imported when it is called or listed."""

    def __init__(self, *args: Any, commands_at: Mapping[str, str] | None = None, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self._at = dict(commands_at or {})

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order in which a newcomer meets them."""
        return list(self._at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command."""
        place = self._at.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def suggestion(self, ctx: click.Context, name: str) -> str:
        """A case file where a command belongs is the commonest slip."""
        if Path(name).suffix in (".yaml", ".yml", ".json"):
            return f"to evaluate a case: `{ctx.command_path} evaluate {name}`"
        return super().suggestion(ctx, name)
