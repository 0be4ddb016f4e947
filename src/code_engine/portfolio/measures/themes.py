"""What complaints were about and what became of them: breaches, refusals, categories, outcomes, causes, learning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from code_engine.evaluation.evaluation import Status
from code_engine.portfolio.measures.cohort import Cohort, Period, references
from code_engine.portfolio.measures.measured_case import MeasuredCase
from code_engine.portfolio.measures.numbers import Share
from code_engine.portfolio.measures.satisfaction import share_of

NOT_RECORDED = "not recorded"
OTHER_WORDS = "a ground in the case's own words"
_LONGEST_GROUND = 60
_UPHELD = ("upheld", "partly_upheld")
_TWICE = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that have something in common, by reference."""

    name: str
    references: tuple[str, ...]

    @property
    def number(self) -> int:
        """How many."""
        return len(self.references)


@dataclass(frozen=True, slots=True)
class ProvisionFound:
    """How often a provision was breached, of the cases in which it was met or breached."""

    provision: str
    breached: Share
    outstanding: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extensions:
    """The extended responses of one stage, by whether all of their notices kept to the Code.

    An extension that is `valid` kept to 6.4 and 6.5, or to 6.15 and 6.16, and moves the due date. Those in
    `contact_left_out` did not give the Ombudsman's details, and are among the others.
    """

    stage: int
    valid: tuple[str, ...]
    invalid: tuple[str, ...]
    unsettled: tuple[str, ...]
    contact_left_out: tuple[str, ...]

    @property
    def number(self) -> int:
        """How many responses were extended."""
        return len(self.valid) + len(self.invalid) + len(self.unsettled)


def provisions(cases: Iterable[MeasuredCase]) -> tuple[ProvisionFound, ...]:
    """Every provision that was breached at least once, the most frequent first."""
    found = list(cases)
    names = sorted({provision for case in found for provision in case.breached}, key=_by_number)
    listed = [
        ProvisionFound(
            name,
            _breached(found, name),
            references([case for case in found if name in case.outstanding]),
        )
        for name in names
    ]
    return tuple(sorted(listed, key=lambda each: -each.breached.numerator))


def _breached(cases: list[MeasuredCase], provision: str) -> Share:
    decided = [case for case in cases if provision in case.breached or provision in case.met]
    return share_of(decided, lambda case: provision in case.breached)


def refusals(cases: Iterable[MeasuredCase], period: Period, stage: int) -> tuple[Group, ...]:
    """Refusals of a stage in the period by ground, the most frequent first (8.1 b)."""
    return _grouped(
        (_ground(refusal.ground), case.record.reference)
        for case in cases
        for refusal in case.record.refusals
        if refusal.stage == stage and period.has(refusal.on)
    )


def categories(cohort: Cohort) -> tuple[Group, ...]:
    """Complaints by what they were about, the most frequent first; capitals do not matter."""
    return _by_category(cohort.cases)


def outcomes(cohort: Cohort) -> tuple[Group, ...]:
    """What was decided, of the complaints answered."""
    stage = cohort.stage
    return _grouped(
        (case.record.stage(stage).decision or NOT_RECORDED, case.record.reference)
        for case in cohort.cases
        if case.record.stage(stage).responded_on is not None
    )


def escalation(cohort: Cohort) -> Share:
    """Of the complaints answered at stage 1, those for which stage 2 was asked for or opened."""
    answered = [case for case in cohort.cases if case.record.stage(1).responded_on is not None]
    return share_of(answered, went_to_stage_2)


def went_to_stage_2(case: MeasuredCase) -> bool:
    """Whether stage 2 was asked for, or opened without a request on record."""
    stage = case.record.stage(2)
    return stage.asked_on is not None or stage.reached is True


def upheld(case: MeasuredCase) -> bool:
    """Whether a complaint was upheld in whole or in part at either stage."""
    return any(stage.decision in _UPHELD for stage in case.record.stages)


def extensions(cohort: Cohort) -> Extensions:
    """Extensions of a stage by whether they kept to 6.4 and 6.5, or to 6.15 and 6.16."""
    stage = cohort.stage
    extended = [case for case in cohort.cases if case.record.stage(stage).extensions]

    def with_status(*statuses: Status) -> tuple[str, ...]:
        return references([case for case in extended if case.extensions[stage - 1] in statuses])

    rest = (Status.UNDETERMINED, Status.PENDING, Status.NOT_APPLICABLE)
    left_out = references([case for case in extended if case.contact_left_out[stage - 1]])
    return Extensions(stage, with_status(Status.MET), with_status(Status.BREACHED), with_status(*rest), left_out)


def repeat_causes(cohort: Cohort) -> tuple[Group, ...]:
    """Categories in which two or more complaints were upheld: what went wrong more than once."""
    groups = _by_category([case for case in cohort.cases if upheld(case)])
    return tuple(group for group in groups if group.number >= _TWICE and group.name != NOT_RECORDED)


def learning(cohort: Cohort) -> Share:
    """Of the complaints answered at stage 1, those with learning on record (9.1)."""
    answered = [case for case in cohort.cases if case.record.stage(1).responded_on is not None]
    return share_of(answered, lambda case: case.record.learned)


def _by_category(cases: Iterable[MeasuredCase]) -> tuple[Group, ...]:
    spelling: dict[str, str] = {}
    pairs = []
    for case in cases:
        name = " ".join((case.record.category or NOT_RECORDED).split())
        pairs.append((spelling.setdefault(name.casefold(), name), case.record.reference))
    return _grouped(pairs)


def _grouped(pairs: Iterable[tuple[str, str]]) -> tuple[Group, ...]:
    found: dict[str, list[str]] = {}
    for name, reference in pairs:
        found.setdefault(name, []).append(reference)
    groups = [Group(name, tuple(sorted(listed))) for name, listed in found.items()]
    return tuple(sorted(groups, key=lambda group: (-group.number, group.name)))


def _ground(ground: str | None) -> str:
    ground = " ".join((ground or "").split())
    if not ground:
        return NOT_RECORDED
    return ground if len(ground) <= _LONGEST_GROUND else OTHER_WORDS


def _by_number(provision: str) -> tuple[int, ...]:
    return tuple(int(part) for part in provision.split(".") if part.isdecimal())
