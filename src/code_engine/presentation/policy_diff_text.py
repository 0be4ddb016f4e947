"""The difference between two policies as plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from code_engine.assessment.policy_diff_answers import (
    CasesCompared,
    FindingDifference,
    Graded,
    Held,
    ListDifference,
    Outcome,
    PolicyDiff,
    PromiseDifference,
    Side,
    ValueDifference,
)
from code_engine.presentation.policy_words import (
    entry_words,
    graded_words,
    in_force_words,
    layers_words,
    stated_words,
    word_words,
)
from code_engine.presentation.terminal import BOLD, Page
from code_engine.presentation.words import clean, counted, day_words, sentence, status_words

_NOT_STATED = "not stated"


def render_diff_text(diff: PolicyDiff, *, colour: bool, width: int = 80) -> str:
    """The difference in lines of at most `width` columns, ending in a newline."""
    return _Text(diff, Page(width, colour)).written()


class _Text:
    """The page being written."""

    def __init__(self, diff: PolicyDiff, page: Page) -> None:
        self._diff, self._page = diff, page
        self._names = (clean(diff.a.asked), clean(diff.b.asked))

    def written(self) -> str:
        diff = self._diff
        self._opening()
        self._values("SETTINGS", diff.settings)
        self._values("STATEMENTS", diff.statements)
        for each in diff.lists:
            self._list(each)
        self._promises(diff.promises)
        self._closures()
        self._grades()
        self._wording()
        if diff.cases is not None:
            self._cases(diff.cases)
        return self._page.text()

    def _opening(self) -> None:
        diff, page = self._diff, self._page
        page.heading(f"{self._names[0]} and {self._names[1]}")
        for side in (diff.a, diff.b):
            page.paragraph(_side_words(side), 2, 4)
        page.paragraph(_standing(diff))
        for note in diff.notes:
            page.paragraph(f"Note: {clean(note)}", 0, 2)

    def _values(self, heading: str, differences: Sequence[ValueDifference]) -> None:
        if differences:
            self._page.heading(f"{heading} ({len(differences)})")
        for each in differences:
            self._page.paragraph(f"{each.name}: {sentence(each.meaning)}", 2, 4)
            self._both(_held(each.a), _held(each.b))

    def _list(self, difference: ListDifference) -> None:
        page = self._page
        page.heading(f"{word_words(difference.name).upper()}")
        if difference.a is None or difference.b is None or difference.a != difference.b:
            page.paragraph("How many are listed:", 2)
            self._both(_number(difference.a), _number(difference.b))
        for entry in difference.entries:
            page.paragraph(f"{word_words(entry.entry)}:", 2, 4)
            both_have_it = entry.a is not None and entry.b is not None
            self._both(_entry(entry.a, both_have_it), _entry(entry.b, both_have_it))

    def _promises(self, differences: Sequence[PromiseDifference]) -> None:
        if differences:
            self._page.heading(f"PROMISES ({len(differences)})")
        for each in differences:
            self._page.paragraph(f"{clean(each.title)} [{each.id}]", 2, 7, lead=f"{each.provision:<5}")
            if each.a is None or each.b is None:
                whole = "makes this promise", "does not make it"
                self._both(whole[each.a is None], whole[each.b is None])
                continue
            for key in {**each.a, **each.b}:
                self._page.paragraph(f"{word_words(key)}:", 4)
                self._both(each.a.get(key, _NOT_STATED), each.b.get(key, _NOT_STATED), indent=6)

    def _closures(self) -> None:
        closures = self._diff.closure_days
        if closures is None:
            return
        self._page.heading("CLOSURE DAYS")
        for name, days in zip(self._names, (closures.only_a, closures.only_b), strict=True):
            if days:
                self._page.paragraph(f"Only {name}: {', '.join(map(day_words, days))}", 2, 4)

    def _grades(self) -> None:
        grades = self._diff.grades
        if grades:
            self._page.heading(f"HOW THEY STAND TO THE CODE ({len(grades)})")
        for each in grades:
            self._page.paragraph(clean(each.title), 2, 7, lead=f"{each.provision:<5}")
            self._both(_graded(each.a), _graded(each.b))

    def _wording(self) -> None:
        wording = self._diff.wording
        if wording:
            self._page.heading(f"IN OTHER WORDS ({len(wording)})")
            self._page.paragraph("Whether these make a difference is for a person to judge.", 2)
        for each in wording:
            self._page.paragraph(f"{word_words(each.name)}: {sentence(each.meaning)}", 2, 4)
            self._both(stated_words(each.a), stated_words(each.b))

    def _cases(self, cases: CasesCompared) -> None:
        page = self._page
        page.heading(f"CASES, as of {day_words(cases.as_of)}")
        different = len(cases.different)
        compared = counted(cases.compared, "case")
        page.paragraph(f"{compared} compared; {different or 'none'} would come out differently.", 2)
        page.paragraph("Only the landlord's own promises can differ; the Code says the same under both.", 2)
        for case in cases.different:
            page.paragraph(
                f"{clean(case.reference)} ({clean(case.file)})", 2, 4, mark=clean(case.reference), colour=BOLD
            )
            for finding in case.findings:
                self._finding(finding)
        if cases.not_read:
            page.heading(f"NOT COMPARED ({len(cases.not_read)})")
        for unread in cases.not_read:
            for problem in unread.problems:
                page.paragraph(clean(problem), 2, 4)

    def _finding(self, finding: FindingDifference) -> None:
        self._page.paragraph(f"{clean(finding.title)} [{finding.rule}]", 4, 9, lead=f"{finding.provision:<5}")
        self._both(_outcome(finding.a), _outcome(finding.b), indent=6)

    def _both(self, a: str, b: str, indent: int = 4) -> None:
        for name, words in zip(self._names, (a, b), strict=True):
            self._page.paragraph(f"{name}: {words}", indent, indent + 2, mark=name, colour=BOLD)


def _side_words(side: Side) -> str:
    policy = side.policy
    dates = in_force_words(policy.in_force_from, policy.in_force_to)
    return f"{clean(side.asked)}: {clean(policy.title)} of {clean(side.name)}, {dates} ({layers_words(policy)})."


def _standing(diff: PolicyDiff) -> str:
    """What it comes to: how many differences of each kind, or plainly that there is none."""
    if not diff.differs:
        other = f" {counted(len(diff.wording), 'statement')} in other words." if diff.wording else ""
        return f"There is no difference in effect.{other}"
    kinds = (
        (len(diff.settings), "setting"),
        (len(diff.statements), "statement"),
        (len(diff.lists), "list"),
        (len(diff.promises), "promise"),
        (int(diff.closure_days is not None), "set of closure days"),
        (len(diff.grades), "grade under the Code"),
    )
    plural = {"set of closure days": "sets of closure days", "grade under the Code": "grades under the Code"}
    said = [counted(count, name, plural.get(name)) for count, name in kinds if count]
    return f"Different in effect: {', '.join(said)}."


def _held(held: Held | None) -> str:
    return stated_words(held.value, held.unit) if held is not None else _NOT_STATED


def _number(count: int | None) -> str:
    return _NOT_STATED if count is None else str(count or "none")


def _entry(values: Mapping[str, Any] | None, both_have_it: bool) -> str:
    if values is None:
        return "not listed"
    return entry_words(values) or (_NOT_STATED if both_have_it else "listed")


def _graded(graded: Graded) -> str:
    words = graded_words(graded.grade, graded.status)
    return f"{words}. {sentence(graded.reason)}"


def _outcome(outcome: Outcome | None) -> str:
    if outcome is None:
        return "no such promise"
    due = f", due by {day_words(outcome.due_on)}" if outcome.due_on is not None else ""
    return f"{status_words(outcome.status)}{due}. {sentence(outcome.reason)}"
