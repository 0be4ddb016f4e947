"""Every figure as an Excel workbook: one sheet, numbers as numbers, and the same bytes for the same figures."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from code_engine.portfolio.finding_files import plain_cell
from code_engine.portfolio.measures.figures import COLUMNS, figures
from code_engine.portfolio.measures.year_measures import YearMeasures
from code_engine.portfolio.optional import needed

_WIDTHS = (28, 44, 28, 12, 12, 12)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def figures_workbook(found: YearMeasures, references: bool = False) -> bytes:
    """The workbook; with the references of the cases behind each figure where asked for.

    Raises MissingExtraError without openpyxl.
    """
    openpyxl = needed("openpyxl", "writing a workbook")
    columns = COLUMNS if references else COLUMNS[:-1]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Figures"
    sheet.append(list(columns))
    for figure in figures(found):
        sheet.append([_cell(value) for value in figure[: len(columns)]])
    for place, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEF"[place]].width = width
    sheet.freeze_panes = "A2"
    # The day the figures are as of, and not the moment of writing: the same figures give the same file.
    moment = datetime(found.as_of.year, found.as_of.month, found.as_of.day, tzinfo=UTC).replace(tzinfo=None)
    book.properties.created = book.properties.modified = moment
    written = io.BytesIO()
    book.save(written)
    return _without_times(written.getvalue(), moment)


def _cell(value: object) -> Any:
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, Decimal):
        return float(value)
    return plain_cell(value) if isinstance(value, str) else value


def _without_times(content: bytes, moment: datetime) -> bytes:
    """The same archive, its parts all of one time; the library notes the moment of saving in one of them."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _with_moment(data.decode(), moment).encode()
            new.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _with_moment(core: str, moment: datetime) -> str:
    start = core.index(">", core.index("<dcterms:modified")) + 1
    end = core.index("<", start)
    return core[:start] + moment.strftime("%Y-%m-%dT%H:%M:%SZ") + core[end:]
