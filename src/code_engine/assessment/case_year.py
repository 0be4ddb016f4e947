"""What the cases of a year showed, provision by provision, by the Code alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from code_engine.assessment.self_assessment_answers import CasesFound, CasesRead
from code_engine.assessment.years import first_calendar_year
from code_engine.case.load import load_case
from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.errors import CaseError, CodeEngineError, Location, NoRulesetInForceError, Problem, quoted
from code_engine.evaluation.evaluation import Evaluation, Finding, Status

_SUFFIXES = (".yaml", ".yml", ".json")
_WORST_FIRST = (Status.BREACHED, Status.UNDETERMINED, Status.PENDING, Status.MET)


@dataclass(slots=True)
class _Tally:
    """References of cases by what they showed about one provision."""

    by_status: dict[Status, list[str]] = field(default_factory=lambda: {status: [] for status in _WORST_FIRST})

    def found(self) -> CasesFound:
        return CasesFound.of(
            met=len(self.by_status[Status.MET]),
            breached=len(self.by_status[Status.BREACHED]),
            pending=len(self.by_status[Status.PENDING]),
            undetermined=len(self.by_status[Status.UNDETERMINED]),
            references_breached=tuple(sorted(self.by_status[Status.BREACHED])),
        )


@dataclass(frozen=True, slots=True)
class CaseYear:
    """The cases of a landlord received in a year: how many were read, and what they showed by provision."""

    read: CasesRead
    by_provision: Mapping[str, CasesFound]


def bounds_of(year: str) -> tuple[date, date]:
    """The first and last day of a year of assessment, from 1 April to 31 March."""
    first = first_calendar_year(year)
    return date(first, 4, 1), date(first + 1, 3, 31)


def case_year(engine: Engine, folder: Path, landlord: str, year: str, as_of: date) -> CaseYear:
    """Evaluate the case files of a folder by the Code alone, as they stood on `as_of`.

    Only cases of this landlord received in the year count, each reference once. A file that cannot be read is
    listed; the rest goes on. Raises CaseError where the folder cannot be read or holds no case file at all.
    """
    paths = _case_files(folder)
    tallies: dict[str, _Tally] = {}
    unreadable: list[str] = []
    counted: dict[str, str] = {}
    outside = 0
    for path in paths:
        try:
            case = load_case(path)
            evaluation = _evaluated(engine, case, landlord, year, as_of)
        except CodeEngineError as error:
            unreadable.append(f"{path.name}: {error.problems[0].message}")
            continue
        if evaluation is None:
            outside += 1
        elif case.reference in counted:
            unreadable.append(f"{path.name}: {quoted(case.reference)} was read from {counted[case.reference]} already")
        else:
            counted[case.reference] = path.name
            _count(evaluation, tallies)
    read = CasesRead.of(
        folder=folder.name, received_in_year=len(counted), outside_the_year=outside, unreadable=tuple(unreadable)
    )
    return CaseYear(read, {provision: tally.found() for provision, tally in tallies.items()})


def _case_files(folder: Path) -> list[Path]:
    place = Location(str(folder))
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES and path.is_file())
    except FileNotFoundError:
        raise CaseError(Problem("there is no such folder", place, "check its name")) from None
    except NotADirectoryError:
        raise CaseError(Problem("this is a file, not a folder", place, "name the folder it is in")) from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "not the name of a folder").lower()
        raise CaseError(Problem(f"this folder cannot be read: {reason}", place)) from None
    if not found:
        hint = "cases are YAML or JSON files directly in it: name another folder"
        raise CaseError(Problem("there is no case file in this folder", place, hint))
    return found


def _evaluated(engine: Engine, case: Case, landlord: str, year: str, as_of: date) -> Evaluation | None:
    """The evaluation of a case of this landlord received in the year; None for any other case."""
    first, last = bounds_of(year)
    received = [event.date for event in case.events if event.type == "complaint_received"]
    if case.landlord != landlord or not received or not first <= min(received) <= last:
        return None
    try:
        return engine.evaluate(case, as_of=as_of, landlord="code-only")
    except NoRulesetInForceError:
        return None


def _count(evaluation: Evaluation, tallies: dict[str, _Tally]) -> None:
    statuses: dict[str, list[Status]] = {}
    for finding in _findings(evaluation):
        statuses.setdefault(finding.provision, []).append(finding.status)
    for provision, found in statuses.items():
        worst = next((status for status in _WORST_FIRST if status in found), None)
        if worst is not None:
            tallies.setdefault(provision, _Tally()).by_status[worst].append(evaluation.case.reference)


def _findings(evaluation: Evaluation) -> Iterable[Finding]:
    return (finding for finding in evaluation.findings if finding.layer == "code")
