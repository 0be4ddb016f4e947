"""Who a landlord is: the file landlord.yaml.

A subsidiary writes down only what differs from its group. Terms, roles, channels, values and branding it
leaves out are the group's. Web addresses are not taken over: a letter must never send a tenant to another
landlord.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, PrivateAttr, StringConstraints

from code_engine.landlord.reading import LandlordEntry

LandlordId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$")]
"""Lower-case words and numbers, joined by `_` or `-`: `red_kite`."""

WebAddress = Annotated[str, StringConstraints(pattern=r"^https://[^\s/]+(/\S*)?$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
ImageFile = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]+(/[a-z0-9_-]+)*\.(svg|png)$")]
"""A file below the landlord's folder; no path leads out of it."""

Word = Annotated[str, StringConstraints(min_length=1)]
ReportingYear = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-[0-9]{2}$")]
Homes = Annotated[int, Field(ge=1, strict=True)]

_ITS_OWN = frozenset({"id", "name", "parent", "contacts", "homes", "sends_letters"})


class Terms(LandlordEntry):
    """The landlord's own words for things the Code names; the defaults are the Code's."""

    resident: Word = "resident"
    residents: Word = "residents"
    complaints_officer: Word = Field("complaints officer", description="The person or team of provision 4.1.")
    stage_1: Word = "stage 1"
    stage_2: Word = "stage 2"
    definition: Word = Field("complaint definition", description="What provision 5.6 calls the definition.")
    defining: Word = Field("defining", description="The act of agreeing the definition.")
    policy: Word = "complaints policy"


class Roles(LandlordEntry):
    """Who does what; a role left out is one nobody has been named for."""

    lead: Word | None = Field(None, description="The senior lead person of provision 9.4.")
    deputy: Word | None = Field(None, description="Who decides in the lead's absence.")
    stage_1_handler: Word | None = None
    stage_2_handler: Word | None = None
    ombudsman_liaison: Word | None = None
    member_responsible: Word | None = Field(None, description="Of the governing body, provision 9.5.")


class Contacts(LandlordEntry):
    """How this landlord itself is reached; never its group's."""

    website: WebAddress | None = None
    complaints_page: WebAddress | None = None
    policies_page: WebAddress | None = None
    standards_page: WebAddress | None = None
    telephone: Word | None = None
    email: Word | None = None
    address: tuple[Word, ...] = Field((), description="Postal address, line by line, as letters show it.")


class Branding(LandlordEntry):
    """Colours for pages and letters, as #rrggbb in lower case."""

    primary: Colour = "#1f3a5f"
    accent: Colour = "#b3541e"
    text: Colour = "#1a1a1a"
    background: Colour = "#ffffff"
    logo: ImageFile | None = Field(None, description="A drawing in the landlord's folder: assets/logo.svg, or .png.")
    strapline: Word | None = Field(None, description="A line under the name, on letters.")


class Profile(LandlordEntry):
    """The content of landlord.yaml."""

    id: LandlordId
    name: Word
    parent: LandlordId | None = Field(None, description="The group this landlord is a subsidiary of.")
    terms: Terms = Terms()
    roles: Roles = Roles()
    contacts: Contacts = Contacts()
    channels: tuple[Word, ...] = Field((), description="Ways in which a complaint can be made.")
    reply_channels: tuple[Word, ...] = Field(
        (), description="Ways in which a letter can be answered, those first that are liked."
    )
    sends_letters: bool = Field(
        True, description="false where it sends no letters yet, so that none of its contacts is asked for."
    )
    values: tuple[Word, ...] = ()
    branding: Branding = Branding()
    homes: dict[ReportingYear, Homes] = Field(
        {}, description="How many homes it owned at the end of each year of reporting, such as 2024-25, for CH01."
    )

    _takes_logo_over: bool = PrivateAttr(default=False)

    @property
    def names_own_logo(self) -> bool:
        """Whether its own landlord.yaml names a logo, rather than that of the group above."""
        return self.branding.logo is not None and not self._takes_logo_over

    def below(self, parent: Profile) -> Profile:
        """This profile, with what it leaves out taken from `parent`; lists are replaced, not joined."""
        inherited = {key: value for key, value in _stated(parent).items() if key not in _ITS_OWN}
        merged = Profile.model_validate(_over(inherited, _stated(self)))
        merged._takes_logo_over = "logo" not in self.branding.model_fields_set
        return merged


def _stated(profile: Profile) -> dict[str, Any]:
    return profile.model_dump(exclude_unset=True)


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        lower = merged.get(key)
        merged[key] = _over(lower, value) if isinstance(lower, dict) and isinstance(value, dict) else value
    return merged


CODE_ONLY = "code-only"
"""Id of the built-in landlord without a policy: any landlord's case can be judged by the Code alone."""


def code_only_profile() -> Profile:
    """The profile of the built-in landlord, in the Code's own words."""
    return Profile(id=CODE_ONLY, name="The Code alone, without a landlord's policy")
