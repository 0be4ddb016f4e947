"""A web page taken apart: the rows of its tables, and its other text as lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from code_engine.assessment.sheet_import.pieces import Line, Piece, TableRow

_UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "head"})
_BLOCK_TAGS = """
    address article aside blockquote body br caption dd details div dl dt fieldset figcaption figure footer form h1 h2
    h3 h4 h5 h6 header hr li main nav ol p pre section summary tbody tfoot thead title ul
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
# Not `\s`: the space that does not break marks an empty cell.
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MOST_SPANNED = 1000


@dataclass(slots=True)
class _Table:
    """A table that is still open. `below` holds, by column, how many further rows a cell reaches down."""

    cells: list[str] = field(default_factory=list)
    below: dict[int, int] = field(default_factory=dict)
    place: str = ""
    in_cell: bool = False
    spans: tuple[int, int] = (1, 1)


class PageReader(HTMLParser):
    """Feeds on a page; `pieces` and `title` hold what it found. Tags that are left open are closed for it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.title: str | None = None
        self._text: list[str] = []
        self._unseen: list[str] = []
        self._in_title = False
        self._table: _Table | None = None
        self._nested = 0
        self._lists: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins something: a table, a row, a cell, or a new line."""
        self._in_title = tag == "title"
        if self._unseen or tag in _UNSEEN:
            self._hide(tag)
            return
        if tag == "table":
            self._open_table()
        elif tag == "tr" and self._table is not None and not self._nested:
            self._end_row()
            self._table.place = f"line {self.getpos()[0]}"
        elif tag in ("td", "th") and self._table is not None and not self._nested:
            self._end_cell()
            self._table.in_cell = True
            self._table.spans = _spans(dict(attrs))
            self._table.place = self._table.place or f"line {self.getpos()[0]}"
        elif tag in ("td", "th", "tr") or tag in _BLOCKS:
            self._end_line()
        self._list_tag(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        """A tag ends what it began, and whatever is still open inside."""
        self._in_title = False
        if self._unseen:
            if tag in self._unseen:
                del self._unseen[self._unseen.index(tag) :]
            return
        if tag == "table" and self._nested:
            self._nested -= 1
            self._end_line()
        elif tag == "table":
            self._end_table()
        elif tag == "tr" and not self._nested:
            self._end_row()
        elif tag in ("td", "th") and not self._nested:
            self._end_cell()
        elif tag in _BLOCKS:
            self._end_line()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        """Text of the page, or of its title."""
        if self._in_title:
            self.title = f"{self.title or ''}{data}".strip() or None
        elif not self._unseen:
            self._text.append(data)

    def close(self) -> None:
        """The end of the page."""
        super().close()
        self._end_table()
        self._end_line()

    def _hide(self, tag: str) -> None:
        # A body tag ends a head that nobody closed.
        if tag == "body" and "head" in self._unseen:
            self._unseen.clear()
        elif tag in _UNSEEN:
            self._unseen.append(tag)

    def _list_tag(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in ("ul", "ol"):
            kind = "-" if tag == "ul" else attributes.get("type") or "1"
            self._lists.append((kind, 0))
        elif tag == "li":
            kind, count = self._lists.pop() if self._lists else ("-", 0)
            self._lists.append((kind, count + 1))
            self._text.append("• " if kind == "-" else f"{_label(kind, count)} ")

    def _end_line(self) -> None:
        if self._table is not None and self._table.in_cell:
            self._text.append("\x00")
            return
        text = _SPACE.sub(" ", "".join(self._text)).replace("\x00", " ").strip(" ")
        self._text.clear()
        if text:
            self.pieces.append(Line(f"line {self.getpos()[0]}", text))

    def _open_table(self) -> None:
        if self._table is not None:
            self._nested += 1
            self._end_line()
            return
        self._end_line()
        self._table = _Table()

    def _end_table(self) -> None:
        self._nested = 0
        if self._table is not None:
            self._end_row()
            self._table = None

    def _end_row(self) -> None:
        table = self._table
        if table is None:
            return
        self._end_cell()
        if table.cells:
            self._fill_spanned(table)
            self.pieces.append(TableRow(table.place, tuple(table.cells)))
        table.cells, table.place = [], ""

    def _end_cell(self) -> None:
        """Put the text into the next free column; a cell that reaches down leaves empty ones below it."""
        table = self._table
        if table is None or not table.in_cell:
            return
        lines = _SPACE.sub(" ", "".join(self._text)).split("\x00")
        self._text.clear()
        table.in_cell = False
        self._fill_spanned(table)
        columns, rows = table.spans
        for number in range(columns):
            if rows > 1:
                table.below[len(table.cells)] = rows - 1
            table.cells.append("" if number else "\n".join(line.strip(" ") for line in lines))

    @staticmethod
    def _fill_spanned(table: _Table) -> None:
        while table.below.get(len(table.cells), 0) > 0:
            table.below[len(table.cells)] -= 1
            table.cells.append("")


def _spans(attributes: dict[str, str | None]) -> tuple[int, int]:
    return _span(attributes.get("colspan")), _span(attributes.get("rowspan"))


def _span(written: str | None) -> int:
    digits = (written or "").strip()
    return min(max(int(digits), 1), _MOST_SPANNED) if digits.isdecimal() and len(digits) < 5 else 1


def _label(kind: str, count: int) -> str:
    if kind in ("a", "A") and count < 26:
        return f"{chr(ord(kind) + count)}."
    return f"{count + 1}."
