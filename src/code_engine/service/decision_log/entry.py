"""What an entry says in the open, and what is kept apart from it.

In the open: who asked (the name of a key), as of which day, by which versions with their hashes, which letters, how
many findings of each status. Apart and sealed: the case, the evaluation, and a salt. The hashes of facts and findings
are salted: without the salt, which goes with the key of the case, nobody can tell from a hash whose facts they were.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from code_engine.case.load import parse_case
from code_engine.case.model import Case
from code_engine.errors import Problem
from code_engine.service.ports import LetterMade
from code_engine.service.store.canonical import canonical, digest_of
from code_engine.service.store.errors import StoreError
from code_engine.service.store.sealing import pack

EVALUATION = "evaluation"
LETTER = "letter"
ERASURE = "erasure"
RECORDED = (EVALUATION, LETTER)
"""The kinds of entry that hold an evaluation."""

_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Prepared:
    """An evaluation ready to be recorded: what is said in the open, and what is to be sealed, packed."""

    kind: str
    said: dict[str, Any]
    packed: bytes


def prepare(case: Mapping[str, Any], evaluation: str, asked_by: str, letter: LetterMade | None = None) -> Prepared:
    """Everything that can be done before the log is locked.

    Raises CaseError where the facts are no case, and StoreError where the answer was given for other facts.
    """
    read = parse_case(dict(case))
    answer = json.loads(evaluation)
    if answer["case"]["digest"] != read.digest:
        raise StoreError(Problem("this evaluation was made from other facts than those to be recorded with it"))
    salt = secrets.token_hex(_SALT_BYTES)
    personal = {"salt": salt, "case": case_document(read), "evaluation": evaluation}
    said = _said(answer, salt, asked_by)
    if letter is None:
        return Prepared(EVALUATION, said, pack(personal))
    said["letter"] = _said_of_letter(letter, salt)
    return Prepared(LETTER, said, pack({**personal, "receipt": letter.receipt}))


def case_document(case: Case) -> dict[str, Any]:
    """A case as plain data; what was left out stays out, so that its digest stays the same."""
    document: dict[str, Any] = case.model_dump(mode="json", exclude_none=True)
    return document


def _said(answer: Mapping[str, Any], salt: str, asked_by: str) -> dict[str, Any]:
    """What the chain says about an evaluation, without the hash of the sealed part."""
    return {
        "asked_by": asked_by,
        "as_of": answer["as_of"],
        "counting": answer["counting"],
        "ruleset": {name: answer["ruleset"][name] for name in ("id", "version", "digest", "forced")},
        "policy": answer["policy"],
        "calendar": {name: answer["calendar"][name] for name in ("name", "digest")},
        "engine": answer["engine"],
        "facts": salted(salt, answer["case"]["digest"]),
        "findings": salted(salt, findings_digest(answer)),
        "letters": [{name: letter[name] for name in ("kind", "stage", "layer")} for letter in answer["letters"]],
        "summary": answer["summary"],
    }


def _said_of_letter(letter: LetterMade, salt: str) -> dict[str, Any]:
    """What the chain says about a letter. A hash of its file can be guessed from a name, so it is salted as well."""
    return {
        "kind": letter.kind,
        "stage": letter.stage,
        "variant": letter.variant,
        "format": letter.format,
        "receipt": salted(salt, digest_of(letter.receipt.encode())),
        "file": salted(salt, digest_of(letter.content)),
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
