"""Items that need other events to be whole: remedies and their completion, service requests, updates due."""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.case.bounds import any_true, first_day, same
from code_engine.case.seen import Seen, day_of
from code_engine.case.values import NEVER, Between, Item, Items, Value


def join_items(seen: Seen) -> None:
    """Add to the items of `seen` what later events say about the same thing."""
    for item in seen.of("remedy_offered"):
        item["completed_on"] = _completed(seen, item, "remedy_offered", "remedy_completed", "remedy")
    for item in seen.of("action_agreed"):
        item["completed_on"] = _completed(seen, item, "action_agreed", "action_completed", "action")
        item["last_update_on"] = _last_update(seen, item)
    for item in seen.of("adjustment_agreed"):
        item["first_reviewed_on"] = _first_review(seen, item, "adjustment_reviewed")
    for item in seen.of("restriction_imposed"):
        item["first_reviewed_on"] = _first_review(seen, item, "restriction_reviewed")
    for item in seen.of("contact"):
        item["complaint_raised_on"] = _complaint_after(seen, item)
    for item in seen.of("service_request_received"):
        _join_service_request(seen, item)


def _since(seen: Seen, item: Item, *event_types: str) -> list[tuple[str, Item]]:
    """The events of these types on or after the day of an item, in order."""
    start = day_of(item)
    there = [kind for kind in event_types if kind in seen.by_type]
    if len(there) < 2:  # those of one type stand in order by themselves
        return [(kind, other) for kind in there for other in seen.of(kind) if day_of(other) >= start]
    return [(kind, other) for kind, other in seen.ordered if kind in there and day_of(other) >= start]


def _completed(seen: Seen, item: Item, opened: str, done: str, key: str) -> int | Between:
    """The day something agreed was done; a completion without an id belongs to the only thing there is."""
    only = len(seen.of(opened)) == 1

    def is_this(other: Item) -> bool | None:
        return True if only and (other[key] is None or item[key] is None) else same(item[key], other[key])

    days = [(day_of(other), is_this(other)) for _, other in _since(seen, item, done)]
    return first_day(days, none_else=seen.silence.is_no(done), low=day_of(item))


def _last_update(seen: Seen, action: Item) -> int | Between:
    """The latest update since the action was agreed, unless it names another action."""
    others = {other["action"] for other in seen.of("action_agreed")} - {action["action"], None, ""}
    days = [day_of(update) for _, update in _since(seen, action, "update_sent") if update["about"] not in others]
    return _latest(days, seen, action, "update_sent")


def _first_review(seen: Seen, item: Item, review: str) -> int | Between:
    """The first review since: what the date set for it is held against; a review looks at all there is so far."""
    start = day_of(item)
    first = min((day_of(other) for _, other in _since(seen, item, review)), default=NEVER)
    return first if seen.silence.is_no(review) or first == start else Between(start, first)


def _latest(days: list[int], seen: Seen, item: Item, event_type: str) -> int | Between:
    if seen.silence.is_no(event_type):
        return max(days, default=NEVER)
    return Between(max(days, default=day_of(item)), NEVER) if not days else max(days)


def _complaint_after(seen: Seen, contact: Item) -> int | Between:
    """The first complaint, or request for stage 2, on or after the day of a contact."""
    kinds = ("complaint_received", "escalation_requested")
    days = ((day_of(other), True) for _, other in _since(seen, contact, *kinds))
    return first_day(days, none_else=seen.silence.are_no(kinds), low=day_of(contact))


def _join_service_request(seen: Seen, item: Item) -> None:
    request, silence = item["service_request"], seen.silence
    contacts = _since(seen, item, "contact", "complaint_received")

    def dissatisfied(kind: str, other: Item) -> bool | None:
        is_complaint = kind == "complaint_received" or _equals(other["kind"], "dissatisfaction")
        return _both(same(other["about"], request), is_complaint)

    item["dissatisfied_on"] = first_day(
        ((day_of(other), dissatisfied(kind, other)) for kind, other in contacts),
        none_else=silence.are_no(("contact", "complaint_received")),
        low=day_of(item),
    )
    item["complaint_raised_on"] = first_day(
        ((day_of(other), same(other["about"], request)) for kind, other in contacts if kind == "complaint_received"),
        none_else=silence.is_no("complaint_received"),
        low=day_of(item),
    )
    item["resident_declined"] = any_true(
        (_both(same(other["about"], request), _declined(other)) for kind, other in contacts if kind == "contact"),
        none_else=silence.is_no("contact"),
    )
    item["stopped"] = any_true(
        (
            _both(same(other["service_request"], request), _flag(other["because_of_complaint"]))
            for _, other in _since(seen, item, "work_stopped")
        ),
        none_else=silence.is_no("work_stopped"),
    )


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _equals(value: Value, word: str) -> bool | None:
    return None if value is None else value == word


def _declined(contact: Item) -> bool | None:
    if contact["choice_answer"] is None:
        return False if contact["choice_offered"] is False else None
    return contact["choice_answer"] in ("quick_resolution", "none")


def _flag(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


def updates_due(seen: Seen) -> Items:
    """One item for each day an update is due; incomplete where an agreement leaves its days out."""
    items = sorted(_dues(seen), key=lambda item: item["due_on"])  # type: ignore[arg-type, return-value]
    known = all(days is not None for days in seen.update_days)
    return Items(tuple(items), known and seen.silence.is_no("update_interval_agreed"))


def _dues(seen: Seen) -> Iterator[Item]:
    none_else = seen.silence.is_no("update_sent")
    for agreement, days in zip(seen.of("update_interval_agreed"), seen.update_days, strict=True):
        earliest = day_of(agreement)
        for due in sorted(set(days or ())):
            sent = [(day_of(update), True) for update in seen.of("update_sent") if day_of(update) >= earliest]
            yield {
                "on": agreement["on"],
                "stage": agreement["stage"],
                "due_on": due,
                "sent_on": first_day(sent, none_else=none_else, low=earliest),
                "agreed_with_resident": agreement["agreed_with_resident"],
            }
            earliest = max(earliest, due + 1)
