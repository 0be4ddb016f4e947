"""What every page works with: the service, the day somebody looks as of, and the templates."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from fastapi import HTTPException, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from housing_crm.changed import Told
from housing_crm.guard import COOKIE, token_for, visit_of
from housing_crm.schema_fields import EventType, Schema, event_types
from housing_crm.service import Service, ServiceError
from housing_crm.words import FILTERS, path_of

FOLDER: Final = Path(__file__).parent
DAY_COOKIE: Final = "crm_day"


@dataclass
class Crm:
    """The CRM of one service: what stays the same from page to page."""

    service: Service
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    told: Told = field(default_factory=Told)

    @cached_property
    def schema(self) -> Schema:
        """The schema of a case, asked for once. Raises ServiceError."""
        found: Schema = self.service.get("schema", "case")
        return found

    @cached_property
    def event_types(self) -> Mapping[str, EventType]:
        """Every type of event. Raises ServiceError."""
        return event_types(self.schema)

    @cached_property
    def landlords(self) -> Mapping[str, Mapping[str, Any]]:
        """The landlords within reach of the key, by id. Raises ServiceError."""
        return {each["id"]: each for each in self.service.get("landlords")["landlords"]}

    @cached_property
    def templates(self) -> Environment:
        """The templates. Everything is escaped, and a name that is not there is an error."""
        environment = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(FILTERS)
        environment.globals["path_of"] = path_of
        return environment


class Desk:
    """One request: its browser, and the day it looks as of; None is today, which only the service knows."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.crm: Crm = request.app.state.crm
        self.visit = visit_of(request)
        self.as_of = _day_in(request.cookies.get(DAY_COOKIE, ""))

    @property
    def service(self) -> Service:
        """The service."""
        return self.crm.service

    def page(self, template: str, status: int = 200, *, landlord: str | None = None, **values: Any) -> Response:
        """A page, in the colours of a landlord where it is about one."""
        known = self.crm.landlords
        text = self.crm.templates.get_template(template).render(
            token=token_for(self.crm.secret, self.visit),
            looked_as_of=self.as_of,
            landlords=known,
            brand=known.get(landlord or ""),
            here=self._here(),
            **values,
        )
        return self._remembered(HTMLResponse(text, status))

    def away(self, path: str) -> Response:
        """Onwards to a page, after a form was taken."""
        return self._remembered(RedirectResponse(path, 303))

    def lone(self, title: str, words: str, status: int) -> Response:
        """A page that says why there is nothing else; it must not need the service."""
        text = self.crm.templates.get_template("lone.html.j2").render(title=title, words=words)
        return HTMLResponse(text, status)

    def listed(self, **asked: str | None) -> Iterator[Mapping[str, Any]]:
        """Cases by what is due, page by page of the service, as far as they are wanted. Raises ServiceError."""
        after: str | None = None
        while True:
            found = self.service.get("worklist", as_of=self.as_of, after=after, **asked)
            yield from found["cases"]
            after = found["next"]
            if after is None:
                return

    def case(self, landlord: str, reference: str) -> Mapping[str, Any]:
        """A stored case, whole. Raises ServiceError."""
        found: Mapping[str, Any] = self.service.get("cases", reference, landlord=landlord)["case"]
        return found

    def evaluation(self, landlord: str, reference: str) -> Mapping[str, Any]:
        """Where a stored case stands on the day that is looked as of. Raises ServiceError."""
        found: Mapping[str, Any] = self.service.get(
            "cases", reference, "evaluation", landlord=landlord, as_of=self.as_of
        )
        return found

    def _here(self) -> str:
        """Where to come back to; what was told once is not told again."""
        url = self.request.url
        return url.path if not url.query or "told=" in url.query else f"{url.path}?{url.query}"

    def _remembered(self, response: Response) -> Response:
        if self.request.cookies.get(COOKIE) != self.visit:
            response.set_cookie(COOKIE, self.visit, httponly=True, samesite="strict")
        return response


def not_there(error: ServiceError) -> bool:
    """Whether the service says that there is no such thing."""
    return error.status == 404


def within(here: str) -> str:
    """A path of this CRM to go back to; the list where it is anything else."""
    return here if here.startswith("/") and not here.startswith(("//", "/\\")) else "/"


def _day_in(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        return None


def known_type(crm: Crm, name: str) -> EventType:
    """A type of event. Raises HTTPException (404) where there is none of that name."""
    if name not in crm.event_types:
        raise HTTPException(404, "There is no such kind of event.")
    return crm.event_types[name]
