"""The provisions of a ruleset as plain text: the whole list, and one of them with all that decides it."""

from __future__ import annotations

from collections.abc import Sequence

from code_engine.presentation.rules_outline import (
    DIRECTIONS,
    ContestedShown,
    ParameterShown,
    ProvisionShown,
    RuleShown,
)
from code_engine.presentation.terminal import BOLD, Page
from code_engine.presentation.words import counted, sentence

_SUBJECTS = {"policy": "the policy", "organisation": "the landlord itself", "portfolio": "a year of cases"}
_ANSWERED = {
    "case": "In the case file: answers",
    "policy": "In the policy file: answers",
    "organisation": "In the landlord's assessment: rows, answers",
    "portfolio": "In the landlord's assessment: rows, answers",
}
_WEIGHT = {"conflict": " (following the policy breaches the Code)", "weaker": " (covered, but falls short)"}


def render_list(provisions: Sequence[ProvisionShown], *, colour: bool, width: int = 80) -> str:
    """Every provision with its gist, kinds and rules, by section, in lines of at most `width` columns."""
    page = Page(width, colour)
    section = None
    for provision in provisions:
        if provision.section != section:
            section = provision.section
            page.heading(f"{section} {provision.section_title}")
        page.paragraph(f"{provision.title} ({', '.join(provision.kinds)})", 2, 8, lead=f"{provision.provision:<6}")
        page.paragraph(sentence(provision.gist), 8)
        for rule in provision.rules:
            judged = f", judged by: {rule.asked_of}" if rule.asked_of else ""
            page.paragraph(f"- {rule.id}{judged}", 8, 10)
        if not provision.rules:
            page.paragraph(f"Answered by: {sentence(provision.answered_by or '')}", 8, 10)
    page.heading(f"{counted(len(provisions), 'provision')}.")
    return page.text()


def render_provision(provision: ProvisionShown, *, colour: bool, width: int = 80) -> str:
    """One provision: gist, source, rules with their conditions, numbers, readings, and who judges the rest."""
    page = Page(width, colour)
    page.heading(f"{provision.provision} {provision.title}")
    page.paragraph(sentence(provision.gist))
    page.paragraph(f"Section {provision.section}: {provision.section_title}.")
    page.paragraph(f"Evidence: {', '.join(provision.kinds)}.")
    page.paragraph(f"Source: {provision.source}.")
    page.paragraph(f"Ruleset: {provision.ruleset}")
    for rule in provision.rules:
        _rule(page, rule)
    _parameters(page, provision.parameters)
    if provision.definitions:
        page.heading("DEFINITIONS")
    for definition in provision.definitions:
        page.paragraph(f"{definition.name}: {sentence(definition.meaning)}", 2, 6, mark=definition.name, colour=BOLD)
        page.paragraph(definition.expression, 6)
    for question in provision.contested:
        _contested(page, question)
    if provision.answered_by:
        page.heading("WHAT ONE CASE CANNOT ANSWER")
        page.paragraph(sentence(provision.answered_by), 2)
    return page.text()


def _rule(page: Page, rule: RuleShown) -> None:
    page.heading(f"RULE {rule.id}")
    page.paragraph(sentence(rule.title), 2)
    if rule.subject != "case":
        page.paragraph(f"About: {_SUBJECTS[rule.subject]}", 2, 4)
    for part in rule.parts:
        page.paragraph(f"{part.name}: {part.text}", 2, 6, mark=f"{part.name}:", colour=BOLD)
    if rule.question is not None:
        page.paragraph(f"A person answers: {rule.question}", 2, 4)
        page.paragraph(f"Asked of: {rule.asked_of}. {_ANSWERED[rule.subject]}, `{rule.answer_key}`.", 2, 4)
    if rule.breach_is is not None:
        page.paragraph(f"A breach is: {rule.breach_is}{_WEIGHT[rule.breach_is]}", 2, 4)
        silence = "falls short, as the Code asks for it" if rule.must_be_stated else "does not fall short"
        page.paragraph(f"A policy that says nothing here {silence}.", 2, 4)
    if rule.change:
        page.paragraph(f"What to change: {rule.change}", 2, 4)
    if rule.inferred:
        page.paragraph(f"Beyond the words of the Code: {rule.inferred}", 2, 4)


def _parameters(page: Page, parameters: Sequence[ParameterShown]) -> None:
    if parameters:
        page.heading("NUMBERS")
    for parameter in parameters:
        direction = f" ({DIRECTIONS[parameter.direction]})" if parameter.direction else ""
        page.paragraph(
            f"{parameter.name}: {parameter.in_words}. {sentence(parameter.meaning)}{direction}",
            2,
            6,
            mark=parameter.name,
            colour=BOLD,
        )


def _contested(page: Page, question: ContestedShown) -> None:
    page.heading(f"CONTESTED: {question.id}")
    page.paragraph(sentence(question.question), 2)
    for reading in question.readings:
        decides = ", decides" if reading.decides else ""
        page.paragraph(f"- {reading.title} [{reading.id}{decides}]: {sentence(reading.basis)}", 2, 4)
