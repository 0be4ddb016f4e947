"""The rules as columns: a million cases from Parquet to findings in Parquet, beside the engine and a query by hand."""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as parquet

from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.portfolio.columnar.case_tables import arrow_tables, case_tables
from code_engine.portfolio.columnar.layout import tables
from code_engine.portfolio.synthetic import SyntheticYear, synthetic_cases
from columnar_by_hand import four_deadlines
from measuring import print_table

LANDLORDS = ("red_kite", "twenty11")
YEAR = SyntheticYear(date(2024, 4, 1), date(2025, 3, 31), LANDLORDS, 1)
AS_OF = date(2025, 6, 30)
DIFFERENT = 50_000
"""How many different cases are made; more are these again, under other references."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few cases only; the figures mean nothing")
    parser.add_argument("--cases", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--batch", type=int, default=250_000, help="cases answered at once by one worker")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="where the data is kept; it is deleted without")
    options = parser.parse_args()
    numbers = [200, 400] if options.quick else sorted(options.cases)
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name)
        folder.mkdir(exist_ok=True)
        beside = _beside(folder, 100 if options.quick else 2_000)
        rows, seconds = [], {}
        for number in numbers:
            source = _data(folder, number)
            taken = _measured(source, folder / f"findings-{number}", number, options)
            seconds[number] = taken["seconds"]
            rows.append(_row(number, taken))
        print_table(
            ("Cases", "Events", "Whole run", "Core time a case", "Most memory", "Left to the engine", "Written"), rows
        )
        most = max(numbers)
        hand = four_deadlines(_data(folder, most), options.workers)
        print_table(
            ("Beside it, in the same run", "Seconds for as many cases", "The columns take"),
            [
                ("the engine, case by case", f"{beside * most:,.0f}", f"{seconds[most] / (beside * most):.3f} of it"),
                ("four deadlines by hand in DuckDB", f"{hand:.2f}", f"{seconds[most] / hand:.0f} times as long"),
            ],
        )


def _row(number: int, taken: dict[str, float]) -> tuple[str, ...]:
    return (
        f"{number:,}",
        f"{int(taken['events']):,}",
        f"{taken['seconds']:.1f} s",
        f"{taken['core'] / number * 1e6:.1f} µs",
        f"{taken['memory']:,.0f} MB",
        f"{int(taken['left']):,}",
        f"{taken['written'] / 1e6:,.0f} MB",
    )


def _measured(source: Path, out: Path, number: int, options: argparse.Namespace) -> dict[str, float]:
    """One run in a process of its own, from its start to its end, so that all that it takes is counted."""
    worker = Path(__file__).with_name("columnar_run.py")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    command = [sys.executable, str(worker), str(source), str(out), str(number), str(options.batch)]
    done = subprocess.run([*command, str(options.workers)], check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    core = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    left, memory = (float(word) for word in done.stdout.split())
    events = parquet.read_metadata(source / "events.parquet").num_rows
    written = sum(path.stat().st_size for path in out.iterdir())
    return {"seconds": seconds, "core": core, "memory": memory, "left": left, "events": events, "written": written}


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
    connection: Any = duckdb.connect(config={"memory_limit": "2GB"})
    again = f"case_number + again * {size} AS case_number"
    if source.stem == "cases":
        again += ", reference || '/' || again AS reference"
    connection.execute(f"CREATE VIEW once AS SELECT * FROM '{source}'")
    parts = [f"SELECT * REPLACE ({again}) FROM once, (SELECT {place} AS again)" for place in range(times)]
    connection.execute(f"COPY ({' UNION ALL '.join(parts)}) TO '{target}' (FORMAT parquet, ROW_GROUP_SIZE 100000)")
    connection.close()


if __name__ == "__main__":
    main()
