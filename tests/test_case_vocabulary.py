"""The vocabulary: complete, described, with questions, read off the events, immutable."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from case_building import a_case, event, facts_of
from code_engine.case import vocabulary
from code_engine.case.declarations import FactDeclaration, detail_kind
from code_engine.case.event import Event
from code_engine.case.events import EVENT_TYPES
from code_engine.case.values import ValueType
from code_engine.case.vocabulary import VOCABULARY, question_for
from code_engine.day_words import day_in_words
from code_engine.errors import LandlordError

NOTICE = event("extension_notified", "2025-06-16", stage=1)


def test_every_fact_has_a_meaning_a_question_and_known_sources() -> None:
    for name, fact in VOCABULARY.facts.items():
        assert fact.name == name
        assert fact.meaning.endswith(".")
        assert fact.question.endswith("?")
        assert set(fact.events) <= set(EVENT_TYPES)


def test_every_attribute_has_a_meaning_and_a_question() -> None:
    for name, collection in VOCABULARY.collections.items():
        assert collection.name == name
        assert collection.question.endswith("?")
        assert collection.attributes["on"].type is ValueType.DATE
        assert collection.attributes["stage"].type is ValueType.NUMBER
        for attribute in collection.attributes.values():
            assert attribute.meaning.rstrip(".")
            assert attribute.question.endswith("?")


def test_a_name_is_either_a_fact_or_a_collection() -> None:
    assert not set(VOCABULARY.facts) & set(VOCABULARY.collections)
    assert VOCABULARY.type_of("stage_1.acknowledged_on") is ValueType.DATE
    assert VOCABULARY.type_of("stage_1.extensions") is ValueType.COLLECTION
    with pytest.raises(KeyError):
        VOCABULARY.type_of("stage_3.extensions")


def test_every_detail_of_every_event_can_be_asked_about() -> None:
    covered = {
        attribute.field
        for collection in VOCABULARY.collections.values()
        for attribute in collection.attributes.values()
    }
    joined = ("remedy_completed", "action_completed", "adjustment_reviewed", "restriction_reviewed")
    for event_type, cls in EVENT_TYPES.items():
        if event_type not in joined:
            names = set(cls.model_fields) - {"type", "id", "corrects"}
            assert {f"{event_type}.{name}" for name in names} <= covered


@pytest.mark.parametrize(
    ("collection", "attribute", "expected"),
    [
        ("extensions", "new_due_on", ValueType.DATE),
        ("extensions", "reasons", ValueType.TEXT),
        ("extensions", "resident_agreed", ValueType.FLAG),
        ("responses", "contains", ValueType.TEXTS),
        ("responses", "remedy_withheld_until_stage", ValueType.NUMBER),
        ("responses", "decision", ValueType.TEXT),
        ("update_agreements", "next_on_first", ValueType.DATE),
        ("update_agreements", "next_on_last", ValueType.DATE),
        ("service_requests", "reviewed_on_last", ValueType.DATE),
        ("service_requests", "resident_declined", ValueType.FLAG),
        ("remedies", "completed_on", ValueType.DATE),
        ("actions", "last_update_on", ValueType.DATE),
        ("updates_due", "sent_on", ValueType.DATE),
    ],
)
def test_attributes_have_the_type_of_what_a_file_holds(collection: str, attribute: str, expected: ValueType) -> None:
    assert VOCABULARY.collections[collection].attributes[attribute].type is expected


def test_a_list_of_days_has_no_attribute_of_its_own() -> None:
    assert "next_on" not in VOCABULARY.collections["update_agreements"].attributes


def test_an_annotation_no_fact_can_hold_is_an_error() -> None:
    with pytest.raises(TypeError, match="no facts"):
        detail_kind(dict[str, int])


def test_the_question_for_a_fact_is_its_own() -> None:
    assert question_for("stage_1.acknowledged_on") == "When was the stage 1 acknowledgement sent?"
    assert question_for("stage_2.responded") == "Was the stage 2 response sent?"
    assert question_for("stage_1.extensions").startswith("Is there any extension notice at stage 1")


def test_the_question_for_an_item_names_its_day() -> None:
    facts = facts_of(NOTICE, NOTICE | {"date": "2025-07-01"})
    assert question_for("stage_1.extensions[1].reasons", facts) == (
        "Did the extension notice of 16 June 2025 give reasons?"
    )
    assert "of 1 July 2025" in question_for("stage_1.extensions[2].reasons", facts)


def test_the_question_for_an_item_that_is_not_known_names_its_number() -> None:
    assert question_for("extensions[3].reasons") == "Did the extension notice of number 3 give reasons?"


@pytest.mark.parametrize("path", ["policy.stage_1", "extensions[1].colour", "nothing[1].reasons", "a b"])
def test_an_undeclared_path_still_has_a_question(path: str) -> None:
    assert question_for(path) == f"What is known about {path}?"


def test_days_are_written_as_people_write_them() -> None:
    assert day_in_words(a_case(event("closed", "2025-06-02")).in_order[0][0]) == "2 June 2025"


def test_a_plugin_adds_facts_to_a_vocabulary_of_its_own() -> None:
    fact = FactDeclaration("red_kite.visited", ValueType.FLAG, "Whether somebody called.", "Did somebody call?")
    extended = VOCABULARY.with_facts([fact])
    assert extended.facts["red_kite.visited"] is fact
    assert extended.question_for("red_kite.visited") == "Did somebody call?"
    assert extended.collections is VOCABULARY.collections
    assert "red_kite.visited" not in VOCABULARY.facts


@pytest.mark.parametrize("name", ["as_of", "extensions"])
def test_a_plugin_cannot_take_a_name_that_is_taken(name: str) -> None:
    fact = FactDeclaration(name, ValueType.FLAG, "Anything.", "Anything?")
    with pytest.raises(LandlordError, match="already declared"):
        VOCABULARY.with_facts([fact])


def test_the_vocabulary_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        VOCABULARY.facts["new"] = VOCABULARY.facts["as_of"]  # type: ignore[index]


def test_the_vocabulary_builds_no_validator() -> None:
    script = (
        "from code_engine.case.vocabulary import VOCABULARY\n"
        "from code_engine.case.events import EVENT_CLASSES\n"
        "print(sum(cls.__pydantic_complete__ for cls in EVENT_CLASSES))"
    )
    source = Path(vocabulary.__file__).parents[2]
    shown = subprocess.run([sys.executable, "-c", script], cwd=source, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "0"


def test_an_event_without_a_type_of_its_own_has_no_place_in_the_vocabulary() -> None:
    assert all(issubclass(cls, Event) and cls.model_fields["type"].default for cls in EVENT_TYPES.values())
