"""Write every letter of every shipped landlord as text, for the tests that compare letters with what was agreed.

Run this after a change of a template, and read what differs before committing it:

    python tools/letter_snapshots.py
    git diff tests/letters
"""

from __future__ import annotations

from pathlib import Path

from code_engine import Engine
from code_engine.letters.letter import Letter
from code_engine.letters.samples import samples
from code_engine.letters.text import text_of
from code_engine.letters.writer import LetterWriter

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "letters"
LANDLORDS = ("red_kite", "twenty11")


def snapshot(letter: Letter) -> str:
    """The text of a letter without its receipt, whose hashes change with everything."""
    return text_of(letter).partition("\nReceipt ")[0]


def main() -> None:
    """Write all of them, and remove those of letters that are gone."""
    writer = LetterWriter(Engine.from_plugins())
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.iterdir():
        path.unlink()
    for landlord in LANDLORDS:
        for sample in samples():
            text = snapshot(sample.write(writer, landlord))
            (FOLDER / f"{landlord}-{sample.name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
