"""Which policy is meant, as of which day, and by which version of the Code it is measured.

Nothing here reads a clock: the caller says what day it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from code_engine.day_words import day_in_words
from code_engine.documents import read_document
from code_engine.errors import LandlordError, Problem, RulesetError, did_you_mean, quoted
from code_engine.landlord.landlords import Landlord, Landlords
from code_engine.landlord.policy import Policy, merge
from code_engine.landlord.policy_version import DRAFT, PolicyVersion, draft_in, versions_in_words
from code_engine.ruleset.catalogue import Catalogue
from code_engine.ruleset.rules import Ruleset

_SUFFIXES = (".yaml", ".yml", ".json")
_OF_A_CASE = ("reference", "events")
_CODE = "housing-ombudsman-code"


@dataclass(frozen=True, slots=True)
class ChosenPolicy:
    """A policy, the day as of which it is looked at, and whose it is: None for a draft that nobody is named for."""

    policy: Policy
    as_of: date
    landlord: Landlord | None

    @property
    def name(self) -> str:
        """The landlord's name, or the file of a draft that belongs to nobody."""
        return self.landlord.name if self.landlord is not None else Path(self.policy.layers[0].document.name).name

    def catalogue(self, shipped: Catalogue) -> Catalogue:
        """The rulesets it can be measured by. Raises RulesetError or DocumentError: one of the landlord's own."""
        own = self.landlord.rulesets if self.landlord is not None else ()
        return shipped.with_rulesets(own) if own else shipped


def choose_policy(landlords: Landlords, asked: str, *, as_of: date | None, today: date) -> ChosenPolicy:
    """The policy called `LANDLORD`, `LANDLORD@VERSION`, or by the name of a file that holds a draft.

    Without a version it is the one in force on `as_of`, or today. With one it is looked at today where it is in
    force, else on its last day, or on its first where that is still to come; `as_of` has to be a day of it.

    Raises LandlordError, with a suggestion, where there is no such landlord or version, or none on that day;
    DocumentError where a file cannot be read.
    """
    if is_file(asked, landlords):
        return choose_draft(asked, None, as_of=as_of, today=today)
    name, _, version = asked.partition("@")
    landlord = landlords.get(name)
    if "@" in asked:
        found = _version(landlord, version)
        day = _day_of(found, as_of, today)
    else:
        day = as_of or today
    policy = landlord.policy_on(day)
    if policy is None:
        raise _without_policy(landlord, day)
    return ChosenPolicy(policy, day, landlord)


def choose_draft(path: str, landlord: Landlord | None, *, as_of: date | None, today: date) -> ChosenPolicy:
    """A draft, which stands alone; a landlord gives it only its name and colours.

    Raises LandlordError or DocumentError, with places in the file, where it is not a policy.
    """
    document = read_document(path)
    if isinstance(document.data, dict) and all(key in document.data for key in _OF_A_CASE):
        problem = "this is a case, not a policy"
        raise LandlordError(Problem(problem, document.location(()), "`code-engine evaluate` answers for a case"))
    version = draft_in(document, landlord.id if landlord is not None else DRAFT)
    return ChosenPolicy(merge(version.landlord, [version]), as_of or today, landlord)


def is_file(asked: str, landlords: Landlords) -> bool:
    """Whether a name stands for a file: no landlord is called so, and it looks like a file or is there.

    A folder is taken for one too, so that reading it says that it is a folder.
    """
    if asked.partition("@")[0] in landlords.by_id:
        return False
    return asked == "-" or "/" in asked or Path(asked).suffix in _SUFFIXES or Path(asked).exists()


def names_a_version(asked: str, landlords: Landlords) -> bool:
    """Whether a name says which version of a landlord's policy is meant."""
    return "@" in asked and not is_file(asked, landlords)


def choose_ruleset(catalogue: Catalogue, chosen: ChosenPolicy, identity: str | None) -> tuple[Ruleset, tuple[str, ...]]:
    """The version of the Code a policy is measured by, and notes about the choice.

    It is the one named, else the one in force on the day, else the first that came later, else the last there is.
    Raises RulesetError for an unknown name, or where there is no version at all.
    """
    day = chosen.as_of
    if identity is not None:
        named = catalogue.named(identity)
        if named.in_force_on(day) or _over_before(chosen.policy, named):
            return named, ()
        return named, (f"Measured by {named.identity} as asked, which was not in force on {_words(day)}.",)
    ruleset = _nearest(catalogue, day)
    if ruleset.in_force_on(day) or _over_before(chosen.policy, ruleset):
        return ruleset, ()
    which = "the first later one" if ruleset.in_force_from > day else "the last one before it"
    return ruleset, (
        f"No version of the Code held here was in force on {_words(day)}; the policy is measured by {which}, "
        f"{ruleset.identity}.",
    )


def _nearest(catalogue: Catalogue, day: date) -> Ruleset:
    """The version of the Code in force on a day, else the first later one, else the last of all."""
    versions = [each for each in catalogue if each.id == _CODE]
    if not versions:
        raise RulesetError(Problem(f"there is no version of {_CODE}", None, "`code-engine doctor` says what is loaded"))
    for each in versions:
        if each.in_force_on(day) or each.in_force_from > day:
            return each
    return versions[-1]


def _over_before(policy: Policy, ruleset: Ruleset) -> bool:
    """Whether the check itself says that the policy ended before this version of the Code began."""
    return policy.end is not None and policy.end < ruleset.in_force_from


def _version(landlord: Landlord, version: str) -> PolicyVersion:
    """A version of the landlord, or of the nearest group above it where it has no policy of its own."""
    owner = next((each for each in reversed(landlord.lineage) if each.policies), None)
    if owner is None:
        raise _without_policy(landlord, None)
    for each in owner.policies:
        if each.version == version:
            return each
    hint = did_you_mean(version, [each.version for each in owner.policies])
    known = f"versions: {versions_in_words(owner.policies)}"
    raise LandlordError(
        Problem(f"the landlord {quoted(landlord.id)} has no policy {quoted(version)}", None, hint or known)
    )


def _day_of(version: PolicyVersion, as_of: date | None, today: date) -> date:
    """The day on which a version is looked at."""
    if as_of is not None and not version.in_force_on(as_of):
        raise LandlordError(
            Problem(
                f"the policy {quoted(version.version)} of {quoted(version.landlord)} was not in force on "
                f"{_words(as_of)}",
                None,
                f"it is in force {dates_in_words(version.start, version.end)}; leave --as-of out, or name such a day",
            )
        )
    day = as_of or today
    if version.start is not None and day < version.start:
        return version.start
    return version.end if version.end is not None and version.end < day else day


def _without_policy(landlord: Landlord, day: date | None) -> LandlordError:
    versions = [version for each in landlord.lineage for version in each.policies]
    if day is None or not versions:
        hint = "name a landlord that has one, or the file of a draft"
        return LandlordError(Problem(f"the landlord {quoted(landlord.id)} has no policy", None, hint))
    listed = ", ".join(
        f"{quoted(version.version)} ({dates_in_words(version.start, version.end)})" for version in versions
    )
    problem = f"the landlord {quoted(landlord.id)} has no policy in force on {_words(day)}"
    return LandlordError(Problem(problem, None, f"versions: {listed}"))


def dates_in_words(start: date | None, end: date | None) -> str:
    """When something is in force: `from 1 April 2024`, `until 31 March 2021`, or both."""
    if start is None:
        return f"until {_words(end)}" if end is not None else "on every day"
    return f"from {_words(start)}" + (f" to {_words(end)}" if end is not None else "")


def _words(day: date) -> str:
    return day_in_words(day.toordinal())
