"""Forward chaining with durable_rules: the only module that touches the library.

Consequences become rules of the library: the conditions of one branch select the *wide fact* (every property
the ruleset reads, one digit each), and each derived name it waits for is a small fact joined to it. A firing
records its consequence and asserts the name it derives, on which further rules then join.

The library is safe within narrow limits only, so we drive its compiled engine ourselves instead of going
through its Python classes. That leaves no timer thread (no Host is ever made), no action whose exception is
swallowed, no ten-second lease and no wall clock. What remains is kept by construction: facts, never events;
one `sid` for ever; only comparisons with one digit, nothing that asks for absence and no `or`; a lock around
every run; every fact retracted at its end, and after an error the whole ruleset thrown away. The counts are
in `envelope`.
"""

from __future__ import annotations

import itertools
import json
import threading
import weakref
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Protocol, cast

from code_engine.evaluation.consequences.compiled import Condition, Property
from code_engine.evaluation.consequences.envelope import check_partition, check_vector
from code_engine.evaluation.consequences.partition import Branch, Partition, partition
from code_engine.evaluation.consequences.rules import ConsequenceRules
from code_engine.forking import renew_in_children

_SID = "0"
_ACCEPTED = 0
_NOT_WANTED = 1
"""Answers of the library to a new fact: some rule may use it (kept), or none can (not kept)."""

_NAMES = itertools.count(1)


class _Engine(Protocol):
    """The functions of the library's compiled engine that we use; texts are JSON."""

    def create_ruleset(self, name: str, definition: str, /) -> int: ...
    def delete_ruleset(self, handle: int, /) -> None: ...
    def assert_fact(self, handle: int, fact: str, /) -> tuple[int, int]: ...
    def retract_fact(self, handle: int, fact: str, /) -> tuple[int, int]: ...
    def start_action_for_state(self, handle: int, state: int, /) -> tuple[str, str] | None: ...
    def complete_and_start_action(self, handle: int, state: int, /) -> str | None: ...
    def delete_state(self, handle: int, sid: str, /) -> None: ...


_NEEDED = tuple(name for name in vars(_Engine) if not name.startswith("_"))


@dataclass(frozen=True, slots=True)
class Library:
    """durable_rules as found here: its engine and version, or the reason why it cannot be used."""

    engine: _Engine | None
    version: str | None
    reason: str | None


@cache
def library() -> Library:
    """Look for durable_rules once; never raises."""
    try:
        engine = import_module("durable_rules_engine")
    except ImportError as error:
        return Library(None, None, f"it cannot be imported ({error})")
    missing = [name for name in _NEEDED if not hasattr(engine, name)]
    if missing:
        return Library(None, None, f"its engine has no `{missing[0]}`")
    return Library(cast(_Engine, engine), _version(), None)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("durable_rules")
    except PackageNotFoundError:
        return "of unknown version"


class DurableChainer:
    """Forward chaining in durable_rules; rulesets are built at the first run and shared by equal ones."""

    def __init__(self, rules: ConsequenceRules, found: Library) -> None:
        if found.engine is None:
            raise ValueError("durable_rules cannot be used here")
        self._name = f"durable_rules {found.version}"
        self._length = len(rules.properties)
        self._rules = rules
        self._engine = found.engine
        self._steps: tuple[_Step, ...] | None = None
        self._lock = threading.Lock()
        renew_in_children(self, DurableChainer._renew)

    @property
    def name(self) -> str:
        """`durable_rules` and its version."""
        return self._name

    def run(self, base: Sequence[int]) -> tuple[int, ...]:
        """See `Chainer.run`."""
        check_vector(base, self._length)
        steps = self._steps if self._steps is not None else self._build()
        fired: set[int] = set()
        derived: set[int] = set()
        for step in steps:
            step.run(base, fired, derived)
        return tuple(sorted(fired))

    def _renew(self) -> None:
        self._lock = threading.Lock()

    def _build(self) -> tuple[_Step, ...]:
        with self._lock:
            if self._steps is None:
                parts = partition(self._rules.compiled)
                self._steps = tuple(_Step(part, self._rules, self._engine) for part in parts)
            return self._steps


class _Step:
    """One ruleset in a chainer: fills its facts from the base vector and reads its firings."""

    def __init__(self, part: Partition, rules: ConsequenceRules, engine: _Engine) -> None:
        check_partition(part)
        self._places = part.properties
        self._wide = _fact("b", [f"p{place}" for place in range(len(part.properties))])
        self._names = {name: _fact(f"d{place}", [f"d{place}"]) % 1 for place, name in enumerate(part.reads)}
        self._consequences = [branch.consequence for branch in part.branches]
        self._derives = [rules.compiled[branch.consequence].derives for branch in part.branches]
        self._ruleset = ruleset(engine, definition(part, rules.properties))

    def run(self, base: Sequence[int], fired: set[int], derived: set[int]) -> None:
        """Add to `fired` and `derived` what follows in this ruleset."""
        names = self._names
        facts = [self._wide % tuple([base[place] for place in self._places])] if self._places else []
        facts += [text for name, text in names.items() if name in derived]

        def react(action: str) -> str | None:
            branch = int(action)
            fired.add(self._consequences[branch])
            name = self._derives[branch]
            if name is None or name in derived:
                return None
            derived.add(name)
            return names.get(name)

        self._ruleset.forward(facts, react)


class DurableRuleset:
    """One ruleset of the library and its lock; between two runs it holds no fact."""

    def __init__(self, engine: _Engine, text: str) -> None:
        self._engine = engine
        self._text = text
        self._lock = threading.Lock()
        self._live: _Live | None = None
        renew_in_children(self, DurableRuleset._renew)

    def forward(self, facts: Iterable[str], react: Callable[[str], str | None]) -> None:
        """Assert facts (JSON texts), tell `react` the name of each rule that fires, assert what it answers.

        Nothing of the run is left behind, whatever `react` raises.
        """
        with self._lock:
            live = self._live
            if live is None:
                live = self._live = _Live(self._engine, self._text)
            try:
                live.forward(facts, react)
            except BaseException:
                self._live = None
                raise

    def _renew(self) -> None:
        """In a forked child: a run in which another thread of the parent was goes on in the parent only."""
        if self._lock.locked() and self._live is not None:
            self._live.abandon()
            self._live = None
        # A thread that was just being given the lock has it already, though it does not show.
        self._lock = threading.Lock()


class _Live:
    """A ruleset inside the engine; freed when it is dropped."""

    def __init__(self, engine: _Engine, text: str) -> None:
        self._engine = engine
        self._handle = engine.create_ruleset(f"code-engine-{next(_NAMES)}", text)
        self._started: list[bool] = []
        self._freed = weakref.finalize(self, _free, engine, self._handle, self._started)
        self._freed.atexit = False

    def abandon(self) -> None:
        """Leave it as it is: a run that was broken off cannot be freed safely."""
        self._freed.detach()

    def forward(self, facts: Iterable[str], react: Callable[[str], str | None]) -> None:
        engine, handle = self._engine, self._handle
        kept: list[str] = []
        state = 0
        for fact in facts:
            state = self._keep(fact, kept) or state
        if not kept:
            return
        first = engine.start_action_for_state(handle, state)
        if first is not None and not self._started:
            self._started.append(True)
        message = None if first is None else first[1]
        while message is not None:
            # the message is {"<rule>": {…all facts joined…}}: only the rule's name matters
            derived = react(message[2 : message.index('"', 2)])
            if derived is not None:
                self._keep(derived, kept)
            message = engine.complete_and_start_action(handle, state)
        for fact in reversed(kept):
            engine.retract_fact(handle, fact)

    def _keep(self, fact: str, kept: list[str]) -> int:
        """Assert one fact; 0 where no rule can use it, so that it is not kept."""
        answer, state = self._engine.assert_fact(self._handle, fact)
        if answer == _NOT_WANTED:
            return 0
        if answer != _ACCEPTED:
            raise RuntimeError(f"durable_rules refused a fact with answer {answer}")
        kept.append(fact)
        return state


def _free(engine: _Engine, handle: int, started: list[bool]) -> None:
    # deleting a state on which no action ever started frees memory that was never set, and crashes
    if started:
        engine.delete_state(handle, _SID)
    engine.delete_ruleset(handle)


_SHARED: weakref.WeakValueDictionary[str, DurableRuleset] = weakref.WeakValueDictionary()
_SHARED_LOCK = threading.Lock()


def _renew_shared_lock(_owner: object) -> None:
    global _SHARED_LOCK
    _SHARED_LOCK = threading.Lock()


renew_in_children(DurableRuleset, _renew_shared_lock)


def ruleset(engine: _Engine, text: str) -> DurableRuleset:
    """The ruleset with this definition; equal ones (the Code's, for every landlord) are the same object."""
    with _SHARED_LOCK:
        found = _SHARED.get(text)
        if found is None:
            found = _SHARED[text] = DurableRuleset(engine, text)
        return found


def definition(part: Partition, properties: Sequence[Property]) -> str:
    """A partition as a ruleset of the library: rules named by branch, facts joined in a fixed order."""
    names = {name: f"d{place}" for place, name in enumerate(part.reads)}
    places = {place: f"p{position}" for position, place in enumerate(part.properties)}
    rules = {str(number): _rule(branch, places, names, properties) for number, branch in enumerate(part.branches)}
    return json.dumps(rules, separators=(",", ":"))


def _rule(
    branch: Branch, places: dict[int, str], names: dict[int, str], properties: Sequence[Property]
) -> dict[str, Any]:
    captures: list[dict[str, Any]] = []
    ordered = sorted(branch.alternative.conditions, key=lambda item: _anchor(properties[item.property]))
    tests = [
        test
        for condition in ordered
        for test in comparisons(condition, places[condition.property], properties[condition.property].highest)
    ]
    if tests:
        captures.append({"m0": tests[0] if len(tests) == 1 else {"$and": tests}})
    for number, name in enumerate(branch.alternative.derived, start=1):
        captures.append({f"m{number}": {names[name]: 1}})
    return {"all": captures}


def _anchor(item: Property) -> int:
    """Findings and labels first: few of them hold at once, so few siblings are true; flags often are."""
    return 1 if item.kind == "fact" else 0


def comparisons(condition: Condition, name: str, highest: int) -> list[dict[str, Any]]:
    """Comparisons that together accept just the allowed codes: bounds and gaps; never an `or`."""
    low, high = min(condition.allowed), max(condition.allowed)
    if low == high:
        return [{name: low}]
    tests: list[dict[str, Any]] = []
    if low > 0:
        tests.append({"$gte": {name: low}})
    if high < highest:
        tests.append({"$lte": {name: high}})
    gaps = sorted(set(range(low, high)) - condition.allowed)
    return [*tests, *({"$neq": {name: gap}} for gap in gaps)]


def _fact(identity: str, names: Sequence[str]) -> str:
    """The JSON text of a fact, with a place for the code of each property."""
    return f'{{"sid":"{_SID}","id":"{identity}",' + ",".join(f'"{name}":%d' for name in names) + "}"
