"""What a landlord's plugin has to prove, as one class of tests that its own tests inherit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import ClassVar, Final

from code_engine.assessment.sheet import sheet_of, years_of
from code_engine.checks.letters import letter_problems, readability_problems
from code_engine.conformance.appearance import bad_addresses, standards_page, unreadable_colours
from code_engine.conformance.comparing import (
    failed_scenarios,
    reached_landlords,
    unsteady_examples,
    unsteady_scenarios,
)
from code_engine.conformance.conflicts import unowned_conflicts
from code_engine.conformance.floors import looser_numbers
from code_engine.conformance.installation import Installation
from code_engine.conformance.policies import unbuilt
from code_engine.errors import Problem


class LandlordConformance:
    """Tests of one installed landlord; a class of yours inherits them and names it.

        class TestTwenty11(LandlordConformance):
            landlord = "twenty11"

    Each test collects everything that is wrong, with file and line, before it fails. Nothing here looks at the
    clock or the network.
    """

    landlord: ClassVar[str]
    """The id of the landlord, as in its landlord.yaml."""

    known_conflicts: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """Provisions that the policy, as it really is, conflicts with, each with the reason; one that claims to conform
    leaves it empty."""

    @property
    def installation(self) -> Installation:
        """What is installed, seen from the landlord; the same for all tests of a run."""
        return _installation(type(self))

    def test_the_landlord_loads_without_a_fault(self) -> None:
        """Its plugin and its groups are there, and every file of theirs can be read."""
        _none(self.installation.faults())

    def test_its_policies_follow_each_other_without_an_overlap_or_a_gap(self) -> None:
        """Every version can be read, and of every day from the first on it is known which one was in force."""
        versions = self.installation.landlord.policies
        for earlier, later in pairwise(versions):
            assert earlier.end is not None
            assert later.start is not None
            assert (later.start - earlier.end).days == 1, f"{earlier.version} and {later.version}"

    def test_every_number_keeps_the_floor_of_the_code(self) -> None:
        """No limit is looser than the Code's, or in another unit, unless the policy admits that it departs."""
        installation = self.installation
        rulesets = installation.engine.catalogue_of(installation.landlord)
        _none(looser_numbers(installation.landlord, rulesets))

    def test_its_rules_and_consequences_build_under_every_ruleset(self) -> None:
        """Every name in them exists and every comparison makes sense."""
        _none(unbuilt(self.installation))

    def test_its_scenarios_pass(self) -> None:
        """The files beside it in `scenarios/`, where there are any."""
        _none(failed_scenarios(self.installation))

    def test_a_case_comes_out_the_same_twice(self) -> None:
        """The example cases of code-engine and its own scenarios: the same bytes again, and in another engine."""
        _none(unsteady_examples(self.installation))
        _none(unsteady_scenarios(self.installation))

    def test_its_colours_can_be_read(self) -> None:
        """Text and what has to be seen stand out from the background as WCAG 2.2 asks."""
        _none(unreadable_colours(self.installation.landlord.profile))

    def test_its_web_addresses_are_secure_and_its_own(self) -> None:
        """Each begins with https:// and is no other landlord's."""
        _none(bad_addresses(self.installation.landlord, self.installation.landlords))

    def test_its_professional_standards_make_a_page(self) -> None:
        """Where it or its group has them: all seven characteristics, and the same bytes twice."""
        landlord = self.installation.landlord
        assert standards_page(landlord) == standards_page(landlord)

    def test_its_self_assessments_can_be_read(self) -> None:
        """Every year it or its group has a file for, with no row for a provision that the Code does not have."""
        installation = self.installation
        provisions = {number for ruleset in installation.catalogue for number in ruleset.provisions}
        for year in years_of(installation.landlord):
            _none(sheet_of(installation.landlord, year).unknown_provisions(sorted(provisions)))

    def test_its_letters_say_what_they_must_and_read_easily(self) -> None:
        """Templates, logo and samples of every letter, where the extra `letters` is installed."""
        installation = self.installation
        _none(letter_problems(installation.engine, installation.landlord))
        _none(readability_problems(installation.engine, installation.landlord))

    def test_nothing_of_it_reaches_another_landlord(self) -> None:
        """Every landlord that does not need it is evaluated the same without it."""
        _none(reached_landlords(self.installation))

    def test_following_its_policy_does_not_breach_the_code(self) -> None:
        """No conflict of its own with the Code, but those it admits as departures or that its tests name as known."""
        installation = self.installation
        rulesets = installation.engine.catalogue_of(installation.landlord)
        _none(unowned_conflicts(installation.landlord, rulesets, self.known_conflicts))


_INSTALLATIONS: Final[dict[type[LandlordConformance], Installation]] = {}


def _installation(tests: type[LandlordConformance]) -> Installation:
    """What a class of tests looks at, loaded once for all of them."""
    if tests not in _INSTALLATIONS:
        landlord = getattr(tests, "landlord", None)
        assert landlord is not None, f'say which landlord {tests.__name__} is about: `landlord = "its_id"`'
        _INSTALLATIONS[tests] = Installation(landlord)
    return _INSTALLATIONS[tests]


def _none(problems: Iterable[Problem]) -> None:
    """Fail with every problem, one under the other."""
    __tracebackhide__ = True  # the line that matters is in the test above
    found = list(dict.fromkeys(problems))
    if found:
        raise AssertionError("\n".join(map(str, found)))
