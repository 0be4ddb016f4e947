"""The receipt of a letter: what it was made from, by hashes, and how to make it again.

It is carried by the letter itself: a page in a `meta` element, a PDF and a Word document in their properties.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from html import escape, unescape
from types import NoneType
from typing import Any, Final

from code_engine.day_words import day_in_words
from code_engine.letters.values import plain
from code_engine.version import VERSION

META: Final = "code-engine-receipt"
_SLOT: Final = re.compile(rf'<meta name="{META}" content="(?P<content>[^"]*)">')
_SHOWN: Final = 12
_NO_TEXTS: Final = frozenset({"stage", "draft", "given", "words"})


@dataclass(frozen=True)
class Receipt:
    """What a letter was made from.

    `words` has a short hash of each item's words, `content` the hash of the page with an empty receipt in it. They show
    that a letter was edited. They are no signature: who can make letters can make receipts.
    """

    made_by: str
    made_on: str
    case: str
    landlord: str
    kind: str
    stage: int | None
    variant: str
    draft: bool
    counting: str
    forced_ruleset: str | None
    ruleset: str
    ruleset_digest: str
    letters_digest: str
    policy: str | None
    policy_digest: str | None
    template_digest: str
    brand_digest: str
    case_digest: str
    facts_digest: str
    given: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...] = ()
    content: str = ""

    @property
    def slot(self) -> _Slot:
        """Where the receipt stands in the page; empty until the page is complete."""
        return _Slot()

    @property
    def line(self) -> str:
        """The receipt for people: short hashes, on one line."""
        policy = f"policy {_short(self.policy_digest)}, " if self.policy_digest else ""
        day = day_in_words(date.fromisoformat(self.made_on).toordinal())
        return (
            f"Receipt {_short(self.facts_digest)}: {self.kind.replace('_', ' ')} made on {day} by {self.made_by}; "
            f"template {_short(self.template_digest)}, ruleset {_short(self.ruleset_digest)}, {policy}"
            f"facts {_short(self.case_digest)}."
        )

    def text(self) -> str:
        """The receipt as JSON on one line."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=True, separators=(",", ":"))

    def sealed(self, page: str, words: tuple[tuple[str, str], ...]) -> tuple[Receipt, str]:
        """This receipt with the hashes of a page and its words, and the page with the receipt in it."""
        receipt = replace(self, words=words, content=content_digest(page))
        filled = f'<meta name="{META}" content="{escape(receipt.text(), quote=True)}">'
        return receipt, page.replace(_Slot().__html__(), filled, 1)


class _Slot:
    """The place of the receipt in a page that is not complete yet."""

    def __html__(self) -> str:
        return f'<meta name="{META}" content="">'

    def __str__(self) -> str:
        return self.__html__()


def made_by() -> str:
    """The software that makes letters, with its version."""
    return f"code-engine {VERSION}"


def content_digest(page: str) -> str:
    """The hash of a page, with what its receipt says left out."""
    return digest_of(_SLOT.sub(_Slot().__html__(), page, count=1))


def digest_of(text: str) -> str:
    """sha256 of a text."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def facts_digest(values: Mapping[str, Any], as_of: date) -> str:
    """The hash of everything a letter was told."""
    content = {"as_of": as_of.isoformat(), **{name: plain(value) for name, value in values.items()}}
    return digest_of(json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":")))


def receipt_in(page: str) -> str | None:
    """The receipt that a page carries, as JSON; None where it carries none."""
    found = _SLOT.search(page)
    return unescape(found["content"]) if found and found["content"] else None


def receipt_from(text: str) -> Receipt | None:
    """A receipt from its JSON; None where it is none of ours, or nobody could have made a letter from it."""
    try:
        values = json.loads(text)
        for each in ("given", "words"):
            values[each] = tuple((str(name), str(value)) for name, value in values[each])
        date.fromisoformat(values["made_on"])
        receipt = Receipt(**values)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    texts = (getattr(receipt, each.name) for each in fields(Receipt) if each.name not in _NO_TEXTS)
    plausible = all(isinstance(value, (str, NoneType)) for value in texts) and receipt.stage in (None, 1, 2)
    return receipt if plausible and type(receipt.draft) is bool else None


def _short(digest: str | None) -> str:
    return (digest or "").removeprefix("sha256:")[:_SHOWN]
