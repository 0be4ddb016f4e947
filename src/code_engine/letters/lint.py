"""What is wrong with a landlord's templates, found without a case where that is possible, and with samples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from jinja2 import TemplateError, nodes
from jinja2.meta import find_undeclared_variables

from code_engine.errors import CodeEngineError, Location, Problem, did_you_mean, quoted
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.profile import Profile, Terms
from code_engine.letters.branding import unreadable_colours
from code_engine.letters.field_names import COMMON, FIELDS, FieldKind
from code_engine.letters.layers import BASE, CORE, EASY, NAMES, SUFFIX, Layer, Templates, read_template
from code_engine.letters.letter import Letter
from code_engine.letters.letter_models import LetterEntry
from code_engine.letters.readability import EASY_READ, PLAIN_ENGLISH, readability_of
from code_engine.letters.requirements import Requirements
from code_engine.letters.samples import Sample, samples
from code_engine.letters.words import CONTEXT
from code_engine.letters.writer import LetterWriter

_DAYS: Final = frozenset(name for name, field in FIELDS.items() if field.kind is FieldKind.DATE) | {"letter_date"}
_PROMISED: Final = "on"
_DAY: Final = re.compile(r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2}))\b")
"""A day in figures, as no letter should have it."""

_README: Final = "README.md"
"""What a folder of letters may hold beside templates."""
_DEFAULT_TERMS: Final = Terms()


def lint(writer: LetterWriter, landlord: Landlord) -> list[Problem]:
    """Every problem of a landlord's templates, logo and colours, and of the letters made with them.

    The layers of its groups are the groups' to answer for.
    """
    found = [*_logo(writer, landlord), *_colours(landlord)]
    templates = writer.templates(landlord)
    own = [layer for layer in templates.layers if layer.owner == landlord.id]
    requirements = writer.requirements(next(iter(writer.engine.catalogue_of(landlord))))
    for layer in own or templates.layers[:1]:
        found += _of_layer(templates, layer, landlord.profile, requirements)
    return found or list(_of_samples(writer, landlord))


def hard_to_read(writer: LetterWriter, landlord: Landlord) -> list[Problem]:
    """Every letter of a landlord that is not in plain English, or in easy read not easy. Raises LetterError."""
    found: list[Problem] = []
    for sample in samples():
        for variant, least in (("standard", PLAIN_ENGLISH), ("easy-read", EASY_READ)):
            found += _hard(sample.write(writer, landlord.id, variant=variant), landlord, sample, least)
    return found


def _hard(letter: Letter, landlord: Landlord, sample: Sample, least: float) -> Iterator[Problem]:
    """A letter whose reading ease is too low."""
    ease, variant = readability_of(letter.page).ease, letter.receipt.variant
    if ease < least:
        message = f"{landlord.id}, letter {sample.name} ({variant}) has a reading ease of {ease}, below {least}"
        yield Problem(message, None, "write shorter sentences with shorter words")


def _logo(writer: LetterWriter, landlord: Landlord) -> Iterator[Problem]:
    try:
        writer.logo(landlord)
    except CodeEngineError as error:
        yield from error.problems


def _colours(landlord: Landlord) -> Iterator[Problem]:
    place = Location(str(landlord.folder / "landlord.yaml")) if landlord.folder is not None else None
    for name in unreadable_colours(landlord.profile.branding):
        hint = "take a darker one, or letters use the colour of the text instead"
        yield Problem(f"the colour {quoted(name)} cannot be read on the background", place, hint)


def _of_layer(templates: Templates, layer: Layer, profile: Profile, requirements: Requirements) -> Iterator[Problem]:
    for name in layer.names():
        path = layer.folder / name
        if name == _README:
            continue
        if name not in NAMES:
            hint = did_you_mean(name, NAMES) or f"one of {', '.join(NAMES[:3])} …"
            yield Problem(f"no letter uses the template {quoted(name)}", Location(str(path)), hint)
            continue
        try:
            tree = templates.environment.parse(read_template(path), f"{layer.owner}/{name}", str(path))
            templates.environment.get_template(f"{layer.owner}/{name}")
            templates.environment.hold_line(f"{layer.owner}/{name}")
        except TemplateError as error:
            yield from templates.mistake(error).problems
            continue
        except CodeEngineError as error:
            yield from error.problems
            continue
        yield from _Linted(path, name, layer.owner, tree, templates, profile, requirements).problems()


class _Linted:
    """One template that can be read."""

    def __init__(
        self,
        path: Path,
        name: str,
        owner: str,
        tree: nodes.Template,
        templates: Templates,
        profile: Profile,
        requirements: Requirements,
    ) -> None:
        self.path = path
        self.tree = tree
        self.lines = read_template(path).splitlines()
        self.is_core = owner == CORE
        self.templates = templates
        self.profile = profile
        self.name = name
        kind = name.removesuffix(SUFFIX)
        self.entry: LetterEntry | None = None if name in (BASE, EASY) else requirements.entry(kind)
        own = self.entry.fields() if self.entry is not None else frozenset()
        self.known = CONTEXT | COMMON | own | (frozenset(FIELDS) if name == EASY else frozenset())

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong with it."""
        yield from self._structure()
        yield from self._unknown_fields()
        yield from self._terms()
        yield from self._bare_days()
        if not self.is_core:
            yield from self._unknown_blocks()
            yield from self._items_by_hand()
            yield from self._words_of_the_code()

    def _at(self, node: nodes.Node | None = None, word: str = "") -> Location:
        """The place of a node; with a word of it, also the column."""
        if node is None:
            return Location(str(self.path))
        found = re.search(rf"\b{re.escape(word)}\b", self.lines[node.lineno - 1]) if word else None
        return Location(str(self.path), node.lineno, found.start() + 1 if found else None)

    def _in_words(self, sought: re.Pattern[str]) -> Iterator[tuple[str, Location]]:
        """Where the template's own words say something, with what was found."""
        for data in self.tree.find_all(nodes.TemplateData):
            for found in sought.finditer(data.data):
                before = data.data[: found.start()]
                line = data.lineno + before.count("\n")
                column = self.lines[line - 1].find(found[0]) + 1
                yield found[0], Location(str(self.path), line, column or None)

    def _structure(self) -> Iterator[Problem]:
        if not self.is_core and self.tree.find(nodes.Extends) is None:
            hint = f'begin with {{% extends "{self.name}" %}} and override single blocks'
            yield Problem("this template replaces a whole letter", self._at(), hint)
        if self.is_core and self.entry is not None:
            blocks = {block.name for block in self.tree.find_all(nodes.Block)}
            for item in self.entry.items:
                if item.id not in blocks:
                    yield Problem(f"the required item {quoted(item.id)} is missing", self._at(), item.says)

    def _unknown_fields(self) -> Iterator[Problem]:
        for name in sorted(find_undeclared_variables(self.tree) - self.known):
            node = next((each for each in self.tree.find_all(nodes.Name) if each.name == name), None)
            hint = did_you_mean(name, self.known) or "docs/letters.md lists the fields of each kind"
            yield Problem(f"unknown field {quoted(name)}", self._at(node, name), hint)

    def _terms(self) -> Iterator[Problem]:
        for node in self.tree.find_all(nodes.Getattr):
            if isinstance(node.node, nodes.Name) and node.node.name == "terms" and node.attr not in Terms.model_fields:
                hint = did_you_mean(node.attr, Terms.model_fields) or f"terms: {', '.join(sorted(Terms.model_fields))}"
                yield Problem(f"there is no term {quoted(node.attr)}", self._at(node, node.attr), hint)

    def _bare_days(self) -> Iterator[Problem]:
        """Days that are put out as they are, without the filter that writes them for people."""
        for output in self.tree.find_all(nodes.Output):
            for node in output.nodes:
                name = _day_named(node)
                if name is not None:
                    hint = f"write {{{{ {name}|day }}}}"
                    yield Problem(f"the day {quoted(name)} is not written for people", self._at(node, name), hint)
        for day, place in self._in_words(_DAY):
            hint = "write it like 18 June 2025, or take the field of that day"
            yield Problem(f"the day {quoted(day)} is not written for people", place, hint)

    def _unknown_blocks(self) -> Iterator[Problem]:
        below: set[str] = set()
        for full in self.templates.chain(self.name):
            if self.templates.path(full) != self.path:
                tree = self.templates.environment.parse(read_template(self.templates.path(full)), full)
                below |= {block.name for block in tree.find_all(nodes.Block)}
        seen: set[str] = set()
        for block in self.tree.find_all(nodes.Block):
            if block.name not in below:
                hint = did_you_mean(block.name, below) or "docs/letters.md lists the blocks"
                yield Problem(f"the letter has no block {quoted(block.name)}", self._at(block, block.name), hint)
            if block.name in seen:
                yield Problem(f"the block {quoted(block.name)} is here a second time", self._at(block))
            seen.add(block.name)

    def _items_by_hand(self) -> Iterator[Problem]:
        """An item beside the block of its name would be stated twice."""
        for found, place in self._in_words(re.compile(r'data-item="?\w+')):
            item = found.removeprefix("data-item=").strip('"')
            hint = f"override the block {quoted(item)} instead"
            yield Problem(f"the item {quoted(item)} is stated twice: in its block, and here by hand", place, hint)

    def _words_of_the_code(self) -> Iterator[Problem]:
        """Where a landlord has a word of its own, its letters should use it."""
        for name in ("complaints_officer", "stage_1", "stage_2", "definition", "policy"):
            code, own = getattr(_DEFAULT_TERMS, name), getattr(self.profile.terms, name)
            if code == own:
                continue
            hint = f"write {{{{ terms.{name} }}}}"
            for _, place in self._in_words(re.compile(rf"\b{re.escape(code)}\b", re.IGNORECASE)):
                yield Problem(f"this landlord does not say {quoted(code)} but {quoted(own)}", place, hint)


def _day_named(node: Any) -> str | None:
    """The day that an expression puts out bare: a day's name, or that of a promise."""
    if isinstance(node, nodes.Name) and node.name in _DAYS:
        return node.name
    if isinstance(node, nodes.Getattr) and node.attr == _PROMISED and isinstance(node.node, nodes.Name):
        return f"{node.node.name}.{node.attr}"
    return None


def _of_samples(writer: LetterWriter, landlord: Landlord) -> Iterator[Problem]:
    """Make every sample: an item left out or stated twice, and what reads badly, show only in the whole letter."""
    seen: set[str] = set()
    for sample in samples():
        try:
            found = [*_hard(sample.write(writer, landlord.id, variant="standard"), landlord, sample, PLAIN_ENGLISH)]
        except CodeEngineError as error:
            found = list(error.problems)
        for problem in found:
            about = f"{landlord.id}, letter {sample.name}"
            message = problem.message if problem.message.startswith(about) else f"{about}: {problem.message}"
            if message not in seen:
                seen.add(message)
                yield Problem(message, problem.location, problem.hint)
