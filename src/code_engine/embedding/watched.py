"""The files that an engine was built from, and one digest of all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from code_engine.landlord.landlords import Landlords

_SUFFIXES: Final = frozenset({".yaml", ".yml"})


def folders_of(landlords: Landlords, rulesets: Iterable[Path]) -> tuple[Path, ...]:
    """The folders whose files decide what an engine answers: of the rulesets, the plugins and the landlords."""
    plugins = {plugin.path for plugin in landlords.loaded}
    own = {landlord.folder for landlord in landlords.by_id.values() if landlord.folder is not None}
    return tuple(sorted({*rulesets, *plugins, *own}))


def digest_of(folders: Iterable[Path]) -> str:
    """`sha256:` and the hash of every YAML file below the folders, by name and content.

    A file that disappears while it is looked for is left out: the next look finds the same without it.
    """
    digest = hashlib.sha256()
    for path in sorted({path for folder in folders for path in folder.rglob("*") if path.suffix in _SUFFIXES}):
        try:
            content = path.read_bytes()
        except OSError:
            continue
        digest.update(f"{path}\n{len(content)}\n".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return f"sha256:{digest.hexdigest()}"
