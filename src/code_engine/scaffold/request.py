"""What is asked for: a landlord's id, name, group and first day, and whether a plugin can be made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pydantic import ValidationError

from code_engine.errors import LandlordError, Problem, quoted
from code_engine.landlord.landlords import Landlord, Landlords
from code_engine.landlord.profile import CODE_ONLY, Contacts

FIRST_DAY: Final = date(2024, 4, 1)
"""The day from which the statutory Code is in force; no policy has to be older."""

LONGEST_ID: Final = 40
LONGEST_NAME: Final = 100

_ID = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class NewLandlord:
    """A landlord for which a plugin can be written. `parent_distribution` is the package its group comes in."""

    id: str
    name: str
    start: date
    parent: Landlord | None = None
    parent_distribution: str | None = None
    contacts: Contacts = field(default_factory=Contacts)

    @property
    def module(self) -> str:
        """The name of the Python package."""
        return f"code_engine_{self.id.replace('-', '_')}"

    @property
    def distribution(self) -> str:
        """The name of the project."""
        return f"code-engine-{self.id.replace('_', '-')}"


def new_landlord(
    identity: str,
    landlords: Landlords,
    *,
    name: str | None,
    parent: str | None,
    start: date | None,
    today: date,
    contacts: Mapping[str, str] | None = None,
) -> NewLandlord:
    """Check what was asked for; `today` tells which policy of the group is the present one.

    Raises LandlordError: the id has not the right form or is taken, the name is not a line of text, a contact is
    none, or the group is not there.
    """
    _refuse_bad_id(identity)
    _refuse_taken_id(identity, landlords)
    chosen = _words(identity) if name is None else name
    if not chosen.strip() or not chosen.isprintable() or len(chosen) > LONGEST_NAME:
        hint = f"give one line of at most {LONGEST_NAME} characters"
        raise LandlordError(Problem(f"{quoted(chosen)} cannot be the name of a landlord", None, hint))
    group = _group(parent, landlords)
    brought_by = {each: plugin.distribution for plugin in landlords.loaded for each in plugin.landlords}
    distribution = brought_by.get(group.id) if group is not None else None
    reached = _contacts(contacts or {})
    return NewLandlord(identity, chosen.strip(), start or _first_day(group, today), group, distribution, reached)


def _contacts(given: Mapping[str, str]) -> Contacts:
    """How the landlord is reached. Raises LandlordError for a site that is not secure, or what is no line of text."""
    for name, text in given.items():
        if not text.strip() or not text.isprintable() or len(text) > LONGEST_NAME:
            hint = f"give one line of at most {LONGEST_NAME} characters"
            raise LandlordError(Problem(f"{quoted(text)} cannot be the {name} of a landlord", None, hint))
    try:
        return Contacts.model_validate({name: text.strip() for name, text in given.items()})
    except ValidationError:
        message = f"{quoted(given.get('website', ''))} cannot be the website of a landlord"
        raise LandlordError(Problem(message, None, "give the whole address, beginning with https://")) from None


def _refuse_bad_id(identity: str) -> None:
    if _ID.fullmatch(identity) and len(identity) <= LONGEST_ID:
        return
    better = re.sub(r"[^a-z0-9-]+", "_", identity.lower()).strip("_-0123456789")
    better = re.sub(r"[_-]{2,}", "_", better)[:LONGEST_ID].strip("_-")
    form = f"lower-case words joined by `_` or `-`, at most {LONGEST_ID} characters"
    hint = f"did you mean {quoted(better)}? it is made of {form}" if better else f"it is made of {form}"
    raise LandlordError(Problem(f"{quoted(identity)} cannot be the id of a landlord", None, hint))


def _refuse_taken_id(identity: str, landlords: Landlords) -> None:
    """Also where only the mark between the words differs: both would be one Python package."""
    plain = _plain(identity)
    if plain == _plain(CODE_ONLY):
        raise LandlordError(Problem(f"the id {quoted(CODE_ONLY)} is built in", None, "choose another id"))
    for plugin in landlords.loaded:
        for taken in plugin.landlords:
            if _plain(taken) == plain:
                raise LandlordError(_taken(taken, plugin.distribution))
    for skipped in landlords.skipped:
        if _plain(skipped.landlord or skipped.name) == plain:
            raise LandlordError(_taken(skipped.landlord or skipped.name, skipped.distribution))


def _taken(identity: str, distribution: str) -> Problem:
    return Problem(
        f"the id {quoted(identity)} is taken: {distribution} brings it", None, "choose another id, or uninstall that"
    )


def _group(parent: str | None, landlords: Landlords) -> Landlord | None:
    if parent == CODE_ONLY:
        raise LandlordError(Problem(f"{quoted(CODE_ONLY)} is not a group", None, "leave the parent out"))
    return landlords.get(parent) if parent is not None else None


def _first_day(group: Landlord | None, today: date) -> date:
    policy = group.policy_on(today) if group is not None else None
    return policy.start if policy is not None and policy.start is not None else FIRST_DAY


def _plain(identity: str) -> str:
    return identity.replace("-", "_")


def _words(identity: str) -> str:
    return " ".join(word.capitalize() for word in re.split(r"[_-]", identity))
