"""The professional standards of a landlord: its group's statement and what the landlord changes in it.

Provision 9.8 asks that everybody who deals with complaints keeps to professional standards (9.8c); this is the
statement a landlord publishes about that. What a group shares is written once, with placeholders for what
differs in every landlord; a subsidiary adds, replaces or drops single statements. Every statement keeps the place
it was written at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from code_engine.assessment.placeholders import Filler, words_of
from code_engine.assessment.standards_file import (
    CHARACTERISTICS,
    CharacteristicEntry,
    CharacteristicName,
    StandardsFile,
)
from code_engine.documents import Document
from code_engine.errors import CodeEngineError, LandlordError, Location, Problem, did_you_mean, quoted
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.reading import read_model

STANDARDS_FILE: Final = "standards.yaml"
PROVISION: Final = "9.8"
"""What the statement supports; its part c asks for professional standards."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a landlord does, in its own words; `landlord` is the one that wrote it down, at `origin`."""

    id: str
    text: str
    landlord: str
    origin: Location


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One of the seven, with what it asks of people and how the landlord keeps to it."""

    name: CharacteristicName
    meaning: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Standards:
    """A landlord's whole statement; `sources` says of each layer that adds to it, from the group down, what it used."""

    landlord: str
    name: str
    title: str
    body: str
    introduction: str
    characteristics: tuple[Characteristic, ...]
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Layer:
    """One landlord's standards.yaml."""

    landlord: Landlord
    document: Document
    content: StandardsFile

    @property
    def says_something(self) -> bool:
        """Whether anything of the statement comes from this file."""
        return bool(self.content.characteristics) or len(self.content.standards.model_fields_set) > 1

    def entry(self, name: CharacteristicName) -> CharacteristicEntry:
        """What the file says about a characteristic; an empty entry where it says nothing."""
        return self.content.characteristics.get(name) or CharacteristicEntry()


def has_standards(landlord: Landlord) -> bool:
    """Whether the landlord or a group above it has a standards.yaml."""
    return any(_file_of(each) is not None for each in landlord.lineage)


def standards_problems(landlord: Landlord) -> tuple[Problem, ...]:
    """What is wrong with a landlord's statement; nothing where all is well, or where there is none."""
    if not has_standards(landlord):
        return ()
    try:
        standards_of(landlord)
    except CodeEngineError as error:
        return error.problems
    return ()


def standards_of(landlord: Landlord) -> Standards:
    """The statement of a landlord, merged from its group down.

    Raises DocumentError or LandlordError, each mistake with file and line: there is no standards.yaml, one has a
    mistake, one of the seven characteristics is missing, a placeholder or a dropped statement is unknown.
    """
    layers = [
        _Layer(each, *read_model(file, StandardsFile))
        for each in landlord.lineage
        if (file := _file_of(each)) is not None
    ]
    if not layers:
        hint = f"write a {STANDARDS_FILE} in its folder, or in its group's"
        raise LandlordError(Problem(f"the landlord {quoted(landlord.id)} has no professional standards", hint=hint))
    filler = Filler(words_of(landlord.profile))
    found = [_characteristic(name, layers, filler) for name in CHARACTERISTICS]
    header = {key: _header_text(key, layers, filler) for key in ("title", "body", "introduction")}
    if filler.problems:
        raise LandlordError(*filler.problems)
    return Standards(
        landlord=landlord.id,
        name=landlord.name,
        characteristics=tuple(found),
        sources=tuple((layer.landlord.id, layer.content.standards.source) for layer in layers if layer.says_something),
        **header,
    )


def _file_of(landlord: Landlord) -> Path | None:
    file = landlord.folder / STANDARDS_FILE if landlord.folder is not None else None
    return file if file is not None and file.exists() else None


def _header_text(key: str, layers: list[_Layer], filler: Filler) -> str:
    """A text of the header: that of the lowest layer which has one."""
    for layer in reversed(layers):
        text: str | None = getattr(layer.content.standards, key)
        if text is not None:
            return filler.filled(text, layer.document.location(("standards", key)))
    place = layers[0].document.location(("standards",))
    filler.problems.append(Problem(f"the key {quoted(key)} is missing", place, f"add `{key}: …`"))
    return ""


def _characteristic(name: CharacteristicName, layers: list[_Layer], filler: Filler) -> Characteristic:
    if not any(name in layer.content.characteristics for layer in layers):
        place = layers[0].document.key_location(("characteristics",))
        hint = f"add `{name}:` with `meaning:` and `statements:`; there are seven of them"
        filler.problems.append(Problem(f"the characteristic {quoted(name)} is missing", place, hint))
        return Characteristic(name, "", ())
    statements = _statements(name, layers, filler)
    if not statements:
        place = layers[-1].document.key_location(("characteristics", name))
        hint = "say what the landlord does, or leave one of its group's"
        filler.problems.append(Problem(f"the characteristic {quoted(name)} has no statement", place, hint))
    return Characteristic(name, _meaning(name, layers, filler), statements)


def _meaning(name: CharacteristicName, layers: list[_Layer], filler: Filler) -> str:
    for layer in reversed(layers):
        meaning = layer.entry(name).meaning
        if meaning is not None:
            return filler.filled(meaning, layer.document.location(("characteristics", name, "meaning")))
    place = next(layer for layer in layers if name in layer.content.characteristics).document.key_location(
        ("characteristics", name)
    )
    hint = "add `meaning:` with what it asks of people"
    filler.problems.append(Problem(f"the characteristic {quoted(name)} has no meaning", place, hint))
    return ""


def _statements(name: CharacteristicName, layers: list[_Layer], filler: Filler) -> tuple[Statement, ...]:
    """From the group down: dropped ones leave, the same id replaces in its place, others come at the end."""
    merged: dict[str, Statement] = {}
    for layer in layers:
        filler.problems.extend(_drop_problems(name, layer, merged))
        for dropped in layer.entry(name).drop:
            merged.pop(dropped, None)
        own: dict[str, Statement] = {}
        for index, entry in enumerate(layer.entry(name).statements):
            place = layer.document.location(("characteristics", name, "statements", index))
            if entry.id in own:
                where = layer.document.location(("characteristics", name, "statements", index, "id"))
                problem = f"two statements of {quoted(name)} have the id {quoted(entry.id)}"
                filler.problems.append(Problem(problem, where, "give one of them another id"))
            own[entry.id] = Statement(entry.id, entry.text, layer.landlord.id, place)
        merged.update(own)
    return tuple(_filled(statement, filler) for statement in merged.values())


def _drop_problems(name: CharacteristicName, layer: _Layer, above: Mapping[str, Statement]) -> Iterator[Problem]:
    for index, dropped in enumerate(layer.entry(name).drop):
        if dropped in above:
            continue
        place = layer.document.location(("characteristics", name, "drop", index))
        known = ", ".join(map(quoted, above))
        hint = did_you_mean(dropped, above) or (f"it has: {known}" if known else "a group has none to drop")
        yield Problem(f"there is no statement {quoted(dropped)} of {quoted(name)} above to drop", place, hint)


def _filled(statement: Statement, filler: Filler) -> Statement:
    text = filler.filled(statement.text, statement.origin)
    return Statement(statement.id, text, statement.landlord, statement.origin)
