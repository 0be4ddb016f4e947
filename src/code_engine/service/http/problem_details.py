"""Errors as problem details (RFC 9457): what is wrong, where in the request, and what to do.

None of them holds a stack trace, a file name of this machine or a part of a case beyond the value that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from code_engine.errors import CodeEngineError, Problem

MEDIA_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:code-engine:problem:"
MOST_ERRORS: Final = 100


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, and the title that never changes."""

    status: int
    title: str


KINDS: Final[Mapping[str, Kind]] = {
    "malformed-body": Kind(400, "The body is not one plain JSON document."),
    "unauthorised": Kind(401, "A valid key is needed."),
    "forbidden": Kind(403, "This key may not do this."),
    "not-found": Kind(404, "There is nothing here."),
    "method-not-allowed": Kind(405, "This address does not take this method."),
    "too-slow": Kind(408, "The body did not arrive in time."),
    "conflict": Kind(409, "The same request is being answered now."),
    "recorded-before": Kind(409, "This letter was recorded before, and would not be the same now."),
    "too-large": Kind(413, "The body is too large."),
    "wrong-content-type": Kind(415, "The body has the wrong content type."),
    "invalid-input": Kind(422, "The request was understood, but its content is not valid."),
    "key-used-before": Kind(422, "This Idempotency-Key was used for another request."),
    "too-many-requests": Kind(429, "Too many requests of this key at once."),
    "letter-incomplete": Kind(422, "The letter would not say all that it has to, or what is not certain."),
    "own-fault": Kind(500, "This is a fault of code-engine, not of the request."),
    "letters-not-installed": Kind(501, "This service runs without what makes letters."),
    "overloaded": Kind(503, "The service has too much to do."),
    "took-too-long": Kind(503, "The answer took too long."),
    "no-store": Kind(503, "This service runs without a store."),
}
"""Every kind of problem by the last part of its type."""


class FieldError(BaseModel):
    """One thing that is wrong: its place, and what to do."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    detail: str
    pointer: str | None = Field(None, description="JSON pointer to the field in the body, `#/case/events/0/date`.")
    parameter: str | None = Field(None, description="The parameter of the address or the header.")
    line: int | None = Field(None, description="Line of the body where it is not valid JSON, from 1.")
    column: int | None = Field(None, description="Column in that line, from 1.")
    hint: str | None = Field(None, description="What to do.")


class LackingField(BaseModel):
    """A field that a letter needs: ask the question, and give the answer under `set`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    field: str
    question: str
    provision: str = Field(description="Who asks for it: the provision of the Code, with its part.")
    takes: str = Field(description="How the answer is written.")


class ProblemDetails(BaseModel):
    """A problem as RFC 9457 describes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str = Field(description="Which kind of problem: `urn:code-engine:problem:invalid-input`.")
    title: str
    status: int
    detail: str | None = None
    errors: tuple[FieldError, ...] = Field((), description="Each thing that is wrong, where there is a place for it.")
    lacking: tuple[LackingField, ...] = Field((), description="What a letter needs and the case does not say.")


class ProblemError(Exception):
    """Ends a request with a problem; `errors` holds each thing that is wrong. An audited one is a refused access."""

    def __init__(
        self,
        kind: str,
        detail: str | None = None,
        errors: Iterable[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        *,
        lacking: Iterable[LackingField] = (),
        audited: bool = False,
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail
        self.errors = tuple(errors)[:MOST_ERRORS]
        self.lacking = tuple(lacking)
        self.headers = dict(headers or {})
        self.audited = audited or kind in ("unauthorised", "forbidden")

    @property
    def status(self) -> int:
        """The HTTP status."""
        return KINDS[self.kind].status

    def details(self) -> ProblemDetails:
        """The problem as it is sent."""
        known = KINDS[self.kind]
        return ProblemDetails(
            type=TYPE_PREFIX + self.kind,
            title=known.title,
            status=known.status,
            detail=self.detail,
            errors=self.errors,
            lacking=self.lacking,
        )

    def plain(self) -> dict[str, Any]:
        """The problem as data, without what is not known."""
        return self.details().model_dump(mode="json", exclude_none=True, exclude_defaults=True)

    def response(self) -> Response:
        """The problem as a response."""
        content = self.details().model_dump_json(exclude_none=True, exclude_defaults=True)
        return Response(content, self.status, self.headers, MEDIA_TYPE)


def invalid(error: CodeEngineError, pointer: str | None = None, hint: str | None = None) -> ProblemError:
    """A mistake in the content; `pointer` is where it stands unless the error says so itself."""
    placed = [_placed(problem, pointer, hint) for problem in error.problems]
    return ProblemError("invalid-input", errors=sorted(placed, key=_in_order))


def invalid_field(detail: str, pointer: str, hint: str | None = None) -> ProblemError:
    """One field of the body that is not valid."""
    return ProblemError("invalid-input", errors=[FieldError(detail=detail, pointer=pointer, hint=hint)])


def invalid_parameter(detail: str, parameter: str, hint: str | None = None) -> ProblemError:
    """One parameter of the address, or a header, that is not valid."""
    return ProblemError("invalid-input", errors=[FieldError(detail=detail, parameter=parameter, hint=hint)])


def malformed(error: CodeEngineError) -> ProblemError:
    """A body that is not JSON as we take it, with line and column."""
    return ProblemError(
        "malformed-body",
        errors=(
            FieldError(
                detail=problem.message,
                line=problem.location.line if problem.location is not None else None,
                column=problem.location.column if problem.location is not None else None,
                hint=problem.hint,
            )
            for problem in error.problems
        ),
    )


def _in_order(error: FieldError) -> list[tuple[int, str]]:
    """By the pointer, elements of a list by their number."""
    parts = (error.pointer or "").split("/")
    return [(int(part), "") if part.isdecimal() and len(part) < 10 else (-1, part) for part in parts]


def _placed(problem: Problem, pointer: str | None, hint: str | None) -> FieldError:
    place = problem.location
    own = place.file if place is not None and place.file.startswith("#") else None
    return FieldError(detail=problem.message, pointer=own or pointer, hint=hint or problem.hint)
