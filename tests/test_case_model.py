"""The case as a model: strict, immutable, comparable, with references between its events checked."""

from __future__ import annotations

import json
import pickle
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from case_building import a_case, any_case, event
from code_engine.case.events import EVENT_CLASSES, EVENT_TYPES, parse_event
from code_engine.case.events_stages import Acknowledged, ExtensionNotified, ResponseIssued
from code_engine.case.model import Case, case_schema

RECEIVED = event("complaint_received", "2025-06-02")


def message_of(caught: pytest.ExceptionInfo[ValidationError]) -> str:
    """The messages of all errors with their paths."""
    return "\n".join(f"{error['loc']} {error['msg']}" for error in caught.value.errors())


def refused(*events: Any, **header: Any) -> str:
    """What is wrong with a case of these events."""
    with pytest.raises(ValidationError) as caught:
        a_case(*events, **header)
    return message_of(caught)


def test_reference_landlord_and_one_event_are_enough() -> None:
    case = Case.model_validate({"reference": "A 1", "landlord": "twenty11", "events": [RECEIVED]})
    assert case.record == "complete"
    assert case.absent == ()
    assert case.answers == {}


@pytest.mark.parametrize("key", ["reference", "landlord", "events"])
def test_without_any_of_these_it_is_no_case(key: str) -> None:
    data = {"reference": "A 1", "landlord": "twenty11", "events": [RECEIVED]}
    del data[key]
    with pytest.raises(ValidationError, match="Field required"):
        Case.model_validate(data)


def test_a_case_without_events_is_refused() -> None:
    assert "at least one event" in refused()


def test_an_event_has_the_class_its_type_names() -> None:
    case = a_case(event("acknowledged", "2025-06-04", stage=1))
    assert isinstance(case.events[0], Acknowledged)


def test_events_built_in_python_are_taken_as_they_are() -> None:
    made = Acknowledged(date=date(2025, 6, 4), stage=1)
    assert Case(reference="A 1", landlord="twenty11", events=(made,)).events[0] is made


def test_an_unknown_type_of_event_names_the_closest_one() -> None:
    with pytest.raises(ValidationError) as caught:
        a_case(event("acknowleged", "2025-06-04"))
    (error,) = caught.value.errors()
    assert error["loc"] == ("events", 0, "type")
    assert error["ctx"]["hint"] == "did you mean `acknowledged`?"


@pytest.mark.parametrize("broken", [7, "acknowledged", None, ["type"], {"date": "2025-06-04"}, {"type": None}])
def test_what_is_no_event_is_refused_at_its_place(broken: object) -> None:
    assert refused(RECEIVED, broken).startswith("('events', 1)")


@pytest.mark.parametrize("broken", [{"type": ["acknowledged"]}, {"type": 3}, {"type": ""}])
def test_a_type_that_is_no_word_is_unknown(broken: object) -> None:
    assert "unknown event type" in refused(broken)


@pytest.mark.parametrize("event_type", ["acknowledged", "defined", "logged", "extension_notified", "response_issued"])
def test_events_that_belong_to_a_stage_must_name_it(event_type: str) -> None:
    assert refused(event(event_type, "2025-06-04")) == "('events', 0, 'stage') Field required"


@pytest.mark.parametrize("stage", [0, 3, True, "1", 1.0])
def test_there_are_two_stages_and_they_are_numbers(stage: object) -> None:
    assert "('events', 0, 'stage')" in refused(event("acknowledged", "2025-06-04", stage=stage))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("written", "yes"),
        ("written", 1),
        ("contains", ["stage", "apology"]),
        ("contains", "stage"),
        ("considered_by", "A. Handler"),
        ("decision", "Upheld"),
        ("channel", 5),
        ("remedy_withheld_until_stage", 3),
    ],
)
def test_a_detail_of_the_wrong_kind_is_refused(key: str, value: object) -> None:
    assert f"('events', 0, '{key}'" in refused(event("response_issued", "2025-06-04", stage=1, **{key: value}))


def test_an_unknown_detail_is_refused() -> None:
    assert "Extra inputs" in refused(event("logged", "2025-06-04", stage=1, channel="email"))


def test_a_remedy_that_was_not_held_back_may_be_said_with_an_empty_text() -> None:
    case = a_case(event("response_issued", "2025-06-04", stage=1, remedy_withheld_until_stage=""))
    assert isinstance(case.events[0], ResponseIssued)
    assert case.events[0].remedy_withheld_until_stage == 0


def test_an_empty_text_says_that_a_notice_gave_no_date() -> None:
    case = a_case(event("extension_notified", "2025-06-16", stage=1, new_due_on=""))
    assert isinstance(case.events[0], ExtensionNotified)
    assert case.events[0].new_due_on == ""


@pytest.mark.parametrize("key", ["date", "recorded_on"])
def test_the_days_of_an_event_itself_cannot_be_empty(key: str) -> None:
    assert f"('events', 0, '{key}')" in refused(event("logged", "2025-06-04", stage=1) | {key: ""})


def test_nothing_after_a_key_is_the_same_as_leaving_it_out() -> None:
    sparse = a_case(event("logged", "2025-06-04", stage=1))
    nulls = event("logged", "2025-06-04", stage=1, note=None, on_file=None)
    assert a_case(nulls, answers=None, absent=None, record=None, resident=None, handler=None) == sparse
    assert a_case(nulls, answers=None).digest == sparse.digest


def test_a_stage_that_is_nothing_is_missing() -> None:
    assert refused(event("logged", "2025-06-04", stage=None)) == "('events', 0, 'stage') Field required"


def test_an_id_used_twice_is_refused() -> None:
    assert "the id `r` is used twice" in refused(RECEIVED | {"id": "r"}, RECEIVED | {"id": "r"})


def test_a_correction_must_name_an_event_of_the_file() -> None:
    found = refused(RECEIVED | {"id": "receipt"}, RECEIVED | {"corrects": "reciept", "recorded_on": "2025-06-09"})
    assert "('events', 1, 'corrects') no event has the id `reciept`" in found


def test_a_correction_must_say_since_when_it_stands() -> None:
    assert "needs `recorded_on`" in refused(RECEIVED | {"id": "r"}, RECEIVED | {"corrects": "r"})


def test_corrections_in_a_circle_are_refused() -> None:
    one = RECEIVED | {"id": "a", "corrects": "b", "recorded_on": "2025-06-09"}
    two = RECEIVED | {"id": "b", "corrects": "a", "recorded_on": "2025-06-09"}
    assert "`a` corrects itself" in refused(one, two)
    assert "`a` corrects itself" in refused(one | {"corrects": "a"})


def test_a_correction_that_hangs_on_a_circle_is_no_part_of_it() -> None:
    one = RECEIVED | {"id": "a", "corrects": "b", "recorded_on": "2025-06-09"}
    two = RECEIVED | {"id": "b", "corrects": "a", "recorded_on": "2025-06-09"}
    third = RECEIVED | {"id": "c", "corrects": "a", "recorded_on": "2025-06-09"}
    assert "`c` corrects itself" not in refused(one, two, third)


def test_a_chain_of_corrections_is_fine() -> None:
    case = a_case(
        RECEIVED | {"id": "a"},
        RECEIVED | {"id": "b", "corrects": "a", "recorded_on": "2025-06-09"},
        RECEIVED | {"corrects": "b", "recorded_on": "2025-06-10"},
    )
    assert len(case.events) == 3


def test_braces_in_a_persons_words_are_shown_as_they_are() -> None:
    assert "no event has the id `{x}`" in refused(RECEIVED | {"corrects": "{x}", "recorded_on": "2025-06-09"})


def test_absent_holds_types_of_events_only() -> None:
    assert "('absent', 0) unknown event type `extension`" in refused(RECEIVED, absent=["extension"])


def test_answers_are_true_or_false() -> None:
    answer = {"value": True, "by": "A. Handler", "date": "2025-07-01"}
    assert a_case(RECEIVED, answers={"5.8.a": answer}).answers["5.8.a"].date == date(2025, 7, 1)
    assert "('answers', '5.8.a', 'value')" in refused(RECEIVED, answers={"5.8.a": {"value": "yes"}})
    assert "Extra inputs" in refused(RECEIVED, answers={"5.8.a": {"value": True, "who": "me"}})


def test_a_case_cannot_be_changed() -> None:
    case = a_case(RECEIVED)
    with pytest.raises(ValidationError, match="frozen"):
        case.reference = "other"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        case.events[0].date = date(2025, 6, 3)  # type: ignore[misc]


def test_cases_of_the_same_content_are_equal_and_hash_alike() -> None:
    one, other = a_case(RECEIVED), a_case({"date": "2025-06-02", "type": "complaint_received"})
    assert one.digest.startswith("sha256:")
    assert (one, hash(one), one.digest) == (other, hash(other), other.digest)


def test_a_detail_of_an_event_changes_the_digest() -> None:
    assert a_case(RECEIVED).digest != a_case(RECEIVED | {"channel": "email"}).digest
    assert a_case(RECEIVED) != a_case(RECEIVED | {"channel": "email"})


def test_an_empty_list_is_not_the_same_as_one_left_out() -> None:
    assert a_case(RECEIVED, resident={"disabilities_disclosed": []}).digest != a_case(RECEIVED, resident={}).digest


@settings(max_examples=50, deadline=None)
@given(any_case())
def test_a_case_survives_being_written_and_pickled(data: dict[str, Any]) -> None:
    case = Case.model_validate(data)
    written = json.loads(case.model_dump_json())
    assert Case.model_validate(written) == case
    assert Case.model_validate(written).digest == case.digest
    assert pickle.loads(pickle.dumps(case)) == case


def test_every_event_has_a_label_a_meaning_and_described_details() -> None:
    for cls in EVENT_CLASSES:
        assert cls.label != "event"
        assert cls.__doc__
        for name, field in cls.model_fields.items():
            assert field.description or name == "type"


def test_the_types_are_those_of_the_case_files_documentation() -> None:
    assert len(EVENT_TYPES) == len(EVENT_CLASSES) == 36
    assert all(parse_event({"type": name, "date": "2025-06-02", "stage": 1}).type == name for name in EVENT_TYPES)


def test_the_schema_tells_events_apart_by_their_type() -> None:
    schema = case_schema()
    assert schema["$schema"].endswith("2020-12/schema")
    item = schema["properties"]["events"]["items"]
    assert set(item["discriminator"]["mapping"]) == set(EVENT_TYPES)
    assert len(item["oneOf"]) == len(EVENT_TYPES)
    assert schema["properties"]["events"]["minItems"] == 1


def test_the_schema_describes_each_event_strictly() -> None:
    notice = case_schema()["$defs"]["ExtensionNotified"]
    assert notice["additionalProperties"] is False
    assert set(notice["required"]) == {"type", "date", "stage"}
    assert notice["properties"]["reasons"]["description"]
    assert notice["properties"]["reasons"]["x-question"] == "Did the extension notice of {on} give reasons?"
    assert {"const": ""} in notice["properties"]["new_due_on"]["anyOf"]


def test_the_schema_is_part_of_the_models_own() -> None:
    assert "ExtensionNotified" in Case.model_json_schema()["$defs"]
