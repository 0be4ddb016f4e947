"""PostgreSQL gives the findings of the engine too; needs an installed server, which is started for this test alone."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from code_engine.portfolio.columnar.case_tables import case_tables
from code_engine.portfolio.columnar.layout import tables
from code_engine.portfolio.columnar.program import ColumnarProgram
from code_engine.portfolio.columnar.sql_statements import statements
from columnar_differences import compared
from event_sequences import question_keys, shared_engine
from random_portfolios import random_cases

LANDLORDS = ["code-only", "red_kite", "twenty11"]
SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
TYPES = {"string": "text", "int8": "smallint", "int32": "integer", "int64": "bigint"}

pytestmark = pytest.mark.skipif(
    not SERVERS or find_spec("psycopg") is None, reason="PostgreSQL or its driver psycopg is not installed here"
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that the server's own user can reach, which those of pytest are not for another user."""
    with TemporaryDirectory(prefix="columns-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def connection(folder: Path) -> Iterator[Any]:
    """A connection to a server of its own, in a folder of its own, that no network reaches."""
    binaries = SERVERS[-1].parent
    as_user: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        folder.chmod(0o755)
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]

    def run(*command: str) -> None:
        # No pipes: the server would hold them open for as long as it runs.
        nowhere = subprocess.DEVNULL
        subprocess.run([*as_user, *command], check=True, stdout=nowhere, stderr=nowhere, cwd="/")

    run(str(binaries / "initdb"), "-D", f"{folder}/data", "-A", "trust", "-U", "tester")
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    run(str(binaries / "pg_ctl"), "-D", f"{folder}/data", "-o", options, "-l", f"{folder}/log", "-w", "start")
    try:
        address = f"host={folder} user=tester dbname=postgres"
        with import_module("psycopg").connect(address, autocommit=True) as found:
            # Its compiler of queries and its search for an order of joins take longer here than the queries.
            for setting in ("jit = off", "join_collapse_limit = 1", "from_collapse_limit = 1"):
                found.execute(f"SET {setting}")
            yield found
    finally:
        run(str(binaries / "pg_ctl"), "-D", f"{folder}/data", "-m", "immediate", "stop")


def _load(connection: Any, name: str, columns: dict[str, str], rows: dict[str, list[Any]]) -> None:
    declared = ", ".join(f'"{column}" {TYPES[kind]}' for column, kind in columns.items())
    connection.execute(f'CREATE TEMP TABLE "{name}" ({declared})')
    with connection.cursor().copy(f'COPY "{name}" FROM STDIN') as copy:
        for row in zip(*(rows[column] for column in columns), strict=True):
            copy.write_row(row)


def test_postgresql_gives_the_findings_of_the_engine(connection: Any) -> None:
    engine = shared_engine()
    (ruleset,) = engine.catalogue
    program = ColumnarProgram.of(engine, ruleset, LANDLORDS)
    cases = list(random_cases(5, 300, list(question_keys()), LANDLORDS))
    rows = case_tables(cases)
    for name, columns in tables().items():
        _load(connection, name, columns, rows[name])
    calendar = program.calendar_rows()
    _load(connection, "calendar", dict.fromkeys(calendar, "int32"), calendar)
    connection.execute("ANALYZE")
    for each in statements(program, "postgres"):
        connection.execute(f'CREATE TEMP TABLE "{each.name}" AS {each.sql}')
        # Without figures of its own tables PostgreSQL joins them by nested loops.
        connection.execute(f'ANALYZE "{each.name}"')
    cursor = connection.execute('SELECT * FROM "answered" ORDER BY case_number')
    names = [column.name for column in cursor.description]
    answers = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    comparison = compared(engine, program, cases, answers)
    assert comparison.differences == []
    assert comparison.statuses > 25_000
