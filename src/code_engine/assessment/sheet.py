"""A landlord's self-assessment of a year: its group's rows, and its own rows over them.

A row of a subsidiary replaces the group's row of the same provision whole: half of one landlord's evidence
under the other's answer would be a statement that nobody made. Every row keeps its origin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from code_engine.assessment.sheet_file import SheetFile, SheetHeader, SheetRow
from code_engine.assessment.years import YEAR_FORM, parse_year
from code_engine.documents import Document
from code_engine.errors import LandlordError, Location, Problem, did_you_mean, quoted
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.reading import read_model

FOLDER = "assessment"


@dataclass(frozen=True, slots=True)
class SheetLayer:
    """One file of one landlord (its id; empty for a file that belongs to none)."""

    landlord: str
    document: Document
    content: SheetFile

    @property
    def header(self) -> SheetHeader:
        """What the file says of itself and of all its rows."""
        return self.content.assessment


@dataclass(frozen=True, slots=True)
class StatedRow:
    """What a landlord states about one provision, its defaults filled in; None is what it does not state.

    Whoever approved the file answers for rows that name nobody else.
    """

    provision: str
    comply: bool | None
    evidence: str | None
    commentary: str | None
    owner: str | None
    stated_on: date | None
    review_by: date | None
    answers: Mapping[str, bool]
    landlord: str
    year: str
    source: str
    origin: Location


@dataclass(frozen=True, slots=True)
class Sheet:
    """The self-assessment of a year; `rows` in the order of provisions, `layers` from the group down."""

    landlord: str
    year: str
    layers: tuple[SheetLayer, ...]
    rows: Mapping[str, StatedRow]

    @property
    def header(self) -> SheetHeader:
        """Of the landlord's own file, else of the nearest group's: who approved that file, and when."""
        return self.layers[-1].header

    def unknown_provisions(self, provisions: Iterable[str]) -> tuple[Problem, ...]:
        """One problem for each row whose provision is not among `provisions`."""
        known = tuple(provisions)
        return tuple(
            Problem(f"there is no provision {quoted(row.provision)} in this Code", row.origin, _nearest(row, known))
            for row in self.rows.values()
            if row.provision not in known
        )


def years_of(landlord: Landlord) -> tuple[str, ...]:
    """The years for which the landlord or a group of it has a file, earliest first."""
    return tuple(sorted({path.stem for each in landlord.lineage for path in _files(each)}))


def sheet_of(landlord: Landlord, year: str | None = None) -> Sheet:
    """The self-assessment of `year`, the latest unless given, in layers from the group down.

    Raises LandlordError where nobody in its line has that year, or a file has a mistake; DocumentError where
    a file is not one plain YAML document.
    """
    years = years_of(landlord)
    wanted = year if year is not None else next(reversed(years), None)
    if wanted is None or wanted not in years:
        raise LandlordError(_no_such_year(landlord, wanted, years))
    layers = [_layer(each.id, path) for each in landlord.lineage for path in _files(each) if path.stem == wanted]
    return merged(landlord.id, layers)


def sheet_in(path: Path) -> Sheet:
    """The self-assessment in one file, whatever it is called. Raises DocumentError or LandlordError."""
    document, content = read_model(path, SheetFile)
    return merged("", [SheetLayer("", document, content)])


def merged(landlord: str, layers: Iterable[SheetLayer]) -> Sheet:
    """One sheet of several layers of the same year, a lower layer's rows over those above it."""
    found = tuple(layers)
    rows: dict[str, StatedRow] = {}
    for layer in found:
        rows.update((provision, _stated(layer, provision, row)) for provision, row in layer.content.rows.items())
    ordered = {provision: rows[provision] for provision in sorted(rows, key=provision_order)}
    return Sheet(landlord, found[-1].header.year, found, MappingProxyType(ordered))


def provision_order(provision: str) -> tuple[int, ...]:
    """A key that puts 6.2 before 6.10."""
    return tuple(int(part) for part in provision.split("."))


def _stated(layer: SheetLayer, provision: str, row: SheetRow) -> StatedRow:
    header = layer.header
    return StatedRow(
        provision,
        row.comply,
        row.evidence,
        row.commentary,
        row.owner or header.owner or header.approved_by,
        row.date if row.date is not None else header.date,
        row.review_by if row.review_by is not None else header.review_by,
        MappingProxyType(dict(row.answers)),
        layer.landlord,
        header.year,
        header.source,
        layer.document.key_location(("rows", provision)),
    )


def _files(landlord: Landlord) -> list[Path]:
    """The files of its folder, by year. Raises LandlordError where one is not named by a year."""
    found = sorted((landlord.folder / FOLDER).glob("*.yaml")) if landlord.folder is not None else []
    for path in found:
        if _as_written(path.stem) != path.stem or not YEAR_FORM.fullmatch(path.stem):
            message = f"the file name {quoted(path.name)} is not a year of assessment"
            raise LandlordError(Problem(message, Location(str(path)), "name it by its year: 2024-25.yaml"))
    return found


def _layer(landlord: str, path: Path) -> SheetLayer:
    document, content = read_model(path, SheetFile)
    year = content.assessment.year
    if year != path.stem:
        place = document.location(("assessment", "year"))
        message = f"the year {quoted(year)} does not match the file name {quoted(path.name)}"
        raise LandlordError(Problem(message, place, f"name the file {year}.yaml, or correct the year"))
    return SheetLayer(landlord, document, content)


def _no_such_year(landlord: Landlord, year: str | None, years: tuple[str, ...]) -> Problem:
    if not years:
        message = f"{quoted(landlord.id)} has no self-assessment"
        return Problem(message, None, f"one is a file such as {FOLDER}/2024-25.yaml in the landlord's folder")
    suggestion = did_you_mean(_as_written(year), years)
    hint = " ".join(filter(None, (suggestion, "years: " + ", ".join(map(quoted, years)))))
    return Problem(f"{quoted(landlord.id)} has no self-assessment of the year {quoted(year)}", None, hint)


def _as_written(year: object) -> str:
    """The year as a file would be named, so that `2024/25` is told apart from one that nobody has."""
    try:
        return parse_year(year)
    except ValueError:
        return str(year)


def _nearest(row: StatedRow, known: tuple[str, ...]) -> str | None:
    return did_you_mean(row.provision, known)
