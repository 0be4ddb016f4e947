"""A FastAPI application that answers where a case stands: `uvicorn fastapi_app:app`.

Cases are evaluated on threads, so that the event loop goes on; rules that were edited are taken over while it runs.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from fastapi import FastAPI, Request, Response

from code_engine import AsyncEngine, CodeEngineError, Engine, LiveEngine, parse_case

LIVE = LiveEngine()
LOOK_EVERY_SECONDS = 30


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[None]:
    """Look for edited rules as long as the application runs."""
    async with AsyncEngine(LIVE) as app.state.engine:
        looking = asyncio.create_task(look())
        yield
        looking.cancel()


async def look() -> None:
    """Use edited rules from the next question on. Those with mistakes are not taken: show somebody the problems."""
    while True:
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        await asyncio.to_thread(LIVE.reload_if_changed)
        for problem in LIVE.problems:
            print(problem)


app = FastAPI(lifespan=running)


@app.post("/evaluate")
async def evaluate(request: Request, as_of: date) -> Response:
    """Answer the case in the body: read, evaluated and written in one go on a thread."""
    text = (await request.body()).decode()

    def work(engine: Engine) -> bytes:
        return engine.evaluate(parse_case(text, "body"), as_of=as_of).to_bytes()

    try:
        return Response(await app.state.engine.run(work), media_type="application/json")
    except CodeEngineError as error:
        return Response("\n".join(map(str, error.problems)), 422)
