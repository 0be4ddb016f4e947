"""The service against everything its description allows, and much that it does not: never a fault of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from case_building import any_case
from code_engine.service.http.app import create_app
from code_engine.service.opened import open_store
from service_running import AS_OF, SMALL, a_clock, a_running, engine, served

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
_TYPE = {"Content-Type": "application/json"}
SENT = settings(max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service on a store, without keys."""
    store = open_store(str(tmp_path_factory.mktemp("store") / "store.sqlite"), a_clock(), engine)
    try:
        running = a_running()
        running.keep_in(store, ask_for_keys=False)
        with served(running) as client:
            yield str(client.base_url)
    finally:
        store.close()


def described() -> dict[str, Any]:
    """The description, with a few types of events only: to draw from all of them takes minutes for each operation."""
    found = create_app(a_running()).openapi()
    events = found["components"]["schemas"]["Case"]["properties"]["events"]["items"]
    kept = events["oneOf"][::12]
    events["oneOf"] = kept
    known = {each["$ref"] for each in kept}
    mapping = events["discriminator"]["mapping"]
    events["discriminator"]["mapping"] = {name: place for name, place in mapping.items() if place in known}
    return found


# Lines are no JSON, which the tool cannot write; they have a test of their own.
SCHEMA = schemathesis.openapi.from_dict(described(), config=SchemathesisConfig()).exclude(path="/v1/evaluate-many")


@SCHEMA.parametrize()
@SENT
def test_no_request_is_answered_otherwise_than_described(case: Any, service: str) -> None:
    response = case.call(base_url=service)
    case.validate_response(response, checks=CHECKS)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


@given(body=st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode()))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_door_of_cases_takes_anything(body: bytes, service: str) -> None:
    with_service(service, "/v1/evaluate", body)


@given(case=any_case(), further=st.dictionaries(st.sampled_from(["as_of", "landlord", "ruleset", "counting"]), JSON))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_door_of_cases_takes_any_case(case: dict[str, Any], further: dict[str, Any], service: str) -> None:
    body = {"case": {**case, "landlord": "code-only"}, "as_of": AS_OF, **further}
    with_service(service, "/v1/evaluate", json.dumps(body).encode())


@given(events=st.lists(JSON, max_size=4), header=JSON)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_door_of_events_takes_anything(events: list[Any], header: Any, service: str) -> None:
    body = {"landlord": "code-only", "events": [*SMALL["events"], *events], "header": header}
    with_service(service, "/v1/cases/F-1/events", json.dumps(body).encode())


@given(lines=st.lists(st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()), max_size=6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_door_of_many_cases_answers_each_line_that_is_not_empty(lines: list[bytes], service: str) -> None:
    body = b"\n".join(lines)
    sent = [number for number, line in enumerate(body.split(b"\n"), start=1) if line.strip()]
    headers = {"Content-Type": "application/x-ndjson"}
    answer = httpx.post(f"{service}/v1/evaluate-many", content=body, headers=headers, trust_env=False)
    assert answer.status_code == 200
    assert [json.loads(line)["line"] for line in answer.content.splitlines()] == sent


def with_service(service: str, path: str, body: bytes) -> None:
    """Send a body; the answer is one of those that say what is wrong, or it is right."""
    answer = httpx.post(f"{service}{path}", content=body, headers=_TYPE, timeout=30, trust_env=False)
    assert answer.status_code in (200, 400, 422), answer.text
    assert "Traceback" not in answer.text
