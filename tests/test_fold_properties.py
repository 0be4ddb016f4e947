"""What holds for every case: every name with its type, nothing from the future, no order of the file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from case_building import FIRST_DAY, LAST_DAY, any_case, any_event
from code_engine.case.declarations import AttributeDeclaration
from code_engine.case.fold import fold
from code_engine.case.model import Case
from code_engine.case.values import NEVER, Between, Items, Value, ValueType
from code_engine.case.vocabulary import VOCABULARY

AS_OF = st.dates(FIRST_DAY - timedelta(days=3), LAST_DAY + timedelta(days=3))


def has_type(value: Value, value_type: ValueType) -> bool:
    """Whether a value is one that facts of this type may have."""
    if value_type is ValueType.FLAG:
        return value is None or isinstance(value, bool)
    if value_type in (ValueType.DATE, ValueType.NUMBER):
        return isinstance(value, Between) or (isinstance(value, int) and not isinstance(value, bool))
    if value_type is ValueType.TEXT:
        return value is None or isinstance(value, str)
    if value_type is ValueType.TEXTS:
        return value is None or (isinstance(value, tuple) and all(isinstance(text, str) for text in value))
    return isinstance(value, Items)


def check_items(found: Items, attributes: dict[str, AttributeDeclaration]) -> None:
    """Every item has every declared attribute, none besides, each of its type; items stand in order."""
    for item in found.items:
        assert item.keys() == attributes.keys()
        for name, declared in attributes.items():
            assert has_type(item[name], declared.type), name


@settings(max_examples=200, deadline=None)
@given(any_case(), AS_OF)
def test_every_case_folds_into_every_name_of_the_vocabulary_with_its_type(data: dict[str, Any], as_of: date) -> None:
    facts = fold(Case.model_validate(data), as_of).facts
    assert facts.keys() == VOCABULARY.facts.keys() | VOCABULARY.collections.keys()
    for name, declared in VOCABULARY.facts.items():
        assert has_type(facts[name], declared.type), name
    for name, collection in VOCABULARY.collections.items():
        found = facts[name]
        assert isinstance(found, Items)
        check_items(found, collection.attributes)


@settings(max_examples=100, deadline=None)
@given(any_case(), any_event(), AS_OF)
def test_an_event_still_to_come_changes_no_fact(data: dict[str, Any], extra: dict[str, Any], as_of: date) -> None:
    later = extra | {"date": (as_of + timedelta(days=1)).isoformat(), "recorded_on": None}
    before = fold(Case.model_validate(data), as_of)
    after = fold(Case.model_validate(data | {"events": [later, *data["events"]]}), as_of)
    assert after.facts == before.facts
    assert after.events_after == before.events_after + 1


@settings(max_examples=100, deadline=None)
@given(any_case(), AS_OF, st.randoms(use_true_random=False))
def test_the_order_of_the_file_does_not_matter_between_days(data: dict[str, Any], as_of: date, chance: Any) -> None:
    one_a_day = list({made["date"]: made for made in data["events"]}.values())
    shuffled = list(one_a_day)
    chance.shuffle(shuffled)
    ordered = fold(Case.model_validate(data | {"events": one_a_day}), as_of)
    assert fold(Case.model_validate(data | {"events": shuffled}), as_of).facts == ordered.facts


@settings(max_examples=100, deadline=None)
@given(any_case(), AS_OF)
def test_folding_twice_gives_the_same_and_shares_nothing_that_can_change(data: dict[str, Any], as_of: date) -> None:
    case = Case.model_validate(data)
    first, second = fold(case, as_of), fold(case, as_of)
    assert first.facts == second.facts
    for name in VOCABULARY.collections:
        one, other = first.facts[name], second.facts[name]
        assert isinstance(one, Items)
        assert isinstance(other, Items)
        assert not {id(item) for item in one.items} & {id(item) for item in other.items}


@settings(max_examples=100, deadline=None)
@given(any_case(), AS_OF)
def test_flags_agree_with_their_days(data: dict[str, Any], as_of: date) -> None:
    facts = fold(Case.model_validate(data), as_of).facts
    for name, declared in VOCABULARY.facts.items():
        day = facts.get(f"{name}_on")
        if declared.type is not ValueType.FLAG or day is None or name == "complaint.accepted":
            continue
        if day == NEVER:
            assert facts[name] is False, name
        elif isinstance(day, int):
            assert facts[name] is True, name
        else:
            assert isinstance(day, Between)
            assert facts[name] is (True if day.high <= as_of.toordinal() else None), name


@settings(max_examples=100, deadline=None)
@given(any_case(), AS_OF)
def test_a_complete_record_only_narrows_what_a_partial_one_leaves_open(data: dict[str, Any], as_of: date) -> None:
    partial = fold(Case.model_validate(data | {"record": "partial", "absent": []}), as_of).facts
    complete = fold(Case.model_validate(data | {"record": "complete"}), as_of).facts
    for name, declared in VOCABULARY.facts.items():
        open_value, value = partial[name], complete[name]
        if declared.type is ValueType.FLAG and open_value is not None:
            assert value is open_value, name
        if declared.type is ValueType.DATE and isinstance(open_value, int):
            assert value == open_value, name
