"""A document as one self-contained HTML page, for a screen and for paper: it loads nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.colours import readable_on
from code_engine.presentation.html_page import Branding, whole_page
from code_engine.presentation.html_pieces import scrolled
from code_engine.presentation.markup import NOTHING, Markup, element, joined
from code_engine.presentation.portfolio import charts
from code_engine.presentation.portfolio.document import (
    Bars,
    Bullets,
    Columns,
    Document,
    FiguresTable,
    Paragraph,
    Part,
    Section,
    Subheading,
    Tiles,
    Tone,
    WordsTable,
)
from code_engine.presentation.words import clean

_STYLE = """
main p,main>section>ul:not(.tiles){max-width:48rem}
.slot{border:2px dashed var(--soft);border-radius:.4rem;padding:.7rem 1rem;color:var(--soft)}
.draft{background:var(--pending-ground);color:var(--ink);padding:.7rem 1rem;border-radius:.4rem;margin:1.5rem 0 0}
.lead{font-size:1.12rem}
.signed{color:var(--soft)}
.provision{color:var(--soft);font-weight:400;font-size:.95rem}
.contents p{display:none}
.tiles li{background:var(--panel)}
.figures{width:auto;min-width:30rem}
.figures td{white-space:nowrap}
.figures tbody th{min-width:9.5rem}
.figures thead th{white-space:normal;max-width:11rem}
.words{table-layout:fixed;min-width:44rem}
.words td{overflow-wrap:anywhere}
@media screen and (max-width:40rem){
  .figures{min-width:0;width:100%}.words{min-width:0}
  .words thead{position:absolute;left:-999rem}
  .words,.words tbody,.words tr,.words tbody th,.words td{display:block;width:auto!important;border:0}
  .words tr{border-bottom:1px solid var(--line);padding:.6rem 0}
  .words tbody th,.words td{padding:.2rem 0}
  .words td::before{content:attr(data-name);display:block;color:var(--soft);font-size:.85rem}
}
@media print{
  .brand{background:var(--brand);color:var(--on-brand);border:0;padding:5mm 6mm;
    print-color-adjust:exact;-webkit-print-color-adjust:exact}
  .slot{color:#000}
  .draft{print-color-adjust:exact;-webkit-print-color-adjust:exact}
  nav.contents{display:block;break-after:page}
  .contents p{display:block;font-size:13pt;font-weight:600;margin:8mm 0 2mm}
  .contents ul{display:block}
  .contents li{margin:0 0 1.5mm}
  .contents a::after{content:leader('.') target-counter(attr(href),page)}
  main>section.annex{page:annex;break-before:page}
  .words{min-width:0;font-size:9pt}
  .words thead,.figures thead{display:table-header-group;break-after:avoid}
  .annex tr{break-inside:auto}
  tbody tr:first-child{break-before:avoid}
  .figures td,.figures th{padding:1.2mm 2.5mm}
  .figures tbody th:first-child{white-space:normal}
}
"""


def render_page(document: Document) -> str:
    """The whole page, ending in a newline; the same document gives the same bytes.

    Raises ValueError for a colour that is not written `#rrggbb`.
    """
    header = (element("p", document.owner), element("h1", document.title))
    brand = Branding(document.owner, document.colour)
    colours = f":root{{--brand:{document.colour};--on-brand:{readable_on(document.colour)}}}"
    style = charts.STYLE + _STYLE + colours + _paper(document)
    title = f"{document.title}: {document.owner}"
    return whole_page(title, brand, header, _main(document), element("p", document.footing), style)


def _paper(document: Document) -> str:
    """What stands at the foot of each printed page."""
    running = _quoted(f"{document.owner}: {document.title}")
    foot = "font:8pt Arial,sans-serif;color:#4a5668"
    boxes = (
        f"@bottom-left{{content:{running};{foot}}}"
        f"@bottom-right{{content:'Page ' counter(page) ' of ' counter(pages);{foot}}}"
    )
    return f"@page{{size:A4;margin:16mm 14mm 18mm;{boxes}}}@page annex{{size:A4 landscape}}"


def _quoted(text: str) -> str:
    """A text as a string of a style sheet, in which no character of it can mean anything else."""
    return "'" + "".join(c if (c.isascii() and c.isalnum()) or c in " ,.:" else f"\\{ord(c):06x}" for c in text) + "'"


def _main(document: Document) -> Iterator[Markup]:
    note = document.draft_note
    if note is not None:
        links = [element("a", f"{number}", href=f"#{slot.identity}") for number, slot in enumerate(document.slots, 1)]
        spaced = joined(*(joined(" ", link) for link in links))
        yield element("p", note, " Go to:", spaced, class_="draft")
    items = (element("li", element("a", section.heading, href=f"#{section.identity}")) for section in document.sections)
    yield element("nav", element("p", "Contents"), element("ul", *items), class_="contents", aria_label="Contents")
    for section in document.sections:
        yield _section(section)


def _section(section: Section) -> Markup:
    mark = element("span", f" ({section.provision})", class_="provision") if section.provision else NOTHING
    heading = element("h2", section.heading, mark, id=f"{section.identity}-heading")
    return element(
        "section",
        heading,
        *(_part(part) for part in section.parts),
        id=section.identity,
        aria_labelledby=f"{section.identity}-heading",
        class_="annex" if section.annex else None,
    )


def _part(part: Part) -> Markup:
    match part:
        case Paragraph(text, tone, identity):
            return element("p", clean(text), class_=None if tone is Tone.PLAIN else tone.value, id=identity)
        case Subheading(text):
            return element("h3", clean(text))
        case Bullets(items):
            return element("ul", *(element("li", clean(item)) for item in items))
        case Tiles(items):
            return element("ul", *(element("li", element("strong", v), w) for v, w in items), class_="tiles")
        case FiguresTable():
            return _figures(part)
        case WordsTable():
            return _words(part)
        case Bars():
            return charts.bars(part)
        case Columns():
            return charts.columns(part)


def _figures(table: FiguresTable) -> Markup:
    named, *counted = table.headings
    head = element(
        "tr",
        element("th", named, scope="col"),
        *(element("th", heading, scope="col", class_="number") for heading in counted),
    )
    lines = [
        element(
            "tr",
            element("th", clean(row[0]), scope="row"),
            *(element("td", clean(cell), class_="number") for cell in row[1:]),
        )
        for row in table.rows
    ]
    return _table(table.caption, head, lines, "figures")


def _words(table: WordsTable) -> Markup:
    head = element(
        "tr",
        *(
            element("th", heading, scope="col", style=f"width:{width}%")
            for heading, width in zip(table.headings, table.widths, strict=True)
        ),
    )
    lines = [
        element(
            "tr",
            element("th", *map(clean, row[0]), scope="row"),
            *(
                element("td", *(element("p", clean(text)) for text in cell), data_name=name)
                for name, cell in zip(table.headings[1:], row[1:], strict=True)
            ),
        )
        for row in table.rows
    ]
    return _table(table.caption, head, lines, "words")


def _table(caption: str, head: Markup, lines: list[Markup], style: str) -> Markup:
    body = element("tbody", *lines)
    made = element("table", element("caption", caption), element("thead", head), body, class_=style)
    return scrolled(made, caption)
