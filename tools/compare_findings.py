"""Compare two Parquet files of findings, one by case and one in columns: `python tools/compare_findings.py A B`.

Both have to hold the same findings in the same order. What columns do not work out may be null in the second: the days
of duties of items and, without `--labels`, `contested` and `within_one_day`. The exit code is 1 where anything differs.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from code_engine.portfolio.finding_rows import COLUMNS  # noqa: E402
from finding_comparison import LABELS, OF_ITEMS, rules_of_items  # noqa: E402 - from the tests


def main() -> int:
    """Compare, print the counts, and say whether anything differed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("by_case", type=Path)
    parser.add_argument("in_columns", type=Path)
    parser.add_argument("--labels", action="store_true", help="the second was made with `--labels` too")
    options = parser.parse_args()
    connection = duckdb.connect()
    for name, path in (("one", options.by_case), ("other", options.in_columns)):
        file = str(path).replace("'", "''")
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{file}', file_row_number = true)")
    counts = [connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in ("one", "other")]
    print(f"findings: {counts[0]:,} by case, {counts[1]:,} in columns")
    tests = ", ".join(f"count(*) FILTER ({_differs(column, labels=options.labels)}) AS {column}" for column in COLUMNS)
    found = connection.execute(f"SELECT {tests} FROM one JOIN other USING (file_row_number)").fetchall()[0]
    for column, number in zip(COLUMNS, found, strict=True):
        print(f"  {column}: {number:,} differ")
    return 1 if counts[0] != counts[1] or any(found) else 0


def _differs(column: str, *, labels: bool) -> str:
    """The condition under which two rows differ in a column."""
    plain = f"one.{column} IS DISTINCT FROM other.{column}"
    if column in LABELS and not labels:
        return f"{plain} AND other.{column} IS NOT NULL"
    if column in OF_ITEMS:
        rules = ", ".join(f"'{rule}'" for rule in sorted(rules_of_items()))
        return f"{plain} AND (other.{column} IS NOT NULL OR one.rule NOT IN ({rules}))"
    return plain


if __name__ == "__main__":
    raise SystemExit(main())
