"""Running a scenario about a policy: the policy is checked for real and compared with what is expected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from code_engine.assessment.policy_answers import PartCheck, PolicyCheck, ProvisionCheck
from code_engine.assessment.policy_check import check_policy
from code_engine.documents import Document, DocumentPath
from code_engine.engine import Engine
from code_engine.errors import RulesetError, did_you_mean, quoted
from code_engine.evaluation.evaluation import Status
from code_engine.landlord.policy import merge
from code_engine.landlord.policy_version import DRAFT, draft_in
from code_engine.ruleset.rules import Ruleset
from code_engine.scenarios.models import PolicyExpectation, PolicyScenario


def checked_policy(engine: Engine, document: Document, place: DocumentPath, scenario: PolicyScenario) -> PolicyCheck:
    """The check of a scenario's policy, which stands at `place` of the document.

    Raises LandlordError where it is not a policy; NoRulesetInForceError or RulesetError where no version of the
    Code is found for it.
    """
    policy = merge(DRAFT, [draft_in(document.part((*place, "policy")))])
    ruleset = _ruleset(engine, scenario.ruleset, scenario.as_of)
    return check_policy(policy, ruleset, scenario.as_of or ruleset.in_force_from)


def _ruleset(engine: Engine, named: str | None, as_of: date | None) -> Ruleset:
    """The version that is named, else the one in force on the day, else the latest of the Housing Ombudsman's."""
    if named is not None:
        return engine.catalogue.named(named)
    if as_of is not None:
        return engine.catalogue.in_force(as_of)
    starts = [ruleset.in_force_from for ruleset in engine.catalogue]
    if not starts:
        raise RulesetError("there is no ruleset to check a policy against")
    return engine.catalogue.in_force(max(starts))


def policy_differences(check: PolicyCheck, expected: PolicyExpectation, ruleset: Ruleset) -> Iterator[str]:
    """What was expected and not found, each as a sentence."""
    if expected.provision is not None:
        yield from _of_provision(check, expected)
        return
    assert expected.rule is not None  # the model asks for one of the two
    part = next((part for entry in check.provisions for part in entry.parts if part.rule == expected.rule), None)
    if part is not None:
        yield from _compared(expected.rule, part, expected)
        return
    rules = [rule.id for rule in ruleset.rules("policy")]
    if expected.rule not in rules:
        hint = did_you_mean(expected.rule, rules) or "check its id"
        yield f"there is no rule about policies {quoted(expected.rule)}; {hint}"
    elif expected.status is not Status.NOT_APPLICABLE:
        yield f"{expected.rule}: it does not apply to this policy, expected {expected.grade or expected.status}"


def _of_provision(check: PolicyCheck, expected: PolicyExpectation) -> Iterator[str]:
    assert expected.provision is not None
    try:
        entry = check.provision(expected.provision)
    except KeyError:
        hint = did_you_mean(expected.provision, [entry.provision for entry in check.provisions]) or "check the number"
        yield f"there is no provision {quoted(expected.provision)}; {hint}"
        return
    yield from _compared(expected.provision, entry, expected)


def _compared(name: str, found: PartCheck | ProvisionCheck, expected: PolicyExpectation) -> Iterator[str]:
    for key in ("grade", "status"):
        wanted, value = getattr(expected, key), getattr(found, key)
        if wanted is not None and value != wanted:
            yield f"{name}: {key} is {value}, expected {wanted} ({found.reason})"
    if expected.clauses is not None and set(expected.clauses) != set(found.clauses):
        cited = ", ".join(found.clauses) or "none"
        yield f"{name}: the clauses cited are {cited}, expected {', '.join(expected.clauses) or 'none'}"
    changes = found.change if isinstance(found, ProvisionCheck) else (found.change or "",)
    for key, said, wanted in (
        ("reason", found.reason, expected.reason_contains),
        ("change", " ".join(changes), expected.change_contains),
    ):
        if wanted is not None and wanted not in said:
            yield f"{name}: the {key} is {quoted(said)}, expected it to say {quoted(wanted)}"
