"""The application: every route, what stands around them, and how errors are answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from code_engine.errors import CodeEngineError
from code_engine.service.http import (
    calendars,
    changing,
    dead,
    descriptions,
    due,
    evaluating,
    letters,
    log_whole,
    logged,
    many,
    operations,
    reference,
    stored,
    webhooks,
    worklist,
)
from code_engine.service.http.access import route_of
from code_engine.service.http.guard import Guard
from code_engine.service.http.openapi import described
from code_engine.service.http.pool import RETRY_AFTER
from code_engine.service.http.problem_details import FieldError, ProblemError
from code_engine.service.http.reloading import wake_by_signal
from code_engine.service.http.running import Running, running_in
from code_engine.service.store.errors import NotStoredError, RepeatedKeyError

ROUTERS = (
    evaluating.router,
    many.router,
    changing.router,
    due.router,
    worklist.router,
    letters.router,
    stored.router,
    log_whole.router,
    logged.router,
    calendars.router,
    webhooks.router,
    dead.router,
    reference.router,
    operations.router,
    descriptions.router,
)


def create_app(running: Running) -> FastAPI:
    """The application of a service; `running.keys` None asks for no keys."""
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_closing,
        redirect_slashes=False,
        strict_content_type=False,
    )
    app.state.running = running
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(ProblemError, _problem)
    app.add_exception_handler(RequestValidationError, _parameters)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(CodeEngineError, _store_failed)
    app.add_middleware(Guard, running=running)

    @cache
    def description() -> dict[str, Any]:
        return described(app, keys=running.keys is not None)

    app.openapi = description  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _closing(app: FastAPI) -> AsyncIterator[None]:
    running: Running = app.state.running
    rounds = [each for each in (running.background, running.reloading) if each is not None]
    for each in rounds:
        each.start()
    if running.reloading is not None:
        wake_by_signal(running.reloading)
    yield
    for each in rounds:
        each.end()
    running.close()


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    running = running_in(request)
    audit = running.audit
    if error.audited and audit is not None:
        key = getattr(request.state, "caller", None)
        route, method = route_of(request.scope), request.method
        try:
            await running.lookups.run(
                lambda: audit.refused(key=key, method=method, route=route, reason=error.kind), "audit"
            )
        except ProblemError as full:
            return full.response()
    return error.response()


async def _parameters(request: Request, error: Exception) -> Response:
    """FastAPI's complaint about parameters of the address or headers, in our form."""
    assert isinstance(error, RequestValidationError)
    errors = [
        FieldError(detail=details["msg"][:1].lower() + details["msg"][1:], parameter=str(details["loc"][-1]))
        for details in error.errors()
    ]
    return await _problem(request, ProblemError("invalid-input", errors=errors))


async def _http(request: Request, error: Exception) -> Response:
    """What Starlette answers by itself: an unknown address, or a method an address does not take."""
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return ProblemError("method-not-allowed", headers=error.headers).response()
    if error.status_code == HTTPStatus.NOT_FOUND:
        return ProblemError("not-found", "No route has this address.").response()
    return await _problem(request, ProblemError("malformed-body"))


async def _store_failed(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette's signature
    """A mistake that no route put into its place: the store, or files of a landlord. Its words stay on the server."""
    if isinstance(error, NotStoredError):
        return ProblemError("not-found").response()
    if isinstance(error, RepeatedKeyError):
        return ProblemError("key-used-before", "Use a new key for each request.").response()
    detail = f"Something this answer needs is not available: {type(error).__name__}."
    return ProblemError("overloaded", detail, headers=RETRY_AFTER).response()
