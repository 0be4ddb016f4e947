"""Which clauses of a policy a rule rests on: those that state what it read, and of a list the entries that decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from code_engine.assessment.policy_answers import ClauseSaid
from code_engine.evaluation.conditions import Condition
from code_engine.evaluation.context import Context
from code_engine.evaluation.trace import Step, Trace
from code_engine.landlord.policy import Policy
from code_engine.landlord.policy_statements import Said
from code_engine.policy.vocabulary import PREFIX

_ITEM = re.compile(r"policy\.(?P<list>[a-z0-9_]+)\[(?P<place>[0-9]+)\]")
_DECIDES = {Step.ANY: True, Step.ALL: False, Step.COUNT: True}


def statements_read(policy: Policy, names: Iterable[str]) -> tuple[Said, ...]:
    """Who states the facts of these names, entries of lists left out."""
    return tuple(_once(said for name in names for said in _said(policy, name.removeprefix(PREFIX))))


def entries_deciding(policy: Policy, condition: Condition, context: Context) -> tuple[Said, ...]:
    """Who states the entries of lists because of which the condition has its value; every entry where none does."""
    trace = condition.explain(context)
    read = [part for loop in trace.walk() if loop.step in _DECIDES for part in loop.parts if not _left_out(part)]
    deciding = [part for loop in trace.walk() if loop.step in _DECIDES for part in _deciding(loop)]
    return tuple(_once(_entries(policy, deciding or read)))


def cited(policy: Policy, said: Iterable[Said]) -> tuple[ClauseSaid, ...]:
    """The places with the texts of their clauses, each once."""
    texts = {
        (layer.landlord, layer.version, number): clause.text
        for layer in policy.layers
        for number, clause in layer.content.clauses.items()
    }
    return each_place_once(
        ClauseSaid.of(
            clause=each.clause,
            landlord=each.landlord,
            version=each.version,
            file=each.origin.file,
            line=each.origin.line,
            text=texts.get((each.landlord, each.version, each.clause or "")),
        )
        for each in said
    )


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
    statement = policy.statements.get(name)
    if statement is not None:
        yield from statement.said
    # The unit of a number, and the number in words, are stated where the number is.
    setting = policy.settings.get(name.removesuffix("_unit").removesuffix("_stated"))
    if setting is not None:
        yield Said(setting.landlord, setting.version, setting.clause, setting.origin)


def _entries(policy: Policy, parts: Iterable[Trace]) -> Iterator[Said]:
    for part in parts:
        place = _ITEM.fullmatch(part.text)
        if place is not None:
            entry = policy.lists[place["list"]][int(place["place"]) - 1]
            yield from (entry.said, *entry.also)


def _once(said: Iterable[Said]) -> Iterable[Said]:
    return dict.fromkeys(said)
