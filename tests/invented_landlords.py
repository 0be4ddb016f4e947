"""Plugins written to a temporary folder and found as installed ones are: what tests about landlords invent."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import EntryPoint, distributions
from itertools import count
from pathlib import Path
from textwrap import dedent

import pytest

from code_engine.landlord.landlords import Landlords
from code_engine.landlord.plugins import load_entry_points

_NUMBERS = count()

REGISTERING = """
from pathlib import Path
from code_engine.landlord.hooks import hookimpl

HERE = Path(__file__).resolve().parent

@hookimpl
def register_landlords():
    return sorted(path.parent for path in HERE.glob("*/landlord.yaml"))
"""


class Shelf:
    """A folder on the import path into which a test puts distributions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._number = next(_NUMBERS)
        self.modules: list[str] = []

    def put(self, name: str, landlords: Mapping[str, Mapping[str, str]] | None = None, code: str = REGISTERING) -> Path:
        """Install a distribution with an entry point, both called `name`; gives its package's folder."""
        module = f"shelf_{self._number}_{name}"
        self.modules.append(module)
        package = self.folder / module
        package.mkdir()
        (package / "__init__.py").write_text(dedent(code))
        for landlord, files in (landlords or {}).items():
            for file, text in files.items():
                path = package / landlord / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(dedent(text))
        metadata = self.folder / f"{module}-1.2.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-plugin\nVersion: 1.2\n")
        (metadata / "entry_points.txt").write_text(f"[code_engine]\n{name} = {module}\n")
        return package

    def entry_points(self) -> list[EntryPoint]:
        """The entry points of everything on this shelf, and of nothing else that is installed."""
        found = distributions(path=[str(self.folder)])
        return [point for distribution in found for point in distribution.entry_points]

    def load(self, strict: bool = False) -> Landlords:
        """Load what is on this shelf."""
        return load_entry_points(self.entry_points(), strict=strict)


def shelf_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """An empty shelf on the import path; its modules are forgotten afterwards."""
    monkeypatch.syspath_prepend(folder)
    shelf = Shelf(folder)
    yield shelf
    for module in shelf.modules:
        sys.modules.pop(module, None)


def landlord(identity: str, parent: str | None = None, **files: str) -> dict[str, str]:
    """The files of a landlord whose landlord.yaml is the least there can be."""
    lines = [f"id: {identity}", f"name: {identity.title()}", f"contacts: {{email: us@{identity}.example}}"]
    if parent is not None:
        lines.append(f"parent: {parent}")
    return {"landlord.yaml": "\n".join(lines) + "\n", **files}
