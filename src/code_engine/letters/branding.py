"""How a landlord's letters look: its colours where they can be read, its logo, and the style sheet."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from code_engine.colours import checked_colour, contrast
from code_engine.errors import Location, Problem, quoted
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.profile import Branding
from code_engine.letters.mistakes import LetterError

READABLE: Final = 4.5
"""The contrast that WCAG 2.2 asks of text (success criterion 1.4.3)."""

LARGEST_LOGO: Final = 200_000
_TYPES: Final = {".svg": "image/svg+xml", ".png": "image/png"}
_PNG: Final = b"\x89PNG\r\n\x1a\n"
# What a drawing has no need for and a letter must not carry: programs, and anything fetched from elsewhere.
_ACTIVE: Final = re.compile(
    r"<script|<foreignObject|<!ENTITY|\son\w+\s*=|(?:href|src)\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)|@import",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Logo:
    """A landlord's drawing: the file, its content, and the same as PNG where there is one, which is what Word takes."""

    path: Path
    content: bytes
    picture: bytes | None

    @property
    def uri(self) -> str:
        """The drawing inside a page, so that the page needs nothing else."""
        return f"data:{_TYPES[self.path.suffix]};base64,{base64.b64encode(self.content).decode('ascii')}"


def logo_of(landlord: Landlord) -> Logo | None:
    """The logo of a landlord, from the folder of the one whose landlord.yaml names it: its own or a group's.

    A file of that name in another folder is another landlord's logo, and is never shown.

    Raises LetterError where the file is missing, too large, or no plain drawing.
    """
    name = landlord.profile.branding.logo
    if name is None:
        return None
    folder = next((each.folder for each in reversed(landlord.lineage) if each.profile.names_own_logo), None)
    path = folder / name if folder is not None else None
    if path is None or folder is None or not path.is_file():
        place = Location(str(folder / "landlord.yaml")) if folder is not None else None
        raise LetterError(Problem(f"there is no logo {quoted(name)}", place, "add the file, or change `logo:`"))
    beside = path.with_suffix(".png")
    content = _read(path, folder)
    return Logo(path, content, _read(beside, folder) if beside.is_file() else None)


def _read(path: Path, folder: Path) -> bytes:
    if not path.resolve().is_relative_to(folder.resolve()):
        hint = "put the file itself there"
        raise LetterError(Problem("this logo is a link to a file elsewhere", Location(str(path)), hint))
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_LOGO + 1)
    except OSError:
        raise LetterError(
            Problem("this logo cannot be read", Location(str(path)), "make it readable for you")
        ) from None
    problem = _wrong_with(path, content)
    if problem is not None:
        raise LetterError(Problem(problem, Location(str(path)), "save it as a plain drawing"))
    return content


def _wrong_with(path: Path, content: bytes) -> str | None:
    if len(content) > LARGEST_LOGO:
        return f"this logo is larger than {LARGEST_LOGO // 1000} kB"
    if path.suffix == ".png":
        return None if content.startswith(_PNG) else "this logo is no PNG"
    text = content.decode("utf-8", "replace")
    if "<svg" not in text:
        return "this logo is no SVG"
    return "this logo holds a program or an address" if _ACTIVE.search(text) else None


def unreadable_colours(branding: Branding) -> list[str]:
    """Colours of text that cannot be read on the background, by name."""
    pairs = {"primary": branding.primary, "accent": branding.accent, "text": branding.text}
    return [name for name, colour in pairs.items() if contrast(colour, branding.background) < READABLE]


def _readable(colour: str, branding: Branding) -> str:
    """A brand colour where it can be read, else the colour of the text."""
    return colour if contrast(colour, branding.background) >= READABLE else branding.text


_SIZES: Final = {"standard": ("11pt", "1.4"), "large-print": ("18pt", "1.5"), "easy-read": ("16pt", "1.7")}

VARIANTS: Final = tuple(_SIZES)


def style_sheet(branding: Branding, variant: str) -> str:
    """The style of a letter. Colours are checked, so that nothing else can come in by them.

    On paper the address begins 57 mm from the top and 22 mm from the left. A DL envelope is 110 by 220 mm; its usual
    window, 35 by 90 mm, ends 20 mm from the left and 18 to 20 mm from the bottom. The sheet folded in three can slip by
    11 mm down and 10 mm across. What always shows is 57 to 79 mm from the top and 20 to 100 mm from the left: five
    lines of an address, in large print as well.
    """
    size, line = _SIZES[variant]
    heading = checked_colour(_readable(branding.primary, branding))
    mark = checked_colour(_readable(branding.accent, branding))
    text, ground = checked_colour(branding.text), checked_colour(branding.background)
    colours = f"--heading:{heading};--mark:{mark};--text:{text};--ground:{ground}"
    return f":root{{{colours}}}html{{font-size:{size};line-height:{line}}}{_SHEET}"


_SHEET: Final = """
body{margin:0 auto;padding:1.5rem;max-width:44rem;color:var(--text);background:var(--ground);
font-family:'Liberation Sans',Arial,Helvetica,'DejaVu Sans',sans-serif;overflow-wrap:break-word}
h1{font-size:1.35em;line-height:1.25;color:var(--heading);margin:1.2em 0 .6em}
h2{font-size:1.1em;line-height:1.3;color:var(--heading);margin:1.2em 0 .3em;break-after:avoid}
p,ul{margin:.5em 0}
ul{padding-left:1.4em}
li{margin:.25em 0}
address{font-style:normal}
p[dir=auto]{border-inline-start:.2rem solid var(--mark);padding-inline-start:.8rem}
.letterhead{border-bottom:.2rem solid var(--heading);padding-bottom:.6rem;margin-bottom:1.5rem}
.logo{display:block;height:16mm;max-width:70mm}
.name{font-size:1.5em;font-weight:bold;color:var(--heading);margin:0}
.strapline{color:var(--mark);margin:.2em 0 0}
.addresses{display:flex;justify-content:space-between;gap:2rem;flex-wrap:wrap}
.sender p{margin:.2em 0}
.together{white-space:nowrap}
.draft{border:.2rem dashed var(--mark);padding:.5rem 1rem}
.draft strong{text-transform:uppercase}
mark{background:#fff3a8;color:#1a1a1a;font-weight:bold}
.large-print .sender,.easy-read .sender{font-size:.8em}
.easy{border:.15rem solid var(--heading);padding:.2rem 1rem}
.easy-read h2{margin-top:1.8em}
.easy-read li,.easy-read p{margin:.7em 0}
.easy-read .easy h2{margin-top:.5em}
.easy-read .easy :is(li,p){margin:.25em 0;line-height:1.4}
.easy-read h1{margin:.8em 0 .5em}
.sign-off{margin-top:1.5em;break-after:avoid}
footer{margin-top:2em;border-top:1px solid var(--text)}
.receipt{font-size:8pt;line-height:1.3;overflow-wrap:anywhere}
@page{size:A4;margin:20mm 20mm 22mm 22mm;@bottom-right{content:'Page ' counter(page) ' of ' counter(pages);
font:9pt 'Liberation Sans',Arial,sans-serif}}
@media print{body{padding:0;max-width:none;background:none}
.letterhead{height:28mm;box-sizing:border-box;margin:0;padding:0;border:0;overflow:hidden}
.draft{position:absolute;top:-14mm;left:0;right:0;margin:0;padding:1mm 3mm;font-size:9pt}
.addresses{display:flow-root;min-height:42mm;margin-bottom:6mm}
.recipient{float:left;margin-top:9mm;width:76mm;font-size:10pt;line-height:1.2}
.sender{margin-left:95mm;line-height:1.35}
p,li{orphans:2;widows:2}
.contact,.adjustments,[data-item=ombudsman]{break-inside:avoid}}
"""


_DRAFT: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 170 120'%3E%3Ctext x='18' y='112' "
    "font-family='Liberation Sans, Arial, sans-serif' font-size='44' fill='%23ececec' "
    "transform='rotate(-35 18 112)'%3EDRAFT%3C/text%3E%3C/svg%3E"
)
"""A drawing, and behind the page: as text it would be read aloud in the middle of a sentence."""

WATERMARK: Final = f"""
@media print{{body::before{{content:'';position:fixed;top:90mm;left:0;width:170mm;height:120mm;z-index:-1;
background:url("{_DRAFT}") no-repeat;print-color-adjust:exact}}}}
"""
"""What a draft adds to the style: the word across every page."""
