"""What a template is given beside the fields: the landlord, its terms, the Ombudsman, the stage in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

from markupsafe import Markup, escape

from code_engine.evaluation.evaluation import Status
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.profile import Terms
from code_engine.letters.addressee import recipient_of
from code_engine.letters.letter_models import LetterEntry, Ombudsman
from code_engine.letters.reply_ways import reply_ways
from code_engine.letters.sandbox import OPEN_ITEM
from code_engine.letters.situation import Situation, finding
from code_engine.letters.supplied import by_channel
from code_engine.letters.values import Gap, Words

CONTEXT: Final = frozenset(
    {
        "landlord",
        "terms",
        "ombudsman",
        "kind",
        "recipient",
        "stage",
        "stage_name",
        "title",
        "reference",
        "letter_date",
        "decision_words",
        "certain",
        "logo",
        "style",
        "variant",
        "easy_read",
        "draft",
        "receipt",
        OPEN_ITEM,
    }
)
"""Names that every template may use, beside the fields of its kind."""


@dataclass(frozen=True, slots=True)
class LandlordWords:
    """A landlord as its letters speak of it; None or empty where its profile does not say."""

    name: str
    strapline: str | None
    website: str | None
    complaints_page: str | None
    telephone: str | None
    email: str | None
    address: tuple[str, ...]
    channels: str
    reply_channels: str


@dataclass(frozen=True, slots=True)
class OmbudsmanWords:
    """The Ombudsman as letters speak of it."""

    name: str
    telephone: str
    email: str
    website: str
    address: str


@dataclass(frozen=True, slots=True)
class DecisionWords:
    """A decision in a sentence, and shorter."""

    full: Any
    short: Any


_DECISIONS: Final = {
    "upheld": DecisionWords("We uphold your complaint: you were right to complain.", "We agree with your complaint."),
    "partly_upheld": DecisionWords(
        "We partly uphold your complaint: you were right about some of it.", "We agree with part of your complaint."
    ),
    "not_upheld": DecisionWords(
        "We do not uphold your complaint: we did not find that we got it wrong. We know that you hoped for more.",
        "We do not agree with your complaint.",
    ),
}


def context_of(case: Situation, landlord: Landlord, entry: LetterEntry, values: Mapping[str, Any]) -> dict[str, Any]:
    """Everything the template of a letter may use."""
    profile = landlord.profile
    terms = profile.terms
    decision = values.get("decision")
    context: dict[str, Any] = {
        **values,
        "landlord": _landlord_words(landlord),
        "terms": SimpleNamespace(**terms.model_dump()),
        "ombudsman": _ombudsman_words(case.requirements.ombudsman),
        "kind": case.kind,
        "recipient": recipient_of(case, values),
        "stage": case.stage or 1,
        "stage_name": stage_name(terms, case.stage or 1),
        "title": entry.title,
        "reference": Words(case.case.reference),
        "letter_date": case.as_of,
        "certain": _is_certain(case, entry),
        OPEN_ITEM: _opener(entry, case.stage),
    }
    if decision is not None:
        context["decision_words"] = (
            DecisionWords(decision, decision) if isinstance(decision, Gap) else _DECISIONS[decision]
        )
    return context


def _is_certain(case: Situation, entry: LetterEntry) -> bool:
    """Whether what relies on the rules that may not be breached can be said: none of them is undetermined."""
    found = [finding(case.sent, rule) for item in entry.items for rule in item.not_while_breached]
    return all(each is not None and each.status is not Status.UNDETERMINED for each in found)


def stage_name(terms: Terms, stage: int) -> str:
    """A stage by its number, and by the landlord's own name where it has one."""
    own = terms.stage_1 if stage == 1 else terms.stage_2
    number = f"stage {stage} of 2"
    return number if own == f"stage {stage}" else f"{number}, which we call {own}"


def _landlord_words(landlord: Landlord) -> LandlordWords:
    profile = landlord.profile
    contacts = profile.contacts
    return LandlordWords(
        name=profile.name,
        strapline=profile.branding.strapline,
        website=contacts.website,
        complaints_page=contacts.complaints_page,
        telephone=contacts.telephone,
        email=contacts.email,
        address=contacts.address,
        channels=_either(profile.channels),
        reply_channels=_either(reply_ways(profile)),
    )


def _either(channels: Iterable[str]) -> str:
    """Channels as `by e-mail, by letter or online`."""
    words = [by_channel(channel) for channel in channels]
    return " or ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _ombudsman_words(ombudsman: Ombudsman) -> OmbudsmanWords:
    return OmbudsmanWords(
        ombudsman.name, ombudsman.telephone, ombudsman.email, ombudsman.website, ", ".join(ombudsman.address)
    )


def _opener(entry: LetterEntry, stage: int | None) -> Any:
    """The start tag of an item's element. Raises ValueError for an item that the Code does not list."""
    items = {item.id: item for item in entry.items}

    def open_item(name: str) -> Markup:
        item = items.get(name)
        if item is None:
            raise ValueError(f"there is no item `{name}` in this kind of letter; items: {', '.join(items)}")
        return Markup(f'<section data-item="{escape(name)}" data-provision="{escape(item.at(stage))}">\n')

    return open_item
