"""Published self-assessments of an invented landlord, printed in every layout that an import has to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from io import BytesIO
from itertools import groupby
from pathlib import Path

import docx

from code_engine.assessment.sheet_import import ImportedSheet, place, take_apart
from code_engine.ruleset.catalogue import Catalogue, shipped_rulesets

TITLE = "Appendix A: Complaint Handling Code self-assessment"
WHOSE = "Oak Homes \u2013 2024/2025"
HEADINGS = ("Code provision", "Code requirement", "Comply: Yes / No", "Evidence", "Commentary / explanation")
BLANK = "\xa0"
SECTIONS = {"1": "What counts", "2": "What is left out", "3": "Being reached", "4": "People"}


@dataclass(frozen=True)
class Printed:
    """One row as it is to be printed; a text is its paragraphs."""

    provision: str
    requirement: tuple[str, ...] = ("The landlord is to do something here.",)
    comply: str = "Yes"
    evidence: tuple[str, ...] = ("We do it every day.",)
    commentary: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """The five cells, paragraphs on lines of their own."""
        texts = ("\n".join(text) for text in (self.requirement, (self.comply,), self.evidence, self.commentary))
        return (self.provision, *texts)


SMALL = (
    Printed("1.2", evidence=("Our leaflet has the wording.", "It was looked at in May.")),
    Printed("1.3", ("Any word will do.", "So will any helper."), "YES", ("Staff learn it in their first week.",)),
    Printed("1.4", comply="No", evidence=("Not yet written down.",)),
    Printed("2.1", evidence=()),
)
"""Four rows: two paragraphs, an answer in capitals, a No, and a row without evidence."""


@cache
def provisions() -> tuple[str, ...]:
    """The numbers of the shipped Code, in its order."""
    return tuple(next(iter(Catalogue.load([shipped_rulesets()]))).provisions)


def imported(folder: Path, content: str | bytes, name: str = "sheet.txt") -> ImportedSheet:
    """What an import makes of a document that is written to `folder`."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return place(take_apart(path), provisions())


def stated(sheet: ImportedSheet) -> list[Printed]:
    """The rows of an import in the form they are printed from; the answer in small letters or empty."""
    words = {True: "yes", False: "no", None: ""}
    return [
        Printed(
            row.provision,
            tuple(row.requirement.split("\n")),
            words[row.comply],
            tuple((row.evidence or "").split("\n")) if row.evidence else (),
            tuple((row.commentary or "").split("\n")) if row.commentary else (),
        )
        for row in sheet.rows.values()
    ]


def as_stated(rows: Iterable[Printed]) -> list[Printed]:
    """Printed rows as an import is to give them back."""
    return [replace(row, comply=row.comply.lower()) for row in rows]


def _sections(rows: Sequence[Printed]) -> Iterator[tuple[str, list[Printed]]]:
    for number, found in groupby(rows, key=lambda row: row.provision.split(".")[0]):
        yield f"Section {number}: {SECTIONS.get(number, 'Further')}", list(found)


def tabbed(rows: Sequence[Printed], broken: Iterable[str] = (), title: str = f"{TITLE}\n\n{WHOSE}") -> str:
    """Cells between tabs, tags left in; a page ends inside the rows of the provisions in `broken`."""
    lines = ["", title]
    cut = set(broken)
    for section, found in _sections(rows):
        lines += ["", section, "", "\t".join(HEADINGS)]
        for row in found:
            cells = [_tagged(cell) for cell in row.cells]
            if row.provision in cut:
                halves = [_halves(cell) for cell in cells[1:]]
                halves[1] = (cells[2], "")
                lines += ["\t".join([cells[0], *(first for first, _ in halves)]), ""]
                lines.append("\t".join(["", *(second for _, second in halves)]))
            else:
                lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def _tagged(cell: str) -> str:
    paragraphs = cell.split("\n")
    return " ".join(f"<p>{text}</p>" for text in paragraphs) if len(paragraphs) > 1 else cell


def _halves(cell: str) -> tuple[str, str]:
    """A cell cut at a word in its middle, never inside a tag."""
    words = cell.split(" ")
    middle = len(words) // 2
    return " ".join(words[:middle]), " ".join(words[middle:])


def lined(rows: Sequence[Printed], joined: Iterable[str] = ()) -> str:
    """One cell a paragraph; the rows of the provisions in `joined` have all their cells on one line."""
    run_on = set(joined)
    lines = ["Sign in", "", TITLE.split(":")[0] + ":", "", f"{TITLE.split(': ')[1]} 2024/2025"]
    for section, found in _sections(rows):
        lines += ["", section, ""]
        for heading in HEADINGS:
            lines += [heading, ""]
        for row in found:
            evidence = row.evidence or (BLANK,)
            if row.provision in run_on:
                lines.append(" ".join([row.provision, *row.requirement, row.comply, *evidence, *row.commentary, BLANK]))
                continue
            for paragraph in (row.provision, *row.requirement, row.comply, *evidence, *row.commentary, BLANK):
                lines += [paragraph, ""]
            lines.pop()
    return "\n".join(lines) + "\n"


def page(rows: Sequence[Printed]) -> str:
    """A web page with a table for each section."""
    parts = [f"<!doctype html><html><head><title>Our site</title></head><body><h1>{TITLE}</h1><p>{escape(WHOSE)}</p>"]
    for section, found in _sections(rows):
        head = "".join(f"<th>{escape(heading)}</th>" for heading in HEADINGS)
        parts.append(f"<h2>{escape(section)}</h2><table><thead><tr>{head}</tr></thead><tbody>")
        for row in found:
            cells = ("".join(f"<p>{escape(text)}</p>" for text in cell.split("\n")) for cell in row.cells)
            parts.append("<tr>" + "".join(f"<td>{cell or '&nbsp;'}</td>" for cell in cells) + "</tr>")
        parts.append("</tbody></table>")
    return "\n".join([*parts, "</body></html>"])


def word_file(rows: Sequence[Printed]) -> bytes:
    """A Word document with a table for each section."""
    document = docx.Document()
    document.add_heading(TITLE)
    document.add_paragraph(WHOSE)
    for section, found in _sections(rows):
        document.add_heading(section, level=2)
        table = document.add_table(rows=1, cols=len(HEADINGS))
        for cell, heading in zip(table.rows[0].cells, HEADINGS, strict=True):
            cell.text = heading
        for row in found:
            for cell, text in zip(table.add_row().cells, row.cells, strict=True):
                cell.text, *further = text.split("\n")
                for paragraph in further:
                    cell.add_paragraph(paragraph)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def piped(rows: Sequence[Printed]) -> str:
    """Markdown with a table for each section."""
    lines = [f"# {TITLE}", "", f"**{WHOSE}**"]
    for section, found in _sections(rows):
        lines += ["", f"## {section}", "", f"| {' | '.join(HEADINGS)} |", "|" + " --- |" * len(HEADINGS)]
        lines += [
            "| " + " | ".join(cell.replace("|", "\\|").replace("\n", "<br>") for cell in row.cells) + " |"
            for row in found
        ]
    return "\n".join(lines) + "\n"
