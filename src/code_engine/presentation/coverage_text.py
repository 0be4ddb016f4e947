"""What the scenarios reached, as plain text: tables, and the conditions that never decided anything."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from code_engine.assessment.policy_answers import Grade
from code_engine.evaluation.evaluation import Status
from code_engine.presentation.terminal import STATUS_COLOURS, Page
from code_engine.presentation.words import counted
from code_engine.scenarios.coverage import Coverage

_COLUMN = 15


def render_coverage(coverage: Coverage, *, colour: bool, width: int = 80) -> str:
    """Each provision with the statuses and grades reached, totals, and idle conditions by rule."""
    page = Page(width, colour)
    page.heading(f"COVERAGE OF {coverage.ruleset.identity}")
    _table(page, Status, list(coverage.table()))
    if coverage.graded:
        page.heading("RULES ABOUT POLICIES")
        _table(page, Grade, list(coverage.grades()))
    idle = coverage.idle()
    page.heading(f"{counted(len(idle), 'condition')} that never decided anything")
    for rule, conditions in groupby(idle, key=lambda each: each.rule):
        page.paragraph(rule, 2, mark=rule, colour=STATUS_COLOURS[Status.PENDING])
        for each in conditions:
            page.paragraph(f"{each.part}: {each.condition}", 4, 8)
    return page.text()


def _table(page: Page, kinds: type[Status] | type[Grade], rows: Sequence[tuple[str, tuple[bool, ...]]]) -> None:
    names = [kind.value.replace("_", " ") for kind in kinds]
    page.line("      " + "".join(f"{name:<{_COLUMN}}" for name in names).rstrip())
    for number, reached in rows:
        page.line(f"{number:<6}" + "".join(f"{_sign(yes):<{_COLUMN}}" for yes in reached).rstrip())
    totals = [sum(reached[place] for _, reached in rows) for place, _ in enumerate(names)]
    page.line("all   " + "".join(f"{f'{total} of {len(rows)}':<{_COLUMN}}" for total in totals).rstrip())


def _sign(reached: bool) -> str:
    return "yes" if reached else "-"
