"""From findings to what follows: actions, letters, notices and escalations, chained by a forward chainer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from code_engine.evaluation.consequences import Chainer, Consequence, ConsequenceRules
from code_engine.evaluation.evaluation import Action, EngineReference, Finding, Layer, Letter, Notice, maker
from code_engine.evaluation.session import Session
from code_engine.version import VERSION

_make_action, _make_letter, _make_notice = maker(Action), maker(Letter), maker(Notice)


class Following:
    """The consequences of one landlord under one ruleset, ready to be drawn; shared by all threads.

    `order` names the findings of every case, by layer and rule, in the order in which they will come.
    """

    def __init__(self, rules: ConsequenceRules, chainer: Chainer, order: Sequence[tuple[Layer, str]]) -> None:
        self.layers: tuple[Layer, ...] = tuple(layer for layer, _ in order)
        """The layer of each finding."""
        self.rules = rules
        """The consequences as both chainers read them."""
        self._chainer = chainer
        self._places = rules.places_in(order)
        positions: dict[tuple[str, str], int] = {key: position for position, key in enumerate(order)}
        self._effects = tuple(_Effects(consequence, positions) for consequence in rules.consequences)
        self.engine = EngineReference.of(version=VERSION, chainer=chainer.name)
        """This software, and which chainer draws the consequences, with its version."""

    def draw(self, findings: Sequence[Finding], sessions: Mapping[Layer, Session]) -> Drawn:
        """What follows from the findings of a case on a day; each layer counts days by its own calendar."""
        vector = self.rules.vector_of(findings, self._places, sessions["code"].facts)
        drawn = Drawn()
        for index in self._chainer.run(vector):
            effects = self._effects[index]
            effects.add_to(drawn, findings, sessions[effects.layer])
        drawn.actions.sort(key=_by_urgency)
        drawn.letters.sort(key=_by_urgency)
        return drawn


@dataclass(slots=True)
class Drawn:
    """The consequences that fired, as entries of the evaluation.

    Actions and letters: overdue before the rest, soonest first, those without a date last.
    """

    actions: list[Action] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    escalations: list[Notice] = field(default_factory=list)


class _Effects:
    """What one consequence adds; all that is the same in every case is put together beforehand."""

    __slots__ = ("_action", "_alternatives", "_because", "_due_of", "_escalation", "_letter", "_notice", "layer")

    def __init__(self, consequence: Consequence, positions: Mapping[tuple[str, str], int]) -> None:
        then = consequence.then
        self.layer: Layer = consequence.layer
        # Every part in the order of its declaration, which is the order of the keys in JSON.
        first = {"consequence": consequence.id, "layer": consequence.layer}
        dated: dict[str, Any] = {"by": None, "overdue": False}
        because = {"because": consequence.because}
        self._because = consequence.because
        self._alternatives = _alternatives(consequence, positions)
        self._action: dict[str, Any] | None = None
        self._letter: dict[str, Any] | None = None
        self._notice: dict[str, Any] | None = None
        self._escalation: dict[str, Any] | None = None
        self._due_of: int | None = None
        """The place of the finding whose due date the action names."""
        if then.action is not None:
            action = {"text": then.action.text, "who": then.action.who}
            self._action = {**first, **action, **dated, "working_days_left": None, **because}
            if then.action.by is not None:
                self._due_of = positions.get((consequence.layer, then.action.by))
        if then.letter is not None:
            letter = {"kind": then.letter.kind, "stage": then.letter.stage, "why": then.letter.why}
            self._letter = {**first, **letter, **dated, **because}
        if then.notice is not None:
            self._notice = {**first, "to": then.notice.to, "text": then.notice.text, **because}
        if then.escalation is not None:
            self._escalation = {**first, "to": then.escalation.to, "text": then.escalation.text, **because}

    def add_to(self, drawn: Drawn, findings: Sequence[Finding], session: Session) -> None:
        """Add the effects; the due date is that of the rule the action names, where its duty has one."""
        by = None if self._due_of is None else findings[self._due_of].due_on
        day = None if by is None else by.toordinal()
        overdue = day is not None and day < session.as_of
        because = self._because if not self._alternatives else self._because_here(findings)
        if self._action is not None:
            action = self._action.copy()
            action["by"], action["overdue"], action["because"] = by, overdue, because
            if day is not None and not overdue:
                action["working_days_left"] = session.days_left(day)
            drawn.actions.append(_make_action(action))
        if self._letter is not None:
            letter = self._letter.copy()
            letter["by"], letter["overdue"], letter["because"] = by, overdue, because
            drawn.letters.append(_make_letter(letter))
        if self._notice is not None:
            drawn.notices.append(_make_notice({**self._notice, "because": because}))
        if self._escalation is not None:
            drawn.escalations.append(_make_notice({**self._escalation, "because": because}))

    def _because_here(self, findings: Sequence[Finding]) -> tuple[str, ...]:
        """The provisions the consequence serves, without those of alternatives that did not hold in this case."""
        read = [(findings[place], statuses) for place, statuses in self._alternatives]
        held = {finding.provision for finding, statuses in read if finding.status in statuses}
        alternatives = {finding.provision for finding, _ in read}
        kept = tuple(number for number in self._because if number not in alternatives or number in held)
        return kept or self._because


def _alternatives(
    consequence: Consequence, positions: Mapping[tuple[str, str], int]
) -> tuple[tuple[int, frozenset[str]], ...]:
    """The findings of which one is enough (`any`), each with the statuses it needs; empty where there are none."""
    found = []
    for atom in consequence.when.any:
        place = positions.get((consequence.layer, atom.rule)) if atom.rule is not None else None
        if place is not None and atom.status is not None:
            found.append((place, frozenset(atom.status)))
    return tuple(found)


def _by_urgency(entry: Action | Letter) -> tuple[bool, date]:
    by = entry.by
    return (by is None, by or date.max)
