"""Which columns of the answers belong to a rule, and which rules are left without any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from code_engine.portfolio.columnar.cells import Cell
from code_engine.portfolio.columnar.rules import CompiledRule
from code_engine.ruleset.rules import DeadlineBody, NoticeCheckBody, Rule


@dataclass(frozen=True, slots=True)
class RuleColumns:
    """A compiled rule: which columns of the answers hold what; None where it has no such column.

    Columns but that of the status may be shared with other rules, and mean nothing where the status is null. A rule
    without a column for a label never has it, if the program was compiled with labels at all.
    """

    provision: str
    rule: str
    layer: str
    landlord: str | None
    status: str
    outstanding: str
    with_extension: str | None
    due: str | None
    done: str | None
    days: str | None
    late: str | None
    contested: str | None
    within_one_day: str | None


@dataclass(frozen=True, slots=True)
class NotCompiledRule:
    """A rule that is left to the Python engine for every case, and why."""

    provision: str
    rule: str
    layer: str
    landlord: str | None
    reason: str


def group_of(rule: Rule, landlord: str | None) -> str:
    """Rules that rest on much the same columns, and on other ones than the rest."""
    if landlord is not None:
        return "promises"
    return "deadlines" if isinstance(rule.body, DeadlineBody | NoticeCheckBody) else "requirements"


def columns_of(
    rule: Rule,
    layer: str,
    landlord: str | None,
    found: CompiledRule,
    output: Callable[[str, Cell | None, str], str | None],
) -> RuleColumns:
    """The columns of a compiled rule; `output` gives a cell its column of the answers, None where there is no cell."""
    status, outstanding = output("s", found.status, "int8"), output("o", found.outstanding, "int8")
    assert status is not None
    assert outstanding is not None
    return RuleColumns(
        rule.provision,
        rule.id,
        layer,
        landlord,
        status,
        outstanding,
        output("e", found.with_extension, "int8"),
        output("d", found.due, "int32"),
        output("f", found.done, "int32"),
        output("w", found.days, "int32"),
        output("l", found.late, "int32"),
        output("c", found.contested, "int8"),
        output("n", found.within_one_day, "int8"),
    )
