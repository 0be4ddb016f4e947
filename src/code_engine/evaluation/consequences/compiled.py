"""Consequences as small integers: the common input of both chainers.

Every finding, label and flag that some consequence reads is a *property*, a place in one vector of small
integers. A condition allows some of the property's codes. A consequence holds if one of its alternatives
holds: all its conditions, and all the names it waits for derived. There are no texts, no empty values and no
absence here; what is missing from the record has a code of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from code_engine.ruleset.consequence_models import Atom, Consequence

ABSENT = 0
NOT_APPLICABLE = 1
MET = 2
UNDETERMINED = 3
PENDING = 4
BREACHED_OUTSTANDING = 5
BREACHED = 6
"""Codes of a finding. Undone duties (4, 5) and breaches (5, 6) are neighbours: one comparison will do."""

FALSE = 0
TRUE = 1
UNKNOWN = 2
"""Codes of a flag; a label has the first two."""

_HIGHEST = {"finding": BREACHED, "label": TRUE, "fact": UNKNOWN}
_CODES = {
    "met": (MET,),
    "undetermined": (UNDETERMINED,),
    "not_applicable": (NOT_APPLICABLE,),
    "pending": (PENDING,),
}


@dataclass(frozen=True, slots=True)
class Property:
    """A place in the vector: a finding's status (`name` is the rule), one of its labels, or a flag fact."""

    kind: str
    name: str
    layer: str = ""
    label: str = ""

    @property
    def highest(self) -> int:
        """The largest code the property can have; the smallest is 0."""
        return _HIGHEST[self.kind]


@dataclass(frozen=True, slots=True)
class Condition:
    """The property's code is one of `allowed` (never empty, never all codes)."""

    property: int
    allowed: frozenset[int]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way for a consequence to hold: every condition, and every name (by index) derived."""

    conditions: tuple[Condition, ...]
    derived: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CompiledConsequence:
    """A consequence by its index; `source` is the file it came from (0 is the Code's)."""

    index: int
    source: int
    alternatives: tuple[Alternative, ...]
    derives: int | None

    @property
    def reads(self) -> frozenset[int]:
        """Indices of the names that some alternative waits for."""
        return frozenset(name for alternative in self.alternatives for name in alternative.derived)


def allowed_codes(atom: Atom) -> frozenset[int]:
    """The codes with which a condition on a finding, label or flag holds."""
    if atom.status is None:
        return frozenset({TRUE if atom.label is not None or atom.is_ else FALSE})
    codes: set[int] = set()
    for status in atom.status:
        codes.update(_CODES.get(status) or _breach_codes(atom.outstanding))
    return frozenset(codes)


def _breach_codes(outstanding: bool | None) -> tuple[int, ...]:
    if outstanding is None:
        return (BREACHED_OUTSTANDING, BREACHED)
    return (BREACHED_OUTSTANDING,) if outstanding else (BREACHED,)


def property_of(atom: Atom, layer: str) -> Property:
    """The place a condition reads; not for a condition on a derived name."""
    if atom.fact is not None:
        return Property("fact", atom.fact)
    rule = atom.rule or ""
    if atom.label is not None:
        return Property("label", rule, layer, atom.label)
    return Property("finding", rule, layer)


class Compiler:
    """Gives every property and every derived name its index, in the order in which they are first read."""

    def __init__(self) -> None:
        self._properties: dict[Property, int] = {}
        self._derived: dict[str, int] = {}

    @property
    def properties(self) -> tuple[Property, ...]:
        """Every property read so far, by index."""
        return tuple(self._properties)

    @property
    def derived(self) -> tuple[str, ...]:
        """Every derived name met so far, by index."""
        return tuple(self._derived)

    def compile(self, index: int, source: int, consequence: Consequence) -> CompiledConsequence:
        """One consequence; an alternative whose conditions exclude each other is left out."""
        choices = consequence.when.any or (None,)
        alternatives = [
            alternative for choice in choices if (alternative := self._alternative(consequence, choice)) is not None
        ]
        name = consequence.then.derives
        derives = None if name is None else self._derived_index(name)
        return CompiledConsequence(index, source, tuple(dict.fromkeys(alternatives)), derives)

    def _alternative(self, consequence: Consequence, choice: Atom | None) -> Alternative | None:
        atoms = consequence.when.all if choice is None else (*consequence.when.all, choice)
        allowed: dict[int, frozenset[int]] = {}
        derived: set[int] = set()
        for atom in atoms:
            if atom.derived is not None:
                derived.add(self._derived_index(atom.derived))
                continue
            place = self._properties.setdefault(property_of(atom, consequence.layer), len(self._properties))
            codes = allowed_codes(atom)
            allowed[place] = allowed.get(place, codes) & codes
        if not all(allowed.values()):
            return None
        return Alternative(
            tuple(Condition(place, codes) for place, codes in sorted(allowed.items())), tuple(sorted(derived))
        )

    def _derived_index(self, name: str) -> int:
        return self._derived.setdefault(name, len(self._derived))
