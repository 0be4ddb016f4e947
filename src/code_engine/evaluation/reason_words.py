"""Why, in words: the reason of a finding from the rule's own sentence or a plain default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from code_engine.day_words import day_in_words
from code_engine.evaluation.evaluation import Status
from code_engine.evaluation.session import Session
from code_engine.evaluation.verdict import Verdict
from code_engine.evaluation.wording import NOT_YET, limit_in_words, working_days_in_words
from code_engine.ruleset.reasons import Template, parse_template
from code_engine.ruleset.rules import DeadlineBody, JudgementBody, Rule

ENTRIES: Final = "\ue000"
ENTRY_COUNT: Final = "\ue001"
"""What stands in a reason for the entries that decided, and for their number, until a policy check names them."""


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


class Reasons:
    """The sentences of one rule: its own where it has one for a status, else the default."""

    def __init__(self, rule: Rule) -> None:
        def sentence(*keys: str) -> _Sentence:
            """The rule's own sentence, the best first, or the default of the first; else that of a breach."""
            own = next((rule.reasons[key] for key in keys if key in rule.reasons), None)
            return _Sentence(own or defaults.get(keys[0]) or defaults["breached"], rule)

        defaults = _defaults(rule)
        self._by_status = {status: sentence(status) for status in Status}
        self._outstanding = sentence("outstanding", "breached")
        self._ended = sentence("ended", "outstanding", "breached")

    def sentence(self, verdict: Verdict, session: Session) -> str:
        """The sentence for a verdict."""
        if verdict.outstanding:
            sentence = self._outstanding
        else:
            sentence = self._ended if verdict.ended else self._by_status[verdict.status]
        return sentence.fixed if sentence.fixed is not None else sentence.filled(verdict, session)

    def fixed(self, status: Status) -> str | None:
        """The sentence for a status where it is the same in every case, else None."""
        return self._by_status[status].fixed


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


_Words: TypeAlias = Callable[[Rule, Verdict, Session], str]

_WORDS: Final[Mapping[str, _Words]] = {
    "due": lambda _rule, verdict, _session: _date(verdict, "due", verdict.due, _NOT_FIXED),
    "original_due": lambda _rule, verdict, _session: _date(verdict, "original_due", verdict.original_due, _NOT_FIXED),
    "done": lambda _rule, verdict, _session: _date(verdict, "done", verdict.done, NOT_YET),
    "clock": lambda _rule, verdict, _session: _date(verdict, "clock", verdict.clock, "a day that is not known"),
    "late": lambda _rule, verdict, _session: verdict.words.get("late") or working_days_in_words(verdict.late or 0),
    "left": lambda _rule, verdict, _session: verdict.words.get("left") or working_days_in_words(verdict.left or 0),
    "days": lambda _rule, verdict, _session: _days(verdict),
    "limit": lambda rule, _verdict, _session: _limit(rule),
    "question": _question,
    "item": lambda _rule, verdict, _session: verdict.words.get("item", "one of them"),
    "title": lambda rule, _verdict, _session: rule.title,
    "entries": lambda _rule, _verdict, _session: ENTRIES,
    "entry_count": lambda _rule, _verdict, _session: ENTRY_COUNT,
}
"""The words behind each placeholder; worked out only where a sentence uses them."""


class _Sentence:
    """A template with the words of each placeholder looked up beforehand."""

    __slots__ = ("_first", "_rest", "_rule", "fixed")

    def __init__(self, template: Template, rule: Rule) -> None:
        self.fixed = template.fixed
        self._rule = rule
        self._first = template.pieces[0]
        self._rest = tuple(zip(map(_words_of, template.names), template.pieces[1:], strict=True))

    def filled(self, verdict: Verdict, session: Session) -> str:
        """The sentence with its words put in."""
        sentence = self._first
        for words, piece in self._rest:
            sentence += words(self._rule, verdict, session) + piece
        return sentence


def _words_of(name: str) -> _Words:
    if not name.startswith("fact:"):
        return _WORDS[name]
    fact = name.removeprefix("fact:")
    return lambda _rule, _verdict, session: _fact(fact, session)


def _fact(name: str, session: Session) -> str:
    value = session.shown[name]
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
