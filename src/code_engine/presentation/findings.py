"""Findings as a reader meets them: by section, breaches first, the landlord's own promise beside the Code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from code_engine.day_words import day_in_words
from code_engine.evaluation.evaluation import Evaluation, Finding, Label, Reading, Status
from code_engine.presentation.trace_words import readable_trace
from code_engine.presentation.words import (
    STATUS_ORDER,
    clean,
    counted,
    day_words,
    in_order,
    label_words,
    provision_order,
    sentence,
    status_words,
    working_days,
)

_RANK = {status: place for place, status in enumerate(STATUS_ORDER)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding in words; `beside` holds the landlord's own promises about the same duty."""

    provision: str
    rule: str
    title: str
    status: Status
    status_words: str
    promise_of: str | None
    reason: str
    labels: tuple[str, ...]
    contested: bool
    readings: tuple[str, ...]
    needs: tuple[str, ...]
    dates: str
    due: str
    done: str
    inferred: str
    facts: Mapping[str, Any]
    trace: Mapping[str, Any]
    beside: tuple[Entry, ...] = ()

    @property
    def in_question(self) -> bool:
        """Whether the finding has to be defended: broken, or answered differently by another reading."""
        return self.status is Status.BREACHED or self.contested

    @property
    def worst(self) -> Status:
        """The worst status of the finding and the promises beside it."""
        return min((self.status, *(entry.status for entry in self.beside)), key=_RANK.__getitem__)


@dataclass(frozen=True, slots=True)
class Section:
    """The findings of one section; those that do not apply are kept apart, to be counted."""

    number: int
    heading: str
    entries: tuple[Entry, ...]
    not_applicable: tuple[Entry, ...]

    @property
    def tally(self) -> str:
        """How many findings have each status, in words: `1 BREACHED, 3 met; own promises: 2 met`."""
        of_code = _tally(entry for entry in self.entries if entry.promise_of is None)
        promises = _tally(own for entry in self.entries for own in (entry, *entry.beside) if own.promise_of is not None)
        return "; ".join(filter(None, (of_code, f"own promises: {promises}" if promises else "")))

    @property
    def not_applicable_line(self) -> str:
        """The count of findings that do not apply, with their provisions; empty where there are none."""
        if not self.not_applicable:
            return ""
        provisions = in_order(entry.provision for entry in self.not_applicable)
        return f"{counted(len(self.not_applicable), 'rule')} not applicable here ({', '.join(provisions)})."


def _tally(entries: Iterable[Entry]) -> str:
    tally = Counter(entry.status for entry in entries)
    return ", ".join(f"{tally[status]} {status_words(status)}" for status in STATUS_ORDER if tally[status])


def sections_of(evaluation: Evaluation, landlord: str) -> tuple[Section, ...]:
    """The sections that have findings, in the order of the Code; `landlord` is whose promises are shown."""
    questions = {missing.fact: clean(missing.question) for missing in evaluation.missing}
    entries = [_entry(finding, evaluation.counting, landlord, questions) for finding in evaluation.findings]
    numbers = sorted({_section_number(entry) for entry in entries})
    return tuple(
        _section(number, evaluation.ruleset.sections, [entry for entry in entries if _section_number(entry) == number])
        for number in numbers
    )


def _section_number(entry: Entry) -> int:
    return (provision_order(entry.provision) or (0,))[0]


def _section(number: int, titles: Mapping[str, str], entries: list[Entry]) -> Section:
    title = titles.get(str(number))
    applicable = _paired(entry for entry in entries if entry.status is not Status.NOT_APPLICABLE)
    return Section(
        number=number,
        heading=f"Section {number}: {title}" if title else f"Section {number}",
        entries=tuple(sorted(applicable, key=_reading_order)),
        not_applicable=tuple(entry for entry in entries if entry.status is Status.NOT_APPLICABLE),
    )


def _reading_order(entry: Entry) -> tuple[int, int, tuple[int, ...]]:
    # A breach of the Code goes before a broken promise where the Code itself is kept.
    return (_RANK[entry.worst], _RANK[entry.status], provision_order(entry.provision))


def _paired(entries: Iterable[Entry]) -> list[Entry]:
    """Each promise moved beside the Code's finding it belongs to; one that belongs to none stands alone."""
    every = list(entries)
    of_code = [entry for entry in every if entry.promise_of is None]
    beside: dict[int, list[Entry]] = {}
    alone: list[Entry] = []
    for promise in (entry for entry in every if entry.promise_of is not None):
        partner = _partner(promise, of_code)
        if partner is None:
            alone.append(promise)
        else:
            beside.setdefault(partner, []).append(promise)
    paired = (_with_beside(entry, tuple(beside.get(place, ()))) for place, entry in enumerate(of_code))
    return [*paired, *alone]


def _partner(promise: Entry, of_code: Sequence[Entry]) -> int | None:
    """The place of the Code's finding of the same rule, or of the only one under the same provision."""
    candidates = [place for place, entry in enumerate(of_code) if entry.provision == promise.provision]
    same = [place for place in candidates if of_code[place].rule == promise.rule]
    if same:
        return same[0]
    return candidates[0] if len(candidates) == 1 else None


def _with_beside(entry: Entry, beside: tuple[Entry, ...]) -> Entry:
    values = {name: getattr(entry, name) for name in Entry.__slots__ if name != "beside"}
    return Entry(**values, beside=beside)


def _entry(finding: Finding, counting: str, landlord: str, questions: Mapping[str, str]) -> Entry:
    return Entry(
        provision=clean(finding.provision),
        rule=clean(finding.rule),
        title=clean(finding.title),
        status=finding.status,
        status_words=status_words(finding.status, finding.outstanding),
        promise_of=landlord if finding.layer == "policy" else None,
        reason=sentence(finding.reason),
        labels=tuple(sentence(label_words(label, counting)) for label in finding.labels),
        contested=Label.CONTESTED in finding.labels,
        readings=_readings(finding),
        needs=_needs(finding, questions),
        dates=_dates(finding),
        due=day_words(finding.due_on) if finding.due_on else "",
        done=day_words(finding.done_on) if finding.done_on else "",
        inferred=sentence(finding.inferred) if finding.inferred else "",
        facts=finding.facts,
        trace=readable_trace(finding.trace),
    )


def _needs(finding: Finding, questions: Mapping[str, str]) -> tuple[str, ...]:
    """The questions that would settle the finding, but not one that its reason asks already."""
    reason = clean(finding.reason)
    asked = (questions.get(fact, clean(fact)) for fact in finding.missing)
    return tuple(question for question in asked if question not in reason)


def _readings(finding: Finding) -> tuple[str, ...]:
    return tuple(_reading(reading) for reading in finding.readings)


def _reading(reading: Reading) -> str:
    decides = " (decides here)" if reading.default else ""
    said = reading.due_on is not None and day_in_words(reading.due_on.toordinal()) in reading.reason
    due = f", due {day_words(reading.due_on)}" if reading.due_on and not said else ""
    return f"{clean(reading.title)}{decides}: {status_words(reading.status)}{due}. {sentence(reading.reason)}"


def _dates(finding: Finding) -> str:
    parts = []
    if finding.due_on:
        parts.append(f"due {day_words(finding.due_on)}")
    if finding.done_on:
        parts.append(f"done {day_words(finding.done_on)}")
    if finding.working_days is not None:
        parts.append(f"took {working_days(finding.working_days)}")
    if finding.working_days_late:
        parts.append(f"{working_days(finding.working_days_late)} late")
    if finding.status is Status.PENDING and finding.working_days_left is not None:
        parts.append(f"{working_days(finding.working_days_left)} left")
    return sentence(", ".join(parts))
