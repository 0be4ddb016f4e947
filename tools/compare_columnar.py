"""Hold the columnar rules against the engine on many random cases: `python tools/compare_columnar.py 100000`.

Options: the number of cases, `--seed` (cases of one seed are always the same), `--batch`, and `--engine` with an
address as `portfolio evaluate` takes it. `--examples` takes every example and scenario instead, `--labels` works out
`contested` and `within_one_day`, `--counting` is the convention. Every status, and every day, count of days and label
that both give, is compared; the first differences are printed, and the exit code is then 1.
"""

from __future__ import annotations

import argparse
import sys
import time
from itertools import chain, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from code_engine.calendar import Counting  # noqa: E402
from code_engine.engine import Engine  # noqa: E402
from code_engine.portfolio.columnar.case_tables import arrow_tables, case_tables  # noqa: E402
from code_engine.portfolio.columnar.program import ColumnarProgram  # noqa: E402
from code_engine.portfolio.engines.opening import engine_address, open_engine  # noqa: E402
from code_engine.portfolio.in_columns.program_runner import ProgramRunner  # noqa: E402
from columnar_differences import Comparison, compared, example_cases, scenario_cases  # noqa: E402 - from the tests, whose folder was just added
from event_sequences import question_keys  # noqa: E402
from random_portfolios import random_cases  # noqa: E402

LANDLORDS = ["code-only", "red_kite", "twenty11"]


def main() -> int:
    """Compare, print the counts, and say whether anything differed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", type=int, nargs="?", default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=5_000)
    parser.add_argument("--engine", default="duckdb")
    parser.add_argument("--examples", action="store_true")
    parser.add_argument("--labels", action="store_true")
    parser.add_argument("--counting", choices=[each.value for each in Counting], default=Counting.DAY_0.value)
    options = parser.parse_args()
    engine = Engine.from_plugins()
    (ruleset,) = engine.catalogue
    program = ColumnarProgram.of(engine, ruleset, LANDLORDS, Counting(options.counting), labels=options.labels)
    address = engine_address(options.engine)
    assert address is not None, "the engine for single cases is what all others are compared with"
    opened = open_engine(address)
    runner = ProgramRunner(opened, program)
    total = Comparison()
    started = time.monotonic()
    cases = random_cases(options.seed, options.cases, list(question_keys()), LANDLORDS)
    if options.examples:
        cases = chain(example_cases(), scenario_cases())
    while batch := list(islice(cases, options.batch)):
        answers = (row for table in runner.answers(arrow_tables(case_tables(batch))) for row in table.to_pylist())
        total.add(compared(engine, program, batch, answers))
        seconds = time.monotonic() - started
        print(
            f"{total.cases} cases, {len(total.differences)} differences, {seconds:.0f} s", file=sys.stderr, flush=True
        )
    opened.close()
    _print(program, total)
    return 1 if total.differences else 0


def _print(program: ColumnarProgram, total: Comparison) -> None:
    print(f"rules compiled: {len(program.rules)}, not compiled: {len(program.not_compiled)}")
    print(f"cases: {total.cases}, of which left to the engine: {sum(total.left.values())}")
    for reason, count in sorted(total.left.items()):
        print(f"  {count}: {reason}")
    print(f"statuses compared: {total.statuses}; days, counts and flags compared: {total.days}")
    if program.labels:
        there = dict(sorted(total.labelled.items()))
        print(f"contested and within one day compared: {total.labels}, of which there were {there}")
    print(f"by status code: {dict(sorted(total.by_status.items()))}")
    print(f"differences: {len(total.differences)}")
    for difference in total.differences[:20]:
        print(f"  {difference}")


if __name__ == "__main__":
    raise SystemExit(main())
