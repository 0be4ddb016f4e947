"""Routes for whoever runs the service: is it alive, can it answer, what has it done."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from code_engine.service.http.access import MayManage
from code_engine.service.http.described import refusals
from code_engine.service.http.metrics import TEXT_TYPE
from code_engine.service.http.pool import RETRY_AFTER
from code_engine.service.http.problem_details import ProblemError
from code_engine.service.http.running import running_in
from code_engine.version import VERSION

router = APIRouter(tags=["Operation"])


class Health(BaseModel):
    """The process is there."""

    model_config = ConfigDict(extra="forbid")

    status: Literal["ok"] = "ok"
    version: str = VERSION


class Readiness(Health):
    """The process can answer."""

    files: str | None = Field(
        None, description="The hash of the files of rules and landlords in use, where they may be replaced."
    )


@router.get("/health", operation_id="GetHealth", summary="Whether the process is alive", response_model=Health)
async def health() -> Health:
    """Answers without looking at anything."""
    return Health()


@router.get(
    "/ready",
    operation_id="GetReadiness",
    summary="Whether it can answer questions now",
    response_model=Readiness,
    responses=refusals(429, 503),
)
async def ready(request: Request) -> Readiness:
    """Answers when the store answers and a thread is free for it."""
    running = running_in(request)
    try:
        await running.pool.run(running.ready, "readiness")
    except ProblemError:
        raise
    except Exception as error:
        detail = f"The store does not answer: {type(error).__name__}."
        raise ProblemError("overloaded", detail, headers=RETRY_AFTER) from None
    return Readiness(files=running.files)


@router.get(
    "/metrics",
    operation_id="GetMetrics",
    summary="Counts and times for Prometheus",
    response_class=Response,
    responses={
        200: {"description": "Prometheus text.", "content": {"text/plain": {"schema": {"type": "string"}}}},
        **refusals(401, 403, 429, 503),
    },
)
async def metrics(access: MayManage) -> Response:
    """Holds no landlord, no key and nothing of a case."""
    running = access.running
    gauges = {
        "code_engine_work_inside": ("Pieces of work waiting or running.", float(running.pool.inside)),
        "code_engine_streams": ("Requests of many lines being answered.", float(running.streams)),
    }
    if running.files is not None:
        name = f'code_engine_files{{digest="{running.files}"}}'
        gauges[name] = ("The files of rules and landlords in use.", 1.0)
    return Response(running.metrics.text(gauges), media_type=TEXT_TYPE)
