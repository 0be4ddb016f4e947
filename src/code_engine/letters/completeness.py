"""Whether a letter, however it came about, says everything the Code asks of its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from code_engine.letters.letter_models import LetterEntry

_FEWEST = 4
"""Characters: `None` is the shortest that an item can say."""


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing a letter lacks, or says twice: the item, its provision, and what is wrong."""

    item: str
    provision: str
    says: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.item} ({self.provision}) {self.wrong}: {self.says[0].lower()}{self.says[1:]}"


def lacks(entry: LetterEntry, stage: int | None, found: Iterable[tuple[str, str]]) -> Iterator[Lack]:
    """What is wrong with the items found in a letter, in the order of the list of the Code."""
    found = list(found)
    counts = Counter(name for name, _ in found)
    texts = dict(reversed(found))
    for item in entry.items:
        if not counts[item.id]:
            wrong = "is missing"
        elif counts[item.id] > 1:
            wrong = f"is there {counts[item.id]} times"
        elif len(texts[item.id].strip()) < _FEWEST or not any(map(str.isalnum, texts[item.id])):
            wrong = "is empty"
        else:
            continue
        yield Lack(item.id, item.at(stage), item.says, wrong)
