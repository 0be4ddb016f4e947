"""`code-engine portfolio evaluate`: every finding of every case, into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from code_engine.cli.output import OutputError, complain, say
from code_engine.cli.portfolio.asked import AskedOfMany, about_cases
from code_engine.cli.settings import Settings
from code_engine.errors import Location, Problem, quoted

if TYPE_CHECKING:
    from code_engine.cli.portfolio.progress import ProgressLine
    from code_engine.engine import Engine
    from code_engine.portfolio.addresses import Address
    from code_engine.portfolio.checkpoint import Progress
    from code_engine.portfolio.evaluating import Question
    from code_engine.portfolio.run import Destination, Run

FORMATS = ("csv", "ndjson", "parquet")


@click.command("evaluate", short_help="Every finding of every case, into a file.")
@about_cases(argument=True, landlord="Evaluate all for this landlord; code-only for the Code alone.")
@click.option("--ruleset", metavar="ID@VERSION", help="Force a version other than the one in force at receipt.")
@click.option("--counting", type=click.Choice(("day-0", "inclusive")), default="day-0", help="How days are counted.")
@click.option("--engine", "evaluator", metavar="NAME", help="`cases`, `duckdb`, `pyspark` or an address; see below.")
@click.option("--labels", is_flag=True, help="In columns, work out `contested` and `within_one_day` too.")
@click.option("--out", metavar="FILE", required=True, help="Where the findings go: a file, or a folder that is there.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="By the ending of the file unless given.")
@click.option("--rejects", metavar="FILE", help="Where rows go that cannot be taken; beside the findings unless given.")
@click.option("--restart", is_flag=True, help="Begin anew even where an interrupted run could go on.")
@click.pass_obj
def evaluate_all(
    settings: Settings,
    asked: AskedOfMany,
    ruleset: str | None,
    counting: str,
    evaluator: str | None,
    labels: bool,
    out: str,
    form: str | None,
    rejects: str | None,
    restart: bool,
) -> None:
    """Evaluate every case of SOURCE against the whole Code and its landlord's promises.

    Findings go to one file, rows that could not be taken to another, and the numbers add up. A run that is
    interrupted goes on where it was when the same command is given again.

    `--engine cases` answers case by case, always with all labels. `--engine duckdb` answers in columns, many times
    faster; `contested` and `within_one_day` are empty then unless `--labels` is given. An address, such as
    postgresql://USER@HOST/DATABASE, has that database do it. Unless given, files with 200,000 events and more (CSV:
    20 MB) are answered in columns.
    """
    import shutil

    from code_engine.cli.portfolio.progress import ProgressLine
    from code_engine.portfolio.addresses import is_address
    from code_engine.portfolio.evaluating import Question
    from code_engine.portfolio.run import run

    engine = settings.engine()
    if asked.landlord is not None:
        engine.landlords.get(asked.landlord)
    if ruleset is not None:
        _refuse_unknown_ruleset(engine, ruleset)
    day = asked.question().as_of
    question = Question(day, asked.landlord, ruleset, counting)
    address = _engine_address(engine, asked, question, evaluator, labels=labels)
    destination = _destination(out, form, rejects)
    if restart:
        shutil.rmtree(destination.working, ignore_errors=True)
    mapping = Path(asked.mapping) if asked.mapping is not None else None
    try:
        if address is None:
            source = asked.cases()
            with ProgressLine(source.total) as line:
                done = run(engine, source, question, destination, mapping, lambda each: line.show(each.cases_read))
        else:
            with ProgressLine() as line:
                done = _in_columns(engine, asked, question, destination, address, line, labels=labels)
    except KeyboardInterrupt:
        if address is None or (destination.form != "parquet" and not is_address(asked.source)):
            complain("what is done is kept: give the same command again to go on")
        raise
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise OutputError(Problem(f"this cannot be written: {reason}", Location(out), "check the folder")) from None
    if done.taken_up_after:
        complain(f"note: went on after {done.taken_up_after:,} cases of an interrupted run")
    say(summary(done.progress, destination))


def _engine_address(
    engine: Engine, asked: AskedOfMany, question: Question, evaluator: str | None, *, labels: bool
) -> Address | None:
    """The engine to be used, None for the one for single cases. Raises DocumentError for one that is none."""
    from code_engine.portfolio.engines.opening import IN_COLUMNS, engine_address
    from code_engine.portfolio.in_columns.evaluate import has_many_events

    shipped = question.ruleset is None or question.ruleset in {each.identity for each in engine.catalogue}
    if evaluator is not None:
        address = engine_address(evaluator)
        if address is not None and not shipped:
            hint = "leave out one of them, or use `--engine cases`"
            raise OutputError(Problem("a landlord's own ruleset is evaluated case by case", None, hint))
        return address
    mapping = Path(asked.mapping) if asked.mapping is not None else None
    if not shipped or not has_many_events(asked.source, mapping, asked.landlord):
        return None
    empty = "" if labels else "; the labels `contested` and `within_one_day` are empty unless `--labels` is given"
    complain(f"note: evaluated in columns, because there are many cases{empty}")
    return engine_address(IN_COLUMNS)


def _in_columns(
    engine: Engine,
    asked: AskedOfMany,
    question: Question,
    destination: Destination,
    address: Address,
    line: ProgressLine,
    *,
    labels: bool,
) -> Run:
    from code_engine.portfolio.in_columns.evaluate import evaluate_in_columns

    mapping = Path(asked.mapping) if asked.mapping is not None else None
    return evaluate_in_columns(
        engine,
        asked.source,
        mapping,
        question,
        destination,
        address,
        lambda text: complain(f"note: {text}"),
        lambda progress: line.show(progress.cases_read),
        labels=labels,
    )


def _refuse_unknown_ruleset(engine: Engine, identity: str) -> None:
    """Raise RulesetError where neither the program nor any landlord has that version."""
    own = (engine.catalogue_of(engine.landlords.get(each)) for each in engine.landlords.ids())
    if all(identity not in {ruleset.identity for ruleset in catalogue} for catalogue in own):
        engine.catalogue.named(identity)


def summary(progress: Progress, destination: Destination) -> str:
    """What was done, in a few lines whose numbers add up."""
    lines = [
        f"cases: {progress.cases_read:,} read = {progress.cases_evaluated:,} evaluated"
        f" + {progress.cases_rejected:,} rejected",
        f"rows:  {progress.rows_read:,} read = {progress.rows_evaluated:,} evaluated"
        f" + {progress.rows_rejected:,} rejected",
        f"findings: {progress.findings:,} in {destination.findings}",
    ]
    for layer in ("code", "policy"):
        counts = {key.partition(".")[2]: count for key, count in progress.statuses.items() if key.startswith(layer)}
        if counts:
            words = ", ".join(f"{counts[status]:,} {status.replace('_', ' ')}" for status in sorted(counts))
            lines.append(f"  {layer}: {words}")
    lines.append(f"rejects: {destination.rejects}")
    return "\n".join(lines) + "\n"


def _destination(out: str, form: str | None, rejects: str | None) -> Destination:
    """Where everything goes. Raises OutputError for a name that does not say the format."""
    from code_engine.portfolio.finding_files import SUFFIXES
    from code_engine.portfolio.run import Destination

    path = Path(out)
    if path.is_dir():
        path = path / f"findings.{form or 'csv'}"
    chosen = form or SUFFIXES.get(path.suffix.lower())
    if chosen is None:
        known = ", ".join(SUFFIXES)
        problem = Problem(
            f"the ending of {quoted(path.name)} does not say the format", None, f"end in {known}, or --format"
        )
        raise OutputError(problem)
    if not path.parent.is_dir():
        raise OutputError(Problem("the folder for this file does not exist", Location(out), "create it first"))
    beside = Path(rejects) if rejects is not None else path.with_name(f"{path.stem}.rejects.csv")
    return Destination(path, beside, chosen)
