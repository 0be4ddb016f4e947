"""The application: every page, what stands around them, and what is said where the service refuses."""

from __future__ import annotations

from fastapi import FastAPI, HTTPException, Request
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from housing_crm.desk import FOLDER, Crm, Desk
from housing_crm.guard import Guard
from housing_crm.pages import adding, case, details, letters, settings, worklist
from housing_crm.service import Service, ServiceError

ROUTERS = (worklist.router, case.router, adding.router, details.router, letters.router, settings.router)


def create_crm(service: Service) -> FastAPI:
    """The CRM of a service."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.crm = Crm(service)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    app.add_exception_handler(ServiceError, _refused)
    app.add_exception_handler(StarletteHTTPException, _not_here)
    app.add_middleware(Guard)
    return app


async def _refused(request: Request, error: Exception) -> Response:
    """The service refused, or does not answer: in its own words, which hold nothing of another landlord."""
    assert isinstance(error, ServiceError)
    further = [each.detail for each in error.errors]
    words = " ".join(part for part in (error.detail, *further) if part) or "Try again in a moment."
    return Desk(request).lone(error.title, words, error.status or 502)


async def _not_here(request: Request, error: Exception) -> Response:
    assert isinstance(error, StarletteHTTPException)
    title = "This page is not there" if error.status_code == 404 else "This did not work"
    words = error.detail if isinstance(error, HTTPException) else "Go back to the list of cases."
    return Desk(request).lone(title, words, error.status_code)
