"""Where a case stands, in one line: the stage it is at, and how many duties are breached."""

from __future__ import annotations

from code_engine.evaluation.evaluation import Evaluation, Finding, Status
from code_engine.presentation.words import counted, day_words

_RESPONSES = ((2, "stage-2-response-in-time"), (1, "stage-1-response-in-time"))


def standing_line(evaluation: Evaluation) -> str:
    """One sentence: the latest open stage with its response date, then breaches and what cannot be told."""
    return f"{_stage(evaluation)}; {_breaches(evaluation)}."


def _stage(evaluation: Evaluation) -> str:
    for stage, rule in _RESPONSES:
        finding = _applicable(evaluation, rule)
        if finding is None:
            continue
        if finding.done_on is not None:
            return f"Stage {stage} answered on {day_words(finding.done_on)}"
        if finding.status is Status.BREACHED and finding.due_on is not None:
            return f"Stage {stage} response OVERDUE since {day_words(finding.due_on)}"
        if finding.status is Status.PENDING and finding.due_on is not None:
            return f"Stage {stage} open, response due {day_words(finding.due_on)}"
        if finding.status is Status.UNDETERMINED:
            return f"Stage {stage} response date not known"
        return f"Stage {stage} open"
    return "No stage is open"


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
