"""The JSON Schemas (draft 2020-12) of every kind of file, made from the models that read them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import BaseModel

from code_engine.assessment.sheet_file import SheetFile
from code_engine.assessment.standards_file import StandardsFile
from code_engine.case.model import case_schema
from code_engine.evaluation.consequences import ConsequenceFile
from code_engine.evaluation.evaluation import Evaluation
from code_engine.landlord.additions import FactsFile
from code_engine.landlord.policy_file import PolicyFile
from code_engine.landlord.profile import Profile
from code_engine.letters.letter_models import LettersFile
from code_engine.ruleset.models import RulesetHeader, RulesetPart, RulesFile
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
    """ruleset.yaml has a version, a file read on demand has rules; the files it includes have neither."""
    kinds = {kind.__name__: kind.model_json_schema() for kind in (RulesetHeader, RulesetPart, RulesFile)}
    definitions = _merged(*(schema.pop("$defs") for schema in kinds.values()))
    return {
        "$schema": DIALECT,
        "title": "A file of a ruleset",
        "type": "object",
        "if": {"required": ["version"]},
        "then": {"$ref": "#/$defs/RulesetHeader"},
        "else": {
            "if": {"required": ["rules"]},
            "then": {"$ref": "#/$defs/RulesFile"},
            "else": {"$ref": "#/$defs/RulesetPart"},
        },
        "$defs": _merged(definitions, kinds),
    }


def _scenarios() -> Schema:
    """A scenario's case is a whole case, and its policy a whole policy file."""
    schema = ScenarioFile.model_json_schema()
    case, policy = case_schema(), PolicyFile.model_json_schema()
    inner = case.pop("$defs")
    del case["$schema"]
    definitions = _merged(schema["$defs"], inner, {"Case": case}, policy.pop("$defs"), {"PolicyFile": policy})
    definitions["Scenario"]["properties"]["case"] = {"$ref": "#/$defs/Case"}
    definitions["PolicyScenario"]["properties"]["policy"] = {"$ref": "#/$defs/PolicyFile"}
    # Told apart by the key, so that an editor shows the mistakes of the one that is meant.
    schema["properties"]["scenarios"]["items"] = {
        "if": {"required": ["policy"]},
        "then": {"$ref": "#/$defs/PolicyScenario"},
        "else": {"$ref": "#/$defs/Scenario"},
    }
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
    "assessment": lambda: _model(SheetFile, "A landlord's self-assessment of a year"),
    "consequences": lambda: _model(ConsequenceFile, "consequences.yaml of a landlord"),
    "facts": lambda: _model(FactsFile, "facts.yaml of a landlord"),
    "standards": lambda: _model(StandardsFile, "standards.yaml of a landlord"),
    "letters": lambda: _model(LettersFile, "letters.yaml of a ruleset"),
    "scenarios": _scenarios,
    "evaluation": lambda: _model(Evaluation, "Evaluation", written=True),
}
"""How to make each schema, by its name on the command line."""
