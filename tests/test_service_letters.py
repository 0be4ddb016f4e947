"""Letters over HTTP: due, made as files, verified; what stands in the way is asked for in one answer."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from cli_running import LATE, done
from code_engine.documents import read_document
from code_engine.service.http.limits import Limits
from code_engine.service.ports import SCOPES
from letter_pdf import NEEDS_PANGO
from service_running import AS_OF, KnownKeys, a_caller, a_running, pointers, served, the_problem

CASE: dict[str, Any] = {
    "reference": "T-1",
    "landlord": "twenty11",
    "resident": {"name": "Sam Example"},
    "matter": {"summary": "Leak above the kitchen"},
    "events": [{"type": "complaint_received", "date": "2025-06-02"}],
}
SET = {"responsible_for": "the roof", "not_responsible_for": "none", "resident_address": "none"}
ORDER: dict[str, Any] = {"case": CASE, "as_of": "2025-06-04", "kind": "acknowledgement", "set": SET}
HTML = {"Content-Type": "text/html"}


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with served() as found:
        yield found


def rendered(client: httpx.Client, **further: Any) -> httpx.Response:
    return client.post("/v1/letters/render", json={**ORDER, **further})


def test_the_letters_that_are_due_are_those_of_the_command_line(client: httpx.Client) -> None:
    case = json.loads(json.dumps(read_document(LATE).data, default=str))
    answer = client.post("/v1/letters/due", json={"case": case, "as_of": AS_OF})
    assert answer.text == done("letters", "due", LATE, "--as-of", AS_OF, "--format", "json")
    assert [letter["kind"] for letter in answer.json()]


@pytest.mark.parametrize(
    ("form", "media_type", "start", "ending"),
    [
        ("html", "text/html; charset=utf-8", b"<!doctype html>", "html"),
        pytest.param("pdf", "application/pdf", b"%PDF-", "pdf", marks=NEEDS_PANGO),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK", "docx"),
        ("text", "text/plain; charset=utf-8", b"", "txt"),
    ],
)
def test_a_letter_is_a_file_with_its_type_a_name_and_its_receipt(
    client: httpx.Client, form: str, media_type: str, start: bytes, ending: str
) -> None:
    answer = rendered(client, format=form)
    assert answer.status_code == 200, answer.text
    assert answer.content.lower().startswith(start.lower())
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="T-1-acknowledgement.{ending}"'
    assert answer.headers["letter-receipt"].startswith("sha256:")
    assert (answer.headers["letter-kind"], answer.headers["letter-stage"]) == ("acknowledgement", "1")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert rendered(client, format=form).content == answer.content


def test_a_name_beyond_ascii_is_given_in_both_spellings(client: httpx.Client) -> None:
    answer = rendered(client, case={**CASE, "reference": "Ä\r\n/1"})
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"----1-acknowledgement.html\"; filename*=UTF-8''%C3%84---1-acknowledgement.html"
    )


def test_everything_that_is_lacking_is_asked_for_in_one_answer(client: httpx.Client) -> None:
    problem = the_problem(rendered(client, set={}), 422, "letter-incomplete")
    assert [(each["field"], each["provision"]) for each in problem["lacking"]] == [
        ("responsible_for", "5.7"),
        ("not_responsible_for", "5.7"),
    ]
    assert problem["lacking"][0]["question"] == "What is the landlord responsible for in this matter?"
    assert "errors" not in problem
    answers = {each["field"]: "none" if "none" in each["question"] else "the roof" for each in problem["lacking"]}
    assert rendered(client, set=answers).status_code == 200


def test_a_draft_shows_gaps_instead(client: httpx.Client) -> None:
    answer = rendered(client, set={}, draft=True)
    assert answer.status_code == 200
    assert "What is the landlord responsible for in this matter?" in answer.text


def test_what_no_answer_can_mend_is_an_error_of_the_case(client: httpx.Client) -> None:
    problem = the_problem(
        rendered(client, kind="stage_1_response", set={"completed_remedies": "none"}), 422, "invalid-input"
    )
    assert pointers(problem) == ["#/set/completed_remedies"]
    late = {**CASE, "events": [*CASE["events"], {"type": "withdrawn", "date": "2025-06-03"}]}
    problem = the_problem(rendered(client, case=late), 422, "letter-incomplete")
    assert pointers(problem) == ["#/case"]
    assert "the letter comes too late" in problem["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("wrong", "pointer", "detail"),
    [
        ({"kind": "acknowledgment"}, "#/kind", "there is no kind of letter `acknowledgment`"),
        ({"set": {"responsible": "x"}}, "#/set/responsible", "there is no field `responsible`"),
        ({"set": {"definition_expected_on": "soon"}}, "#/set/definition_expected_on", ""),
        ({"set": {"handler": 5}}, "#/set/handler", ""),
        ({"set": ["handler"]}, "#/set", ""),
        ({"format": "odt"}, "#/format", ""),
        ({"stage": 3}, "#/stage", ""),
        ({"variant": "small-print"}, "#/variant", ""),
        ({"case": {**CASE, "events": []}}, "#/case/events", ""),
        ({"landlord": "nobody"}, "#/landlord", "`nobody`"),
        ({"ruleset": "code@1"}, "#/ruleset", ""),
        ({"as_of": "2025-05-01"}, "#/as_of", ""),
        ({"letter": "x"}, "#/letter", ""),
    ],
)
def test_a_mistake_is_pointed_to(client: httpx.Client, wrong: dict[str, Any], pointer: str, detail: str) -> None:
    problem = the_problem(rendered(client, **wrong), 422, "invalid-input")
    assert pointer in pointers(problem)
    assert detail in problem["errors"][0]["detail"]
    assert "--" not in json.dumps(problem)


# Verifying


def test_a_letter_that_is_sent_back_is_verified(client: httpx.Client) -> None:
    made = rendered(client)
    found = client.post("/v1/letters/verify", content=made.content, headers=HTML).json()
    assert (found["good"], found["complete"], found["unchanged"], found["identical"]) == (True, True, True, None)
    assert found["receipt"]["content"] == made.headers["letter-receipt"]
    assert "given" not in found["receipt"]


@pytest.mark.parametrize("form", ["html", "docx", pytest.param("pdf", marks=NEEDS_PANGO)])
def test_with_its_case_a_letter_is_made_again_and_compared(client: httpx.Client, form: str) -> None:
    content = rendered(client, format=form).content
    body = {"letter": base64.b64encode(content).decode(), "case": CASE}
    assert client.post("/v1/letters/verify", json=body).json()["identical"] is True
    changed = {**body, "case": {**CASE, "matter": {"summary": "A leak"}}}
    found = client.post("/v1/letters/verify", json=changed).json()
    assert (found["identical"], found["good"]) == (False, False)
    assert "not the same as when it was made: the facts of the case" in found["differences"]


def test_a_letter_that_was_edited_lacks_what_was_cut_out(client: httpx.Client) -> None:
    page = rendered(client).text
    start = page.index("<section data-item=")
    cut = page[:start] + page[page.index("</section>", start) + len("</section>") :]
    found = client.post("/v1/letters/verify", content=cut.encode(), headers=HTML).json()
    assert (found["good"], found["complete"], found["unchanged"]) == (False, False, False)
    assert found["lacking"][0]["wrong"] == "is missing"


@pytest.mark.parametrize(
    ("content", "headers", "status", "kind"),
    [
        (b"<html><p>Dear Sam</p></html>", HTML, 422, "invalid-input"),
        (b"Dear Sam", HTML, 422, "invalid-input"),
        (b"", HTML, 422, "invalid-input"),
        (b"PK\x03\x04", {"Content-Type": "application/pdf"}, 422, "invalid-input"),
        (b"%PDF-1.7", {"Content-Type": "application/pdf"}, 422, "invalid-input"),
        (b"Dear Sam", {"Content-Type": "text/plain"}, 415, "wrong-content-type"),
        (b'{"letter": "no base64"}', {"Content-Type": "application/json"}, 422, "invalid-input"),
    ],
)
def test_what_is_no_letter_is_refused(
    client: httpx.Client, content: bytes, headers: dict[str, str], status: int, kind: str
) -> None:
    the_problem(client.post("/v1/letters/verify", content=content, headers=headers), status, kind)


def test_a_letter_without_a_receipt_is_verified_where_its_kind_is_named(client: httpx.Client) -> None:
    page = b"<html><p>Dear Sam</p></html>"
    found = client.post("/v1/letters/verify?kind=acknowledgement&stage=1", content=page, headers=HTML).json()
    assert found["receipt"] is None
    assert "responsibility" in {each["item"] for each in found["lacking"]}


def word_of(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, text in {"word/document.xml": b"<a/>", name: content}.items():
            archive.writestr(each, text)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        word_of("word/document.xml", b"<a>" * 200_000 + b"</a>" * 200_000),
        word_of("word/document.xml", b"<a>" + b"<b/>" * 4_000_000 + b"</a>"),
        word_of("customXml/item.xml", b"<a>" + b"<b/>" * 4_000_000 + b"</a>"),
        word_of("customXml/item.xml", b"<!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>"),
        b"<html>" + b"<div>" * 100_000,
        b"%PDF-1.7\n" + b"stream\n\nendstream\n" * 20_000,
    ],
    ids=["nested", "wide", "wide beside it", "declaration", "nested page", "many streams"],
)
def test_a_file_made_to_do_harm_is_refused_or_read_and_nothing_breaks(client: httpx.Client, content: bytes) -> None:
    kind = "text/html" if content.startswith(b"<") else "application/pdf"
    answer = client.post("/v1/letters/verify", content=content, headers={"Content-Type": kind})
    the_problem(answer, 422, "invalid-input")


# Reach


def test_neither_a_case_nor_a_receipt_tells_which_other_landlords_there_are() -> None:
    keys = KnownKeys({"own": a_caller("own", "code-only", *SCOPES)})
    with served() as maker, served(a_running(keys=keys)) as client:
        theirs = rendered(maker).content
        nobodys = theirs.replace(b"&#34;twenty11&#34;", b"&#34;nolandlo&#34;").replace(
            b"&quot;twenty11", b"&quot;nolandlo"
        )
        assert theirs != nobodys
        headers = {"Authorization": "Bearer own"}
        answers = [
            client.post("/v1/letters/verify", content=each, headers={**HTML, **headers}) for each in (theirs, nobodys)
        ]
        orders = [{**ORDER, "case": {**CASE, "landlord": name}} for name in ("twenty11", "nolandlord")]
        answers += [client.post("/v1/letters/render", json=each, headers=headers) for each in orders]
        for first, second in (answers[:2], answers[2:]):
            the_problem(first, 403, "forbidden")
            assert first.content == second.content


# Bounds


def test_too_many_letters_at_once_are_told_to_wait() -> None:
    with served(a_running(limits=Limits(waiting=0, seconds=0.0001))) as client:
        answer = rendered(client)
        the_problem(answer, 503, "took-too-long")
        assert answer.headers["retry-after"] == "1"


@NEEDS_PANGO
def test_a_letter_that_takes_for_ever_is_given_up_and_the_next_one_is_made() -> None:
    endless = ("w" * 300 + " ") * 500
    with served(a_running(limits=Limits(seconds=4))) as client:
        answer = rendered(client, format="pdf", set={**SET, "responsible_for": endless})
        the_problem(answer, 503, "took-too-long")
        assert client.get("/ready").status_code == 200
        waited = [rendered(client, format="docx").status_code for _ in range(3)]
        assert 200 in waited


def test_without_the_extra_the_answer_says_what_to_install() -> None:
    program = f"""
import sys
sys.modules["jinja2"] = None
sys.path.insert(0, {str(Path(__file__).parent)!r})
from service_running import served
with served() as client:
    answer = client.post("/v1/letters/render", json={ORDER!r})
    print(answer.status_code, answer.text)
    print(client.post("/v1/letters/due", json={ {"case": CASE, "as_of": AS_OF}!r}).status_code)
"""
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    ).stdout
    assert said.startswith("501 ")
    assert "urn:code-engine:problem:letters-not-installed" in said
    assert "pip install 'code-engine[letters]'" in said
    assert said.endswith("\n200\n")
