"""Comparing how a case stands with how it stood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from code_engine.service.cases.changes import Change, ChangeKind
from code_engine.service.cases.standing import (
    NOT_YET,
    OVERDUE,
    TODAY,
    TOMORROW,
    ActionStood,
    BreachStood,
    DeadlineStood,
    LetterStood,
    Standing,
)

_WARNINGS: dict[int, ChangeKind] = {
    TOMORROW: "deadline_due_tomorrow",
    TODAY: "deadline_due_today",
    OVERDUE: "deadline_overdue",
}


def compare(before: Standing | None, after: Standing) -> tuple[Standing, tuple[Change, ...]]:
    """What changed from one look to the next, and the standing to keep: it remembers of what was told.

    Without an earlier look everything that is open now is new. The order is fixed: findings, deadlines, letters,
    actions, each by name.
    """
    stood = before or Standing()
    kept = {name: _warned(stood.deadlines.get(name), now) for name, now in after.deadlines.items()}
    changes = (
        *_of_findings(stood, after),
        *_of_deadlines(stood, after),
        *_of_letters(stood, after),
        *_of_actions(stood, after),
    )
    return replace(after, deadlines=kept, told=stood.told + len(changes)), changes


def _warned(was: DeadlineStood | None, now: DeadlineStood) -> DeadlineStood:
    """A warning that was given for a due date is not given for it again."""
    if was is None or not was.open or was.due_on != now.due_on or not now.open:
        return now
    return replace(now, warned=max(was.warned, now.warned))


def _names(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return sorted({*before, *after})


def _of_findings(before: Standing, after: Standing) -> Iterator[Change]:
    for name in _names(before.breaches, after.breaches):
        was, now = before.breaches.get(name), after.breaches.get(name)
        if now is not None and (was is None or (now.outstanding and not was.outstanding)):
            yield _finding("finding_breached", name, now, status="breached", outstanding=now.outstanding)
        elif was is not None and now is None:
            yield _finding("finding_settled", name, was)
        elif was is not None and now is not None and was.outstanding and not now.outstanding:
            yield _finding("finding_settled", name, now, status="breached", outstanding=False)


def _finding(kind: ChangeKind, name: str, stood: BreachStood, **further: Any) -> Change:
    return Change(
        change=kind,
        about=name,
        layer=stood.layer,
        title=stood.title,
        provisions=(stood.provision,),
        rule=stood.rule,
        **further,
    )


def _of_deadlines(before: Standing, after: Standing) -> Iterator[Change]:
    for name in _names(before.deadlines, after.deadlines):
        was, now = before.deadlines.get(name), after.deadlines.get(name)
        was_open = was is not None and was.open
        if now is None or not now.open:
            if was is not None and was_open:
                yield _closed(name, was, now)
            continue
        if was is None or not was_open:
            if now.warned != OVERDUE:
                yield _deadline("deadline_set", name, now)
            yield from _warning(name, now, NOT_YET)
        elif was.due_on != now.due_on:
            yield replace(_deadline("deadline_moved", name, now), was_due_on=was.due_on)
            yield from _warning(name, now, NOT_YET)
        else:
            yield from _warning(name, now, was.warned)


def _closed(name: str, was: DeadlineStood, now: DeadlineStood | None) -> Change:
    if now is None or now.done_on is None:
        return _deadline("deadline_dropped", name, now or was)
    return replace(_deadline("deadline_met", name, now), done_on=now.done_on)


def _warning(name: str, now: DeadlineStood, warned: int) -> Iterator[Change]:
    if now.warned > warned:
        yield _deadline(_WARNINGS[now.warned], name, now)


def _deadline(kind: ChangeKind, name: str, stood: DeadlineStood) -> Change:
    return Change(
        change=kind,
        about=name,
        layer=stood.layer,
        title=stood.title,
        provisions=(stood.provision,),
        rule=stood.rule,
        item=stood.item,
        status=stood.status,
        outstanding=stood.outstanding,
        due_on=stood.due_on,
    )


def _of_letters(before: Standing, after: Standing) -> Iterator[Change]:
    for name in _names(before.letters, after.letters):
        was, now = before.letters.get(name), after.letters.get(name)
        if now is not None and was is None:
            yield _letter("letter_due", name, now)
        elif was is not None and now is None:
            yield _letter("letter_settled", name, was)


def _letter(kind: ChangeKind, name: str, stood: LetterStood) -> Change:
    return Change(
        change=kind,
        about=name,
        layer=stood.layer,
        title=stood.kind,
        provisions=stood.because,
        letter=stood.kind,
        stage=stood.stage,
        due_on=stood.by,
        reason=stood.why,
    )


def _of_actions(before: Standing, after: Standing) -> Iterator[Change]:
    for name in _names(before.actions, after.actions):
        was, now = before.actions.get(name), after.actions.get(name)
        if now is not None and was is None:
            yield _action("action_due", name, now)
        elif was is not None and now is None:
            yield _action("action_settled", name, was)


def _action(kind: ChangeKind, name: str, stood: ActionStood) -> Change:
    return Change(
        change=kind,
        about=name,
        layer=stood.layer,
        title=stood.text,
        provisions=stood.because,
        due_on=stood.by,
        who=stood.who,
    )
