"""What is checked when consequences load, and how findings become a vector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from code_engine.errors import ConsequenceError, Location
from code_engine.evaluation.consequences import Consequence, ConsequenceRules, ConsequenceSource, OwnChainer
from consequence_builders import consequence, findings, rules_of

KNOWN_RULES = {"code": ("sent-in-time", "answered-in-time"), "policy": ("promised-in-time",)}
KNOWN_FACTS = ("complaint.refused", "complaint.withdrawn")
PENDING = {"rule": "sent-in-time", "status": ["pending"]}


def locate(path: Sequence[str | int]) -> Location:
    return Location("consequences.yaml/" + "/".join(str(step) for step in path))


def load(*items: Consequence, provisions: Sequence[str] | None = None) -> ConsequenceRules:
    return ConsequenceRules(
        [ConsequenceSource(items, locate)],
        known_rules=KNOWN_RULES,
        known_facts=KNOWN_FACTS,
        known_provisions=provisions,
    )


def error(*items: Consequence, provisions: Sequence[str] | None = None) -> str:
    with pytest.raises(ConsequenceError) as caught:
        load(*items, provisions=provisions)
    return str(caught.value)


def test_an_unknown_rule_is_named_with_its_place_and_the_one_meant() -> None:
    message = error(consequence("one", {"all": [PENDING, {"rule": "answerd-in-time", "status": ["met"]}]}))
    assert message.startswith("consequences.yaml/consequences/0/when/all/1/rule: consequence `one`: ")
    assert "there is no rule of layer `code` `answerd-in-time`" in message
    assert "did you mean `answered-in-time`?" in message


def test_a_rule_of_the_other_layer_is_unknown() -> None:
    assert "no rule of layer `policy` `sent-in-time`" in error(consequence("one", {"all": [PENDING]}, layer="policy"))


def test_an_unknown_flag_is_named_with_the_one_meant() -> None:
    message = error(consequence("one", {"any": [{"fact": "complaint.refusd", "is": True}]}))
    assert "consequences/0/when/any/0/fact" in message
    assert "did you mean `complaint.refused`?" in message


def test_a_name_that_nothing_derives_is_an_error() -> None:
    message = error(
        consequence("one", {"all": [PENDING]}, derives="duty.send"),
        consequence("two", {"all": [{"derived": "duty.sned"}]}),
    )
    assert "there is no derived name `duty.sned`" in message
    assert "did you mean `duty.send`?" in message


def test_an_action_by_an_unknown_rule_is_an_error() -> None:
    item = Consequence.model_validate(
        {
            "id": "one",
            "when": {"all": [PENDING]},
            "then": {"action": {"text": "Send it.", "who": "officer", "by": "sent-on-time"}},
            "because": ["6.2"],
        }
    )
    message = error(item)
    assert "consequences/0/then/action/by" in message
    assert "did you mean `sent-in-time`?" in message


def test_an_unknown_provision_is_an_error_where_the_provisions_are_known() -> None:
    item = consequence("one", {"all": [PENDING]}, because=["6.2", "6.99"])
    assert "there is no provision `6.99`" in error(item, provisions=["6.2", "6.9"])
    assert load(item).consequences == (item,)


def test_two_consequences_with_one_id_are_an_error_that_names_both_places() -> None:
    message = error(consequence("one", {"all": [PENDING]}), consequence("one", {"all": [PENDING]}))
    assert message.startswith("consequences.yaml/consequences/1/id: consequence `one`: the id is taken at ")
    assert "consequences.yaml/consequences/0/id" in message


def test_a_landlord_cannot_take_an_id_of_the_code() -> None:
    with pytest.raises(ConsequenceError, match="the id is taken"):
        rules_of([consequence("one", {"all": [PENDING]})], [consequence("one", {"all": [PENDING]})])


def test_every_problem_is_reported_at_once() -> None:
    with pytest.raises(ConsequenceError) as caught:
        load(
            consequence("one", {"all": [{"rule": "x", "status": ["met"]}]}),
            consequence("two", {"all": [{"fact": "y", "is": True}]}),
        )
    assert len(caught.value.problems) == 2


def test_consequences_that_wait_for_each_other_are_an_error_that_names_the_circle() -> None:
    message = error(
        consequence("reader", {"all": [{"derived": "b"}]}),
        consequence("one", {"all": [PENDING, {"derived": "b"}]}, derives="a"),
        consequence("two", {"all": [{"derived": "a"}]}, derives="b"),
    )
    assert "waits for itself in a circle" in message
    assert "`one` derives `a`" in message
    assert "`two` derives `b`" in message
    assert "`reader`" not in message


def test_a_consequence_cannot_wait_for_itself() -> None:
    assert "`one` derives `a`" in error(consequence("one", {"all": [PENDING, {"derived": "a"}]}, derives="a"))


def test_conditions_that_exclude_each_other_are_an_error() -> None:
    message = error(consequence("one", {"all": [PENDING, {"rule": "sent-in-time", "status": ["met"]}]}))
    assert "its conditions exclude each other, so it can never fire" in message


@pytest.mark.parametrize(
    ("finding", "fires"),
    [
        (("pending", False), True),
        (("pending", True), True),
        (("breached", True), True),
        (("breached", False), False),
        (("met", False), False),
        (("undetermined", False), False),
        (("not_applicable", False), False),
        (None, False),
    ],
)
def test_an_undone_duty_is_pending_or_a_breach_that_is_outstanding(
    finding: tuple[str, bool] | None, fires: bool
) -> None:
    undone = {"rule": "sent-in-time", "status": ["pending", "breached"], "outstanding": True}
    rules = load(consequence("one", {"all": [undone]}))
    given = {} if finding is None else {("code", "sent-in-time"): (*finding, ())}
    assert OwnChainer(rules).run(rules.base_vector(given, {})) == ((0,) if fires else ())


def test_a_breach_that_was_made_good_can_be_asked_for() -> None:
    done = {"rule": "sent-in-time", "status": ["breached"], "outstanding": False}
    rules = load(consequence("one", {"all": [done]}))
    late = findings({"sent-in-time": "breached"})
    undone = findings({"sent-in-time": "breached"}, outstanding=["sent-in-time"])
    assert OwnChainer(rules).run(rules.base_vector(late, {})) == (0,)
    assert OwnChainer(rules).run(rules.base_vector(undone, {})) == ()


@pytest.mark.parametrize(("value", "fires"), [(True, False), (False, True), (None, False), ("no", False)])
def test_an_unknown_flag_is_neither_true_nor_false(value: object, fires: bool) -> None:
    rules = load(consequence("one", {"all": [{"fact": "complaint.refused", "is": False}]}))
    assert OwnChainer(rules).run(rules.base_vector({}, {"complaint.refused": value})) == ((0,) if fires else ())
    assert OwnChainer(rules).run(rules.base_vector({}, {})) == ()


def test_a_label_holds_whatever_the_status() -> None:
    rules = load(consequence("one", {"all": [{"rule": "sent-in-time", "label": "contested"}]}))
    with_label = {("code", "sent-in-time"): ("breached", True, ("within_one_day", "contested"))}
    without = {("code", "sent-in-time"): ("breached", True, ("within_one_day",))}
    assert OwnChainer(rules).run(rules.base_vector(with_label, {})) == (0,)
    assert OwnChainer(rules).run(rules.base_vector(without, {})) == ()


def test_the_layer_says_whose_finding_is_read() -> None:
    own: dict[str, Any] = {"all": [{"rule": "promised-in-time", "status": ["breached"]}]}
    rules = load(consequence("one", own, layer="policy"))
    broken = findings({"promised-in-time": "breached"}, layer="policy")
    assert OwnChainer(rules).run(rules.base_vector(broken, {})) == (0,)
    kept = findings({"promised-in-time": "breached"}, layer="code")
    assert OwnChainer(rules).run(rules.base_vector(kept, {})) == ()


def test_rules_without_any_consequence_chain_to_nothing() -> None:
    rules = rules_of([])
    assert OwnChainer(rules).run(rules.base_vector({}, {})) == ()
