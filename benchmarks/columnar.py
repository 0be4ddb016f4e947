"""The rules as columns: a million cases from Parquet to answers in Parquet, beside the engine and a query by hand.

Also what the command line takes from an export as CSV to its findings, and with `--plot` a chart of cost by size.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.compute as compute
import pyarrow.parquet as parquet

from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.portfolio.columnar.case_tables import arrow_tables, case_tables
from code_engine.portfolio.columnar.layout import tables
from code_engine.portfolio.synthetic import SyntheticYear, synthetic_cases
from columnar_by_hand import four_deadlines
from log_chart import Line, LogChart
from measuring import print_table

LANDLORDS = ("red_kite", "twenty11")
YEAR = SyntheticYear(date(2024, 4, 1), date(2025, 3, 31), LANDLORDS, 1)
AS_OF = date(2025, 6, 30)
_ASKED = ("--engine", "duckdb", "--as-of", AS_OF.isoformat())
DIFFERENT = 50_000
"""How many different cases are made; more are these again, under other references."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a process of its own took from its start to its end: seconds, seconds of cores, megabytes; what it said."""

    seconds: float
    core: float
    memory: float
    said: str


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few cases only; the figures mean nothing")
    parser.add_argument("--cases", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--batch", type=int, default=250_000, help="cases answered at once by one worker")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--memory", default="1300MB", help="what DuckDB may use for a worker before it writes to disk")
    parser.add_argument("--from-csv", type=int, default=100_000, help="cases of the run through the command line")
    parser.add_argument("--plot", type=Path, help="write a chart of cost by number of cases, as SVG")
    parser.add_argument("--folder", type=Path, help="where the data is kept; it is deleted without")
    options = parser.parse_args()
    numbers = [200, 400] if options.quick else sorted(options.cases)
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name)
        folder.mkdir(exist_ok=True)
        beside = _beside(folder, 100 if options.quick else 2_000)
        taken = {number: _measured(_data(folder, number), folder / "findings", number, options) for number in numbers}
        print_table(
            ("Cases", "Events", "Whole run", "Core time a case", "Most memory", "Left to the engine", "Written"),
            [_row(number, *taken[number]) for number in numbers],
        )
        seconds = {number: found.seconds for number, (found, _, _) in taken.items()}
        _through_the_command_line(folder, 200 if options.quick else options.from_csv)
        if options.plot is not None:
            core = {number: found.core for number, (found, _, _) in taken.items()}
            options.plot.write_text(_chart(core), encoding="utf-8")
        most = max(numbers)
        hand = four_deadlines(_data(folder, most), options.workers)
        print_table(
            ("Beside it, in the same run", "Seconds for as many cases", "The columns take"),
            [
                ("the engine, case by case", f"{beside * most:,.0f}", f"{seconds[most] / (beside * most):.3f} of it"),
                ("four deadlines by hand in DuckDB", f"{hand:.2f}", f"{seconds[most] / hand:.0f} times as long"),
            ],
        )


def _row(number: int, taken: Taken, events: int, written: int) -> tuple[str, ...]:
    return (
        f"{number:,}",
        f"{events:,}",
        f"{taken.seconds:.1f} s",
        f"{taken.core / number * 1e6:.1f} µs",
        f"{taken.memory:,.0f} MB",
        f"{int(taken.said):,}",
        f"{written / 1e6:,.0f} MB",
    )


def _measured(source: Path, out: Path, number: int, options: argparse.Namespace) -> tuple[Taken, int, int]:
    """What one run took, how many events there were, and how many bytes were written."""
    worker = Path(__file__).with_name("columnar_run.py")
    sizes = [str(number), str(options.batch), str(options.workers), options.memory]
    taken = _taken([sys.executable, str(worker), str(source), str(out), *sizes])
    events = parquet.read_metadata(source / "events.parquet").num_rows
    return taken, events, sum(path.stat().st_size for path in out.iterdir())


def _through_the_command_line(folder: Path, number: int) -> None:
    """`portfolio evaluate` from an export as CSV to findings in Parquet; a small one before has the SQL kept."""
    for size in (min(number, 200), number):
        source, out = folder / f"year-{size}.csv", folder / "findings.parquet"
        portfolio = [sys.executable, "-m", "code_engine", "portfolio"]
        if not source.exists():
            _taken([*portfolio, "generate", "--cases", str(size), "--out", str(source)])
        taken = _taken([*portfolio, "evaluate", str(source), *_ASKED, "--out", str(out)])
    print_table(
        ("Cases, from CSV", "The file", "Whole run", "Core time", "Most memory", "Findings", "Written"),
        [
            (
                f"{number:,}",
                f"{source.stat().st_size / 1e6:,.0f} MB",
                f"{taken.seconds:.1f} s",
                f"{taken.core:.1f} s",
                f"{taken.memory:,.0f} MB",
                f"{parquet.read_metadata(out).num_rows:,}",
                f"{out.stat().st_size / 1e6:,.0f} MB",
            )
        ],
    )


def _taken(command: Sequence[str]) -> Taken:
    """What a command took. Raises CalledProcessError where it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return Taken(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said)


def _chart(core: dict[int, float]) -> str:
    """What whole runs cost, and beside them what would be in proportion to the last run but one."""
    numbers = sorted(core)
    base = numbers[-2]
    listed = "; ".join(f"{number:,} cases: {core[number]:.1f} s" for number in numbers)
    return LogChart(
        "What a portfolio costs, by the number of its cases",
        f"Seconds of processor time of a whole run, start included. {listed}. The dashed line is the time of {base:,} "
        "cases in proportion: a run above it, to its right, would grow faster than its cases.",
        "cases, from Parquet to answers in Parquet",
        "processor time of a whole run",
        "s",
        [
            Line("measured", [(number, core[number]) for number in numbers]),
            Line(f"in proportion to {base:,} cases", [(n, core[base] * n / base) for n in numbers], measured=False),
        ],
    ).svg()


def _beside(folder: Path, number: int) -> float:
    """Seconds of a core that the engine takes for one case, without the trace, findings only."""
    del folder
    engine = Engine.from_plugins()
    cases = [Case.model_validate(each) for each in synthetic_cases(number, YEAR)]
    for case in cases[:50]:
        engine.evaluate(case, as_of=AS_OF)
    start = time.process_time()
    for case in cases:
        engine.evaluate(case, as_of=AS_OF)
    return (time.process_time() - start) / number


def _data(folder: Path, number: int) -> Path:
    """The tables of so many cases as Parquet; those that are there already are taken."""
    place = folder / f"cases-{number}"
    if place.is_dir():
        return place
    different = min(number, DIFFERENT)
    base = folder / f"different-{different}"
    if not base.is_dir():
        base.mkdir()
        made = case_tables((Case.model_validate(each), AS_OF) for each in synthetic_cases(different, YEAR))
        for name, table in arrow_tables(made).items():
            parquet.write_table(table, base / f"{name}.parquet")
    place.mkdir()
    for name in tables():
        _repeat(base / f"{name}.parquet", place / f"{name}.parquet", different, -(-number // different))
    return place


def _repeat(source: Path, target: Path, size: int, times: int) -> None:
    """The rows of a file again and again, each time under further numbers; never more than once in memory."""
    once = parquet.read_table(source)
    with parquet.ParquetWriter(target, once.schema) as writer:
        for again in range(times):
            table = _with(once, "case_number", compute.add(once["case_number"], again * size))
            if "reference" in once.column_names:
                named = compute.binary_join_element_wise(once["reference"], str(again), "/")
                table = _with(table, "reference", named)
            writer.write_table(table, row_group_size=250_000)


def _with(table: Any, name: str, values: Any) -> Any:
    return table.set_column(table.column_names.index(name), name, values)


if __name__ == "__main__":
    main()
