"""The description of the service: true, complete, readable by older programs, and the same as the page about it."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from jsonschema import Draft4Validator, Draft202012Validator

from cli_running import done, refused
from code_engine.service.http.app import create_app
from code_engine.service.http.described import EXAMPLES
from code_engine.service.http.limits import Limits
from code_engine.service.http.openapi import operations
from code_engine.service.http.problem_details import KINDS
from code_engine.service.http.swagger import flattened
from service_running import KnownKeys, a_caller, a_running, served

STORED = (
    "/v1/cases",
    "/v1/worklist",
    "/v1/log",
    "/v1/deadlines",
    "/v1/calendars",
    "/v1/webhooks",
    "/v1/dead-letters",
)
DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = (DOCS / "service.md").read_text(encoding="utf-8")


def app(*, keys: bool = True) -> FastAPI:
    return create_app(a_running(keys=KnownKeys({}) if keys else None))


DESCRIPTION: dict[str, Any] = app().openapi()
SWAGGER: dict[str, Any] = flattened(DESCRIPTION, "crm.example", "https")


def table(kind: str) -> list[list[str]]:
    """The rows of the table that a comment of the page names."""
    rest = PAGE[PAGE.index(f"<!-- {kind} -->") :].splitlines()[3:]
    rows = []
    for line in rest:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.split("|")[1:-1]])
    return rows


def test_every_route_is_on_the_page_with_its_scope() -> None:
    listed = {re.sub("`", "", row[0]): row[1].strip("`") for row in table("routes")}
    known = {
        f"{method.upper()} {path}": operation
        for path, methods in DESCRIPTION["paths"].items()
        for method, operation in methods.items()
    }
    assert set(listed) == set(known)
    for route, scope in listed.items():
        assert ("security" in known[route]) == (scope != "none"), route


def test_every_kind_of_problem_is_on_the_page_with_its_status() -> None:
    assert {row[0].strip("`"): int(row[1]) for row in table("problems")} == {
        name: kind.status for name, kind in KINDS.items()
    }


def test_every_limit_is_on_the_page_with_its_default() -> None:
    listed = {row[0].strip("`"): row[1] for row in table("limits")}
    assert list(listed) == [field.name for field in fields(Limits)]
    for name, words in listed.items():
        value = getattr(Limits(), name)
        if words == "a day":
            assert value == 24 * 3600
        elif words.endswith("MiB"):
            assert value == int(words.removesuffix(" MiB")) * 1024 * 1024
        else:
            assert value == float(words.replace(",", ""))


def test_operation_ids_are_unique_and_in_pascal_case() -> None:
    names = [operation["operationId"] for operation in operations(DESCRIPTION)]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"([A-Z][a-z0-9]+)+", name) for name in names)


def test_every_operation_says_what_it_is_for_and_how_it_may_fail() -> None:
    for operation in operations(DESCRIPTION):
        assert operation["summary"]
        assert operation["description"]
        if "security" in operation:
            assert {"401", "403", "429", "503"} <= set(operation["responses"]), operation["operationId"]


def test_without_keys_no_key_is_described() -> None:
    description = app(keys=False).openapi()
    assert "securitySchemes" not in description["components"]
    assert not [operation for operation in operations(description) if "security" in operation]


def references(value: Any) -> set[str]:
    if isinstance(value, list):
        return {found for each in value for found in references(each)}
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own | {found for each in value.values() for found in references(each)}
    return set()


def test_every_reference_leads_to_a_schema_and_every_schema_is_valid() -> None:
    schemas = DESCRIPTION["components"]["schemas"]
    assert references(DESCRIPTION) <= {f"#/components/schemas/{name}" for name in schemas}
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_valid_by_its_schema(name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DESCRIPTION["components"]}
    assert list(Draft202012Validator(schema).iter_errors(EXAMPLES[name])) == []


def test_every_example_of_a_case_that_is_sent_is_answered_by_its_schema() -> None:
    with served() as client:
        for path, methods in DESCRIPTION["paths"].items():
            body = methods.get("post", {}).get("requestBody", {}).get("content", {}).get("application/json")
            if body is None or "{" in path or (path.startswith(STORED) and path != "/v1/deadlines"):
                continue
            answer = client.post(path, json=body["example"])
            assert answer.status_code == 200, answer.text
            content = methods["post"]["responses"]["200"]["content"]
            if "application/json" not in content:
                assert answer.headers["content-type"].partition(";")[0] in content
                continue
            schema = content["application/json"]["schema"]
            whole = {**schema, "components": DESCRIPTION["components"]}
            assert list(Draft202012Validator(whole).iter_errors(answer.json())) == []


def test_every_answer_of_the_routes_that_read_is_as_described() -> None:
    places = {"{number}": "6.3", "{landlord}": "twenty11", "{name}": "case"}
    with served() as client:
        for path, methods in DESCRIPTION["paths"].items():
            content = methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
            if "application/json" not in content or path.startswith(STORED):
                continue
            answer = client.get(re.sub(r"\{\w+\}", lambda found: places[found[0]], path))
            assert answer.status_code == 200, path
            whole = {**content["application/json"]["schema"], "components": DESCRIPTION["components"]}
            assert list(Draft202012Validator(whole).iter_errors(answer.json())) == [], path


# OpenAPI 2.0


def keys_in(value: Any) -> set[str]:
    if isinstance(value, list):
        return {found for each in value for found in keys_in(each)}
    if isinstance(value, dict):
        return set(value) | {found for each in value.values() for found in keys_in(each)}
    return set()


def test_the_older_description_is_flat() -> None:
    text = json.dumps(SWAGGER)
    for word in ('"oneOf"', '"anyOf"', '"allOf"', '"const"', '"$defs"', "components", '"null"', '"type": ['):
        assert word not in text, word
    assert references(SWAGGER) <= {f"#/definitions/{name}" for name in SWAGGER["definitions"]}


def test_the_older_description_keeps_to_its_format() -> None:
    assert (SWAGGER["swagger"], SWAGGER["host"], SWAGGER["schemes"]) == ("2.0", "crm.example", ["https"])
    for path, methods in SWAGGER["paths"].items():
        for operation in methods.values():
            assert re.fullmatch(r"([A-Z][a-z0-9]+)+", operation["operationId"])
            names = [parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"]
            assert names == re.findall(r"\{(\w+)\}", path)
            for parameter in operation["parameters"]:
                assert ("schema" in parameter) == (parameter["in"] == "body")
                assert parameter["in"] == "body" or parameter["type"] in ("string", "integer", "boolean")
            assert all(response["description"] for response in operation["responses"].values())
    for schema in SWAGGER["definitions"].values():
        Draft4Validator.check_schema(schema)


def test_the_older_description_has_every_operation_that_is_plain_json() -> None:
    newer = {operation["operationId"] for operation in operations(DESCRIPTION)}
    older = {operation["operationId"] for methods in SWAGGER["paths"].values() for operation in methods.values()}
    assert newer - older <= {"EvaluateManyCases", "GetMetrics", "GetCalendar", "VerifyLog", "ExportLog"}


def test_the_types_of_events_are_one_object_with_the_fields_of_all() -> None:
    event = SWAGGER["definitions"]["Case"]["properties"]["events"]["items"]
    assert {"type", "date", "stage", "new_due_on", "contains"} <= set(event["properties"])
    assert event["required"] == ["date", "type"]
    assert len(event["properties"]["type"]["enum"]) == 36


def test_the_example_is_valid_by_the_older_description_too() -> None:
    schema = {"$ref": "#/definitions/EvaluateRequest", "definitions": SWAGGER["definitions"]}
    assert list(Draft4Validator(schema).iter_errors(EXAMPLES["EvaluateRequest"])) == []


def test_both_descriptions_are_served_and_the_older_one_is_printed() -> None:
    with served(a_running(keys=KnownKeys({"k": a_caller("k", "*", "read")}))) as client:
        assert client.get("/v1/openapi.json").json() == DESCRIPTION
        served_one = client.get("/v1/swagger.json").json()
    assert {**served_one, "host": "", "schemes": []} == {**SWAGGER, "host": "", "schemes": []}
    printed = json.loads(done("serve", "--openapi2", "--host", "crm.example", "--port", "443"))
    assert printed["host"] == "crm.example:443"
    assert printed["paths"] == SWAGGER["paths"]


def test_a_service_without_keys_listens_on_this_machine_only() -> None:
    assert "--no-auth is for this machine only" in refused("serve", "--no-auth", "--host", "0.0.0.0")


def test_a_service_without_a_store_says_that_keys_need_one() -> None:
    assert "--database" in refused("serve")
