"""Red Kite as a plugin of code-engine: one hook; everything else is in YAML beside it."""

from __future__ import annotations

from pathlib import Path

from code_engine.landlord.hooks import hookimpl

_PACKAGE = Path(__file__).resolve().parent


@hookimpl
def register_landlords() -> list[Path]:
    """The landlord's folder: inside the package once installed, the project's own in an editable install."""
    return [_PACKAGE if (_PACKAGE / "landlord.yaml").is_file() else _PACKAGE.parents[1]]
