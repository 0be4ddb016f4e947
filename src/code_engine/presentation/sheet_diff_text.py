"""What two self-assessments differ in, as plain text: positions and wording in full, the rest in numbers."""

from __future__ import annotations

from collections.abc import Sequence

from code_engine.assessment.sheet_changes import Change, Difference
from code_engine.assessment.sheet_diff import SET_ASIDE, PositionDifference, SheetDiff, Side, TextDifference
from code_engine.assessment.sheet_words import Word, Wording
from code_engine.presentation.terminal import BOLD, RED, Page
from code_engine.presentation.words import clean, counted

_SET_ASIDE_WORDS = {
    Difference.NAME: "names of landlords",
    Difference.ADDRESS: "web addresses",
    Difference.SPELLING: "punctuation, case or spelling",
}
_MOST_EXAMPLES = 4
_NOTHING = "nothing"


def render_sheet_diff(found: SheetDiff, *, colour: bool, width: int = 80) -> str:
    """Positions first, then wording with both texts and the changed words in brackets, then what was set aside."""
    page = Page(width, colour)
    page.heading(f"a: {_label(found.a)}")
    page.paragraph(f"b: {_label(found.b)}", 0, 3, mark=f"b: {_label(found.b)}", colour=BOLD)
    page.paragraph(f"{counted(found.compared, 'row')} compared.")
    _positions(page, found.positions)
    _wordings(page, found.having(Difference.WORDING), found)
    _set_aside(page, found)
    return page.text()


def _label(side: Side) -> str:
    name = f" ({side.name})" if side.name is not None and side.name not in side.label else ""
    return clean(f"{side.label}{name}")


def answer_words(comply: bool | None, missing: bool = False) -> str:
    """A position in words."""
    if missing:
        return "no row"
    return "not stated" if comply is None else "yes" if comply else "no"


def marked(shown: Wording, changed: Sequence[tuple[Word, ...]]) -> str:
    """The text with each run of changed words in brackets."""
    text, last = "", 0
    for words in filter(None, changed):
        text += f"{shown.text[last : words[0].start]}[{shown.text[words[0].start : words[-1].end]}]"
        last = words[-1].end
    return clean(text + shown.text[last:])


def _positions(page: Page, positions: Sequence[PositionDifference]) -> None:
    if not positions:
        page.paragraph("No difference in any position.")
        return
    page.heading(f"POSITION: {counted(len(positions), 'row')}")
    for each in positions:
        a = answer_words(each.a, each.missing_in == "a")
        b = answer_words(each.b, each.missing_in == "b")
        page.paragraph(f"a: {a}, b: {b}", 2, 8, lead=f"{each.provision:<6}", mark=a, colour=RED)


def _wordings(page: Page, texts: Sequence[TextDifference], found: SheetDiff) -> None:
    if not texts:
        page.paragraph("No difference in wording.")
        return
    page.heading(f"WORDING: {counted(len(found.rows_having(Difference.WORDING)), 'row')}")
    for text in texts:
        page.paragraph(f"{text.provision} {text.field}", 2)
        changed = text.of(Difference.WORDING)
        page.paragraph(f"a: {marked(text.a, [change.a for change in changed]) or _NOTHING}", 4, 7)
        page.paragraph(f"b: {marked(text.b, [change.b for change in changed]) or _NOTHING}", 4, 7)


def _set_aside(page: Page, found: SheetDiff) -> None:
    page.heading("SET ASIDE")
    for kind in SET_ASIDE:
        rows = found.rows_having(kind)
        where = f" ({', '.join(rows)})" if rows else ""
        examples = _examples([change for text in found.having(kind) for change in text.of(kind)])
        page.paragraph(f"{_SET_ASIDE_WORDS[kind]}: {counted(len(rows), 'row')}{where}{examples}", 2, 4)
    page.paragraph("Not compared: line breaks, tags, kinds of quotes and dashes, labels of lists.", 2, 4)


def _examples(found: Sequence[Change]) -> str:
    """The first few different pairs, so that nobody has to take the class on trust."""
    pairs = list(dict.fromkeys(f"{_words(change.a)} / {_words(change.b)}" for change in found))
    further = f"; {len(pairs) - _MOST_EXAMPLES} more" if len(pairs) > _MOST_EXAMPLES else ""
    return f": {'; '.join(pairs[:_MOST_EXAMPLES])}{further}" if pairs else ""


def _words(words: Sequence[Word]) -> str:
    said = " ".join(word.said for word in words)
    return clean(f"{said}{words[-1].after if len(words) == 1 else ''}") if words else _NOTHING
