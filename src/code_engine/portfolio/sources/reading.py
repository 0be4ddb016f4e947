"""The door to all sources: whatever is named, cases come out, and every row is accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from code_engine.errors import DocumentError, Location, Problem, did_you_mean, quoted
from code_engine.portfolio.addresses import Address
from code_engine.portfolio.sources.case_files import cases_in_folder, cases_in_lines, folders_not_read, number_of_cases
from code_engine.portfolio.sources.case_rows import cases_in_rows
from code_engine.portfolio.sources.database import DatabaseTable, open_database_table
from code_engine.portfolio.sources.event_rows import cases_in_event_rows
from code_engine.portfolio.sources.mapping_file import Layout, MappingFile, mapping_by_names, read_mapping
from code_engine.portfolio.sources.rejects import CaseRead, Reject, rejected
from code_engine.portfolio.sources.seen_references import SeenReferences
from code_engine.portfolio.sources.tables import JSON_LINES, Table, TableOptions, open_table

_MOST_NOTES = 10


@dataclass(frozen=True, slots=True)
class CaseSource:
    """Cases of one source, which can be read any number of times; `notes` say what a reader has to know."""

    path: Path
    notes: tuple[str, ...]
    total: int | None
    """How many cases there are, None where that is not known beforehand."""
    _read: Callable[[], Iterator[CaseRead]]

    def cases(self) -> Iterator[CaseRead]:
        """Every case, in the order of the source; one whose reference was there before is rejected.

        Raises DocumentError where the source cannot be read on.
        """
        with closing(SeenReferences()) as seen:
            for read in self._read():
                yield _refused_twice(read, seen)


def open_cases(path: Path, mapping: Path | None = None, landlord: str | None = None) -> CaseSource:
    """Open a source: a folder of case files, lines of JSON, or an export with its mapping.

    An export without a mapping is taken where its columns are called by what they are; `landlord` says whose cases
    they are where no column does. Raises DocumentError or MissingExtraError.
    """
    if path.is_dir():
        if mapping is not None:
            raise DocumentError(Problem("a folder of case files needs no mapping", Location(str(path))))
        notes = tuple(f"the folder {quoted(name)} in it is not read" for name in folders_not_read(path))
        return CaseSource(path, notes, number_of_cases(path), lambda: cases_in_folder(path))
    if path.suffix.lower() in JSON_LINES and mapping is None:
        _refuse_absent(path)
        return CaseSource(path, (), None, lambda: cases_in_lines(path))
    chosen, table = _mapped(path, mapping, landlord)
    notes = _check_columns(table, chosen, mapping)
    read = cases_in_rows if chosen.mapping.layout is Layout.CASE_PER_ROW else cases_in_event_rows
    return CaseSource(path, notes, None, lambda: read(table, chosen))


def open_database(address: Address, mapping: Path | None = None, landlord: str | None = None) -> CaseSource:
    """Open a table of a database, as `open_cases` does an export. Raises DocumentError or MissingExtraError."""
    chosen, table, notes = mapped_database(address, mapping, landlord)
    read = cases_in_rows if chosen.mapping.layout is Layout.CASE_PER_ROW else cases_in_event_rows
    rows = Table(Path(table.name), table.columns, lambda: table.rows(*order_of(chosen)))
    return CaseSource(Path(address.shown), notes, None, lambda: read(rows, chosen))


def sampled_database(address: Address, most: int) -> Table:
    """A table of a database with at most so many of its rows. Raises DocumentError or MissingExtraError."""
    found = open_database_table(address)
    return Table(Path(found.name), found.columns, lambda: found.sample(most))


def mapped_database(
    address: Address, mapping: Path | None, landlord: str | None
) -> tuple[MappingFile, DatabaseTable, tuple[str, ...]]:
    """A table of a database, its mapping, and what a reader has to know. Raises DocumentError."""
    found = open_database_table(address)
    table = Table(Path(found.name), found.columns, lambda: iter(()))
    chosen = read_mapping(mapping) if mapping is not None else _by_names(table, landlord)
    return chosen, found, _check_columns(table, chosen, mapping)


def mapped_file(path: Path, mapping: Path | None, landlord: str | None) -> tuple[MappingFile, Table, tuple[str, ...]]:
    """An export, its mapping, and what a reader has to know. Raises DocumentError or MissingExtraError."""
    chosen, table = _mapped(path, mapping, landlord)
    return chosen, table, _check_columns(table, chosen, mapping)


def order_of(mapping: MappingFile) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of a mapping, and those by which rows of a database are ordered before all others."""
    by_name = {target.name: column for column, targets in mapping.targets.items() for target in targets}
    return tuple(mapping.columns), tuple(by_name[name] for name in ("reference", "date") if name in by_name)


def options_of(mapping: MappingFile) -> TableOptions:
    """How a mapping says that its file is read."""
    header = mapping.mapping
    return TableOptions(header.encoding, header.delimiter, header.sheet, header.heading_row)


def _mapped(path: Path, mapping: Path | None, landlord: str | None) -> tuple[MappingFile, Table]:
    if mapping is not None:
        chosen = read_mapping(mapping)
        return chosen, open_table(path, options_of(chosen))
    table = open_table(path, TableOptions())
    return _by_names(table, landlord), table


def _by_names(table: Table, landlord: str | None) -> MappingFile:
    if landlord is None and "landlord" not in table.columns:
        landlord = "code-only"
    found = mapping_by_names(table.columns, landlord, table.delimiter)
    if isinstance(found, MappingFile):
        return found
    columns = ", ".join(map(quoted, found[:5]))
    hint = "make a mapping with `code-engine portfolio map` and the same SOURCE, then add --mapping FILE"
    raise DocumentError(Problem(f"it is not said what these columns are: {columns}", Location(str(table.path)), hint))


def _check_columns(table: Table, mapping: MappingFile, path: Path | None) -> tuple[str, ...]:
    """Refuse columns that are not there; tell of those that nobody has mapped."""
    known = set(table.columns)
    place = Location(str(path)) if path is not None else Location(str(table.path))
    problems = [
        Problem(
            f"{quoted(table.path.name)} has no column {quoted(column)}",
            place,
            did_you_mean(column, known) or f"columns: {', '.join(table.columns)}",
        )
        for column in mapping.columns
        if column not in known
    ]
    if problems:
        raise DocumentError(*problems)
    used = {*mapping.columns, *mapping.unused, ""}
    notes = [f"the column {quoted(column)} is not used" for column in table.columns if column not in used]
    if len(notes) > _MOST_NOTES:
        notes = [*notes[:_MOST_NOTES], f"and {len(notes) - _MOST_NOTES} more columns are not used"]
    last = max(place for place, column in enumerate(table.columns) if column)
    unnamed = [str(place) for place, column in enumerate(table.columns[:last], start=1) if not column]
    if unnamed:
        # A heading that was merged over several columns names only the first of them.
        notes.append(f"columns without a name are not used: {', '.join(unnamed[:_MOST_NOTES])}")
    return tuple(notes)


def _refused_twice(read: CaseRead, seen: SeenReferences) -> CaseRead:
    if read.case is None:
        return read
    case = read.case
    first = seen.first_row(case.landlord, case.reference, read.rows[0])
    if first is None:
        return read
    reason = f"the reference was there before, in row {first}"
    return rejected(
        read.rows, case.reference, Reject(read.rows[0], case.reference, "reference", case.reference, reason)
    )


def _refuse_absent(path: Path) -> None:
    if not path.exists():
        raise DocumentError(Problem("there is no such file", Location(str(path)), "check the name and the folder"))
    if path.stat().st_size == 0:
        raise DocumentError(Problem("this file is empty", Location(str(path)), "export it again"))
