"""The columnar program: every rule that can be said in columns, as steps any engine can run, and a list of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from code_engine.calendar import DAY_0, LAST_DAY, Counting, WorkingCalendar
from code_engine.engine import Engine
from code_engine.evaluation.session import OTHER_CONVENTION
from code_engine.forking import cached_property
from code_engine.portfolio.columnar.calendar_table import CalendarTable, DayCounter
from code_engine.portfolio.columnar.cells import (
    ONE,
    ZERO,
    Cell,
    both_of,
    choose,
    column,
    either_of,
    known_or,
    negated,
    number,
    text,
)
from code_engine.portfolio.columnar.conditions import Conditions
from code_engine.portfolio.columnar.deadlines import Deadlines
from code_engine.portfolio.columnar.folding import AS_OF, Fold
from code_engine.portfolio.columnar.grains import ALL_EVENTS, ANSWER_ROWS, ON
from code_engine.portfolio.columnar.items import ItemAttributes
from code_engine.portfolio.columnar.labels import LabelledRules
from code_engine.portfolio.columnar.layers import Layers, PolicyLayer, layers_of
from code_engine.portfolio.columnar.live_columns import Output
from code_engine.portfolio.columnar.notices import NoticeColumns
from code_engine.portfolio.columnar.planning import Plan
from code_engine.portfolio.columnar.rule_columns import NotCompiledRule, RuleColumns, columns_of, group_of
from code_engine.portfolio.columnar.rules import Rules
from code_engine.portfolio.columnar.scope import NotCompiled
from code_engine.portfolio.columnar.sets import TextSets
from code_engine.portfolio.columnar.stage_lists import stage_lists
from code_engine.portfolio.columnar.steps import Step, StepBuilder
from code_engine.portfolio.columnar.truths import Bounded, Compiled, of_code
from code_engine.ruleset.rules import Rule, Ruleset

LEFT: dict[int, str] = {
    0: "",
    1: "the record is partial: what is not in it may have happened all the same",
    2: "the complaint was withdrawn and brought again, so it is judged in rounds",
    3: "it has more notices of extension at a stage than there are columns for",
    4: "it lies outside the days of the ruleset or of the calendar",
    5: "nothing had happened yet on the day it is looked at",
    6: "the landlord is not one of those compiled",
}
"""Why a case is left to the Python engine, by the code in the column `left`; 0 is none that is."""

_LAST_COUNTED = LAST_DAY.toordinal() - 400


class ColumnarProgram:
    """One ruleset and the policies of some landlords, compiled by one counting convention.

    With `labels` it also says where the other convention, or another reading of a contested clock, says otherwise.
    """

    def __init__(self, layers: Layers, counting: Counting = DAY_0, *, labels: bool = False) -> None:
        self.layers = layers
        self.counting = counting
        self.labels = labels
        self.rules: list[RuleColumns] = []
        self.not_compiled: list[NotCompiledRule] = []
        self._plan = Plan()
        self._calendar = CalendarTable()
        self._items = ItemAttributes(self._plan)
        self._sets = TextSets(self._plan, self._items)
        self._facts = Fold(self._plan, self._items).run()
        self._facts |= stage_lists(self._plan, self._sets)
        self._facts |= {f"answers.{key}": of_code(self._answer(key)) for key in layers.judgements}
        self._outputs: dict[str, Output] = {}
        self._output_of: dict[str, str] = {}
        self._selected()
        code = self._compiler(layers.calendar, self._facts)
        for rule in layers.code:
            self._add(code, rule, None)
        for layer in layers.policies:
            own: dict[str, Compiled] = {name: of_code(self._answer(name)) for name in layer.facts}
            compiler = self._compiler(layer.calendar, self._facts | own)
            for rule in layer.rules:
                self._add(compiler, rule, layer)

    @classmethod
    def of(
        cls,
        engine: Engine,
        ruleset: Ruleset,
        landlords: Iterable[str],
        counting: Counting = DAY_0,
        *,
        labels: bool = False,
        forced: bool = False,
    ) -> ColumnarProgram:
        """The program of an engine's ruleset for some of its landlords, `forced` for whatever day of receipt.

        Raises LandlordError as the engine does.
        """
        return cls(layers_of(engine, ruleset, landlords, forced=forced), counting, labels=labels)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The tables to make, in order, as any engine takes them; the last is `answered`, one row a case."""
        return self.steps_for()

    def steps_for(self, *, casts_truth: bool = False, in_order: bool = False) -> tuple[Step, ...]:
        """The same steps for an engine that makes 1, 0 and null of a truth value by a cast, which is shorter.

        `in_order` says that its tables of cases, `cases_…`, all have their rows in the order of the cases' numbers.
        """
        names = self._calendar.column_names
        return StepBuilder(self._plan, self._outputs, names, casts_truth=casts_truth, in_order=in_order).steps()

    @cached_property
    def calendar_rows(self) -> dict[str, list[int]]:
        """The rows of the table `calendar`, which the steps join, column by column."""
        return self._calendar.rows()

    def description(self) -> Iterator[str]:
        """All that its steps rest on, line by line; programs with the same lines have the same steps."""
        yield from self._plan.description()
        for name, output in self._outputs.items():
            yield f"{name} = {output.column} of {output.group}"
        yield " ".join(self._calendar.column_names)

    def _compiler(self, calendar: WorkingCalendar, facts: dict[str, Compiled]) -> Rules | LabelledRules:
        rules = self._rules(calendar, facts, self.counting)
        if not self.labels:
            return rules
        return LabelledRules(self._plan, rules, self._rules(calendar, facts, OTHER_CONVENTION[self.counting]))

    def _rules(self, calendar: WorkingCalendar, facts: dict[str, Compiled], counting: Counting) -> Rules:
        days = DayCounter(self._plan, self._calendar, calendar, counting)
        conditions = Conditions(self._plan, facts, days, self._items, self._sets)
        return Rules(self._plan, conditions, Deadlines(self._plan, conditions, days, AS_OF), days)

    def _answer(self, key: str) -> Cell:
        asked = column("question").same(text(key))
        return self._plan.aggregated(f"answer_{key}", ANSWER_ROWS, "max", choose((asked, column("value"))))

    def _selected(self) -> None:
        """Which cases are evaluated here, and under which policy."""
        plan = self._plan
        first = known_or(plan.aggregated("first_day", ALL_EVENTS, "min", column(ON)), ZERO)
        last = known_or(plan.aggregated("last_day", ALL_EVENTS, "max", column(ON)), ZERO)
        received = self._facts["complaint.received_on"]
        assert isinstance(received, Bounded)
        exact = both_of((received.low.same(received.high), received.low.less(number(10_000_000))))
        self._chosen_day = plan.computed("chosen_day", choose((exact, received.low), otherwise=first))
        withdrawn = plan.aggregated("first_withdrawn", "withdrawn", "min", column(ON))
        received_last = plan.aggregated("last_received", "complaint_received", "max", column(ON))
        again = both_of((withdrawn.not_null(), received_last.not_null(), withdrawn.less(received_last)))
        code = choose(
            (first.same(ZERO), number(5)),
            (column("c_complete").differs(ONE), number(1)),
            (again, number(2)),
            *((each, number(3)) for each in self._too_many_notices()),
            (self._outside(first, last), number(4)),
            (negated(column("c_landlord").one_of(self.layers.landlords)), number(6)),
            otherwise=ZERO,
        )
        known = {"reference": column("c_reference"), "landlord": column("c_landlord"), "received_on": self._chosen_day}
        for name, cell in {"left": plan.computed("left", code, "int8"), **known}.items():
            self._outputs[name] = Output(cell.key, "requirements")

    def _too_many_notices(self) -> list[Cell]:
        conditions = self._rules(self.layers.calendar, self._facts, self.counting).conditions
        return [NoticeColumns(self._plan, conditions, f"stage_{stage}.extensions").too_many() for stage in (1, 2)]

    def _outside(self, first: Cell, last: Cell) -> Cell:
        late = [number(_LAST_COUNTED).less(day) for day in (first, last, AS_OF)]
        return either_of((*self._not_in_force(), *late))

    def _not_in_force(self) -> Iterator[Cell]:
        ruleset = self.layers.ruleset
        if self.layers.forced:
            return
        yield self._chosen_day.less(number(ruleset.in_force_from.toordinal()))
        if ruleset.in_force_to is not None:
            yield number(ruleset.in_force_to.toordinal()).less(self._chosen_day)

    def _add(self, compiler: Rules | LabelledRules, rule: Rule, layer: PolicyLayer | None) -> None:
        name, landlord = ("policy", layer.landlord) if layer is not None else ("code", None)
        try:
            found = compiler.compiled(rule)
        except NotCompiled as reason:
            self.not_compiled.append(NotCompiledRule(rule.provision, rule.id, name, landlord, str(reason)))
            return
        place, group = len(self.rules), group_of(rule, landlord)

        def output(letter: str, cell: Cell | None, kind: str) -> str | None:
            if cell is None:
                return None
            # Where there is no status there is no finding, and nobody asks for the rest.
            shown = choose((self._is_under(layer), cell)) if layer is not None and letter == "s" else cell
            kept = self._plan.computed(f"{rule.id}_{letter}", shown, kind).key
            return self._output(f"{letter}{place}", kept, group)

        self.rules.append(columns_of(rule, name, landlord, found, output))

    def _output(self, name: str, column: str, group: str) -> str:
        """The name of a column of the answer; several rules may have the same one, as two landlords' promises do."""
        known = self._output_of.setdefault(column, name)
        if known == name:
            self._outputs[name] = Output(column, group)
        return known

    def _is_under(self, layer: PolicyLayer) -> Cell:
        day = self._chosen_day
        same = column("c_landlord").same(text(layer.landlord))
        flag = both_of((same, number(layer.first).at_most(day), day.at_most(number(layer.last))))
        name = f"under_{layer.landlord}_{layer.policy}"
        return self._plan.computed(name, choose((flag, ONE), otherwise=ZERO), "int8").same(ONE)
