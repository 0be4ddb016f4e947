"""One letter for each case in a folder: as many as there are, with the memory of one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from code_engine.case.load import load_case
from code_engine.cli.endings import DONE, FAILED, shown
from code_engine.cli.output import complain, deliver_bytes, say
from code_engine.cli.settings import Settings
from code_engine.errors import CodeEngineError, Location, Problem, quoted
from code_engine.letters.mistakes import LetterError
from code_engine.letters.situation import Options
from code_engine.letters.urgency import Order
from code_engine.letters.writer import LetterWriter

_CASES = (".yaml", ".yml", ".json")


def render_folder(settings: Settings, folder: Path, options: Options, order: Order, form: str, out: str | None) -> int:
    """Make a letter for every case of a folder, into the folder `out`.

    A case whose letter cannot be made is told at the end, with the reason, and ends the run with 1; the others
    are made. Raises LetterError where there is no case, or no folder to write to.
    """
    files = sorted(path for path in folder.iterdir() if path.suffix in _CASES and path.is_file())
    if not files:
        raise LetterError(Problem("there is no case in this folder", Location(str(folder)), "name a folder of cases"))
    if out is None or not Path(out).is_dir():
        raise LetterError(Problem("letters for a folder go into a folder", None, "name one that exists: --out FOLDER"))
    writer = LetterWriter(settings.engine())
    written: dict[str, Path] = {}
    failed: list[Problem] = []
    warnings: list[str] = []
    with click.progressbar(files, label="letters", file=sys.stderr) as bar:
        for file in bar:
            try:
                letter = writer.write(load_case(file), options, order)
                name = letter.file_name(form)
                if name in written:
                    raise LetterError(f"its letter would replace that of {written[name].name}: {quoted(name)}")
                told: list[str] = []
                content = letter.as_bytes(form, told.append)
                warnings += [f"{file}: {sentence}" for sentence in told]
                deliver_bytes(content, str(Path(out) / name))
                written[name] = file
            except CodeEngineError as error:
                failed += [_placed(problem, file) for problem in error.problems]
    for warning in warnings:
        complain(f"warning: {warning}")
    for problem in failed:
        complain(f"not made: {shown(problem)}")
    say(f"{len(written)} of {len(files)} letters made\n")
    return FAILED if failed else DONE


def _placed(problem: Problem, file: Path) -> Problem:
    return problem if problem.location else Problem(problem.message, Location(str(file)), problem.hint)
