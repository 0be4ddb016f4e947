"""A key of one landlord never sees, names or times what belongs to another: tried at every address of the service."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from code_engine.service.http.app import create_app
from code_engine.service.http.limits import Limits
from code_engine.service.opened import OpenedStore, open_store
from code_engine.service.outbox.delivering import PAUSES, Outgoing
from code_engine.service.ports import SCOPES
from letter_building import letter
from service_running import AS_OF, a_running, engine, served
from stores import KINDS, SetClock, store_address

HANDLER = "Mara Secret"
SECRETS = ("SECRET", HANDLER, "secret.example")
"""What is only the group's: none of it may stand in an answer to the key of its child."""

CASE = {"reference": "T-1", "landlord": "{landlord}", "events": [{"type": "complaint_received", "date": "2025-06-02"}]}
NOBODY = {
    "landlord": "no_landlord",
    "reference": "NOTHING-1",
    "entry": "no_landlord:1",
    "hook": "0" * 12,
    "feed": "0" * 12,
}

Probe = tuple[str, str, Any]
_OF_CASE = "/v1/cases/{reference}"
_SENT = {"case": CASE, "as_of": AS_OF}
PROBES: dict[str, tuple[Probe, ...]] = {
    "EvaluateCase": (("POST", "/v1/evaluate", _SENT), ("POST", "/v1/evaluate", {**_SENT, "landlord": "{landlord}"})),
    "ExplainProvision": (("POST", "/v1/explain", {**_SENT, "provision": "6.3"}),),
    "EvaluateManyCases": (("POST", "/v1/evaluate-many", _SENT),),
    "ListDeadlines": (("POST", "/v1/deadlines", {"cases": [CASE], "as_of": AS_OF}),),
    "PreviewChanges": (("POST", "/v1/changes", {**_SENT, "events": CASE["events"]}),),
    "ListWork": (
        ("GET", "/v1/worklist?landlord={landlord}", None),
        ("GET", f"/v1/worklist?handler={HANDLER}", None),
        ("GET", "/v1/worklist?reference={reference}", None),
    ),
    "ListLettersDue": (("POST", "/v1/letters/due", _SENT),),
    "RenderLetter": (("POST", "/v1/letters/render", {**_SENT, "draft": True}),),
    "VerifyLetter": (("POST", "/v1/letters/verify", "letter"),),
    "ListLandlords": (("GET", "/v1/landlords", None),),
    "ListRulesets": (("GET", "/v1/rulesets?landlord={landlord}", None),),
    "ListProvisions": (("GET", "/v1/provisions?landlord={landlord}", None),),
    "GetProvision": (("GET", "/v1/provisions/6.3?landlord={landlord}", None),),
    "GetPolicy": (("GET", "/v1/policies/{landlord}", None),),
    "AppendEvents": (
        ("POST", f"{_OF_CASE}/events", {"landlord": "{landlord}", "events": CASE["events"]}),
        ("POST", f"{_OF_CASE}/events", {"landlord": "{landlord}", "events": []}),
    ),
    "ListCases": (("GET", "/v1/cases?landlord={landlord}", None), ("GET", "/v1/cases", None)),
    "GetCase": (("GET", _OF_CASE, None), ("GET", f"{_OF_CASE}?landlord={{landlord}}", None)),
    "EvaluateStoredCase": (("GET", f"{_OF_CASE}/evaluation?landlord={{landlord}}", None),),
    "RecordEvaluation": (("POST", f"{_OF_CASE}/evaluations?landlord={{landlord}}", {"as_of": AS_OF}),),
    "ListStoredLettersDue": (("GET", f"{_OF_CASE}/letters?landlord={{landlord}}", None),),
    "RenderStoredLetter": (("POST", f"{_OF_CASE}/letters?landlord={{landlord}}", {"draft": True, "as_of": AS_OF}),),
    "ListStoredDeadlines": (
        ("GET", "/v1/deadlines?landlord={landlord}", None),
        ("GET", "/v1/deadlines", None),
        ("GET", f"/v1/deadlines?handler={HANDLER}", None),
    ),
    "ListLogEntries": (
        ("GET", "/v1/log?landlord={landlord}", None),
        ("GET", "/v1/log?reference={reference}", None),
        ("GET", "/v1/log?after={entry}", None),
    ),
    "GetRecordedEvaluation": (("GET", "/v1/log/{entry}", None),),
    "ReplayLogEntry": (("GET", "/v1/log/{entry}/replay", None),),
    "ListLogHeads": (("GET", "/v1/log/head?landlord={landlord}", None), ("GET", "/v1/log/head", None)),
    "VerifyLog": (
        ("POST", "/v1/log/verify", {"landlord": "{landlord}"}),
        ("POST", "/v1/log/verify", {"heads": ["{entry} sha256:" + "0" * 64]}),
        ("POST", "/v1/log/verify", {}),
    ),
    "ExportLog": (("GET", "/v1/log/export?personal=true&landlord={landlord}", None), ("GET", "/v1/log/export", None)),
    "CreateCalendar": (("POST", "/v1/calendars", {"landlord": "{landlord}"}),),
    "ListCalendars": (("GET", "/v1/calendars", None),),
    "RemoveCalendar": (("DELETE", "/v1/calendars/{feed}", None),),
    "CreateWebhook": (("POST", "/v1/webhooks", {"landlord": "{landlord}", "address": "https://crm.example/changes"}),),
    "ListWebhooks": (("GET", "/v1/webhooks", None),),
    "RemoveWebhook": (("DELETE", "/v1/webhooks/{hook}", None),),
    "ListDeadLetters": (("GET", "/v1/dead-letters", None),),
    "ReplayDeadLetter": (("POST", "/v1/dead-letters/1-{hook}/replay", None),),
    "ReplayDeadLetters": (("POST", "/v1/dead-letters/replay", None),),
}
"""For each operation, requests that name something of another landlord; the same are made of what nobody has."""

NAMES_NOTHING = {
    "GetHealth",
    "GetReadiness",
    "GetMetrics",
    "GetOpenApi",
    "GetSwagger",
    "GetSchema",
    "GetCalendar",  # Its address is a secret of 256 bits, and tested with the other feeds.
}


@dataclass
class Two:
    """A service with something of the group's in every table, and the key of its child."""

    client: httpx.Client
    store: OpenedStore
    own: dict[str, str]
    group: dict[str, str]
    theirs: dict[str, str]

    def probe(self, probe: Probe, names: dict[str, str]) -> httpx.Response:
        """A request of the child's key, with the names put in."""
        method, path, body = probe
        headers = dict(self.own)
        if body == "letter":
            landlord = names["landlord"]
            page = letter("acknowledgement", "red_kite").html.replace("&#34;red_kite&#34;", f"&#34;{landlord}&#34;")
            page = page.replace(
                "&quot;landlord&quot;:&quot;red_kite&quot;", f"&quot;landlord&quot;:&quot;{landlord}&quot;"
            )
            return self.client.request(method, path, content=page, headers={**headers, "Content-Type": "text/html"})
        text = filled(json.dumps(body), names) if body is not None else None
        kind = "application/x-ndjson" if path == "/v1/evaluate-many" else "application/json"
        return self.client.request(method, filled(path, names), content=text, headers={**headers, "Content-Type": kind})

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """What the service asks the database meanwhile: the path it takes."""
        found: list[str] = []

        def heard(_connection: Any, _cursor: Any, statement: str, *_further: Any) -> None:
            found.append(statement)

        engine_of = self.store.database._engine
        event.listen(engine_of, "before_cursor_execute", heard)
        try:
            yield found
        finally:
            event.remove(engine_of, "before_cursor_execute", heard)


def filled(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def dead_letter(store: OpenedStore, clock: SetClock) -> None:
    """Let what waits be refused until it is given up."""

    def refusing(message: Outgoing) -> int:  # noqa: ARG001 - the signature of a sender
        return 500

    for _ in range(len(PAUSES) + 1):
        store.deliver(refusing)
        clock.on(days=1)


@pytest.fixture(scope="module", params=KINDS)
def two(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    for address in store_address(request.param, tmp_path_factory.mktemp("store")):
        clock = SetClock()
        clock.to(AS_OF)
        store = open_store(address, clock.clock(), engine)
        own, group = (
            {"Authorization": f"Bearer {store.keys.create(landlord, SCOPES)}"} for landlord in ("twenty11", "red_kite")
        )
        # Every request asks for its key, so that the statements of two requests can be compared.
        running = a_running(limits=Limits(key_seconds=0.0))
        running.keep_in(store)
        try:
            with served(running) as client:
                yield Two(client, store, own, group, stored_for_the_group(client, store, group, clock))
        finally:
            store.close()


def stored_for_the_group(
    client: httpx.Client, store: OpenedStore, group: dict[str, str], clock: SetClock
) -> dict[str, str]:
    hook = client.post("/v1/webhooks", json={"address": "https://secret.example/"}, headers=group).json()
    feed = client.post("/v1/calendars", json={"handler": HANDLER}, headers=group).json()
    body = {"header": {"handler": HANDLER}, "events": CASE["events"]}
    shared = {**group, "Idempotency-Key": "shared"}
    assert client.post("/v1/cases/SECRET-1/events", json=body, headers=shared).status_code == 200
    recorded = client.post("/v1/cases/SECRET-1/evaluations", json={"as_of": AS_OF}, headers=group)
    dead_letter(store, clock)
    assert client.get("/v1/dead-letters", headers=group).json()["dead_letters"]
    return {
        "landlord": "red_kite",
        "reference": "SECRET-1",
        "entry": recorded.headers["decision-log-entry"],
        "hook": hook["id"],
        "feed": feed["id"],
    }


def test_every_operation_is_tried() -> None:
    description = create_app(a_running()).openapi()
    known = {each["operationId"] for methods in description["paths"].values() for each in methods.values()}
    assert known == {*PROBES, *NAMES_NOTHING}


@pytest.mark.parametrize(
    ("operation", "number"), [(name, at) for name, found in PROBES.items() for at in range(len(found))]
)
def test_what_is_anothers_is_answered_as_what_is_not_there(operation: str, number: int, two: Two) -> None:
    probe = PROBES[operation][number]
    with two.statements() as of_theirs:
        theirs = two.probe(probe, two.theirs)
    with two.statements() as of_nobodys:
        nobodys = two.probe(probe, NOBODY)
    assert theirs.status_code == nobodys.status_code
    assert theirs.content == nobodys.content
    assert of_theirs == of_nobodys
    for secret in SECRETS:
        assert secret not in theirs.text


def test_the_group_itself_is_answered(two: Two) -> None:
    for path in ("/v1/cases/SECRET-1", "/v1/cases/SECRET-1/letters", "/v1/log/{entry}", "/v1/log/{entry}/replay"):
        assert two.client.get(filled(path, two.theirs), headers=two.group).status_code == 200, path


def test_the_same_idempotency_key_of_another_landlord_is_no_repetition(two: Two) -> None:
    headers = {**two.own, "Idempotency-Key": "shared"}
    answer = two.client.post("/v1/cases/SECRET-1/events", json={"events": CASE["events"]}, headers=headers).json()
    assert (answer["landlord"], answer["repeated"], answer["version"]) == ("twenty11", False, 1)
    assert HANDLER not in two.client.get("/v1/cases/SECRET-1", headers=two.own).text


def test_a_refused_access_is_written_down_without_what_was_looked_for(two: Two) -> None:
    two.probe(PROBES["GetCase"][1], two.theirs)
    latest = two.store.audit.latest(1)[0]
    assert (latest.method, latest.route, latest.reason) == ("GET", "/v1/cases/{reference:path}", "not-found")
    assert "SECRET" not in str(latest)


def test_every_answer_keeps_browsers_careful_and_is_for_no_other_origin(two: Two) -> None:
    wanted = {"content-security-policy", "x-content-type-options", "cache-control", "referrer-policy"}
    for probes in PROBES.values():
        answer = two.probe(probes[0], two.theirs)
        assert wanted <= {name.lower() for name in answer.headers}
    crossed = two.client.options("/v1/evaluate", headers={"Origin": "https://evil.example"})
    file = two.client.post(
        "/v1/letters/render",
        json={"case": {**CASE, "landlord": "twenty11"}, "as_of": AS_OF, "draft": True},
        headers={**two.own, "Origin": "https://evil.example"},
    )
    assert file.status_code == 200
    for answer in (crossed, file):
        assert wanted <= {name.lower() for name in answer.headers}
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
