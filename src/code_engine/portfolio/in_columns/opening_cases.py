"""From a source and an engine to cases in columns: in place where both are one, else by the shortest way between."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from code_engine.portfolio.addresses import SOURCES, Address, address_of, is_address
from code_engine.portfolio.engines.column_engine import ColumnEngine
from code_engine.portfolio.engines.duckdb_engine import DuckDBEngine
from code_engine.portfolio.engines.opening import open_engine
from code_engine.portfolio.engines.spark_engine import SparkEngine
from code_engine.portfolio.evaluating import Question
from code_engine.portfolio.in_columns.read_cases import ReadCases
from code_engine.portfolio.in_columns.shaped_cases import ShapedCases
from code_engine.portfolio.shaping.raw_databases import moved, raw_of_parquet, raw_of_table
from code_engine.portfolio.shaping.raw_files import RawFile, plain_parquet, read_raw
from code_engine.portfolio.shaping.shaping import Shaping
from code_engine.portfolio.sources.mapping_file import Layout, MappingFile
from code_engine.portfolio.sources.reading import mapped_database, mapped_file, open_cases, open_database, order_of
from code_engine.portfolio.sources.tables import DELIMITED, PARQUET, Table


@dataclass(frozen=True, slots=True)
class OpenedCases:
    """Cases in an engine, and what a reader has to know of their source."""

    engine: ColumnEngine
    cases: ShapedCases | ReadCases
    notes: tuple[str, ...]


def open_in_columns(source: str, mapping: Path | None, question: Question, engine: Address) -> OpenedCases:
    """Open a source for an engine. Raises DocumentError or MissingExtraError."""
    if is_address(source):
        return _of_database(address_of(source, SOURCES), mapping, question, engine)
    path = Path(source)
    if path.suffix.lower() in (*DELIMITED, *PARQUET) and not path.is_dir():
        chosen, table, notes = mapped_file(path, mapping, question.landlord)
        if chosen.mapping.layout is Layout.EVENT_PER_ROW:
            opened = _of_file(table, chosen, question, engine)
            if opened is not None:
                return OpenedCases(opened.engine, opened.cases, notes)
    cases = open_cases(path, mapping, question.landlord)
    return OpenedCases(open_engine(engine), ReadCases(cases, question), cases.notes)


def _of_file(table: Table, mapping: MappingFile, question: Question, address: Address) -> OpenedCases | None:
    """A file with an event a row; None where only the row reader can read it."""
    engine = open_engine(address)
    if isinstance(engine, SparkEngine) and table.path.suffix.lower() in PARQUET and plain_parquet(table, mapping):
        raw = raw_of_parquet(engine, table, tuple(mapping.columns))
        shaping = Shaping(engine, mapping, raw, question)
        return OpenedCases(engine, ShapedCases(engine, shaping, mapping, raw), ())
    reader = engine if isinstance(engine, DuckDBEngine) else DuckDBEngine()
    found: RawFile | None = read_raw(reader, table, mapping)
    if found is None:
        engine.close()
        return None
    rows = found.rows
    if reader is not engine:
        rows = moved(reader, rows, engine)
        reader.close()
    shaping = Shaping(engine, mapping, rows, question)
    return OpenedCases(engine, ShapedCases(engine, shaping, mapping, rows, found.faults), ())


def _of_database(source: Address, mapping: Path | None, question: Question, address: Address) -> OpenedCases:
    chosen, table, notes = mapped_database(source, mapping, question.landlord)
    if chosen.mapping.layout is not Layout.EVENT_PER_ROW or source.scheme == "sqlite":
        cases = open_database(source, mapping, question.landlord)
        return OpenedCases(open_engine(address), ReadCases(cases, question), cases.notes)
    in_place = source.same_database(address) or (source.scheme, address.text) == ("duckdb", "duckdb://")
    reader = open_engine(source)
    raw = raw_of_table(reader, table, *order_of(chosen))
    engine = reader
    if not in_place:
        engine = open_engine(address)
        raw = moved(reader, raw, engine)
        reader.close()
    shaping = Shaping(engine, chosen, raw, question)
    return OpenedCases(engine, ShapedCases(engine, shaping, chosen, raw), notes)
