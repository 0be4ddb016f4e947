"""Cases that are sent over HTTP: the same answers as on the command line, and every mistake with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from cli_running import EXAMPLES, LATE, done
from code_engine.documents import read_document
from service_running import AS_OF, SMALL, pointers, served, the_problem


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with served() as found:
        yield found


def sent(path: Path | str) -> dict[str, Any]:
    data: dict[str, Any] = read_document(path).data
    return data


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_evaluation_has_the_bytes_of_the_command_line(path: Path, client: httpx.Client) -> None:
    answer = client.post("/v1/evaluate", json={"case": sent(path), "as_of": "2025-12-31"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.text == done("evaluate", str(path), "--as-of", "2025-12-31", "--format", "json")


def test_every_option_of_the_command_line_can_be_sent(client: httpx.Client) -> None:
    options = {"landlord": "code-only", "ruleset": "housing-ombudsman-code@2024-04-01", "counting": "inclusive"}
    answer = client.post("/v1/evaluate", json={"case": sent(LATE), "as_of": AS_OF, **options})
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    assert answer.text == done("evaluate", LATE, "--as-of", AS_OF, "--format", "json", *flags)


def test_without_a_day_a_case_is_seen_as_of_today(client: httpx.Client) -> None:
    assert client.post("/v1/evaluate", json={"case": SMALL}).json()["as_of"] == "2025-07-15"


def test_an_explanation_has_the_bytes_of_the_command_line(client: httpx.Client) -> None:
    answer = client.post("/v1/explain", json={"case": sent(LATE), "as_of": AS_OF, "provision": "6.3"})
    assert answer.text == done("explain", LATE, "6.3", "--as-of", AS_OF, "--format", "json")


def test_deadlines_have_the_bytes_of_the_command_line(client: httpx.Client) -> None:
    window = {"from": "2025-07-16", "to": "2025-07-31"}
    answer = client.post("/v1/deadlines", json={"cases": [sent(LATE)], "as_of": AS_OF, **window})
    flags = ("--from", window["from"], "--to", window["to"])
    assert answer.text == done("deadlines", LATE, "--as-of", AS_OF, *flags, "--format", "json")
    assert answer.json()["deadlines"]


def test_deadlines_of_several_cases_are_in_one_list_by_date(client: httpx.Client) -> None:
    cases = [sent(path) for path in EXAMPLES]
    found = client.post("/v1/deadlines", json={"cases": cases, "as_of": "2025-12-31"}).json()["deadlines"]
    days = [duty["due_on"] for duty in found]
    assert days == sorted(days)
    assert len({duty["reference"] for duty in found}) > 3


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("a misspelt key of the question", {"case": SMALL, "asof": AS_OF}, "#/asof"),
    ("no case", {"as_of": AS_OF}, "#"),
    ("a case that is a text", {"case": "T-1"}, "#/case"),
    ("a day that is none", {"case": SMALL, "as_of": "2025-02-30"}, "#/as_of"),
    ("a day before anything happened", {"case": SMALL, "as_of": "2025-01-01"}, "#/as_of"),
    ("an unknown convention", {"case": SMALL, "counting": "day-1"}, "#/counting"),
    ("an unknown landlord of the case", {"case": {**SMALL, "landlord": "nobody"}}, "#/case/landlord"),
    ("an unknown landlord beside the case", {"case": SMALL, "landlord": "nobody"}, "#/landlord"),
    ("an unknown ruleset", {"case": SMALL, "ruleset": "code@1"}, "#/ruleset"),
    ("no events", {"case": {**SMALL, "events": []}}, "#/case/events"),
    ("an event without a date", {"case": {**SMALL, "events": [{"type": "logged", "stage": 1}]}}, "#/case/events/0"),
    (
        "an unknown type of event",
        {"case": {**SMALL, "events": [{"type": "loged", "date": AS_OF}]}},
        "#/case/events/0/type",
    ),
    ("a key with a slash", {"case": {**SMALL, "answers": {"a/b~c": {"value": 1}}}}, "#/case/answers/a~1b~0c/value"),
    (
        "a year long gone",
        {"case": {**SMALL, "events": [{"type": "logged", "stage": 1, "date": "1066-10-14"}]}},
        "#/case/events/0/date",
    ),
]


@pytest.mark.parametrize(
    ("body", "pointer"), [(body, pointer) for _, body, pointer in WRONG], ids=[w[0] for w in WRONG]
)
def test_a_mistake_is_pointed_to(body: dict[str, Any], pointer: str, client: httpx.Client) -> None:
    problem = the_problem(client.post("/v1/evaluate", json={"as_of": AS_OF, **body}), 422, "invalid-input")
    assert pointers(problem) == [pointer]


def test_every_mistake_of_a_case_is_told_at_once_with_what_was_meant(client: httpx.Client) -> None:
    events = [{"type": "complaint_recieved", "date": "2025-06-02"}, {"type": "logged", "stage": 1, "date": 20250602}]
    problem = the_problem(client.post("/v1/evaluate", json={"case": {**SMALL, "events": events}}), 422, "invalid-input")
    assert pointers(problem) == ["#/case/events/0/type", "#/case/events/1/date"]
    assert problem["errors"][0]["hint"] == "did you mean `complaint_received`?"


def test_an_unknown_provision_is_pointed_to(client: httpx.Client) -> None:
    body = {"case": SMALL, "as_of": AS_OF, "provision": "6.33"}
    problem = the_problem(client.post("/v1/explain", json=body), 422, "invalid-input")
    assert pointers(problem) == ["#/provision"]


def test_an_unknown_ruleset_of_an_explanation_is_pointed_to(client: httpx.Client) -> None:
    body = {"case": SMALL, "as_of": AS_OF, "provision": "6.3", "ruleset": "code@1"}
    problem = the_problem(client.post("/v1/explain", json=body), 422, "invalid-input")
    assert pointers(problem) == ["#/ruleset"]


def test_a_complaint_older_than_the_code_names_the_field_that_forces_a_version(client: httpx.Client) -> None:
    case = {**SMALL, "events": [{"type": "complaint_received", "date": "2019-06-02"}]}
    problem = the_problem(client.post("/v1/evaluate", json={"case": case, "as_of": AS_OF}), 422, "invalid-input")
    assert "`ruleset`" in problem["errors"][0]["hint"]


def test_the_second_of_several_cases_is_pointed_to(client: httpx.Client) -> None:
    cases = [SMALL, {**SMALL, "events": [{"type": "logged", "stage": 1}]}]
    problem = the_problem(client.post("/v1/deadlines", json={"cases": cases}), 422, "invalid-input")
    assert pointers(problem) == ["#/cases/1/events/0"]


MALFORMED = [
    (b"", "the body is empty"),
    (b"{", "this is not valid JSON"),
    (b'{"case": {}, "case": {}}', "a second time"),
    (b'{"case": NaN}', "not a number that can be used"),
    (b"[" * 100_000, "nested more than 40 levels deep"),
    (b'{"a":' * 60 + b"1" + b"}" * 60, "nested more than 40 levels deep"),
    (b"\xff\xfe", "not UTF-8"),
    (b'{"case": "\\ud800"}', "without its other half"),
]


@pytest.mark.parametrize(("body", "words"), MALFORMED, ids=range(len(MALFORMED)))
def test_a_body_that_is_not_json_is_refused_with_line_and_column(body: bytes, words: str, client: httpx.Client) -> None:
    answer = client.post("/v1/evaluate", content=body, headers={"Content-Type": "application/json"})
    problem = the_problem(answer, 400, "malformed-body")
    assert words in problem["errors"][0]["detail"]


@pytest.mark.parametrize("body", [[], "case", 1, None])
def test_a_body_that_is_no_object_is_refused(body: object, client: httpx.Client) -> None:
    answer = client.post("/v1/evaluate", content=json.dumps(body), headers={"Content-Type": "application/json"})
    problem = the_problem(answer, 422, "invalid-input")
    assert pointers(problem) == ["#"]


def test_another_content_type_is_refused(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    the_problem(client.post("/v1/evaluate", content=b"{}", headers=headers), 415, "wrong-content-type")


def test_a_compressed_body_is_refused(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    the_problem(client.post("/v1/evaluate", content=b"{}", headers=headers), 415, "wrong-content-type")


def test_the_same_idempotency_key_gives_the_same_answer_again(client: httpx.Client) -> None:
    body, headers = {"case": SMALL, "as_of": AS_OF}, {"Idempotency-Key": "once"}
    first, second = (client.post("/v1/evaluate", json=body, headers=headers) for _ in range(2))
    assert first.content == second.content
    assert second.headers["content-type"] == "application/json"
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"


def test_an_idempotency_key_used_for_another_request_is_refused(client: httpx.Client) -> None:
    headers = {"Idempotency-Key": "twice"}
    client.post("/v1/evaluate", json={"case": SMALL, "as_of": AS_OF}, headers=headers)
    answer = client.post("/v1/evaluate", json={"case": SMALL, "as_of": "2025-07-16"}, headers=headers)
    the_problem(answer, 422, "key-used-before")


def test_a_request_that_was_refused_may_be_corrected_under_its_idempotency_key(client: httpx.Client) -> None:
    headers = {"Idempotency-Key": "corrected"}
    assert client.post("/v1/evaluate", json={"case": {}}, headers=headers).status_code == 422
    assert client.post("/v1/evaluate", json={"case": SMALL, "as_of": AS_OF}, headers=headers).status_code == 200


def test_a_mistake_about_a_day_that_was_left_out_points_to_the_question() -> None:
    case = {**SMALL, "events": [{"type": "complaint_received", "date": "2025-08-01"}]}
    with served() as client:
        for asked, pointer in (({}, "#"), ({"as_of": AS_OF}, "#/as_of")):
            answer = client.post("/v1/evaluate", json={"case": case, **asked})
            problem = the_problem(answer, 422, "invalid-input")
            assert pointers(problem) == [pointer]
            assert problem["errors"][0]["hint"] == "evaluate as of 2025-08-01 or later"
