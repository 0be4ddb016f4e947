"""Small numbers that are hidden stay hidden: an attacker with all totals and all other cells cannot work one out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from code_engine.portfolio.case_record import Circumstances
from code_engine.portfolio.measures.figures import figures
from code_engine.portfolio.measures.suppression import Counted, hidden_cells
from code_engine.portfolio.measures.year_measures import Scope, year_measures
from portfolio_building import AS_OF, LANDLORDS, YEAR, measured_year

Table = dict[str, dict[str, Counted]]
COLUMNS = "abc"
CELL = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda pair: Counted(pair[0], sum(pair)))
ROW = st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELL))
SMALLEST = 3


def with_sum(rows: Mapping[str, Mapping[str, Counted]]) -> Table:
    together = {
        column: Counted(
            sum(row[column].number for row in rows.values()), sum(row[column].whole or 0 for row in rows.values())
        )
        for column in COLUMNS
    }
    return {**{name: dict(row) for name, row in rows.items()}, "*": together}


def worlds(rows: Table, landlords: list[str], hidden: frozenset[tuple[str, str]]) -> Iterator[Table]:
    """Every table of the landlords that shows what the attacker sees: the wholes, the totals, the cells not hidden."""
    unknown = sorted(cell for cell in hidden if cell[0] != "*")
    for guess in product(*(range((rows[row][column].whole or 0) + 1) for row, column in unknown)):
        guessed = dict(zip(unknown, guess, strict=True))
        table = {
            name: {c: rows[name][c]._replace(number=guessed.get((name, c), rows[name][c].number)) for c in COLUMNS}
            for name in landlords
        }
        totals_fit = all(
            sum(cell.number for cell in table[name].values()) == sum(cell.number for cell in rows[name].values())
            for name in landlords
        )
        whole = with_sum(table)
        if totals_fit and all(whole["*"][c] == rows["*"][c] for c in COLUMNS if ("*", c) not in hidden):
            yield whole


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(("one", "two")), ROW, min_size=1))
def test_no_hidden_count_can_be_worked_out_from_what_is_shown(landlords: dict[str, dict[str, Counted]]) -> None:
    rows = with_sum(landlords)
    hidden = hidden_cells(rows, {"*": tuple(landlords)}, SMALLEST)
    seen = list(worlds(rows, list(landlords), hidden))
    for row, column in hidden:
        assert len({table[row][column].number for table in seen}) > 1, (row, column)


@given(ROW)
def test_no_small_count_is_shown_beside_its_whole(row: dict[str, Counted]) -> None:
    hidden = hidden_cells({"one": row}, {}, SMALLEST)
    total = Counted(sum(cell.number for cell in row.values()), sum(cell.whole or 0 for cell in row.values()))
    if sum(bool(cell.whole) for cell in row.values()) > 1 and 0 < total.number < (total.whole or 0):
        for column, cell in row.items():
            if ("one", column) not in hidden:
                assert not 0 < cell.number < SMALLEST
                assert not 0 < (cell.whole or 0) - cell.number < SMALLEST


def test_where_all_residents_are_in_one_group_its_count_is_the_total_that_everybody_has() -> None:
    row = {"a": Counted(2, 9), "b": Counted(0, 0), "c": Counted(0, 0)}
    assert hidden_cells({"one": row}, {}, SMALLEST) == frozenset()


def test_a_count_hidden_for_one_landlord_is_hidden_for_the_group_too() -> None:
    many = {"a": Counted(20, 40), "b": Counted(30, 60), "c": Counted(10, 20)}
    few = {"a": Counted(2, 20), "b": Counted(10, 30), "c": Counted(9, 20)}
    hidden = hidden_cells(with_sum({"one": many, "two": few}), {"*": ("one", "two")}, SMALLEST)
    assert {("two", "a"), ("*", "a")} <= hidden
    assert not any(row == "one" for row, _ in hidden)


def test_the_group_less_one_landlord_does_not_give_the_other_in_the_figures_either() -> None:
    group = frozenset(LANDLORDS)
    scopes = [Scope(name, name, frozenset({name}), None, group) for name in LANDLORDS]
    scopes.append(Scope("both", "Both", group, None, group))
    shown = {}
    for scope in scopes:
        for figure in figures(year_measures(measured_year(120), scope, YEAR, AS_OF)):
            if figure.section == "equality":
                shown[scope.id, figure.figure, figure.group] = figure.value
    hidden = {key for key, value in shown.items() if value == "hidden"}
    assert hidden
    for aspect in {aspect for _, aspect, _ in shown}:
        for group_of_residents in Circumstances:
            column = [(scope.id, aspect, group_of_residents.value) in hidden for scope in scopes]
            assert sum(column) != 1
