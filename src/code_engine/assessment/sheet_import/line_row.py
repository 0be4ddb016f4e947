"""One row whose cells are lines: which of them are the requirement, the answer, the evidence, the commentary."""

from __future__ import annotations

from collections.abc import Sequence

from code_engine.assessment.sheet_import.answers import answer_in, answer_within
from code_engine.assessment.sheet_import.ledger import Ledger
from code_engine.assessment.sheet_import.pieces import BLANK, Line, cell_text, has_words


def place_row(ledger: Ledger, provision: str, place: str, lines: Sequence[Line], *, unmarked: bool) -> None:
    """Place a row whose number has been taken off its first line.

    `unmarked` tells that other rows end with the mark of an empty commentary and this one does not, so that
    its evidence may hold a commentary.
    """
    taken = _at_the_answer(lines)
    if taken is None:
        ledger.row(provision, place, _joined(lines), "", "", "")
        ledger.doubt(place, f"no Yes or No stands in the row of {provision}: its text is taken for the requirement")
        return
    before, answer, after, doubtful = taken
    if doubtful:
        ledger.doubt(place, f"more than one word in the row of {provision} could be its answer: the first is taken")
    for line in after:
        if line.text.strip() and not has_words(line.text):
            ledger.layout("rows or lines without a word")
    evidence, commentary, late = _cells(ledger, provision, after)
    if unmarked and evidence:
        ledger.doubt(place, f"the evidence of {provision} may hold its commentary: nothing marks where one ends")
    ledger.row(provision, place, _joined(before), answer, _joined(evidence), _joined(commentary))
    for line in late:
        ledger.not_placed(line.place, line.text, f"after the end of the row of {provision}")


def _at_the_answer(lines: Sequence[Line]) -> tuple[list[Line], str, list[Line], bool] | None:
    """The lines before the answer, the answer, and those after it; an answer alone on its line comes first."""
    for index, line in enumerate(lines):
        if answer_in(line.text) is not None:
            rest = [Line(line.place, BLANK)] if line.ends_blank else []
            return list(lines[:index]), line.text, [*rest, *lines[index + 1 :]], False
    for index, line in enumerate(lines):
        within = answer_within(line.text)
        if within is not None:
            before, answer, after, doubtful = within
            head = [*lines[:index], Line(line.place, before, line.apart)]
            tail = [Line(line.place, after)] if after.strip(" ") else []
            return head, answer, [*tail, *lines[index + 1 :]], doubtful
    return None


def _cells(ledger: Ledger, provision: str, after: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """Evidence, commentary, and lines that stand after the row's end.

    Each mark of an empty cell ends a group. A first group without text is empty evidence, so what follows is
    commentary; else a mark between two groups is a gap inside the evidence, and only the last ends the row.
    """
    *ended, open_end = _groups(after)
    if not ended:
        return open_end, [], []
    if not ended[0]:
        if len(ended) == 1:
            return [], open_end, []
        return [], [line for group in ended[1:] for line in group], open_end
    if any(ended[1:]):
        place = ended[0][-1].place
        ledger.doubt(place, f"an empty line stands inside the evidence of {provision}: what follows may be commentary")
    return [line for group in ended for line in group], [], open_end


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines with text between marks of empty cells; the last group is what no mark ends."""
    groups: list[list[Line]] = [[]]
    for line in lines:
        if has_words(line.text):
            groups[-1].append(line)
        if line.ends_blank:
            groups.append([])
    return groups


def _joined(lines: Sequence[Line]) -> str:
    """Lines as one text: a line without a gap before it goes on with the paragraph above, unless it is an item."""
    paragraphs: list[str] = []
    for line in lines:
        text = cell_text(line.text)
        if not text:
            continue
        if paragraphs and not line.apart and not _is_item(text):
            paragraphs[-1] = f"{paragraphs[-1]} {text}"
        else:
            paragraphs.append(text)
    return "\n".join(paragraphs)


def _is_item(text: str) -> bool:
    """Whether a line begins with the label of a list: a dash, or a number or letter and a full stop or bracket."""
    label = text.split(" ", 1)[0]
    return label == "-" or (len(label) in (2, 3) and label[-1] in ".)" and label[:-1].isalnum())
