"""Everything in force under a policy as plain text, on request with where each value comes from."""

from __future__ import annotations

from code_engine.assessment.policy_view_answers import (
    AgainstCode,
    Below,
    ListShown,
    Origin,
    PolicyView,
    SettingShown,
    SubjectShown,
)
from code_engine.presentation.policy_words import (
    Place,
    below_words,
    entry_words,
    in_force_words,
    layers_words,
    origin_words,
    policy_heading,
    stated_words,
    who_words,
    word_words,
)
from code_engine.presentation.rules_outline import DIRECTIONS
from code_engine.presentation.terminal import Page
from code_engine.presentation.words import clean, counted, day_words, sentence

_AGAINST: dict[AgainstCode, str] = {
    "tighter": "tighter than the Code",
    "looser": "LOOSER THAN THE CODE",
    "same": "as the Code",
    "not_comparable": "not comparable with the Code's number",
}


def render_view_text(view: PolicyView, *, why: bool, place: Place, colour: bool, width: int = 80) -> str:
    """The policy in lines of at most `width` columns, ending in a newline; `place` writes a place in a file.

    `why` adds to every value its version, clause, place and dates, and what it lies over.
    """
    return _Text(view, Page(width, colour), why, place).written()


class _Text:
    """The page being written."""

    def __init__(self, view: PolicyView, page: Page, why: bool, place: Place) -> None:
        self._view, self._page, self._why, self._place = view, page, why, place

    def written(self) -> str:
        self._opening()
        self._code()
        self._settings()
        for subject in self._view.statements:
            self._subject(subject)
        for each in self._view.lists:
            self._list(each)
        self._promises()
        self._closures()
        self._people()
        return self._page.text()

    def _opening(self) -> None:
        view, page = self._view, self._page
        page.heading(policy_heading(view.name, view.policy))
        dates = in_force_words(view.policy.in_force_from, view.policy.in_force_to)
        page.paragraph(f"{sentence(dates)} As it stood on {day_words(view.as_of)}.")
        page.paragraph(f"Made of: {layers_words(view.policy)}. A later one lies over those before it.")
        for note in view.notes:
            page.paragraph(f"Note: {clean(note)}", 0, 2)

    def _code(self) -> None:
        self._page.heading(f"NUMBERS OF THE CODE ({self._view.ruleset})")
        for number in self._view.code:
            direction = DIRECTIONS.get(number.direction or "", "")
            words = f"{number.name}: {stated_words(number.value, number.unit)}"
            self._page.paragraph(f"{words} [provision {number.provision}; {direction}]", 2, 4)

    def _settings(self) -> None:
        self._page.heading(f"SETTINGS ({len(self._view.settings)})")
        if not self._view.settings:
            self._page.paragraph("None.", 2)
        for setting in self._view.settings:
            self._setting(setting)

    def _setting(self, setting: SettingShown) -> None:
        notes = [who_words(setting.origin)]
        if setting.against_code is not None:
            notes.append(_AGAINST[setting.against_code])
        elif setting.provision is not None:
            notes.append(f"provision {setting.provision}")
        value = stated_words(setting.value, setting.unit)
        self._page.paragraph(f"{setting.name}: {value} [{'; '.join(notes)}]", 2, 4)
        self._page.paragraph(sentence(setting.meaning), 4)
        self._origins((setting.origin,), setting.below)

    def _subject(self, subject: SubjectShown) -> None:
        self._page.heading(f"{subject.label.upper()} ({len(subject.statements)})")
        for statement in subject.statements:
            who = "; ".join(dict.fromkeys(who_words(origin) for origin in statement.origins))
            name = word_words(statement.name.partition(".")[2])
            self._page.paragraph(f"{name}: {stated_words(statement.value)} [{who}]", 2, 4)
            self._page.paragraph(sentence(statement.meaning), 4)
            if self._why:
                self._page.paragraph(f"Key: {statement.name}", 4, 6)
            self._origins(statement.origins, statement.below)

    def _list(self, shown: ListShown) -> None:
        self._page.heading(f"{shown.label.upper()} ({len(shown.entries)})")
        if not shown.entries:
            who = "; ".join(dict.fromkeys(who_words(origin) for origin in shown.origins))
            self._page.paragraph(f"Stated to be none. [{who}]", 2, 4)
        for number, entry in enumerate(shown.entries, start=1):
            text = entry.values.get("text")
            said = entry_words(entry.values) or "nothing further is stated"
            self._page.paragraph(f"{number}. {said} [{who_words(entry.origin)}]", 2, 5)
            if text:
                self._page.paragraph(sentence(str(text)), 5)
            self._origins((entry.origin,), (), indent=5)
        if self._why:
            for below in shown.below:
                owner = "; ".join(dict.fromkeys(origin_words(origin, self._place) for origin in below.origins))
                count = counted(int(str(below.value)), "entry", "entries")
                self._page.paragraph(f"Replaces the whole list of {owner}: {count}", 4, 6)

    def _promises(self) -> None:
        promises = self._view.promises
        self._page.heading(f"PROMISES ({len(promises)})")
        if not promises:
            self._page.paragraph("None.", 2)
        for promise in promises:
            words = f"{clean(promise.title)} [{who_words(promise.origin)}]"
            self._page.paragraph(words, 2, 7, lead=f"{promise.provision:<5}")
            if self._why:
                self._page.paragraph(f"Id: {promise.id}", 7, 9)
                self._page.paragraph(f"Set by: {origin_words(promise.origin, self._place)}", 7, 9)
                for below in promise.below:
                    self._page.paragraph(f"Replaces that of {origin_words(below, self._place)}", 7, 9)

    def _closures(self) -> None:
        closures = self._view.closure_days
        if closures is None:
            return
        self._page.heading(f"CLOSURE DAYS ({len(closures.days)})")
        days = ", ".join(day_words(day) for day in closures.days) or "Stated to be none"
        self._page.paragraph(f"{days}. [{who_words(closures.origin)}]", 2)
        self._origins((closures.origin,), ())

    def _people(self) -> None:
        """What people have said about the policy: answers, and departures from the Code that are admitted."""
        view, page = self._view, self._page
        if view.answers:
            page.heading(f"ANSWERS OF PEOPLE ({len(view.answers)})")
        for answer in view.answers:
            by = f", {clean(answer.by)}" if answer.by else ""
            on = f", {day_words(answer.date)}" if answer.date is not None else ""
            page.paragraph(
                f"{answer.question}: {stated_words(answer.value)} [{who_words(answer.origin)}{by}{on}]", 2, 4
            )
            if answer.note:
                page.paragraph(sentence(answer.note), 4)
            self._origins((answer.origin,), ())
        if view.departures:
            page.heading(f"DEPARTURES ADMITTED ({len(view.departures)})")
        for departure in view.departures:
            until = f" It complies from {day_words(departure.complies_from)}." if departure.complies_from else ""
            words = f"{sentence(departure.reason)}{until} [{who_words(departure.origin)}]"
            page.paragraph(words, 2, 7, lead=f"{departure.provision:<5}")
            self._origins((departure.origin,), (), indent=7)

    def _origins(self, origins: tuple[Origin, ...], below: tuple[Below, ...], indent: int = 4) -> None:
        if not self._why:
            return
        for origin in origins:
            self._page.paragraph(f"Set by: {origin_words(origin, self._place)}", indent, indent + 2)
        for each in below:
            self._page.paragraph(f"Lies over: {below_words(each, self._place)}", indent, indent + 2)
