"""The JSON Schemas (draft 2020-12) of every kind of file, made from the models that read them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import BaseModel

from code_engine.case.model import case_schema
from code_engine.evaluation.consequences import ConsequenceFile
from code_engine.evaluation.evaluation import Evaluation
from code_engine.landlord.additions import FactsFile
from code_engine.landlord.policy_file import PolicyFile
from code_engine.landlord.profile import Profile
from code_engine.letters.letter_models import LettersFile
from code_engine.ruleset.models import RulesetHeader, RulesetPart
from code_engine.scenarios.models import ScenarioFile

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def schema_of(name: str) -> Schema:
    """The schema of a kind of file, one of `SCHEMAS`. Raises KeyError for any other name."""
    return SCHEMAS[name]()


def schema_text(name: str) -> str:
    """The schema as indented JSON ending in a newline; the same models give the same text."""
    return json.dumps(schema_of(name), indent=2, ensure_ascii=False) + "\n"


def _model(model: type[BaseModel], title: str, *, written: bool = False) -> Schema:
    schema = model.model_json_schema(mode="serialization" if written else "validation")
    return {"$schema": DIALECT, **schema, "title": title}


def _ruleset() -> Schema:
    """ruleset.yaml has a version; the files it includes have not."""
    header, part = RulesetHeader.model_json_schema(), RulesetPart.model_json_schema()
    definitions = _merged(header.pop("$defs"), part.pop("$defs"))
    return {
        "$schema": DIALECT,
        "title": "A file of a ruleset",
        "type": "object",
        "if": {"required": ["version"]},
        "then": {"$ref": "#/$defs/RulesetHeader"},
        "else": {"$ref": "#/$defs/RulesetPart"},
        "$defs": _merged(definitions, {"RulesetHeader": header, "RulesetPart": part}),
    }


def _scenarios() -> Schema:
    """A scenario's case is a whole case."""
    schema = ScenarioFile.model_json_schema()
    case = case_schema()
    inner = case.pop("$defs")
    del case["$schema"]
    definitions = _merged(schema["$defs"], inner, {"Case": case})
    definitions["Scenario"]["properties"]["case"] = {"$ref": "#/$defs/Case"}
    return {"$schema": DIALECT, **schema, "title": "Scenarios", "$defs": definitions}


def _merged(*parts: Mapping[str, Any]) -> Schema:
    """Definitions of several schemas together. Raises ValueError where two differ under one name."""
    merged: Schema = {}
    for part in parts:
        for name, definition in part.items():
            if merged.setdefault(name, definition) != definition:
                raise ValueError(f"two different definitions are called `{name}`")
    return dict(sorted(merged.items()))


SCHEMAS: Final[Mapping[str, Callable[[], Schema]]] = {
    "case": case_schema,
    "ruleset": _ruleset,
    "landlord": lambda: _model(Profile, "landlord.yaml"),
    "policy": lambda: _model(PolicyFile, "A version of a landlord's policy"),
    "consequences": lambda: _model(ConsequenceFile, "consequences.yaml of a landlord"),
    "facts": lambda: _model(FactsFile, "facts.yaml of a landlord"),
    "letters": lambda: _model(LettersFile, "letters.yaml of a ruleset"),
    "scenarios": _scenarios,
    "evaluation": lambda: _model(Evaluation, "Evaluation", written=True),
}
"""How to make each schema, by its name on the command line."""
