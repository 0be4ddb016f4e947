"""Attributes of items in columns: those that stand in the event, and those that other events of the case add."""

from __future__ import annotations

from code_engine.case.declarations import DetailKind
from code_engine.case.seen import FIRST
from code_engine.case.values import NEVER
from code_engine.portfolio.columnar.cells import (
    ONE,
    TWO,
    ZERO,
    Cell,
    both_of,
    choose,
    column,
    either_of,
    known_or,
    least,
    negated,
    number,
    text,
)
from code_engine.portfolio.columnar.grains import ON, ORDER, STAGE, UPDATES_DUE, text_rows
from code_engine.portfolio.columnar.layout import details_of
from code_engine.portfolio.columnar.planning import Plan, inner
from code_engine.portfolio.columnar.scope import NotCompiled
from code_engine.portfolio.columnar.truths import (
    NEVER_CELL,
    Bounded,
    Compiled,
    Flag,
    Words,
    WordSet,
    conjunction,
    decided,
    exactly,
    of_code,
    says,
)

FIRST_CELL = number(FIRST)
_SINCE = column(ON).at_most(column(f"i_{ON}"))


class ItemAttributes:
    """Compiles attributes of items into cells of the rows of a grain."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def of(self, grain: str, name: str) -> Compiled:
        """An attribute by its name; raises NotCompiled for one that is not kept in a table."""
        if name == "on":
            return exactly(column(ON))
        if name == "stage":
            return exactly(column(STAGE))
        if grain == UPDATES_DUE:
            return self._of_update(name)
        joined = self._joined(grain, name)
        if joined is not None:
            return joined
        plain = name.removesuffix("_first").removesuffix("_last")
        details = details_of(grain)
        if name in details:
            return self._detail(grain, *details[name])
        if plain in details:
            return unknown_day(column(f"{details[plain][0]}{name.removeprefix(plain)[1:]}"))
        raise NotCompiled(f"the attribute `{name}` is in none of the tables")

    def _detail(self, grain: str, name: str, kind: DetailKind) -> Compiled:
        value = column(name)
        match kind:
            case DetailKind.FLAG:
                return of_code(value)
            case DetailKind.DATE:
                return unknown_day(value)
            case DetailKind.NUMBER:
                return Bounded(known_or(value, ZERO), known_or(value, TWO))
            case DetailKind.TEXTS:
                return WordSet(f"{grain}.{name}", value)
        return Words(value)

    def _of_update(self, name: str) -> Compiled:
        """Of an update that is due: the day, and the first update sent after the day before it."""
        match name:
            case "due_on":
                return exactly(column("day"))
            case "sent_on":
                sent = column(f"i_{ON}")
                since = column("earliest").at_most(sent)
                first = self._plan.paired(UPDATES_DUE, "sent_on", "update_sent", "min", choose((since, sent)))
                return exactly(known_or(first, NEVER_CELL))
            case "agreed_with_resident":
                return of_code(column("agreed_with_resident_"))
        raise NotCompiled(f"the attribute `{name}` is in none of the tables")

    def _joined(self, grain: str, name: str) -> Compiled | None:
        match grain, name:
            case "remedy_offered", "completed_on":
                return self._completed(grain, "remedy_completed", "remedy_")
            case "action_agreed", "completed_on":
                return self._completed(grain, "action_completed", "action_")
            case "adjustment_agreed", "first_reviewed_on":
                return self._first_since(grain, ("adjustment_reviewed",))
            case "restriction_imposed", "first_reviewed_on":
                return self._first_since(grain, ("restriction_reviewed",))
            case "contact", "complaint_raised_on":
                return self._first_since(grain, ("complaint_received", "escalation_requested"))
            case "service_request_received", "dissatisfied_on":
                return self._dissatisfied(grain)
            case "service_request_received", "complaint_raised_on":
                return self._first_true(grain, {"complaint_received": _about_it()})
            case "service_request_received", "resident_declined":
                return self._declined(grain)
            case "service_request_received", "stopped":
                because = of_code(inner(column("because_of_complaint_")))
                same = _same(inner(column("service_request_")), column("service_request_"))
                return self._any_since(grain, "work_stopped", conjunction((same, because)))
        return None

    def _completed(self, grain: str, done: str, key: str) -> Bounded:
        """A completion without an id belongs to the only thing there is."""
        same = _same(column(key), inner(column(key)))
        unnamed = either_of((column(key).is_null(), inner(column(key)).is_null()))
        only = self._plan.paired(grain, "how_many", grain, "sum", inner(ONE)).same(ONE)
        code = choose((both_of((only, unnamed)), ONE), (same.cell, ONE), (negated(same.cell), ZERO))
        return self._first_true(grain, {done: of_code(code)})

    def _first_since(self, grain: str, others: tuple[str, ...]) -> Bounded:
        sent = column(f"i_{ON}")
        days = [
            known_or(self._plan.paired(grain, f"first_{other}", other, "min", choose((_SINCE, sent))), NEVER_CELL)
            for other in others
        ]
        first = days[0]
        for day in days[1:]:
            first = least(first, day)
        return exactly(first)

    def _dissatisfied(self, grain: str) -> Bounded:
        is_complaint = says(Words(inner(column("kind_"))), "dissatisfaction")
        return self._first_true(
            grain, {"contact": conjunction((_about_it(), is_complaint)), "complaint_received": _about_it()}
        )

    def _declined(self, grain: str) -> Flag:
        answer, offered = inner(column("choice_answer_")), inner(column("choice_offered_"))
        code = choose(
            (both_of((answer.is_null(), offered.same(ZERO))), ZERO),
            (answer.one_of(["quick_resolution", "none"]), ONE),
            (answer.not_null(), ZERO),
        )
        return self._any_since(grain, "contact", conjunction((_about_it(), of_code(code))))

    def _first_true(self, grain: str, tests: dict[str, Flag]) -> Bounded:
        """The first day since on which a test holds, from the first on which it may hold."""
        sent = column(f"i_{ON}")
        certain = possible = NEVER_CELL
        for other, test in tests.items():
            holds = choose((both_of((_SINCE, test.cell)), sent))
            maybe = choose(
                (negated(_SINCE), number(NEVER)), (test.cell, sent), (negated(test.cell), number(NEVER)), otherwise=sent
            )
            first = known_or(self._plan.paired(grain, f"first_{other}", other, "min", holds), NEVER_CELL)
            may = known_or(self._plan.paired(grain, f"may_{other}", other, "min", maybe), NEVER_CELL)
            certain = first if certain == NEVER_CELL else least(certain, first)
            possible = may if possible == NEVER_CELL else least(possible, may)
        return Bounded(possible, certain)

    def _any_since(self, grain: str, other: str, test: Flag) -> Flag:
        code = choose((negated(_SINCE), ZERO), (test.cell, TWO), (negated(test.cell), ZERO), otherwise=ONE)
        return of_highest(known_or(self._plan.paired(grain, f"any_{other}", other, "max", code), ZERO))

    def has_text(self, texts: WordSet, grain: str, value: str) -> Flag:
        """Whether a list of an item has a text."""
        field = texts.name.removeprefix(f"{grain}.")
        wanted = inner(column("value")).same(text(value))
        found = self._plan.paired(
            grain, f"has_{value}", text_rows(field), "max", choose((wanted, inner(ONE))), ((ORDER, ORDER),)
        )
        return of_code(choose((texts.count.not_null(), known_or(found, ZERO))))


def unknown_day(value: Cell) -> Bounded:
    """A day that a record may leave out."""
    return Bounded(known_or(value, FIRST_CELL), known_or(value, NEVER_CELL))


def of_highest(code: Cell) -> Flag:
    """A flag from the greatest of codes 0 (false), 1 (not known), 2 (true)."""
    return decided(code.same(TWO), code.same(ZERO))


def of_lowest(code: Cell) -> Flag:
    """A flag from the least of codes 0 (false), 1 (not known), 2 (true)."""
    return of_highest(code)


def _about_it() -> Flag:
    return _same(inner(column("about_")), column("service_request_"))


def _same(one: Cell, other: Cell) -> Flag:
    """Whether two ids are the same; an id left out may be any, an empty one is none."""
    empty = text("")
    return of_code(
        choose(
            (either_of((known_or(one, text("-")).same(empty), known_or(other, text("-")).same(empty))), ZERO),
            (one.same(other), ONE),
            (one.differs(other), ZERO),
        )
    )
