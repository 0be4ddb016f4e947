"""Requests that append to the decision log: one that comes again under its Idempotency-Key appends nothing more.

The store keeps what tells them, and not the memory of a process: they are once after a restart and for several
processes too. The answer is made again from the entry, so nothing more about a person is kept than that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Header, Request, Response

from code_engine.case.load import parse_case
from code_engine.errors import CodeEngineError
from code_engine.letters.mistakes import LettersNotInstalledError, needed
from code_engine.service.http.access import Access
from code_engine.service.http.letter_making import answer_with, not_installed
from code_engine.service.http.problem_details import ProblemError
from code_engine.service.http.remembered import REPLAYED, refuse_malformed_key
from code_engine.service.http.request_body import JSON_TYPE
from code_engine.service.http.running import of_store
from code_engine.service.ports import RecordedLetter, Repeat
from code_engine.service.store.canonical import digest_of

if TYPE_CHECKING:
    from code_engine.letters.letter import Letter

RecordingKey = Annotated[
    str | None,
    Header(
        description="The same key and request are recorded once, and answered from their entry, for a week.",
        max_length=255,
    ),
]
ENTRY_HEADER: Final = "Decision-Log-Entry"
NO_ENTRY: Final = "No entry of that name is within reach of this key."


def repeat_of(request: Request, access: Access, idempotency_key: str | None, body: bytes) -> Repeat | None:
    """What tells a request that comes again; None where it has no Idempotency-Key. Raises ProblemError."""
    if idempotency_key is None:
        return None
    refuse_malformed_key(idempotency_key)
    named = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return Repeat(access.caller.key, idempotency_key, digest_of(named + body))


def entry_before(access: Access, repeat: Repeat | None) -> str | None:
    """The entry that the same request appended before. Raises RepeatedKeyError where the key came with another."""
    found = of_store(access.running.log).recorded_before(repeat) if repeat is not None else None
    return None if found is None else found.id


def evaluation_again(access: Access, landlord: str, entry: str) -> Response:
    """The answer to a request whose evaluation was recorded as an entry. Raises ProblemError where it was erased."""
    evaluation = of_store(access.running.log).evaluation([landlord], entry)
    if evaluation is None:
        raise ProblemError("not-found", NO_ENTRY)
    return Response(evaluation, headers={ENTRY_HEADER: entry, **REPLAYED}, media_type=JSON_TYPE)


def letter_again(access: Access, landlord: str, entry: str, form: str) -> Response:
    """The answer to a request whose letter was recorded as an entry: the letter, made again.

    Raises ProblemError where it was erased, or where rules or templates changed since and another letter would come
    of it: one that was not recorded is not given out under the name of one that was.
    """
    recorded = of_store(access.running.log).letter([landlord], entry)
    if recorded is None:
        raise ProblemError("not-found", NO_ENTRY)
    try:
        needed("jinja2", "making letters")
        letter = _made_again(access, recorded)
        content = access.running.letter_files.bytes_of(letter, form)
    except LettersNotInstalledError as error:
        raise not_installed(error) from None
    except CodeEngineError:
        raise _not_the_same(entry) from None
    if not recorded.is_file(content):
        raise _not_the_same(entry)
    return answer_with(letter, content, form, **{ENTRY_HEADER: entry}, **REPLAYED)


def _made_again(access: Access, recorded: RecordedLetter) -> Letter:
    from code_engine.letters.receipt import receipt_from
    from code_engine.letters.verify import made_again

    receipt = receipt_from(recorded.receipt)
    assert receipt is not None  # It was sealed by us.
    return made_again(access.running.letter_writer(), receipt, parse_case(recorded.case))


def _not_the_same(entry: str) -> ProblemError:
    return ProblemError("recorded-before", f"It is the entry {entry}. Use a new key to have the letter as of now.")
