"""What a provision of a ruleset consists of, in plain values: the same for the text and for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from code_engine.evaluation.wording import limit_in_words
from code_engine.ruleset.expressions import DefinitionName, Expression, ParameterName
from code_engine.ruleset.rules import (
    Contested,
    DeadlineBody,
    ForEach,
    JudgementBody,
    NoticeCheckBody,
    Parameter,
    Provision,
    RequirementBody,
    Rule,
    Ruleset,
)

DIRECTIONS = {
    "tighten_down": "a landlord may set less, never more",
    "tighten_up": "a landlord may set more, never less",
    "fixed": "a landlord may not change it",
    "free": "a landlord may set what it likes",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a rule: what it is for, and the condition or sentence."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class RuleShown:
    """One rule of a provision."""

    id: str
    title: str
    subject: str
    parts: tuple[Part, ...]
    question: str | None
    answer_key: str | None
    asked_of: str | None
    inferred: str | None
    breach_is: str | None
    must_be_stated: bool
    change: str | None


@dataclass(frozen=True, slots=True)
class ParameterShown:
    """A number that a rule of the provision uses, or that belongs to it."""

    name: str
    value: int
    unit: str
    in_words: str
    direction: str | None
    provision: str | None
    meaning: str


@dataclass(frozen=True, slots=True)
class DefinitionShown:
    """A named expression that a rule of the provision uses, directly or through another."""

    name: str
    expression: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """One reading of a contested question."""

    id: str
    title: str
    basis: str
    decides: bool


@dataclass(frozen=True, slots=True)
class ContestedShown:
    """A question about the provision on which careful readers disagree."""

    id: str
    question: str
    readings: tuple[ReadingShown, ...]


@dataclass(frozen=True, slots=True)
class ProvisionShown:
    """A provision with everything that decides it."""

    ruleset: str
    provision: str
    section: int
    section_title: str
    title: str
    gist: str
    kinds: tuple[str, ...]
    source: str
    answered_by: str | None
    rules: tuple[RuleShown, ...]
    parameters: tuple[ParameterShown, ...]
    definitions: tuple[DefinitionShown, ...]
    contested: tuple[ContestedShown, ...]


def shown(ruleset: Ruleset, provision: Provision) -> ProvisionShown:
    """All about one provision of a ruleset."""
    rules = ruleset.rules_of(provision.number)
    expressions = [part for rule in rules for part in _expressions(rule)]
    definitions = _definitions(expressions)
    return ProvisionShown(
        ruleset=ruleset.identity,
        provision=provision.number,
        section=provision.section,
        section_title=ruleset.sections.get(provision.section, ""),
        title=provision.title,
        gist=provision.gist,
        kinds=provision.kinds,
        source=provision.source,
        answered_by=provision.answered_by,
        rules=tuple(_rule(rule) for rule in rules),
        parameters=tuple(_parameters(ruleset, provision, [*expressions, *definitions.values()])),
        definitions=tuple(
            DefinitionShown(name, expression.text, ruleset.definitions[name].meaning)
            for name, expression in definitions.items()
        ),
        contested=tuple(
            _contested(question) for question in ruleset.contested.values() if provision.number in question.provisions
        ),
    )


def _rule(rule: Rule) -> RuleShown:
    body = rule.body
    asked = body if isinstance(body, JudgementBody) else None
    grading = rule.grading
    return RuleShown(
        id=rule.id,
        title=rule.title,
        subject=rule.subject,
        parts=tuple(Part(name, text) for name, text in _parts(rule)),
        question=asked.question if asked else None,
        answer_key=asked.id if asked else None,
        asked_of=asked.asked_of if asked else None,
        inferred=rule.inferred,
        breach_is=grading.breach_is if grading is not None else None,
        must_be_stated=grading is not None and grading.must_be_stated,
        change=grading.change if grading is not None else None,
    )


def _parts(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.applies is not None:
        yield "applies", rule.applies.text
    match rule.body:
        case RequirementBody(require=require):
            yield "require", require.text
        case NoticeCheckBody(extension_of=checked, each=each):
            yield f"each notice of {checked}", each.text
        case DeadlineBody() as body:
            yield from _deadline(body)
    for name, expression in (("pending", rule.pending), ("outstanding", rule.outstanding), ("due", rule.due)):
        if expression is not None:
            yield name, expression.text
    if rule.grading is not None and rule.grading.stricter is not None:
        yield "stricter", rule.grading.stricter.text


def _deadline(body: DeadlineBody) -> Iterator[tuple[str, str]]:
    if body.for_each is not None:
        yield "for each", _loop(body.for_each)
    for clock in body.clocks:
        name = "clock" if clock.reading is None else f"clock, reading {clock.reading}"
        yield name, clock.start.text
    if body.limit is not None:
        yield "within", f"{limit_in_words(body.limit.value, body.limit.unit)} ({body.limit.name})"
    if body.due is not None:
        yield "due", body.due.text
    yield "done", body.done.text
    if body.ends is not None:
        yield "ends", body.ends.text
    extension = body.extension
    if extension is not None:
        yield "extended by", f"{extension.collection}, to {extension.new_due.text}"
        yield "extension valid", extension.valid.text
        cap = limit_in_words(extension.cap.value, extension.cap.unit)
        yield "extension cap", f"{cap} ({extension.cap.name})"


def _loop(each: ForEach) -> str:
    words = f"{each.variable} in {each.collection}"
    return words if each.condition is None else f"{words} if {each.condition.text}"


def _expressions(rule: Rule) -> Iterator[Expression]:
    body = rule.body
    found: list[Expression | None] = [rule.applies, rule.pending, rule.outstanding, rule.due]
    if rule.grading is not None:
        found.append(rule.grading.stricter)
    match body:
        case RequirementBody():
            found.append(body.require)
        case NoticeCheckBody():
            found.append(body.each)
        case DeadlineBody():
            found += [clock.start for clock in body.clocks]
            found += [body.due, body.done, body.ends]
            if body.for_each is not None:
                found.append(body.for_each.condition)
            if body.extension is not None:
                found += [body.extension.new_due, body.extension.valid]
    yield from (expression for expression in found if expression is not None)


def _definitions(expressions: Iterable[Expression]) -> dict[str, Expression]:
    """The definitions that expressions use and those that these use in turn, each once, by name."""
    found: dict[str, Expression] = {}
    waiting = list(expressions)
    while waiting:
        for node in waiting.pop().walk():
            if isinstance(node, DefinitionName) and node.name not in found:
                found[node.name] = node.expression
                waiting.append(node.expression)
    return dict(sorted(found.items()))


def _parameters(ruleset: Ruleset, provision: Provision, expressions: Iterable[Expression]) -> Iterator[ParameterShown]:
    names = {name for name, parameter in ruleset.parameters.items() if parameter.provision == provision.number}
    for rule in ruleset.rules_of(provision.number):
        if isinstance(rule.body, DeadlineBody):
            names.update(parameter.name for parameter in _limits(rule.body))
    names.update(node.name for found in expressions for node in found.walk() if isinstance(node, ParameterName))
    for name in sorted(names & ruleset.parameters.keys()):
        parameter = ruleset.parameters[name]
        yield ParameterShown(
            name=name,
            value=parameter.value,
            unit=parameter.unit,
            in_words=_amount(parameter),
            direction=parameter.direction,
            provision=parameter.provision,
            meaning=parameter.meaning,
        )


def _limits(body: DeadlineBody) -> Iterator[Parameter]:
    if body.limit is not None:
        yield body.limit
    if body.extension is not None:
        yield body.extension.cap


def _amount(parameter: Parameter) -> str:
    if parameter.unit == "count":
        return str(parameter.value)
    return limit_in_words(parameter.value, parameter.unit)


def _contested(question: Contested) -> ContestedShown:
    readings = tuple(
        ReadingShown(name, reading.title, reading.basis, name == question.default)
        for name, reading in question.readings.items()
    )
    return ContestedShown(question.id, question.question, readings)
