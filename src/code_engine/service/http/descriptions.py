"""Routes that describe the service to programs: OpenAPI 3.1, and 2.0 for those that take nothing newer."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from code_engine.service.http.request_body import JSON_TYPE
from code_engine.service.http.swagger import flattened

router = APIRouter(tags=["Description"])

_ANY_OBJECT: dict[int | str, dict[str, Any]] = {
    200: {"description": "A description.", "content": {JSON_TYPE: {"schema": {"type": "object"}}}}
}


@router.get("/v1/openapi.json", operation_id="GetOpenApi", summary="This description", responses=_ANY_OBJECT)
async def openapi(request: Request) -> JSONResponse:
    """OpenAPI 3.1."""
    return JSONResponse(request.app.openapi())


@router.get(
    "/v1/swagger.json",
    operation_id="GetSwagger",
    summary="This description for Power Platform and Salesforce",
    responses=_ANY_OBJECT,
)
async def swagger(request: Request) -> JSONResponse:
    """OpenAPI 2.0, flat: no alternatives, every type simple."""
    return JSONResponse(flattened(request.app.openapi(), request.url.netloc, request.url.scheme))
