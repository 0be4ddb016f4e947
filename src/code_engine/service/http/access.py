"""Who may do what: the key of a request, its scope, and the landlords within its reach.

What is not within reach is answered as what does not exist, after the same work, so that no key can find out
whether another landlord has something.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Final, TypeVar

from fastapi import Depends, Request

from code_engine.errors import LandlordError
from code_engine.landlord.landlords import Landlords
from code_engine.landlord.profile import CODE_ONLY
from code_engine.service.http.problem_details import FieldError, ProblemError, invalid, invalid_field
from code_engine.service.http.running import Running, running_in
from code_engine.service.ports import EVERY_LANDLORD, SCOPES, Caller, Scope

Result = TypeVar("Result")

ANYBODY: Final = Caller("no-auth", EVERY_LANDLORD, frozenset(SCOPES))
"""The caller of every request to a service that asks for no keys."""

_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="code-engine"'}
_LONGEST_KEY: Final = 512


@dataclass(frozen=True, slots=True)
class Reach:
    """The landlords a caller may ask about: its own, its group's children, and the Code alone."""

    caller: Caller
    landlords: Landlords

    def ids(self) -> tuple[str, ...]:
        """The ids of all landlords within reach, sorted."""
        return tuple(name for name in self.landlords.ids() if self.includes(name))

    def includes(self, landlord: str) -> bool:
        """Whether a landlord exists and is within reach."""
        found = self.landlords.by_id.get(landlord)
        if found is None:
            return False
        own = self.caller.landlord
        return own == EVERY_LANDLORD or landlord == CODE_ONLY or any(each.id == own for each in found.lineage)

    def owns(self, landlord: str) -> bool:
        """Whether what is stored for a landlord is this caller's to see: the Code alone is nobody's in particular."""
        return self.includes(landlord) and (
            landlord != CODE_ONLY or self.caller.landlord in (CODE_ONLY, EVERY_LANDLORD)
        )

    def owned(self, landlord: str | None) -> tuple[str, ...]:
        """The landlords whose stored cases this caller sees, or the one named of them.

        Raises ProblemError where the one named is not among them, the same where there is none.
        """
        if landlord is None:
            return tuple(name for name in self.landlords.ids() if self.owns(name))
        if not self.owns(landlord):
            raise ProblemError("not-found", "This key reaches no landlord of that name.", audited=True)
        return (landlord,)

    def owner(self, landlord: str | None, pointer: str) -> str:
        """The landlord for whom something is to be stored: the one named, or the caller's own.

        Raises ProblemError where it is not within reach, or the caller has none of its own.
        """
        wanted = landlord or self.caller.landlord
        if wanted == EVERY_LANDLORD:
            raise invalid_field("this key belongs to no one landlord", "#", "add `landlord`")
        self.require(wanted, pointer)
        if not self.owns(wanted):
            raise ProblemError("forbidden", errors=[_out_of_reach(pointer)])
        return wanted

    def require(self, landlord: str, pointer: str) -> None:
        """Raises ProblemError where a landlord in the body is not within reach, the same where there is none."""
        if self.includes(landlord):
            return
        if self.caller.landlord == EVERY_LANDLORD:
            try:
                self.landlords.get(landlord)
            except LandlordError as error:
                raise invalid(error, pointer) from None
        raise ProblemError("forbidden", errors=[_out_of_reach(pointer)])


def _out_of_reach(pointer: str) -> FieldError:
    return FieldError(detail="this key reaches no landlord of that name", pointer=pointer)


@dataclass(frozen=True, slots=True)
class Access:
    """What a route works with: the running service, who calls, and what that caller can reach."""

    running: Running
    caller: Caller

    async def run(self, work: Callable[[], Result]) -> Result:
        """Do what may block on a thread, for this caller. Raises ProblemError as `Pool.run`."""
        return await self.running.pool.run(work, self.caller.key)

    @property
    def reach(self) -> Reach:
        """The landlords within reach, of the engine that is in use now."""
        return Reach(self.caller, self.running.engine.landlords)


def access_with(scope: Scope) -> Callable[[Request], Awaitable[Access]]:
    """A dependency of routes: the access of a request whose key has a scope."""

    async def access(request: Request) -> Access:
        running = running_in(request)
        caller = await _caller(request, running)
        request.state.caller = caller.key
        if scope not in caller.scopes:
            raise ProblemError("forbidden", f"It needs the scope `{scope}`.")
        return Access(running, caller)

    return access


MayRead = Annotated[Access, Depends(access_with("read"))]
MayEvaluate = Annotated[Access, Depends(access_with("evaluate"))]
MayWrite = Annotated[Access, Depends(access_with("write"))]
MayManage = Annotated[Access, Depends(access_with("admin"))]
"""What a route asks for: the access of a request whose key has that scope."""


def route_of(scope: object) -> str:
    """The template of the address of a request, `/v1/cases/{reference}`; it holds nothing of a case."""
    route = scope.get("route") if isinstance(scope, dict) else None
    return str(getattr(route, "path", "unknown"))


async def _caller(request: Request, running: Running) -> Caller:
    """Whose key it is. Raises ProblemError (401), the same for no key, a malformed and an unknown one."""
    keys = running.keys
    if keys is None:
        return ANYBODY
    scheme, _, presented = request.headers.get("authorization", "").partition(" ")
    usable = scheme.lower() == "bearer" and 0 < len(presented) <= _LONGEST_KEY
    found = await running.callers.find(keys, presented) if usable else None
    if found is None:
        raise ProblemError("unauthorised", "Send `Authorization: Bearer KEY`.", headers=_CHALLENGE)
    return found
