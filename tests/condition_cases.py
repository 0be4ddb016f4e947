"""Random well-typed conditions, half-known cases for them, and a naive evaluator to compare with.

The naive evaluator knows nothing of unknowns or bounds: it reads the source text with Python's own parser and
computes with complete facts, day by day, `math.inf` standing for what has not happened. A half-known case is
compared with it through its completions: the ways in which what is unknown may turn out.
"""

from __future__ import annotations

import ast
import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from hypothesis import strategies as st

from code_engine.calendar import Counting, england
from code_engine.case.values import NEVER, Between, Items, Value, ValueType
from code_engine.evaluation.conditions import Condition, Context, compile_expression
from code_engine.ruleset.language import parse
from code_engine.ruleset.scope import Scope

FLAG, DATE, NUMBER = ValueType.FLAG, ValueType.DATE, ValueType.NUMBER
TEXT, TEXTS = ValueType.TEXT, ValueType.TEXTS

START: Final = date(2025, 4, 28).toordinal()
"""A Monday; the Monday after it is a bank holiday."""

FACTS: Final[Mapping[str, ValueType]] = {
    "complaint.accepted": FLAG,
    "complaint.refused": FLAG,
    "resident.vulnerable": FLAG,
    "resident.at_risk": FLAG,
    "complaint.received_on": DATE,
    "stage_1.acknowledged_on": DATE,
    "stage_1.defined_on": DATE,
    "stage_1.responded_on": DATE,
    "process.stages": NUMBER,
    "process.steps": NUMBER,
    "matter.category": TEXT,
    "matter.summary": TEXT,
    "stage_1.considered_by": TEXTS,
    "stage_1.points": TEXTS,
}
LETTERS: Final = "stage_1.letters"
ATTRIBUTES: Final[Mapping[str, ValueType]] = {
    "sent": FLAG,
    "on": DATE,
    "stage": NUMBER,
    "reasons": TEXT,
    "contains": TEXTS,
}
SCOPE: Final = Scope(
    facts=FACTS,
    collections={LETTERS: ATTRIBUTES},
    parameters={"stage_1.respond": (10, "working_days"), "stage_1.wait": (3, "calendar_days")},
)
WORDS: Final = ("", "repairs", "noise")
LISTS: Final[tuple[tuple[str, ...], ...]] = ((), ("repairs",), ("repairs", "noise"), ("heating",))


def compiled(source: str, scope: Scope = SCOPE, expected: ValueType | None = FLAG) -> Condition:
    """A condition from its source."""
    return compile_expression(parse(source, scope, expected=expected))


def context_of(facts: Mapping[str, Value], counting: Counting = Counting.DAY_0, **variables: Any) -> Context:
    """A context with these facts; all others are unknown."""
    return Context(facts, england(), counting, START + 60, variables)


# Source text


def _joined(template: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda found: template.format(*found))


def _names(kind: ValueType, variable: str | None) -> st.SearchStrategy[str]:
    names = [name for name, type_ in FACTS.items() if type_ is kind]
    if variable is not None:
        names += [f"{variable}.{key}" for key, type_ in ATTRIBUTES.items() if type_ is kind] * 2
    return st.sampled_from(names)


_SIGNS: Final = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
_LITERAL_TEXTS: Final = st.sampled_from(['"repairs"', "'noise'", '""'])
_LITERAL_LISTS: Final = st.sampled_from(['["repairs"]', "('repairs', 'noise')", '["noise", ""]'])


@cache
def dates(depth: int, variable: str | None = None) -> st.SearchStrategy[str]:
    """Source of dates."""
    names = _names(DATE, variable)
    if depth == 0:
        return names
    part = dates(depth - 1, variable)
    few = st.sampled_from(["0", "1", "4", "stage_1.wait", "process.stages"])
    return st.one_of(
        names,
        _joined("({} + {})", part, few),
        _joined("({} - {})", part, few),
        _joined("earliest({}, {})", part, part),
        _joined("latest({}, {}, {})", part, names, part),
        _joined("working_days_after({}, {})", names, st.sampled_from(["0", "1", "3", "stage_1.respond"])),
        _joined("months_after({}, {})", names, st.sampled_from(["1", "2", "process.stages"])),
        _joined("({} if {} else {})", part, _names(FLAG, variable), part),
    )


@cache
def numbers(depth: int, variable: str | None = None) -> st.SearchStrategy[str]:
    """Source of numbers without a unit."""
    leaves = st.one_of(_names(NUMBER, variable), st.sampled_from(["0", "1", "2", "-1"]))
    if depth == 0:
        return leaves
    part = numbers(depth - 1, variable)
    return st.one_of(
        leaves,
        _joined("({} + {})", part, part),
        _joined("({} - {})", part, part),
        _joined("({} if {} else {})", part, _names(FLAG, variable), part),
    )


def _tests(depth: int, variable: str | None) -> list[st.SearchStrategy[str]]:
    """Source of flags that compare or look something up."""
    day, number, text = dates(depth, variable), numbers(depth, variable), _names(TEXT, variable)
    lists = _names(TEXTS, variable)
    anything = st.one_of(day, text, lists, st.just(LETTERS))
    plain = st.one_of(*(_names(kind, variable) for kind in (FLAG, DATE, TEXT, TEXTS)))
    return [
        _joined("({} {} {})", day, _SIGNS, day),
        _joined("({} {} {})", number, _SIGNS, number),
        _joined("({} {} {} {} {})", number, _SIGNS, number, _SIGNS, number),
        _joined("(working_days({}, {}) {} stage_1.respond)", day, day, _SIGNS),
        _joined("({} - {} {} 3)", day, day, _SIGNS),
        _joined("({} == {})", text, st.one_of(text, _LITERAL_TEXTS)),
        _joined("({} {} {})", text, st.sampled_from(["in", "not in"]), _LITERAL_LISTS),
        _joined("({} {} (1, 2))", number, st.sampled_from(["in", "not in"])),
        _joined("({} {} {})", st.one_of(text, _LITERAL_TEXTS), st.sampled_from(["in", "not in"]), lists),
        _joined("({} {} None)", day, st.sampled_from(["is", "is not"])),
        _joined("given({})", anything),
        _joined("recorded({})", plain),
        _joined("includes({}, {})", lists, st.one_of(text, _LITERAL_TEXTS)),
        _joined("disjoint({}, {})", lists, st.one_of(lists, _LITERAL_LISTS)),
        _joined("covers({}, {})", lists, st.one_of(lists, _LITERAL_LISTS)),
    ]


def _loops(depth: int) -> list[st.SearchStrategy[str]]:
    inner = flags(depth, "letter")
    loop = f"for letter in {LETTERS}"
    return [
        _joined("any({} " + loop + ")", inner),
        _joined("any({} " + loop + " if {})", inner, inner),
        _joined("all({} " + loop + " if {})", inner, inner),
        _joined("(count(letter " + loop + " if {}) {} {})", inner, _SIGNS, st.sampled_from(["0", "1", "2"])),
    ]


@cache
def flags(depth: int, variable: str | None = None) -> st.SearchStrategy[str]:
    """Source of flags: conditions."""
    names = _names(FLAG, variable)
    if depth == 0:
        return st.one_of(names, *_tests(0, variable))
    part = flags(depth - 1, variable)
    return st.one_of(
        names,
        *_tests(depth - 1, variable),
        *([] if variable is not None else _loops(depth - 1)),
        _joined("({} and {})", part, part),
        _joined("({} or {} or {})", part, part, part),
        _joined("({} and {} and {})", part, part, part),
        _joined("(not {})", part),
        _joined("({} == {})", part, part),
        _joined("({} if {} else {})", part, part, part),
    )


# Half-known cases

_DAYS: Final = st.integers(0, 12).map(lambda days: START + days)


def _known(kind: ValueType) -> st.SearchStrategy[Value]:
    strategies: dict[ValueType, st.SearchStrategy[Value]] = {
        FLAG: st.booleans(),
        DATE: st.one_of(_DAYS, _DAYS, st.just(NEVER)),
        NUMBER: st.integers(0, 3),
        TEXT: st.sampled_from(WORDS),
        TEXTS: st.sampled_from(LISTS),
    }
    return strategies[kind]


def _unknown(kind: ValueType) -> st.SearchStrategy[Value]:
    if kind is DATE:
        bounded = st.builds(lambda low, width: Between(low, low + width), _DAYS, st.integers(1, 3))
        return st.one_of(bounded, _DAYS.map(lambda low: Between(low, NEVER)))
    if kind is NUMBER:
        return st.builds(lambda low, width: Between(low, low + width), st.integers(0, 2), st.integers(1, 2))
    return st.none()


def _possible(kind: ValueType, value: Value) -> list[Value]:
    """Some ways an unknown value may turn out; all of them where they are few."""
    if kind is DATE and (value is None or value == Between(1, NEVER)):
        return [START - 3, START + 2, START + 40, NEVER]
    if isinstance(value, Between):
        if value.high == NEVER:
            return [value.low, value.low + 1, value.low + 20, NEVER]
        return list(range(value.low, value.high + 1))
    others: dict[ValueType, list[Value]] = {
        FLAG: [False, True],
        NUMBER: [0, 1, 2],
        TEXT: list(WORDS),
        TEXTS: list(LISTS),
    }
    return others[kind]


@dataclass(frozen=True)
class HalfKnown:
    """A case in which some facts are unknown: the facts as the engine gets them, and what may turn out."""

    facts: Mapping[str, Value]

    def unknown_places(self) -> Iterator[tuple[str, int, str]]:
        """Where something is unknown: a fact (name, 0, "") or an item's attribute (collection, place, key)."""
        for name in FACTS:
            if self.facts[name] is None or isinstance(self.facts[name], Between):
                yield name, 0, ""
        for place, item in enumerate(self.letters.items, start=1):
            for key in ATTRIBUTES:
                if item.get(key) is None or isinstance(item[key], Between):
                    yield LETTERS, place, key

    @property
    def letters(self) -> Items:
        """The items of the one collection."""
        letters = self.facts[LETTERS]
        assert isinstance(letters, Items)
        return letters

    def possible(self, place: tuple[str, int, str]) -> list[Value]:
        """Some ways in which an unknown may turn out."""
        name, position, key = place
        if position:
            return _possible(ATTRIBUTES[key], self.letters.items[position - 1].get(key))
        return _possible(FACTS[name], self.facts[name])

    def settled(self, values: Mapping[tuple[str, int, str], Value], more: tuple[Any, ...] | None) -> HalfKnown:
        """The case with some unknowns settled; `more` are the items a complete collection has besides."""
        facts = {**self.facts}
        items = [dict(item) for item in self.letters.items]
        for (name, position, key), value in values.items():
            if position:
                items[position - 1][key] = value
            else:
                facts[name] = value
        complete = self.letters.complete if more is None else True
        facts[LETTERS] = Items((*items, *(more or ())), complete)
        return HalfKnown(facts)

    def completions(self, most: int = 300) -> Iterator[HalfKnown]:
        """Ways in which everything unknown may turn out, up to a number of them."""
        places = list(self.unknown_places())
        extra: list[tuple[Any, ...]] = [()]
        if not self.letters.complete:
            late = {"sent": False, "on": START + 11, "stage": 2, "reasons": "", "contains": ()}
            good = {"sent": True, "on": START, "stage": 1, "reasons": "noise", "contains": LISTS[2]}
            extra += [(late,), (good,), (good, late, good)]
        ways = itertools.product(extra, *(self.possible(place) for place in places))
        for more, *values in itertools.islice(ways, most):
            yield self.settled(dict(zip(places, values, strict=True)), more)


@st.composite
def half_known(draw: st.DrawFn, most_unknown: int = 4, collections: bool = True) -> HalfKnown:
    """A case with a few unknown facts, and a collection that may be incomplete and leave attributes out."""
    unknown = draw(st.sets(st.sampled_from(sorted(FACTS)), max_size=most_unknown))
    facts = {name: draw(_unknown(kind) if name in unknown else _known(kind)) for name, kind in FACTS.items()}
    items: list[dict[str, Value]] = []
    complete = True
    if collections:
        complete = draw(st.booleans())
        for _ in range(draw(st.integers(0, 2))):
            item = {key: draw(_known(kind)) for key, kind in ATTRIBUTES.items()}
            if draw(st.booleans()):
                del item[draw(st.sampled_from(sorted(ATTRIBUTES)))]
            items.append(item)
    return HalfKnown({**facts, LETTERS: Items(tuple(items), complete)})


# The naive evaluator


class Naive:
    """Evaluates source text on complete facts; `before` is the case while it was half known (for `recorded`)."""

    def __init__(self, case: HalfKnown, before: HalfKnown, counting: Counting = Counting.DAY_0) -> None:
        self._case = case
        self._before = before
        self._counting = counting
        self._items: dict[str, int] = {}

    def __call__(self, source: str) -> Any:
        """The value of a condition."""
        return self._value(ast.parse(source, mode="eval").body)

    def _value(self, node: ast.expr) -> Any:
        visit: Callable[[Any], Any] = getattr(self, f"_{type(node).__name__.lower()}")
        return visit(node)

    def _read(self, node: ast.expr, case: HalfKnown) -> Any:
        name = ast.unparse(node)
        if name in SCOPE.parameters:
            return SCOPE.parameters[name][0]
        if name in case.facts:
            value = case.facts[name]
        else:
            variable, key = name.split(".")
            value = case.letters.items[self._items[variable]].get(key)
        return math.inf if type(value) is int and value == NEVER else value

    def _attribute(self, node: ast.Attribute) -> Any:
        return self._read(node, self._case)

    def _constant(self, node: ast.Constant) -> Any:
        return node.value

    def _tuple(self, node: ast.Tuple) -> Any:
        return tuple(self._value(part) for part in node.elts)

    def _list(self, node: ast.List) -> Any:
        return tuple(self._value(part) for part in node.elts)

    def _boolop(self, node: ast.BoolOp) -> Any:
        values = [self._value(part) for part in node.values]
        return all(values) if isinstance(node.op, ast.And) else any(values)

    def _unaryop(self, node: ast.UnaryOp) -> Any:
        value = self._value(node.operand)
        return not value if isinstance(node.op, ast.Not) else -value

    def _ifexp(self, node: ast.IfExp) -> Any:
        return self._value(node.body if self._value(node.test) else node.orelse)

    def _binop(self, node: ast.BinOp) -> Any:
        left, right = self._value(node.left), self._value(node.right)
        if left == math.inf:
            return left
        return left + right if isinstance(node.op, ast.Add) else left - right

    def _compare(self, node: ast.Compare) -> Any:
        values = [self._value(part) for part in (node.left, *node.comparators)]
        pairs = zip(values, node.ops, values[1:], strict=False)
        return all(self._pair(left, operator, right) for left, operator, right in pairs)

    @staticmethod
    def _pair(left: Any, operator: ast.cmpop, right: Any) -> Any:
        decided: dict[type[ast.cmpop], Callable[[], Any]] = {
            ast.Eq: lambda: left == right,
            ast.NotEq: lambda: left != right,
            ast.Lt: lambda: left < right,
            ast.LtE: lambda: left <= right,
            ast.Gt: lambda: left > right,
            ast.GtE: lambda: left >= right,
            ast.In: lambda: left in right,
            ast.NotIn: lambda: left not in right,
            ast.Is: lambda: left == math.inf,
            ast.IsNot: lambda: left != math.inf,
        }
        return decided[type(operator)]()

    def _call(self, node: ast.Call) -> Any:
        assert isinstance(node.func, ast.Name)
        name = node.func.id
        if isinstance(node.args[0], ast.GeneratorExp):
            return self._loop(name, node.args[0])
        if name == "recorded":
            return self._recorded(node.args[0])
        values = [self._value(part) for part in node.args]
        functions: dict[str, Callable[..., Any]] = {
            "working_days": self._working_days,
            "working_days_after": self._working_days_after,
            "months_after": _months_after,
            "earliest": min,
            "latest": max,
            "given": _given,
            "includes": lambda texts, text: text in texts,
            "disjoint": lambda first, second: not any(text in second for text in first),
            "covers": lambda whole, part: all(text in whole for text in part),
        }
        return functions[name](*values)

    def _loop(self, name: str, loop: ast.GeneratorExp) -> Any:
        generator = loop.generators[0]
        variable = ast.unparse(generator.target)
        hits = []
        for place in range(len(self._case.letters.items)):
            self._items[variable] = place
            if all(self._value(test) for test in generator.ifs):
                hits.append(True if name == "count" else self._value(loop.elt))
        counted: dict[str, Callable[[list[Any]], Any]] = {"any": any, "all": all, "count": len}
        return counted[name](hits)

    def _recorded(self, node: ast.expr) -> Any:
        position = self._items.get(ast.unparse(node).split(".")[0])
        was_there = position is None or position < len(self._before.letters.items)
        value = self._read(node, self._before if was_there else self._case)
        if isinstance(value, Between):
            return value.high < NEVER
        return value is not None and (value is True if isinstance(value, bool) else _given(value))

    def _working_days(self, start: Any, end: Any) -> Any:
        if math.inf in (start, end):
            return 0 if start == math.inf else math.inf
        first = start if self._counting is Counting.INCLUSIVE else start + 1
        return sum(england().is_working_day(day) for day in range(first, end + 1))

    def _working_days_after(self, start: Any, days: int) -> Any:
        if start == math.inf or days == 0:
            return start
        day = start if self._counting is Counting.INCLUSIVE else start + 1
        while days > 1 or not england().is_working_day(day):
            days -= england().is_working_day(day)
            day += 1
        return day


def _months_after(start: Any, months: int) -> Any:
    if start == math.inf:
        return start
    day = date.fromordinal(start)
    month = day.month + months
    year, month = day.year + (month - 1) // 12, (month - 1) % 12 + 1
    for last in range(day.day, 27, -1):
        try:
            return date(year, month, last).toordinal()
        except ValueError:
            continue
    return date(year, month, day.day).toordinal()


def _given(value: Any) -> Any:
    if isinstance(value, Items):
        return len(value.items) > 0
    return value != math.inf if isinstance(value, int | float) else len(value) > 0
