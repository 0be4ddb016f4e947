"""What another policy, or another version of the Code, would have done to cases that were handled already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.errors import CodeEngineError, LandlordError, Problem, quoted
from code_engine.evaluation.evaluation import Evaluation, Layer, Status
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.policy import Policy, merge
from code_engine.landlord.policy_version import PolicyVersion, read_draft
from code_engine.portfolio.evaluating import Question
from code_engine.portfolio.sources.rejects import CaseRead, Reject, rejected

_Key = tuple[Layer, str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """Cases in which a rule would have another status; None on a side on which there is no such rule."""

    layer: Layer
    provision: str
    rule: str
    before: Status | None
    after: Status | None
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleStanding:
    """How many of all cases have each status under a rule, before and after, where that differs for any of them."""

    layer: Layer
    provision: str
    rule: str
    title: str
    before: Mapping[Status, int]
    after: Mapping[Status, int]


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything that would be otherwise. `compared` cases were evaluated both ways, `affected` of them differ.

    `what` says what was tried out.
    """

    what: str
    compared: int
    affected: tuple[str, ...]
    rules: tuple[RuleStanding, ...]
    changes: tuple[Changed, ...]
    rejects: tuple[Reject, ...]


@dataclass(slots=True)
class Alternative:
    """What is tried out: a draft of a landlord's policy, a version of the Code, or both."""

    landlord: Landlord | None
    draft: PolicyVersion | None
    ruleset: str | None
    source: str | None = None
    _policies: dict[tuple[str, ...], Policy] = field(default_factory=dict)

    def in_words(self) -> str:
        """What is tried out, as a reader is told of it."""
        whose = f"{self.landlord.name}'s policy as in {self.source}" if self.landlord and self.source else None
        return ", with ".join(filter(None, (whose, self.ruleset)))

    def policy_for(self, day: date) -> Policy | None:
        """The draft over the policies of the landlord's groups in force on a day; None without a draft."""
        if self.draft is None or self.landlord is None:
            return None
        above = [
            version
            for landlord in self.landlord.lineage[:-1]
            for version in landlord.policies
            if version.in_force_on(day)
        ]
        key = tuple(f"{version.landlord}@{version.version}" for version in above)
        if key not in self._policies:
            self._policies[key] = merge(self.landlord.id, [*above, self.draft])
        return self._policies[key]


def alternative(engine: Engine, landlord: str | None, policy: Path | None, ruleset: str | None) -> Alternative:
    """What to try out. Raises LandlordError, DocumentError or RulesetError where it cannot be."""
    if policy is None and ruleset is None:
        raise LandlordError(
            Problem("nothing is changed", None, "name a draft with --policy, or a version with --ruleset")
        )
    if policy is not None and landlord is None:
        raise LandlordError(Problem("it is not said whose policy this is", None, "add --landlord ID"))
    chosen = engine.landlords.get(landlord) if landlord is not None else None
    draft = read_draft(policy, chosen.id) if policy is not None and chosen is not None else None
    if ruleset is not None:
        (engine.catalogue_of(chosen) if chosen is not None else engine.catalogue).named(ruleset)
    return Alternative(chosen, draft, ruleset, policy.name if policy is not None else None)


def impact(engine: Engine, cases: Iterable[CaseRead], question: Question, other: Alternative) -> Impact:
    """Evaluate every case of the landlord both ways, and say which findings would be otherwise."""
    changes: dict[tuple[_Key, Status | None, Status | None], list[str]] = {}
    affected: list[str] = []
    rejects: list[Reject] = []
    totals = (Counter[tuple[_Key, Status]](), Counter[tuple[_Key, Status]]())
    titles: dict[_Key, str] = {}
    compared = 0
    for read in cases:
        if read.case is None:
            rejects.extend(read.rejects)
            continue
        case = read.case
        if other.landlord is not None and case.landlord != other.landlord.id:
            continue
        try:
            first, second = _both(engine, case, question, other)
        except CodeEngineError as error:
            found = Reject(read.rows[0], case.reference, None, None, error.problems[0].message)
            rejects.extend(rejected(read.rows, case.reference, found).rejects)
            continue
        compared += 1
        before, after = _statuses(first), _statuses(second)
        for side, found_there in zip(totals, (before, after), strict=True):
            side.update(found_there.items())
        for each_finding in (*first.findings, *second.findings):
            titles[each_finding.layer, each_finding.provision, each_finding.rule] = each_finding.title
        different = [(key, before.get(key), after.get(key)) for key in sorted({*before, *after}, key=_order)]
        different = [each for each in different if each[1] != each[2]]
        if different:
            affected.append(case.reference)
        for each in different:
            changes.setdefault(each, []).append(case.reference)
    listed = [
        Changed(*key, first, second, tuple(sorted(references))) for (key, first, second), references in changes.items()
    ]
    listed.sort(key=lambda each: (_order((each.layer, each.provision, each.rule)), str(each.before), str(each.after)))
    rules = tuple(_standing(key, titles[key], totals) for key in sorted({key for key, _, _ in changes}, key=_order))
    return Impact(other.in_words(), compared, tuple(sorted(affected)), rules, tuple(listed), tuple(rejects))


def _standing(key: _Key, title: str, totals: Sequence[Counter[tuple[_Key, Status]]]) -> RuleStanding:
    before, after = ({status: side[key, status] for status in Status if side[key, status]} for side in totals)
    return RuleStanding(*key, title, before, after)


def _both(engine: Engine, case: Case, question: Question, other: Alternative) -> tuple[Evaluation, Evaluation]:
    first = engine.evaluate(
        case, as_of=question.as_of, counting=question.counting, ruleset=question.ruleset, landlord=question.landlord
    )
    received = min((event.date for event in case.events if event.type == "complaint_received"), default=None)
    day = received or min(event.date for event in case.events)
    second = engine.evaluate(
        case,
        as_of=question.as_of,
        counting=question.counting,
        ruleset=other.ruleset or question.ruleset,
        landlord=question.landlord,
        policy=other.policy_for(day),
    )
    return first, second


def _statuses(evaluation: Evaluation) -> dict[_Key, Status]:
    return {(each.layer, each.provision, each.rule): each.status for each in evaluation.findings}


def _order(key: _Key) -> tuple[object, ...]:
    layer, provision, rule = key
    return layer, tuple(int(part) if part.isdecimal() else 0 for part in provision.split(".")), provision, rule


def described(changed: Changed) -> str:
    """A change in words: `met → breached`."""
    return f"{_word(changed.before)} → {_word(changed.after)}"


def _word(status: Status | None) -> str:
    return "no such rule" if status is None else status.value.replace("_", " ")


def nothing_compared(other: Alternative) -> Problem:
    """What to say where a source has no case of the landlord."""
    name = other.landlord.id if other.landlord is not None else "any landlord"
    return Problem(f"there is no case of {quoted(name)} that could be evaluated both ways")
