"""What the commands about one case share: which case, for whom, as of when, under which version."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from code_engine.cli.today import today
from code_engine.errors import CaseError, LandlordError, Location, NoRulesetInForceError, Problem

if TYPE_CHECKING:
    from code_engine.case.model import Case
    from code_engine.documents import Document
    from code_engine.engine import Engine
    from code_engine.evaluation.evaluation import Evaluation
    from code_engine.evaluation.explanation import Explanation

CONVENTIONS = ("day-0", "inclusive")


def _as_day(context: click.Context, parameter: click.Parameter, value: str | None) -> date:
    """The day given as `2025-07-15`; today where none is given. Anything else is refused."""
    return today() if value is None else day_given(context, parameter, value)


def day_given(context: click.Context, parameter: click.Parameter, value: str) -> date:
    """The day that the text of an option stands for. Raises BadParameter for anything but `2025-07-15`."""
    from pydantic_core import PydanticCustomError

    from code_engine.case.dates import parse_day

    try:
        return parse_day(value)
    except PydanticCustomError as error:
        hint = (error.context or {}).get("hint")
        message = f"{error.message()}; {hint}" if hint else error.message()
        raise click.BadParameter(message, context, parameter) from None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one case."""

    source: str
    landlord: str | None
    as_of: date
    ruleset: str | None
    counting: str

    def case(self) -> tuple[Document, Case]:
        """Read the case. Raises DocumentError or CaseError with file, line and column."""
        from code_engine.case.load import case_of
        from code_engine.documents import read_document

        document = read_document(self.source)
        return document, case_of(document)

    def evaluated(self, engine: Engine, document: Document, case: Case) -> Evaluation:
        """Evaluate it. Raises CodeEngineError, placed in the case file where that is what is wrong."""
        with self.placed(engine, document, case):
            return engine.evaluate(case, **self._options())

    def explained(self, engine: Engine, document: Document, case: Case, provision: str) -> Explanation:
        """Explain one provision of it. Raises as `evaluated`, and RulesetError for an unknown provision."""
        with self.placed(engine, document, case):
            return engine.explain(case, provision, **self._options())

    def _options(self) -> dict[str, Any]:
        return {
            "as_of": self.as_of,
            "counting": self.counting,
            "ruleset": self.ruleset,
            "landlord": self.landlord,
        }

    @contextmanager
    def placed(self, engine: Engine, document: Document, case: Case) -> Iterator[None]:
        """The engine knows cases, not files: say where in the file it is."""
        try:
            yield
        except LandlordError as error:
            if self.landlord is not None or case.landlord in engine.landlords.ids():
                raise
            raise LandlordError(*_at(document.location(("landlord",)), error.problems)) from None
        except (CaseError, NoRulesetInForceError) as error:
            raise type(error)(*_at(Location(document.name), error.problems)) from None


def _at(place: Location, problems: Sequence[Problem]) -> Iterator[Problem]:
    return (problem if problem.location is not None else replace(problem, location=place) for problem in problems)


def about_a_case(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the argument CASE and its options, as one `asked`."""

    @wraps(command)
    def with_question(
        case_file: str,
        landlord: str | None,
        as_of: date,
        ruleset: str | None,
        counting: str,
        **further: Any,
    ) -> Any:
        return command(Asked(case_file, landlord, as_of, ruleset, counting), **further)

    for decorate in (
        click.option(
            "--counting",
            type=click.Choice(CONVENTIONS),
            default="day-0",
            show_default=True,
            help="How working days are counted: from the day after, or the first day included.",
        ),
        click.option("--ruleset", metavar="ID@VERSION", help="Force a version other than the one in force at receipt."),
        click.option(
            "--as-of",
            callback=_as_day,
            metavar="DATE",
            help="Nothing after the end of this day is seen; today in London unless given.",
        ),
        click.option("--landlord", metavar="ID", help="Evaluate for this landlord (code-only for the Code alone)."),
        click.argument("case_file", metavar="CASE"),
    ):
        with_question = decorate(with_question)
    return with_question
