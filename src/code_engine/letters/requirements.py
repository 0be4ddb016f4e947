"""Reading a ruleset's letters.yaml, when a letter is first asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from pydantic import ValidationError

from code_engine.case.events import EVENT_TYPES
from code_engine.documents import Document, problems_from, read_document
from code_engine.errors import Problem, RulesetError, did_you_mean, quoted
from code_engine.letters.field_names import COMMON, FIELDS
from code_engine.letters.letter_models import Deadlines, LetterEntry, LettersFile, Ombudsman
from code_engine.letters.mistakes import KIND, LetterError
from code_engine.ruleset.consequence_models import LetterKind
from code_engine.ruleset.rules import Ruleset

LETTERS_FILE: Final = "letters.yaml"
KINDS: Final[tuple[str, ...]] = get_args(LetterKind)


@dataclass(frozen=True, slots=True)
class Requirements:
    """What the letters of one ruleset must say; `digest` covers the file, whatever its line endings."""

    content: LettersFile
    digest: str

    @property
    def ombudsman(self) -> Ombudsman:
        """How the Ombudsman is reached."""
        return self.content.ombudsman

    @property
    def deadlines(self) -> Deadlines:
        """Which deadlines give the dates that letters promise."""
        return self.content.deadlines

    def entry(self, kind: str) -> LetterEntry:
        """What a kind of letter must say. Raises LetterError with a suggestion for an unknown kind."""
        found = {str(name): entry for name, entry in self.content.letters.items()}.get(kind)
        if found is None:
            raise unknown_kind(kind)
        return found


def unknown_kind(kind: str) -> LetterError:
    """The error for a kind of letter that does not exist."""
    hint = did_you_mean(kind, KINDS) or f"kinds: {', '.join(KINDS)}"
    return LetterError(Problem(f"there is no kind of letter {quoted(kind)}", KIND, hint))


def read_requirements(ruleset: Ruleset) -> Requirements:
    """Read letters.yaml of a ruleset. Raises RulesetError or DocumentError with file and line."""
    path = Path(ruleset.path) / LETTERS_FILE
    if not path.is_file():
        message = f"the ruleset {quoted(ruleset.identity)} does not say what letters must contain"
        raise RulesetError(Problem(message, None, f"put a {LETTERS_FILE} beside its ruleset.yaml"))
    document = read_document(path)
    try:
        content = LettersFile.model_validate(document.data)
    except ValidationError as error:
        raise RulesetError(*problems_from(document, error, LettersFile)) from None
    problems = [*_unknown_names(document, content, ruleset), *_missing_kinds(document, content)]
    if problems:
        raise RulesetError(*problems)
    text = path.read_bytes().replace(b"\r\n", b"\n")
    return Requirements(content, "sha256:" + hashlib.sha256(text).hexdigest())


def _missing_kinds(document: Document, content: LettersFile) -> Iterator[Problem]:
    known = {str(kind) for kind in content.letters}
    for kind in KINDS:
        if kind not in known:
            message = f"the letter {quoted(kind)} is missing"
            yield Problem(message, document.key_location(("letters",)), "say what it must contain")


def _unknown_names(document: Document, content: LettersFile, ruleset: Ruleset) -> Iterator[Problem]:
    """Fields, provisions and rules that do not exist, and items given twice."""
    rules = {rule.id for rule in ruleset.rules()}
    for kind, entry in content.letters.items():
        yield from _unknown_in_items(document, str(kind), entry, ruleset)
        yield from _unknown(document, ("letters", kind, "optional"), entry.optional, FIELDS, "field")
        for key in ("follows", "follows_at_stage_2"):
            event = getattr(entry, key)
            if event is not None and event not in EVENT_TYPES:
                at = document.location(("letters", kind, key))
                yield Problem(f"there is no type of event {quoted(event)}", at, did_you_mean(event, EVENT_TYPES))
        yield from _unknown(document, ("letters", kind, "not_after"), entry.not_after, EVENT_TYPES, "type of event")
    for name, of_stage in content.deadlines:
        for stage, rule in of_stage:
            if rule not in rules:
                hint = did_you_mean(rule, rules)
                at = document.location(("deadlines", name, stage))
                yield Problem(f"there is no rule {quoted(rule)}", at, hint)


def _unknown_in_items(document: Document, kind: str, entry: LetterEntry, ruleset: Ruleset) -> Iterator[Problem]:
    rules = {rule.id for rule in ruleset.rules()}
    seen: set[str] = set()
    for index, item in enumerate(entry.items):
        place = ("letters", kind, "items", index)
        if item.id in seen:
            yield Problem(f"the item {quoted(item.id)} is here a second time", document.location((*place, "id")))
        seen.add(item.id)
        for key in ("fields", "if_any"):
            names = getattr(item, key)
            yield from _unknown(document, (*place, key), names, frozenset(FIELDS) - COMMON, "field")
        for key in ("relies_on", "relies_on_at_stage_2", "not_while_breached"):
            yield from _unknown(document, (*place, key), getattr(item, key), rules, "rule")
        for key in ("provision", "provision_at_stage_2"):
            number = getattr(item, key)
            if number is not None and number not in ruleset.provisions:
                hint = did_you_mean(number, ruleset.provisions)
                yield Problem(f"there is no provision {quoted(number)}", document.location((*place, key)), hint)


def _unknown(
    document: Document, place: tuple[str | int, ...], names: Iterable[str], known: Collection[str], what: str
) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name not in known:
            hint = did_you_mean(name, known) or f"{what}s are listed in docs/letters.md"
            yield Problem(f"there is no {what} {quoted(name)}", document.location((*place, index)), hint)
