"""What follows from findings under the Code of 1 April 2024."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
import yaml

from code_engine.case.values import ValueType
from code_engine.case.vocabulary import VOCABULARY
from code_engine.evaluation.consequences import (
    ConsequenceFile,
    ConsequenceRules,
    ConsequenceSource,
    build_chainer,
)
from code_engine.evaluation.consequences.partition import partition
from consequence_builders import atoms_of, findings, names_read

FILE = Path(__file__).resolve().parents[1] / "rulesets/housing-ombudsman-code/2024-04-01/consequences.yaml"
NOTHING_SPECIAL: dict[str, bool | None] = {
    "complaint.withdrawn": False,
    "complaint.refused": False,
    "complaint.closed": False,
    "complaint.received": True,
    "escalation.refused": False,
    "escalation.requested": False,
    "resident.vulnerable": False,
    "stage_1.responded": False,
    "stage_2.responded": False,
}


@cache
def code() -> ConsequenceRules:
    file = ConsequenceFile.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    rules, _ = names_read(file.consequences)
    flags = [name for name, fact in VOCABULARY.facts.items() if fact.type is ValueType.FLAG]
    return ConsequenceRules([ConsequenceSource(file.consequences)], known_rules=rules, known_facts=flags)


def following(statuses: dict[str, str], undone: Sequence[str] = (), /, **facts: bool | None) -> set[str]:
    """Ids of the consequences; `facts` are given with double underscores for dots."""
    named = {name.replace("__", "."): value for name, value in facts.items()}
    base = code().base_vector(findings(statuses, undone), NOTHING_SPECIAL | named)
    answers = {build_chainer(code(), prefer).run(base) for prefer in ("durable", "own")}
    assert len(answers) == 1
    return {code().consequences[index].id for index in answers.pop()}


def test_a_new_complaint_is_acknowledged_defined_and_logged() -> None:
    ids = following(
        {"stage-1-acknowledged-in-time": "pending"},
        stage_1__acknowledged=False,
        stage_1__defined=False,
        stage_1__logged=False,
    )
    assert ids == {"open-stage-1", "send-stage-1-acknowledgement", "send-stage-1-definition", "log-stage-1"}


def test_only_the_step_still_missing_is_asked_for() -> None:
    ids = following(
        {"stage-1-acknowledged-in-time": "pending"},
        stage_1__acknowledged=True,
        stage_1__defined=False,
        stage_1__logged=None,
    )
    assert ids == {"open-stage-1", "send-stage-1-definition"}


@pytest.mark.parametrize("stage", ["1", "2"])
def test_an_extension_is_offered_while_it_can_still_be_notified_in_time(stage: str) -> None:
    extended = f"stage_{stage}__extended"
    rule = f"stage-{stage}-response-in-time"
    option = f"consider-stage-{stage}-extension"
    assert option in following({rule: "pending"}, **{extended: False})
    assert option not in following({rule: "pending"}, **{extended: True})
    assert option not in following({rule: "pending"}, **{extended: None})
    assert option not in following({rule: "breached"}, [rule], **{extended: False})
    assert option not in following({rule: "met"}, **{extended: False})


@pytest.mark.parametrize("stage", ["1", "2"])
@pytest.mark.parametrize("fault", ["valid", "ombudsman-contact"])
def test_an_extension_is_planned_for_only_where_every_notice_counts(stage: str, fault: str) -> None:
    response = {f"stage-{stage}-response-in-time": "pending"}
    checks = {f"stage-{stage}-extension-{check}": "met" for check in ("valid", "ombudsman-contact")}
    planned, again = f"keep-the-extended-stage-{stage}-date", f"send-the-stage-{stage}-extension-notice-again"
    extended = {f"stage_{stage}__extended": True}
    good = following(response | checks, **extended)
    bad = following(response | checks | {f"stage-{stage}-extension-{fault}": "breached"}, **extended)
    assert (planned in good, again in good) == (True, False)
    assert (planned in bad, again in bad) == (False, True)


@pytest.mark.parametrize("stage", ["1", "2"])
def test_nothing_is_opened_once_the_response_is_out(stage: str) -> None:
    rule = f"stage-{stage}-acknowledged-in-time"
    steps = {f"stage_{stage}__{step}": False for step in ("acknowledged", "defined", "logged")}
    opening = f"send-stage-{stage}-acknowledgement"
    assert opening in following({rule: "breached"}, [rule], **steps)
    assert opening not in following({rule: "breached"}, [rule], **steps, **{f"stage_{stage}__responded": True})


@pytest.mark.parametrize("stage", ["1", "2"])
def test_an_overdue_response_is_chased_explained_and_escalated(stage: str) -> None:
    rule = f"stage-{stage}-response-in-time"
    ids = following({rule: "breached", "learning-considered": "pending"}, [rule])
    assert {
        f"send-stage-{stage}-response",
        f"too-late-to-extend-stage-{stage}",
        f"explain-and-apologise-in-the-stage-{stage}-response",
        "ask-for-help-with-an-overdue-response",
        "learn-from-the-missed-deadline",
    } <= ids


def test_a_late_acknowledgement_is_explained_in_the_response_still_to_come() -> None:
    ids = following({"stage-1-acknowledged-in-time": "breached", "stage-1-response-in-time": "pending"})
    assert "explain-and-apologise-in-the-stage-1-response" in ids
    assert "ask-for-help-with-an-overdue-response" not in ids


def test_a_response_sent_late_needs_no_response_any_more() -> None:
    ids = following({"stage-1-response-in-time": "breached"})
    assert ids == {"stage-1-response-was-late", "a-response-was-late"}


def test_a_vulnerable_resident_has_the_effect_of_the_delay_weighed() -> None:
    late = {"stage-1-response-in-time": "breached"}
    undone = ["stage-1-response-in-time"]
    assert "weigh-the-effect-of-the-delay" in following(late, undone, resident__vulnerable=True)
    assert "weigh-the-effect-of-the-delay" not in following(late, undone, resident__vulnerable=None)


def test_a_withdrawn_complaint_gets_no_response() -> None:
    ids = following({"stage-1-response-in-time": "breached"}, ["stage-1-response-in-time"], complaint__withdrawn=True)
    assert "send-stage-1-response" not in ids
    assert "explain-and-apologise-in-the-stage-1-response" not in ids


def test_a_refusal_without_notice_gets_reasons_and_the_right_to_go_to_the_ombudsman() -> None:
    assert following({"refusal-notice-complete": "pending"}, complaint__refused=True, complaint__accepted=False) == {
        "send-refusal-notice"
    }


def test_an_unfair_refusal_is_decided_again_before_its_notice_goes_out() -> None:
    ids = following(
        {"refusal-ground-fair": "breached", "refusal-notice-complete": "pending"},
        complaint__refused=True,
        complaint__accepted=False,
    )
    assert {"decide-the-refusal-again", "hold-refusal-notice-until-decided"} <= ids


def test_a_refusal_taken_back_is_not_decided_again() -> None:
    ids = following({"refusal-ground-fair": "breached"}, complaint__refused=True, complaint__accepted=True)
    assert "decide-the-refusal-again" not in ids


def test_an_escalation_is_opened_unless_it_was_refused() -> None:
    assert "open-stage-2" in following({"escalation-opened": "pending"})
    ids = following(
        {"escalation-opened": "pending", "escalation-refusal-valid": "breached"},
        ["escalation-refusal-valid"],
        escalation__refused=True,
    )
    assert ids == {"give-reasons-for-refusing-escalation", "reconsider-refused-escalation"}


def test_a_closed_case_with_an_open_promise_is_reported() -> None:
    open_promise = {"remedy-completed": "pending"}
    assert "finish-before-closing" in following(open_promise, complaint__closed=True)
    assert "finish-before-closing" not in following(open_promise)


def test_nothing_follows_where_everything_is_met_or_does_not_apply() -> None:
    rules = {atom.rule for _, atom in atoms_of(code().consequences) if atom.rule is not None}
    for status in ("met", "not_applicable", "undetermined"):
        assert following(dict.fromkeys(sorted(rules), status)) == set()


@pytest.mark.parametrize("status", ["pending", "breached"])
def test_every_rule_read_leads_to_something_a_person_sees(status: str) -> None:
    rules = sorted({atom.rule for _, atom in atoms_of(code().consequences) if atom.rule is not None})
    facts = {atom.fact for _, atom in atoms_of(code().consequences) if atom.fact is not None}
    by_id = {item.id: item for item in code().consequences}
    silent = []
    for rule in rules:
        seen = False
        for value in (True, False):
            named = {name.replace(".", "__"): value for name in facts} | {"complaint__withdrawn": False}
            for identity in following(
                {rule: status, "stage-1-response-in-time": "pending"} | {rule: status}, [rule], **named
            ):
                then = by_id[identity].then
                seen = seen or any((then.action, then.letter, then.notice, then.escalation))
        if not seen:
            silent.append(rule)
    assert silent == []


def test_at_least_four_consequences_join_on_what_others_derive() -> None:
    joined = [item.id for item in code().consequences if any(atom.derived for atom in item.when.all)]
    assert len(joined) >= 4


def test_every_derived_name_but_plain_landmarks_is_read() -> None:
    derived = {item.then.derives for item in code().consequences} - {None}
    read = {atom.derived for _, atom in atoms_of(code().consequences)} - {None}
    assert read <= derived
    # these are for landlords' own consequences to wait for
    assert derived - read == {
        "duty.open-stage-2",
        "duty.raise-complaint",
        "option.stage-1-extension",
        "option.stage-2-extension",
        "stage-1.extension-running",
        "stage-2.extension-running",
    }


def test_every_text_is_a_sentence_for_a_complaint_officer() -> None:
    for item in code().consequences:
        then = item.then
        texts = [part.text for part in (then.action, then.notice, then.escalation) if part is not None]
        texts += [then.letter.why] if then.letter is not None else []
        for text in texts:
            assert text[0].isupper(), item.id
            assert text.endswith("."), item.id


def test_the_code_fits_a_handful_of_rulesets() -> None:
    assert len(partition(code().compiled)) <= 5
