"""How a run ends: an exit code, and for every mistake one message on standard error."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from code_engine.cli.groups import UnknownCommandError
from code_engine.cli.output import complain
from code_engine.errors import CodeEngineError, Location, Problem, did_you_mean, quoted

DONE: Final = 0
FAILED: Final = 1
BAD_INPUT: Final = 2
OWN_FAULT: Final = 3
INTERRUPTED: Final = 130

_CHOSEN = re.compile(r"'(?P<value>.*)' is not one of")


def ended(run: Callable[[], Any]) -> int:
    """The exit code of a run; what stopped it is told on standard error.

    A command returns its code, or nothing where all is well. A fault of the program itself ends with 3 and
    is the only one told with a traceback: nobody may take it for a breach (1) or for bad input (2).
    """
    try:
        code = run()
    except CodeEngineError as error:
        for problem in error.problems:
            complain(f"error: {shown(problem)}")
        return BAD_INPUT
    except click.ClickException as error:
        complain(_misused(error))
        return BAD_INPUT
    except (KeyboardInterrupt, click.Abort):
        complain("interrupted")
        return INTERRUPTED
    except Exception as error:
        complain("error: this is a fault of code-engine, not of your input; please report it with these lines")
        complain("".join(traceback.format_exception(error)).rstrip())
        return OWN_FAULT
    return code if isinstance(code, int) else DONE


def shown(problem: Problem) -> str:
    """A problem as it is printed: files below the present folder by their short name, nothing unprintable."""
    place = f"{short_place(problem.location)}: " if problem.location is not None else ""
    advice = f"\n{problem.hint}" if problem.hint else ""
    first, *further = f"{place}{problem.message}{advice}".splitlines() or [""]
    return "\n".join([_printable(first), *(f"  {_printable(line.strip())}" for line in further)])


def short_place(location: Location) -> str:
    """A place as it is printed: a file below the present folder by its short name."""
    path = Path(location.file)
    here = Path.cwd()
    file = str(path.relative_to(here)) if path.is_absolute() and path.is_relative_to(here) else location.file
    return str(Location(file, location.line, location.column))


def _printable(line: str) -> str:
    from code_engine.presentation.words import clean

    return clean(line)


def _misused(error: click.ClickException) -> str:
    lines = [f"error: {_printable(_message(error))}"]
    hint = _hint(error)
    if hint is not None:
        lines.append(f"  {_printable(hint)}")
    if isinstance(error, click.UsageError) and error.ctx is not None:
        lines.append(f"  `{error.ctx.command_path} --help` shows how it is used")
    return "\n".join(lines)


def _message(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"there is no option {quoted(error.option_name)}"
    given = _wrong_choice(error)
    if given is not None:
        value, choices, name = given
        return f"{name}: {quoted(value)} is not one of {', '.join(choices)}"
    return _lower(error.format_message())


def _hint(error: click.ClickException) -> str | None:
    if isinstance(error, UnknownCommandError):
        return error.hint
    if isinstance(error, click.NoSuchOption) and error.ctx is not None:
        return _option_hint(error.option_name, error.ctx)
    given = _wrong_choice(error)
    return did_you_mean(given[0], given[1]) if given is not None else None


def _wrong_choice(error: click.ClickException) -> tuple[str, list[str], str] | None:
    """The value that is not among the choices, the choices, and the option or argument it was given for."""
    parameter = error.param if isinstance(error, click.BadParameter) else None
    if parameter is None or not isinstance(parameter.type, click.Choice):
        return None
    value = _CHOSEN.match(error.message)
    name = parameter.metavar or parameter.human_readable_name
    name = name if isinstance(parameter, click.Argument) else parameter.opts[-1]
    return (value["value"], [str(choice) for choice in parameter.type.choices], name) if value else None


def _option_hint(name: str, context: click.Context) -> str | None:
    above = context.parent
    while above is not None:
        if any(name in parameter.opts for parameter in above.command.get_params(above)):
            return f"it belongs before the command: `{above.command_path} {name} …`"
        above = above.parent
    known = [option for parameter in context.command.get_params(context) for option in parameter.opts]
    return did_you_mean(name, [option for option in known if option.startswith("-")])


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")
