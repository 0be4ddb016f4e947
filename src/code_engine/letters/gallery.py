"""Every letter of every landlord, in every format, in a folder with one page that shows them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from markupsafe import Markup

from code_engine.letters.branding import VARIANTS
from code_engine.letters.letter import ENDINGS, Letter
from code_engine.letters.readability import PLAIN_ENGLISH, readability_of
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
    return len(landlords) * len(samples()) * (len(formats) + len(VARIANTS) - 1)


def gallery(writer: LetterWriter, landlords: Sequence[str], formats: Sequence[str]) -> Iterator[Shown]:
    """The files of the gallery, one at a time, its page last. Large print and easy read are pages.

    Raises LetterError as making letters does.
    """
    rows: list[_Row] = []
    for sample in samples():
        for landlord in landlords:
            letter = sample.write(writer, landlord, variant="standard")
            files = []
            for form in formats:
                name = f"{landlord}-{sample.name}.{ENDINGS[form]}"
                yield Shown(name, letter.as_bytes(form))
                files.append((_FORMS[form], name))
            for variant in VARIANTS[1:]:
                name = f"{landlord}-{sample.name}-{variant}.html"
                yield Shown(name, sample.write(writer, landlord, variant=variant).as_bytes("html"))
                files.append((variant.replace("-", " "), name))
            rows.append(_Row(landlord, sample, letter, tuple(files)))
    yield Shown("index.html", _page(rows, writer).encode("utf-8"))


def _page(rows: list[_Row], writer: LetterWriter) -> str:
    kinds = [(name, list(found)) for name, found in groupby(rows, key=lambda row: row.sample.name)]
    entries = [Markup('<li><a href="#{}">{}</a></li>').format(name, _spoken(name)) for name, _ in kinds]
    sections = [_section(name, found, writer) for name, found in kinds]
    return str(
        Markup(
            '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Letters</title>'
            "<style>{}</style></head><body><header><h1>Letters</h1><p>Every letter that residents get, made from "
            "invented cases, the landlords side by side. Reading ease goes up to 100: {:.0f} or more is plain "
            'English.</p></header>\n<nav aria-label="Kinds of letters"><ul>{}</ul></nav>\n'
            "<main>{}</main></body></html>\n"
        ).format(Markup(_STYLE), PLAIN_ENGLISH, Markup("").join(entries), Markup("").join(sections))
    )


def _spoken(name: str) -> str:
    return name.replace("_", " ").replace("-stage-", ", stage ").capitalize()


def _section(name: str, rows: list[_Row], writer: LetterWriter) -> Markup:
    """A kind of letter: what it must say, with the provisions, and how each landlord says it."""
    (ruleset, *_) = writer.engine.catalogue
    entry = writer.requirements(ruleset).entry(rows[0].sample.kind)
    items = [Markup("<li>{} ({})</li>").format(item.says, item.at(rows[0].letter.stage)) for item in entry.items]
    cards = [_card(row, _spoken(name), writer.engine.landlords.get(row.landlord).name) for row in rows]
    return Markup(
        '<section id="{}"><h2>{}</h2><details><summary>What the Code makes it say<span class="unseen">: {}</span>'
        '</summary><ul>{}</ul></details><div class="cards">{}</div></section>\n'
    ).format(name, _spoken(name), _spoken(name), Markup("").join(items), Markup("").join(cards))


def _card(row: _Row, kind: str, landlord: str) -> Markup:
    about = f"{landlord}, {kind}"
    links = Markup(" · ").join(
        Markup('<a href="{0}" aria-label="{1}: {2}">{1}</a>').format(name, form, about) for form, name in row.files
    )
    page = next((name for form, name in row.files if name.endswith(".html")), "")
    frame = Markup('<iframe src="{}" title="{}" loading="lazy" sandbox></iframe>').format(page, about)
    return Markup("<article><h3>{}</h3><p>“{}”, reading ease {:.0f}</p>{}<p>{}</p></article>").format(
        landlord, row.letter.title, readability_of(row.letter.page).ease, frame, links
    )


_FORMS: Final = {"html": "page", "pdf": "PDF", "docx": "Word", "text": "text"}
_STYLE: Final = """
body{margin:2rem;font-family:'Liberation Sans',Arial,Helvetica,sans-serif;line-height:1.4;color:#1a1a1a;
background:#f2f3f5}
nav ul{columns:16rem;list-style:none;padding:0}
nav li{padding:.2rem 0}
section{margin-top:3rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(30rem,100%),1fr));gap:1.5rem;margin-top:1rem}
article{background:#fff;border:1px solid #6b7280;padding:1rem}
h3{margin:.2rem 0}
iframe{width:100%;height:40rem;border:1px solid #6b7280;background:#fff}
a{color:#1f4e8c}
summary{cursor:pointer;width:fit-content}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
"""
