"""What a reader must know to use an answer, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.case.declared_facts import STAGE_EVENTS
from code_engine.case.events_intake import Contact
from code_engine.case.fold import Folded
from code_engine.day_words import day_in_words
from code_engine.errors import did_you_mean, quoted
from code_engine.evaluation.evaluation import CalendarReference
from code_engine.evaluation.selection import Selection


def notes_about(
    selection: Selection,
    folded: Folded,
    brought_again: bool,
    calendar: CalendarReference | None = None,
) -> tuple[str, ...]:
    """The notes of an answer; of the calendar only where it is given."""
    return (
        *_about_the_choice(selection),
        *_about_the_case(selection, folded, brought_again),
        *_about_the_calendar(calendar),
    )


def _about_the_choice(selection: Selection) -> Iterator[str]:
    ruleset, received = selection.ruleset, day_in_words(selection.received_on.toordinal())
    if selection.forced:
        fits = "which was in force" if ruleset.in_force_on(selection.received_on) else "which was not in force"
        yield f"Evaluated under {ruleset.identity} as asked, {fits} on {received}, when the complaint was made."
    if selection.landlord.id != selection.case.landlord:
        yield f"Evaluated for {selection.landlord.id} as asked; the case names {selection.case.landlord}."
    if selection.policy_forced and selection.policy is not None:
        policy = selection.policy
        yield f"Evaluated under the policy {policy.version} of {policy.landlord} as asked, whenever it is in force."
    elif selection.policy is not None and not selection.policy.held:
        held = f"{selection.policy.version} of {selection.policy.landlord}"
        yield f"The text of the policy {held}, in force on {received}, is not held here, so it promises nothing."
    if selection.policy is None and selection.landlord.id != "code-only":
        yield f"No policy of {selection.landlord.id} is known for {received}; only the Code was evaluated."


def _about_the_case(selection: Selection, folded: Folded, brought_again: bool) -> Iterator[str]:
    if folded.events_after:
        count = f"{folded.events_after} event" + ("" if folded.events_after == 1 else "s")
        yield f"{count} of the case came or were recorded after this day and were not looked at."
    early = {
        event.label: None
        for event in folded.events_seen
        if event.date < selection.received_on and event.type in STAGE_EVENTS
    }
    if early:
        names = ", ".join(early)
        yield f"Dated before the complaint was received, so one of the dates may be wrong: {names}."
    # The type first: whether it is of a class takes a model long to say.
    contacts = [event for event in folded.events_seen if event.type == "contact"]
    taken = [event for event in contacts if isinstance(event, Contact) and event.complaint_taken]
    if taken and not any(event.type == "complaint_received" for event in folded.events_seen):
        yield (
            f"A complaint was taken on {day_in_words(taken[0].date.toordinal())}, but there is no complaint_received "
            "event, so no time limit runs; add one with the date of that contact."
        )
    if brought_again:
        yield "The complaint was withdrawn and brought again; its clocks run from the new receipt."
    if selection.case.record == "partial":
        yield "The record is partial: what is not in it may have happened all the same."
    for key in sorted(set(selection.case.answers) - set(selection.questions)):
        hint = did_you_mean(key, selection.questions)
        yield f"The answer {quoted(key)} belongs to no question and was not used" + (f"; {hint}" if hint else ".")


def _about_the_calendar(calendar: CalendarReference | None) -> Iterator[str]:
    if calendar is not None and calendar.provisional:
        until = day_in_words(calendar.announced_until.toordinal())
        yield (
            f"Some dates lie outside the years whose bank holidays are announced (until {until}); days counted "
            "there are provisional."
        )
