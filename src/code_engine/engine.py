"""The engine: rulesets and landlords loaded once, cases evaluated as often as you like.

An engine never changes once it is built and may be used from several threads at once. It reads no clock:
whoever calls it says as of which day.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from code_engine.calendar import Counting, WorkingCalendar, england
from code_engine.case.event import Event
from code_engine.case.fold import Folded, fold, rounds
from code_engine.case.model import Case
from code_engine.case.seen import visible
from code_engine.case.values import NEVER
from code_engine.case.vocabulary import VOCABULARY
from code_engine.errors import CaseError, Problem, quoted
from code_engine.evaluation.answer import answer
from code_engine.evaluation.evaluation import Evaluation, Finding, Layer
from code_engine.evaluation.explanation import Explanation, explain_rule, explanation
from code_engine.evaluation.round import RoundFindings, find
from code_engine.evaluation.selection import Selection
from code_engine.evaluation.session import Session, facts_as_shown
from code_engine.forking import renew_in_children
from code_engine.landlord.landlords import Landlord, Landlords
from code_engine.landlord.plugins import load_plugins
from code_engine.landlord.policy import Policy
from code_engine.landlord_program import CodeProgram, LandlordProgram, build_landlord_program, compile_code
from code_engine.ruleset.catalogue import Catalogue, shipped_rulesets
from code_engine.ruleset.rules import Ruleset


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A case ready to be evaluated: what was chosen, its present round, and the events of earlier ones."""

    selection: Selection
    program: LandlordProgram
    folded: Folded
    earlier: tuple[tuple[Event, ...], ...]


class Engine:
    """Evaluates cases against the rulesets and landlords it was built with."""

    def __init__(self, catalogue: Catalogue, landlords: Landlords, calendar: WorkingCalendar | None = None) -> None:
        self._catalogue = catalogue
        self._landlords = landlords
        self._calendar = calendar if calendar is not None else england()
        self._code: dict[str, CodeProgram] = {}
        self._programs: dict[tuple[str, str, str], LandlordProgram] = {}
        self._catalogues: dict[str, Catalogue] = {}
        # What is built when first asked for (a landlord's own rulesets, policies, consequences) is built once.
        self._building = threading.RLock()
        renew_in_children(self, Engine._renew)

    def _renew(self) -> None:
        """In a forked child: the thread of the parent that was building something is not there to finish it."""
        self._building = threading.RLock()

    @property
    def catalogue(self) -> Catalogue:
        """The rulesets every landlord is evaluated by."""
        return self._catalogue

    @property
    def landlords(self) -> Landlords:
        """The landlords that loaded, and the plugins that did not."""
        return self._landlords

    @property
    def calendar(self) -> WorkingCalendar:
        """The calendar by which the Code counts."""
        return self._calendar

    @classmethod
    def from_plugins(cls, *, strict: bool = False) -> Engine:
        """The shipped rulesets, and every landlord that an installed plugin brings, with rulesets of its own.

        A broken plugin is left out and listed in `landlords.skipped`; with `strict` it is an error, and so is a
        mistake in a policy or consequence of any landlord, which otherwise shows when that landlord is evaluated.
        Raises RulesetError or DocumentError where a ruleset does not load; LandlordError or ConsequenceError
        where strict.
        """
        return cls.from_folders([shipped_rulesets()], strict=strict)

    @classmethod
    def from_folders(cls, rulesets: Iterable[Path], *, strict: bool = False) -> Engine:
        """Like `from_plugins`, with the rulesets below other folders in place of the shipped ones."""
        engine = cls(Catalogue.load(rulesets), load_plugins(strict))
        if strict:
            engine.build_all()
        return engine

    def build_all(self) -> None:
        """Build what is otherwise built when first asked for: every landlord under every policy and ruleset.

        Raises LandlordError, ConsequenceError, RulesetError or DocumentError for the first mistake.
        """
        for name in self.landlords.ids():
            self.build(name)

    def build(self, name: str) -> None:
        """Build what one landlord needs under every policy and ruleset. Raises as `build_all`."""
        landlord = self.landlords.get(name)
        starts = [version.start or date.min for each in landlord.lineage for version in each.policies]
        policies = {policy.digest: policy for start in starts if (policy := landlord.policy_on(start)) is not None}
        for ruleset in self.catalogue_of(landlord):
            for policy in (None, *policies.values()):
                self._program(landlord, policy, ruleset)

    def evaluate(
        self,
        case: Case,
        *,
        as_of: date,
        counting: str = Counting.DAY_0,
        ruleset: str | None = None,
        landlord: str | None = None,
        policy: Policy | None = None,
    ) -> Evaluation:
        """Evaluate a case as it stood at the end of a day.

        `counting` is the counting convention, `day-0` or `inclusive`. `ruleset` (`ID@VERSION`) forces a version
        other than the one in force when the complaint was received. `landlord` evaluates under another
        landlord's policy than the case names; `code-only` under none. `policy` forces a policy, such as a draft,
        instead of the landlord's own in force on that day; whatever it says, the Code's layer stays the same.

        Raises CaseError where nothing had happened yet, LandlordError for an unknown landlord,
        NoRulesetInForceError, RulesetError for an unknown ruleset, and CalendarError outside the calendar.
        """
        prepared = self._prepare(case, as_of, counting, ruleset, landlord, policy)
        found, sessions = self._found(prepared.selection, prepared.program, prepared.folded, as_of)
        earlier = [self._earlier(prepared.selection, prepared.program, part) for part in prepared.earlier]
        return answer(prepared.selection, found, earlier, prepared.folded, sessions)

    def explain(
        self,
        case: Case,
        provision: str,
        *,
        as_of: date,
        counting: str = Counting.DAY_0,
        ruleset: str | None = None,
        landlord: str | None = None,
    ) -> Explanation:
        """Why a provision is met or not: every condition, date and question. Options as for `evaluate`.

        Of a complaint that was withdrawn and brought again it explains what has happened since.

        Raises as `evaluate`, and RulesetError with a suggestion where the ruleset has no such provision.
        """
        prepared = self._prepare(case, as_of, counting, ruleset, landlord)
        selection, program = prepared.selection, prepared.program
        wanted = selection.ruleset.provision(provision)
        sessions = self._sessions(selection, program, prepared.folded, as_of)
        layers = ((sessions["code"], program.code.rules), (sessions["policy"], program.rules))
        rules = [
            explain_rule(each, session)
            for session, programs in layers
            for each in programs
            if each.rule.provision == wanted.number
        ]
        return explanation(selection, wanted, rules, prepared.folded, bool(prepared.earlier))

    def _prepare(
        self,
        case: Case,
        as_of: date,
        counting: str,
        ruleset: str | None,
        landlord: str | None,
        forced_policy: Policy | None = None,
    ) -> _Prepared:
        """Choose landlord, ruleset and policy, and fold the events."""
        _refuse_other_types(case, as_of)
        chosen_landlord = self.landlords.get(landlord or case.landlord)
        parts = rounds(case, as_of)
        folded = fold(case, as_of, parts[-1])
        if not folded.events_seen:
            raise _nothing_yet(case, as_of)
        received = _received_on(folded)
        catalogue = self.catalogue_of(chosen_landlord)
        chosen = catalogue.named(ruleset) if ruleset is not None else catalogue.in_force(received)
        policy = forced_policy if forced_policy is not None else chosen_landlord.policy_on(received)
        program = self._program(chosen_landlord, policy, chosen)
        selection = Selection(
            case=case,
            as_of=as_of,
            counting=_convention(counting),
            ruleset=chosen,
            forced=ruleset is not None,
            landlord=chosen_landlord,
            policy=policy,
            following=program.following,
            received_on=received,
            not_evaluated=program.code.not_evaluated,
            sections=program.code.sections,
            questions=program.answerable,
            policy_forced=forced_policy is not None,
        )
        return _Prepared(selection, program, folded, parts[:-1])

    def _found(
        self, selection: Selection, program: LandlordProgram, folded: Folded, as_of: date
    ) -> tuple[RoundFindings, dict[Layer, Session]]:
        """The findings of one round, and the sessions its two layers were evaluated in."""
        sessions = self._sessions(selection, program, folded, as_of)
        return find(sessions, program.in_order), sessions

    def _sessions(
        self, selection: Selection, program: LandlordProgram, folded: Folded, as_of: date
    ) -> dict[Layer, Session]:
        """What the rules of the Code read in one round, and what the landlord's own promises read."""
        facts = {**folded.facts, **_answered(program, selection.case, as_of)}
        shown = facts_as_shown(facts, program.vocabulary)
        facts |= program.unanswered
        facts |= {f"answers.{key}": _given(selection.case, key, as_of) for key in selection.case.answers}

        def session(layer: Layer, calendar: WorkingCalendar) -> Session:
            return Session(
                facts=facts,
                shown=shown,
                answers=selection.case.answers,
                vocabulary=program.vocabulary,
                judgements=program.judgements,
                calendar=calendar,
                counting=selection.counting,
                as_of=as_of.toordinal(),
                layer=layer,
            )

        return {"code": session("code", self.calendar), "policy": session("policy", program.calendar)}

    def _earlier(
        self, selection: Selection, program: LandlordProgram, part: Sequence[Event]
    ) -> tuple[date, Sequence[Finding]]:
        withdrawn_on = part[-1].date
        folded = fold(selection.case, withdrawn_on, part)
        return withdrawn_on, self._found(selection, program, folded, withdrawn_on)[0].findings

    def _program(self, landlord: Landlord, policy: Policy | None, ruleset: Ruleset) -> LandlordProgram:
        key = (landlord.id, policy.digest if policy is not None else "", ruleset.digest)
        found = self._programs.get(key)
        if found is None:
            with self._building:
                found = self._programs.get(key)
                if found is None:
                    code = self._code.get(ruleset.digest) or compile_code(ruleset, VOCABULARY)
                    self._code[ruleset.digest] = code
                    found = build_landlord_program(landlord, policy, code, VOCABULARY, self.calendar)
                    self._programs[key] = found
        return found

    def catalogue_of(self, landlord: Landlord) -> Catalogue:
        """The rulesets a landlord is evaluated by: the shipped ones, and those that it or its group brings.

        A sibling never sees them. Raises RulesetError or DocumentError where one of its own does not load.
        """
        if not landlord.rulesets:
            return self.catalogue
        with self._building:
            if landlord.id not in self._catalogues:
                self._catalogues[landlord.id] = self.catalogue.with_rulesets(landlord.rulesets)
            return self._catalogues[landlord.id]


def _refuse_other_types(case: object, as_of: object) -> None:
    """Say plainly what a caller passed by mistake, before it shows as something else deep inside."""
    if not isinstance(case, Case):
        hint = "read it with load_case, or parse_case for text and data"
        raise CaseError(Problem(f"a case is expected, not {type(case).__name__}", None, hint))
    if not isinstance(as_of, date) or isinstance(as_of, datetime):
        raise CaseError(Problem(f"as_of is a date, not {type(as_of).__name__}", None, "pass a datetime.date"))


def _convention(counting: str) -> Counting:
    try:
        return Counting(counting)
    except ValueError:
        known = ", ".join(convention.value for convention in Counting)
        raise CaseError(
            Problem(f"unknown counting convention {quoted(counting)}", None, f"use one of: {known}")
        ) from None


def _received_on(folded: Folded) -> date:
    """The day that chooses the version of the Code: of receipt, or of the first event where that is not known."""
    received = folded.facts["complaint.received_on"]
    if type(received) is int and received != NEVER:
        return date.fromordinal(received)
    return folded.events_seen[0].date


def _answered(program: LandlordProgram, case: Case, as_of: date) -> dict[str, bool | None]:
    """The landlord's own facts, given by people under `answers:`."""
    own = program.landlord.facts
    return {name: _given(case, name, as_of) for name in own}


def _given(case: Case, name: str, as_of: date) -> bool | None:
    given = case.answers.get(name)
    return None if given is None or (given.date is not None and given.date > as_of) else given.value


def _nothing_yet(case: Case, as_of: date) -> CaseError:
    """An event put on record later is seen from then on; one that is corrected may never be seen."""
    days = {day for event in case.events for day in (event.date, event.recorded_on) if day is not None and day > as_of}
    first = next(day for day in sorted(days) if visible(case, day.toordinal())[0])
    return CaseError(
        Problem(
            f"nothing had happened yet on {as_of.isoformat()}: the first event of {quoted(case.reference)} "
            f"is seen from {first.isoformat()} on",
            None,
            f"evaluate as of {first.isoformat()} or later",
        )
    )
