"""Facts of stage 1 and stage 2: first days, who considered it, which points were defined and answered."""

from __future__ import annotations

from code_engine.case.declared_collections import COLLECTION_OF_EVENT, PER_STAGE
from code_engine.case.seen import Seen, day_of
from code_engine.case.values import Item, Items, Value

_FIRSTS = {
    "acknowledged": "acknowledged",
    "defined": "defined",
    "logged": "logged",
    "assigned": "assigned",
    "answer_known": "answer_known",
    "response_issued": "responded",
}
"""By type of event, the fact whose `_on` is its first day."""

_NAMES = tuple(
    (
        stage,
        tuple((kind, f"stage_{stage}.{name}", f"stage_{stage}.{name}_on") for kind, name in _FIRSTS.items()),
        tuple((kind, f"stage_{stage}.{COLLECTION_OF_EVENT[kind]}") for kind in PER_STAGE),
    )
    for stage in (1, 2)
)


def counts(event_type: str, item: Item) -> bool:
    """Whether an event has the effect of its type.

    An automatic reply acknowledges nothing, and a response that was only spoken ends no stage.
    """
    if event_type == "acknowledged":
        return item["automatic"] is not True
    return event_type != "response_issued" or item["written"] is not False


def set_stage_facts(facts: dict[str, Value], seen: Seen) -> None:
    """Write what the events of each stage show; the rest stays as the record's silence has it."""
    for stage, firsts, collections in _NAMES:
        here = seen.by_stage[stage - 1]
        if not here:
            continue
        for event_type, flag, day in firsts:
            for item in here.get(event_type, ()):
                if counts(event_type, item):
                    facts[day] = item["on"]
                    if event_type != "answer_known":
                        facts[flag] = True
                    break
        for event_type, name in collections:
            if event_type in here:
                facts[name] = Items(tuple(here[event_type]), seen.silence.is_no(event_type))
        if "extension_notified" in here:
            facts[f"stage_{stage}.extended"] = True
        _set_texts(facts, seen, stage)


def stage_is_open(seen: Seen, stage: int, event_types: tuple[str, ...]) -> int | None:
    """The first day on which anything of these types was done at a stage, or None."""
    days = [day_of(item) for kind in event_types for item in seen.at_stage(stage, kind) if counts(kind, item)]
    return min(days, default=None)


def _set_texts(facts: dict[str, Value], seen: Seen, stage: int) -> None:
    definitions = seen.at_stage(stage, "defined")
    responses = [item for item in seen.at_stage(stage, "response_issued") if counts("response_issued", item)]
    assignments = seen.at_stage(stage, "assigned")
    if definitions:
        facts[f"stage_{stage}.points_defined"] = _union(item["points"] for item in definitions)
    if responses:
        facts[f"stage_{stage}.points_addressed"] = _union(item["points_addressed"] for item in responses)
    if responses or assignments:
        facts[f"stage_{stage}.considered_by"] = _considered_by(responses, assignments)


def _considered_by(responses: list[Item], assignments: list[Item]) -> tuple[str, ...] | None:
    """Handlers and those who decided, but no handler who declared a conflict and was replaced.

    A response that does not say who considered it is taken to come from the handlers; without any it is not
    known.
    """
    handlers = [
        item["person"]
        for place, item in enumerate(assignments, start=1)
        if not (item["conflict_declared"] is True and place < len(assignments))
    ]
    named = [(person,) for person in handlers if isinstance(person, str) and person]
    said = [item["considered_by"] for item in responses if item["considered_by"] is not None]
    if len(said) < len(responses) and not named:
        return None
    if not responses and not named:
        return None
    return _union([*named, *said])


def _union(lists: object) -> tuple[str, ...] | None:
    """All texts of several lists, each once, in order; None as soon as one of the lists is not known."""
    found: dict[str, None] = {}
    for texts in lists:  # type: ignore[attr-defined]
        if texts is None:
            return None
        found.update(dict.fromkeys(texts))
    return tuple(found)
