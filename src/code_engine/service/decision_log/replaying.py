"""Replaying an entry: the recorded facts evaluated again, and what is different now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from code_engine.case.load import parse_case
from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.letters.mistakes import LetterError, needed
from code_engine.service.decision_log.chain import read_entry_id
from code_engine.service.decision_log.log import no_entry, personal_of
from code_engine.service.store.connection import Database
from code_engine.service.store.tables import LOG_ENTRIES

_NAMES = ("provision", "rule", "consequence", "fact", "contested", "reading", "layer", "item")
"""What names an entry of a list in an evaluation, so that a difference is told by name and not by its place."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which the answer is different now; the values as JSON text, None where there is none."""

    place: str
    recorded: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of evaluating again: `equal` is every value of the answer."""

    entry: str
    reference: str
    as_of: date
    equal: bool
    differences: tuple[Difference, ...]


def replay(database: Database, engine: Engine, entry: str) -> Replay:
    """Evaluate the facts of an entry again, as of the same day, by the same convention and for the same landlord.

    The letter of an entry is made again as well; its differences are told by the values of its receipt.

    The version of the Code is forced only where it was then. Raises NotStoredError where there is no such entry or
    its facts were erased; LettersNotInstalledError where
    the entry holds a letter and the extra `letters` is not installed; and as `Engine.evaluate`.
    """
    landlord, sequence = read_entry_id(entry)
    with database.reading() as connection:
        known = connection.execute(
            select(LOG_ENTRIES.c.sequence).where(LOG_ENTRIES.c.landlord == landlord, LOG_ENTRIES.c.sequence == sequence)
        ).one_or_none()
        personal = personal_of(connection, landlord, sequence) if known is not None else None
    if personal is None:
        raise no_entry(entry)
    recorded = json.loads(personal["evaluation"])
    case = parse_case(personal["case"], f"entry {entry}")
    ruleset = recorded["ruleset"]
    as_of = date.fromisoformat(recorded["as_of"])
    again = engine.evaluate(
        case,
        as_of=as_of,
        counting=recorded["counting"],
        ruleset=f"{ruleset['id']}@{ruleset['version']}" if ruleset["forced"] else None,
        landlord=recorded["case"]["landlord"],
    )
    found = [*_differences(recorded, json.loads(again.to_json()), "")]
    if "receipt" in personal:
        found += _differences_of_letter(engine, case, personal["receipt"])
    return Replay(entry, case.reference, as_of, not found, tuple(found))


def _differences_of_letter(engine: Engine, case: Case, text: str) -> Iterator[Difference]:
    """What is different where a letter is made again: the hash of its page is one of the values of its receipt."""
    needed("jinja2", "making a letter again")
    from code_engine.letters.receipt import receipt_from
    from code_engine.letters.verify import made_again
    from code_engine.letters.writer import LetterWriter

    receipt = receipt_from(text)
    assert receipt is not None  # It was sealed by us.
    try:
        again = made_again(LetterWriter(engine), receipt, case)
    except LetterError as error:
        yield Difference("letter", _text(receipt.kind), _text(f"not made: {error.problems[0].message}"))
        return
    yield from _differences(json.loads(text), json.loads(again.receipt.text()), "letter")


def _differences(recorded: Any, now: Any, place: str) -> Iterator[Difference]:
    if isinstance(recorded, dict) and isinstance(now, dict):
        for key in dict.fromkeys((*recorded, *now)):
            inner = f"{place}.{key}" if place else key
            if key not in recorded or key not in now:
                yield Difference(inner, _shown(recorded, key), _shown(now, key))
            else:
                yield from _differences(recorded[key], now[key], inner)
    elif isinstance(recorded, list) and isinstance(now, list):
        yield from _differences(_by_name(recorded), _by_name(now), place)
    elif recorded != now:
        yield Difference(place, _text(recorded), _text(now))


def _by_name(entries: list[Any]) -> dict[str, Any]:
    """The entries of a list under what names them, numbered where two have the same name."""
    named: dict[str, Any] = {}
    for number, entry in enumerate(entries):
        parts = [str(entry[name]) for name in _NAMES if entry.get(name) is not None] if isinstance(entry, dict) else []
        name = "/".join(parts) or str(number)
        named[name if name not in named else f"{name}#{number}"] = entry
    return named


def _shown(side: dict[str, Any], key: str) -> str | None:
    return _text(side[key]) if key in side else None


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
