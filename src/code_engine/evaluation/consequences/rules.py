"""The consequences of the Code and of a landlord, checked and ready to be chained.

Everything that could go wrong is found when the rules load: a rule, fact, label or derived name that does not
exist, two consequences with one id, names that wait for each other in a circle, and everything outside the
envelope in which durable_rules is safe.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from code_engine.errors import ConsequenceError, Location, Problem, did_you_mean, quoted
from code_engine.evaluation.consequences.compiled import (
    BREACHED,
    BREACHED_OUTSTANDING,
    FALSE,
    MET,
    NOT_APPLICABLE,
    PENDING,
    TRUE,
    UNDETERMINED,
    UNKNOWN,
    CompiledConsequence,
    Compiler,
    Property,
)
from code_engine.evaluation.consequences.envelope import MAXIMUM_CONSEQUENCES, check_consequence
from code_engine.evaluation.consequences.partition import firing_order
from code_engine.ruleset.consequence_models import Atom, Consequence

Path = tuple[str | int, ...]
Locate = Callable[[Sequence[str | int]], Location]

_STATUS_CODES: dict[str, int] = {
    "met": MET,
    "undetermined": UNDETERMINED,
    "not_applicable": NOT_APPLICABLE,
    "pending": PENDING,
    "breached": BREACHED,
}


@dataclass(frozen=True, slots=True)
class ConsequenceSource:
    """The consequences of one file, and where in it a path such as `("consequences", 3, "id")` stands."""

    consequences: Sequence[Consequence]
    locate: Locate | None = None


@dataclass(frozen=True, slots=True)
class _Placed:
    consequence: Consequence
    source: int
    path: Path
    locate: Locate | None

    def problem(self, message: str, *path: str | int, hint: str | None = None) -> Problem:
        place = None if self.locate is None else self.locate((*self.path, *path))
        return Problem(f"consequence {quoted(self.consequence.id)}: {message}", place, hint)

    def atoms(self) -> Iterator[tuple[Path, Atom]]:
        for key, atoms in (("all", self.consequence.when.all), ("any", self.consequence.when.any)):
            for position, atom in enumerate(atoms):
                yield ("when", key, position), atom


class ConsequenceRules:
    """Consequences in order (the Code's, then a landlord's own), checked against what they may refer to.

    Args:
        sources: the files in order; the first is the Code's.
        known_rules: per layer (`code`, `policy`) the ids of the rules that can have a finding.
        known_facts: the names of all facts that are flags.
        known_provisions: the Code's provision numbers; None does not check `because`.

    Attributes:
        consequences: all of them; chainers answer with indices into this.
        compiled: the same as small integers.
        properties: what each place of the base vector holds.
        derived: the derived names, by index.
        findings_read: the findings that conditions read, as (layer, rule id).

    Raises:
        ConsequenceError: every problem found, each with its place and, where one is close, the name meant.
    """

    def __init__(
        self,
        sources: Sequence[ConsequenceSource],
        *,
        known_rules: Mapping[str, Collection[str]],
        known_facts: Collection[str],
        known_provisions: Collection[str] | None = None,
    ) -> None:
        placed = [
            _Placed(consequence, number, ("consequences", position), source.locate)
            for number, source in enumerate(sources)
            for position, consequence in enumerate(source.consequences)
        ]
        if len(placed) > MAXIMUM_CONSEQUENCES:
            raise ConsequenceError(f"{len(placed)} consequences are too many: at most {MAXIMUM_CONSEQUENCES}")
        problems = [*_duplicates(placed), *_unknown_names(placed, known_rules, known_facts, known_provisions)]
        if problems:
            raise ConsequenceError(*problems)
        compiler = Compiler()
        self.consequences: tuple[Consequence, ...] = tuple(item.consequence for item in placed)
        self.compiled: tuple[CompiledConsequence, ...] = tuple(
            compiler.compile(index, item.source, item.consequence) for index, item in enumerate(placed)
        )
        self.properties: tuple[Property, ...] = compiler.properties
        self.derived: tuple[str, ...] = compiler.derived
        problems = [*_unsafe(placed, self.compiled), *_circles(placed, self.compiled, self.derived)]
        if problems:
            raise ConsequenceError(*problems)
        self._findings, self._facts = _plan(self.properties)
        self.findings_read: tuple[tuple[str, str], ...] = tuple(key for key, _, _ in self._findings)

    def base_vector(
        self,
        findings: Mapping[tuple[str, str], tuple[str, bool, Collection[str]]],
        facts: Mapping[str, object],
    ) -> list[int]:
        """The codes a chainer starts from.

        Args:
            findings: by (layer, rule id): status, whether a breached duty is still undone, and labels.
                A rule without a finding has the code for "absent", which no condition accepts.
            facts: by name; True and False count, anything else is not known.
        """
        vector = [0] * len(self.properties)
        for key, place, labels in self._findings:
            finding = findings.get(key)
            if finding is None:
                continue
            status, outstanding, given = finding
            if place >= 0:
                code = _STATUS_CODES[status]
                vector[place] = BREACHED_OUTSTANDING if code == BREACHED and outstanding else code
            for label, position in labels:
                vector[position] = TRUE if label in given else FALSE
        self._add_flags(vector, facts)
        return vector

    def places_in(self, order: Sequence[tuple[str, str]]) -> tuple[FindingPlaces, ...]:
        """For findings that always come in this order, by (layer, rule id): which are read, and their places."""
        positions = {key: position for position, key in enumerate(order)}
        return tuple((positions[key], place, labels) for key, place, labels in self._findings if key in positions)

    def vector_of(
        self, findings: Sequence[Judged], places: Sequence[FindingPlaces], facts: Mapping[str, object]
    ) -> list[int]:
        """As `base_vector`, for findings in the order for which `places_in` gave the places."""
        vector = [0] * len(self.properties)
        for position, place, labels in places:
            finding = findings[position]
            if place >= 0:
                code = _STATUS_CODES[finding.status]
                vector[place] = BREACHED_OUTSTANDING if code == BREACHED and finding.outstanding else code
            for label, label_place in labels:
                vector[label_place] = TRUE if label in finding.labels else FALSE
        self._add_flags(vector, facts)
        return vector

    def _add_flags(self, vector: list[int], facts: Mapping[str, object]) -> None:
        for name, place in self._facts:
            value = facts.get(name)
            vector[place] = TRUE if value is True else FALSE if value is False else UNKNOWN


class Judged(Protocol):
    """A finding, as far as consequences read it."""

    @property
    def status(self) -> str:
        """One of the five statuses."""
        ...

    @property
    def outstanding(self) -> bool:
        """Whether a breached duty is still undone."""
        ...

    @property
    def labels(self) -> Collection[str]:
        """What refines the status."""
        ...


FindingPlaces = tuple[int, int, tuple[tuple[str, int], ...]]
"""Of one finding: its position among the findings, the place of its status (-1: not read), those of its labels."""

_FindingPlan = tuple[tuple[str, str], int, tuple[tuple[str, int], ...]]


def _plan(properties: Sequence[Property]) -> tuple[tuple[_FindingPlan, ...], tuple[tuple[str, int], ...]]:
    """Where codes go: per rule its status (-1: not read) and labels, per flag its place."""
    places: dict[tuple[str, str], int] = {}
    labels: dict[tuple[str, str], list[tuple[str, int]]] = {}
    facts: list[tuple[str, int]] = []
    for place, item in enumerate(properties):
        key = (item.layer, item.name)
        if item.kind == "fact":
            facts.append((item.name, place))
        elif item.kind == "label":
            labels.setdefault(key, []).append((item.label, place))
        else:
            places[key] = place
    keys = dict.fromkeys([*places, *labels])
    return tuple((key, places.get(key, -1), tuple(labels.get(key, ()))) for key in keys), tuple(facts)


def _duplicates(placed: Sequence[_Placed]) -> Iterator[Problem]:
    seen: dict[str, _Placed] = {}
    for item in placed:
        first = seen.setdefault(item.consequence.id, item)
        if first is not item:
            place = "" if first.locate is None else f" at {first.locate((*first.path, 'id'))}"
            yield item.problem(f"the id is taken{place}", "id", hint="give it an id of its own")


def _unknown_names(
    placed: Sequence[_Placed],
    known_rules: Mapping[str, Collection[str]],
    known_facts: Collection[str],
    known_provisions: Collection[str] | None,
) -> Iterator[Problem]:
    derived = {item.consequence.then.derives for item in placed} - {None}
    names = [name for name in derived if name is not None]
    for item in placed:
        layer = item.consequence.layer
        rules = known_rules.get(layer, ())
        for path, atom in item.atoms():
            if atom.rule is not None and atom.rule not in rules:
                yield _unknown(item, f"rule of layer `{layer}`", atom.rule, rules, *path, "rule")
            if atom.fact is not None and atom.fact not in known_facts:
                yield _unknown(item, "flag", atom.fact, known_facts, *path, "fact")
            if atom.derived is not None and atom.derived not in derived:
                yield _unknown(item, "derived name", atom.derived, names, *path, "derived")
        action = item.consequence.then.action
        if action is not None and action.by is not None and action.by not in rules:
            yield _unknown(item, f"rule of layer `{layer}`", action.by, rules, "then", "action", "by")
        for position, provision in enumerate(item.consequence.because):
            if known_provisions is not None and provision not in known_provisions:
                yield _unknown(item, "provision", provision, known_provisions, "because", position)


def _unknown(item: _Placed, kind: str, name: str, known: Collection[str], *path: str | int) -> Problem:
    return item.problem(f"there is no {kind} {quoted(name)}", *path, hint=did_you_mean(name, known))


def _unsafe(placed: Sequence[_Placed], compiled: Sequence[CompiledConsequence]) -> Iterator[Problem]:
    for item, rule in zip(placed, compiled, strict=True):
        message = check_consequence(rule)
        if message is not None:
            yield item.problem(message, "when")


def _circles(
    placed: Sequence[_Placed], compiled: Sequence[CompiledConsequence], derived: Sequence[str]
) -> Iterator[Problem]:
    """One problem that names a circle of consequences, if some can never be put in order."""
    stuck = {rule.index for rule in compiled} - set(firing_order(compiled))
    if not stuck:
        return
    trail = [min(stuck)]
    while trail.count(trail[-1]) == 1:
        reads = compiled[trail[-1]].reads
        trail.append(next(index for index in sorted(stuck) if compiled[index].derives in reads))
    circle = trail[trail.index(trail[-1]) :][::-1]
    steps = [
        f"{quoted(placed[index].consequence.id)} derives {_name(compiled[index], derived)}" for index in circle[:-1]
    ]
    yield placed[circle[0]].problem(
        f"it waits for itself in a circle: {', then '.join(steps)}",
        "when",
        hint="take one of the `derived` conditions out",
    )


def _name(rule: CompiledConsequence, derived: Sequence[str]) -> str:
    return "" if rule.derives is None else quoted(derived[rule.derives])
