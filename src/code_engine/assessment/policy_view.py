"""What is in force under a policy, value by value, each with who set it and what it lies over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from code_engine.assessment.policy_check import checked_policy
from code_engine.assessment.policy_choice import ChosenPolicy
from code_engine.assessment.policy_view_answers import (
    AgainstCode,
    AnswerShown,
    Below,
    ClosureDays,
    CodeNumber,
    DepartureShown,
    EntryShown,
    LayerKind,
    ListShown,
    Origin,
    PolicyView,
    PromiseShown,
    SettingShown,
    StatementShown,
    SubjectShown,
)
from code_engine.errors import Location
from code_engine.landlord.policy import Policy, PolicyRule, Setting, merge
from code_engine.landlord.policy_statements import Said, Statement
from code_engine.landlord.policy_version import DRAFT, PolicyVersion
from code_engine.policy.known_settings import KNOWN_SETTINGS
from code_engine.policy.statements import LISTS, SECTIONS
from code_engine.ruleset.rules import Parameter, Ruleset, provision_order


def view_policy(chosen: ChosenPolicy, ruleset: Ruleset, notes: Sequence[str] = ()) -> PolicyView:
    """Everything in force under a policy, beside the numbers of one version of the Code."""
    return _Viewer(chosen, ruleset).view(tuple(notes))


def against_code(setting: Setting, parameter: Parameter) -> AgainstCode:
    """How a landlord's number stands to the Code's; calendar days count as the most working days they can be."""
    known = KNOWN_SETTINGS.get(parameter.name)
    comparable = known is not None and setting.unit in known.units and known.units[0] == parameter.unit
    if not isinstance(setting.value, int) or not (comparable or setting.unit == parameter.unit):
        return "not_comparable"
    value = known.comparable(setting.value, setting.unit) if known is not None else setting.value
    if value == parameter.value:
        return "same"
    if parameter.direction not in ("tighten_down", "tighten_up"):
        return "not_comparable"
    return "tighter" if (value < parameter.value) == (parameter.direction == "tighten_down") else "looser"


@dataclass(frozen=True, slots=True)
class _Viewer:
    """One policy with the policies its lower layers make, from the topmost group down."""

    chosen: ChosenPolicy
    ruleset: Ruleset

    def view(self, notes: tuple[str, ...]) -> PolicyView:
        policy = self.chosen.policy
        held = () if policy.held else ("The text of this version is not held, so little of it is known.",)
        return PolicyView.of(
            name=self.chosen.name,
            policy=checked_policy(policy),
            as_of=self.chosen.as_of,
            ruleset=self.ruleset.identity,
            notes=(*notes, *held),
            code=tuple(_number(parameter) for parameter in self.ruleset.parameters.values()),
            settings=tuple(self._setting(name, policy.settings[name]) for name in sorted(policy.settings)),
            statements=tuple(self._subjects()),
            lists=tuple(self._list(name) for name in LISTS if name in policy.lists),
            promises=tuple(
                self._promise(rule) for rule in sorted(policy.rules, key=lambda rule: provision_order(rule.provision))
            ),
            closure_days=self._closure_days(),
            answers=tuple(self._answers()),
            departures=tuple(self._departures()),
        )

    def _under(self, landlord: str) -> Policy | None:
        """The policy that the layers below a landlord's make; None where there are none."""
        layers = self.chosen.policy.layers
        index = next(place for place, layer in enumerate(layers) if layer.landlord == landlord)
        return merge(landlord, layers[:index]) if index else None

    def _layer(self, landlord: str) -> PolicyVersion:
        return next(layer for layer in self.chosen.policy.layers if layer.landlord == landlord)

    def _origin(self, landlord: str, clause: str | None, place: Location) -> Origin:
        layer = self._layer(landlord)
        return Origin.of(
            layer=self._kind(landlord),
            name=self._name(landlord),
            landlord=landlord,
            version=layer.version,
            clause=clause,
            file=place.file,
            line=place.line,
            in_force_from=layer.start,
            in_force_to=layer.end,
        )

    def _kind(self, landlord: str) -> LayerKind:
        if landlord == DRAFT:
            return "draft"
        return "landlord" if landlord == self.chosen.policy.landlord else "group"

    def _name(self, landlord: str) -> str:
        lineage = self.chosen.landlord.lineage if self.chosen.landlord is not None else ()
        return next((each.name for each in lineage if each.id == landlord), self.chosen.name)

    def _origins(self, said: Iterable[Said]) -> tuple[Origin, ...]:
        return tuple(self._origin(each.landlord, each.clause, each.origin) for each in said)

    def _setting(self, setting_name: str, setting: Setting) -> SettingShown:
        parameter = self.ruleset.parameters.get(setting_name)
        return SettingShown.of(
            name=setting_name,
            meaning=setting.meaning,
            value=setting.value,
            unit=setting.unit,
            provision=setting.provision or (parameter.provision if parameter is not None else None),
            against_code=against_code(setting, parameter) if parameter is not None else None,
            origin=self._origin(setting.landlord, setting.clause, setting.origin),
            below=(*self._settings_below(setting_name, setting), *self._code_below(parameter)),
        )

    def _settings_below(self, name: str, setting: Setting) -> Iterator[Below]:
        under = self._under(setting.landlord)
        lower = under.settings.get(name) if under is not None else None
        if lower is not None:
            origin = self._origin(lower.landlord, lower.clause, lower.origin)
            yield Below.of(value=lower.value, unit=lower.unit, provision=lower.provision, origins=(origin,))
            yield from self._settings_below(name, lower)

    def _code_below(self, parameter: Parameter | None) -> Iterator[Below]:
        if parameter is not None:
            origin = Origin.of(
                layer="code",
                name=self.ruleset.title,
                landlord=None,
                version=self.ruleset.version,
                clause=None,
                file=None,
                line=None,
                in_force_from=self.ruleset.in_force_from,
                in_force_to=self.ruleset.in_force_to,
            )
            yield Below.of(value=parameter.value, unit=parameter.unit, provision=parameter.provision, origins=(origin,))

    def _subjects(self) -> Iterator[SubjectShown]:
        statements = self.chosen.policy.statements
        for subject, section in SECTIONS.items():
            found = tuple(
                self._statement(statements[name], info.description or "")
                for key, info in section.model_fields.items()
                if (name := f"{subject}.{key}") in statements
            )
            if found:
                yield SubjectShown.of(subject=subject, label=subject.replace("_", " "), statements=found)

    def _statement(self, statement: Statement, meaning: str) -> StatementShown:
        return StatementShown.of(
            name=statement.name,
            meaning=meaning,
            value=statement.value,
            origins=self._origins(statement.said),
            below=tuple(self._statements_below(statement)),
        )

    def _statements_below(self, statement: Statement) -> Iterator[Below]:
        under = self._under(statement.said[0].landlord)
        lower = under.statements.get(statement.name) if under is not None else None
        if lower is not None:
            yield Below.of(value=lower.value, unit=None, provision=None, origins=self._origins(lower.said))
            yield from self._statements_below(lower)

    def _list(self, name: str) -> ListShown:
        first, *lower = self._lists_by_layer(name)
        entries = tuple(
            EntryShown.of(
                values=item.stated, origin=self._origin(item.said.landlord, item.said.clause, item.said.origin)
            )
            for item in self.chosen.policy.lists[name]
        )
        return ListShown.of(
            name=name, label=name.replace("_", " "), entries=entries, origins=first.origins, below=tuple(lower)
        )

    def _lists_by_layer(self, name: str) -> Iterator[Below]:
        """How many entries each layer that states the list has, the lowest layer first."""
        for layer in reversed(self.chosen.policy.layers):
            places = [place for place in layer.stating() if getattr(place.content, name) is not None]
            if places:
                origins = tuple(
                    self._origin(layer.landlord, each.clause, layer.document.key_location((*each.path, name)))
                    for each in places
                )
                count = sum(len(getattr(each.content, name)) for each in places)
                yield Below.of(value=count, unit="count", provision=None, origins=origins)

    def _promise(self, rule: PolicyRule) -> PromiseShown:
        return PromiseShown.of(
            provision=rule.provision,
            id=rule.entry.id,
            title=rule.entry.title,
            origin=self._origin(rule.landlord, None, rule.origin),
            below=tuple(self._promises_below(rule)),
        )

    def _promises_below(self, rule: PolicyRule) -> Iterator[Origin]:
        under = self._under(rule.landlord)
        for lower in under.rules if under is not None else ():
            if lower.entry.id == rule.entry.id:
                yield self._origin(lower.landlord, None, lower.origin)
                yield from self._promises_below(lower)

    def _closure_days(self) -> ClosureDays | None:
        days = self.chosen.policy.closure_days
        for layer, origin in self._keyed("closure_days", ()):
            if layer.content.closure_days is not None:
                return ClosureDays.of(days=days, origin=origin)
        return None

    def _answers(self) -> Iterator[AnswerShown]:
        for question, answer in sorted(self.chosen.policy.answers.items()):
            origin = self._set_by("answers", question)
            yield AnswerShown.of(
                question=question, value=answer.value, by=answer.by, date=answer.date, note=answer.note, origin=origin
            )

    def _departures(self) -> Iterator[DepartureShown]:
        departures = self.chosen.policy.departures
        for number in sorted(departures, key=provision_order):
            yield DepartureShown.of(
                provision=number,
                reason=departures[number].reason,
                complies_from=departures[number].complies_from,
                origin=self._set_by("departures", number),
            )

    def _set_by(self, part: str, key: str) -> Origin:
        """Who set an entry of `answers` or `departures`: the lowest layer that has it."""
        return next(origin for layer, origin in self._keyed(part, (key,)) if key in getattr(layer.content, part))

    def _keyed(self, part: str, path: tuple[str, ...]) -> Iterator[tuple[PolicyVersion, Origin]]:
        """Every layer, the lowest first, with the place of a part of its file."""
        for layer in reversed(self.chosen.policy.layers):
            place = layer.document.key_location((part, *path))
            yield layer, self._origin(layer.landlord, None, place)


def _number(parameter: Parameter) -> CodeNumber:
    return CodeNumber.of(
        name=parameter.name,
        value=parameter.value,
        unit=parameter.unit,
        direction=parameter.direction,
        provision=parameter.provision,
        meaning=parameter.meaning,
    )
