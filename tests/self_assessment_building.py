"""Self-assessments of an invented landlord for tests: drafted from rows, a policy and cases given as data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from code_engine.assessment.case_year import CaseYear
from code_engine.assessment.policy_check import check_policy
from code_engine.assessment.self_assessment import Known, draft_self_assessment
from code_engine.assessment.self_assessment_answers import SelfAssessment
from code_engine.assessment.sheet import Sheet, SheetLayer, merged
from code_engine.assessment.sheet_file import SheetFile
from code_engine.documents import parse_document
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.policy import Policy
from code_engine.landlord.profile import Profile
from policy_building import draft, shipped_code

LAST_DAY = date(2025, 3, 31)
ATTESTED = {
    "comply": True,
    "evidence": "Minutes of May",
    "owner": "Ines Marlow",
    "date": "2024-06-30",
    "review_by": "2025-09-30",
}
"""A row that says Yes with all that a Yes needs."""

SAYS_NOTHING = "policy: {title: Complaints Policy}\n"
"""Its silence counts at 1.4, which asks that a policy tells service requests from complaints."""

CONFORMS = "clauses: {'4.1': {text: T, settings: {stage_1.respond: {value: 10, unit: working_days}}}}\n"
CONFLICT = "clauses: {'4.1': {text: T, settings: {stage_1.respond: {value: 14, unit: working_days}}}}\n"
WEAKER = "clauses: {'4.1': {text: T, new_issues: {left_to_judgement: true}}}\n"
TO_BE_JUDGED = (
    "clauses: {'4.1': {text: T, routes_before_stage_1: [{name: Quick fix, required: false, resident_chooses: true}]}}\n"
)
"""Policies about 6.3, 6.3, 6.8 and 5.2."""


def row(**more: Any) -> dict[str, Any]:
    """A row that says Yes and is fully attested, but for what is given; None takes a key out."""
    return {key: value for key, value in {**ATTESTED, **more}.items() if value is not None}


@cache
def policy(text: str) -> Policy:
    """A policy read once."""
    return draft(text)


def layer(rows: Mapping[str, Mapping[str, Any]], landlord: str = "oak", **header: Any) -> SheetLayer:
    """A landlord's file of 2024-25 with these rows."""
    content = {"assessment": {"year": "2024-25", "source": "Invented", **header}, "rows": rows}
    document = parse_document(json.dumps(content), f"{landlord}.json")
    return SheetLayer(landlord, document, SheetFile.model_validate(document.data))


def sheet(rows: Mapping[str, Mapping[str, Any]], **header: Any) -> Sheet:
    """The self-assessment that one file makes."""
    return merged("oak", [layer(rows, **header)])


def every_row(**more: Any) -> dict[str, dict[str, Any]]:
    """An attested Yes at every provision."""
    return {number: row(**more) for number in shipped_code().provisions}


def oak(name: str = "Oak Homes", **more: Any) -> Landlord:
    """The invented landlord."""
    return Landlord(Profile.model_validate({"id": "oak", "name": name, **more}))


def drafted(
    rows: Mapping[str, Mapping[str, Any]] | None,
    text: str | Policy = SAYS_NOTHING,
    *,
    cases: CaseYear | None = None,
    as_of: date = LAST_DAY,
    landlord: Landlord | None = None,
    **header: Any,
) -> SelfAssessment:
    """A draft for the invented landlord; None in place of rows for one that has no file of the year."""
    found = policy(text) if isinstance(text, str) else text
    known = Known(
        check_policy(found, shipped_code(), as_of), sheet(rows, **header) if rows is not None else None, cases
    )
    return draft_self_assessment(landlord or oak(), shipped_code(), known, "2024-25", as_of)
