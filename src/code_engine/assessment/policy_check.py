"""A policy against the Code: every rule about policies is judged, and the worst grade decides a provision.

What a policy does not state is `silent`. That counts against it (status `breached`) only where the Code asks
that the policy itself contains it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from code_engine.assessment.policy_answers import (
    CheckedAgainst,
    CheckedPolicy,
    Grade,
    PartCheck,
    PolicyCheck,
    PolicyLayer,
    ProvisionCheck,
)
from code_engine.assessment.policy_clauses import cited, each_place_once, entries_deciding, numbers, statements_read
from code_engine.assessment.policy_program import GradedRule, PolicyProgram, policy_program, policy_session
from code_engine.errors import did_you_mean, quoted
from code_engine.evaluation.evaluation import Finding, Status
from code_engine.evaluation.rule_program import JudgementProgram, RequirementProgram, RuleProgram
from code_engine.evaluation.session import Session
from code_engine.landlord.policy import Policy
from code_engine.landlord.policy_statements import Said
from code_engine.policy.vocabulary import PREFIX
from code_engine.ruleset.rules import Provision, Ruleset

_ANSWERS: Final = "answers."
_WORST_FIRST: Final = (
    (Grade.CONFLICT, Status.BREACHED),
    (Grade.WEAKER, Status.BREACHED),
    (Grade.SILENT, Status.BREACHED),
    (Grade.JUDGEMENT, Status.UNDETERMINED),
    (Grade.CONFORMS, Status.MET),
    (Grade.STRICTER, Status.MET),
    (Grade.SILENT, Status.UNDETERMINED),
)
"""Parts from the one that decides a provision to the one that never does while another speaks."""


def check_policy(policy: Policy, ruleset: Ruleset, as_of: date, notes: Sequence[str] = ()) -> PolicyCheck:
    """Grade a policy against every provision of a ruleset. `as_of` only dates the answer."""
    program = policy_program(ruleset)
    session = policy_session(policy, program, as_of)
    provisions = tuple(_provision(policy, each, program, session) for each in ruleset.provisions.values())
    binding = Counter(each.grade for each in provisions if each.status is not Status.NOT_APPLICABLE)
    return PolicyCheck.of(
        policy=checked_policy(policy),
        as_of=as_of,
        ruleset=checked_against(ruleset),
        notes=(*notes, *_notes(policy, ruleset, program)),
        provisions=provisions,
        summary={grade: binding[grade] for grade in Grade},
    )


def checked_against(ruleset: Ruleset) -> CheckedAgainst:
    """Which version of the Code an answer refers to."""
    return CheckedAgainst.of(
        id=ruleset.id,
        version=ruleset.version,
        title=ruleset.title,
        digest=ruleset.digest,
        sections={str(number): title for number, title in ruleset.sections.items()},
    )


def checked_policy(policy: Policy) -> CheckedPolicy:
    """Which policy it is, with the versions it is made of."""
    return CheckedPolicy.of(
        landlord=policy.landlord,
        version=policy.version,
        title=policy.title,
        digest=policy.digest,
        in_force_from=policy.start,
        in_force_to=policy.end,
        layers=tuple(
            PolicyLayer.of(landlord=layer.landlord, version=layer.version, title=layer.title, file=layer.document.name)
            for layer in policy.layers
        ),
    )


def _notes(policy: Policy, ruleset: Ruleset, program: PolicyProgram) -> list[str]:
    notes = []
    if not policy.held:
        notes.append("The text of this version is not held, so it states nothing here.")
    if policy.end is not None and policy.end < ruleset.in_force_from:
        notes.append(
            f"This policy was out of force before {ruleset.identity} began to apply; it is measured by it all the same."
        )
    for key in sorted(policy.answers.keys() - program.judgements.keys()):
        hint = did_you_mean(key, program.judgements)
        notes.append(
            f"The answer {quoted(key)} belongs to no question and was not used" + (f"; {hint}" if hint else ".")
        )
    unknown = sorted(policy.departures.keys() - ruleset.provisions.keys())
    notes += [f"A departure is admitted at {each}, which {ruleset.identity} does not have." for each in unknown]
    return notes


def _provision(policy: Policy, provision: Provision, program: PolicyProgram, session: Session) -> ProvisionCheck:
    parts = tuple(
        part for rule in program.rules[provision.number] if (part := _part(policy, rule, session)) is not None
    )
    ranked = {kind: [part for part in parts if (part.grade, part.status) == kind] for kind in _WORST_FIRST}
    deciding = next((found for found in ranked.values() if found), [])
    status, grade, reason = _outcome(provision, deciding)
    departure = policy.departures.get(provision.number)
    return ProvisionCheck.of(
        provision=provision.number,
        title=provision.title,
        status=status,
        grade=grade,
        clauses=tuple(dict.fromkeys(clause for part in deciding for clause in part.clauses)),
        said=each_place_once(said for part in deciding for said in part.said),
        reason=reason,
        change=tuple(dict.fromkeys(part.change for part in deciding if part.change is not None)),
        departure=departure.reason if departure is not None else None,
        parts=parts,
    )


def _outcome(provision: Provision, deciding: Sequence[PartCheck]) -> tuple[Status, Grade, str]:
    if "policy" not in provision.kinds:
        by = provision.answered_by or "each case by itself"
        return Status.NOT_APPLICABLE, Grade.SILENT, f"No policy answers this provision. What does: {by}"
    if not deciding:
        return Status.UNDETERMINED, Grade.SILENT, "The policy says nothing about this."
    first = deciding[0]
    return first.status, first.grade, " ".join(dict.fromkeys(part.reason for part in deciding))


def _part(policy: Policy, rule: GradedRule, session: Session) -> PartCheck | None:
    """How the policy stands to one rule; None where the rule does not apply to it."""
    finding, _ = rule.program.finding(session)
    disagreeing = _disagreeing(policy, rule.program)
    if finding.status is Status.NOT_APPLICABLE and not disagreeing:
        return None
    status, grade = _graded(policy, rule, finding, session)
    said = cited(policy, _said(policy, rule.program, session))
    falls_short = status is Status.BREACHED or grade is Grade.JUDGEMENT
    return PartCheck.of(
        rule=finding.rule,
        title=finding.title,
        status=status,
        grade=grade,
        clauses=numbers(said),
        said=said,
        reason=_reason(finding, grade, disagreeing),
        change=rule.grading.change if falls_short else None,
        questions=tuple(session.question(name) for name in finding.missing or disagreeing),
        answer_key=next((name.removeprefix(_ANSWERS) for name in finding.missing if name.startswith(_ANSWERS)), None),
    )


def _disagreeing(policy: Policy, program: RuleProgram) -> tuple[str, ...]:
    """The facts the rule reads of which the policy says different things in different clauses."""
    names = {f"{PREFIX}{name}" for name, statement in policy.statements.items() if statement.contradictory}
    return tuple(name for name in program.facts if name in names)


def _graded(policy: Policy, rule: GradedRule, finding: Finding, session: Session) -> tuple[Status, Grade]:
    if finding.status is Status.BREACHED:
        return Status.BREACHED, Grade(rule.grading.breach_is)
    if finding.status is Status.MET:
        stricter = rule.stricter is not None and rule.stricter.evaluate(session.chosen) is True
        return Status.MET, Grade.STRICTER if stricter else Grade.CONFORMS
    if finding.status is Status.NOT_APPLICABLE:  # clauses disagree, which counts as not recorded
        return Status.UNDETERMINED, Grade.JUDGEMENT
    if isinstance(rule.program.body, JudgementProgram) or _spoken_of(policy, finding):
        return Status.UNDETERMINED, Grade.JUDGEMENT
    # Where the text is not known, nobody can say that it is silent.
    counts = rule.grading.must_be_stated and policy.held
    return Status.BREACHED if counts else Status.UNDETERMINED, Grade.SILENT


def _spoken_of(policy: Policy, finding: Finding) -> bool:
    """Whether what is missing was spoken of: an entry of a list without a detail, or clauses that disagree."""
    names = [name.removeprefix(PREFIX) for name in finding.missing]
    return any("[" in name or name in policy.statements for name in names)


def _said(policy: Policy, program: RuleProgram, session: Session) -> tuple[Said, ...]:
    """Who says what the rule rests on; of lists the entries that decide what it requires, else why it applies."""
    body = program.body
    conditions = (body.require if isinstance(body, RequirementProgram) else None, program.applies)
    deciding = (entries_deciding(policy, each, session.chosen) for each in conditions if each is not None)
    return (*statements_read(policy, program.facts), *next(filter(None, deciding), ()))


def _reason(finding: Finding, grade: Grade, disagreeing: Sequence[str]) -> str:
    if grade is Grade.JUDGEMENT and disagreeing:
        return f"The clauses of the policy disagree on this: {finding.title[:1].lower()}{finding.title[1:]}."
    return _not_said(finding) if grade is Grade.SILENT else finding.reason


def _not_said(finding: Finding) -> str:
    return f"The policy does not say: {finding.title[:1].lower()}{finding.title[1:]}."
