"""Draw the PNG beside each landlord's SVG logo, which Word takes in its place: `python tools/logo_pictures.py`.

Chromium draws it, four times as large as the drawing says. The PNG carries the hash of its drawing, so that a test
notices a drawing that was changed alone.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
LOGOS: Final = tuple(sorted((ROOT / "plugins").glob("*/assets/logo.svg")))
KEYWORD: Final = b"Source"
_SCALE: Final = 4
_BEFORE_FIRST_PART: Final = 8
_HEADER: Final = _BEFORE_FIRST_PART + 25


def source_of(drawing: Path) -> str:
    """The hash of a drawing."""
    return f"sha256:{hashlib.sha256(drawing.read_bytes()).hexdigest()}"


def source_in(picture: bytes) -> str | None:
    """The hash of the drawing that a PNG was made from; None where it does not say."""
    place = _BEFORE_FIRST_PART
    while place < len(picture):
        (length,) = struct.unpack(">I", picture[place : place + 4])
        name, content = picture[place + 4 : place + 8], picture[place + 8 : place + 8 + length]
        if name == b"tEXt" and content.startswith(KEYWORD + b"\0"):
            return content.partition(b"\0")[2].decode("ascii")
        place += length + 12
    return None


def with_source(picture: bytes, source: str) -> bytes:
    """The PNG with the hash of its drawing in it."""
    content = b"tEXt" + KEYWORD + b"\0" + source.encode("ascii")
    part = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    return picture[:_HEADER] + part + picture[_HEADER:]


def main() -> None:
    """Draw all of them."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(device_scale_factor=_SCALE)
        for drawing in LOGOS:
            page.set_content(
                f"<style>body{{margin:0}}svg{{display:block}}</style>{drawing.read_text(encoding='utf-8')}"
            )
            picture = page.locator("svg").screenshot(omit_background=True)
            drawing.with_suffix(".png").write_bytes(with_source(picture, source_of(drawing)))
        browser.close()


if __name__ == "__main__":
    main()
