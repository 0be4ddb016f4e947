"""Whether a letter, however it came about, says everything the Code asks of its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from code_engine.day_words import day_in_words
from code_engine.letters.letter_models import LetterEntry
from code_engine.letters.requirements import Requirements
from code_engine.letters.values import PointAnswer, Promise, Words


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing a letter lacks, or says twice: the item, its provision, and what is wrong."""

    item: str
    provision: str
    says: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.item} ({self.provision}) {self.wrong}: {self.says[0].lower()}{self.says[1:]}"


def lacks(requirements: Requirements, kind: str, stage: int | None, found: Iterable[tuple[str, str]]) -> Iterator[Lack]:
    """What is wrong with the items found in a letter, in the order of the list of the Code."""
    entry = requirements.entry(kind)
    found = list(found)
    counts = Counter(name for name, _ in found)
    texts = dict(reversed(found))
    for item in entry.items:
        if not counts[item.id]:
            wrong = "is missing"
        elif counts[item.id] > 1:
            wrong = f"is there {counts[item.id]} times"
        elif not any(map(str.isalnum, texts[item.id])):
            wrong = "is empty"
        elif item.ombudsman_contact and not requirements.ombudsman.is_reached_by(texts[item.id]):
            wrong = "does not say how the Ombudsman is reached"
        else:
            continue
        yield Lack(item.id, item.at(stage), item.says, wrong)


def unsaid(
    entry: LetterEntry, stage: int | None, found: Iterable[tuple[str, str]], values: Mapping[str, Any]
) -> Iterator[Lack]:
    """Items that are there without what they are about: a value of the letter that their text does not hold."""
    texts = {name: _compared(text) for name, text in found}
    for item in entry.items:
        text = texts.get(item.id)
        if text is None:
            continue
        for name in (*item.fields, *item.if_any):
            value = values.get(name)
            silent = any(_compared(part) not in text for part in _parts(value))
            if silent or (value in _DECISION and not _tells(str(value), text)):
                yield Lack(item.id, item.at(stage), item.says, f"does not say {name}")


_DECISION = ("upheld", "partly_upheld", "not_upheld")


def _tells(decision: str, text: str) -> bool:
    """Whether a text speaks of upholding, and of a part exactly where the decision does."""
    return "uph" in text and ("part" in text) is (decision == "partly_upheld")


def _compared(text: str) -> str:
    """Text without regard to capitals, blanks and full stops, which templates may change."""
    return " ".join(text.split()).casefold().rstrip(" .")


def _parts(value: Any) -> Iterator[str]:
    """What of a value can be read in a letter, piece by piece."""
    if isinstance(value, date):
        yield day_in_words(value.toordinal())
    elif isinstance(value, Promise):
        yield value.what
        yield from _parts(value.done or value.on)
        yield from _parts(value.due)
    elif isinstance(value, PointAnswer):
        yield from (value.point, value.answer)
    elif isinstance(value, tuple):
        for each in value:
            yield from _parts(each)
    elif isinstance(value, Words):
        yield value
