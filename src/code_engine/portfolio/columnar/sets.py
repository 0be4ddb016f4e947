"""Lists of texts as sets: their texts are rows of one table, and every set says which of these rows are its own."""

from __future__ import annotations

from dataclasses import dataclass

from code_engine.portfolio.columnar.cells import ONE, ZERO, Cell, both_of, choose, column, known_or
from code_engine.portfolio.columnar.grains import ORDER, text_rows
from code_engine.portfolio.columnar.items import ItemAttributes
from code_engine.portfolio.columnar.planning import Plan, inner
from code_engine.portfolio.columnar.scope import NotCompiled, Scope
from code_engine.portfolio.columnar.truths import Compiled, Flag, WordSet, conjunction, of_code


@dataclass(frozen=True, slots=True)
class SetOfCase:
    """A list that is a fact of the case: the grain of its texts, and which of these rows belong to it."""

    grain: str
    belongs: Cell


class TextSets:
    """Compiles what is asked about lists of texts."""

    def __init__(self, plan: Plan, items: ItemAttributes) -> None:
        self._plan, self._items = plan, items
        self._of_case: dict[str, SetOfCase] = {}

    def declare(self, name: str, grain: str, belongs: Cell) -> None:
        """Say which rows of texts a list of the case has, by the name of the fact."""
        self._of_case[name] = SetOfCase(grain, belongs)

    def has(self, texts: Compiled, value: str, scope: Scope) -> Flag:
        """Whether a list has a text."""
        if not isinstance(texts, WordSet):
            raise NotCompiled("a text is looked for in something that is no list")
        if scope.grain is None or scope.paired or texts.name in self._of_case:
            raise NotCompiled(f"a text is looked for in the list `{texts.name}` of the case")
        return self._items.has_text(texts, scope.grain, value)

    def covers(self, whole: WordSet, part: WordSet, scope: Scope) -> Flag:
        """Whether the first list has every text of the second."""
        if part.constants is not None:
            if not part.constants:
                return Flag(ONE.same(ONE), known=True)
            return conjunction([self.has(whole, value, scope) for value in part.constants])
        wanted = self._known(part)
        size = known_or(self._distinct(f"size_{part.name}", wanted.grain, wanted.belongs), ZERO)
        if whole.name in self._of_case:
            inside = self._inside(wanted.grain, self._known(whole))
            both = both_of((wanted.belongs, inside.same(ONE)))
            matched = known_or(self._distinct(f"matched_{part.name}", wanted.grain, both), ZERO)
        else:
            matched = self._matched_by_item(whole, wanted, scope)
        return of_code(
            choose(
                (part.count.same(ZERO), ONE),
                (both_of((whole.count.not_null(), part.count.not_null(), matched.same(size))), ONE),
                (both_of((whole.count.not_null(), part.count.not_null())), ZERO),
            )
        )

    def disjoint(self, one: WordSet, other: WordSet, scope: Scope) -> Flag:
        """Whether two lists of the case have no text in common."""
        del scope
        first, second = self._known(one), self._known(other)
        both = both_of((first.belongs, self._inside(first.grain, second).same(ONE)))
        shared = known_or(
            self._plan.aggregated(f"shared_{one.name}", first.grain, "max", choose((both, ONE), otherwise=ZERO)), ZERO
        )
        return of_code(
            choose(
                (one.count.same(ZERO), ONE),
                (other.count.same(ZERO), ONE),
                (both_of((one.count.not_null(), other.count.not_null(), shared.same(ZERO))), ONE),
                (both_of((one.count.not_null(), other.count.not_null())), ZERO),
            )
        )

    def size(self, name: str) -> Cell:
        """How many texts a list of the case has, whether it is known or not."""
        texts = self._of_case[name]
        return known_or(self._distinct(f"size_{name}", texts.grain, texts.belongs), ZERO)

    def _known(self, texts: WordSet) -> SetOfCase:
        found = self._of_case.get(texts.name)
        if found is None:
            raise NotCompiled(f"the list `{texts.name}` is compared as a whole")
        return found

    def _distinct(self, name: str, grain: str, belongs: Cell) -> Cell:
        return self._plan.aggregated(name, grain, "distinct", choose((belongs, column("value"))))

    def _inside(self, grain: str, texts: SetOfCase) -> Cell:
        """For each row of a grain of texts, whether its text is in a list of the case."""
        found = self._plan.paired(
            grain, "inside", texts.grain, "max", choose((inner(texts.belongs), inner(ONE))), (("value", "value"),)
        )
        return known_or(found, ZERO)

    def _matched_by_item(self, whole: WordSet, wanted: SetOfCase, scope: Scope) -> Cell:
        """How many of the wanted texts are in a list of an item."""
        if scope.grain is None or scope.paired:
            raise NotCompiled(f"the list `{whole.name}` of the case is compared as a whole")
        field = whole.name.removeprefix(f"{scope.grain}.")
        rows = text_rows(field)
        inside = inner(self._inside(rows, wanted)).same(ONE)
        found = self._plan.paired(
            scope.grain,
            "matched",
            rows,
            "sum",
            choose((inside, inner(ONE)), otherwise=inner(ZERO)),
            ((ORDER, ORDER),),
        )
        return known_or(found, ZERO)
