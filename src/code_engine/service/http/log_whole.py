"""Routes about the decision log as a whole: its heads, whether it is unchanged, and its entries for an archive.

A log may be long, so what reads all of it is streamed as lines. And one entry evaluated again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json

from code_engine.letters.mistakes import LettersNotInstalledError
from code_engine.service.http.access import Access, MayManage, MayRead
from code_engine.service.http.described import body_of, refusals
from code_engine.service.http.letter_making import not_installed
from code_engine.service.http.problem_details import ProblemError, invalid, invalid_field
from code_engine.service.http.questions import asked_in
from code_engine.service.http.recorded_once import NO_ENTRY
from code_engine.service.http.reference_answers import Known
from code_engine.service.http.request_body import json_of, read_body
from code_engine.service.http.running import of_store
from code_engine.service.http.stored import OfLandlord
from code_engine.service.http.streamed import LINES, streamed

router = APIRouter(tags=["Decision log"])

_MOST_HEADS = 1_000


class VerifyLogRequest(BaseModel):
    """Which log is to be verified, and what was kept of it elsewhere."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    landlord: str | None = Field(None, description="Only the log of this landlord; all within reach if left out.")
    heads: list[str] = Field(
        [],
        description="Heads that were kept elsewhere, `LANDLORD:NUMBER HASH` each: shows also whether an end is gone.",
        max_length=_MOST_HEADS,
    )


class HeadKnown(Known):
    """The end of a landlord's log."""

    landlord: str
    entry: str = Field(description="The id of the last entry.")
    hash: str
    head: str = Field(description="Both as one line: keep it elsewhere, and give it to VerifyLog later.")


class HeadsKnown(Known):
    """The ends of the logs within reach, by landlord."""

    heads: list[HeadKnown]


class DifferenceKnown(Known):
    """One value that is different now, as JSON text; null where there is none."""

    place: str
    recorded: str | None
    now: str | None


class Replayed(Known):
    """What came of evaluating a recorded case again, and of making its letter again where it holds one."""

    entry: str
    reference: str
    as_of: date
    equal: bool
    differences: list[DifferenceKnown]


@router.get(
    "/v1/log/head",
    operation_id="ListLogHeads",
    summary="The end of each log, to be kept elsewhere",
    response_model=HeadsKnown,
    responses=refusals(401, 403, 404, 422, 429, 503),
)
async def log_heads(access: MayRead, landlord: OfLandlord = None) -> HeadsKnown:
    """A chain alone cannot show that its end was cut off; with its head from elsewhere VerifyLog sees it."""

    def listed() -> HeadsKnown:
        from code_engine.service.decision_log.chain import entry_id, heads

        owned = access.reach.owned(landlord)
        with of_store(access.running.database).reading() as connection:
            found = heads(connection, owned)
        known = [
            HeadKnown(
                landlord=each.landlord, entry=entry_id(each.landlord, each.sequence), hash=each.hash, head=str(each)
            )
            for each in found
        ]
        return HeadsKnown(heads=known)

    return await access.run(listed)


@router.post(
    "/v1/log/verify",
    operation_id="VerifyLog",
    summary="Whether every entry is there and unchanged",
    response_class=Response,
    responses={
        200: {
            "description": "Lines: `entries` while it goes on, and at last `verified` with what was found.",
            "content": LINES,
        },
        **refusals(400, 401, 403, 404, 408, 413, 415, 422, 429, 503),
    },
    openapi_extra=body_of(VerifyLogRequest),
)
async def verify(request: Request, access: MayManage) -> Response:
    """A line says how far it is from time to time; `faults` of the last one is empty where all is well."""
    body = await read_body(request, access.running.limits)
    return streamed(access, await access.run(lambda: _verifying(access, body)))


@router.get(
    "/v1/log/export",
    operation_id="ExportLog",
    summary="Every entry with its hash and that of the one before",
    response_class=Response,
    responses={
        200: {"description": "A line for each entry.", "content": LINES},
        **refusals(401, 403, 404, 422, 429, 503),
    },
)
async def export(
    access: MayManage,
    landlord: OfLandlord = None,
    personal: Annotated[bool, Query(description="Add the facts and the evaluation of each entry.")] = False,
) -> Response:
    """The lines of `code-engine log export`."""

    def lines() -> Iterator[str]:
        from code_engine.service.decision_log.exporting import export

        return export(of_store(access.running.database), access.reach.owned(landlord), personal=personal)

    return streamed(access, await access.run(lines))


@router.get(
    "/v1/log/{entry:path}/replay",
    operation_id="ReplayLogEntry",
    summary="A recorded case evaluated again: is the answer the same?",
    response_model=Replayed,
    responses=refusals(401, 403, 404, 422, 429, 501, 503),
)
async def replay(
    access: MayRead, entry: Annotated[str, Path(description="The id of the entry.", max_length=200)]
) -> Replayed:
    """As of the same day and by the same convention, by what is installed now. A letter is made again as well."""
    return await access.run(lambda: _replayed(access, entry))


def _verifying(access: Access, body: bytes) -> Iterator[str]:
    from code_engine.service.decision_log.chain import Head
    from code_engine.service.decision_log.verifying import Verified, read_heads, verifying
    from code_engine.service.store.errors import StoreError

    _, asked = asked_in(json_of(body), VerifyLogRequest)
    if asked.landlord is not None and not access.reach.owns(asked.landlord):
        raise ProblemError("forbidden")
    owned = access.reach.owned(asked.landlord)
    published: list[Head] = []
    for place, text in enumerate(asked.heads):
        pointer = f"#/heads/{place}"
        try:
            read = read_heads(text)
        except StoreError as error:
            raise invalid(error, pointer) from None
        if len(read) != 1 or read[0].landlord not in owned:
            raise invalid_field("this is not the head of a log within reach of this key", pointer)
        published += read
    database = of_store(access.running.database)

    def lines() -> Iterator[str]:
        for found in verifying(database, published, owned):
            told = {"verified": asdict(found)} if isinstance(found, Verified) else {"entries": found}
            yield to_json(told).decode() + "\n"

    return lines()


def _replayed(access: Access, entry: str) -> Replayed:
    from code_engine.service.decision_log.chain import read_entry_id
    from code_engine.service.decision_log.replaying import replay
    from code_engine.service.store.errors import NotStoredError

    database = of_store(access.running.database)
    try:
        landlord, sequence = read_entry_id(entry)
        # What is not within reach is looked for all the same, under a name nobody has: it must take as long.
        within = entry if landlord in access.reach.owned(None) else f"-:{sequence}"
        found = replay(database, access.running.engine, within)
    except NotStoredError:
        raise ProblemError("not-found", NO_ENTRY, audited=True) from None
    except LettersNotInstalledError as error:
        raise not_installed(error) from None
    differences = [DifferenceKnown(**asdict(each)) for each in found.differences]
    return Replayed(
        entry=found.entry, reference=found.reference, as_of=found.as_of, equal=found.equal, differences=differences
    )
