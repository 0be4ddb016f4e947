"""The description of the service as the tool that draws requests from it takes it, and a service to ask.

The description as it stands lets any text be a landlord or the reference of a case, and nearly every request would end
at what is not there. So what is drawn is mostly of what is there; the tool breaks enough of it by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Err
from schemathesis.generation import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from code_engine.service.http.app import create_app
from code_engine.service.opened import open_store
from code_engine.service.ports import SCOPES
from event_sequences import CODE
from service_running import AS_OF, SMALL, a_clock, a_running, engine, served

CHECKS: Final = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
PARTS: Final = 12
"""Into so many parts the types of events are divided: to draw from all of them at once takes minutes."""

_LANDLORD: Final = "twenty11"
_THERE: Final[dict[str, list[str]]] = {
    "landlord": [_LANDLORD, "code-only"],
    "reference": ["CRM-1", "CRM/2", "CRM 3"],
    "ruleset": [CODE],
    "number": ["6.3", "1.2"],
    "provision": ["6.3", "1.2"],
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A service that is running: its address, what has to be sent with each request, and an entry of its log."""

    address: str
    headers: dict[str, str]
    entry: str


@contextmanager
def stored_service(folder: Path, *, keys: bool) -> Iterator[Asked]:
    """A service on a store in a folder, in which there is a case and an entry of the log."""
    store = open_store(str(folder / "store.sqlite"), a_clock(), engine)
    key = str(store.keys.create(_LANDLORD, SCOPES))
    running = a_running()
    running.keep_in(store, ask_for_keys=keys)
    try:
        with served(running) as client:
            headers = {"Authorization": f"Bearer {key}"} if keys else {}
            client.headers.update(headers)
            asked = {"landlord": _LANDLORD}
            client.post("/v1/cases/CRM-1/events", json={**asked, "events": SMALL["events"]}).raise_for_status()
            recorded = client.post("/v1/cases/CRM-1/evaluations", params=asked, json={"as_of": AS_OF})
            yield Asked(str(client.base_url), headers, recorded.raise_for_status().headers["decision-log-entry"])
    finally:
        store.close()


def described(part: int, entry: str = "none") -> dict[str, Any]:
    """The description with one of the parts of the types of events, and with what is there in place of any text."""
    found = create_app(a_running()).openapi()
    _keep_events(found["components"]["schemas"], part)
    known = {**_THERE, "entry": [entry]}
    for name, schema in found["components"]["schemas"].items():
        if name == "Case" or name.endswith("Request"):
            _name_what_is_there(schema.get("properties", {}), known)
    for methods in found["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                _name_what_is_there({parameter["name"]: parameter["schema"]}, known)
    # The tool writes JSON; letters that are sent as files have tests of their own.
    body = found["paths"]["/v1/letters/verify"]["post"]["requestBody"]
    body["content"] = {"application/json": body["content"]["application/json"]}
    return found


def _keep_events(schemas: dict[str, Any], part: int) -> None:
    events = schemas["Case"]["properties"]["events"]["items"]
    events["oneOf"] = events["oneOf"][part::PARTS]
    known = {each["$ref"] for each in events["oneOf"]}
    mapping = events["discriminator"]["mapping"]
    events["discriminator"]["mapping"] = {name: place for name, place in mapping.items() if place in known}


def _name_what_is_there(properties: dict[str, dict[str, Any]], known: dict[str, list[str]]) -> None:
    for name, schema in properties.items():
        if name in known:
            schema.clear()
            schema.update({"type": "string", "enum": known[name]})


def loaded(part: int, entry: str = "none") -> BaseSchema:
    """The description as the tool holds it. Lines are no JSON, which it cannot write; they have a test of their own."""
    description = described(part, entry)
    return schemathesis.openapi.from_dict(description, config=SchemathesisConfig()).exclude(path="/v1/evaluate-many")


def ask_everything(service: Asked, requests: int, first_seed: int) -> Iterator[tuple[str, Callable[[], None]]]:
    """For each part, operation and way of drawing (valid, broken) its name and a function that asks."""
    for part in range(PARTS):
        for found in loaded(part, service.entry).get_all_operations():
            if isinstance(found, Err):
                raise found.err()
            operation = found.ok()
            if part and "requestBody" not in operation.definition.raw:
                continue  # What holds no event is asked once.
            for mode in GenerationMode:
                yield (
                    f"{operation.label}, {mode.value}, part {part}",
                    _asking(operation, mode, service, requests, first_seed),
                )


def _asking(operation: Any, mode: GenerationMode, service: Asked, requests: int, first_seed: int) -> Callable[[], None]:
    @seed(first_seed)
    @settings(max_examples=requests, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        validate(case, service)

    return ask


def validate(case: Any, service: Asked) -> None:
    """Send a request and hold its answer against the description. Raises where it is otherwise."""
    response = case.call(base_url=service.address, headers=service.headers, timeout=60)
    case.validate_response(response, checks=CHECKS)


def post(service: Asked, path: str, body: bytes, content_type: str = "application/json") -> httpx.Response:
    """Send a body as it is."""
    headers = {**service.headers, "Content-Type": content_type}
    return httpx.post(f"{service.address}{path}", content=body, headers=headers, timeout=30, trust_env=False)
