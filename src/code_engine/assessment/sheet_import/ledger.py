"""Keeps account while a document is placed: rows by provision, texts without a place, doubts, layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from types import MappingProxyType

from code_engine.assessment.list_labels import lettered
from code_engine.assessment.sheet_import.answers import answer_in
from code_engine.assessment.sheet_import.pieces import has_words, one_line
from code_engine.assessment.sheet_import.result import Doubt, ImportedRow, NotPlaced, Placed
from code_engine.errors import did_you_mean, quoted


class Ledger:
    """Every text of a document goes through one of its methods, so that none is lost."""

    def __init__(self, provisions: Sequence[str]) -> None:
        self.provisions = tuple(provisions)
        self._order = {provision: place for place, provision in enumerate(self.provisions)}
        self._rows: dict[str, ImportedRow] = {}
        self._not_placed: list[NotPlaced] = []
        self._doubts: list[Doubt] = []
        self._layout: Counter[str] = Counter()

    def knows(self, provision: str) -> bool:
        """Whether the Code has a provision of that number."""
        return provision in self._order

    def has(self, provision: str) -> bool:
        """Whether a row of that provision was already placed."""
        return provision in self._rows

    def follows(self, provision: str, before: str | None) -> bool:
        """Whether a provision is the next one after another, or the first of all."""
        if not self.knows(provision):
            return False
        return self._order[provision] == (self._order[before] + 1 if before in self._order else 0)

    def row(self, provision: str, place: str, requirement: str, answer: str, evidence: str, commentary: str) -> None:
        """Place a row; an answer that is neither Yes nor No is listed, and so is a row that cannot stand."""
        texts = [text for text in (requirement, answer, evidence, commentary) if has_words(text)]
        if not self.knows(provision) or self.has(provision):
            self.not_placed(place, " / ".join([provision, *texts]), self._why_not(provision))
            return
        comply = answer_in(answer)
        if comply is None and has_words(answer):
            self.not_placed(place, answer, f"the answer to {provision} is neither Yes nor No")
        self._rows[provision] = ImportedRow(
            provision, place, lettered(requirement), comply, evidence or None, commentary or None
        )

    def not_placed(self, place: str, text: str, reason: str) -> None:
        """List a text that has no place, unless it says nothing."""
        if has_words(text):
            self._not_placed.append(NotPlaced(place, one_line(text), reason))

    def doubt(self, place: str, text: str) -> None:
        """List something that was placed but could be read otherwise."""
        self._doubts.append(Doubt(place, text))

    def layout(self, kind: str) -> None:
        """Count something that says nothing of its own."""
        self._layout[kind] += 1

    def closed(self) -> Placed:
        """The account, rows in the order of provisions."""
        rows = {provision: self._rows[provision] for provision in self.provisions if provision in self._rows}
        layout = dict(sorted(self._layout.items()))
        return Placed(MappingProxyType(rows), tuple(self._not_placed), tuple(self._doubts), MappingProxyType(layout))

    def _why_not(self, provision: str) -> str:
        if self.knows(provision):
            return f"a second row for {provision}; the first stands on {self._rows[provision].place}"
        hint = did_you_mean(provision, self.provisions)
        return f"there is no provision {quoted(provision)} in this Code" + (f" ({hint})" if hint else "")
