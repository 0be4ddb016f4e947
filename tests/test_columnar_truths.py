"""Truth and bounds in columns say what `evaluation.truth` says, whatever the bounds."""

from __future__ import annotations

from random import Random
from typing import Any

import duckdb
import ibis
import pyarrow
import pytest

from code_engine.case.values import NEVER, Between
from code_engine.evaluation import truth
from code_engine.evaluation.deadlines import judge
from code_engine.portfolio.columnar import truths
from code_engine.portfolio.columnar.cells import Cell, Row, column, number
from code_engine.portfolio.columnar.deadlines import judged
from code_engine.portfolio.finding_rows import STATUS_CODES

AS_OF = 50
PAIRS = 3000


def bounds_drawn() -> list[tuple[int, int]]:
    """Bounds around one another, exact ones and ones that reach to never."""
    chance = Random(7)
    found = []
    for _ in range(PAIRS):
        low = chance.choice([*range(44, 56), NEVER])
        high = low if chance.random() < 0.4 else chance.choice([day for day in (*range(44, 56), NEVER) if day >= low])
        found.append((low, high))
    return found


ROWS = [
    dict(zip(("al", "ah", "bl", "bh", "cl", "ch"), (*one, *two, *three), strict=True))
    for one, two, three in zip(
        bounds_drawn(), bounds_drawn()[::-1], bounds_drawn()[7:] + bounds_drawn()[:7], strict=True
    )
]
A = truths.Bounded(column("al"), column("ah"))
B = truths.Bounded(column("bl"), column("bh"))
C = truths.Bounded(column("cl"), column("ch"))


def in_columns(**cells: Cell) -> list[dict[str, Any]]:
    """The values of cells for every row, worked out by DuckDB."""
    table = ibis.table(dict.fromkeys(ROWS[0], "int32"), name="drawn")
    row = Row(table.__getitem__)
    selected = table.select(**{name: row.of(cell) for name, cell in cells.items()})
    connection = duckdb.connect()
    types = pyarrow.schema([(name, pyarrow.int32()) for name in ROWS[0]])
    connection.register("drawn", pyarrow.Table.from_pylist(ROWS, schema=types))
    found: list[dict[str, Any]] = (
        connection.sql(str(ibis.to_sql(selected, dialect="duckdb"))).to_arrow_table().to_pylist()
    )
    return found


def day(low: int, high: int) -> truth.Bounded:
    return truth.between(low, high)


def drawn(row: dict[str, int]) -> tuple[truth.Bounded, truth.Bounded, truth.Bounded]:
    return day(row["al"], row["ah"]), day(row["bl"], row["bh"]), day(row["cl"], row["ch"])


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">=", "==", "!="])
def test_comparisons_are_decided_where_the_bounds_decide_them(sign: str) -> None:
    found = in_columns(answer=truths.as_code(truths.compared(sign, A, B)))
    for row, answer in zip(ROWS, found, strict=True):
        one, two, _ = drawn(row)
        assert answer["answer"] == truth.COMPARISONS[sign](one, two), row


def test_the_first_and_the_last_of_several_days_have_the_bounds_of_the_engine() -> None:
    first, last = truths.earliest([A, B, C]), truths.latest([A, B, C])
    found = in_columns(fl=first.low, fh=first.high, ll=last.low, lh=last.high)
    for row, answer in zip(ROWS, found, strict=True):
        assert (answer["fl"], answer["fh"]) == truth.bounds(truth.earliest(drawn(row)))
        assert (answer["ll"], answer["lh"]) == truth.bounds(truth.latest(drawn(row)))


def test_a_choice_that_is_not_decided_holds_both_sides() -> None:
    test = truths.less(A, B)
    chosen = truths.chosen(test, B, C)
    found = in_columns(low=chosen.low, high=chosen.high)
    for row, answer in zip(ROWS, found, strict=True):
        one, two, three = drawn(row)
        decided = truth.less(one, two)
        expected = truth.hull(two, three) if decided is None else two if decided else three
        assert (answer["low"], answer["high"]) == truth.bounds(expected)


def test_sums_with_what_has_not_happened_stay_so() -> None:
    added = truths.exactly(column("cl"))
    total, difference = truths.added(A, added), truths.taken_off(A, truths.exactly(column("bl")))
    found = in_columns(tl=total.low, th=total.high, dl=difference.low, dh=difference.high)
    for row, answer in zip(ROWS, found, strict=True):
        one, _, _ = drawn(row)
        assert (answer["tl"], answer["th"]) == truth.bounds(truth.plus(one, row["cl"]))
        assert (answer["dl"], answer["dh"]) == truth.bounds(truth.minus(one, row["bl"]))


def test_a_deadline_is_judged_as_the_engine_judges_it() -> None:
    """A due day, the day it was done and the day the duty fell away, each known or within bounds."""
    status, outstanding = judged(A, B, number(AS_OF), C, lambda _name, cell, _kind: cell)
    found = in_columns(status=status, outstanding=truths.as_code(outstanding))
    for row, answer in zip(ROWS, found, strict=True):
        due, done, ends = drawn(row)
        outcome = judge(None, due, due, done, AS_OF, ends)
        assert (answer["status"], answer["outstanding"] == 1) == (STATUS_CODES[outcome.status], outcome.outstanding), (
            row
        )


def test_whether_a_day_has_happened_is_not_known_where_it_may_be_never() -> None:
    found = in_columns(
        answer=truths.as_code(truths.has_happened(A)), sure=truths.as_code(truths.certainly(truths.has_happened(A)))
    )
    for row, answer in zip(ROWS, found, strict=True):
        expected = truth.has_happened(drawn(row)[0])
        assert answer["answer"] == expected
        assert answer["sure"] == (expected is True)
        assert isinstance(drawn(row)[0], int | Between)
