"""Whether a landlord can be read and reached: its colours, its web addresses, its standards page."""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.assessment.standards import has_standards, standards_of
from code_engine.colours import contrast
from code_engine.errors import Problem
from code_engine.landlord.landlords import Landlord, Landlords
from code_engine.landlord.profile import Profile
from code_engine.presentation.standards_page import render_standards_html

TEXT_CONTRAST = 4.5
"""What WCAG 2.2 asks of text (success criterion 1.4.3)."""

GRAPHIC_CONTRAST = 3.0
"""What it asks of anything else that has to be seen (success criterion 1.4.11)."""


def unreadable_colours(profile: Profile) -> Iterator[Problem]:
    """One problem for each colour that does not stand out enough from the background."""
    branding = profile.branding
    needed = {"text": TEXT_CONTRAST, "primary": TEXT_CONTRAST, "accent": GRAPHIC_CONTRAST}
    for name, least in needed.items():
        colour = getattr(branding, name)
        found = contrast(colour, branding.background)
        if found < least:
            message = f"the colour `{name}` {colour} on {branding.background} has a contrast of {found:.1f} to 1"
            yield Problem(message, hint=f"at least {least} to 1 is needed: make one of them darker or lighter")


def bad_addresses(landlord: Landlord, landlords: Landlords) -> Iterator[Problem]:
    """One problem for each web address that is not secure, or that is another landlord's."""
    others = {
        address: other
        for other in landlords.ids()
        if other != landlord.id
        for address in _web_addresses(landlords.get(other)).values()
    }
    for name, address in _web_addresses(landlord).items():
        if not address.startswith("https://"):
            yield Problem(f"the address `{name}` does not begin with https://", hint=f"change {address}")
        if address in others:
            yield Problem(
                f"the address `{name}` is that of `{others[address]}`",
                hint="a letter must never send a resident to another landlord",
            )


def _web_addresses(landlord: Landlord) -> dict[str, str]:
    contacts = landlord.profile.contacts
    named = {
        name: getattr(contacts, name) for name in ("website", "complaints_page", "policies_page", "standards_page")
    }
    return {name: address for name, address in named.items() if address is not None}


def standards_page(landlord: Landlord) -> str | None:
    """Its standards page, from its files read anew; None where it has no standards. Raises CodeEngineError."""
    return render_standards_html(standards_of(landlord), landlord.profile) if has_standards(landlord) else None
