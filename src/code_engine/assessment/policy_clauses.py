"""Which clauses of a policy a rule rests on: those that state what it read, and of a list the entries that decide.

Everything is in the order of the policy: its layers from the group down, and each from the top of its file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from code_engine.assessment.policy_answers import ClauseSaid
from code_engine.evaluation.conditions import Condition
from code_engine.evaluation.context import Context
from code_engine.evaluation.trace import Step, Trace
from code_engine.landlord.policy import Policy
from code_engine.landlord.policy_statements import ListedItem, Said
from code_engine.policy.statements import LISTS
from code_engine.policy.vocabulary import COUNTED, PREFIX

_ITEM = re.compile(r"policy\.(?P<list>[a-z0-9_]+)\[(?P<place>[0-9]+)\]")
_BY_TEXT = ("", "other", "separate_process", "not_responsible")
"""Grounds that say too little of what they exclude."""

_DECIDES = {Step.ANY: True, Step.ALL: False, Step.COUNT: True}


def statements_read(policy: Policy, names: Iterable[str]) -> tuple[Said, ...]:
    """Who states the facts of these names, entries of lists left out."""
    return tuple(_once(said for name in names for said in _said(policy, name.removeprefix(PREFIX))))


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list that decided: what it is called in a sentence, and who states it."""

    name: str
    item: ListedItem

    @property
    def said(self) -> tuple[Said, ...]:
        """Every clause that speaks of it."""
        return self.item.said, *self.item.also


def entries_deciding(policy: Policy, condition: Condition, context: Context) -> tuple[Entry, ...]:
    """The entries of lists because of which the condition has its value; every entry where none does."""
    trace = condition.explain(context)
    read = [part for loop in trace.walk() if loop.step in _DECIDES for part in loop.parts if not _left_out(part)]
    deciding = [part for loop in trace.walk() if loop.step in _DECIDES for part in _deciding(loop)]
    places = dict.fromkeys(part.text for part in deciding or read)
    return tuple(_entry(policy, match) for place in places if (match := _ITEM.fullmatch(place)) is not None)


def cited(policy: Policy, said: Iterable[Said]) -> tuple[ClauseSaid, ...]:
    """The places with the texts of their clauses, or of the entries outside of clauses, each once and in order."""
    texts = {
        (layer.landlord, layer.version, number): clause.text
        for layer in policy.layers
        for number, clause in layer.content.clauses.items()
    }
    layers = [(layer.landlord, layer.version) for layer in policy.layers]

    def place(each: Said) -> tuple[int, int, int]:
        return layers.index((each.landlord, each.version)), each.origin.line or 0, each.origin.column or 0

    return each_place_once(
        ClauseSaid.of(
            clause=each.clause,
            landlord=each.landlord,
            version=each.version,
            file=each.origin.file,
            line=each.origin.line,
            text=texts.get((each.landlord, each.version, each.clause or ""), each.text),
        )
        for each in sorted(said, key=place)
    )


def in_order(parts: Iterable[Sequence[ClauseSaid]], policy: Policy) -> tuple[ClauseSaid, ...]:
    """The places that several parts cite, each once and in the order of the policy."""
    layers = [(layer.landlord, layer.version) for layer in policy.layers]
    said = [each for part in parts for each in part]
    said.sort(key=lambda each: (layers.index((each.landlord, each.version)), each.line or 0))
    return each_place_once(said)


def each_place_once(said: Iterable[ClauseSaid]) -> tuple[ClauseSaid, ...]:
    """Every clause once, however often it is cited; outside of clauses every line once."""
    found: dict[tuple[str, str, str | None, int | None], ClauseSaid] = {}
    for each in said:
        line = each.line if each.clause is None else None
        found.setdefault((each.landlord, each.version, each.clause, line), each)
    return tuple(found.values())


def numbers(said: Iterable[ClauseSaid]) -> tuple[str, ...]:
    """The numbers of clauses, each once; a line of the file for what stands outside of clauses."""
    return tuple(dict.fromkeys(each.clause or f"line {each.line}" for each in said))


def _left_out(entry: Trace) -> bool:
    """Whether the loop's own `if` leaves the entry out."""
    return len(entry.parts) > 1 and entry.parts[0].value is False


def _deciding(loop: Trace) -> list[Trace]:
    """The entries that give a loop its value; one of unknown value only where no other settles it, or in a count."""
    settled = [part for part in loop.parts if part.value is _DECIDES[loop.step]]
    if settled and loop.step is not Step.COUNT:
        return settled
    return [part for part in loop.parts if part.value is _DECIDES[loop.step] or part.value is None]


def _said(policy: Policy, name: str) -> Iterator[Said]:
    yield from policy.empty.get(name, ())
    statement = policy.statements.get(name.removesuffix("_count") if name.removesuffix("_count") in COUNTED else name)
    if statement is not None:
        yield from statement.said
    # The unit of a number, and the number in words, are stated where the number is.
    setting = policy.settings.get(name.removesuffix("_unit").removesuffix("_stated"))
    if setting is not None:
        yield Said(setting.landlord, setting.version, setting.clause, setting.origin)
        yield from setting.also


def _entry(policy: Policy, place: re.Match[str]) -> Entry:
    item = policy.lists[place["list"]][int(place["place"]) - 1]
    return Entry(_called(place["list"], item), item)


def _called(list_name: str, item: ListedItem) -> str:
    """What an entry is called: its name, its reason, what it says or its ground, else what kind of thing it is."""
    values = item.values
    ground = str(values.get("ground", ""))
    named = values.get("name") or values.get("reason")
    if not named and ground in _BY_TEXT:
        named = values.get("text")
    return str(named or ground.replace("_", " ") or f"an unnamed {LISTS[list_name].label}").rstrip(".")


def _once(said: Iterable[Said]) -> Iterable[Said]:
    return dict.fromkeys(said)
