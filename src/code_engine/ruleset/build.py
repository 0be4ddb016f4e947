"""From rules as written to rules as used: every condition parsed, every name and type checked.

The Code's rules and a landlord's own promises are built by the same code; they differ only in the names
their scope knows. Mistakes are collected, so that one run shows them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NoReturn, TypeAlias

from code_engine.case.values import ValueType
from code_engine.errors import Location, Problem, RulesetError, did_you_mean, quoted
from code_engine.ruleset.expressions import Expression
from code_engine.ruleset.language import parse
from code_engine.ruleset.models import (
    FOR_EACH,
    ContestedClock,
    DeadlineEntry,
    Extension,
    JudgementEntry,
    Reasons,
    RuleEntry,
)
from code_engine.ruleset.reasons import Template, parse_template
from code_engine.ruleset.rules import (
    Body,
    ClockReading,
    Contested,
    DeadlineBody,
    ExtensionRule,
    ForEach,
    Grading,
    JudgementBody,
    NoticeCheckBody,
    Parameter,
    RequirementBody,
    Rule,
)
from code_engine.ruleset.scope import Scope

Locate: TypeAlias = Callable[[tuple[str | int, ...]], Location]
"""Where a part of the entry stands in its file."""


class _BrokenPartError(Exception):
    """A part could not be built; its problems are noted already."""


class RuleBuilder:
    """Builds rules in one scope and collects the problems it meets."""

    def __init__(self, scope: Scope, parameters: Mapping[str, Parameter], contested: Mapping[str, Contested]) -> None:
        self.problems: list[Problem] = []
        self._scope = scope
        self._parameters = parameters
        self._contested = contested
        self._deadlines: dict[str, DeadlineBody] = {}
        self._ids: dict[str, Location] = {}

    def beside(self, scope: Scope) -> RuleBuilder:
        """A builder of rules that see other names, with the same problems and the same ids taken."""
        other = RuleBuilder(scope, self._parameters, self._contested)
        other.problems, other._ids = self.problems, self._ids
        return other

    def again(self, sharing: RuleBuilder | None = None) -> RuleBuilder:
        """A builder with the same names and the same ids taken, and no problem yet; this one stays as it is.

        With `sharing` it notes problems and ids where that one does.
        """
        other = RuleBuilder(self._scope, self._parameters, self._contested)
        other._ids = dict(self._ids)
        if sharing is not None:
            other.problems, other._ids = sharing.problems, sharing._ids
        return other

    def rule(self, entry: RuleEntry, provision: str, source: str, locate: Locate) -> Rule | None:
        """Build one rule, or None where it has problems (they are in `problems`)."""
        place = locate(("id",))
        if entry.id in self._ids:
            self._note(f"two rules have the id {quoted(entry.id)}", place, f"the first is at {self._ids[entry.id]}")
        self._ids.setdefault(entry.id, place)
        before = len(self.problems)
        reasons = self._reasons(entry.reasons, locate)
        parts = {
            key: self._optional(getattr(entry, key), self._scope, locate((key,)), expected)
            for key, expected in (
                ("applies", ValueType.FLAG),
                ("pending", ValueType.FLAG),
                ("outstanding", ValueType.FLAG),
                ("due", ValueType.DATE),
            )
        }
        grading = self._grading(entry, locate)
        try:
            body = self._body(entry, locate)
        except _BrokenPartError:
            return None
        if len(self.problems) > before:
            return None
        if isinstance(body, DeadlineBody):
            self._deadlines[entry.id] = body
        return Rule(
            id=entry.id,
            provision=provision,
            title=entry.title,
            subject=entry.subject,
            body=body,
            inferred=entry.inferred,
            source=entry.source or source,
            reasons=reasons,
            location=place,
            grading=grading,
            **parts,
        )

    def _grading(self, entry: RuleEntry, locate: Locate) -> Grading | None:
        if entry.breach_is is None:
            return None
        stricter = self._optional(entry.stricter, self._scope, locate(("stricter",)), ValueType.FLAG)
        return Grading(entry.breach_is, stricter, entry.must_be_stated, entry.change)

    def _body(self, entry: RuleEntry, locate: Locate) -> Body:
        if entry.require is not None:
            return RequirementBody(self._expression(entry.require, self._scope, locate(("require",)), ValueType.FLAG))
        if entry.judgement is not None:
            return self._judgement(entry.judgement, locate)
        if entry.deadline is not None:
            return self._deadline(entry.deadline, lambda path: locate(("deadline", *path)))
        return self._notice_check(entry, locate)

    def _judgement(self, entry: JudgementEntry, locate: Locate) -> JudgementBody:
        shown_by, ruled_out_by = (
            self._optional(getattr(entry, key), self._scope, locate(("judgement", key)), ValueType.FLAG)
            for key in ("shown_by", "ruled_out_by")
        )
        return JudgementBody(entry.id, entry.question, entry.asked_of, shown_by, ruled_out_by)

    def _notice_check(self, entry: RuleEntry, locate: Locate) -> NoticeCheckBody:
        name = entry.extension_of or ""
        place = locate(("extension_of",))
        deadline = self._deadlines.get(name)
        if deadline is None or deadline.extension is None:
            with_notices = [rule for rule, body in self._deadlines.items() if body.extension is not None]
            hint = did_you_mean(name, with_notices) or "name a deadline rule with `extension` that stands before"
            self._fail(f"no deadline with an extension is called {quoted(name)}", place, hint)
        scope = self._notice_scope(deadline.extension.collection, place)
        return NoticeCheckBody(name, self._expression(entry.each or "", scope, locate(("each",)), ValueType.FLAG))

    def _deadline(self, entry: DeadlineEntry, locate: Locate) -> DeadlineBody:
        scope, for_each = self._scope, None
        if entry.for_each is not None:
            for_each, scope = self._for_each(entry.for_each, locate(("for_each",)))
        contested, clocks = self._clocks(entry, scope, locate)
        due = self._optional(entry.due, scope, locate(("due",)), ValueType.DATE)
        limit = self._parameter(entry.within, locate(("within",))) if entry.within is not None else None
        done = self._expression(entry.done, scope, locate(("done",)), ValueType.DATE)
        ends = self._optional(entry.ends, self._scope, locate(("ends",)), ValueType.DATE)
        extension = None
        if entry.extension is not None:
            extension = self._extension(entry.extension, lambda path: locate(("extension", *path)))
        return DeadlineBody(clocks, contested, limit, due, done, ends, extension, for_each)

    def _clocks(
        self, entry: DeadlineEntry, scope: Scope, locate: Locate
    ) -> tuple[str | None, tuple[ClockReading, ...]]:
        clock = entry.clock
        if clock is None:
            return None, ()
        if isinstance(clock, str):
            start = self._expression(clock, scope, locate(("clock",)), ValueType.DATE)
            return None, (ClockReading(None, "", start),)
        question = self._contested_question(clock, locate)
        names = sorted(clock.readings, key=lambda name: name != question.default)
        readings = tuple(
            ClockReading(
                name,
                question.readings[name].title,
                self._expression(clock.readings[name], scope, locate(("clock", "readings", name)), ValueType.DATE),
            )
            for name in names
        )
        return question.id, readings

    def _contested_question(self, clock: ContestedClock, locate: Locate) -> Contested:
        question = self._contested.get(clock.contested)
        place = locate(("clock", "contested"))
        if question is None:
            self._fail(
                f"unknown contested question {quoted(clock.contested)}",
                place,
                did_you_mean(clock.contested, self._contested) or "declare it under `contested:` in ruleset.yaml",
            )
        for name in clock.readings:
            if name not in question.readings:
                self._fail(
                    f"unknown reading {quoted(name)}",
                    locate(("clock", "readings", name)),
                    did_you_mean(name, question.readings),
                )
        if question.default not in clock.readings:
            self._fail(f"the default reading {quoted(question.default)} is not given", place, None)
        return question

    def _extension(self, entry: Extension, locate: Locate) -> ExtensionRule:
        place = locate(("notice",))
        scope = self._notice_scope(entry.notice, place)
        return ExtensionRule(
            notices=self._expression(entry.notice, self._scope, place, ValueType.COLLECTION),
            collection=entry.notice,
            new_due=self._expression(entry.new_due, scope, locate(("new_due",)), ValueType.DATE),
            valid=self._expression(entry.valid, scope, locate(("valid",)), ValueType.FLAG),
            cap=self._parameter(entry.cap, locate(("cap",))),
        )

    def _notice_scope(self, collection: str, place: Location) -> Scope:
        self._known_collection(collection, place)
        return self._scope.with_variables(
            {"notice": self._attributes(collection), "due": ValueType.DATE, "limit": ValueType.DATE}
        )

    def _for_each(self, text: str, place: Location) -> tuple[ForEach, Scope]:
        match = FOR_EACH.match(text)
        if match is None:
            self._fail(f"cannot read {quoted(text)}", place, "write it as `remedy in remedies`")
        variable, collection, condition = match.groups()
        self._known_collection(collection, place)
        scope = self._scope.with_variables({variable: self._attributes(collection)})
        return ForEach(variable, collection, self._optional(condition, scope, place, ValueType.FLAG)), scope

    def _known_collection(self, name: str, place: Location) -> None:
        if name not in self._scope.collections:
            self._fail(f"unknown collection {quoted(name)}", place, did_you_mean(name, self._scope.collections))

    def _attributes(self, collection: str) -> Mapping[str, ValueType]:
        return self._scope.collections[collection]

    def _parameter(self, name: str, place: Location) -> Parameter:
        parameter = self._parameters.get(name)
        if parameter is None:
            self._fail(f"unknown parameter {quoted(name)}", place, did_you_mean(name, self._parameters))
        if parameter.unit == "count":
            self._fail(f"{quoted(name)} counts things; a limit is in days or months", place, None)
        return parameter

    def _reasons(self, reasons: Reasons, locate: Locate) -> Mapping[str, Template]:
        templates = {}
        for status, text in reasons:
            if text is not None:
                template, problems = parse_template(text, self._scope.facts, locate(("reasons", status)))
                self.problems.extend(problems)
                templates[status] = template
        return MappingProxyType(templates)

    def _optional(self, text: str | None, scope: Scope, place: Location, expected: ValueType) -> Expression | None:
        if text is None:
            return None
        try:
            return self._expression(text, scope, place, expected)
        except _BrokenPartError:
            return None

    def _expression(self, text: str, scope: Scope, place: Location, expected: ValueType) -> Expression:
        try:
            return parse(text, scope, place, expected)
        except RulesetError as error:
            self.problems.extend(error.problems)
            raise _BrokenPartError from None

    def _note(self, message: str, place: Location, hint: str | None) -> None:
        self.problems.append(Problem(message, place, hint))

    def _fail(self, message: str, place: Location, hint: str | None) -> NoReturn:
        self._note(message, place, hint)
        raise _BrokenPartError
