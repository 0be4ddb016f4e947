"""Checking rulesets, landlords, scenarios and cases, and collecting everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from code_engine.assessment.standards import standards_problems
from code_engine.calendar import england
from code_engine.case.load import case_of
from code_engine.case.model import Case
from code_engine.case.vocabulary import VOCABULARY
from code_engine.checks.landlord_files import policy_problems, sheet_problems
from code_engine.checks.letters import letter_problems, letters_file_problems
from code_engine.checks.stock import Stock, installed, skipped_words, stock_with
from code_engine.checks.targets import Targets, scenarios_in
from code_engine.checks.units import unit_problems
from code_engine.documents import Document, problems_from, read_document
from code_engine.errors import CodeEngineError, LandlordError, Problem, did_you_mean, quoted
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.policy import Policy, merge
from code_engine.landlord.policy_version import DRAFT, draft_in
from code_engine.landlord.profile import code_only_profile
from code_engine.landlord_program import build_landlord_program, compile_code
from code_engine.ruleset.rules import JudgementBody, Ruleset
from code_engine.scenarios.models import PolicyScenario, Scenario, ScenarioFile


@dataclass
class Report:
    """What was looked at, in words, and every problem once, in the order found."""

    looked_at: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def note(self, problems: Iterable[Problem]) -> None:
        """Add problems that are not known yet."""
        self.problems.extend(problem for problem in problems if problem not in self.problems)


def check_installed(*, strict: bool = False) -> Report:
    """Check every ruleset, every landlord of every plugin, and their scenarios. Raises LandlordError where strict."""
    stock = installed(strict=strict)
    report = Report()
    report.note(Problem(f"{skipped_words(skipped)}: {skipped.reason}") for skipped in stock.landlords.skipped)
    landlords = [stock.landlords.get(name) for name in stock.landlords.ids()]
    folders = [Path(ruleset.path) for ruleset in stock.rulesets]
    folders += [landlord.folder for landlord in landlords if landlord.folder is not None]
    _check_rulesets(stock.rulesets, report)
    _check_landlords(landlords, stock, report)
    _check_scenarios([file for folder in folders for file in scenarios_in(folder)], stock, report)
    report.note(stock.problems)
    return report


def problems_in(stock: Stock) -> list[Problem]:
    """What is wrong with the rulesets and landlords of a stock, in themselves and with each other."""
    report = Report()
    _check_rulesets(stock.rulesets, report)
    _check_landlords((stock.landlords.get(name) for name in stock.landlords.ids()), stock, report)
    report.note(stock.problems)
    return report.problems


def check_targets(targets: Targets, *, strict: bool = False) -> Report:
    """Check what some paths stand for, beside what is installed. Raises LandlordError where strict."""
    stock = stock_with(targets.beside, strict=strict)
    report = Report()
    report.note(targets.problems)
    chosen = {path.resolve() for path in targets.rulesets}
    _check_rulesets([each for each in stock.rulesets if Path(each.path).resolve() in chosen], report)
    folders = {path.resolve() for path in targets.landlords}
    named = [stock.landlords.get(name) for name in stock.landlords.ids()]
    landlords = [each for each in named if each.folder is not None and each.folder.resolve() in folders]
    _check_landlords(landlords, stock, report)
    _check_scenarios(targets.scenarios, stock, report)
    for document in targets.cases:
        _check_case(document, stock, report)
    if targets.cases:
        report.looked_at.append(_counted(len(targets.cases), "case"))
    report.note(stock.problems)
    return report


def _check_rulesets(rulesets: Iterable[Ruleset], report: Report) -> None:
    """A ruleset that loaded has only its consequences and its letters left to be wrong."""
    for ruleset in rulesets:
        report.note(letters_file_problems(ruleset))
        _program(Landlord(code_only_profile()), None, ruleset, report)
        rules = sum(len(ruleset.rules_of(number)) for number in ruleset.provisions)
        report.looked_at.append(
            f"ruleset {ruleset.identity}: {_counted(len(ruleset.provisions), 'provision')}, "
            f"{_counted(rules, 'rule')}, {_counted(len(ruleset.consequences), 'consequence')}"
        )


def _check_landlords(landlords: Iterable[Landlord], stock: Stock, report: Report) -> None:
    for landlord in landlords:
        report.looked_at.append(f"landlord {landlord.id}")
        problems = landlord.problems()
        report.note((*problems, *standards_problems(landlord)))
        if problems:
            continue
        rulesets, policies = stock.rulesets_of(landlord), list(_policies(landlord))
        report.note(sheet_problems(landlord, rulesets))
        stated = [policy for policy in policies if policy is not None]
        report.note((*policy_problems(stated, rulesets), *unit_problems(stated, rulesets)))
        for ruleset in rulesets:
            for policy in policies:
                _program(landlord, policy, ruleset, report)
        if not stock.problems:
            report.note(letter_problems(stock.engine(), landlord))


def _policies(landlord: Landlord) -> Iterator[Policy | None]:
    """Every policy the landlord has had, merged with its groups'; None where there was a time without one."""
    days = {date.min}
    for each in landlord.lineage:
        for version in each.policies:
            days |= {day for day in (version.start, version.end) if day is not None}
            if version.end is not None and version.end < date.max:
                days.add(date.fromordinal(version.end.toordinal() + 1))
    seen: set[str] = set()
    for day in sorted(days):
        policy = landlord.policy_on(day)
        digest = policy.digest if policy is not None else ""
        if digest not in seen:
            seen.add(digest)
            yield policy


def _program(landlord: Landlord, policy: Policy | None, ruleset: Ruleset, report: Report) -> None:
    try:
        build_landlord_program(landlord, policy, compile_code(ruleset, VOCABULARY), VOCABULARY, england())
    except CodeEngineError as error:
        report.note(error.problems)


def _check_scenarios(files: Iterable[Path], stock: Stock, report: Report) -> None:
    count = found = 0
    for file in files:
        found += 1
        try:
            document = read_document(file)
            content = ScenarioFile.model_validate(document.data)
        except ValidationError as error:
            report.note(problems_from(document, error, ScenarioFile))
            continue
        except CodeEngineError as error:
            report.note(error.problems)
            continue
        for index, scenario in enumerate(content.scenarios):
            count += 1
            report.note(_scenario_problems(document, index, scenario, stock))
    if found:
        report.looked_at.append(f"{_counted(count, 'scenario')} in {_counted(found, 'file')}")


def _scenario_problems(
    document: Document, index: int, scenario: Scenario | PolicyScenario, stock: Stock
) -> Iterator[Problem]:
    place = ("scenarios", index)
    known = {number for ruleset in stock.rulesets for number in ruleset.provisions}
    for position, number in enumerate(scenario.provisions):
        if number not in known:
            yield Problem(
                f"there is no provision {quoted(number)}",
                document.location((*place, "provisions", position)),
                did_you_mean(number, known),
            )
    if isinstance(scenario, PolicyScenario):
        try:
            merge(DRAFT, [draft_in(document.part((*place, "policy")))])
        except LandlordError as error:
            yield from error.problems
        return
    try:
        Case.model_validate(scenario.case)
    except ValidationError as error:
        yield from problems_from(document, error, Case, (*place, "case"))


def _check_case(document: Document, stock: Stock, report: Report) -> None:
    """The case itself, its landlord, and whether every answer belongs to a question."""
    try:
        case = case_of(document)
    except CodeEngineError as error:
        report.note(error.problems)
        return
    try:
        landlord = stock.landlords.get(case.landlord)
    except CodeEngineError as error:
        place = document.location(("landlord",))
        report.note(Problem(problem.message, place, problem.hint) for problem in error.problems)
        return
    known = set(_questions(landlord, stock))
    report.note(
        Problem(
            f"no rule asks the question {quoted(key)}",
            document.key_location(("answers", key)),
            did_you_mean(key, known) or "`code-engine rules show` names the questions of a provision",
        )
        for key in case.answers
        if key not in known
    )


def _questions(landlord: Landlord, stock: Stock) -> Iterator[str]:
    """The keys that `answers:` may have: questions of the Code and of the landlord, and the landlord's facts."""
    for ruleset in stock.rulesets_of(landlord):
        for rule in ruleset.rules():
            if isinstance(rule.body, JudgementBody):
                yield rule.body.id
    if landlord.problems():
        return
    yield from landlord.facts
    for policy in _policies(landlord):
        for own in policy.rules if policy is not None else ():
            if own.entry.judgement is not None:
                yield own.entry.judgement.id


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
