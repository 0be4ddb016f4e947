"""What the commands about many cases share: where the cases are, whose, as of when; and what is told of rejects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from code_engine.cli.asked import day_given
from code_engine.cli.output import complain
from code_engine.cli.today import today
from code_engine.errors import CaseError, Location, Problem

if TYPE_CHECKING:
    from code_engine.engine import Engine
    from code_engine.portfolio.collecting import Collected
    from code_engine.portfolio.evaluating import Question
    from code_engine.portfolio.measures.cohort import Period
    from code_engine.portfolio.sources.reading import CaseSource
    from code_engine.portfolio.sources.rejects import Reject

_REJECTS_TOLD = 10


def _as_day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    return None if value is None else day_given(context, parameter, value)


@dataclass(frozen=True, slots=True)
class AskedOfMany:
    """Which cases, and how they are looked at."""

    source: str
    mapping: str | None
    landlord: str | None
    as_of: date | None

    def cases(self) -> CaseSource:
        """Open the source. Raises DocumentError or MissingExtraError; says which columns are not used."""
        from code_engine.portfolio.addresses import SOURCES, address_of, is_address
        from code_engine.portfolio.sources.reading import open_cases, open_database

        mapping = Path(self.mapping) if self.mapping is not None else None
        if is_address(self.source):
            source = open_database(address_of(self.source, SOURCES), mapping, self.landlord)
        else:
            source = open_cases(Path(self.source), mapping, self.landlord)
        for note in source.notes:
            complain(f"note: {note}")
        return source

    @property
    def place(self) -> str:
        """The source as it may be shown, without a password. Raises DocumentError for an address that is none."""
        from code_engine.portfolio.addresses import SOURCES, address_of, is_address

        return address_of(self.source, SOURCES).shown if is_address(self.source) else self.source

    def question(self, as_of: date | None = None, landlord: str | None = None) -> Question:
        """What is asked of every case, by default as of today in London."""
        from code_engine.portfolio.evaluating import Question

        return Question(self.as_of or as_of or today(), landlord)


WHOSE = "Whose cases they are, where nothing in them says so."
ONLY = "Only the cases of this landlord; whose they are, where nothing in them says so."


def about_cases(argument: bool, landlord: str = WHOSE) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command SOURCE, as its argument or as `--cases`, and the options about it, as one `asked`.

    `landlord` is the help of `--landlord`.
    """
    where = (
        click.argument("source", metavar="SOURCE")
        if argument
        else click.option("--cases", "source", metavar="SOURCE", required=True, help="Where the cases are.")
    )

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def with_question(
            source: str, mapping: str | None, landlord: str | None, as_of: date | None, **further: Any
        ) -> Any:
            return command(AskedOfMany(source, mapping, landlord, as_of), **further)

        found: Callable[..., Any] = with_question
        for option in (
            click.option(
                "--as-of", callback=_as_day, metavar="DATE", help="Nothing after this day is seen; today in London."
            ),
            click.option("--landlord", metavar="ID", help=landlord),
            click.option("--mapping", metavar="FILE", help="What the columns of an export are."),
            where,
        ):
            found = option(found)
        return found

    return decorate


def homes_given(context: click.Context, parameter: click.Parameter, values: Sequence[str]) -> dict[str, int]:
    """`red_kite=5400` as a number of homes by landlord. Raises BadParameter for anything else."""
    found = {}
    for value in values:
        name, _, number = value.partition("=")
        if not name or not number.isdecimal() or int(number) < 1:
            raise click.BadParameter(f"write LANDLORD=NUMBER, such as red_kite=5400, not `{value}`", context, parameter)
        found[name] = int(number)
    return found


def period_of(year: str) -> Period:
    """A year of reporting, April to March."""
    from code_engine.assessment.case_year import bounds_of
    from code_engine.portfolio.measures.cohort import Period

    return Period(year, *bounds_of(year))


def collected(engine: Engine, asked: AskedOfMany, question: Question) -> Collected:
    """Evaluate everything for its measures, with a progress line, and tell what was rejected.

    Raises CaseError where nothing could be evaluated.
    """
    from code_engine.cli.portfolio.progress import ProgressLine
    from code_engine.portfolio.collecting import collect

    source = asked.cases()
    with ProgressLine() as line:
        found = collect(engine, source, question, lambda number: line.show(number))
    tell_rejects(found.rejects, found.rows, found.rows_rejected)
    if not found.cases:
        raise CaseError(Problem("no case of it could be evaluated", Location(asked.place)))
    return found


def tell_rejects(rejects: Sequence[Reject], rows: int, rows_rejected: int) -> None:
    """Say on standard error how many rows were rejected, and why the first of them were."""
    if not rejects:
        return
    complain(f"note: {rows} rows read, {rows - rows_rejected} taken, {rows_rejected} rejected")
    for reject in rejects[:_REJECTS_TOLD]:
        where = f"row {reject.row}" + (f", {reject.column}" if reject.column else "")
        complain(f"  {where}: {reject.reason}")
    if len(rejects) > _REJECTS_TOLD:
        complain(f"  and {len(rejects) - _REJECTS_TOLD} more; `code-engine portfolio evaluate` writes all to a file")
