"""An evaluation as Markdown (with GitHub's tables), for a case note, a ticket or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from code_engine.evaluation.evaluation import Evaluation, Status
from code_engine.presentation.outline import Entry, Outline, Section, Task, outline_of
from code_engine.presentation.words import STATUS_ORDER, clean, status_words, value_words

_SPECIAL = re.compile(r"[\\`*_\[\]|~#@$!]")
_LIST_START = re.compile(r"^([-+=]|\d+(?=[.)]))")
_ADDRESS = re.compile(r"(?i)\b(https?|ftp)(?=://)|\bwww(?=\.)")


def render_markdown(evaluation: Evaluation, *, explain: bool = False, landlord_name: str | None = None) -> str:
    """The evaluation as Markdown ending in a newline; texts of the case cannot add markup, links or cells.

    `explain` adds facts and conditions and lists what is otherwise only counted. Raises nothing.
    """
    outline = outline_of(evaluation, landlord_name)
    blocks = [
        f"# {escaped(outline.heading)}",
        f"**{escaped(outline.standing)}**",
        *_notes(outline),
        *_to_do(outline),
        *_findings(outline, explain),
        *_missing(outline),
        *_elsewhere(outline, explain),
        *_deadlines(outline),
        *_summary(outline),
    ]
    return "\n\n".join(blocks) + "\n"


def escaped(text: object) -> str:
    """Text in which nothing is markup: neither emphasis nor HTML, links, mentions, lists or cell ends."""
    plain = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    plain = _SPECIAL.sub(r"\\\g<0>", plain)
    plain = _ADDRESS.sub(lambda found: found.group(0) + "&#8203;", plain)
    return _LIST_START.sub(lambda found: _escaped_start(found.group(0)), plain)


def _escaped_start(start: str) -> str:
    # `6.` begins a numbered list; a digit cannot be escaped, so the mark behind it is kept apart from it.
    return f"{start}&#8288;" if start.isdigit() else f"\\{start}"


def code(text: object) -> str:
    """A name as a code span; backticks in it are taken out, and a pipe is escaped for tables."""
    return f"`{clean(text).replace('`', '').replace('|', chr(92) + '|') or ' '}`"


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of cells that are Markdown already."""
    names = list(headings)
    lines = [names, ["---"] * len(names), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _notes(outline: Outline) -> list[str]:
    return ["\n".join(f"- Note: {escaped(note)}" for note in outline.notes)] if outline.notes else []


def _to_do(outline: Outline) -> list[str]:
    blocks = ["## What to do next"]
    blocks.append(_tasks(outline.tasks) if outline.tasks else "Nothing is to be done at present.")
    if outline.letters:
        blocks += ["## Letters due", _tasks(outline.letters)]
    if outline.told:
        rows = (
            f"- {'Escalate to' if told.escalation else 'Tell'} **{escaped(told.to)}**: {escaped(told.text)}"
            f"{_why(told.because, told.own)}"
            for told in outline.told
        )
        blocks += ["## Who is to be told", "\n".join(rows)]
    return blocks


def _tasks(tasks: Iterable[Task]) -> str:
    return "\n".join(
        f"{number}. **{task.when[0].upper() + task.when[1:]}**: {escaped(task.text)}"
        f"{f' Who: {escaped(task.who)}.' if task.who else ''}{_why(task.because, task.own)}"
        for number, task in enumerate(tasks, start=1)
    )


def _why(because: str, own: bool) -> str:
    parts = [f"because of {escaped_number(because)}"] if because else []
    if own:
        parts.append("own promise")
    return f" ({'; '.join(parts)})" if parts else ""


def escaped_number(text: str) -> str:
    """Provision numbers inside a line, where they cannot begin a list."""
    return _SPECIAL.sub(r"\\\g<0>", text).replace("<", "&lt;")


def _findings(outline: Outline, explain: bool) -> list[str]:
    blocks = ["## Findings"]
    for section in outline.sections:
        blocks += _section(section, explain)
    return blocks if outline.sections else [*blocks, "No rule was evaluated."]


def _section(section: Section, explain: bool) -> list[str]:
    blocks = [f"### {escaped(section.heading)}"]
    rows = [row for entry in section.entries for row in _rows(entry)]
    if explain:
        rows += [row for entry in section.not_applicable for row in _rows(entry)]
    if rows:
        blocks.append(table(("Provision", "Status", "Finding"), rows))
    if section.not_applicable and not explain:
        blocks.append(escaped(section.not_applicable_line))
    if explain:
        blocks += [_explanation(entry) for entry in section.entries]
    return blocks


def _rows(entry: Entry) -> Iterable[list[str]]:
    yield _row(entry, f"{escaped_number(entry.provision)}, own promise" if entry.promise_of else entry.provision)
    for own in entry.beside:
        yield _row(own, f"{escaped_number(own.provision)}, own promise of {escaped(own.promise_of)}")


def _row(entry: Entry, name: str) -> list[str]:
    status = entry.status_words
    parts = [f"**{escaped(entry.title)}**", escaped(entry.reason), *map(escaped, entry.labels)]
    parts += [f"Reading: {escaped(reading)}" for reading in entry.readings if entry.contested]
    parts += [f"To settle it: {escaped(need)}" for need in entry.needs]
    if entry.inferred and entry.in_question:
        parts.append(f"Beyond the words of the Code: {escaped(entry.inferred)}")
    return [
        name,
        f"**{status}**" if entry.status is Status.BREACHED else status,
        "<br>".join(filter(None, parts)),
    ]


def _explanation(entry: Entry) -> str:
    lines = [f"- {escaped_number(entry.provision)} {code(entry.rule)} {escaped(entry.dates)}".rstrip()]
    lines += [f"  - Reading: {escaped(reading)}" for reading in entry.readings if not entry.contested]
    if entry.inferred and not entry.in_question:
        lines.append(f"  - Beyond the words of the Code: {escaped(entry.inferred)}")
    lines += _tree("Facts read", entry.facts)
    lines += _tree("Conditions", entry.trace)
    return "\n".join(lines)


def _tree(name: str, values: Mapping[str, Any]) -> list[str]:
    if not values:
        return []
    return [
        f"  - {name}",
        *(f"    - {code(key)}: {escaped(value_words(value))}" for key, value in values.items()),
    ]


def _missing(outline: Outline) -> list[str]:
    if not outline.questions:
        return []
    rows = (
        (str(number), escaped(question.text), ", ".join(question.settles), code(question.fact))
        for number, question in enumerate(outline.questions, start=1)
    )
    return ["## What is missing", table(("", "Question", "Would help to settle", "Fact"), rows)]


def _elsewhere(outline: Outline, explain: bool) -> list[str]:
    if not outline.elsewhere:
        return []
    blocks = ["## What one case cannot answer", escaped(outline.elsewhere_line)]
    if explain:
        rows = (
            (other.provision, escaped(other.title), other.kinds, escaped(other.answered_by))
            for other in outline.elsewhere
        )
        blocks.append(table(("Provision", "Title", "Kinds", "Answered by"), rows))
    return blocks


def _deadlines(outline: Outline) -> list[str]:
    if not outline.duties:
        return []
    rows = (
        (
            f"{duty.provision}{', own promise' if duty.own else ''}",
            escaped(duty.title),
            duty.clock,
            f"{duty.due}{f', {duty.extended}' if duty.extended else ''}",
            duty.done,
            duty.status_words,
        )
        for duty in outline.duties
    )
    return ["## Deadlines", table(("Provision", "Duty", "Clock starts", "Due", "Done", "Status"), rows)]


def _summary(outline: Outline) -> list[str]:
    rows = ((escaped(name), *(str(counts[status]) for status in STATUS_ORDER)) for name, counts in outline.counts)
    versions = "\n".join(f"- {name}: {escaped(version)}" for name, version in outline.versions)
    return [
        "## Summary",
        table(("", *(status_words(status) for status in STATUS_ORDER)), rows),
        "## Versions",
        versions,
    ]
