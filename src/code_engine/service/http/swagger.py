"""The description of the service as OpenAPI 2.0, for the Power Platform's and Salesforce's connectors.

They take nothing newer, and no alternatives (`oneOf`, `anyOf`). So every schema becomes one plain type: what may be
null is marked `x-nullable`, the types of events become one object with the fields of all of them, and what may be
several types is left without one. Requests of lines and answers that are not JSON have no place there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from code_engine.service.http.problem_details import MEDIA_TYPE
from code_engine.service.http.request_body import JSON_TYPE
from code_engine.service.http.swagger_schemas import FlatSchemas

Json = dict[str, Any]

_METHODS: Final = ("get", "put", "post", "delete", "patch")


def flattened(description: Mapping[str, Any], host: str, scheme: str) -> Json:
    """A description of OpenAPI 3.1 as one of 2.0, for a service at a host."""
    schemas = FlatSchemas(description["components"]["schemas"])
    paths: Json = {}
    for path, operations in description["paths"].items():
        for method in _METHODS:
            if method in operations and _is_plain(operations[method]):
                paths.setdefault(path, {})[method] = _operation(operations[method], schemas)
    found: Json = {
        "swagger": "2.0",
        "info": dict(description["info"]),
        "host": quote(host, safe=":.-[]"),
        "basePath": "/",
        "schemes": [scheme],
        "consumes": [JSON_TYPE],
        "produces": [JSON_TYPE],
        "paths": paths,
        "definitions": schemas.definitions(),
    }
    if "securitySchemes" in description["components"]:
        described = "`Bearer KEY`, with the word Bearer."
        found["securityDefinitions"] = {
            "Key": {"type": "apiKey", "in": "header", "name": "Authorization", "description": described}
        }
    return found


def _is_plain(operation: Mapping[str, Any]) -> bool:
    """Whether the body is JSON, and the answer JSON or a file."""
    body = operation.get("requestBody")
    answers = [answer for status, answer in operation["responses"].items() if status.startswith("2")]
    return (body is None or JSON_TYPE in body["content"]) and all(
        JSON_TYPE in answer.get("content", {JSON_TYPE: {}}) or _is_file(answer) for answer in answers
    )


def _is_file(answer: Mapping[str, Any]) -> bool:
    return any(content["schema"].get("format") == "binary" for content in answer.get("content", {}).values())


def _operation(operation: Mapping[str, Any], schemas: FlatSchemas) -> Json:
    found: Json = {
        key: operation[key] for key in ("operationId", "summary", "description", "tags", "security") if key in operation
    }
    files = [name for answer in operation["responses"].values() if _is_file(answer) for name in answer["content"]]
    if files:
        found["produces"] = [*files, MEDIA_TYPE]
    found["parameters"] = [*_parameters(operation, schemas), *_body(operation, schemas)]
    found["responses"] = {status: _response(answer, schemas) for status, answer in operation["responses"].items()}
    return found


def _parameters(operation: Mapping[str, Any], schemas: FlatSchemas) -> Iterator[Json]:
    for parameter in operation.get("parameters", ()):
        flat = schemas.flat(parameter["schema"])
        found = {
            "name": parameter["name"],
            "in": parameter["in"],
            "required": parameter.get("required", False),
            "type": flat.get("type", "string"),
        }
        found |= {key: flat[key] for key in ("enum", "format", "items", "maxLength", "pattern") if key in flat}
        if "description" in parameter:
            found["description"] = parameter["description"]
        yield found


def _body(operation: Mapping[str, Any], schemas: FlatSchemas) -> Iterator[Json]:
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"][JSON_TYPE]["schema"]
        yield {"name": "body", "in": "body", "required": True, "schema": schemas.flat(schema)}


def _response(answer: Mapping[str, Any], schemas: FlatSchemas) -> Json:
    found: Json = {"description": answer["description"]}
    if _is_file(answer):
        return {**found, "schema": {"type": "file"}}
    for content in answer.get("content", {}).values():
        found["schema"] = schemas.flat(content["schema"])
    return found
