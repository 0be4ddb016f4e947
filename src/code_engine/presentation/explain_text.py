"""An explanation of one provision as plain text: readable without colour and by a screen reader."""

from __future__ import annotations

from collections.abc import Iterable

from code_engine.evaluation.evaluation import Finding
from code_engine.evaluation.explanation import ConditionExplained, Explanation, RuleExplained
from code_engine.presentation.terminal import BOLD, STATUS_COLOURS, Page
from code_engine.presentation.words import (
    clean,
    day_words,
    label_words,
    sentence,
    short_digest,
    status_words,
)

_DEEPEST_INDENT = 24
_CHANGE = "What would change it:"


def render_explanation(
    explanation: Explanation, *, colour: bool, width: int = 80, landlord_name: str | None = None
) -> str:
    """The explanation in lines of at most `width` columns (20 at least), ending in a newline.

    `landlord_name` is shown instead of the landlord's identifier. Raises nothing.
    """
    page = Page(width, colour)
    page.heading(f"{explanation.provision} {explanation.title}: case {clean(explanation.case.reference)}")
    _introduction(page, explanation)
    for rule in explanation.rules:
        _rule(page, rule, explanation, clean(landlord_name or explanation.case.landlord))
    if not explanation.rules:
        page.paragraph("No rule about a single case belongs to this provision.")
    _contested(page, explanation.contested)
    if explanation.answered_by:
        page.heading("WHAT ONE CASE CANNOT ANSWER")
        page.paragraph(sentence(explanation.answered_by), 2)
    _list(page, "NOTES", explanation.notes)
    return page.text()


def _introduction(page: Page, explanation: Explanation) -> None:
    page.paragraph(sentence(explanation.gist))
    page.paragraph(f"Source: {explanation.source}.")
    ruleset, policy = explanation.ruleset, explanation.policy
    versions = f"{ruleset.id} {ruleset.version} ({short_digest(ruleset.digest)})"
    if policy is not None:
        versions += f"; policy {policy.version} of {clean(policy.landlord)} ({short_digest(policy.digest)})"
    page.paragraph(f"As of {day_words(explanation.as_of)}, days counted by {explanation.counting}; {versions}.")


def _rule(page: Page, rule: RuleExplained, explanation: Explanation, landlord: str) -> None:
    finding = rule.finding
    status = status_words(finding.status, finding.outstanding)
    whose = f"Own promise of {landlord}: " if finding.layer == "policy" else ""
    page.heading("")
    page.paragraph(
        f"{whose}{status}: {finding.title} [{finding.rule}]",
        mark=status,
        colour=STATUS_COLOURS[finding.status],
    )
    page.paragraph(clean(finding.reason), 2)
    for label in finding.labels:
        page.paragraph(sentence(label_words(label, explanation.counting)), 2)
    _changes(page, rule.changes)
    _list(page, "How the days were counted", rule.dates, 2)
    _conditions(page, rule)
    _readings(page, finding)
    _list(page, "What is not known", rule.questions, 2)
    if finding.inferred:
        page.paragraph(f"Beyond the words of the Code: {clean(finding.inferred)}", 2, 4)
    if finding.layer == "policy":
        page.paragraph(f"Source: {clean(rule.source)}.", 2, 4)


def _changes(page: Page, changes: Iterable[str]) -> None:
    for change in changes:
        page.paragraph(f"{_CHANGE} {clean(change)}", 2, 4, mark=_CHANGE, colour=BOLD)


def _conditions(page: Page, rule: RuleExplained) -> None:
    if not rule.conditions:
        return
    page.paragraph("Conditions:", 2)
    for condition in rule.conditions:
        page.paragraph(f"{condition.part}: {condition.text}", 4, 8)
        page.paragraph(f"= {clean(condition.value)}", 8)
        _parts(page, condition, 8)


def _parts(page: Page, condition: ConditionExplained, indent: int) -> None:
    """What the condition read itself, and its parts below it; a bare fact has said all already."""
    for fact in condition.facts:
        if fact.name != condition.text:
            page.paragraph(f"{clean(fact.name)}: {clean(fact.value)}", indent, indent + 2)
    for part in condition.parts:
        page.paragraph(f"- {part.text} = {clean(part.value)}", indent, indent + 2)
        _parts(page, part, min(indent + 2, _DEEPEST_INDENT))


def _readings(page: Page, finding: Finding) -> None:
    if not finding.readings:
        return
    page.paragraph("Readings of the Code:", 2)
    for reading in finding.readings:
        decides = ", this one decides" if reading.default else ""
        page.paragraph(
            f"- {clean(reading.title)}: {status_words(reading.status)}{decides}. {clean(reading.reason)}",
            4,
            6,
            mark=status_words(reading.status),
            colour=STATUS_COLOURS[reading.status],
        )


def _contested(page: Page, lines: tuple[str, ...]) -> None:
    if not lines:
        return
    page.heading("WHAT IS CONTESTED")
    page.paragraph(clean(lines[0]), 2)
    for line in lines[1:]:
        page.paragraph(f"- {clean(line)}", 2, 4)


def _list(page: Page, heading: str, lines: Iterable[str], indent: int = 0) -> None:
    found = list(lines)
    if not found:
        return
    if indent:
        page.paragraph(f"{heading}:", indent)
    else:
        page.heading(heading)
    for line in found:
        page.paragraph(f"- {clean(line)}", indent + 2, indent + 4)
