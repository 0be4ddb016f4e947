"""Where a case stands, in one line: the stage it is at, and how many duties are breached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from code_engine.evaluation.evaluation import Evaluation, Finding, Status
from code_engine.presentation.words import counted, day_words, sentence, value_words

_ENDINGS = (
    ("complaint.withdrawn_on", "Withdrawn on"),
    ("escalation.refused_on", "Stage 2 refused on"),
    ("complaint.refused_on", "Refused on"),
)
_RESPONSES = ((2, "stage-2-response-in-time"), (1, "stage-1-response-in-time"))


def standing_line(evaluation: Evaluation) -> str:
    """One sentence: the latest open stage with its response date, then breaches and what cannot be told."""
    stage, breaches = _stage(evaluation), _breaches(evaluation)
    return f"{stage}; {breaches}." if stage else sentence(breaches)


def _stage(evaluation: Evaluation) -> str:
    for stage, rule in _RESPONSES:
        finding = _applicable(evaluation, rule)
        if finding is None:
            continue
        if finding.done_on is not None:
            return f"Stage {stage} answered on {day_words(finding.done_on)}"
        if finding.status is Status.BREACHED and not finding.outstanding:
            return _ending([finding])
        if finding.status is Status.BREACHED and finding.due_on is not None:
            return f"Stage {stage} response OVERDUE since {day_words(finding.due_on)}"
        if finding.status is Status.PENDING and finding.due_on is not None:
            return f"Stage {stage} open, response due {day_words(finding.due_on)}"
        if finding.status is Status.UNDETERMINED:
            return f"Stage {stage} response date not known"
        return f"Stage {stage} open"
    responses = {rule for _, rule in _RESPONSES}
    return _ending(finding for finding in evaluation.findings if finding.rule in responses) or "No stage is open"


def _ending(findings: Iterable[Finding]) -> str:
    """What ended the case, with its day, as far as the facts that these findings read show it; else nothing."""
    facts = {name: value for finding in findings if finding.layer == "code" for name, value in finding.facts.items()}
    for fact, words in _ENDINGS:
        day = facts.get(fact)
        if isinstance(day, date) or (isinstance(day, str) and day != "unknown"):
            return f"{words} {value_words(day)}"
    return ""


def _applicable(evaluation: Evaluation, rule: str) -> Finding | None:
    for finding in evaluation.findings:
        if finding.rule == rule and finding.layer == "code" and finding.status is not Status.NOT_APPLICABLE:
            return finding
    return None


def _breaches(evaluation: Evaluation) -> str:
    """The Code's breaches; the landlord's own broken promises only where the Code itself is kept."""
    breached = [finding for finding in evaluation.findings if finding.status is Status.BREACHED]
    of_code = [finding for finding in breached if finding.layer == "code"]
    if of_code:
        undone = sum(finding.outstanding for finding in of_code)
        return counted(len(of_code), "breach", "breaches") + (f", {undone} still undone" if undone else "")
    if breached:
        return f"no breach found, {counted(len(breached), 'own promise')} broken"
    unknown = any(f.status is Status.UNDETERMINED and f.layer == "code" for f in evaluation.findings)
    return "no breach found so far" if unknown else "no breach found"
