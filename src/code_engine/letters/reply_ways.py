"""How a letter can be answered: a landlord's reply channels of which its contacts have the detail."""

from __future__ import annotations

from typing import Final

from code_engine.documents import read_document
from code_engine.errors import Location, Problem, quoted
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.profile import CODE_ONLY, Contacts, Profile

_FILE: Final = "landlord.yaml"


def _details(contacts: Contacts) -> dict[str, bool]:
    """The ways in which a resident can answer, and whether a letter can say how."""
    return {
        "telephone": bool(contacts.telephone),
        "email": bool(contacts.email),
        "online": bool(contacts.complaints_page or contacts.website),
        "letter": bool(contacts.address),
        "in_person": bool(contacts.address),
    }


def reply_ways(profile: Profile) -> tuple[str, ...]:
    """The channels a letter names: the reply channels with a detail; without any, whatever else has one."""
    details = _details(profile.contacts)
    chosen = tuple(channel for channel in profile.reply_channels if details.get(channel))
    return chosen or tuple(channel for channel, known in details.items() if known and channel != "in_person")


def unanswerable(landlord: Landlord) -> Problem | None:
    """What is wrong with a landlord whose letters could not say how to answer them; None where they can.

    The Code alone is nobody's letter. Contacts are never taken over from a group, so each landlord gives its own.
    """
    if landlord.id == CODE_ONLY or reply_ways(landlord.profile):
        return None
    message = f"letters of {quoted(landlord.id)} cannot say how to answer them"
    hint = "give `telephone`, `email`, `website` or `address` under `contacts:`"
    return Problem(message, _place(landlord), hint)


def _place(landlord: Landlord) -> Location | None:
    """The line of `contacts:` in its landlord.yaml, or the file where it has none."""
    if landlord.folder is None or not (landlord.folder / _FILE).is_file():
        return None
    document = read_document(landlord.folder / _FILE)
    has_contacts = isinstance(document.data, dict) and "contacts" in document.data
    return document.key_location(("contacts",)) if has_contacts else document.key_location(("id",))
