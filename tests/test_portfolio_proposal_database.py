"""Mappings proposed for tables and views of databases, from some of their rows: SQLite, DuckDB and PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest

from cli_running import one_line, refused, run
from code_engine.portfolio.addresses import SOURCES, address_of
from code_engine.portfolio.sources.mapping_file import Layout, read_mapping
from code_engine.portfolio.sources.reading import open_database, sampled_database
from postgresql_running import address_of_server, needs_postgresql, running_server

EVENTS = (
    ("C-1", "twenty11", "Damp & Mould", "Complaint received", "2025-06-02", None),
    ("C-1", "twenty11", "Damp & Mould", "Acknowledged", "2025-06-04", 1),
    ("C-2", "twenty11", "ASB", "Complaint received", "2025-06-03", None),
)
VIEWS = (
    "CREATE TABLE history (case_ref VARCHAR(9), landlord VARCHAR(9), category VARCHAR(20), kind VARCHAR(20), "
    "happened_on DATE, stage INTEGER)",
    "CREATE VIEW case_list AS SELECT case_ref, landlord, min(happened_on) AS received, "
    "max(CASE WHEN stage = 1 THEN happened_on END) AS s1_ack_sent, 'red' AS colour FROM history GROUP BY 1, 2",
)


def fill(connection: object, mark: str) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for statement in VIEWS:
        cursor.execute(statement)
    cursor.executemany(f"INSERT INTO history VALUES ({', '.join([mark] * 6)})", EVENTS)
    connection.commit()  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    with running_server() as folder:
        address = address_of_server(folder)
        with closing(import_module("psycopg").connect(address)) as connection:
            fill(connection, "%s")
        yield address


@pytest.fixture(scope="module", params=["sqlite", "duckdb", pytest.param("postgresql", marks=needs_postgresql)])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql")) + "&"
    file = tmp_path_factory.mktemp("database") / "complaints.db"
    connect = sqlite3.connect if request.param == "sqlite" else import_module("duckdb").connect
    with closing(connect(str(file))) as connection:
        fill(connection, "?")
    return f"{request.param}:///{file}?"


def mapped(source: str, out: Path, *arguments: str) -> str:
    """What is said on standard error when a mapping is proposed."""
    result = run("portfolio", "map", source, "--out", str(out), *arguments)
    assert result.exit_code == 0, result.output
    return result.stderr


def references(source: str, mapping: Path) -> list[str]:
    found = open_database(address_of(source, SOURCES), mapping)
    return [read.case.reference for read in found.cases() if read.case is not None]


def test_a_table_with_an_event_a_row_gets_a_mapping_that_evaluates(database: str, tmp_path: Path) -> None:
    source, out = f"{database}table=history", tmp_path / "mapping.yaml"
    assert mapped(source, out) == "6 columns placed, 0 not; 3 rows looked at\n"
    assert read_mapping(out).mapping.layout is Layout.EVENT_PER_ROW
    assert references(source, out) == ["C-1", "C-2"]


def test_a_view_with_a_case_a_row_gets_a_mapping_that_evaluates(database: str, tmp_path: Path) -> None:
    source, out = f"{database}table=case_list", tmp_path / "mapping.yaml"
    said = mapped(source, out)
    assert "4 columns placed, 1 not; 2 rows looked at" in said
    assert "colour: its heading does not say what it is" in said
    if "YYYY-MM-DD" not in out.read_text():
        assert "dates:" not in out.read_text()  # a database with a type for dates: nothing to tell
    assert read_mapping(out).mapping.layout is Layout.CASE_PER_ROW
    assert references(source, out) == ["C-1", "C-2"]


def test_the_same_rows_give_the_same_mapping(database: str, tmp_path: Path) -> None:
    texts = set()
    for name in ("a.yaml", "b.yaml"):
        mapped(f"{database}table=history", tmp_path / name)
        texts.add((tmp_path / name).read_bytes())
    assert len(texts) == 1


def test_no_more_rows_are_read_than_are_looked_at(database: str) -> None:
    table = sampled_database(address_of(f"{database}table=history", SOURCES), 2)
    assert [row.number for row in table.rows()] == [1, 2]


def test_only_as_much_of_an_endless_view_is_read_as_is_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "endless.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "CREATE VIEW endless AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
            "SELECT x AS case_ref, 'Acknowledged' AS kind, '2025-06-02' AS happened_on FROM n"
        )
        connection.commit()
    said = mapped(f"sqlite:///{file}", tmp_path / "mapping.yaml", "--landlord", "twenty11")
    assert said == "3 columns placed, 0 not; 20000 rows looked at\n"


def test_the_name_of_the_table_is_asked_for_where_there_are_several(database: str) -> None:
    said = one_line(refused("portfolio", "map", database))
    assert "it is not said which table has the cases add ?table= with one of: case_list, history" in said
    assert "did you mean `history`?" in refused("portfolio", "map", f"{database}table=histroy")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("mysql://sam:tell-nobody@host/x",), "`mysql` is no kind of database that is known here"),
        (("sqlite:///nowhere.db?table=x&key=tell-nobody",), "there is no such file"),
        (("sqlite:///nowhere.db?key=tell-nobody", "--sheet", "One"), "leave out `--encoding`, `--sheet`"),
        (("sqlite:///nowhere.db", "--heading-row", "3"), "a table of a database has its headings"),
    ],
)
def test_a_source_that_cannot_be_is_refused_without_its_secrets(arguments: Sequence[str], said: str) -> None:
    found = refused("portfolio", "map", *arguments)
    assert said in one_line(found)
    assert "tell-nobody" not in found


@needs_postgresql
def test_a_server_that_does_not_answer_is_told_of_without_its_password() -> None:
    said = refused("portfolio", "map", "postgresql://sam:tell-nobody@localhost:1/complaints?table=events")
    assert "postgresql://sam:***@localhost:1/complaints: no connection" in said
    assert "tell-nobody" not in said


@needs_postgresql
def test_a_table_without_columns_is_refused(postgresql: str) -> None:
    with closing(import_module("psycopg").connect(postgresql)) as connection:
        connection.execute("CREATE TABLE bare ()")
        connection.commit()
    said = refused("portfolio", "map", f"{postgresql}&table=bare")
    assert "the table `bare` has no columns" in said
