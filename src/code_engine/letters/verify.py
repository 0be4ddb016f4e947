"""Whether a letter still says what the Code asks, and whether it is what its receipt would make again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Final, TypeAlias

from code_engine.case.model import Case
from code_engine.errors import CodeEngineError, Problem, quoted
from code_engine.letters.completeness import Lack, lacks
from code_engine.letters.inspect import Inspected, inspect
from code_engine.letters.letter import Letter
from code_engine.letters.mistakes import KIND, LetterError
from code_engine.letters.receipt import Receipt
from code_engine.letters.situation import Options
from code_engine.letters.urgency import Order
from code_engine.letters.writer import LetterWriter
from code_engine.ruleset.rules import Ruleset

FileOf: TypeAlias = Callable[[Letter, str], bytes]

_DIGESTS: Final = {
    "made_by": "the version of code-engine",
    "case_digest": "the facts of the case",
    "ruleset_digest": "the ruleset",
    "letters_digest": "the list of what letters must say",
    "policy_digest": "the landlord's policy",
    "template_digest": "the template",
    "brand_digest": "the branding",
    "facts_digest": "the values in the letter",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a letter. `identical` is None where there was no case to make it again from."""

    kind: str
    stage: int | None
    found: Inspected
    lacking: tuple[Lack, ...]
    identical: bool | None
    differences: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether nothing is lacking or left open, and nothing was changed; with a receipt, that has to be sure."""
        whole = not self.lacking and not self.found.gaps and not self.is_draft
        certain = self.found.receipt is None or self.identical is True or self.found.unchanged is True
        return whole and certain and self.identical is not False and self.found.unchanged is not False

    @property
    def is_draft(self) -> bool:
        """Whether it was made as a draft."""
        return self.found.receipt is not None and self.found.receipt.draft


def verify(
    writer: LetterWriter,
    content: bytes | Inspected,
    *,
    case: Case | None = None,
    kind: str | None = None,
    stage: int | None = None,
    file_of: FileOf = Letter.as_bytes,
) -> Verdict:
    """Look at a letter as it is now; with the case it was made from, also make it again and compare.

    Raises LetterError for what is no letter, and where neither the letter nor `kind` says which kind it is.
    `file_of` makes the file of a letter in a format.
    """
    found = content if isinstance(content, Inspected) else inspect(content)
    receipt = found.receipt
    if receipt is not None and kind not in (None, receipt.kind):
        message = f"by its receipt this letter is of the kind {quoted(receipt.kind)}"
        raise LetterError(Problem(message, KIND, "leave --kind out"))
    kind = kind or (receipt.kind if receipt else None)
    if kind is None:
        message = "this letter carries no receipt, so its kind is not known"
        raise LetterError(Problem(message, KIND, "say which it is with --kind"))
    stage = stage or (receipt.stage if receipt else None)
    if receipt is None and found.items is None:
        message = "this PDF carries no receipt, and its items cannot be told apart: nothing of it can be verified"
        raise LetterError(Problem(message, None, "verify the HTML or Word letter"))
    requirements = writer.requirements(_ruleset(writer, receipt))
    stage = requirements.entry(kind).stage or stage
    lacking = tuple(lacks(requirements, kind, stage, found.items)) if found.items is not None else ()
    identical: bool | None = None
    differences: tuple[str, ...] = ()
    if case is not None:
        if receipt is None:
            raise LetterError(Problem("this letter carries no receipt to make it again by", None, "leave --case out"))
        if receipt.case != case.reference:
            message = f"this letter was made for the case {quoted(receipt.case)}, and this is {quoted(case.reference)}"
            raise LetterError(Problem(message, None, "name the case that it was made from"))
        identical, differences = _compared(writer, found, receipt, case, file_of)
    return Verdict(kind, stage, found, lacking, identical, differences)


def _ruleset(writer: LetterWriter, receipt: Receipt | None) -> Ruleset:
    """The ruleset of the receipt; the latest where there is none."""
    catalogue = writer.engine.catalogue
    if receipt is None:
        return list(catalogue)[-1]
    return writer.engine.catalogue_of(writer.engine.landlords.get(receipt.landlord)).named(receipt.ruleset)


def made_again(writer: LetterWriter, receipt: Receipt, case: Case) -> Letter:
    """The letter that a receipt makes from a case. Raises as `LetterWriter.write`."""
    options = Options(date.fromisoformat(receipt.made_on), receipt.counting, receipt.forced_ruleset, receipt.landlord)
    order = Order(receipt.kind, receipt.stage, dict(receipt.given), receipt.draft, receipt.variant)
    return writer.write(case, options, order)


def _compared(
    writer: LetterWriter, found: Inspected, receipt: Receipt, case: Case, file_of: FileOf
) -> tuple[bool, tuple[str, ...]]:
    try:
        made = made_again(writer, receipt, case)
    except CodeEngineError as error:
        return False, (f"it is not made again from this case as it is now: {error.problems[0].message}",)
    again = file_of(made, found.form)
    if again == found.content:
        return True, ()
    return False, tuple(_differences(found, receipt, made, again))


def _differences(found: Inspected, receipt: Receipt, made: Letter, again: bytes) -> Iterator[str]:
    """What is not the same: what it was made from, and then the items that read otherwise."""
    for each in fields(Receipt):
        if each.name in _DIGESTS and getattr(receipt, each.name) != getattr(made.receipt, each.name):
            yield f"not the same as when it was made: {_DIGESTS[each.name]}"
    fresh = inspect(again)
    if found.items is None or fresh.items is None:
        yield "the file differs; a PDF also differs where other fonts are installed"
        return
    then, now = dict(fresh.items), dict(found.items)
    changed = [name for name in then if name in now and then[name] != now[name]]
    for name in changed:
        yield f"{name} has been edited"
    if not changed and then.keys() == now.keys():
        yield "no item differs; something around them does"
