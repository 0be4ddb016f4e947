"""What a landlord adds beside its policy: consequence rules, facts of its own, rulesets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from code_engine.case.declarations import FactDeclaration
from code_engine.case.values import ValueType
from code_engine.documents import Document
from code_engine.errors import LandlordError, Location, Problem, quoted
from code_engine.landlord.reading import LandlordEntry, read_model
from code_engine.ruleset.consequence_models import Consequence

FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$")]


class ConsequencesFile(LandlordEntry):
    """The content of consequences.yaml: rules in the form of the ruleset's own consequences."""

    consequences: tuple[Consequence, ...]


class FactEntry(LandlordEntry):
    """A fact of a landlord's own: a yes or no that a case gives under `answers:`, by the fact's name."""

    meaning: str = Field(min_length=1)
    question: str = Field(min_length=1, description="How to ask a person for it.")


class FactsFile(LandlordEntry):
    """The content of facts.yaml: declarations by name, which starts with the landlord's id and a dot."""

    facts: dict[FactName, FactEntry]


@dataclass(frozen=True, slots=True)
class LandlordConsequence:
    """A consequence rule, its place, and the landlord that wrote it.

    The rules and facts it refers to are checked where the Code's own consequences are, by the engine.
    """

    id: str
    consequence: Consequence
    origin: Location
    landlord: str
    document: Document
    path: tuple[str | int, ...]


def read_consequences(landlord: str, folder: Path) -> tuple[LandlordConsequence, ...]:
    """The rules of consequences.yaml in `folder`, in file order; none where there is no such file."""
    path = folder / "consequences.yaml"
    if not path.exists():
        return ()
    document, content = read_model(path, ConsequencesFile)
    found: dict[str, LandlordConsequence] = {}
    for index, rule in enumerate(content.consequences):
        place = ("consequences", index)
        if rule.id in found:
            where = document.location((*place, "id"))
            raise LandlordError(Problem(f"two consequences have the id {quoted(rule.id)}", where))
        found[rule.id] = LandlordConsequence(rule.id, rule, document.location(place), landlord, document, place)
    return tuple(found.values())


def read_facts(landlord: str, folder: Path) -> Mapping[str, FactDeclaration]:
    """The declarations of facts.yaml in `folder`, all flags; none where there is no such file.

    Raises LandlordError for a name outside the landlord's own namespace (its id, with `_` for `-`): so no
    landlord can redefine a fact of the Code, of its group or of a sibling.
    """
    path = folder / "facts.yaml"
    if not path.exists():
        return {}
    document, content = read_model(path, FactsFile)
    namespace = landlord.replace("-", "_")
    for name in content.facts:
        if not name.startswith(f"{namespace}."):
            raise LandlordError(
                Problem(
                    f"the fact {quoted(name)} does not belong to {quoted(landlord)}",
                    document.key_location(("facts", name)),
                    f"begin its name with {quoted(f'{namespace}.')}",
                )
            )
    return {
        name: FactDeclaration(name, ValueType.FLAG, entry.meaning, entry.question)
        for name, entry in content.facts.items()
    }


def ruleset_folders(folder: Path) -> tuple[Path, ...]:
    """The folders rulesets/ID/VERSION in `folder` that hold a ruleset.yaml, sorted."""
    return tuple(sorted(path.parent for path in (folder / "rulesets").glob("*/*/ruleset.yaml")))
