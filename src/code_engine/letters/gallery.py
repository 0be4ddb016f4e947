"""Every letter of every landlord, in every format, in a folder with one page that shows them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from code_engine.letters.branding import VARIANTS
from code_engine.letters.letter import ENDINGS, Letter
from code_engine.letters.readability import readability_of
from code_engine.letters.samples import Sample, samples
from code_engine.letters.writer import LetterWriter


@dataclass(frozen=True, slots=True)
class Shown:
    """One file of the gallery."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Row:
    landlord: str
    sample: Sample
    letter: Letter
    files: tuple[tuple[str, str], ...]


def count(landlords: Sequence[str], formats: Sequence[str]) -> int:
    """How many files a gallery has, without its page."""
    return len(landlords) * (len(samples()) * len(formats) + 2 * len(_VARIED))


_VARIED = ("acknowledgement", "contact_restriction")
"""Kinds that are also shown in large print and in easy read."""


def gallery(writer: LetterWriter, landlords: Sequence[str], formats: Sequence[str]) -> Iterator[Shown]:
    """The files of the gallery, one at a time, its page last. Raises LetterError as making letters does."""
    rows: list[_Row] = []
    for landlord in landlords:
        for sample in samples():
            letter = sample.write(writer, landlord, variant="standard")
            files = []
            for form in formats:
                name = f"{landlord}-{sample.name}.{ENDINGS[form]}"
                yield Shown(name, letter.as_bytes(form))
                files.append((form, name))
            for variant in VARIANTS[1:] if sample.kind in _VARIED else ():
                name = f"{landlord}-{sample.name}-{variant}.html"
                yield Shown(name, sample.write(writer, landlord, variant=variant).as_bytes("html"))
                files.append((variant, name))
            rows.append(_Row(landlord, sample, letter, tuple(files)))
    yield Shown("index.html", _page(rows, landlords, writer).encode("utf-8"))


def _page(rows: list[_Row], landlords: Sequence[str], writer: LetterWriter) -> str:
    parts = [_section(landlord, [row for row in rows if row.landlord == landlord], writer) for landlord in landlords]
    return str(
        Markup(
            '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Letters</title>'
            "<style>{}</style></head><body><main><h1>Letters</h1><p>Every letter from invented cases, for every "
            "landlord. Reading ease: 60 or more is plain English.</p>\n{}</main></body></html>\n"
        ).format(Markup(_STYLE), Markup("").join(parts))
    )


def _section(landlord: str, rows: list[_Row], writer: LetterWriter) -> Markup:
    name = writer.engine.landlords.get(landlord).name
    cards = [_card(row, name) for row in rows]
    return Markup('<section><h2>{}</h2><div class="cards">{}</div></section>\n').format(name, Markup("").join(cards))


def _card(row: _Row, landlord: str) -> Markup:
    links = Markup(" · ").join(
        Markup('<a href="{0}" aria-label="{2}: {1}">{1}</a>').format(name, form, f"{landlord}, {row.letter.title}")
        for form, name in row.files
    )
    page = next((name for form, name in row.files if form == "html"), None)
    frame = (
        Markup('<iframe src="{}" title="{}" loading="lazy" sandbox></iframe>').format(
            page, f"{landlord}: {row.letter.title}"
        )
        if page is not None
        else Markup("")
    )
    kind = row.sample.name.replace("_", " ").replace("-", " ")
    return Markup("<article><h3>{}</h3><p>{}<br>Reading ease {}</p>{}<p>{}</p></article>").format(
        row.letter.title, escape(kind), readability_of(row.letter.page).ease, frame, links
    )


_STYLE = """
body{margin:2rem;font-family:'Liberation Sans',Arial,Helvetica,sans-serif;color:#1a1a1a;background:#f2f3f5}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(22rem,1fr));gap:1.5rem}
article{background:#fff;border:1px solid #6b7280;padding:1rem}
h3{margin:.2rem 0}
iframe{width:100%;height:26rem;border:1px solid #6b7280;background:#fff}
a{color:#1f4e8c}
"""
