"""Loading a ruleset: files read, names resolved, every condition parsed and type-checked.

A ruleset that loads has no unknown name, no type error and no rule without a source; what is left to go
wrong when a case is evaluated is the case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

from code_engine.case.vocabulary import VOCABULARY, Vocabulary
from code_engine.documents import Document
from code_engine.errors import Location, Problem, RulesetError, did_you_mean, quoted
from code_engine.policy.vocabulary import POLICY_VOCABULARY
from code_engine.ruleset.build import RuleBuilder
from code_engine.ruleset.files import RulesetFile, RulesetFiles, read_files
from code_engine.ruleset.language import mentioned_names, parse
from code_engine.ruleset.models import ContestedEntry, DefinitionEntry, ParameterEntry, ProvisionEntry, RuleEntry
from code_engine.ruleset.rules import (
    Contested,
    ContestedReading,
    Definition,
    JudgementBody,
    Kind,
    Parameter,
    PlacedConsequence,
    Provision,
    Rule,
    Ruleset,
    frozen,
    provision_order,
)
from code_engine.ruleset.scope import Scope

Thing = TypeVar("Thing")


def load_ruleset(folder: Path, vocabulary: Vocabulary = VOCABULARY) -> Ruleset:
    """Load the ruleset in a folder.

    Raises RulesetError (one problem for each mistake, with file, line and column) or DocumentError.
    """
    files = read_files(folder)
    parameters = _parameters(files)
    contested = _contested(files)
    definitions, scope = _definitions(files, _base_scope(vocabulary, parameters, _judgements(files)))
    builder = RuleBuilder(scope, parameters, contested)
    about_policies = builder.beside(_base_scope(POLICY_VOCABULARY, parameters, ()))
    about_landlords = builder.beside(Scope())
    builders: dict[Kind, RuleBuilder] = {
        "case": builder,
        "policy": about_policies,
        "organisation": about_landlords,
        "portfolio": about_landlords,
    }
    provisions = _provisions(files, builders)
    header = files.header
    ends = header.in_force.end
    return Ruleset(
        id=header.id,
        version=header.version,
        title=header.title,
        source=header.source,
        checked_on=_day(header.checked_on, files.files[0].locate("checked_on")),
        in_force_from=_day(header.in_force.start, files.files[0].locate("in_force", "from")),
        in_force_to=_day(ends, files.files[0].locate("in_force", "to")) if ends is not None else None,
        digest=files.digest(),
        path=str(folder),
        sections=cast("Mapping[int, str]", frozen(cast("Mapping[str, object]", _sections(files)))),
        provisions=_read_only(provisions),
        parameters=_read_only(parameters),
        definitions=_read_only(definitions),
        contested=_read_only(contested),
        consequences=_consequences(files),
        read_further=lambda: _further(files, provisions, builders),
    )


def scope_of(ruleset: Ruleset, vocabulary: Vocabulary) -> Scope:
    """The names a landlord's own rules may use: those of the ruleset, with the facts of a vocabulary."""
    definitions = {name: definition.expression for name, definition in ruleset.definitions.items()}
    judgements = [rule.body.id for rule in ruleset.rules() if isinstance(rule.body, JudgementBody)]
    return _base_scope(vocabulary, ruleset.parameters, judgements).with_definitions(definitions)


def _read_only(mapping: Mapping[str, Thing]) -> Mapping[str, Thing]:
    return cast("Mapping[str, Thing]", frozen(mapping))


def _day(text: str, place: Location) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RulesetError(Problem(f"{quoted(text)} is not a date", place, "write it like 2024-04-01")) from None


def _sections(files: RulesetFiles) -> dict[int, str]:
    sections = {
        file.content.section.number: file.content.section.title
        for file in files.files
        if file.content.section is not None
    }
    return dict(sorted(sections.items()))


def _parameters(files: RulesetFiles) -> dict[str, Parameter]:
    return {
        name: Parameter(name, entry.value, entry.unit, entry.meaning, entry.direction, entry.provision)
        for _, name, entry in files.entries("parameters")
        if isinstance(entry, ParameterEntry)
    }


def _contested(files: RulesetFiles) -> dict[str, Contested]:
    result = {}
    for file, name, entry in files.entries("contested"):
        if isinstance(entry, ContestedEntry):
            if entry.default not in entry.readings:
                raise RulesetError(
                    Problem(
                        f"the default {quoted(entry.default)} is not one of the readings",
                        file.locate("contested", name, "default"),
                        did_you_mean(entry.default, entry.readings),
                    )
                )
            readings = {key: ContestedReading(reading.title, reading.basis) for key, reading in entry.readings.items()}
            result[name] = Contested(name, entry.question, entry.provisions, entry.default, _read_only(readings))
    return result


def _definitions(files: RulesetFiles, base: Scope) -> tuple[dict[str, Definition], Scope]:
    """Definitions may use each other in any order, but not in a circle."""
    waiting = {
        name: (file, entry) for file, name, entry in files.entries("definitions") if isinstance(entry, DefinitionEntry)
    }
    done: dict[str, Definition] = {}
    scope = base
    while waiting:
        ready = [name for name, (_, entry) in waiting.items() if not _uses(entry, waiting)]
        if not ready:
            name, (file, _) = next(iter(waiting.items()))
            names = ", ".join(quoted(name) for name in waiting)
            place = file.document.key_location(("definitions", name))
            raise RulesetError(Problem(f"these definitions use each other: {names}", place, "break the circle"))
        problems: list[Problem] = []
        for name in ready:
            file, entry = waiting.pop(name)
            try:
                expression = parse(entry.expression, scope, file.locate("definitions", name, "is"), None)
            except RulesetError as error:
                problems.extend(error.problems)
            else:
                done[name] = Definition(name, expression, entry.meaning)
        if problems:
            raise RulesetError(*problems)
        scope = base.with_definitions({name: definition.expression for name, definition in done.items()})
    return dict(sorted(done.items())), scope


def _uses(entry: DefinitionEntry, names: Collection[str]) -> bool:
    try:
        return any(mentioned in names for mentioned in mentioned_names(entry.expression))
    except RulesetError:
        # Not an expression at all: parsing it again with its place says what is wrong and where.
        return False


def _base_scope(vocabulary: Vocabulary, parameters: Mapping[str, Parameter], judgements: Iterable[str]) -> Scope:
    return Scope.from_vocabulary(
        vocabulary, {name: (parameter.value, parameter.unit) for name, parameter in parameters.items()}, judgements
    )


def _judgements(files: RulesetFiles) -> list[str]:
    """The ids of all judgements, which definitions may ask for before the rules are built."""
    return [
        rule.judgement.id
        for _, _, entry in files.entries("provisions")
        if isinstance(entry, ProvisionEntry)
        for rule in entry.rules
        if rule.subject == "case" and rule.judgement is not None
    ]


def _provisions(files: RulesetFiles, builders: Mapping[Kind, RuleBuilder]) -> dict[str, Provision]:
    found: dict[str, Provision] = {}
    for file, number, entry in sorted(files.entries("provisions"), key=lambda item: provision_order(item[1])):
        if isinstance(entry, ProvisionEntry):
            found[number] = _provision(file, number, entry, builders)
    problems = builders["case"].problems
    if problems:
        raise RulesetError(*problems)
    return found


def _provision(
    file: RulesetFile, number: str, entry: ProvisionEntry, builders: Mapping[Kind, RuleBuilder]
) -> Provision:
    problems = builders["case"].problems
    section = provision_order(number)[0]
    place = file.document.key_location(("provisions", number))
    if file.content.section is not None and file.content.section.number != section:
        problems.append(
            Problem(f"provision {quoted(number)} stands in section {file.content.section.number}", place, None)
        )
    if any(kind != "case" for kind in entry.kinds) and "case" not in entry.kinds and entry.answered_by is None:
        problems.append(
            Problem(f"provision {quoted(number)} says nothing of what answers it", place, "give `answered_by`")
        )
    rules: list[Rule] = []
    for index, rule in enumerate(entry.rules):
        if rule.subject not in entry.kinds:
            place = file.locate("provisions", number, "rules", index, "subject")
            problems.append(_other_subject(rule, number, entry.kinds, place))
        built = builders[rule.subject].rule(
            rule, number, entry.source, partial(_locate, file.document, ("provisions", number, "rules", index))
        )
        if built is not None:
            rules.append(built)
    return Provision(
        number, section, entry.title, entry.gist, entry.kinds, entry.source, entry.answered_by, tuple(rules)
    )


def _other_subject(rule: RuleEntry, number: str, kinds: Sequence[Kind], place: Location) -> Problem:
    return Problem(
        f"rule {quoted(rule.id)} is about the {rule.subject}, its provision is not",
        place,
        f"the kinds of {number} are {', '.join(kinds)}",
    )


def _further(
    files: RulesetFiles, provisions: Mapping[str, Provision], builders: Mapping[Kind, RuleBuilder]
) -> Mapping[str, tuple[Rule, ...]]:
    """The rules of the files read on demand, by provision. Raises RulesetError or DocumentError."""
    shared = builders["case"].again()
    fresh = {kind: builder.again(shared) for kind, builder in builders.items()}
    problems = shared.problems
    found: dict[str, list[Rule]] = {number: [] for number in provisions}
    for document, content in files.read_on_demand():
        for number, entries in content.rules.items():
            provision = provisions.get(number)
            if provision is None:
                place = document.key_location(("rules", number))
                problems.append(Problem(f"there is no provision {quoted(number)}", place, did_you_mean(number, found)))
                continue
            for index, entry in enumerate(entries):
                locate = partial(_locate, document, ("rules", number, index))
                if entry.subject not in provision.kinds or entry.subject == "case":
                    problems.append(_other_subject(entry, number, provision.kinds, locate(("subject",))))
                built = fresh[entry.subject].rule(entry, number, provision.source, locate)
                if built is not None:
                    found[number].append(built)
    if problems:
        raise RulesetError(*problems)
    return _read_only({number: tuple(rules) for number, rules in found.items()})


def _locate(document: Document, base: tuple[str | int, ...], path: tuple[str | int, ...]) -> Location:
    return document.location((*base, *path))


def _consequences(files: RulesetFiles) -> tuple[PlacedConsequence, ...]:
    return tuple(
        PlacedConsequence(consequence, file.document, ("consequences", index))
        for file in files.files
        for index, consequence in enumerate(file.content.consequences)
    )
