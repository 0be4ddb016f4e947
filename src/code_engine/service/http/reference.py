"""Routes about what the service knows: landlords and their policies, rulesets, provisions, schemas."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import PurePath
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Path, Query, Response
from pydantic_core import PydanticCustomError

from code_engine.assessment.policy_choice import choose_policy, choose_ruleset
from code_engine.assessment.policy_view import view_policy
from code_engine.assessment.policy_view_answers import PolicyView
from code_engine.case.dates import parse_day
from code_engine.errors import CodeEngineError
from code_engine.landlord.landlords import Landlord
from code_engine.presentation.rules_outline import ProvisionShown, shown
from code_engine.ruleset.catalogue import Catalogue
from code_engine.ruleset.rules import Ruleset
from code_engine.schemas import SCHEMAS, schema_text
from code_engine.service.http.access import Access, MayRead
from code_engine.service.http.described import refusals
from code_engine.service.http.problem_details import FieldError, ProblemError, invalid_parameter
from code_engine.service.http.reference_answers import (
    BrandingKnown,
    LandlordKnown,
    LandlordsKnown,
    PolicyKnown,
    ProvisionKnown,
    ProvisionsKnown,
    RulesetKnown,
    RulesetsKnown,
)
from code_engine.service.http.request_body import JSON_TYPE

Result = TypeVar("Result")

router = APIRouter(tags=["What the service knows"])

OfLandlord = Annotated[str | None, Query(description="Include the rulesets that this landlord or its group brings.")]
OfRuleset = Annotated[
    str | None, Query(description="A version of the Code, ID@VERSION; the one in force today if left out.")
]
REFUSALS = refusals(401, 403, 404, 422, 429, 503)


@router.get(
    "/v1/landlords",
    operation_id="ListLandlords",
    summary="The landlords within reach of the key",
    response_model=LandlordsKnown,
    responses=refusals(401, 403, 429, 503),
)
async def landlords(access: MayRead) -> LandlordsKnown:
    """Each with the versions of its own policy; one without any has its group's, or none."""
    return await _done(access, lambda: LandlordsKnown(landlords=[_landlord(each) for each in _within(access)]))


@router.get(
    "/v1/rulesets",
    operation_id="ListRulesets",
    summary="The versions of the Code",
    response_model=RulesetsKnown,
    responses=refusals(401, 403, 422, 429, 503),
)
async def rulesets(access: MayRead, landlord: OfLandlord = None) -> RulesetsKnown:
    """The shipped ones, and a landlord's own where one is named."""
    return await _done(
        access, lambda: RulesetsKnown(rulesets=[_ruleset(each) for each in _catalogue(access, landlord)])
    )


@router.get(
    "/v1/provisions",
    operation_id="ListProvisions",
    summary="Every provision of a version of the Code",
    response_model=ProvisionsKnown,
    responses=refusals(401, 403, 422, 429, 503),
)
async def provisions(access: MayRead, ruleset: OfRuleset = None, landlord: OfLandlord = None) -> ProvisionsKnown:
    """In the order of the Code, each with its gist and the kinds of evidence that can answer it."""

    def listed() -> ProvisionsKnown:
        chosen = _chosen(access, ruleset, landlord)
        known = [
            ProvisionKnown(number=each.number, title=each.title, gist=each.gist, kinds=list(each.kinds))
            for each in chosen.provisions.values()
        ]
        return ProvisionsKnown(ruleset=chosen.identity, provisions=known)

    return await _done(access, listed)


@router.get(
    "/v1/provisions/{number}",
    operation_id="GetProvision",
    summary="What a provision asks, and how each of its rules is decided",
    response_model=ProvisionShown,
    responses=REFUSALS,
)
async def provision(
    access: MayRead,
    number: Annotated[str, Path(description="The number of the provision, 6.3.", max_length=20)],
    ruleset: OfRuleset = None,
    landlord: OfLandlord = None,
) -> Response:
    """Rules, conditions, deadlines, numbers and contested readings."""

    def found() -> Response:
        chosen = _chosen(access, ruleset, landlord)
        if number not in chosen.provisions:
            raise ProblemError("not-found", f"{chosen.identity} has no such provision.")
        data = asdict(shown(chosen, chosen.provision(number)))
        return Response(json.dumps(data, indent=2, ensure_ascii=False) + "\n", media_type=JSON_TYPE)

    return await _done(access, found)


@router.get(
    "/v1/policies/{landlord}",
    operation_id="GetPolicy",
    summary="The policy of a landlord that is in force on a day",
    response_model=PolicyView,
    responses=REFUSALS,
)
async def policy(
    access: MayRead,
    landlord: Annotated[str, Path(description="The id of the landlord.", max_length=100)],
    on: Annotated[str | None, Query(description="The day, 2025-07-15; today in London if left out.")] = None,
) -> Response:
    """Every value with its origin, beside the Code's. Files are named without the folders they lie in."""

    def found() -> Response:
        if not access.reach.includes(landlord):
            raise ProblemError("not-found", "This key reaches no landlord of that name.", audited=True)
        engine, today = access.running.engine, access.running.clock.today()
        try:
            chosen = choose_policy(engine.landlords, landlord, as_of=day_in("on", on), today=today)
            view = view_policy(chosen, *choose_ruleset(chosen.catalogue(engine.catalogue), chosen, None))
        except CodeEngineError as error:
            raise ProblemError("not-found", error.problems[0].message) from None
        data = _without_folders(view.model_dump(mode="json"))
        return Response(json.dumps(data, indent=2, ensure_ascii=False) + "\n", media_type=JSON_TYPE)

    return await _done(access, found)


@router.get(
    "/v1/schema/{name}",
    operation_id="GetSchema",
    summary="The JSON Schema of a kind of file or answer",
    response_class=Response,
    responses={
        200: {"description": "A schema.", "content": {JSON_TYPE: {"schema": {"type": "object"}}}},
        **refusals(401, 403, 404, 422, 429, 503),
    },
)
async def schema(
    access: MayRead, name: Annotated[str, Path(description=", ".join(SCHEMAS), max_length=40)]
) -> Response:
    """Draft 2020-12, the same as `code-engine schema` prints."""
    if name not in SCHEMAS:
        raise ProblemError("not-found", f"The schemas are: {', '.join(SCHEMAS)}.")
    return await _done(access, lambda: Response(schema_text(name), media_type=JSON_TYPE))


def day_in(parameter: str, value: str | None) -> date | None:
    """The day in a parameter of the address. Raises ProblemError for anything but `2025-07-15`."""
    if value is None:
        return None
    try:
        return parse_day(value)
    except PydanticCustomError as error:
        hint = (error.context or {}).get("hint")
        raise invalid_parameter(error.message(), parameter, hint) from None


async def _done(access: Access, work: Callable[[], Result]) -> Result:
    return await access.run(work)


def _within(access: Access) -> Iterator[Landlord]:
    reach = access.reach
    return (reach.landlords.get(name) for name in reach.ids())


def _landlord(landlord: Landlord) -> LandlordKnown:
    try:
        policies, readable = landlord.policies, True
    except CodeEngineError:
        policies, readable = (), False
    profile = landlord.profile
    look = profile.branding
    return LandlordKnown(
        id=landlord.id,
        name=landlord.name,
        group=_group(landlord),
        policies=[
            PolicyKnown(version=each.version, title=each.title, in_force_from=each.start, in_force_to=each.end)
            for each in policies
        ],
        terms=profile.terms.model_dump(),
        branding=BrandingKnown(primary=look.primary, accent=look.accent, strapline=look.strapline),
        readable=readable,
    )


def _group(landlord: Landlord) -> str | None:
    return landlord.parent.id if landlord.parent is not None else None


def _catalogue(access: Access, landlord: str | None) -> Catalogue:
    """The rulesets, with those of a landlord where one is named. Raises ProblemError where it is not within reach."""
    engine = access.running.engine
    if landlord is None:
        return engine.catalogue
    if not access.reach.includes(landlord):
        error = FieldError(detail="this key reaches no landlord of that name", parameter="landlord")
        raise ProblemError("invalid-input", errors=[error], audited=True)
    return engine.catalogue_of(engine.landlords.get(landlord))


def _chosen(access: Access, identity: str | None, landlord: str | None) -> Ruleset:
    catalogue = _catalogue(access, landlord)
    try:
        return catalogue.named(identity) if identity is not None else catalogue.in_force(access.running.clock.today())
    except CodeEngineError as error:
        problem = error.problems[0]
        raise invalid_parameter(problem.message, "ruleset", problem.hint) from None


def _ruleset(ruleset: Ruleset) -> RulesetKnown:
    return RulesetKnown(
        identity=ruleset.identity,
        title=ruleset.title,
        digest=ruleset.digest,
        in_force_from=ruleset.in_force_from,
        in_force_to=ruleset.in_force_to,
    )


def _without_folders(value: Any) -> Any:
    """The value with the names of files cut to folder and name: where they lie on this machine is nobody's business."""
    if isinstance(value, list):
        return [_without_folders(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: "/".join(PurePath(each).parts[-2:]) if key == "file" and isinstance(each, str) else _without_folders(each)
        for key, each in value.items()
    }
