"""The files of a new landlord's plugin, as text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from string import Template

from code_engine.assessment.sheet import years_of
from code_engine.assessment.standards import has_standards
from code_engine.scaffold.request import NewLandlord

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*( [A-Za-z0-9]+)*")
_NOT_TEXT = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def contents_of(new: NewLandlord) -> dict[str, str]:
    """Every file by its path in the plugin's folder, sorted; the same request gives the same texts."""
    year = _year(new)
    places = {
        f"src/{new.module}/__init__.py": "__init__.py",
        f"src/{new.module}/py.typed": None,
        "README.md": "README.md",
        "landlord.yaml": "landlord.yaml",
        f"policies/{new.start}.yaml": "policy.yaml",
        "letters/README.md": "letters.md",
        f"assessment/{year}.yaml": "assessment.yaml",
        f"tests/test_{new.id.replace('-', '_')}.py": "conformance.py",
        "pyproject.toml": "pyproject.toml",
    }
    if _inherits_standards(new):
        places["standards.yaml"] = "standards.yaml"
    words = _words(new, year)
    return {place: _filled(template, words) for place, template in sorted(places.items())}


def _filled(template: str | None, words: Mapping[str, str]) -> str:
    if template is None:
        return ""
    text = files("code_engine.scaffold").joinpath("templates", f"{template}.txt").read_text(encoding="utf-8")
    return Template(text).substitute(words)


def _words(new: NewLandlord, year: str) -> dict[str, str]:
    """What the placeholders of the templates stand for."""
    lineage = [each.id for each in new.parent.lineage] if new.parent is not None else []
    return {
        "id": new.id,
        "name": _as_yaml(new.name),
        "spoken_name": new.name,
        "module": new.module,
        "distribution": new.distribution,
        "class_name": "".join(word.capitalize() for word in re.split(r"[_-]", new.id)),
        "description": _as_toml(f"{new.name} as a landlord of code-engine"),
        "dependencies": _as_toml([name for name in ("code-engine", new.parent_distribution) if name]),
        "included": "\n".join(f'"{name}" = "{new.module}/{name}"' for name in _included(new)),
        "parent_line": f"parent: {new.parent.id}\n" if new.parent is not None else "",
        "contacts": _contacts(new),
        "lineage": json.dumps([*lineage, new.id]),
        "about": _about(new),
        "standards_row": "| `standards.yaml` | its professional standards |\n" if _inherits_standards(new) else "",
        "start": new.start.isoformat(),
        "year": year,
        "title": _as_yaml(_title(new)),
    }


_NO_CONTACTS = """# Give one way at least, and delete `sends_letters`: until then no letter is made for it.
# contacts:
#   website: https://www.example.org
#   complaints_page: https://www.example.org/complaints
sends_letters: false
"""


def _contacts(new: NewLandlord) -> str:
    """How it is reached, or the place to say so."""
    given = new.contacts.model_dump(exclude_unset=True)
    lines = [f"  {name}: {_as_yaml(str(text))}" for name, text in given.items()]
    return "\n".join(["contacts:", *lines]) + "\n" if lines else _NO_CONTACTS


def _included(new: NewLandlord) -> list[str]:
    """What a wheel holds beside the module."""
    standards = ["standards.yaml"] if _inherits_standards(new) else []
    return ["landlord.yaml", *standards, "policies", "letters", "assessment"]


def _about(new: NewLandlord) -> str:
    if new.parent is None:
        return "A landlord without a group."
    return (
        f"A subsidiary of {new.parent.name}: its files hold only what differs from the group. The plugin of the group\n"
        f"(`{new.parent_distribution or new.parent.id}`) has to be installed too."
    )


def _title(new: NewLandlord) -> str:
    """What the policy is called: as in the group."""
    term = new.parent.profile.terms.policy if new.parent is not None else "Complaints Policy"
    return term[:1].upper() + term[1:]


def _inherits_standards(new: NewLandlord) -> bool:
    return new.parent is not None and has_standards(new.parent)


def _year(new: NewLandlord) -> str:
    """The latest year the group has assessed, else the one (April to March) in which the policy begins."""
    years = years_of(new.parent) if new.parent is not None else ()
    if years:
        return years[-1]
    first = new.start.year if new.start.month >= 4 else new.start.year - 1
    return f"{first}-{(first + 1) % 100:02}"


def _as_yaml(text: str) -> str:
    """A text as it stands where YAML cannot take it for anything else, otherwise in quotation marks."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT
    return text if plain else json.dumps(text, ensure_ascii=False)


def _as_toml(value: str | list[str]) -> str:
    """A printable text or a list of them, which TOML writes as JSON does."""
    return json.dumps(value, ensure_ascii=False)
