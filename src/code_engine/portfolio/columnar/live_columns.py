"""Which columns of the case are kept, from which level to which, and which are written out in their only reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from code_engine.portfolio.columnar.cells import Cell
from code_engine.portfolio.columnar.planning import Aggregated, CaseColumn, Computed, LookedUp, Plan, own_needs

_SHARED = ""


@dataclass(frozen=True, slots=True)
class Output:
    """A column of the answer: the column of the case that it is, and the group of rules it belongs to."""

    column: str
    group: str


class LiveColumns:
    """The columns that the answer rests on.

    A computed column that one other reads once, at its own level, is no column at all: it is written out there. What
    only the answer reads stays in the table of its level and is not carried through those after it; where only the
    rules of one group rest on it, it is worked out beside the others, in a table of that group.
    """

    def __init__(self, plan: Plan, outputs: Iterable[Output]) -> None:
        self._plan = plan
        self._group_of_output = {each.column: each.group for each in outputs}
        self._outputs = frozenset(self._group_of_output)
        self.made: frozenset[str] = self._all_made()
        self.inlined: dict[str, Cell] = self._read_once()
        self._kept = self._kept_by_level()
        self.group_of: dict[str, str] = self._groups()

    def after(self, level: int) -> frozenset[str]:
        """The columns that the table of a level has to hold."""
        return self._kept[level]

    def needs(self, made: CaseColumn) -> frozenset[str]:
        """The columns of its row that a column reads, itself or through what is written out in it."""
        found: set[str] = set()
        for name in own_needs(made):
            inlined = self.inlined.get(name)
            found |= {name} if inlined is None else self.needs(Computed(inlined, ""))
        return frozenset(found)

    def _all_made(self) -> frozenset[str]:
        columns = self._plan.case_columns
        found: set[str] = set()
        open_names = list(self._outputs)
        while open_names:
            name = open_names.pop()
            if name not in found:
                found.add(name)
                if name in columns:
                    open_names += self._reads(columns[name])
        return frozenset(found & columns.keys())

    def _reads(self, made: CaseColumn) -> frozenset[str]:
        if isinstance(made, Aggregated):
            return self._plan.case_needs(made.grain, made.value.needs)
        return own_needs(made)

    def _read_once(self) -> dict[str, Cell]:
        columns, levels = self._plan.case_columns, self._plan.levels
        times = Counter(self._outputs)
        for reader in self.made:
            made = columns[reader]
            for name in self._reads(made):
                times[name] += 2 if levels[name] != levels[reader] else _times(made, name)
        found = {}
        for name in sorted(self.made - self._outputs):
            made = columns[name]
            if isinstance(made, Computed) and times[name] == 1:
                found[name] = made.cell
        return found

    def _groups(self) -> dict[str, str]:
        """The group of each column on which one group alone rests; of others none."""
        columns = self._plan.case_columns
        groups: dict[str, set[str]] = {name: set() for name in self.made}
        for name, group in self._group_of_output.items():
            groups.setdefault(name, set()).add(group)
        # Columns stand in the plan after those they rest on.
        for reader in reversed([name for name in columns if name in self.made]):
            made = columns[reader]
            for need in self._reads(made) & self.made:
                # What is gathered reads its columns of the case for all groups at once.
                groups[need] |= {_SHARED} if isinstance(made, Aggregated) else groups[reader]
        return {
            name: next(iter(each))
            for name, each in groups.items()
            if len(each) == 1 and _SHARED not in each and name in self.made
        }

    def _kept_by_level(self) -> list[frozenset[str]]:
        columns, levels = self._plan.case_columns, self._plan.levels
        kept: list[set[str]] = [set() for _ in range(max(levels.values()) + 1)]
        for name in self._outputs:
            kept[levels[name]].add(name)
        for reader in self.made:
            for name in self._reads(columns[reader]):
                for level in range(levels[name], levels[reader]):
                    kept[level].add(name)
        return [frozenset(names) for names in kept]


def _times(made: CaseColumn, name: str) -> int:
    """How often a column of the same level is read; one that is gathered over or looked up needs a column there."""
    match made:
        case Computed(cell=cell):
            return cell.key.count(name)
        case LookedUp(day=day):
            return day.key.count(name)
    return 2
