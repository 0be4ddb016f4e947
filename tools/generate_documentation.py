"""Write the parts of docs/ that are read off the program: events, facts, functions, the counting table.

A part stands between `<!-- generated: NAME -->` and `<!-- end of generated -->`. Run this after a change of the
models; a test fails as long as a page says anything else.

    python tools/generate_documentation.py
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from code_engine.calendar import Counting, england
from code_engine.case.declarations import AttributeDeclaration, DetailKind, detail_kind
from code_engine.case.declared_collections import COLLECTION_OF_EVENT
from code_engine.case.event import Event
from code_engine.case.events import EVENT_CLASSES
from code_engine.case.vocabulary import VOCABULARY
from code_engine.evaluation.days import months_after
from code_engine.landlord.policy_file import Clause, PolicyFile
from code_engine.policy.entries import ListedEntry, Section
from code_engine.policy.known_settings import KNOWN_SETTINGS
from code_engine.policy.longest import longest_in_working_days
from code_engine.policy.statements import LISTS, SECTIONS
from code_engine.ruleset.functions import FUNCTIONS, LOOPS
from code_engine.ruleset.reasons import PLACEHOLDERS

DOCS = Path(__file__).resolve().parent.parent / "docs"

_BLOCK = re.compile(r"(<!-- generated: (?P<name>[a-z-]+) -->\n).*?(<!-- end of generated -->)", re.DOTALL)
_KINDS = {
    DetailKind.FLAG: "`true` or `false`",
    DetailKind.DATE: "a date",
    DetailKind.NUMBER: "a number",
    DetailKind.TEXT: "text",
    DetailKind.TEXTS: "a list of texts",
    DetailKind.DATES: "a list of dates",
}

RECEIPTS = (
    date(2024, 3, 28),
    date(2024, 4, 1),
    date(2024, 12, 20),
    date(2024, 12, 24),
    date(2025, 4, 16),
    date(2025, 4, 19),
    date(2025, 6, 6),
    date(2025, 6, 7),
    date(2025, 12, 23),
    date(2026, 4, 2),
    date(2026, 12, 24),
)
"""Days of receipt around Easter, Christmas, weekends and a plain week, for the table of how counting works."""


def table(headings: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def kind_words(annotation: Any) -> str:
    """What may be written in a field, in words, by its annotation."""
    words = literals(annotation)
    if words:
        listed = ", ".join(f"`{word}`" for word in words)
        return f"a list of: {listed}" if detail_kind(annotation) is DetailKind.TEXTS else f"one of: {listed}"
    kind = detail_kind(annotation)
    may_be_none = kind is DetailKind.DATE and "Literal['']" in str(annotation)
    return _KINDS[kind] + (', or `""` for none' if may_be_none else "")


def literals(annotation: Any) -> tuple[str, ...]:
    """The words an annotation allows, where it allows only some; the empty text is not one of them."""
    if get_origin(annotation) is Literal:
        return tuple(word for word in get_args(annotation) if isinstance(word, str) and word)
    if get_origin(annotation) in (Annotated, Union, UnionType, tuple):
        inner = get_args(annotation)[:1] if get_origin(annotation) is Annotated else get_args(annotation)
        return tuple(word for part in inner if part not in (NoneType, ...) for word in literals(part))
    return ()


def field_rows(model: type[BaseModel], without: frozenset[str] = frozenset()) -> Iterator[tuple[str, ...]]:
    """A row for each field of an event: key, what it takes, meaning."""
    for name, info in model.model_fields.items():
        if name not in without:
            yield f"`{name}`", kind_words(info.annotation), info.description or ""


def events() -> str:
    """Every type of event with its own fields."""
    common = frozenset(Event.model_fields)
    parts = []
    for event in EVENT_CLASSES:
        name: str = event.model_fields["type"].default
        collection = COLLECTION_OF_EVENT.get(name)
        read_as = f" Rules read it in `{collection}`." if collection else ""
        needs = " Needs `stage`." if event.model_fields["stage"].is_required() else ""
        rows = list(field_rows(event, common))
        body = table(("field", "takes", "meaning"), iter(rows)) if rows else "No fields of its own.\n"
        parts.append(f"### `{name}`\n\n{(event.__doc__ or '').strip()}{needs}{read_as}\n\n{body}")
    return "\n".join(parts)


def event_list() -> str:
    """The types of events in one table, each with a link to its fields."""
    rows = (
        (f"[`{n}`](#{n})", doc)
        for n, doc in ((e.model_fields["type"].default, (e.__doc__ or "").strip()) for e in EVENT_CLASSES)
    )
    return table(("type", "what happened"), rows)


def facts() -> str:
    """Every fact that is a single value."""
    rows = ((f"`{fact.name}`", fact.type.value, fact.meaning) for fact in VOCABULARY.facts.values())
    return table(("fact", "type", "meaning"), rows)


def collections() -> str:
    """Every collection of the whole case with its attributes."""
    parts = []
    for collection in VOCABULARY.collections.values():
        if "." not in collection.name:
            rows = _attribute_rows(collection.attributes)
            parts.append(
                f"### `{collection.name}`\n\n{collection.meaning}\n\n{table(('attribute', 'type', 'meaning'), rows)}"
            )
    return "\n".join(parts)


def _attribute_rows(attributes: Mapping[str, AttributeDeclaration]) -> Iterator[tuple[str, ...]]:
    for name, attribute in attributes.items():
        yield f"`{name}`", attribute.type.value, attribute.meaning


def stage_collections() -> str:
    """The names of the collections that each stage has of its own."""
    rows = (
        (f"`{name}`", f"`{name.removeprefix('stage_1.')}`")
        for name in VOCABULARY.collections
        if name.startswith("stage_1.")
    )
    return table(("of stage 1 (and the same of stage 2)", "attributes as in"), rows)


def functions() -> str:
    """Every function of the language."""
    rows = ((f"`{f.signature}`", f.result.value, f.meaning) for f in FUNCTIONS.values())
    return table(("function", "gives", "meaning"), rows)


def loops() -> str:
    """Every loop of the language."""
    rows = ((f"`{form.signature}`", form.result.value, form.meaning) for form in LOOPS.values())
    return table(("loop", "gives", "meaning"), rows)


def placeholders() -> str:
    """Everything a reason may hold in braces."""
    rows = ((f"`{{{name}}}`", meaning) for name, meaning in PLACEHOLDERS.items())
    return table(("placeholder", "stands for"), rows)


def counting() -> str:
    """Limits from days of receipt, both ways of counting, by the calendar of England."""
    calendar = england()

    def due(start: int, days: int, convention: Counting = Counting.DAY_0) -> int:
        return calendar.due(start, days, convention)

    def rows() -> Iterator[tuple[str, ...]]:
        for receipt in RECEIPTS:
            start = receipt.toordinal()
            last = due(start, 5)
            cells = (
                due(start, 5, Counting.INCLUSIVE),
                last,
                due(last, 10),
                due(due(last, 10), 10),
                due(last, 20),
                due(due(last, 20), 20),
            )
            holiday = calendar.bank_holiday(start)
            yield (_short(start) + (f", {holiday}" if holiday else ""), *map(_short, cells))

    headings = (
        "came in on",
        "5 days, `inclusive`",
        "5 days, `day-0`",
        "then 10 for stage 1",
        "and 10 of extension",
        "or 20 for stage 2",
        "and 20 of extension",
    )
    return table(headings, rows())


def anniversaries() -> str:
    """Twelve months on from a few days of the year."""
    days = (date(2024, 6, 1), date(2024, 2, 29), date(2023, 2, 28), date(2024, 12, 31))

    def rows() -> Iterator[tuple[str, ...]]:
        for day in days:
            last = months_after(day.toordinal(), 12)
            assert isinstance(last, int)
            yield _long(day.toordinal()), _long(last)

    return table(("it happened on", "last day in time"), rows())


_TAKES = {
    "policy": "mapping",
    "clauses": "clause number → clause",
    "settings": "name → setting",
    "rules": "provision → list of promises",
    "closure_days": "a list of dates",
    "answers": "question → answer",
    "departures": "provision → departure",
    "text": "text",
}


def policy_keys() -> str:
    """The keys of a policy file, and those of a clause."""

    def rows(model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
        own = [name for name in model.model_fields if name in _TAKES]
        for name in (*own, *(name for name in model.model_fields if name not in _TAKES)):
            takes = _TAKES.get(name) or (
                f"[a list](#{name})" if name in LISTS else f"[statements](#{_statements_anchor(name)})"
            )
            yield f"`{name}`", takes, model.model_fields[name].description or ""

    parts = []
    for model, words in ((PolicyFile, "key of the file"), (Clause, "key of a clause")):
        mark = f"<!-- keys: landlord.policy_file.{model.__name__} -->\n"
        parts.append(mark + table((words, "takes", "meaning"), rows(model)))
    return "\n".join(parts)


def policy_settings() -> str:
    """The settings that have a fixed meaning."""
    rows = (
        (f"`{each.name}`", " or ".join(f"`{unit}`" for unit in each.units), f"{each.meaning}.")
        for each in KNOWN_SETTINGS.values()
    )
    return table(("setting", "unit", "meaning"), rows)


def policy_calendar_days() -> str:
    """Limits in calendar days, and the working days they are taken as."""
    rows = ((str(days), str(longest_in_working_days(days))) for days in (5, 7, 10, 12, 14, 28, 56))
    return table(("calendar days", "are taken as working days"), rows)


def policy_statements() -> str:
    """Every subject with its statements; both stages share one table."""
    return "\n".join(
        _policy_part(_statements_heading(name), model) for name, model in SECTIONS.items() if name != "stage_2"
    )


def policy_lists() -> str:
    """Every list with what can be stated of an entry."""
    return "\n".join(_policy_part(f"`{name}`", model) for name, model in LISTS.items())


def _policy_part(heading: str, model: type[Section] | type[ListedEntry]) -> str:
    mark = f"<!-- keys: {model.__module__.removeprefix('code_engine.')}.{model.__name__} -->\n"
    body = table(("key", "takes", "meaning"), field_rows(model))
    return f"### {heading}\n\n{(model.__doc__ or '').strip()}\n\n{mark}{body}"


def _statements_heading(subject: str) -> str:
    return "`stage_1` and `stage_2`" if subject == "stage_1" else f"`{subject}`"


def _statements_anchor(subject: str) -> str:
    """The anchor that a code host gives to the heading of a subject."""
    return "stage_1-and-stage_2" if subject in ("stage_1", "stage_2") else subject


def _short(day: int) -> str:
    return date.fromordinal(day).strftime("%a %d %b %Y")


def _long(day: int) -> str:
    return date.fromordinal(day).strftime("%d %B %Y").lstrip("0")


PARTS: Mapping[str, Callable[[], str]] = {
    "event-list": event_list,
    "events": events,
    "facts": facts,
    "collections": collections,
    "stage-collections": stage_collections,
    "functions": functions,
    "loops": loops,
    "placeholders": placeholders,
    "counting": counting,
    "anniversaries": anniversaries,
    "policy-keys": policy_keys,
    "policy-settings": policy_settings,
    "policy-calendar-days": policy_calendar_days,
    "policy-statements": policy_statements,
    "policy-lists": policy_lists,
}
"""Every generated part by its name."""


def generated(page: str) -> str:
    """A page with its generated parts made anew. Raises KeyError for a part that does not exist."""
    return _BLOCK.sub(lambda block: f"{block[1]}\n{PARTS[block['name']]()}\n{block[3]}", page)


def main() -> None:
    """Write every page of docs/ that has changed."""
    for path in sorted(DOCS.glob("*.md")):
        before = path.read_text(encoding="utf-8")
        after = generated(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
            print(path.name)


if __name__ == "__main__":
    main()
