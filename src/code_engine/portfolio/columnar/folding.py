"""The fold in columns: what `case.fold` reads from the events of a complete record, as aggregates over them."""

from __future__ import annotations

from code_engine.case.complaint_facts import SHOWS_RECEIPT
from code_engine.case.declared_collections import COLLECTION_OF_EVENT, PER_STAGE
from code_engine.case.rounds import TAKEN_UP_AGAIN
from code_engine.portfolio.columnar.cells import (
    ONE,
    ZERO,
    Cell,
    both_of,
    choose,
    column,
    either_of,
    known_or,
    least,
    negated,
    text,
)
from code_engine.portfolio.columnar.effects import counts, counts_as, is_stage_event, known_or_false, of_stage
from code_engine.portfolio.columnar.grains import ALL_EVENTS, ON, ORDER, STAGE, UPDATES_DUE, rows_of_collection
from code_engine.portfolio.columnar.items import FIRST_CELL, ItemAttributes
from code_engine.portfolio.columnar.planning import Plan
from code_engine.portfolio.columnar.refusals import last_order, refused_on, taken_on
from code_engine.portfolio.columnar.truths import (
    NEVER_CELL,
    YES,
    Bounded,
    Compiled,
    Flag,
    Things,
    WordSet,
    as_code,
    exactly,
    has_come,
    of_code,
    opposite,
)

AS_OF = column("c_as_of")
_TYPE, _ON, _ORDER, _STAGE = column("type"), column(ON), column(ORDER), column(STAGE)
_DAY_FIRSTS = {
    "acknowledged": "acknowledged",
    "defined": "defined",
    "logged": "logged",
    "assigned": "assigned",
    "answer_known": "answer_known",
    "response_issued": "responded",
}


class Fold:
    """Makes the facts of a case, by name, in a plan."""

    def __init__(self, plan: Plan, items: ItemAttributes) -> None:
        self._plan, self._items = plan, items
        self.facts: dict[str, Compiled] = {"as_of": exactly(AS_OF)}

    def run(self) -> dict[str, Compiled]:
        """All facts but lists of texts, which `stage_lists` adds."""
        received, requested = self._received(), self._requested()
        self._header(received)
        self._collections()
        for stage in (1, 2):
            self._stage(stage)
        self._complaint(received)
        self._escalation(requested)
        self._ombudsman()
        return self.facts

    def first(self, name: str, grain: str, test: Cell | None = None) -> Cell:
        """The first day of an event of a grain, of those a test that is never null holds of; NEVER without any."""
        value = _ON if test is None else choose((test, _ON))
        return known_or(self._plan.aggregated(name, grain, "min", value), NEVER_CELL)

    def _put(self, name: str, value: Bounded | Flag) -> Bounded | Flag:
        """Keep a fact in columns of its own."""
        if isinstance(value, Flag):
            kept: Bounded | Flag = of_code(self._plan.computed(name, as_code(value), "int8"), value.known)
        else:
            low = self._plan.computed(name if value.exact else f"{name}_low", value.low)
            kept = Bounded(low, low if value.exact else self._plan.computed(f"{name}_high", value.high))
        self.facts[name] = kept
        return kept

    def _received(self) -> Bounded:
        receipt = self.first("received", "complaint_received")
        shown = self.first("presupposed", ALL_EVENTS, _TYPE.one_of(sorted(SHOWS_RECEIPT)))
        has_not = receipt.same(NEVER_CELL)
        low = choose((both_of((has_not, shown.less(NEVER_CELL))), FIRST_CELL), otherwise=receipt)
        return self._day("complaint.received_on", Bounded(low, choose((has_not, shown), otherwise=receipt)))

    def _requested(self) -> Bounded:
        request = self.first("requested", "escalation_requested")
        opened = self.first("opened", ALL_EVENTS, both_of((of_stage(2), counts(), is_stage_event())))
        received = self.facts["complaint.received_on"]
        assert isinstance(received, Bounded)
        # The lower bound of a day that is not recorded is the receipt, where that has happened.
        earliest = choose((NEVER_CELL.at_most(received.low), FIRST_CELL), otherwise=received.low)
        has_not = both_of((request.same(NEVER_CELL), opened.less(NEVER_CELL)))
        low = choose((has_not, least(earliest, opened)), otherwise=request)
        self.facts["escalation.opened"] = Flag(opened.less(NEVER_CELL), known=True)
        high = choose((has_not, opened), otherwise=request)
        return self._day("escalation.requested_on", Bounded(low, high))

    def _day(self, name: str, value: Bounded) -> Bounded:
        kept = self._put(name, value)
        assert isinstance(kept, Bounded)
        return kept

    def _header(self, received: Bounded) -> None:
        for name in ("vulnerable", "at_risk"):
            self.facts[f"resident.{name}"] = of_code(column(f"c_{name}"))
        for name in ("disabilities_disclosed", "adjustments_requested"):
            self.facts[f"resident.{name}"] = WordSet(f"resident.{name}", column(f"c_{name}"))
        for name in ("occurred_on", "became_aware_on"):
            day = column(f"c_{name}")
            self._put(f"matter.{name}", Bounded(known_or(day, FIRST_CELL), known_or(day, received.high)))
        by_one = choose((known_or(column("raised_by_"), text("")).same(text("representative")), ONE))
        raised = self._plan.aggregated("raised_by_representative", "complaint_received", "max", by_one)
        name_given = column("c_representative")
        named = choose(
            (either_of((known_or(name_given, text("")).differs(text("")), known_or(raised, ZERO).same(ONE))), ONE),
            (column("c_has_representative").same(ZERO), ZERO),
            (name_given.not_null(), ZERO),
        )
        self._put("representative.named", of_code(named))

    def _collections(self) -> None:
        names = [*COLLECTION_OF_EVENT.values()]
        names += [f"stage_{n}.{COLLECTION_OF_EVENT[kind]}" for n in (1, 2) for kind in PER_STAGE]
        for name in names:
            rows = rows_of_collection(name)
            value = ONE if rows.belongs is None else choose((rows.belongs, ONE))
            count = known_or(self._plan.aggregated(f"any_{name}", rows.grain, "max", value), ZERO)
            self.facts[name] = Things(name, count, YES)
        due = known_or(self._plan.aggregated("any_updates_due", UPDATES_DUE, "max", ONE), ZERO)
        unknown = choose((column("next_on_first").is_null(), ONE), otherwise=ZERO)
        more = known_or(self._plan.aggregated("more_updates", "update_interval_agreed", "max", unknown), ZERO)
        self.facts[UPDATES_DUE] = Things(UPDATES_DUE, due, Flag(more.same(ZERO), known=True))

    def _stage(self, stage: int) -> None:
        prefix = f"stage_{stage}"
        for event_type, name in _DAY_FIRSTS.items():
            test = both_of((of_stage(stage), counts_as(event_type)))
            day = self._day(f"{prefix}.{name}_on", exactly(self.first(f"{prefix}_{name}", event_type, test)))
            if event_type != "answer_known":
                self.facts[f"{prefix}.{name}"] = Flag(day.low.less(NEVER_CELL), known=True)
        notices = self.facts[f"{prefix}.extensions"]
        assert isinstance(notices, Things)
        self.facts[f"{prefix}.extended"] = Flag(ZERO.less(notices.count), known=True)

    def _complaint(self, received: Bounded) -> None:
        came = self._put("complaint.received", has_come(received, AS_OF))
        assert isinstance(came, Flag)
        taken = self._put("complaint.accepted", taken_on(self._plan, came, "refused", None))
        self.facts["stage_1.reached"] = taken
        self._put("complaint.accepted_on", exactly(self.first("accepted", "accepted")))
        self._refused("complaint", "refused", None)
        for event_type, undone_by in (("withdrawn", TAKEN_UP_AGAIN), ("closed", TAKEN_UP_AGAIN - {"response_issued"})):
            last = last_order(self._plan, f"{event_type}_undone", _TYPE.one_of(sorted(undone_by)))
            day = self.first(f"{event_type}_standing", event_type, last.less(_ORDER))
            self._put(f"complaint.{event_type}_on", exactly(day))
            self._put(f"complaint.{event_type}", Flag(day.at_most(AS_OF), known=True))
        said = of_code(choose((column("kind_").same(text("dissatisfaction")), ONE), (column("kind_").not_null(), ZERO)))
        self._put("complaint.dissatisfied_on", self._first_true("dissatisfied", "contact", said))

    def _escalation(self, requested: Bounded) -> None:
        asked = self._put("escalation.requested", has_come(requested, AS_OF))
        assert isinstance(asked, Flag)
        self._put("stage_2.reached", taken_on(self._plan, asked, "escalation_refused", 2))
        self._refused("escalation", "escalation_refused", 2)

    def _ombudsman(self) -> None:
        directed = of_code(column("to_accept_"))
        self._put("ombudsman.directed_on", self._first_true("directed", "ombudsman_directed", directed))
        self._put("ombudsman.information_given_on", self._first_told())

    def _last_order(self, name: str, test: Cell) -> Cell:
        found = self._plan.aggregated(name, ALL_EVENTS, "max", choose((test, _ORDER)))
        return known_or(found, ZERO)

    def _refused(self, name: str, refusal: str, stage: int | None) -> None:
        day = refused_on(self._plan, name, refusal, stage)
        self._put(f"{name}.refused_on", day)
        self._put(f"{name}.refused", Flag(day.low.less(NEVER_CELL), known=True))

    def _first_true(self, name: str, grain: str, test: Flag) -> Bounded:
        certain = self.first(name, grain, known_or_false(test))
        possible = self.first(f"{name}_maybe", grain, negated(known_or_false(opposite(test))))
        return Bounded(possible, certain)

    def _first_told(self) -> Bounded:
        """The first day any letter or contact told the resident about the Ombudsman."""
        told = {
            "extension_notified": of_code(column("ombudsman_contact_given_")),
            "refused": of_code(column("ombudsman_right_sent_")),
            "escalation_refused": of_code(column("ombudsman_right_sent_")),
            "ombudsman_information_given": Flag(
                both_of(
                    known_or(column(part), ONE).same(ONE) for part in ("right_explained_", "how_to_engage_explained_")
                ),
                known=True,
            ),
            "response_issued": self._response_tells(),
        }
        low = high = NEVER_CELL
        for event_type, test in told.items():
            found = self._first_true(f"told_by_{event_type}", event_type, test)
            low = found.low if low == NEVER_CELL else least(low, found.low)
            high = found.high if high == NEVER_CELL else least(high, found.high)
        return Bounded(low, high)

    def _response_tells(self) -> Flag:
        contains = self._items.of("response_issued", "contains")
        assert isinstance(contains, WordSet)
        part = known_or_false(self._items.has_text(contains, "response_issued", "escalation"))
        leads = both_of((of_stage(2), part))
        return of_code(choose((leads, ONE), otherwise=column("ombudsman_information_included_")))
