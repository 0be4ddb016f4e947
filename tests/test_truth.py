"""Three truth values and bounds, held against every value the unknown may turn out to have."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from code_engine.case.values import NEVER, Between, Items, Value
from code_engine.evaluation import truth
from code_engine.evaluation.truth import Bounded, Truth

TRUTHS: tuple[Truth, ...] = (True, False, None)
PLAIN: dict[str, Callable[[int, int], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
NUMBERS: st.SearchStrategy[Bounded] = st.one_of(
    st.integers(-6, 6),
    st.builds(lambda low, width: Between(low, low + width), st.integers(-6, 6), st.integers(0, 4)),
)


def possible(value: Bounded) -> range:
    low, high = truth.bounds(value)
    return range(low, high + 1)


def agreed(outcomes: set[bool]) -> Truth:
    return outcomes.pop() if len(outcomes) == 1 else None


def ways(value: Truth) -> tuple[bool, ...]:
    return (True, False) if value is None else (value,)


@pytest.mark.parametrize("values", list(itertools.product(TRUTHS, repeat=3)))
def test_and_and_or_are_known_exactly_where_every_way_agrees(values: tuple[Truth, ...]) -> None:
    every_way = list(itertools.product(*(ways(value) for value in values)))
    assert truth.conjunction(values) is agreed({all(way) for way in every_way})
    assert truth.disjunction(values) is agreed({any(way) for way in every_way})


@pytest.mark.parametrize("value", TRUTHS)
def test_not_is_known_exactly_where_every_way_agrees(value: Truth) -> None:
    assert truth.negation(value) is agreed({not way for way in ways(value)})


def test_and_and_or_of_nothing_are_what_logic_says() -> None:
    assert truth.conjunction([]) is True
    assert truth.disjunction([]) is False


@given(NUMBERS, NUMBERS, st.sampled_from(sorted(PLAIN)))
def test_a_comparison_is_known_exactly_where_every_pair_agrees(first: Bounded, second: Bounded, sign: str) -> None:
    pairs = itertools.product(possible(first), possible(second))
    expected = agreed({PLAIN[sign](one, other) for one, other in pairs})
    assert truth.COMPARISONS[sign](first, second) is expected


@given(NUMBERS, NUMBERS)
def test_sums_differences_and_extremes_have_the_tightest_bounds(first: Bounded, second: Bounded) -> None:
    pairs = list(itertools.product(possible(first), possible(second)))
    for found, exact in (
        (truth.plus(first, second), [one + other for one, other in pairs]),
        (truth.minus(first, second), [one - other for one, other in pairs]),
        (truth.earliest([first, second]), [min(pair) for pair in pairs]),
        (truth.latest([first, second]), [max(pair) for pair in pairs]),
        (truth.hull(first, second), [*possible(first), *possible(second)]),
    ):
        assert truth.bounds(found) == (min(exact), max(exact))
        assert isinstance(found, Between) is (min(exact) != max(exact))


DAY = 739_000


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (NEVER, 5, NEVER),
        (NEVER, -5, NEVER),
        (NEVER, -NEVER, NEVER),
        (DAY, NEVER, NEVER),
        (-5, NEVER, NEVER),
        (5, -NEVER, -NEVER),
        (DAY, -NEVER, -NEVER),
        (-NEVER, 5, -NEVER),
        (-NEVER, -5, -NEVER),
        (DAY, 5, DAY + 5),
        (6_000_000, 6_000_000, NEVER),
        (-6_000_000, -6_000_000, -NEVER),
        (Between(DAY, NEVER), 3, Between(DAY + 3, NEVER)),
        (Between(DAY, NEVER), -3, Between(DAY - 3, NEVER)),
        (DAY, Between(1, NEVER), Between(DAY + 1, NEVER)),
    ],
)
def test_what_has_not_happened_stays_so_whatever_is_added(first: Bounded, second: Bounded, expected: Bounded) -> None:
    assert truth.plus(first, second) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (NEVER, 5, NEVER),
        (NEVER, NEVER, NEVER),
        (NEVER, DAY, NEVER),
        (DAY, NEVER, -NEVER),
        (DAY, DAY - 4, 4),
        (Between(DAY, NEVER), DAY, Between(0, NEVER)),
        (DAY, Between(DAY, NEVER), Between(-NEVER, 0)),
    ],
)
def test_differences_with_what_has_not_happened_are_endless(first: Bounded, second: Bounded, expected: Bounded) -> None:
    assert truth.minus(first, second) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (DAY, True),
        (NEVER, False),
        (Between(DAY, NEVER - 1), True),
        (Between(DAY, NEVER), None),
        (Between(NEVER, NEVER), False),
    ],
)
def test_a_date_has_happened_if_it_cannot_be_never(day: Bounded, expected: Truth) -> None:
    assert truth.has_happened(day) is expected


@pytest.mark.parametrize(
    ("value", "known"),
    [
        (None, False),
        (False, True),
        ("", True),
        ((), True),
        (0, True),
        (NEVER, True),
        (Between(1, 2), False),
        (Between(2, 2), True),
        (Items((), complete=True), True),
        (Items(({},), complete=False), False),
    ],
)
def test_known_is_what_nothing_can_change(value: Value, known: bool) -> None:
    assert truth.is_known(value) is known
