"""From findings to what follows: actions, letters, notices and escalations, chained by a forward chainer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from code_engine.case.values import Value
from code_engine.evaluation.consequences import Chainer, Consequence, ConsequenceRules
from code_engine.evaluation.evaluation import Action, Finding, Letter, Notice
from code_engine.evaluation.session import Session


class Following:
    """The consequences of one landlord under one ruleset, ready to be drawn; shared by all threads."""

    def __init__(self, rules: ConsequenceRules, chainer: Chainer) -> None:
        self._rules = rules
        self._chainer = chainer

    @property
    def chainer_name(self) -> str:
        """Which chainer draws the consequences, with its version."""
        return self._chainer.name

    def draw(self, findings: Iterable[Finding], facts: Mapping[str, Value], session: Session) -> Drawn:
        """What follows from the findings of a case on a day."""
        by_rule: dict[tuple[str, str], Finding] = {(finding.layer, finding.rule): finding for finding in findings}
        read = {
            key: (finding.status, finding.outstanding, finding.labels)
            for key in self._rules.findings_read
            if (finding := by_rule.get(key)) is not None
        }
        vector = self._rules.base_vector(read, facts)
        drawn = Drawn(session, by_rule)
        for index in self._chainer.run(vector):
            drawn.add(self._rules.consequences[index])
        return drawn


class Drawn:
    """The consequences that fired, as entries of the evaluation."""

    def __init__(self, session: Session, findings: Mapping[tuple[str, str], Finding]) -> None:
        self._session = session
        self._findings = findings
        self._actions: list[Action] = []
        self._letters: list[Letter] = []
        self.notices: list[Notice] = []
        self.escalations: list[Notice] = []

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions: overdue before the rest, soonest first, those without a date last."""
        return tuple(sorted(self._actions, key=_by_urgency))

    @property
    def letters(self) -> tuple[Letter, ...]:
        """The letters in the same order as the actions."""
        return tuple(sorted(self._letters, key=_by_urgency))

    def add(self, consequence: Consequence) -> None:
        """Add the effects of one consequence."""
        then = consequence.then
        # Every part in the order of its declaration, which is the order of the keys in JSON.
        shared = {"consequence": consequence.id, "layer": consequence.layer}
        because = consequence.because
        by = self._due(consequence)
        overdue = by is not None and by.toordinal() < self._session.as_of
        if then.action is not None:
            left = None
            if by is not None and not overdue:
                left = self._session.days_left(by.toordinal())
            self._actions.append(
                Action.of(
                    **shared,
                    text=then.action.text,
                    who=then.action.who,
                    by=by,
                    overdue=overdue,
                    working_days_left=left,
                    because=because,
                )
            )
        if then.letter is not None:
            letter = then.letter
            self._letters.append(
                Letter.of(
                    **shared,
                    kind=letter.kind,
                    stage=letter.stage,
                    why=letter.why,
                    by=by,
                    overdue=overdue,
                    because=because,
                )
            )
        if then.notice is not None:
            self.notices.append(Notice.of(**shared, to=then.notice.to, text=then.notice.text, because=because))
        if then.escalation is not None:
            escalation = Notice.of(**shared, to=then.escalation.to, text=then.escalation.text, because=because)
            self.escalations.append(escalation)

    def _due(self, consequence: Consequence) -> date | None:
        """The due date of the rule the action names, as long as its duty is still open."""
        action = consequence.then.action
        if action is None or action.by is None:
            return None
        finding = self._findings.get((consequence.layer, action.by))
        return None if finding is None else finding.due_on


def _by_urgency(entry: Action | Letter) -> tuple[bool, date]:
    return (entry.by is None, entry.by or date.max)
