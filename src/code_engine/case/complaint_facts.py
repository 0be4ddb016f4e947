"""Facts of the complaint as a whole: receipt, acceptance, withdrawal, escalation, the Ombudsman."""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.case.bounds import first_day, has_come
from code_engine.case.declared_facts import STAGE_EVENTS
from code_engine.case.rounds import TAKEN_UP_AGAIN
from code_engine.case.seen import FIRST, Seen, day_of
from code_engine.case.stage_facts import counts, stage_is_open
from code_engine.case.values import NEVER, Between, Item, Value

SHOWS_RECEIPT = frozenset(
    {
        *STAGE_EVENTS,
        "accepted",
        "refused",
        "escalation_refused",
        "clarification_asked",
        "update_interval_agreed",
        "issue_raised",
        "escalation_requested",
        "further_stage",
        "withdrawn",
    }
)
"""Types of events that can only follow a complaint: by their day at the latest it had been received."""

INFORMS = (
    "ombudsman_information_given",
    "refused",
    "escalation_refused",
    "extension_notified",
    "response_issued",
)
"""Types of events that may tell the resident about the Ombudsman."""

_AT_A_STAGE = frozenset(STAGE_EVENTS)
_CLOSED_NO_MORE = TAKEN_UP_AGAIN - {"response_issued"}


def received_on(seen: Seen) -> int | Between:
    """The day of the first complaint; not recorded, no later than the first event that presupposes one."""
    receipts = seen.of("complaint_received")
    if receipts:
        return day_of(receipts[0])
    for event_type, item in seen.ordered:
        if event_type in SHOWS_RECEIPT:
            return Between(FIRST, day_of(item))
    return NEVER if seen.silence.is_no("complaint_received") else Between(FIRST, NEVER)


def requested_on(seen: Seen, low: int) -> int | Between:
    """The day stage 2 was first asked for; not recorded, no later than the first thing done at stage 2."""
    requests = seen.of("escalation_requested")
    if requests:
        return day_of(requests[0])
    opened = stage_is_open(seen, 2, STAGE_EVENTS)
    if opened is not None:
        return Between(low, opened) if low < opened else opened
    return NEVER if seen.silence.is_no("escalation_requested") else Between(low, NEVER)


def taken_on(seen: Seen, came: bool | None, refusal: str, stages: tuple[int, ...]) -> bool | None:
    """Whether a complaint or a request that `came` was taken on: not refused, or gone on with since.

    Gone on with: accepted, directed by the Ombudsman, or anything done at the stages since the last refusal.
    """
    if came is not True:
        return came
    refused = False
    gone_on: bool | None = False
    for event_type, item in seen.ordered:
        if event_type == refusal:
            refused, gone_on = True, False
        elif refused or refusal == "refused" or event_type in _AT_A_STAGE:
            # Before a refusal, acceptance and direction are about the complaint, not the request for stage 2.
            gone_on = _either(gone_on, _goes_on(event_type, item, stages))
    if gone_on:
        return True
    if refused:
        return gone_on if seen.silence.is_no("accepted") else None
    return True if seen.silence.is_no(refusal) else None


def refused_on(seen: Seen, refusal: str, stages: tuple[int, ...]) -> int | Between:
    """The day of the refusal that counts: the first, or the first after the matter was gone on with all the same.

    NEVER where there is none; bounds where it is not known whether it was gone on with between two refusals.
    """
    low = high = NEVER
    gone_on: bool | None = False
    for event_type, item in seen.ordered:
        if event_type != refusal:
            gone_on = _either(gone_on, _goes_on(event_type, item, stages))
            continue
        if high == NEVER or gone_on:
            low = high = day_of(item)
        elif gone_on is None:
            high = day_of(item)
        gone_on = False
    return low if low == high else Between(low, high)


def _goes_on(event_type: str, item: Item, stages: tuple[int, ...]) -> bool | None:
    """Whether an event shows that a refused complaint or request was taken on after all."""
    if event_type == "ombudsman_directed":
        return _flag(item["to_accept"])
    if event_type == "accepted":
        return True
    return event_type in _AT_A_STAGE and item["stage"] in stages and counts(event_type, item)


def _either(one: bool | None, other: bool | None) -> bool | None:
    if one or other:
        return True
    return None if one is None or other is None else False


def set_complaint_facts(facts: dict[str, Value], seen: Seen, received: int | Between, as_of: int) -> None:
    """Write the facts whose names begin with `complaint.`."""
    silence, low = seen.silence, earliest(received)
    came = has_come(received, as_of)
    facts["complaint.received_on"], facts["complaint.received"] = received, came
    facts["complaint.accepted"] = facts["stage_1.reached"] = taken_on(seen, came, "refused", (1, 2))
    if "accepted" in seen.by_type:
        facts["complaint.accepted_on"] = seen.by_type["accepted"][0]["on"]
    if "refused" in seen.by_type:
        facts["complaint.refused_on"] = refused_on(seen, "refused", (1, 2))
        facts["complaint.refused"] = True
    for event_type, undone_by in (("withdrawn", TAKEN_UP_AGAIN), ("closed", _CLOSED_NO_MORE)):
        if event_type in seen.by_type or not silence.is_no(event_type):
            day = _standing(seen, event_type, undone_by, low)
            facts[f"complaint.{event_type}_on"] = day
            facts[f"complaint.{event_type}"] = has_come(day, as_of)
    if "contact" in seen.by_type:
        facts["complaint.dissatisfied_on"] = first_day(
            ((day_of(item), _is(item["kind"], "dissatisfaction")) for item in seen.of("contact")),
            none_else=silence.is_no("contact"),
            low=FIRST,
        )


def set_escalation_facts(facts: dict[str, Value], seen: Seen, requested: int | Between, as_of: int) -> None:
    """Write the facts whose names begin with `escalation.`, and whether stage 2 is reached."""
    asked = has_come(requested, as_of)
    facts["escalation.requested_on"], facts["escalation.requested"] = requested, asked
    facts["stage_2.reached"] = taken_on(seen, asked, "escalation_refused", (2,))
    if "escalation_refused" in seen.by_type:
        facts["escalation.refused"] = True
        facts["escalation.refused_on"] = refused_on(seen, "escalation_refused", (2,))
    if stage_is_open(seen, 2, STAGE_EVENTS) is not None:
        facts["escalation.opened"] = True


def set_ombudsman_facts(facts: dict[str, Value], seen: Seen, low: int) -> None:
    """Write the facts whose names begin with `ombudsman.`."""
    silence = seen.silence
    if "ombudsman_directed" in seen.by_type:
        facts["ombudsman.directed_on"] = first_day(
            ((day_of(item), _flag(item["to_accept"])) for item in seen.of("ombudsman_directed")),
            none_else=silence.is_no("ombudsman_directed"),
            low=low,
        )
    told = list(_told(seen))
    if told:
        first = first_day(told, none_else=silence.are_no(INFORMS), low=FIRST)
        facts["ombudsman.information_given_on"] = _or_before(first) if _may_lack_telling(seen) else first


def earliest(day: int | Between) -> int:
    """The first day from which what follows an event can have happened."""
    if isinstance(day, Between):
        return day.low
    return FIRST if day == NEVER else day


def _standing(seen: Seen, event_type: str, undone_by: frozenset[str], low: int) -> int | Between:
    """The day of a withdrawal or closure that nothing has undone; a partial record may lack it."""
    standing = NEVER
    for kind, item in seen.ordered:
        if kind == event_type:
            standing = min(standing, day_of(item))
        elif kind in undone_by:
            standing, low = NEVER, max(low, day_of(item))
    if standing == NEVER and not seen.silence.is_no(event_type):
        return Between(low, NEVER)
    return standing


def _may_lack_telling(seen: Seen) -> bool:
    """Whether something that is not on file may have told the resident before what is on file did.

    What is on file of a kind is taken to be the first of its kind, at its stage; notices of extension may be several.
    """
    return any(
        not seen.silence.is_no(kind)
        and (
            kind == "extension_notified"
            or kind not in seen.by_type
            or (kind == "response_issued" and not all(seen.at_stage(stage, kind) for stage in (1, 2)))
        )
        for kind in INFORMS
    )


def _or_before(day: int | Between) -> int | Between:
    """That day or any day before it; what has not come may come on any day."""
    return Between(FIRST, day.high if isinstance(day, Between) else day)


def _told(seen: Seen) -> Iterator[tuple[int, bool | None]]:
    """The days on which the resident may have been told about the Ombudsman, and whether they were."""
    for event_type, item in seen.ordered:
        if event_type == "extension_notified":
            yield day_of(item), _flag(item["ombudsman_contact_given"])
        elif event_type in ("refused", "escalation_refused"):
            yield day_of(item), _flag(item["ombudsman_right_sent"])
        elif event_type == "response_issued":
            yield day_of(item), _response_tells(item)
        elif event_type == "ombudsman_information_given":
            parts = (item["right_explained"], item["how_to_engage_explained"])
            yield day_of(item), False not in parts


def _response_tells(item: Item) -> bool | None:
    """Whether a response tells the way to the Ombudsman; at stage 2 its part on going further is that."""
    parts = item["contains"]
    if item["stage"] == 2 and isinstance(parts, tuple) and "escalation" in parts:
        return True
    return _flag(item["ombudsman_information_included"])


def _is(value: Value, word: str) -> bool | None:
    return None if value is None else value == word


def _flag(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None
