"""Where following a landlord's policy breaches the Code, unless that is its group's doing or is owned up to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from code_engine.assessment.policy_answers import Grade, ProvisionCheck
from code_engine.assessment.policy_check import check_policy
from code_engine.conformance.policies import policies_under
from code_engine.errors import Location, Problem, quoted
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.policy import Policy
from code_engine.ruleset.rules import Ruleset


def unowned_conflicts(landlord: Landlord, rulesets: Iterable[Ruleset], known: Mapping[str, str]) -> Iterator[Problem]:
    """One problem for each provision with a conflict that is neither the group's, nor admitted, nor known.

    `known` are the conflicts that the plugin's tests own up to, by provision; one that is not found any more is
    a problem too, so that the list stays true.
    """
    found: set[str] = set()
    for ruleset in rulesets:
        for policy in policies_under(landlord, ruleset):
            own = dict(_own_conflicts(landlord, policy, ruleset))
            found.update(own)
            for number, entry in own.items():
                if number not in known and number not in policy.departures:
                    yield _problem(policy, entry)
    for number in known.keys() - found:
        yield Problem(
            f"the known conflict with provision {quoted(number)} is not found any more", None, "take it off the list"
        )


def _own_conflicts(landlord: Landlord, policy: Policy, ruleset: Ruleset) -> Iterator[tuple[str, ProvisionCheck]]:
    """The conflicts of a policy that the policy of its group alone, on the same days, does not have."""
    day = policy.start or ruleset.in_force_from
    above = landlord.parent.policy_on(day) if landlord.parent is not None else None
    inherited = {number for number, _ in _conflicts(above, ruleset)} if above is not None else set()
    yield from ((number, entry) for number, entry in _conflicts(policy, ruleset) if number not in inherited)


def _conflicts(policy: Policy, ruleset: Ruleset) -> Iterator[tuple[str, ProvisionCheck]]:
    for entry in check_policy(policy, ruleset, policy.start or ruleset.in_force_from).provisions:
        if entry.grade is Grade.CONFLICT:
            yield entry.provision, entry


def _problem(policy: Policy, entry: ProvisionCheck) -> Problem:
    said = next(iter(entry.said), None)
    place = Location(said.file, said.line or 1) if said is not None else None
    return Problem(
        f"policy {policy.version} of {policy.landlord} conflicts with provision {entry.provision}: {entry.reason}",
        place,
        " ".join(entry.change) or "change the policy, or admit it under `departures:`",
    )
