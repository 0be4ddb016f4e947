"""Routes of webhooks: where a landlord's changes are sent, signed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from code_engine.errors import Problem
from code_engine.service.http.access import Access, MayManage
from code_engine.service.http.described import body_of, refusals
from code_engine.service.http.problem_details import ProblemError, invalid
from code_engine.service.http.questions import asked_in
from code_engine.service.http.reference_answers import Known
from code_engine.service.http.request_body import json_of, read_body
from code_engine.service.http.running import of_store
from code_engine.service.ports import EVERY_LANDLORD
from code_engine.service.store.errors import StoreError

router = APIRouter(tags=["Webhooks"])


class WebhookRequest(BaseModel):
    """Where changes are to be sent."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    landlord: str | None = Field(None, description="A landlord or group; that of the key if left out.")
    address: str = Field(description="An address that begins with https://.", max_length=2000)


class WebhookKnown(Known):
    """A webhook; its secret is not shown again."""

    id: str
    landlord: str
    address: str
    created_at: datetime


class WebhookMade(WebhookKnown):
    """A webhook that was just made."""

    secret: str = Field(description="What signs the messages. It is shown only here.")


class WebhooksKnown(Known):
    """Webhooks, the oldest first."""

    webhooks: list[WebhookKnown]


@router.post(
    "/v1/webhooks",
    operation_id="CreateWebhook",
    summary="Send what changes to an address",
    response_model=WebhookMade,
    responses=refusals(400, 401, 403, 408, 413, 415, 422, 429, 503),
    openapi_extra=body_of(WebhookRequest),
)
async def create(request: Request, access: MayManage) -> WebhookMade:
    """A group's hears of its children too. Messages are CloudEvents, signed with the secret, and sent at least once."""
    body = await read_body(request, access.running.limits)

    def made() -> WebhookMade:
        _, asked = asked_in(json_of(body), WebhookRequest)
        landlord = access.reach.owner(asked.landlord, "#/landlord")
        try:
            _refuse_inside(access, asked.address)
            hook, secret = of_store(access.running.webhooks).add(landlord, asked.address)
        except StoreError as error:
            raise invalid(error, "#/address") from None
        return WebhookMade(
            id=hook.id, landlord=hook.landlord, address=hook.address, created_at=hook.created_at, secret=secret
        )

    return await access.run(made)


@router.get(
    "/v1/webhooks",
    operation_id="ListWebhooks",
    summary="The webhooks within reach of the key",
    response_model=WebhooksKnown,
    responses=refusals(401, 403, 429, 503),
)
async def webhooks(access: MayManage) -> WebhooksKnown:
    """Without their secrets."""

    def listed() -> WebhooksKnown:
        found = of_store(access.running.webhooks).all(access.reach.owned(None))
        known = [
            WebhookKnown(id=each.id, landlord=each.landlord, address=each.address, created_at=each.created_at)
            for each in found
        ]
        return WebhooksKnown(webhooks=known)

    return await access.run(listed)


@router.delete(
    "/v1/webhooks/{webhook}",
    operation_id="RemoveWebhook",
    summary="Send nothing there any more",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 404, 422, 429, 503),
)
async def remove(
    access: MayManage, webhook: Annotated[str, Path(description="The id of the webhook.", max_length=100)]
) -> Response:
    """Not even what is waiting."""

    def removed() -> Response:
        hooks = of_store(access.running.webhooks)
        if webhook not in {each.id for each in hooks.all(access.reach.owned(None))}:
            raise ProblemError("not-found", "No webhook of that name is within reach of this key.", audited=True)
        hooks.remove(webhook)
        return Response(status_code=204)

    return await access.run(removed)


def _refuse_inside(access: Access, address: str) -> None:
    """Raise StoreError for an address inside the network of the service, but for who runs the service itself.

    This is for being told at once; what a name leads to is looked at when something is sent.
    """
    if access.caller.landlord == EVERY_LANDLORD:
        return
    from code_engine.service.outbox.places import is_open_to

    try:
        host = urlsplit(address).hostname or ""
        inside = host == "localhost" or not is_open_to(host, ())
    except ValueError:
        inside = False  # A name, or no address at all, which the store refuses.
    if inside:
        raise StoreError(Problem("this address lies inside the network of the service", None, "name another host"))
