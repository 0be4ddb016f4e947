"""One run of the columnar benchmark: the tables in a folder answered in batches, the answers written as Parquet.

`python columnar_run.py SOURCE OUT CASES BATCH WORKERS MEMORY` prints how many cases are left to the engine. Every
worker has a database of its own in memory, on one core; MEMORY is what DuckDB may use for it before it writes to disk.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import duckdb

from code_engine.engine import Engine
from code_engine.portfolio.columnar.layout import tables
from code_engine.portfolio.columnar.program import ColumnarProgram
from code_engine.portfolio.columnar.running import DuckDBRun

LANDLORDS = ("red_kite", "twenty11")


def main() -> None:
    """Run and print."""
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    cases, batch, workers = (int(word) for word in sys.argv[3:6])
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    engine = Engine.from_plugins()
    (ruleset,) = engine.catalogue
    program = ColumnarProgram.of(engine, ruleset, LANDLORDS)
    starts: SimpleQueue[int] = SimpleQueue()
    for start in range(0, cases, batch):
        starts.put(start)
    # Each of the workers reads what the first one has had written.
    with tempfile.TemporaryDirectory() as spill:
        runs = [_run(program, f"{spill}/{place}", sys.argv[6]) for place in range(min(workers, starts.qsize()))]
        with ThreadPoolExecutor(len(runs)) as pool:
            left = sum(pool.map(lambda run: _work(run, starts, batch, source, out), runs))
    print(left)


def _run(program: ColumnarProgram, spill: str, memory: str) -> DuckDBRun:
    config: dict[str, Any] = {"threads": 1, "memory_limit": memory, "temp_directory": spill}
    connection: Any = duckdb.connect(config=config)
    # A statement for each kind of row reads the same file.
    connection.execute("SET parquet_metadata_cache = true")
    return DuckDBRun(program, connection)


def _work(run: DuckDBRun, starts: SimpleQueue[int], size: int, source: Path, out: Path) -> int:
    """Batches until there is none left; how many of their cases are left to the engine."""
    left = 0
    while True:
        try:
            first = starts.get_nowait()
        except Empty:
            return left
        for name in tables():
            rows = f"'{source / name}.parquet' WHERE case_number >= {first} AND case_number < {first + size}"
            run.connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM {rows}")
        run.evaluate({})
        path = out / f"{first:09}.parquet"
        run.connection.execute(f"COPY (SELECT * FROM answered) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 25000)")
        left += run.connection.execute('SELECT count(*) FROM answered WHERE "left" <> 0').fetchone()[0]


if __name__ == "__main__":
    main()
