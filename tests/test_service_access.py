"""Who may ask what: keys, scopes, reach, what a refusal tells, and what is written down about it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from code_engine.service.ports import SCOPES
from service_running import (
    AS_OF,
    SMALL,
    KnownKeys,
    Refusals,
    a_caller,
    a_running,
    pointers,
    served,
    the_problem,
)

KEYS = {
    "own": a_caller("key-own", "twenty11", *SCOPES),
    "other": a_caller("key-other", "code-only", *SCOPES),
    "group": a_caller("key-group", "red_kite", *SCOPES),
    "reader": a_caller("key-reader", "twenty11", "read"),
    "evaluator": a_caller("key-evaluator", "twenty11", "evaluate"),
    "gone": a_caller("key-gone", "no-landlord-any-more", *SCOPES),
}
ROUTES = [
    ("POST", "/v1/evaluate", {"case": SMALL, "as_of": AS_OF}, "evaluate"),
    ("POST", "/v1/explain", {"case": SMALL, "as_of": AS_OF, "provision": "6.3"}, "evaluate"),
    ("POST", "/v1/evaluate-many", None, "evaluate"),
    ("POST", "/v1/deadlines", {"cases": [SMALL]}, "evaluate"),
    ("POST", "/v1/letters/due", {"case": SMALL, "as_of": AS_OF}, "evaluate"),
    ("POST", "/v1/letters/render", {"case": SMALL, "as_of": AS_OF, "draft": True}, "evaluate"),
    ("POST", "/v1/letters/verify", {"letter": "PGh0bWw+PC9odG1sPg==", "kind": "acknowledgement"}, "evaluate"),
    ("GET", "/v1/landlords", None, "read"),
    ("GET", "/v1/rulesets", None, "read"),
    ("GET", "/v1/provisions", None, "read"),
    ("GET", "/v1/provisions/6.3", None, "read"),
    ("GET", "/v1/policies/twenty11", None, "read"),
    ("GET", "/v1/schema/case", None, "read"),
    ("GET", "/v1/log/head", None, "read"),
    ("POST", "/v1/log/verify", {}, "admin"),
    ("GET", "/v1/log/export", None, "admin"),
    ("GET", "/v1/log/twenty11:1/replay", None, "read"),
    ("GET", "/v1/dead-letters", None, "admin"),
    ("POST", "/v1/dead-letters/replay", None, "admin"),
    ("POST", "/v1/dead-letters/1-a/replay", None, "admin"),
    ("GET", "/metrics", None, "admin"),
]


@pytest.fixture(scope="module")
def audit() -> Refusals:
    return Refusals()


@pytest.fixture(scope="module")
def client(audit: Refusals) -> Iterator[httpx.Client]:
    with served(a_running(keys=KnownKeys(KEYS), audit=audit)) as found:
        yield found


def as_key(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize(("method", "path", "body", "scope"), ROUTES, ids=[route[1] for route in ROUTES])
def test_every_route_asks_for_a_key(
    method: str, path: str, body: Any, scope: str, client: httpx.Client, audit: Refusals
) -> None:
    before = len(audit.entries)
    answer = client.request(method, path, json=body)
    the_problem(answer, 401, "unauthorised")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    (entry,) = audit.entries[before:]
    assert (entry["key"], entry["reason"]) == (None, "unauthorised")
    assert scope in SCOPES


@pytest.mark.parametrize(("method", "path", "body", "scope"), ROUTES, ids=[route[1] for route in ROUTES])
def test_every_route_asks_for_its_scope(
    method: str, path: str, body: Any, scope: str, client: httpx.Client, audit: Refusals
) -> None:
    key = "evaluator" if scope != "evaluate" else "reader"
    before = len(audit.entries)
    problem = the_problem(client.request(method, path, json=body, headers=as_key(key)), 403, "forbidden")
    assert f"`{scope}`" in problem["detail"]
    (entry,) = audit.entries[before:]
    assert (entry["key"], entry["reason"], entry["method"]) == (f"key-{key}", "forbidden", method)


@pytest.mark.parametrize("path", ["/health", "/ready", "/v1/openapi.json", "/v1/swagger.json"])
def test_what_tells_nothing_needs_no_key(path: str, client: httpx.Client) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer unknown",
        "Basic own",
        "own",
        "Bearer own own",
        "Bearer " + "a" * 5000,
        "Bearer Own",
    ],
)
def test_every_wrong_key_gets_the_same_answer(header: str, client: httpx.Client) -> None:
    none = client.get("/v1/landlords")
    answer = client.get("/v1/landlords", headers={"Authorization": header})
    assert (answer.status_code, answer.content) == (401, none.content)


def test_a_key_sees_its_own_landlord_and_the_code_alone(client: httpx.Client) -> None:
    found = client.get("/v1/landlords", headers=as_key("own")).json()["landlords"]
    assert [landlord["id"] for landlord in found] == ["code-only", "twenty11"]


def test_the_key_of_a_group_sees_its_children(client: httpx.Client) -> None:
    found = client.get("/v1/landlords", headers=as_key("group")).json()["landlords"]
    assert [landlord["id"] for landlord in found] == ["code-only", "red_kite", "twenty11"]


def test_the_key_of_a_child_does_not_see_its_group(client: httpx.Client) -> None:
    the_problem(client.get("/v1/policies/red_kite", headers=as_key("own")), 404, "not-found")


def test_the_key_of_a_landlord_that_is_gone_reaches_nobody(client: httpx.Client) -> None:
    found = client.get("/v1/landlords", headers=as_key("gone")).json()["landlords"]
    assert [landlord["id"] for landlord in found] == ["code-only"]


@pytest.mark.parametrize("place", ["case", "landlord"])
def test_a_landlord_out_of_reach_and_one_that_does_not_exist_get_the_same_answer(
    place: str, client: httpx.Client, audit: Refusals
) -> None:
    answers = []
    for name in ("red_kite", "no_landlord"):
        body = {"case": {**SMALL, "landlord": name}} if place == "case" else {"case": SMALL, "landlord": name}
        before = len(audit.entries)
        answer = client.post("/v1/evaluate", json={**body, "as_of": AS_OF}, headers=as_key("own"))
        problem = the_problem(answer, 403, "forbidden")
        assert pointers(problem) == ["#/case/landlord" if place == "case" else "#/landlord"]
        answers.append((answer.content, audit.entries[before:]))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("path", ["/v1/policies/{}", "/v1/rulesets?landlord={}", "/v1/provisions?landlord={}"])
def test_an_address_out_of_reach_and_one_that_does_not_exist_get_the_same_answer(
    path: str, client: httpx.Client, audit: Refusals
) -> None:
    answers = []
    for name in ("red_kite", "no_landlord"):
        before = len(audit.entries)
        answer = client.get(path.format(name), headers=as_key("own"))
        answers.append((answer.status_code, answer.content, audit.entries[before:]))
    assert answers[0] == answers[1]
    assert answers[0][0] in (404, 422)
    assert answers[0][2]


def test_out_of_reach_takes_as_long_as_not_there(client: httpx.Client) -> None:
    taken: dict[str, list[float]] = {"red_kite": [], "no_landlord": []}
    for _ in range(60):
        for name, times in taken.items():
            body = {"case": {**SMALL, "landlord": name}, "as_of": AS_OF}
            started = time.perf_counter()
            client.post("/v1/evaluate", json=body, headers=as_key("own"))
            times.append(time.perf_counter() - started)
    first, second = (quickest(times) for times in taken.values())
    assert max(first, second) / min(first, second) < 1.3


def test_a_line_out_of_reach_does_not_stop_the_rest(client: httpx.Client) -> None:
    lines = "\n".join(
        f'{{"case": {{"reference": "A", "landlord": "{name}", "events": [{{"type": "complaint_received", '
        f'"date": "2025-06-02"}}]}}, "as_of": "{AS_OF}"}}'
        for name in ("red_kite", "twenty11")
    )
    headers = {**as_key("own"), "Content-Type": "application/x-ndjson"}
    answer = client.post("/v1/evaluate-many", content=lines, headers=headers)
    assert ['"status":403' in line for line in answer.text.splitlines()] == [True, False]


def test_a_remembered_answer_is_not_given_to_another_key(client: httpx.Client) -> None:
    body = {"case": {**SMALL, "landlord": "twenty11"}, "as_of": AS_OF}
    headers = {"Idempotency-Key": "shared"}
    assert client.post("/v1/evaluate", json=body, headers={**headers, **as_key("own")}).status_code == 200
    answer = client.post("/v1/evaluate", json=body, headers={**headers, **as_key("other")})
    the_problem(answer, 403, "forbidden")


def test_every_answer_keeps_browsers_careful(client: httpx.Client) -> None:
    for path in ("/health", "/v1/landlords", "/nothing", "/v1/evaluate"):
        headers = client.get(path, headers={"Origin": "https://elsewhere.example"}).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert not [name for name in headers if name.startswith("access-control")]
        assert "server" not in headers


def test_a_page_of_another_origin_may_not_ask_beforehand(client: httpx.Client) -> None:
    headers = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = client.options("/v1/evaluate", headers=headers)
    the_problem(answer, 405, "method-not-allowed")


def test_a_policy_names_no_folder_of_the_server(client: httpx.Client) -> None:
    text = client.get("/v1/policies/twenty11", headers=as_key("own")).text
    assert "policies/" in text
    assert "/src/" not in text
    assert "plugins" not in text


def test_neither_log_nor_audit_nor_metrics_hold_anything_of_a_case(
    client: httpx.Client, audit: Refusals, caplog: pytest.LogCaptureFixture
) -> None:
    case = {**SMALL, "reference": "SECRET-REF", "landlord": "twenty11", "resident": {"name": "SECRET-NAME"}}
    with caplog.at_level(logging.DEBUG):
        client.post("/v1/evaluate", json={"case": case, "as_of": AS_OF}, headers=as_key("own"))
        client.post("/v1/evaluate", json={"case": {**case, "SECRET-KEY": 1}}, headers=as_key("own"))
        client.get("/v1/policies/SECRET-LANDLORD", headers=as_key("own"))
        client.get("/v1/policies/twenty11", headers=as_key("SECRET-BEARER"))
        metrics = client.get("/metrics", headers=as_key("own")).text
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("http")]
    assert [line for line in said if "/v1/evaluate" in line]
    assert "SECRET" not in "\n".join([*said, metrics, str(audit.entries)])


def test_a_fault_of_our_own_tells_nobody_but_the_log_and_not_even_that_the_case(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken(Refusals):
        def refused(self, **_: Any) -> None:
            raise ZeroDivisionError("-".join(("SEC" + "RET", "NAME")))

    with served(a_running(keys=KnownKeys({}), audit=Broken())) as client, caplog.at_level(logging.DEBUG):
        answer = client.get("/v1/landlords")
        problem = the_problem(answer, 500, "own-fault")
        assert answer.headers["x-request-id"] in problem["detail"]
        assert "ZeroDivisionError" not in answer.text
        said = "\n".join(record.getMessage() for record in caplog.records if record.name == "code_engine.service")
    assert "ZeroDivisionError" in said
    assert answer.headers["x-request-id"] in said
    assert "SECRET" not in said


def quickest(times: list[float]) -> float:
    """The time below which a tenth of the times lies: what other programs do on this machine does not touch it."""
    return sorted(times)[len(times) // 10]
