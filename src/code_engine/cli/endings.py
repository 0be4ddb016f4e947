"""How a run ends: an exit code, and for every mistake one message on standard error."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from code_engine.cli.output import complain
from code_engine.errors import CodeEngineError, Location, Problem, did_you_mean, quoted

DONE: Final = 0
FAILED: Final = 1
BAD_INPUT: Final = 2
OWN_FAULT: Final = 3
INTERRUPTED: Final = 130


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
    except click.UsageError as error:
        complain(_usage(error))
        return BAD_INPUT
    except click.ClickException as error:
        complain(f"error: {_lower(error.format_message())}")
        return BAD_INPUT
    except (KeyboardInterrupt, click.Abort):
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        return DONE
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.EPIPE:
            return DONE
        complain("error: this is a fault of code-engine, not of your input; please report it with these lines")
        complain("".join(traceback.format_exception(error)).rstrip())
        return OWN_FAULT
    return code if isinstance(code, int) else DONE


def shown(problem: Problem) -> str:
    """A problem as it is printed: files below the present folder by their short name, nothing unprintable."""
    place = f"{_place(problem.location)}: " if problem.location is not None else ""
    advice = f"\n{problem.hint}" if problem.hint else ""
    first, *further = f"{place}{problem.message}{advice}".splitlines() or [""]
    return "\n".join([_printable(first), *(f"  {_printable(line.strip())}" for line in further)])


def _place(location: Location) -> str:
    path = Path(location.file)
    here = Path.cwd()
    file = str(path.relative_to(here)) if path.is_absolute() and path.is_relative_to(here) else location.file
    return str(Location(file, location.line, location.column))


def _printable(line: str) -> str:
    from code_engine.presentation.words import clean

    return clean(line)


def _usage(error: click.UsageError) -> str:
    lines = [f"error: {_message(error)}"]
    hint = getattr(error, "hint", None) or _option_hint(error)
    if hint:
        lines.append(f"  {hint}")
    if error.ctx is not None:
        lines.append(f"  `{error.ctx.command_path} --help` shows how it is used")
    return "\n".join(_printable(line) if not line.startswith(" ") else f"  {_printable(line)}" for line in lines)


def _message(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"there is no option {quoted(error.option_name)}"
    return _lower(error.format_message())


def _option_hint(error: click.UsageError) -> str | None:
    if not isinstance(error, click.NoSuchOption) or error.ctx is None:
        return None
    known = [name for parameter in error.ctx.command.get_params(error.ctx) for name in parameter.opts]
    hint = did_you_mean(error.option_name, [name for name in known if name.startswith("-")])
    if hint is None and error.ctx.parent is not None:
        above = error.ctx.parent.command.get_params(error.ctx.parent)
        if any(error.option_name in parameter.opts for parameter in above):
            return f"it belongs before the command: `{error.ctx.parent.command_path} {error.option_name} …`"
    return hint


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")
