"""What the tests of letters share: an engine, a writer, samples, and landlords made in a folder."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from code_engine import Engine
from code_engine.case.load import parse_case
from code_engine.case.model import Case
from code_engine.errors import CodeEngineError
from code_engine.landlord.landlords import Landlord, Landlords
from code_engine.landlord.profile import Profile
from code_engine.letters.letter import Letter
from code_engine.letters.page import items_in
from code_engine.letters.samples import Sample, samples
from code_engine.letters.situation import Options
from code_engine.letters.urgency import Order
from code_engine.letters.writer import LetterWriter

LANDLORDS = ("red_kite", "twenty11")
NAMES = tuple(sample.name for sample in samples())


@cache
def engine() -> Engine:
    return Engine.from_plugins()


@cache
def writer() -> LetterWriter:
    return LetterWriter(engine())


def sample(name: str) -> Sample:
    return next(each for each in samples() if each.name == name)


@cache
def letter(name: str, landlord: str = "twenty11", variant: str | None = None, draft: bool = False) -> Letter:
    """A sample letter, made once."""
    return sample(name).write(writer(), landlord, variant=variant, draft=draft)


def case(*events: dict[str, Any], landlord: str = "twenty11", **header: Any) -> Case:
    """A case with a name and a matter; more in `header`."""
    content: dict[str, Any] = {
        "reference": "L-1",
        "landlord": landlord,
        "resident": {"name": "Sam Rivers"},
        "matter": {"summary": "A leak"},
        "events": list(events),
    }
    return parse_case({**content, **header})


def write(of: Case, kind: str, as_of: date, **given: str) -> Letter:
    """A letter of a case on a day, with values given by hand."""
    return writer().write(of, Options(as_of), Order(kind, given=given))


def drafted(of: Case, kind: str, as_of: date) -> Letter:
    """A draft of a letter, without anything given by hand."""
    return writer().write(of, Options(as_of), Order(kind, draft=True))


def refused(of: Case, kind: str, as_of: date, **given: str) -> str:
    """What is said of a letter that cannot be made."""
    with pytest.raises(CodeEngineError) as caught:
        write(of, kind, as_of, **given)
    return str(caught.value)


def landlord_in(folder: Path, files: dict[str, str | bytes], **profile: Any) -> LetterWriter:
    """A writer with one more landlord, `oak`, whose folder has these files."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    found = engine().landlords
    contacts = {"contacts": {"website": "https://oak.example"}}
    oak = Landlord(Profile.model_validate({"id": "oak", "name": "Oak Homes", **contacts, **profile}), None, folder)
    landlords = Landlords(MappingProxyType({**found.by_id, "oak": oak}))
    return LetterWriter(Engine(engine().catalogue, landlords))


def items_of(made: Letter) -> dict[str, str]:
    return dict(items_in(made.page))
