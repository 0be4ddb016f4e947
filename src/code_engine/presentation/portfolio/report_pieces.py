"""Small parts that several sections of the annual report share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from code_engine.day_words import MONTHS
from code_engine.portfolio.measures.numbers import Share
from code_engine.portfolio.measures.themes import NOT_RECORDED, OTHER_WORDS, Group
from code_engine.portfolio.narrative import SLOTS
from code_engine.presentation.html_pieces import scrolled
from code_engine.presentation.markup import Content, Markup, element, joined
from code_engine.presentation.words import clean

MOST_GROUPS = 12

STYLE = """
.slot{border:2px dashed var(--soft);border-radius:.4rem;padding:.7rem 1rem;color:var(--soft)}
.words p{max-width:48rem}
.lead p{font-size:1.12rem}
.facts{columns:2;column-gap:2.5rem;max-width:60rem;padding-left:1.2rem}
.signed{color:var(--soft)}
.provision{color:var(--soft);font-weight:400;font-size:.95rem}
@media (max-width:40rem){.facts{columns:1}}
@media print{.slot{color:#000}}
"""

_KNOWN = {
    "out_of_time": "brought too late",
    "legal_proceedings": "a claim at court",
    "previously_considered": "considered before",
    "not_upheld": "not upheld",
    "partly_upheld": "upheld in part",
}


def section(identity: str, heading: str, provision: str | None, *contents: Content) -> Markup:
    """A section with its heading and the provision that asks for it."""
    mark = element("span", f" ({provision})", class_="provision") if provision else None
    title = element("h2", heading, mark, id=f"{identity}-heading")
    return element("section", title, *contents, id=identity, aria_labelledby=f"{identity}-heading")


def words(text: str | None, key: str, style: str = "words") -> Markup:
    """The landlord's text in paragraphs, or a box that says what is still to be written there."""
    if text is None:
        wanted = next(slot.wanted for slot in SLOTS if slot.key == key)
        return element("p", f"Still to be written: {wanted}.", class_="slot")
    paragraphs = (" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n"))
    return element("div", *(element("p", clean(part)) for part in paragraphs if part), class_=style)


def figures_table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """A table whose first column names the row and whose others are numbers."""
    lines = [
        element("tr", element("th", row[0], scope="row"), *(element("td", cell, class_="number") for cell in row[1:]))
        for row in rows
    ]
    named, *counted = headings
    head = element(
        "tr",
        element("th", named, scope="col"),
        *(element("th", heading, scope="col", class_="number") for heading in counted),
    )
    body = element("tbody", *lines)
    return scrolled(element("table", element("caption", caption), element("thead", head), body), caption)


def groups_table(caption: str, what: str, groups: Sequence[Group]) -> Markup:
    """Groups by their number, the smaller ones beyond the first dozen together."""
    return figures_table(caption, (what, "Complaints"), shown_groups(groups))


def shown_groups(groups: Sequence[Group]) -> list[tuple[str, str]]:
    """The names and numbers of groups in words, those beyond the first dozen in one line."""
    rows = [(plain(group.name), f"{group.number:,}") for group in groups[:MOST_GROUPS]]
    rest = groups[MOST_GROUPS:]
    if rest:
        rows.append((f"{len(rest)} others", f"{sum(group.number for group in rest):,}"))
    return rows


def plain(name: str) -> str:
    """A name of the record as a reader meets it."""
    if name in (NOT_RECORDED, OTHER_WORDS):
        return name.capitalize()
    shown = _KNOWN.get(name, clean(name.replace("_", " ")))
    return shown[:1].upper() + shown[1:]


def share_words(share: Share) -> str:
    """`72.9 % (221 of 303)`, or that there were none."""
    if share.per_cent is None:
        return "none"
    return f"{share.per_cent} % ({share.numerator:,} of {share.denominator:,})"


def month_words(month: str, short: bool = False) -> str:
    """`2024-04` as `April 2024`, or `Apr`."""
    year, _, number = month.partition("-")
    name = MONTHS[int(number) - 1]
    return name[:3] if short else f"{name} {year}"


def optional(number: int | None) -> str:
    """A number, or a word where there is none."""
    return "none" if number is None else str(number)


def paragraph(*contents: Content) -> Markup:
    """A paragraph."""
    return element("p", joined(*contents))
