"""The findings of the HTML page: a table for each section, and behind each finding how it was worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from code_engine.presentation.html_pieces import folded, own_name_line, pill, table
from code_engine.presentation.markup import NOTHING, Content, Markup, element, joined
from code_engine.presentation.outline import Entry, Section
from code_engine.presentation.trace_words import branches
from code_engine.presentation.words import clean, value_words


def section_markup(section: Section, explain: bool) -> Markup:
    caption = f"Findings of section {section.number}: {section.tally}" if section.tally else ""
    rows = [row for entry in section.entries for row in _rows(entry, explain)]
    unused = [row for entry in section.not_applicable for row in _rows(entry, explain)]
    headings = ("Provision", "Status", "Finding")
    return joined(
        element("h3", section.heading),
        table(caption, headings, rows, "findings") if rows else NOTHING,
        folded(
            section.not_applicable_line,
            table(
                f"Rules of section {section.number} that do not apply to this case",
                headings,
                unused,
                "findings",
            ),
            explain,
        )
        if unused
        else NOTHING,
    )


def _rows(entry: Entry, explain: bool) -> Iterable[Markup]:
    name = f"own promise of {entry.promise_of}" if entry.promise_of else None
    yield _row(entry, name, explain)
    for own in entry.beside:
        yield _row(own, f"own promise of {own.promise_of}", explain, "own")


def _row(entry: Entry, own_name: str | None, explain: bool, style: str | None = None) -> Markup:
    contents = [
        element("p", element("strong", entry.title)),
        element("p", entry.reason) if entry.reason else NOTHING,
        *(element("p", label) for label in entry.labels),
        _readings(entry) if entry.contested else NOTHING,
        *(element("p", element("b", "To settle it: "), need) for need in entry.needs),
        _inference(entry) if entry.in_question else NOTHING,
        _details(entry, own_name, explain),
    ]
    return element(
        "tr",
        element("th", entry.provision, own_name_line(own_name), scope="row"),
        element("td", pill(entry.status_words, entry.status)),
        element("td", *contents),
        class_=style,
    )


def _readings(entry: Entry) -> Markup:
    if not entry.readings:
        return NOTHING
    return element("ul", *(element("li", reading) for reading in entry.readings))


def _inference(entry: Entry) -> Markup:
    if not entry.inferred:
        return NOTHING
    return element("p", f"Beyond the words of the Code: {entry.inferred}", class_="soft")


def _details(entry: Entry, own_name: str | None, explain: bool) -> Markup:
    pieces: list[Content] = []
    if entry.dates:
        pieces.append(element("p", f"Dates: {entry.dates}"))
    if not entry.in_question:
        pieces.append(_inference(entry))
    if not entry.contested:
        pieces.append(_readings(entry))
    if entry.facts:
        pieces += [element("p", element("b", "Facts read")), _tree(entry.facts)]
    if entry.trace:
        pieces += [element("p", element("b", "Conditions")), _tree(entry.trace)]
    owner = f" ({own_name})" if own_name else ""
    return folded(
        f"How {entry.provision}{owner} was worked out: {entry.rule}",
        element("div", *pieces, class_="inner"),
        explain,
    )


def _tree(values: Mapping[str, Any]) -> Markup:
    return element("ul", *(_branch(name, value) for name, value in values.items()))


def _branch(name: object, value: object) -> Markup:
    label = element("code", clean(name))
    inner = branches(value)
    return element("li", label, ": ", value_words(value)) if inner is None else element("li", label, _tree(inner))
