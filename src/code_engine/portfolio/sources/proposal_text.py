"""A proposed mapping as the YAML file a person goes on with, its open questions marked."""

from __future__ import annotations

import json
from collections.abc import Iterator

from code_engine.portfolio.sources.date_forms import ASK
from code_engine.portfolio.sources.proposal import Proposal, ProposedColumn
from code_engine.portfolio.sources.tables import TableOptions
from code_engine.portfolio.sources.targets import SHORT_NAMES

_PLAIN_WORDS = frozenset({"true", "false", ASK})


def proposal_yaml(proposal: Proposal, options: TableOptions = TableOptions()) -> str:  # noqa: B008 - it never changes
    """The mapping as YAML, ending in a newline; the same proposal gives the same text."""
    return "\n".join(_lines(proposal, options)) + "\n"


def open_questions(proposal: Proposal) -> tuple[str, ...]:
    """What a person has to settle before the mapping can be used, one sentence each."""
    unclear = tuple(
        f"{column.name}: {column.question or 'say what its words stand for'}"
        for column in proposal.columns
        if column.dates == ASK or any(meaning == ASK for _, meaning in column.values)
    )
    missing = tuple(f"no column was found for `{name}`" for name in proposal.missing)
    return (*missing, *unclear)


def _lines(proposal: Proposal, options: TableOptions) -> Iterator[str]:
    yield f"# Proposed for {_comment(proposal.source)} from its headings and {proposal.rows} rows. Check every line."
    yield "mapping:"
    yield f"  layout: {proposal.layout.value}"
    if proposal.landlord is not None:
        remark = "  # whose cases these are" if proposal.landlord == ASK else ""
        yield f"  landlord: {proposal.landlord}{remark}"
    if proposal.delimiter is not None:
        yield f"  delimiter: {_quoted(proposal.delimiter)}"
    if options.encoding != TableOptions().encoding:
        yield f"  encoding: {_quoted(options.encoding)}"
    if options.sheet is not None:
        yield f"  sheet: {_quoted(options.sheet)}"
    if options.heading_row != 1:
        yield f"  heading_row: {options.heading_row}"
    yield "columns:"
    for column in proposal.columns:
        yield from _column(column)
    if proposal.unplaced:
        yield "# No place was found for these. Map them, or leave them here."
        yield "unused:"
        yield from (f"  - {_quoted(name)}  # {_comment(reason)}" for name, reason in proposal.unplaced)


def _column(column: ProposedColumn) -> Iterator[str]:
    yield f"  {_quoted(column.name)}:"
    full = SHORT_NAMES.get(column.target)
    yield f"    to: {column.target}" + (f"  # {full}" if full is not None else "")
    question = f"  # {_comment(column.question)}" if column.question is not None else ""
    if column.dates is not None:
        yield f"    dates: {column.dates}{question}"
    if column.values:
        yield f"    values:{question if column.dates is None else ''}"
        yield from (f"      {_quoted(word)}: {_meaning(meaning)}" for word, meaning in column.values)


def _meaning(word: str) -> str:
    return word if word in _PLAIN_WORDS else _quoted(word)


def _quoted(text: str) -> str:
    """A text in quotation marks, which YAML reads as JSON does."""
    return json.dumps(text, ensure_ascii=True)


def _comment(text: str) -> str:
    return " ".join(text.split())
