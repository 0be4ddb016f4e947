"""The case as it will stand once the letter has gone out: what its promises of dates are read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from code_engine.case.event import Event
from code_engine.case.events_outcome import AdjustmentAgreed
from code_engine.case.events_stages import Acknowledged, Defined, ExtensionNotified, ResponseIssued
from code_engine.case.fold import rounds
from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.evaluation.evaluation import Deadline, Evaluation, Finding, Status
from code_engine.forking import cached_property
from code_engine.letters.letter_models import StageRules
from code_engine.letters.requirements import Requirements

_Type = TypeVar("_Type", bound=Event)


@dataclass(frozen=True)
class Options:
    """How the case is evaluated; as for `Engine.evaluate`."""

    as_of: date
    counting: str = "day-0"
    ruleset: str | None = None
    landlord: str | None = None

    def evaluate(self, engine: Engine, case: Case) -> Evaluation:
        """Evaluate a case in this way. Raises as `Engine.evaluate`."""
        return engine.evaluate(
            case, as_of=self.as_of, counting=self.counting, ruleset=self.ruleset, landlord=self.landlord
        )


@dataclass(frozen=True)
class Situation:
    """A case on the day of a letter, its evaluation, and which letter it is."""

    engine: Engine
    case: Case
    options: Options
    evaluation: Evaluation
    requirements: Requirements
    kind: str
    stage: int | None

    @property
    def as_of(self) -> date:
        """The day of the letter."""
        return self.options.as_of

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What is seen of the complaint as it stands, earliest first, each with its stage filled in."""
        return tuple(_staged(rounds(self.case, self.as_of)[-1]))

    def of(self, kind: type[_Type], stage: int | None = None) -> tuple[_Type, ...]:
        """The events of a type, earliest first; of one stage where it is given."""
        return tuple(
            event
            for event in self.events
            if isinstance(event, kind) and (stage is None or event.stage in (stage, None))
        )

    def last(self, kind: type[_Type], stage: int | None = None) -> _Type | None:
        """The latest event of a type."""
        found = self.of(kind, stage)
        return found[-1] if found else None

    def answered_on(self, stage: int | None = None) -> date | None:
        """The day of the first answer in writing, at the letter's stage unless another is named."""
        found = [each.date for each in self.of(ResponseIssued, stage or self.stage) if each.written is not False]
        return found[0] if found else None

    def adjustments(self) -> list[str]:
        """What was agreed as an adjustment, and what was asked for."""
        resident = self.case.resident
        agreed = [event.what for event in self.of(AdjustmentAgreed) if event.what]
        return [*agreed, *((resident.adjustments_requested or ()) if resident else ())]

    @cached_property
    def sent(self) -> Evaluation:
        """The evaluation on the supposition that the letter goes out today.

        An acknowledgement starts the clock of the answer it promises, so its date is only known this way.
        """
        event = self._supposed()
        if event is not None:
            return self._evaluated((*self.case.events, event))
        others = self._without_this_notice()
        return self.evaluation if len(others) == len(self.case.events) else self._evaluated(others)

    def _evaluated(self, events: tuple[Event, ...]) -> Evaluation:
        """The evaluation of the case with other events."""
        parts = {name: getattr(self.case, name) for name in Case.model_fields}
        return self.options.evaluate(self.engine, Case.model_validate({**parts, "events": events}))

    def _without_this_notice(self) -> tuple[Event, ...]:
        """The events without the notice that an extension letter of this day is itself."""
        return tuple(
            event
            for event in self.case.events
            if not (self.kind == "extension" and isinstance(event, ExtensionNotified) and self._is_this(event))
        )

    def _is_this(self, notice: ExtensionNotified) -> bool:
        return notice.date == self.as_of and notice.stage == self.stage

    def _supposed(self) -> Event | None:
        stage = self.stage or 1
        if self.kind in ("acknowledgement", "stage_2_acknowledgement"):
            return Acknowledged(date=self.as_of, stage=stage, responsibility_stated=True)
        if self.kind in ("definition", "stage_2_definition"):
            return Defined(date=self.as_of, stage=stage)
        return None

    def with_extension(self, new_due_on: date, reasons: str, good_reason: str | None) -> Evaluation:
        """The evaluation on the supposition that this extension is notified today."""
        notice = ExtensionNotified(
            date=self.as_of,
            stage=self.stage or 1,
            new_due_on=new_due_on,
            reasons=reasons,
            ombudsman_contact_given=True,
            good_reason_over_cap=good_reason,
        )
        return self._evaluated((*self._without_this_notice(), notice))

    def due_by_the_code(self, rules: StageRules) -> date | None:
        """The day on which the Code itself, an extension counted, has it due; None where it is not certain."""
        name = rules.stage_2 if self.stage == 2 else rules.stage_1
        code = [each for each in self.sent.deadlines if each.rule == name and each.layer == "code"]
        return None if not code or _status(self.sent, name) is Status.UNDETERMINED else code[-1].due_on

    def missed_by(self, rules: StageRules, *, was_done: bool) -> date | str | None:
        """The earliest day on which this letter was due, by the Code or by the landlord's promise.

        None if that is not known, empty where there is no such day.

        Of the landlord's promises under the provision of the Code only those count that this letter keeps: done
        today, or with `was_done` false not done yet.
        """
        name = rules.stage_2 if self.stage == 2 else rules.stage_1
        code = [each for each in self.sent.deadlines if each.rule == name and each.layer == "code"]
        if not code:
            return "" if _status(self.sent, name) is Status.NOT_APPLICABLE else None
        own = [each for each in self.sent.deadlines if each.layer == "policy" and each.provision == code[0].provision]
        kept = [each for each in own if each.done_on == self.as_of or (each.done_on is None and not was_done)]
        return min(each.due_on for each in [code[-1], *kept])

    def due_on(self, rules: StageRules) -> date | None:
        """The earliest day on which the Code or the landlord's own promise under the same provision is due."""
        stage = self.stage or 1
        name = rules.stage_2 if stage == 2 else rules.stage_1
        code = [each for each in self.sent.deadlines if each.rule == name and each.layer == "code"]
        if not code or _status(self.sent, name) is Status.UNDETERMINED:
            return None
        own = [each for each in self.sent.deadlines if each.layer == "policy" and each.provision == code[0].provision]
        return min(each.due_on for each in [code[-1], *filter(_undone, own)])


def _undone(deadline: Deadline) -> bool:
    return deadline.done_on is None


def _status(evaluation: Evaluation, rule: str) -> Status | None:
    found = finding(evaluation, rule)
    return found.status if found is not None else None


def finding(evaluation: Evaluation, rule: str) -> Finding | None:
    """The Code's finding of a rule; None where it was not evaluated."""
    try:
        return evaluation.finding(rule)
    except KeyError:
        return None


def _staged(events: tuple[Event, ...]) -> Iterator[Event]:
    """Events with the stage they happened in, where they name none: stage 2 from a request for it."""
    current = 1
    for event in events:
        changes: dict[str, Any] = {} if event.stage is not None else {"stage": current}
        yield event.model_copy(update=changes) if changes else event
        if event.type == "escalation_requested":
            current = 2
