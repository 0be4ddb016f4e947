"""No letter shows a day as machines write it, or a word that only the software knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from code_engine.case.load import load_case
from code_engine.case.model import Case
from code_engine.letters.blocks import blocks_of
from code_engine.letters.letter import Letter
from code_engine.letters.requirements import KINDS
from code_engine.letters.situation import Options
from code_engine.letters.urgency import Order
from letter_building import LANDLORDS, NAMES, letter, writer

EXAMPLES = sorted((Path(__file__).resolve().parents[1] / "examples").glob("*.yaml"))
MACHINE = re.compile(r"\d{4}-\d{2}-\d{2}|\b[a-z0-9]+(?:_[a-z0-9]+)+\b|\bcode-only\b|\b(?:None|True|False)\b(?!:)")


def said(made: Letter) -> str:
    """What a letter says, marked gaps left out: they ask the officer, in the words of the software."""
    return "\n".join(run.text for block in blocks_of(made.page) for run in block.runs if not run.gap)


def drafted(of: Case, kind: str, stage: int, landlord: str) -> Letter:
    """A draft with every note of the file taken over, as of the last day on record."""
    options = Options(max(event.date for event in of.events), landlord=landlord)
    draft = writer().write(of, options, Order(kind, stage, draft=True))
    notes = [note.split(" ", 1)[0] for note in draft.notes if "as-recorded" in note]
    return writer().write(of, options, Order(kind, stage, dict.fromkeys(notes, "as-recorded"), draft=True))


@pytest.mark.parametrize("landlord", LANDLORDS)
@pytest.mark.parametrize("name", NAMES)
def test_no_sample_shows_what_machines_write(name: str, landlord: str) -> None:
    assert MACHINE.findall(said(letter(name, landlord)).replace("None.", "None:")) == []


@pytest.mark.parametrize("landlord", LANDLORDS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_letter_of_an_example_shows_what_machines_write(path: Path, landlord: str) -> None:
    of = load_case(path)
    texts = [said(drafted(of, kind, stage, landlord)) for kind in KINDS for stage in (1, 2)]
    assert len(texts) == 2 * len(KINDS)
    assert [found for text in texts for found in MACHINE.findall(text.replace("None.", "None:"))] == []
