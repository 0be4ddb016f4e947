"""What a landlord attests about itself: the questions that rules about the organisation ask, and its answers.

A yes counts only where it is attested: with evidence, somebody who answers for it, and no review overdue; the
year of its file dates it where no day is given. A no counts as it is. What is not attested, or not answered, is
undetermined and never met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from code_engine.assessment.self_assessment_answers import QuestionAnswered
from code_engine.assessment.sheet import Sheet, StatedRow
from code_engine.day_words import day_in_words
from code_engine.errors import Problem, did_you_mean, quoted
from code_engine.evaluation.evaluation import Status
from code_engine.evaluation.reason_words import Reasons
from code_engine.ruleset.rules import JudgementBody, Rule, Ruleset

NOT_ANSWERED = "Nobody has answered this."


def questions_answered(rules: Iterable[Rule], stated: StatedRow | None, as_of: date) -> tuple[QuestionAnswered, ...]:
    """Every question that the rules of a provision ask the landlord, in their order; `stated` is the landlord's row.

    A question is answered by its id in the row's `answers`, else by `comply`.
    """
    return tuple(
        _answered(rule, rule.body, stated, as_of)
        for rule in rules
        if rule.subject == "organisation" and isinstance(rule.body, JudgementBody)
    )


def attested(ruleset: Ruleset, sheet: Sheet | None, as_of: date) -> dict[str, tuple[QuestionAnswered, ...]]:
    """The questions of every provision that asks any, by provision; without a sheet all of them are open."""
    rows = sheet.rows if sheet is not None else {}
    found = {
        number: questions_answered(ruleset.rules_of(number), rows.get(number), as_of) for number in ruleset.provisions
    }
    return {number: questions for number, questions in found.items() if questions}


def shortcoming(stated: StatedRow, as_of: date) -> str | None:
    """Why a yes in this row is not attested on `as_of`, as a sentence; None where it is."""
    missing = [
        what
        for what, value in (
            ("evidence", (stated.evidence or "").strip()),
            ("anybody who answers for it", (stated.owner or "").strip()),
        )
        if not value
    ]
    if missing:
        return f"The landlord says yes without {_listed(missing)}."
    if stated.stated_on is not None and stated.stated_on > as_of:
        return f"The landlord says yes, but only from {_day(stated.stated_on)} on."
    if stated.review_by is not None and stated.review_by < as_of:
        return f"The landlord's yes was to be reviewed by {_day(stated.review_by)}."
    return None


def unknown_questions(sheet: Sheet, ruleset: Ruleset) -> tuple[Problem, ...]:
    """One problem for each answer in a row whose question its provision does not ask."""
    problems = []
    for number, row in sheet.rows.items():
        if number not in ruleset.provisions:
            continue
        rules = ruleset.rules_of(number)
        asked = [body.id for rule in rules if isinstance(body := rule.body, JudgementBody) and _asks(rule)]
        for key in row.answers:
            if key not in asked:
                known = f"its questions are {', '.join(asked)}" if asked else f"{number} asks the landlord nothing"
                message = f"provision {quoted(number)} does not ask the question {quoted(key)}"
                problems.append(Problem(message, row.origin, did_you_mean(key, asked) or known))
    return tuple(problems)


def _asks(rule: Rule) -> bool:
    return rule.subject == "organisation"


def _answered(rule: Rule, body: JudgementBody, stated: StatedRow | None, as_of: date) -> QuestionAnswered:
    status, reason = _outcome(rule, body, stated, as_of)
    return QuestionAnswered.of(
        rule=rule.id, question=body.question, asked_of=body.asked_of, status=status, reason=reason
    )


def _outcome(rule: Rule, body: JudgementBody, stated: StatedRow | None, as_of: date) -> tuple[Status, str]:
    answer = stated.answers.get(body.id, stated.comply) if stated is not None else None
    if stated is None or answer is None:
        return Status.UNDETERMINED, NOT_ANSWERED
    if not answer:
        return Status.BREACHED, " ".join(_said(rule, Status.BREACHED, stated))
    lacking = shortcoming(stated, as_of)
    if lacking is not None:
        return Status.UNDETERMINED, lacking
    return Status.MET, " ".join(_said(rule, Status.MET, stated))


def _said(rule: Rule, status: Status, stated: StatedRow) -> Iterator[str]:
    """The rule's own sentence, and who says so when, as far as that is known."""
    yield Reasons(rule).fixed(status) or f"{rule.title}: {'yes' if status is Status.MET else 'no'}."
    who = f" by {stated.owner}" if stated.owner else ""
    when = f"on {_day(stated.stated_on)}" if stated.stated_on is not None else f"for {stated.year}"
    yield f"Stated{who} {when}."


def _day(day: date) -> str:
    return day_in_words(day.toordinal())


def _listed(parts: list[str]) -> str:
    return " or ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)
