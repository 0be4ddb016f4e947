"""Templates in layers: the core's, the group's over it, the landlord's on top, block by block.

`{% extends "KIND.html.j2" %}` in a file of the same name means the layer below it; in any other file it means
the topmost layer. So a landlord's `letter.html.j2` changes what all its letters share.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import (
    BaseLoader,
    Environment,
    Template,
    TemplateError,
    TemplateNotFound,
    nodes,
)

from code_engine.errors import Location, Problem, did_you_mean, quoted
from code_engine.landlord.landlords import Landlord
from code_engine.letters.budget import BUDGET, Budget
from code_engine.letters.mistakes import LetterError
from code_engine.letters.requirements import KINDS
from code_engine.letters.sandbox import LetterEnvironment, environment
from code_engine.letters.template_mistakes import mistake_in

FOLDER: Final = "letters"
SUFFIX: Final = ".html.j2"
BASE: Final = f"letter{SUFFIX}"
EASY: Final = f"easy_read{SUFFIX}"
"""What a letter in easy read says first; the core's letter includes it."""

NAMES: Final = (BASE, EASY, *(f"{kind}{SUFFIX}" for kind in KINDS))
CORE: Final = "core"
LARGEST: Final = 200_000
_COPY: Final = "put the file itself there"
_CIRCLE: Final = "letter.html.j2 extends letter.html.j2, and a kind its own name or letter.html.j2"
_CORE_FOLDER: Final = Path(__file__).resolve().parent / "templates"


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder of templates and whose it is."""

    owner: str
    folder: Path

    def names(self) -> tuple[str, ...]:
        """The templates in it, sorted."""
        return tuple(sorted(path.name for path in self.folder.glob("*") if path.is_file()))

    def file(self, name: str) -> Path | None:
        """The template of a name, None where it has none. Raises LetterError where a link leads out of the folder."""
        path = self.folder / name
        if name not in NAMES or not path.is_file():
            return None
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise LetterError(Problem("this template is a link to a file elsewhere", Location(str(path)), _COPY))
        return path


def layers_of(landlord: Landlord) -> tuple[Layer, ...]:
    """The core's templates, and above them those of the landlord's groups and its own."""
    folders = [(each.id, each.folder / FOLDER) for each in landlord.lineage if each.folder is not None]
    return (Layer(CORE, _CORE_FOLDER), *(Layer(owner, folder) for owner, folder in folders if folder.is_dir()))


class LayeredLoader(BaseLoader):
    """Finds `OWNER/KIND.html.j2`, and nothing by any other name."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = tuple(layers)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        """The text of a template and its file. Raises TemplateNotFound."""
        path = self.path(template)
        if path is None:
            raise TemplateNotFound(template.rpartition("/")[2])
        return read_template(path), str(path), lambda: True

    def path(self, template: str) -> Path | None:
        """The file of a template, None where there is none."""
        owner, _, name = template.partition("/")
        return next((layer.file(name) for layer in self.layers if layer.owner == owner), None)

    def topmost(self, name: str, below: str | None = None) -> str | None:
        """The highest layer's template of a name; with `below`, the highest of the layers under that owner."""
        owners = [layer.owner for layer in self.layers]
        count = owners.index(below) if below is not None else len(owners)
        for layer in reversed(self.layers[:count]):
            if layer.file(name) is not None:
                return f"{layer.owner}/{name}"
        return None


class LayeredEnvironment(LetterEnvironment):
    """Resolves what a template extends by the rule of layers."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.below: dict[str, tuple[str, Location]] = {}
        """Of each template that was read, the one that it extends, and where it says so."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        extends = tree.find(nodes.Extends)
        if extends is not None and name is not None and "/" in name:
            assert isinstance(extends.template, nodes.Const), "the grammar allows nothing else"
            place = Location(filename or name, extends.lineno)
            self.below[name] = self.join_path(str(extends.template.value), name), place
        return tree

    def hold_line(self, name: str) -> None:
        """Follow what a template extends down to the core. Raises LetterError where that is not there, or a circle."""
        seen: list[str] = []
        while name in self.below:
            seen.append(name)
            name, place = self.below[name]
            if name in seen:
                raise LetterError(Problem("templates extend each other in a circle", place, _CIRCLE))
            try:
                self.get_template(name)
            except TemplateNotFound:
                hint = did_you_mean(name, NAMES) or f"there are {', '.join(NAMES[:3])} …"
                raise LetterError(Problem(f"there is no template {quoted(name)}", place, hint)) from None

    def join_path(self, template: str, parent: str) -> str:
        """The full name of a template that another one extends."""
        owner, _, own = parent.partition("/")
        loader = self.loader
        assert isinstance(loader, LayeredLoader)
        return loader.topmost(template, owner if template == own else None) or template


class Templates:
    """The templates of one landlord, compiled when first used."""

    def __init__(self, landlord: Landlord) -> None:
        self.layers = layers_of(landlord)
        self._loader = LayeredLoader(self.layers)
        self.environment = environment(self._loader, LayeredEnvironment)
        self._digests: dict[str, str] = {}
        self._whole: dict[str, Template] = {}

    def template(self, kind: str) -> Template:
        """The topmost template of a kind. Raises LetterError with file and line for a mistake in it."""
        if kind not in self._whole:
            self._whole[kind] = self._read(f"{kind}{SUFFIX}")
        return self._whole[kind]

    def _read(self, name: str) -> Template:
        full = self._loader.topmost(name)
        assert full is not None, "the core has every kind"
        try:
            for each in self.chain(name):
                self.environment.get_template(each)
            self.environment.hold_line(full)
            return self.environment.get_template(full)
        except TemplateError as error:
            raise self.mistake(error) from None

    def render(self, kind: str, values: dict[str, Any]) -> str:
        """Render a kind of letter. Raises LetterError with file and line."""
        template = self.template(kind)
        try:
            return template.render({**values, BUDGET: Budget()})
        except (TemplateError, TypeError, ValueError, ArithmeticError, RecursionError, AttributeError) as error:
            raise self.mistake(error) from None

    def chain(self, name: str) -> list[str]:
        """The templates a letter is made of, from the topmost down: its own layers, then the shared ones."""
        found = [f"{layer.owner}/{name}" for layer in reversed(self.layers) if layer.file(name)]
        names = () if name in (BASE, EASY) else (BASE, EASY)
        return found + [
            f"{layer.owner}/{each}" for each in names for layer in reversed(self.layers) if layer.file(each)
        ]

    def path(self, full: str) -> Path:
        """The file of a template."""
        path = self._loader.path(full)
        assert path is not None
        return path

    def place(self, kind: str, block: str | None = None) -> Location:
        """Where a kind of letter says something: the highest layer with that block, else its topmost template."""
        chain = self.chain(f"{kind}{SUFFIX}")
        for full in chain if block is not None else ():
            path = self.path(full)
            for found in self.environment.parse(read_template(path), full).find_all(nodes.Block):
                if found.name == block:
                    return Location(str(path), found.lineno)
        return Location(str(self.path(chain[0])))

    def digest(self, kind: str) -> str:
        """sha256 over all templates that a kind of letter is made of."""
        if kind not in self._digests:
            digest = hashlib.sha256()
            for full in self.chain(f"{kind}{SUFFIX}"):
                text = read_template(self.path(full))
                digest.update(f"{full}\n{len(text)}\n{text}".encode())
            self._digests[kind] = f"sha256:{digest.hexdigest()}"
        return self._digests[kind]

    def mistake(self, error: Exception) -> LetterError:
        """An error of Jinja2 or in a template, with file and line."""
        own = tuple(str(layer.folder) for layer in self.layers if layer.owner != CORE)
        return mistake_in(error, tuple(str(layer.folder) for layer in self.layers), own)


def read_template(path: Path) -> str:
    """The text of a template, line endings made alike. Raises LetterError where it is no text of a fair size."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise LetterError(Problem("this template is larger than 200 kB", Location(str(path)), "make it shorter"))
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        hint = "save it as UTF-8, readable for you"
        raise LetterError(Problem("this template cannot be read as UTF-8 text", Location(str(path)), hint)) from None
