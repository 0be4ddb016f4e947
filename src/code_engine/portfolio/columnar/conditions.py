"""Conditions in columns: each node of the tree of a condition as a cell, with the meaning `evaluation` gives it."""

from __future__ import annotations

from collections.abc import Mapping

from code_engine.case.values import ValueType
from code_engine.portfolio.columnar.calendar_table import DayCounter
from code_engine.portfolio.columnar.cells import number, text
from code_engine.portfolio.columnar.grains import rows_of_collection
from code_engine.portfolio.columnar.items import ItemAttributes
from code_engine.portfolio.columnar.loops import as_inner, gathered, gathered_pairs, given
from code_engine.portfolio.columnar.planning import CASE_PREFIX, Plan
from code_engine.portfolio.columnar.scope import CASE_SCOPE, Attributes, NotCompiled, Scope
from code_engine.portfolio.columnar.sets import TextSets
from code_engine.portfolio.columnar.truths import (
    NO,
    YES,
    Bounded,
    Compiled,
    Flag,
    Things,
    Words,
    WordSet,
    added,
    as_code,
    certainly,
    chosen,
    chosen_flag,
    compared,
    conjunction,
    disjunction,
    earliest,
    exactly,
    has_happened,
    latest,
    of_code,
    opposite,
    taken_off,
)
from code_engine.ruleset.expressions import (
    And,
    AnswerName,
    Arithmetic,
    Call,
    Choice,
    CollectionName,
    Comparison,
    Constant,
    Contains,
    DefinitionName,
    Expression,
    FactName,
    HasHappened,
    ItemAttribute,
    Loop,
    LoopKind,
    Not,
    OneOf,
    Or,
    ParameterName,
    TextList,
    VariableName,
)


class Conditions:
    """Compiles conditions of one layer: its facts, its parameters (already in the trees), its way of counting."""

    def __init__(
        self, plan: Plan, facts: Mapping[str, Compiled], days: DayCounter, items: ItemAttributes, sets: TextSets
    ) -> None:
        self._plan, self._facts, self._days = plan, facts, days
        self._items, self._sets = items, sets
        self._definitions: dict[tuple[str, int], Compiled] = {}

    def flag(self, node: Expression, scope: Scope = CASE_SCOPE) -> Flag:
        """A condition; raises NotCompiled where it cannot be said in columns."""
        found = self.compiled(node, scope)
        if not isinstance(found, Flag):
            raise NotCompiled(f"`{node.text}` is not a flag")
        return found

    def bounded(self, node: Expression, scope: Scope = CASE_SCOPE) -> Bounded:
        """A date or number."""
        found = self.compiled(node, scope)
        if not isinstance(found, Bounded):
            raise NotCompiled(f"`{node.text}` is not a date or number")
        return found

    def attributes(self, grain: str) -> Attributes:
        """The attributes of the items of a grain, in the scope of their own rows."""
        return lambda name: self._items.of(grain, name)

    def collection(self, name: str) -> Things:
        """A collection of the case."""
        found = self._fact(name)
        if not isinstance(found, Things):
            raise NotCompiled(f"`{name}` is no collection")
        return found

    def compiled(self, node: Expression, scope: Scope) -> Compiled:
        """Any node."""
        match node:
            case Constant(value=bool(value)):
                return YES if value else NO
            case Constant(value=int(value)) | ParameterName(value=value):
                return exactly(number(value))
            case Constant(value=str(value)):
                return Words(text(value))
            case TextList(values=values):
                return WordSet("written in the rule", number(len(values)), values)
            case AnswerName(name=name) | FactName(name=name) | CollectionName(name=name):
                return self._fact(name)
            case VariableName(name=name):
                return scope.values[name]
            case ItemAttribute(variable=variable, attribute=attribute):
                return scope.items[variable](attribute)
            case DefinitionName():
                return self._definition(node)
            case Loop():
                return self._loop(node, scope)
            case Call():
                return self._call(node, scope)
        return self._logical(node, scope)

    def _fact(self, name: str) -> Compiled:
        found = self._facts.get(name)
        if found is None:
            raise NotCompiled(f"the fact `{name}` is in none of the tables")
        return found

    def _logical(self, node: Expression, scope: Scope) -> Compiled:
        match node:
            case Not(operand=operand):
                return opposite(self.flag(operand, scope))
            case And(operands=operands):
                return conjunction([self.flag(operand, scope) for operand in operands])
            case Or(operands=operands):
                return disjunction([self.flag(operand, scope) for operand in operands])
            case Choice(then=then, test=test, otherwise=otherwise):
                decided = self.flag(test, scope)
                if node.type is ValueType.FLAG:
                    return chosen_flag(decided, self.flag(then, scope), self.flag(otherwise, scope))
                return chosen(decided, self.bounded(then, scope), self.bounded(otherwise, scope))
            case HasHappened(operand=operand, negated=reverse):
                known = has_happened(self.bounded(operand, scope))
                return opposite(known) if reverse else known
            case Arithmetic(left=left, operator=sign, right=right):
                combine = added if sign == "+" else taken_off
                return combine(self.bounded(left, scope), self.bounded(right, scope))
        return self._test(node, scope)

    def _test(self, node: Expression, scope: Scope) -> Flag:
        match node:
            case Comparison(left=left, operator=sign, right=right):
                return self._comparison(self.compiled(left, scope), sign, self.compiled(right, scope))
            case OneOf(operand=operand, choices=choices, negated=reverse):
                value = self.compiled(operand, scope)
                if isinstance(value, Words):
                    found = Flag(value.cell.one_of(choices))
                elif isinstance(value, Bounded):
                    found = disjunction([compared("==", value, exactly(number(int(each)))) for each in choices])
                else:
                    raise NotCompiled(f"`{node.text}` asks for one of several of something else")
                return opposite(found) if reverse else found
            case Contains(element=Constant(value=str(value)), texts=texts, negated=reverse):
                found = self._sets.has(self.compiled(texts, scope), value, scope)
                return opposite(found) if reverse else found
        raise NotCompiled(f"`{node.text}` has no reading in columns")

    @staticmethod
    def _comparison(left: Compiled, sign: str, right: Compiled) -> Flag:
        if isinstance(left, Bounded) and isinstance(right, Bounded):
            return compared(sign, left, right)
        if isinstance(left, Words) and isinstance(right, Words):
            same = Flag(left.cell.same(right.cell))
        elif isinstance(left, Flag) and isinstance(right, Flag):
            same = Flag(as_code(left).same(as_code(right)))
        else:
            raise NotCompiled("a comparison of lists")
        return same if sign == "==" else opposite(same)

    def _call(self, node: Call, scope: Scope) -> Compiled:
        arguments = [self.compiled(argument, scope) for argument in node.arguments]
        match node.function, arguments:
            case (("given" | "recorded"), [Flag() as value]):
                return certainly(value)
            case "given", [value]:
                return given(value)
            case "recorded", [value]:
                return certainly(given(value))
            case "earliest", _:
                return earliest([value for value in arguments if isinstance(value, Bounded)])
            case "latest", _:
                return latest([value for value in arguments if isinstance(value, Bounded)])
            case "working_days", [Bounded() as start, Bounded() as end]:
                return self._days.working_days(start, end, self._grain(scope, start, end))
            case "working_days_after", [Bounded() as start, Bounded()]:
                grain = self._grain(scope, start)
                return self._days.working_days_after(start, _constant(node.arguments[1]), grain)
            case "months_after", [Bounded() as start, Bounded()]:
                return self._days.months_after(start, _constant(node.arguments[1]), self._grain(scope, start))
            case "disjoint", [WordSet() as one, WordSet() as other]:
                return self._sets.disjoint(one, other, scope)
            case "covers", [WordSet() as whole, WordSet() as part]:
                return self._sets.covers(whole, part, scope)
        raise NotCompiled(f"`{node.function}` has no reading in columns here")

    @staticmethod
    def _grain(scope: Scope, *days: Bounded) -> str | None:
        """The grain whose rows a calendar is joined to; a pair of rows has none."""
        needs = {name for day in days for name in (*day.low.needs, *day.high.needs)}
        if all(name.startswith(CASE_PREFIX) for name in needs):
            return None
        if scope.paired or scope.grain is None:
            raise NotCompiled("working days counted inside a loop within a loop")
        return scope.grain

    def _definition(self, node: DefinitionName) -> Compiled:
        if node.expression.free_variables:
            raise NotCompiled(f"the definition `{node.name}` reads variables")
        key = (node.name, id(node.expression))
        found = self._definitions.get(key)
        if found is None:
            found = self._definitions[key] = self.kept(node.name, self.compiled(node.expression, CASE_SCOPE))
        return found

    def kept(self, name: str, value: Compiled) -> Compiled:
        """A value of the case kept in columns, so that it is worked out once."""
        if isinstance(value, Flag) and value.always is None:
            return of_code(self._plan.computed(name, as_code(value), "int8"), value.known)
        if isinstance(value, Bounded):
            low = self._plan.computed(f"{name}_low" if not value.exact else name, value.low)
            return Bounded(low, low if value.exact else self._plan.computed(f"{name}_high", value.high))
        return value

    def _loop(self, node: Loop, scope: Scope) -> Compiled:
        rows = rows_of_collection(node.collection.name)
        things = self._fact(node.collection.name)
        if not isinstance(things, Things) or things.complete.always is not True:
            raise NotCompiled(f"a loop over `{node.collection.name}`, of which there may be more than is recorded")
        reads_outside = not node.free_variables.isdisjoint(scope.items)
        if reads_outside and scope.paired:
            raise NotCompiled("three loops within one another")
        if not node.free_variables <= set(scope.items):
            raise NotCompiled("a loop that reads a value of the rule's form")
        own = self._items
        if not reads_outside:
            inside = Scope(rows.grain, {node.variable: lambda name: own.of(rows.grain, name)})
        else:
            outside = dict(scope.items)
            inside = Scope(
                scope.grain,
                {**outside, node.variable: lambda name: as_inner(own.of(rows.grain, name))},
                paired=True,
            )
        element = self._element(node, inside)
        if reads_outside:
            assert scope.grain is not None
            return gathered_pairs(self._plan, node, scope.grain, rows, element)
        return gathered(self._plan, node, rows, element)

    def _element(self, node: Loop, inside: Scope) -> Flag:
        condition = YES if node.condition is None else self.flag(node.condition, inside)
        body = YES if node.body is None else self.flag(node.body, inside)
        if node.kind is LoopKind.ALL:
            return disjunction((opposite(condition), body))
        return conjunction((condition, body))


def _constant(node: Expression) -> int:
    if isinstance(node, ParameterName):
        return node.value
    if isinstance(node, Constant) and isinstance(node.value, int):
        return node.value
    raise NotCompiled(f"a limit that is worked out: `{node.text}`")
