"""Which letter is wanted, and which is the most urgent of those that are due."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from code_engine.errors import Problem
from code_engine.evaluation.evaluation import Evaluation, Letter, Status
from code_engine.letters.mistakes import KIND, LetterError


@dataclass(frozen=True)
class Order:
    """Which letter is wanted: kind and stage (left out, the one most due), values given by hand, draft, form.

    A letter that goes out `by_post` needs an address.
    """

    kind: str | None = None
    stage: int | None = None
    given: Mapping[str, str] | None = None
    draft: bool = False
    variant: str | None = None
    by_post: bool = False


def chosen(evaluation: Evaluation, order: Order) -> tuple[str, int]:
    """The kind and stage wanted: those given, or those of the letter most due. Raises LetterError."""
    ordered = by_urgency(evaluation)
    if order.kind is not None:
        due = [letter.stage for letter in ordered if letter.kind == order.kind and letter.stage is not None]
        return order.kind, order.stage or (due[0] if due else _present_stage(evaluation))
    if not ordered:
        raise LetterError(Problem("no letter is due in this case", KIND, "name one with --kind"))
    first = ordered[0]
    return first.kind, order.stage or first.stage or _present_stage(evaluation)


def by_urgency(evaluation: Evaluation) -> list[Letter]:
    """The letters that are due, the most urgent first: overdue, then by day; an extension only after the rest."""
    return sorted(evaluation.letters, key=lambda due: (not due.overdue, due.by or date.max, due.kind == "extension"))


def letters_due(evaluation: Evaluation) -> str:
    """The letters that are due as JSON text ending in a newline, the most urgent first."""
    return json.dumps([each.model_dump(mode="json") for each in by_urgency(evaluation)], indent=2) + "\n"


def _present_stage(evaluation: Evaluation) -> int:
    """Stage 2 once it has been asked for: the rule that it is opened then applies."""
    applies = any(
        finding.rule == "escalation-opened" and finding.status is not Status.NOT_APPLICABLE
        for finding in evaluation.findings
    )
    return 2 if applies else 1
