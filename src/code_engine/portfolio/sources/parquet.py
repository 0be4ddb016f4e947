"""Parquet files, read one batch after another, so that memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from code_engine.errors import DocumentError, Location, Problem
from code_engine.portfolio.optional import needed
from code_engine.portfolio.sources.row import Row, TableParts

_BATCH = 5_000


def read_parquet(path: Path) -> TableParts:
    """The columns and rows of a file. Raises DocumentError where it is none, MissingExtraError without pyarrow."""
    arrow = needed("pyarrow", "reading Parquet")
    parquet = needed("pyarrow.parquet", "reading Parquet")
    try:
        with parquet.ParquetFile(path) as file:
            columns = tuple(file.schema_arrow.names)
    except (arrow.ArrowException, OSError) as error:
        raise _broken(path, error) from None

    def rows() -> Iterator[Row]:
        number = 0
        try:
            with parquet.ParquetFile(path) as opened:
                for batch in opened.iter_batches(batch_size=_BATCH):
                    for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                        number += 1
                        yield Row(number, cells)
        except (arrow.ArrowException, OSError) as error:
            raise _broken(path, error) from None

    return TableParts(columns, rows)


def _broken(path: Path, error: Exception) -> DocumentError:
    problem = Problem(f"this is not a Parquet file: {type(error).__name__}", Location(str(path)), "export it again")
    return DocumentError(problem)
