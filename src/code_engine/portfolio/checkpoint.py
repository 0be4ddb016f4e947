"""How far a run came, kept beside its output so that the same command goes on where it was interrupted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from code_engine.engine import Engine
from code_engine.errors import CodeEngineError
from code_engine.portfolio.evaluating import Question
from code_engine.version import VERSION

FILE = "checkpoint.json"


@dataclass(slots=True)
class Progress:
    """What a run has done. In what was read, `rows_read` is always `rows_evaluated` and `rows_rejected` together."""

    parts: int = 0
    cases_read: int = 0
    cases_evaluated: int = 0
    cases_rejected: int = 0
    rows_read: int = 0
    rows_evaluated: int = 0
    rows_rejected: int = 0
    findings: int = 0
    numbered: int = 0
    """In columns: how many numbers of cases are done, those of rejected cases among them."""
    statuses: dict[str, int] = field(default_factory=dict)
    """How many findings of each layer have each status: `code.met`."""


def fingerprint(
    engine: Engine, path: Path, mapping: Path | None, question: Question, form: str, evaluator: str = "cases"
) -> str:
    """A hash of all that the findings depend on; a run is only gone on with where it is the same."""
    parts = [
        VERSION,
        form,
        evaluator,
        repr(question),
        *(ruleset.digest for ruleset in engine.catalogue),
        *_landlords(engine),
        mapping.read_text(encoding="utf-8") if mapping is not None else "",
        *_files(path),
    ]
    return "sha256:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()


def saved(folder: Path, identity: str) -> Progress | None:
    """How far the run of that identity came, None where there is none; one of another identity does not count."""
    try:
        content = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Progress(**content["progress"]) if content["identity"] == identity else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save(folder: Path, identity: str, progress: Progress) -> None:
    """Write it down, whole or not at all."""
    content: Mapping[str, object] = {"identity": identity, "progress": asdict(progress)}
    beside = folder / f"{FILE}.new"
    beside.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    beside.replace(folder / FILE)


def _landlords(engine: Engine) -> Iterator[str]:
    for name in engine.landlords.ids():
        try:
            policies = engine.landlords.get(name).policies
        except CodeEngineError:
            continue  # its cases are rejected, each with the reason
        yield from (f"{name} {policy.version} {policy.content!r}" for policy in policies)


def _files(path: Path) -> Iterator[str]:
    """Size and time of change of every file: a source that has changed is read from its beginning."""
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            state = file.stat()
            yield f"{file.name} {state.st_size} {state.st_mtime_ns}"
