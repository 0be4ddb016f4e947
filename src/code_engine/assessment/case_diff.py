"""Which cases would come out differently under two policies: each evaluated under both, their promises compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from code_engine.assessment.policy_choice import ChosenPolicy
from code_engine.assessment.policy_diff_answers import (
    CaseDifference,
    CaseNotRead,
    CasesCompared,
    FindingDifference,
    Outcome,
)
from code_engine.case.load import load_case
from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.errors import CalendarError, CaseError, CodeEngineError, DocumentError, Location, Problem
from code_engine.evaluation.evaluation import Evaluation, Finding, Status
from code_engine.landlord.profile import CODE_ONLY
from code_engine.ruleset.rules import Ruleset

_SUFFIXES = (".yaml", ".yml", ".json")


def case_files(folder: Path) -> tuple[Path, ...]:
    """The case files of a folder, by name. Raises DocumentError where there is no such folder, or nothing in it."""
    place = Location(str(folder))
    if not folder.is_dir():
        problem = "this is a file, not a folder of cases" if folder.exists() else "there is no such folder"
        raise DocumentError(Problem(problem, place, "name a folder that holds case files"))
    files = sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES and path.is_file())
    if not files:
        raise DocumentError(Problem("there is no case in this folder", place, "a case is a file .yaml, .yml or .json"))
    return tuple(files)


def compare_cases(
    engine: Engine, a: ChosenPolicy, b: ChosenPolicy, ruleset: Ruleset, files: Sequence[Path], as_of: date
) -> CasesCompared:
    """Evaluate every case under both policies, whenever it was received, and keep what comes out differently.

    A case that cannot be read or evaluated is listed, and the rest goes on. Raises CodeEngineError, with all that
    is wrong, where none could be; LandlordError or ConsequenceError where a policy itself cannot be used.
    """
    different: list[CaseDifference] = []
    not_read: list[CaseNotRead] = []
    problems: list[Problem] = []
    for file in files:
        try:
            case = load_case(file)
            pair = tuple(_evaluated(engine, case, each, ruleset, as_of) for each in (a, b))
        except (CaseError, DocumentError, CalendarError) as error:
            placed = [_placed(problem, file) for problem in error.problems]
            problems += placed
            not_read.append(CaseNotRead.of(file=str(file), problems=tuple(map(str, placed))))
            continue
        findings = tuple(_differences(*pair))
        if findings:
            different.append(CaseDifference.of(file=str(file), reference=case.reference, findings=findings))
    if len(not_read) == len(files):
        raise CodeEngineError(*problems)
    return CasesCompared.of(
        as_of=as_of, compared=len(files) - len(not_read), different=tuple(different), not_read=tuple(not_read)
    )


def _evaluated(engine: Engine, case: Case, chosen: ChosenPolicy, ruleset: Ruleset, as_of: date) -> Evaluation:
    landlord = chosen.landlord.id if chosen.landlord is not None else CODE_ONLY
    return engine.evaluate(case, as_of=as_of, ruleset=ruleset.identity, landlord=landlord, policy=chosen.policy)


def _placed(problem: Problem, file: Path) -> Problem:
    return problem if problem.location is not None else Problem(problem.message, Location(str(file)), problem.hint)


def _differences(a: Evaluation, b: Evaluation) -> Iterator[FindingDifference]:
    """The promises that come out differently. One that only one side makes counts where it applies to the case."""
    mine, others = _by_layer(a), _by_layer(b)
    # A policy cannot reach the Code's own findings; were it so, no answer of this program could be trusted.
    assert mine["code"] == others["code"]
    ours, theirs = mine["policy"], others["policy"]
    for rule in sorted(ours.keys() | theirs.keys(), key=lambda each: _order(ours.get(each) or theirs[each])):
        first, second = ours.get(rule), theirs.get(rule)
        if _told(first) != _told(second):
            finding = second or first
            assert finding is not None
            yield FindingDifference.of(
                provision=finding.provision,
                rule=rule,
                title=finding.title,
                a=_outcome(first),
                b=_outcome(second),
            )


def _by_layer(evaluation: Evaluation) -> dict[str, dict[str, Finding]]:
    found: dict[str, dict[str, Finding]] = {"code": {}, "policy": {}}
    for finding in evaluation.findings:
        found[finding.layer][finding.rule] = finding
    return found


def _order(finding: Finding) -> tuple[tuple[int, ...], str]:
    return tuple(int(part) for part in finding.provision.split(".")), finding.rule


def _told(finding: Finding | None) -> tuple[Status, date | None]:
    """What is compared; a promise that is not made is like one that does not apply."""
    if finding is None or finding.status is Status.NOT_APPLICABLE:
        return Status.NOT_APPLICABLE, None
    return finding.status, finding.due_on


def _outcome(finding: Finding | None) -> Outcome | None:
    return (
        Outcome.of(status=finding.status, due_on=finding.due_on, reason=finding.reason) if finding is not None else None
    )
