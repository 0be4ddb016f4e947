"""Schemas of JSON Schema 2020-12 as the plain ones of OpenAPI 2.0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

Json = dict[str, Any]

_KEPT: Final = (
    "description",
    "type",
    "format",
    "enum",
    "required",
    "pattern",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minimum",
    "maximum",
)
_FROM: Final = "#/components/schemas/"
_TO: Final = "#/definitions/"


class FlatSchemas:
    """Flattens schemas, and remembers which definitions they lead to."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self._known = known
        self._used: dict[str, Json] = {}

    def definitions(self) -> Json:
        """Every definition that a flattened schema refers to, by name."""
        return dict(sorted(self._used.items()))

    def flat(self, schema: Any) -> Json:
        """A schema with one plain type, or none where there is more than one."""
        if not isinstance(schema, dict):
            return {}
        if "$ref" in schema:
            return self._reference(schema["$ref"])
        alternatives = schema.get("oneOf") or schema.get("anyOf")
        if alternatives is not None:
            return self._one_of(schema, alternatives)
        found = {key: schema[key] for key in _KEPT if key in schema}
        if isinstance(found.get("type"), list):
            return self._one_of(schema, [{**schema, "type": each} for each in schema["type"]])
        if "const" in schema:
            found |= {"type": _type_of(schema["const"]), "enum": [schema["const"]]}
        if "properties" in schema:
            found["properties"] = {name: self.flat(each) for name, each in schema["properties"].items()}
        if isinstance(schema.get("additionalProperties"), dict):
            found["additionalProperties"] = self.flat(schema["additionalProperties"])
        if found.get("type") == "array":
            found["items"] = self.flat(schema.get("items", {}))
        return found

    def _reference(self, reference: str) -> Json:
        name = reference.removeprefix(_FROM)
        if name not in self._used:
            self._used[name] = {}  # It may lead to itself.
            self._used[name] |= self.flat(self._known[name])
        return {"$ref": _TO + name}

    def _one_of(self, schema: Mapping[str, Any], alternatives: Iterable[Any]) -> Json:
        """The alternatives as one: of one type, of one object with all fields, or of any type."""
        given = list(alternatives)
        # An empty text beside a date says that there is no such date; a connector sends it as the text it is.
        real = [each for each in given if each.get("type") != "null" and each.get("const") != ""]
        found = self._joined(real)
        if "description" in schema:
            found = {**found, "description": schema["description"]} if "$ref" not in found else found
        if len(real) < len(given) and "$ref" not in found:
            found["x-nullable"] = True
        return found

    def _joined(self, schemas: list[Any]) -> Json:
        if len(schemas) == 1:
            return self.flat(schemas[0])
        plain = [self._resolved(each) for each in schemas]
        if all(each.get("type") == "object" and "properties" in each for each in plain):
            return self._merged(plain)
        types = {each.get("type") for each in plain}
        return {"type": types.pop()} if len(types) == 1 and types != {None} and types != {"array"} else {}

    def _merged(self, objects: Iterable[Mapping[str, Any]]) -> Json:
        """One object with the fields of all of them; a field of different types has none."""
        properties: dict[str, Json] = {}
        required: list[set[str]] = []
        for each in objects:
            required.append(set(each.get("required", ())))
            for name, schema in each["properties"].items():
                flat = self.flat(schema)
                properties[name] = _same(properties[name], flat) if name in properties else flat
        found: Json = {"type": "object", "properties": properties}
        demanded = sorted(set.intersection(*required)) if required else []
        return {**found, "required": demanded} if demanded else found

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in schema:
            schema = self._known[schema["$ref"].removeprefix(_FROM)]
        return schema


def _same(one: Json, other: Json) -> Json:
    """What two schemas of one field have in common; the values of both where they list them."""
    if one == other:
        return one
    if one.get("type") != other.get("type"):
        return {}
    found = {key: value for key, value in one.items() if other.get(key) == value}
    if "enum" in one and "enum" in other:
        found["enum"] = list(dict.fromkeys([*one["enum"], *other["enum"]]))
    if found.get("type") == "array":
        found.setdefault("items", {})
    return found


def _type_of(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    return "string"
