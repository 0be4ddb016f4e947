"""What an entry says in the open, and what is kept apart from it.

In the open: who asked (the name of a key), as of which day, by which versions with their hashes, which letters, how
many findings of each status. Apart and sealed: the case, the evaluation, and a salt. The hashes of facts and findings
are salted: without the salt, which goes with the key of the case, nobody can tell from a hash whose facts they were.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from code_engine.case.load import parse_case
from code_engine.case.model import Case
from code_engine.errors import Problem
from code_engine.service.store.canonical import canonical, digest_of
from code_engine.service.store.errors import StoreError

EVALUATION = "evaluation"
ERASURE = "erasure"

_SALT_BYTES = 16


def personal_part(case: Mapping[str, Any], evaluation: str) -> dict[str, Any]:
    """What is sealed: the facts and the answer as they were, and a new salt.

    Raises CaseError where the facts are no case, and StoreError where the answer was given for other facts.
    """
    read = parse_case(dict(case))
    if json.loads(evaluation)["case"]["digest"] != read.digest:
        raise StoreError(Problem("this evaluation was made from other facts than those to be recorded with it"))
    return {
        "salt": secrets.token_hex(_SALT_BYTES),
        "case": case_document(read),
        "evaluation": evaluation,
    }


def case_document(case: Case) -> dict[str, Any]:
    """A case as plain data; what was left out stays out, so that its digest stays the same."""
    document: dict[str, Any] = case.model_dump(mode="json", exclude_none=True)
    return document


def open_part(personal: Mapping[str, Any], asked_by: str, sealed_digest: str) -> dict[str, Any]:
    """What the chain says about an evaluation."""
    said = json.loads(personal["evaluation"])
    return {
        "asked_by": asked_by,
        "as_of": said["as_of"],
        "counting": said["counting"],
        "ruleset": {name: said["ruleset"][name] for name in ("id", "version", "digest", "forced")},
        "policy": said["policy"],
        "calendar": {name: said["calendar"][name] for name in ("name", "digest")},
        "engine": said["engine"],
        "facts": salted(personal["salt"], said["case"]["digest"]),
        "findings": salted(personal["salt"], findings_digest(said)),
        "letters": [{name: letter[name] for name in ("kind", "stage", "layer")} for letter in said["letters"]],
        "summary": said["summary"],
        "personal": sealed_digest,
    }


def findings_digest(evaluation: Mapping[str, Any]) -> str:
    """The hash of the findings of an evaluation as canonical JSON."""
    return digest_of(canonical(evaluation["findings"]).encode())


def salted(salt: str, digest: str) -> str:
    """A hash that only who has the salt can compare with another."""
    return digest_of(f"{salt}\n{digest}".encode())


def place_of(landlord: str, sequence: int) -> str:
    """The place to which the sealed part of an entry is bound."""
    return f"log:{landlord}:{sequence}"
