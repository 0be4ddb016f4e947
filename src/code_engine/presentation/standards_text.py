"""A landlord's professional standards as plain text, Markdown and plain data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from code_engine.assessment.standards import PROVISION, Standards, Statement
from code_engine.presentation.markdown import escaped
from code_engine.presentation.terminal import Page
from code_engine.presentation.words import clean, sentence

SUPPORTS: Final = f"Supports provision {PROVISION} (c) of the Complaint Handling Code."


def cleaned(standards: Standards) -> Standards:
    """The statement without control or direction-changing characters in what a page shows."""
    characteristics = tuple(
        replace(
            each,
            meaning=clean(each.meaning),
            statements=tuple(replace(statement, text=clean(statement.text)) for statement in each.statements),
        )
        for each in standards.characteristics
    )
    return replace(
        standards,
        name=clean(standards.name),
        title=clean(standards.title),
        body=clean(standards.body),
        introduction=clean(standards.introduction),
        characteristics=characteristics,
    )


def set_by(standards: Standards) -> str:
    """Who set the standards, as a sentence."""
    return f"The standards and their seven characteristics were set by the {standards.body}."


def sources_line(standards: Standards) -> str:
    """What the content was taken from, the group's source first, as a sentence."""
    return sentence(f"Written in our own words after: {'; '.join(source for _, source in standards.sources)}")


def render_standards_text(standards: Standards, *, colour: bool, width: int = 80) -> str:
    """The statement in lines of at most `width` columns."""
    standards, page = cleaned(standards), Page(width, colour)
    page.heading(f"{standards.name}: {standards.title}")
    page.paragraph(standards.introduction)
    for each in standards.characteristics:
        page.heading(each.name.upper())
        page.paragraph(each.meaning)
        for statement in each.statements:
            page.paragraph(f"- {statement.text}", 2, 4)
    page.heading("ABOUT THIS STATEMENT")
    for line in (set_by(standards), SUPPORTS, sources_line(standards)):
        page.paragraph(line, 2, 4)
    return page.text()


def render_standards_markdown(standards: Standards) -> str:
    """The statement as Markdown; nothing in its texts is taken as markup."""
    blocks = [f"# {escaped(standards.title)}: {escaped(standards.name)}", escaped(standards.introduction)]
    for each in standards.characteristics:
        items = "\n".join(f"- {escaped(statement.text)}" for statement in each.statements)
        blocks += [f"## {each.name.capitalize()}", f"*{escaped(each.meaning)}*", items]
    lines = (set_by(standards), SUPPORTS, sources_line(standards))
    blocks += ["---", "\n".join(f"- {escaped(line)}" for line in lines)]
    return "\n\n".join(blocks) + "\n"


def standards_data(standards: Standards) -> dict[str, Any]:
    """The statement for a program; every statement says which landlord wrote it, and where in its folder."""
    return {
        "landlord": standards.landlord,
        "name": standards.name,
        "title": standards.title,
        "body": standards.body,
        "supports": [f"{PROVISION}c"],
        "introduction": standards.introduction,
        "sources": [{"landlord": landlord, "source": source} for landlord, source in standards.sources],
        "characteristics": [
            {
                "name": each.name,
                "meaning": each.meaning,
                "statements": [_statement_data(statement) for statement in each.statements],
            }
            for each in standards.characteristics
        ],
    }


def _statement_data(statement: Statement) -> dict[str, Any]:
    origin = {
        "landlord": statement.landlord,
        "file": Path(statement.origin.file).name,
        "line": statement.origin.line,
    }
    return {"id": statement.id, "text": statement.text, "origin": origin}
