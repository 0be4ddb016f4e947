"""Why, in words: the reason of a finding from the rule's own sentence or a plain default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from code_engine.day_words import day_in_words
from code_engine.evaluation.evaluation import Status
from code_engine.evaluation.session import Session
from code_engine.evaluation.verdict import Verdict
from code_engine.evaluation.wording import NOT_YET, limit_in_words, working_days_in_words
from code_engine.ruleset.reasons import Template, parse_template
from code_engine.ruleset.rules import DeadlineBody, JudgementBody, Rule


def _templates(**texts: str) -> dict[str, Template]:
    return {status: parse_template(text, (), None)[0] for status, text in texts.items()}


_DEADLINE: Final = _templates(
    met="Done on {done}; it was due by {due}.",
    breached="Done on {done}, {late} late; it was due by {due}.",
    outstanding="Not done; it was due by {due}, {late} ago.",
    ended="It was due by {due} and still undone when the duty fell away, {late} late.",
    pending="Not due yet: {left} left, until {due}.",
    undetermined="Cannot be told yet: {question}",
    not_applicable="Does not apply.",
)
_JUDGEMENT: Final = _templates(
    met="Answered yes: {question}",
    breached="Answered no: {question}",
    pending="To be judged later: {question}",
    undetermined="A person has to answer: {question}",
    not_applicable="Does not apply.",
)
_REQUIREMENT: Final = _templates(
    met="{title}.",
    breached="Not so: {title}.",
    outstanding="Not so yet: {title}.",
    pending="Not due yet: {title}.",
    undetermined="Cannot be told yet: {question}",
    not_applicable="Does not apply.",
)


def reason_for(rule: Rule, verdict: Verdict, session: Session) -> str:
    """The sentence for a verdict: the rule's own where it has one for this status, else the default."""
    keys = _keys(verdict)
    own = next((rule.reasons[key] for key in keys if key in rule.reasons), None)
    template = own or _defaults(rule)[keys[0]]
    if template.fixed is not None:
        return template.fixed
    return _filled(template, rule, verdict, session)


def _keys(verdict: Verdict) -> tuple[str, ...]:
    """Which of a rule's sentences fits, the best first."""
    if verdict.outstanding:
        return ("outstanding", "breached")
    if verdict.ended:
        return ("ended", "outstanding", "breached")
    return (verdict.status,)


def fixed_reason(rule: Rule, status: Status) -> str | None:
    """The sentence for a status where it is the same in every case, else None."""
    return (rule.reasons.get(status) or _defaults(rule)[status]).fixed


def _defaults(rule: Rule) -> dict[str, Template]:
    if isinstance(rule.body, DeadlineBody):
        return _DEADLINE
    return _JUDGEMENT if isinstance(rule.body, JudgementBody) else _REQUIREMENT


_NOT_FIXED: Final = "a date that is not fixed yet"


def _date(verdict: Verdict, name: str, day: int | None, missing: str) -> str:
    return verdict.words.get(name) or (day_in_words(day) if day is not None else missing)


def _limit(rule: Rule) -> str:
    body = rule.body
    if isinstance(body, DeadlineBody) and body.limit is not None:
        return limit_in_words(body.limit.value, body.limit.unit)
    return "its limit"


def _question(rule: Rule, verdict: Verdict, session: Session) -> str:
    if isinstance(rule.body, JudgementBody):
        return rule.body.question
    return " ".join(session.question(name) for name in verdict.missing[:3])


def _days(verdict: Verdict) -> str:
    return "an unknown number of working days" if verdict.days is None else working_days_in_words(verdict.days)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence is about."""

    rule: Rule
    verdict: Verdict
    session: Session


_WORDS: Final[Mapping[str, Callable[[_Told], str]]] = {
    "due": lambda told: _date(told.verdict, "due", told.verdict.due, _NOT_FIXED),
    "original_due": lambda told: _date(told.verdict, "original_due", told.verdict.original_due, _NOT_FIXED),
    "done": lambda told: _date(told.verdict, "done", told.verdict.done, NOT_YET),
    "clock": lambda told: _date(told.verdict, "clock", told.verdict.clock, "a day that is not known"),
    "late": lambda told: told.verdict.words.get("late") or working_days_in_words(told.verdict.late or 0),
    "left": lambda told: told.verdict.words.get("left") or working_days_in_words(told.verdict.left or 0),
    "days": lambda told: _days(told.verdict),
    "limit": lambda told: _limit(told.rule),
    "question": lambda told: _question(told.rule, told.verdict, told.session),
    "item": lambda told: told.verdict.words.get("item", "one of them"),
    "title": lambda told: told.rule.title,
}
"""The words behind each placeholder; worked out only where a sentence uses them."""


def _filled(template: Template, rule: Rule, verdict: Verdict, session: Session) -> str:
    told = _Told(rule, verdict, session)
    parts = [template.pieces[0]]
    for name, piece in zip(template.names, template.pieces[1:], strict=True):
        if name.startswith("fact:"):
            parts.append(_fact(name.removeprefix("fact:"), session))
        else:
            parts.append(_WORDS[name](told))
        parts.append(piece)
    return "".join(parts)


def _fact(name: str, session: Session) -> str:
    value = session.json[name]
    if value is None:
        return NOT_YET
    fact = session.facts[name]
    if type(fact) is int and not isinstance(fact, bool) and isinstance(value, str):
        return day_in_words(fact)
    if isinstance(value, list):
        return ", ".join(str(part) for part in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "not known" if value == "unknown" or isinstance(value, dict) else str(value)
