"""The description of the service as OpenAPI 3.1: what FastAPI collects from the routes, and the bodies we read."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from code_engine.case.model import case_schema
from code_engine.service.http.calendars import CalendarRequest
from code_engine.service.http.changing import ChangesRequest
from code_engine.service.http.due import DeadlinesRequest
from code_engine.service.http.letters_asked import (
    LettersDueRequest,
    RenderLetterRequest,
    RenderStoredLetterRequest,
    VerifyLetterRequest,
)
from code_engine.service.http.log_whole import VerifyLogRequest
from code_engine.service.http.problem_details import ProblemDetails
from code_engine.service.http.questions import EvaluateRequest, ExplainRequest
from code_engine.service.http.stored_answers import AppendRequest, RecordRequest
from code_engine.service.http.webhooks import WebhookRequest
from code_engine.version import VERSION

TITLE = "code-engine"
DESCRIPTION = (
    "Evaluates complaint cases against the Housing Ombudsman's Complaint Handling Code, and each landlord's own policy "
    "beside it. Every answer names the provision, the reason, and the versions it rests on."
)
_OPEN = ("GetHealth", "GetReadiness", "GetOpenApi", "GetSwagger", "GetCalendar")
_REF = "#/components/schemas/"


def described(app: FastAPI, *, keys: bool) -> dict[str, Any]:
    """The whole description; with `keys`, the routes that ask for one say so."""
    found = get_openapi(title=TITLE, version=VERSION, description=DESCRIPTION, routes=app.routes)
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    for model in (
        EvaluateRequest,
        ExplainRequest,
        DeadlinesRequest,
        ChangesRequest,
        LettersDueRequest,
        RenderLetterRequest,
        RenderStoredLetterRequest,
        VerifyLetterRequest,
        AppendRequest,
        RecordRequest,
        VerifyLogRequest,
        CalendarRequest,
        WebhookRequest,
        ProblemDetails,
    ):
        _add(schemas, model)
    _add_case(schemas)
    if keys:
        found["components"]["securitySchemes"] = {"Key": {"type": "http", "scheme": "bearer"}}
    for operation in operations(found):
        # FastAPI's own form of errors, which no route here answers with.
        if "HTTPValidationError" in str(operation["responses"].get("422")):
            del operation["responses"]["422"]
        if keys and operation["operationId"] not in _OPEN:
            operation["security"] = [{"Key": []}]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    found["components"]["schemas"] = dict(sorted(schemas.items()))
    return found


def operations(description: dict[str, Any]) -> list[dict[str, Any]]:
    """Every operation of a description."""
    return [operation for path in description["paths"].values() for operation in path.values()]


def _add(schemas: dict[str, Any], model: type[BaseModel]) -> None:
    schema = model.model_json_schema(ref_template=_REF + "{model}")
    schemas.update(schema.pop("$defs", {}))
    properties = schema["properties"]
    case = {"$ref": _REF + "Case"}
    if "case" in properties:
        properties["case"] = case
    if "cases" in properties:
        properties["cases"]["items"] = case
    schemas[model.__name__] = schema


def _add_case(schemas: dict[str, Any]) -> None:
    case = _moved(case_schema())
    del case["$schema"]
    definitions = case.pop("$defs")
    for name, schema in {**definitions, "Case": case}.items():
        if schemas.setdefault(name, schema) != schema:
            raise ValueError(f"two different schemas are called `{name}`")


def _moved(value: Any) -> Any:
    """A schema whose references lead to where OpenAPI keeps schemas."""
    if isinstance(value, list):
        return [_moved(each) for each in value]
    if isinstance(value, dict):
        return {key: _moved(each) for key, each in value.items()}
    return value.replace("#/$defs/", _REF) if isinstance(value, str) else value
