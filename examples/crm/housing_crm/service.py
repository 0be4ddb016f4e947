"""The service of code-engine as the CRM sees it: an address, a key, and JSON over HTTP. It needs nothing but Python."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote, urlencode

ATTEMPTS: Final = 4
_SECONDS: Final = 30
_BUSY: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_LONGEST_PAUSE: Final = 5.0


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing that is wrong: what, where in the body, and what to do."""

    detail: str
    pointer: str
    hint: str


class ServiceError(Exception):
    """The service answered with a problem (RFC 9457), or not at all; `status` is 0 then."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(problem.get("title", "The service gave no reason."))
        self.status = status
        self.title = str(self)
        self.detail = str(problem.get("detail", ""))
        self.problem = problem

    @property
    def errors(self) -> tuple[FieldError, ...]:
        """Each mistake with its place, as far as the problem names any."""
        return tuple(
            FieldError(each["detail"], each.get("pointer", ""), each.get("hint", ""))
            for each in self.problem.get("errors", ())
        )

    @property
    def lacking(self) -> tuple[Mapping[str, str], ...]:
        """What a letter needs and the case does not say: `field`, `question`, `provision`, `takes`."""
        return tuple(self.problem.get("lacking", ()))


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: its bytes, what they are, and the headers in lower case."""

    content: bytes
    media_type: str
    headers: Mapping[str, str]

    @property
    def data(self) -> Any:
        """The content as JSON."""
        return json.loads(self.content)


class Service:
    """Asks the service. Every method raises ServiceError."""

    def __init__(self, address: str, key: str) -> None:
        self._address = address.rstrip("/")
        self._key = key
        # The service is on this machine: a proxy for the way out has nothing to do with it.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def get(self, *path: str, **asked: str | None) -> Any:
        """The data at an address, `get("cases", "A/1")`; parameters that are None are left out."""
        return self.answer("GET", path, asked).data

    def post(self, *path: str, body: Mapping[str, Any], once: str | None = None, **asked: str | None) -> Any:
        """What a body is answered with. With `once` the same request sent twice is done once."""
        return self.answer("POST", path, asked, body, once).data

    def answer(
        self,
        method: str,
        path: tuple[str, ...],
        asked: Mapping[str, str | None] | None = None,
        body: Mapping[str, Any] | None = None,
        once: str | None = None,
    ) -> Answer:
        """An answer with its headers. Waits and asks again while the service is busy."""
        request = self._request(method, path, asked or {}, body, once)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self._opener.open(request, timeout=_SECONDS) as answer:
                    headers = {name.lower(): value for name, value in answer.headers.items()}
                    return Answer(answer.read(), headers.get("content-type", ""), headers)
            except urllib.error.HTTPError as error:
                if error.code not in _BUSY or "Retry-After" not in error.headers or attempt == ATTEMPTS:
                    raise ServiceError(error.code, _problem_in(error)) from None
                time.sleep(min(float(error.headers["Retry-After"]), _LONGEST_PAUSE))
            except OSError:
                detail = f"Nothing answers at {self._address}. Is code-engine serve running there?"
                raise ServiceError(0, {"title": "The service does not answer.", "detail": detail}) from None
        raise AssertionError("the last attempt returns or raises")

    def _request(
        self,
        method: str,
        path: tuple[str, ...],
        asked: Mapping[str, str | None],
        body: Mapping[str, Any] | None,
        once: str | None,
    ) -> urllib.request.Request:
        address = "/".join((self._address, "v1", *(quote(part, safe="") for part in path)))
        parameters = urlencode({name: value for name, value in asked.items() if value is not None})
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        content = None
        if body is not None:
            content = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        if once is not None:
            headers["Idempotency-Key"] = once
        whole = f"{address}?{parameters}" if parameters else address
        return urllib.request.Request(whole, content, headers, method=method)


def _problem_in(error: urllib.error.HTTPError) -> Mapping[str, Any]:
    try:
        found = json.loads(error.read())
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
