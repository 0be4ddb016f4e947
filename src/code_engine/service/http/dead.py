"""Routes of dead letters: changes that the receiver of a webhook did not take, and sending them again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from code_engine.service.http.access import Access, MayManage
from code_engine.service.http.described import refusals
from code_engine.service.http.problem_details import ProblemError
from code_engine.service.http.reference_answers import Known
from code_engine.service.http.running import of_store

router = APIRouter(tags=["Webhooks"])


class DeadLetterKnown(Known):
    """A change that was given up; nothing of the case is told here."""

    id: str
    landlord: str = Field(description="Whose case it is about.")
    address: str
    attempts: int
    problem: str = Field(description="What went wrong the last time.")
    given_up_at: datetime


class DeadLettersKnown(Known):
    """Dead letters, in the order in which they were to be sent."""

    dead_letters: list[DeadLetterKnown]


class SentAgain(Known):
    """How many are to be sent again."""

    count: int


@router.get(
    "/v1/dead-letters",
    operation_id="ListDeadLetters",
    summary="Changes that no receiver took",
    response_model=DeadLettersKnown,
    responses=refusals(401, 403, 429, 503),
)
async def dead_letters(access: MayManage) -> DeadLettersKnown:
    """Those of the webhooks within reach of the key."""

    def listed() -> DeadLettersKnown:
        from code_engine.service.outbox.dead_letters import dead_letters

        found = dead_letters(of_store(access.running.database), access.reach.owned(None))
        return DeadLettersKnown(dead_letters=[DeadLetterKnown(**asdict(each)) for each in found])

    return await access.run(listed)


@router.post(
    "/v1/dead-letters/replay",
    operation_id="ReplayDeadLetters",
    summary="Send all of them again",
    response_model=SentAgain,
    responses=refusals(401, 403, 429, 503),
)
async def replay_all(access: MayManage) -> SentAgain:
    """From the beginning, and for each case in order. There is no body."""
    return await _again(access, None)


@router.post(
    "/v1/dead-letters/{letter}/replay",
    operation_id="ReplayDeadLetter",
    summary="Send one of them again",
    response_model=SentAgain,
    responses=refusals(401, 403, 404, 422, 429, 503),
)
async def replay_one(
    access: MayManage, letter: Annotated[str, Path(description="The id of the dead letter.", max_length=100)]
) -> SentAgain:
    """From the beginning. There is no body."""
    return await _again(access, letter)


async def _again(access: Access, letter: str | None) -> SentAgain:
    def again() -> int:
        from code_engine.service.outbox.dead_letters import send_again
        from code_engine.service.store.errors import NotStoredError

        running = access.running
        try:
            return send_again(of_store(running.database), letter, running.clock.now(), access.reach.owned(None))
        except NotStoredError:
            missing = "No dead letter of that name is within reach of this key."
            raise ProblemError("not-found", missing, audited=True) from None

    count = await access.run(again)
    if access.running.background is not None and count:
        access.running.background.wake()
    return SentAgain(count=count)
