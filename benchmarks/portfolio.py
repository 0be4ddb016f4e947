"""Many cases at once with the engine for single cases: cases a second from each kind of source, and memory."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from code_engine.engine import Engine
from code_engine.portfolio.evaluating import Question, outcomes
from code_engine.portfolio.measures.cohort import Period
from code_engine.portfolio.measures.measured_case import measured
from code_engine.portfolio.measures.year_measures import Scope, year_measures
from code_engine.portfolio.run import Destination, run
from code_engine.portfolio.sources.reading import CaseSource, open_cases
from code_engine.portfolio.synthetic import SyntheticYear, synthetic_cases
from code_engine.portfolio.synthetic_files import write_cases
from measuring import print_table, quick_asked, stay_on_one_core

LANDLORDS = ("red_kite", "twenty11")
PERIOD = Period("2024-25", date(2024, 4, 1), date(2025, 3, 31))
YEAR = SyntheticYear(PERIOD.first, PERIOD.last, LANDLORDS, 1)
QUESTION = Question(date(2025, 6, 30))


def seconds(do: Callable[[], object]) -> float:
    """Seconds of the processor, once: what other programs on the machine do is not counted."""
    start = time.process_time()
    do()
    return time.process_time() - start


def resident_megabytes() -> float:
    """What of this process is in memory now, 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


def reading(folder: Path, number: int) -> list[tuple[str, str, str]]:
    """Cases made and read from each kind of file, without evaluating them."""
    rows = []
    for form in ("ndjson", "csv", "parquet"):
        path = folder / f"cases.{form}"
        made = seconds(lambda path=path: write_cases(synthetic_cases(number, YEAR), path))  # type: ignore[misc]
        read = seconds(lambda path=path: sum(1 for _ in open_cases(path).cases()))  # type: ignore[misc]
        rows.append((form, f"{number / made:,.0f} a second", f"{number / read:,.0f} a second"))
    return rows


def evaluating(engine: Engine, source: CaseSource, folder: Path, number: int) -> list[tuple[str, str, str]]:
    """A run into each kind of file, with the memory taken since the tenth part of it; first the engine alone."""
    cases = [read.case for read in source.cases() if read.case is not None]
    alone = seconds(lambda: [engine.evaluate(case, as_of=QUESTION.as_of) and None for case in cases])
    rows = [("none, the engine alone", f"{number / alone:,.0f} cases a second", "")]
    for form in ("csv", "ndjson", "parquet"):
        seen: list[float] = []
        where = Destination(folder / f"findings.{form}", folder / "rejects.csv", form)
        taken = seconds(
            lambda where=where, seen=seen: run(  # type: ignore[misc]
                engine,
                source,
                QUESTION,
                where,
                tell=lambda _: seen.append(resident_megabytes()),
                part_size=max(number // 20, 1),
            )
        )
        growth = f"{seen[-1] - seen[len(seen) // 10]:+.1f} MB"
        rows.append((form, f"{number / taken:,.0f} cases a second", growth))
    return rows


def measuring(engine: Engine, source: CaseSource) -> tuple[str, str]:
    """All measures of a year over cases that are evaluated already."""
    cases = [
        measured(each.evaluated.record, each.evaluated.findings())
        for each in outcomes(engine, source, QUESTION)
        if each.evaluated is not None
    ]
    scope = Scope("both", "Both", frozenset(LANDLORDS), 5_000)
    taken = seconds(lambda: year_measures(cases, scope, PERIOD, QUESTION.as_of))
    return f"all measures of {len(cases):,} cases", f"{taken:.3f} s"


def main() -> None:
    """Measure and print."""
    quick = quick_asked(__doc__ or "")
    stay_on_one_core()
    number = 40 if quick else 2_000
    engine = Engine.from_plugins()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print_table(("Source", "Invented and written", "Read"), reading(folder, number))
        source = open_cases(folder / "cases.ndjson")
        print_table(
            ("Findings", "Evaluated and written", "Memory since a tenth of it"),
            evaluating(engine, source, folder, number),
        )
        print_table(("Measures", "Taken"), [measuring(engine, source)])
    sys.stdout.flush()


if __name__ == "__main__":
    main()
