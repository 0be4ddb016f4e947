"""What may be written in a consequences.yaml, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from code_engine.evaluation.consequences import Consequence


def written(**changes: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "id": "send-it",
        "when": {"all": [{"rule": "sent-in-time", "status": ["pending"]}]},
        "then": {"action": {"text": "Send it.", "who": "complaints officer"}},
        "because": ["6.2"],
    }
    return whole | changes


def refusal(**changes: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        Consequence.model_validate(written(**changes))
    return str(caught.value)


def test_a_plain_consequence_is_read_and_belongs_to_the_code() -> None:
    consequence = Consequence.model_validate(written())
    assert consequence.id == "send-it"
    assert consequence.layer == "code"
    assert consequence.when.all[0].status == ("pending",)


def test_an_unknown_key_is_refused() -> None:
    assert "Extra inputs are not permitted" in refusal(becuase=["6.2"])
    assert "Extra inputs are not permitted" in refusal(then={"derives": "x", "email": "y"})


def test_an_unquoted_provision_is_refused() -> None:
    assert "valid string" in refusal(because=[6.1])


@pytest.mark.parametrize("number", ["6", "6.", "06.1", "6.010", "six"])
def test_a_text_that_is_no_provision_number_is_refused(number: str) -> None:
    assert "because.0" in refusal(because=[number])


def test_a_consequence_without_a_provision_is_refused() -> None:
    assert "because" in refusal(because=[])


@pytest.mark.parametrize(
    ("atom", "message"),
    [
        ({}, "a condition needs `status` or `label`"),
        ({"rule": "sent-in-time"}, "a condition needs `status` or `label`"),
        ({"status": ["met"]}, "a condition on a `status` names the `rule`"),
        ({"label": "contested"}, "a condition on a `label` names the `rule`"),
        ({"fact": "complaint.refused"}, "says `is: true` or `is: false`"),
        ({"derived": "duty.x", "is": False}, "a condition on `derived` cannot also say `is`"),
        ({"fact": "complaint.refused", "is": True, "rule": "sent-in-time"}, "cannot also say `rule`"),
        ({"rule": "a", "status": ["met"], "label": "contested"}, "cannot also say `status`"),
        ({"rule": "a", "status": ["met"], "outstanding": True}, "`outstanding` says nothing about `met`"),
        ({"rule": "a", "status": ["pending"], "outstanding": True}, "`outstanding` needs `breached`"),
        ({"rule": "a", "status": ["pending", "breached"], "outstanding": False}, "excludes `pending`"),
    ],
)
def test_a_condition_says_exactly_one_thing(atom: dict[str, Any], message: str) -> None:
    assert message in refusal(when={"all": [atom]})


@pytest.mark.parametrize("value", ["false", 0, None, "unknown"])
def test_a_flag_is_compared_with_true_or_false_only(value: object) -> None:
    assert "is" in refusal(when={"all": [{"fact": "complaint.refused", "is": value}]})


def test_a_consequence_without_conditions_is_refused() -> None:
    assert "at least one condition" in refusal(when={})
    assert "at least one condition" in refusal(when={"all": [], "any": []})


def test_a_consequence_without_effects_is_refused() -> None:
    assert "needs an effect" in refusal(then={})


def test_any_takes_at_most_four_conditions() -> None:
    five = [{"fact": f"complaint.fact_{number}", "is": True} for number in range(5)]
    assert "at most 4" in refusal(when={"any": five})
    assert len(Consequence.model_validate(written(when={"any": five[:4]})).when.any) == 4


def test_an_unknown_letter_or_status_is_refused() -> None:
    assert "kind" in refusal(then={"letter": {"kind": "postcard", "why": "x"}})
    assert "status" in refusal(when={"all": [{"rule": "a", "status": ["late"]}]})


def test_a_letter_belongs_to_stage_one_or_two() -> None:
    assert "stage" in refusal(then={"letter": {"kind": "extension", "stage": 3, "why": "x"}})
