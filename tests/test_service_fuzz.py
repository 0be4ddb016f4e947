"""The service against everything its description allows, and much that it does not: never a fault of its own.

Short forms of `tools/fuzz_service.py`, which asks as often as one likes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service_bodies import JUNK, answered_or_refused, any_body
from service_description import PARTS, Asked, described, loaded, post, stored_service, validate
from service_running import SMALL, a_running

SENT = settings(max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """A service on a store that asks for keys, and one that opens everything of a landlord."""
    with stored_service(tmp_path_factory.mktemp("store"), keys=True) as asked:
        yield asked


SCHEMA = loaded(0)
RUNNING = a_running()


@SCHEMA.parametrize()
@SENT
def test_no_request_is_answered_otherwise_than_described(case: Any, service: Asked) -> None:
    validate(case, service)


def test_the_parts_that_are_drawn_from_hold_every_type_of_event() -> None:
    names = [
        name
        for part in range(PARTS)
        for name in described(part)["components"]["schemas"]["Case"]["properties"]["events"]["items"]["discriminator"][
            "mapping"
        ]
    ]
    assert len(names) == len(set(names)) == 36


@given(body=any_body())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_door_of_cases_answers_or_says_what_is_wrong_and_where(body: bytes) -> None:
    answered_or_refused(RUNNING, body)


@given(body=st.binary(max_size=300) | JUNK.map(lambda value: json.dumps(value).encode()) | any_body())
@FEW
def test_the_door_of_cases_takes_anything(body: bytes, service: Asked) -> None:
    taken(service, "/v1/evaluate", body)


@given(events=st.lists(JUNK, max_size=4), header=JUNK)
@FEW
def test_the_door_of_events_takes_anything(events: list[Any], header: Any, service: Asked) -> None:
    body = {"landlord": "twenty11", "events": [*SMALL["events"], *events], "header": header}
    taken(service, "/v1/cases/F-1/events", json.dumps(body).encode())


@given(lines=st.lists(st.binary(max_size=60) | JUNK.map(lambda value: json.dumps(value).encode()), max_size=6))
@FEW
def test_the_door_of_many_cases_answers_each_line_that_is_not_empty(lines: list[bytes], service: Asked) -> None:
    body = b"\n".join(lines)
    sent = [number for number, line in enumerate(body.split(b"\n"), start=1) if line.strip()]
    answer = post(service, "/v1/evaluate-many", body, "application/x-ndjson")
    assert answer.status_code == 200
    assert [json.loads(line)["line"] for line in answer.content.splitlines()] == sent


def taken(service: Asked, path: str, body: bytes) -> None:
    """Send a body; the answer says what is wrong, that the case is another landlord's, or it is right."""
    answer = post(service, path, body)
    assert answer.status_code in (200, 400, 403, 422), answer.text
    assert "Traceback" not in answer.text
